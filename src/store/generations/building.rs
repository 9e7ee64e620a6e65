//! A new generation, built beside the current one from hard links of its segments.

use super::record::{GenerationRecord, RECORD, RECORD_SCHEMA};
use super::{CATALOGUE, Generations, INDEX, READERS, now, unreadable};
use crate::error::RunError;
use crate::store::RunLock;
use crate::store::ledger::{Ledger, ReportEntry};
use crate::store::outputs::Stamp;
use crate::store::scrub::{self, Sums};
use crate::store::strays::BUILDING;
use std::fs;
use std::path::{Path, PathBuf};

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

impl Generations {
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
        self.link_segments(&self.dir(current).join(INDEX), &building.index())?;
        Ok(Building { from: Some(current), ..building })
    }

    /// Completes a generation: its catalogue must be there; everything is synced, then it takes its number. All readers and
    /// writers of its index must be closed. It is not current yet.
    ///
    /// # Errors
    /// The catalogue is missing, or the disk refuses.
    pub fn finish(&self, building: &Building) -> Result<PathBuf, RunError> {
        if !building.dir.join(CATALOGUE).is_file() {
            return Err(RunError::internal(format!("generation {} has no {CATALOGUE}", building.number)));
        }
        let record = GenerationRecord {
            schema: RECORD_SCHEMA.to_owned(),
            generation: building.number,
            made: now(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            index_schema: self.index_schema,
            files: self.sums(building)?,
        };
        let bytes = serde_json::to_vec(&record)
            .map_err(|error| RunError::internal("cannot write the record of a generation as JSON").because(error))?;
        self.storage.write_atomic(building.dir.join(READERS), b"")?;
        self.storage.write_atomic(building.dir.join(RECORD), &bytes)?;
        self.storage.sync_tree(&building.dir)?;
        let dir = self.dir(building.number);
        self.storage.rename(&building.dir, &dir)?;
        Ok(dir)
    }

    /// The sums of all files of a generation. Those of segments that it shares with the one before are known: a damaged one must
    /// not get a new sum that fits it.
    fn sums(&self, building: &Building) -> Result<Sums, RunError> {
        let before = building.from.map(|number| self.dir(number));
        let known = before.as_ref().and_then(|dir| GenerationRecord::read(dir).ok()).map(|record| record.files);
        let is_shared = |name: &str| {
            let (now, then) =
                (Stamp::of(&building.dir.join(name)), before.as_ref().and_then(|dir| Stamp::of(&dir.join(name))));
            now.zip(then).is_some_and(|(now, then)| now.is_of_same_file(&then))
        };
        let mut sums = Sums::new();
        let index = building.index();
        let mut names = Vec::new();
        for entry in fs::read_dir(&building.dir).map_err(|error| unreadable(&building.dir, error))? {
            let entry = entry.map_err(|error| unreadable(&building.dir, error))?;
            if entry.file_type().is_ok_and(|kind| kind.is_file()) {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        for entry in fs::read_dir(&index).map_err(|error| unreadable(&index, error))? {
            let name = entry.map_err(|error| unreadable(&index, error))?.file_name().to_string_lossy().into_owned();
            if !name.ends_with(".lock") {
                names.push(format!("{INDEX}/{name}"));
            }
        }
        for name in names {
            let shared = known.as_ref().and_then(|known| known.get(&name)).filter(|_| is_shared(&name));
            let sum = shared.cloned().map_or_else(|| scrub::sum_of(&building.dir.join(&name)), Ok)?;
            sums.insert(name, sum);
        }
        Ok(sums)
    }

    /// Segments are written once and shared; the small files that tantivy replaces are copied, lock files left behind.
    pub(super) fn link_segments(&self, from: &Path, to: &Path) -> Result<(), RunError> {
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
}
