//! One thing that speaks against a reading.

use serde::Serialize;

/// What kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    NoText,
    UnreadPages,
    LostText,
    Guessed,
    Damaged,
    Doubtful,
    Gap,
    Repeat,
    Restart,
    MarkWithoutNote,
    NoteWithoutMark,
    TornWords,
    GluedWords,
    UnknownCharacters,
}

/// One thing that speaks against a reading.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Finding {
    pub kind: Kind,
    /// What it costs of the trust, 0 to 1.
    pub weight: f32,
    /// A sentence without its full stop.
    pub says: String,
}
