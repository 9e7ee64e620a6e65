//! A sentence that was read, and how to ask it.

use super::clause::{Clause, Phrase};
use super::token::Token;
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
