//! Entries of a contents list: the dots that lead to the page are no words, and what they lead from is one entry.

use crate::model::{Cell, Line, LineRole};

/// So many dots in a row lead to a page.
const DOTS: usize = 4;
/// So many lead to nothing that stands on the line; fewer close a sentence that was cut short (". . . .").
const DOTS_ALONE: usize = 6;
/// Page numbers have at most so many characters.
const PAGE: usize = 5;
/// An entry runs over at most so many lines.
const LINES: usize = 4;
/// Room (ems) at the end of a line of an entry that goes on: more ends it.
const ROOM: f32 = 12.0;

/// Turns the lines of contents lists into rows of two cells, entry and page, and takes the leading dots out of rows of tables.
/// Answers the number of the table that holds the rows, where there are any.
pub(crate) fn read(lines: &mut Vec<Line>) -> Option<u32> {
    let is_entry = |line: &Line| line.role == LineRole::Body && split(&line.text).is_some();
    let has_any = lines.iter().any(is_entry);
    for line in lines.iter_mut().filter(|line| line.role == LineRole::Table) {
        undot(line);
    }
    if !has_any {
        return None;
    }
    let table = lines.iter().filter_map(|line| line.table).max().map_or(0, |last| last + 1);
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut in_list = false;
    for mut line in std::mem::take(lines) {
        let Some((entry, page)) = Some(&line).filter(|line| is_entry(line)).and_then(|line| split(&line.text)) else {
            in_list &= line.role != LineRole::Body || !ends_sentence(&line.text);
            out.push(line);
            continue;
        };
        let (mut entry, page) = (entry.to_owned(), page.to_owned());
        // Lines above that end without dots and without a full stop are the beginning of a long entry.
        let above = out.iter().rev().take_while(|above| in_list && begins_entry(above)).take(LINES - 1).count();
        let mut text = String::new();
        let mut first = None;
        for part in out.drain(out.len() - above..) {
            text.push_str(&part.text);
            text.push(' ');
            first.get_or_insert(part);
        }
        text.push_str(&entry);
        entry = text;
        if let Some(part) = first {
            line.place = over(&part, &line);
            line.indent = part.indent;
            line.starts_page = part.starts_page;
            line.pitch = part.pitch;
        }
        set(&mut line, vec![entry, page]);
        line.role = LineRole::Table;
        line.table = Some(table);
        out.push(line);
        in_list = true;
    }
    *lines = out;
    Some(table)
}

/// Whether a line without dots goes on in the entry below it.
fn begins_entry(line: &Line) -> bool {
    line.role == LineRole::Body && !ends_sentence(&line.text) && line.short_by < ROOM
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', ';', ':'])
}

/// The place of the first line, down to the end of the last.
fn over(first: &Line, last: &Line) -> crate::model::Place {
    use crate::model::Place;
    match (first.place, last.place) {
        (Place::Page { page, bbox, baseline }, Place::Page { page: other, bbox: below, .. }) if page == other => {
            Place::Page { page, bbox: bbox.union(below), baseline }
        }
        _ => last.place,
    }
}

/// Entry and page of a line with leading dots; the page may be missing, as where it stands in a cell of its own.
fn split(text: &str) -> Option<(&str, &str)> {
    let trimmed = text.trim_end();
    let page = trimmed.rsplit([' ', '.', '…', '_']).next().unwrap_or_default();
    let is_page = is_page(page);
    let before = if is_page { trimmed.get(..trimmed.len() - page.len())? } else { trimmed };
    let entry = before.trim_end_matches(['.', '…', '_', ' ']);
    let dots: usize =
        before.get(entry.len()..)?.chars().map(|c| if c == '…' { 3 } else { usize::from(c != ' ') }).sum();
    // "Name: ______" is a field to fill in.
    let is_line = before.contains('_') && !is_page;
    (dots >= if is_page { DOTS } else { DOTS_ALONE } && !is_line && entry.chars().any(char::is_alphabetic))
        .then_some((entry, if is_page { page } else { "" }))
}

/// Whether a word is the label of a page.
pub(super) fn is_page(word: &str) -> bool {
    !word.is_empty() && word.len() <= PAGE && word.split('-').all(is_page_part)
}

/// "12", "iv", and the parts of "5-4", "5-i", "A-1".
fn is_page_part(part: &str) -> bool {
    let roman = |c: char| matches!(c, 'i' | 'v' | 'x' | 'l');
    let capital = part.len() == 1 && part.chars().all(|c| c.is_ascii_uppercase());
    !part.is_empty() && (part.chars().all(|c| c.is_ascii_digit()) || part.chars().all(roman) || capital)
}

/// Takes leading dots out of the first cells of a row.
fn undot(line: &mut Line) {
    let needs = line.cells.iter().any(|cell| split(&cell.text).is_some());
    if !needs {
        return;
    }
    let mut texts = Vec::with_capacity(line.cells.len());
    for cell in &line.cells {
        match split(&cell.text) {
            Some((entry, page)) => texts.extend([entry.to_owned(), page.to_owned()]),
            None => texts.push(cell.text.clone()),
        }
    }
    texts.retain(|text| !text.is_empty());
    set(line, texts);
}

/// Gives a line its cells and the text that they make; words that went keep no place.
fn set(line: &mut Line, texts: Vec<String>) {
    line.text =
        texts.iter().filter(|text| !text.is_empty()).map(|text| text.replace('\n', " ")).collect::<Vec<_>>().join(" ");
    let boxes: Vec<_> = line.cells.iter().map(|cell| cell.bbox).collect();
    let cells = texts.into_iter().filter(|text| !text.is_empty()).zip(0_u16..);
    line.cells = cells
        .map(|(text, column)| Cell { column, text, bbox: boxes.get(usize::from(column)).copied().flatten() })
        .collect();
    let end = line.text.len() as u32;
    line.words.clear();
    line.marks.retain(|mark| mark.offset <= end);
    line.styles.retain(|style| style.end <= end);
    if let Some(style) = line.styles.last_mut() {
        style.end = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::testing::text_document;

    fn rows(source: &str) -> Vec<Vec<String>> {
        let mut lines = text_document(source).lines;
        read(&mut lines);
        lines.iter().map(|line| line.cells.iter().map(|cell| cell.text.clone()).collect()).collect()
    }

    #[test]
    fn entries_have_their_page_in_a_cell() {
        let found =
            rows("Contents\n\n1. Opening of the meeting ........ 3\nII. Fares . . . . . . . . iv\nAnnex… … …12\n");
        assert_eq!(found[1..], [vec!["1. Opening of the meeting", "3"], vec!["II. Fares", "iv"], vec!["Annex", "12"]]);
    }

    #[test]
    fn a_long_entry_goes_on_below() {
        let found = rows(
            "1. Opening .......................................................... 3\n\
             2. Proposals that the members of the group have made on the dates of\n   the year after ........................ 4\n",
        );
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[1],
            ["2. Proposals that the members of the group have made on the dates of the year after", "4"]
        );
    }

    #[test]
    fn an_ellipsis_and_a_field_are_no_entries() {
        for text in [
            "The group waited ...",
            "the port pays as it stands . . . .",
            "Name of the member: ________",
            "and so on … 12 members left.",
        ] {
            assert!(rows(text)[0].is_empty(), "{text}");
        }
    }
}
