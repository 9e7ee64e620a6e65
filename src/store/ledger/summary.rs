//! The ledger told to a person: `minutebook status --ledger`.

use super::entries::ReportEntry;
use super::journal::{Journal, Line};
use super::{Account, Ledger};
use crate::error::RunError;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the ledger holds, in numbers and events.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Its files: name, bytes, entries, damaged lines.
    pub files: Vec<FileSummary>,
    /// Reports that have a key.
    pub reports: usize,
    /// Paths that were ever seen.
    pub paths: usize,
    /// Items that are there now.
    pub items: usize,
    /// Items that are gone; their words are kept.
    pub withdrawn: usize,
    /// Items that carry the id of an earlier place or kind.
    pub moved: usize,
    /// Generations that were published.
    pub published: usize,
    /// The last events of reports and generations, newest last: time and sentence.
    pub events: Vec<(String, String)>,
    /// Reports erased on request.
    pub erased: Vec<String>,
    /// Remarks on torn and damaged lines.
    pub notes: Vec<String>,
}

/// A file of the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FileSummary {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its entries.
    pub entries: usize,
    /// Lines that are damaged and left out.
    pub damaged: u64,
}

/// Events shown to a person: about a month of nights, each with a beginning and an end.
const EVENTS: usize = 60;

impl Ledger {
    /// Sums up the whole ledger; reads all of it.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn summary(&self) -> Result<Summary, RunError> {
        let mut summary = Summary::default();
        let accounts = [self.account_file(Account::Trackers)?, self.account_file(Account::Alerts)?];
        for journal in [&self.reports, self.items_file()?].into_iter().chain(accounts) {
            summary.files.push(file_summary(journal));
        }
        let files = self.files();
        let mut keys: BTreeMap<&str, &str> = BTreeMap::new();
        keys.extend(files.iter().map(|file| (file.path.as_str(), self.known.renamed_to(&file.key))));
        summary.paths = keys.len();
        summary.reports = keys.values().collect::<BTreeSet<_>>().len();
        for report in self.present_names(self.items_file()?) {
            for item in self.items(&report)? {
                summary.items += usize::from(item.published && item.withdrawn.is_none());
                summary.withdrawn += usize::from(item.published && item.withdrawn.is_some());
                summary.moved += usize::from(item.published && item.natural != item.id);
            }
        }
        summary.published = self.known.times_published();
        let events: Vec<_> = self.reports.all::<ReportEntry>()?.iter().filter_map(told).collect();
        summary.events = events.into_iter().rev().take(EVENTS).rev().collect();
        summary.erased = self.tombstones().iter().map(|tombstone| tombstone.key.clone()).collect();
        summary.notes = self.notes();
        Ok(summary)
    }
}

impl Summary {
    /// The summary as lines of text.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            "indexes/ledger/ keeps what cannot be rebuilt from the corpus: keys, ids, what people wrote. Back it up."
                .to_owned(),
            String::new(),
            format!("{} reports at {} paths have a key.", self.reports, self.paths),
            format!(
                "{} items have an id; {} of them carry the id of an earlier place or kind. {} more are withdrawn, their words kept.",
                self.items, self.moved, self.withdrawn
            ),
            format!("{} generations were published.", self.published),
        ];
        if !self.erased.is_empty() {
            lines.push(format!("Erased on request: {}.", self.erased.join(", ")));
        }
        lines.push(String::new());
        for file in &self.files {
            let damaged = if file.damaged > 0 { format!(", {} damaged", file.damaged) } else { String::new() };
            lines.push(format!(
                "{:<15} {:>8} KiB {:>8} entries{damaged}   {}",
                file.name,
                file.bytes.div_ceil(1024),
                file.entries,
                purpose(&file.name)
            ));
        }
        if !self.events.is_empty() {
            lines.push(String::new());
        }
        lines.extend(self.events.iter().map(|(at, event)| format!("{at}  {event}")));
        lines.extend(self.notes.iter().map(|note| format!("note: {note}")));
        lines
    }
}

/// What a file of the ledger is for.
fn purpose(name: &str) -> &'static str {
    match name {
        super::REPORTS => "keys of reports; generations; erasures",
        super::ITEMS => "ids of items, when each was first seen, words of those withdrawn",
        super::TRACKERS => "values last exported, cells that people edited, keys of other tools",
        super::ALERTS => "what saved searches have told",
        _ => "",
    }
}

fn file_summary(journal: &Journal) -> FileSummary {
    let name = journal.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    FileSummary { name, bytes: journal.bytes(), entries: journal.entries(), damaged: journal.damaged() }
}

fn told(line: &Line<ReportEntry>) -> Option<(String, String)> {
    let event = match &line.entry {
        ReportEntry::Begun(_) | ReportEntry::Key(_) | ReportEntry::Erased(_) => return None,
        ReportEntry::Published(generation) => format!("generation {generation} published"),
        ReportEntry::Held { generation, why } => format!("generation {generation} held: {}", why.join("; ")),
        ReportEntry::RolledBack { from, to } => format!("rolled back from generation {from} to {to}, pinned"),
        ReportEntry::Unpinned => "unpinned".to_owned(),
        ReportEntry::Purged(tombstone) => {
            let reason = tombstone.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
            format!("{} erased on request{reason}: {} items", tombstone.key, tombstone.items)
        }
    };
    Some((line.at.clone(), event))
}
