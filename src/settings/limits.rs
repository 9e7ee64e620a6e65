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
    /// Time for one file through all stages, in seconds.
    pub seconds: u64,
    /// Bytes that the parts of one archive (ZIP, DOCX, ODT, XLSX) may unpack to together.
    pub unpacked_bytes: u64,
    /// Members of an archive or messages of a mailbox.
    pub members: usize,
    /// Archives and messages within each other.
    pub archives: usize,
    /// Elements of one XML part or web page.
    pub elements: usize,
    /// Rows read of one sheet or list.
    pub rows: usize,
    /// Keep words that tracked changes delete, struck out, instead of leaving them out.
    pub show_changes: bool,
    /// Memory that the program may use while it works on a file, in bytes.
    pub memory_bytes: u64,
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
            seconds: 50,
            // Leaves a quarter of a GiB, which a service is granted, to the index and what is being written.
            memory_bytes: 768 << 20,
            unpacked_bytes: 1 << 30,
            members: 20_000,
            archives: 3,
            elements: 5_000_000,
            rows: 200_000,
            show_changes: false,
        }
    }
}
