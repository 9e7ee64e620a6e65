//! Reading back what people wrote into the trackers: of a large record, only what concerns the rows that they touched is
//! read from the ledger.

use super::account;
use super::history::History;
use super::identify::plain_rev;
use super::known::Known;
use super::merge::read_edits;
use super::round::Refresh;
use super::sheet::{Field, Sheet};
use super::work::Merged;
use crate::error::RunError;
use crate::model::Column;
use crate::store::Ledger;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

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
            if let Some(report) = known.report_of(&plain_rev(cell(rev))).filter(|report| !report.is_empty()) {
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
