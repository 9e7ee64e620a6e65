//! Columns and reading order: fragments of a page to regions, each a stretch of one column.

use super::fragments::Fragment;

/// A stretch of one column, in reading order among its like.
#[derive(Debug, Clone)]
pub(super) struct Region {
    /// Its fragments.
    pub fragments: Vec<Fragment>,
}

/// Splits the page's fragments into regions in reading order.
pub(super) fn regions(fragments: Vec<Fragment>) -> Vec<Region> {
    if fragments.is_empty() { Vec::new() } else { vec![Region { fragments }] }
}
