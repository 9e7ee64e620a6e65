//! The same matter through the years: which statement of a report takes up which statement of an earlier one, and how.
//!
//! ```text
//! report --features--> statements --candidates--> pairs --likeness--> links --chains--> threads
//! ```
//!
//! A statement is a sentence of a paragraph. Two statements are of one matter where they share the words that are rare in this
//! record and where nothing rare stands in one of them in the place of something else in the other: "a register of pier closures"
//! and "a register of mooring fees" share a template, not a matter. No stage knows files; `run/` brings reports and keeps results, stretch
//! by stretch (`chain`), so that a night links what is new and finds what a whole run would.

pub mod acts;
pub mod asked;
pub mod bonds;
pub mod book;
pub mod candidates;
pub mod chain;
pub mod fate;
pub mod features;
pub mod gathered;
pub mod likeness;
pub mod linking;
pub mod marks;
pub mod matters;
pub mod mentions;
pub mod record;
pub mod references;
pub mod relation;
pub mod report;
pub mod shelf;
pub mod statement;
pub mod statements;
pub mod stretch;
pub mod timeline;
pub mod trace;
pub mod versions;
pub mod weights;
pub mod words;
