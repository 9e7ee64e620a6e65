//! From a tagged document to tantivy documents: one per block, one for the report.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use tantivy::schema::Field;
use tantivy::{TantivyDocument, TantivyError};

use super::names;
use super::rank;
use super::schema::{FOLDED, Fields};
use super::stored::StoredBlock;
use super::surroundings::{Surroundings, holds};
use super::tokens;
use crate::model::{Block, BlockType, Item, Meta, TaggedDocument};
use crate::model::{Extra, Report};
use crate::query::plain::data::WORDS;
use crate::query::twins;
use crate::query::words::{Stems, Word, compounds, fold_all, words};
use crate::query::{dates, fields};

/// Stems already worked out: reports use few words often.
#[derive(Default)]
pub(super) struct StemCache(FxHashMap<String, String>);

/// The cache is emptied when it holds so many words: a hostile corpus must not fill memory.
const MOST_CACHED_STEMS: usize = 200_000;

impl StemCache {
    /// Gives the stem of `word` to `take`.
    fn stem(&mut self, stems: Stems, language: &str, word: &Word, take: impl FnOnce(&str)) {
        if word.acronym_plural {
            return take(&stems.of_word(word));
        }
        if self.0.len() > MOST_CACHED_STEMS {
            self.0.clear();
        }
        let key = if language == "en" {
            Cow::Borrowed(&word.folded)
        } else {
            Cow::Owned(format!("{language}:{}", word.folded))
        };
        if let Some(known) = self.0.get(key.as_str()) {
            return take(known);
        }
        let stem = stems.stem(&word.folded);
        take(&stem);
        self.0.insert(key.into_owned(), stem.into_owned());
    }
}

/// The documents of one report.
pub(super) fn documents(
    fields: &Fields,
    cache: &mut StemCache,
    tagged: &TaggedDocument,
    extra: &Extra,
) -> Result<Vec<TantivyDocument>, TantivyError> {
    let report = Report::of(tagged, extra);
    let meta = &tagged.document.meta;
    let language = meta.language.as_deref().unwrap_or("en");
    let mut maker = Maker {
        fields,
        cache,
        meta,
        language,
        stems: Stems::of(language),
        shared: TantivyDocument::default(),
        section: Section::default(),
        surroundings: Surroundings::default(),
    };
    maker.shared = maker.of_every_block(&tagged.document.source.path);
    let mut items_of: FxHashMap<usize, Vec<&Item>> = FxHashMap::default();
    for item in &tagged.items {
        items_of.entry(item.block).or_default().push(item);
    }
    let mut made = vec![maker.report(&report)?];
    for (ordinal, block) in tagged.document.blocks.iter().enumerate() {
        if block.block_type != BlockType::Furniture {
            let items = items_of.get(&ordinal).map(Vec::as_slice).unwrap_or_default();
            made.push(maker.block(ordinal, block, items)?);
        }
    }
    Ok(made)
}

struct Maker<'a> {
    fields: &'a Fields,
    cache: &'a mut StemCache,
    meta: &'a Meta,
    language: &'a str,
    stems: Stems,
    /// What every block of the report carries, made once.
    shared: TantivyDocument,
    /// The section of the block before: most blocks stand in the same.
    section: Section,
    /// What was read before.
    surroundings: Surroundings,
}

/// A section's heading, and its stems.
#[derive(Default)]
struct Section {
    heading: String,
    words: tokens::Words,
}

impl Maker<'_> {
    fn report(&mut self, report: &Report) -> Result<TantivyDocument, TantivyError> {
        // Only what finds and deletes it: a report must never answer a search for paragraphs.
        let mut made = self.own("report");
        made.add_text(self.fields.stored, serde_json::to_string(report)?);
        Ok(made)
    }

    fn block(&mut self, ordinal: usize, block: &Block, items: &[&Item]) -> Result<TantivyDocument, TantivyError> {
        let fields = self.fields;
        let mut made = self.shared.clone();
        let id = if block.id.is_empty() { format!("{}#b{ordinal}", self.meta.key) } else { block.id.clone() };
        made.add_text(fields.id, &id);
        let found = words(&block.text);
        self.add_text(&mut made, &found);
        for what in holds(&found) {
            made.add_text(fields.what, what);
        }
        made.add_u64(fields.sketch, twins::sketch(&found));
        let headings = self.surroundings.headings_over(block);
        if !headings.is_empty() {
            if headings != self.section.heading {
                self.section = Section { words: self.stemmed(&headings), heading: headings };
            }
            made.add_text(fields.section, self.section.words.as_str());
        }
        if let Some(stem) = self.surroundings.completed_by(block) {
            made.add_text(fields.above, self.stemmed(&stem).as_str());
        }
        if let Some(before) = self.surroundings.right_before(block).map(str::to_owned) {
            made.add_text(fields.before, self.stemmed(&before).as_str());
        }
        self.surroundings.pass(block);
        for label in names::annex_terms(&block.annex) {
            made.add_text(fields.annex, label);
        }
        if let Some(number) = &block.number {
            made.add_text(fields.number, number.to_lowercase());
        }
        made.add_text(fields.block_type, block.block_type.name());
        let mut pages: Vec<u32> = block.anchors.iter().filter_map(|anchor| anchor.page).collect();
        pages.dedup();
        for page in pages {
            made.add_u64(fields.page, u64::from(page));
        }
        made.add_u64(fields.order, rank::order(block, ordinal));
        self.add_items(&mut made, items);
        let stored = StoredBlock::new(&self.meta.key, ordinal, &id, block, items);
        made.add_text(fields.stored, serde_json::to_string(&stored)?);
        Ok(made)
    }

    fn own(&self, what: &str) -> TantivyDocument {
        let mut made = TantivyDocument::default();
        made.add_text(self.fields.what, what);
        made.add_text(self.fields.report, &self.meta.key);
        made
    }

    fn of_every_block(&mut self, path: &str) -> TantivyDocument {
        let (fields, meta) = (self.fields, self.meta);
        let mut made = self.own("block");
        made.add_text(fields.source, path.to_lowercase());
        made.add_text(fields.language, self.language);
        if let Some(body) = &meta.body {
            made.add_text(fields.body, body);
        }
        if let Some(meeting) = &meta.meeting {
            let terms = names::meeting_terms(meeting);
            let words: tokens::Words = terms.iter().map(String::as_str).collect();
            made.add_text(fields.meeting, words.as_str());
        }
        if let Some(title) = &meta.title {
            made.add_text(fields.title, self.stemmed(title).as_str());
        }
        if let Some((first, last)) = report_days(meta) {
            made.add_u64(fields.date_first, u64::from(first));
            made.add_u64(fields.date_last, u64::from(last));
            for when in names::when_terms(first, last) {
                made.add_text(fields.what, when);
            }
        }
        made
    }

    fn add_text(&mut self, made: &mut TantivyDocument, found: &[Word]) {
        let mut stems = tokens::Words::with_room_for(found.len());
        let mut written = tokens::Words::with_room_for(found.len());
        let compounds = compounds(found);
        // In a heading in capitals every word is.
        let has_small = found.iter().any(|word| !word.capitals && word.folded.len() > 1);
        let mut compounds = compounds.iter().map(|(from, to, compound)| (*from..*to, compound)).peekable();
        for (position, word) in found.iter().enumerate() {
            self.cache.stem(self.stems, self.language, word, |stem| stems.next(stem));
            match &word.accented {
                None => written.next(&word.folded),
                Some(accented) => {
                    written.next(accented);
                    written.beside(&format!("{FOLDED}{}", word.folded));
                }
            }
            if word.capitals && has_small && WORDS.is_stop(&word.folded) {
                written.beside(&word.folded.to_uppercase());
            }
            // "multi-stakeholder" is found as "multistakeholder" too, wherever either part stands.
            while compounds.next_if(|(positions, _)| positions.end <= position).is_some() {}
            if let Some((_, compound)) = compounds.peek().filter(|(positions, _)| positions.contains(&position)) {
                stems.beside(&self.stems.stem(compound));
                written.beside(compound);
            }
        }
        made.add_text(self.fields.text, stems.as_str());
        made.add_text(self.fields.exact, written.as_str());
    }

    fn stemmed(&mut self, text: &str) -> tokens::Words {
        let mut stemmed = tokens::Words::default();
        for word in words(text) {
            self.cache.stem(self.stems, self.language, &word, |stem| stemmed.next(stem));
        }
        stemmed
    }

    fn add_items(&self, made: &mut TantivyDocument, items: &[&Item]) {
        let fields = self.fields;
        let mut terms = tokens::Words::default();
        let mut columns: Vec<(Field, String)> = Vec::new();
        for item in items {
            for (nth, term) in item_terms(item).iter().enumerate() {
                if nth == 0 { terms.next(term) } else { terms.beside(term) }
            }
            columns.push((fields.kind, item.kind.name().to_owned()));
            columns.push((fields.force, item.force.name().to_owned()));
            columns.extend(item.held_by.iter().map(|value| (fields.held_by, value.clone())));
            columns.extend(item.categories.iter().map(|value| (fields.category, value.clone())));
            columns.extend(item.actors.iter().map(|value| (fields.actor, value.clone())));
            if let Some((_, due)) = item.due.as_deref().and_then(dates::days) {
                made.add_u64(fields.due, u64::from(due));
            }
        }
        if !terms.is_empty() {
            made.add_text(fields.item, terms.as_str());
        }
        columns.sort();
        columns.dedup();
        for (field, value) in columns {
            made.add_text(field, value);
        }
    }
}

/// First and last day of a report: a meeting of several days, or all days that a partial date can mean.
fn report_days(meta: &Meta) -> Option<(u32, u32)> {
    let (first, last) = meta.date.as_deref().and_then(dates::days)?;
    let to = meta.date_to.as_deref().and_then(dates::days).map_or(last, |(_, to)| to.max(first));
    Some((first, to))
}

/// The terms of one item, `field=value`. Forces are cumulative: "at least agreed" is one term.
fn item_terms(item: &Item) -> Vec<String> {
    let mut terms = vec![format!("kind={}", item.kind.name()), format!("force={}", item.force.name())];
    for (force, name) in fields::FORCES {
        if force <= item.force {
            terms.push(format!("force>={name}"));
        }
        if force >= item.force {
            terms.push(format!("force<={name}"));
        }
    }
    for category in &item.categories {
        terms.push(format!("category={}", fold_all(category)));
    }
    for actor in &item.actors {
        terms.extend(runs_of_words(actor).into_iter().map(|run| format!("actor={run}")));
    }
    terms.push(format!("standing={}", item.standing.name()));
    terms.extend(item.outcome.iter().map(|outcome| format!("outcome={}", fold_all(outcome))));
    terms.extend(item.source_status.iter().map(|status| format!("status={}", fold_all(status))));
    if let Some((_, due)) = item.due.as_deref().and_then(dates::days) {
        let from = item.due_from.as_deref().and_then(dates::days).map_or(due, |(from, _)| from.min(due));
        terms.push(format!("due={from:08}"));
        terms.push(format!("due={due:08}"));
    }
    if let Some(holder) = &item.held_by {
        terms.extend(runs_of_words(holder).into_iter().map(|run| format!("held_by={run}")));
    }
    terms.sort();
    terms.dedup();
    terms
}

/// Names of more words are found by their first so many.
const MOST_NAME_WORDS: usize = 8;

/// Every run of neighbouring words of a name: "chair", "mag chair", so that a part of a name finds it.
fn runs_of_words(name: &str) -> Vec<String> {
    let folded: Vec<String> = words(name).into_iter().map(|word| word.folded).take(MOST_NAME_WORDS).collect();
    let mut runs = Vec::new();
    for length in 1..=folded.len() {
        runs.extend(folded.windows(length).map(|run| run.join(" ")));
    }
    runs
}
