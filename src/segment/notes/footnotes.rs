//! Footnotes: from the lines of the footnote area to notes, each placed after the block that holds its mark.

use crate::model::{LaidOutDocument, Line, LineRole, Place};
use crate::segment::numbering::marks;
use crate::segment::text::join::{self, Part, Text};
use crate::segment::text::words::Words;

/// A footnote read from the footnote area.
#[derive(Debug, Clone)]
pub(crate) struct Note {
    /// Its mark, empty where none is printed.
    pub(crate) mark: String,
    /// Its text.
    pub(crate) text: Text,
    /// Page from 1; 0 in text files.
    pub(crate) page: u32,
    /// Index of its first line.
    pub(crate) line: usize,
}

/// Gathers the lines of footnote areas into notes.
pub(crate) fn read(doc: &LaidOutDocument, words: &Words) -> Vec<Note> {
    let mut notes: Vec<(String, u32, Vec<Part>)> = Vec::new();
    for (at, line) in doc.lines.iter().enumerate() {
        if line.role != LineRole::Footnote || line.text.trim().is_empty() && line.marks.is_empty() {
            continue;
        }
        let page = if let Place::Page { page, .. } = line.place { page } else { 0 };
        let expected = notes.last().and_then(|(mark, ..)| mark.parse::<u32>().ok()).map(|value| value + 1);
        let full = line.short_by < 4.0;
        match mark_of(line, expected) {
            Some((mark, skip)) => notes.push((mark, page, vec![Part { line: at, skip, full }])),
            None if notes.last().is_none_or(|(_, last, _)| *last != page) && number_above(doc, at, page).is_some() => {
                let mark = number_above(doc, at, page).unwrap_or_default();
                notes.push((mark, page, vec![Part { line: at, skip: 0, full }]));
            }
            None => match notes.last_mut() {
                Some((_, _, parts)) => parts.push(Part { line: at, skip: 0, full }),
                None => notes.push((String::new(), page, vec![Part { line: at, skip: 0, full }])),
            },
        }
    }
    notes
        .into_iter()
        .map(|(mark, page, parts)| {
            let mut text = join::join(&parts, &doc.lines, words);
            crate::segment::text::stray_blanks::mend(&mut text);
            // The note's own mark is not a reference.
            if let Some(own) = text.refs.iter().position(|found| found.offset == 0 && found.mark == mark) {
                text.refs.remove(own);
            }
            Note { mark, text, page, line: parts.first().map_or(0, |part| part.line) }
        })
        .collect()
}

/// A number alone on the line above the first note of a page is its mark, even where it was taken for a page number.
fn number_above(doc: &LaidOutDocument, at: usize, page: u32) -> Option<String> {
    let above = doc.lines.get(at.checked_sub(1)?)?;
    let same_page = matches!(above.place, Place::Page { page: other, .. } if other == page);
    let text = above.text.trim();
    let number = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    (same_page && number && above.role == LineRole::Furniture).then(|| text.to_owned())
}

/// The mark that opens a note and the bytes it takes of the line.
pub(crate) fn mark_of(line: &Line, expected: Option<u32>) -> Option<(String, usize)> {
    if let Some(raised) = line.marks.first().filter(|mark| mark.offset == 0) {
        return Some((clean_mark(&raised.text), 0));
    }
    let text = line.text.as_str();
    let star = text.chars().take_while(|c| matches!(c, '*' | '†' | '‡' | '§')).count();
    if (1..=3).contains(&star) {
        let mark: String = text.chars().take(star).collect();
        let skip = text.len() - text.get(mark.len()..)?.trim_start().len();
        return Some((mark, skip));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && digits <= 3 {
        let value: u32 = text.get(..digits)?.parse().ok()?;
        let rest = text.get(digits..)?;
        let glued = rest.starts_with(|c: char| c.is_alphabetic() || c == '“' || c == '"');
        let spaced = rest.starts_with(|c: char| c.is_whitespace()) || rest.is_empty();
        let follows = expected.is_none_or(|next| value == next || (value > next && value < next + 3));
        let month = rest.split_whitespace().next().is_some_and(crate::segment::text::dates::is_month);
        if (glued || spaced) && follows && !month {
            return Some((value.to_string(), digits + rest.len() - rest.trim_start().len()));
        }
    }
    let mark = marks::read(text).filter(|mark| mark.is_plain_number() && mark.form != marks::Form::Bare)?;
    let value: u32 = mark.number.parse().ok()?;
    let follows = expected.is_none_or(|next| value == next || (value > next && value < next + 3));
    follows.then_some((mark.number, mark.len))
}

/// A mark without brackets and stops.
pub(crate) fn clean_mark(mark: &str) -> String {
    let bare = mark.trim().trim_matches(['(', ')', '[', ']', '.', ',', ' ']);
    if bare.is_empty() { mark.trim().to_owned() } else { bare.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RaisedMark;
    use crate::segment::testing::{Look, PLAIN, Page};

    const NOTE: Look = Look { size: 8.0, role: LineRole::Footnote, ..PLAIN };

    #[test]
    fn a_raised_mark_opens_a_note_and_the_next_line_goes_on() {
        let doc = Page::new()
            .line("See the report of the group on the matter at", NOTE)
            .with_last(|line| line.marks.push(RaisedMark { offset: 0, text: "1".into() }))
            .line("https://example.org/report.", NOTE)
            .line("2 Timetable of the year.", NOTE)
            .document();
        let notes = read(&doc, &Words::default());
        let seen: Vec<_> = notes.iter().map(|note| (note.mark.as_str(), note.text.text.as_str())).collect();
        assert_eq!(
            seen,
            [
                ("1", "See the report of the group on the matter at https://example.org/report."),
                ("2", "Timetable of the year.")
            ]
        );
        assert!(notes[0].text.refs.is_empty());
    }

    #[test]
    fn stars_and_glued_marks_open_notes() {
        let doc = Page::new()
            .line("* Reissued for technical reasons.", NOTE)
            .line("7Synthesis paper of the meeting.", NOTE)
            .document();
        let notes = read(&doc, &Words::default());
        let seen: Vec<_> = notes.iter().map(|note| (note.mark.as_str(), note.text.text.as_str())).collect();
        assert_eq!(seen, [("*", "Reissued for technical reasons."), ("7", "Synthesis paper of the meeting.")]);
    }
}
