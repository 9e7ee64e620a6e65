//! The list of reports, by year and body.

use super::answer::Answer;
use super::ask::{Ask, Form};
use super::frame::Sheet;
use super::pager;
use super::refusal::Refusal;
use super::scene::Scene;
use crate::run::catalogue::CataloguedReport;
use maud::html;
use serde_json::{Value, json};

/// Reports of a page.
const REPORTS: usize = 100;
/// Reports of a page at most: a site of files shows all.
pub const MOST_REPORTS: usize = 500;

/// The list.
///
/// # Errors
/// A parameter does not fit, or the record cannot be read.
pub fn page(scene: &Scene<'_>, ask: &Ask) -> Result<Answer, Refusal> {
    let status = scene.record.status()?;
    let (body, year, words) = (ask.one("body"), ask.one("year"), ask.one("q").map(str::to_lowercase));
    if let Some(year) = year.filter(|year| year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(Refusal::bad(format!("year={year}: four figures were expected")));
    }
    let is_meant = |report: &&CataloguedReport| {
        body.is_none_or(|body| report.body.as_deref() == Some(body))
            && year.is_none_or(|year| report.date.as_deref().is_some_and(|date| date.starts_with(year)))
            && words.as_ref().is_none_or(|words| {
                let title = report.title.as_deref().unwrap_or_default().to_lowercase();
                title.contains(words) || report.key.contains(words)
            })
    };
    let mut reports: Vec<&CataloguedReport> = status.catalogue().reports.iter().filter(is_meant).collect();
    reports.sort_by(|one, other| other.date.cmp(&one.date).then_with(|| one.key.cmp(&other.key)));
    let per = if scene.links.is_served() { ask.number("per", REPORTS, MOST_REPORTS)? } else { reports.len().max(1) };
    let (number, pages) = pager::place(ask, reports.len(), per)?;
    let shown: Vec<&CataloguedReport> = reports.iter().skip((number - 1) * per).take(per).copied().collect();
    if ask.form == Form::Json {
        let listed: Vec<Value> = shown.iter().map(|report| data(report)).collect();
        return Ok(Answer::json(&json!({
            "schema": "minutebook/reports/1", "total": reports.len(), "page": number, "pages": pages, "per": per, "reports": listed,
        })));
    }
    let links = &scene.links;
    let page = html! {
        @if links.is_served() {
            form class="filters" action=(links.to("reports")) { div class="row" {
                label { "Title or key" input type="search" name="q" value=(ask.one("q").unwrap_or_default()) maxlength="200"; }
                label { "Body" input name="body" value=(body.unwrap_or_default()); }
                label { "Year" input name="year" value=(year.unwrap_or_default()) size="6"; }
                button { "Show" }
            } }
        }
        p role="status" { strong { (reports.len()) } " reports" }
        div class="scroll" tabindex="0" role="region" aria-label="Reports" {
            table {
                thead { tr { th scope="col" { "Date" } th scope="col" { "Report" } th scope="col" { "Body" }
                    th scope="col" class="number" { "Paragraphs" } th scope="col" class="number" { "Decisions" }
                    th scope="col" class="number" { "Actions" } th scope="col" class="number" { "Recommendations" } } }
                tbody { @for report in &shown { tr {
                    td { (report.date.as_deref().unwrap_or("undated")) }
                    td { a href=(links.id(&report.key)) { (report.title.as_deref().unwrap_or(&report.key)) }
                        @if let Some(symbol) = &report.symbol { " " span class="count" { (symbol) } }
                        @if !report.suspect.is_empty() { " " span class="doubt" { "needs eyes" } } }
                    td { @if let Some(body) = &report.body { a href=(scene.name_page("bodies", body)) { (body) } } }
                    td class="number" { (report.totals.paragraphs) }
                    td class="number" { (report.totals.decisions) }
                    td class="number" { (report.totals.actions) }
                    td class="number" { (report.totals.recommendations) }
                } } }
            }
        }
        (pager::links(ask, number, pages, |parameters| links.with("reports", parameters)))
    };
    let mut sheet = Sheet::new("Reports", page);
    sheet.unlisted = !ask.parameters.is_empty();
    if links.is_served() {
        sheet.forms.push(("JSON", "application/json", links.with("reports.json", &ask.parameters)));
    }
    Ok(scene.html(&sheet, ask))
}

fn data(report: &CataloguedReport) -> Value {
    json!({
        "key": report.key, "path": super::links::path_of(&report.key), "title": report.title, "date": report.date, "body": report.body,
        "meeting": report.meeting, "kind": report.kind, "symbol": report.symbol, "pages": report.pages,
        "paragraphs": report.totals.paragraphs, "decisions": report.totals.decisions, "actions": report.totals.actions,
        "recommendations": report.totals.recommendations, "sha256": report.sha256, "needs_eyes": report.suspect,
    })
}
