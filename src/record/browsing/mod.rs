//! Browsing: what pages, feeds and other programs ask for again and again, kept in memory as long as nothing has changed.
//!
//! [`Table`] is the tracker as one table, `Record::document` a whole report as it was read, `Record::story` what
//! happened to one item, `Record::matters` what became of each matter through the years. All of it is bounded, and forgotten when a run publishes or people's edits are read back.

mod documents;
mod kept;
mod lines;
mod matters;
mod names;
mod passage;
#[cfg(feature = "pictures")]
mod pictures;
mod story;
mod table;

pub use kept::Kept;
pub use lines::{Table, TableLine};
pub use names::CategoryName;
pub use passage::Passage;
pub use story::{Story, Version};
