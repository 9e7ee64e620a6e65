//! Who is to act? Names as trackers know them, found by the grammar of the sentence and normalised through data.
//!
//! First every mention of somebody who can act is read ([`mention`]), then the verbs say which of them is meant
//! ([`grammar`]): the subject of "will" or "offered to", the object of "requests", the agent behind "by". Where nobody is to
//! act by name, whoever holds the position stands in ("The Committee recommends a review"), and for a decision without either
//! the body that meets.

mod grammar;
mod mention;
mod names;
mod people;
mod roster;
mod verbs;

pub use names::Names;
pub use people::{People, Person};
pub use roster::Roster;

use crate::model::Kind;
use crate::tag::words::Words;
use std::ops::Range;

/// An item and what its surroundings tell of the actors.
#[derive(Debug, Clone)]
pub struct Scene<'a> {
    /// The text that holds the item; for a line under a stem, the stem and the line joined.
    pub text: &'a str,
    /// Byte offsets of the item in the text.
    pub span: Range<usize>,
    /// Byte offsets of the rule's cue in the text; an empty range where there is none.
    pub cue: Range<usize>,
    /// What the item is.
    pub kind: Kind,
    /// The body whose report it is.
    pub body: Option<&'a str>,
}

/// The actors of an item, those who are to act first; none where nobody is named.
#[must_use]
pub fn find(scene: &Scene<'_>, roster: &Roster, names: &Names) -> Vec<String> {
    let Some(item) = scene.text.get(scene.span.clone()) else { return Vec::new() };
    let words = Words::of(item);
    let cue = scene.cue.start.saturating_sub(scene.span.start)..scene.cue.end.saturating_sub(scene.span.start);
    find_in(&words, cue, scene.kind, scene.body, roster, names)
}

/// As [`find`], for an item already split; `cue` are byte offsets in the words' text.
#[must_use]
pub fn find_in(
    words: &Words<'_>,
    cue: Range<usize>,
    kind: Kind,
    body: Option<&str>,
    roster: &Roster,
    names: &Names,
) -> Vec<String> {
    let mentions = mention::all(words, roster, names);
    let parts = grammar::parts(words, &mentions);
    let mut actors = grammar::choose(words, &mentions, &parts, cue);
    if actors.is_empty() && kind == Kind::Decision {
        actors.extend(
            body.map(|body| roster.normal(body).unwrap_or(body).to_owned()).or_else(|| meeting_body(&mentions, roster)),
        );
    }
    actors
}

/// "It was agreed to dedicate a MAG call to ...": without a known body, the one meeting body that the sentence names.
fn meeting_body(mentions: &[mention::Mention], roster: &Roster) -> Option<String> {
    mentions.iter().map(|mention| &mention.name).find(|name| roster.is_meeting_body(name)).cloned()
}

#[cfg(test)]
mod tests;
