//! What follows from the entries: files and keys, published generations, and the items of a report.

use super::entries::{ItemEntry, ReportEntry, Tombstone};
use super::journal::Line;
use crate::store::identity::{KnownFile, KnownItem};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// What `reports.jsonl` says.
#[derive(Debug, Default)]
pub struct Reports {
    /// Files in the order in which they were written down.
    pub files: Vec<KnownFile>,
    /// Erased reports.
    pub tombstones: Vec<Tombstone>,
    /// Keys of reports whose erasure was begun and not finished, in order.
    pub being_erased: BTreeSet<String>,
    /// Highest generation begun.
    pub last_generation: u64,
    published: FxHashSet<u64>,
    renamed: FxHashMap<String, String>,
    formerly: FxHashMap<String, Vec<String>>,
}

impl Reports {
    /// Folds all entries.
    pub fn of(lines: &[Line<ReportEntry>]) -> Self {
        let mut reports = Self::default();
        for line in lines {
            reports.take(&line.entry);
        }
        reports
    }

    /// Folds one more entry.
    pub fn take(&mut self, entry: &ReportEntry) {
        match entry {
            ReportEntry::Key(given) => {
                self.files.push(KnownFile {
                    path: given.path.clone(),
                    sha256: given.sha256.clone(),
                    key: given.key.clone(),
                });
                match &given.formerly {
                    Some(before) => self.rename(before, &given.key),
                    None => self.part(&given.key),
                }
            }
            ReportEntry::Begun(generation) => self.last_generation = self.last_generation.max(*generation),
            ReportEntry::Published(generation) => {
                self.last_generation = self.last_generation.max(*generation);
                self.published.insert(*generation);
            }
            ReportEntry::Held { generation, .. } => self.last_generation = self.last_generation.max(*generation),
            // What was written down for the generations that are left holds no longer: what the index says is as of `to`.
            ReportEntry::RolledBack { from, to } => {
                self.published.retain(|number| *number <= *to || *number > *from);
            }
            ReportEntry::Unpinned => {}
            ReportEntry::Purged(tombstone) => {
                self.files.retain(|file| file.key != tombstone.key);
                self.being_erased.insert(tombstone.key.clone());
                self.tombstones.push(tombstone.clone());
            }
            ReportEntry::Erased(key) => {
                self.being_erased.remove(key);
            }
        }
    }

    /// Whether what waits for a generation holds.
    pub fn is_published(&self, generation: u64) -> bool {
        generation == 0 || self.published.contains(&generation)
    }

    /// Number of generations that were published and not rolled back.
    pub fn times_published(&self) -> usize {
        self.published.len()
    }

    /// The present key of a report that once had `key`.
    pub fn renamed_to<'a>(&'a self, key: &'a str) -> &'a str {
        let mut present = key;
        // Renamed to and fro ends at the last name: each step leads to a later entry, and no further than there are names.
        for _ in 0..=self.renamed.len() {
            match self.renamed.get(present) {
                Some(next) => present = next,
                None => break,
            }
        }
        present
    }

    /// All keys that a report ever had, oldest first, its present one last.
    pub fn names_of<'a>(&'a self, key: &'a str) -> Vec<&'a str> {
        let mut names: Vec<&str> = self.formerly.get(key).into_iter().flatten().map(String::as_str).collect();
        names.push(key);
        names
    }

    /// A key that had become another's, and that a file has again, is a report of its own.
    fn part(&mut self, key: &str) {
        let Some(joined) = self.renamed.remove(key) else { return };
        if let Some(names) = self.formerly.get_mut(&joined) {
            names.retain(|name| name != key);
        }
    }

    fn rename(&mut self, before: &str, now: &str) {
        if before == now {
            return;
        }
        let mut names = self.formerly.remove(before).unwrap_or_default();
        names.push(before.to_owned());
        names.retain(|name| name != now);
        self.renamed.remove(now);
        for name in &names {
            self.renamed.insert(name.clone(), now.to_owned());
        }
        let known = self.formerly.entry(now.to_owned()).or_default();
        for name in names {
            if !known.contains(&name) {
                known.push(name);
            }
        }
    }
}

/// The items of a report after all its entries.
pub fn fold(lines: &[Line<ItemEntry>], is_published: impl Fn(u64) -> bool) -> Vec<KnownItem> {
    let mut items = Items::default();
    let instead = last_instead(lines);
    for (at, line) in lines.iter().enumerate() {
        if instead.get(&line.generation).is_some_and(|last| at < *last) {
            continue;
        }
        match &line.entry {
            ItemEntry::Known(known) => known.iter().for_each(|item| items.put(item.clone())),
            ItemEntry::Changes(changes) => {
                let (holds, today) = (is_published(line.generation), day(&line.at));
                for given in &changes.given {
                    items.put(KnownItem {
                        id: given.id.clone(),
                        natural: given.natural.as_ref().unwrap_or(&given.id).clone(),
                        words: given.words.clone(),
                        digest: given.digest.clone(),
                        text: given.text.clone(),
                        first_seen: today.to_owned(),
                        changed: today.to_owned(),
                        withdrawn: None,
                        published: holds,
                        heir: None,
                    });
                }
                if !holds {
                    continue;
                }
                for moved in &changes.moved {
                    items.with(&moved.id, |item| item.natural.clone_from(&moved.natural));
                }
                for changed in &changes.changed {
                    items.with(&changed.id, |item| {
                        item.digest.clone_from(&changed.digest);
                        if !changes.by_program {
                            today.clone_into(&mut item.changed);
                        }
                        if let Some(text) = &changed.text {
                            item.text.clone_from(text);
                        }
                    });
                }
                for withdrawn in &changes.withdrawn {
                    items.with(&withdrawn.id, |item| {
                        item.withdrawn = Some(today.to_owned());
                        item.heir.clone_from(&withdrawn.heir);
                    });
                }
                for id in &changes.returned {
                    items.with(id, |item| (item.withdrawn, item.heir) = (None, None));
                }
            }
        }
    }
    items.items
}

/// Where a generation says last that its entry takes the place of its earlier ones.
fn last_instead(lines: &[Line<ItemEntry>]) -> FxHashMap<u64, usize> {
    let is_instead = |line: &Line<ItemEntry>| matches!(&line.entry, ItemEntry::Changes(changes) if changes.instead);
    let places = lines.iter().enumerate().filter(|(_, line)| is_instead(line));
    places.map(|(at, line)| (line.generation, at)).collect()
}

/// The day of an RFC 3339 time.
pub fn day(at: &str) -> &str {
    at.get(..10).unwrap_or(at)
}

#[derive(Default)]
struct Items {
    items: Vec<KnownItem>,
    places: FxHashMap<String, usize>,
}

impl Items {
    /// Adds an item; one that was only ever given to unpublished generations makes room for it.
    fn put(&mut self, item: KnownItem) {
        match self.places.get(&item.id).and_then(|place| self.items.get_mut(*place)) {
            Some(known) if !known.published => *known = item,
            Some(_) => {}
            None => {
                self.places.insert(item.id.clone(), self.items.len());
                self.items.push(item);
            }
        }
    }

    fn with(&mut self, id: &str, change: impl FnOnce(&mut KnownItem)) {
        if let Some(item) = self.places.get(id).and_then(|place| self.items.get_mut(*place)) {
            change(item);
        }
    }
}
