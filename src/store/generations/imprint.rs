//! What a finished generation says of itself.

use super::unreadable;
use crate::error::RunError;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::Path;

/// The file of an imprint.
pub(super) const IMPRINT: &str = "generation.json";
/// Name and version of the form of `generation.json`.
pub(super) const IMPRINT_SCHEMA: &str = "minutebook/generation/1";

/// What a finished generation says of itself: written last, so that a directory with it is complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imprint {
    pub(super) schema: String,
    /// Its number.
    pub generation: u64,
    /// When it was finished, RFC 3339 in UTC.
    pub made: String,
    /// Version of the program that made it.
    pub program: String,
    /// Version of the index's fields; another one is rebuilt, never half read.
    pub index_schema: u32,
}

impl Imprint {
    /// Reads what the generation in `dir` says of itself.
    ///
    /// # Errors
    /// It cannot be read, or is of another form.
    pub fn read(dir: &Path) -> Result<Self, RunError> {
        let path = dir.join(IMPRINT);
        let bytes = fs::read(&path).map_err(|error| unreadable(&path, error))?;
        let imprint: Self =
            serde_json::from_slice(&bytes).map_err(|error| unreadable(&path, io::Error::from(error)))?;
        if imprint.schema == IMPRINT_SCHEMA {
            Ok(imprint)
        } else {
            Err(RunError::damaged(format!("{} is of the form {}", path.display(), imprint.schema)))
        }
    }
}
