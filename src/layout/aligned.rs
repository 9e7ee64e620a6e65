//! Tables of a text file whose columns are kept by blanks, as text layers and typewriters print them.

use crate::model::TextLine;

/// So many lines below each other with cells at the same places make a table.
const ROWS: usize = 3;
/// So many blanks part two cells.
const BLANKS: usize = 2;
/// Characters by which the edge of a column may move.
const EDGE: usize = 1;
/// Words of a cell, on average at most: wider ones are columns of prose.
const CELL_WORDS: usize = 7;

/// A cell: where it starts and ends in its line, in characters, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

/// For each line its number in its table, from 1, and its cells; nothing outside of such tables.
pub(super) fn rows<'a>(lines: &[&'a TextLine]) -> Vec<Option<(usize, Vec<&'a str>)>> {
    let pieces: Vec<Vec<Piece<'a>>> = lines.iter().map(|line| pieces(&line.text)).collect();
    let mut rows: Vec<Option<(usize, Vec<&'a str>)>> = vec![None; lines.len()];
    let mut start = 0;
    while start < lines.len() {
        let count = length(lines, &pieces, start);
        if count >= ROWS && is_table(pieces.get(start..start + count).unwrap_or_default()) {
            let run = rows.iter_mut().zip(&pieces).skip(start).take(count).zip(1..);
            for ((row, cells), number) in run {
                *row = Some((number, cells.iter().map(|cell| cell.text).collect()));
            }
        }
        start += count.max(1);
    }
    rows
}

/// The cells of a line: texts parted by two blanks or more.
fn pieces(line: &str) -> Vec<Piece<'_>> {
    if line.contains('\t') {
        return Vec::new();
    }
    let mut found: Vec<Piece<'_>> = Vec::new();
    let (mut open, mut blanks) = (None, 0);
    let ends = line.char_indices().chain([(line.len(), ' ')]).enumerate();
    for (column, (at, character)) in ends {
        if !character.is_whitespace() {
            open.get_or_insert((column, at));
            blanks = 0;
            continue;
        }
        blanks += 1;
        if (blanks == BLANKS || at == line.len())
            && let Some((start, from)) = open.take()
        {
            let text = line.get(from..at).unwrap_or_default().trim_end();
            found.push(Piece { start, end: start + text.chars().count(), text });
        }
    }
    found
}

/// Lines from `start` on whose cells stand below each other.
fn length(lines: &[&TextLine], pieces: &[Vec<Piece<'_>>], start: usize) -> usize {
    let Some(first) = pieces.get(start).filter(|first| first.len() > 1) else { return 1 };
    let below = lines.iter().zip(pieces).skip(start + 1).zip(lines.iter().skip(start));
    let alike = below.take_while(|((line, cells), above)| {
        line.number == above.number + 1
            && cells.len() == first.len()
            && cells
                .iter()
                .zip(first)
                .all(|(cell, head)| cell.start.abs_diff(head.start) <= EDGE || cell.end.abs_diff(head.end) <= EDGE)
    });
    1 + alike.count()
}

/// Cells are short, and the first ones are not all marks of a list.
fn is_table(rows: &[Vec<Piece<'_>>]) -> bool {
    let cells = || rows.iter().flatten();
    let words: usize = cells().map(|cell| cell.text.split(' ').count()).sum();
    let is_mark = |cell: &Piece<'_>| {
        let bare = cell.text.trim_matches(|c: char| !c.is_alphanumeric());
        bare.chars().count() <= 3 && bare.chars().all(char::is_alphanumeric)
    };
    let is_list = rows.iter().all(|row| row.len() == 2 && row.first().is_some_and(is_mark));
    words <= CELL_WORDS * cells().count() && !is_list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Option<Vec<String>>> {
        let lines: Vec<TextLine> =
            text.lines().zip(1..).map(|(text, number)| TextLine { number, text: text.to_owned() }).collect();
        let full: Vec<&TextLine> = lines.iter().filter(|line| !line.text.trim().is_empty()).collect();
        rows(&full)
            .into_iter()
            .map(|row| row.map(|(_, cells)| cells.iter().map(|cell| (*cell).to_owned()).collect()))
            .collect()
    }

    #[test]
    fn cells_below_each_other_are_columns() {
        let found = cells(
            "Dues of the year\n\nPort          Ships    Dues\nBergen           12   3 400\nAccra           131     970\n\nEnd",
        );
        assert_eq!(found.iter().filter(|row| row.is_some()).count(), 3);
        assert_eq!(found[2].as_ref().unwrap(), &["Bergen", "12", "3 400"]);
    }

    #[test]
    fn lists_and_stretched_prose_are_none() {
        assert!(cells("1.  Opening of the session\n2.  Budget\n3.  Other matters").iter().all(Option::is_none));
        assert!(
            cells("The  council met on  the fourth\nof  May and  agreed on\nall  points of  its agenda")
                .iter()
                .all(Option::is_none)
        );
    }
}
