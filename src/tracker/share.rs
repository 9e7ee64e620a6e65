//! What one report contributes to the trackers and to every view: its rows as last exported, and how they stand in the
//! workbooks.
//!
//! A share follows from the stored document, the ledger's entries about the report, the human columns and what assessors
//! wrote about it, and from nothing else. As long as these are the same it is taken as it lies, so that a night in which
//! little changed costs little.

use super::event::Conflict;
use super::history::History;
use crate::error::RunError;
use crate::export::assessment_book;
use crate::export::workbook::Facts;
use crate::export::workbook::zip::Press;
use crate::export::xlsx;
use crate::model::{Assessments, Cells, Kind, TableRow, TrackerRow};
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
    /// Conflicts that are open.
    pub conflicts: Vec<Conflict>,
    /// What can be told without the rows.
    pub brief: Brief,
    /// The rows as they stand in workbooks.
    pub sheets: Sheets,
}

/// What of a share must be known where its rows stand in the outputs already.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// How many rows there are, and how many of them are held.
    pub rows: usize,
    /// As many of the rows, from the first, are held.
    pub held: usize,
    /// Whether conflicts are open.
    #[serde(default, skip_serializing_if = "is_false")]
    pub conflicts: bool,
    /// Whether a held item is of substance.
    pub substance: bool,
    /// Held decisions, actions and recommendations by category.
    pub tally: BTreeMap<String, [usize; 3]>,
    /// The held rows in the sheets of the tracker, by category.
    pub sheets: Vec<(Option<String>, Facts)>,
    /// The recommendations in the sheets to assess, by category.
    pub to_assess: Vec<(String, Facts)>,
    /// The rows that are held no longer in the sheets of the tracker, by category.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<(Option<String>, Facts)>,
}

/// Rows compressed for workbooks, in the order of the lists of a [`Brief`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheets {
    /// The held rows in the sheets of the tracker.
    pub held: Vec<Vec<u8>>,
    /// The recommendations in the sheets to assess.
    pub to_assess: Vec<Vec<u8>>,
    /// The rows that are held no longer.
    pub gone: Vec<Vec<u8>>,
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    conflicts: Vec<Conflict>,
    brief: Brief,
}

impl Share {
    /// The share of a report whose rows are `rows`, held ones before withdrawn ones. `keys` are those of the human columns;
    /// `corpus` is where the corpus is, seen from `outputs/`.
    ///
    /// # Errors
    /// Never, as far as memory reaches.
    pub fn of(
        rows: Vec<TableRow>,
        history: &History,
        keys: &[String],
        assessments: Option<&Assessments>,
        corpus: Option<&str>,
    ) -> io::Result<Self> {
        let is_held = |row: &&TableRow| row.item().is_some_and(|item| !item.is_withdrawn());
        let mut brief = Brief { rows: rows.len(), conflicts: !history.conflicts().is_empty(), ..Brief::default() };
        let mut sheets = Sheets::default();
        let mut by_category: BTreeMap<&str, Vec<&TrackerRow>> = BTreeMap::new();
        for item in rows.iter().filter(is_held).filter_map(TableRow::item) {
            brief.held += 1;
            brief.substance |= is_of_substance(item);
            let category = item.category.as_deref().unwrap_or_default();
            let counts = brief.tally.entry(category.to_owned()).or_default();
            if let Some(count) = counts.get_mut(item.kind as usize) {
                *count += 1;
            }
            if item.kind == Kind::Recommendation {
                by_category.entry(category).or_default().push(item);
            }
        }
        let mut press = Press::default();
        let mut in_sheets = |rows: &mut dyn Iterator<Item = &TableRow>, packed: &mut Vec<Vec<u8>>| {
            let mut by_sheet: BTreeMap<Option<&str>, Vec<&TableRow>> = BTreeMap::new();
            for row in rows {
                let category = row.item().and_then(|item| item.category.as_deref());
                by_sheet.entry(category).or_default().push(row);
            }
            let mut facts = Vec::with_capacity(by_sheet.len());
            for (category, rows) in by_sheet {
                let rows = xlsx::rendered(rows, keys, corpus, &mut press)?;
                facts.push((category.map(str::to_owned), rows.facts));
                packed.push(rows.packed);
            }
            Ok::<_, io::Error>(facts)
        };
        brief.sheets = in_sheets(&mut rows.iter().filter(is_held), &mut sheets.held)?;
        brief.gone = in_sheets(&mut rows.iter().filter(|row| !is_held(row)), &mut sheets.gone)?;
        if let Some(assessments) = assessments {
            for (category, rows) in by_category {
                let rows = assessment_book::rendered(rows, assessments, &mut press)?;
                brief.to_assess.push((category.to_owned(), rows.facts));
                sheets.to_assess.push(rows.packed);
            }
        }
        let changes_of =
            |row: &TableRow| row.item().and_then(|item| history.subject(&item.id)).map_or(0, |it| it.changes);
        let changes = rows.iter().map(changes_of).collect();
        Ok(Self { changes, conflicts: history.conflicts().to_vec(), brief, sheets, rows })
    }

    /// Rows that the source holds, each with how often its substance has changed.
    pub fn held(&self) -> impl Iterator<Item = (&TableRow, u64)> {
        self.rows.iter().zip(self.changes.iter().copied()).take(self.brief.held)
    }

    /// Rows that the source holds no longer.
    pub fn withdrawn(&self) -> impl Iterator<Item = (&TableRow, u64)> {
        self.rows.iter().zip(self.changes.iter().copied()).skip(self.brief.held)
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
        for packed in self.sheets.all() {
            body.extend_from_slice(packed);
        }
        let head =
            Head { crc: crc32fast::hash(&body), rows, conflicts: self.conflicts.clone(), brief: self.brief.clone() };
        let mut bytes = serde_json::to_vec(&head).map_err(failed)?;
        bytes.push(b'\n');
        bytes.extend(body);
        Ok(bytes)
    }

    /// A stored share; `None` where it is damaged or of another form.
    #[must_use]
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let (head, body) = Head::of(bytes)?;
        let [packed, plain] = head.rows;
        let (rows, sheets) = body.split_at_checked(packed)?;
        let sheets = Sheets::unpack(&head.brief, sheets)?;
        let json = lz4_flex::block::decompress(rows, plain).ok()?;
        let kept: Vec<Kept> = serde_json::from_slice(&json).ok()?;
        let changes = kept.iter().map(|kept| kept.changes).collect();
        let row = |kept: Kept| TableRow::Item { row: kept.row, human: kept.human };
        let rows = kept.into_iter().map(row).collect();
        Some(Self { rows, changes, conflicts: head.conflicts, brief: head.brief, sheets })
    }

    /// Only the rows as they stand in workbooks; `None` as for [`Share::unpack`].
    #[must_use]
    pub fn unpack_sheets(bytes: &[u8]) -> Option<Sheets> {
        let (head, body) = Head::of(bytes)?;
        Sheets::unpack(&head.brief, body.get(head.rows[0]..)?)
    }
}

impl Head {
    /// The first line of a stored share, and what follows it.
    fn of(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let end = memchr::memchr(b'\n', bytes)?;
        let head: Self = serde_json::from_slice(bytes.get(..end)?).ok()?;
        let body = bytes.get(end + 1..)?;
        (crc32fast::hash(body) == head.crc).then_some((head, body))
    }
}

impl Sheets {
    fn all(&self) -> impl Iterator<Item = &Vec<u8>> {
        self.held.iter().chain(&self.to_assess).chain(&self.gone)
    }

    fn unpack(brief: &Brief, mut rest: &[u8]) -> Option<Self> {
        let mut take = |facts: &Facts| {
            let (bytes, after) = rest.split_at_checked(usize::try_from(facts.packed.0).ok()?)?;
            rest = after;
            Some(bytes.to_vec())
        };
        let held = brief.sheets.iter().map(|(_, facts)| take(facts)).collect::<Option<_>>()?;
        let to_assess = brief.to_assess.iter().map(|(_, facts)| take(facts)).collect::<Option<_>>()?;
        let gone = brief.gone.iter().map(|(_, facts)| take(facts)).collect::<Option<_>>()?;
        Some(Self { held, to_assess, gone })
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

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_false(value: &bool) -> bool {
    !value
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
        let keys = ["status".to_owned()];
        Share::of(rows.to_vec(), &History::default(), &keys, Some(&Assessments::default()), Some("c/")).unwrap()
    }

    #[test]
    fn a_share_comes_back_as_it_was() {
        let share = share();
        assert_eq!((share.held().count(), share.withdrawn().count()), (2, 1));
        let Brief { rows, held, sheets, to_assess, gone, .. } = &share.brief;
        assert_eq!((*rows, *held, sheets.len(), to_assess.len(), gone.len()), (3, 2, 2, 1, 1));
        let packed = share.pack().unwrap();
        assert_eq!(Share::unpack_sheets(&packed).as_ref(), Some(&share.sheets));
        assert_eq!(Share::unpack(&packed), Some(share));
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
