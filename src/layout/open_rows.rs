//! The rows of a table that no rules part: lines of one cell stand closer than rows, or every line is a row.

use super::blocks::{Block, between};
use super::fragment::Fragment;
use super::grid::Texts;
use crate::model::BBox;

/// Lines of one cell are at most so many ems apart, and at most so many times the closest lines of the table.
const TIGHT: (f32, f32) = (1.5, 1.3);
/// From this share of lines that fill half of the columns on, every line that begins in the first column is a row.
const LISTED: f32 = 0.6;
/// Share of the rows whose cells must begin side by side; columns of running text begin where they will.
const BESIDE: f32 = 0.5;
/// From this share of lines that begin with a small letter in the first column on, lines are not rows.
const GOES_ON: f32 = 0.4;
/// A line nearer than this share of the usual distance of rows is of the row above.
const NEARER: f32 = 0.85;
/// A cell of so many lines is a column of running text, where there are no more columns than running text is set in.
const LONG_CELL: usize = 14;
const COLUMNS_OF_TEXT: usize = 3;

/// A stack of lines of one cell: its column, first and last baseline, and how many lines.
#[derive(Debug, Clone, Copy)]
struct Stack {
    column: usize,
    first: f32,
    last: f32,
    size: f32,
    lines: usize,
}

/// The block with its columns and rows, without its text; none if it reads down rather than across. `bands` are rows of
/// fragments on one baseline, between the rules that part them.
pub(super) fn block(bbox: BBox, inner: &[f32], bands: &[Vec<Vec<Fragment>>], texts: Texts<'_>) -> Option<Block> {
    let columns: Vec<f32> = [bbox.left].into_iter().chain(inner.iter().copied()).chain([bbox.right]).collect();
    // The head of a ruled table is set smaller and closer than its rows.
    let closest = closest(bands.iter().skip(usize::from(bands.len() > 1)).flatten());
    let (mut tops, mut beside, mut alone) = (Vec::new(), 0, 0);
    for (band, is_head) in bands.iter().zip([bands.len() > 1].into_iter().chain(std::iter::repeat(false))) {
        let stacks = if is_head { Vec::new() } else { stacks(band, &columns, closest, texts) };
        if columns.len() <= COLUMNS_OF_TEXT + 1 && stacks.iter().any(|stack| stack.lines >= LONG_CELL) {
            return None;
        }
        let rows = if is_head { vec![head(band)?] } else { merged(&stacks) };
        for row in &rows {
            let starts: Vec<f32> = row.iter().map(|stack| stack.first).collect();
            let top = starts.iter().copied().fold(f32::INFINITY, f32::min);
            let level =
                starts.iter().filter(|start| (**start - top).abs() < 0.4 * row.first().map_or(1.0, |one| one.size));
            match (level.count(), starts.len()) {
                (_, 0 | 1) => {}
                (2.., _) => beside += 1,
                _ => alone += 1,
            }
        }
        tops.extend(rows.iter().filter_map(|row| {
            let top = row.iter().map(|stack| stack.first).fold(f32::INFINITY, f32::min);
            let bottom = row.iter().map(|stack| stack.last).fold(f32::NEG_INFINITY, f32::max);
            let size = row.first()?.size;
            Some((top - size, bottom))
        }));
    }
    let is_across = bands.len() > 1 || beside as f32 >= BESIDE * (beside + alone).max(1) as f32;
    if tops.is_empty() || !is_across {
        return None;
    }
    let edges = tops.iter().zip(tops.iter().skip(1)).map(|(above, row)| (above.1 + row.0.max(above.1)) / 2.0);
    let rows = [bbox.top].into_iter().chain(edges).chain([bbox.bottom]).collect();
    let size = bands.iter().flatten().flatten().map(|one| one.size).fold(0.0, f32::max);
    Some(Block { bbox, size, columns, rows, heads: usize::from(bands.len() > 1), fragments: Vec::new() })
}

/// Smallest distance of baselines that can be lines of one text.
fn closest<'a>(rows: impl Iterator<Item = &'a Vec<Fragment>>) -> f32 {
    let bases: Vec<(f32, f32)> = rows.filter_map(|row| row.first().map(|one| (one.base, one.size))).collect();
    let steps = bases.iter().zip(bases.iter().skip(1)).map(|(above, row)| (row.0 - above.0, row.1));
    steps.filter(|(step, size)| *step > 0.8 * size).map(|(step, _)| step).fold(f32::INFINITY, f32::min)
}

/// Usual distance of rows.
fn usual<'a>(rows: impl Iterator<Item = &'a Vec<Fragment>>) -> f32 {
    let bases: Vec<f32> = rows.filter_map(|row| row.first().map(|one| one.base)).collect();
    let mut steps: Vec<f32> = bases.iter().zip(bases.iter().skip(1)).map(|(above, row)| row - above).collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(0.0)
}

/// The head of a ruled table is one row.
fn head(band: &[Vec<Fragment>]) -> Option<Vec<Stack>> {
    let (first, last) = (band.first()?.first()?, band.last()?.first()?);
    Some(vec![Stack { column: 0, first: first.base, last: last.base, size: first.size, lines: 1 }])
}

/// Lines of each column that stand close together.
fn stacks(band: &[Vec<Fragment>], columns: &[f32], closest: f32, texts: Texts<'_>) -> Vec<Stack> {
    let filled = |row: &[Fragment]| {
        let mut filled: Vec<usize> = row.iter().map(|one| between(columns, one.left + 1.0)).collect();
        filled.dedup();
        filled
    };
    let many = (columns.len() / 2).max(2);
    let full = band.iter().filter(|row| filled(row).len() >= many).count();
    // Lines that begin with a small letter go on with the cell above.
    let firsts = band.iter().skip(1).filter_map(|row| row.first()).filter(|one| between(columns, one.left + 1.0) == 0);
    let (mut begun, mut lower) = (0, 0);
    for one in firsts {
        begun += 1;
        lower += usize::from(texts(one).starts_with(char::is_lowercase));
    }
    let is_wrapped = lower as f32 >= GOES_ON * begun as f32 && lower > 0;
    let is_listing = full as f32 >= LISTED * band.len() as f32 && !is_wrapped;
    let usual = usual(band.iter().filter(|row| filled(row).len() >= many));
    let mut stacks: Vec<Stack> = Vec::new();
    let mut above: Option<f32> = None;
    for row in band {
        let filled = filled(row);
        let base = row.first().map_or(0.0, |one| one.base);
        // A label of two lines has its figures beside the second: closer below the first than rows stand.
        let is_rest = above.is_some_and(|above| base - above < NEARER * usual);
        above = (filled == [0]).then_some(base);
        let begins = is_listing && filled.first() == Some(&0) && filled.len() >= many && !is_rest;
        for fragment in row {
            let column = between(columns, fragment.left + 1.0);
            let Fragment { base, size, .. } = *fragment;
            let tight = (TIGHT.0 * size).min(TIGHT.1 * closest);
            let open = stacks.iter_mut().rev().find(|stack| stack.column == column);
            match open.filter(|stack| base - stack.last <= tight && (!begins || base == stack.last)) {
                Some(stack) => {
                    stack.lines += usize::from(base > stack.last);
                    stack.last = base;
                }
                None => stacks.push(Stack { column, first: base, last: base, size, lines: 1 }),
            }
        }
    }
    stacks
}

/// Stacks side by side as rows, from top to bottom.
fn merged(stacks: &[Stack]) -> Vec<Vec<Stack>> {
    let mut sorted = stacks.to_vec();
    sorted.sort_by(|a, b| a.first.total_cmp(&b.first).then(a.column.cmp(&b.column)));
    let mut rows: Vec<Vec<Stack>> = Vec::new();
    for stack in sorted {
        let overlaps = |row: &Vec<Stack>| row.iter().any(|other| stack.first <= other.last + 0.3 * stack.size);
        match rows.last_mut().filter(|row| overlaps(row)) {
            Some(row) => row.push(stack),
            None => rows.push(vec![stack]),
        }
    }
    rows
}
