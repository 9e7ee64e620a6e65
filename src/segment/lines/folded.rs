//! A contents list in several columns: each row of the page holds an entry of every column. It is read down, entry by entry.

use super::contents::is_page;
use crate::model::{Cell, Line, LineRole, Place};

/// Rows and columns of such a list, at least.
const ROWS: usize = 2;
const COLUMNS: usize = 2;

/// An entry: its words, its page, and where the two stand.
struct Entry {
    cells: Vec<Cell>,
}

/// Puts the entries of contents lists in several columns below one another; answers the first such table.
pub(crate) fn unfold(lines: &mut Vec<Line>) -> Option<u32> {
    let mut found = None;
    let mut at = 0;
    while at < lines.len() {
        let table = lines.get(at).filter(|line| line.role == LineRole::Table).and_then(|line| line.table);
        let rest = lines.get(at..).unwrap_or_default();
        let length = rest.iter().take_while(|line| table.is_some() && line.table == table).count();
        let rows = rest.get(..length).unwrap_or_default();
        let Some(entries) = folded(rows) else {
            at += length.max(1);
            continue;
        };
        let unfolded: Vec<Line> =
            entries.into_iter().filter_map(|(row, entry)| Some(line_of(rows.get(row)?, entry))).collect();
        found = found.or(table);
        let count = unfolded.len();
        lines.splice(at..at + length, unfolded);
        at += count;
    }
    found
}

/// The entries of a table's rows, column by column, each with its row; none if it is no contents list.
fn folded(rows: &[Line]) -> Option<Vec<(usize, Entry)>> {
    let mut columns: Vec<Vec<(usize, Entry, u32)>> = Vec::new();
    if rows.len() < ROWS {
        return None;
    }
    for (at, row) in rows.iter().enumerate() {
        for (column, entry) in entries(row)?.into_iter().enumerate() {
            let page = entry.cells.last().and_then(|cell| cell.text.trim().parse().ok())?;
            match columns.get_mut(column) {
                Some(column) => column.push((at, entry, page)),
                None => columns.push(vec![(at, entry, page)]),
            }
        }
    }
    let pages: Vec<u32> = columns.iter().flatten().map(|(_, _, page)| *page).collect();
    let is_down = pages.iter().zip(pages.iter().skip(1)).all(|(above, page)| above <= page);
    let is_list = columns.len() >= COLUMNS && columns.iter().all(|column| column.len() + 1 >= rows.len());
    (is_list && is_down).then(|| columns.into_iter().flatten().map(|(row, entry, _)| (row, entry)).collect())
}

/// The entries of a row: words and their page in one cell, or in two.
fn entries(row: &Line) -> Option<Vec<Entry>> {
    let mut out: Vec<Entry> = Vec::new();
    let mut open: Option<&Cell> = None;
    for cell in &row.cells {
        let text = cell.text.trim();
        if let Some(words) = open.take() {
            if !is_page(text) {
                return None;
            }
            out.push(Entry { cells: vec![words.clone(), cell.clone()] });
            continue;
        }
        let (words, page) = text.rsplit_once([' ', '.', '\n']).unwrap_or((text, ""));
        if is_page(page) && words.chars().any(char::is_alphabetic) {
            let words = words.trim_end_matches(['.', ' ', '…']).to_owned();
            out.push(Entry {
                cells: vec![Cell { text: words, ..cell.clone() }, Cell { text: page.to_owned(), ..cell.clone() }],
            });
        } else if text.chars().any(char::is_alphabetic) {
            open = Some(cell);
        } else {
            return None;
        }
    }
    (open.is_none() && !out.is_empty()).then_some(out)
}

/// The line of one entry of a row.
fn line_of(row: &Line, entry: Entry) -> Line {
    let mut line = row.clone();
    let boxes = entry.cells.iter().filter_map(|cell| cell.bbox).reduce(crate::model::BBox::union);
    if let (Place::Page { bbox, .. }, Some(own)) = (&mut line.place, boxes) {
        *bbox = own;
    }
    line.cells = entry.cells.into_iter().zip(0..).map(|(cell, column)| Cell { column, ..cell }).collect();
    let texts = line.cells.iter().map(|cell| cell.text.replace('\n', " "));
    line.text = texts.collect::<Vec<_>>().join(" ");
    // Words and marks of the row keep no place in its entries.
    line.words.clear();
    line.marks.clear();
    line.struck.clear();
    line.styles.truncate(1);
    if let Some(style) = line.styles.first_mut() {
        style.end = line.text.len() as u32;
    }
    line.header = false;
    line
}

#[cfg(test)]
mod tests {
    use crate::layout::drawing::{Drawing, laid_out};

    fn texts(columns: &[&[(&str, &str)]]) -> Vec<String> {
        let mut drawing = Drawing::new().size(16.0).text(72.0, 80.0, "Contents").size(10.0);
        for (column, x) in columns.iter().zip([72.0, 230.0, 390.0]) {
            for (at, (entry, page)) in (0_u16..).zip(*column) {
                let y = 110.0 + 14.0 * f32::from(at);
                drawing = drawing.text(x, y, entry).text(x + 110.0, y, page);
            }
        }
        let drawing = drawing.text(72.0, 240.0, "The council met in Kirkmouth and heard its members.");
        let document = crate::segment::segment(laid_out(vec![drawing]));
        document.blocks.into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn entries_in_three_columns_are_read_down() {
        let found = texts(&[
            &[("Opening", "3"), ("Agenda", "5"), ("Dues", "9")],
            &[("Lamps", "11"), ("Quays", "14"), ("Tolls", "20")],
            &[("Pilots", "22"), ("Ice", "30"), ("Closing", "31")],
        ]);
        let expected = [
            "Opening 3",
            "Agenda 5",
            "Dues 9",
            "Lamps 11",
            "Quays 14",
            "Tolls 20",
            "Pilots 22",
            "Ice 30",
            "Closing 31",
        ];
        assert_eq!(found[1..10], expected);
    }

    #[test]
    fn figures_that_do_not_count_on_are_a_table() {
        let found = texts(&[
            &[("Kirkmouth", "31"), ("Sandhaven", "5"), ("Ellery", "90")],
            &[("Norland", "11"), ("Brandt", "140"), ("Ostrow", "2")],
            &[("Lund", "22"), ("Holm", "3"), ("Vik", "31")],
        ]);
        assert!(found.contains(&"Kirkmouth 31 Norland 11 Lund 22".to_owned()), "{found:?}");
    }
}
