//! What a finished generation says of itself.

use super::unreadable;
use crate::error::RunError;
use crate::store::scrub::Sums;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The file of a record.
pub(super) const RECORD: &str = "generation.json";
/// Name and version of the form of `generation.json`.
pub(super) const RECORD_SCHEMA: &str = "minutebook/generation/1";

/// What a finished generation says of itself: written last, so that a directory with it is complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenerationRecord {
    pub(super) schema: String,
    /// Its number.
    pub generation: u64,
    /// When it was finished, RFC 3339 in UTC.
    pub made: String,
    /// Version of the program that made it.
    pub program: String,
    /// Version of the index's fields; another one is rebuilt, never half read.
    pub index_schema: u32,
    /// The sum of each of its files, by its path in the generation's directory; none in those of earlier versions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: Sums,
}

impl GenerationRecord {
    /// Reads what the generation in `dir` says of itself.
    ///
    /// # Errors
    /// It cannot be read, or is of another form.
    pub fn read(dir: &Path) -> Result<Self, RunError> {
        let path = dir.join(RECORD);
        let bytes = fs::read(&path).map_err(|error| unreadable(&path, error))?;
        let record: Self = serde_json::from_slice(&bytes).map_err(|error| unreadable(&path, io::Error::from(error)))?;
        if record.schema == RECORD_SCHEMA {
            Ok(record)
        } else {
            Err(RunError::damaged(format!("{} is of the form {}", path.display(), record.schema)))
        }
    }
}
