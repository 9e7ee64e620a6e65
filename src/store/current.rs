//! `indexes/current`: which generation is searched, whether it is pinned, and which one is held.
//!
//! A small file replaced by rename, not a symbolic link: it works on file systems and in backups that know no links, and one
//! rename changes generation, pin and held generation together, so that no kill leaves them at odds.

use super::Storage;
use crate::error::RunError;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::Path;

/// Name and version of the form.
const SCHEMA: &str = "minutebook/current/1";
/// Its file in `indexes/`.
pub const FILE: &str = "current";

/// What is searched, and what waits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Current {
    /// Always `minutebook/current/1`; filled in by [`Current::write`].
    pub schema: String,
    /// The generation that is searched; `None` before the first.
    pub generation: Option<u64>,
    /// Set by a rollback: no other generation is published until it is taken away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<Pin>,
    /// A finished generation that waits for `index publish`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<HeldBack>,
    /// Check sum of all the rest, filled in by [`Current::write`]: one changed digit would search another generation. None in
    /// files of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<u32>,
}

/// A pin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// Since when, RFC 3339 in UTC.
    pub since: String,
    /// The generation that was left by the rollback.
    pub left: u64,
}

/// A generation that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldBack {
    /// Its number.
    pub generation: u64,
    /// Since when, RFC 3339 in UTC.
    pub since: String,
    /// Why, each a sentence.
    pub why: Vec<String>,
    /// Whether it waits only because a newer program reads the same files otherwise: then `index publish --upgrade` accepts it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub upgrade: bool,
}

impl Current {
    /// Reads the state of `indexes/`; an absent file is the state before the first generation.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn read(indexes: &Path) -> Result<Self, RunError> {
        let path = indexes.join(FILE);
        let unreadable = |error: Box<dyn std::error::Error + Send + Sync>| {
            RunError::damaged(format!("cannot read {}", path.display()))
                .because(error)
                .hint("`minutebook run` finds the last published generation again.")
        };
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(super::access::unreadable(&path, error));
            }
            Err(error) => return Err(unreadable(error.into())),
        };
        let current: Self = serde_json::from_slice(&bytes).map_err(|error| unreadable(error.into()))?;
        if current.sum.is_some_and(|sum| sum != current.sum_of_rest()) {
            return Err(unreadable("its check sum does not fit".into()));
        }
        if current.schema == SCHEMA {
            Ok(Self { sum: None, ..current })
        } else {
            Err(unreadable(format!("it is of the form {}, expected {SCHEMA}", current.schema).into()))
        }
    }

    /// Replaces the state by this one: the moment at which a generation is published.
    ///
    /// # Errors
    /// The disk refuses: the state is then as before.
    pub fn write(&self, storage: &Storage, indexes: &Path) -> Result<(), RunError> {
        let mut state = Self { schema: SCHEMA.to_owned(), ..self.clone() };
        state.sum = Some(state.sum_of_rest());
        let mut bytes = serde_json::to_vec_pretty(&state)
            .map_err(|error| RunError::internal("cannot write indexes/current as JSON").because(error))?;
        bytes.push(b'\n');
        storage.write_atomic(indexes.join(FILE), &bytes)
    }

    fn sum_of_rest(&self) -> u32 {
        let rest = Self { sum: None, ..self.clone() };
        crc32fast::hash(&serde_json::to_vec(&rest).unwrap_or_default())
    }
}
