//! Reading in parallel, bounded, in a fixed order: extract, layout, segment and tag for every task of a plan.
//!
//! Threads take the next task while fewer than a window of files and bytes are read and not yet indexed, so that a slow
//! index or one slow file holds them back: memory is bounded by the window, not by the corpus. The order of results is the
//! order of the plan, whatever the number of threads.

use super::documents::Documents;
use super::imported::Imported;
use super::manifest::Manifest;
use super::plan::Task;
use crate::audit;
use crate::error::{DocumentError, RunError};
use crate::extract::{Limits, Passwords, Recognizer, SideBySide};
use crate::model::{Document, TaggedDocument};
use crate::tag::{Context, Tagger};
use crate::{layout, segment};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// Files read and not yet indexed, for each thread: enough that no thread waits for the index behind one long file.
const WINDOW_FILES: usize = 8;

/// Stack of a reading thread, in bytes: as much as a main thread has, since the objects of a PDF nest.
const STACK: usize = 8 << 20;

/// What all readings share.
#[derive(Debug)]
pub struct Reading<'a> {
    /// Limits per file.
    pub limits: &'a Limits,
    /// Reads files, with OCR where it is set.
    pub recognizer: &'a Recognizer,
    /// Passwords by file name.
    pub passwords: &'a Passwords,
    /// The manifest's overrides.
    pub manifest: &'a Manifest,
    /// Rules.
    pub tagger: &'a Tagger,
    /// Version of the tagger and its rules.
    pub version: &'a str,
    /// Version of the tagger with the built-in rules alone.
    pub built_in: &'a str,
    /// What deadlines are resolved with.
    pub context: &'a Context,
    /// Bytes of files that may be read and not yet indexed; one file that is larger is read alone.
    pub read_ahead: u64,
    /// Documents that were read elsewhere.
    pub imported: Option<&'a Imported>,
}

impl Reading<'_> {
    /// Version of the reading stages that a path is, or was, read with.
    #[must_use]
    pub fn reader_of(&self, path: &str) -> String {
        let elsewhere = self.imported.and_then(|imported| imported.reader(path)).map(str::to_owned);
        elsewhere.unwrap_or_else(|| super::version() + &self.recognizer.mark(path))
    }
}

/// A task with what came of it.
#[derive(Debug)]
pub struct Done {
    /// The task.
    pub task: Task,
    /// The document with items (identity not yet assigned) and its audit, or why there is none.
    pub result: Result<(TaggedDocument, audit::Score), DocumentError>,
    /// Time in the stages.
    pub times: StageTimes,
}

/// Time spent in each stage, summed over threads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StageTimes {
    /// Reading the file and its glyphs.
    pub extract: Duration,
    /// Lines and reading order.
    pub layout: Duration,
    /// Blocks.
    pub segment: Duration,
    /// Items.
    pub tag: Duration,
}

impl StageTimes {
    /// Adds the times of another document.
    pub fn add(&mut self, other: Self) {
        self.extract += other.extract;
        self.layout += other.layout;
        self.segment += other.segment;
        self.tag += other.tag;
    }
}

/// What is to be done with a task: read its file, or tag its cached document again.
#[derive(Debug, Clone)]
pub enum Job {
    /// Read the file.
    Read(Task),
    /// Tag the cached document of this name again; the audit of its reading stays.
    Retag(Task, String, audit::Score),
}

impl Job {
    /// The path that the task's report is shown under.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.task().file.path
    }

    fn task(&self) -> &Task {
        match self {
            Self::Read(task) | Self::Retag(task, ..) => task,
        }
    }

    fn bytes(&self) -> u64 {
        self.task().file.stamp.bytes
    }
}

/// Does all `work` and hands each result to `take`, in order, on the calling thread. `take` returns whether to go on; no
/// file is begun any more once `stop` says so.
///
/// # Errors
/// What `take` refuses, or the machine grants no thread.
pub fn each<E: From<RunError>>(
    work: Vec<Job>,
    reading: &Reading<'_>,
    documents: &Documents,
    stop: &(dyn Fn() -> bool + Sync),
    mut take: impl FnMut(Done) -> Result<bool, E>,
) -> Result<(), E> {
    let stopped = Arc::new(AtomicBool::new(false));
    let files = SideBySide::until(Arc::clone(&stopped));
    let threads = rayon::current_num_threads().min(work.len());
    let queue = Queue::new(work, threads * WINDOW_FILES, reading.read_ahead);
    thread::scope(|scope| {
        let _closed_at_the_end = Closing(&queue);
        let (sender, receiver) = mpsc::channel();
        for nth in 0..threads {
            let (sender, queue, files) = (sender.clone(), &queue, &files);
            let read = move || {
                while let Some((nth, job)) = queue.next() {
                    let bytes = job.bytes();
                    if sender.send((nth, bytes, do_one(&job, reading, documents, files))).is_err() {
                        queue.close();
                    }
                }
            };
            // A machine that grants fewer threads reads with fewer, but it must grant one.
            match thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read) {
                Ok(_) => {}
                Err(error) if nth == 0 => return Err(no_thread(error).into()),
                Err(_) => break,
            }
        }
        drop(sender);
        let mut early = BTreeMap::new();
        loop {
            let (nth, bytes, done) = match receiver.recv_timeout(STOP_LOOK) {
                Ok(read) => read,
                Err(RecvTimeoutError::Timeout) => {
                    if stop() {
                        stopped.store(true, Ordering::Relaxed);
                        queue.close();
                    }
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
            early.insert(nth, (bytes, done));
            while let Some((bytes, done)) = early.remove(&queue.taken()) {
                let go_on = take(done)?;
                queue.let_in_another(bytes);
                if !go_on {
                    stopped.store(true, Ordering::Relaxed);
                    return Ok(());
                }
            }
        }
    })
}

fn no_thread(error: std::io::Error) -> RunError {
    RunError::new("cannot start a thread to read with")
        .because(error)
        .hint("The machine is short of memory or of processes (ulimit -u): free some, or run later.")
}

/// How often it is asked, while files are being read, whether the user wants to stop.
const STOP_LOOK: Duration = Duration::from_millis(50);

/// Jobs that are handed out in order while the window has room.
struct Queue {
    state: Mutex<QueueState>,
    room: Condvar,
    window: usize,
    read_ahead: u64,
}

struct QueueState {
    work: std::iter::Enumerate<std::vec::IntoIter<Job>>,
    next: Option<(usize, Job)>,
    /// Files handed out, and taken by the index.
    begun: usize,
    taken: usize,
    /// Bytes of the files between the two.
    bytes: u64,
}

impl Queue {
    fn new(work: Vec<Job>, window: usize, read_ahead: u64) -> Self {
        let mut work = work.into_iter().enumerate();
        let next = work.next();
        let state = QueueState { work, next, begun: 0, taken: 0, bytes: 0 };
        Self { state: Mutex::new(state), room: Condvar::new(), window, read_ahead }
    }

    /// The next task, when there is room for it; `None` when there is no more.
    fn next(&self) -> Option<(usize, Job)> {
        let mut state = self.lock();
        loop {
            let bytes = state.next.as_ref()?.1.bytes();
            let waiting = state.begun - state.taken;
            if waiting == 0 || waiting < self.window && state.bytes + bytes <= self.read_ahead {
                state.begun += 1;
                state.bytes += bytes;
                let following = state.work.next();
                return std::mem::replace(&mut state.next, following);
            }
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn taken(&self) -> usize {
        self.lock().taken
    }

    fn let_in_another(&self, bytes: u64) {
        let mut state = self.lock();
        state.taken += 1;
        state.bytes = state.bytes.saturating_sub(bytes);
        self.room.notify_all();
    }

    /// Hands out nothing more.
    fn close(&self) {
        self.lock().next = None;
        self.room.notify_all();
    }

    /// A thread that panicked held the lock for no half-made change.
    fn lock(&self) -> MutexGuard<'_, QueueState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets waiting threads go home however the taking of results ends.
struct Closing<'a>(&'a Queue);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn do_one(job: &Job, reading: &Reading<'_>, documents: &Documents, files: &SideBySide) -> Done {
    let mut times = StageTimes::default();
    let task = job.task().clone();
    let result = files.work(&task.file.path, reading.limits, || match job {
        Job::Read(task) => read(task, reading, &mut times),
        Job::Retag(task, name, score) => match documents.load(name) {
            Ok(kept) => Ok((tag(kept.document, task, reading, &mut times), score.clone())),
            // A lost document is no loss: the file is still there.
            Err(_) => read(task, reading, &mut times),
        },
    });
    Done { task, result, times }
}

fn read(
    task: &Task,
    reading: &Reading<'_>,
    times: &mut StageTimes,
) -> Result<(TaggedDocument, audit::Score), DocumentError> {
    let file = &task.file;
    let start = Instant::now();
    if let Some((document, score)) = reading.imported.and_then(|imported| imported.document(&file.path)).transpose()? {
        times.extract = start.elapsed();
        return Ok((tag(document, task, reading, times), score));
    }
    let raw = reading.recognizer.read_file(&file.location, &file.path, reading.limits, reading.passwords)?;
    times.extract = start.elapsed();
    let start = Instant::now();
    let facts = audit::Facts::of(&raw);
    let laid_out = layout::lay_out(raw);
    times.layout = start.elapsed();
    let start = Instant::now();
    let facts = facts.with_lines(&laid_out);
    let mut document = segment::segment(laid_out);
    audit::enter_doubts(&mut document, &facts);
    let score = audit::audit(&document, &facts);
    times.segment = start.elapsed();
    Ok((tag(document, task, reading, times), score))
}

fn tag(document: Document, task: &Task, reading: &Reading<'_>, times: &mut StageTimes) -> TaggedDocument {
    let start = Instant::now();
    let tagged = tag_again(document, &task.file.path, reading);
    times.tag = start.elapsed();
    tagged
}

/// Tags a document that was read, as the reading of `path`.
pub fn tag_again(mut document: Document, path: &str, reading: &Reading<'_>) -> TaggedDocument {
    path.clone_into(&mut document.source.path);
    reading.manifest.apply(path, &mut document.meta);
    reading.manifest.apply_columns(path, &mut document);
    reading.tagger.tag(document, reading.context)
}
