//! Reading in parallel, in bounded batches, in a fixed order: extract, layout, segment and tag for every task of a plan.
//!
//! A batch is read by all threads at once while the batch before it is indexed; at most one batch waits. Memory is bounded
//! by the batch size, not by the corpus. The order of results is the order of the plan, whatever the number of threads.

use super::documents::Documents;
use super::manifest::Manifest;
use super::plan::Task;
use crate::audit;
use crate::error::DocumentError;
use crate::extract::{self, Limits, Passwords};
use crate::model::{Document, TaggedDocument};
use crate::tag::{Context, Tagger};
use crate::{layout, segment};
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Version of the reading stages. Raise it with every change of extract, layout or segment that can change a document:
/// the next run then reads the whole corpus again.
pub const READER: &str = concat!(env!("CARGO_PKG_VERSION"), "/1");

/// Files read at once before their results are handed on.
const BATCH_FILES: usize = 64;

/// Bytes read at once before their results are handed on. Glyphs and blocks take about ten times the bytes of a text PDF.
const BATCH_BYTES: u64 = 16 << 20;

/// What all readings share.
#[derive(Debug)]
pub struct Reading<'a> {
    /// Limits per file.
    pub limits: &'a Limits,
    /// Passwords by file name.
    pub passwords: &'a Passwords,
    /// The manifest's overrides.
    pub manifest: &'a Manifest,
    /// Rules.
    pub tagger: &'a Tagger,
    /// Version of the tagger and its rules.
    pub version: &'a str,
    /// What deadlines are resolved with.
    pub context: &'a Context,
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

/// What is done with a task: read its file, or tag its cached document again.
#[derive(Debug, Clone)]
pub enum Work {
    /// Read the file.
    Read(Task),
    /// Tag the cached document of this name again; the audit of its reading stays.
    Retag(Task, String, audit::Score),
}

impl Work {
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

/// Does all `work` and hands each result to `take`, in order, on the calling thread. `take` returns whether to go on.
pub fn each<E>(
    work: Vec<Work>,
    reading: &Reading<'_>,
    documents: &Documents,
    mut take: impl FnMut(Done) -> Result<bool, E>,
) -> Result<(), E> {
    if rayon::current_num_threads() == 1 {
        for work in work {
            if !take(do_one(work, reading, documents))? {
                break;
            }
        }
        return Ok(());
    }
    let batches = batches(work);
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel::<Vec<Done>>(1);
        scope.spawn(move || {
            for batch in batches {
                let done = batch.into_par_iter().map(|work| do_one(work, reading, documents)).collect();
                // The receiver goes away when the run stops early; nothing more is to be read then.
                if sender.send(done).is_err() {
                    return;
                }
            }
        });
        for batch in receiver {
            for done in batch {
                if !take(done)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    })
}

fn batches(work: Vec<Work>) -> Vec<Vec<Work>> {
    let mut batches = Vec::new();
    let mut batch = Vec::new();
    let mut bytes = 0;
    for work in work {
        bytes += work.bytes();
        batch.push(work);
        if batch.len() >= BATCH_FILES || bytes >= BATCH_BYTES {
            batches.push(std::mem::take(&mut batch));
            bytes = 0;
        }
    }
    batches.push(batch);
    batches.retain(|batch| !batch.is_empty());
    batches
}

fn do_one(work: Work, reading: &Reading<'_>, documents: &Documents) -> Done {
    let mut times = StageTimes::default();
    match work {
        Work::Read(task) => {
            let result = guarded(&task.file.path, || read(&task, reading, &mut times));
            Done { task, result, times }
        }
        Work::Retag(task, name, score) => {
            let result = guarded(&task.file.path, || match documents.load(&name) {
                Ok(kept) => Ok((tag(kept.document, &task, reading, &mut times), score.clone())),
                // A lost document is no loss: the file is still there.
                Err(_) => read(&task, reading, &mut times),
            });
            Done { task, result, times }
        }
    }
}

fn read(
    task: &Task,
    reading: &Reading<'_>,
    times: &mut StageTimes,
) -> Result<(TaggedDocument, audit::Score), DocumentError> {
    let file = &task.file;
    let start = Instant::now();
    let raw = extract::read_file(&file.location, &file.path, reading.limits, reading.passwords)?;
    times.extract = start.elapsed();
    let start = Instant::now();
    let laid_out = layout::lay_out(raw);
    times.layout = start.elapsed();
    let start = Instant::now();
    let facts = audit::Facts::of(&laid_out);
    let document = segment::segment(laid_out);
    let score = audit::audit(&document, &facts);
    times.segment = start.elapsed();
    Ok((tag(document, task, reading, times), score))
}

fn tag(mut document: Document, task: &Task, reading: &Reading<'_>, times: &mut StageTimes) -> TaggedDocument {
    let start = Instant::now();
    document.source.path.clone_from(&task.file.path);
    reading.manifest.apply(&task.file.path, &mut document.meta);
    let tagged = reading.tagger.tag(document, reading.context);
    times.tag = start.elapsed();
    tagged
}

/// Runs a reading so that a bug in it fails one document and not the night.
fn guarded<T>(path: &str, read: impl FnOnce() -> Result<T, DocumentError>) -> Result<T, DocumentError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|panic| {
        let words =
            panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Err(DocumentError::new(
            "panic",
            path,
            format!("minutebook itself failed on this file ({}); this is a bug", words.unwrap_or("no message")),
        )
        .with_hint("Report it with the file; the other files are not affected"))
    })
}
