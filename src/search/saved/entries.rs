//! What the ledger remembers of saved searches: fingerprints and hashes, no text of reports.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// A line of the ledger's account of alerts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// What a saved search found in a run, as far as it differs from before.
    Search {
        /// Its name.
        name: String,
        /// What it asked for; another fingerprint sets a new baseline.
        asked: String,
        /// Hits that are new or changed, with the hash of what was shown of them.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        hits: BTreeMap<String, String>,
        /// Hits that are gone.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        gone: BTreeSet<String>,
        /// Hits that were told in this run.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        told: BTreeSet<String>,
    },
    /// Reports that are new or have other bytes than before, with the beginning of their SHA-256; "" for those gone.
    Reports {
        /// By key.
        read: BTreeMap<String, String>,
    },
}

/// What is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    pub(super) searches: BTreeMap<String, Remembered>,
    pub(super) reports: BTreeMap<String, String>,
}

/// What is remembered of one search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Remembered {
    pub asked: String,
    pub hits: BTreeMap<String, String>,
    /// Hits that are gone, as they were: should they come back so, they have been told.
    pub past: BTreeMap<String, String>,
    /// Hits told, with the day, the latest last.
    pub told: Vec<(String, String)>,
}

/// So many told hits are remembered for the feed.
const REMEMBERED_FOR_FEED: usize = 100;

impl Memory {
    /// The memory that entries amount to, each with the day on which it was written, in order.
    #[must_use]
    pub fn of<'a>(entries: impl IntoIterator<Item = (&'a str, &'a Entry)>) -> Self {
        let mut memory = Self::default();
        for (day, entry) in entries {
            memory.take(day, entry);
        }
        memory
    }

    /// Takes one more entry, written on a day (`YYYY-MM-DD` or a time that begins with it).
    pub fn take(&mut self, day: &str, entry: &Entry) {
        match entry {
            Entry::Reports { read } => {
                for (key, sha256) in read {
                    if sha256.is_empty() {
                        self.reports.remove(key);
                    } else {
                        self.reports.insert(key.clone(), sha256.clone());
                    }
                }
            }
            Entry::Search { name, asked, hits, gone, told } => {
                let known = self.searches.entry(name.clone()).or_default();
                if known.asked != *asked {
                    *known = Remembered { asked: asked.clone(), ..Remembered::default() };
                }
                for id in gone {
                    known.past.extend(known.hits.remove_entry(id));
                }
                known.hits.extend(hits.iter().map(|(id, hash)| (id.clone(), hash.clone())));
                known.told.retain(|(id, _)| !told.contains(id));
                known.told.extend(told.iter().map(|id| (id.clone(), day.to_owned())));
                let surplus = known.told.len().saturating_sub(REMEMBERED_FOR_FEED);
                known.told.drain(..surplus);
            }
        }
    }
}
