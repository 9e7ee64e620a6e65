//! A stretch of letters on one baseline: what lines, columns and tables are made of.

/// A letter so many times larger than what stands beside it is an initial of several lines.
pub(super) const INITIAL: f32 = 1.9;

/// A stretch of letters on one baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fragment {
    /// Left end of its visible letters.
    pub left: f32,
    /// Right end of its visible letters.
    pub right: f32,
    /// Baseline.
    pub base: f32,
    /// Size of most of its letters.
    pub size: f32,
    /// Its letters, as a range of the sheet's letters.
    pub first: u32,
    /// One after its last letter.
    pub last: u32,
}
