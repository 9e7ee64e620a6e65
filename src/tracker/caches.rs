//! The rows of all reports, kept report by report: each made once and taken as it lies until something that it follows from changes.

use super::account;
use super::edited::Common;
use super::merge::merge;
use super::numbers::Numbers;
use super::report_rows::ReportRows;
use super::round::Refresh;
use super::work::{Counts, Merged};
use crate::error::RunError;
use crate::store::ledger::Account;
use crate::store::{Ledger, sealed};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

/// Version of the form of what is stored and of what is in it: raise it with every change of either.
const FORM: &str = concat!(env!("CARGO_PKG_VERSION"), "/5");

/// Reports gone through at once: bounds memory, keeps all cores busy.
pub(super) const BATCH: usize = 64;

/// The reports in the order of the tracker, each with the name of its stored rows.
#[derive(Debug, Default)]
pub(super) struct Caches {
    /// Reports that their sources hold, in order, then those that are gone.
    pub(super) listed: Vec<Listed>,
    /// What happened to how many items.
    pub(super) counts: Counts,
}

/// A report with its stored rows.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) report: String,
    /// The stored document; `None` where the report is gone.
    document: Option<String>,
    /// Its stored rows.
    pub(super) name: String,
}

/// Rows about to be stored, with what is new in them.
struct Made {
    merged: Merged,
    history: super::History,
}

impl Caches {
    /// Makes the rows that are not there or no longer hold, and writes down what is new in them.
    ///
    /// # Errors
    /// Ledger, documents or disk refuse.
    pub(super) fn bring(ledger: &mut Ledger, with: &Refresh<'_>, common: &Common) -> Result<Self, RunError> {
        let human = common.human.join("\u{1f}");
        let mut numbers = Numbers::of(&common.history);
        let mut caches = Self::default();
        let held: BTreeSet<&str> = with.reports.iter().map(|(report, _)| report.as_str()).collect();
        let past = ledger.account_reports(Account::Trackers)?;
        let gone = past.into_iter().filter(|report| !report.is_empty() && !held.contains(report.as_str()));
        let all = with.reports.iter().map(|(report, document)| (report.clone(), Some(document.clone())));
        let all: Vec<(String, Option<String>)> = all.chain(gone.map(|report| (report, None))).collect();
        for batch in all.chunks(BATCH) {
            let reading: &Ledger = ledger;
            let made: Result<Vec<_>, RunError> = batch
                .par_iter()
                .map(|(report, document)| {
                    let name = name(reading, &human, report, document.as_deref())?;
                    if with.caches.join(&name).is_file() {
                        return Ok((name, None));
                    }
                    Ok((name, Some(merged(reading, with, report, document.as_deref())?)))
                })
                .collect();
            let mut made = made?;
            made.iter_mut().filter_map(|(_, made)| made.as_mut()).for_each(|made| numbers.give(&mut made.merged));
            // First of all: a number that is written down is never given again.
            account::put(ledger, with.occasion.run, &numbers.news())?;
            for ((report, document), (mut stored, made)) in batch.iter().zip(made) {
                if let Some(Made { merged, history }) = made {
                    account::put(ledger, with.occasion.run, &merged.events)?;
                    caches.counts.add(merged.counts);
                    stored = name(ledger, &human, report, document.as_deref())?;
                    let rows = ReportRows::of(merged.table.rows, &history);
                    with.storage.write_cache(with.caches.join(&stored), &rows.pack()?)?;
                }
                caches.listed.push(Listed { report: report.clone(), document: document.clone(), name: stored });
            }
        }
        Ok(caches)
    }

    /// The rows of a report; where those stored are damaged, made anew.
    ///
    /// # Errors
    /// Ledger or documents refuse.
    pub(super) fn load(ledger: &Ledger, with: &Refresh<'_>, listed: &Listed) -> Result<ReportRows, RunError> {
        let stored = std::fs::read(with.caches.join(&listed.name)).ok();
        let was_there = stored.is_some();
        if let Some(rows) = stored.and_then(|bytes| ReportRows::unpack(&bytes)) {
            return Ok(rows);
        }
        if was_there {
            with.damaged.fetch_add(1, Ordering::Relaxed);
        }
        // What is new in them was written down when they were first made.
        let Made { merged, history } = merged(ledger, with, &listed.report, listed.document.as_deref())?;
        let rows = ReportRows::of(merged.table.rows, &history);
        with.storage.write_cache(with.caches.join(&listed.name), &rows.pack()?)?;
        Ok(rows)
    }

    /// Removes stored rows that belong to no report any more, or to an older state.
    ///
    /// # Errors
    /// The disk refuses.
    pub(super) fn sweep(&self, with: &Refresh<'_>) -> Result<(), RunError> {
        let used: BTreeSet<PathBuf> = self.listed.iter().map(|listed| with.caches.join(&listed.name)).collect();
        for path in super::files::listed(with.caches)? {
            if !used.contains(&path) {
                with.storage.remove(path)?;
            }
        }
        Ok(())
    }
}

/// The rows of a report and what is new in them.
fn merged(ledger: &Ledger, with: &Refresh<'_>, report: &str, document: Option<&str>) -> Result<Made, RunError> {
    let fresh = document.map_or_else(|| Ok(Vec::new()), |document| (with.rows)(document))?;
    let mut history = account::of_reports(ledger, [report])?;
    let merged = merge(&mut history, with.occasion, fresh, &[]);
    Ok(Made { merged, history })
}

/// A name for the rows of a report that no other state of it has.
fn name(ledger: &Ledger, human: &str, report: &str, document: Option<&str>) -> Result<String, RunError> {
    let mut hash = Sha256::new();
    let mut add = |part: &[u8]| {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    };
    add(FORM.as_bytes());
    add(report.as_bytes());
    add(document.unwrap_or_default().as_bytes());
    add(&ledger.account_state(Account::Trackers, report)?.to_le_bytes());
    add(human.as_bytes());
    Ok(format!("{}.{}", super::history::base_32(&hash.finalize(), NAME_CHARACTERS), sealed::EXTENSION))
}

/// 160 bits.
const NAME_CHARACTERS: usize = 32;
