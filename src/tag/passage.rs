//! A stretch of text with all that reading it depends on.

use super::actors::{Names, People};
use super::deadlines::DateContext;

/// A stretch of text and all that tagging it depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passage<'a> {
    pub text: &'a str,
    pub dates: &'a DateContext,
    pub names: &'a Names,
    pub people: &'a People,
    pub section: Option<&'a str>,
    pub stem: Option<&'a str>,
    pub body: Option<&'a str>,
    /// The sentences before, the nearest first: they say who "she" is.
    pub before: &'a [&'a str],
    /// How many of them stand in the same paragraph: "it" is not looked for in another.
    pub within: usize,
}
