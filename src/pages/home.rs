//! The first page: what is in the record, how it grew, what is new, and what is missing.

use super::answer::Answer;
use super::ask::{Ask, Form};
use super::chart;
use super::frame::Sheet;
use super::items;
use super::refusal::Refusal;
use super::scene::Scene;
use crate::record::TableLine;
use maud::html;
use serde_json::json;

/// Newest items shown.
const NEWEST: usize = 10;
/// Columns of the newest items.
const COLUMNS: [&str; 5] = ["kind", "text", "actors", "due", "report"];
/// Gaps named; the page of meetings has all.
const GAPS: usize = 5;

/// The first page.
///
/// # Errors
/// The record cannot be read.
pub fn page(scene: &Scene<'_>, ask: &Ask) -> Result<Answer, Refusal> {
    let (status, table, links) = (scene.record.status()?, scene.record.table()?, &scene.links);
    let runs = scene.record.runs();
    let held: Vec<&TableLine> =
        table.lines.iter().filter(|line| !line.row.is_withdrawn() && !line.is_procedural()).collect();
    let mut newest = held.clone();
    newest.sort_by(|one, other| other.row.date.cmp(&one.row.date).then_with(|| one.row.id.cmp(&other.row.id)));
    newest.truncate(NEWEST);
    let (totals, last) = (status.totals, runs.last());
    if ask.form == Form::Json {
        return Ok(Answer::json(&json!({
            "schema": "minutebook/home/1", "name": scene.name(), "generation": status.generation, "totals": totals,
            "last_run": last, "gaps": status.coverage.holes.len(), "not_read": status.catalogue().unread(),
            "newest": newest.iter().map(|line| items::data(line)).collect::<Vec<_>>(),
        })));
    }
    let by_year = held.iter().filter_map(|line| Some((chart::year(line.row.date.as_deref())?, line.row.kind.name())));
    let bars = chart::by_kind(by_year, |year| Some(links.with("items", &[("year", year.to_string())])));
    let figures = [
        ("reports", "reports", totals.reports, links.to("reports")),
        ("items", "decisions", totals.decisions, links.with("items", &[("kind", "decision")])),
        ("items", "actions", totals.actions, links.with("items", &[("kind", "action")])),
        ("items", "recommendations", totals.recommendations, links.with("items", &[("kind", "recommendation")])),
    ];
    let body = html! {
        p { "What was decided, what somebody undertook to do, and what was recommended, in " (totals.reports) " reports: "
            (totals.paragraphs) " paragraphs on " (totals.pages) " pages, every one with an address." }
        ul class="figures" { @for (_, name, count, link) in &figures {
            li { a href=(link) { strong { (count) } " " (name) } }
        } }
        (chart::bars("Decisions, actions and recommendations by year", &chart::KINDS, &bars))
        section {
            h2 { "Newest" }
            (items::rows(scene, ask, &newest, &COLUMNS))
            p { a href=(links.with("items", &[("sort", "-date")])) { "All items, the newest first" } }
        }
        section {
            h2 { "What is missing" }
            @if status.coverage.holes.is_empty() { p { "No gap was found in the series of meetings." } }
            @else {
                ul { @for hole in status.coverage.holes.iter().take(GAPS) { li { (hole.sentence()) } } }
            }
            @if status.catalogue().unread() > 0 { p { (status.catalogue().unread()) " files could not be read or hold no text." } }
            p { a href=(links.to("meetings")) { "All meetings and gaps" } }
        }
        @if let Some(last) = last.filter(|_| links.is_served()) {
            section {
                h2 { "Last run" }
                p { (super::runs::moment(&last.started)) ": " (last.outcome) ", " (last.reports) " reports, "
                    (last.gained) " items new, " (last.changed) " changed, " (last.lost) " gone. "
                    a href=(links.to("runs")) { "All runs" } }
            }
        }
    };
    let mut sheet = Sheet::new(scene.name(), body);
    if links.is_served() {
        sheet.forms.push(("JSON", "application/json", links.to("api")));
        sheet.forms.push((
            "Feed of the newest decisions",
            "application/atom+xml",
            links.with("search.atom", &[("kind", "decision")]),
        ));
    }
    sheet.linked_data = Some(json!({
        "@context": "https://schema.org", "@type": "Dataset", "name": scene.name(),
        "description": format!("Decisions, actions and recommendations in {} reports", totals.reports),
    }));
    Ok(scene.html(&sheet, ask))
}
