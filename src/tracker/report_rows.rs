//! What one report contributes to the trackers and to every view: its rows as last exported, kept between runs.
//!
//! They follow from the stored document, the ledger's entries about the report and the names of people's columns, and from nothing
//! else. As long as these are the same they are taken as they lie, so that a night in which little changed costs little.

use super::event::Conflict;
use super::history::{History, Subject};
use crate::error::RunError;
use crate::model::{Cells, TableRow, TrackerRow};
use crate::store::sealed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One report's rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportRows {
    /// Items that the source holds, in reading order, then those that it holds no longer, by id.
    pub rows: Vec<TableRow>,
    /// How often the substance or the status of each row has changed.
    pub changes: Vec<u64>,
    /// Conflicts that are open.
    pub conflicts: Vec<Conflict>,
    /// What can be told without the rows.
    pub summary: Summary,
}

/// What can be told of a report without its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// As many of the rows, from the first, are held by the source.
    pub held: usize,
    /// Held decisions, actions and recommendations by category.
    pub tally: BTreeMap<String, [usize; 3]>,
}

/// A row with what of its past is shown.
#[derive(Serialize, Deserialize)]
struct Kept {
    row: Box<TrackerRow>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    human: Cells,
    #[serde(default, skip_serializing_if = "is_zero")]
    changes: u64,
}

/// The first line of what is stored.
#[derive(Serialize, Deserialize)]
struct Head {
    /// Bytes of the rows when they are not compressed.
    bytes: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    conflicts: Vec<Conflict>,
    summary: Summary,
}

impl ReportRows {
    /// The rows of a report, held ones before withdrawn ones.
    #[must_use]
    pub fn of(rows: Vec<TableRow>, history: &History) -> Self {
        let mut summary = Summary::default();
        for item in rows.iter().filter_map(TableRow::item).filter(|item| !item.is_withdrawn()) {
            summary.held += 1;
            let counts = summary.tally.entry(item.category.clone().unwrap_or_default()).or_default();
            if let Some(count) = counts.get_mut(item.kind as usize) {
                *count += 1;
            }
        }
        let changes_of =
            |row: &TableRow| row.item().and_then(|item| history.subject(&item.id)).map_or(0, Subject::sequence);
        let changes = rows.iter().map(changes_of).collect();
        Self { changes, conflicts: history.conflicts().to_vec(), summary, rows }
    }

    /// Rows that the source holds, each with how often its substance or its status has changed.
    pub fn held(&self) -> impl Iterator<Item = (&TableRow, u64)> {
        self.rows.iter().zip(self.changes.iter().copied()).take(self.summary.held)
    }

    /// Rows that the source holds no longer.
    pub fn withdrawn(&self) -> impl Iterator<Item = (&TableRow, u64)> {
        self.rows.iter().zip(self.changes.iter().copied()).skip(self.summary.held)
    }

    /// The rows as they are stored.
    ///
    /// # Errors
    /// A row cannot be written as JSON.
    pub fn pack(&self) -> Result<Vec<u8>, RunError> {
        let failed = |error: serde_json::Error| RunError::new("cannot write rows as JSON").because(error);
        let kept: Vec<Kept> =
            self.rows.iter().zip(&self.changes).filter_map(|(row, changes)| kept(row, *changes)).collect();
        let json = serde_json::to_vec(&kept).map_err(failed)?;
        let body = lz4_flex::block::compress(&json);
        let head = Head { bytes: json.len(), conflicts: self.conflicts.clone(), summary: self.summary.clone() };
        let mut bytes = serde_json::to_vec(&head).map_err(failed)?;
        bytes.push(b'\n');
        bytes.extend(body);
        Ok(sealed::seal(&bytes))
    }

    /// Stored rows; `None` where they are damaged or of another form.
    #[must_use]
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let bytes = sealed::open(bytes)?;
        let end = memchr::memchr(b'\n', bytes)?;
        let head: Head = serde_json::from_slice(bytes.get(..end)?).ok()?;
        let body = bytes.get(end + 1..)?;
        let json = lz4_flex::block::decompress(body, head.bytes).ok()?;
        let kept: Vec<Kept> = serde_json::from_slice(&json).ok()?;
        let changes = kept.iter().map(|kept| kept.changes).collect();
        let row = |kept: Kept| TableRow::Item { row: kept.row, human: kept.human };
        let rows = kept.into_iter().map(row).collect();
        Some(Self { rows, changes, conflicts: head.conflicts, summary: head.summary })
    }
}

/// Whether an item is worth being shown first.
pub(super) fn is_of_substance(item: &TrackerRow) -> bool {
    !item.flags.iter().any(|flag| flag == "procedural")
}

fn kept(row: &TableRow, changes: u64) -> Option<Kept> {
    match row {
        TableRow::Item { row, human } => Some(Kept { row: row.clone(), human: human.clone(), changes }),
        TableRow::Own { .. } => None,
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_zero(value: &u64) -> bool {
    *value == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;
    use crate::model::Kind;

    fn rows() -> ReportRows {
        let human = Cells::from([("status".to_owned(), "open".to_owned())]);
        let mut recommended = row("k#2~aaaaaaaa.r");
        recommended.kind = Kind::Recommendation;
        recommended.category = None;
        let rows = [row("k#1~aaaaaaaa.d"), recommended, row("k#3~aaaaaaaa.d").withdrawn()];
        let rows = rows.map(|row| TableRow::Item { row: Box::new(row), human: human.clone() });
        ReportRows::of(rows.to_vec(), &History::default())
    }

    #[test]
    fn stored_rows_come_back_as_they_were() {
        let rows = rows();
        assert_eq!((rows.held().count(), rows.withdrawn().count(), rows.summary.held), (2, 1, 2));
        assert_eq!(ReportRows::unpack(&rows.pack().unwrap()), Some(rows));
    }

    #[test]
    fn damaged_rows_are_none() {
        let bytes = rows().pack().unwrap();
        for at in [0, 20, bytes.len() / 2, bytes.len() - 1] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x20;
            assert_eq!(ReportRows::unpack(&damaged), None, "byte {at}");
            assert_eq!(ReportRows::unpack(&bytes[..at]), None, "cut at {at}");
        }
    }
}
