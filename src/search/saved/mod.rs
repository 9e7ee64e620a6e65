//! Saved searches: named queries whose new and changed hits are told after each run, each once.
//!
//! The memory of what was told is an account of the ledger ([`entries`]); this module compares and writes, and changes
//! nothing on disk itself.

mod alert;
mod entries;
mod write;

pub use alert::{Alert, Change, alerts};
pub use entries::{Entry, Memory};
pub use write::{atom, csv, file_name, text};

use std::path::Path;

use serde::Deserialize;

use crate::error::RunError;
use crate::query::Filters;
use crate::query::Query;

/// Its file in a workspace.
pub const FILE: &str = "searches.toml";

/// A named query of `searches.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its name: letters, digits, hyphens and underscores, as it becomes part of a file's name.
    pub name: String,
    /// What it is for, in the words of whoever saved it.
    pub about: Option<String>,
    /// The query as written.
    pub text: String,
    /// The query as read.
    pub query: Query,
    /// Conditions besides the query.
    pub filters: Filters,
}

/// The file's form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    search: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    #[serde(default)]
    about: Option<String>,
    #[serde(default)]
    query: String,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    kind: Vec<String>,
    #[serde(default)]
    category: Vec<String>,
    #[serde(default)]
    force: Option<String>,
    #[serde(default)]
    held_by: Vec<String>,
    #[serde(default)]
    actor: Vec<String>,
    #[serde(default)]
    body: Vec<String>,
    #[serde(default)]
    report: Vec<String>,
    #[serde(default)]
    annex: Vec<String>,
}

/// An example for messages.
const RIGHT_FORM: &str =
    "[[search]]\nname = \"newcomers\"\nquery = \"newcomers session\"\nkind = [\"decision\"]\nfrom = \"2017\"";

/// The saved searches of `searches.toml`, in the order of the file; none where there is no file.
///
/// # Errors
/// The file cannot be read, a name stands twice or is no name, or a query or condition cannot be read: the message names it.
pub fn load(path: &Path) -> Result<Vec<Saved>, RunError> {
    match crate::access::read_regular_text(path) {
        Ok(text) => read(&text).map_err(|mut error| {
            error.message = format!("{}: {}", path.display(), error.message);
            error
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(RunError::new(format!("cannot read {}", path.display())).because(error)),
    }
}

/// The saved searches that a text in the form of `searches.toml` holds.
///
/// # Errors
/// As [`load`].
pub fn read(text: &str) -> Result<Vec<Saved>, RunError> {
    let file: File = toml::from_str(text).map_err(|error| {
        RunError::settings("not in the form of saved searches")
            .because(error)
            .hint(format!("the right form:\n{RIGHT_FORM}"))
    })?;
    let mut saved: Vec<Saved> = Vec::with_capacity(file.search.len());
    for written in file.search {
        let name = written.name.trim().to_owned();
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
            return Err(RunError::settings(format!("{name:?} cannot name a saved search")).hint(
                "Letters, digits, hyphens and underscores may stand in a name: it becomes part of a file's name.",
            ));
        }
        // Some file systems take capitals and small letters for the same.
        if saved.iter().any(|known| known.name.eq_ignore_ascii_case(&name)) {
            return Err(RunError::settings(format!("two saved searches are named {name:?}"))
                .hint("Give one of them another name."));
        }
        saved.push(written.checked(name)?);
    }
    Ok(saved)
}

impl Written {
    fn checked(self, name: String) -> Result<Saved, RunError> {
        let query = Query::parse(&self.query).map_err(|error| {
            RunError::settings(format!("the query of the saved search {name:?} cannot be read")).because(error)
        })?;
        let filters = Filters {
            from: self.from,
            to: self.to,
            kinds: self.kind,
            categories: self.category,
            force: self.force,
            held_by: self.held_by,
            actors: self.actor,
            bodies: self.body,
            reports: self.report,
            annexes: self.annex,
        };
        if let Err(message) = filters.nodes() {
            return Err(RunError::settings(format!("the saved search {name:?} has a condition that does not fit"))
                .because(message)
                .hint(format!("the right form:\n{RIGHT_FORM}")));
        }
        Ok(Saved { name, about: self.about, text: self.query, query, filters })
    }
}

impl Saved {
    /// What the search asks for, in one line: two searches with the same line find the same.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let conditions = self.filters.nodes().unwrap_or_default();
        let mut parts = vec![self.query.to_string()];
        parts.extend(conditions.iter().map(|node| format!("({node})")));
        parts.join(" ")
    }
}

#[cfg(test)]
mod tests;
