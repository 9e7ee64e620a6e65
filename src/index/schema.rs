//! The fields of the index, and the version that tells an index of another make.
//!
//! One tantivy document per block, and one per report that holds what its blocks share. Item fields are joined in
//! `item`, whose positions count items: terms at one position belong to one item, so that "a decision held by the MAG"
//! is never put together from two items of one paragraph.

use super::tokens;
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};

/// Raise whenever fields, analysis or the stored form change: an index of another version is rebuilt, never half read.
pub const VERSION: u32 = 4;

/// Before a folded form in [`Fields::exact`] that is not how the word is written.
pub(super) const FOLDED: char = '~';

/// The fields by name.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub schema: Schema,
    /// Never filled; its name carries the version.
    pub _version: Field,
    /// `block` or `report`; of a block also whether it holds a figure or a day ([`super::document`]), and the year and month of its
    /// report ([`super::names::when_terms`]).
    pub what: Field,
    /// Stems, with positions.
    pub text: Field,
    /// Words as written, with positions. A word that folding changed stands as written, and beside it folded behind a
    /// [`FOLDED`], so that patterns find it and `exact:` does not. Names in capitals that are also words of grammar (IT)
    /// stand beside theirs, in capitals.
    pub exact: Field,
    /// What is stated of items, one position per item.
    pub item: Field,
    /// Stems of the headings above.
    pub section: Field,
    /// Stems of the words that a list item completes.
    pub above: Field,
    /// Stems of the words right before a short passage.
    pub before: Field,
    /// Block id.
    pub id: Field,
    pub report: Field,
    pub source: Field,
    pub title: Field,
    pub body: Field,
    pub meeting: Field,
    pub annex: Field,
    pub number: Field,
    pub block_type: Field,
    pub language: Field,
    // Columns to count, sort and filter by.
    pub kind: Field,
    pub force: Field,
    pub held_by: Field,
    pub category: Field,
    pub actor: Field,
    pub page: Field,
    pub date_first: Field,
    pub date_last: Field,
    pub due: Field,
    pub order: Field,
    pub sketch: Field,
    /// The stored form.
    pub stored: Field,
}

pub(super) fn fields() -> Fields {
    let mut schema = Schema::builder();
    let positions = || indexed_with(IndexRecordOption::WithFreqsAndPositions);
    // Names may hold several words; the analysis is ours, so these fields take their words one by one.
    let words = || indexed_with(IndexRecordOption::Basic);
    let column = || TextOptions::default().set_fast("raw");
    let name_and_column = || STRING | column();
    Fields {
        _version: schema.add_text_field(&format!("version-{VERSION}"), STRING),
        what: schema.add_text_field("what", STRING),
        text: schema.add_text_field("text", positions()),
        exact: schema.add_text_field("exact", positions()),
        item: schema.add_text_field("item", positions()),
        section: schema.add_text_field("section", words()),
        above: schema.add_text_field("above", words()),
        before: schema.add_text_field("before", words()),
        id: schema.add_text_field("id", STRING),
        report: schema.add_text_field("report", name_and_column()),
        source: schema.add_text_field("source", STRING),
        title: schema.add_text_field("title", words()),
        body: schema.add_text_field("body", name_and_column()),
        meeting: schema.add_text_field("meeting", words()),
        annex: schema.add_text_field("annex", STRING),
        number: schema.add_text_field("number", STRING),
        block_type: schema.add_text_field("type", name_and_column()),
        language: schema.add_text_field("language", STRING),
        kind: schema.add_text_field("kind", column()),
        force: schema.add_text_field("force", column()),
        held_by: schema.add_text_field("held_by", column()),
        category: schema.add_text_field("category", column()),
        actor: schema.add_text_field("actor", column()),
        page: schema.add_u64_field("page", FAST),
        date_first: schema.add_u64_field("date_first", FAST),
        date_last: schema.add_u64_field("date_last", FAST),
        due: schema.add_u64_field("due", FAST),
        order: schema.add_u64_field("order", FAST),
        sketch: schema.add_u64_field("sketch", FAST),
        stored: schema.add_text_field("stored", STORED),
        schema: schema.build(),
    }
}

fn indexed_with(recorded: IndexRecordOption) -> TextOptions {
    // The words come analysed ([`crate::query::words`]); the tokenizer only takes them apart.
    let indexing = TextFieldIndexing::default().set_tokenizer(tokens::TOKENIZER).set_index_option(recorded);
    TextOptions::default().set_indexing_options(indexing)
}
