//! Which lines are one paragraph, with which number, under which heading and annex? What report is this?
//!
//! Lines in reading order become blocks of the document contract. The rooms, each using only those before it: [`text`] knows
//! words, hyphens and dates and joins lines; [`numbering`] reads what could be a number and decides by the best explanation of
//! the whole sequence which are marks; [`lines`] gathers the evidence of every line; [`paragraphs`] weighs where a block
//! begins and puts lines together; [`notes`] finds footnotes and their marks; [`headings`] says what is heading or title and
//! under which a block stands; [`tables`] which row heads a table; [`metadata`] what report it is; [`blocks`] what each block is, and builds the document.
//!
//! The stage cannot fail: it returns a document and notes.

mod blocks;
#[cfg(test)]
mod cases;
mod explain;
mod headings;
#[cfg(test)]
mod laws;
mod lines;
mod markdown;
mod metadata;
mod notes;
mod numbering;
mod paragraphs;
#[cfg(test)]
mod patterns;
mod styled;
mod tables;
#[cfg(test)]
mod testing;
mod text;

use crate::budget;
use crate::model::{Document, LaidOutDocument, Line, LineRole};
pub use explain::Reasons;
use explain::Trail;
use lines::rows::Row;
use paragraphs::chunk::Chunk;
use paragraphs::draft::Draft;
use text::join::Part;
use text::words::Words;

/// Raised with every change that can change blocks or what a report says of itself: the next run then reads every report again.
pub const REVISION: u32 = 8;

/// Segments lines into the blocks of the document contract. Ids are empty; `meta.key` is a proposal.
#[must_use]
pub fn segment(doc: LaidOutDocument) -> Document {
    read(doc, false).0
}

/// The same, and for each block drawn from the text why it is what it is; notes and furniture have no reasons.
#[must_use]
pub fn segment_explained(doc: LaidOutDocument) -> (Document, Vec<Reasons>) {
    read(doc, true)
}

fn read(mut doc: LaidOutDocument, explain: bool) -> (Document, Vec<Reasons>) {
    if !doc.styled.is_empty() {
        return (styled::segment(doc), Vec::new());
    }
    let contents = lift(&mut doc.lines);
    let words =
        Words::of(doc.lines.iter().filter(|line| line.role != LineRole::Furniture).map(|line| line.text.as_str()));
    budget::look();
    let rows = lines::rows::rows(&doc);
    let ordinary = headings::style::ordinary(&rows, doc.body_size);
    let mut drafts: Vec<Draft> = paragraphs::chunks::gather(&rows)
        .into_iter()
        .map(|chunk| {
            budget::ask_for(chunk.rows.len());
            draft(chunk, &rows, &doc, &words)
        })
        .collect();
    budget::look();
    paragraphs::accents::repair(&mut drafts, &words);
    let mut trail = explain.then(|| Trail::of(&drafts, &rows));
    if let Some(trail) = &mut trail {
        trail.headings(&drafts, &rows, ordinary);
    }
    for (why, step) in blocks::roles::STEPS {
        budget::look();
        step(&mut drafts, &rows, ordinary);
        if let Some(trail) = &mut trail {
            trail.step(&drafts, why);
        }
    }
    budget::look();
    let masthead = metadata::masthead::assign(&mut drafts);
    if masthead.is_none() {
        headings::titles::assign(&mut drafts, &rows, ordinary);
    }
    headings::titles::cover_names(&mut drafts);
    tables::headers::assign(&mut drafts, &rows);
    mark_contents(&mut drafts, &rows, contents);
    blocks::parts::assign(&mut drafts, &rows);
    budget::look();
    headings::sections::assign(&mut drafts, &rows);
    if let Some(trail) = &mut trail {
        trail.step(&drafts, "by its place on the first page");
    }
    let reasons = trail.map(|trail| trail.finish(&drafts)).unwrap_or_default();
    let (meta, mut notes) = metadata::detect::detect(&metadata::evidence::Evidence {
        doc: &doc,
        drafts: &drafts,
        masthead: masthead.as_ref(),
    });
    budget::look();
    let footnotes = notes::footnotes::read(&doc, &words);
    let blocks = blocks::finish::blocks(&doc, drafts, &rows, footnotes, &mut notes);
    drop(rows);
    let mut all_notes = doc.notes;
    all_notes.append(&mut notes);
    let schema = crate::model::document::SCHEMA.to_owned();
    (Document { schema, source: doc.source, meta, blocks, notes: all_notes }, reasons)
}

/// Reads what single lines are before they become blocks: styles of Markdown, annex labels, contents lists, torn numbers,
/// notes. Answers the table that holds the contents list.
fn lift(lines: &mut Vec<Line>) -> Option<u32> {
    markdown::read(lines);
    numbering::annexes::lift(lines);
    let folded = lines::folded::unfold(lines);
    let contents = lines::contents::read(lines).or(folded);
    numbering::loose_marks::rejoin(lines);
    notes::endnotes::lift(lines);
    notes::listed_notes::lift(lines);
    notes::stray_notes::lift(lines);
    notes::adjacent::part(lines);
    contents
}

/// Rows of the table that holds the contents list are entries of it.
fn mark_contents(drafts: &mut [Draft], rows: &[Row<'_>], table: Option<u32>) {
    let of_list = |draft: &Draft| {
        let first = draft.chunk.rows.first().and_then(|at| rows.get(*at));
        table.is_some() && first.is_some_and(|row| row.line.table == table)
    };
    for draft in drafts {
        draft.contents = of_list(draft);
    }
}

fn draft(chunk: Chunk, rows: &[Row<'_>], doc: &LaidOutDocument, words: &Words) -> Draft {
    let mut parts = Vec::with_capacity(chunk.rows.len());
    for (order, at) in chunk.rows.iter().enumerate() {
        let Some(row) = rows.get(*at) else { continue };
        let skip = if order == 0 { chunk.mark.as_ref().map_or(0, |mark| mark.len) } else { 0 };
        let next = chunk.rows.get(order + 1).and_then(|next| rows.get(*next));
        let full = next.is_none_or(|next| !row.has_room_for(next.first_word));
        parts.push(Part { line: row.at, skip, full });
    }
    let mut text = text::join::join(&parts, &doc.lines, words);
    text::stray_blanks::mend(&mut text);
    // A raised number that numbers the paragraph is no mark of a note.
    if chunk.mark.as_ref().is_some_and(|mark| mark.form == numbering::marks::Form::Raised) {
        text.refs.retain(|found| found.offset > 0);
    }
    Draft {
        chunk,
        text,
        kind: crate::model::BlockType::Paragraph,
        number: None,
        annex: Vec::new(),
        section: None,
        level: None,
        cells: None,
        role: None,
        header: false,
        contents: false,
    }
}
