//! How a selection of items looks in each file: CSV, JSON Lines, Markdown, workbook, calendar, page.
//!
//! Pure: rows in, bytes out; nothing here opens a file. Views are never read back; the two trackers that are belong to
//! [`crate::tracker`].

pub mod assessed;
pub mod assessment_book;
pub mod book;
pub mod csv;
pub mod handout;
pub mod ics;
pub mod index_page;
pub mod jsonl;
pub mod lists_book;
pub mod markdown;
pub mod marked;
pub mod profile;
pub mod revision;
mod rows;
#[cfg(test)]
pub(crate) mod sample;
pub mod selection;
pub mod sheets;
pub mod standard_set;
pub mod titles;
pub mod xlsx;

pub use rows::{Past, rows};
pub use titles::Titles;
