//! Footnote marks without their note, and notes without their mark.

use super::finding::{Finding, Kind};
use crate::model::{Block, BlockType, Document};
use std::collections::BTreeMap;

/// What one of either costs.
const UNMATCHED: f32 = 0.01;

/// Counts marks and notes of each sign. Letters are marks of tables, whose notes stand in the text.
pub(super) fn findings(document: &Document) -> Vec<Finding> {
    let mut marks: BTreeMap<&str, Vec<Option<u32>>> = BTreeMap::new();
    let mut notes: BTreeMap<&str, Vec<Option<u32>>> = BTreeMap::new();
    for block in &document.blocks {
        let own = page(block, 0);
        if block.block_type == BlockType::Footnote {
            match block.number.as_deref() {
                Some(mark) if is_mark(mark) => notes.entry(mark).or_default().push(own),
                _ => {}
            }
        }
        for found in block.footnote_refs.iter().filter(|found| is_mark(&found.mark)) {
            // A block that begins with a mark is the note itself.
            let of = if found.offset == 0 && block.block_type != BlockType::Footnote { &mut notes } else { &mut marks };
            of.entry(&found.mark).or_default().push(page(block, found.offset));
        }
    }
    let mut found = Vec::new();
    for (mark, at) in &marks {
        if !notes.contains_key(mark) {
            let says = format!("footnote mark {mark}{} has no note", place(at));
            found.push(Finding { kind: Kind::MarkWithoutNote, weight: UNMATCHED, says });
        }
    }
    for (mark, at) in &notes {
        if !marks.contains_key(mark) {
            let says = format!("footnote {mark}{} has no mark in the text", place(at));
            found.push(Finding { kind: Kind::NoteWithoutMark, weight: UNMATCHED, says });
        }
    }
    found
}

fn is_mark(mark: &str) -> bool {
    !mark.is_empty() && mark.chars().all(|one| one.is_ascii_digit())
}

/// Page of an offset in a block.
fn page(block: &Block, offset: usize) -> Option<u32> {
    let holds = block.anchors.iter().rfind(|anchor| anchor.span[0] <= offset);
    holds.or(block.anchors.first()).and_then(|anchor| anchor.page)
}

fn place(pages: &[Option<u32>]) -> String {
    pages.first().copied().flatten().map(|page| format!(" on page {page}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{block, document, marked, paragraph};
    use super::*;

    fn says(blocks: Vec<Block>) -> Vec<String> {
        findings(&document(blocks)).into_iter().map(|finding| finding.says).collect()
    }

    #[test]
    fn marks_and_notes_that_match_are_fine() {
        let note = |mark: &str| block(BlockType::Footnote, mark, "See the report of the year before.", 1);
        assert!(
            says(vec![marked(paragraph("1", 1), "1"), note("1"), marked(paragraph("2", 1), "2"), note("2")]).is_empty()
        );
    }

    #[test]
    fn the_missing_half_is_named() {
        assert_eq!(says(vec![marked(paragraph("1", 4), "7")]), ["footnote mark 7 on page 4 has no note"]);
        let note = block(BlockType::Footnote, "8", "See the report.", 5);
        assert_eq!(says(vec![note]), ["footnote 8 on page 5 has no mark in the text"]);
    }

    #[test]
    fn letters_and_stars_of_tables_are_left_alone() {
        assert!(says(vec![marked(paragraph("1", 1), "a"), marked(paragraph("2", 1), "*")]).is_empty());
    }
}
