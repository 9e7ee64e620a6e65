//! Which report, which block, which item is this, and was it here before?
//!
//! `works` says which files are one report, `keys` names reports, `blocks` their blocks, `items` the items. All are pure: what is known from before comes in
//! as [`KnownFile`]s and [`KnownItem`]s (the ledger keeps them), what is new goes out as changes for the ledger. `fold` makes texts and
//! headings comparable across producers, fonts and years.
//!
//! The law: an id never stands for other words, and layout alone never changes an id.

pub mod blocks;
pub mod fold;
pub mod heirs;
pub mod items;
pub mod keys;
pub mod likeness;
pub mod works;

#[cfg(test)]
mod histories_tests;

pub use items::{Changed, Given, ItemChanges, KnownItem, Moved, Withdrawn, assign};
pub use keys::{KeyGiven, KeyReason, Keys, KnownFile, Named};
pub use works::Facts;
