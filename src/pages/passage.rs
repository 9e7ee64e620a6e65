//! One paragraph at an address that stays: its words, its place on the page, what was found in it and why, how to cite it.

use super::answer::Answer;
use super::ask::{Ask, Form};
use super::frame::Sheet;
use super::links::{anchor, path_of};
use super::notes::Notes;
use super::prose;
use super::refusal::Refusal;
use super::report;
use super::scene::Scene;
use super::threads;
use crate::model::{Anchor, Block, BlockType, Item};
use crate::record::{Around, Passage};
use crate::search::cite::{Citation, Style};
use crate::search::show::{Place, Why};
use crate::text::markup::{link_target, percent_encoded};
use maud::{Markup, html};
use serde_json::{Map, Value, json};

/// Paragraphs shown before and after.
const CONTEXT: usize = 2;
/// The page of a passage.
///
/// # Errors
/// The record holds no such passage, or cannot be read.
pub fn page(scene: &Scene<'_>, ask: &Ask, id: &str) -> Result<Answer, Refusal> {
    let passage = scene.record.passage(id, CONTEXT)?;
    let passage = passage.ok_or_else(|| Refusal::not_found(&format!("no passage {id}")))?;
    let place = &passage.place;
    let why = if ask.one("why").is_some() { scene.record.why(place)? } else { Vec::new() };
    let around = scene.record.around(&place.block.id)?;
    if ask.form == Form::Json {
        return Ok(Answer::json(&data(&passage, &why, &around)));
    }
    let links = &scene.links;
    let (block, report) = (&place.block, &place.report);
    let items: Vec<&Item> = place.items.iter().collect();
    let notes = Notes::beside(&passage.document, links, &report.meta.key, &place.footnotes);
    let body = html! {
        p class="where" {
            a href=(links.id(&report.meta.key)) { (report.name()) }
            @if let Some(date) = &report.meta.date { ", " (date) }
            @if let Some(section) = &block.section { " \u{203a} " (section) }
        }
        div class="beside" {
            div {
                @for before in &place.before { div class="context" { (report::block(before, &[], links, &notes)) } }
                div class="asked" { (report::block(block, &items, links, &notes)) }
                @for note in &place.footnotes { (report::block(note, &[], links, &notes)) }
                @for after in &place.after { div class="context" { (report::block(after, &[], links, &notes)) } }
                nav class="pager" aria-label="Neighbours" {
                    @if let Some(previous) = &passage.previous { a href=(links.id(previous)) rel="prev" { "\u{2190} " (anchor(previous)) } " " }
                    a href={ (links.id(&report.meta.key)) "#" (percent_encoded(anchor(&block.id))) } { "in the whole report" }
                    @if let Some(next) = &passage.next { " " a href=(links.id(next)) rel="next" { (anchor(next)) " \u{2192}" } }
                }
                (found(scene, ask, place, &why))
                (citations(place))
                (threads::of(scene, &around.threads))
                (referred(scene, "Referred to by", around.cited_by.iter().map(|it| (Some(&it.from), &it.words))))
                (referred(scene, "Refers to", around.refers_to.iter().map(|it| (it.to.as_ref(), &it.words))))
            }
            (on_the_page(scene, place))
        }
    };
    let mut sheet = Sheet::new(title(block), body);
    sheet.within = Some(report.meta.key.clone());
    if links.is_served() {
        sheet.forms.push(("JSON", "application/json", format!("{}.json", links.id(&block.id))));
    }
    sheet.linked_data = Some(json!({
        "@context": "https://schema.org", "@type": "CreativeWork", "identifier": block.id, "text": block.text,
        "isPartOf": report::linked_data(report),
    }));
    Ok(scene.html(&sheet, ask))
}

/// The passage for programs.
#[must_use]
pub fn data(passage: &Passage, why: &[Why], around: &Around) -> Value {
    let place = &passage.place;
    let citation = Citation::of_place(place);
    let cite: Map<String, Value> =
        Style::ALL.iter().map(|(style, name)| ((*name).to_owned(), citation.in_style(*style).into())).collect();
    let mut value = serde_json::to_value(place).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        fields.insert("schema".to_owned(), "minutebook/passage/1".into());
        fields.insert("path".to_owned(), path_of(&place.block.id).into());
        fields.insert("previous".to_owned(), passage.previous.clone().into());
        fields.insert("next".to_owned(), passage.next.clone().into());
        fields.insert("around".to_owned(), serde_json::to_value(around).unwrap_or_default());
        fields.insert("citations".to_owned(), Value::Object(cite));
        if !why.is_empty() {
            fields.insert("why".to_owned(), serde_json::to_value(why).unwrap_or_default());
        }
    }
    value
}

/// "Paragraph 6 (b), Annex II": as people say it; the report stands below.
fn title(block: &Block) -> String {
    let mut parts = vec![match &block.number {
        Some(number) => match above(block) {
            Some(paragraph) => format!("Paragraph {paragraph} ({number})"),
            None => format!("{} {number}", capital(&block.block_type.name().replace('_', " "))),
        },
        None if matches!(block.block_type, BlockType::Heading | BlockType::Annex) => block.text.clone(),
        None => anchor(&block.id).to_owned(),
    }];
    if block.block_type != BlockType::Annex {
        parts.extend(block.annex.iter().cloned());
    }
    parts.join(", ")
}

/// The number of the paragraph that an entry of a list stands in, from its address: `annex-2/6/b` stands in paragraph 6.
fn above(block: &Block) -> Option<&str> {
    let (before, _) = anchor(&block.id).rsplit_once('/').filter(|_| block.block_type == BlockType::ListItem)?;
    let paragraph = before.rsplit('/').next()?;
    paragraph.starts_with(|letter: char| letter.is_ascii_digit()).then_some(paragraph)
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The items with their reasons.
fn found(scene: &Scene<'_>, ask: &Ask, place: &Place, why: &[Why]) -> Markup {
    let links = &scene.links;
    html! {
        section {
            h2 { "What was found here" }
            @if place.items.is_empty() { p { "No decision, action or recommendation." } }
            ul class="plain" { @for item in &place.items { li {
                p { (prose::tag(item, links)) " " (item.text) }
                p class="why" { (prose::why(item, &place.block.text)) }
            } } }
            @if links.is_served() {
                @if why.is_empty() {
                    p { a href={ (links.id(&place.block.id)) "?why=yes" } { "Why, and why not: the rules in full" } }
                } @else { (in_full(ask, why)) }
            }
        }
    }
}

fn in_full(_: &Ask, why: &[Why]) -> Markup {
    html! {
        @for one in why {
            section class="why" {
                h3 { "\u{201c}" (one.explanation.text) "\u{201d}" }
                ul {
                    @for fired in &one.explanation.fired { li {
                        "rule " code { (fired.rule) } " fired on \u{201c}" (fired.words) "\u{201d}: " (fired.doc)
                        @if let Some(but) = &fired.but { " But " (but) }
                    } }
                    @for missed in &one.explanation.missed { li { "no " (missed.kind.name()) ": rule " code { (missed.rule) } ", " (missed.reason) } }
                    @for shield in &one.explanation.shields { li { "kept from firing by " code { (shield.rule) } ": " (shield.doc) } }
                }
            }
        }
    }
}

/// All styles of citation, ready to copy: those that are read, then those that programs take.
fn citations(place: &Place) -> Markup {
    let citation = Citation::of_place(place);
    let in_style = |(style, name): &(Style, &'static str)| {
        html! {
            div class="citation" {
                h3 id={ "cite-" (name) } { (name_of(*style)) }
                pre tabindex="0" aria-labelledby={ "cite-" (name) } { (citation.in_style(*style)) }
            }
        }
    };
    let (read, taken): (Vec<_>, Vec<_>) = Style::ALL.iter().partition(|(style, _)| READ.contains(style));
    html! {
        section class="cite" {
            h2 { "Cite" }
            @for style in read { (in_style(style)) }
            details { summary { "For reference managers and web pages" } @for style in taken { (in_style(style)) } }
        }
    }
}

/// Styles that people paste into prose.
const READ: [Style; 4] = [Style::Un, Style::Chicago, Style::Apa, Style::Oscola];

fn name_of(style: Style) -> &'static str {
    match style {
        Style::Un => "United Nations",
        Style::Chicago => "Chicago",
        Style::Bibtex => "BibTeX",
        Style::CslJson => "CSL JSON",
        Style::Markdown => "Markdown",
        Style::Html => "HTML",
        Style::Ris => "RIS",
        Style::Apa => "APA",
        Style::Oscola => "OSCOLA",
    }
}

/// Passages that refer to this one, or to which it refers, with the words that do.
fn referred<'p>(
    scene: &Scene<'_>,
    title: &str,
    others: impl Iterator<Item = (Option<&'p String>, &'p String)>,
) -> Markup {
    let others: Vec<_> = others.collect();
    if others.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { (title) }
            ul { @for (id, words) in others { li {
                "\u{201c}" (words) "\u{201d}"
                @match id {
                    Some(id) => { ": " a href=(scene.links.id(id)) { (id) } }
                    None => { " (not in this record)" }
                }
            } } }
        }
    }
}

/// Where the passage stands in its file: the page with its place drawn, or why there is none.
fn on_the_page(scene: &Scene<'_>, place: &Place) -> Markup {
    let (report, links) = (&place.report, &scene.links);
    let anchors = &place.block.anchors;
    let mut pages: Vec<u32> = anchors.iter().filter_map(|anchor| anchor.page).collect();
    pages.dedup();
    let file = |page: u32| format!("{}#page={page}", links.to(&format!("file/{}", report.meta.key)));
    html! {
        aside aria-label="On the page" {
            h2 { "On the page" }
            @for page in &pages {
                @if links.is_served() {
                    @if cfg!(feature = "pictures") && report.source.format == "pdf" { (picture(scene, &place.block, &report.meta.key, *page)) }
                    p { a href=(file(*page)) { "The file at page " (page) } }
                } @else {
                    @if let Some(size) = scene.drawn(*page) { (drawn(scene, &place.block, &report.meta.key, *page, size)) }
                    p { "Page " (page) " of " (report.source.path) }
                }
            }
            @if pages.is_empty() { p {
                (unpaged(anchors)) " of "
                @if links.is_served() { a href=(links.to(&format!("file/{}", report.meta.key))) { (report.source.path) } } @else { (report.source.path) }
            } }
            @if let Some(published) = link_target(&place.link) { p { a href=(published) rel="noreferrer" { "As published" } } }
        }
    }
}

fn picture(scene: &Scene<'_>, block: &Block, key: &str, page: u32) -> Markup {
    let source = scene.links.with(&format!("page/{key}/{page}.png"), &[("of", anchor(&block.id))]);
    let words = described(page);
    html! { a class="picture" href=(source) { img src=(source) alt=(words) loading="lazy" width="620" height="877"; } }
}

fn described(page: u32) -> String {
    format!("Page {page} of the report, with the place of this passage marked. Its words stand beside the picture.")
}

/// A page that was drawn once for all its passages: the place of this one is laid over it.
fn drawn(scene: &Scene<'_>, block: &Block, key: &str, page: u32, [width, height]: [f32; 2]) -> Markup {
    let places = block.anchors.iter().filter(|anchor| anchor.page == Some(page)).filter_map(|anchor| anchor.bbox);
    html! {
        svg class="page" viewBox={ "0 0 " (width) " " (height) } role="img" aria-label=(described(page)) {
            image href=(scene.links.file(&format!("page/{key}/{page}.png"))) width=(width) height=(height) {}
            @for [left, top, right, bottom] in places {
                rect class="place" x=(left) y=(top) width=(right - left) height=(bottom - top) {}
            }
        }
    }
}

/// Where a passage stands in a file without pages.
fn unpaged(anchors: &[Anchor]) -> String {
    let first = anchors.first();
    if let Some(at) = first.and_then(|anchor| anchor.at.as_ref()) {
        return at.to_string();
    }
    match first.and_then(|anchor| anchor.lines) {
        Some([from, to]) if from == to => format!("Line {from}"),
        Some([from, to]) => format!("Lines {from} to {to}"),
        None => "Somewhere".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_called_as_people_call_it() {
        let called = |block_type, id: &str, number: &str| {
            let mut block = Block::bare(block_type, "words");
            (block.id, block.number) = (format!("k#{id}"), (!number.is_empty()).then(|| number.to_owned()));
            title(&block)
        };
        assert_eq!(called(BlockType::Paragraph, "26", "26"), "Paragraph 26");
        assert_eq!(called(BlockType::ListItem, "6/b", "b"), "Paragraph 6 (b)");
        assert_eq!(called(BlockType::ListItem, "next-steps/b", "b"), "List item b");
        assert_eq!(called(BlockType::Heading, "next-steps", ""), "words");
    }
}
