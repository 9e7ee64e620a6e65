//! The tracker on a screen: items in a table, with filters, order and columns to choose; and the same rows to take along.

use super::answer::Answer;
use super::ask::{Ask, Form};
use super::chosen::{Filter, is_overdue, non_empty};
use super::frame::Sheet;
use super::links::slug;
use super::pager;
use super::refusal::Refusal;
use super::scene::Scene;
use crate::model::Column;
use crate::record::{ExportForm, TableLine};
use maud::{Markup, html};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Rows of a screen, unless the reader asks for another number.
const ROWS: usize = 50;
/// Rows of a screen at most.
pub const MOST_ROWS: usize = 500;
/// The columns of a screen where none are chosen.
const COLUMNS: [&str; 8] = ["no", "kind", "category", "text", "actors", "due", "report", "status"];
/// Filters of the form, as parameter and label: the first that people ask for most.
const FILTERS: [(&str, &str); 9] = [
    ("kind", "Kind"),
    ("category", "Category"),
    ("actor", "Actor"),
    ("status", "Status"),
    ("force", "Force"),
    ("standing", "Standing"),
    ("held_by", "Held by"),
    ("body", "Body"),
    ("report", "Report"),
];
/// So many of them are seen at once; the others fold out.
const OPEN_FILTERS: usize = 4;
/// What is ticked, among the filters that fold out.
const TICKS: [(&str, &str); 3] =
    [("due", "only with a deadline"), ("procedural", "procedural too"), ("withdrawn", "withdrawn too")];
/// The same rows to take along: ending, name, media type.
const FORMS: [(&str, &str, &str); 4] = [
    ("csv", "CSV", "text/csv"),
    ("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ics", "Calendar", "text/calendar"),
    ("json", "JSON", "application/json"),
];
/// Values offered in one filter; more are found by the search.
const OFFERED: usize = 200;

/// The page, or the rows in the form that is asked for.
///
/// # Errors
/// A parameter does not fit, or the record cannot be read.
pub fn page(scene: &Scene<'_>, ask: &Ask) -> Result<Answer, Refusal> {
    let table = scene.record.table()?;
    let columns = columns(ask, &table.human)?;
    let mut lines = Filter::of(ask, &table.human)?.lines(scene, &table)?;
    if !scene.links.is_served() {
        // A site of files has one such page, of the newest; its search finds the others.
        lines.sort_by(|one, other| other.row.date.cmp(&one.row.date));
        lines.truncate(MOST_ROWS);
    }
    let by_category = by_category(ask)?;
    if by_category {
        let order: Vec<&str> = scene.categories().iter().map(|category| category.id.as_str()).collect();
        lines.sort_by_key(|line| place_of(&order, line));
    }
    let to_take = |form, extension| -> Result<Answer, Refusal> {
        let file = scene.record.export_lines(&table, &lines, form)?;
        Ok(Answer::file(&format!("items.{extension}"), file.bytes))
    };
    match ask.form {
        Form::Csv => return Ok(Answer::file("items.csv", scene.record.export_columns(&lines, &columns)?)),
        Form::Xlsx => return to_take(ExportForm::Xlsx, "xlsx"),
        Form::Ics => return to_take(ExportForm::Ics, "ics"),
        Form::Html | Form::Json | Form::Atom => {}
    }
    let per = if scene.links.is_served() { ask.number("per", ROWS, MOST_ROWS)? } else { MOST_ROWS };
    let (number, pages) = pager::place(ask, lines.len(), per)?;
    let shown: Vec<&TableLine> = lines.iter().skip((number - 1) * per).take(per).copied().collect();
    if ask.form == Form::Json {
        let rows: Vec<Value> = shown.iter().map(|line| data(line)).collect();
        return Ok(Answer::json(&json!({
            "schema": "minutebook/items/1", "total": lines.len(), "page": number, "pages": pages, "per": per, "items": rows,
        })));
    }
    let links = &scene.links;
    let body = html! {
        (form(scene, ask, &lines, &table.human))
        p role="status" { strong { (lines.len()) } " items" @if lines.len() > per { ", " (per) " on a page" } }
        @if by_category { (contents(scene, ask, &lines, per)) (groups(scene, ask, &shown, &columns)) }
        @else { (rows(scene, ask, &shown, &columns)) }
        (pager::links(ask, number, pages, |parameters| links.with("items", parameters)))
    };
    let mut sheet = Sheet::new("Items", body);
    sheet.unlisted = !ask.parameters.is_empty();
    let forms: &[(&str, &str, &str)] = if links.is_served() { &FORMS } else { &[] };
    for (ending, name, media) in forms {
        sheet.forms.push((name, media, links.with(&format!("items.{ending}"), &ask.parameters)));
    }
    Ok(scene.html(&sheet, ask))
}

/// A row as programs read it: machine columns, what people wrote, and the path of its page.
#[must_use]
pub fn data(line: &TableLine) -> Value {
    let mut value = serde_json::to_value(&line.row).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        let human: Map<String, Value> =
            line.human.iter().map(|(name, cell)| (name.clone(), Value::from(cell.as_str()))).collect();
        fields.insert("human".to_owned(), Value::Object(human));
        fields.insert("path".to_owned(), super::links::path_of(&line.row.id).into());
    }
    value
}

/// The columns that are asked for, in the order of the tracker.
fn columns<'a>(ask: &'a Ask, human: &'a [String]) -> Result<Vec<&'a str>, Refusal> {
    let asked = ask.all("col");
    if asked.is_empty() {
        return Ok(COLUMNS.to_vec());
    }
    let all = all_columns(human);
    if let Some(unknown) = asked.iter().find(|name| !all.contains(&name.as_str())) {
        return Err(
            Refusal::bad(format!("col={unknown}: there is no such column")).hint(format!("one of: {}", all.join(", ")))
        );
    }
    Ok(all.into_iter().filter(|name| asked.iter().any(|wanted| wanted == name)).collect())
}

fn all_columns(human: &[String]) -> Vec<&str> {
    Column::ALL.iter().map(|column| column.name()).chain(human.iter().map(String::as_str)).collect()
}

/// Items as a table; the heads sort where a server answers.
#[must_use]
pub fn rows(scene: &Scene<'_>, ask: &Ask, lines: &[&TableLine], columns: &[&str]) -> Markup {
    rows_of("Items", scene, ask, lines, columns)
}

fn rows_of(name: &str, scene: &Scene<'_>, ask: &Ask, lines: &[&TableLine], columns: &[&str]) -> Markup {
    if lines.is_empty() {
        return html! { p { "No item answers this." } };
    }
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(name) {
            table class="items" {
                thead { tr { @for column in columns { (head(scene, ask, column)) } } }
                tbody { @for line in lines { tr class=[is_overdue(line, &scene.today).then_some("overdue")] {
                    @for column in columns { td class=(column) { (cell(scene, line, column)) } }
                } } }
            }
        }
    }
}

/// Whether the rows stand under their categories.
fn by_category(ask: &Ask) -> Result<bool, Refusal> {
    match ask.one("by") {
        None => Ok(false),
        Some("category") => Ok(true),
        Some(other) => Err(Refusal::bad(format!("by={other}: category was expected"))),
    }
}

fn place_of(order: &[&str], line: &TableLine) -> usize {
    let first = line.row.categories.first();
    first.and_then(|id| order.iter().position(|known| known == id)).unwrap_or(order.len())
}

/// The first category of a row, by its id; an item of several stands under the first alone, so that no row comes twice.
fn category_of(line: &TableLine) -> &str {
    line.row.categories.first().map_or("none", String::as_str)
}

fn category_name<'n>(scene: &'n Scene<'_>, id: &'n str) -> &'n str {
    if id == "none" { "no category" } else { scene.category(id) }
}

/// What the list holds of each category, with a link to where it begins.
fn contents(scene: &Scene<'_>, ask: &Ask, lines: &[&TableLine], per: usize) -> Markup {
    let mut at = 0;
    html! {
        nav class="outline" aria-label="Contents" { ul {
            @for group in lines.chunk_by(|one, other| category_of(one) == category_of(other)) {
                @let id = group.first().map_or("none", |line| category_of(line));
                @let page = at / per + 1;
                @let parameters = ask.with("page", (page > 1).then(|| page.to_string()).as_deref());
                @let () = at += group.len();
                li { a href={ (scene.links.with("items", &parameters)) "#" (slug(id)) } { (category_name(scene, id)) } " " span class="count" { (group.len()) } }
            }
        } }
    }
}

fn groups(scene: &Scene<'_>, ask: &Ask, shown: &[&TableLine], columns: &[&str]) -> Markup {
    let columns: Vec<&str> = columns.iter().copied().filter(|column| *column != "category").collect();
    html! {
        @for group in shown.chunk_by(|one, other| category_of(one) == category_of(other)) {
            @let id = group.first().map_or("none", |line| category_of(line));
            h2 id=(slug(id)) { (category_name(scene, id)) }
            (rows_of(category_name(scene, id), scene, ask, group, &columns))
        }
    }
}

fn head(scene: &Scene<'_>, ask: &Ask, column: &str) -> Markup {
    let name = column.replace('_', " ");
    let sorted = ask.one("sort");
    let (direction, next) = match sorted {
        Some(by) if by == column => (Some("ascending"), format!("-{column}")),
        Some(by) if by.strip_prefix('-') == Some(column) => (Some("descending"), column.to_owned()),
        _ => (None, column.to_owned()),
    };
    html! {
        th scope="col" aria-sort=[direction] {
            @if scene.links.is_served() && ask.parts.first().is_some_and(|part| part == "items") {
                a href=(scene.links.with("items", &ask.with("sort", Some(&next)))) { (name) }
            } @else { (name) }
        }
    }
}

fn cell(scene: &Scene<'_>, line: &TableLine, column: &str) -> Markup {
    let (row, links) = (&line.row, &scene.links);
    let text = line.cell(column);
    let block = row.id.split('~').next().unwrap_or(&row.id);
    match column {
        "id" => html! { a href=(links.id(&row.id)) { (text) } },
        "no" if !text.is_empty() => html! { a href=(links.id(&row.id)) { (text) } },
        "kind" => html! { span class={ "tag " (text) } { (text) } },
        "text" => html! {
            @if let Some(stem) = &row.stem { span class="stem" { (stem) } " " }
            a href=(links.id(&row.id)) { (text) }
        },
        "report" => html! { a href=(links.id(block)) { (row.reference()) } },
        "category" if !text.is_empty() => {
            html! { a href=(links.to(&format!("categories/{text}"))) { (scene.category(&text)) } }
        }
        "categories" => {
            html! { @for (nth, id) in row.categories.iter().enumerate() { @if nth > 0 { ", " } (scene.category(id)) } }
        }
        "actors" => html! { @for (nth, name) in row.actors.iter().enumerate() {
            @if nth > 0 { ", " } a href=(scene.name_page("actors", name)) { (name) }
        } },
        "due" if is_overdue(line, &scene.today) => html! { strong { (text) " (overdue)" } },
        "url" => match crate::text::markup::link_target(&text) {
            Some(target) => html! { a href=(target) rel="noreferrer" { "published" } },
            None => html! { (text) },
        },
        _ => html! { (text) },
    }
}

fn form(scene: &Scene<'_>, ask: &Ask, lines: &[&TableLine], human: &[String]) -> Markup {
    if !scene.links.is_served() {
        return html! { p { a href=(scene.links.to("search")) { "Search and filter" } } };
    }
    let chosen = columns(ask, human).unwrap_or_default();
    html! {
        form class="filters" action=(scene.links.to("items")) {
            div class="row" {
                label { "Words" input type="search" name="q" value=(ask.one("q").unwrap_or_default()) maxlength="1000"; }
                label { "From" input name="from" value=(ask.one("from").unwrap_or_default()) placeholder="2015" size="10"; }
                label { "To" input name="to" value=(ask.one("to").unwrap_or_default()) placeholder="2020-06" size="10"; }
            }
            div class="row" {
                @for (name, label) in FILTERS.iter().take(OPEN_FILTERS) { (choice(scene, ask, lines, name, label)) }
            }
            details open[is_narrowed(ask)] {
                summary { "More filters" }
                div class="row" {
                    @for (name, label) in FILTERS.iter().skip(OPEN_FILTERS) { (choice(scene, ask, lines, name, label)) }
                }
                div class="row" {
                    @for (name, label) in TICKS { (tick(ask, name, label)) }
                }
            }
            div class="row" {
                (tick(ask, "overdue", "only overdue"))
                label class="tick" { input type="checkbox" name="by" value="category" checked[ask.one("by").is_some()]; " by category" }
            }
            details {
                summary { "Columns" }
                fieldset class="columns" {
                    legend { "Columns to show" }
                    @for column in all_columns(human) {
                        label class="tick" { input type="checkbox" name="col" value=(column) checked[chosen.contains(&column)]; " " (column.replace('_', " ")) }
                    }
                }
            }
            @if let Some(sort) = ask.one("sort") { input type="hidden" name="sort" value=(sort); }
            p { button { "Show" } " " a href=(scene.links.to("items")) { "Clear all" } }
        }
    }
}

/// Whether a filter is chosen that is folded away otherwise.
fn is_narrowed(ask: &Ask) -> bool {
    let folded = FILTERS.iter().skip(OPEN_FILTERS).map(|(name, _)| *name).chain(TICKS.map(|(name, _)| name));
    folded.into_iter().any(|name| ask.one(name).is_some())
}

fn tick(ask: &Ask, name: &str, label: &str) -> Markup {
    html! { label class="tick" { input type="checkbox" name=(name) value="yes" checked[ask.one(name).is_some()]; " " (label) } }
}

/// One filter: the values that the rows have, with counts; a value that is chosen stays to be seen.
fn choice(scene: &Scene<'_>, ask: &Ask, lines: &[&TableLine], name: &str, label: &str) -> Markup {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines {
        match name {
            "category" if line.row.categories.is_empty() => *counts.entry("none".to_owned()).or_default() += 1,
            "category" => line.row.categories.iter().for_each(|id| *counts.entry(id.clone()).or_default() += 1),
            "actor" => line.row.actors.iter().for_each(|actor| *counts.entry(actor.clone()).or_default() += 1),
            "body" => *counts.entry(scene.body_of(&line.row.report).unwrap_or("none").to_owned()).or_default() += 1,
            _ => *counts.entry(non_empty(&line.cell(name)).to_owned()).or_default() += 1,
        }
    }
    let chosen = ask.all(name);
    for value in &chosen {
        counts.entry(value.clone()).or_default();
    }
    let mut values: Vec<(String, usize)> = counts.into_iter().collect();
    values.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    values.truncate(OFFERED);
    html! {
        label { (label)
            select name=(name) {
                option value="" { "any" }
                @for (value, count) in &values {
                    option value=(value) selected[chosen.contains(value)] {
                        @if name == "category" { (scene.category(value)) } @else { (value) } " (" (count) ")"
                    }
                }
            }
        }
    }
}
