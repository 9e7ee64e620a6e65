//! The linguistic ground: what do these words do to each other?
//!
//! ```text
//! text --split--> tokens --lexicon, speech--> classes and word classes --verbs, phrases--> clauses
//! ```
//!
//! It knows English and the words of meetings, and nothing of reports, items or rules. Words are data (`rules/lexicon.toml`); their
//! forms are made by morphology. Reading cannot fail: what is no sentence has tokens and no clauses.

mod classes;
pub mod clause;
mod lexicon;
mod morphology;
mod parse;
mod phrases;
mod pronouns;
mod sentence;
mod speech;
mod split;
pub mod token;
mod verbs;
mod word;

#[cfg(test)]
mod tests;

pub use classes::Classes;
pub use clause::{Clause, Complement, Link, Phrase, Polarity, Tense, VerbKind, Voice};
pub use lexicon::{Lexicon, LexiconError};
pub use pronouns::antecedent;
pub use sentence::Sentence;
pub use token::{Tag, Token, VerbForm};

/// The language: a lexicon, and how to read with it. Made once, shared by all threads.
#[derive(Debug)]
pub struct Language {
    lexicon: Lexicon,
}

impl Language {
    /// The words in the binary, as written.
    pub const EMBEDDED: &'static str = lexicon::EMBEDDED;

    /// The embedded lexicon.
    ///
    /// # Errors
    /// Never for the data as released: the test suite loads it.
    pub fn embedded() -> Result<Self, LexiconError> {
        Self::with(&[])
    }

    /// The embedded lexicon and further words: pairs of file name and text, each a lexicon in TOML.
    ///
    /// # Errors
    /// A text is no lexicon: file and place are named.
    pub fn with(more: &[(String, String)]) -> Result<Self, LexiconError> {
        Ok(Self { lexicon: Lexicon::load(more)? })
    }

    /// The words and their classes.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The words, to make further ones known.
    pub fn lexicon_mut(&mut self) -> &mut Lexicon {
        &mut self.lexicon
    }

    /// Reads one sentence.
    #[must_use]
    pub fn read<'t>(&self, text: &'t str) -> Sentence<'t> {
        let mut sentence = self.glance(text);
        self.parse(&mut sentence);
        sentence
    }

    /// The tokens with all classes that their words can have, before it is known which word class holds here: enough to tell
    /// whether a sentence is worth reading.
    #[must_use]
    pub fn glance<'t>(&self, text: &'t str) -> Sentence<'t> {
        let tokens = split::tokens(text, &self.lexicon);
        Sentence { text, tokens, clauses: Vec::new() }
    }

    /// Finds word classes and clauses of a sentence that has its tokens.
    pub fn parse(&self, sentence: &mut Sentence<'_>) {
        speech::tag(&mut sentence.tokens, &self.lexicon);
        sentence.clauses = parse::clauses(sentence, &self.lexicon);
    }
}
