//! Notes: what a stage noticed and the reader of the result should know. A note is data, never a failure.

use serde::{Deserialize, Serialize};

/// The stage that wrote a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Reading the file.
    Extract,
    /// Lines, columns, reading order, furniture.
    Layout,
    /// Blocks, paragraphs, annexes, footnotes.
    Segment,
    /// Items.
    Tag,
    /// Building the index.
    Index,
    /// Writing trackers.
    Export,
}

/// One remark on one document, with a stable code for programs and a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Who noticed.
    pub stage: Stage,
    /// Stable, lower case with hyphens: `numbering-gap`, `no-text-layer`.
    pub code: String,
    /// The page, counted from 1; `None` where the note is about the whole file.
    pub page: Option<u32>,
    /// What was found, what was expected, and what to try next.
    pub message: String,
}

impl Note {
    /// A note about the whole document.
    pub fn new(stage: Stage, code: &str, message: impl Into<String>) -> Self {
        Self { stage, code: code.to_owned(), page: None, message: message.into() }
    }

    /// The same note, about one page (counted from 1).
    #[must_use]
    pub fn on_page(mut self, page: u32) -> Self {
        self.page = Some(page);
        self
    }
}
