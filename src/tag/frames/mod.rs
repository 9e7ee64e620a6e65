//! The document level: what headings, stems, labels, columns and neighbouring lines say of a line, before and beside its own words.
//!
//! ```text
//! blocks --outline--> what stands above each --lines, tables, motions, states--> items, or what items of the sentence level lack
//! ```
//!
//! The words are data (`rules/frames.toml`).

pub mod data;
pub mod forms;
pub mod line;
pub mod lines;
pub mod motion;
pub mod outline;
pub mod phrases;
pub mod standing;
pub mod states;
pub mod table;
