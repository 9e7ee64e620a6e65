//! What all steps of a command that writes share: where it works, with which settings, behind which lock.

use super::begin::Hold;
use super::observe::{self, Observer};
use crate::error::RunError;
use crate::settings::Settings;
use crate::store::{Generations, RunLock, Storage};
use crate::tracker::Corrections;
use crate::workspace::Workspace;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What all steps of a run share; the ledger, which they change, travels beside it.
#[derive(Clone)]
pub struct Work<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The door to the disk.
    pub storage: &'a Storage,
    /// Shows that no other run is at work.
    pub lock: &'a RunLock,
    /// The generations.
    pub generations: &'a Generations,
    /// The settings.
    pub settings: &'a Settings,
    /// What people correct.
    pub corrections: &'a Corrections,
    /// Whoever watches.
    pub observer: &'a dyn Observer,
    /// Raised when the user asks to stop.
    pub stop: Arc<AtomicBool>,
}

impl<'a> Work<'a> {
    /// The work of a command that has taken the workspace in hand.
    #[must_use]
    pub fn of(
        hold: &'a Hold,
        storage: &'a Storage,
        workspace: &'a Workspace,
        settings: &'a Settings,
        corrections: &'a Corrections,
        observer: &'a dyn Observer,
    ) -> Self {
        let Hold { lock, generations } = hold;
        Self { workspace, storage, lock, generations, settings, corrections, observer, stop: observer.stop() }
    }

    /// Whether the user asked to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// That the user asked to stop, where that is so: `Err` ends what is going on.
    ///
    /// # Errors
    /// It is so.
    pub fn go_on(&self) -> Result<(), RunError> {
        if self.is_stopped() { Err(observe::stopped()) } else { Ok(()) }
    }

    /// The door to the disk for work that can be dropped: once the user asks to stop, it takes nothing more.
    #[must_use]
    pub fn until_stopped(&self) -> Storage {
        self.storage.until(&self.stop)
    }
}
