//! What a form of a word can be.

use super::classes::Classes;

/// What a form of a word can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Word {
    /// Word classes, as bits of `Tag`.
    pub could: u32,
    /// Verb forms, as `1 << VerbForm`.
    pub forms: u8,
    /// Its number among all forms.
    pub surface: u32,
    pub verb_lemma: u32,
    pub other_lemma: u32,
    pub verb_classes: Classes,
    pub other_classes: Classes,
}

/// Several words that are one: "set up", "working group".
#[derive(Debug)]
pub(crate) struct Compound {
    /// Lemmas behind the first word.
    pub rest: Vec<u32>,
    pub verb: bool,
    pub classes: Classes,
}
