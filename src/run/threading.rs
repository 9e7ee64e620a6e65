//! The threads of a generation: what is new in the corpus is read for statements, the rest is taken from the cache, and all of it
//! is linked.

use super::catalogue::Catalogue;
use super::documents::Documents;
use super::work::Work;
use crate::error::RunError;
use crate::language::Language;
use crate::store::Storage;
use crate::threads::book::{self, Book, Judgement, Listed, Says};
use crate::threads::features::Reader;
use crate::threads::linking;
use crate::threads::report::ReportStatements;
use crate::threads::words::{Words, hash};
use crate::tracker::Corrections;
use crate::workspace::Workspace;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Version of what is kept of a report: raise it whenever statements are read in another way.
const FORM: &str = concat!(env!("CARGO_PKG_VERSION"), "/1");

/// The version with the words that statements are read by: another lexicon reads other statements.
fn form() -> String {
    format!("{FORM}/{:08x}{:08x}", hash(Language::EMBEDDED), hash(Words::EMBEDDED))
}

/// The folder of what is kept of reports, below `indexes/`.
const FOLDER: &str = "threads";

/// A kept report larger than this is taken for damaged.
const LARGEST_BYTES: u64 = 1 << 28;

#[derive(Serialize, Deserialize)]
struct Kept {
    form: String,
    report: ReportStatements,
}

/// Writes the book of threads of `catalogue` into the directory of its generation.
///
/// # Errors
/// The disk refuses, or a stored document is lost.
pub fn write(work: &Work<'_>, documents: &Documents, catalogue: &Catalogue, dir: &Path) -> Result<(), RunError> {
    let cache = Cache::of(work.workspace);
    let storage = &work.until_stopped();
    let (language, words) = (language()?, words()?);
    let reader = Reader::new(&language, &words);
    let mut reports: Vec<ReportStatements> = catalogue
        .reports
        .par_iter()
        .map(|report| match cache.load(&report.document) {
            Some(kept) => Ok(kept),
            None => {
                let read = ReportStatements::of(&documents.load(&report.document)?, &report.document, &reader, &words);
                cache.keep(storage, read)
            }
        })
        .collect::<Result<_, RunError>>()?;
    reports.sort_by(|left, right| (&left.date, &left.key).cmp(&(&right.date, &right.key)));
    let listed: Vec<Listed> = reports.iter_mut().map(Listed::of).collect();
    let linked = linking::link(reports);
    let book = Book::of(&linked, &listed, &judgements(work.corrections));
    let bytes = serde_json::to_vec(&book)
        .map_err(|error| RunError::internal("cannot write the threads as JSON").because(error))?;
    work.storage.write_atomic(dir.join(book::FILE), &bytes)?;
    cache.sweep(work.storage, catalogue)
}

/// What people say of threads in `overrides.csv`; of two lines about the same passages the later holds.
fn judgements(corrections: &Corrections) -> Vec<Judgement> {
    let says = |field: &str| match field {
        "thread-link" => Says::Link,
        "thread-unlink" => Says::Unlink,
        _ => Says::Confirm,
    };
    let all = corrections.about_threads().map(|line| Judgement {
        one: line.id.clone(),
        other: line.value.clone(),
        says: says(&line.field),
        by: line.reviewer.clone(),
    });
    all.collect()
}

/// The book of a generation; an empty one where the generation was made before there were threads.
///
/// # Errors
/// It is there and cannot be read.
pub fn read(dir: &Path) -> Result<Book, RunError> {
    let path = dir.join(book::FILE);
    let unreadable = |error: Box<dyn std::error::Error + Send + Sync>| {
        RunError::damaged(format!("cannot read {}", path.display()))
            .because(error)
            .hint("`minutebook run --full` builds the index and its threads anew.")
    };
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Book::default()),
        Err(error) => return Err(unreadable(error.into())),
    };
    serde_json::from_slice(&bytes).map_err(|error| unreadable(error.into()))
}

fn language() -> Result<Language, RunError> {
    Language::embedded().map_err(|error| RunError::internal("the lexicon cannot be read").because(error))
}

fn words() -> Result<Words, RunError> {
    Words::embedded().map_err(|error| RunError::internal("the groups of words cannot be read").because(error))
}

/// What was read of each stored document.
struct Cache {
    folder: PathBuf,
    form: String,
}

impl Cache {
    fn of(workspace: &Workspace) -> Self {
        Self { folder: workspace.indexes().join(FOLDER), form: form() }
    }

    fn path(&self, document: &str) -> PathBuf {
        self.folder.join(format!("{document}.json.lz4"))
    }

    /// What is kept of a document; `None` where it is not there, torn, or of another version: then it is read again.
    fn load(&self, document: &str) -> Option<ReportStatements> {
        let bytes = std::fs::read(self.path(document)).ok()?;
        let mut json = Vec::new();
        lz4_flex::frame::FrameDecoder::new(bytes.as_slice()).take(LARGEST_BYTES).read_to_end(&mut json).ok()?;
        let kept: Kept = serde_json::from_slice(&json).ok()?;
        (kept.form == self.form && kept.report.document == document).then_some(kept.report)
    }

    fn keep(&self, storage: &Storage, report: ReportStatements) -> Result<ReportStatements, RunError> {
        let path = self.path(&report.document);
        let kept = Kept { form: self.form.clone(), report };
        let json = serde_json::to_vec(&kept)
            .map_err(|error| RunError::internal("cannot write statements as JSON").because(error))?;
        let mut packed = lz4_flex::frame::FrameEncoder::new(Vec::new());
        let packed = packed
            .write_all(&json)
            .and_then(|()| packed.finish().map_err(std::io::Error::other))
            .map_err(|error| RunError::internal("cannot compress statements").because(error))?;
        storage.write_cache(path, &packed)?;
        Ok(kept.report)
    }

    /// Removes what is kept of documents that the generation does not hold: it can be read again.
    fn sweep(&self, storage: &Storage, catalogue: &Catalogue) -> Result<(), RunError> {
        let used: BTreeSet<PathBuf> = catalogue.reports.iter().map(|report| self.path(&report.document)).collect();
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return Ok(()) };
        for path in entries.flatten().map(|entry| entry.path()) {
            if !used.contains(&path) {
                storage.remove(path)?;
            }
        }
        Ok(())
    }
}
