//! The tracker as a person's workbook is to hold it: rows found by what a sheet has left of their keys.

use super::cell::is_allowed;
use crate::text::mangled::{LEAST_LETTERS, letters_of};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::Bound;

/// The tracker as it is to stand, for [`super::revise`].
#[derive(Debug, Default)]
pub struct Wanted {
    /// All headers, machine columns first.
    pub header: Vec<String>,
    /// How many of them are machine columns.
    pub machine: usize,
    /// The rows in order.
    lines: Vec<Line>,
    by_id: FxHashMap<String, usize>,
    /// The same by the letters and digits of each id: what spreadsheets leave of it.
    by_letters: BTreeMap<String, usize>,
    by_rev: FxHashMap<String, usize>,
    /// By the ids of items that a row took over from.
    by_former: FxHashMap<String, usize>,
}

/// One row of it.
#[derive(Debug)]
struct Line {
    /// Its cells, [`CELL_END`] between them: a hundred thousand rows are held as one string each.
    cells: Box<str>,
    /// The title of the sheet of its category.
    sheet: Option<Box<str>>,
}

/// Stands between the cells of a line; no cell holds it, for control characters are taken out of both.
pub(super) const CELL_END: char = '\u{1f}';

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Revised {
    /// Cells that got another value.
    pub cells: usize,
    /// Rows added at the end of sheets.
    pub rows: usize,
    /// Columns added.
    pub columns: usize,
}

impl Wanted {
    /// A tracker with these headers, the first `machine` of them ours.
    #[must_use]
    pub fn new(header: Vec<String>, machine: usize) -> Self {
        Self { header, machine, ..Self::default() }
    }

    /// Adds a row: its cells in the order of the headers, the title of its category's sheet, and every `rev` that it was written
    /// with where it has no id.
    pub fn add<I: AsRef<str>>(
        &mut self,
        cells: impl IntoIterator<Item = I>,
        sheet: Option<&str>,
        revs: impl IntoIterator<Item = String>,
    ) {
        let mut joined = String::new();
        let mut id = String::new();
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                joined.push(CELL_END);
            }
            joined.extend(cell.as_ref().chars().filter(|&character| is_allowed(character)));
            if at == 0 {
                cell.as_ref().clone_into(&mut id);
            }
        }
        let place = self.lines.len();
        if !id.is_empty() {
            self.by_letters.insert(letters_of(&id), place);
            self.by_id.insert(id, place);
        }
        self.by_rev.extend(revs.into_iter().map(|rev| (rev, place)));
        self.lines.push(Line { cells: joined.into(), sheet: sheet.map(Into::into) });
    }

    /// Says that the row added last took over from these items: where a sheet has a row of one of them and none of its own, that row goes on
    /// as its own, with all that people put there.
    pub fn took_over<'a>(&mut self, from: impl IntoIterator<Item = &'a str>) {
        let Some(place) = self.lines.len().checked_sub(1) else { return };
        self.by_former.extend(from.into_iter().map(|id| (id.to_owned(), place)));
    }

    pub(super) fn cells(&self, line: usize) -> impl Iterator<Item = &str> {
        self.lines.get(line).into_iter().flat_map(|line| line.cells.split(CELL_END))
    }

    /// The row that a row of a sheet with this id and `rev` is.
    pub(super) fn find(&self, id: &str, rev: &str) -> Option<usize> {
        match id.is_empty() {
            false => self.by_id.get(id).copied().or_else(|| self.by_what_is_left(id)),
            true => self.by_rev.get(rev).copied(),
        }
    }

    /// The row whose id became this in a spreadsheet: quoted, in upper case, with another dash, or cut where only one begins so.
    fn by_what_is_left(&self, id: &str) -> Option<usize> {
        let letters = letters_of(id);
        let mut from = self.by_letters.range::<str, _>((Bound::Included(letters.as_str()), Bound::Unbounded));
        let (first, place) = from.next().filter(|(known, _)| known.starts_with(&letters))?;
        let is_only = from.next().is_none_or(|(next, _)| !next.starts_with(&letters));
        (*first == letters || letters.len() >= LEAST_LETTERS && is_only).then_some(*place)
    }

    /// The line that took over from the item with this id.
    pub(super) fn heir_of(&self, id: &str) -> Option<usize> {
        self.by_former.get(id).copied()
    }

    /// The titles of the sheets of the categories of all lines.
    pub(super) fn sheets(&self) -> impl Iterator<Item = Option<&str>> {
        self.lines.iter().map(|line| line.sheet.as_deref())
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }
}

impl Revised {
    pub(super) fn add(&mut self, other: Self) {
        self.cells += other.cells;
        self.rows += other.rows;
        self.columns += other.columns;
    }
}
