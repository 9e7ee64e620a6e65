//! Whole reports as they were read, with cells of tables, speakers and doubts that the index does not hold.

use crate::error::RunError;
use crate::model::{MEMBER_SEPARATOR, Report, TaggedDocument};
use crate::record::{Record, usage};
use crate::run::catalogue::CataloguedReport;
use crate::run::documents::Documents;
use std::path::PathBuf;
use std::sync::Arc;

impl Record {
    /// The report with this key as it was read and tagged; `None` where the record holds none.
    ///
    /// ```
    /// # use minutebook::Record;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// let key = &record.status()?.catalogue().reports[0].key.clone();
    /// let report = record.document(key)?.expect("the catalogue names it");
    /// assert_eq!(report.items.len(), 2);
    /// assert!(record.document("no-such-report")?.is_none());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// There is no index yet, or the stored document cannot be read.
    pub fn document(&self, key: &str) -> Result<Option<Arc<TaggedDocument>>, RunError> {
        let current = self.current()?;
        let Some(report) = current.catalogue.report(key) else { return Ok(None) };
        if let Some(document) = self.kept.document(&report.document) {
            return Ok(Some(document));
        }
        let document = Arc::new(Documents::of(self.workspace()).load(&report.document)?);
        self.kept.keep_document(&report.document, &document);
        Ok(Some(document))
    }

    /// The key that a report has now, of one that it had before its files were known to be one work; `None` where no report had it.
    ///
    /// # Errors
    /// There is no index yet, or it cannot be read.
    pub fn key_now(&self, formerly: &str) -> Result<Option<String>, RunError> {
        let current = self.current()?;
        let had = |report: &&CataloguedReport| {
            report.readings().any(|reading| reading.formerly.iter().any(|key| key == formerly))
        };
        Ok(current.catalogue.reports.iter().find(had).map(|report| report.key.clone()))
    }

    /// What the catalogue says of a report: its files, how much is in it, why a person should look at its reading.
    ///
    /// # Errors
    /// There is no index yet, or it cannot be read.
    pub fn catalogued(&self, key: &str) -> Result<Option<CataloguedReport>, RunError> {
        Ok(self.current()?.catalogue.report(key).cloned())
    }

    /// What the whole record says of a report: what it replaces, when it was first read, how far its reading can be trusted.
    ///
    /// # Errors
    /// There is no index yet, or it cannot be read.
    pub fn report(&self, key: &str) -> Result<Option<Arc<Report>>, RunError> {
        self.current()?.reader.report(key)
    }

    /// Where the file of a report lies: below `corpus/`, wherever links in it lead.
    ///
    /// # Errors
    /// There is no such report, its file is gone, or it lies outside of the corpus.
    pub fn file_of(&self, key: &str) -> Result<PathBuf, RunError> {
        let document = self.document(key)?.ok_or_else(|| usage(format!("the record holds no report {key}")))?;
        let shown = document.document.source.path.clone();
        let relative = shown.split(MEMBER_SEPARATOR).next().unwrap_or_default();
        let gone = |_| usage(format!("the file {shown} is gone: it was moved or deleted after it was read"));
        let corpus = self.workspace().corpus().canonicalize().map_err(gone)?;
        let path = corpus.join(relative).canonicalize().map_err(gone)?;
        if path.starts_with(&corpus) {
            Ok(path)
        } else {
            Err(usage(format!("the file {shown} lies outside of the corpus")))
        }
    }
}
