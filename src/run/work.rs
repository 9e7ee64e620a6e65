//! What all steps of a command that writes share: where it works, with which settings, behind which lock.

use super::begin::Hold;
use super::observe::Observer;
use crate::settings::Settings;
use crate::store::{Generations, RunLock, Storage};
use crate::tracker::Corrections;
use crate::workspace::Workspace;

/// What all steps of a run share; the ledger, which they change, travels beside it.
#[derive(Clone, Copy)]
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
        Self { workspace, storage, lock, generations, settings, corrections, observer }
    }
}
