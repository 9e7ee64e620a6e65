//! Which meetings the record lacks, which it holds twice, and what could not be read: what no search sees.

use super::answer::Answer;
use super::ask::{Ask, Form};
use super::frame::Sheet;
use super::refusal::Refusal;
use super::scene::Scene;
use maud::html;
use serde_json::json;
use std::collections::BTreeMap;

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
    let mut by_body: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for report in &catalogue.reports {
        let year = report.date.as_deref().and_then(|date| date.get(..4)).unwrap_or("undated");
        *by_body.entry(report.body.as_deref().unwrap_or("no body known")).or_default().entry(year).or_default() += 1;
    }
    let body = html! {
        section {
            h2 { "Gaps" }
            @if coverage.holes.is_empty() { p { "No gap was found: neither in the numbers of the meetings, nor in their rhythm, nor in meetings.csv." } }
            ul { @for hole in &coverage.holes { li { (hole.sentence()) } } }
        }
        section {
            h2 { "Reports by body and year" }
            dl class="facts" { @for (body, years) in &by_body {
                dt { (body) }
                dd { @for (year, count) in years {
                    span class="chip" { (year) ": " (count) } " "
                } }
            } }
        }
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
