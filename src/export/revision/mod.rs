//! A person's own workbook brought up to date: rows and values change, everything else in the file stays as the person left it.
//!
//! A workbook is an archive of parts. Only the parts that hold rows of the tracker are written anew, cell by cell; comments,
//! colours, widths, formulas, filters, sheets of the person's own and whatever a later version of a spreadsheet program puts there
//! are copied as they are. The rows keep the order and the columns that the person gave them; new ones come at the end, new columns
//! on the right.

mod cell;
mod package;
mod sheet;

use super::sheets::{MAIN_SHEET, sheet_name};
use crate::text::mangled::{LEAST_LETTERS, letters_of};
use package::Package;
use rustc_hash::{FxHashMap, FxHashSet};
use sheet::Survey;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek, Write};
use std::ops::Bound;

/// The tracker as it is to stand, for [`revise`].
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
const CELL_END: char = '\u{1f}';

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

/// Largest sheet that is brought up to date, in bytes of its XML: a hundred thousand rows take about a tenth of it.
const MOST_BYTES: u64 = 1 << 30;

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
            joined.extend(cell.as_ref().chars().filter(|&character| cell::is_allowed(character)));
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

    fn cells(&self, line: usize) -> impl Iterator<Item = &str> {
        self.lines.get(line).into_iter().flat_map(|line| line.cells.split(CELL_END))
    }

    /// The row that a row of a sheet with this id and `rev` is.
    fn find(&self, id: &str, rev: &str) -> Option<usize> {
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
}

/// Writes `old` to `out` with the rows and values of `wanted`.
///
/// # Errors
/// `old` is no workbook with our header, is larger than can be brought up to date, or `out` refuses. The reason is a sentence.
pub fn revise(old: impl Read + Seek, wanted: &Wanted, out: impl Write) -> Result<Revised, String> {
    let mut package = Package::open(old).map_err(|why| format!("its parts cannot be read ({why})"))?;
    let strings = package.strings().map_err(|why| format!("its texts cannot be read ({why})"))?;
    let mut surveys: Vec<(package::SheetPart, Survey)> = Vec::new();
    for part in package.sheets().to_vec() {
        if part.bytes > MOST_BYTES {
            return Err(format!("its sheet \"{}\" is too large", part.name));
        }
        let survey = package
            .read(&part.path, |xml| sheet::survey(xml, &strings, wanted))
            .map_err(|why| format!("its sheet \"{}\" cannot be read ({why})", part.name))?;
        surveys.extend(survey.map(|survey| (part, survey)));
    }
    if surveys.is_empty() {
        return Err("no sheet of it has the column id together with others of a tracker".to_owned());
    }
    let added = additions(&surveys, wanted);
    let mut revised = Revised::default();
    let edits = surveys.iter().zip(&added);
    let ranges: Vec<(&package::SheetPart, sheet::Growth)> =
        edits.clone().map(|((part, survey), added)| (part, survey.growth(added.len()))).collect();
    package
        .write(out, &ranges, |path, xml, out| {
            let Some(((_, survey), added)) = edits.clone().find(|((part, _), _)| part.path == path) else {
                return Ok(false);
            };
            revised.add(sheet::rewrite(xml, out, survey, &strings, wanted, added)?);
            Ok(true)
        })
        .map_err(|why: io::Error| format!("it cannot be written ({why})"))?;
    Ok(revised)
}

impl Revised {
    fn add(&mut self, other: Self) {
        self.cells += other.cells;
        self.rows += other.rows;
        self.columns += other.columns;
    }
}

/// The rows that each sheet gets: on the main sheet all that it lacks, on a category's sheet those of its own. Where a sheet of a
/// category is gone, and there is no main sheet, they go to the first.
fn additions(surveys: &[(package::SheetPart, Survey)], wanted: &Wanted) -> Vec<Vec<usize>> {
    let named = |name: &str| surveys.iter().position(|(part, _)| part.name.eq_ignore_ascii_case(name));
    let main = named(MAIN_SHEET);
    let mut places: FxHashMap<&str, Option<usize>> = FxHashMap::default();
    let there: Vec<&FxHashSet<usize>> = surveys.iter().map(|(_, survey)| &survey.there).collect();
    let mut added = vec![Vec::new(); surveys.len()];
    for (line, Line { sheet, .. }) in wanted.lines.iter().enumerate() {
        let own = sheet.as_deref().and_then(|sheet| *places.entry(sheet).or_insert_with(|| named(&sheet_name(sheet))));
        let is_somewhere = there.iter().any(|there| there.contains(&line));
        let fallback = (main.is_none() && own.is_none() && !is_somewhere).then_some(0);
        let mut targets: Vec<usize> = [main, own, fallback].into_iter().flatten().collect();
        targets.dedup();
        for target in targets {
            let is_there = there.get(target).is_some_and(|there| there.contains(&line));
            // A row that a person moved to another sheet of theirs has not been deleted.
            let is_moved = Some(target) != main && is_somewhere && main.is_none();
            if !is_there && !is_moved {
                added.get_mut(target).into_iter().for_each(|added| added.push(line));
            }
        }
    }
    added
}

#[cfg(test)]
mod tests;
