//! Reads the index of one generation. Opening it writes nothing and takes no lock.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Query as TantivyQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::directory::Generation;
use super::schema::{self, Fields};
use super::stored::StoredBlock;
use crate::error::RunError;
use crate::model::{Found, Report};
use crate::query::words::Stems;
use crate::store::Storage;

/// An open index.
pub struct Reader {
    pub(super) dir: PathBuf,
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    /// The stemmers of the languages in the index, English first.
    pub(super) stems: Vec<Stems>,
    reports: Mutex<BTreeMap<String, Arc<Report>>>,
}

impl Reader {
    /// Opens the index in `dir`, read only.
    ///
    /// # Errors
    /// There is no index, it is of another version, or damaged; the hints say what to do.
    pub fn open(dir: &Path) -> Result<Self, RunError> {
        let (index, fields) = open_index(dir, None)?;
        guarded(dir, || {
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
            let searcher = reader.searcher();
            let stems = languages(&searcher, &fields)?.iter().map(|language| Stems::of(language)).collect();
            Ok(Self { dir: dir.to_owned(), searcher, fields, stems, reports: Mutex::default() })
        })
    }

    /// Documents in the index: one per block and one per report.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Checks every file of the index against its checksum: slow, for `check`.
    ///
    /// # Errors
    /// A file is damaged or missing: the message names it.
    pub fn verify(&self) -> Result<(), RunError> {
        let damaged = guarded(&self.dir, || self.searcher.index().validate_checksum())?;
        if damaged.is_empty() {
            return Ok(());
        }
        let mut names: Vec<String> = damaged.iter().map(|path| path.display().to_string()).collect();
        names.sort();
        Err(damaged_index(&self.dir, format!("checksums do not fit: {}", names.join(", "))))
    }

    /// A report by its key.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn report(&self, key: &str) -> Result<Option<Arc<Report>>, RunError> {
        let known = self.reports.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        if known.is_some() {
            return Ok(known);
        }
        let found = guarded(&self.dir, || {
            let query = BooleanQuery::intersection(vec![
                self.term(self.fields.report, key),
                self.term(self.fields.what, "report"),
            ]);
            self.documents_of(&query)?.first().map(|address| self.stored_report(*address)).transpose()
        })?;
        let Some(report) = found.map(Arc::new) else { return Ok(None) };
        self.reports.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), Arc::clone(&report));
        Ok(Some(report))
    }

    /// All reports, by key.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn reports(&self) -> Result<Vec<Report>, RunError> {
        let mut reports = guarded(&self.dir, || {
            let query = self.term(self.fields.what, "report");
            self.documents_of(&*query)?
                .into_iter()
                .map(|address| self.stored_report(address))
                .collect::<tantivy::Result<Vec<_>>>()
        })?;
        reports.sort_by(|left, right| left.meta.key.cmp(&right.meta.key));
        Ok(reports)
    }

    /// The blocks of a report in reading order, with their items.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn blocks(&self, key: &str) -> Result<Vec<Found>, RunError> {
        let mut blocks = guarded(&self.dir, || {
            let query = BooleanQuery::intersection(vec![
                self.term(self.fields.report, key),
                self.term(self.fields.what, "block"),
            ]);
            self.documents_of(&query)?
                .into_iter()
                .map(|address| self.stored_block(address))
                .collect::<tantivy::Result<Vec<_>>>()
        })?;
        blocks.sort_by_key(|found| found.ordinal);
        Ok(blocks)
    }

    /// A block by its whole id.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn block(&self, id: &str) -> Result<Option<Found>, RunError> {
        guarded(&self.dir, || {
            let query = self.term(self.fields.id, id);
            self.documents_of(&*query)?.first().map(|address| self.stored_block(*address)).transpose()
        })
    }

    /// Ids of blocks and keys of reports that begin with `prefix`, sorted, at most `most` of them.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn ids(&self, prefix: &str, most: usize) -> Result<Vec<String>, RunError> {
        guarded(&self.dir, || {
            let mut found = std::collections::BTreeSet::new();
            for field in [self.fields.id, self.fields.report] {
                for segment in self.searcher.segment_readers() {
                    let inverted = segment.inverted_index(field)?;
                    let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
                    let mut taken = 0;
                    while taken < most
                        && let Some((key, info)) = stream.next()
                        && key.starts_with(prefix.as_bytes())
                    {
                        // A term may outlive the documents that held it.
                        let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                        if segment.alive_bitset().is_some_and(|alive| postings.doc_freq_given_deletes(alive) == 0) {
                            continue;
                        }
                        found.extend(std::str::from_utf8(key).ok().map(str::to_owned));
                        taken += 1;
                    }
                }
            }
            Ok(found.into_iter().take(most).collect())
        })
    }

    pub(super) fn term(&self, field: tantivy::schema::Field, value: &str) -> Box<dyn TantivyQuery> {
        Box::new(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic))
    }

    fn documents_of(&self, query: &dyn TantivyQuery) -> tantivy::Result<Vec<DocAddress>> {
        let mut found: Vec<DocAddress> = self.searcher.search(query, &DocSetCollector)?.into_iter().collect();
        found.sort_unstable();
        Ok(found)
    }

    pub(super) fn stored_block(&self, address: DocAddress) -> tantivy::Result<Found> {
        let stored: StoredBlock = serde_json::from_str(&self.stored(address)?)?;
        Ok(stored.into_found())
    }

    fn stored_report(&self, address: DocAddress) -> tantivy::Result<Report> {
        Ok(serde_json::from_str(&self.stored(address)?)?)
    }

    fn stored(&self, address: DocAddress) -> tantivy::Result<String> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let text = document.get_first(self.fields.stored).and_then(|value| value.as_str().map(str::to_owned));
        Ok(text.unwrap_or_default())
    }
}

/// The index in `dir` and its fields, if it is one of ours.
pub(super) fn open_index(dir: &Path, storage: Option<&Storage>) -> Result<(Index, Fields), RunError> {
    if !dir.join("meta.json").is_file() {
        return Err(RunError::usage(format!("there is no index in {}", dir.display()))
            .hint("`minutebook run` builds one from the reports in corpus/.")
            .hint("In another directory than the workspace's? --workspace DIR names it."));
    }
    let generation = || storage.map_or_else(|| Generation::at(dir), |storage| Generation::on(storage, dir));
    let index = guarded(dir, || Index::open(generation()?))?;
    let fields = schema::fields();
    if index.schema() != fields.schema {
        return Err(RunError::damaged(format!(
            "the index in {} was made by another version of minutebook",
            dir.display()
        ))
        .hint("`minutebook run` builds it anew from the reports and the ledger; nothing is lost."));
    }
    Ok((index, fields))
}

/// Runs a step of the search library, which may answer a damaged file with an error or with a panic.
pub(super) fn guarded<T>(dir: &Path, step: impl FnOnce() -> tantivy::Result<T>) -> Result<T, RunError> {
    match catch_unwind(AssertUnwindSafe(step)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(damaged_index(dir, error.to_string())),
        Err(panic) => {
            let found = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            Err(damaged_index(dir, found.unwrap_or("it cannot be read").to_owned()))
        }
    }
}

fn damaged_index(dir: &Path, cause: String) -> RunError {
    RunError::damaged(format!("the index in {} is damaged or incomplete", dir.display()))
        .because(cause)
        .hint("`minutebook check` says what is damaged; `minutebook index rollback` returns to the generation before.")
        .hint("`minutebook run --full` builds it anew from the reports and the ledger.")
}

fn languages(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Vec<String>> {
    let mut found = vec!["en".to_owned()];
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(fields.language)?;
        let mut stream = inverted.terms().stream()?;
        while let Some((key, _)) = stream.next() {
            if let Ok(language) = std::str::from_utf8(key)
                && !found.iter().any(|known| known == language)
            {
                found.push(language.to_owned());
            }
        }
    }
    Ok(found)
}
