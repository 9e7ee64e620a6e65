//! Hits for people: eighty columns, the words asked for marked, nothing that a document could do to the terminal.

use std::io::{self, Write};
use std::ops::Range;

use crate::model::{Item, Standing};
use crate::query::hit::{Facet, Hit, Hits, Snippet};
use crate::text::escapes;

/// How text is laid out.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// Columns of a line, at least 40.
    pub columns: usize,
    /// Escapes for bold and dim; without them marked words stand between asterisks.
    pub colour: bool,
}

impl Default for Form {
    fn default() -> Self {
        Self { columns: 80, colour: false }
    }
}

/// Values of a facet that are shown; the others are counted in a last line.
const SHOWN_VALUES: usize = 12;
/// Columns of the longest bar of the histogram.
const LONGEST_BAR: usize = 40;
/// Narrower terminals get lines of this width all the same.
const NARROWEST: usize = 40;

impl Form {
    pub(super) fn columns(self) -> usize {
        self.columns.max(NARROWEST)
    }

    pub(super) fn bold(self, text: &str) -> String {
        if self.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    pub(super) fn dim(self, text: &str) -> String {
        if self.colour { format!("\u{1b}[2m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// A word of a marked stretch, and the columns that it takes; without colour asterisks stand at the ends of the stretch.
    fn marked(self, text: &str, is_first: bool, is_last: bool) -> (String, usize) {
        let width = escapes::width(text);
        if self.colour {
            return (format!("\u{1b}[1;33m{text}\u{1b}[0m"), width);
        }
        let (before, after) = (if is_first { "*" } else { "" }, if is_last { "*" } else { "" });
        (format!("{before}{text}{after}"), width + before.len() + after.len())
    }
}

/// The hits of a page and what follows them; `as_items` puts the items asked for before their paragraphs.
///
/// # Errors
/// Whatever `out` reports.
pub fn hits(found: &Hits, as_items: bool, form: Form, mut out: impl Write) -> io::Result<()> {
    for hit in &found.hits {
        one(hit, as_items, form, &mut out)?;
        writeln!(out)?;
    }
    writeln!(out, "{}", form.dim(&footer(found)))
}

fn footer(found: &Hits) -> String {
    let paragraphs = if found.total == 1 { "paragraph" } else { "paragraphs" };
    let (Some(first), Some(last)) = (found.hits.first(), found.hits.last()) else {
        return match found.total {
            0 => "No paragraph answers this query.".to_owned(),
            total => format!("{total} {paragraphs}; none on this page."),
        };
    };
    let twins: usize = found.hits.iter().map(|hit| hit.twins).sum();
    let to = if first.rank < last.rank { format!(" to {}", last.rank) } else { String::new() };
    let shown = format!("{}{to} of {} {paragraphs}", first.rank, found.total);
    let grouped =
        if twins > 0 { format!(", near-identical ones shown once ({twins} more here)") } else { String::new() };
    let rest =
        if last.rank + twins < found.total { format!("; more with --offset {}", last.rank) } else { String::new() };
    format!("{shown}{grouped}{rest}.")
}

fn one(hit: &Hit, as_items: bool, form: Form, out: &mut impl Write) -> io::Result<()> {
    let columns = form.columns();
    let number = format!("{:>3}. ", hit.rank);
    let indent = " ".repeat(number.len());
    let mut head = escapes::one_line(&hit.title);
    for part in [&hit.symbol, &hit.meeting, &hit.date].into_iter().flatten() {
        if !head.contains(part.as_str()) {
            head = format!("{head}, {}", escapes::one_line(part));
        }
    }
    for (at, line) in escapes::lines(&head, columns - number.len()).iter().enumerate() {
        writeln!(out, "{}{}", if at == 0 { &number } else { &indent }, form.bold(line))?;
    }
    for line in escapes::lines(&place(hit), columns - indent.len()) {
        writeln!(out, "{indent}{}", form.dim(&line))?;
    }
    // Whole, however long it is: it is there to be copied.
    writeln!(out, "{indent}{}", form.dim(&escapes::one_line(&hit.id)))?;
    let inner = format!("{indent}  ");
    let items = if as_items { hit.shown_items() } else { Vec::new() };
    for item in &items {
        for line in escapes::lines(&format!("* {}", item_facts(item)), columns - indent.len()) {
            writeln!(out, "{indent}{}", form.bold(&line))?;
        }
        for line in escapes::lines(&item.text, columns - inner.len()) {
            writeln!(out, "{inner}{line}")?;
        }
    }
    for neighbour in &hit.before {
        for line in escapes::lines(&shortened(&neighbour.text), columns - inner.len()) {
            writeln!(out, "{inner}{}", form.dim(&line))?;
        }
    }
    // An item that is its whole paragraph is shown once.
    let is_whole = items.iter().any(|item| item.text.len() >= hit.text.trim_end().len());
    for snippet in hit.snippets.iter().filter(|_| !is_whole) {
        for line in snippet_lines(snippet, hit.text.len(), form, columns - inner.len()) {
            writeln!(out, "{inner}{line}")?;
        }
    }
    for neighbour in &hit.after {
        for line in escapes::lines(&shortened(&neighbour.text), columns - inner.len()) {
            writeln!(out, "{inner}{}", form.dim(&line))?;
        }
    }
    let rest = if items.is_empty() { items_line(&hit.items) } else { String::new() };
    for line in escapes::lines(&rest, columns - indent.len()) {
        writeln!(out, "{indent}{}", form.dim(&line))?;
    }
    if hit.twins > 0 {
        let paragraphs = if hit.twins == 1 { "paragraph" } else { "paragraphs" };
        writeln!(out, "{indent}{}", form.dim(&format!("+ {} near-identical {paragraphs}", hit.twins)))?;
    }
    Ok(())
}

/// "paragraph 7, page 3, Annex II > Annex I, under "Next steps"".
fn place(hit: &Hit) -> String {
    let what = match (hit.block_type, &hit.number) {
        ("paragraph" | "quote_paragraph", None) => "paragraph without number".to_owned(),
        (block_type, None) => block_type.replace('_', " "),
        ("paragraph", Some(number)) => format!("paragraph {number}"),
        (block_type, Some(number)) => format!("{} {number}", block_type.replace('_', " ")),
    };
    let mut parts = vec![what];
    parts.extend(hit.page.map(|page| format!("page {page}")));
    if !hit.annex.is_empty() {
        parts.push(hit.annex.join(" > "));
    }
    parts.extend(hit.section.as_ref().map(|section| format!("under \"{section}\"")));
    parts.join(", ")
}

/// "decision, agreed, held by MAG; to act: Secretariat; by 2017-04-05; on mag-structure-methods".
pub(super) fn item_facts(item: &Item) -> String {
    let mut facts = format!("{}, {}", item.kind.name(), item.force.name());
    if let Some(holder) = &item.held_by {
        facts.push_str(&format!(", held by {holder}"));
    }
    if !item.actors.is_empty() {
        facts.push_str(&format!("; to act: {}", item.actors.join(", ")));
    }
    if let Some(due) = item.due.as_ref().or(item.due_text.as_ref()) {
        let from = item.due_from.as_ref().map(|from| format!("{from} to ")).unwrap_or_default();
        facts.push_str(&format!("; due {from}{due}"));
    }
    if item.standing != Standing::Adopted {
        facts.push_str(&format!("; {}", item.standing.name()));
    }
    if let Some(outcome) = &item.outcome {
        facts.push_str(&format!("; {outcome}"));
    }
    if let Some(status) = &item.source_status {
        facts.push_str(&format!("; {status}"));
    }
    if !item.categories.is_empty() {
        facts.push_str(&format!("; on {}", item.categories.join(", ")));
    }
    facts
}

/// Bytes of a neighbouring paragraph that are shown.
const SHOWN_OF_NEIGHBOUR: usize = 200;

/// The beginning of a neighbouring paragraph.
fn shortened(text: &str) -> String {
    if text.len() <= SHOWN_OF_NEIGHBOUR {
        return text.to_owned();
    }
    let end = (0..=SHOWN_OF_NEIGHBOUR).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let cut = text.get(..end).and_then(|text| text.rsplit_once(' ')).map_or("", |(words, _)| words);
    format!("{cut} \u{2026}")
}

/// A hit names so many of its items in short; `show` has them all.
const NAMED_ITEMS: usize = 4;

/// "= decision agreed by MAG; action requested of Secretariat, due 2017-04-05 (2); and 3 more items".
fn items_line(items: &[Item]) -> String {
    let mut named: Vec<(String, usize)> = Vec::new();
    for item in items {
        let mut name = format!("{} {}", item.kind.name(), item.force.name());
        name.extend(item.held_by.iter().map(|holder| format!(" by {holder}")));
        if !item.actors.is_empty() {
            name.push_str(&format!(", to act: {}", item.actors.join(", ")));
        }
        name.extend(item.due.iter().map(|due| format!(", due {due}")));
        match named.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => named.push((name, 1)),
        }
    }
    let rest: usize = named.iter().skip(NAMED_ITEMS).map(|(_, count)| count).sum();
    named.truncate(NAMED_ITEMS);
    let mut parts: Vec<String> = named
        .into_iter()
        .map(|(name, count)| if count > 1 { format!("{name} ({count} times)") } else { name })
        .collect();
    if rest > 0 {
        parts.push(format!("and {rest} more {}", if rest == 1 { "item" } else { "items" }));
    }
    if parts.is_empty() { String::new() } else { format!("= {}", parts.join("; ")) }
}

/// A snippet in lines, with ellipses where the text goes on, and marked words.
fn snippet_lines(snippet: &Snippet, whole: usize, form: Form, columns: usize) -> Vec<String> {
    let mut words: Vec<(String, usize)> = Vec::new();
    if snippet.span.start > 0 {
        words.push(("\u{2026}".to_owned(), 1));
    }
    let mut last = 0;
    // Marked and unmarked stretches; where they touch without a blank they are one word of the line.
    let mut stretches: Vec<(Range<usize>, bool)> = Vec::new();
    for mark in &snippet.marks {
        stretches.push((last..mark.start, false));
        stretches.push((mark.clone(), true));
        last = mark.end;
    }
    stretches.push((last..snippet.text.len(), false));
    let mut glued = false;
    for (range, is_marked) in stretches {
        let raw = snippet.text.get(range).unwrap_or_default();
        if raw.is_empty() {
            continue;
        }
        let starts_apart = raw.starts_with(char::is_whitespace);
        let pieces = escapes::words_of(&escapes::one_line(raw), columns.saturating_sub(2));
        let last = pieces.len().saturating_sub(1);
        for (at, (piece, width)) in pieces.into_iter().enumerate() {
            let (shown, width) = if is_marked { form.marked(&piece, at == 0, at == last) } else { (piece, width) };
            let joins = at == 0 && glued && !starts_apart;
            match words.last_mut().filter(|(_, used)| joins && used + width <= columns) {
                Some((word, used)) => {
                    word.push_str(&shown);
                    *used += width;
                }
                None => words.push((shown, width)),
            }
        }
        glued = !raw.ends_with(char::is_whitespace);
    }
    if snippet.span.end < whole {
        words.push(("\u{2026}".to_owned(), 1));
    }
    escapes::wrapped(&words, columns)
}

/// What the reader must know, a line each.
///
/// # Errors
/// Whatever `out` reports.
pub fn notices(found: &Hits, form: Form, mut out: impl Write) -> io::Result<()> {
    for notice in &found.notices {
        for (at, line) in escapes::lines(&notice.message, form.columns() - 6).iter().enumerate() {
            writeln!(out, "{}{line}", if at == 0 { "note: " } else { "      " })?;
        }
    }
    Ok(())
}

/// Counts by field.
///
/// # Errors
/// Whatever `out` reports.
pub fn facets(found: &[Facet], form: Form, mut out: impl Write) -> io::Result<()> {
    for facet in found.iter().filter(|facet| !facet.values.is_empty()) {
        writeln!(out, "{}", form.bold(facet.field))?;
        for (value, count) in facet.values.iter().take(SHOWN_VALUES) {
            writeln!(out, "{count:>8}  {}", escapes::one_line(value))?;
        }
        if let Some(more) = facet.values.len().checked_sub(SHOWN_VALUES).filter(|more| *more > 0) {
            writeln!(out, "          and {more} more; --format json lists them all")?;
        }
    }
    Ok(())
}

/// Hits by year as bars; years without hits between the first and the last are shown, too.
///
/// # Errors
/// Whatever `out` reports.
pub fn years(found: &[(u32, usize)], mut out: impl Write) -> io::Result<()> {
    let (Some((first, _)), Some((last, _))) = (found.first(), found.last()) else { return Ok(()) };
    let most = found.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    for year in *first..=*last {
        let count = found.iter().find(|(known, _)| *known == year).map_or(0, |(_, count)| *count);
        let bar = "#".repeat((count * LONGEST_BAR).div_ceil(most));
        writeln!(out, "{year} {count:>7}  {bar}")?;
    }
    Ok(())
}
