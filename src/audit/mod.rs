//! How far can this reading be trusted? A score per document and the reasons in plain words.
//!
//! Compares what stands on the pages with what became of it, so that a missing decision is never silent:
//! [`doubts`] holds every block against a second, plain order of the page, [`torn`] finds halves of sentences, [`broken`] blocks that no author writes, [`coverage`] finds text that fell into no block and pages without text, [`numbering`] gaps, repeats and restarts,
//! [`footnotes`] marks without note and notes without mark, [`suspicion`] words that look torn, glued or guessed.
//!
//! Few false alarms: a report that was read well must have nothing to remark, whatever its habits. A finding lowers the
//! score by its weight; weights are shares of trust, set so that one torn word costs little and a lost page much.

mod broken;
#[cfg(test)]
mod calibration;
mod coverage;
mod doubts;
mod facts;
mod finding;
mod footnotes;
mod letters;
mod numbering;
mod plain_order;
mod suspicion;
mod torn;

pub use facts::Facts;

use crate::model::Document;
use finding::{Finding, Kind};

/// Raised with every change that can change scores or their reasons: the next run then reads every report again.
pub const REVISION: u32 = 4;

/// Below this score a person should look at the reading: about two missing paragraphs, or a twentieth of a page lost on
/// each page.
pub const NEEDS_EYES: f32 = 0.95;
/// Findings of one kind that are told one by one; of more, the count and the first are told.
const TOLD: usize = 3;

/// How far a reading can be trusted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Score {
    /// 0 (nothing was read) to 1 (nothing to see).
    pub score: f32,
    /// What was found, each a sentence that names its page where it has one; empty where nothing speaks for a look.
    pub reasons: Vec<String>,
}

impl Score {
    /// Whether a person should look, by the usual threshold [`NEEDS_EYES`].
    #[must_use]
    pub fn needs_eyes(&self) -> bool {
        self.score < NEEDS_EYES
    }
}

/// Enters in each block the doubt that it may not read as the page does.
pub fn enter_doubts(document: &mut Document, facts: &Facts) {
    doubts::enter(document, facts);
    torn::enter(document);
    broken::enter(document);
}

/// Judges a reading; doubts are those that [`enter_doubts`] entered.
#[must_use]
pub fn audit(document: &Document, facts: &Facts) -> Score {
    let mut findings = coverage::findings(document, facts);
    findings.extend(doubts::findings(document));
    findings.extend(numbering::findings(document));
    findings.extend(footnotes::findings(document));
    findings.extend(suspicion::findings(document, facts));
    findings.sort_by_key(|finding| finding.kind);
    let mut score = 1.0;
    let mut reasons = Vec::new();
    for same in findings.chunk_by(|a, b| a.kind == b.kind) {
        let cost: f32 = same.iter().map(|finding| finding.weight).sum();
        score *= (1.0 - cost.min(most(same))).max(0.0);
        reasons.extend(same.iter().take(TOLD).map(|finding| finding.says.clone()));
        if same.len() > TOLD {
            reasons.push(format!("and {} more like this", same.len() - TOLD));
        }
    }
    Score { score, reasons }
}

/// The most that findings of one kind can cost: marks and torn words alone do not make a reading worthless.
fn most(same: &[Finding]) -> f32 {
    match same.first().map(|finding| finding.kind) {
        Some(Kind::NoText | Kind::UnreadPages | Kind::LostText | Kind::Guessed) => 1.0,
        Some(Kind::Gap | Kind::UnknownCharacters | Kind::TornWords | Kind::GluedWords | Kind::Damaged) => 0.4,
        _ => 0.15,
    }
}

#[cfg(test)]
mod testing {
    //! Documents written in code, for the tests of this folder.

    use crate::model::{Anchor, Block, BlockType, Document, FootnoteRef, Meta, Source};

    pub fn block(block_type: BlockType, number: &str, text: &str, page: u32) -> Block {
        Block {
            number: (!number.is_empty()).then(|| number.to_owned()),
            anchors: vec![Anchor { page: Some(page), bbox: None, span: [0, text.len()], lines: None, at: None }],
            ..Block::bare(block_type, text)
        }
    }

    pub fn paragraph(number: &str, page: u32) -> Block {
        block(BlockType::Paragraph, number, "The group met and agreed on the date of its next meeting.", page)
    }

    pub fn marked(mut block: Block, mark: &str) -> Block {
        block.footnote_refs.push(FootnoteRef { mark: mark.to_owned(), offset: 9 });
        block
    }

    pub fn document(blocks: Vec<Block>) -> Document {
        Document {
            schema: crate::model::document::SCHEMA.to_owned(),
            source: Source::default(),
            meta: Meta::default(),
            blocks,
            notes: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{document, paragraph};
    use super::*;

    #[test]
    fn a_reading_with_nothing_to_remark_is_clean() {
        let document = document((1..=9).map(|at| paragraph(&at.to_string(), 1 + at / 4)).collect());
        let facts = Facts::of_blocks(&document);
        assert_eq!(audit(&document, &facts), Score { score: 1.0, reasons: Vec::new() });
    }

    #[test]
    fn the_more_is_wrong_the_lower_the_score_and_nothing_read_is_nought() {
        let whole = document((1..=9).map(|at| paragraph(&at.to_string(), 1)).collect());
        let facts = Facts::of_blocks(&whole);
        let mut last = audit(&whole, &facts).score;
        let mut less = whole;
        for at in [4, 2] {
            less.blocks.remove(at);
            let score = audit(&less, &facts);
            assert!(score.score < last && score.needs_eyes(), "{score:?}");
            last = score.score;
        }
        assert_eq!(audit(&document(Vec::new()), &Facts::default()).score, 0.0);
    }

    #[test]
    fn many_findings_of_one_kind_are_told_in_few_words() {
        let document = document(
            [1, 3, 5, 7, 9, 11]
                .iter()
                .map(|at: &u32| paragraph(&at.to_string(), 1))
                .chain((12..30).map(|at| paragraph(&at.to_string(), 2)))
                .collect(),
        );
        let score = audit(&document, &Facts::of_blocks(&document));
        assert_eq!(score.reasons.len(), 4);
        assert_eq!(score.reasons[3], "and 2 more like this");
    }
}
