//! The ledger: what cannot be rebuilt from corpus and rules, and therefore is never lost.
//!
//! Append-only files of checked lines ([`journal`]) under `indexes/ledger/`: `reports.jsonl` (keys, generations, erasures),
//! `items.jsonl` (ids, first appearances, changes, withdrawn texts), and the accounts that other parts keep here: `trackers.jsonl` (values last
//! exported, human cells read back, keys of other tools) and `alerts.jsonl` (what saved searches have told). The first is small and
//! read at once; the others are read where they are needed, report by report.
//!
//! Items wait for their generation: what a run found holds from the moment its generation is published, and never if it is not.
//! What people wrote holds at once.

pub mod backup;
pub mod entries;
pub mod extent;
pub mod journal;
mod known;
mod summary;
mod whole;

pub use entries::{Account, ItemEntry, ReportEntry, Tombstone};
pub use extent::Extent;
pub use journal::Line;
pub use summary::Summary;

use super::Storage;
use super::identity::{ItemChanges, KeyGiven, KnownFile, KnownItem};
use crate::error::RunError;
use journal::Journal;
use known::Reports;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const REPORTS: &str = "reports.jsonl";
const ITEMS: &str = "items.jsonl";
const TRACKERS: &str = "trackers.jsonl";
const ALERTS: &str = "alerts.jsonl";

/// Entries a report on the average from which on `items.jsonl` is compacted: a report that changes every month is folded
/// twice a year, and reading one stays a matter of few entries.
const LINES_A_REPORT: usize = 6;

/// The ledger of a workspace. Reading needs no lock; whoever appends holds the [`super::RunLock`].
#[derive(Debug)]
pub struct Ledger {
    storage: Storage,
    dir: PathBuf,
    at: String,
    reports: Journal,
    known: Reports,
    items: OnceLock<Journal>,
    trackers: OnceLock<Journal>,
    alerts: OnceLock<Journal>,
    /// How far it reached when that was last written down.
    written: Extent,
    /// More files that name how far it reached.
    named_in: Vec<PathBuf>,
}

impl Ledger {
    /// Opens the ledger in `dir` (`indexes/ledger/`), which may be absent. Nothing on the disk is changed.
    ///
    /// # Errors
    /// A file cannot be read, or is of a later version of minutebook.
    pub fn open(storage: &Storage, dir: &Path) -> Result<Self, RunError> {
        let written = Extent::read(&dir.join(extent::FILE)).unwrap_or_default();
        let reports = Journal::open(storage, &dir.join(REPORTS))?.expecting(written.link(REPORTS));
        let known = Reports::of(&reports.all::<ReportEntry>()?);
        Ok(Self {
            storage: storage.clone(),
            dir: dir.to_owned(),
            at: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            reports,
            known,
            items: OnceLock::new(),
            trackers: OnceLock::new(),
            alerts: OnceLock::new(),
            written,
            named_in: Vec::new(),
        })
    }

    /// Sets the time that new entries carry (RFC 3339 in UTC, `2026-11-21T03:00:00Z`); the time of opening otherwise.
    pub fn set_time(&mut self, at: &str) {
        at.clone_into(&mut self.at);
    }

    /// The day that new entries carry, `YYYY-MM-DD`.
    #[must_use]
    pub fn today(&self) -> &str {
        known::day(&self.at)
    }

    /// Remarks on torn and damaged lines of the files opened so far, each a sentence.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let journals = [Some(&self.reports), self.items.get(), self.trackers.get(), self.alerts.get()];
        journals.into_iter().flatten().flat_map(Journal::notes).cloned().collect()
    }

    /// Every file ever seen with its report's key, oldest first: what [`super::Keys::new`] asks for.
    #[must_use]
    pub fn files(&self) -> &[KnownFile] {
        &self.known.files
    }

    /// Writes down a report's key. It holds at once.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn put_key(&mut self, given: KeyGiven) -> Result<(), RunError> {
        let key = given.key.clone();
        self.put_report_entry(&key, &ReportEntry::Key(given))
    }

    /// All items that a report ever had, in the order in which they were given: what `identity::assign` asks for.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn items(&self, report: &str) -> Result<Vec<KnownItem>, RunError> {
        let lines = self.item_lines(report)?;
        Ok(known::fold(&lines, |generation| self.known.is_published(generation)))
    }

    /// As [`Ledger::items`], without what `generation` has written: what was known before it was begun.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn items_before(&self, report: &str, generation: u64) -> Result<Vec<KnownItem>, RunError> {
        let mut lines = self.item_lines(report)?;
        lines.retain(|line| line.generation != generation);
        Ok(known::fold(&lines, |generation| self.known.is_published(generation)))
    }

    /// What `generation` has written of a report's items, oldest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn changes_of(&self, report: &str, generation: u64) -> Result<Vec<ItemChanges>, RunError> {
        let lines = self.item_lines(report)?.into_iter().filter(|line| line.generation == generation);
        let changes = lines.filter_map(|line| match line.entry {
            ItemEntry::Changes(changes) => Some(changes),
            ItemEntry::Known(_) => None,
        });
        Ok(changes.collect())
    }

    /// What is known of one item, by its id; `None` for an id that was never given.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn item(&self, id: &str) -> Result<Option<KnownItem>, RunError> {
        let items = self.items(&self.report_of(id))?;
        Ok(items.into_iter().find(|item| item.id == id))
    }

    /// The key of the report that an id belongs to now: the one it begins with, unless the manifest renamed the report.
    #[must_use]
    pub fn report_of(&self, id: &str) -> String {
        let key = id.split('#').next().unwrap_or(id);
        self.known.renamed_to(key).to_owned()
    }

    /// Reports that have items which are not withdrawn.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn reports_with_items(&self) -> Result<BTreeSet<String>, RunError> {
        let mut reports = BTreeSet::new();
        for report in self.present_names(self.items_file()?) {
            if self.items(&report)?.iter().any(|item| item.published && item.withdrawn.is_none()) {
                reports.insert(report);
            }
        }
        Ok(reports)
    }

    /// Writes down what a report changes. It holds once `generation` is published; 0 for at once.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn put_items(&mut self, generation: u64, report: &str, changes: ItemChanges) -> Result<(), RunError> {
        if changes.is_empty() {
            return Ok(());
        }
        let at = self.at.clone();
        self.items_file_mut()?.append(report, generation, &at, &ItemEntry::Changes(changes))?;
        Ok(())
    }

    /// Writes down an entry of another part's account, about `report` ("" for none), and answers its number. It holds at
    /// once. Call [`Ledger::sync`] before anything that relies on it is written.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn put(&mut self, account: Account, report: &str, entry: &impl Serialize) -> Result<u64, RunError> {
        let at = self.at.clone();
        self.account_mut(account)?.append(report, 0, &at, entry)
    }

    /// All entries of an account, oldest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn account<E: DeserializeOwned>(&self, account: Account) -> Result<Vec<Line<E>>, RunError> {
        self.account_file(account)?.all()
    }

    /// The entries of an account about one report, whatever keys it had, oldest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn account_of<E: DeserializeOwned>(&self, account: Account, report: &str) -> Result<Vec<Line<E>>, RunError> {
        let mut lines = Vec::new();
        for name in self.known.names_of(report) {
            lines.extend(self.account_file(account)?.lines(name)?);
        }
        lines.sort_by_key(|line| line.n);
        Ok(lines)
    }

    /// Hands all entries of an account to `take`, oldest first, without holding more than a few.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn each<E: DeserializeOwned>(&self, account: Account, take: impl FnMut(Line<E>)) -> Result<(), RunError> {
        self.account_file(account)?.each(take)
    }

    /// A number that differs where an account's entries about a report differ, whatever keys the report had.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn account_state(&self, account: Account, report: &str) -> Result<u64, RunError> {
        let file = self.account_file(account)?;
        Ok(self.known.names_of(report).into_iter().fold(0, |state, name| state.rotate_left(7) ^ file.state(name)))
    }

    /// The reports that an account has entries about, by their present keys, in order; "" for what is about none.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn account_reports(&self, account: Account) -> Result<BTreeSet<String>, RunError> {
        Ok(self.present_names(self.account_file(account)?))
    }

    /// All keys that a report ever had, oldest first, its present one last.
    #[must_use]
    pub fn names_of<'a>(&'a self, report: &'a str) -> Vec<&'a str> {
        self.known.names_of(report)
    }

    /// The highest generation number that was ever begun.
    #[must_use]
    pub fn last_generation(&self) -> u64 {
        self.known.last_generation
    }

    /// Whether a generation was ever current.
    #[must_use]
    pub fn is_published(&self, generation: u64) -> bool {
        self.known.is_published(generation)
    }

    /// Reports that were erased on request.
    #[must_use]
    pub fn tombstones(&self) -> &[Tombstone] {
        &self.known.tombstones
    }

    /// Keys of reports whose erasure was begun and not finished, in order.
    #[must_use]
    pub fn unfinished_erasures(&self) -> Vec<String> {
        self.known.being_erased.iter().cloned().collect()
    }

    /// Writes down an event of reports and generations, and waits until the disk has it.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn put_event(&mut self, event: &ReportEntry) -> Result<(), RunError> {
        self.put_report_entry("", event)?;
        self.reports.sync()?;
        self.write_extent()
    }

    /// Rewrites `items.jsonl` to one entry a report where that has become worth it: when more than [`LINES_A_REPORT`] entries for
    /// each of its reports were written for generations up to `floor`. Later entries stay as they are: `floor` is the oldest
    /// generation that can still be gone back to. Answers whether it was done.
    ///
    /// # Errors
    /// The file cannot be read, or the disk refuses: it is then as before.
    pub fn compact(&mut self, floor: u64) -> Result<bool, RunError> {
        let file = self.items_file()?;
        if file.damaged() > 0 || file.entries_up_to(floor) <= LINES_A_REPORT * file.reports().len() {
            return Ok(false);
        }
        self.compact_now(floor)?;
        Ok(true)
    }

    /// As [`Ledger::compact`], whatever its size. Ids that were only given to generations which never came (or were
    /// rolled back) are kept: they belong to their words.
    ///
    /// # Errors
    /// As [`Ledger::compact`].
    pub fn compact_now(&mut self, floor: u64) -> Result<(), RunError> {
        self.sync()?;
        let at = self.at.clone();
        let file = self.items_file()?;
        let mut lines = Vec::new();
        for report in self.present_names(file) {
            let (past, later): (Vec<_>, Vec<_>) =
                self.item_lines(&report)?.into_iter().partition(|line| line.generation <= floor);
            if let Some(last) = past.last() {
                let known = known::fold(&past, |generation| self.known.is_published(generation));
                let entry = ItemEntry::Known(known);
                lines.push(Line { n: last.n, generation: 0, at: at.clone(), of: report.clone(), entry });
            }
            lines.extend(later);
        }
        self.items_file_mut()?.rewrite(lines.into_iter().map(Ok))
    }

    /// Erases a report from every file of the ledger, under whatever keys it had, and leaves a tombstone. Can be repeated after a
    /// kill. Answers the tombstone.
    ///
    /// # Errors
    /// A file cannot be read, or the disk refuses; call it again.
    pub fn erase(&mut self, report: &str, reason: Option<&str>) -> Result<Tombstone, RunError> {
        self.sync()?;
        let names: BTreeSet<String> = self.known.names_of(report).into_iter().map(str::to_owned).collect();
        let marks: Vec<String> = names.iter().map(|name| format!("\"{name}#")).collect();
        let mut tombstone = self.tombstones().iter().find(|stone| stone.key == report).cloned();
        if tombstone.is_none() {
            let files = self.files().iter().filter(|file| names.contains(&file.key));
            let sums: BTreeSet<String> = files.map(|file| file.sha256.clone()).collect();
            let stone = Tombstone {
                key: report.to_owned(),
                formerly: names.iter().filter(|name| *name != report).cloned().collect(),
                sha256: sums.into_iter().collect(),
                items: self.items(report)?.len() as u64,
                reason: reason.map(str::to_owned),
            };
            self.put_event(&ReportEntry::Purged(stone.clone()))?;
            tombstone = Some(stone);
        }
        let is_about = |of: &str, line: &str| names.contains(of) || marks.iter().any(|mark| line.contains(mark));
        self.items_file_mut()?.retain(|of, line| !is_about(of, line))?;
        for account in [Account::Trackers, Account::Alerts] {
            self.account_mut(account)?.retain(|of, line| !is_about(of, line))?;
        }
        self.reports.retain(|of, _| !names.contains(of))?;
        self.known = Reports::of(&self.reports.all::<ReportEntry>()?);
        tombstone.ok_or_else(|| RunError::internal("the tombstone is missing"))
    }

    /// Whether a file's bytes belong to an erased report: they are not read again.
    #[must_use]
    pub fn is_erased(&self, sha256: &str) -> bool {
        self.tombstones().iter().any(|stone| stone.sha256.iter().any(|sum| sum == sha256))
    }

    /// Waits until the disk has everything that was put.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn sync(&mut self) -> Result<(), RunError> {
        self.reports.sync()?;
        let lazy = [&mut self.items, &mut self.trackers, &mut self.alerts];
        for journal in lazy.into_iter().filter_map(OnceLock::get_mut) {
            journal.sync()?;
        }
        self.write_extent()
    }

    /// A file of the ledger by its name.
    fn journal(&self, name: &str) -> Result<&Journal, RunError> {
        match name {
            ITEMS => self.items_file(),
            TRACKERS => self.account_file(Account::Trackers),
            ALERTS => self.account_file(Account::Alerts),
            _ => Ok(&self.reports),
        }
    }

    /// The same where it has been opened.
    fn opened_journal(&self, name: &str) -> Option<&Journal> {
        match name {
            ITEMS => self.items.get(),
            TRACKERS => self.trackers.get(),
            ALERTS => self.alerts.get(),
            _ => Some(&self.reports),
        }
    }

    fn opened_journal_mut(&mut self, name: &str) -> Option<&mut Journal> {
        match name {
            ITEMS => self.items.get_mut(),
            TRACKERS => self.trackers.get_mut(),
            ALERTS => self.alerts.get_mut(),
            _ => Some(&mut self.reports),
        }
    }

    /// Cuts off what a kill left of a line, in every file.
    fn cut_torn_lines(&mut self) -> Result<(), RunError> {
        let lazy = [&mut self.items, &mut self.trackers, &mut self.alerts];
        let lazy = lazy.into_iter().filter_map(OnceLock::get_mut);
        std::iter::once(&mut self.reports).chain(lazy).try_for_each(Journal::cut_torn_line)
    }

    fn put_report_entry(&mut self, of: &str, entry: &ReportEntry) -> Result<(), RunError> {
        self.reports.append(of, 0, &self.at, entry)?;
        self.known.take(entry);
        Ok(())
    }

    /// The present keys of the reports that have entries in a file.
    fn present_names(&self, file: &Journal) -> BTreeSet<String> {
        file.reports().into_iter().map(|name| self.known.renamed_to(name).to_owned()).collect()
    }

    /// The entries about a report's items, under whatever keys it had, oldest first.
    fn item_lines(&self, report: &str) -> Result<Vec<Line<ItemEntry>>, RunError> {
        let mut lines = Vec::new();
        for name in self.known.names_of(report) {
            lines.extend(self.items_file()?.lines(name)?);
        }
        lines.sort_by_key(|line| line.n);
        Ok(lines)
    }

    fn items_file(&self) -> Result<&Journal, RunError> {
        self.opened(&self.items, ITEMS)
    }

    fn account_file(&self, account: Account) -> Result<&Journal, RunError> {
        let (file, name) = match account {
            Account::Trackers => (&self.trackers, TRACKERS),
            Account::Alerts => (&self.alerts, ALERTS),
        };
        self.opened(file, name)
    }

    fn opened<'a>(&self, file: &'a OnceLock<Journal>, name: &str) -> Result<&'a Journal, RunError> {
        if let Some(journal) = file.get() {
            return Ok(journal);
        }
        let journal = Journal::open(&self.storage, &self.dir.join(name))?.expecting(self.written.link(name));
        Ok(file.get_or_init(|| journal))
    }

    fn items_file_mut(&mut self) -> Result<&mut Journal, RunError> {
        self.items_file()?;
        self.items.get_mut().ok_or_else(|| RunError::internal("the ledger is not open"))
    }

    fn account_mut(&mut self, account: Account) -> Result<&mut Journal, RunError> {
        self.account_file(account)?;
        let file = match account {
            Account::Trackers => &mut self.trackers,
            Account::Alerts => &mut self.alerts,
        };
        file.get_mut().ok_or_else(|| RunError::internal("the ledger is not open"))
    }
}

/// Whether anything about an erased report is still in the ledger: its erasure was cut short.
///
/// # Errors
/// A file cannot be read.
pub(super) fn has_words_of(ledger: &Ledger, stone: &Tombstone) -> Result<bool, RunError> {
    let files = [ledger.items_file()?, ledger.account_file(Account::Trackers)?, ledger.account_file(Account::Alerts)?];
    let names = || std::iter::once(&stone.key).chain(&stone.formerly);
    Ok(files.iter().any(|file| file.reports().iter().any(|report| names().any(|name| name == report))))
}

#[cfg(test)]
mod tests;
