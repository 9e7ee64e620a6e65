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
    /// The sentence before, where there is one: it says who "she" is.
    pub before: Option<&'a str>,
}
