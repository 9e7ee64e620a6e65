//! Minutes set in columns without rules: a number, the item, what was said, who acts, item by item below one another.
//!
//! One of the columns is wide and runs over many lines, so that nothing of what shows other tables shows these: the narrow
//! columns beside it do. Every row begins with a number at the left edge and has cells on the same baseline; no line leaves
//! its column.

use super::blocks::Block;
use super::fragment::Fragment;
use super::grid::{Row, Texts, push};
use crate::model::BBox;

/// Items that show such minutes, at least.
const ITEMS: usize = 3;
/// Columns, the one of the numbers included.
const COLUMNS: usize = 3;
/// A number is at most so wide (ems).
const NUMBER: f32 = 3.2;
/// Left edges that differ by less (points) are those of one column.
const SAME_EDGE: f32 = 3.0;
/// White (ems) between the columns, at least.
const WHITE: f32 = 0.5;
/// Share of the items that must have a cell in each of the first columns.
const FILLED: f32 = 0.6;
/// Lines further apart (ems) are not of one table.
const APART: f32 = 3.6;
/// Heads of columns stand no further (ems) above the first item.
const HEAD: f32 = 3.0;
/// Letters in the cells beside the numbers, on average: marks of a list in a list are shorter.
const LETTERS: usize = 3;

/// The first such table.
pub(super) fn minutes(fragments: &[Fragment], texts: Texts<'_>) -> Option<Block> {
    if !may_be_minutes(fragments) {
        return None;
    }
    let mut rows: Vec<Row> = Vec::new();
    fragments.iter().for_each(|fragment| push(&mut rows, *fragment));
    let is_item = |row: &Row| row.len() > 1 && row.first().is_some_and(|one| is_number(one, texts));
    let first = rows.iter().position(|row| is_item(row) && row.len() >= COLUMNS)?;
    let edge = rows.get(first)?.first()?.left;
    let items: Vec<&Row> = rows.iter().skip(first).filter(|row| is_item(row) && begins_at(row, edge)).collect();
    if items.len() < ITEMS {
        return None;
    }
    let columns = columns(&items, rows.get(first..)?)?;
    let last = extent(&rows, first, &columns)?;
    let inside = rows.get(first..last)?;
    let starts: Vec<&Row> = inside.iter().filter(|row| is_item(row) && begins_at(row, edge)).collect();
    if starts.len() < ITEMS || !fills(&starts, &columns) || !are_items(&starts, &columns, texts) {
        return None;
    }
    let head = head(&rows, first, &columns);
    let top = rows.get(head)?.first().map(|one| one.base - one.size)?;
    let size = rows.get(first)?.first()?.size;
    let bottom = inside.last()?.first().map(|one| one.base + 0.4 * one.size)?;
    let right = inside.iter().flatten().map(|one| one.right).fold(f32::NEG_INFINITY, f32::max);
    let tops = starts.iter().filter_map(|row| row.first()).map(|one| one.base - one.size);
    let rows = (head < first).then_some(top).into_iter().chain(tops).chain([bottom]).collect();
    let inner = columns.iter().skip(1).map(|left| left - 0.2 * size);
    let bbox = BBox { left: edge - 1.0, top, right: right + 1.0, bottom };
    let columns = [bbox.left].into_iter().chain(inner).chain([bbox.right]).collect();
    Some(Block { bbox, size, columns, rows, heads: usize::from(head < first), fragments: Vec::new() })
}

/// Whether enough baselines hold as many cells as such minutes have columns: a quick look, since most pages have none.
fn may_be_minutes(fragments: &[Fragment]) -> bool {
    let (mut rows, mut cells, mut above) = (0, 0, f32::NEG_INFINITY);
    for one in fragments {
        cells = if one.base - above < 0.3 * one.size { cells + 1 } else { 1 };
        above = one.base;
        rows += usize::from(cells == COLUMNS);
    }
    rows > 0
}

/// "3", "3.", "3.1", "3.1.", "(3)".
fn is_number(one: &Fragment, texts: Texts<'_>) -> bool {
    if one.right - one.left > NUMBER * one.size {
        return false;
    }
    let text = texts(one);
    let bare = text.trim_matches(['(', ')', '.']);
    bare.starts_with(|first: char| first.is_ascii_digit())
        && bare.bytes().all(|one| one.is_ascii_digit() || one == b'.')
}

fn begins_at(row: &Row, edge: f32) -> bool {
    row.first().is_some_and(|one| (one.left - edge).abs() < SAME_EDGE)
}

/// Left edges of the columns: those of the cells beside the numbers, and further right those where other lines begin, too.
fn columns(items: &[&Row], rows: &[Row]) -> Option<Vec<f32>> {
    let mut lefts: Vec<f32> = items.iter().flat_map(|row| row.iter()).map(|one| one.left).collect();
    lefts.sort_by(f32::total_cmp);
    let mut edges: Vec<(f32, usize)> = Vec::new();
    for left in lefts {
        match edges.last_mut().filter(|edge| left - edge.0 < SAME_EDGE) {
            Some(edge) => edge.1 += 1,
            None => edges.push((left, 1)),
        }
    }
    let also = |left: f32| rows.iter().flatten().filter(|one| (one.left - left).abs() < SAME_EDGE).count();
    edges.retain(|(left, count)| *count >= 2 || also(*left) >= 2);
    (edges.len() >= COLUMNS).then(|| edges.into_iter().map(|edge| edge.0).collect())
}

/// Column of a fragment, if it lies in one: it begins at its edge or within it, and ends before the next.
fn column_of(one: &Fragment, columns: &[f32]) -> Option<usize> {
    let at = columns.iter().rposition(|left| one.left > left - SAME_EDGE)?;
    let ends = columns.get(at + 1).is_none_or(|next| one.right <= next - WHITE * one.size);
    ends.then_some(at)
}

/// One after the last row that keeps to the columns.
fn extent(rows: &[Row], first: usize, columns: &[f32]) -> Option<usize> {
    let mut last = first;
    let mut above: Option<f32> = None;
    for (row, at) in rows.iter().zip(0_usize..).skip(first) {
        let base = row.first()?.base;
        let size = row.first()?.size;
        if above.is_some_and(|above| base - above > APART * size)
            || row.iter().any(|one| column_of(one, columns).is_none())
        {
            break;
        }
        // A line that is not of an item begins in a column of its own.
        let begins = row.first().and_then(|one| column_of(one, columns));
        let is_text = row.len() == 1 && begins == Some(0);
        if is_text {
            break;
        }
        above = Some(base);
        last = at + 1;
    }
    (last > first).then_some(last)
}

/// Whether most items have a cell in the second and the third column.
fn fills(items: &[&Row], columns: &[f32]) -> bool {
    let filled = |column: usize| {
        let holds = |row: &&&Row| row.iter().any(|one| column_of(one, columns) == Some(column));
        items.iter().filter(holds).count() as f32 >= FILLED * items.len() as f32
    };
    filled(1) && filled(2)
}

/// Whether the cells beside the numbers name items, rather than being marks of a list themselves.
fn are_items(items: &[&Row], columns: &[f32], texts: Texts<'_>) -> bool {
    let cells = items.iter().flat_map(|row| row.iter()).filter(|one| column_of(one, columns) == Some(1));
    let (mut count, mut letters) = (0, 0);
    for cell in cells {
        count += 1;
        letters += texts(cell).chars().filter(|one| one.is_alphabetic()).count();
    }
    count > 0 && letters >= LETTERS * count
}

/// First row of the heads over the columns, or the first item where there are none.
fn head(rows: &[Row], first: usize, columns: &[f32]) -> usize {
    let Some(item) = rows.get(first).and_then(|row| row.first()) else { return first };
    let is_head = |row: &&Row| {
        row.iter().all(|one| {
            columns.iter().skip(usize::from(row.len() < COLUMNS)).any(|left| (one.left - left).abs() < SAME_EDGE)
                && item.base - one.base < HEAD * item.size
        })
    };
    let heads = rows.get(..first).unwrap_or_default().iter().rev().take_while(is_head).count();
    first - heads.min(2)
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};
    use crate::model::{LaidOutDocument, LineRole};

    fn rows(document: &LaidOutDocument) -> Vec<(Vec<&str>, bool)> {
        let lines = document.lines.iter().filter(|line| line.role == LineRole::Table);
        lines.map(|line| (line.cells.iter().map(|cell| cell.text.as_str()).collect(), line.header)).collect()
    }

    #[test]
    fn items_with_their_text_and_who_acts_are_rows() {
        let drawing = Drawing::new()
            .text(150.0, 80.0, "Minutes of the board that met on the third of May in the old hall")
            .text(500.0, 110.0, "Action")
            .text(72.0, 126.0, "1.")
            .text(100.0, 126.0, "Opening")
            .lines(190.0, 126.0, 12.0, &["The chair opened the meeting and thanked the host for all of", "the rooms."])
            .text(72.0, 156.0, "2.")
            .lines(100.0, 156.0, 12.0, &["Minutes of", "May"])
            .text(190.0, 156.0, "The minutes were approved without change.")
            .text(500.0, 156.0, "Ms. Cole")
            .text(72.0, 186.0, "3.")
            .text(100.0, 186.0, "Budget")
            .lines(
                190.0,
                186.0,
                12.0,
                &["The treasurer will send new figures to the board before the", "end of the month."],
            )
            .text(500.0, 186.0, "Mr. Bell")
            .text(72.0, 230.0, "The meeting was closed at noon, and the members went to see the harbour together.");
        let document = laid_out(vec![drawing]);
        let expected: Vec<(Vec<&str>, bool)> = vec![
            (vec!["Action"], true),
            (vec!["1.", "Opening", "The chair opened the meeting and thanked the host for all of\nthe rooms."], false),
            (vec!["2.", "Minutes of\nMay", "The minutes were approved without change.", "Ms. Cole"], false),
            (
                vec![
                    "3.",
                    "Budget",
                    "The treasurer will send new figures to the board before the\nend of the month.",
                    "Mr. Bell",
                ],
                false,
            ),
        ];
        assert_eq!(rows(&document), expected);
        assert!(document.lines.last().unwrap().text.starts_with("The meeting was closed"));
    }

    #[test]
    fn numbered_paragraphs_with_lettered_lines_are_none() {
        let drawing = (0_u16..4).fold(Drawing::new(), |drawing, at| {
            let y = 100.0 + 30.0 * f32::from(at);
            let drawing = drawing.text(72.0, y, &format!("{}.", at + 1)).text(100.0, y, "(a)");
            drawing.lines(130.0, y, 12.0, &["The group heard the report of its chair on the year and", "thanked it."])
        });
        assert!(rows(&laid_out(vec![drawing])).is_empty());
    }
}
