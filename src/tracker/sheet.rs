//! A tracker as it came back from people: whatever order, case and company its columns and rows are in.

use super::history::rev_of;
use super::text::Encoding;
use crate::export::formula;
use crate::export::row::Column;
use rustc_hash::{FxHashSet, FxHasher};
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

/// One tracker that was read, from one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The file as the user knows it.
    pub name: String,
    /// The columns in the file's order.
    pub columns: Vec<Field>,
    /// The rows; a cell is `None` where the file has no such cell (a row cut short by damage).
    pub rows: Vec<Vec<Option<String>>>,
    /// Hashes of the ids of rows that were left out because they are as they were exported.
    pub untouched: FxHashSet<u64>,
    /// How a text file was encoded; UTF-8 for workbooks.
    pub encoding: Encoding,
    /// What the reader should know, each a sentence.
    pub notes: Vec<String>,
}

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

/// The name by which a human column is the same column in every file: lower case, single spaces.
#[must_use]
pub fn column_key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
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
const HEADER_WITHIN_ROWS: usize = 20;

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

/// The sheet of `records`, the header among them. `cut` says that the last record may have lost its end.
///
/// Rows above the header are kept as rows of a person's own, so that a title is not lost.
#[must_use]
pub fn sheet(name: &str, records: Vec<Vec<String>>, encoding: Encoding, cut: bool) -> Option<Sheet> {
    let header_at = header_row(&records)?;
    let width = records.iter().map(Vec::len).max().unwrap_or(0);
    let mut columns = fields(records.get(header_at)?, width);
    let mut notes = Vec::new();
    let mut rows = Vec::with_capacity(records.len());
    let last = records.len().saturating_sub(1);
    let mut above = Vec::new();
    for (at, record) in records.into_iter().enumerate() {
        if at == header_at || record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if at < header_at {
            let title = record.iter().filter(|cell| !cell.trim().is_empty()).map(String::as_str).collect::<Vec<_>>();
            above.push(title.join(" "));
            continue;
        }
        let missing = if cut && at == last { None } else { Some(String::new()) };
        let mut row: Vec<_> = record.into_iter().map(|cell| Some(cleaned(&cell))).collect();
        row.resize(width, missing);
        rows.push(row);
    }
    if !above.is_empty() {
        notes.push(format!("{} rows above the header are kept as rows of their own", above.len()));
        rows.extend(above.into_iter().map(|title| own_note(&mut columns, title)));
    }
    let width = columns.len();
    for row in &mut rows {
        row.resize(width, Some(String::new()));
    }
    let mut sheet = Sheet { name: name.to_owned(), columns, rows, untouched: FxHashSet::default(), encoding, notes };
    drop_nameless_empty(&mut sheet);
    Some(sheet)
}

impl Sheet {
    /// Leaves out the rows that are exactly as they were exported: their cells give the `rev` that they carry, and that is
    /// `known`. They say nothing new, and in a large tracker they are nearly all.
    pub fn leave_out_untouched(&mut self, known: &dyn Fn(&str) -> bool) {
        let places = Places::of(&self.columns);
        let untouched = &mut self.untouched;
        self.rows.retain(|cells| match places.untouched(cells, known) {
            Some(id) => {
                untouched.insert(hash_of(id));
                false
            }
            None => true,
        });
    }
}

/// A number for a text, to know it again by.
#[must_use]
pub fn hash_of(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
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

    /// The id of a row that is as it was exported.
    fn untouched<'a>(&self, cells: &'a [Option<String>], known: &dyn Fn(&str) -> bool) -> Option<&'a str> {
        if cells.iter().any(Option::is_none) {
            return None;
        }
        let at = |place: usize| cells.get(place).and_then(Option::as_deref).unwrap_or_default();
        let machine = |column: Column| self.machine.get(column as usize).copied().flatten().map(at).unwrap_or_default();
        let (id, rev) = (machine(Column::Id), machine(Column::Rev));
        if id.is_empty() || rev.is_empty() {
            return None;
        }
        let human = self.human.iter().map(|(key, place)| (key.as_str(), at(*place)));
        let filled = human.filter(|(_, cell)| !cell.is_empty());
        let is_untouched = rev_of(id, |column| machine(column).into(), filled) == rev && known(rev);
        is_untouched.then_some(id)
    }
}

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

/// The columns of a header, `width` of them: a second column of one name and a column without name get names of their own.
fn fields(header: &[String], width: usize) -> Vec<Field> {
    let mut taken: Vec<String> = Vec::with_capacity(width);
    let mut fields = Vec::with_capacity(width);
    for at in 0..width {
        let name = header.get(at).map(|name| cleaned(name)).unwrap_or_default();
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

const NAMELESS: &str = "column ";

/// A column without header and without cells is the empty margin of a sheet.
fn drop_nameless_empty(sheet: &mut Sheet) {
    let filled: Vec<bool> = (0..sheet.columns.len())
        .map(|at| {
            let named = !matches!(sheet.columns.get(at), Some(Field::Human(name)) if name.starts_with(NAMELESS));
            named || sheet.rows.iter().any(|row| !matches!(row.get(at), Some(Some(cell)) if cell.is_empty()))
        })
        .collect();
    if filled.iter().all(|&keep| keep) {
        return;
    }
    retain(&mut sheet.columns, &filled);
    for row in &mut sheet.rows {
        retain(row, &filled);
    }
}

fn retain<T>(cells: &mut Vec<T>, keep: &[bool]) {
    let mut kept = keep.iter();
    cells.retain(|_| kept.next().copied().unwrap_or(true));
}

/// A cell as people meant it: the apostrophe of [`formula`] taken away, line ends as `\n`, no other control characters.
#[must_use]
pub fn cleaned(cell: &str) -> String {
    let cell = formula::armed(cell);
    let plain = !cell.contains(|character: char| character.is_control());
    if plain {
        return cell.to_owned();
    }
    cell.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|&character| matches!(character, '\n' | '\t') || !character.is_control())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
    }

    #[test]
    fn columns_are_known_by_name_whatever_order_case_and_company() {
        let sheet = sheet(
            "t.csv",
            records(&[&["Status", "TEXT", "Priority", "Id", "", "REV"], &["open", "x", "high", "k#1", "", "r1"]]),
            Encoding::Utf8,
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
        let sheet = sheet(
            "t.csv",
            records(&[&["id", "text", "rev", "notes", "Notes", ""], &["k#1", "x", "r1", "a", "b", "c"]]),
            Encoding::Utf8,
            false,
        )
        .unwrap();
        let keys: Vec<_> = sheet.columns.iter().map(Field::key).collect();
        assert_eq!(keys, ["id", "text", "rev", "notes", "notes (2)", "column 6"]);
    }

    #[test]
    fn a_title_above_the_header_is_kept_as_a_row() {
        let sheet = sheet(
            "t.csv",
            records(&[&["Our tracker", "of May"], &[""], &["id", "text", "rev"], &["k#1", "x", "r1"]]),
            Encoding::Utf8,
            false,
        )
        .unwrap();
        assert_eq!(sheet.rows.len(), 2);
        assert_eq!(sheet.rows[1][3].as_deref(), Some("Our tracker of May"));
        assert_eq!(sheet.rows[0].len(), 4);
    }

    #[test]
    fn the_end_of_a_cut_row_is_unknown_and_of_a_short_row_empty() {
        let rows = records(&[&["id", "text", "rev", "notes"], &["k#1", "x"], &["k#2", "y"]]);
        let sheet = sheet("t.csv", rows, Encoding::Utf8, true).unwrap();
        assert_eq!(sheet.rows[0][3].as_deref(), Some(""));
        assert_eq!(sheet.rows[1][3], None);
    }

    #[test]
    fn a_table_without_our_columns_is_no_tracker() {
        assert_eq!(sheet("t.csv", records(&[&["id", "name"], &["1", "x"]]), Encoding::Utf8, false), None);
    }
}
