//! Who is to act? Names as trackers know them, found by the grammar of the sentence and normalised through data.
//!
//! First every mention of somebody who can act is read ([`mention`]), then the verbs say which of them is meant
//! ([`grammar`]): the subject of "will" or "offered to", the object of "requests", the agent behind "by". Where nobody is to
//! act by name, whoever holds the position stands in ("The Committee recommends a review"), and for a decision without either
//! the body that meets.

mod grammar;
mod handed;
mod holder;
mod labels;
mod lexicon;
mod listed;
mod mention;
mod names;
mod owners;
mod parts;
mod people;
mod persons;
mod phrases;
mod requests;
pub(crate) mod roles;
mod roster;
mod subject;
mod verbs;

pub use holder::Holder;
pub use listed::listed;
pub use names::Names;
pub use people::People;
pub use roster::Roster;

use crate::model::Kind;
use crate::tag::words::Words;
use std::ops::Range;

/// A sentence read for those who act and those who hold a position.
#[derive(Debug)]
pub struct Reading<'r, 'w> {
    words: &'r Words<'w>,
    mentions: Vec<mention::Mention>,
    parts: Vec<parts::Part>,
}

impl<'r, 'w> Reading<'r, 'w> {
    /// Finds the mentions of a sentence and the parts that they play.
    #[must_use]
    pub fn of(words: &'r Words<'w>, roster: &Roster, names: &Names) -> Self {
        let mentions = mention::all(words, roster, names);
        let parts = parts::parts(words, &mentions);
        Self { words, mentions, parts }
    }

    /// The actors of an item, those who are to act first; none where nobody is named.
    #[cfg(test)]
    ///
    /// `cue` are byte offsets of the rule's cue in the sentence, empty where there is none; `body` is the body whose report it is.
    #[must_use]
    pub fn actors(&self, cue: Range<usize>, kind: Kind, body: Option<&str>, roster: &Roster) -> Vec<String> {
        let mut actors = parts::choose(self.words, &self.mentions, &self.parts, cue);
        if actors.is_empty() && kind == Kind::Decision {
            let normal = |body| roster.normal(body).unwrap_or(body).to_owned();
            actors.extend(body.map(normal).or_else(|| meeting_body(&self.mentions, roster)));
        }
        actors
    }

    /// Those who are to act, as the words around the verbs show them: where no clause could be read.
    #[must_use]
    pub fn doers(&self, cue: Range<usize>, kind: Kind) -> Vec<String> {
        let least = if kind == Kind::Recommendation { parts::Role::Possible } else { parts::Role::Target };
        parts::doers(self.words, &self.mentions, &self.parts, cue, least)
    }

    /// Who holds the position that a cue expresses, and whether as one of many: the subject of its verb, the agent behind "by",
    /// or the speaker who reports it.
    #[must_use]
    pub fn holder(&self, cue: Range<usize>) -> Option<Holder> {
        holder::find(self.words, &self.mentions, &self.parts, cue)
    }
}

#[cfg(test)]
/// "It was agreed to dedicate a MAG call to ...": without a known body, the one meeting body that the sentence names.
fn meeting_body(mentions: &[mention::Mention], roster: &Roster) -> Option<String> {
    mentions.iter().map(|mention| &mention.name).find(|name| roster.is_meeting_body(name)).cloned()
}

#[cfg(test)]
mod tests;
