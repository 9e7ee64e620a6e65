//! Reading back what people wrote into the trackers: of a large record, only what concerns the rows that they touched is
//! read from the ledger.

use super::account::{self, Recorded};
use super::history::{History, human_hash};
use super::merge::{Merged, read_edits};
use super::refresh::Refresh;
use super::sheet::{Field, Sheet, hash_of};
use crate::error::RunError;
use crate::model::{Cells, Column};
use crate::store::Ledger;
use crate::store::ledger::Account;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Every row that was ever exported, by as little as tells it again.
#[derive(Debug, Default)]
pub struct Known {
    /// The place of its report among `reports`, by the hash of its `rev`.
    revs: FxHashMap<u64, usize>,
    reports: Vec<String>,
    /// A hash of the human cells that each row has now, by the hash of its id.
    human: FxHashMap<u64, u64>,
    /// The files that were read last, as long as nobody did anything since.
    last_read: Vec<String>,
    /// Hashes of the texts of all items.
    texts: FxHashSet<u64>,
}

/// As much of an event as is needed here.
#[derive(Deserialize)]
struct Told {
    event: What,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    rev: Option<String>,
    #[serde(default)]
    row: Option<Worded>,
    #[serde(default)]
    human: Cells,
    #[serde(default)]
    files: Vec<String>,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum What {
    Exported,
    Own,
    Edited,
    Conflict,
    Resolved,
    Read,
    #[serde(other)]
    Else,
}

#[derive(Deserialize)]
struct Worded {
    text: String,
}

impl Known {
    /// Goes through the ledger once.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn load(ledger: &Ledger) -> Result<Self, RunError> {
        let mut known = Self::default();
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        ledger.each::<Recorded<Told>>(Account::Trackers, |line| {
            let place = places.get(&line.of).copied().unwrap_or_else(|| {
                known.reports.push(line.of.clone());
                places.insert(line.of.clone(), known.reports.len() - 1);
                known.reports.len() - 1
            });
            let told = line.entry.entry;
            if let Some(rev) = &told.rev {
                known.revs.insert(hash_of(rev), place);
            }
            if let Some(row) = &told.row {
                known.texts.insert(hash_of(row.text.trim()));
            }
            let id = told.id.as_deref().map(hash_of);
            match (told.event, id) {
                (What::Exported, Some(id)) => {
                    let human = told.human.iter().map(|(column, value)| (column.as_str(), value.as_str()));
                    known.human.insert(id, human_hash(human));
                }
                // What its cells are now the next export tells.
                (What::Edited, Some(id)) => {
                    known.human.remove(&id);
                    known.last_read.clear();
                }
                (What::Own | What::Conflict | What::Resolved, _) => known.last_read.clear(),
                (What::Read, _) => known.last_read = told.files,
                _ => {}
            }
        })?;
        Ok(known)
    }

    /// Whether a row that is as it was exported under this `rev` says nothing new: its human cells (by their hash) are those that
    /// the tracker has now.
    #[must_use]
    pub fn is_untouched(&self, id: &str, rev: &str, human: u64) -> bool {
        self.revs.contains_key(&hash_of(rev)) && self.human.get(&hash_of(id)) == Some(&human)
    }

    /// The hashes of the files that were read last; none where people did anything since.
    pub(super) fn last_read(&self) -> &[String] {
        &self.last_read
    }

    /// Whether an item was exported with this text (without blanks around it).
    #[must_use]
    pub fn has_text(&self, text: &str) -> bool {
        self.texts.contains(&hash_of(text))
    }

    /// The report of the row with this `rev`, as its ledger entry names it.
    fn report_of(&self, rev: &str) -> Option<&str> {
        let place = self.revs.get(&hash_of(rev))?;
        self.reports.get(*place).map(String::as_str)
    }
}

/// Reads the edits of sheets back and writes them down in the ledger.
///
/// # Errors
/// The ledger or a stored document cannot be read, or the disk refuses.
pub(super) fn edits<'a>(
    ledger: &mut Ledger,
    with: &Refresh<'_>,
    known: &Known,
    sheets: impl IntoIterator<Item = &'a Sheet> + Clone,
) -> Result<Merged, RunError> {
    let touched = touched(ledger, known, sheets.clone());
    let mut history = account::of_reports(ledger, std::iter::once("").chain(touched.iter().map(String::as_str)))?;
    let mut current = FxHashSet::default();
    for (_, document) in with.reports.iter().filter(|(report, _)| touched.contains(report)) {
        current.extend((with.rows)(document)?.into_iter().map(|row| row.id));
    }
    let merged = read_edits(&mut history, known, with.occasion, &current, sheets);
    account::append(ledger, with.occasion.run, &merged.events)?;
    Ok(merged)
}

/// The present keys of the reports whose rows somebody touched: by the id of the row, and by its `rev`.
fn touched<'a>(ledger: &Ledger, known: &Known, sheets: impl IntoIterator<Item = &'a Sheet>) -> BTreeSet<String> {
    let mut touched = BTreeSet::new();
    for sheet in sheets {
        let place = |column| sheet.columns.iter().position(|field| *field == Field::Machine(column));
        let (id, rev) = (place(Column::Id), place(Column::Rev));
        for cells in &sheet.rows {
            let cell = |place: Option<usize>| {
                place.and_then(|place| cells.get(place)).and_then(Option::as_deref).map(str::trim).unwrap_or_default()
            };
            if cell(id).contains('#') {
                touched.insert(ledger.report_of(cell(id)));
            }
            if let Some(report) = known.report_of(cell(rev)).filter(|report| !report.is_empty()) {
                touched.insert(ledger.report_of(report));
            }
        }
    }
    touched
}

/// People's own rows and columns, and what else is about no report.
#[derive(Debug, Default)]
pub(super) struct Common {
    /// What the ledger says about it.
    pub(super) history: History,
    /// The human columns: the four of every tracker, then those that people added.
    pub(super) human: Vec<String>,
    /// The keys of their cells.
    pub(super) keys: Vec<String>,
    /// Own rows, in the order of the tracker.
    pub(super) own: Vec<crate::model::TableRow>,
}

impl Common {
    /// Brings own rows up to date, with what is new about them written down.
    ///
    /// # Errors
    /// The ledger cannot be read, or the disk refuses.
    pub(super) fn bring(ledger: &mut Ledger, with: &Refresh<'_>) -> Result<Self, RunError> {
        let mut history = account::of_reports(ledger, [""])?;
        let merged = super::merge(&mut history, with.occasion, Vec::new(), &[]);
        account::put(ledger, with.occasion.run, &merged.events)?;
        let human = merged.table.human;
        Ok(Self { keys: crate::model::table_keys(&human), human, own: merged.table.rows, history })
    }
}
