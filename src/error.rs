//! The two tiers of errors above notes: one document could not be read, or the run could not go on.
//!
//! A [`DocumentError`] ends one document and never a run. A [`RunError`] ends the command with exit status 2; hints are
//! added where the user's aim is known. What merely deserves a word is a [`crate::model::Note`], which is not an error.

use std::fmt;

/// One document could not be read: what, where, what was expected and what to try next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError {
    /// Stable, for programs: `password-needed`, `not-a-pdf`, `too-large`, `timed-out`, `panic`.
    pub code: &'static str,
    /// Path as the user knows it.
    pub path: String,
    /// Page, counted from 1, where one is known.
    pub page: Option<u32>,
    /// What was found and what was expected instead.
    pub message: String,
    /// What to try next.
    pub hint: Option<String>,
}

impl DocumentError {
    /// An error about the whole file.
    pub fn new(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, path: path.into(), page: None, message: message.into(), hint: None }
    }

    /// The same error with the next thing to try.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.path)?;
        if let Some(page) = self.page {
            write!(out, ", page {page}")?;
        }
        write!(out, ": {}", self.message)
    }
}

impl std::error::Error for DocumentError {}

/// What sort of thing went wrong: what a program can act on without reading the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum ErrorKind {
    /// What was asked cannot be meant: an unknown id, a query that cannot be read, options that exclude each other.
    Usage,
    /// `minutebook.toml` or a file of rules, corrections or meetings holds something that cannot be meant.
    Settings,
    /// Another process writes in the workspace: try again later.
    Busy,
    /// What was stored is not what was written: index, ledger or a stored document.
    Damaged,
    /// The disk, a permission, a file that is not there.
    #[default]
    Environment,
    /// A state that the program takes for impossible: please report it.
    Internal,
}

/// The command could not do its work: disk, index, lock or arguments.
#[derive(Debug)]
pub struct RunError {
    /// What sort of thing went wrong.
    pub kind: ErrorKind,
    /// One sentence: what could not be done, and with what.
    pub message: String,
    /// The cause, outermost first when printed.
    pub cause: Option<Box<dyn std::error::Error + Send + Sync + 'static>>,
    /// What to try next, each a sentence.
    pub hints: Vec<String>,
}

impl RunError {
    /// An error of the environment, without a deeper cause.
    pub fn new(message: impl Into<String>) -> Self {
        Self::of(ErrorKind::Environment, message)
    }

    /// An error of a kind, without a deeper cause.
    pub fn of(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), cause: None, hints: Vec::new() }
    }

    /// What was asked cannot be meant.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::of(ErrorKind::Usage, message)
    }

    /// A file that steers the program holds something that cannot be meant.
    pub fn settings(message: impl Into<String>) -> Self {
        Self::of(ErrorKind::Settings, message)
    }

    /// What was stored is not what was written.
    pub fn damaged(message: impl Into<String>) -> Self {
        Self::of(ErrorKind::Damaged, message)
    }

    /// A state that cannot be: a fault of the program.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::of(ErrorKind::Internal, message)
            .hint("This is a fault of minutebook: please report it with this message.")
    }

    /// The same error with its cause.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync + 'static>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// The same error with one more thing to try.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl RunError {
    /// The error with its causes and hints, a line each.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut text = format!("error: {}\n", self.message);
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            text.push_str(&format!("  because: {}\n", error.to_string().trim_end().replace('\n', "\n    ")));
            cause = error.source();
        }
        for hint in &self.hints {
            text.push_str(&format!("  try: {hint}\n"));
        }
        text
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.message)
    }
}

impl std::error::Error for RunError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}
