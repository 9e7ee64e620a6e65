//! How much work one file may cost before reading it is given up or cut short.

use serde::Deserialize;

/// Limits for one file; the defaults fit reports of thousands of pages and stop decompression bombs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_bytes: u64,
    /// Largest decoded stream (page content, font, object stream), in bytes.
    pub stream_bytes: usize,
    /// Operators interpreted on one page, forms included.
    pub operators_per_page: u64,
    /// Glyphs kept of one page.
    pub glyphs_per_page: usize,
    /// Glyphs kept of one file.
    pub glyphs_per_file: usize,
    /// Forms, patterns and Type 3 glyphs drawn within each other.
    pub nesting: usize,
    /// Pages read.
    pub pages: usize,
    /// Time for one file, in seconds.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            stream_bytes: 256 << 20,
            operators_per_page: 20_000_000,
            glyphs_per_page: 2_000_000,
            glyphs_per_file: 50_000_000,
            nesting: 24,
            pages: 20_000,
            seconds: 120,
        }
    }
}
