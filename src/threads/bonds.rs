//! How the words of a sentence hang together: objects of acts, words behind prepositions, words before a noun.

use super::features::{Reader, is_noun};
use super::statement::{Bond, Part, Tie};
use crate::language::{Sentence, Tag, Token};

impl Reader<'_> {
    /// What hangs on what.
    pub(super) fn bonds(&self, sentence: &Sentence<'_>, parts: &[Option<Part>]) -> Vec<Bond> {
        let term = |at: usize| self.words.term(sentence.word(at));
        let is_thing = |at: usize| matches!(parts.get(at).copied().flatten(), Some(Part::Thing | Part::Actor));
        let mut bonds = Vec::new();
        let mut bond = |governor: usize, dependent: usize, tie: Tie| {
            if is_thing(dependent) && governor != dependent {
                bonds.push(Bond { governor: term(governor), dependent: term(dependent), tie });
            }
        };
        for clause in &sentence.clauses {
            if self.is_frame(sentence, clause) {
                continue;
            }
            let verb = clause.verb.head;
            if let Some(object) = &clause.object {
                bond(verb, object.head, Tie::Object);
            }
            if let Some(subject) =
                clause.subject.as_ref().filter(|_| !self.acts(sentence, clause) && !clause.subject_shared)
            {
                bond(verb, subject.head, Tie::Object);
            }
        }
        // Heads of runs of nouns, with what stands before them and what they hang on behind a preposition.
        let mut last: Option<usize> = None;
        let mut open: Option<usize> = None;
        let mut behind = false;
        let mut listed = false;
        let mut at = 0;
        while let Some(token) = sentence.tokens.get(at) {
            let is_nominal = is_noun(sentence, at);
            match token.tag {
                _ if is_nominal => {}
                Tag::Preposition => (behind, listed) = (true, false),
                Tag::Coordinator => listed = true,
                // Behind a comma a preposition hangs on no word in particular.
                Tag::Mark if token.is_mark(b',') => {
                    listed = true;
                    if sentence.tokens.get(at + 1).is_some_and(|next| next.tag == Tag::Preposition) {
                        (last, open) = (None, None);
                    }
                }
                Tag::Mark => (behind, open, last) = (false, None, None),
                Tag::Verb | Tag::Be => (behind, listed, open, last) = (false, false, None, Some(at)),
                _ => {}
            }
            if !is_nominal {
                at += 1;
                continue;
            }
            let run = sentence.tokens.get(at..).unwrap_or_default().iter().enumerate();
            let nouns = |(offset, token): &(usize, &Token)| {
                goes_on(token) && !sentence.word(at + offset + 1).eq_ignore_ascii_case("than")
            };
            let length = run.take_while(nouns).count().max(1);
            let end = at + length;
            let head = (at..end).rev().find(|at| is_noun(sentence, *at)).unwrap_or(at);
            for modifier in (at..head).filter(|at| is_noun(sentence, *at)) {
                bond(head, modifier, Tie::Modifier);
            }
            let governor = if behind {
                last
            } else if listed {
                open
            } else {
                None
            };
            if let Some(governor) = governor {
                bond(governor, head, Tie::Complement);
            }
            open = governor;
            if parts.get(head).copied().flatten().is_some() {
                last = Some(head);
            }
            (behind, listed) = (false, false);
            at = end;
        }
        bonds
    }
}

fn goes_on(token: &Token) -> bool {
    matches!(token.tag, Tag::Noun | Tag::Plural | Tag::Proper | Tag::Adjective | Tag::Possessive | Tag::Number)
}
