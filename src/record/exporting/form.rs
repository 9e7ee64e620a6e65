//! What is to be exported, and what comes of it.

use crate::error::RunError;
use crate::export::profile::{self, github};
use crate::record::Selection;
use crate::tracker::Since;

/// What is to be exported.
#[derive(Debug, Clone)]
pub struct Export {
    /// Which items.
    pub selection: Selection,
    /// As what.
    pub form: ExportForm,
    /// Only what is new, changed or withdrawn since a run or a day, each in a file of its own.
    pub since: Option<Since>,
    /// Whoever takes the files can take only one: what would be a second is a remark.
    pub single: bool,
}

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportForm {
    /// Comma-separated values (RFC 4180, UTF-8), cells as they are: for programs.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// One JSON object a line in the form that Quickwit ingests.
    Quickwit,
    /// A readable list.
    Markdown,
    /// A workbook: a sheet a category, with filters and links.
    Xlsx,
    /// Deadlines for a calendar.
    Ics,
    /// As a tool imports it.
    Tool {
        /// Which tool.
        tool: Tool,
        /// Also items that were exported to this tool before.
        again: bool,
        /// Do not remember these items as exported.
        preview: bool,
    },
}

/// A tool with an import of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tool {
    pub(super) name: &'static str,
}

impl Tool {
    /// The tool of this name: `excel`, `sheets`, `jira`, `asana`, `airtable`, `notion`, `github`.
    ///
    /// # Errors
    /// There is no such tool: the hint names all.
    pub fn named(name: &str) -> Result<Self, RunError> {
        let known = || profile::PROFILES.iter().map(|profile| profile.name).chain([github::NAME]);
        known().find(|known| *known == name).map(|name| Self { name }).ok_or_else(|| {
            let names: Vec<&str> = known().collect();
            RunError::usage(format!("there is no profile named {name}"))
                .hint(format!("choose one of: {}", names.join(", ")))
        })
    }
}

/// The files of an export.
#[derive(Debug, Clone, Default)]
pub struct Exported {
    /// The files; more than one where the tool takes news and updates apart.
    pub files: Vec<ExportedFile>,
    /// What the reader of the files should know, each a sentence.
    pub remarks: Vec<String>,
}

/// One file of an export.
#[derive(Debug, Clone)]
pub struct ExportedFile {
    /// What its name ends with, before the extension; empty for the file as named.
    pub suffix: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Items in it.
    pub rows: usize,
}
