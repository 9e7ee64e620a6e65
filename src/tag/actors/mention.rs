//! Mentions: where in a sentence somebody who can act is named, and how a tracker would call them.

use super::names::Names;
use super::roster::Roster;
use crate::tag::words::{Shape, Words};

/// Somebody named in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// First word, articles and quantifiers included.
    pub from: usize,
    /// After the last word.
    pub to: usize,
    /// The name for trackers.
    pub name: String,
    /// A single capitalised word that may be a name: only a verb of people can tell.
    pub doubtful: bool,
}

/// All mentions of a sentence, in order, without overlap.
#[must_use]
pub fn all(words: &Words<'_>, roster: &Roster, names: &Names) -> Vec<Mention> {
    let reader = Reader { words, roster, names };
    let mut mentions: Vec<Mention> = Vec::new();
    let mut index = reader.behind_mark();
    if let Some(owner) = reader.line_owner(index) {
        index = owner.to;
        mentions.push(owner);
    }
    while index < words.len() {
        match reader.at(index) {
            Some(mention) => {
                index = mention.to.max(index + 1);
                mentions.push(mention);
            }
            None => index += 1,
        }
    }
    mentions
}

/// The longest name that is taken over as it stands, in words.
pub(super) const LONGEST: usize = 12;

pub(super) struct Reader<'r, 'w> {
    pub(super) words: &'r Words<'w>,
    pub(super) roster: &'r Roster,
    pub(super) names: &'r Names,
}

impl Reader<'_, '_> {
    /// The mention that starts at a word, articles and quantifiers included.
    pub(super) fn at(&self, from: usize) -> Option<Mention> {
        if let Some((to, name, doubtful)) = self.collective(from) {
            return Some(Mention { from, to, name, doubtful });
        }
        let core = self.skip_determiners(from);
        if core != from && self.words.shape(core) == Shape::Sign {
            return None;
        }
        self.person(core).or_else(|| self.noun_phrase(core)).map(|(to, name, doubtful)| Mention {
            from,
            to,
            name,
            doubtful,
        })
    }

    pub(super) fn skip_determiners(&self, mut at: usize) -> usize {
        for _ in 0..3 {
            if matches!(
                self.words.lower(at),
                "the"
                    | "a"
                    | "an"
                    | "all"
                    | "its"
                    | "our"
                    | "their"
                    | "his"
                    | "her"
                    | "each"
                    | "every"
                    | "any"
                    | "some"
                    | "many"
                    | "several"
                    | "these"
                    | "those"
                    | "this"
                    | "both"
                    | "most"
                    | "no"
                    | "said"
                    | "two"
                    | "three"
                    | "four"
                    | "other"
                    | "such"
                    | "various"
                    | "few"
                    | "more"
                    | "respective"
                    | "relevant"
                    | "concerned"
                    | "new"
            ) {
                at += 1;
            } else {
                break;
            }
        }
        at
    }
}
