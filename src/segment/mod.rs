//! Which lines are one paragraph, with which number, under which heading and annex? What report is this?
//!
//! Lines in reading order become blocks of the document contract. The rooms, each using only those before it: [`text`] knows
//! words, hyphens and dates and joins lines; [`numbering`] reads what could be a number and decides by the best explanation of
//! the whole sequence which are marks; [`lines`] gathers the evidence of every line; [`paragraphs`] weighs where a block
//! begins and puts lines together; [`notes`] finds footnotes and their marks; [`headings`] says what is heading or title and
//! under which a block stands; [`metadata`] what report it is; [`blocks`] what each block is, and builds the document.
//!
//! The stage cannot fail: it returns a document and notes.

mod blocks;
#[cfg(test)]
mod cases;
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
#[cfg(test)]
mod testing;
mod text;

use crate::model::{Document, LaidOutDocument, LineRole};
use lines::rows::Row;
use paragraphs::chunk::Chunk;
use paragraphs::draft::Draft;
use text::join::Part;
use text::words::Words;

/// Raised with every change that can change blocks or what a report says of itself: the next run then reads every report again.
pub const REVISION: u32 = 4;

/// Segments lines into the blocks of the document contract. Ids are empty; `meta.key` is a proposal.
#[must_use]
pub fn segment(mut doc: LaidOutDocument) -> Document {
    markdown::read(&mut doc.lines);
    numbering::annexes::lift(&mut doc.lines);
    lines::contents::read(&mut doc.lines);
    numbering::loose_marks::rejoin(&mut doc.lines);
    notes::listed_notes::lift(&mut doc.lines);
    notes::stray_notes::lift(&mut doc.lines);
    let words =
        Words::of(doc.lines.iter().filter(|line| line.role != LineRole::Furniture).map(|line| line.text.as_str()));
    let rows = lines::rows::rows(&doc);
    let ordinary = headings::style::ordinary(&rows, doc.body_size);
    let mut drafts: Vec<Draft> =
        paragraphs::chunks::gather(&rows).into_iter().map(|chunk| draft(chunk, &rows, &doc, &words)).collect();
    paragraphs::accents::repair(&mut drafts, &words);
    blocks::roles::assign(&mut drafts, &rows, ordinary);
    let masthead = metadata::masthead::assign(&mut drafts);
    if masthead.is_none() {
        headings::titles::assign(&mut drafts, &rows, ordinary);
    }
    headings::sections::assign(&mut drafts, &rows);
    let (meta, mut notes) = metadata::detect::detect(&metadata::detect::Evidence {
        doc: &doc,
        drafts: &drafts,
        masthead: masthead.as_ref(),
    });
    let footnotes = notes::footnotes::read(&doc, &words);
    let blocks = blocks::finish::blocks(&doc, drafts, &rows, footnotes, &mut notes);
    drop(rows);
    let mut all_notes = doc.notes;
    all_notes.append(&mut notes);
    Document { schema: crate::model::document::SCHEMA.to_owned(), source: doc.source, meta, blocks, notes: all_notes }
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
    Draft {
        chunk,
        text,
        kind: crate::model::BlockType::Paragraph,
        number: None,
        annex: Vec::new(),
        section: None,
        level: None,
        cells: None,
    }
}
