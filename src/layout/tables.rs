//! The rows of a table as lines with cells.

use super::blocks::{Block, between};
use super::fragment::Fragment;
use super::lines::{self, Writer};
use crate::model::{BBox, Cell, Line, LineRole, Place};

/// Writes the block's rows from top to bottom; lines of a cell are joined in it.
pub(super) fn rows(block: &Block, writer: &mut Writer<'_>) -> Vec<Line> {
    let mut placed: Vec<(usize, usize, Fragment)> = block
        .fragments
        .iter()
        .map(|fragment| {
            let row = between(&block.rows, fragment.base - 0.3 * fragment.size);
            (row, between(&block.columns, fragment.left + 1.0), *fragment)
        })
        .collect();
    placed.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| a.2.base.total_cmp(&b.2.base)));
    let rows = placed.chunk_by(|a, b| a.0 == b.0);
    let rows = rows.map(|row| {
        let cells = row.chunk_by(|a, b| a.1 == b.1).map(|cell| {
            let column = cell.first().map_or(0, |one| one.1);
            let mut fragments: Vec<Fragment> = cell.iter().map(|one| one.2).collect();
            let groups = lines::group(&mut fragments);
            let lines =
                groups.into_iter().map(|group| writer.write(fragments.get(group).unwrap_or_default())).collect();
            (column, lines)
        });
        let cells: Vec<(usize, Vec<Line>)> = cells.collect();
        row_of(cells)
    });
    let mut rows: Vec<Line> = rows.collect();
    let heads = if block.heads == 0 { usize::from(is_set_off(&rows)) } else { block.heads };
    rows.iter_mut().take(heads).for_each(|row| row.header = true);
    rows
}

/// Whether the first row is in bold and most others are not: the words over the columns.
fn is_set_off(rows: &[Line]) -> bool {
    let is_bold = |row: &&Line| !row.styles.is_empty() && row.styles.iter().all(|style| style.bold);
    let Some((first, rest)) = rows.split_first() else { return false };
    first.cells.len() > 1 && is_bold(&first) && 2 * rest.iter().filter(is_bold).count() < rest.len()
}

/// One line of the cells of a row, each with its column and lines.
pub(super) fn row_of(cells: Vec<(usize, Vec<Line>)>) -> Line {
    let mut row: Option<Line> = None;
    let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
    for (column, lines) in cells {
        let mut cell = Cell { column: u16::try_from(column).unwrap_or(u16::MAX), text: String::new(), bbox: None };
        for line in lines {
            if !cell.text.is_empty() {
                cell.text.push('\n');
            }
            cell.text.push_str(&line.text);
            if let Place::Page { bbox, .. } = line.place {
                cell.bbox = Some(cell.bbox.map_or(bbox, |held: BBox| held.union(bbox)));
            }
            match &mut row {
                None => row = Some(line),
                Some(row) => append(row, line),
            }
        }
        out.push(cell);
    }
    let mut row = row.unwrap_or_else(empty);
    row.role = LineRole::Table;
    row.cells = out;
    row
}

/// Appends a line's text after a space, with all that refers to it.
fn append(row: &mut Line, line: Line) {
    if !row.text.is_empty() && !line.text.is_empty() {
        row.text.push(' ');
        if let Some(style) = row.styles.last_mut() {
            style.end += 1;
        }
    }
    let offset = row.text.len() as u32;
    row.text.push_str(&line.text);
    row.styles.extend(line.styles.into_iter().map(|mut style| {
        style.end += offset;
        style
    }));
    row.struck.extend(line.struck.into_iter().map(|range| range.map(|at| at + offset)));
    row.words.extend(line.words.into_iter().map(|mut word| {
        word.start += offset;
        word.end += offset;
        word
    }));
    row.marks.extend(line.marks.into_iter().map(|mut mark| {
        mark.offset += offset;
        mark
    }));
    if let (Place::Page { bbox, .. }, Place::Page { bbox: other, .. }) = (&mut row.place, line.place) {
        *bbox = bbox.union(other);
    }
}

fn empty() -> Line {
    Line {
        text: String::new(),
        place: Place::Text { line: 0 },
        role: LineRole::Table,
        column: (0.0, 0.0),
        indent: 0.0,
        short_by: 0.0,
        pitch: 0.0,
        starts_page: false,
        styles: Vec::new(),
        marks: Vec::new(),
        words: Vec::new(),
        cells: Vec::new(),
        table: None,
        centred: false,
        boxed: false,
        margin_number: None,
        struck: Vec::new(),
        header: false,
    }
}
