//! How far can this reading be trusted? A score per document and the reasons in plain words.
//!
//! Compares what layout saw with what became of it, so that a missing decision is never silent.

use crate::model::{BlockType, Document, LaidOutDocument, LineRole};

/// Raised with every change that can change scores or their reasons: the next run then reads every report again.
pub const REVISION: u32 = 1;

/// Share of words that may fall into no block before a person should look: a few stray words are a lost caption, more is
/// a lost paragraph.
const LOST_WORDS: f32 = 0.02;

/// How far a reading can be trusted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Score {
    /// 0 (nothing was read) to 1 (nothing to see).
    pub score: f32,
    /// Why a person should look, each a sentence; empty where nothing speaks for it.
    pub reasons: Vec<String>,
}

/// What audit keeps of the laid-out document, which segment consumes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Words on the pages, furniture and hidden text left out.
    pub words: usize,
}

impl Facts {
    /// Counts.
    #[must_use]
    pub fn of(laid_out: &LaidOutDocument) -> Self {
        let lines = laid_out.lines.iter().filter(|line| !matches!(line.role, LineRole::Furniture | LineRole::Hidden));
        Self { words: lines.map(|line| words(&line.text)).sum() }
    }
}

/// Judges a reading.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "shares need no more than 24 bits")]
pub fn audit(document: &Document, facts: &Facts) -> Score {
    let blocks = document.blocks.iter().filter(|block| block.block_type != BlockType::Furniture);
    let read: usize = blocks.map(|block| words(&block.text) + usize::from(block.number.is_some())).sum();
    let mut reasons = Vec::new();
    if facts.words == 0 {
        reasons.push("no text was found: the pages may be images that need text recognition (OCR)".to_owned());
        return Score { score: 0.0, reasons };
    }
    let kept = (read as f32 / facts.words as f32).min(1.0);
    if kept < 1.0 - LOST_WORDS {
        reasons.push(format!("{:.0} % of the words on the pages fell into no block", (1.0 - kept) * 100.0));
    }
    Score { score: kept, reasons }
}

/// Words with a letter or digit: bullets, rules and the marks of Markdown are no text that could be lost.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}
