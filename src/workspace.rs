//! Where things are in a workspace: `corpus/` in, `indexes/` built, `outputs/` written, and the optional files beside them.

use std::path::{Path, PathBuf};

/// A directory that minutebook works in. Paths only: nothing is read or created here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace at `root`.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The directory itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reports to read.
    #[must_use]
    pub fn corpus(&self) -> PathBuf {
        self.root.join("corpus")
    }

    /// What overrides detection: `path,key,title,body,meeting,date,kind,language,symbol,url,supersedes`.
    #[must_use]
    pub fn manifest(&self) -> PathBuf {
        self.corpus().join("manifest.csv")
    }

    /// Generations of the index, the cache of read documents, and the ledger.
    #[must_use]
    pub fn indexes(&self) -> PathBuf {
        self.root.join("indexes")
    }

    /// What cannot be rebuilt.
    #[must_use]
    pub fn ledger(&self) -> PathBuf {
        self.indexes().join("ledger")
    }

    /// Trackers, views and reports.
    #[must_use]
    pub fn outputs(&self) -> PathBuf {
        self.root.join("outputs")
    }

    /// The workspace's own rules, which extend or replace the built-in ones.
    #[must_use]
    pub fn rules(&self) -> PathBuf {
        self.root.join("rules")
    }

    /// Any file at the top of the workspace: `minutebook.toml`, `overrides.csv`, `meetings.csv`, `people.csv`, ...
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }
}
