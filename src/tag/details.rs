//! What an item says beside its kind: who acts, who holds it, until when, about what.

use super::actors::roles::Roles;
use super::engine::Firing;
use super::passage::Passage;
use super::rules::Rule;
use super::{Tagger, attribution, categories, deadlines, sentences};
use crate::language;
use crate::model::{DueState, Item};
use std::ops::Range;

/// Who acts and who holds the positions of one sentence, read when the first item asks.
pub(crate) struct People<'s, 't> {
    tagger: &'t Tagger,
    passage: Passage<'t>,
    sentence: language::Sentence<'s>,
    before: Vec<language::Sentence<'t>>,
}

impl<'s, 't> People<'s, 't> {
    /// Splits the sentence that the items stand in; for a line under a stem, the stem and the line joined.
    pub(crate) fn of(text: &'s str, tagger: &'t Tagger, passage: Passage<'t>) -> Self {
        let language = tagger.engine.language();
        let sentence = language.read(text);
        // Only a pronoun asks who stood there before.
        let asks = sentence.tokens.iter().any(|token| token.tag == language::Tag::Pronoun);
        let before = passage.before.iter().filter(|_| asks).map(|before| language.read(before)).collect();
        Self { tagger, passage, sentence, before }
    }

    /// Adds actors and holder to an item whose cue stands at these byte offsets of the sentence.
    pub(crate) fn fill(&self, item: &mut Item, firing: &Firing, cue: Range<usize>) {
        let roster = &self.tagger.roster;
        let rule: Option<&Rule> = self.tagger.engine.rule(firing.rule);
        let before: Vec<&language::Sentence<'_>> = self.before.iter().collect();
        let roles = Roles {
            sentence: &self.sentence,
            before: &before,
            within: self.passage.within,
            language: self.tagger.engine.language(),
            acts: &self.tagger.acts,
            roster,
            names: self.passage.names,
        };
        let clause = firing.clause.filter(|at| *at < self.sentence.clauses.len()).or_else(|| self.clause_of(&cue));
        let position = clause.and_then(|at| roles.holder(at, item.kind));
        item.held_by = attribution::held_by(rule, position, self.passage.body, roster, self.tagger.engine.language());
        let actors = clause.map(|at| roles.actors(at, item.kind)).unwrap_or_default();
        item.actors = actors.into_iter().map(|actor| self.passage.people.shown(actor)).collect();
    }

    /// The clause that a cue stands in: the first whose verb lies in it, else the last that begins before it.
    fn clause_of(&self, cue: &Range<usize>) -> Option<usize> {
        let verb = |clause: &language::Clause| self.sentence.bytes(&clause.verb.tokens);
        let clauses = &self.sentence.clauses;
        let within = clauses.iter().position(|clause| verb(clause).end > cue.start && verb(clause).start < cue.end);
        within.or_else(|| clauses.iter().rposition(|clause| verb(clause).start <= cue.start)).or(Some(0))
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
        let words = text.get(deadline.text.clone()).map(str::to_owned);
        set_due(item, &deadline, words);
    }
    let ranking = categories::rank(&item.text, passage.section, &tagger.taxonomy);
    item.categories = ranking.categories;
    if ranking.moved {
        item.flags.push("moved".to_owned());
    }
}

/// Everything beside kind and words of an item that the document level made: who acts, until when, about what.
pub(crate) fn describe(item: &mut Item, tagger: &Tagger, passage: Passage<'_>) {
    let text = item.text.clone();
    let mut actors = Vec::new();
    for span in sentences::split(&text) {
        let sentence = tagger.engine.language().read(text.get(span).unwrap_or_default());
        let roles = Roles {
            sentence: &sentence,
            before: &[],
            within: 0,
            language: tagger.engine.language(),
            acts: &tagger.acts,
            roster: &tagger.roster,
            names: passage.names,
        };
        let main = sentence.clauses.iter().position(|clause| clause.link == language::Link::Main).or(Some(0));
        actors = main.map(|at| roles.actors(at, item.kind)).unwrap_or_default();
        if !actors.is_empty() {
            break;
        }
    }
    item.actors = actors.into_iter().map(|actor| passage.people.shown(actor)).collect();
    fill(item, tagger, passage);
}

/// Sets the deadline of an item and the words that name it.
pub(crate) fn set_due(item: &mut Item, deadline: &deadlines::Deadline, words: Option<String>) {
    item.due = deadline.due.map(|date| date.to_string());
    item.due_from = deadline.due_from.map(|date| date.to_string());
    item.due_text = words;
    item.due_state = Some(deadline.state);
    item.due_basis = deadline.basis.map(str::to_owned);
    if deadline.state == DueState::Unresolved {
        item.flags.push("due-unresolved".to_owned());
    }
}

/// Takes the deadline away that the words of a row seemed to hold: its column says that there is none.
pub(crate) fn clear_due(item: &mut Item) {
    item.flags.retain(|flag| flag != "due-unresolved");
    (item.due, item.due_from, item.due_text, item.due_state, item.due_basis) = (None, None, None, None, None);
}

/// Puts the categories first that a table's own column names.
pub(crate) fn put_category(item: &mut Item, named: &str, tagger: &Tagger) {
    let ranking = categories::rank("", Some(named), &tagger.taxonomy);
    item.categories.retain(|category| !ranking.categories.contains(category));
    item.categories.splice(0..0, ranking.categories);
}
