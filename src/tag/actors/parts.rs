//! The parts that mentions play in a sentence, and the choice of those who act: by role, then by nearness to the rule's cue.

use super::grammar::Sentence;
use super::mention::Mention;
use crate::tag::words::Words;
use std::ops::Range;

/// What a mention does in the sentence; the order is the order of preference, best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Holds the view: "The Committee recommends".
    Holder,
    /// Acts in a side remark: "a template that organizers could use".
    Aside,
    /// May or could act.
    Possible,
    /// Is to act.
    Target,
}

/// A mention in a role, at a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Index of the mention.
    pub mention: usize,
    /// What it does.
    pub role: Role,
    /// Index of the verb that says so.
    pub verb: usize,
}

/// The parts that the mentions play, in the order of their verbs.
#[must_use]
pub fn parts(words: &Words<'_>, mentions: &[Mention]) -> Vec<Part> {
    let sentence = Sentence { words, mentions };
    let mut parts = Vec::new();
    for verb in 0..words.len() {
        sentence.read_verb(verb, &mut parts);
        sentence.read_handed(verb, &mut parts);
    }
    sentence.read_label(&mut parts);
    parts
}

/// The names of those who act, by role and by nearness to the rule's cue (byte offsets).
#[must_use]
pub fn choose(words: &Words<'_>, mentions: &[Mention], parts: &[Part], cue: Range<usize>) -> Vec<String> {
    let whole = 0..words.len();
    let near =
        if cue.is_empty() { whole.clone() } else { segment(words, words.index_at(cue.start), words.index_at(cue.end)) };
    for range in [near, whole] {
        let best = parts.iter().filter(|part| range.contains(&part.verb)).map(|part| part.role).max();
        let Some(best) = best else { continue };
        let mut names: Vec<String> = Vec::new();
        for part in parts.iter().filter(|part| part.role == best && range.contains(&part.verb)) {
            if let Some(mention) = mentions.get(part.mention)
                && !names.contains(&mention.name)
            {
                names.push(mention.name.clone());
            }
            // The one who speaks first holds the view; later speakers only report.
            if best == Role::Holder && part.mention + 1 < mentions.len() && !is_joined(words, mentions, part.mention) {
                break;
            }
        }
        // "Ms. Okafor suggested that the Board could look at it": who might act, and who says so.
        if matches!(best, Role::Possible | Role::Aside) {
            let holder = parts.iter().find(|part| part.role == Role::Holder && range.contains(&part.verb));
            if let Some(mention) = holder.and_then(|part| mentions.get(part.mention))
                && !names.contains(&mention.name)
            {
                names.push(mention.name.clone());
            }
        }
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

/// The names of those who are to act by the grammar of words: never of those who only hold a view.
#[must_use]
pub fn doers(words: &Words<'_>, mentions: &[Mention], parts: &[Part], cue: Range<usize>, least: Role) -> Vec<String> {
    let acting: Vec<Part> = parts.iter().copied().filter(|part| part.role >= least).collect();
    choose(words, mentions, &acting, cue)
}

fn is_joined(words: &Words<'_>, mentions: &[Mention], index: usize) -> bool {
    let (Some(one), Some(next)) = (mentions.get(index), mentions.get(index + 1)) else { return false };
    next.from == one.to + 1 && matches!(words.lower(one.to), "and" | "," | "/" | "&")
}

/// The stretch between semicolons that holds the words `from..to`.
fn segment(words: &Words<'_>, from: usize, to: usize) -> Range<usize> {
    let start = (0..from.min(words.len())).rev().find(|&index| words.lower(index) == ";").map_or(0, |index| index + 1);
    let end = (to.max(from)..words.len()).find(|&index| words.lower(index) == ";").unwrap_or(words.len());
    start..end
}
