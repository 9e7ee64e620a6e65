//! `minutebook show`: a paragraph, item or report in context, with its place in the file.

use super::Ended;
use super::formats::TextOrJson;
use super::{say, why, workbench};
use crate::error::RunError;
use crate::index::{Found, Report};
use crate::model::{Block, BlockType, Item};
use crate::search::show::{self, Place, Shown};
use crate::workspace::Workspace;
use clap::Args;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Show a paragraph, item or report in context, with its place in the file.
///
///   minutebook show mag-2017-03-28#7
///   minutebook show mag-2017-03-28            the whole report
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ShowArguments {
    /// Id of a block or item, or key of a report; the beginning is enough where only one begins so
    #[arg(value_name = "ID")]
    pub id: String,
    /// Also show N paragraphs before and after
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub context: usize,
    /// Name the rules that made the items, and why
    #[arg(long)]
    pub why: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub format: TextOrJson,
}

/// Runs the command.
pub fn command(workspace: &Workspace, arguments: &ShowArguments) -> Result<Ended, RunError> {
    let index = workbench::open(workspace)?;
    let shown = show::show(&index.reader, &arguments.id, arguments.context)?;
    let mut text = match (arguments.format, &shown) {
        (TextOrJson::Text, Shown::Report { report, blocks }) => whole_report(report, blocks),
        (TextOrJson::Text, Shown::Block(place)) => one_block(place, arguments.why),
        (TextOrJson::Json, shown) => as_json(shown)?,
    };
    if let (TextOrJson::Text, Shown::Block(place), true) = (arguments.format, &shown, arguments.why) {
        text.push_str(&why::explained(workspace, place)?);
    }
    let mut out = io::stdout().lock();
    out.write_all(say::harmless(&text).as_bytes()).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}

fn as_json(shown: &Shown) -> Result<String, RunError> {
    let value = match shown {
        Shown::Block(place) => serde_json::to_value(place),
        Shown::Report { report, blocks } => serde_json::to_value(report).map(|report| {
            let blocks: Vec<_> =
                blocks.iter().map(|found| serde_json::json!({"block": found.block, "items": found.items})).collect();
            serde_json::json!({"report": report, "blocks": blocks})
        }),
    };
    let text = value.and_then(|value| serde_json::to_string_pretty(&value));
    text.map(|text| text + "\n").map_err(|error| RunError::new("cannot write JSON").because(error))
}

fn one_block(place: &Place, why: bool) -> String {
    let mut text = heading(&place.report);
    for block in &place.before {
        put_block(&mut text, block, "  ");
    }
    put_block(&mut text, &place.block, "> ");
    for block in &place.after {
        put_block(&mut text, block, "  ");
    }
    for note in &place.footnotes {
        put(&mut text, &format!("  note {}: {}\n", note.number.as_deref().unwrap_or("*"), note.text));
    }
    for item in &place.items {
        put_item(&mut text, item, why);
    }
    put(&mut text, &format!("id      {}", place.block.id));
    put(&mut text, &format!("source  {}", place.report.source.path));
    for anchor in &place.block.anchors {
        if let (Some(page), Some([left, top, right, bottom])) = (anchor.page, anchor.bbox) {
            put(
                &mut text,
                &format!(
                    "        page {page}, box {left:.0} {top:.0} {right:.0} {bottom:.0} (points from the top left)"
                ),
            );
        } else if let Some([first, last]) = anchor.lines {
            put(&mut text, &format!("        lines {first} to {last}"));
        }
    }
    put(&mut text, &format!("sha256  {}", place.report.source.sha256));
    put(&mut text, &format!("link    {}", place.link));
    text
}

fn whole_report(report: &Report, blocks: &[Found]) -> String {
    let mut text = heading(report);
    for found in blocks.iter().filter(|found| found.block.block_type != BlockType::Furniture) {
        put_block(&mut text, &found.block, "");
        for item in &found.items {
            put_item(&mut text, item, false);
        }
    }
    text
}

fn heading(report: &Report) -> String {
    let title = report.meta.title.as_deref().unwrap_or(&report.meta.key);
    let facts = [&report.meta.body, &report.meta.meeting, &report.meta.date, &report.meta.kind, &report.meta.symbol];
    let facts: Vec<&str> = facts.into_iter().flatten().map(String::as_str).collect();
    format!("{title}\n{}\n\n", facts.join(" | "))
}

fn put_block(text: &mut String, block: &Block, margin: &str) {
    let mut place: Vec<String> = block.annex.clone();
    place.extend(block.section.clone());
    if margin.starts_with('>') && !place.is_empty() {
        put(text, &format!("{margin}[{}]", place.join(" / ")));
    }
    let number = block.number.as_deref().map(|number| format!("{number}. ")).unwrap_or_default();
    put(text, &format!("{margin}{number}{}\n", block.text));
}

fn put_item(text: &mut String, item: &Item, why: bool) {
    let mut line = format!("  * {} ({})", say::kind(item.kind), say::force(item.force));
    if let Some(holder) = &item.held_by {
        line.push_str(&format!(", held by {holder}"));
    }
    if !item.actors.is_empty() {
        line.push_str(&format!("; to act: {}", item.actors.join(", ")));
    }
    if let Some(due) = item.due.as_ref().or(item.due_text.as_ref()) {
        line.push_str(&format!("; by {due}"));
    }
    put(text, &line);
    put(text, &format!("    {}", item.text));
    if why {
        let cue = item.stem.as_deref().unwrap_or(&item.text);
        let offset = if item.stem.is_some() { 0 } else { item.span[0] };
        let words = cue.get(item.cue[0].saturating_sub(offset)..item.cue[1].saturating_sub(offset)).unwrap_or_default();
        put(text, &format!("    because rule {} fired on \u{201c}{words}\u{201d}", item.rule));
        if let Some(stem) = &item.stem {
            put(text, &format!("    in the stem: {stem}"));
        }
    }
    put(text, &format!("    {}\n", item.id));
}

fn put(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}
