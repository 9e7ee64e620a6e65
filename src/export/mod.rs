//! How a selection of items looks in each file: CSV, JSON Lines, Markdown, workbook, calendar, page.
//!
//! Pure: rows in, bytes out; nothing here opens a file. Views are never read back; the two trackers that are belong to
//! [`crate::tracker`].

pub mod assessment_book;
pub mod csv;
pub mod formula;
pub mod ics;
pub mod index_page;
pub mod jsonl;
pub mod markdown;
pub mod profile;
pub mod row;
mod rows;
#[cfg(test)]
pub(crate) mod sample;
pub mod selection;
pub mod standard_set;
pub mod titles;
pub mod workbook;
pub mod xlsx;

pub use row::{Column, HUMAN_COLUMNS, TrackerRow};
pub use rows::{Past, row, rows};
pub use titles::Titles;
