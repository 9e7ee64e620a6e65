//! What was ever exported, by as little as tells it again: enough to leave out the rows of a large tracker that say nothing new.

use super::account::Recorded;
use super::history::human_hash;
use super::sheet::hash_of;
use crate::error::RunError;
use crate::model::Cells;
use crate::store::Ledger;
use crate::store::ledger::Account;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

/// Every row that was ever exported, by as little as tells it again.
#[derive(Debug, Default)]
pub struct Known {
    /// The place of its report among `reports`, by the hash of its `rev`.
    revs: FxHashMap<u64, usize>,
    reports: Vec<String>,
    /// A hash of the human cells that each row has now, by the hash of its id.
    human: FxHashMap<u64, u64>,
    /// The files that were read last, as long as nobody did anything since.
    last_read: Vec<String>,
    /// Hashes of the texts of all items.
    texts: FxHashSet<u64>,
}

/// As much of an event as is needed here.
#[derive(Deserialize)]
struct Told {
    event: What,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    rev: Option<String>,
    #[serde(default)]
    row: Option<Worded>,
    #[serde(default)]
    human: Cells,
    #[serde(default)]
    files: Vec<String>,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum What {
    Exported,
    Own,
    Edited,
    Conflict,
    Resolved,
    Read,
    #[serde(other)]
    Else,
}

#[derive(Deserialize)]
struct Worded {
    text: String,
}

impl Known {
    /// Goes through the ledger once.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn load(ledger: &Ledger) -> Result<Self, RunError> {
        let mut known = Self::default();
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        ledger.each::<Recorded<Told>>(Account::Trackers, |line| {
            let place = places.get(&line.of).copied().unwrap_or_else(|| {
                known.reports.push(line.of.clone());
                places.insert(line.of.clone(), known.reports.len() - 1);
                known.reports.len() - 1
            });
            let told = line.entry.entry;
            if let Some(rev) = &told.rev {
                known.revs.insert(hash_of(rev), place);
            }
            if let Some(row) = &told.row {
                known.texts.insert(hash_of(row.text.trim()));
            }
            let id = told.id.as_deref().map(hash_of);
            match (told.event, id) {
                (What::Exported, Some(id)) => {
                    let human = told.human.iter().map(|(column, value)| (column.as_str(), value.as_str()));
                    known.human.insert(id, human_hash(human));
                }
                // What its cells are now the next export tells.
                (What::Edited, Some(id)) => {
                    known.human.remove(&id);
                    known.last_read.clear();
                }
                (What::Own | What::Conflict | What::Resolved, _) => known.last_read.clear(),
                (What::Read, _) => known.last_read = told.files,
                _ => {}
            }
        })?;
        Ok(known)
    }

    /// Whether a row that is as it was exported under this `rev` says nothing new: its human cells (by their hash) are those that
    /// the tracker has now.
    #[must_use]
    pub fn is_untouched(&self, id: &str, rev: &str, human: u64) -> bool {
        self.revs.contains_key(&hash_of(rev)) && self.human.get(&hash_of(id)) == Some(&human)
    }

    /// The hashes of the files that were read last; none where people did anything since.
    pub(super) fn last_read(&self) -> &[String] {
        &self.last_read
    }

    /// Whether an item was exported with this text (without blanks around it).
    #[must_use]
    pub fn has_text(&self, text: &str) -> bool {
        self.texts.contains(&hash_of(text))
    }

    /// The report of the row with this `rev`, as its ledger entry names it.
    pub(super) fn report_of(&self, rev: &str) -> Option<&str> {
        let place = self.revs.get(&hash_of(rev))?;
        self.reports.get(*place).map(String::as_str)
    }
}
