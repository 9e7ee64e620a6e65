//! Hits for programs. The fields are a contract: they are added to, never renamed or reordered.

use std::io::{self, Write};

use serde::Serialize;

use crate::export::csv::{CsvForm, Table};
use crate::model::Item;
use crate::query::hit::{Facet, Hit, Hits, Neighbour, Notice};
use crate::text::escapes;

/// Name and version of the JSON form.
pub const SCHEMA: &str = "minutebook/hits/1";

/// The columns of the CSV form.
pub const COLUMNS: [&str; 20] = [
    "rank", "id", "report", "title", "date", "body", "meeting", "type", "number", "section", "annex", "page", "kinds",
    "forces", "held_by", "twins", "snippet", "text", "source", "url",
];

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    query: &'a str,
    total: usize,
    hits: &'a [Hit],
    #[serde(skip_serializing_if = "<[Facet]>::is_empty")]
    facets: &'a [Facet],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    years: Vec<Year>,
    notices: &'a [Notice],
}

#[derive(Serialize)]
struct Year {
    year: u32,
    paragraphs: usize,
}

/// One JSON object: the query, the total, hits, facets, years and notices.
///
/// # Errors
/// Whatever `out` reports.
pub fn json(query: &str, hits: &Hits, mut out: impl Write) -> io::Result<()> {
    let years = hits.years.iter().map(|(year, paragraphs)| Year { year: *year, paragraphs: *paragraphs }).collect();
    let answer = Answer {
        schema: SCHEMA,
        query,
        total: hits.total,
        hits: &hits.hits,
        facets: &hits.facets,
        years,
        notices: &hits.notices,
    };
    serde_json::to_writer_pretty(&mut out, &answer)?;
    writeln!(out)
}

#[derive(Serialize)]
struct ParagraphLine<'a> {
    #[serde(flatten)]
    paragraph: &'a Hit,
    hit: &'static str,
}

/// One hit a line.
///
/// # Errors
/// Whatever `out` reports.
pub fn jsonl(hits: &Hits, mut out: impl Write) -> io::Result<()> {
    for hit in &hits.hits {
        serde_json::to_writer(&mut out, &ParagraphLine { paragraph: hit, hit: "paragraph" })?;
        writeln!(out)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct ItemLine<'a> {
    #[serde(flatten)]
    item: &'a Item,
    rank: usize,
    report: &'a str,
    title: &'a str,
    date: Option<&'a str>,
    body: Option<&'a str>,
    number: Option<&'a str>,
    section: Option<&'a str>,
    annex: &'a [String],
    page: Option<u32>,
    /// The paragraph that it stands in.
    paragraph: &'a str,
    before: &'a [Neighbour],
    source: &'a str,
    url: Option<&'a str>,
    /// Tells a line that is an item from one that is a paragraph.
    hit: &'static str,
}

/// One item a line: of each hit those that the query asks for, or all of its items.
///
/// # Errors
/// Whatever `out` reports.
pub fn items_jsonl(hits: &Hits, mut out: impl Write) -> io::Result<()> {
    for hit in &hits.hits {
        for item in hit.shown_items() {
            let line = ItemLine {
                item,
                rank: hit.rank,
                report: &hit.report,
                title: &hit.title,
                date: hit.date.as_deref(),
                body: hit.body.as_deref(),
                number: hit.number.as_deref(),
                section: hit.section.as_deref(),
                annex: &hit.annex,
                page: hit.page,
                paragraph: &hit.text,
                before: &hit.before,
                source: &hit.source,
                url: hit.url.as_deref(),
                hit: "item",
            };
            serde_json::to_writer(&mut out, &line)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// A table of hits, lists within a cell joined by "; ".
///
/// # Errors
/// Whatever `out` reports.
pub fn csv(hits: &Hits, form: CsvForm, out: impl Write) -> io::Result<()> {
    let mut table = Table::new(form, out)?;
    table.record(COLUMNS)?;
    for hit in &hits.hits {
        table.record(cells(hit))?;
    }
    table.finish()
}

pub(crate) fn cells(hit: &Hit) -> [String; COLUMNS.len()] {
    let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut forces: Vec<&str> = hit.items.iter().map(|item| item.force.name()).collect();
    forces.sort_unstable();
    forces.dedup();
    let mut holders: Vec<&str> = hit.items.iter().filter_map(|item| item.held_by.as_deref()).collect();
    holders.sort_unstable();
    holders.dedup();
    let snippet: Vec<&str> = hit.snippets.iter().map(|snippet| snippet.text.as_str()).collect();
    [
        hit.rank.to_string(),
        hit.id.clone(),
        hit.report.clone(),
        escapes::one_line(&hit.title),
        or_empty(&hit.date),
        or_empty(&hit.body),
        or_empty(&hit.meeting),
        hit.block_type.to_owned(),
        or_empty(&hit.number),
        or_empty(&hit.section),
        hit.annex.join("; "),
        hit.page.map(|page| page.to_string()).unwrap_or_default(),
        hit.kinds.join("; "),
        forces.join("; "),
        holders.join("; "),
        hit.twins.to_string(),
        escapes::one_line(&snippet.join(" \u{2026} ")),
        escapes::one_line(&hit.text),
        hit.source.clone(),
        or_empty(&hit.url),
    ]
}
