//! What is known of all trackers ever written and read back: the events of the ledger, folded.

use super::event::{Conflict, Event, Reason, Verdict};
use crate::export::Past;
use crate::model::row::Weight;
use crate::model::{Cells, Column, HUMAN_COLUMNS, TrackerRow, column_key};
use rustc_hash::{FxHashMap, FxHasher};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// All subjects (items and people's own rows) with their human cells now, and every base that a copy may come back from.
#[derive(Debug, Clone, Default)]
pub struct History {
    entries: FxHashMap<String, Entry>,
    subjects: BTreeMap<String, Subject>,
    columns: Vec<String>,
    conflicts: Vec<Conflict>,
    /// The files that were read last, as long as nobody did anything since.
    last_read: Vec<String>,
    /// The last number given of each kind.
    last_numbers: BTreeMap<char, u64>,
    keys: BTreeMap<(String, String), String>,
    /// The `rev` that was sent last, by tool and item.
    sent: FxHashMap<(String, String), String>,
    /// What each tool says of the state of each item.
    statuses_there: FxHashMap<(String, String), String>,
}

/// What one row held when it was written.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The item, or the own row.
    pub id: String,
    /// The machine cells; `None` for own rows.
    pub row: Option<Arc<TrackerRow>>,
    /// The human cells; of own rows all cells.
    pub human: Cells,
}

/// An item or a person's own row, now.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// The machine cells as last exported; `None` for own rows and before the first export.
    pub row: Option<Arc<TrackerRow>>,
    /// The machine cells of all exports before the last.
    earlier: Vec<Arc<TrackerRow>>,
    /// Whether this is a person's own row.
    pub own: bool,
    /// The human cells; of own rows all cells.
    pub human: Cells,
    /// The last `rev`.
    pub rev: String,
    /// Whether the source no longer holds the item.
    pub withdrawn: bool,
    /// The run that first exported it, and the last that changed its substance or withdrew it.
    pub first_run: u64,
    /// The last run that changed its substance, withdrew it or brought it back.
    pub changed_run: u64,
    /// How often its substance has changed since the first export, withdrawal and return included.
    pub changes: u64,
    /// How often people changed its status.
    turns: u64,
    /// What each item that it took over from held when it last handed over.
    inherited: BTreeMap<String, Cells>,
    /// What was said of items that are gone and may be this one with other words.
    pub links: BTreeMap<String, Verdict>,
}

impl History {
    /// Folds one event in. `run` is the generation that its ledger entry is bound to.
    pub fn apply(&mut self, run: u64, event: &Event) {
        if event.is_of_people() {
            self.last_read.clear();
        }
        match event {
            Event::Exported { rev, id, row, human, withdrawn } => {
                self.exported(run, (rev, id), row.as_deref(), human, *withdrawn);
            }
            Event::Own { id, cells, .. } => {
                let subject = self.subjects.entry(id.clone()).or_default();
                subject.own = true;
                subject.human.clone_from(cells);
                subject.first_run = run;
            }
            Event::Edited { id, column, value, act, .. } => {
                let subject = self.subjects.entry(id.clone()).or_default();
                subject.turns += u64::from(column == STATUS);
                set(&mut subject.human, column, value);
                // Who wrote in the same act cannot have seen the conflict.
                self.settle(id, column, |conflict| act.is_empty() || conflict.act != *act);
            }
            Event::Conflict(conflict) => {
                if !self.is_listed(conflict) {
                    self.conflicts.push(conflict.clone());
                }
            }
            Event::Read { files, .. } => self.last_read.clone_from(files),
            Event::Resolved { id, column } => self.settle(id, column, |_| true),
            Event::Column { name } => {
                if !self.knows_column(name) {
                    self.columns.push(name.clone());
                }
            }
            Event::Numbered { id, no } => {
                let subject = self.subjects.entry(id.clone()).or_default();
                if let Some(row) = &mut subject.row {
                    Arc::make_mut(row).no = Some(no.clone());
                }
            }
            Event::Numbers { last } => {
                for (letter, number) in last {
                    let known = self.last_numbers.entry(*letter).or_default();
                    *known = (*known).max(*number);
                }
            }
            Event::Linked { id, from, verdict, .. } => {
                let subject = self.subjects.entry(id.clone()).or_default();
                if *verdict == Verdict::Refused {
                    subject.inherited.remove(from);
                }
                subject.links.insert(from.clone(), *verdict);
            }
            Event::Inherited { id, from, cells, taken } => {
                let subject = self.subjects.entry(id.clone()).or_default();
                for (column, value) in taken {
                    set(&mut subject.human, column, value);
                }
                subject.inherited.insert(from.clone(), cells.clone());
            }
            Event::Sent { id, tool, rev } => {
                self.sent.insert((tool.clone(), id.clone()), rev.clone());
            }
            Event::StatusThere { id, tool, status } => {
                self.statuses_there.insert((tool.clone(), id.clone()), status.clone());
            }
            Event::Key { id, tool, key } => {
                self.keys.insert((tool.clone(), id.clone()), key.clone());
            }
        }
    }

    fn exported(
        &mut self,
        run: u64,
        (rev, id): (&String, &String),
        row: Option<&TrackerRow>,
        human: &Cells,
        gone: bool,
    ) {
        if let Some((letter, number)) = row.and_then(|row| number_of(row.no.as_deref()?)) {
            let known = self.last_numbers.entry(letter).or_default();
            *known = (*known).max(number);
        }
        let subject = self.subjects.entry(id.clone()).or_default();
        let new = subject.row.is_none() && subject.rev.is_empty();
        let substance = match (&subject.row, row) {
            (Some(before), Some(now)) => !same_substance(before, now),
            _ => false,
        };
        if new {
            subject.first_run = run;
        }
        if new || substance || gone != subject.withdrawn {
            subject.changed_run = run;
            subject.changes += u64::from(!new);
        }
        if let Some(row) = row {
            subject.earlier.extend(subject.row.replace(Arc::new(row.clone())));
        }
        subject.rev.clone_from(rev);
        // What was written says all: should the edit itself be lost, its word is not.
        subject.human.clone_from(human);
        subject.withdrawn = gone;
        let entry = Entry { id: id.clone(), row: subject.row.clone(), human: human.clone() };
        self.entries.insert(rev.clone(), entry);
    }

    fn settle(&mut self, id: &str, column: &str, is_settled: impl Fn(&Conflict) -> bool) {
        self.conflicts.retain(|conflict| conflict.id != id || conflict.column != column || !is_settled(conflict));
    }

    /// What the row with this `rev` held.
    #[must_use]
    pub fn entry(&self, rev: &str) -> Option<&Entry> {
        self.entries.get(rev)
    }

    /// An item or an own row.
    #[must_use]
    pub fn subject(&self, id: &str) -> Option<&Subject> {
        self.subjects.get(id)
    }

    /// All items and own rows, by id.
    pub fn subjects(&self) -> impl Iterator<Item = (&str, &Subject)> {
        self.subjects.iter().map(|(id, subject)| (id.as_str(), subject))
    }

    /// All that people's own rows ever held, with their ids.
    pub fn own_versions(&self) -> impl Iterator<Item = (&str, &Cells)> {
        let now = self.subjects.iter().filter(|(_, subject)| subject.own);
        let then = self.entries.values().filter(|entry| entry.row.is_none());
        now.map(|(id, subject)| (id.as_str(), &subject.human))
            .chain(then.map(|entry| (entry.id.as_str(), &entry.human)))
    }

    /// The past of an item, for [`crate::export::rows`].
    #[must_use]
    pub fn past(&self, id: &str) -> Option<Past> {
        let subject = self.subjects.get(id)?;
        let row = subject.row.as_ref()?;
        Some(Past {
            no: row.no.clone(),
            first_seen: row.first_seen.clone(),
            changed: row.changed.clone(),
            rev: subject.rev.clone(),
        })
    }

    /// The conflicts that nobody has settled, in the order in which they were found.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// Whether this very conflict is open already.
    #[must_use]
    pub fn is_listed(&self, conflict: &Conflict) -> bool {
        self.conflicts.iter().any(|open| conflict_key(open) == conflict_key(conflict))
    }

    /// The hashes of the files that were read last; none where people did anything since.
    #[must_use]
    pub fn last_read(&self) -> &[String] {
        &self.last_read
    }

    /// The last number given of each kind.
    #[must_use]
    pub fn last_numbers(&self) -> &BTreeMap<char, u64> {
        &self.last_numbers
    }

    /// Every `rev` that each own row was written with, by its last.
    #[must_use]
    pub fn own_revs(&self) -> FxHashMap<String, Vec<String>> {
        let mut revs: FxHashMap<String, Vec<String>> = FxHashMap::default();
        for (rev, entry) in self.entries.iter().filter(|(_, entry)| entry.row.is_none()) {
            if let Some(subject) = self.subjects.get(&entry.id) {
                revs.entry(subject.rev.clone()).or_default().push(rev.clone());
            }
        }
        revs
    }

    /// The human columns that people added, as first written, in the order in which they came.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Whether a human column is known, whatever its case.
    #[must_use]
    pub fn knows_column(&self, name: &str) -> bool {
        let key = column_key(name);
        HUMAN_COLUMNS.contains(&key.as_str()) || self.columns.iter().any(|known| column_key(known) == key)
    }

    /// The key that a tool has for an item.
    #[must_use]
    pub fn key(&self, tool: &str, id: &str) -> Option<&str> {
        self.keys.get(&(tool.to_owned(), id.to_owned())).map(String::as_str)
    }

    /// The keys that tools have for an item, each with its tool.
    #[must_use]
    pub fn keys_of(&self, id: &str) -> Vec<(String, String)> {
        let own = self.keys.iter().filter(|((_, of), _)| of == id);
        own.map(|((tool, _), key)| (tool.clone(), key.clone())).collect()
    }

    /// The tools that an item was exported to, in order.
    #[must_use]
    pub fn tools_of(&self, id: &str) -> Vec<String> {
        let mut tools: Vec<String> =
            self.sent.keys().filter(|(_, of)| of == id).map(|(tool, _)| tool.clone()).collect();
        tools.sort_unstable();
        tools
    }

    /// Whether an item was exported to a tool before, or the tool has a key for it.
    #[must_use]
    pub fn was_sent(&self, tool: &str, id: &str) -> bool {
        self.sent.contains_key(&(tool.to_owned(), id.to_owned())) || self.key(tool, id).is_some()
    }

    /// The `rev` under which an item was sent to a tool last.
    #[must_use]
    pub fn sent_rev(&self, tool: &str, id: &str) -> Option<&str> {
        self.sent.get(&(tool.to_owned(), id.to_owned())).map(String::as_str)
    }

    /// What a tool said last of the state of an item.
    #[must_use]
    pub fn status_there(&self, tool: &str, id: &str) -> Option<&str> {
        self.statuses_there.get(&(tool.to_owned(), id.to_owned())).map(String::as_str)
    }

    /// The rows as last exported, of items that their source still holds, by id.
    #[must_use]
    pub fn current_rows(&self) -> Vec<TrackerRow> {
        let held = self.subjects.values().filter(|subject| !subject.withdrawn);
        held.filter_map(|subject| subject.row.as_deref().cloned()).collect()
    }
}

/// The column in which people say how far an item is.
const STATUS: &str = "status";

/// An empty text clears a cell.
fn set(cells: &mut Cells, column: &str, value: &str) {
    if value.is_empty() {
        cells.remove(column);
    } else {
        cells.insert(column.to_owned(), value.to_owned());
    }
}

impl Subject {
    /// What an item that this one took over from held when it last handed over; `None` where it never has.
    #[must_use]
    pub fn inherited(&self, from: &str) -> Option<&Cells> {
        self.inherited.get(from)
    }

    /// How often its substance or its status has changed: what a calendar counts.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.changes + self.turns
    }

    /// The items that are linked to this one.
    pub fn led_here(&self) -> impl Iterator<Item = &str> {
        self.links.iter().filter(|(_, verdict)| **verdict != Verdict::Refused).map(|(old, _)| old.as_str())
    }

    /// Whether a person said that an item is not this one.
    #[must_use]
    pub fn refuses(&self, old: &str) -> bool {
        self.links.get(old) == Some(&Verdict::Refused)
    }

    /// The machine cells of all exports, the first first.
    #[must_use]
    pub fn versions(&self) -> Vec<&TrackerRow> {
        self.earlier.iter().chain(&self.row).map(Arc::as_ref).collect()
    }

    /// The text of a human cell; empty where there is none.
    #[must_use]
    pub fn cell(&self, column: &str) -> &str {
        self.human.get(column).map(String::as_str).unwrap_or_default()
    }

    /// Whether a machine cell ever held this text, as `same` judges.
    #[must_use]
    pub fn ever_exported(&self, column: Column, same: impl Fn(&str) -> bool) -> bool {
        self.row.iter().chain(&self.earlier).any(|row| same(&row.cell(column)))
    }
}

/// Whether two rows of one item say the same to a reader.
#[must_use]
pub fn same_substance(one: &TrackerRow, other: &TrackerRow) -> bool {
    let mut of_substance = Column::ALL.into_iter().filter(|column| column.weight() == Weight::Substance);
    of_substance.all(|column| one.cell(column) == other.cell(column))
}

/// The letter and the number of `R-051`.
#[must_use]
pub fn number_of(no: &str) -> Option<(char, u64)> {
    let (letter, number) = no.split_once('-')?;
    Some((letter.chars().next()?, number.parse().ok()?))
}

/// The `rev` of a row: `r` and twelve base-32 characters of a hash of all that it shows. The letter in front and the
/// alphabet keep spreadsheets from taking it for a number.
#[must_use]
pub fn rev(id: &str, row: Option<&TrackerRow>, human: &Cells) -> String {
    let human = human.iter().map(|(column, value)| (column.as_str(), value.as_str()));
    rev_of(id, |column| row.map(|row| row.cell(column)).unwrap_or_default(), human)
}

/// The same of cells as they stand in a file; `human` are those that are not empty, in the order of their columns' keys. A row
/// whose cells give the `rev` that it carries is as it was exported.
pub fn rev_of<'a>(
    id: &str,
    machine: impl Fn(Column) -> Cow<'a, str>,
    human: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut hash = Sha256::new();
    let mut add = |part: &str| {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    };
    add(id);
    for column in Column::ALL.into_iter().filter(|column| column.weight() != Weight::Past) {
        let cell = machine(column);
        if column.is_of_old() {
            add(&cell);
        } else if !column.is_unsaid(&cell) {
            // Rows that say nothing in a newer column keep the `rev` that they always had.
            add(column.name());
            add(&cell);
        }
    }
    for (column, value) in human {
        add(column);
        add(value);
    }
    format!("r{}", base_32(&hash.finalize(), REV_CHARACTERS))
}

/// A number for human cells that are not empty, in the order of their columns' keys: rows that differ in them have another.
pub fn human_hash<'a>(human: impl IntoIterator<Item = (&'a str, &'a str)>) -> u64 {
    let mut hasher = FxHasher::default();
    human.into_iter().for_each(|cell| cell.hash(&mut hasher));
    hasher.finish()
}

/// 60 bits: a million revs share one by chance with probability 4e-7, and a rev counts only together with its id.
const REV_CHARACTERS: usize = 12;

/// The first characters of the base-32 form (RFC 4648, lower case) of a hash.
#[must_use]
pub fn base_32(bytes: &[u8], characters: usize) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let bit = |at: usize| bytes.get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1);
    (0..characters)
        .map(|character| {
            let value = (0..5).fold(0, |value, at| value << 1 | usize::from(bit(character * 5 + at)));
            ALPHABET.get(value).copied().map_or('a', char::from)
        })
        .collect()
}

/// What makes a conflict the same one when its file comes again: item, column, reason, the other value and its base.
fn conflict_key(conflict: &Conflict) -> (&str, &str, Reason, &str, &str) {
    let Conflict { id, column, reason, other, base, .. } = conflict;
    (id, column, *reason, other, base)
}
