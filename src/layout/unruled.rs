//! Tables that no rule shows: rows of three cells and more above one another, in line.

use super::blocks::Block;
use super::fragment::Fragment;
use super::grid::{MOST_CELLS, Row, Texts, edges, push};
use super::open_rows;
use super::side_by_side::begins_with_name;
use crate::model::BBox;

/// White of so many ems parts two cells.
const WIDE_WHITE: f32 = 1.0;
/// Under or over the caption of a table it may be narrower.
const CAPTIONED_WHITE: f32 = 0.6;
/// A table that no rule shows has so many columns and rows of several cells, at least.
const COLUMNS: usize = 3;
const ROWS: usize = 3;
/// There no cell is wider than so many ems: wider ones are columns of running text.
const WIDEST: f32 = 19.0;
/// A column of running text has so many lines, is so many ems wide, and this share of its lines fills this share of it.
const LINES: usize = 8;
const COLUMN: f32 = 9.0;
const FULL: f32 = 0.7;
/// A first column so narrow, with text so near behind it (ems), is of hanging numbers.
const HANGING: (f32, f32) = (3.5, 4.5);
/// Rows further apart (ems) are not of one table, where no rule says so.
const APART: f32 = 3.2;

/// The first table that no rule shows.
pub(super) fn unruled(fragments: &[Fragment], texts: Texts<'_>) -> Option<Block> {
    let mut rows: Vec<Row> = Vec::new();
    fragments.iter().for_each(|fragment| push(&mut rows, *fragment));
    let mut start = 0;
    while start < rows.len() {
        let is_caption = |row: Option<&Row>| row.is_some_and(|row| begins_caption(row, texts));
        let is_under = is_caption(start.checked_sub(1).and_then(|above| rows.get(above)));
        let white = if is_under { CAPTIONED_WHITE } else { WIDE_WHITE };
        let length = run(rows.get(start..).unwrap_or_default(), white);
        let run = rows.get(start..start + length).unwrap_or_default();
        if let Some(block) = of_run(run, white, texts) {
            return Some(block);
        }
        start += length.max(1);
    }
    None
}

/// Cells of a row, parted by wide white.
fn cells(row: &Row, white: f32) -> usize {
    let pairs = row.iter().zip(row.iter().skip(1));
    1 + pairs.filter(|(a, b)| b.left - a.right >= white * a.size.min(b.size)).count()
}

/// How many of the first rows can be one table: from a row of several cells to the last one before running text.
fn run(rows: &[Row], wide: f32) -> usize {
    let (mut reach, mut white): (usize, Vec<(f32, f32)>) = (0, Vec::new());
    for (row, at) in rows.iter().zip(1_usize..) {
        let Some(first) = row.first().filter(|_| row.len() <= MOST_CELLS) else { break };
        let above = at.checked_sub(2).and_then(|above| rows.get(above)).and_then(|above| above.first());
        if above.is_some_and(|above| first.base - above.base > APART * first.size) {
            break;
        }
        let is_crossed = white.iter().any(|(left, right)| row.iter().any(|one| one.left < *left && one.right > *right));
        if is_crossed {
            break;
        }
        if cells(row, wide) >= COLUMNS {
            let pairs = row.iter().zip(row.iter().skip(1));
            let gaps = pairs.filter(|(a, b)| b.left - a.right >= wide * a.size.min(b.size));
            let gaps: Vec<(f32, f32)> = gaps.map(|(a, b)| (a.right, b.left)).collect();
            let keeps = |old: &(f32, f32)| {
                let shared = gaps.iter().map(|new| (old.0.max(new.0), old.1.min(new.1)));
                shared.filter(|(left, right)| right > left).max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
            };
            if white.is_empty() {
                white = gaps;
            } else {
                white = white.iter().filter_map(keeps).collect();
            }
            if white.len() + 1 < COLUMNS {
                break;
            }
            reach = at;
        } else if reach == 0 {
            return 1;
        } else {
            // Lines of cells that run over several lines, and rows with fewer cells that begin where others do.
            let is_within = row.len() < COLUMNS;
            let is_in_line = row.iter().all(|one| starts_at(rows.get(..reach).unwrap_or_default(), wide, one));
            let goes_on = at == reach + 1 && is_within && is_tight(above, first) || is_in_line && cells(row, wide) > 1;
            reach = if goes_on || is_in_line && at == reach + 1 && is_tight(above, first) { at } else { reach };
        }
    }
    reach.max(1)
}

/// Whether a fragment begins where a cell of the rows does.
fn starts_at(rows: &[Row], white: f32, one: &Fragment) -> bool {
    rows.iter()
        .filter(|row| cells(row, white) >= COLUMNS)
        .flatten()
        .any(|cell| (cell.left - one.left).abs() < 0.2 * one.size)
}

fn is_tight(above: Option<&Fragment>, first: &Fragment) -> bool {
    above.is_some_and(|above| first.base - above.base < 1.4 * first.size)
}

/// How many of the columns hold running text: many lines, wide, most of them full.
fn running(run: &[Row], edges: &[f32]) -> usize {
    let is_running = |column: usize| {
        let own = run.iter().flatten().filter(|one| edges.iter().filter(|edge| one.left >= **edge).count() == column);
        let widths: Vec<f32> = own.map(|one| (one.right - one.left) / one.size).collect();
        let widest = widths.iter().copied().fold(0.0, f32::max);
        let full = widths.iter().filter(|width| **width > FULL * widest).count();
        widths.len() >= LINES && widest >= COLUMN && full as f32 >= FULL * widths.len() as f32
    };
    (0..=edges.len()).filter(|column| is_running(*column)).count()
}

/// "Table 3. Dues by port", "Tableau 2": what stands close above a table.
fn begins_caption(row: &Row, texts: Texts<'_>) -> bool {
    let text: String = row.iter().map(texts).collect();
    let rest =
        ["Table", "TABLE", "Tableau", "Tabla", "Tabelle", "Tabela"].iter().find_map(|word| text.strip_prefix(word));
    rest.is_some_and(|rest| rest.starts_with(|one: char| one.is_ascii_digit() || matches!(one, 'I' | 'V' | 'X')))
}

/// Share of the cells that must begin as names of people do, for rows of names that are read down.
const NAMES: f32 = 0.8;

/// Whether the cells are names of people, in columns that are read down.
fn are_names(several: &[&Row], texts: Texts<'_>) -> bool {
    let cells: usize = several.iter().map(|row| row.len()).sum();
    let names = several.iter().flat_map(|row| row.iter()).filter(|one| begins_with_name(&texts(one))).count();
    names as f32 >= NAMES * cells as f32
}

/// Whether few rows show a table all the same: two cells of a row and more go on below it, each from its own left edge,
/// and no number hangs close before a text.
fn is_stacked(run: &[Row], several: &[&Row]) -> bool {
    let (Some(row), Some(last)) = (several.first(), several.last()) else { return false };
    let is_hanging =
        |(a, b): (&Fragment, &Fragment)| a.right - a.left < HANGING.0 * a.size && b.left - a.left < HANGING.1 * a.size;
    if several.iter().any(|row| row.iter().zip(row.iter().skip(1)).any(is_hanging)) {
        return false;
    }
    let goes_on = |cell: &&Fragment| {
        let below = run.iter().flatten().filter(|one| one.base > cell.base + 0.5 * cell.size);
        let mut below = below.filter(|one| (one.left - cell.left).abs() < 0.2 * cell.size);
        below.next().is_some_and(|one| one.base - cell.base < 1.4 * cell.size)
    };
    let is_level = |row: &Row| row.iter().filter(goes_on).count() >= 2;
    is_level(row) && (several.len() == 1 || is_level(last) || last.len() == row.len())
}

fn of_run(run: &[Row], white: f32, texts: Texts<'_>) -> Option<Block> {
    let several: Vec<&Row> = run.iter().filter(|row| cells(row, white) >= COLUMNS).collect();
    let is_wide = |one: &&Fragment| one.right - one.left > WIDEST * one.size;
    // Dots that lead from a label to its figures make it no text.
    let is_text = run.iter().flatten().filter(is_wide).any(|one| !texts(one).ends_with(".."));
    if several.len() < ROWS && !is_stacked(run, &several) || is_text {
        return None;
    }
    if are_names(&several, texts) {
        return None;
    }
    let edges = edges(&several, white)?;
    if running(run, &edges) > 1 {
        return None;
    }
    let left = run.iter().flatten().map(|one| one.left).fold(f32::INFINITY, f32::min);
    let right = run.iter().flatten().map(|one| one.right).fold(f32::NEG_INFINITY, f32::max);
    let size = several.first()?.first()?.size;
    let first = *edges.first()?;
    // Numbers that hang before the text make no column of their own.
    let numbers = several.iter().filter_map(|row| row.first()).map(|one| one.right - one.left).fold(0.0, f32::max);
    let begins = run.iter().flatten().filter(|one| one.left > first).map(|one| one.left).fold(f32::INFINITY, f32::min);
    let is_hanging = numbers < HANGING.0 * size && begins - left < HANGING.1 * size;
    if edges.len() + 1 < COLUMNS + usize::from(is_hanging) {
        return None;
    }
    let (top, bottom) = (run.first()?.first()?, run.last()?.first()?);
    let bbox =
        BBox { left: left - 1.0, top: top.base - top.size, right: right + 1.0, bottom: bottom.base + 0.4 * size };
    open_rows::block(bbox, &edges, &[run.to_vec()], texts)
}
