//! The tracker's account in the ledger: its events, each with the run that it belongs to.

use super::event::Event;
use super::history::History;
use crate::error::RunError;
use crate::store::Ledger;
use crate::store::ledger::Account;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An event with its run.
#[derive(Serialize, Deserialize)]
pub(super) struct Recorded<E> {
    pub(super) run: u64,
    pub(super) entry: E,
}

/// Everything that is known of trackers.
///
/// # Errors
/// The ledger cannot be read.
pub fn load(ledger: &Ledger) -> Result<History, RunError> {
    let mut history = History::default();
    ledger.each::<Recorded<Event>>(Account::Trackers, |line| history.apply(line.entry.run, &line.entry.entry))?;
    Ok(history)
}

/// What is known of some reports; "" stands for what is about none: columns, people's own rows.
///
/// # Errors
/// The ledger cannot be read.
pub(super) fn of_reports<'a>(ledger: &Ledger, reports: impl IntoIterator<Item = &'a str>) -> Result<History, RunError> {
    let mut history = History::default();
    for report in reports {
        for line in ledger.account_of::<Recorded<Event>>(Account::Trackers, report)? {
            history.apply(line.entry.run, &line.entry.entry);
        }
    }
    Ok(history)
}

/// What is known of one report's items.
///
/// # Errors
/// The ledger cannot be read.
pub fn load_report(ledger: &Ledger, report: &str) -> Result<History, RunError> {
    of_reports(ledger, [report])
}

/// What is known of human columns and people's own rows.
///
/// # Errors
/// The ledger cannot be read.
pub fn load_common(ledger: &Ledger) -> Result<History, RunError> {
    of_reports(ledger, [""])
}

/// The reports of which anything was ever exported, by their present keys, in order.
///
/// # Errors
/// The ledger cannot be read.
pub fn known_reports(ledger: &Ledger) -> Result<BTreeSet<String>, RunError> {
    let mut reports = ledger.account_reports(Account::Trackers)?;
    reports.remove("");
    Ok(reports)
}

/// Writes down events of `run`, and waits until the disk has them: only then may a tracker be written.
///
/// # Errors
/// The disk refuses.
pub fn append(ledger: &mut Ledger, run: u64, events: &[Event]) -> Result<(), RunError> {
    if events.is_empty() {
        return Ok(());
    }
    put(ledger, run, events)?;
    ledger.sync()
}

/// As [`append`], without waiting: call [`Ledger::sync`] before a tracker is written.
///
/// # Errors
/// The disk refuses.
pub(super) fn put(ledger: &mut Ledger, run: u64, events: &[Event]) -> Result<(), RunError> {
    for event in events {
        let report = event.id().filter(|_| event.report().is_some()).map(|id| ledger.report_of(id));
        ledger.put(Account::Trackers, &report.unwrap_or_default(), &Recorded { run, entry: event })?;
    }
    Ok(())
}
