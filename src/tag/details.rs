//! What an item says beside its kind: who acts, who holds it, until when, about what.

use super::actors::{Reading, pronoun};
use super::engine::Firing;
use super::rules::Rule;
use super::sentence::Passage;
use super::words::Words;
use super::{Tagger, attribution, categories, deadlines};
use crate::model::{DueState, Item};
use std::ops::Range;

/// Who acts and who holds the positions of one sentence, read when the first item asks.
pub(crate) struct People<'s, 't> {
    tagger: &'t Tagger,
    passage: Passage<'t>,
    words: Words<'s>,
}

impl<'s, 't> People<'s, 't> {
    /// Splits the sentence that the items stand in; for a line under a stem, the stem and the line joined.
    pub(crate) fn of(text: &'s str, tagger: &'t Tagger, passage: Passage<'t>) -> Self {
        Self { tagger, passage, words: Words::of(text) }
    }

    /// Adds actors and holder to an item whose cue stands at these byte offsets of the sentence.
    pub(crate) fn fill(&self, item: &mut Item, firing: &Firing, cue: Range<usize>) {
        let roster = &self.tagger.roster;
        let rule: Option<&Rule> = self.tagger.engine.rule(firing.rule);
        let reading = Reading::of(&self.words, roster, self.passage.names);
        item.held_by = attribution::held_by(rule, &reading, cue.clone(), self.passage.body, roster);
        let mut actors = reading.actors(cue, item.kind, self.passage.body, roster);
        if actors.is_empty()
            && let (Some(before), Some(pronoun)) = (self.passage.before, pronoun::of(&self.words))
        {
            let words = Words::of(before);
            actors = Reading::of(&words, roster, self.passage.names).meant_by(pronoun, roster);
        }
        if actors.is_empty()
            && let Some(pronoun) = pronoun::behind_semicolon(&self.words)
        {
            actors = reading.meant_by(pronoun, roster);
        }
        item.actors = actors.into_iter().map(|actor| self.passage.people.shown(actor)).collect();
    }
}

/// Adds deadline and categories to an item of a passage.
pub(crate) fn fill(item: &mut Item, tagger: &Tagger, passage: Passage<'_>) {
    let [start, end] = item.span;
    let own = deadlines::find(passage.text, start..end, passage.dates).map(|found| (found, passage.text));
    let lent = || {
        let stem = item.stem.as_deref()?;
        deadlines::find(stem, 0..stem.len(), passage.dates).map(|found| (found, stem))
    };
    if let Some((deadline, text)) = own.or_else(lent) {
        let words = text.get(deadline.text).map(str::to_owned);
        item.due = deadline.due.map(|date| date.to_string());
        item.due_from = deadline.due_from.map(|date| date.to_string());
        item.due_text = words;
        item.due_state = Some(deadline.state);
        item.due_basis = deadline.basis.map(str::to_owned);
        if deadline.state == DueState::Unresolved {
            item.flags.push("due-unresolved".to_owned());
        }
    }
    let ranking = categories::rank(&item.text, passage.section, &tagger.taxonomy);
    item.categories = ranking.categories;
    if ranking.moved {
        item.flags.push("moved".to_owned());
    }
}
