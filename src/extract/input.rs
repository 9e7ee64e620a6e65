//! What a reader is given, what a look at the first bytes tells, and what a format can say of itself.

use super::{Limits, Passwords};
use crate::error::DocumentError;
use crate::model::Source;

/// The error of a file that only a converter can read.
pub const NEEDS_CONVERTER: &str = "needs-converter";

/// What a reader is given.
#[derive(Debug)]
pub struct Input<'a> {
    /// The whole file.
    pub bytes: &'a [u8],
    /// Path, hash and size, and the name of the format.
    pub source: Source,
    /// How much work the file may cost.
    pub limits: &'a Limits,
    /// Passwords by file name.
    pub passwords: &'a Passwords,
}

impl Input<'_> {
    /// An error that names the file.
    #[must_use]
    pub fn error(&self, code: &'static str, message: impl Into<String>) -> DocumentError {
        DocumentError::new(code, &self.source.path, message)
    }
}

/// What a format can say of its content, beyond words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Says {
    /// What leads back to a place in the file.
    pub place: &'static str,
    /// Headings are marked as such.
    pub headings: bool,
    /// Numbers of paragraphs and lists are the file's own.
    pub numbers: bool,
    /// Notes are tied to their marks.
    pub notes: bool,
    /// Tables have cells.
    pub tables: bool,
    /// Tracked changes are marked.
    pub changes: bool,
}

/// What a look at the first bytes tells.
#[derive(Debug)]
pub struct Head<'a> {
    /// The whole file.
    pub bytes: &'a [u8],
    /// Its beginning.
    pub start: &'a [u8],
    /// Extension in lower case.
    pub extension: &'a str,
}

impl Head<'_> {
    /// Whether the file begins with `mark`, white space and a byte-order mark aside, in any case.
    #[must_use]
    pub fn begins(&self, mark: &str) -> bool {
        let start = self.start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(self.start).trim_ascii_start();
        start.get(..mark.len()).is_some_and(|found| found.eq_ignore_ascii_case(mark.as_bytes()))
    }

    /// Whether the file is a ZIP archive that holds a member of this name.
    #[must_use]
    pub fn holds(&self, member: &str) -> bool {
        self.is_zip() && memchr::memmem::find(self.bytes, member.as_bytes()).is_some()
    }

    /// Whether the file is a ZIP archive.
    #[must_use]
    pub fn is_zip(&self) -> bool {
        self.start.starts_with(b"PK\x03\x04") || self.start.starts_with(b"PK\x05\x06")
    }

    /// Whether the file is a compound file, as Office programs of old wrote.
    #[must_use]
    pub fn is_compound(&self) -> bool {
        self.start.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
    }
}
