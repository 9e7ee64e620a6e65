//! One file within its limits of time and memory: a bug, a limit or the wish to stop ends the work on this file only.

use super::Limits;
use crate::budget::{self, Budget, Overrun};
use crate::error::DocumentError;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

/// Files that are worked on side by side. One that meets the limit of memory may only have had greedy neighbours: it is tried
/// once more while all others wait.
#[derive(Debug, Default)]
pub struct SideBySide {
    seats: RwLock<()>,
    stop: Arc<AtomicBool>,
}

impl SideBySide {
    /// Files whose work ends when `stop` is set.
    #[must_use]
    pub fn until(stop: Arc<AtomicBool>) -> Self {
        Self { seats: RwLock::new(()), stop }
    }

    /// Does all the work on the file shown as `path`, from its bytes to its items.
    ///
    /// # Errors
    /// Those of `work`; `timed-out`, `too-much-memory` and `stopped` where a limit is met, `panic` where the program failed.
    pub fn work<T>(
        &self,
        path: &str,
        limits: &Limits,
        mut work: impl FnMut() -> Result<T, DocumentError>,
    ) -> Result<T, DocumentError> {
        let begun = Instant::now();
        let outcome = {
            let _seat = self.seats.read().unwrap_or_else(PoisonError::into_inner);
            self.once(limits.seconds, limits.memory_bytes, &mut work)
        };
        let outcome = match outcome {
            Err(Overrun::Memory(_)) => {
                let seconds = limits.seconds.saturating_sub(begun.elapsed().as_secs()).max(1);
                let _all_seats = self.seats.write().unwrap_or_else(PoisonError::into_inner);
                // What the program keeps for itself is not this file's.
                let kept = budget::memory_in_use().unwrap_or(0).min(limits.memory_bytes / 2);
                self.once(seconds, limits.memory_bytes.saturating_add(kept), &mut work)
            }
            outcome => outcome,
        };
        match outcome {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => Err(failed(path, &panic)),
            Err(overrun) => Err(over(path, overrun)),
        }
    }

    fn once<T>(&self, seconds: u64, memory: u64, work: &mut impl FnMut() -> T) -> Result<Result<T, String>, Overrun> {
        Budget::new(seconds, Some(memory), Arc::clone(&self.stop)).run(|| {
            // Before anything else: the user may have asked to stop, and memory may be short, before this file's turn.
            budget::look();
            let done = budget::guard(&mut *work)?;
            budget::look();
            Ok(done)
        })
    }
}

fn over(path: &str, overrun: Overrun) -> DocumentError {
    let (code, hint) = match overrun {
        Overrun::Time(_) => (
            "timed-out",
            "Raise `seconds` in the section [extract] of minutebook.toml, or print the file to PDF from a viewer.",
        ),
        Overrun::Memory(_) => (
            "too-much-memory",
            "Split the file, or raise `memory_bytes` in the section [extract] of minutebook.toml (and MemoryMax of the service).",
        ),
        Overrun::Stop => ("stopped", "Run again."),
    };
    DocumentError::new(code, path, overrun.to_string()).with_hint(hint)
}

/// The error for a file on which the program itself failed.
pub(super) fn failed(path: &str, words: &str) -> DocumentError {
    DocumentError::new("panic", path, format!("minutebook itself failed on this file ({words}); this is a bug"))
        .with_hint("Report it with the file; the other files are not affected. Printing the file to PDF again from a viewer often gives one that can be read.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::Ordering;

    fn code<T>(result: Result<T, DocumentError>) -> &'static str {
        result.err().map_or("fine", |error| error.code)
    }

    #[test]
    fn each_limit_costs_the_file_and_says_which() {
        let files = SideBySide::default();
        let endless = || -> Result<(), DocumentError> {
            loop {
                budget::ask();
            }
        };
        let fine = || Ok(());
        assert_eq!(code(files.work("a", &Limits::default(), fine)), "fine");
        assert_eq!(code(files.work("a", &Limits { seconds: 0, ..Limits::default() }, endless)), "timed-out");
        assert_eq!(code(files.work("a", &Limits { memory_bytes: 1, ..Limits::default() }, endless)), "too-much-memory");
        let bug = || -> Result<(), DocumentError> { std::panic::resume_unwind(Box::new("out of bounds")) };
        assert_eq!(code(files.work("a", &Limits::default(), bug)), "panic");
        files.stop.store(true, Ordering::Relaxed);
        assert_eq!(code(files.work("a", &Limits::default(), fine)), "stopped");
    }

    #[test]
    fn a_file_that_met_the_limit_beside_others_is_tried_once_more_alone() {
        let files = SideBySide::default();
        let mut times = 0;
        let limits = Limits { memory_bytes: 64 << 20, ..Limits::default() };
        let read = || {
            times += 1;
            if times == 1 {
                std::panic::resume_unwind(Box::new(Overrun::Memory(limits.memory_bytes)));
            }
            Ok(times)
        };
        assert_eq!(files.work("a", &limits, read).ok(), Some(2));
    }
}
