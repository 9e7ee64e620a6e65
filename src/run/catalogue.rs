//! `catalogue.json` of a generation: which reports it holds, from which files, and how much is in each.
//!
//! The next run compares the corpus with it (size and time first, then SHA-256), the gate compares two of them, and `status`
//! reads it. It stands beside the index that it describes and never changes once its generation is finished.

use crate::error::RunError;
use crate::search::coverage::Held;
use crate::store::identity::Facts;
use crate::tracker::corrections::Answers;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Name and version of the form.
pub const SCHEMA: &str = "minutebook/catalogue/1";
/// Its file in a generation's directory.
pub const FILE: &str = "catalogue.json";

/// What a generation holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// When the run that wrote it started, RFC 3339 in UTC.
    pub made: String,
    /// Version of the program.
    pub program: String,
    /// Version of each stage and hash of the rules, by name (`extract`, `segment`, `tag`, `rules`): what differs is done again.
    #[serde(default)]
    pub stages: BTreeMap<String, String>,
    /// The reports, in order of their keys.
    pub reports: Vec<CataloguedReport>,
    /// Files that could not be read, in order of their paths; tried again only when they or the program change.
    #[serde(default)]
    pub failed: Vec<FailedFile>,
    /// Files of formats that nothing reads, in order of their paths.
    #[serde(default)]
    pub other: Vec<String>,
    /// The marks of all lines of `overrides.csv` at that time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<String>,
}

/// A report of a generation: the reading that is shown, indexed and counted, and beside it the readings of the other files of the work.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CataloguedReport {
    /// Its key.
    pub key: String,
    /// The files with these bytes, the one it was read from first. [`CataloguedReport::paths`] has those of the whole work.
    pub files: Vec<CataloguedFile>,
    /// The readings of the work's other files (the DOCX beside the PDF, what was reissued): kept to be compared, not indexed and not counted.
    /// They have no others themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<CataloguedReport>,
    /// Keys that files of the report had before they were known to be one work, or before the manifest renamed it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Format that it was read as: `pdf`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub format: String,
    /// By what other files of the work are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Facts>,
    /// The first generation that these bytes were in.
    #[serde(default)]
    pub since: u64,
    /// They took the place of others at their path: what was changed is newer than what was not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reissue: bool,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// Name of the cached document under `indexes/documents/`.
    pub document: String,
    /// Title, for lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Date, for lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Body, for lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Meeting, for lists and for what is missing between meetings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
    /// Kind of report, for lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Document symbol, for lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symbol: Option<String>,
    /// Pages; `None` for text files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Notes of all stages.
    #[serde(default)]
    pub notes: u64,
    /// Why a person should look at the reading, in plain words; empty where nothing speaks for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suspect: Vec<String>,
    /// Acronyms that the report explains, with their long forms: search bridges them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acronyms: Vec<(String, String)>,
    /// Version of the reading stages that read it.
    #[serde(default)]
    pub reader: String,
    /// Version of the tagger and hash of the rules that tagged it.
    #[serde(default)]
    pub tagger: String,
    /// Hash of its line in the manifest; "" where it has none.
    #[serde(default)]
    pub manifest: String,
    /// Hash of the lines of `overrides.csv` that concern it; "" where none does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub corrected: String,
    /// What became of the lines of `overrides.csv` that name it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub corrections: Answers,
    /// How much is in it.
    #[serde(flatten)]
    pub totals: Totals,
    /// Audit score, 0 to 100; `None` where none was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit: Option<f32>,
}

/// A file as last seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CataloguedFile {
    /// Path relative to the corpus, with forward slashes.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Last change, nanoseconds since 1970.
    pub changed_ns: i64,
}

/// A file that could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedFile {
    /// The file.
    #[serde(flatten)]
    pub file: CataloguedFile,
    /// SHA-256 of its bytes, where they could be read.
    pub sha256: Option<String>,
    /// Stable reason: `password-needed`.
    pub code: String,
    /// The reason in a sentence.
    pub message: String,
    /// The page, from 1, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// What to try next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Version of the reading stages that failed.
    pub reader: String,
}

/// How much is in a report or a generation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Numbered and unnumbered paragraphs, list items and table rows.
    pub paragraphs: u64,
    /// Decisions.
    pub decisions: u64,
    /// Actions.
    pub actions: u64,
    /// Recommendations.
    pub recommendations: u64,
}

impl Totals {
    /// Decisions, actions and recommendations.
    #[must_use]
    pub fn items(&self) -> u64 {
        self.decisions + self.actions + self.recommendations
    }
}

impl std::ops::AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.paragraphs += other.paragraphs;
        self.decisions += other.decisions;
        self.actions += other.actions;
        self.recommendations += other.recommendations;
    }
}

impl CataloguedReport {
    /// This reading and those of the work's other files, the one that is shown first.
    pub fn readings(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.others)
    }

    /// The paths of all files of the work, the one that is shown first.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.readings().flat_map(|reading| &reading.files).map(|file| file.path.as_str())
    }
}

impl Catalogue {
    /// Every reading: of each report the one that is shown and those beside it.
    pub fn readings(&self) -> impl Iterator<Item = &CataloguedReport> {
        self.reports.iter().flat_map(CataloguedReport::readings)
    }

    /// Reads the catalogue of a generation's directory.
    ///
    /// # Errors
    /// It cannot be read, or is of another form.
    pub fn read(generation: &Path) -> Result<Self, RunError> {
        let path = generation.join(FILE);
        let unreadable = |error: Box<dyn std::error::Error + Send + Sync>| {
            RunError::damaged(format!("cannot read {}", path.display()))
                .because(error)
                .hint("`minutebook check` says what is wrong; `minutebook run --full` builds the index anew.")
        };
        let bytes = std::fs::read(&path).map_err(|error| unreadable(error.into()))?;
        let catalogue: Self = serde_json::from_slice(&bytes).map_err(|error| unreadable(error.into()))?;
        if catalogue.schema == SCHEMA {
            Ok(catalogue)
        } else {
            Err(unreadable(format!("it is of the form {}, expected {SCHEMA}", catalogue.schema).into()))
        }
    }

    /// The sums over all reports.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut sum = Totals::default();
        for report in &self.reports {
            sum += report.totals;
        }
        sum
    }

    /// The reports as [`crate::search::coverage`] sees them.
    #[must_use]
    pub fn held(&self) -> Vec<Held> {
        let held = |report: &CataloguedReport| Held {
            key: report.key.clone(),
            body: report.body.clone(),
            meeting: report.meeting.clone(),
            date: report.date.clone(),
            symbol: report.symbol.clone(),
            files: report.paths().map(str::to_owned).collect(),
        };
        self.reports.iter().map(held).collect()
    }

    /// Number of files that no search sees: unreadable ones, and those in which no text was found.
    #[must_use]
    pub fn unread(&self) -> usize {
        let is_empty = |report: &&CataloguedReport| report.totals.paragraphs == 0 && !report.suspect.is_empty();
        self.failed.len() + self.reports.iter().filter(is_empty).count()
    }

    /// The report with a key.
    #[must_use]
    pub fn report(&self, key: &str) -> Option<&CataloguedReport> {
        self.reports.iter().find(|report| report.key == key)
    }
}
