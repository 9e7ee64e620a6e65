//! Text that a program wrapped to a width: lines become paragraphs again. For mail and transcripts, where nothing but lines is
//! stated.

use super::flow::{opens_entry, tidy};
use std::ops::RangeInclusive;

/// Lines are taken as wrapped where the longest usual ones are no longer than this, in characters.
const WIDEST: usize = 100;
/// Nothing is wrapped more narrowly.
const NARROWEST: usize = 50;

/// A line is plainly short where more than this part of the width is left.
const SHORT: usize = 4;
/// Of so many wrapped lines in ten, the longest says how wide the text is: a stray longer line does not.
const TENTHS: usize = 9;

/// A paragraph and the lines that it came from, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Its text.
    pub(super) text: String,
    /// First and last line.
    pub(super) lines: RangeInclusive<usize>,
}

/// Joins lines; with `flowed` a blank at the end of a line says that it goes on (RFC 3676).
pub(super) fn paragraphs(lines: &[(usize, &str)], flowed: bool) -> Vec<Paragraph> {
    let width = width(lines);
    let wrapped = width >= NARROWEST;
    let mut found: Vec<Paragraph> = Vec::new();
    let mut open = false;
    let mut before: &str = "";
    for (number, line) in lines {
        let text = line.trim();
        if text.is_empty() {
            open = false;
            continue;
        }
        let soft = flowed && before.ends_with(' ') && !before.trim_end().is_empty();
        let goes_on = open
            && (soft
                || !flowed && continues(before, line, width, wrapped)
                || flowed && !opens_entry(text) && continues(before, line, width, wrapped));
        match found.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.text.push(' ');
                last.text.push_str(text);
                last.lines = *last.lines.start()..=*number;
            }
            None => found.push(Paragraph { text: text.to_owned(), lines: *number..=*number }),
        }
        open = true;
        before = line;
    }
    for paragraph in &mut found {
        paragraph.text = tidy(&paragraph.text);
    }
    found
}

/// The width that a program wrapped the text to.
fn width(lines: &[(usize, &str)]) -> usize {
    let mut lengths: Vec<usize> = lines
        .windows(2)
        .filter(|pair| pair.iter().all(|(_, line)| !line.trim().is_empty()))
        .filter_map(|pair| pair.first().map(|(_, line)| line.trim_end().chars().count()))
        .filter(|count| (NARROWEST..=WIDEST).contains(count))
        .collect();
    lengths.sort_unstable();
    let at = (lengths.len() * TENTHS / 10).min(lengths.len().saturating_sub(1));
    let longest = lines
        .iter()
        .map(|(_, line)| line.trim_end().chars().count())
        .filter(|count| *count <= WIDEST)
        .max()
        .unwrap_or(0);
    lengths.get(at).copied().unwrap_or(longest)
}

/// Whether a line goes on with the one before it.
fn continues(before: &str, line: &str, width: usize, wrapped: bool) -> bool {
    let text = line.trim();
    let open_bracket = before.rfind('(').is_some_and(|at| !before.get(at..).unwrap_or_default().contains(')'));
    if opens_entry(text) && !open_bracket || text.starts_with(">>") {
        return false;
    }
    if !wrapped || before.chars().count() > WIDEST {
        // Lines of any length: each is a paragraph, unless it plainly breaks a sentence.
        return text.starts_with(char::is_lowercase);
    }
    let first = text.split_whitespace().next().map_or(0, |word| word.chars().count());
    let room = width.saturating_sub(before.trim_end().chars().count());
    // A line that has room for the next word ends on purpose only where it is plainly short.
    let full = room <= (first + 1).max(width / SHORT);
    full || text.starts_with(char::is_lowercase)
        || !before.trim_end().ends_with(['.', ':', ',', ';', '!', '?']) && room < width / 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, flowed: bool) -> Vec<String> {
        let lines: Vec<(usize, &str)> = text.split('\n').enumerate().collect();
        paragraphs(&lines, flowed).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn wrapped_lines_join_and_entries_part() {
        let text = "Dear all,\nthe group met on Monday in the town hall and agreed on the two points\nthat had been left open:\n1. to meet again;\n2. to write to the members, who had asked for it more than once in the\nlast year.\n\nBest wishes";
        assert_eq!(
            read(text, false),
            [
                "Dear all, the group met on Monday in the town hall and agreed on the two points that had been left open:",
                "1. to meet again;",
                "2. to write to the members, who had asked for it more than once in the last year.",
                "Best wishes"
            ]
        );
    }

    #[test]
    fn flowed_text_goes_on_after_a_blank() {
        assert_eq!(read("One \ntwo\nThree.", true), ["One two", "Three."]);
    }
}
