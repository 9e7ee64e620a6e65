//! Footnotes of text files that stand as a list: `[1] See ...` or "1 See ..." at the foot of a page or the end of the file.
//!
//! A list is believed where the text before it holds the marks: `[1]` behind a word, or numbers glued to words, in order.

use super::stray_notes::{self, Glued};
use crate::model::{Line, LineRole, Place, RaisedMark};
use rustc_hash::FxHashSet;

/// Longer numbers are years and page counts.
const MOST_DIGITS: usize = 3;

/// Share of a list's numbers that must stand as marks in the text before it.
const FOUND_SHARE: f32 = 0.6;

/// Labels listed notes and takes their marks out of the text.
pub(crate) fn lift(lines: &mut [Line]) {
    if lines.iter().any(|line| matches!(line.place, Place::Page { .. }) || line.role == LineRole::Footnote) {
        return;
    }
    bracketed(lines);
    plain(lines);
    starred(lines);
}

/// `[1] See ...` where `[1]` stands behind a word before it.
fn bracketed(lines: &mut [Line]) {
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    let mut at = 0;
    while at < lines.len() {
        let Some(line) = lines.get(at) else { break };
        if let Some((value, len)) = opening(&line.text, true).filter(|(value, _)| seen.contains(value)) {
            let count = length(lines, at, true);
            label(lines, at, count, value, len);
            seen.remove(&value);
            at += count;
            continue;
        }
        seen.extend(references(&line.text).into_iter().map(|(_, _, value)| value));
        at += 1;
    }
    let noted: FxHashSet<u32> =
        lines.iter().filter(|line| line.role == LineRole::Footnote).flat_map(printed_mark).collect();
    for line in lines.iter_mut().filter(|line| line.role == LineRole::Body) {
        for (start, end, value) in references(&line.text).into_iter().rev().filter(|found| noted.contains(&found.2)) {
            stray_notes::cut(line, &Glued { line: 0, start, end, value });
        }
    }
}

fn printed_mark(line: &Line) -> Option<u32> {
    line.marks.first().filter(|mark| mark.offset == 0).and_then(|mark| mark.text.parse().ok())
}

/// `[1]` behind a word: start, end and number of each.
fn references(text: &str) -> Vec<(usize, usize, u32)> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices('[') {
        let Some(inner) = text.get(start + 1..) else { continue };
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        let closed = inner.get(digits..).is_some_and(|rest| rest.starts_with(']') && !rest.starts_with("]("));
        let behind_word = text.get(..start).is_some_and(|before| before.ends_with(|c: char| !c.is_whitespace()));
        if (1..=MOST_DIGITS).contains(&digits)
            && closed
            && behind_word
            && let Some(value) = inner.get(..digits).and_then(|digits| digits.parse().ok())
        {
            found.push((start, start + digits + 2, value));
        }
    }
    found
}

/// "1 See ..." lists that reach the end of a page or of the file, and whose numbers are glued to words before them.
fn plain(lines: &mut [Line]) {
    // Counted where there is a list: few files have one.
    let mut counted = None;
    let mut from = 0;
    let mut at = 0;
    while at < lines.len() {
        let Some(zone) = zone(lines, at) else {
            at += 1;
            continue;
        };
        let words = &*counted.get_or_insert_with(|| stray_notes::count_words(lines));
        let mut marks: Vec<Glued> = Vec::new();
        let found: Vec<(usize, Glued)> = lines
            .iter()
            .enumerate()
            .take(at)
            .skip(from)
            .flat_map(|(index, line)| {
                stray_notes::glued(index, &line.text).into_iter().map(move |found| (index, found))
            })
            .collect();
        let mut next = 0;
        for entry in &zone {
            let as_mark = |(index, found): &(usize, Glued)| {
                lines.get(*index).and_then(|line| stray_notes::as_mark(*found, &line.text, entry.value, words))
            };
            // A mark that extraction lost must not cost the others theirs.
            let rest = found.get(next..).unwrap_or_default();
            if let Some((place, mark)) =
                rest.iter().enumerate().find_map(|(place, found)| Some((place, as_mark(found)?)))
            {
                marks.push(mark);
                next += place + 1;
            }
        }
        let end = zone.last().map_or(at + 1, |entry| entry.at + entry.count);
        if !marks.is_empty() && marks.len() as f32 >= FOUND_SHARE * zone.len() as f32 {
            for entry in &zone {
                label(lines, entry.at, entry.count, entry.value, entry.skip);
            }
            for mark in marks.iter().rev() {
                if let Some(line) = lines.get_mut(mark.line) {
                    stray_notes::cut(line, mark);
                }
            }
            from = end;
        }
        at = end.max(at + 1);
    }
}

/// "* The figures are estimates." set off from what stands above, where a word before it ends in the same stars.
fn starred(lines: &mut [Line]) {
    let mut at = 0;
    while at < lines.len() {
        let Some((stars, skip)) = lines.get(at).and_then(|line| star_opening(lines, at, line)) else {
            at += 1;
            continue;
        };
        let page = lines.iter().take(at + 1).rposition(|line| line.starts_page).unwrap_or(0);
        let home = (page..at).rev().find_map(|index| {
            let line = lines.get(index).filter(|line| line.role == LineRole::Body)?;
            Some((index, star_behind_word(&line.text, &stars)?))
        });
        if let Some((index, offset)) = home {
            let count = 1 + lines
                .iter()
                .skip(at + 1)
                .take_while(|line| line.pitch < 2.0 && !line.starts_page && !line.text.starts_with('*'))
                .count();
            label_as(lines, at, count, &stars, skip);
            if let Some(line) = lines.get_mut(index) {
                line.text.replace_range(offset..offset + stars.len(), "");
                line.marks.push(RaisedMark { offset: u32::try_from(offset).unwrap_or(0), text: stars });
            }
            at += count;
        } else {
            at += 1;
        }
    }
}

/// Stars at the start of a line that stands off or follows another such note.
fn star_opening(lines: &[Line], at: usize, line: &Line) -> Option<(String, usize)> {
    let behind_note =
        at.checked_sub(1).and_then(|i| lines.get(i)).is_some_and(|above| above.role == LineRole::Footnote);
    let stars: String = line.text.chars().take_while(|c| matches!(c, '*' | '†' | '‡')).collect();
    let rest = line.text.get(stars.len()..)?;
    let body = rest.trim_start();
    let is_note =
        (1..=3).contains(&stars.chars().count()) && body.starts_with(char::is_uppercase) && !body.ends_with('*');
    (is_note && line.role == LineRole::Body && (line.pitch >= 2.0 || behind_note))
        .then_some((stars, line.text.len() - body.len()))
}

/// Where the same stars, no more and no fewer, stand behind a word.
fn star_behind_word(text: &str, stars: &str) -> Option<usize> {
    let is_star = |c: char| matches!(c, '*' | '†' | '‡');
    text.match_indices(stars).map(|(at, _)| at).find(|at| {
        let (before, after) = (text.get(..*at).unwrap_or_default(), text.get(at + stars.len()..).unwrap_or_default());
        let behind_word = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | ')' | '”'));
        behind_word && !after.starts_with(|c: char| is_star(c) || c.is_alphanumeric())
    })
}

struct Entry {
    at: usize,
    count: usize,
    value: u32,
    /// Bytes of the number and the blank behind it.
    skip: usize,
}

/// Entries with rising numbers from a line on, set off from what stands before, up to the end of the page or file.
fn zone(lines: &[Line], at: usize) -> Option<Vec<Entry>> {
    let first = lines.get(at).filter(|line| line.pitch >= 2.0 && line.role == LineRole::Body)?;
    let mut next = opening(&first.text, false)?.0;
    let mut entries: Vec<Entry> = Vec::new();
    let mut index = at;
    while let Some(line) = lines.get(index) {
        if line.starts_page && index > at {
            break;
        }
        let (value, skip) = opening(&line.text, false).filter(|(value, _)| *value == next)?;
        let count = length(lines, index, false);
        entries.push(Entry { at: index, count, value, skip });
        next = value + 1;
        index += count;
    }
    (!entries.is_empty()).then_some(entries)
}

/// Lines of the note that begins here: up to the next number, a blank line or the end of the page.
fn length(lines: &[Line], at: usize, brackets: bool) -> usize {
    let more = lines.iter().skip(at + 1).take_while(|line| {
        line.pitch < 2.0 && !line.starts_page && opening(&line.text, brackets).is_none() && line.role == LineRole::Body
    });
    1 + more.count()
}

/// The number that opens a note and the bytes it takes.
fn opening(text: &str, brackets: bool) -> Option<(u32, usize)> {
    let inner = if brackets { text.strip_prefix('[')? } else { text };
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let behind = inner.get(digits..)?;
    let rest = if brackets { behind.strip_prefix(']')? } else { behind };
    let body = rest.trim_start();
    let spaced = body.len() < rest.len() || brackets;
    if digits == 0
        || digits > MOST_DIGITS
        || !spaced
        || body.is_empty()
        || body.starts_with(char::is_lowercase) && !body.starts_with("http")
    {
        return None;
    }
    Some((inner.get(..digits)?.parse().ok()?, text.len() - body.len()))
}

fn label(lines: &mut [Line], at: usize, count: usize, value: u32, skip: usize) {
    label_as(lines, at, count, &value.to_string(), skip);
}

fn label_as(lines: &mut [Line], at: usize, count: usize, mark: &str, skip: usize) {
    for (order, line) in lines.iter_mut().skip(at).take(count).enumerate() {
        line.role = LineRole::Footnote;
        if order == 0 {
            line.text.replace_range(..skip, "");
            line.styles.clear();
            line.marks.insert(0, RaisedMark { offset: 0, text: mark.to_owned() });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{BlockType, Document};
    use crate::segment::testing::text_document;

    fn read(source: &str) -> Document {
        crate::segment::segment(text_document(source))
    }

    fn notes(document: &Document) -> Vec<(&str, &str)> {
        let notes = document.blocks.iter().filter(|block| block.block_type == BlockType::Footnote);
        notes.map(|note| (note.number.as_deref().unwrap_or("?"), note.text.as_str())).collect()
    }

    #[test]
    fn bracketed_notes_at_the_end_of_the_file() {
        let document = read(
            "1. The group met at the harbour[1] and heard two reports from its members.\n\n2. The survey[2] was discussed at length and will be repeated.\n\n[1] See document 12.\n[2] Available from the office,\nroom 4.\n",
        );
        assert_eq!(notes(&document), [("1", "See document 12."), ("2", "Available from the office, room 4.")]);
        assert!(document.blocks[0].text.starts_with("The group met at the harbour and heard"));
        assert_eq!(document.blocks[0].footnote_refs[0].mark, "1");
    }

    #[test]
    fn plain_notes_whose_numbers_are_glued_to_words() {
        let document = read(
            "1. The group met at the harbour1 and heard two reports from its members.\n\n2. The survey was discussed at length.2 It will be repeated next year.\n\n1 See document 12.\n2 Available from the office,\nroom 4.\n",
        );
        assert_eq!(notes(&document), [("1", "See document 12."), ("2", "Available from the office, room 4.")]);
        assert_eq!(document.blocks[0].text, "The group met at the harbour and heard two reports from its members.");
    }

    #[test]
    fn a_list_at_the_end_is_no_list_of_notes() {
        let document = read(
            "The group met at the harbour and heard two reports from its members.\n\nAgenda of the next meeting:\n\n1 Welcome\n2 Survey\n3 Other business\n",
        );
        assert!(notes(&document).is_empty());
    }

    #[test]
    fn brackets_that_lead_nowhere_stay() {
        let document = read("The draft says [shall] or [may], and see paper [7] for more of the same kind of text.\n");
        assert!(document.blocks[0].text.contains("[7]"));
    }
}
