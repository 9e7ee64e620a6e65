//! The tracker as it is written: machine columns, then human columns; items in reading order, people's own rows, and at
//! the end what its source no longer holds.

use super::event::Cells;
use super::sheet::column_key;
use crate::export::csv::{CsvForm, Table as CsvTable};
use crate::export::{Column, HUMAN_COLUMNS, TrackerRow};
use std::io::{self, Write};

/// A whole tracker.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The human columns: the four of every tracker, then those that people added.
    pub human: Vec<String>,
    /// The rows in order.
    pub rows: Vec<TableRow>,
}

/// One row of a tracker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableRow {
    /// An item with the human cells that belong to it.
    Item {
        /// The machine cells.
        row: Box<TrackerRow>,
        /// The human cells, by column key.
        human: Cells,
    },
    /// A row of a person's own.
    Own {
        /// Its `rev`.
        rev: String,
        /// All its cells, by column key.
        cells: Cells,
    },
}

impl Table {
    /// All headers.
    pub fn header(&self) -> impl Iterator<Item = &str> {
        Column::ALL.iter().map(|column| column.name()).chain(self.human.iter().map(String::as_str))
    }

    /// The rows of items, without people's own.
    pub fn items(&self) -> impl Iterator<Item = (&TrackerRow, &Cells)> {
        self.rows.iter().filter_map(|row| match row {
            TableRow::Item { row, human } => Some((row.as_ref(), human)),
            TableRow::Own { .. } => None,
        })
    }

    /// The cells of one row, in the order of [`Table::header`].
    #[must_use]
    pub fn cells<'a>(&'a self, row: &'a TableRow) -> Vec<std::borrow::Cow<'a, str>> {
        let keys = self.human.iter().map(|name| column_key(name));
        match row {
            TableRow::Item { row, human } => {
                let machine = Column::ALL.iter().map(|&column| row.cell(column));
                machine.chain(keys.map(|key| text(human, &key))).collect()
            }
            TableRow::Own { rev, cells } => {
                let machine = Column::ALL.iter().map(|&column| match column {
                    Column::Rev => rev.as_str().into(),
                    _ => text(cells, column.name()),
                });
                machine.chain(keys.map(|key| text(cells, &key))).collect()
            }
        }
    }

    /// Writes the tracker as CSV of the excel profile: the form that is read back.
    ///
    /// # Errors
    /// Whatever `out` reports.
    pub fn write_csv<W: Write>(&self, out: W) -> io::Result<()> {
        let mut csv = CsvTable::new(CsvForm::Spreadsheet, out)?;
        csv.record(self.header())?;
        for row in &self.rows {
            csv.record(self.cells(row))?;
        }
        csv.finish()
    }
}

/// The human columns of a tracker to which people added `more`.
#[must_use]
pub fn human_columns<'a>(more: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    HUMAN_COLUMNS.iter().map(|&name| name.to_owned()).chain(more.into_iter().cloned()).collect()
}

fn text<'a>(cells: &'a Cells, key: &str) -> std::borrow::Cow<'a, str> {
    cells.get(key).map(String::as_str).unwrap_or_default().into()
}
