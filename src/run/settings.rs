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
    /// Files worked on at once; `None` for one on each core.
    pub jobs: Option<usize>,
    /// Bytes of files that may be read and not yet indexed. Glyphs and blocks take about ten times the bytes of a PDF.
    pub read_ahead_bytes: u64,
}

impl Default for RunSettings {
    fn default() -> Self {
        // A minute outlasts the pauses of a copy over a slow share; thirty reports are a month of nights.
        Self { settle: 60, keep_reports: 30, jobs: None, read_ahead_bytes: 16 << 20 }
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
