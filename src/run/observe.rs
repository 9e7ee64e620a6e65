//! What a run tells whoever watches it: the library reports events and never prints them.

use crate::error::RunError;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// One thing that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// The corpus was looked at: so many files, so many to read, to tag again, and bytes to read.
    Planned {
        /// Files in the corpus.
        files: usize,
        /// Contents to read.
        read: usize,
        /// Contents to tag again.
        retag: usize,
        /// Bytes to read.
        bytes: u64,
    },
    /// A report went through the stages.
    Done {
        /// Its path.
        path: &'a str,
        /// Its size.
        bytes: u64,
    },
    /// A file could not be read.
    Failed {
        /// Its path.
        path: &'a str,
        /// Why, in words.
        reason: &'a str,
    },
    /// Something that a person should know while the run goes on.
    Remark(&'a str),
    /// The run goes over to another phase: "writing the trackers".
    Phase(&'a str),
    /// The user asked to stop, and the run does.
    Stopping,
}

/// Takes the events of a run; events come from one thread, in a fixed order.
pub trait Observer: Sync {
    /// Takes one event.
    fn event(&self, event: Event<'_>);
    /// What is raised when the user asks to stop (Ctrl-C, SIGTERM): the run then drops what it has in hand, leaving all consistent.
    fn stop(&self) -> Arc<AtomicBool> {
        Arc::default()
    }
}

/// Watches nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn event(&self, _event: Event<'_>) {}
}

/// The user asked to stop.
#[must_use]
pub fn stopped() -> RunError {
    RunError::new("stopped before the end").hint("Run again: what was not done is done then.")
}
