//! Which lines are one paragraph, with which number, under which heading and annex? What report is this?
//!
//! Lines in reading order become blocks of the document contract. The steps, each a file: [`rows`] gathers the evidence of
//! every line, [`breaks`] weighs where a block begins, [`marks`] reads what could be a number, [`sequence`] decides by the
//! best explanation of the whole sequence which numbers are marks, [`chunks`] puts lines together, [`join`] makes their
//! text and keeps the way back, [`roles`] says what each block is, [`sections`] under which heading and annex it stands,
//! [`footnotes`] brings notes behind the block that holds their mark, [`metadata`] says what report it is.
//!
//! The stage cannot fail: it returns a document and notes.

mod accents;
mod annexes;
mod body;
mod borders;
mod breaks;
#[cfg(test)]
mod cases;
mod chunks;
mod contents;
mod dates;
mod draft;
mod finish;
mod footnotes;
mod headings;
mod hyphen;
mod join;
mod language;
#[cfg(test)]
mod laws;
mod listed_notes;
mod loose_marks;
mod markdown;
mod marks;
mod masthead;
mod metadata;
mod page_seams;
mod participants;
#[cfg(test)]
mod patterns;
mod roles;
mod rows;
mod sections;
mod sequence;
mod small_print;
mod statements;
mod stray_notes;
#[cfg(test)]
mod testing;
mod titles;
mod transcripts;
mod urls;
mod words;

use crate::model::{Document, LaidOutDocument, LineRole};
use draft::Draft;
use join::Part;

/// Raised with every change that can change blocks or what a report says of itself: the next run then reads every report again.
pub const REVISION: u32 = 4;

/// Segments lines into the blocks of the document contract. Ids are empty; `meta.key` is a proposal.
#[must_use]
pub fn segment(mut doc: LaidOutDocument) -> Document {
    markdown::read(&mut doc.lines);
    annexes::lift(&mut doc.lines);
    contents::read(&mut doc.lines);
    loose_marks::rejoin(&mut doc.lines);
    listed_notes::lift(&mut doc.lines);
    stray_notes::lift(&mut doc.lines);
    let words = words::Words::of(
        doc.lines.iter().filter(|line| line.role != LineRole::Furniture).map(|line| line.text.as_str()),
    );
    let rows = rows::rows(&doc);
    let ordinary = headings::ordinary(&rows, doc.body_size);
    let mut drafts: Vec<Draft> =
        chunks::gather(&rows).into_iter().map(|chunk| draft(chunk, &rows, &doc, &words)).collect();
    accents::repair(&mut drafts, &words);
    roles::assign(&mut drafts, &rows, ordinary);
    let masthead = masthead::assign(&mut drafts);
    if masthead.is_none() {
        titles::assign(&mut drafts, &rows, ordinary);
    }
    sections::assign(&mut drafts, &rows);
    let (meta, mut notes) =
        metadata::detect(&metadata::Evidence { doc: &doc, drafts: &drafts, masthead: masthead.as_ref() });
    let footnotes = footnotes::read(&doc, &words);
    let blocks = finish::blocks(&doc, drafts, &rows, footnotes, &mut notes);
    drop(rows);
    let mut all_notes = doc.notes;
    all_notes.append(&mut notes);
    Document { schema: crate::model::document::SCHEMA.to_owned(), source: doc.source, meta, blocks, notes: all_notes }
}

fn draft(chunk: chunks::Chunk, rows: &[rows::Row<'_>], doc: &LaidOutDocument, words: &words::Words) -> Draft {
    let mut parts = Vec::with_capacity(chunk.rows.len());
    for (order, at) in chunk.rows.iter().enumerate() {
        let Some(row) = rows.get(*at) else { continue };
        let skip = if order == 0 { chunk.mark.as_ref().map_or(0, |mark| mark.len) } else { 0 };
        let next = chunk.rows.get(order + 1).and_then(|next| rows.get(*next));
        let full = next.is_none_or(|next| !row.has_room_for(next.first_word));
        parts.push(Part { line: row.at, skip, full });
    }
    let mut text = join::join(&parts, &doc.lines, words);
    urls::mend(&mut text);
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

/// Chinese, Japanese and Korean characters, between which lines join without a blank.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
        && !matches!(c, '\u{ac00}'..='\u{d7af}')
}
