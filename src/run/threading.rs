//! The threads of a generation: what is new in the corpus is read for statements and linked, the rest is taken from where it was kept
//! (`threads/chain` says what depends on what).

mod kept;

use self::kept::Cache;
use super::catalogue::{Catalogue, CataloguedReport};
use super::documents::Documents;
use super::work::Work;
use crate::error::RunError;
use crate::language::Language;
use crate::store::Storage;
use crate::threads::book::{self, Book, Judgement, Says};
use crate::threads::chain;
use crate::threads::features::Reader;
use crate::threads::gathered::{Gathered, order};
use crate::threads::linking::Found;
use crate::threads::record::{self, Keeping};
use crate::threads::report::ReportStatements;
use crate::threads::stretch::Stretch;
use crate::threads::words::{Words, hash};
use crate::tracker::Corrections;
use std::ops::Range;
use std::path::Path;

/// Version of how statements are read and linked: raise it whenever either changes.
const FORM: &str = concat!(env!("CARGO_PKG_VERSION"), "/2");

/// The version with the words that statements are read by: another lexicon reads other statements.
fn form() -> String {
    format!("{FORM}/{:08x}{:08x}", hash(Language::EMBEDDED), hash(Words::EMBEDDED))
}

/// Writes the book of threads of `catalogue` into the directory of its generation.
///
/// # Errors
/// The disk refuses, or a stored document is lost.
pub fn write(work: &Work<'_>, documents: &Documents, catalogue: &Catalogue, dir: &Path) -> Result<(), RunError> {
    let mut reports: Vec<&CataloguedReport> = catalogue.reports.iter().collect();
    reports.sort_by(|one, other| order((one.date.as_deref(), &one.key), (other.date.as_deref(), &other.key)));
    let lines: Vec<String> = reports.iter().map(|it| format!("{} {}", it.key, it.document)).collect();
    let names = chain::names(&form(), &lines);
    let (language, words) = (language()?, words()?);
    let storage = &work.until_stopped();
    let cache = Cache::of(work.workspace, form());
    let reader = Reader::new(&language, &words);
    let night = Night { cache: &cache, storage, documents, reports: &reports, reader: &reader, words: &words };
    let linked = record::linked(reports.len(), &names, &night)?;
    let book = Book::of(&linked.record, &linked.found, &judgements(work.corrections));
    let bytes = serde_json::to_vec(&book)
        .map_err(|error| RunError::internal("cannot write the threads as JSON").because(error))?;
    work.storage.write_atomic(dir.join(book::FILE), &bytes)?;
    cache.sweep(work.storage, reports.iter().map(|report| report.document.as_str()), &names)
}

/// Reports of a catalogue in the order in which they are linked.
struct Night<'a> {
    cache: &'a Cache,
    storage: &'a Storage,
    documents: &'a Documents,
    reports: &'a [&'a CataloguedReport],
    reader: &'a Reader<'a>,
    words: &'a Words,
}

impl Keeping for Night<'_> {
    type Error = RunError;

    fn stretch(&self, name: &str) -> Option<Stretch> {
        self.cache.stretch(name)
    }

    fn report(&self, at: usize) -> Result<ReportStatements, RunError> {
        let Some(report) = self.reports.get(at) else { return Ok(ReportStatements::default()) };
        if let Some(kept) = self.cache.report(&report.document) {
            return Ok(kept);
        }
        let document = self.documents.load(&report.document)?;
        self.cache.keep_report(self.storage, ReportStatements::of(&document, &report.document, self.reader, self.words))
    }

    fn keep(&self, name: &str, record: &Gathered, reports: &Range<usize>, found: &Found) -> Result<(), RunError> {
        self.cache.keep_stretch(self.storage, name, record, reports, found)
    }
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
