//! The tracker's account in the ledger: its events, each with the run that it belongs to.

use super::event::Event;
use super::history::History;
use crate::error::RunError;
use crate::store::Ledger;
use crate::store::ledger::Account;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Recorded<E> {
    run: u64,
    entry: E,
}

/// Everything that is known of trackers.
///
/// # Errors
/// The ledger cannot be read.
pub fn load(ledger: &Ledger) -> Result<History, RunError> {
    let mut history = History::default();
    for line in ledger.account::<Recorded<Event>>(Account::Trackers)? {
        history.apply(line.entry.run, &line.entry.entry);
    }
    Ok(history)
}

/// Writes down events of `run`, and waits until the disk has them: only then may a tracker be written.
///
/// # Errors
/// The disk refuses.
pub fn append(ledger: &mut Ledger, run: u64, events: &[Event]) -> Result<(), RunError> {
    if events.is_empty() {
        return Ok(());
    }
    for event in events {
        let report = event.id().filter(|_| event.report().is_some()).map(|id| ledger.report_of(id));
        ledger.put(Account::Trackers, &report.unwrap_or_default(), &Recorded { run, entry: event })?;
    }
    ledger.sync()
}
