//! A row as it goes into a tool: its machine cells, and what people and the tool know of it.

use crate::model::{Cells, TrackerRow};

/// A row with what people and the tool know of it.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The machine cells.
    pub row: &'a TrackerRow,
    /// The human cells; `None` where they are not known.
    pub human: Option<&'a Cells>,
    /// The tool's own key.
    pub key: Option<&'a str>,
}

impl<'a> Known<'a> {
    /// A human cell; empty where it is not known.
    #[must_use]
    pub fn cell(self, column: &str) -> &'a str {
        self.human.and_then(|human| human.get(column)).map(|cell| cell.trim()).unwrap_or_default()
    }
}
