//! What stands between [`super::Storage`] and the disk: in a run the user's wish to stop, and in tests a disk that fails, is full,
//! or stops for good (as a killed process does) at the n-th step.
//!
//! Every step that changes the disk asks [`Disk::before`] first. With [`Manner::Dead`] the failing write is torn in half and
//! all later steps fail too, tidying up included: what is then on the disk is what a kill would have left.

use std::fmt::Debug;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// One step that changes the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// A file is made or opened for writing.
    Create,
    /// Bytes are written, or a file is cut.
    Write,
    /// A file is synced.
    Sync,
    /// A name moves.
    Rename,
    /// A directory is synced.
    SyncDirectory,
    /// A hard link is made.
    Link,
    /// A file or directory is removed.
    Remove,
    /// A directory is made.
    MakeDirectory,
}

/// What becomes of a step.
#[derive(Debug)]
pub enum Verdict {
    /// It is done.
    Go,
    /// It fails and changes nothing.
    Fail(io::Error),
    /// It fails half way: of a write the first half of the bytes arrives.
    Tear(io::Error),
}

/// Judges each step before it is done.
pub trait Disk: Debug + Send + Sync {
    /// Whether the step on `path` goes through.
    fn before(&self, step: Step, path: &Path) -> Verdict;

    /// Whether a sync waits for the platter. Not so in tests of kills: what a process has handed over outlives it.
    fn waits(&self) -> bool {
        true
    }
}

/// The real disk: every step goes through.
#[derive(Debug, Clone, Copy, Default)]
pub struct SoundDisk;

impl Disk for SoundDisk {
    fn before(&self, _step: Step, _path: &Path) -> Verdict {
        Verdict::Go
    }
}

/// A disk for tests: every step goes through and no sync is waited for.
#[derive(Debug, Clone, Copy, Default)]
pub struct SwiftDisk;

impl Disk for SwiftDisk {
    fn before(&self, _step: Step, _path: &Path) -> Verdict {
        Verdict::Go
    }

    fn waits(&self) -> bool {
        false
    }
}

/// A disk that takes nothing more once the user asked to stop: so every long writing ends within one buffer. Removing, renaming and
/// syncing go on, so that what is complete can be put in its place and what is not can be tidied away.
#[derive(Debug, Clone)]
pub struct UntilStopped {
    disk: Arc<dyn Disk>,
    stop: Arc<AtomicBool>,
}

impl UntilStopped {
    /// `disk`, until `stop` is raised.
    #[must_use]
    pub fn new(disk: Arc<dyn Disk>, stop: Arc<AtomicBool>) -> Self {
        Self { disk, stop }
    }
}

impl Disk for UntilStopped {
    fn before(&self, step: Step, path: &Path) -> Verdict {
        if matches!(step, Step::Create | Step::Write) && self.stop.load(Ordering::Relaxed) {
            // Not `Interrupted`: that would be tried again.
            return Verdict::Fail(io::Error::other("the run was asked to stop"));
        }
        self.disk.before(step, path)
    }

    fn waits(&self) -> bool {
        self.disk.waits()
    }
}

/// How a [`FailAt`] disk goes on after its first failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// It recovers: the one step fails, later ones work.
    Once,
    /// It stays full (or read-only, or out of handles): whatever needs new room fails, removing and renaming work.
    Full,
    /// It has become read-only: nothing that would change it works any more, removing and renaming included.
    ReadOnly,
    /// The process is gone: the step is torn, and no later step reaches the disk.
    Dead,
}

/// A disk whose n-th step fails, counted from 0.
#[derive(Debug)]
pub struct FailAt {
    nth: u64,
    manner: Manner,
    kind: io::ErrorKind,
    code: Option<i32>,
    taken: AtomicU64,
}

impl FailAt {
    /// Fails at the n-th step.
    #[must_use]
    pub fn new(nth: u64, manner: Manner) -> Self {
        Self { nth, manner, kind: io::ErrorKind::Other, code: None, taken: AtomicU64::new(0) }
    }

    /// A disk that only counts its steps.
    #[must_use]
    pub fn never() -> Self {
        Self::new(u64::MAX, Manner::Once)
    }

    /// The same disk with another kind of error: `StorageFull`, `ReadOnlyFilesystem`, `PermissionDenied`.
    #[must_use]
    pub fn with(mut self, kind: io::ErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// The same disk with the error of the operating system's number: 24 where no more files can be open.
    #[must_use]
    pub fn with_code(mut self, code: i32) -> Self {
        self.code = Some(code);
        self
    }

    /// Steps asked for so far.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.taken.load(Ordering::SeqCst)
    }

    /// Whether the failing step has been reached.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.steps() > self.nth
    }
}

impl Disk for FailAt {
    fn before(&self, step: Step, path: &Path) -> Verdict {
        let now = self.taken.fetch_add(1, Ordering::SeqCst);
        let error = || match self.code {
            Some(code) => io::Error::from_raw_os_error(code),
            None => io::Error::new(self.kind, format!("step {now} fails by order: {step:?} {}", path.display())),
        };
        if now < self.nth {
            return Verdict::Go;
        }
        match self.manner {
            Manner::Dead if now == self.nth => Verdict::Tear(error()),
            Manner::Dead | Manner::ReadOnly => Verdict::Fail(error()),
            Manner::Once if now == self.nth => Verdict::Fail(error()),
            Manner::Full if !matches!(step, Step::Remove | Step::Rename | Step::SyncDirectory) => {
                Verdict::Fail(error())
            }
            Manner::Once | Manner::Full => Verdict::Go,
        }
    }

    fn waits(&self) -> bool {
        false
    }
}
