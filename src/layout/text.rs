//! Lines of a text file with the same relative evidence as lines of a page.
//!
//! Markdown marks (`#`, `-`, `**`, `[^1]`) stay in the text: what they mean is segment's matter. Runs of blanks become one
//! space, empty lines become pitch, leading blanks become indent. A Markdown pipe row becomes a table row with cells, its
//! dashes row goes; so do rows of cells parted by tabs (`tabbed`).

use super::characters::is_ignorable;
use super::{aligned, tabbed};
use crate::budget;
use crate::model::{Cell, Line, LineRole, Place, TextLine};

/// Two characters of plain text are about one em wide.
const CHARACTERS_PER_EM: f32 = 2.0;
/// Columns that a tab is worth.
const TAB: usize = 4;
/// The longest of so many lines before and after is what a line can be short of.
const NEARBY: usize = 12;
/// Up to this share of lines with exactly one leading blank, that blank is the trace of a lost page break, not an indent.
const LOST_BREAK_SHARE: f32 = 0.08;

/// Turns the lines of a text file into lines of the document; empty ones vanish into the pitch of the next.
pub(super) fn lines(raw: &[TextLine]) -> Vec<Line> {
    let is_full = |line: &&TextLine| {
        budget::ask();
        !line.text.trim().is_empty()
    };
    let full: Vec<&TextLine> = raw.iter().filter(is_full).collect();
    let lengths: Vec<usize> = full.iter().map(|line| line.text.trim().chars().count()).collect();
    let one_blank = full.iter().filter(|line| leading(&line.text) == 1).count();
    let texts: Vec<&str> = full.iter().map(|line| line.text.trim()).collect();
    let tabbed = tabbed::rows(&texts);
    let aligned = aligned::rows(&full);
    let lost_breaks = (one_blank as f32) <= (full.len() as f32 * LOST_BREAK_SHARE).max(1.0);

    let mut lines = Vec::with_capacity(full.len());
    let (mut blanks, mut feed, mut in_table, mut tables) = (0_u16, false, false, 0_u32);
    let mut position = 0;
    for source in raw {
        budget::ask();
        feed |= source.text.contains('\u{c}');
        if source.text.trim().is_empty() {
            blanks = blanks.saturating_add(1);
            in_table = in_table && tabbed.get(position).is_some_and(|row| *row > 0);
            continue;
        }
        let longest = nearby(&lengths, position);
        let tab_row = tabbed.get(position).copied().unwrap_or(0);
        let aligned_row = aligned.get(position).and_then(Option::as_ref).filter(|_| tab_row == 0);
        position += 1;
        let row = aligned_row.map_or(tab_row, |(number, _)| *number);
        let cells = match aligned_row {
            Some((_, texts)) => Some(cells(texts.iter().copied())),
            None if tab_row > 0 => Some(tab_cells(&source.text)),
            None => pipe_cells(&source.text),
        };
        if cells.as_ref().is_some_and(|cells| cells.iter().all(|cell| is_dashes(&cell.text))) {
            continue;
        }
        let length = source.text.trim().chars().count();
        let lead = leading(&source.text);
        let lost_break = lost_breaks && lead == 1 && !lines.is_empty();
        if cells.is_some() && (!in_table || row == 1) {
            tables += 1;
        }
        in_table = cells.is_some();
        let text = match &cells {
            Some(cells) => {
                let filled: Vec<&str> =
                    cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
                filled.join(" ")
            }
            None => single_spaced(&source.text),
        };
        lines.push(Line {
            text,
            place: Place::Text { line: source.number },
            role: if in_table { LineRole::Table } else { LineRole::Body },
            column: (0.0, 0.0),
            indent: if lost_break { 0.0 } else { lead as f32 / CHARACTERS_PER_EM },
            short_by: longest.saturating_sub(length) as f32 / CHARACTERS_PER_EM,
            pitch: if lines.is_empty() { 0.0 } else { 1.0 + f32::from(blanks) },
            starts_page: lines.is_empty() || feed || lost_break,
            styles: Vec::new(),
            marks: Vec::new(),
            words: Vec::new(),
            cells: cells.unwrap_or_default(),
            table: in_table.then_some(tables.saturating_sub(1)),
            centred: false,
            boxed: false,
            margin_number: None,
            struck: Vec::new(),
            header: false,
        });
        (blanks, feed) = (0, false);
    }
    lines
}

/// Blanks before the text, a tab counting [`TAB`]; a form feed is none.
fn leading(text: &str) -> usize {
    let mut columns = 0;
    for character in text.chars() {
        match character {
            '\t' => columns += TAB,
            '\u{c}' | '\r' => {}
            _ if character.is_whitespace() => columns += 1,
            _ => break,
        }
    }
    columns
}

/// Length of the longest line among those around `position`.
fn nearby(lengths: &[usize], position: usize) -> usize {
    let from = position.saturating_sub(NEARBY);
    let to = (position + NEARBY + 1).min(lengths.len());
    lengths.get(from..to).unwrap_or_default().iter().copied().max().unwrap_or(0)
}

/// The text with runs of blanks as one space and without characters that show nothing.
fn single_spaced(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !result.is_empty() && !result.ends_with(' ') {
            result.push(' ');
        }
        result.extend(word.chars().filter(|&character| !is_ignorable(character)));
    }
    result.truncate(result.trim_end().len());
    result
}

/// The cells of a Markdown pipe row, `| a | b |`.
fn pipe_cells(text: &str) -> Option<Vec<Cell>> {
    let inner = text.trim().strip_prefix('|')?.strip_suffix('|')?;
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for character in inner.chars() {
        match (escaped, character) {
            (false, '\\') => escaped = true,
            (false, '|') => cells.push(String::new()),
            _ => {
                let cell = cells.last_mut()?;
                if escaped && character != '|' {
                    cell.push('\\');
                }
                cell.push(character);
                escaped = false;
            }
        }
    }
    let cells = cells.iter().zip(0_u16..);
    Some(cells.map(|(text, column)| Cell { column, text: single_spaced(text), bbox: None }).collect())
}

/// The cells of a row parted by tabs.
fn tab_cells(text: &str) -> Vec<Cell> {
    cells(text.trim().split('\t'))
}

fn cells<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Cell> {
    texts.zip(0_u16..).map(|(text, column)| Cell { column, text: single_spaced(text), bbox: None }).collect()
}

/// A cell of the row of dashes under a Markdown table's header.
fn is_dashes(text: &str) -> bool {
    text.contains('-') && text.chars().all(|character| matches!(character, '-' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<Line> {
        let raw: Vec<TextLine> =
            text.split('\n').zip(1..).map(|(text, number)| TextLine { number, text: text.to_owned() }).collect();
        lines(&raw)
    }

    #[test]
    fn blank_lines_become_pitch_and_leading_blanks_indent() {
        let lines = of("Title\n\n\n    first of the text\nsecond");
        assert_eq!(lines.iter().map(|line| line.pitch).collect::<Vec<_>>(), [0.0, 3.0, 1.0]);
        assert_eq!(lines[1].indent, 2.0);
        assert_eq!(lines[1].text, "first of the text");
        assert!(matches!(lines[1].place, Place::Text { line: 4 }));
    }

    #[test]
    fn short_by_counts_from_the_longest_line_nearby() {
        let lines = of("12345678\n1234\n12345678");
        assert_eq!(lines.iter().map(|line| line.short_by).collect::<Vec<_>>(), [0.0, 2.0, 0.0]);
    }

    #[test]
    fn a_form_feed_starts_a_page_and_leaves_no_trace_in_the_text() {
        let lines = of("one\n\u{c}two\n\u{c}\nthree");
        assert_eq!(lines.iter().map(|line| line.starts_page).collect::<Vec<_>>(), [true, true, true]);
        assert_eq!(lines[1].text, "two");
        assert_eq!(lines[1].indent, 0.0);
    }

    #[test]
    fn a_lone_leading_blank_among_unindented_lines_is_a_lost_page_break() {
        let lines = of("one\ntwo\n three\nfour");
        assert_eq!(lines.iter().map(|line| line.starts_page).collect::<Vec<_>>(), [true, false, true, false]);
        assert_eq!(lines[2].indent, 0.0);
    }

    #[test]
    fn leading_blanks_on_many_lines_are_an_indent() {
        let lines = of("1\n a\n b\n c\n d\n e\n f\n g\n h\n i\n j\n k");
        assert!(lines.iter().skip(1).all(|line| !line.starts_page && line.indent == 0.5));
    }

    #[test]
    fn wide_gaps_and_no_break_spaces_become_one_space() {
        assert_eq!(of("1.       The\u{a0}meeting\u{200b} began")[0].text, "1. The meeting began");
    }

    #[test]
    fn rows_parted_by_tabs_are_one_table_though_blank_lines_part_them() {
        let lines = of("The categories:\n\nNo.\tCategory\n1\tFunding\n\n2\tOutcomes\n\nThey were agreed.");
        let roles: Vec<Option<u32>> = lines.iter().map(|line| line.table).collect();
        assert_eq!(roles, [None, Some(0), Some(0), Some(0), None]);
        assert_eq!(lines[2].cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>(), ["1", "Funding"]);
        assert_eq!(lines[2].text, "1 Funding");
    }

    #[test]
    fn markdown_rows_have_cells_and_the_dashes_go() {
        let lines = of("| Who | What |\n|---|:-:|\n| A \\| B | |\n\nText");
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0].text, "Who What");
        assert_eq!(lines[1].cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>(), ["A | B", ""]);
        assert_eq!((lines[0].table, lines[1].table, lines[2].table), (Some(0), Some(0), None));
        assert_eq!(lines[0].role, LineRole::Table);
    }
}
