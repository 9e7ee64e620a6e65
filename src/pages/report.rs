//! A whole report as its readers know it: outline, annexes, numbered paragraphs with anchors, footnotes in place, items marked
//! by kind, and what is doubtful about the reading.

use super::answer::Answer;
use super::ask::{Ask, Form};
use super::frame::Sheet;
use super::links::{Links, anchor};
use super::notes::Notes;
use super::prose;
use super::refusal::Refusal;
use super::scene::Scene;
use crate::model::{Block, BlockType, Item, Report, TaggedDocument};
use crate::query::{Options, Query, Wording};
use crate::text::markup::{link_target, percent_encoded};
use maud::{Markup, html};
use serde_json::{Value, json};

/// Level of headings within a report: the page's own is 1.
const FIRST_LEVEL: u8 = 2;

/// Passages shown that name this one.
const CITED_BY: usize = 20;
/// Symbols shorter than this are words that stand everywhere.
const SHORTEST_SYMBOL: usize = 5;

/// The page of a report.
///
/// # Errors
/// The record holds no such report, or cannot be read.
pub fn page(scene: &Scene<'_>, ask: &Ask, key: &str) -> Result<Answer, Refusal> {
    let unknown = || Refusal::not_found(&format!("no report {key}"));
    let document = scene.record.document(key)?.ok_or_else(unknown)?;
    let report = scene.record.report(key)?.ok_or_else(unknown)?;
    if ask.form == Form::Json {
        let blocks: Vec<Value> =
            blocks(&document).map(|(_, block, items)| json!({"block": block, "items": items})).collect();
        return Ok(Answer::json(&json!({"schema": "minutebook/report/1", "report": &*report, "blocks": blocks})));
    }
    let links = &scene.links;
    let body = html! {
        (facts(scene, &report))
        @if let Some(suspect) = doubts(scene, key)? { (suspect) }
        (outline(&document))
        div class="report" { (text(&document, links)) }
        (named_by(scene, &report)?)
    };
    let mut sheet = Sheet::new(report.name(), body);
    if links.is_served() {
        sheet.forms.push(("JSON", "application/json", format!("{}.json", links.id(key))));
    }
    sheet.linked_data = Some(linked_data(&report));
    Ok(scene.html(&sheet, ask))
}

/// The blocks that readers see, each with its place and its items.
fn blocks(document: &TaggedDocument) -> impl Iterator<Item = (usize, &Block, Vec<&Item>)> {
    let mut items = document.items.iter().peekable();
    document.document.blocks.iter().enumerate().filter_map(move |(at, block)| {
        let mut own = Vec::new();
        while let Some(item) = items.next_if(|item| item.block <= at) {
            own.push(item);
        }
        (block.block_type != BlockType::Furniture).then_some((at, block, own))
    })
}

/// What is known of a report.
fn facts(scene: &Scene<'_>, report: &Report) -> Markup {
    let (meta, extra, links) = (&report.meta, &report.extra, &scene.links);
    let [decisions, actions, recommendations] = report.items;
    let file = format!("file/{}", meta.key);
    html! {
        dl class="facts" {
            @if let Some(date) = &meta.date { dt { "Date" } dd { (date) @if let Some(to) = &meta.date_to { " to " (to) } } }
            @if let Some(body) = &meta.body { dt { "Body" } dd { a href=(scene.name_page("bodies", body)) { (body) } } }
            @if let Some(meeting) = &meta.meeting { dt { "Meeting" } dd { (meeting) } }
            @if let Some(kind) = &meta.kind { dt { "Kind" } dd { (kind) } }
            @if let Some(symbol) = &meta.symbol { dt { "Symbol" } dd { (symbol) } }
            @if let Some(standing) = &meta.standing { dt { "Standing" } dd { strong { (standing.name()) } } }
            @if let Some(by) = &extra.superseded_by { dt { "Replaced by" } dd { a href=(links.id(by)) { (by) } } }
            @if let Some(old) = &extra.supersedes { dt { "Replaces" } dd { a href=(links.id(old)) { (old) } } }
            dt { "Key" } dd { code { (meta.key) } }
            dt { "File" } dd {
                @if links.is_served() { a href=(links.to(&file)) { (report.source.path) } } @else { (report.source.path) }
                @if let Some(pages) = report.source.pages { ", " (pages) " pages" }
                @if let Some(url) = meta.url.as_deref().and_then(link_target) { ", " a href=(url) rel="noreferrer" { "as published" } }
            }
            dt { "Items" } dd {
                a href=(links.with("items", &[("report", &meta.key)])) {
                    (decisions) " decisions, " (actions) " actions, " (recommendations) " recommendations"
                }
            }
        }
    }
}

/// Why a person should look at the reading.
fn doubts(scene: &Scene<'_>, key: &str) -> Result<Option<Markup>, Refusal> {
    let suspect = scene.record.catalogued(key)?.map(|report| report.suspect).unwrap_or_default();
    Ok((!suspect.is_empty()).then(|| {
        html! {
            section class="notice" aria-label="Doubts about the reading" {
                p { strong { "This reading needs eyes: " } "compare it with the file before you quote it." }
                ul { @for reason in &suspect { li { (reason) } } }
            }
        }
    }))
}

/// Passages of other reports that name this report's symbol; a site of files leaves that to its search.
fn named_by(scene: &Scene<'_>, report: &Report) -> Result<Markup, Refusal> {
    let symbol = report.meta.symbol.as_deref().filter(|symbol| symbol.len() >= SHORTEST_SYMBOL);
    let Some(symbol) = symbol.filter(|_| scene.links.is_served()) else { return Ok(html! {}) };
    let Ok(query) = Query::parse(&format!("exact:\"{}\" -report:\"{}\"", symbol.replace('"', " "), report.meta.key))
    else {
        return Ok(html! {});
    };
    let options = Options { limit: CITED_BY, expand: false, wording: Wording::Strict, ..Options::default() };
    let hits = scene.record.search(&query, &options)?;
    if hits.hits.is_empty() {
        return Ok(html! {});
    }
    Ok(html! {
        section {
            h2 { "Named by" }
            p { "Passages that name " (symbol) "." }
            ul { @for hit in &hits.hits { li { a href=(scene.links.id(&hit.id)) { (hit.id) } ": " (hit.title) } } }
            @if hits.total > hits.hits.len() {
                p { a href=(scene.links.with("search", &[("q", format!("exact:\"{symbol}\""))])) { (hits.total - hits.hits.len()) " more" } }
            }
        }
    })
}

fn outline(document: &TaggedDocument) -> Markup {
    let heads: Vec<&Block> = blocks(document)
        .map(|(_, block, _)| block)
        .filter(|block| matches!(block.block_type, BlockType::Heading | BlockType::Annex))
        .collect();
    if heads.len() < 2 {
        return html! {};
    }
    html! {
        nav class="outline" aria-label="Outline" {
            details open[heads.len() <= 30] {
                summary { "Outline" }
                ul { @for head in heads {
                    li class={ "level-" (level(head)) } { a href={ "#" (percent_encoded(anchor(&head.id))) } {
                        @if let Some(label) = label(head) { (label) " " }
                        (head.text)
                    } }
                } }
            }
        }
    }
}

/// The label of an annex, where its heading does not say it already.
fn label(block: &Block) -> Option<&str> {
    let label = block.annex.last().filter(|_| block.block_type == BlockType::Annex)?;
    (!block.text.to_lowercase().starts_with(&label.to_lowercase())).then_some(label.as_str())
}

/// Level of a heading's element: within an annex one deeper than its own.
fn level(block: &Block) -> u8 {
    let own = match block.block_type {
        BlockType::Annex => 0,
        _ => block.level.unwrap_or(1).saturating_sub(1) + u8::from(!block.annex.is_empty()),
    };
    FIRST_LEVEL.saturating_add(own).min(6)
}

/// All blocks in reading order; rows of one table stand in one table.
fn text(document: &TaggedDocument, links: &Links) -> Markup {
    let notes = Notes::of(document);
    let all: Vec<(usize, &Block, Vec<&Item>)> = blocks(document).collect();
    let mut tables = 0;
    let of_table = |(_, block, _): &(usize, &Block, Vec<&Item>)| block.block_type == BlockType::TableRow;
    html! {
        @for run in all.chunk_by(|one, other| of_table(one) && of_table(other)) {
            @if run.first().is_some_and(of_table) {
                @let () = tables += 1;
                div class="scroll" tabindex="0" role="region" aria-label={ "Table " (tables) " of the report" } {
                    table { tbody { @for (_, block, items) in run { (row(block, items, links, &notes)) } } }
                }
            } @else {
                @for (_, block, items) in run { (self::block(block, items, links, &notes)) }
            }
        }
    }
}

fn row(block: &Block, items: &[&Item], links: &Links, notes: &Notes<'_>) -> Markup {
    html! {
        tr id=(anchor(&block.id)) class=[block.doubt.as_ref().map(|_| "doubtful")] {
            td class="no" { (permalink(block, links)) }
            @match (prose::cells(block, items), &block.cells) {
                (Some(cells), _) => { @for cell in cells { td { (prose::stretch(block, cell, items, links, notes)) } } }
                // Nothing of it is marked: the cells may stand in an order of their own.
                (None, Some(cells)) if items.is_empty() => { @for cell in cells { td { (cell) } } }
                _ => { td colspan="20" { (prose::passage(block, items, links, notes)) } }
            }
        }
    }
}

/// One block; a heading is a heading, a footnote a note.
#[must_use]
pub fn block(block: &Block, items: &[&Item], links: &Links, notes: &Notes<'_>) -> Markup {
    let words = prose::passage(block, items, links, notes);
    let inner = html! {
        (permalink(block, links))
        @if let Some(speaker) = &block.speaker { strong { (speaker) ": " } }
        (words)
        @if let Some(standing) = &block.standing { " " span class="count" { (standing.name()) } }
        @if let Some(doubt) = &block.doubt { " " span class="doubt" { "doubtful reading: " (doubt) } }
    };
    let id = anchor(&block.id);
    match block.block_type {
        BlockType::Heading | BlockType::Annex => {
            let head = html! {
                @if let Some(label) = label(block) { (label) " " }
                (inner)
            };
            match level(block) {
                2 => html! { h2 id=(id) { (head) } },
                3 => html! { h3 id=(id) { (head) } },
                4 => html! { h4 id=(id) { (head) } },
                5 => html! { h5 id=(id) { (head) } },
                _ => html! { h6 id=(id) { (head) } },
            }
        }
        BlockType::Footnote => {
            let mark = block.number.as_deref().unwrap_or("*");
            html! { p class="footnote" id=(id) { sup { (mark) } " " (inner) } }
        }
        BlockType::QuoteParagraph => html! { blockquote id=(id) { p { (inner) } } },
        BlockType::ListItem => html! { p class="entry" id=(id) { (inner) } },
        other => html! { p class=(other.name()) id=(id) { (inner) } },
    }
}

/// The number of a block as a link to its own page; a mark where it has none.
fn permalink(block: &Block, links: &Links) -> Markup {
    let is_numbered = block.block_type != BlockType::Footnote;
    let shown = block.number.as_deref().filter(|_| is_numbered).unwrap_or("\u{b6}");
    html! { a class="permalink" href=(links.id(&block.id)) aria-label={ "Page of " (spoken(block)) } { (shown) } " " }
}

fn spoken(block: &Block) -> String {
    match &block.number {
        Some(number) => format!("{} {number}", block.block_type.name().replace('_', " ")),
        None => anchor(&block.id).to_owned(),
    }
}

/// What a report is, for search engines.
#[must_use]
pub fn linked_data(report: &Report) -> Value {
    json!({
        "@context": "https://schema.org", "@type": "Report", "name": report.name(), "identifier": report.meta.key,
        "datePublished": report.meta.date, "inLanguage": report.meta.language, "url": report.meta.url,
        "reportNumber": report.meta.symbol,
        "author": report.meta.body.as_ref().map(|body| json!({"@type": "Organization", "name": body})),
    })
}
