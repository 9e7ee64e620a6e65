//! The shares of all reports: each made once and kept until something that it follows from changes.

use super::Event;
use super::account;
use super::edited::Common;
use super::merge::{Counts, merge};
use super::refresh::Refresh;
use super::share::Share;
use crate::error::RunError;
use crate::model::Assessments;
use crate::store::Ledger;
use crate::store::ledger::Account;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Version of the form of shares and of what is in them: raise it with every change of either.
const FORM: &str = concat!(env!("CARGO_PKG_VERSION"), "/2");

/// Shares made at once: bounds memory, keeps all cores busy.
pub(super) const BATCH: usize = 64;

/// The reports in the order of the tracker, each with the name of its share.
#[derive(Debug, Default)]
pub(super) struct Shares {
    /// Reports that their sources hold, in order, then those that are gone.
    pub(super) listed: Vec<Listed>,
    /// What happened to how many items.
    pub(super) counts: Counts,
}

/// A report with its share.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) report: String,
    /// The stored document; `None` where the report is gone.
    document: Option<String>,
    /// The stored share.
    pub(super) name: String,
}

/// What all shares follow from besides their reports.
struct Basis {
    human: String,
    /// A hash of what assessors wrote, by report.
    assessed: FxHashMap<String, Sha256>,
    can_assess: bool,
}

impl Shares {
    /// Makes the shares that are not there or no longer hold, and writes down what is new in them.
    ///
    /// # Errors
    /// Ledger, documents or disk refuse.
    pub(super) fn bring(ledger: &mut Ledger, with: &Refresh<'_>, common: &Common) -> Result<Self, RunError> {
        let basis = Basis::of(common, with.assessments);
        let mut shares = Self::default();
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
                    let name = basis.name(reading, report, document.as_deref())?;
                    if with.shares.join(&name).is_file() {
                        return Ok((name, None));
                    }
                    let (share, events, counts) = make(reading, with, common, report, document.as_deref())?;
                    Ok((name, Some((share.pack()?, events, counts))))
                })
                .collect();
            for ((report, document), (mut name, made)) in batch.iter().zip(made?) {
                if let Some((packed, events, counts)) = made {
                    account::put(ledger, with.occasion.run, &events)?;
                    name = basis.name(ledger, report, document.as_deref())?;
                    with.storage.write_cache(with.shares.join(&name), &packed)?;
                    shares.counts.add(counts);
                }
                shares.listed.push(Listed { report: report.clone(), document: document.clone(), name });
            }
        }
        Ok(shares)
    }

    /// The share of a report; where the stored one is damaged, made anew.
    ///
    /// # Errors
    /// Ledger or documents refuse.
    pub(super) fn load(
        ledger: &Ledger,
        with: &Refresh<'_>,
        common: &Common,
        listed: &Listed,
    ) -> Result<Share, RunError> {
        let stored = std::fs::read(with.shares.join(&listed.name)).ok();
        match stored.and_then(|bytes| Share::unpack(&bytes)) {
            Some(share) => Ok(share),
            // What is new in it was written down when it was first made.
            None => Ok(make(ledger, with, common, &listed.report, listed.document.as_deref())?.0),
        }
    }

    /// Removes the stored shares that belong to no report any more, or to an older state.
    ///
    /// # Errors
    /// The disk refuses.
    pub(super) fn sweep(&self, with: &Refresh<'_>) -> Result<(), RunError> {
        let used = self.listed.iter().map(|listed| listed.name.as_str()).chain([super::standing::FILE]);
        let used: BTreeSet<PathBuf> = used.map(|name| with.shares.join(name)).collect();
        for path in super::files::listed(with.shares)? {
            if !used.contains(&path) {
                with.storage.remove(path)?;
            }
        }
        Ok(())
    }
}

/// The share of a report, and what is new in it.
fn make(
    ledger: &Ledger,
    with: &Refresh<'_>,
    common: &Common,
    report: &str,
    document: Option<&str>,
) -> Result<(Share, Vec<Event>, Counts), RunError> {
    let fresh = document.map_or_else(|| Ok(Vec::new()), |document| (with.rows)(document))?;
    let mut history = account::of_reports(ledger, [report])?;
    let merged = merge(&mut history, with.occasion, fresh, &[]);
    let share = Share::of(merged.table.rows, &history, &common.keys, with.assessments, with.corpus)
        .map_err(|error| RunError::new(format!("cannot make the rows of {report}")).because(error))?;
    Ok((share, merged.events, merged.counts))
}

impl Basis {
    fn of(common: &Common, assessments: Option<&Assessments>) -> Self {
        let mut assessed: FxHashMap<String, Sha256> = FxHashMap::default();
        for line in assessments.iter().flat_map(|all| all.lines()) {
            let report = line.id.split('#').next().unwrap_or_default();
            let hash = assessed.entry(report.to_owned()).or_default();
            for part in [&line.id, &line.assessor, &line.view, &line.date, &line.note] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part.as_bytes());
            }
        }
        Self { human: common.human.join("\u{1f}"), assessed, can_assess: assessments.is_some() }
    }

    /// A name for the share of a report that no other state of it has.
    fn name(&self, ledger: &Ledger, report: &str, document: Option<&str>) -> Result<String, RunError> {
        let mut hash = Sha256::new();
        let mut add = |part: &[u8]| {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        };
        add(FORM.as_bytes());
        add(report.as_bytes());
        add(document.unwrap_or_default().as_bytes());
        add(&ledger.account_state(Account::Trackers, report)?.to_le_bytes());
        add(self.human.as_bytes());
        add(&[u8::from(self.can_assess)]);
        // An id keeps the key that its report had when it was given.
        for name in ledger.names_of(report) {
            if let Some(assessed) = self.assessed.get(name) {
                add(&assessed.clone().finalize());
            }
        }
        Ok(super::history::base_32(&hash.finalize(), NAME_CHARACTERS))
    }
}

/// 160 bits.
const NAME_CHARACTERS: usize = 32;
