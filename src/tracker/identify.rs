//! Whose row is this? An item's, by its id; a person's own, by its `rev` or its words.

use super::history::{History, base_32};
use super::known::Known;
use super::sheet::{Field, Sheet, hash_of};
use crate::model::{Cells, Column, TrackerRow};
use crate::text::mangled::{is_left_of, letters_of};
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// A row of a file and the subject that it is about.
pub(super) struct Row<'a> {
    /// The item or own row.
    pub(super) subject: Whose,
    /// The `rev` cell as it was written, whatever a spreadsheet made of it.
    pub(super) rev: Cow<'a, str>,
    /// Whether its cells belong to different items.
    pub(super) torn: bool,
    /// The cells, in the order of the sheet's columns.
    pub(super) cells: &'a [Option<String>],
}

/// An item or a person's own row.
pub(super) enum Whose {
    Item(String),
    Own(String),
    /// A row of a person's own that was never read before, with the id that it gets.
    NewOwn(String),
    /// An item's in a tracker of ours, of which the ledger knows nothing any more: the row as it was written.
    Forgotten(Box<TrackerRow>),
}

/// Finds the subject of every row. `elsewhere` is what is known of items that `history` leaves out; `current` holds the ids of all items that the sources hold now.
pub(super) fn identify<'a>(
    history: &History,
    elsewhere: Option<&Known>,
    current: &FxHashSet<String>,
    sheet: &'a Sheet,
) -> Vec<Row<'a>> {
    let mut finder = Finder {
        history,
        elsewhere,
        current,
        sheet,
        id: place(sheet, Column::Id),
        rev: place(sheet, Column::Rev),
        text: place(sheet, Column::Text),
        ids_here: FxHashSet::default(),
        own_here: FxHashSet::default(),
        own_by_words: None,
        texts: None,
    };
    finder.ids_here = sheet.rows.iter().map(|row| cell(row, finder.id)).filter(|id| !id.is_empty()).collect();
    sheet.rows.iter().map(|row| finder.row(row)).collect()
}

/// The ids of own rows by the cells that they hold or held.
type OwnByWords = FxHashMap<Vec<(String, String)>, Vec<String>>;

struct Finder<'a, 'h> {
    history: &'h History,
    elsewhere: Option<&'h Known>,
    current: &'h FxHashSet<String>,
    sheet: &'a Sheet,
    id: Option<usize>,
    rev: Option<usize>,
    text: Option<usize>,
    ids_here: FxHashSet<&'a str>,
    /// Own rows that a row of this file is already taken for.
    own_here: FxHashSet<String>,
    /// Own rows by all the words that they ever held; built for the first row that needs it.
    own_by_words: Option<OwnByWords>,
    /// The texts of all items, to tell a torn row; built for the first row that needs it.
    texts: Option<FxHashSet<String>>,
}

impl<'a> Finder<'a, '_> {
    fn row(&mut self, cells: &'a [Option<String>]) -> Row<'a> {
        let rev = plain_rev(cell(cells, self.rev));
        let subject = self.whose(cells, &rev);
        let torn = match &subject {
            Whose::Item(id) => self.is_torn(id, cells, &rev),
            Whose::Own(_) | Whose::NewOwn(_) | Whose::Forgotten(_) => false,
        };
        Row { subject, rev, torn, cells }
    }

    fn whose(&mut self, cells: &'a [Option<String>], rev: &str) -> Whose {
        let id = cell(cells, self.id);
        let entry = self.history.entry(rev);
        if let Some(entry) = entry.filter(|entry| entry.row.is_none())
            && self.own_here.insert(entry.id.clone())
        {
            return Whose::Own(entry.id.clone());
        }
        if self.current.contains(id) || self.history.subject(id).is_some_and(|subject| !subject.own) {
            return Whose::Item(id.to_owned());
        }
        if let Some(entry) = entry.filter(|entry| entry.row.is_some() && is_left_of(id, &entry.id)) {
            return Whose::Item(entry.id.clone());
        }
        if let Some(row) = self.forgotten(cells, id, rev) {
            return Whose::Forgotten(Box::new(row));
        }
        if let Some(entry) = entry
            && let Some(row) = &entry.row
            && id.is_empty()
            && !self.ids_here.contains(entry.id.as_str())
            && !self.sheet.untouched.contains_key(&hash_of(&entry.id))
            && row.text.trim() == cell(cells, self.text)
        {
            return Whose::Item(entry.id.clone());
        }
        self.own(cells)
    }

    /// The row of an item that the ledger does not know, though a run wrote it into this tracker: the ledger has lost it.
    fn forgotten(&self, cells: &[Option<String>], id: &str, rev: &str) -> Option<TrackerRow> {
        let is_ours = self.sheet.in_place && !rev.is_empty() && id.contains('#') && id.contains('~');
        if !is_ours || self.history.subject(id).is_some() {
            return None;
        }
        let at = |column| self.sheet.columns.iter().position(|field| *field == Field::Machine(column));
        TrackerRow::of_cells(|column| cell(cells, at(column)))
    }

    /// A row of a person's own without a `rev` that is known: the one with the same words, or a new one.
    fn own(&mut self, cells: &[Option<String>]) -> Whose {
        let words: Vec<(String, String)> = own_cells(self.sheet, cells).into_iter().collect();
        let known = self.own_by_words.get_or_insert_with(|| own_by_words(self.history));
        let free = known.get(&words).into_iter().flatten().find(|id| !self.own_here.contains(*id)).cloned();
        if let Some(id) = free {
            self.own_here.insert(id.clone());
            return Whose::Own(id);
        }
        let id = (0_usize..)
            .map(|repeat| own_id(&words, repeat))
            .find(|id| self.history.subject(id).is_none() && !self.own_here.contains(id));
        let id = id.unwrap_or_default();
        self.own_here.insert(id.clone());
        Whose::NewOwn(id)
    }

    /// The `rev` is another item's, or the text is: columns were sorted without the others.
    fn is_torn(&mut self, id: &str, cells: &[Option<String>], rev: &str) -> bool {
        if self.history.entry(rev).is_some_and(|entry| entry.row.is_some() && entry.id != id) {
            return true;
        }
        let text = cell(cells, self.text);
        let Some(subject) = self.history.subject(id) else { return false };
        if text.is_empty() || subject.row.is_none() || subject.ever_exported(Column::Text, |ours| ours.trim() == text) {
            return false;
        }
        if self.elsewhere.is_some_and(|known| known.has_text(text)) {
            return true;
        }
        let history = self.history;
        let texts = self.texts.get_or_insert_with(|| {
            let rows = history.subjects().filter_map(|(_, subject)| subject.row.as_ref());
            rows.map(|row| row.text.trim().to_owned()).collect()
        });
        texts.contains(text)
    }
}

/// The cells of an own row that hold anything, by column; its `rev` is ours.
pub(super) fn own_cells(sheet: &Sheet, cells: &[Option<String>]) -> Cells {
    let filled = sheet.columns.iter().zip(cells).filter_map(|(field, cell)| Some((field, cell.as_deref()?.trim_end())));
    filled
        .filter(|(field, cell)| !cell.is_empty() && **field != Field::Machine(Column::Rev))
        .map(|(field, cell)| (field.key(), cell.to_owned()))
        .collect()
}

fn own_by_words(history: &History) -> OwnByWords {
    let mut known = OwnByWords::default();
    for (id, cells) in history.own_versions() {
        let ids = known.entry(cells.clone().into_iter().collect()).or_default();
        if !ids.iter().any(|had| had == id) {
            ids.push(id.to_owned());
        }
    }
    for ids in known.values_mut() {
        ids.sort_unstable();
    }
    known
}

fn own_id(words: &[(String, String)], repeat: usize) -> String {
    let mut hash = Sha256::new();
    for (column, value) in words {
        hash.update((column.len() as u64).to_le_bytes());
        hash.update(column.as_bytes());
        hash.update((value.len() as u64).to_le_bytes());
        hash.update(value.as_bytes());
    }
    hash.update((repeat as u64).to_le_bytes());
    format!("own~{}", base_32(&hash.finalize(), 12))
}

/// A `rev` without what spreadsheets and people put around it: quotes, an apostrophe, blanks, upper case.
pub(super) fn plain_rev(cell: &str) -> Cow<'_, str> {
    if !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(cell);
    }
    Cow::Owned(letters_of(cell))
}

fn place(sheet: &Sheet, column: Column) -> Option<usize> {
    sheet.columns.iter().position(|field| *field == Field::Machine(column))
}

fn cell(cells: &[Option<String>], place: Option<usize>) -> &str {
    place.and_then(|place| cells.get(place)).and_then(Option::as_deref).map(str::trim).unwrap_or_default()
}
