//! A block before it is finished: its chunk, its joined text and what is known of it so far.

use super::chunks::Chunk;
use super::join::Text;
use crate::model::BlockType;

/// A block under construction.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// The lines.
    pub(super) chunk: Chunk,
    /// Their text.
    pub(super) text: Text,
    /// The type decided so far.
    pub(super) kind: BlockType,
    /// The printed number.
    pub(super) number: Option<String>,
    /// Annex path.
    pub(super) annex: Vec<String>,
    /// Section heading.
    pub(super) section: Option<String>,
    /// Level of a heading.
    pub(super) level: Option<u8>,
    /// Cells of a table row.
    pub(super) cells: Option<Vec<String>>,
}

impl Draft {
    /// Number of words of the text.
    pub(super) fn words(&self) -> usize {
        self.text.words()
    }

    /// Whether nothing decided its type yet.
    pub(super) fn is_open(&self) -> bool {
        self.kind == BlockType::Paragraph && self.number.is_none() && self.chunk.mark.is_none()
    }
}
