//! The rows of a file as they come: those that are as they were exported are left out at once, so that of a large tracker
//! only what somebody touched is held.

use super::history::{human_hash, rev_of};
use super::same::{DateOrder, rewritten};
use super::sheet::{Exported, Field, NAMELESS, Sheet, fields, hash_of};
use super::text::Encoding;
use crate::export::book::OF_A_CATEGORY;
use crate::model::Column;
use crate::model::row::Weight;
use crate::text::formula::cleaned;
use rustc_hash::{FxHashMap, FxHasher};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

/// A sheet being read.
pub(super) struct Gathering<'k> {
    sheet: Sheet,
    places: Places,
    /// Rows that were left out of the sheets before it in the same file.
    beside: &'k FxHashMap<u64, u64>,
    /// Whether a row that is as it was exported says nothing new.
    known: &'k Exported<'k>,
    /// Whether any row has something in a column.
    filled: Vec<bool>,
    /// Rows above the header.
    above: Vec<String>,
}

impl<'k> Gathering<'k> {
    /// A sheet with the columns of this header, and as many as `width` in all.
    pub(super) fn begin(
        name: &str,
        header: &[impl AsRef<str>],
        width: usize,
        encoding: Encoding,
        beside: &'k FxHashMap<u64, u64>,
        known: &'k Exported<'k>,
    ) -> Self {
        let columns = fields(header, width);
        let places = Places::of(&columns);
        let sheet = Sheet {
            name: name.to_owned(),
            sum: String::new(),
            in_place: false,
            is_as_written: false,
            columns,
            rows: Vec::new(),
            untouched: FxHashMap::default(),
            dates: None,
            encoding,
            notes: Vec::new(),
        };
        Self { sheet, places, beside, known, filled: vec![false; width], above: Vec::new() }
    }

    /// Takes a row above the header: it is kept as a row of a person's own, so that a title is not lost.
    pub(super) fn above<'a>(&mut self, record: impl IntoIterator<Item = &'a str>) {
        let title: Vec<&str> = record.into_iter().filter(|cell| !cell.trim().is_empty()).collect();
        if !title.is_empty() {
            self.above.push(title.join(" "));
        }
    }

    /// Takes a row; `cut` says that it may have lost its end.
    pub(super) fn row<'a>(&mut self, record: impl IntoIterator<Item = &'a str>, cut: bool) {
        let mut cells: Vec<Cow<'a, str>> = record.into_iter().map(cleaned).collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let width = self.filled.len();
        let missing = width.saturating_sub(cells.len());
        if !(cut && missing > 0) {
            cells.resize(width, Cow::Borrowed(""));
            self.filled.iter_mut().zip(&cells).for_each(|(filled, cell)| *filled |= !cell.is_empty());
            if let Some((id, order)) = self.places.untouched(&cells, self.sheet.dates, self.known, self.beside) {
                // As in a workbook, whatever a program has made of its dates.
                let shown = self.places.shown(&cells, order.or(self.sheet.dates));
                self.sheet.untouched.insert(hash_of(id), shown);
                self.sheet.dates = self.sheet.dates.or(order);
                return;
            }
        }
        let mut row: Vec<Option<String>> = cells.into_iter().map(|cell| Some(cell.into_owned())).collect();
        for (filled, cell) in self.filled.iter_mut().zip(row.iter().chain(std::iter::repeat(&None))) {
            *filled |= cell.as_ref().is_none_or(|cell| !cell.is_empty());
        }
        row.resize(width, None);
        self.sheet.rows.push(row);
    }

    /// The whole sheet.
    pub(super) fn finish(mut self) -> Sheet {
        let sheet = &mut self.sheet;
        if !self.above.is_empty() {
            sheet.notes.push(format!("{} rows above the header are kept as rows of their own", self.above.len()));
            sheet.rows.extend(self.above.into_iter().map(|title| own_note(&mut sheet.columns, title)));
        }
        self.filled.resize(sheet.columns.len(), true);
        for row in &mut sheet.rows {
            row.resize(sheet.columns.len(), Some(String::new()));
        }
        // A column without header and without cells is the empty margin of a sheet.
        let is_margin = |field: &Field| matches!(field, Field::Human(name) if name.starts_with(NAMELESS));
        let keep: Vec<bool> =
            sheet.columns.iter().zip(&self.filled).map(|(field, filled)| *filled || !is_margin(field)).collect();
        if keep.contains(&false) {
            retain(&mut sheet.columns, &keep);
            sheet.rows.iter_mut().for_each(|row| retain(row, &keep));
        }
        self.sheet
    }
}

/// Where the columns of a sheet are.
struct Places {
    machine: [Option<usize>; Column::ALL.len()],
    /// Human columns by their keys.
    human: BTreeMap<String, usize>,
}

impl Places {
    fn of(columns: &[Field]) -> Self {
        let place = |column| columns.iter().position(|field| *field == Field::Machine(column));
        let human = columns.iter().enumerate().filter(|(_, field)| matches!(field, Field::Human(_)));
        Self { machine: Column::ALL.map(place), human: human.map(|(at, field)| (field.key(), at)).collect() }
    }

    /// A hash of what the sheet of a category shows of a row: another one where a cell of it is another, or is not there.
    fn shown(&self, cells: &[Cow<'_, str>], order: Option<DateOrder>) -> u64 {
        let mut hasher = FxHasher::default();
        for column in OF_A_CATEGORY {
            let place = self.machine.get(column as usize).copied().flatten();
            let cell = place.and_then(|place| cells.get(place)).map(AsRef::as_ref);
            match (cell, order.filter(|_| DATES.contains(&column))) {
                (Some(cell), Some(order)) => Some(rewritten(cell, order)).hash(&mut hasher),
                (cell, _) => cell.map(Cow::Borrowed).hash(&mut hasher),
            }
        }
        hasher.finish()
    }

    /// Whether there is a machine column that no sheet of a category has.
    fn shows_more(&self) -> bool {
        Column::ALL.iter().any(|column| {
            !OF_A_CATEGORY.contains(column) && self.machine.get(*column as usize).is_some_and(Option::is_some)
        })
    }

    /// Whether columns are missing that a `rev` is made of.
    fn is_partial(&self) -> bool {
        let of_rev = |column: &Column| column.is_of_old() && column.weight() != Weight::Past;
        Column::ALL
            .iter()
            .filter(|column| of_rev(column))
            .any(|&column| self.machine.get(column as usize).is_none_or(Option::is_none))
    }

    /// The id of a row that is exactly as it was exported (its cells give the `rev` that it carries) and that says nothing new by
    /// `known`; in a large tracker nearly all are such. A spreadsheet may have rewritten the dates
    /// of all rows; the order in which it did is answered as well, where the row proves it.
    fn untouched<'a>(
        &self,
        cells: &'a [Cow<'_, str>],
        usual: Option<DateOrder>,
        known: &Exported<'_>,
        beside: &FxHashMap<u64, u64>,
    ) -> Option<(&'a str, Option<DateOrder>)> {
        let at = |place: usize| cells.get(place).map(AsRef::as_ref).unwrap_or_default();
        let machine = |column: Column| self.machine.get(column as usize).copied().flatten().map(at).unwrap_or_default();
        let (id, rev) = (machine(Column::Id), machine(Column::Rev));
        if id.is_empty() || rev.is_empty() {
            return None;
        }
        let filled = || {
            let human = self.human.iter().map(|(key, place)| (key.as_str(), at(*place)));
            human.filter(|(_, cell)| !cell.is_empty())
        };
        let gives_rev = |order: Option<DateOrder>| {
            let cell = |column: Column| match order.filter(|_| DATES.contains(&column)) {
                Some(order) => rewritten(machine(column), order),
                None => machine(column).into(),
            };
            rev_of(id, cell, filled()) == rev
        };
        // The sheet of a category shows too little to prove itself: its row is compared with that of the main sheet beside it. A
        // table that stands alone and has lost columns is looked at cell by cell.
        if self.is_partial() {
            let is_as_beside =
                !self.shows_more() && beside.get(&hash_of(id)).is_some_and(|shown| *shown == self.shown(cells, usual));
            return (is_as_beside && known(id, rev, human_hash(filled()))).then_some((id, None));
        }
        let has_dates = DATES.iter().any(|&column| !machine(column).is_empty());
        let orders = [DateOrder::DayMonth, DateOrder::MonthDay].map(Some);
        let proven = match usual {
            Some(order) => [Some(order), None].into_iter().find(|&order| gives_rev(order)).map(|_| None),
            None if gives_rev(None) => Some(None),
            None if has_dates => match orders.map(gives_rev) {
                [true, false] => Some(orders[0]),
                [false, true] => Some(orders[1]),
                // A day that both orders write alike.
                [true, true] => Some(None),
                [false, false] => None,
            },
            None => None,
        };
        proven.filter(|_| known(id, rev, human_hash(filled()))).map(|order| (id, order))
    }
}

/// The machine columns that hold dates and are part of a `rev`.
const DATES: [Column; 3] = [Column::Date, Column::Due, Column::DueFrom];

/// A row with nothing but a note; adds the column where the file has none.
fn own_note(columns: &mut Vec<Field>, note: String) -> Vec<Option<String>> {
    let notes = Field::Human("notes".to_owned());
    let at = columns.iter().position(|field| field.key() == "notes").unwrap_or_else(|| {
        columns.push(notes);
        columns.len() - 1
    });
    let mut row = vec![Some(String::new()); columns.len()];
    if let Some(cell) = row.get_mut(at) {
        *cell = Some(note);
    }
    row
}

fn retain<T>(cells: &mut Vec<T>, keep: &[bool]) {
    let mut kept = keep.iter();
    cells.retain(|_| kept.next().copied().unwrap_or(true));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::csv;
    use crate::export::sample::row;
    use crate::model::{Cells, Table, TableRow, human_columns};
    use crate::tracker::history::rev;
    use crate::tracker::read;
    use crate::tracker::read::read_edited;

    /// A tracker of two rows, with dates, as it was exported.
    fn exported() -> (String, Vec<String>) {
        let human = Cells::from([("status".to_owned(), "open".to_owned())]);
        let rows = [("k#1~aaaaaaaa.d", "2017-04-25"), ("k#2~aaaaaaaa.d", "2017-04-05")].map(|(id, due)| {
            let mut row = row(id);
            row.due = Some(due.to_owned());
            row.date = Some("2017-03-28".to_owned());
            row.rev = rev(id, Some(&row), &human);
            row
        });
        let revs = rows.iter().map(|row| row.rev.clone()).collect();
        let rows = rows.map(|row| TableRow::Item { row: Box::new(row), human: human.clone() }).to_vec();
        let mut bytes = Vec::new();
        csv::write_table(&Table { human: human_columns([]), rows }, &mut bytes).unwrap();
        (String::from_utf8(bytes).unwrap(), revs)
    }

    #[test]
    fn rows_as_exported_are_left_out_also_where_a_spreadsheet_rewrote_their_dates() {
        let (text, revs) = exported();
        let american = text
            .replace("2017-04-25", "4/25/2017")
            .replace("2017-04-05", "4/5/2017")
            .replace("2017-03-28", "3/28/2017");
        let european =
            text.replace("2017-04-25", "25.04.17").replace("2017-04-05", "05.04.17").replace("2017-03-28", "28.03.17");
        let known = |_: &str, rev: &str, _: u64| revs.iter().any(|known| known == rev);
        for (text, dates) in
            [(&text, None), (&american, Some(DateOrder::MonthDay)), (&european, Some(DateOrder::DayMonth))]
        {
            let sheet = read_edited(text.as_bytes(), "t.csv", &known).unwrap();
            assert_eq!((sheet.rows.len(), sheet.untouched.len(), sheet.dates), (0, 2, dates));
            assert_eq!(read(text.as_bytes(), "t.csv").unwrap().rows.len(), 2, "of nobody's revs nothing is left out");
        }
    }

    #[test]
    fn a_row_with_another_day_or_another_word_is_kept() {
        let (text, revs) = exported();
        let known = |_: &str, rev: &str, _: u64| revs.iter().any(|known| known == rev);
        for (from, to) in [("2017-04-05", "2017-04-06"), ("2017-04-05", "4/6/2017"), (",open,", ",done,")] {
            let sheet = read_edited(text.replacen(from, to, 1).as_bytes(), "t.csv", &known).unwrap();
            assert_eq!((sheet.rows.len(), sheet.untouched.len()), (1, 1), "{to}");
        }
    }

    #[test]
    fn what_stands_in_a_column_without_header_keeps_it_though_its_row_is_left_out() {
        let (text, revs) = exported();
        let known = |_: &str, rev: &str, _: u64| revs.iter().any(|known| known == rev);
        let wider = text.replacen(",notes\r\n", ",notes,\r\n", 1).replace(",open,,,\r\n", ",open,,,,\r\n");
        assert_eq!(read_edited(wider.as_bytes(), "t.csv", &known).unwrap().columns.len(), Column::ALL.len() + 4);
        let filled = wider.replacen(",open,,,,\r\n", ",open,,,,x\r\n", 1);
        let sheet = read_edited(filled.as_bytes(), "t.csv", &known).unwrap();
        assert_eq!((sheet.columns.len(), sheet.rows.len()), (Column::ALL.len() + 5, 1));
    }

    /// What the sheet of a category shows is compared with the main sheet: a word of ours that somebody changed there is not
    /// dropped, and a table that has lost columns is looked at row by row.
    #[test]
    fn a_row_of_the_sheet_of_a_category_is_left_out_only_where_it_is_as_on_the_main_one() {
        let (text, revs) = exported();
        let known = |_: &str, rev: &str, _: u64| revs.iter().any(|known| known == rev);
        let mut main: Vec<Vec<String>> = crate::tracker::records(text.trim_start_matches('\u{feff}'), b',');
        let mut keep = vec![true; main[0].len()];
        for column in Column::ALL.into_iter().filter(|column| !OF_A_CATEGORY.contains(column)) {
            keep[main[0].iter().position(|name| name == column.name()).unwrap()] = false;
        }
        let mut of_category = main.clone();
        of_category.iter_mut().for_each(|row| retain(row, &keep));
        let sheet = |records: &[Vec<String>], beside: &FxHashMap<u64, u64>| {
            crate::tracker::sheet::sheet("t.xlsx", records, Encoding::Utf8, false, beside, &known).unwrap()
        };
        let whole = sheet(&main, &FxHashMap::default());
        assert_eq!((whole.rows.len(), whole.untouched.len()), (0, 2));
        assert_eq!(sheet(&of_category, &whole.untouched).rows.len(), 0);
        assert_eq!(sheet(&of_category, &FxHashMap::default()).rows.len(), 2, "it stands alone");
        let due = of_category[0].iter().position(|name| name == "due").unwrap();
        of_category[1][due] = "2017-04-26".to_owned();
        assert_eq!(sheet(&of_category, &whole.untouched).rows.len(), 1, "another day");
        main.truncate(1);
        assert_eq!(sheet(&of_category, &sheet(&main, &FxHashMap::default()).untouched).rows.len(), 2);
    }
}
