//! What is known of each tracker row of a report: what was written, under which `rev`, and what people wrote into it.

use super::entries::{ExportedRow, ReadRow, TrackerEntry, Values};
use super::journal::Line;
use std::collections::BTreeMap;

/// The past of one row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowPast {
    /// The entry of the last export: the `rev` that the row carries.
    pub rev: Option<u64>,
    /// All columns as last written.
    pub values: Values,
    /// Human columns as last read back.
    pub human: Values,
    /// Tracker name to its own key.
    pub keys: BTreeMap<String, String>,
}

/// Folds the entries about one report into the past of its rows, by item id.
pub(super) fn pasts(lines: &[Line<TrackerEntry>]) -> BTreeMap<String, RowPast> {
    let mut rows: BTreeMap<String, RowPast> = BTreeMap::new();
    for line in lines {
        match &line.entry {
            TrackerEntry::Exported(exported) => {
                for row in exported {
                    let past = rows.entry(row.id.clone()).or_default();
                    past.rev = Some(line.n);
                    write(&mut past.values, row);
                }
            }
            TrackerEntry::Cells { rows: read, .. } => {
                for ReadRow { id, set } in read {
                    let past = rows.entry(id.clone()).or_default();
                    past.human.extend(set.iter().map(|(column, value)| (column.clone(), value.clone())));
                }
            }
            TrackerEntry::Key { id, tracker, key } => {
                rows.entry(id.clone()).or_default().keys.insert(tracker.clone(), key.clone());
            }
            TrackerEntry::Alert { .. } | TrackerEntry::Own { .. } => {}
        }
    }
    rows
}

/// All columns of a row as they were written under `rev`; `None` where no such entry has the row.
pub(super) fn base(lines: &[Line<TrackerEntry>], id: &str, rev: u64) -> Option<Values> {
    let mut values = Values::new();
    for line in lines.iter().filter(|line| line.n <= rev) {
        let TrackerEntry::Exported(rows) = &line.entry else { continue };
        for row in rows.iter().filter(|row| row.id == id) {
            write(&mut values, row);
            if line.n == rev {
                return Some(values);
            }
        }
    }
    None
}

/// What must be written down so that `before` becomes `now`; `None` where they are equal.
pub(super) fn difference(id: &str, before: &Values, now: &Values) -> Option<ExportedRow> {
    let changed = now.iter().filter(|(column, value)| before.get(*column) != Some(*value));
    let row = ExportedRow {
        id: id.to_owned(),
        set: changed.map(|(column, value)| (column.clone(), value.clone())).collect(),
        unset: before.keys().filter(|column| !now.contains_key(*column)).cloned().collect(),
    };
    (!row.set.is_empty() || !row.unset.is_empty()).then_some(row)
}

fn write(values: &mut Values, row: &ExportedRow) {
    for column in &row.unset {
        values.remove(column);
    }
    values.extend(row.set.iter().map(|(column, value)| (column.clone(), value.clone())));
}
