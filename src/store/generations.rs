//! Generations: whole indexes side by side under `indexes/generations/`, of which `indexes/current` names one.
//!
//! ```text
//! begin                        .building-000008/   hard links of 000007's segments
//! index writes, commits        .building-000008/tantivy/
//! finish                       000008/             generation.json, readers.lock; synced, then renamed
//! publish or hold              current             one rename; then the ledger notes it
//! clean                        000004/ goes        unless a reader still holds its lock
//! ```
//!
//! A directory with a number is complete; everything else is a stray. Readers hold a shared lock on `readers.lock` of the generation that
//! they opened, which a search started before a swap keeps until it ends.

use super::current::{Current, HeldBack, Pin};
use super::ledger::{Ledger, ReportEntry};
use super::strays::{self, BUILDING, REMOVING};
use super::{RunLock, Storage};
use crate::error::RunError;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The index proper in a generation's directory.
pub const INDEX: &str = "tantivy";
/// What a run knows of the corpus, in a generation's directory; it must be there when the generation is finished.
pub const CATALOGUE: &str = "catalogue.json";
const IMPRINT: &str = "generation.json";
const DIRECTORY: &str = "generations";
const READERS: &str = "readers.lock";
/// Generations kept besides the current one where the settings say nothing: a week of nights with changes fits on most disks,
/// because unchanged segments are shared; three are enough to go back.
pub const KEEP: usize = 3;
/// Attempts of a reader to open the current generation while runs publish and clean: each failed attempt means that another
/// generation was published meanwhile.
const ATTEMPTS: usize = 20;

/// The generations of a workspace.
#[derive(Debug, Clone)]
pub struct Generations {
    storage: Storage,
    indexes: PathBuf,
    index_schema: u32,
    keep: usize,
}

/// A generation that is being built. Dropped without [`Generations::finish`] it is a stray, removed at the next start.
#[derive(Debug)]
pub struct Building {
    /// Its number.
    pub number: u64,
    /// Where it is built; the index goes into [`Building::index`].
    pub dir: PathBuf,
    /// The generation whose segments it began with; `None` where it began empty and every report must be added.
    pub from: Option<u64>,
}

impl Building {
    /// The directory of the index.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.dir.join(INDEX)
    }
}

/// What a generation begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// The current generation's index, where there is one of this program's version.
    Current,
    /// Nothing: everything is indexed anew.
    Empty,
}

/// What became of a finished generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is current now.
    Published(u64),
    /// It waits, for these reasons.
    Held(u64, Vec<String>),
}

/// A generation opened for reading. While it lives, its files stay.
#[derive(Debug)]
pub struct Opened {
    /// Its number.
    pub number: u64,
    /// Its directory.
    pub dir: PathBuf,
    /// `None` where the file system has no locks.
    _lock: Option<File>,
}

impl Opened {
    /// The directory of the index.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.dir.join(INDEX)
    }
}

/// Name and version of the form of `generation.json`.
const IMPRINT_SCHEMA: &str = "minutebook/generation/1";

/// What a finished generation says of itself: written last, so that a directory with it is complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imprint {
    schema: String,
    /// Its number.
    pub generation: u64,
    /// When it was finished, RFC 3339 in UTC.
    pub made: String,
    /// Version of the program that made it.
    pub program: String,
    /// Version of the index's fields; another one is rebuilt, never half read.
    pub index_schema: u32,
}

impl Imprint {
    /// Reads what the generation in `dir` says of itself.
    ///
    /// # Errors
    /// It cannot be read, or is of another form.
    pub fn read(dir: &Path) -> Result<Self, RunError> {
        let path = dir.join(IMPRINT);
        let bytes = fs::read(&path).map_err(|error| unreadable(&path, error))?;
        let imprint: Self =
            serde_json::from_slice(&bytes).map_err(|error| unreadable(&path, io::Error::from(error)))?;
        if imprint.schema == IMPRINT_SCHEMA {
            Ok(imprint)
        } else {
            Err(RunError::new(format!("{} is of the form {}", path.display(), imprint.schema)))
        }
    }
}

impl Generations {
    /// The generations below `indexes`. `index_schema` is the version of the index's fields that this program reads and
    /// writes; `keep` the number of published generations that stay, the current one included ([`KEEP`]).
    #[must_use]
    pub fn new(storage: &Storage, indexes: &Path, index_schema: u32, keep: usize) -> Self {
        Self { storage: storage.clone(), indexes: indexes.to_owned(), index_schema, keep: keep.max(1) }
    }

    /// Which generation is current, pinned, held.
    ///
    /// # Errors
    /// `indexes/current` cannot be read.
    pub fn state(&self) -> Result<Current, RunError> {
        Current::read(&self.indexes)
    }

    /// Where a finished generation stands.
    #[must_use]
    pub fn dir(&self, number: u64) -> PathBuf {
        self.home().join(format!("{number:06}"))
    }

    /// Opens the current generation for reading; `None` before the first.
    ///
    /// # Errors
    /// It cannot be read, or is of another version of the index's fields.
    pub fn open_current(&self) -> Result<Option<Opened>, RunError> {
        for _ in 0..ATTEMPTS {
            let Some(number) = self.state()?.generation else { return Ok(None) };
            if let Some(opened) = self.hold_for_reading(number)? {
                self.check_schema(&Imprint::read(&opened.dir)?)?;
                return Ok(Some(opened));
            }
        }
        Err(RunError::new("the current generation of the index is missing")
            .hint("`minutebook run` builds it anew from corpus and ledger."))
    }

    /// Opens any finished generation for reading; `None` where it is not there.
    ///
    /// # Errors
    /// It cannot be read, or is of another version of the index's fields.
    pub fn open(&self, number: u64) -> Result<Option<Opened>, RunError> {
        let opened = self.hold_for_reading(number)?;
        if let Some(opened) = &opened {
            self.check_schema(&Imprint::read(&opened.dir)?)?;
        }
        Ok(opened)
    }

    /// Whether the current index is of another version and must be built anew; `None` where there is nothing to say.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn other_schema(&self) -> Result<Option<u32>, RunError> {
        let Some(number) = self.state()?.generation else { return Ok(None) };
        let found = Imprint::read(&self.dir(number))?.index_schema;
        Ok((found != self.index_schema).then_some(found))
    }

    /// Begins the next generation. The lock shows that no other run is at work.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn begin(&self, _lock: &RunLock, ledger: &mut Ledger, base: Base) -> Result<Building, RunError> {
        let finished = self.finished()?.into_iter().max().unwrap_or(0);
        let state = self.state()?;
        let number = finished.max(state.generation.unwrap_or(0)).max(ledger.last_generation()) + 1;
        ledger.put_event(&ReportEntry::Begun(number))?;
        let dir = self.home().join(format!("{BUILDING}{number:06}"));
        self.storage.remove(&dir)?;
        let building = Building { number, from: None, dir };
        self.storage.create_dir(building.index())?;
        let current = match base {
            Base::Current => state.generation.filter(|number| self.is_of_this_schema(*number)),
            Base::Empty => None,
        };
        let Some(current) = current else { return Ok(building) };
        self.take_over(&self.dir(current).join(INDEX), &building.index())?;
        Ok(Building { from: Some(current), ..building })
    }

    /// Completes a generation: its catalogue must be there; everything is synced, then it takes its number. All readers and
    /// writers of its index must be closed. It is not current yet.
    ///
    /// # Errors
    /// The catalogue is missing, or the disk refuses.
    pub fn finish(&self, building: &Building) -> Result<PathBuf, RunError> {
        if !building.dir.join(CATALOGUE).is_file() {
            return Err(RunError::new(format!("generation {} has no {CATALOGUE}", building.number)));
        }
        let imprint = Imprint {
            schema: IMPRINT_SCHEMA.to_owned(),
            generation: building.number,
            made: now(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            index_schema: self.index_schema,
        };
        let bytes = serde_json::to_vec(&imprint).unwrap_or_default();
        self.storage.write_atomic(building.dir.join(READERS), b"")?;
        self.storage.write_atomic(building.dir.join(IMPRINT), &bytes)?;
        self.storage.sync_tree(&building.dir)?;
        let dir = self.dir(building.number);
        self.storage.rename(&building.dir, &dir)?;
        Ok(dir)
    }

    /// Makes a finished generation current, or holds it where there are `breaches` (of the gate) or a pin. What waits for it in the
    /// ledger must have been put.
    ///
    /// # Errors
    /// The disk refuses: then the generation before is current.
    pub fn publish_or_hold(&self, ledger: &mut Ledger, number: u64, breaches: &[String]) -> Result<Outcome, RunError> {
        let mut why = breaches.to_vec();
        let mut state = self.state()?;
        if let Some(pin) = &state.pin {
            let current = state.generation.unwrap_or(0);
            why.push(format!(
                "the index is pinned to generation {current} since {} (rolled back from {}); `minutebook index unpin` lets it go",
                pin.since, pin.left
            ));
        }
        ledger.sync()?;
        if why.is_empty() {
            self.make_current(ledger, number, state)?;
            return Ok(Outcome::Published(number));
        }
        if state.held.as_ref().is_some_and(|held| held.generation == number && held.why == why) {
            // It waits already, and for the same reasons.
            return Ok(Outcome::Held(number, why));
        }
        state.held = Some(HeldBack { generation: number, since: now(), why: why.clone() });
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
            return Err(RunError::new("no generation is held: there is nothing to publish"));
        };
        if state.pin.is_some() {
            return Err(RunError::new(format!("generation {} waits because the index is pinned", held.generation))
                .hint("`minutebook index unpin` first, then `minutebook index publish`."));
        }
        let imprint = Imprint::read(&self.dir(held.generation)).map_err(|error| {
            error.hint("The held generation is lost; `minutebook run` builds it again, and holds or publishes it.")
        })?;
        self.check_schema(&imprint)?;
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
        let from = state.generation.ok_or_else(|| RunError::new("there is no generation to go back from"))?;
        let earlier = self.finished()?.into_iter().filter(|number| *number < from && ledger.is_published(*number));
        let Some(to) = earlier.filter(|number| self.is_of_this_schema(*number)).max() else {
            return Err(RunError::new(format!("no published generation before {from} is kept"))
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

    /// Numbers of the finished generations that are there, in no order.
    ///
    /// # Errors
    /// The directory cannot be read.
    pub fn finished(&self) -> Result<Vec<u64>, RunError> {
        Ok(self.names()?.iter().filter_map(|name| name.parse().ok()).collect())
    }

    fn home(&self) -> PathBuf {
        self.indexes.join(DIRECTORY)
    }

    fn names(&self) -> Result<Vec<String>, RunError> {
        let entries = match fs::read_dir(self.home()) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(unreadable(&self.home(), error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&self.home(), error))?;
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    fn make_current(&self, ledger: &mut Ledger, number: u64, mut state: Current) -> Result<(), RunError> {
        // What was held before has been overtaken.
        let held = state.held.take().filter(|held| held.generation > number);
        state.generation = Some(number);
        state.held = held;
        state.write(&self.storage, &self.indexes)?;
        ledger.put_event(&ReportEntry::Published(number))
    }

    /// The shared lock on a generation; `None` where it is gone or just going.
    fn hold_for_reading(&self, number: u64) -> Result<Option<Opened>, RunError> {
        let dir = self.dir(number);
        let path = dir.join(READERS);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(&path, error)),
        };
        let lock = match file.lock_shared() {
            Ok(()) => Some(file),
            // Without locks nothing protects a long search from the cleaning, but it can be had all the same.
            Err(error) if error.kind() == io::ErrorKind::Unsupported => None,
            Err(error) => return Err(unreadable(&path, error)),
        };
        // Whoever cleans renames the directory under its own lock: ours counts only if the directory is still there.
        Ok(dir.join(IMPRINT).exists().then_some(Opened { number, dir, _lock: lock }))
    }

    fn is_of_this_schema(&self, number: u64) -> bool {
        Imprint::read(&self.dir(number)).is_ok_and(|imprint| imprint.index_schema == self.index_schema)
    }

    fn check_schema(&self, imprint: &Imprint) -> Result<(), RunError> {
        let (found, expected) = (imprint.index_schema, self.index_schema);
        if found == expected {
            return Ok(());
        }
        Err(RunError::new(format!("the index is of version {found}, this program reads version {expected}"))
            .hint("`minutebook run` builds it anew from corpus and ledger; ids and human work stay."))
    }

    /// Segments are written once and shared; the small files that tantivy replaces are copied, lock files left behind.
    fn take_over(&self, from: &Path, to: &Path) -> Result<(), RunError> {
        let entries = fs::read_dir(from).map_err(|error| unreadable(from, error))?;
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(from, error))?;
            let name = entry.file_name();
            let text = name.to_string_lossy();
            if text.ends_with(".lock") {
                continue;
            }
            let target = to.join(&name);
            if text.ends_with(".json") {
                let bytes = fs::read(entry.path()).map_err(|error| unreadable(&entry.path(), error))?;
                self.storage.write_atomic(target, &bytes)?;
            } else {
                self.storage.hard_link_or_copy(entry.path(), target)?;
            }
        }
        Ok(())
    }

    fn remove_if_unread(&self, number: u64) -> Result<bool, RunError> {
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
    fn take_away(&self, number: u64) -> Result<(), RunError> {
        let going = self.home().join(format!("{REMOVING}{number:06}"));
        self.storage.rename(self.dir(number), &going)?;
        self.storage.remove(&going)
    }

    /// A path as people know it: below the workspace.
    fn shown(&self, path: &Path) -> String {
        path.strip_prefix(self.storage.root()).unwrap_or(path).display().to_string()
    }

    fn find_again(&self, ledger: &Ledger, error: RunError, done: &mut Vec<String>) -> Result<Current, RunError> {
        let published = self.finished()?.into_iter().filter(|number| ledger.is_published(*number));
        let Some(number) = published.filter(|number| Imprint::read(&self.dir(*number)).is_ok()).max() else {
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

fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn unreadable(path: &Path, error: io::Error) -> RunError {
    RunError::new(format!("cannot read {}", path.display())).because(error)
}

#[cfg(test)]
#[path = "generations_tests.rs"]
mod tests;
