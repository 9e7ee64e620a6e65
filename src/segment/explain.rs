//! Why each block is what it is: the steps that decided its type, the evidence that it begins, the numbers that are none.

use super::headings::style::{self, Around, Ordinary};
use super::lines::rows::Row;
use super::paragraphs::breaks::EVIDENCE;
use super::paragraphs::chunks;
use super::paragraphs::draft::Draft;
use crate::model::BlockType;

/// Characters of a line or block that are shown.
const SHOWN: usize = 60;

/// What is told of one block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reasons {
    /// The beginning of its text.
    pub opening: String,
    /// Page from 1; 0 in text files.
    pub page: u32,
    /// Sentences without full stop, in the order of the steps.
    pub said: Vec<String>,
}

/// Gathers reasons while drafts become blocks.
pub(super) struct Trail {
    reasons: Vec<Reasons>,
    seen: Vec<BlockType>,
}

impl Trail {
    /// Why the blocks begin where they do, and which numbers were taken for none.
    pub(super) fn of(drafts: &[Draft], rows: &[Row<'_>]) -> Self {
        let looked = chunks::look(rows);
        let reasons = drafts.iter().map(|draft| beginning(draft, rows, &looked)).collect();
        Self { reasons, seen: drafts.iter().map(|draft| draft.kind).collect() }
    }

    /// Notes which types a step changed.
    pub(super) fn step(&mut self, drafts: &[Draft], why: &str) {
        for ((draft, reasons), seen) in drafts.iter().zip(&mut self.reasons).zip(&mut self.seen) {
            if draft.kind != *seen {
                reasons.said.push(format!("{} {why}", name(draft.kind)));
                *seen = draft.kind;
            }
        }
    }

    /// How far short of a heading, or beyond it, each short block is.
    pub(super) fn headings(&mut self, drafts: &[Draft], rows: &[Row<'_>], ordinary: Ordinary) {
        for (at, (draft, reasons)) in drafts.iter().zip(&mut self.reasons).enumerate() {
            if draft.chunk.table || draft.chunk.annex.is_some() {
                continue;
            }
            let of_draft: Vec<&Row<'_>> = draft.chunk.rows.iter().filter_map(|row| rows.get(*row)).collect();
            let below = drafts.get(at + 1);
            let around = Around {
                text: &draft.text.text,
                rows: &of_draft,
                after_stem: false,
                below: below.map_or("", |below| below.text.text.as_str()),
                below_marked: below.is_some_and(|below| below.chunk.mark.is_some() || below.chunk.table),
                below_row: below.and_then(|below| below.chunk.rows.first()).and_then(|row| rows.get(*row)),
            };
            let score = style::score(&around, ordinary);
            if score > style::NEVER {
                reasons.said.push(format!("as a heading {score:+.1}, and {:.1} makes one", style::HEADING));
            }
        }
    }

    /// The reasons, block by block, with number, section and annex.
    pub(super) fn finish(mut self, drafts: &[Draft]) -> Vec<Reasons> {
        for (draft, reasons) in drafts.iter().zip(&mut self.reasons) {
            if let (Some(number), Some(place)) = (draft.number.as_deref(), draft.chunk.place) {
                reasons.said.push(format!("number {number}: series {}, {} deep", place.series + 1, place.depth + 1));
            }
            if let Some(section) = &draft.section {
                reasons.said.push(format!("stands under “{}”", cut(section)));
            }
            if !draft.annex.is_empty() {
                reasons.said.push(format!("stands in {}", draft.annex.join(", ")));
            }
        }
        self.reasons
    }
}

fn beginning(draft: &Draft, rows: &[Row<'_>], looked: &[chunks::Looked]) -> Reasons {
    let first = draft.chunk.rows.first().copied();
    let page = first.and_then(|at| rows.get(at)).map_or(0, |row| row.page);
    let mut said = Vec::new();
    if let Some(line) = first.and_then(|at| looked.get(at)) {
        let sum: f32 = line.parts.iter().sum();
        let told = EVIDENCE.iter().zip(line.parts).filter(|(_, weight)| *weight != 0.0);
        let told: Vec<String> = told.map(|(name, weight)| format!("{name} {weight:+.1}")).collect();
        let mark = if draft.chunk.mark.is_some() { " and its mark" } else { "" };
        said.push(format!("begins a block by {sum:+.1} ({}){mark}", told.join(", ")));
    }
    for at in &draft.chunk.rows {
        let (Some(row), Some((evidence, price, false))) = (rows.get(*at), looked.get(*at).and_then(|line| line.number))
        else {
            continue;
        };
        let shown = row.mark.as_ref().map_or("", |mark| mark.number.as_str());
        said.push(format!(
            "{shown} in “{}” is no number: evidence {evidence:+.1}; no series takes it for less than {price:.1}",
            cut(&row.line.text)
        ));
    }
    Reasons { opening: cut(&draft.text.text), page, said }
}

fn cut(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

fn name(kind: BlockType) -> String {
    serde_json::to_value(kind).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::segment::testing::text_document;

    #[test]
    fn every_block_says_why_it_is_what_it_is() {
        let paper = "Summary report of the council\n\nTravel and lodging\n\n1. The council met on 4 May and agreed on the budget of the year.\n\nStatus: pending\n\n2. The council will meet again in June, when the money that was asked for in\n2030. is known to all of its members.\n";
        let (document, reasons) = crate::segment::segment_explained(text_document(paper));
        assert_eq!(document.blocks.len(), reasons.len());
        let all = reasons.iter().flat_map(|reason| &reason.said).cloned().collect::<Vec<_>>().join("\n");
        assert!(
            all.contains("series of numbers")
                && all.contains("stands under “Travel and lodging”")
                && all.contains("is no number"),
            "{all}"
        );
    }
}
