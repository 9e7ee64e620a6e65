//! What a search finds: the hits of one page, with counts and with what a reader must know about them.

use std::ops::Range;

use serde::Serialize;

use crate::model::Item;

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Hits {
    /// Paragraphs that answer the query, near-identical ones counted singly.
    pub total: usize,
    /// The hits of this page.
    pub hits: Vec<Hit>,
    /// Counts by field; empty unless asked for.
    pub facets: Vec<Facet>,
    /// Hits by year, without the years that have none; empty unless asked for.
    pub years: Vec<(u32, usize)>,
    /// The query asks for items: a kind, an actor, a deadline.
    pub asks_for_items: bool,
    /// What the reader must know: how the question was read, words corrected, added and left out, reports missing.
    pub notices: Vec<Notice>,
}

/// Something that the reader of a list of hits must know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Stable: `read`, `corrected`, `expanded`, `relaxed`, `operator`, `ignored`, `unknown`, `hole`.
    pub code: &'static str,
    /// A sentence.
    pub message: String,
}

/// Counts of one field over all hits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// The field's name in queries.
    pub field: &'static str,
    /// Value and number of paragraphs, the most frequent first.
    pub values: Vec<(String, usize)>,
}

/// One paragraph found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// Block id.
    pub id: String,
    /// Report key.
    pub report: String,
    /// Title of the report, or its key.
    pub title: String,
    /// First day of the report.
    pub date: Option<String>,
    /// Document symbol.
    pub symbol: Option<String>,
    /// The body that met.
    pub body: Option<String>,
    /// The meeting.
    pub meeting: Option<String>,
    /// Printed number of the paragraph.
    pub number: Option<String>,
    /// Heading above.
    pub section: Option<String>,
    /// Annex path, outermost first.
    pub annex: Vec<String>,
    /// First page, from 1.
    pub page: Option<u32>,
    /// `paragraph`, `table_row`, ...
    #[serde(rename = "type")]
    pub block_type: &'static str,
    /// Kinds of its items.
    pub kinds: Vec<&'static str>,
    /// The whole text.
    pub text: String,
    /// Byte ranges of `text` that answer the query, in order, without overlap.
    pub marks: Vec<Range<usize>>,
    /// The parts of the text worth showing.
    pub snippets: Vec<Snippet>,
    /// Its items.
    pub items: Vec<Item>,
    /// Ids of the items that the query asks for, where it asks for items.
    pub asked_items: Vec<String>,
    /// The words before it that it cannot do without: the stem of a list, the matter of "Adopted.".
    pub before: Vec<Neighbour>,
    /// The text under it, where it is a heading.
    pub after: Vec<Neighbour>,
    /// Further near-identical paragraphs among the hits.
    pub twins: usize,
    /// Rank among the hits, from 1.
    pub rank: usize,
    /// How well it answers; comparable within one answer only.
    pub score: f32,
    /// Path of the file.
    pub source: String,
    /// Where the report is published.
    pub url: Option<String>,
}

impl Hit {
    /// The items that the query asks for; where it asks for none, all of the paragraph's.
    #[must_use]
    pub fn shown_items(&self) -> Vec<&Item> {
        let asked = |item: &&Item| self.asked_items.is_empty() || self.asked_items.contains(&item.id);
        self.items.iter().filter(asked).collect()
    }
}

/// A paragraph beside one that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Neighbour {
    /// Block id.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A part of a text with the words that answer the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// Byte range of the whole text.
    pub span: Range<usize>,
    /// Its words.
    pub text: String,
    /// Byte ranges of the snippet's own text.
    pub marks: Vec<Range<usize>>,
}
