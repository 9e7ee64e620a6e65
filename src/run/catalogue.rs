//! The catalogue of a generation: every file of the corpus, what became of it, and where its read document is kept.
//!
//! One JSON file per generation (`catalogue.json`), complete in itself: a run compares the corpus with it, `status` and
//! `export` answer from it, and a rollback brings the matching one back.

use crate::error::RunError;
use crate::model::Meta;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Version of the catalogue's form; another version is rebuilt, never half read.
pub const CATALOGUE_SCHEMA: &str = "minutebook/catalogue/1";

/// Size and modification time of a file: equal stamps are taken for equal content unless `--verify` is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileStamp {
    /// Bytes.
    pub bytes: u64,
    /// Nanoseconds since 1970-01-01 UTC.
    pub modified_ns: u64,
}

/// One path of the corpus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFile {
    /// Size and time when it was last hashed.
    pub stamp: FileStamp,
    /// Its content; the key of [`Catalogue::reports`].
    pub sha256: String,
}

/// One distinct content of the corpus and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportEntry {
    /// Version of the reading stages (extract, layout, segment) that read it.
    pub reader: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What became of a file's content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Outcome {
    /// Read, tagged and indexed.
    Indexed(Box<IndexedReport>),
    /// Not readable.
    Failed {
        /// Stable code: `password-needed`.
        code: String,
        /// Page from 1, where known.
        page: Option<u32>,
        /// What was found and expected.
        message: String,
        /// What to try.
        hint: Option<String>,
    },
}

/// What the catalogue keeps of an indexed report, so that most questions need no document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct IndexedReport {
    /// The path it is shown under (the first of its paths).
    pub path: String,
    /// Meta with the final key.
    pub meta: Meta,
    /// Pages; `None` for text.
    pub pages: Option<u32>,
    /// Bytes of text.
    pub text_bytes: u64,
    /// Numbered paragraphs.
    pub paragraphs: u64,
    /// All blocks but furniture.
    pub blocks: u64,
    /// Items by kind.
    pub decisions: u64,
    /// Items by kind.
    pub actions: u64,
    /// Items by kind.
    pub recommendations: u64,
    /// Notes of all stages.
    pub notes: u64,
    /// Audit score, 0 (unusable) to 1 (nothing to see).
    pub audit: f64,
    /// Why a person should look, in plain words; empty where nothing speaks for it.
    pub suspect: Vec<String>,
    /// Hash of the rules and version of the tagger.
    pub tagger: String,
    /// Manifest line as applied, hashed: a changed line re-does identity and tags.
    pub manifest: String,
    /// Name of the cached document (content hash).
    pub document: String,
}

/// Everything that a generation knows of the corpus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {
    /// Always [`CATALOGUE_SCHEMA`].
    pub schema: String,
    /// Version of the program that wrote it.
    pub program: String,
    /// Version of the index schema.
    pub index_schema: u32,
    /// When the run that wrote it ended, RFC 3339, UTC.
    pub built: String,
    /// Hash of the rules in force.
    pub rules: String,
    /// Files by corpus path.
    pub files: BTreeMap<String, KnownFile>,
    /// Contents by SHA-256.
    pub reports: BTreeMap<String, ReportEntry>,
    /// Files of formats that nothing reads.
    pub other: Vec<String>,
}

impl Default for Catalogue {
    fn default() -> Self {
        Self {
            schema: CATALOGUE_SCHEMA.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            index_schema: 0,
            built: String::new(),
            rules: String::new(),
            files: BTreeMap::new(),
            reports: BTreeMap::new(),
            other: Vec::new(),
        }
    }
}

impl Catalogue {
    /// Name of the file in a generation's folder.
    pub const FILE: &'static str = "catalogue.json";

    /// Reads the catalogue of a generation; `None` where it was written by another version of its form.
    ///
    /// # Errors
    /// The file cannot be read or is damaged.
    pub fn load(generation: &Path) -> Result<Option<Self>, RunError> {
        let path = generation.join(Self::FILE);
        let bytes = std::fs::read(&path).map_err(|error| {
            RunError::new(format!("cannot read {}", path.display()))
                .because(error)
                .hint("Rebuild the index from the corpus and the ledger: minutebook run --full")
        })?;
        #[derive(Deserialize)]
        struct Head {
            schema: String,
        }
        let damaged = |error: serde_json::Error| {
            RunError::new(format!("{} is damaged", path.display()))
                .because(error)
                .hint("Rebuild the index from the corpus and the ledger: minutebook run --full")
        };
        let head: Head = serde_json::from_slice(&bytes).map_err(damaged)?;
        if head.schema != CATALOGUE_SCHEMA {
            return Ok(None);
        }
        serde_json::from_slice(&bytes).map(Some).map_err(damaged)
    }

    /// The JSON form, one line per file would be too long: indented by entry for people who look.
    ///
    /// # Errors
    /// Never in practice; serde's own.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// What is known of a path.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&KnownFile> {
        self.files.get(path)
    }

    /// Indexed reports with their content hash, ordered by content hash.
    pub fn indexed(&self) -> impl Iterator<Item = (&str, &IndexedReport)> {
        self.reports.iter().filter_map(|(sha256, entry)| match &entry.outcome {
            Outcome::Indexed(report) => Some((sha256.as_str(), report.as_ref())),
            Outcome::Failed { .. } => None,
        })
    }

    /// Paths that share a content, in order.
    pub fn paths_of<'a>(&'a self, sha256: &'a str) -> impl Iterator<Item = &'a str> {
        self.files.iter().filter(move |(_, file)| file.sha256 == sha256).map(|(path, _)| path.as_str())
    }

    /// Totals over the indexed reports.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals { files: self.files.len() as u64, ..Totals::default() };
        for (_, report) in self.indexed() {
            totals.reports += 1;
            totals.pages += u64::from(report.pages.unwrap_or(0));
            totals.paragraphs += report.paragraphs;
            totals.blocks += report.blocks;
            totals.decisions += report.decisions;
            totals.actions += report.actions;
            totals.recommendations += report.recommendations;
            totals.notes += report.notes;
        }
        totals.failed = self.reports.len() as u64 - totals.reports;
        totals
    }
}

/// Sums over a catalogue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Paths.
    pub files: u64,
    /// Indexed reports (identical files count once).
    pub reports: u64,
    /// Contents that could not be read.
    pub failed: u64,
    /// Pages of PDF reports.
    pub pages: u64,
    /// Numbered paragraphs.
    pub paragraphs: u64,
    /// Blocks but furniture.
    pub blocks: u64,
    /// Decisions.
    pub decisions: u64,
    /// Actions.
    pub actions: u64,
    /// Recommendations.
    pub recommendations: u64,
    /// Notes.
    pub notes: u64,
}
