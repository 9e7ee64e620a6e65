//! A tracker as it came back from people: whatever order, case and company its columns and rows are in.

use super::gathering::Gathering;
use super::same::DateOrder;
use super::text::Encoding;
use crate::model::{Column, column_key};
use crate::text::formula::cleaned;
use rustc_hash::{FxHashMap, FxHasher};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// One tracker that was read, from one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The file as the user knows it.
    pub name: String,
    /// A short hash of the file's bytes: the same act of a person has the same one.
    pub sum: String,
    /// Whether it stood where a run writes its tracker: whoever saved it there meant it to hold.
    pub in_place: bool,
    /// Whether it is just what a run wrote there last: it is read for what it holds, and nobody meant anything by it.
    pub is_as_written: bool,
    /// The columns in the file's order.
    pub columns: Vec<Field>,
    /// The rows; a cell is `None` where the file has no such cell (a row cut short by damage).
    pub rows: Vec<Vec<Option<String>>>,
    /// Rows that were left out because they are as they were exported: hashes of their ids, and of what the sheet of a category
    /// shows of them.
    pub untouched: FxHashMap<u64, u64>,
    /// The order of day and month, where rows that were left out prove that their program rewrote dates.
    pub dates: Option<DateOrder>,
    /// How a text file was encoded; UTF-8 for workbooks.
    pub encoding: Encoding,
    /// What the reader should know, each a sentence.
    pub notes: Vec<String>,
}

/// Whether a row that is as it was exported says nothing new: asked with its id, its `rev` and a hash of its human cells.
pub type Exported<'k> = dyn Fn(&str, &str, u64) -> bool + 'k;

/// What a column of a sheet is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// One of ours.
    Machine(Column),
    /// One of theirs, with its name as written.
    Human(String),
}

impl Field {
    /// The name under which the cells of this column are kept: lower case, single spaces.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Machine(column) => column.name().to_owned(),
            Self::Human(name) => column_key(name),
        }
    }
}

/// Why a file is no tracker: what was found, and what to do. Such a file is set aside and never overwritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The file as the user knows it.
    pub name: String,
    /// What was found and what was expected instead.
    pub message: String,
    /// What to try next.
    pub hint: String,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}: {} {}", self.name, self.message, self.hint)
    }
}

impl std::error::Error for Unreadable {}

/// A header stands among the first rows; people put titles above it.
pub(super) const HEADER_WITHIN_ROWS: usize = 20;

/// A row is a header when it names `id` and at least this many of our other columns.
const HEADER_NEEDS: usize = 2;

/// The place of the header among `records`, if any row is one.
#[must_use]
pub fn header_row(records: &[Vec<String>]) -> Option<usize> {
    records.iter().take(HEADER_WITHIN_ROWS).position(|record| {
        let known: Vec<Column> = record.iter().filter_map(|cell| Column::named(cell)).collect();
        known.contains(&Column::Id) && known.len() > HEADER_NEEDS
    })
}

/// The sheet of `records`, the header among them, without the rows that say nothing new, by `known`. `cut` says that the last record
/// may have lost its end; `beside` are the rows that were left out of the sheets before it in the same file.
///
/// Rows above the header are kept as rows of a person's own, so that a title is not lost.
#[must_use]
pub fn sheet(
    name: &str,
    records: &[Vec<String>],
    encoding: Encoding,
    cut: bool,
    beside: &FxHashMap<u64, u64>,
    known: &Exported<'_>,
) -> Option<Sheet> {
    let header_at = header_row(records)?;
    let width = records.iter().map(Vec::len).max().unwrap_or(0);
    let mut sheet = Gathering::begin(name, records.get(header_at)?, width, encoding, beside, known);
    let last = records.len().saturating_sub(1);
    for (at, record) in records.iter().enumerate() {
        let cells = record.iter().map(String::as_str);
        match at.cmp(&header_at) {
            Ordering::Less => sheet.above(cells),
            Ordering::Equal => {}
            Ordering::Greater => sheet.row(cells, cut && at == last),
        }
    }
    Some(sheet.finish())
}

/// A number for a text, to know it again by.
#[must_use]
pub fn hash_of(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The columns of a header, `width` of them: a second column of one name and a column without name get names of their own.
pub(super) fn fields(header: &[impl AsRef<str>], width: usize) -> Vec<Field> {
    let mut taken: Vec<String> = Vec::with_capacity(width);
    let mut fields = Vec::with_capacity(width);
    for at in 0..width {
        let name = header.get(at).map(|name| cleaned(name.as_ref())).unwrap_or_default();
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let named = if name.is_empty() { format!("{NAMELESS}{}", at + 1) } else { name };
        let mut unique = named.clone();
        let mut repeat = 2;
        while taken.contains(&column_key(&unique)) {
            unique = format!("{named} ({repeat})");
            repeat += 1;
        }
        taken.push(column_key(&unique));
        fields.push(Column::named(&unique).map_or(Field::Human(unique), Field::Machine));
    }
    fields
}

/// How a column without name is called, with its number.
pub(super) const NAMELESS: &str = "column ";

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(records: &[Vec<String>], cut: bool) -> Option<Sheet> {
        super::sheet("t.csv", records, Encoding::Utf8, cut, &FxHashMap::default(), &|_, _, _| false)
    }

    fn records(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
    }

    #[test]
    fn columns_are_known_by_name_whatever_order_case_and_company() {
        let sheet = sheet(
            &records(&[&["Status", "TEXT", "Priority", "Id", "", "REV"], &["open", "x", "high", "k#1", "", "r1"]]),
            false,
        )
        .unwrap();
        let human = |name: &str| Field::Human(name.to_owned());
        assert_eq!(
            sheet.columns,
            [
                human("Status"),
                Field::Machine(Column::Text),
                human("Priority"),
                Field::Machine(Column::Id),
                Field::Machine(Column::Rev)
            ]
        );
        assert_eq!(sheet.rows.len(), 1);
        assert_eq!(sheet.rows[0].len(), 5);
    }

    #[test]
    fn repeated_and_nameless_columns_get_names() {
        let sheet =
            sheet(&records(&[&["id", "text", "rev", "notes", "Notes", ""], &["k#1", "x", "r1", "a", "b", "c"]]), false)
                .unwrap();
        let keys: Vec<_> = sheet.columns.iter().map(Field::key).collect();
        assert_eq!(keys, ["id", "text", "rev", "notes", "notes (2)", "column 6"]);
    }

    #[test]
    fn a_title_above_the_header_is_kept_as_a_row() {
        let sheet =
            sheet(&records(&[&["Our tracker", "of May"], &[""], &["id", "text", "rev"], &["k#1", "x", "r1"]]), false)
                .unwrap();
        assert_eq!(sheet.rows.len(), 2);
        assert_eq!(sheet.rows[1][3].as_deref(), Some("Our tracker of May"));
        assert_eq!(sheet.rows[0].len(), 4);
    }

    #[test]
    fn the_end_of_a_cut_row_is_unknown_and_of_a_short_row_empty() {
        let rows = records(&[&["id", "text", "rev", "notes"], &["k#1", "x"], &["k#2", "y"]]);
        let sheet = sheet(&rows, true).unwrap();
        assert_eq!(sheet.rows[0][3].as_deref(), Some(""));
        assert_eq!(sheet.rows[1][3], None);
    }

    #[test]
    fn a_table_without_our_columns_is_no_tracker() {
        assert_eq!(sheet(&records(&[&["id", "name"], &["1", "x"]]), false), None);
    }
}
