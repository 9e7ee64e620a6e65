//! The tracker as it is written: machine columns, then human columns; items in reading order, people's own rows, and at
//! the end what its source no longer holds.

use super::row::{Column, HUMAN_COLUMNS, TrackerRow};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Human cells by column key ([`column_key`]); empty cells are absent.
pub type Cells = BTreeMap<String, String>;

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
    pub fn cells<'a>(&'a self, row: &'a TableRow) -> Vec<Cow<'a, str>> {
        row.cells(&table_keys(&self.human))
    }
}

impl TableRow {
    /// The machine cells, then the human cells of the columns with these `keys`.
    #[must_use]
    pub fn cells<'a>(&'a self, keys: &[String]) -> Vec<Cow<'a, str>> {
        let mut all = Vec::with_capacity(Column::ALL.len() + keys.len());
        match self {
            Self::Item { row, human } => {
                all.extend(Column::ALL.iter().map(|&column| row.cell(column)));
                all.extend(keys.iter().map(|key| text(human, key)));
            }
            Self::Own { rev, cells } => {
                all.extend(Column::ALL.iter().map(|&column| match column {
                    Column::Rev => rev.as_str().into(),
                    _ => text(cells, column.name()),
                }));
                all.extend(keys.iter().map(|key| text(cells, key)));
            }
        }
        all
    }

    /// The item, of a row that is one.
    #[must_use]
    pub fn item(&self) -> Option<&TrackerRow> {
        match self {
            Self::Item { row, .. } => Some(row),
            Self::Own { .. } => None,
        }
    }
}

/// The keys of human columns, by which their cells are kept.
#[must_use]
pub fn table_keys(human: &[String]) -> Vec<String> {
    human.iter().map(|name| column_key(name)).collect()
}

/// The human columns of a tracker to which people added `more`.
#[must_use]
pub fn human_columns<'a>(more: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    HUMAN_COLUMNS.iter().map(|&name| name.to_owned()).chain(more.into_iter().cloned()).collect()
}

/// The name by which a human column is the same column in every file: lower case, single spaces.
#[must_use]
pub fn column_key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn text<'a>(cells: &'a Cells, key: &str) -> Cow<'a, str> {
    cells.get(key).map(String::as_str).unwrap_or_default().into()
}
