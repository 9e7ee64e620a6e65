//! A query in plain words: what of it is the subject, what is grammar, what names a kind or a field.
//!
//! "what did the board decide about berths?" has one subject, "berths"; "decide" asks for decisions, "the board" for its reports, and
//! the rest is grammar. Reading needs no index and decides nothing: the index weighs what is read here ([`Concept`], [`Wish`]), and
//! the answer says how the question was read, with the strict form to copy.

mod concepts;
mod cues;
pub mod data;
mod dates;
mod numbers;
mod reading;
mod roots;
mod spelling;

pub use concepts::Concept;
pub use reading::{Expected, Reading, Wish, read};
pub use roots::relatives;

#[cfg(test)]
mod tests;
