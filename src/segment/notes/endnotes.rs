//! Endnotes: a list at the end of the report, or of its body, whose numbers are the marks of the text.
//!
//! A list is believed where its entries count from one without a gap and most of their numbers stand as marks in the text
//! before: raised, or in brackets behind a word. Without a heading that says "Notes" it must be set as notes are.

use super::stray_notes::{self, Glued};
use crate::model::{Line, LineRole, Place};
use crate::segment::numbering::annexes;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Share of the entries whose marks must stand in the text: under a heading, and without one.
const UNDER_HEADING: f32 = 0.5;
const WITHOUT: f32 = 0.8;
/// Entries that a list without a heading must have.
const ENTRIES: usize = 2;
/// Lines between two entries: a longer note is no note.
const NOTE_LINES: usize = 15;
/// Sizes that differ by a larger share are different styles.
const OTHER_SIZE: f32 = 0.06;
/// Distance to the line above, in usual line distances, from which a list has ended.
const GAP: f32 = 2.2;

/// How the entries of a list show their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Raised,
    Bracketed,
    Plain,
}

/// Labels endnotes of files with positions, and takes marks in brackets out of the text.
pub(crate) fn lift(lines: &mut [Line]) {
    if !lines.iter().any(|line| matches!(line.place, Place::Page { .. })) {
        return;
    }
    let mut at = 0;
    while at < lines.len() {
        let first = lines.get(at).filter(|line| line.role == LineRole::Body).and_then(opening);
        let Some((1, shown)) = first else {
            at += 1;
            continue;
        };
        let starts = entries(lines, at, shown);
        let end = end_of_list(lines, &starts);
        if is_believed(lines, at, &starts, shown, end) {
            label(lines, at, end, &starts, shown);
            at = end;
        } else {
            at += 1;
        }
    }
    cut_of_known(lines);
}

/// Takes the marks in brackets of notes that layout found at the foot of their pages out of the text before them.
fn cut_of_known(lines: &mut [Line]) {
    let is_note = |line: &Line| line.role == LineRole::Footnote;
    let noted = |line: &Line| match opening(line) {
        Some((value, Shown::Bracketed)) if is_note(line) => Some(value),
        _ => None,
    };
    let known: FxHashSet<u32> = lines.iter().filter_map(noted).collect();
    let Some(last) = lines.iter().rposition(is_note).filter(|_| !known.is_empty()) else { return };
    let marks = marks_before(lines, last);
    if (known.intersection(&marks).count() as f32) < UNDER_HEADING * known.len() as f32 {
        return;
    }
    for line in lines.iter_mut().take(last).filter(|line| line.role == LineRole::Body) {
        cut(line, &|value| known.contains(&value));
    }
}

/// Takes marks in brackets out of a line.
fn cut(line: &mut Line, is_noted: &dyn Fn(u32) -> bool) {
    for (start, end, value) in marks_in(&line.text).into_iter().rev().filter(|found| is_noted(found.2)) {
        stray_notes::cut(line, &Glued { line: 0, start, end, value });
    }
}

/// The number that opens an entry.
fn opening(line: &Line) -> Option<(u32, Shown)> {
    if let Some(mark) = line.marks.first().filter(|mark| mark.offset == 0) {
        return Some((mark.text.trim_matches(['.', ')', '(']).parse().ok()?, Shown::Raised));
    }
    let text = line.text.as_str();
    let bracketed = text.starts_with('[');
    let inner = text.strip_prefix('[').unwrap_or(text);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let value = inner.get(..digits).filter(|_| (1..=3).contains(&digits))?.parse().ok()?;
    let rest = inner.get(digits..)?;
    if bracketed {
        return rest.starts_with(']').then_some((value, Shown::Bracketed));
    }
    let behind = rest.trim_start_matches(['.', ')']);
    (behind.starts_with(char::is_whitespace)).then_some((value, Shown::Plain))
}

/// First lines of the entries 1, 2, 3 ... of a list.
fn entries(lines: &[Line], at: usize, shown: Shown) -> Vec<usize> {
    let mut starts = vec![at];
    let mut index = at + 1;
    while let (Some(line), Some(last)) = (lines.get(index), starts.last()) {
        if index - last > NOTE_LINES || line.role == LineRole::Body && annexes::read(&line.text).is_some() {
            break;
        }
        let next = starts.len() as u32 + 1;
        if line.role == LineRole::Body && opening(line).is_some_and(|(value, how)| value == next && how == shown) {
            starts.push(index);
        }
        index += 1;
    }
    starts
}

/// The line after the last one of a list.
fn end_of_list(lines: &[Line], starts: &[usize]) -> usize {
    let (Some(first), Some(last)) = (starts.first(), starts.last()) else { return 0 };
    let size = lines.get(*first).map_or(0.0, size);
    let more = lines.iter().skip(last + 1).take(NOTE_LINES).take_while(|line| {
        let alike = (self::size(line) - size).abs() <= OTHER_SIZE * size;
        let bold = line.styles.iter().all(|style| style.bold);
        let is_entry = line.marks.first().is_some_and(|mark| mark.offset == 0);
        line.role != LineRole::Body
            || alike && !bold && line.pitch < GAP && !is_entry && annexes::read(&line.text).is_none()
    });
    last + 1 + more.count()
}

fn size(line: &Line) -> f32 {
    line.styles.iter().map(|style| style.size).fold(0.0, f32::max)
}

fn is_believed(lines: &[Line], at: usize, starts: &[usize], shown: Shown, end: usize) -> bool {
    let under_heading = lines
        .iter()
        .take(at)
        .rev()
        .find(|line| line.role == LineRole::Body)
        .is_some_and(|line| names_notes(&line.text));
    let last = lines.iter().skip(end).all(|line| line.role != LineRole::Body);
    // Plain numbers at the very end are notes where each of them is a raised mark that no other note has.
    let is_plain = shown == Shown::Plain && !under_heading;
    if is_plain && (lines.iter().any(|line| line.role == LineRole::Footnote) || !is_small(lines, starts)) {
        return false;
    }
    if !under_heading && (starts.len() < ENTRIES || !last) {
        return false;
    }
    let marks = if is_plain { raised_before(lines, at) } else { marks_before(lines, at) };
    let found = (1..).zip(starts).filter(|(value, _)| marks.contains(value)).count();
    let share = match (under_heading, is_plain) {
        (true, _) => UNDER_HEADING,
        (false, false) => WITHOUT,
        (false, true) => 1.0,
    };
    found > 0 && found as f32 >= share * starts.len() as f32
}

/// Whether the entries are set smaller than most of the text.
fn is_small(lines: &[Line], starts: &[usize]) -> bool {
    let mut letters: BTreeMap<u32, usize> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.role == LineRole::Body) {
        *letters.entry((10.0 * size(line)).round() as u32).or_default() += line.text.len();
    }
    let usual = letters.into_iter().max_by_key(|(_, count)| *count).map_or(0.0, |(size, _)| size as f32 / 10.0);
    let entries = starts.iter().filter_map(|at| lines.get(*at)).map(size);
    entries.fold(0.0, f32::max) < (1.0 - OTHER_SIZE) * usual
}

/// Numbers that stand as marks before a line, raised or in brackets.
fn marks_before(lines: &[Line], at: usize) -> FxHashSet<u32> {
    let bracketed = text_before(lines, at).flat_map(|line| marks_in(&line.text)).map(|(_, _, value)| value);
    let mut marks = raised_before(lines, at);
    marks.extend(bracketed);
    marks
}

/// Numbers that stand as raised marks before a line.
fn raised_before(lines: &[Line], at: usize) -> FxHashSet<u32> {
    let raised = text_before(lines, at).flat_map(|line| &line.marks).filter(|mark| mark.offset > 0);
    raised.flat_map(|mark| mark.text.split([',', ' '])).filter_map(|mark| mark.parse().ok()).collect()
}

fn text_before(lines: &[Line], at: usize) -> impl Iterator<Item = &Line> {
    lines.iter().take(at).filter(|line| matches!(line.role, LineRole::Body | LineRole::Table))
}

/// `[1]` behind a word, with or without a blank, or at the start of a line: start, end and number of each.
fn marks_in(text: &str) -> Vec<(usize, usize, u32)> {
    let opened = text.match_indices('[').filter_map(|(start, _)| {
        let inner = text.get(start + 1..)?;
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        let value = inner.get(..digits).filter(|_| (1..=3).contains(&digits))?.parse().ok()?;
        let rest = inner.get(digits..).filter(|rest| rest.starts_with(']') && !rest.starts_with("]("))?;
        let end = text.len() - rest.len() + 1;
        let blank = text.get(..start).is_some_and(|before| before.ends_with(' '));
        Some((start - usize::from(blank), end, value))
    });
    opened.collect()
}

/// "Notes", "Endnotes", "Notes and references".
fn names_notes(text: &str) -> bool {
    const NAMES: [&str; 12] = [
        "notes",
        "endnotes",
        "end notes",
        "notes and references",
        "references",
        "footnotes",
        "references and notes",
        "notes de fin",
        "notas",
        "notas finales",
        "anmerkungen",
        "примечания",
    ];
    NAMES.contains(&text.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase().as_str())
}

fn label(lines: &mut [Line], at: usize, end: usize, starts: &[usize], shown: Shown) {
    for line in lines.iter_mut().take(end).skip(at).filter(|line| line.role == LineRole::Body) {
        line.role = LineRole::Footnote;
    }
    if shown != Shown::Bracketed {
        return;
    }
    let noted = 1..=u32::try_from(starts.len()).unwrap_or(u32::MAX);
    for line in lines.iter_mut().take(at).filter(|line| line.role == LineRole::Body) {
        cut(line, &|value| noted.contains(&value));
    }
}

#[cfg(test)]
mod tests {
    use super::{lift, marks_in};
    use crate::model::{LineRole, RaisedMark};
    use crate::segment::testing::{Look, PLAIN, Page};

    #[test]
    fn plain_numbers_at_the_end_are_notes_where_each_is_a_raised_mark() {
        let read = |marks: &[(u32, &str)]| {
            let mut doc = Page::new()
                .line("The group met in May and again in June.", PLAIN)
                .line("It thanked its hosts for the rooms and for all that they had done.", PLAIN)
                .line("1. The group was set up in 2031.", Look { size: 9.0, ..PLAIN })
                .line("2. Minutes of the session.", Look { size: 9.0, ..PLAIN })
                .document();
            let marks = marks.iter().map(|(offset, text)| RaisedMark { offset: *offset, text: (*text).to_owned() });
            doc.lines[0].marks = marks.collect();
            lift(&mut doc.lines);
            doc.lines.iter().filter(|line| line.role == LineRole::Footnote).count()
        };
        assert_eq!(read(&[(20, "1"), (38, "2")]), 2);
        assert_eq!(read(&[(20, "1")]), 0);
        assert_eq!(read(&[]), 0);
    }

    #[test]
    fn notes_in_brackets_at_the_foot_of_a_page_take_their_marks_out_of_the_text() {
        let mut doc = Page::new()
            .line("The group met in May [1] and again in June [2].", PLAIN)
            .line("[1] Letter of the chair.", PLAIN)
            .line("[2] Minutes of the session.", PLAIN)
            .document();
        for line in &mut doc.lines[1..] {
            line.role = LineRole::Footnote;
        }
        lift(&mut doc.lines);
        assert_eq!(doc.lines[0].text, "The group met in May and again in June.");
        assert_eq!(doc.lines[0].marks.len(), 2);
    }

    #[test]
    fn marks_in_brackets_stand_behind_words_or_alone() {
        assert_eq!(marks_in("moved in 1902 [1]. Two"), [(13, 17, 1)]);
        assert_eq!(marks_in("funds.[12] One"), [(6, 10, 12)]);
        assert_eq!(marks_in("[5]"), [(0, 3, 5)]);
        assert!(marks_in("see [2015] and [link](x)").is_empty());
    }
}
