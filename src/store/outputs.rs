//! `outputs/.generation`: which generation the outputs were written from, and what they held then.
//!
//! Written after the last output. A start that finds it behind `indexes/current`, or absent, writes the outputs again; `check` finds
//! files that are missing or were changed since. (`tracker.csv` and `tracker.xlsx` are there to be changed.)

use super::Storage;
pub(crate) use sum::Summing;

mod sum;

use crate::error::RunError;
use crate::text::digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// Name and version of the form.
const SCHEMA: &str = "minutebook/outputs/1";
/// Its file in `outputs/`.
pub const FILE: &str = ".generation";

/// The outputs as last written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputsMark {
    schema: String,
    /// The generation they were written from.
    pub generation: u64,
    /// Fingerprint of all else that they depend on (settings, overrides, program), as the writer sees it.
    pub basis: String,
    /// The check sum of each file, by its path below `outputs/`.
    pub files: BTreeMap<String, String>,
    /// How each file stood on the disk when it had been written, by the same paths.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    stamps: BTreeMap<String, Stamp>,
}

/// How a file stands on the disk. Two equal stamps of one path are of one content: whoever writes to a file changes the time
/// of its last change, also where they set the time of modification back, and whoever replaces it gives it another number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    bytes: u64,
    /// Time of modification, nanoseconds since 1970.
    modified_ns: i64,
    /// Time of the last change of content or attributes, and the number of the file; 0 where the system does not tell.
    changed_ns: i64,
    number: u64,
}

impl Stamp {
    /// Bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether two names are of one file (hard links); unknown is no.
    #[must_use]
    pub fn is_of_same_file(&self, other: &Self) -> bool {
        self.number != 0 && self.number == other.number && self.bytes == other.bytes
    }

    /// The stamp of a file; `None` where there is no file.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        Self::read(&fs::metadata(path).ok()?)
    }

    /// The stamp of a file that is open: of this very file, also where another has taken its name since.
    #[must_use]
    pub fn of_open(file: &fs::File) -> Option<Self> {
        Self::read(&file.metadata().ok()?)
    }

    fn read(found: &fs::Metadata) -> Option<Self> {
        if !found.is_file() {
            return None;
        }
        let since_epoch = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let (changed_ns, number) = change_of(found);
        let modified_ns = i64::try_from(since_epoch.as_nanos()).ok()?;
        Some(Self { bytes: found.len(), modified_ns, changed_ns, number })
    }
}

#[cfg(unix)]
fn change_of(found: &fs::Metadata) -> (i64, u64) {
    use std::os::unix::fs::MetadataExt;
    (found.ctime().saturating_mul(1_000_000_000).saturating_add(found.ctime_nsec()), found.ino())
}

#[cfg(not(unix))]
fn change_of(_found: &fs::Metadata) -> (i64, u64) {
    (0, 0)
}

/// An output that has been written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The check sum of its bytes.
    pub sum: String,
    /// How it stands on the disk.
    pub stamp: Option<Stamp>,
}

impl OutputsMark {
    /// The mark in `outputs`; `None` where there is none that can be read, which means that they must be written again.
    #[must_use]
    pub fn read(outputs: &Path) -> Option<Self> {
        let mark: Self = serde_json::from_slice(&fs::read(outputs.join(FILE)).ok()?).ok()?;
        (mark.schema == SCHEMA).then_some(mark)
    }

    /// Writes down that `files` (paths below `outputs`) were all written from `generation`.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn write(
        storage: &Storage,
        outputs: &Path,
        generation: u64,
        basis: &str,
        files: BTreeMap<String, Written>,
    ) -> Result<(), RunError> {
        let stamps = files.iter().filter_map(|(file, written)| Some((file.clone(), written.stamp?))).collect();
        let files = files.into_iter().map(|(file, written)| (file, written.sum)).collect();
        let mark = Self { schema: SCHEMA.to_owned(), generation, basis: basis.to_owned(), files, stamps };
        let bytes = serde_json::to_vec(&mark)
            .map_err(|error| RunError::internal("cannot write the mark of the outputs as JSON").because(error))?;
        storage.write_atomic(outputs.join(FILE), &bytes)
    }

    /// Whether a file is as it was written: by its stamp, else by its content.
    #[must_use]
    pub fn is_as_written(&self, outputs: &Path, file: &str) -> bool {
        let path = outputs.join(file);
        self.has_stamp(file, &path)
            || self.files.get(file).is_some_and(|sum| has_sum(&path, sum).is_ok_and(|is_same| is_same))
    }

    /// Whether the file at `path` has the stamp that it was written down with as `file`.
    #[must_use]
    pub fn has_stamp(&self, file: &str, path: &Path) -> bool {
        self.stamps.get(file).is_some_and(|known| Stamp::of(path) == Some(*known))
    }
}

/// Whether the bytes of a file have the check sum that was written down.
///
/// # Errors
/// It cannot be read.
pub fn has_sum(path: &Path, sum: &str) -> Result<bool, RunError> {
    if !sum.starts_with(sum::MARK) {
        return Ok(sha256_of(path)? == sum);
    }
    let now = fs::File::open(path).and_then(Summing::of);
    now.map(|now| now == sum).map_err(|error| RunError::new(format!("cannot read {}", path.display())).because(error))
}

/// SHA-256 of a file in lower-case hexadecimal.
///
/// # Errors
/// It cannot be read.
pub fn sha256_of(path: &Path) -> Result<String, RunError> {
    let unreadable = |error: io::Error| RunError::new(format!("cannot read {}", path.display())).because(error);
    fs::File::open(path).and_then(digest::sha256_of).map_err(unreadable)
}
