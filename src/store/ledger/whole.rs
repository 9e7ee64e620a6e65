//! Whether the ledger holds all that it ever held, by the extents that were written down of it, and what to do where it does not.

use super::extent::{self, Extent};
use super::journal::Journal;
use super::{ALERTS, ITEMS, Ledger, REPORTS, TRACKERS};
use crate::error::RunError;
use std::path::{Path, PathBuf};

impl Ledger {
    /// Also keeps to the extents that these files name: those of the outputs and of the current generation.
    #[must_use]
    pub fn named_in(mut self, paths: impl IntoIterator<Item = PathBuf>) -> Self {
        self.named_in.extend(paths);
        self
    }

    /// What the ledger has lost, each a sentence; nothing where it holds all that it ever held. Reads all of it.
    ///
    /// # Errors
    /// A file cannot be read, or is of a later version of minutebook.
    pub fn losses(&self) -> Result<Vec<String>, RunError> {
        let own = self.dir.join(extent::FILE);
        let extents: Vec<Extent> =
            std::iter::once(&own).chain(&self.named_in).filter_map(|path| Extent::read(path)).collect();
        let mut losses = Vec::new();
        let of = |extent: &Extent, name: &str| extent.link(name);
        for name in [REPORTS, ITEMS, TRACKERS, ALERTS] {
            let journal = self.journal(name)?;
            let missed = extents.iter().filter(|extent| !journal.holds(of(extent, name)));
            // The last that knew more tells most.
            if let Some(extent) = missed.max_by_key(|extent| extent.at.clone()) {
                losses.push(loss(journal, name, extent));
            } else if journal.damaged() > 0 {
                losses.push(format!("{name}: {} of its lines are damaged and cannot be read", journal.damaged()));
            }
        }
        Ok(losses)
    }

    /// Refuses to go on where the ledger has lost anything: what is written from it now would be written without that. Nothing on
    /// the disk is changed.
    ///
    /// # Errors
    /// It has, with the ways back as hints; or a file cannot be read.
    pub fn refuse_losses(&self) -> Result<(), RunError> {
        let losses = self.losses()?;
        if losses.is_empty() {
            return Ok(());
        }
        Err(RunError::new(format!("the ledger has lost what it held: {}. Nothing was written", losses.join("; ")))
            .hint("put back the last copy, after a look at what that changes: minutebook ledger restore")
            .hint(
                "or go on with what is there: minutebook ledger accept (trackers on disk that hold more are read back)",
            ))
    }

    /// As [`Ledger::refuse_losses`], for whoever is about to write: what a kill left of a line is cut off.
    ///
    /// # Errors
    /// As there, or the disk refuses.
    pub fn insist_on_whole(&mut self) -> Result<(), RunError> {
        self.refuse_losses()?;
        self.cut_torn_lines()
    }

    /// Goes on with what is there: damaged lines go, and how far it reached is named anew. The outputs then name nothing, so that
    /// trackers on disk are read back before they are replaced. Answers how many damaged lines went.
    ///
    /// # Errors
    /// A file cannot be read, or the disk refuses.
    pub fn accept(&mut self) -> Result<u64, RunError> {
        let mut gone = 0;
        for name in [REPORTS, ITEMS, TRACKERS, ALERTS] {
            self.journal(name)?;
            let Some(journal) = self.opened_journal_mut(name) else { continue };
            if journal.damaged() > 0 {
                gone += journal.retain(|_, _| true)?;
            }
            journal.cut_torn_line()?;
            journal.take_as_whole();
        }
        self.written = Extent::default();
        self.write_extent()?;
        for path in &self.named_in {
            self.storage.remove(path)?;
        }
        Ok(gone)
    }

    /// Whether the ledger holds all that it held when this extent was written down; not where there is none.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn holds_what_is_named_in(&self, path: &Path) -> Result<bool, RunError> {
        let Some(extent) = Extent::read(path) else { return Ok(false) };
        for name in [REPORTS, ITEMS, TRACKERS, ALERTS] {
            if !self.journal(name)?.holds(extent.link(name)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// How far it reaches now; of a file that was not opened yet, how far it reached when it last was.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn extent(&self) -> Result<Extent, RunError> {
        let mut links = Vec::new();
        for name in [REPORTS, ITEMS, TRACKERS, ALERTS] {
            links.push((name.to_owned(), self.journal(name)?.link()));
        }
        Ok(Extent::of(&self.at, links))
    }

    /// Writes down in its own folder how far it reaches, where that has changed.
    pub(super) fn write_extent(&mut self) -> Result<(), RunError> {
        let path = self.dir.join(extent::FILE);
        let mut links = Vec::new();
        for name in [REPORTS, ITEMS, TRACKERS, ALERTS] {
            let link = match self.opened_journal(name) {
                Some(journal) if journal.is_whole() => journal.link(),
                // What was lost stays named until somebody has settled it.
                _ => self.written.link(name),
            };
            links.push((name.to_owned(), link));
        }
        let now = Extent::of(&self.at, links);
        if now.files != self.written.files {
            now.write(&self.storage, &path)?;
            self.written = now;
        }
        Ok(())
    }
}

fn loss(journal: &Journal, name: &str, extent: &Extent) -> String {
    let (then, now) = (extent.link(name).entries, journal.link().entries);
    let when = if extent.at.is_empty() { String::new() } else { format!(" on {}", extent.at) };
    if now == 0 {
        return format!("{name} is missing or empty; it had {then} entries{when}");
    }
    if now < then {
        return format!("{name} has {now} entries; it had {then}{when}");
    }
    format!("the entries of {name} are not those that it had{when}: lines were altered or left out")
}
