//! What a workbook says besides its rows, and what its sheets have in common.

use crate::export::titles::Titles;

/// The sheet that sums up and links to the others.
pub(super) const SUMMARY_SHEET: &str = "Summary";

/// Paper of 210 by 297 mm, by Excel's number for it.
pub(super) const A4: u8 = 9;

/// What a workbook says besides its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The line on top of the summary.
    pub title: String,
    /// The day that the file says it was made, `YYYY-MM-DD`: the run's, so that the same run gives the same bytes.
    pub day: String,
    /// Where the corpus is, seen from the workbook, with `/` at its end: sources without a published link are opened there.
    pub corpus: Option<String>,
    /// Whether the file is read back, as the summary tells its reader.
    pub read_back: bool,
    /// The names of the categories.
    pub titles: Titles,
    /// What the list in the `status` column offers; any other word may be typed.
    pub statuses: Vec<String>,
}
