//! `outputs/.generation`: which generation the outputs were written from, and what they held then.
//!
//! Written after the last output. A start that finds it behind `indexes/current`, or absent, writes the outputs again; `check` finds
//! files that are missing or were changed since. (`tracker.csv` and `tracker.xlsx` are there to be changed.)

use super::Storage;
use crate::error::RunError;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// Name and version of the form.
const SCHEMA: &str = "minutebook/outputs/1";
/// Bytes read at a time.
const READ_BUFFER: usize = 64 * 1024;
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
    /// SHA-256 of each file, by its path below `outputs/`.
    pub files: BTreeMap<String, String>,
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
    /// A file cannot be read back, or the disk refuses.
    pub fn write(
        storage: &Storage,
        outputs: &Path,
        generation: u64,
        basis: &str,
        files: impl IntoIterator<Item = String>,
    ) -> Result<(), RunError> {
        let mut mark = Self { schema: SCHEMA.to_owned(), generation, basis: basis.to_owned(), files: BTreeMap::new() };
        for file in files {
            let sum = sha256_of(&outputs.join(&file))?;
            mark.files.insert(file, sum);
        }
        let bytes = serde_json::to_vec(&mark).unwrap_or_default();
        storage.write_atomic(outputs.join(FILE), &bytes)
    }
}

/// SHA-256 of a file in lower-case hexadecimal.
///
/// # Errors
/// It cannot be read.
pub fn sha256_of(path: &Path) -> Result<String, RunError> {
    let unreadable = |error: io::Error| RunError::new(format!("cannot read {}", path.display())).because(error);
    let mut file = fs::File::open(path).map_err(unreadable)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; READ_BUFFER];
    loop {
        let read = file.read(&mut buffer).map_err(unreadable)?;
        if read == 0 {
            break;
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
    }
    let mut text = String::with_capacity(64);
    for byte in hasher.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}
