//! What the last generation knows of the corpus, turned so that a run can ask by path and by content.

use super::catalogue::{Catalogue, CataloguedFile, CataloguedReport, FailedFile};
use std::collections::BTreeMap;

/// Size and modification time of a file: equal stamps are taken for equal content unless `--verify` is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileStamp {
    /// Bytes.
    pub bytes: u64,
    /// Nanoseconds since 1970-01-01 UTC.
    pub changed_ns: i64,
}

impl FileStamp {
    /// The stamp as the catalogue keeps it.
    #[must_use]
    pub fn of(file: &CataloguedFile) -> Self {
        Self { bytes: file.bytes, changed_ns: file.changed_ns }
    }

    /// The catalogue's entry for a path with this stamp.
    #[must_use]
    pub fn at(self, path: &str) -> CataloguedFile {
        CataloguedFile { path: path.to_owned(), bytes: self.bytes, changed_ns: self.changed_ns }
    }
}

/// A path of the corpus when it was last looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFile {
    /// Size and time when it was last hashed.
    pub stamp: FileStamp,
    /// SHA-256 of its content; "" where it could not be hashed.
    pub sha256: String,
}

/// The last generation, by path and by content.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Every path.
    pub files: BTreeMap<String, KnownFile>,
    /// Contents that were read, shown or beside what is shown: each without the others of its work.
    pub indexed: BTreeMap<String, CataloguedReport>,
    /// The reports that are shown, with all their readings, by key.
    pub shown: BTreeMap<String, CataloguedReport>,
    /// Contents that could not be read.
    pub failed: BTreeMap<String, Vec<FailedFile>>,
    /// Paths of which not even the bytes were seen.
    pub refused: BTreeMap<String, FailedFile>,
    /// Files of formats that nothing reads.
    pub other: Vec<String>,
}

impl Known {
    /// Turns a catalogue; none is a workspace before its first run.
    #[must_use]
    pub fn of(catalogue: Option<&Catalogue>) -> Self {
        let mut known = Self::default();
        let Some(catalogue) = catalogue else { return known };
        known.other.clone_from(&catalogue.other);
        for failed in &catalogue.failed {
            known.put_file(&failed.file, failed.sha256.as_deref().unwrap_or_default());
            match &failed.sha256 {
                Some(sha256) => known.failed.entry(sha256.clone()).or_default().push(failed.clone()),
                None => {
                    known.refused.insert(failed.file.path.clone(), failed.clone());
                }
            }
        }
        // Last: what is indexed under a path outlives a night in which the path could not be looked at.
        for report in catalogue.readings() {
            for file in &report.files {
                known.put_file(file, &report.sha256);
            }
            let reading = CataloguedReport { others: Vec::new(), ..report.clone() };
            known.indexed.insert(report.sha256.clone(), reading);
        }
        known.shown = catalogue.reports.iter().map(|report| (report.key.clone(), report.clone())).collect();
        known
    }

    /// What is known of a path.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&KnownFile> {
        self.files.get(path)
    }

    /// Contents that the last generation knows, indexed or failed.
    pub fn contents(&self) -> impl Iterator<Item = &str> {
        self.indexed.keys().chain(self.failed.keys()).map(String::as_str)
    }

    fn put_file(&mut self, file: &CataloguedFile, sha256: &str) {
        self.files.insert(file.path.clone(), KnownFile { stamp: FileStamp::of(file), sha256: sha256.to_owned() });
    }
}
