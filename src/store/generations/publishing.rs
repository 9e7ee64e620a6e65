//! Which generation is searched: published or held, rolled back and pinned.

use super::record::GenerationRecord;
use super::{Generations, now};
use crate::error::RunError;
use crate::store::current::{Current, HeldBack, Pin};
use crate::store::gate::Verdict;
use crate::store::ledger::{Ledger, ReportEntry};
use crate::store::{RunLock, strays};

/// What became of a finished generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is current now.
    Published(u64),
    /// It waits, for these reasons.
    Held(u64, Vec<String>),
}

impl Generations {
    /// Makes a finished generation current, or holds it where the gate or a pin speaks against it, or an upgrade is to be looked at.
    /// What waits for it in the ledger must have been put.
    ///
    /// # Errors
    /// The disk refuses: then the generation before is current.
    pub fn publish_or_hold(&self, ledger: &mut Ledger, number: u64, verdict: &Verdict) -> Result<Outcome, RunError> {
        let mut why = verdict.breaches.clone();
        let mut state = self.state()?;
        if let Some(pin) = &state.pin {
            let current = state.generation.unwrap_or(0);
            why.push(format!(
                "the index is pinned to generation {current} since {} (rolled back from {}); `minutebook index unpin` lets it go",
                pin.since, pin.left
            ));
        }
        let upgrade = why.is_empty() && !verdict.upgrade.is_empty();
        why.extend(verdict.upgrade.iter().cloned());
        ledger.sync()?;
        if why.is_empty() {
            self.make_current(ledger, number, state)?;
            return Ok(Outcome::Published(number));
        }
        if state.held.as_ref().is_some_and(|held| held.generation == number && held.why == why) {
            // It waits already, and for the same reasons.
            return Ok(Outcome::Held(number, why));
        }
        state.held = Some(HeldBack { generation: number, since: now(), why: why.clone(), upgrade });
        state.write(&self.storage, &self.indexes)?;
        ledger.put_event(&ReportEntry::Held { generation: number, why: why.clone() })?;
        Ok(Outcome::Held(number, why))
    }

    /// Makes the held generation current: the officer has looked at it.
    ///
    /// # Errors
    /// None is held, the index is pinned, or the disk refuses.
    pub fn publish_held(&self, _lock: &RunLock, ledger: &mut Ledger) -> Result<u64, RunError> {
        let state = self.state()?;
        let Some(held) = state.held.clone() else {
            return Err(RunError::usage("no generation is held: there is nothing to publish"));
        };
        if state.pin.is_some() {
            return Err(RunError::usage(format!("generation {} waits because the index is pinned", held.generation))
                .hint("`minutebook index unpin` first, then `minutebook index publish`."));
        }
        let record = GenerationRecord::read(&self.dir(held.generation)).map_err(|error| {
            error.hint("The held generation is lost; `minutebook run` builds it again, and holds or publishes it.")
        })?;
        self.check_schema(&record)?;
        self.open(held.generation)?;
        self.make_current(ledger, held.generation, state)?;
        Ok(held.generation)
    }

    /// Makes a finished generation current whatever gate and pin say, drops the held one, and removes every other at once, even
    /// from under a reader: for the erasure of a report, after which no generation may hold it. Answers the numbers removed.
    ///
    /// # Errors
    /// The disk refuses; call it again.
    pub fn publish_alone(&self, _lock: &RunLock, ledger: &mut Ledger, number: u64) -> Result<Vec<u64>, RunError> {
        let state = self.state()?;
        ledger.sync()?;
        self.make_current(ledger, number, Current { held: None, ..state })?;
        strays::sweep(&self.storage, &[self.home()])?;
        let mut removed = Vec::new();
        for other in self.finished()?.into_iter().filter(|other| *other != number) {
            self.take_away(other)?;
            removed.push(other);
        }
        removed.sort_unstable();
        Ok(removed)
    }

    /// Goes back to the published generation before the current one and pins it. What the ledger was told for the one that is left
    /// holds no longer, and a held one, built upon it, is given up. Answers the two numbers, from and to.
    ///
    /// # Errors
    /// There is none before, or the disk refuses.
    pub fn rollback(&self, _lock: &RunLock, ledger: &mut Ledger) -> Result<(u64, u64), RunError> {
        let mut state = self.state()?;
        let from = state.generation.ok_or_else(|| RunError::usage("there is no generation to go back from"))?;
        let earlier = self.finished()?.into_iter().filter(|number| *number < from && ledger.is_published(*number));
        let Some(to) = earlier.filter(|number| self.open(*number).is_ok_and(|opened| opened.is_some())).max() else {
            return Err(RunError::usage(format!("no published generation before {from} is kept"))
                .hint("[index] keep_generations in minutebook.toml says how many stay."));
        };
        let left = state.pin.map_or(from, |pin| pin.left);
        state.generation = Some(to);
        state.pin = Some(Pin { since: now(), left });
        // What is held was built on the generation that is left now.
        state.held = None;
        state.write(&self.storage, &self.indexes)?;
        ledger.put_event(&ReportEntry::RolledBack { from, to })?;
        Ok((from, to))
    }

    /// Takes the pin away; the next run (or `index publish`, where one is held) publishes again. Answers whether there was one.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn unpin(&self, _lock: &RunLock, ledger: &mut Ledger) -> Result<bool, RunError> {
        let mut state = self.state()?;
        if state.pin.take().is_none() {
            return Ok(false);
        }
        state.write(&self.storage, &self.indexes)?;
        ledger.put_event(&ReportEntry::Unpinned)?;
        Ok(true)
    }

    /// Removes a finished generation that is damaged and not the current one: nobody could go back to it.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn discard(&self, _lock: &RunLock, number: u64) -> Result<(), RunError> {
        let mut state = self.state()?;
        if state.held.take_if(|held| held.generation == number).is_some() {
            state.write(&self.storage, &self.indexes)?;
        }
        self.take_away(number)
    }

    /// Gives up the held generation, which has been overtaken: the corpus is as the current one has it. Answers its number.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn drop_held(&self, _lock: &RunLock) -> Result<Option<u64>, RunError> {
        let mut state = self.state()?;
        let Some(held) = state.held.take() else { return Ok(None) };
        state.write(&self.storage, &self.indexes)?;
        Ok(Some(held.generation))
    }

    pub(super) fn make_current(&self, ledger: &mut Ledger, number: u64, mut state: Current) -> Result<(), RunError> {
        // What was held before has been overtaken.
        let held = state.held.take().filter(|held| held.generation > number);
        state.generation = Some(number);
        state.held = held;
        state.write(&self.storage, &self.indexes)?;
        ledger.put_event(&ReportEntry::Published(number))
    }
}
