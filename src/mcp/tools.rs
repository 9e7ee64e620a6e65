//! The tools: search, show, cite, items, coverage. Each is its description, its arguments, and a function of the record.

use crate::error::RunError;
use crate::model::{Block, Item, TrackerRow};
use crate::query::{Filters, Hit, Options, Query, Sort};
use crate::record::{Record, Selection};
use crate::search::cite::Style;
use crate::search::show::{Place, Shown};
use serde_json::{Value, json};

/// Hits and items of an answer, unless another number is asked for.
const FEW: usize = 10;
/// Hits and items of an answer at most: a model reads no more at once.
const MOST: usize = 50;
/// Gaps that are named as not searched; the tool `coverage` has all.
const GAPS: usize = 8;
/// Paragraphs around a passage at most.
const MOST_CONTEXT: usize = 10;
/// Characters of a query at most.
const LONGEST_QUERY: usize = 1000;

/// A tool's work.
pub type Tool = fn(&Record, &Value) -> Result<Value, RunError>;

/// The tool of this name.
pub fn named(name: &str) -> Option<Tool> {
    match name {
        "search" => Some(search),
        "show" => Some(show),
        "cite" => Some(cite),
        "items" => Some(items),
        "coverage" => Some(coverage),
        _ => None,
    }
}

/// The tools as a client lists them.
pub fn list() -> Value {
    let text = |doc: &str| json!({"type": "string", "description": doc});
    let number = |doc: &str, most: usize| json!({"type": "integer", "minimum": 0, "maximum": most, "description": doc});
    let kind =
        json!({"type": "string", "enum": ["decision", "action", "recommendation"], "description": "Only this kind."});
    let narrowing = json!({
        "kind": kind,
        "category": text("Only this category, by its id."),
        "actor": text("Only what this actor is to do."),
        "body": text("Only reports of this body."),
        "report": text("Only this report, by its key; * stands for any letters."),
        "from": text("Only reports of this year, month or day (2015, 2015-06, 2015-06-30) or later."),
        "to": text("Only reports of this year, month or day or earlier."),
        "limit": number("At most so many.", MOST),
        "offset": number("Leave out so many first.", usize::try_from(u32::MAX).unwrap_or(usize::MAX)),
    });
    let with = |more: Value| {
        let mut all = narrowing.clone();
        if let (Some(all), Value::Object(more)) = (all.as_object_mut(), more) {
            all.extend(more);
        }
        all
    };
    let tool = |name: &str, doc: &str, properties: Value, required: &[&str]| {
        json!({
            "name": name,
            "description": doc,
            "inputSchema": {"type": "object", "properties": properties, "required": required, "additionalProperties": false},
            "annotations": {"readOnlyHint": true, "openWorldHint": false, "idempotentHint": true},
        })
    };
    let query = "Words (all of them, in any form), \"phrases\", OR, -not, wild*, and fields such as kind:decision, actor:secretariat, \
        date:[2015 TO 2019].";
    json!([
        tool(
            "search",
            "Passages of the reports that answer a query, the best first, with their words as printed, page and items, and what was \
            not searched.",
            with(json!({"query": text(query), "sort": {"type": "string", "enum": ["relevance", "newest", "oldest"]}})),
            &["query"]
        ),
        tool(
            "show",
            "One passage, item or report by its id: words as printed, what stands around it, footnotes, items, page.",
            json!({"id": text("Id of a passage or an item, or the key of a report."), "context": number("Paragraphs before and after.", MOST_CONTEXT)}),
            &["id"]
        ),
        tool(
            "cite",
            "The reference to a passage, an item or a report, ready to paste.",
            json!({"id": text("Id of a passage or an item, or the key of a report."),
                "style": {"type": "string", "enum": Style::ALL.map(|(_, name)| name), "description": "Default: un."}}),
            &["id"]
        ),
        tool(
            "items",
            "Decisions, actions and recommendations as the tracker has them: who, by when, how binding, whose position.",
            with(json!({"query": text(query)})),
            &[]
        ),
        tool(
            "coverage",
            "What the record holds and lacks: reports, years, missing meetings, files that could not be read. Ask before saying \
            that something was never decided.",
            json!({}),
            &[]
        ),
    ])
}

fn search(record: &Record, arguments: &Value) -> Result<Value, RunError> {
    let query = query(arguments)?.ok_or_else(|| RunError::usage("the argument query is missing"))?;
    let sort = match string(arguments, "sort")? {
        None | Some("relevance") => Sort::Relevance,
        Some("newest") => Sort::Newest,
        Some("oldest") => Sort::Oldest,
        Some(other) => return Err(RunError::usage(format!("sort: {other:?} is none of relevance, newest, oldest"))),
    };
    let options = Options {
        sort,
        limit: number(arguments, "limit", FEW, MOST)?,
        offset: number(arguments, "offset", 0, usize::MAX / 2)?,
        filters: filters(arguments)?,
        ..Options::default()
    };
    let hits = record.search(&query, &options)?;
    Ok(json!({
        "total": hits.total,
        "hits": hits.hits.iter().map(hit).collect::<Vec<_>>(),
        "notices": hits.notices.iter().map(|notice| notice.message.as_str()).collect::<Vec<_>>(),
        "not_searched": not_searched(record)?,
    }))
}

fn show(record: &Record, arguments: &Value) -> Result<Value, RunError> {
    let id = required(arguments, "id")?;
    let context = number(arguments, "context", 0, MOST_CONTEXT)?;
    Ok(match record.show(id, context)? {
        Shown::Block(place) => passage(&place),
        Shown::Report { report, blocks } => json!({
            "report": report.meta, "pages": report.source.pages, "superseded_by": report.extra.superseded_by,
            "outline": blocks.iter().filter(|found| found.block.level.is_some() || !found.items.is_empty()).map(|found| json!({
                "id": found.block.id, "number": found.block.number, "page": page(&found.block),
                "heading": found.block.level.is_some().then_some(&found.block.text),
                "items": found.items.iter().map(item).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        }),
    })
}

fn cite(record: &Record, arguments: &Value) -> Result<Value, RunError> {
    let id = required(arguments, "id")?;
    let name = string(arguments, "style")?.unwrap_or("un");
    let style = Style::named(name).ok_or_else(|| {
        let names: Vec<&str> = Style::ALL.iter().map(|(_, name)| *name).collect();
        RunError::usage(format!("there is no style {name:?}")).hint(format!("one of: {}", names.join(", ")))
    })?;
    Ok(json!({"id": id, "style": name, "reference": record.cite(id)?.in_style(style)}))
}

fn items(record: &Record, arguments: &Value) -> Result<Value, RunError> {
    let selection = Selection { query: query(arguments)?, filters: filters(arguments)?, ..Selection::default() };
    let (limit, offset) = (number(arguments, "limit", FEW, MOST)?, number(arguments, "offset", 0, usize::MAX / 2)?);
    let selected = record.select(&selection)?.held;
    Ok(json!({
        "total": selected.len(),
        "items": selected.iter().skip(offset).take(limit).map(row).collect::<Vec<_>>(),
        "not_searched": not_searched(record)?,
    }))
}

fn coverage(record: &Record, _: &Value) -> Result<Value, RunError> {
    let status = record.status()?;
    let catalogue = status.catalogue();
    let mut dates: Vec<&str> = catalogue.reports.iter().filter_map(|report| report.date.as_deref()).collect();
    dates.sort_unstable();
    let mut bodies: Vec<&str> = catalogue.reports.iter().filter_map(|report| report.body.as_deref()).collect();
    bodies.sort_unstable();
    bodies.dedup();
    Ok(json!({
        "totals": status.totals,
        "first_date": dates.first(), "last_date": dates.last(), "bodies": bodies,
        "missing_meetings": status.coverage.holes.iter().map(crate::search::coverage::Hole::sentence).collect::<Vec<_>>(),
        "undated_reports": status.coverage.undated,
        "not_read": catalogue.failed.iter().map(|failed| format!("{}: {}", failed.file.path, failed.message)).collect::<Vec<_>>(),
        "needs_eyes": catalogue.reports.iter().filter(|report| !report.suspect.is_empty()).map(|report| json!({"report": report.key, "why": report.suspect})).collect::<Vec<_>>(),
    }))
}

/// What no search sees, in sentences.
fn not_searched(record: &Record) -> Result<Vec<String>, RunError> {
    let status = record.status()?;
    let holes = &status.coverage.holes;
    let mut told: Vec<String> = holes.iter().take(GAPS).map(crate::search::coverage::Hole::sentence).collect();
    if holes.len() > GAPS {
        told.push(format!("{} more gaps: see the tool coverage", holes.len() - GAPS));
    }
    match status.catalogue().unread() {
        0 => {}
        1 => told.push("1 file could not be read or holds no text".to_owned()),
        unread => told.push(format!("{unread} files could not be read or hold no text")),
    }
    Ok(told)
}

fn hit(hit: &Hit) -> Value {
    json!({
        "id": hit.id, "quote": hit.text, "report": hit.report, "title": hit.title, "date": hit.date, "body": hit.body, "annex": hit.annex,
        "number": hit.number, "section": hit.section, "page": hit.page, "items": hit.items.iter().map(item).collect::<Vec<_>>(),
        "nearly_the_same": hit.twins, "file": hit.source, "url": hit.url,
    })
}

fn passage(place: &Place) -> Value {
    let around =
        |blocks: &[Block]| blocks.iter().map(|block| json!({"id": block.id, "quote": block.text})).collect::<Vec<_>>();
    let meta = &place.report.meta;
    json!({
        "id": place.block.id, "item": place.item, "quote": place.block.text, "type": place.block.block_type,
        "number": place.block.number, "annex": place.block.annex, "section": place.block.section, "page": page(&place.block),
        "report": meta.key, "title": place.report.name(), "date": meta.date, "body": meta.body, "link": place.link,
        "items": place.items.iter().map(item).collect::<Vec<_>>(), "before": around(&place.before), "after": around(&place.after),
        "footnotes": around(&place.footnotes),
    })
}

fn item(item: &Item) -> Value {
    json!({
        "id": item.id, "kind": item.kind, "force": item.force, "standing": item.standing, "held_by": item.held_by, "actors": item.actors,
        "due": item.due, "stem": item.stem, "quote": item.text, "categories": item.categories, "rule": item.rule,
    })
}

fn row(row: &TrackerRow) -> Value {
    json!({
        "id": row.id, "kind": row.kind, "force": row.force, "standing": row.standing, "held_by": row.held_by, "actors": row.actors,
        "due": row.due, "due_text": row.due_text, "stem": row.stem, "quote": row.text, "categories": row.categories, "outcome": row.outcome,
        "report": row.report, "date": row.date, "annex": row.annex, "number": row.paragraph, "page": row.page, "url": row.url,
    })
}

fn page(block: &Block) -> Option<u32> {
    block.anchors.iter().find_map(|anchor| anchor.page)
}

fn query(arguments: &Value) -> Result<Option<Query>, RunError> {
    let Some(typed) = string(arguments, "query")?.filter(|typed| !typed.trim().is_empty()) else { return Ok(None) };
    if typed.len() > LONGEST_QUERY {
        return Err(RunError::usage(format!("the query is longer than {LONGEST_QUERY} characters")));
    }
    Ok(Some(Query::parse(typed)?))
}

fn filters(arguments: &Value) -> Result<Filters, RunError> {
    let one = |name: &str| string(arguments, name).map(|value| value.map(str::to_owned));
    let several = |name: &str| one(name).map(|value| value.into_iter().collect::<Vec<_>>());
    Ok(Filters {
        from: one("from")?,
        to: one("to")?,
        kinds: several("kind")?,
        categories: several("category")?,
        actors: several("actor")?,
        bodies: several("body")?,
        reports: several("report")?,
        ..Filters::default()
    })
}

fn required<'a>(arguments: &'a Value, name: &str) -> Result<&'a str, RunError> {
    string(arguments, name)?.ok_or_else(|| RunError::usage(format!("the argument {name} is missing")))
}

fn string<'a>(arguments: &'a Value, name: &str) -> Result<Option<&'a str>, RunError> {
    match arguments.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(RunError::usage(format!("the argument {name} must be text"))),
    }
}

fn number(arguments: &Value, name: &str, unsaid: usize, most: usize) -> Result<usize, RunError> {
    let Some(value) = arguments.get(name).filter(|value| !value.is_null()) else { return Ok(unsaid) };
    let number = value.as_u64().and_then(|number| usize::try_from(number).ok()).filter(|number| *number <= most);
    number.ok_or_else(|| RunError::usage(format!("the argument {name} must be a whole number from 0 to {most}")))
}
