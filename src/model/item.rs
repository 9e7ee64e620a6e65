//! Items: the decisions, actions and recommendations found in a document, as `tag --format jsonl` prints them.

use super::{Document, Standing};
use serde::{Deserialize, Serialize};

/// A document with its items, in block order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaggedDocument {
    /// The document.
    pub document: Document,
    /// Its items, in reading order.
    pub items: Vec<Item>,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The body settled something.
    Decision,
    /// Somebody is to do something.
    Action,
    /// Somebody proposes something and it is not settled.
    Recommendation,
}

/// How binding the words are; the order of the variants is the order of force, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Force {
    /// Noted.
    Noted,
    /// Suggested.
    Suggested,
    /// Encouraged.
    Encouraged,
    /// Recommended.
    Recommended,
    /// Requested.
    Requested,
    /// Agreed.
    Agreed,
    /// Decided.
    Decided,
}

/// How well a deadline is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DueState {
    /// One day.
    Exact,
    /// A range of days, `due_from` to `due`.
    Range,
    /// The words name a deadline that nothing at hand resolves.
    Unresolved,
}

impl Kind {
    /// The kind as a word, as in the contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Action => "action",
            Self::Recommendation => "recommendation",
        }
    }
}

impl Force {
    /// The force as a word, as in the contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Noted => "noted",
            Self::Suggested => "suggested",
            Self::Encouraged => "encouraged",
            Self::Recommended => "recommended",
            Self::Requested => "requested",
            Self::Agreed => "agreed",
            Self::Decided => "decided",
        }
    }
}

/// One decision, action or recommendation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Block id + `~` + eight base-32 characters + `.d`, `.a` or `.r`; empty until identity is assigned.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Index into the document's blocks of the block that holds it; 0 for loose sentences.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub block: usize,
    /// What it is.
    pub kind: Kind,
    /// How binding.
    pub force: Force,
    /// Whose position it is: `MAG`, `Secretariat`, `some members`, a person.
    pub held_by: Option<String>,
    /// Who is to act, normalised.
    pub actors: Vec<String>,
    /// Last day, `YYYY-MM-DD`.
    pub due: Option<String>,
    /// First day of a range.
    pub due_from: Option<String>,
    /// The words that name the deadline.
    pub due_text: Option<String>,
    /// How well it is known; `None` where no deadline is named.
    pub due_state: Option<DueState>,
    /// What the resolution rests on: `printed`, `year of the report`, `counted from the report's date`, `meetings.csv`.
    pub due_basis: Option<String>,
    /// Category ids, the best first.
    pub categories: Vec<String>,
    /// Id of the rule that fired: `action.will`.
    pub rule: String,
    /// Byte offsets of the cue in the block's text (for inherited stems: in the stem).
    pub cue: [usize; 2],
    /// Byte offsets of the item in the block's text.
    pub span: [usize; 2],
    /// The words of the item, verbatim.
    pub text: String,
    /// The stem that a lettered line inherits its kind from: "The MAG agreed to:".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stem: Option<String>,
    /// What the source says of its state: `still pending to assess`, `completed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_status: Option<String>,
    /// How far its words bind.
    #[serde(default)]
    pub standing: Standing,
    /// What became of a motion: `carried`, `lost`, `deferred`, `withdrawn`.
    #[serde(default)]
    pub outcome: Option<String>,
    /// Ids of items whose words are now part of this one, or the other way round: they lead here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Agenda adopted, minutes approved, recording agreed.
    pub procedural: bool,
    /// Stable words: `inherited-stem`, `moved`, `number-repeated`, `conditional`.
    pub flags: Vec<String>,
}

impl Item {
    /// An item of which nothing is known but what it is and its words.
    #[must_use]
    pub fn bare(kind: Kind, force: Force, text: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            block: 0,
            kind,
            force,
            held_by: None,
            actors: Vec::new(),
            due: None,
            due_from: None,
            due_text: None,
            due_state: None,
            due_basis: None,
            categories: Vec::new(),
            rule: String::new(),
            cue: [0, 0],
            span: [0, 0],
            text: text.into(),
            stem: None,
            source_status: None,
            standing: Standing::Adopted,
            outcome: None,
            formerly: Vec::new(),
            procedural: false,
            flags: Vec::new(),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_zero(value: &usize) -> bool {
    *value == 0
}
