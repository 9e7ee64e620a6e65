//! What goes: generations that are no longer kept, and what a killed run left.

use super::record::GenerationRecord;
use super::{Generations, READERS};
use crate::error::RunError;
use crate::store::RunLock;
use crate::store::current::Current;
use crate::store::ledger::{Ledger, ReportEntry};
use crate::store::strays::{self, REMOVING};
use std::fs::{self, File};
use std::path::Path;

impl Generations {
    /// Removes generations that are no longer kept and not being read, and everything that a killed run left half done.
    /// Answers the numbers removed.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn clean(&self, _lock: &RunLock, ledger: &Ledger) -> Result<Vec<u64>, RunError> {
        strays::sweep(&self.storage, &[self.home()])?;
        let state = self.state()?;
        let mut published: Vec<u64> =
            self.finished()?.into_iter().filter(|number| ledger.is_published(*number)).collect();
        published.sort_unstable();
        let kept: Vec<u64> = published.iter().rev().take(self.keep).copied().collect();
        let left = state.pin.as_ref().map(|pin| pin.left);
        let held = state.held.as_ref().map(|held| held.generation);
        let stays = [state.generation, left, held];
        let mut removed = Vec::new();
        for number in self.finished()? {
            if !kept.contains(&number) && !stays.contains(&Some(number)) && self.remove_if_unread(number)? {
                removed.push(number);
            }
        }
        Ok(removed)
    }

    /// Puts right what a kill left: strays go, and the ledger learns of a generation that became current just before. Answers
    /// what was done, each a sentence; nothing in the usual case.
    ///
    /// # Errors
    /// The disk refuses, or no generation can be found where there must be one.
    pub fn recover(&self, lock: &RunLock, ledger: &mut Ledger) -> Result<Vec<String>, RunError> {
        let mut done = Vec::new();
        if let Some(holder) = lock.left_by() {
            done.push(format!(
                "the run before (`minutebook {}`, process {}, since {}) ended without letting go; its unfinished work is removed",
                holder.command, holder.process, holder.since
            ));
        }
        let state = self.state().or_else(|error| self.find_again(ledger, error, &mut done))?;
        if let (Some(to), Some(pin)) = (state.generation, &state.pin)
            && ledger.is_published(pin.left)
        {
            ledger.put_event(&ReportEntry::RolledBack { from: pin.left, to })?;
            done.push(format!("the index had just been rolled back to generation {to}; the ledger now says so"));
        }
        if let Some(number) = state.generation.filter(|number| !ledger.is_published(*number)) {
            ledger.put_event(&ReportEntry::Published(number))?;
            done.push(format!("generation {number} had just become current; the ledger now says so"));
        }
        for stray in strays::sweep(&self.storage, std::slice::from_ref(&self.indexes))? {
            done.push(format!("removed what an unfinished run left: {}", self.shown(&stray)));
        }
        Ok(done)
    }

    pub(super) fn remove_if_unread(&self, number: u64) -> Result<bool, RunError> {
        let dir = self.dir(number);
        // Absent in a damaged generation: then nobody can have opened it.
        let lock = File::open(dir.join(READERS)).ok();
        if lock.as_ref().is_some_and(|file| matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock))) {
            return Ok(false);
        }
        self.take_away(number)?;
        Ok(true)
    }

    /// One rename first: a directory with a number is always whole.
    pub(super) fn take_away(&self, number: u64) -> Result<(), RunError> {
        let going = self.home().join(format!("{REMOVING}{number:06}"));
        self.storage.rename(self.dir(number), &going)?;
        self.storage.remove(&going)
    }

    /// A path as people know it: below the workspace.
    pub(super) fn shown(&self, path: &Path) -> String {
        path.strip_prefix(self.storage.root()).unwrap_or(path).display().to_string()
    }

    pub(super) fn find_again(
        &self,
        ledger: &Ledger,
        error: RunError,
        done: &mut Vec<String>,
    ) -> Result<Current, RunError> {
        let published = self.finished()?.into_iter().filter(|number| ledger.is_published(*number));
        let Some(number) = published.filter(|number| GenerationRecord::read(&self.dir(*number)).is_ok()).max() else {
            return Err(error);
        };
        let state = Current { generation: Some(number), ..Current::default() };
        state.write(&self.storage, &self.indexes)?;
        done.push(format!(
            "indexes/current could not be read; it names generation {number}, the last published one, again"
        ));
        Ok(state)
    }
}
