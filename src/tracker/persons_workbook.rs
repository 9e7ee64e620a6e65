//! The workbook that people have saved: brought up to date in place of being replaced, so that comments, colours, formulas, widths,
//! order and sheets of their own stay.

use super::edited::Common;
use super::files::{KEPT, beside};
use super::round::Refresh;
use crate::error::RunError;
use crate::export::revision::{Wanted, revise};
use crate::export::standard_set::TRACKER_XLSX;
use crate::export::{Titles, marked};
use crate::model::{Column, TableRow};
use crate::store::Pending;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader};
use std::path::PathBuf;

/// Larger files are replaced by new ones, with a copy kept and a word: a hundred thousand rows take a tenth of it.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// A workbook of people's, and the rows that it is to hold.
pub(super) struct PersonsWorkbook {
    path: PathBuf,
    wanted: Wanted,
    /// Every `rev` that an own row was written with, by the last of them.
    revs: FxHashMap<String, Vec<String>>,
}

impl PersonsWorkbook {
    /// The tracker's workbook, where it is not as a run made it.
    pub(super) fn find(with: &Refresh<'_>, common: &Common) -> Option<Self> {
        let path = with.outputs.join(TRACKER_XLSX);
        let file = File::open(&path).ok()?;
        let mut file = BufReader::new(file);
        if marked::is_as_marked(&mut file).unwrap_or(false) || marked::is_of_earlier_version(&mut file) {
            return None;
        }
        let machine = Column::ALL.iter().map(|column| column.name().to_owned());
        let wanted = Wanted::new(machine.chain(common.human.iter().cloned()).collect(), Column::ALL.len());
        Some(Self { path, wanted, revs: common.history.own_revs() })
    }

    /// Adds a row.
    pub(super) fn add(&mut self, row: &TableRow, keys: &[String], titles: &Titles) {
        match row {
            TableRow::Item { row: item, .. } => {
                let title = titles.of(item.category.as_deref().unwrap_or_default());
                self.wanted.add(row.cells(keys), Some(&title), []);
                self.wanted.took_over(item.formerly.iter().map(String::as_str));
            }
            TableRow::Own { rev, .. } => {
                let revs = self.revs.remove(rev).unwrap_or_else(|| vec![rev.clone()]);
                self.wanted.add(row.cells(keys), None, revs);
            }
        }
    }
}

/// The workbook brought up to date, under its unfinished name; a note where that cannot be: a new one then takes its place, and a copy
/// of it is kept.
///
/// # Errors
/// The disk refuses.
pub(super) fn revised(persons: &PersonsWorkbook, with: &Refresh<'_>) -> Result<Result<Pending, String>, RunError> {
    let cannot = |error: io::Error| RunError::new(format!("cannot read {}", persons.path.display())).because(error);
    let file = File::open(&persons.path).map_err(cannot)?;
    let mut pending = with.storage.begin(with.outputs.join(TRACKER_XLSX))?;
    let why = if file.metadata().map_err(cannot)?.len() > MOST_BYTES {
        format!("it is larger than {} MiB", MOST_BYTES / (1024 * 1024))
    } else {
        match revise(BufReader::new(file), &persons.wanted, &mut pending) {
            Ok(_) => return Ok(Ok(pending)),
            Err(why) => why,
        }
    };
    drop(pending);
    let bytes = std::fs::read(&persons.path).map_err(cannot)?;
    let kept = beside(KEPT, &with.occasion.day, &persons.path, &Sha256::digest(&bytes));
    with.storage.write_atomic(with.outputs.join(&kept), &bytes)?;
    Ok(Err(format!(
        "outputs/{TRACKER_XLSX} could not be brought up to date: {why}. A new one took its place, with all rows and values; yours, with \
         comments and colours, is outputs/{kept}"
    )))
}
