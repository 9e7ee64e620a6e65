//! From a tagged document to tantivy documents: one per block, one for the report.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use tantivy::schema::Field;
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{TantivyDocument, TantivyError};

use super::names;
use super::rank;
use super::schema::Fields;
use super::stored::{Extra, Report, StoredBlock};
use crate::model::{Block, BlockType, Item, Meta, TaggedDocument};
use crate::search::query::{dates, fields};
use crate::search::twins;
use crate::search::words::{Stems, Word, compounds, fold_all, words};

/// Stems already worked out: reports use few words often.
#[derive(Default)]
pub(super) struct StemCache(FxHashMap<String, String>);

/// The cache is emptied when it holds so many words: a hostile corpus must not fill memory.
const MOST_CACHED_STEMS: usize = 200_000;

impl StemCache {
    fn stem(&mut self, stems: Stems, language: &str, word: &Word) -> String {
        if word.acronym_plural {
            return stems.of_word(word).into_owned();
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
            return known.clone();
        }
        let stem = stems.stem(&word.folded).into_owned();
        self.0.insert(key.into_owned(), stem.clone());
        stem
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
    let mut maker =
        Maker { fields, cache, meta, language, stems: Stems::of(language), path: &tagged.document.source.path };
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
    path: &'a str,
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
        let mut made = self.shared();
        let id = if block.id.is_empty() { format!("{}#b{ordinal}", self.meta.key) } else { block.id.clone() };
        made.add_text(fields.id, &id);
        let found = words(&block.text);
        self.add_text(&mut made, &found);
        made.add_u64(fields.sketch, twins::sketch(&found));
        if let Some(section) = &block.section {
            self.add_words(&mut made, fields.section, section);
        }
        for label in names::annex_terms(&block.annex) {
            made.add_text(fields.annex, label);
        }
        if let Some(number) = &block.number {
            made.add_text(fields.number, number.to_lowercase());
        }
        made.add_text(fields.block_type, type_name(block.block_type));
        let mut pages: Vec<u32> = block.anchors.iter().filter_map(|anchor| anchor.page).collect();
        pages.dedup();
        for page in pages {
            made.add_u64(fields.page, u64::from(page));
        }
        made.add_u64(fields.order, rank::order(block.annex.len(), block.block_type, ordinal));
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

    /// What every block of the report carries.
    fn shared(&mut self) -> TantivyDocument {
        let (fields, meta) = (self.fields, self.meta);
        let mut made = self.own("block");
        made.add_text(fields.source, self.path.to_lowercase());
        made.add_text(fields.language, self.language);
        if let Some(body) = &meta.body {
            made.add_text(fields.body, body);
        }
        if let Some(meeting) = &meta.meeting {
            let terms =
                names::meeting_terms(meeting).into_iter().enumerate().map(|(at, term)| token(term, at)).collect();
            made.add_pre_tokenized_text(fields.meeting, tokenized(terms));
        }
        if let Some(title) = &meta.title {
            self.add_words(&mut made, fields.title, title);
        }
        if let Some((first, last)) = report_days(meta) {
            made.add_u64(fields.date_first, u64::from(first));
            made.add_u64(fields.date_last, u64::from(last));
        }
        made
    }

    fn add_text(&mut self, made: &mut TantivyDocument, found: &[Word]) {
        let (mut stems, mut written) = (Vec::with_capacity(found.len()), Vec::with_capacity(found.len()));
        for (position, word) in found.iter().enumerate() {
            stems.push(token(self.cache.stem(self.stems, self.language, word), position));
            written.push(token(word.folded.clone(), position));
        }
        // "multi-stakeholder" is found as "multistakeholder" too, wherever either part stands.
        for (from, to, compound) in compounds(found) {
            let stem = self.stems.stem(&compound).into_owned();
            for position in from..to {
                stems.push(token(stem.clone(), position));
                written.push(token(compound.clone(), position));
            }
        }
        stems.sort_by_key(|token| token.position);
        written.sort_by_key(|token| token.position);
        made.add_pre_tokenized_text(self.fields.text, tokenized(stems));
        made.add_pre_tokenized_text(self.fields.exact, tokenized(written));
    }

    fn add_words(&mut self, made: &mut TantivyDocument, field: Field, text: &str) {
        let tokens = words(text)
            .iter()
            .enumerate()
            .map(|(position, word)| token(self.cache.stem(self.stems, self.language, word), position))
            .collect();
        made.add_pre_tokenized_text(field, tokenized(tokens));
    }

    fn add_items(&self, made: &mut TantivyDocument, items: &[&Item]) {
        let fields = self.fields;
        let mut tokens = Vec::new();
        let mut columns: Vec<(Field, String)> = Vec::new();
        for (position, item) in items.iter().enumerate() {
            tokens.extend(item_terms(item).into_iter().map(|term| token(term, position)));
            columns.push((fields.kind, item.kind.name().to_owned()));
            columns.push((fields.force, item.force.name().to_owned()));
            columns.extend(item.held_by.iter().map(|value| (fields.held_by, value.clone())));
            columns.extend(item.categories.iter().map(|value| (fields.category, value.clone())));
            columns.extend(item.actors.iter().map(|value| (fields.actor, value.clone())));
            if let Some((_, due)) = item.due.as_deref().and_then(dates::days) {
                made.add_u64(fields.due, u64::from(due));
            }
        }
        if !tokens.is_empty() {
            made.add_pre_tokenized_text(fields.item, tokenized(tokens));
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

/// The name of a type, as the document contract writes it.
pub(super) fn type_name(block_type: BlockType) -> &'static str {
    match block_type {
        BlockType::Title => "title",
        BlockType::Meta => "meta",
        BlockType::Heading => "heading",
        BlockType::Paragraph => "paragraph",
        BlockType::QuoteParagraph => "quote_paragraph",
        BlockType::ListItem => "list_item",
        BlockType::Footnote => "footnote",
        BlockType::Annex => "annex",
        BlockType::TableRow => "table_row",
        BlockType::TemplateField => "template_field",
        BlockType::Participant => "participant",
        BlockType::EndMark => "end_mark",
        BlockType::Furniture => "furniture",
    }
}

fn token(text: String, position: usize) -> Token {
    Token { offset_from: 0, offset_to: 0, position, text, position_length: 1 }
}

fn tokenized(tokens: Vec<Token>) -> PreTokenizedString {
    PreTokenizedString { text: String::new(), tokens }
}
