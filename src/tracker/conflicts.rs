//! `conflicts.csv`: every cell for which there are two values, with both, until somebody settles it.

use super::event::{Conflict, Reason};
use super::history::History;
use crate::export::csv::{CsvForm, Table};
use std::io::{self, Write};

/// The columns of `conflicts.csv`.
pub const HEADER: [&str; 10] =
    ["id", "column", "kept", "other", "file", "since", "reason", "paragraph", "text", "what_to_do"];

/// Writes the open conflicts, oldest first.
///
/// # Errors
/// Whatever `out` reports.
pub fn write<W: Write>(history: &History, out: W) -> io::Result<()> {
    let mut conflicts: Vec<&Conflict> = history.conflicts().iter().collect();
    conflicts.sort_by_key(|conflict| (&conflict.since, &conflict.id, &conflict.column, &conflict.other));
    let mut table = Table::new(CsvForm::Spreadsheet, out)?;
    table.record(HEADER)?;
    for conflict in conflicts {
        let row = history.subject(&conflict.id).and_then(|subject| subject.row.as_ref());
        table.record([
            conflict.id.as_str(),
            &conflict.column,
            &conflict.kept,
            &conflict.other,
            &conflict.file,
            &conflict.since,
            conflict.reason.name(),
            row.and_then(|row| row.paragraph.as_deref()).unwrap_or_default(),
            row.map(|row| row.text.as_str()).unwrap_or_default(),
            advice(conflict.reason),
        ])?;
    }
    table.finish()
}

fn advice(reason: Reason) -> &'static str {
    match reason {
        Reason::BothChanged | Reason::BaseUnknown | Reason::TornRow => {
            "Write the value that holds into the tracker, or keep the one there with: minutebook tracker resolve ID COLUMN"
        }
        Reason::MachineColumn => {
            "Machine columns are not edited in the tracker: put the correction into overrides.csv, or drop it with: minutebook tracker resolve ID COLUMN"
        }
    }
}
