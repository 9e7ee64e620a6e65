//! Why a question is not answered, in the words of the person who asked and in those of programs (RFC 9457).

use crate::error::{ErrorKind, RunError};
use serde::Serialize;

/// A question that is not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Stable: `not-found`, `bad-request`, `too-long`, `busy`, `no-index`, `damaged`, `internal`, `forbidden`,
    /// `method`.
    #[serde(rename = "type")]
    pub code: &'static str,
    /// The same for people.
    pub title: &'static str,
    /// HTTP status.
    pub status: u16,
    /// What was found and what was expected.
    pub detail: String,
    /// What to try next.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<String>,
    /// For whoever runs the server, never for readers.
    #[serde(skip)]
    pub log: Option<String>,
}

impl Refusal {
    fn new(code: &'static str, title: &'static str, status: u16, detail: impl Into<String>) -> Self {
        Self { code, title, status, detail: detail.into(), hints: Vec::new(), log: None }
    }

    /// The record holds no such thing.
    #[must_use]
    pub fn not_found(what: &str) -> Self {
        Self::new("not-found", "There is no such page", 404, format!("The record holds {what}."))
            .hint("Search for its words, or begin at the list of reports.")
    }

    /// The question cannot be meant.
    #[must_use]
    pub fn bad(detail: impl Into<String>) -> Self {
        Self::new("bad-request", "This question cannot be answered", 400, detail)
    }

    /// A value is longer than any.
    #[must_use]
    pub fn too_long(what: &str, most: usize) -> Self {
        let detail = format!("{what}: at most {most} characters are read");
        Self::new("too-long", "This question is too long", 400, detail)
    }

    /// The whole address is longer than any.
    #[must_use]
    pub fn address_too_long(most: usize) -> Self {
        Self::new("too-long", "This address is too long", 414, format!("At most {most} bytes are read."))
    }

    /// The address is no text.
    #[must_use]
    pub fn not_text() -> Self {
        Self::bad("The address holds a percent sign or bytes that stand for no text (UTF-8).")
    }

    /// Who asks may not.
    #[must_use]
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new("forbidden", "This is not for you to read", 403, detail)
    }

    /// The request is none that reads.
    #[must_use]
    pub fn method(detail: impl Into<String>) -> Self {
        Self::new("method", "This server does not do that", 405, detail)
    }

    /// More is asked for at once than is answered.
    #[must_use]
    pub fn busy(detail: impl Into<String>) -> Self {
        Self::new("busy", "Too much is asked for at once", 503, detail).hint("Try again in a moment.")
    }

    /// The same with the next thing to try.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl From<RunError> for Refusal {
    fn from(error: RunError) -> Self {
        let log = Some(format!("{error:?}"));
        match error.kind {
            ErrorKind::Usage if error.message.starts_with("there is no index") => Self {
                log,
                ..Self::new("no-index", "Nothing has been read yet", 503, "The record of this workspace has no index.")
                    .hint("Put reports into corpus/ and build it: minutebook run")
            },
            ErrorKind::Usage => Self { hints: error.hints, ..Self::bad(error.message) },
            ErrorKind::Busy => Self { log, ..Self::busy("A run is writing.") },
            ErrorKind::Damaged => {
                let told = "Index, ledger or a stored report cannot be read.";
                Self { log, ..Self::new("damaged", "The record is damaged", 500, told) }
                    .hint("Whoever runs this server: `minutebook check` says what is wrong.")
            }
            _ => {
                let told = "It is a fault of the server or its settings, not of the question.";
                Self { log, ..Self::new("internal", "This page could not be made", 500, told) }
                    .hint("Whoever runs this server finds the cause in its log.")
            }
        }
    }
}
