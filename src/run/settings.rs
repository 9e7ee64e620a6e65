//! `[run]` and `[index]` of `minutebook.toml`.

use serde::Deserialize;

/// `[run]`: the night.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RunSettings {
    /// Files changed in the last so many seconds wait for the next run: they may be half copied.
    pub settle: u64,
    /// Reports of runs that are kept in `outputs/run-reports/`.
    pub keep_reports: usize,
}

impl Default for RunSettings {
    fn default() -> Self {
        // A minute outlasts the pauses of a copy over a slow share; thirty reports are a month of nights.
        Self { settle: 60, keep_reports: 30 }
    }
}

/// `[index]`: generations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IndexSettings {
    /// Published generations that are kept, the current one included.
    pub keep_generations: usize,
}

impl Default for IndexSettings {
    fn default() -> Self {
        Self { keep_generations: crate::store::generations::KEEP }
    }
}
