//! One item: its words, what is known of it, how it changed, what people say of it side by side.

use super::answer::Answer;
use super::ask::{Ask, Form};
use super::frame::Sheet;
use super::links::path_of;
use super::prose;
use super::refusal::Refusal;
use super::scene::Scene;
use super::threads;
use crate::model::Column;
use crate::record::Story;
use maud::{Markup, html};
use serde_json::json;

/// Columns that the page tells in another place, or that are of use to programs only.
const UNTOLD: [Column; 6] = [Column::Id, Column::Text, Column::Stem, Column::Rev, Column::Sha256, Column::Url];

/// The page of an item.
///
/// # Errors
/// The record holds no such item, or cannot be read.
pub fn page(scene: &Scene<'_>, ask: &Ask, id: &str) -> Result<Answer, Refusal> {
    let passage = scene.record.passage(id, 0)?;
    let held = passage.as_ref().and_then(|passage| passage.place.item.clone());
    if let Some(held) = held.as_ref().filter(|held| *held != id) {
        // The item took over from another, whose address leads here.
        return Ok(Answer::moved(scene.links.id(held)));
    }
    let story = scene.record.story(id)?;
    let (Some(story), links) = (story, &scene.links) else {
        return Err(Refusal::not_found(&format!("no item {id}")));
    };
    let item = passage.as_ref().and_then(|passage| passage.place.items.iter().find(|item| item.id == id));
    if ask.form == Form::Json {
        return Ok(Answer::json(&json!({
            "schema": "minutebook/item/1", "path": path_of(id), "story": story, "item": item,
        })));
    }
    let row = &story.row;
    let block = id.split('~').next().unwrap_or(id);
    let body = html! {
        @if story.withdrawn { p class="notice" { "The source no longer holds this item: its report was replaced, or is read otherwise now." } }
        blockquote class={ "item " (row.kind.name()) } {
            @if let Some(stem) = &row.stem { span class="stem" { (stem) } " " }
            (row.text)
        }
        p class="where" { a href=(links.id(block)) { (row.reference()) } }
        @if let (Some(item), Some(passage)) = (item, &passage) { p class="why" { (prose::why(item, &passage.place.block.text)) } }
        (facts(scene, &story))
        (of_people(&story))
        (history(&story))
        (threads::of(scene, &scene.record.around(id)?.threads))
    };
    let kind = row.kind.name();
    let title = match &row.no {
        Some(no) => format!("{no}: {kind}, {}", row.force.name()),
        None => format!("{kind}, {}: {}", row.force.name(), row.reference()),
    };
    let mut sheet = Sheet::new(title, body);
    if links.is_served() {
        sheet.forms.push(("JSON", "application/json", format!("{}.json", links.id(id))));
    }
    sheet.linked_data = Some(json!({
        "@context": "https://schema.org", "@type": "CreativeWork", "identifier": id, "text": row.text, "additionalType": kind,
        "dateCreated": row.date, "isPartOf": {"@type": "Report", "identifier": row.report},
    }));
    Ok(scene.html(&sheet, ask))
}

fn facts(scene: &Scene<'_>, story: &Story) -> Markup {
    let told = Column::ALL.into_iter().filter(|column| !UNTOLD.contains(column));
    html! {
        dl class="facts" {
            @for column in told {
                @let cell = story.row.cell(column);
                @if !column.is_unsaid(&cell) {
                    dt { (column.name().replace('_', " ")) }
                    dd { @match column {
                        Column::Category => { a href=(scene.links.to(&format!("categories/{cell}"))) { (scene.category(&cell)) } }
                        Column::Actors => { @for (nth, name) in story.row.actors.iter().enumerate() {
                            @if nth > 0 { ", " } a href=(scene.name_page("actors", name)) { (name) }
                        } }
                        _ => { (cell) }
                    } }
                }
            }
        }
    }
}

/// What people wrote and how they assess it; nobody's view is averaged away.
fn of_people(story: &Story) -> Markup {
    html! {
        section {
            h2 { "What people say" }
            @if story.human.is_empty() && story.assessments.is_empty() { p { "Nobody has written anything beside this item." } }
            @if !story.human.is_empty() {
                dl class="facts" { @for (name, cell) in &story.human { dt { (name) } dd { (cell) } } }
            }
            @if story.disagree { p class="notice" { "The assessors do not agree." } }
            @if !story.assessments.is_empty() {
                div class="scroll" tabindex="0" role="region" aria-label="Assessments" { table {
                    thead { tr { th scope="col" { "Assessor" } th scope="col" { "View" } th scope="col" { "Date" } th scope="col" { "Note" } } }
                    tbody { @for view in &story.assessments { tr {
                        th scope="row" { (view.assessor) } td { (view.view) } td { (view.date) } td { (view.note) }
                    } } }
                } }
            }
            @for conflict in &story.conflicts {
                p class="notice" { "Two values for " (conflict.column) ": " (conflict.kept) " (kept) and " (conflict.other) "." }
            }
        }
    }
}

fn history(story: &Story) -> Markup {
    html! {
        section {
            h2 { "History" }
            ol class="history" { @for version in &story.versions { li {
                strong { (version.day.as_deref().unwrap_or("earlier")) } ": "
                @if version.changes.is_empty() { "first seen" }
                @else { ul { @for (column, before, now) in &version.changes { li {
                    (column) ": " @if before.is_empty() { "nothing" } @else { del { (before) } } " \u{2192} "
                    @if now.is_empty() { "nothing" } @else { ins { (now) } }
                } } } }
            } } }
        }
    }
}
