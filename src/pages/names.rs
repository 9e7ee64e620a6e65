//! Categories, bodies and actors: how much there is of each, through the years, and its items.

use super::answer::Answer;
use super::ask::{Ask, Form};
use super::chart;
use super::frame::Sheet;
use super::items;
use super::links::slug;
use super::pager;
use super::refusal::Refusal;
use super::scene::Scene;
use crate::record::TableLine;
use maud::html;
use serde_json::json;
use std::collections::BTreeMap;

/// Names of a page.
const NAMES: usize = 200;
/// Items of a page.
const ITEMS: usize = 50;
/// Items of a page of a site of files: it has no further pages, the search finds the rest.
const ITEMS_OF_FILES: usize = 500;
/// Columns of the items.
const COLUMNS: [&str; 6] = ["kind", "text", "actors", "due", "category", "report"];

/// What the pages are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Topics.
    Categories,
    /// The bodies that met.
    Bodies,
    /// Who is to act.
    Actors,
}

impl Of {
    /// The first part of the paths.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Categories => "categories",
            Self::Bodies => "bodies",
            Self::Actors => "actors",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Categories => "Categories",
            Self::Bodies => "Bodies",
            Self::Actors => "Actors",
        }
    }

    /// The parameter of lists and searches.
    const fn parameter(self) -> &'static str {
        match self {
            Self::Categories => "category",
            Self::Bodies => "body",
            Self::Actors => "actor",
        }
    }

    fn values<'l>(self, scene: &'l Scene<'_>, line: &'l TableLine) -> Vec<&'l str> {
        match self {
            Self::Categories => line.row.categories.iter().map(String::as_str).collect(),
            Self::Actors => line.row.actors.iter().map(String::as_str).collect(),
            Self::Bodies => scene.body_of(&line.row.report).into_iter().collect(),
        }
    }
}

/// All names of a sort, with the number of their items, the most frequent first.
///
/// # Errors
/// The record cannot be read.
pub fn all(scene: &Scene<'_>, of: Of) -> Result<Vec<(String, usize)>, Refusal> {
    let table = scene.record.table()?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    if of == Of::Categories {
        counts.extend(scene.categories().iter().map(|category| (category.id.clone(), 0)));
    }
    if of == Of::Bodies {
        counts.extend(scene.bodies().map(|body| (body.to_owned(), 0)));
    }
    for line in &table.lines {
        // Pages of items that the lists leave out lead here as well.
        for value in of.values(scene, line) {
            *counts.entry(value.to_owned()).or_default() += usize::from(is_told(line));
        }
    }
    let mut names: Vec<(String, usize)> = counts.into_iter().collect();
    names.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    Ok(names)
}

/// The list of names.
///
/// # Errors
/// The record cannot be read.
pub fn list(scene: &Scene<'_>, ask: &Ask, of: Of) -> Result<Answer, Refusal> {
    let names = all(scene, of)?;
    let per = if scene.links.is_served() { ask.number("per", NAMES, items::MOST_ROWS)? } else { names.len().max(1) };
    let (number, pages) = pager::place(ask, names.len(), per)?;
    let on_page: Vec<&(String, usize)> = names.iter().skip((number - 1) * per).take(per).collect();
    if ask.form == Form::Json {
        let named: Vec<_> = on_page
            .iter()
            .map(|(name, count)| json!({"id": name, "name": shown(scene, of, name), "path": format!("{}/{}", of.path(), slug(name)), "items": count}))
            .collect();
        return Ok(Answer::json(&json!({
            "schema": "minutebook/names/1", "total": names.len(), "page": number, "pages": pages, "per": per, "names": named,
        })));
    }
    let most = names.first().map_or(1, |(_, count)| *count).max(1);
    let links = &scene.links;
    let body = html! {
        p role="status" { strong { (names.len()) } " " (of.path()) }
        table class="names" {
            thead { tr { th scope="col" { "Name" } th scope="col" class="number" { "Items" } th scope="col" { span class="unseen" { "Share" } } } }
            tbody { @for (name, count) in &on_page { tr {
                th scope="row" { a href=(scene.name_page(of.path(), name)) { (shown(scene, of, name)) } }
                td class="number" { (count) }
                td { svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
                    rect class="bar" width=(count * 100 / most) height="10" {}
                } }
            } } }
        }
        (pager::links(ask, number, pages, |parameters| links.with(of.path(), parameters)))
    };
    let mut sheet = Sheet::new(of.title(), body);
    sheet.unlisted = !ask.parameters.is_empty();
    if links.is_served() {
        sheet.forms.push(("JSON", "application/json", links.to(&format!("{}.json", of.path()))));
    }
    Ok(scene.html(&sheet, ask))
}

/// The page of one name, or of the names that share a path.
///
/// # Errors
/// Nothing has the name, or the record cannot be read.
pub fn one(scene: &Scene<'_>, ask: &Ask, of: Of, path: &str) -> Result<Answer, Refusal> {
    let table = scene.record.table()?;
    let wanted = slug(path);
    let is_wanted = |line: &&TableLine| of.values(scene, line).iter().any(|value| slug(value) == wanted);
    let mut lines: Vec<&TableLine> = table.lines.iter().filter(is_wanted).collect();
    let known = scene.categories().iter().find(|category| of == Of::Categories && slug(&category.id) == wanted);
    let name = lines.iter().flat_map(|line| of.values(scene, line)).find(|value| slug(value) == wanted);
    let body = scene.bodies().find(|body| of == Of::Bodies && slug(body) == wanted);
    lines.retain(|line| is_told(line));
    let Some(name) = name.or(known.map(|category| category.id.as_str())).or(body) else {
        return Err(Refusal::not_found(&format!("no item of {path} among its {}", of.path())));
    };
    let links = &scene.links;
    let per = if links.is_served() { ask.number("per", ITEMS, items::MOST_ROWS)? } else { ITEMS_OF_FILES };
    let (number, pages) = pager::place(ask, lines.len(), per)?;
    let shown_lines: Vec<&TableLine> = lines.iter().rev().skip((number - 1) * per).take(per).copied().collect();
    if ask.form == Form::Json {
        let rows: Vec<_> = shown_lines.iter().map(|line| items::data(line)).collect();
        return Ok(Answer::json(&json!({
            "schema": "minutebook/name/1", "id": name, "name": shown(scene, of, name), "total": lines.len(), "page": number,
            "pages": pages, "per": per, "items": rows,
        })));
    }
    let narrowed = |year: u32| links.with("items", &[(of.parameter(), name.to_owned()), ("year", year.to_string())]);
    let by_year = lines.iter().filter_map(|line| Some((chart::year(line.row.date.as_deref())?, line.row.kind.name())));
    let bars = chart::by_kind(by_year, |year| Some(narrowed(year)));
    let body = html! {
        @if let Some(category) = known { p { (category.description) } }
        p { a href=(links.with("items", &[(of.parameter(), name)])) { (lines.len()) " items" }
            ", " a href=(links.with("search", &[(of.parameter(), name)])) { "search among them" } }
        (chart::bars("Decisions, actions and recommendations by year", &chart::KINDS, &bars))
        (items::rows(scene, ask, &shown_lines, &COLUMNS))
        @if links.is_served() {
            (pager::links(ask, number, pages, |parameters| links.with(&format!("{}/{wanted}", of.path()), parameters)))
        } @else if lines.len() > per { p { "The newest " (per) " of " (lines.len()) " are shown; the search finds all." } }
    };
    let mut sheet = Sheet::new(shown(scene, of, name), body);
    sheet.unlisted = !ask.parameters.is_empty();
    if links.is_served() {
        sheet.forms.push((
            "JSON",
            "application/json",
            links.with(&format!("{}/{wanted}.json", of.path()), &ask.parameters),
        ));
    }
    Ok(scene.html(&sheet, ask))
}

fn shown<'n>(scene: &'n Scene<'_>, of: Of, name: &'n str) -> &'n str {
    if of == Of::Categories { scene.category(name) } else { name }
}

/// Items that readers are told of without asking for more.
fn is_told(line: &TableLine) -> bool {
    !line.row.is_withdrawn() && !line.is_procedural()
}
