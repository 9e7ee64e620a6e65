//! A place in a report for people: the paragraph in its surroundings, its notes and items, where it comes from, and why.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::text::{Form, item_facts};
use crate::model::{Anchor, Block, BlockType, Item};
use crate::model::{Found, Report};
use crate::search::cite::{Citation, Style};
use crate::search::show::{Place, Why};
use crate::text::escapes;

/// The paragraph, its neighbours, footnotes, items, provenance, link and citation. `file` is a link to the file in the
/// corpus; `why` the explanations asked for.
///
/// # Errors
/// Whatever `out` reports.
pub fn place(place: &Place, why: &[Why], file: &str, form: Form, mut out: impl Write) -> io::Result<()> {
    let columns = form.columns();
    heading(&place.report, form, &mut out)?;
    let path: Vec<&str> = place.block.annex.iter().chain(&place.block.section).map(String::as_str).collect();
    if !path.is_empty() {
        put(&mut out, "", "", &path.join(" > "), columns)?;
        writeln!(out)?;
    }
    for block in &place.before {
        paragraph(block, "   ", form, &mut out)?;
    }
    paragraph(&place.block, " > ", form, &mut out)?;
    for block in &place.after {
        paragraph(block, "   ", form, &mut out)?;
    }
    for note in &place.footnotes {
        let mark = format!("   note {}: ", note.number.as_deref().unwrap_or("*"));
        put(&mut out, &mark, &" ".repeat(mark.len()), &note.text, columns)?;
        writeln!(out)?;
    }
    let wanted = |item: &&Item| place.item.as_ref().is_none_or(|id| *id == item.id);
    for item in place.items.iter().filter(wanted) {
        one_item(item, form, &mut out)?;
        writeln!(out)?;
    }
    for why in why {
        put(&mut out, "why: ", "     ", &format!("\u{201c}{}\u{201d}", why.explanation.text), columns)?;
        explanation(why, &mut out)?;
        writeln!(out)?;
    }
    provenance(place, file, &mut out)
}

/// A whole report: its blocks in order, with the pages where they begin, and its items below their paragraphs.
///
/// # Errors
/// Whatever `out` reports.
pub fn whole_report(report: &Report, blocks: &[Found], form: Form, mut out: impl Write) -> io::Result<()> {
    heading(report, form, &mut out)?;
    let mut page = None;
    for found in blocks.iter().filter(|found| found.block.block_type != BlockType::Furniture) {
        let here = found.block.anchors.iter().find_map(|anchor| anchor.page);
        if here.is_some() && here != page {
            page = here;
            let line = here.map(|page| format!("-- page {page} --")).unwrap_or_default();
            writeln!(out, "{}\n", form.dim(&line))?;
        }
        paragraph(&found.block, "", form, &mut out)?;
        for item in &found.items {
            one_item(item, form, &mut out)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn heading(report: &Report, form: Form, out: &mut impl Write) -> io::Result<()> {
    for line in escapes::lines(report.name(), form.columns()) {
        writeln!(out, "{}", form.bold(&line))?;
    }
    let meta = &report.meta;
    let facts = [&meta.body, &meta.meeting, &meta.date, &meta.kind, &meta.symbol];
    let facts: Vec<&str> = facts.into_iter().flatten().map(String::as_str).collect();
    put(out, "", "", &facts.join(" | "), form.columns())?;
    writeln!(out)
}

/// A block with its number before it, further lines below its text.
fn paragraph(block: &Block, margin: &str, form: Form, out: &mut impl Write) -> io::Result<()> {
    let number = block.number.as_deref().map(|number| format!("{}. ", escapes::one_line(number))).unwrap_or_default();
    let first = format!("{margin}{number}");
    let hang = " ".repeat(escapes::width(&first).min(form.columns() / 2));
    put(out, &first, &hang, &block.text, form.columns())?;
    writeln!(out)
}

fn one_item(item: &Item, form: Form, out: &mut impl Write) -> io::Result<()> {
    put(out, " * ", "   ", &item_facts(item), form.columns())?;
    put(out, "   ", "   ", &item.text, form.columns())?;
    if let Some(stem) = &item.stem {
        put(out, "   ", "   ", &format!("under the words: {stem}"), form.columns())?;
    }
    writeln!(out, "   {}", form.dim(&escapes::one_line(&item.id)))
}

/// The explanation in its own lines, which hold patterns: they are not wrapped, so that they can be searched for.
fn explanation(why: &Why, out: &mut impl Write) -> io::Result<()> {
    for (id, fired) in &why.items {
        writeln!(out, "     in the index: {}, {}", escapes::one_line(fired), escapes::one_line(id))?;
    }
    for line in why.explanation.to_string().lines() {
        let inner = line.len() - line.trim_start().len();
        writeln!(out, "     {}{}", " ".repeat(inner), escapes::one_line(line))?;
    }
    Ok(())
}

fn provenance(place: &Place, file: &str, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "id      {}", escapes::one_line(place.item.as_deref().unwrap_or(&place.block.id)))?;
    writeln!(out, "file    {}", escapes::one_line(&place.report.source.path))?;
    for line in places(&place.block.anchors) {
        writeln!(out, "        {line}")?;
    }
    writeln!(out, "sha256  {}", escapes::one_line(&place.report.source.sha256))?;
    if place.report.meta.url.as_deref().is_some_and(|url| !url.is_empty()) {
        writeln!(out, "link    {}", escapes::one_line(&place.link))?;
    }
    writeln!(out, "open    {}", escapes::one_line(file))?;
    writeln!(out, "cite    {}", Citation::of_place(place).in_style(Style::Un))
}

/// "page 14, boxes 123 328 488 387; 123 388 234 399", "lines 75 to 89".
fn places(anchors: &[Anchor]) -> Vec<String> {
    let mut boxes: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut lines = Vec::new();
    for anchor in anchors {
        if let (Some(page), Some([left, top, right, bottom])) = (anchor.page, anchor.bbox) {
            boxes.entry(page).or_default().push(format!("{left:.0} {top:.0} {right:.0} {bottom:.0}"));
        } else if let Some([first, last]) = anchor.lines {
            lines.push(format!("lines {first} to {last}"));
        } else if let Some(at) = &anchor.at {
            let page = anchor.page.map(|page| format!("page {page}, ")).unwrap_or_default();
            lines.push(escapes::one_line(&format!("{page}{at}")));
        }
    }
    let pages = boxes.into_iter().map(|(page, boxes)| {
        let boxes = boxes.join("; ");
        format!("page {page}, from left, top to right, bottom in points: {boxes}")
    });
    pages.chain(lines).collect()
}

fn put(out: &mut impl Write, first: &str, hang: &str, text: &str, columns: usize) -> io::Result<()> {
    let lines = escapes::lines(text, columns.saturating_sub(escapes::width(hang).max(escapes::width(first))));
    if lines.is_empty() {
        return writeln!(out, "{}", first.trim_end());
    }
    for (at, line) in lines.iter().enumerate() {
        writeln!(out, "{}{line}", if at == 0 { first } else { hang })?;
    }
    Ok(())
}
