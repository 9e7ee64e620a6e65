//! What the ledger says.

use crate::store::identity::{ItemChanges, KeyGiven, KnownItem};
use serde::{Deserialize, Serialize};

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
    /// The erasure of a report was asked for; its words are gone from the ledger.
    Purged(Tombstone),
    /// The erasure of the report with this key is finished: nothing of it is left in generations, cache and outputs either.
    Erased(String),
}

/// What stays of an erased report: that there was one, not what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// Its key; never given again.
    pub key: String,
    /// Keys that it had earlier; never given again either.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
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

/// What another part keeps in the ledger, in entries of its own form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Account {
    /// `trackers.jsonl`: what went into trackers and what came back from people.
    Trackers,
    /// `alerts.jsonl`: what saved searches have told.
    Alerts,
}
