//! Reads web pages: the article without what stands around it, numbers as a reader sees them, notes tied to their marks.
//!
//! [`dom`] is the page as a browser has it, [`css`] what its own style sheets say of text, [`article`] tells text from
//! furniture, [`notes`] finds footnotes, [`lists`] and [`tables`] what they are called after, [`walk`] makes blocks of it,
//! [`facts`] reads address, date and author. Nothing is fetched.

mod article;
mod css;
mod dom;
mod facts;
mod lists;
mod notes;
mod tables;
#[cfg(test)]
mod tests;
mod walk;

use super::input::Input;
use super::{Limits, turns};
use crate::error::DocumentError;
use crate::model::{FileInfo, Note, RawBody, RawDocument, Stage, StyledBlock};
use dom::{Data, Dom};
use encoding_rs::{Encoding, WINDOWS_1252};

/// Bytes at the start of a page in which it says its encoding.
const HEAD: usize = 4096;

/// Reads the file.
///
/// # Errors
/// None of its own: a page without text says so in a note.
pub(super) fn read(input: Input<'_>) -> Result<RawDocument, DocumentError> {
    let text = decode(input.bytes, None);
    let (mut blocks, info, mut notes) = page(&text, input.limits);
    let mut info = info;
    if turns::find(&mut blocks) {
        notes.push(turns::note());
        info.kind = Some("transcript".to_owned());
    }
    if blocks.iter().all(StyledBlock::is_empty) {
        notes.push(Note::new(
            Stage::Extract,
            "empty-file",
            "the page holds no text; if it is made by a script, save it from the browser as a complete page",
        ));
    }
    let mut source = input.source;
    source.producer = facts::generator(&text);
    Ok(RawDocument { source, info, body: RawBody::Styled(blocks), notes })
}

/// The blocks of a page and what it says of itself.
pub(super) fn page(text: &str, limits: &Limits) -> (Vec<StyledBlock>, FileInfo, Vec<Note>) {
    let dom = Dom::parse(text, limits.elements, limits.seconds);
    let mut notes = Vec::new();
    if dom.cut {
        notes.push(Note::new(Stage::Extract, "cut-short", "the page is larger or nests deeper than the limits in the section [extract] of minutebook.toml; what comes after is missing"));
    }
    let info = facts::info(&dom);
    let mut walk = walk::Walk::new(&dom);
    walk.page();
    (walk.blocks, info, notes)
}

/// The text of a page: by byte-order mark, then by what the sender said, then by what the page says; else UTF-8 where it is, and
/// Windows-1252.
pub(super) fn decode(bytes: &[u8], sent: Option<&str>) -> String {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or_default()).0.into_owned();
    }
    let stated = sent.and_then(|name| Encoding::for_label(name.as_bytes())).or_else(|| stated(bytes));
    match stated {
        // A page that says UTF-16 in ASCII is none.
        Some(encoding) if encoding != encoding_rs::UTF_16LE && encoding != encoding_rs::UTF_16BE => {
            let (text, _, damaged) = encoding.decode(bytes);
            if damaged && encoding == encoding_rs::UTF_8 {
                WINDOWS_1252.decode(bytes).0.into_owned()
            } else {
                text.into_owned()
            }
        }
        _ => std::str::from_utf8(bytes).map_or_else(|_| WINDOWS_1252.decode(bytes).0.into_owned(), str::to_owned),
    }
}

fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD).unwrap_or(bytes).to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = head.get(at..).and_then(|rest| memchr::memmem::find(rest, b"charset")) {
        at += found + 7;
        let rest: Vec<u8> = head
            .get(at..)?
            .iter()
            .copied()
            .skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\''))
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'))
            .collect();
        if let Some(encoding) = Encoding::for_label(&rest) {
            return Some(encoding);
        }
    }
    let declared = head
        .strip_prefix(b"<?xml")
        .and_then(|rest| memchr::memmem::find(rest, b"encoding=").and_then(|at| rest.get(at + 10..)));
    declared.and_then(|rest| {
        Encoding::for_label(rest.split(|byte| matches!(byte, b'"' | b'\'')).next().unwrap_or_default())
    })
}

/// The text between two comments of a page, as plain text with its lines.
pub(super) fn between_comments(text: &str, first: &str, last: &str) -> Option<String> {
    let dom = Dom::parse(text, usize::MAX, 10);
    let is = |id: usize, word: &str| matches!(dom.node(id).map(|node| &node.data), Some(Data::Comment(comment)) if comment.trim() == word);
    let all = dom.below(Dom::ROOT);
    let start = all.iter().position(|id| is(*id, first))?;
    let end = all.iter().position(|id| is(*id, last)).unwrap_or(all.len());
    let inside = all.get(start..end)?;
    let words = inside.iter().filter_map(|id| match &dom.node(*id)?.data {
        Data::Text(text) => Some(text.as_str()),
        _ => None,
    });
    Some(words.collect())
}

/// The texts of the first elements of these names.
pub(super) fn first_texts(text: &str, names: &[&str]) -> Vec<Option<String>> {
    let dom = Dom::parse(text, usize::MAX, 10);
    names.iter().map(|name| dom.first(Dom::ROOT, name).map(|id| super::flow::tidy(&dom.text(id)))).collect()
}

/// The words of a stretch of HTML: entities resolved, tags gone.
pub(super) fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    Dom::parse(&text.replace('<', "&lt;"), usize::MAX, 10).text(Dom::ROOT)
}

/// Whether a raised text is the mark of a note.
pub(super) fn is_note_mark(text: &str) -> bool {
    notes::mark_of(text).is_some_and(|mark| mark.chars().all(|c| c.is_ascii_digit() || "*†‡".contains(c)))
}
