//! Loose sentences with their surroundings, and the items found in them: what `tag --input jsonl` reads and prints.

use super::details::People;
use super::engine::Firing;
use super::passage::Passage;
use super::rules::pattern::Setting;
use super::{Tagger, details, sentences};
use crate::budget;
use crate::language::Sentence as Read;
use crate::model::{Item, Kind};
use serde::Deserialize;
use std::ops::Range;

/// A sentence, or a few that belong together, with what a reader would know of its surroundings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Sentence {
    /// Given back with the answer.
    pub id: String,
    /// The words.
    pub text: String,
    /// Date of the report, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The heading above.
    pub section: Option<String>,
    /// The stem that a lettered line stands under: "The MAG agreed to:".
    pub stem: Option<String>,
    /// Printed number or letter.
    pub number: Option<String>,
    /// Key of the report.
    pub report: Option<String>,
}

/// Sentences before one in which whom its pronouns stand for is looked for.
pub(crate) const MOST_BEFORE: usize = 3;

/// The items of a passage, spans relative to its text.
pub(crate) fn tag_passage(tagger: &Tagger, passage: Passage<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    let section = passage.section.map(|section| tagger.engine.read(section));
    let mut stem = passage.stem.map(str::to_owned);
    let mut stem_span = None;
    let mut before = passage.before.to_vec();
    let mut within = 0;
    for span in sentences::split(passage.text) {
        let Some(text) = passage.text.get(span.clone()) else { continue };
        budget::ask_for(text.len());
        let (note, rest) = editorial_stem(text);
        if let Some(note) = note {
            stem = Some(note.to_owned());
        }
        if rest.is_empty() {
            continue;
        }
        let from = span.end - rest.len();
        let here = Passage { text: rest, stem: stem.as_deref(), before: &before, within, ..passage };
        tag_one(tagger, here, section.as_ref(), from, &mut items);
        before.insert(0, rest);
        before.truncate(MOST_BEFORE);
        within = (within + 1).min(MOST_BEFORE);
        if text.ends_with(':') && note.is_none() {
            stem = Some(text.to_owned());
            stem_span = Some([from, span.end]);
        }
    }
    if let Some(stem_span) = stem_span {
        drop_spent_stem(&mut items, stem_span);
    }
    drop_settled_motions(&mut items);
    for item in &mut items {
        details::fill(item, tagger, passage);
    }
    items
}

/// A stem whose lines carry its items is no item itself.
fn drop_spent_stem(items: &mut Vec<Item>, stem_span: [usize; 2]) {
    let inherited: Vec<Kind> =
        items.iter().filter(|item| item.stem.is_some() && item.span != stem_span).map(|item| item.kind).collect();
    items.retain(|item| item.span != stem_span || !inherited.contains(&item.kind));
}

/// "Moved by Lee, seconded by Park, that the fee be waived. Carried.": what is carried is no longer a proposal.
fn drop_settled_motions(items: &mut Vec<Item>) {
    let flagged = |item: &Item, flag: &str| item.flags.iter().any(|known| known == flag);
    let Some(vote) = items.iter().filter(|item| flagged(item, "vote")).map(|item| item.span[0]).max() else { return };
    items.retain(|item| item.kind != Kind::Recommendation || !flagged(item, "motion") || item.span[0] >= vote);
}

fn tag_one(tagger: &Tagger, passage: Passage<'_>, section: Option<&Read<'_>>, from: usize, items: &mut Vec<Item>) {
    let joined =
        passage.stem.map(|stem| format!("{} {}", stem.trim_end_matches(':').trim_end(), without_label(passage.text)));
    let stem = passage.stem.map(|stem| tagger.engine.read(stem));
    let setting = Setting { section, stem: stem.as_ref() };
    let firings = find(tagger, passage.text, setting);
    let mut people = None;
    for firing in firings {
        let cue = firing.cue.clone();
        let mut found = item(tagger, passage, &firing, cue.clone(), from);
        let people = people.get_or_insert_with(|| People::of(passage.text, tagger, passage));
        people.fill(&mut found, &firing, cue);
        items.push(found);
    }
    let Some(joined) = joined else { return };
    let stem_length = joined.len() - without_label(passage.text).len();
    let mut people = None;
    for firing in find(tagger, &joined, setting) {
        let cue = firing.cue.clone();
        if cue.start >= stem_length {
            continue;
        }
        let mut inherited = item(tagger, passage, &firing, cue.clone(), from);
        if items.iter().any(|known| known.kind == inherited.kind && known.span == inherited.span) {
            continue;
        }
        let people = people.get_or_insert_with(|| People::of(&joined, tagger, passage));
        people.fill(&mut inherited, &firing, cue.clone());
        inherited.cue = [cue.start, cue.end.min(stem_length)];
        inherited.stem = passage.stem.map(str::to_owned);
        inherited.flags.push("inherited-stem".to_owned());
        items.push(inherited);
    }
}

fn find(tagger: &Tagger, text: &str, setting: Setting<'_, '_>) -> Vec<Firing> {
    let sentence = tagger.engine.read_to_find(text, setting);
    sentence.map(|sentence| tagger.engine.evaluate(&sentence, setting)).unwrap_or_default()
}

fn item(tagger: &Tagger, passage: Passage<'_>, firing: &Firing, cue: Range<usize>, from: usize) -> Item {
    let rule = tagger.engine.rule(firing.rule);
    let kind = rule.and_then(|rule| rule.kind.item()).unwrap_or(Kind::Decision);
    Item {
        rule: rule.map(|rule| rule.id.clone()).unwrap_or_default(),
        cue: [from + cue.start, from + cue.end],
        span: [from, from + passage.text.len()],
        procedural: rule.is_some_and(|rule| rule.procedural),
        flags: rule.map(|rule| rule.flags.clone()).unwrap_or_default(),
        ..Item::bare(kind, rule.map_or(crate::model::Force::Noted, |rule| rule.force), passage.text.to_owned())
    }
}

/// An editor's note that stands before a line and says what it stands under: "[The Board proposes:] First, ...".
fn editorial_stem(text: &str) -> (Option<&str>, &str) {
    let split = text.strip_prefix('[').and_then(|inner| inner.split_once(']'));
    let Some((note, rest)) = split else { return (None, text) };
    if note.contains('[') || note.len() < 12 || !rest.starts_with(' ') {
        return (None, text);
    }
    (Some(note), rest.trim_start())
}

fn without_label(text: &str) -> &str {
    let plain = text.strip_prefix("and ").or_else(|| text.strip_prefix("or ")).unwrap_or(text);
    match sentences::entry_label(plain) {
        Some(_) => plain.split_once(") ").map_or(text, |(_, rest)| rest),
        None => text,
    }
}
