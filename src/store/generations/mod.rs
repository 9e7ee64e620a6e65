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

mod building;
mod cleaning;
mod publishing;
mod reading;
mod record;

pub use building::{Base, Building};
pub use publishing::Outcome;
pub use reading::Opened;
pub use record::GenerationRecord;

use super::Storage;
use super::access::unreadable;
use super::current::Current;
use crate::error::RunError;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The index proper in a generation's directory.
pub const INDEX: &str = "tantivy";
/// What a run knows of the corpus, in a generation's directory; it must be there when the generation is finished.
pub const CATALOGUE: &str = "catalogue.json";
const DIRECTORY: &str = "generations";
const READERS: &str = "readers.lock";
/// The generations of a workspace.
#[derive(Debug, Clone)]
pub struct Generations {
    storage: Storage,
    indexes: PathBuf,
    index_schema: u32,
    keep: usize,
}

impl Generations {
    /// The generations below `indexes`. `index_schema` is the version of the index's fields that this program reads and
    /// writes; `keep` the number of published generations that stay, the current one included (see the setting `keep_generations`).
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
}

/// Names in a sentence, with the verb that follows them.
fn listed(names: &[String]) -> String {
    format!("{} {}", names.join(", "), if names.len() == 1 { "is" } else { "are" })
}

fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests;
