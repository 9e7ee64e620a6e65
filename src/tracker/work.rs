//! A merge under way, and what comes of it.

use super::event::{Conflict, Event};
use super::history::History;
use super::known::Known;
use super::sheet::Unreadable;
use crate::model::Table;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// The run that merges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Occasion {
    /// The generation that ledger entries will be bound to.
    pub run: u64,
    /// Its day, `YYYY-MM-DD`.
    pub day: String,
    /// Reports that are read otherwise only because the program is a newer one: their rows are not changed by that.
    pub upgraded: BTreeSet<String>,
}

/// What a merge found and made.
#[derive(Debug, Clone, Default)]
pub struct Merged {
    /// The tracker to write.
    pub table: Table,
    /// What to append to the ledger, before the tracker is written: a copy may come back from it at any time.
    pub events: Vec<Event>,
    /// The conflicts that this merge found first; [`History::conflicts`] has all that are open.
    pub new_conflicts: Vec<Conflict>,
    /// Files that must be set aside.
    pub refused: Vec<Unreadable>,
    /// What the reader should know, each a sentence.
    pub notes: Vec<String>,
    /// Names of the files that brought human cells which the tracker did not have: a copy of each is worth keeping.
    pub edited_files: Vec<String>,
    /// What happened to how many rows.
    pub counts: Counts,
}

/// What happened to how many rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Items exported for the first time.
    pub new: usize,
    /// Items whose substance changed.
    pub changed: usize,
    /// Items that their source held before and holds no longer.
    pub withdrawn: usize,
    /// Items that had been withdrawn and are back.
    pub returned: usize,
    /// Items linked to one that is gone and of which they are nearly a copy.
    pub reworded: usize,
    /// Human cells taken over.
    pub edits: usize,
    /// People's own rows.
    pub own: usize,
}

impl Counts {
    /// Adds those of another part.
    pub fn add(&mut self, other: Self) {
        self.new += other.new;
        self.changed += other.changed;
        self.withdrawn += other.withdrawn;
        self.returned += other.returned;
        self.reworded += other.reworded;
        self.edits += other.edits;
        self.own += other.own;
    }
}

/// A merge under way: every event is folded in as soon as it happens.
pub(super) struct Work<'a> {
    pub(super) history: &'a mut History,
    pub(super) elsewhere: Option<&'a Known>,
    pub(super) occasion: &'a Occasion,
    pub(super) merged: Merged,
    /// Names what is read together.
    pub(super) act: String,
    /// Cells that a file of this act has changed, by row and column: who sent another cannot have seen it.
    pub(super) written: FxHashSet<(String, String)>,
    /// Rows of the file in hand that the ledger had lost.
    pub(super) adopted: usize,
}

impl<'a> Work<'a> {
    pub(super) fn new(history: &'a mut History, elsewhere: Option<&'a Known>, occasion: &'a Occasion) -> Self {
        let (merged, act, written) = (Merged::default(), String::new(), FxHashSet::default());
        Self { history, elsewhere, occasion, merged, act, written, adopted: 0 }
    }

    pub(super) fn record(&mut self, event: Event) {
        self.history.apply(self.occasion.run, &event);
        match &event {
            Event::Conflict(conflict) => self.merged.new_conflicts.push(conflict.clone()),
            Event::Edited { id, column, file, .. } => {
                self.written.insert((id.clone(), column.clone()));
                self.merged.counts.edits += 1;
                note_file(&mut self.merged.edited_files, file);
            }
            Event::Own { file, .. } => note_file(&mut self.merged.edited_files, file),
            _ => {}
        }
        self.merged.events.push(event);
    }
}

pub(super) fn note_file(files: &mut Vec<String>, file: &str) {
    if !files.iter().any(|known| known == file) {
        files.push(file.to_owned());
    }
}
