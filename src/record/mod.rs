//! The facade: everything that can be done with a workspace, as functions that answer values. Command line, page, service and
//! other people's programs stand on it; it prints nothing and asks nobody.
//!
//! [`Record`] is a workspace in hand. Reading verbs answer from the published generation of the index, which stays as it is
//! while a run goes on beside; [`Record::refresh`] takes up a newer one. Writing verbs hold the workspace's lock for as long
//! as they take: of two programs that write at once, the second is told who holds it ([`ErrorKind::Busy`]).

mod browsing;
mod citing;
mod coverage;
mod current;
mod exporting;
mod looking_back;
mod rules;
mod running;
mod searching;
mod selecting;
mod status;
mod threaded;
mod tracing;
mod tracking;

pub use crate::export::handout::Form as HandoutForm;
pub use browsing::{CategoryName, Passage, Story, Table, TableLine, Version};
pub use exporting::{Checked, Export, ExportForm, Exported, ExportedFile, Tool};
pub use rules::{CheckedRules, ListedRule, Rules};
pub use selecting::{Selected, Selection};
pub use status::Status;
pub use tracing::{Around, Followed, ThreadJudgement, TraceOf};
pub use tracking::{Assessed, Correction, Merge};

use crate::error::{ErrorKind, RunError};
use crate::run::begin;
use crate::settings::Settings;
use crate::store::{Generations, Ledger, RunLock, Storage};
use crate::{index, workspace::Workspace};
use current::Current;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// A workspace in hand: `corpus/` in, `indexes/` built, `outputs/` written.
///
/// ```
/// use minutebook::{Options, Record, RunOptions, Unobserved};
///
/// # fn main() -> Result<(), minutebook::Error> {
/// // A workspace with one report.
/// let folder = std::env::temp_dir().join(format!("minutebook-doc-record-{}", std::process::id()));
/// std::fs::create_dir_all(folder.join("corpus")).expect("a folder for files that go away again");
/// std::fs::write(
///     folder.join("corpus/library-board-2024-03-05.txt"),
///     "Library Board\nSummary report of the meeting of 5 March 2024\n\n1. The Board agreed to open on Sundays.\n",
/// )
/// .expect("a small file");
///
/// let record = Record::open(&folder)?;
/// record.run(&RunOptions::default(), &Unobserved)?;
/// let hits = record.search(&"sundays kind:decision".parse()?, &Options::default())?;
/// assert_eq!(hits.total, 1);
/// assert_eq!(hits.hits[0].number.as_deref(), Some("1"));
/// # std::fs::remove_dir_all(&folder).ok();
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Record {
    workspace: Workspace,
    settings: Settings,
    storage: Storage,
    current: Mutex<Option<Arc<Current>>>,
    /// What was asked for again and again.
    kept: browsing::Kept,
}

impl Record {
    /// The workspace at `folder`. Nothing is created; the index is opened by the first verb that needs it.
    ///
    /// # Errors
    /// `minutebook.toml` is there and holds something that is no setting ([`ErrorKind::Settings`]).
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, RunError> {
        let folder = folder.as_ref();
        // Absolute, so that every part that joins it to a path of its own names the same place.
        let workspace = Workspace::at(std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()));
        let settings = Settings::load(&workspace)?;
        let storage = Storage::of(&settings, &workspace);
        Ok(Self { workspace, settings, storage, current: Mutex::new(None), kept: browsing::Kept::default() })
    }

    /// Where things are in the workspace.
    #[must_use]
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The settings of the workspace.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Number of the published generation that the reading verbs answer from.
    ///
    /// # Errors
    /// There is none yet ([`ErrorKind::Usage`]), or it cannot be read.
    pub fn generation(&self) -> Result<u64, RunError> {
        Ok(self.current()?.generation.number)
    }

    /// Takes up the generation that is published now, and answers whether it is another. A service calls it before each
    /// request: it costs the reading of one small file.
    ///
    /// # Errors
    /// `indexes/current` cannot be read.
    pub fn refresh(&self) -> Result<bool, RunError> {
        let published = self.generations().state()?.generation;
        let mut held = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = held.as_ref().is_some_and(|current| Some(current.generation.number) != published);
        if changed {
            *held = None;
        }
        Ok(changed)
    }

    /// The published generation, opened once.
    pub(crate) fn current(&self) -> Result<Arc<Current>, RunError> {
        let mut held = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(current) = &*held {
            return Ok(Arc::clone(current));
        }
        let current = Arc::new(Current::open(&self.workspace, &self.generations())?);
        *held = Some(Arc::clone(&current));
        Ok(current)
    }

    /// Forgets the opened generation, after a verb that may have published another.
    fn let_go(&self) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The generations of the index.
    pub(crate) fn generations(&self) -> Generations {
        let kept = self.settings.index.keep_generations;
        Generations::new(&self.storage, &self.workspace.indexes(), index::VERSION, kept)
    }

    /// The ledger, read as it is now.
    pub(crate) fn ledger(&self) -> Result<Ledger, RunError> {
        Ledger::open(&self.storage, &self.workspace.ledger())
    }

    /// The ledger, for a verb that writes from it: whole, or not at all.
    pub(crate) fn ledger_to_write(&self) -> Result<Ledger, RunError> {
        let mut ledger = self.ledger()?.named_in(begin::extents(&self.workspace, &self.generations()));
        ledger.insist_on_whole()?;
        Ok(ledger)
    }

    /// The right to write into the workspace, for as long as it lives; a run going on has it until it ends.
    pub(crate) fn lock(&self, command: &str) -> Result<RunLock, RunError> {
        let lock = RunLock::take(&self.storage, &self.workspace.indexes(), command)?;
        // What is written must rest on what is published now.
        self.refresh()?;
        Ok(lock)
    }

    /// Writes a file below `outputs/` that no run writes; it appears whole or not at all.
    ///
    /// # Errors
    /// The disk refuses.
    pub(crate) fn write_output(&self, name: &str, bytes: &[u8]) -> Result<(), RunError> {
        self.storage.write_atomic(self.workspace.outputs().join(name), bytes)
    }

    /// The way of all writes.
    pub(crate) fn storage(&self) -> &Storage {
        &self.storage
    }
}

/// What was asked cannot be meant, in the words of whoever found it.
fn usage(message: String) -> RunError {
    RunError::of(ErrorKind::Usage, message)
}
