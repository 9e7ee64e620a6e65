//! The tracker as one table in memory: every item with what people wrote beside it.

use crate::model::{Cells, Column, TrackerRow};

/// Every item of the record as a row, procedural and withdrawn ones included.
#[derive(Debug, Default)]
pub struct Table {
    /// The columns that people fill.
    pub human: Vec<String>,
    /// The items in the order of the tracker, those that their sources no longer hold behind the others of their report.
    pub lines: Vec<TableLine>,
    /// Changes whenever the table does: for caches.
    pub stamp: String,
}

/// One item of a [`Table`].
#[derive(Debug, Clone)]
pub struct TableLine {
    /// The machine columns.
    pub row: TrackerRow,
    /// What people wrote, by column.
    pub human: Cells,
    /// How often its substance or its status changed: what a calendar counts.
    pub changes: u64,
}

impl TableLine {
    /// The cell of a machine column or of one that people fill; empty where there is none.
    #[must_use]
    pub fn cell(&self, column: &str) -> std::borrow::Cow<'_, str> {
        match Column::named(column) {
            Some(column) => self.row.cell(column),
            None => self.human.get(column).map(String::as_str).unwrap_or_default().into(),
        }
    }

    /// Whether it is procedural: an agenda adopted, minutes approved.
    #[must_use]
    pub fn is_procedural(&self) -> bool {
        self.row.flags.iter().any(|flag| flag == "procedural")
    }
}
