//! What one report contributes to the trackers and to every view: its rows as last exported, and how they stand in the
//! workbooks.
//!
//! A share follows from the stored document, the ledger's entries about the report, the human columns and what assessors
//! wrote about it, and from nothing else. As long as these are the same it is taken as it lies, so that a night in which
//! little changed costs little.

use super::assessments::Assessments;
use super::event::{Cells, Conflict};
use super::history::History;
use super::table::TableRow;
use crate::error::RunError;
use crate::export::workbook::Rows;
use crate::export::workbook::zip::{Measure, Piece, Press};
use crate::export::xlsx::{self, SheetOf};
use crate::export::{TrackerRow, assessment_book};
use crate::model::Kind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;

/// One report's share.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Share {
    /// Items that the source holds, in reading order, then those that it holds no longer, by id.
    pub rows: Vec<TableRow>,
    /// How often the substance of each row has changed.
    pub changes: Vec<u64>,
    /// How many of the rows are held.
    pub held: usize,
    /// Conflicts that are open.
    pub conflicts: Vec<Conflict>,
    /// The held rows as they stand in the sheets of the tracker.
    pub sheets: Vec<(SheetOf, Rows)>,
    /// The recommendations as they stand in the sheets to assess, by category.
    pub to_assess: Vec<(String, Rows)>,
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

/// The first line of a stored share.
#[derive(Serialize, Deserialize)]
struct Head {
    /// CRC-32 of everything after this line.
    crc: u32,
    /// Bytes of the packed rows, and of the rows.
    rows: [usize; 2],
    held: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    conflicts: Vec<Conflict>,
    sheets: Vec<Place>,
    to_assess: Vec<Place>,
}

/// Rows of one sheet, by where they lie.
#[derive(Serialize, Deserialize)]
struct Place {
    category: Option<String>,
    count: u32,
    kinds: [u32; 3],
    cut: u32,
    of: Measure,
    bytes: usize,
}

impl Share {
    /// The share of a report whose rows are `rows`, held ones before withdrawn ones. `keys` are those of the human columns.
    ///
    /// # Errors
    /// Never, as far as memory reaches.
    pub fn of(
        rows: Vec<TableRow>,
        history: &History,
        keys: &[String],
        assessments: Option<&Assessments>,
    ) -> io::Result<Self> {
        let is_held = |row: &&TableRow| row.item().is_some_and(|item| !item.is_withdrawn());
        let held = rows.iter().filter(is_held).count();
        let changes_of =
            |row: &TableRow| row.item().and_then(|item| history.subject(&item.id)).map_or(0, |it| it.changes);
        let mut by_sheet: BTreeMap<SheetOf, Vec<&TableRow>> = BTreeMap::new();
        let mut by_category: BTreeMap<&str, Vec<&TrackerRow>> = BTreeMap::new();
        for row in rows.iter().filter(is_held) {
            by_sheet.entry(SheetOf::row(row)).or_default().push(row);
            if let Some(item) = row.item().filter(|item| item.kind == Kind::Recommendation) {
                by_category.entry(item.category.as_deref().unwrap_or_default()).or_default().push(item);
            }
        }
        let mut press = Press::default();
        let mut sheets = Vec::with_capacity(by_sheet.len());
        for (of, rows) in by_sheet {
            sheets.push((of, xlsx::rendered(rows, keys, true, &mut press)?));
        }
        let mut to_assess = Vec::new();
        if let Some(assessments) = assessments {
            for (category, rows) in by_category {
                to_assess.push((category.to_owned(), assessment_book::rendered(rows, assessments, &mut press)?));
            }
        }
        let changes = rows.iter().map(changes_of).collect();
        Ok(Self { changes, held, conflicts: history.conflicts().to_vec(), sheets, to_assess, rows })
    }

    /// Rows that the source holds, each with how often its substance has changed.
    pub fn held(&self) -> impl Iterator<Item = (&TableRow, u64)> {
        self.rows.iter().zip(self.changes.iter().copied()).take(self.held)
    }

    /// Rows that the source holds no longer.
    pub fn withdrawn(&self) -> impl Iterator<Item = (&TableRow, u64)> {
        self.rows.iter().zip(self.changes.iter().copied()).skip(self.held)
    }

    /// The share as it is stored.
    ///
    /// # Errors
    /// A row cannot be written as JSON.
    pub fn pack(&self) -> Result<Vec<u8>, RunError> {
        let failed = |error: serde_json::Error| RunError::new("cannot write rows as JSON").because(error);
        let kept: Vec<Kept> =
            self.rows.iter().zip(&self.changes).filter_map(|(row, changes)| kept(row, *changes)).collect();
        let json = serde_json::to_vec(&kept).map_err(failed)?;
        let mut body = lz4_flex::block::compress(&json);
        let rows = [body.len(), json.len()];
        let mut place = |category: Option<String>, rows: &Rows| {
            body.extend_from_slice(&rows.piece.bytes);
            let Rows { piece, count, kinds, cut } = rows;
            Place { category, count: *count, kinds: *kinds, cut: *cut, of: piece.of, bytes: piece.bytes.len() }
        };
        let category = |of: &SheetOf| match of {
            SheetOf::Category(id) => id.clone(),
            SheetOf::Own => None,
        };
        let sheets = self.sheets.iter().map(|(of, rows)| place(category(of), rows)).collect();
        let to_assess = self.to_assess.iter().map(|(id, rows)| place(Some(id.clone()), rows)).collect();
        let head = Head {
            crc: crc32fast::hash(&body),
            rows,
            held: self.held,
            conflicts: self.conflicts.clone(),
            sheets,
            to_assess,
        };
        let mut bytes = serde_json::to_vec(&head).map_err(failed)?;
        bytes.push(b'\n');
        bytes.extend(body);
        Ok(bytes)
    }

    /// A stored share; `None` where it is damaged or of another form.
    #[must_use]
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let end = memchr::memchr(b'\n', bytes)?;
        let head: Head = serde_json::from_slice(bytes.get(..end)?).ok()?;
        let body = bytes.get(end + 1..)?;
        if crc32fast::hash(body) != head.crc {
            return None;
        }
        let [packed, plain] = head.rows;
        let (rows, mut rest) = body.split_at_checked(packed)?;
        let json = lz4_flex::block::decompress(rows, plain).ok()?;
        let kept: Vec<Kept> = serde_json::from_slice(&json).ok()?;
        let mut take = |place: Place| {
            let (bytes, after) = rest.split_at_checked(place.bytes)?;
            rest = after;
            let piece = Piece { bytes: bytes.to_vec(), of: place.of };
            Some((place.category, Rows { piece, count: place.count, kinds: place.kinds, cut: place.cut }))
        };
        let mut sheets = Vec::with_capacity(head.sheets.len());
        for place in head.sheets {
            let (category, rows) = take(place)?;
            sheets.push((SheetOf::Category(category), rows));
        }
        let mut to_assess = Vec::with_capacity(head.to_assess.len());
        for place in head.to_assess {
            let (category, rows) = take(place)?;
            to_assess.push((category.unwrap_or_default(), rows));
        }
        let changes = kept.iter().map(|kept| kept.changes).collect();
        let row = |kept: Kept| TableRow::Item { row: kept.row, human: kept.human };
        let rows = kept.into_iter().map(row).collect();
        Some(Self { rows, changes, held: head.held, conflicts: head.conflicts, sheets, to_assess })
    }
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

    fn share() -> Share {
        let human = Cells::from([("status".to_owned(), "open".to_owned())]);
        let mut recommended = row("k#2~aaaaaaaa.r");
        recommended.kind = Kind::Recommendation;
        recommended.category = None;
        let rows = [row("k#1~aaaaaaaa.d"), recommended, row("k#3~aaaaaaaa.d").withdrawn()];
        let rows = rows.map(|row| TableRow::Item { row: Box::new(row), human: human.clone() });
        Share::of(rows.to_vec(), &History::default(), &["status".to_owned()], Some(&Assessments::default())).unwrap()
    }

    #[test]
    fn a_share_comes_back_as_it_was() {
        let share = share();
        assert_eq!((share.held().count(), share.withdrawn().count()), (2, 1));
        assert_eq!((share.sheets.len(), share.to_assess.len()), (2, 1));
        assert_eq!(Share::unpack(&share.pack().unwrap()), Some(share));
    }

    #[test]
    fn a_damaged_share_is_none() {
        let bytes = share().pack().unwrap();
        for at in [0, 20, bytes.len() / 2, bytes.len() - 1] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x20;
            assert_eq!(Share::unpack(&damaged), None, "byte {at}");
            assert_eq!(Share::unpack(&bytes[..at]), None, "cut at {at}");
        }
    }
}
