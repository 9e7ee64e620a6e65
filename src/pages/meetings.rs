//! Which meetings the record lacks, which it holds twice, and what could not be read: what no search sees.

use super::answer::Answer;
use super::ask::{Ask, Form};
use super::frame::Sheet;
use super::refusal::Refusal;
use super::scene::Scene;
use crate::run::catalogue::CataloguedReport;
use maud::{Markup, html};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Column of reports without a date.
const UNDATED: &str = "undated";

/// The page.
///
/// # Errors
/// The record cannot be read.
pub fn page(scene: &Scene<'_>, ask: &Ask) -> Result<Answer, Refusal> {
    let status = scene.record.status()?;
    let (coverage, catalogue) = (&status.coverage, status.catalogue());
    if ask.form == Form::Json {
        return Ok(Answer::json(&json!({
            "schema": "minutebook/coverage/1", "coverage": coverage, "failed": catalogue.failed, "other": catalogue.other,
        })));
    }
    let links = &scene.links;
    let body = html! {
        section {
            h2 { "Gaps" }
            @if coverage.holes.is_empty() { p { "No gap was found: neither in the numbers of the meetings, nor in their rhythm, nor in meetings.csv." } }
            ul { @for hole in &coverage.holes { li { (hole.sentence()) } } }
        }
        (by_year(scene, &catalogue.reports))
        @if !coverage.doubles.is_empty() { section {
            h2 { "Several reports of one meeting" }
            ul { @for double in &coverage.doubles { li {
                (double.body) " " (double.meeting) ": "
                @for (nth, key) in double.reports.iter().enumerate() { @if nth > 0 { ", " } a href=(links.id(key)) { (key) } }
            } } }
        } }
        @if !coverage.copies.is_empty() { section {
            h2 { "Files with the same bytes" }
            ul { @for files in &coverage.copies { li { (files.join(", ")) } } }
        } }
        @if !coverage.undated.is_empty() { section {
            h2 { "Reports without a date" }
            p { "No range of dates finds them." }
            ul { @for key in &coverage.undated { li { a href=(links.id(key)) { (key) } } } }
        } }
        @if !catalogue.failed.is_empty() { section {
            h2 { "Files that could not be read" }
            ul { @for failed in &catalogue.failed { li {
                strong { (failed.file.path) } ": " (failed.message)
                @if let Some(hint) = &failed.hint { " Try: " (hint) }
            } } }
        } }
        @if !catalogue.other.is_empty() { section {
            h2 { "Files of formats that nothing reads" }
            ul { @for path in &catalogue.other { li { (path) } } }
        } }
    };
    let mut sheet = Sheet::new("Meetings and gaps", body);
    if links.is_served() {
        sheet.forms.push(("JSON", "application/json", links.to("meetings.json")));
    }
    Ok(scene.html(&sheet, ask))
}

/// How many reports each body has of each year: a year without any is a hole that everybody sees.
fn by_year(scene: &Scene<'_>, reports: &[CataloguedReport]) -> Markup {
    let mut years: BTreeSet<&str> = BTreeSet::new();
    let mut by_body: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for report in reports {
        let year = report.date.as_deref().and_then(|date| date.get(..4)).unwrap_or(UNDATED);
        years.insert(year);
        *by_body.entry(report.body.as_deref().unwrap_or_default()).or_default().entry(year).or_default() += 1;
    }
    // Reports of no known body stand below.
    let mut bodies: Vec<_> = by_body.iter().collect();
    bodies.sort_by_key(|(body, _)| body.is_empty());
    let link = |body: &str, year: &str| scene.links.with("reports", &[("body", body), ("year", year)]);
    html! {
        section {
            h2 { "Reports by body and year" }
            div class="scroll" tabindex="0" role="region" aria-label="Reports by body and year" { table class="matrix" {
                thead { tr { th scope="col" { "Body" } @for year in &years { th scope="col" class="number" { (year) } } } }
                tbody { @for (body, counts) in &bodies { tr {
                    th scope="row" { @if body.is_empty() { "no body known" } @else { a href=(scene.name_page("bodies", body)) { (body) } } }
                    @for year in &years { td class="number" { @match counts.get(year) {
                        Some(count) if scene.links.is_served() && !body.is_empty() && *year != UNDATED => {
                            a href=(link(body, year)) aria-label={ (count) " of " (body) " in " (year) } { (count) }
                        }
                        Some(count) => { (count) }
                        None => { span class="count" aria-label="none" { "\u{b7}" } }
                    } } }
                } } }
            } }
        }
    }
}
