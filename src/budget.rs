//! What one file may cost: time, memory, and the wish to stop, asked in every loop that a hostile file can make long.
//!
//! Whoever reads a file does so within a [`Budget`]; the stages below it [`ask`], letter by letter or sentence by sentence. A
//! budget that is used up unwinds to [`Budget::run`], so that stages which cannot fail need no way to. Outside a budget
//! asking does nothing. Threads that help with a file enter its budget with [`Budget::lend`].

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Units of work between two looks at the clock. A unit is the work on a letter or two: microseconds, so that a look comes
/// every few milliseconds and costs nothing beside it.
const UNITS_A_LOOK: usize = 4096;
/// Time between two looks at the memory, which is a file of the system.
const MEMORY_LOOK: Duration = Duration::from_millis(20);

/// Why a budget is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overrun {
    /// The work took longer than these seconds.
    Time(u64),
    /// The program used more than these bytes of memory.
    Memory(u64),
    /// The user asked to stop.
    Stop,
}

impl fmt::Display for Overrun {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(seconds) => write!(out, "reading took longer than {seconds} seconds"),
            Self::Memory(bytes) => write!(out, "reading needed more than {} MiB of memory", bytes >> 20),
            Self::Stop => write!(out, "reading was stopped"),
        }
    }
}

/// What the work on one file may cost. Cheap to clone; clones share one account.
#[derive(Debug, Clone)]
pub struct Budget(Arc<Account>);

#[derive(Debug)]
struct Account {
    begun: Instant,
    seconds: u64,
    /// Bytes of memory that the program may use.
    memory: Option<u64>,
    /// Milliseconds after `begun` at which the memory was looked at last.
    looked: AtomicU64,
    /// Milliseconds that other programs took, which are not this file's.
    aside: AtomicU64,
    stop: Arc<AtomicBool>,
}

thread_local! {
    static HERE: RefCell<Option<Budget>> = const { RefCell::new(None) };
    static UNITS: Cell<usize> = const { Cell::new(UNITS_A_LOOK) };
}

impl Budget {
    /// A budget that begins now: so many seconds, the memory that the whole program may use in bytes (`None`: as much as
    /// there is), and the wish to stop.
    #[must_use]
    pub fn new(seconds: u64, memory: Option<u64>, stop: Arc<AtomicBool>) -> Self {
        Self(Arc::new(Account {
            begun: Instant::now(),
            seconds,
            memory,
            looked: AtomicU64::new(0),
            aside: AtomicU64::new(0),
            stop,
        }))
    }

    /// The budget that this thread works within, to be lent to others.
    #[must_use]
    pub fn here() -> Option<Self> {
        HERE.with_borrow(Clone::clone)
    }

    /// Does `work` within this budget.
    ///
    /// # Errors
    /// It is used up: then nothing is left of the work.
    pub fn run<T>(&self, work: impl FnOnce() -> T) -> Result<T, Overrun> {
        let _within = Within::enter(Some(self.clone()));
        catch_unwind(AssertUnwindSafe(work)).map_err(|cause| match cause.downcast::<Overrun>() {
            Ok(overrun) => *overrun,
            Err(other) => resume_unwind(other),
        })
    }

    /// Does `work` on another thread within the budget that was found [`Budget::here`] on the first one. An overrun unwinds to
    /// that thread's [`Budget::run`], as panics on helping threads do.
    pub fn lend<T>(budget: Option<&Self>, work: impl FnOnce() -> T) -> T {
        let _within = Within::enter(budget.cloned());
        work()
    }

    fn overrun(&self) -> Option<Overrun> {
        let Account { begun, seconds, memory, looked, aside, stop } = &*self.0;
        if stop.load(Ordering::Relaxed) {
            return Some(Overrun::Stop);
        }
        let since = begun.elapsed().saturating_sub(Duration::from_millis(aside.load(Ordering::Relaxed)));
        if since > Duration::from_secs(*seconds) {
            return Some(Overrun::Time(*seconds));
        }
        let allowed = (*memory)?;
        let now = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
        let is_due = now.saturating_sub(looked.load(Ordering::Relaxed)) >= MEMORY_LOOK.as_millis() as u64;
        if !is_due {
            return None;
        }
        looked.store(now, Ordering::Relaxed);
        memory_in_use().filter(|used| *used > allowed).map(|_| Overrun::Memory(allowed))
    }
}

/// Asks for the work on one letter, line or the like; unwinds to [`Budget::run`] where the budget is used up.
pub fn ask() {
    ask_for(1);
}

/// As [`ask`], for the work on `units` letters.
pub fn ask_for(units: usize) {
    let is_due = UNITS.with(|left| match left.get().checked_sub(units) {
        Some(rest) => {
            left.set(rest);
            false
        }
        None => {
            left.set(UNITS_A_LOOK);
            true
        }
    });
    if is_due {
        look();
    }
}

/// Looks at clock and memory at once: before or after a step that takes long by itself.
pub fn look() {
    let overrun = HERE.with_borrow(|here| here.as_ref().and_then(Budget::overrun));
    if let Some(overrun) = overrun {
        resume_unwind(Box::new(overrun));
    }
}

/// Does `work` that waits for another program, whose time has a limit of its own and is not counted here.
pub fn aside<T>(work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = work();
    if let Some(Budget(account)) = Budget::here() {
        account.aside.fetch_add(u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
    done
}

/// Whether the user asked to stop: for loops that wait, and have something to put away before they end.
#[must_use]
pub fn is_stopped() -> bool {
    HERE.with_borrow(|here| here.as_ref().is_some_and(|Budget(account)| account.stop.load(Ordering::Relaxed)))
}

/// Runs `work` so that a bug in it is an error with the words of the panic; an overrun goes on to whoever set the budget.
///
/// # Errors
/// The work panicked.
pub fn guard<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|cause| {
        if cause.is::<Overrun>() {
            resume_unwind(cause);
        }
        words_of(cause.as_ref())
    })
}

fn words_of(cause: &(dyn Any + Send)) -> String {
    let text = cause.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}

/// Bytes of memory that the program itself has filled; `None` where the system does not tell (it does on Linux).
#[must_use]
pub fn memory_in_use() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").trim().parse().ok()?;
    Some(kilobytes << 10)
}

/// The budget of a thread for as long as this lives; then the one before.
struct Within(Option<Budget>);

impl Within {
    fn enter(budget: Option<Budget>) -> Self {
        Self(HERE.replace(budget))
    }
}

impl Drop for Within {
    fn drop(&mut self) {
        HERE.set(self.0.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(seconds: u64, memory: Option<u64>) -> (Budget, Arc<AtomicBool>) {
        let stop = Arc::new(AtomicBool::new(false));
        (Budget::new(seconds, memory, Arc::clone(&stop)), stop)
    }

    #[test]
    fn work_without_end_ends_with_the_budget() {
        let (short, _) = budget(0, None);
        let endless = || loop {
            ask();
        };
        assert_eq!(short.run(endless), Err::<(), _>(Overrun::Time(0)));
        let (small, _) = budget(60, Some(1));
        assert_eq!(small.run(endless), Err::<(), _>(Overrun::Memory(1)));
        let (stopped, stop) = budget(60, None);
        stop.store(true, Ordering::Relaxed);
        assert_eq!(stopped.run(endless), Err::<(), _>(Overrun::Stop));
        assert_eq!(budget(60, None).0.run(|| 7), Ok(7));
    }

    #[test]
    fn asking_outside_a_budget_and_after_one_does_nothing() {
        let (short, _) = budget(0, None);
        let _ = short.run(look);
        look();
        ask_for(UNITS_A_LOOK * 3);
    }

    #[test]
    fn threads_that_help_share_the_budget() {
        let (short, _) = budget(0, None);
        let helped = short.run(|| {
            let lent = Budget::here();
            let helper = std::thread::scope(|scope| scope.spawn(|| Budget::lend(lent.as_ref(), look)).join());
            helper.unwrap_or_else(|cause| resume_unwind(cause));
        });
        assert_eq!(helped, Err(Overrun::Time(0)));
    }

    #[test]
    fn the_time_of_other_programs_is_not_counted() {
        let (short, _) = budget(0, None);
        let used = || short.0.begun.elapsed().as_millis() as u64;
        short.0.aside.store(used() + 1000, Ordering::Relaxed);
        assert_eq!(short.run(look), Ok(()));
        let (stopped, stop) = budget(60, None);
        stop.store(true, Ordering::Relaxed);
        assert_eq!(stopped.run(|| aside(is_stopped)), Ok(true));
    }

    #[test]
    fn a_guarded_bug_is_an_error_and_an_overrun_passes_the_guard() {
        assert_eq!(guard(|| resume_unwind(Box::new("a bug"))), Err::<(), _>("a bug".to_owned()));
        let (short, _) = budget(0, None);
        assert_eq!(short.run(|| guard(look)), Err(Overrun::Time(0)));
    }
}
