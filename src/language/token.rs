//! Tokens: words, numbers and marks with their place in the text.

use super::classes::Classes;

/// A word, number or mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Byte offset where it starts.
    pub start: u32,
    /// Byte offset behind it.
    pub end: u32,
    /// Its word class here.
    pub tag: Tag,
    /// The word classes that it could have, as [`Tag::bit`]s.
    pub could: u32,
    /// For a verb, its form; [`VerbForm::Past`] and [`VerbForm::Participle`] are told apart by the context.
    pub form: VerbForm,
    /// For a verb, the forms that it could be, as `1 << VerbForm`.
    pub(crate) forms: u8,
    /// The lemma, by number: see [`super::Lexicon::lemma`]; 0 where the word is not in the lexicon.
    pub lemma: u32,
    /// The word as it stands, by number: see [`super::Lexicon::surface`]; 0 where the lexicon does not know it.
    pub surface: u32,
    /// The classes of the lexicon that it is of, as the word class that it has here.
    pub classes: Classes,
    /// Classes that it has as a verb; those of its other readings are in `other_classes`.
    pub(crate) verb_classes: Classes,
    pub(crate) other_classes: Classes,
    pub(crate) verb_lemma: u32,
    pub(crate) other_lemma: u32,
    /// Whether it names an office or a member, as stands before a name: "delegate Smith".
    pub titled: bool,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether all its letters (two or more) are capitals.
    pub upper: bool,
    /// For a mark or a digit, its first byte; 0 for a word.
    pub mark: u8,
}

/// Word classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    Noun,
    Plural,
    Proper,
    Pronoun,
    Determiner,
    /// "its", "their", "'s".
    Possessive,
    Adjective,
    Adverb,
    Preposition,
    /// "and", "or", "but".
    Coordinator,
    /// "if", "when", "because".
    Subordinator,
    /// "which", "who", "whose".
    Relative,
    /// "what", "how", "whether".
    Question,
    That,
    To,
    Modal,
    Be,
    Have,
    Do,
    Not,
    Verb,
    Number,
    Mark,
}

impl Tag {
    /// Its bit in a set of word classes.
    #[must_use]
    pub const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Forms of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VerbForm {
    #[default]
    Base,
    Third,
    Past,
    Participle,
    Gerund,
}

impl Token {
    /// Whether the word is a noun, name or pronoun: what can head a phrase.
    #[must_use]
    pub fn is_nominal(&self) -> bool {
        matches!(self.tag, Tag::Noun | Tag::Plural | Tag::Proper | Tag::Pronoun)
    }

    /// The classes and lemmas of all that it could be.
    #[must_use]
    pub fn readings(&self) -> (Classes, [u32; 2]) {
        (self.verb_classes.and(self.other_classes), [self.verb_lemma, self.other_lemma])
    }

    /// Whether it is this mark.
    #[must_use]
    pub fn is_mark(&self, mark: u8) -> bool {
        self.tag == Tag::Mark && self.mark == mark
    }

    /// Whether it could be of this word class.
    #[must_use]
    pub fn could_be(&self, tag: Tag) -> bool {
        self.could & tag.bit() != 0
    }
}
