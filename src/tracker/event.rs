//! What the ledger keeps of trackers: one event an entry, append-only, enough to rebuild [`super::History`].

use crate::model::{Cells, TrackerRow};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One thing that happened to a tracker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A row was written with this `rev`: the base of a later merge.
    Exported {
        /// Names this entry; stands in the row's `rev` cell.
        rev: String,
        /// The item, or the own row.
        id: String,
        /// The machine cells; absent where they are those of the item's entry before, and for own rows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        row: Option<Box<TrackerRow>>,
        /// The human cells.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        human: Cells,
        /// Whether the source no longer held the item.
        #[serde(default, skip_serializing_if = "is_false")]
        withdrawn: bool,
    },
    /// A person's own row was first read.
    Own {
        /// The id given to it; it is not written into the tracker, only its `rev` is.
        id: String,
        /// All its cells, by column.
        cells: Cells,
        /// The file that it came from.
        file: String,
    },
    /// A person's edit was taken over.
    Edited {
        /// The item, or the own row.
        id: String,
        /// The column key.
        column: String,
        /// The new text; empty where the cell was cleared.
        value: String,
        /// The `rev` that the person had before them; empty where the file has lost it.
        base: String,
        /// The file that it came from.
        file: String,
        /// The act of reading files that brought it; empty where older versions wrote it down.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        act: String,
    },
    /// Edited files were gone through, and what they brought is written down: the same files again, with nothing in between, are the
    /// same act.
    Read {
        /// Names the act.
        act: String,
        /// Hashes of the files' bytes.
        files: Vec<String>,
    },
    /// An edit that could not be taken over without overwriting another person's words, or that changed a machine cell.
    Conflict(Conflict),
    /// A person has settled the conflicts of a cell.
    Resolved {
        /// The item, or the own row.
        id: String,
        /// The column key.
        column: String,
    },
    /// A human column, with its name as first written.
    Column {
        /// The name as first written.
        name: String,
    },
    /// An item that was exported before there were numbers got its own.
    Numbered {
        /// The item.
        id: String,
        /// Its number: `R-051`.
        no: String,
    },
    /// The last numbers that were given: none is given twice.
    Numbers {
        /// By their letters.
        last: BTreeMap<char, u64>,
    },
    /// An item was exported to another tool.
    Sent {
        /// The item.
        id: String,
        /// The profile: `jira`, `asana`, ...
        tool: String,
        /// The `rev` of the row that was sent; empty where older versions wrote it down.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        rev: String,
    },
    /// What another tool says of the state of an item.
    StatusThere {
        /// The item.
        id: String,
        /// The profile.
        tool: String,
        /// Its word there.
        status: String,
    },
    /// What was said of an item that is gone and another that came: whether the second is the first with other words.
    Linked {
        /// The item that came.
        id: String,
        /// The one that is gone.
        from: String,
        /// What was said.
        verdict: Verdict,
        /// Who said so; empty where their words are alike enough to say it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        by: String,
    },
    /// An item took over from one that is gone and whose words it holds, or whose words hold its own.
    Inherited {
        /// The item that takes over.
        id: String,
        /// The one that is gone.
        from: String,
        /// All human cells of the one that is gone: what has been handed over, or listed as a conflict.
        cells: Cells,
        /// What stands in the item from now on; empty where the cell was cleared.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        taken: Cells,
    },
    /// Another tool's own key for an item: a Jira key, an issue number.
    Key {
        /// The item.
        id: String,
        /// The profile: `jira`, `github`, ...
        tool: String,
        /// The key there.
        key: String,
    },
}

/// What was said of two items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Their words are alike enough to be the same item.
    Alike,
    /// A person says that they are.
    Confirmed,
    /// A person says that they are not.
    Refused,
}

/// Two values for one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The item, or the own row.
    pub id: String,
    /// The column key.
    pub column: String,
    /// Why both cannot stand.
    pub reason: Reason,
    /// The value that the tracker keeps.
    pub kept: String,
    /// The value that the file holds.
    pub other: String,
    /// The `rev` that the file's row was written from; empty where unknown.
    pub base: String,
    /// The file that the other value came from.
    pub file: String,
    /// Day of the run that found it.
    pub since: String,
    /// The act of reading files that found it; empty where older versions wrote it down.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub act: String,
}

/// Why a value could not be taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Two people changed the same cell.
    BothChanged,
    /// The file has lost its `rev`, so that it cannot be told which value is the newer.
    BaseUnknown,
    /// A machine column was edited; corrections belong in `overrides.csv`.
    MachineColumn,
    /// The cells of the row belong to different items: the columns were sorted apart.
    TornRow,
    /// An older state of the tracker was put back, and others have written since.
    OlderFile,
    /// The item took over from another one that holds something else.
    TakenOver,
}

impl Reason {
    /// The stable word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BothChanged => "both-changed",
            Self::BaseUnknown => "base-unknown",
            Self::MachineColumn => "machine-column",
            Self::TornRow => "torn-row",
            Self::OlderFile => "older-file",
            Self::TakenOver => "taken-over",
        }
    }
}

impl Event {
    /// The item or own row that the event is about.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Exported { id, .. }
            | Self::Own { id, .. }
            | Self::Edited { id, .. }
            | Self::Resolved { id, .. }
            | Self::Numbered { id, .. }
            | Self::Sent { id, .. }
            | Self::Inherited { id, .. }
            | Self::Linked { id, .. }
            | Self::StatusThere { id, .. }
            | Self::Key { id, .. } => Some(id),
            Self::Conflict(conflict) => Some(&conflict.id),
            Self::Column { .. } | Self::Read { .. } | Self::Numbers { .. } => None,
        }
    }

    /// Whether it tells of something that a person did.
    #[must_use]
    pub fn is_of_people(&self) -> bool {
        matches!(self, Self::Own { .. } | Self::Edited { .. } | Self::Conflict(_) | Self::Resolved { .. })
    }

    /// The report that the event is about: what a purge looks for.
    #[must_use]
    pub fn report(&self) -> Option<&str> {
        self.id().and_then(|id| id.split_once('#')).map(|(report, _)| report)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_false(value: &bool) -> bool {
    !*value
}
