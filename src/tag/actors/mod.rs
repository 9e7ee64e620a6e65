//! Who is to act? Names as trackers know them, found by the grammar of the sentence and normalised through data.
//!
//! The clauses of a sentence say who is meant ([`roles`]); in the phrases that they point at, whoever can act is read ([`mention`]) and
//! called by the name that trackers know. Where nobody is named, nobody is.

mod lexicon;
mod listed;
mod mention;
mod names;
mod owners;
mod people;
mod persons;
mod phrases;
pub(crate) mod roles;
mod roster;
mod verbs;

pub use listed::listed;
pub use names::Names;
pub use people::People;
pub use roster::Roster;

#[cfg(test)]
mod tests;
