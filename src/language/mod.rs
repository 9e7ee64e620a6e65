//! The linguistic ground: what do these words do to each other?
//!
//! ```text
//! text --split--> tokens --lexicon, speech--> classes and word classes --verbs, phrases--> clauses
//! ```
//!
//! It knows English and the words of meetings, and nothing of reports, items or rules. Words are data (`rules/lexicon.toml`); their
//! forms are made by morphology. Reading cannot fail: what is no sentence has tokens and no clauses.

pub mod clause;
mod lexicon;
mod morphology;
mod parse;
mod phrases;
mod pronouns;
mod speech;
mod split;
pub mod token;
mod verbs;

#[cfg(test)]
mod tests;

pub use clause::{Clause, Complement, Link, Phrase, Polarity, Tense, VerbGroup, VerbKind, Voice};
pub use lexicon::{Classes, Lexicon, LexiconError};
pub use pronouns::antecedent;
pub use token::{Tag, Token, VerbForm};

use std::ops::Range;

/// A sentence that was read: its tokens, and its clauses in order of their verbs.
#[derive(Debug, Clone, Default)]
pub struct Sentence<'t> {
    /// The words as they stand; every offset is a byte offset into them.
    pub text: &'t str,
    /// Words, numbers and marks, in order.
    pub tokens: Vec<Token>,
    /// One clause for each verb group, in order; none for a line without a verb.
    pub clauses: Vec<Clause>,
}

impl<'t> Sentence<'t> {
    /// The words of a stretch of tokens as they stand.
    #[must_use]
    pub fn words(&self, tokens: &Range<usize>) -> &'t str {
        self.text.get(self.bytes(tokens)).unwrap_or_default()
    }

    /// The bytes that a stretch of tokens covers.
    #[must_use]
    pub fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        let start = self.tokens.get(tokens.start).map_or(self.text.len(), |token| token.start as usize);
        let last = tokens.end.checked_sub(1).filter(|last| *last >= tokens.start);
        let end = last.and_then(|last| self.tokens.get(last)).map_or(start, |token| token.end as usize);
        start..end.max(start)
    }

    /// The words of one token.
    #[must_use]
    pub fn word(&self, token: usize) -> &'t str {
        self.words(&(token..token + 1))
    }

    /// The clause whose verb group stands at or nearest before a byte offset.
    #[must_use]
    pub fn clause_at(&self, offset: usize) -> Option<&Clause> {
        let starts = |clause: &&Clause| self.bytes(&clause.verb.tokens).start <= offset;
        self.clauses.iter().rfind(starts).or(self.clauses.first())
    }

    /// The clause that a clause hangs on: what it is told, asked, decided or conditioned by.
    #[must_use]
    pub fn parent(&self, clause: &Clause) -> Option<&Clause> {
        self.clauses.get(clause.parent?)
    }

    /// The clauses above a clause, nearest first.
    pub fn ancestors<'s>(&'s self, clause: &'s Clause) -> impl Iterator<Item = &'s Clause> {
        std::iter::successors(self.parent(clause), |above| self.parent(above))
    }

    /// Who says what a clause says, where it is reported speech: the subject of the nearest verb of telling above it.
    #[must_use]
    pub fn speaker(&self, clause: &Clause) -> Option<&Phrase> {
        self.clauses.get(clause.speaker?)?.subject.as_ref()
    }
}

/// The language: a lexicon, and how to read with it. Made once, shared by all threads.
#[derive(Debug)]
pub struct Language {
    lexicon: Lexicon,
}

impl Language {
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
