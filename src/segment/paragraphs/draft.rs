//! A block before it is finished: its chunk, its joined text and what is known of it so far.

use super::chunk::Chunk;
use crate::model::{BlockType, Role};
use crate::segment::text::join::Text;

/// A block under construction.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// The lines.
    pub(crate) chunk: Chunk,
    /// Their text.
    pub(crate) text: Text,
    /// The type decided so far.
    pub(crate) kind: BlockType,
    /// The printed number.
    pub(crate) number: Option<String>,
    /// Annex path.
    pub(crate) annex: Vec<String>,
    /// Section heading.
    pub(crate) section: Option<String>,
    /// Level of a heading.
    pub(crate) level: Option<u8>,
    /// Cells of a table row.
    pub(crate) cells: Option<Vec<String>>,
    /// What part it plays.
    pub(crate) role: Option<Role>,
    /// It is the header row of a table.
    pub(crate) header: bool,
    /// It is an entry of a contents list.
    pub(crate) contents: bool,
}

impl Draft {
    /// Number of words of the text.
    pub(crate) fn words(&self) -> usize {
        self.text.words()
    }

    /// Whether nothing decided its type yet.
    pub(crate) fn is_open(&self) -> bool {
        self.kind == BlockType::Paragraph && self.number.is_none() && self.chunk.mark.is_none()
    }
}
