//! `conflicts.csv`: every cell for which there are two values, with both, until somebody settles it.

use super::event::{Conflict, Reason};
use crate::export::csv::{CsvForm, Table};
use crate::model::TrackerRow;
use std::io::{self, Write};

/// The columns of `conflicts.csv`.
pub const HEADER: [&str; 10] =
    ["id", "column", "kept", "other", "file", "since", "reason", "paragraph", "text", "what_to_do"];

/// A conflict with where its item stands and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The conflict.
    pub conflict: Conflict,
    /// The printed number of the paragraph.
    pub paragraph: String,
    /// The words of the item.
    pub text: String,
}

impl Told {
    /// A conflict of a row; `None` for a person's own row.
    #[must_use]
    pub fn of(conflict: &Conflict, row: Option<&TrackerRow>) -> Self {
        let paragraph = row.and_then(|row| row.paragraph.clone()).unwrap_or_default();
        Self { conflict: conflict.clone(), paragraph, text: row.map(|row| row.text.clone()).unwrap_or_default() }
    }
}

/// Writes open conflicts, oldest first.
///
/// # Errors
/// Whatever `out` reports.
pub fn write<W: Write>(mut conflicts: Vec<Told>, out: W) -> io::Result<()> {
    conflicts.sort_by(|one, other| {
        let key = |Told { conflict: Conflict { since, id, column, other, .. }, .. }: &'_ Told| {
            (since.clone(), id.clone(), column.clone(), other.clone())
        };
        key(one).cmp(&key(other))
    });
    let mut table = Table::new(CsvForm::Spreadsheet, out)?;
    table.record(HEADER)?;
    for Told { conflict, paragraph, text } in &conflicts {
        table.record([
            conflict.id.as_str(),
            &conflict.column,
            &conflict.kept,
            &conflict.other,
            &conflict.file,
            &conflict.since,
            conflict.reason.name(),
            paragraph,
            text,
            advice(conflict.reason),
        ])?;
    }
    table.finish()
}

fn advice(reason: Reason) -> &'static str {
    match reason {
        Reason::BothChanged | Reason::BaseUnknown | Reason::TornRow | Reason::OlderFile | Reason::TakenOver => {
            "Write the value that holds into the tracker, or keep the one there with: minutebook tracker resolve ID COLUMN"
        }
        Reason::MachineColumn => {
            "Machine columns are not edited in the tracker: put the correction into overrides.csv, or drop it with: minutebook tracker resolve ID COLUMN"
        }
    }
}
