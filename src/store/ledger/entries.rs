//! What the ledger says: the entries of its three files.

use crate::store::identity::{ItemChanges, KeyGiven, KnownItem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Columns and their values in a row of a tracker.
pub type Values = BTreeMap<String, String>;

/// An entry of `reports.jsonl`: keys, generations, erasures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportEntry {
    /// A report has its key.
    Key(KeyGiven),
    /// A generation is being built; its number is never given again.
    Begun(u64),
    /// A generation became current: what waits for it holds from now on.
    Published(u64),
    /// A generation was finished and held, with the reasons.
    Held {
        /// The generation.
        generation: u64,
        /// Each a sentence.
        why: Vec<String>,
    },
    /// The index went back to an earlier generation and stays there.
    RolledBack {
        /// From this one.
        from: u64,
        /// To this one.
        to: u64,
    },
    /// New generations are published again.
    Unpinned,
    /// A report was erased on request; its words are gone from the ledger.
    Purged(Tombstone),
}

/// What stays of an erased report: that there was one, not what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// Its key; never given again.
    pub key: String,
    /// SHA-256 of its files: should one come back, it is not read.
    pub sha256: Vec<String>,
    /// Number of item ids that were withdrawn with it.
    pub items: u64,
    /// Who asked and why, as given on the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// An entry of `items.jsonl`, about the items of one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemEntry {
    /// What a generation changed.
    Changes(ItemChanges),
    /// All that was known when the ledger was compacted.
    Known(Vec<KnownItem>),
}

/// An entry of `trackers.jsonl`: what went out to people and what came back from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrackerEntry {
    /// Rows were written into a tracker; the number of this entry is their `rev`.
    Exported(Vec<ExportedRow>),
    /// Cells of human columns were read back.
    Cells {
        /// The file they were read from.
        from: String,
        /// The rows with the cells that differ from what was known.
        rows: Vec<ReadRow>,
    },
    /// Another tracker's own key of an item.
    Key {
        /// The item.
        id: String,
        /// The tracker: `jira`, `github`.
        tracker: String,
        /// Its key: `IGF-12`.
        key: String,
    },
    /// A saved search told of an item.
    Alert {
        /// The saved search.
        search: String,
        /// The items it told of.
        ids: Vec<String>,
    },
    /// An entry of a part that keeps its own account here (a name and any JSON).
    Own {
        /// Whose: `assessments`.
        of: String,
        /// What it says.
        value: serde_json::Value,
    },
}

/// A row as written: only what differs from the row's entry before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedRow {
    /// The item.
    pub id: String,
    /// Columns that have another value now.
    #[serde(default, skip_serializing_if = "Values::is_empty")]
    pub set: Values,
    /// Columns that are gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unset: Vec<String>,
}

/// Cells of a row that a person wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadRow {
    /// The item.
    pub id: String,
    /// Human columns and their new values; an emptied cell is "".
    pub set: Values,
}
