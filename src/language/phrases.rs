//! Noun phrases: "the revised terms of reference", "Mr. Knox White", "members of the Board".

use super::clause::Phrase;
use super::token::{Tag, Token};
use std::ops::Range;

/// A noun phrase and the preposition before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// The token of its preposition; a phrase without one can be subject or object.
    pub preposition: Option<usize>,
    pub phrase: Phrase,
}

/// The noun phrases within a stretch of tokens, in order, each without what hangs on it.
pub(crate) fn chunks(tokens: &[Token], within: Range<usize>) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut at = within.start;
    let mut preposition = None;
    while at < within.end {
        let Some(token) = tokens.get(at) else { break };
        match token.tag {
            Tag::Preposition => {
                preposition = Some(at);
                at += 1;
            }
            _ if opens(token) => {
                let end = run_end(tokens, at, within.end);
                let head =
                    (at..end).rev().find(|place| tokens.get(*place).is_some_and(Token::is_nominal)).unwrap_or(end - 1);
                chunks.push(Chunk { preposition, phrase: Phrase { tokens: at..end, head } });
                preposition = None;
                at = end;
            }
            Tag::Coordinator => at += 1,
            _ => {
                preposition = None;
                at += 1;
            }
        }
    }
    chunks
}

/// The first phrase of a stretch that no preposition governs, with what hangs on it.
pub(crate) fn first_bare(tokens: &[Token], within: Range<usize>) -> Option<Phrase> {
    let all = chunks(tokens, within.clone());
    let first = all.iter().position(|chunk| chunk.preposition.is_none())?;
    let own = all.get(first)?.phrase.clone();
    let mut end = own.tokens.end;
    for chunk in all.iter().skip(first + 1) {
        let between = end..chunk.phrase.tokens.start;
        let Some(gap) = tokens.get(between) else { break };
        let joins = gap.iter().all(|token| {
            matches!(token.tag, Tag::Preposition | Tag::Coordinator | Tag::Adverb)
                || token.is_mark(b',')
                || token.is_mark(b'/')
                || token.is_mark(b'(')
        });
        let listed = chunk.preposition.is_some()
            || gap.iter().any(|token| token.tag == Tag::Coordinator || token.tag == Tag::Mark);
        if !joins
            || !listed
            || gap.first().is_some_and(|token| token.is_mark(b','))
                && gap.len() == 1
                && !list_goes_on(tokens, chunk.phrase.tokens.end, within.end)
        {
            break;
        }
        end = chunk.phrase.tokens.end;
    }
    Some(Phrase { tokens: own.tokens.start..end, head: own.head })
}

/// Whether behind a comma's phrase another comma or "and" follows: "Ana, Bo and Cy".
fn list_goes_on(tokens: &[Token], from: usize, end: usize) -> bool {
    tokens
        .get(from..end)
        .is_some_and(|rest| rest.iter().take(2).any(|token| token.tag == Tag::Coordinator || token.is_mark(b',')))
}

fn opens(token: &Token) -> bool {
    matches!(
        token.tag,
        Tag::Noun
            | Tag::Plural
            | Tag::Proper
            | Tag::Pronoun
            | Tag::Determiner
            | Tag::Possessive
            | Tag::Adjective
            | Tag::Number
    )
}

/// Whether a name does not belong to the small-written noun before it.
fn parts_name(tokens: &[Token], at: usize) -> bool {
    let (Some(name), Some(before)) = (tokens.get(at), tokens.get(at - 1)) else { return false };
    let common = matches!(before.tag, Tag::Noun | Tag::Plural) && !before.capital;
    let two_names = tokens.get(at + 1).is_some_and(|next| matches!(next.tag, Tag::Proper | Tag::Verb | Tag::Modal));
    name.capital && !name.upper && common && two_names && !before.titled
}

fn run_end(tokens: &[Token], start: usize, limit: usize) -> usize {
    let mut at = start;
    let mut nominal = false;
    while let Some(token) = tokens.get(at).filter(|_| at < limit) {
        let goes_on = match token.tag {
            Tag::Pronoun => at == start,
            Tag::Determiner => at == start || tokens.get(at - 1).is_some_and(|before| before.tag == Tag::Determiner),
            // "During the meeting Raquel Gatto offered": a name behind a common noun that is no office begins a phrase of its own.
            Tag::Proper => at == start || !parts_name(tokens, at),
            Tag::Noun | Tag::Plural | Tag::Possessive | Tag::Number | Tag::Adjective => true,
            Tag::Adverb => {
                !nominal && tokens.get(at + 1).is_some_and(|next| matches!(next.tag, Tag::Adjective | Tag::Noun))
            }
            Tag::Mark => {
                token.is_mark(b'/') && nominal && tokens.get(at + 1).is_some_and(opens)
                    || token.is_mark(b'"') && at > start && tokens.get(at + 1).is_some_and(Token::is_nominal)
            }
            _ => false,
        };
        if !goes_on || at > start && tokens.get(start).is_some_and(|first| first.tag == Tag::Pronoun) {
            break;
        }
        nominal |= token.is_nominal();
        at += 1;
    }
    at.max(start + 1)
}
