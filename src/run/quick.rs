//! `check --quick`: one line and an exit status for a monitor, in well under a second: can the index be searched, is anything
//! waiting, did the last run come to its end, and when.

use super::begin;
use super::metrics;
use super::nights;
use crate::settings::Settings;
use crate::store::{Generations, Ledger, OutputsMark, Storage};
use crate::workspace::Workspace;
use std::time::Duration;

/// What a monitor is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quick {
    /// Exit status: 0 all is well, 1 something needs a person, 2 the index cannot be searched.
    pub status: u8,
    /// All of it on one line.
    pub line: String,
}

/// Looks at a workspace without changing anything. `most` is the age of the last successful run from which on it is overdue.
#[must_use]
pub fn quick(workspace: &Workspace, settings: &Settings, generations: &Generations, most: Duration) -> Quick {
    let failed = |why: String| Quick { status: 2, line: format!("FAILED: {why}") };
    let state = match generations.state() {
        Ok(state) => state,
        Err(error) => return failed(error.message),
    };
    let number = match generations.open_current() {
        Ok(Some(opened)) => opened.number,
        Ok(None) => return failed("there is no index yet; `minutebook run` builds it".to_owned()),
        Err(error) => return failed(error.message),
    };
    let mut look = Vec::new();
    // As a run insists on it: a ledger that has lost something stops the next one.
    let ledger = Ledger::open(&Storage::of(settings, workspace), &workspace.ledger())
        .map(|ledger| ledger.named_in(begin::extents(workspace, generations)));
    match ledger.and_then(|ledger| Ok((ledger.losses()?, ledger.notes()))) {
        Ok((losses, notes)) if losses.is_empty() => look.extend(notes),
        Ok((losses, _)) => look.push(format!(
            "the ledger has lost what it held, and runs write nothing: {}; minutebook ledger restore, or ledger accept",
            losses.join("; ")
        )),
        Err(error) => return failed(error.message),
    }
    if let Some(held) = &state.held {
        look.push(format!("generation {} waits since {}", held.generation, held.since));
    }
    if let Some(pin) = &state.pin {
        look.push(format!("the index is pinned since {}", pin.since));
    }
    let outputs = workspace.outputs();
    if OutputsMark::read(&outputs).is_none_or(|mark| mark.generation != number) {
        look.push("the outputs are behind the index".to_owned());
    }
    if metrics::last_status(&outputs) == Some(2) {
        look.push("the last run could not run".to_owned());
    }
    let last = nights::nights(workspace).pop();
    if let Some(last) = last.filter(|last| last.status > 0) {
        look.push(format!("the run of {} needs a person ({})", last.started, last.needed.join("; ")));
    }
    let age = age_of(metrics::last_success(&outputs).as_deref());
    let told = match age {
        Some(age) => format!("last run {} h ago", age.as_secs() / 3600),
        None => "no run has come to its end".to_owned(),
    };
    if age.is_none_or(|age| age > most) {
        look.push(format!("overdue: {told}, expected every {} h", most.as_secs() / 3600));
    }
    if look.is_empty() {
        return Quick { status: 0, line: format!("OK: generation {number} is searched; {told}") };
    }
    Quick { status: 1, line: format!("LOOK: generation {number} is searched; {}", look.join("; ")) }
}

fn age_of(time: Option<&str>) -> Option<Duration> {
    let then: jiff::Timestamp = time?.parse().ok()?;
    let seconds = jiff::Timestamp::now().as_second() - then.as_second();
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}
