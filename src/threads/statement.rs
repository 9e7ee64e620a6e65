//! Statements: what of a sentence is compared.

use super::words::Term;
use serde::{Deserialize, Serialize};

/// Where a statement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Its report, by its number in order of date.
    pub report: u32,
    /// Its block, by its number in the report.
    pub block: u32,
    /// Bytes of the block's text.
    pub span: [u32; 2],
}

/// What part a word plays in its statement: how much it says of the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum Part {
    /// A thing: noun or name.
    Thing,
    /// What is done, and of what quality.
    Doing,
    /// Who is to act: may change while the matter stays.
    Actor,
    /// A quantity: may change while the matter stays.
    Quantity,
}

/// How one word hangs on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum Tie {
    /// What an act is done to: "carry a defibrillator".
    Object,
    /// Behind a preposition: "register of closures".
    Complement,
    /// Before its noun: "pier closures".
    Modifier,
}

/// A word that hangs on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Bond {
    /// The word that it hangs on.
    pub governor: Term,
    /// The word that hangs.
    pub dependent: Term,
    /// How.
    pub tie: Tie,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum Act {
    /// It tells what is, was, or became of something.
    Tells,
    /// It wants something done that is not settled.
    Wants,
    /// It settles something.
    Settles,
}

/// What a statement says became of its matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Nothing.
    #[default]
    Unsaid,
    /// It was done, at least in part.
    Done,
    /// It is not done yet.
    CarriedOver,
    /// It will not be done.
    Dropped,
    /// It could not be done.
    Failed,
}

impl Fate {
    /// The words, as people read them.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unsaid => "not said",
            Self::Done => "reported done",
            Self::CarriedOver => "carried over",
            Self::Dropped => "dropped",
            Self::Failed => "could not be done",
        }
    }
}

/// A sentence as it is compared with others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Where it stands.
    pub place: Place,
    /// Its words that say something, each once, in order of their numbers.
    pub terms: Vec<(Term, Part)>,
    /// How they hang together.
    pub bonds: Vec<Bond>,
    /// What it does.
    pub act: Act,
    /// How strongly it wants or settles: 0 could, 1 should, 2 requested, 3 shall.
    pub strength: u8,
    /// A hash of the days and years that it names.
    pub dates: u32,
    /// A hash of all its words, to tell a repetition from a rewording.
    pub wording: u32,
    /// What it says became of its matter.
    pub fate: Fate,
    /// Small facts.
    pub marks: Marks,
}

/// A statement as it stands among all of a record ([`super::statements::Statements`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View<'a> {
    /// Where it stands.
    pub place: Place,
    /// As [`Statement::terms`].
    pub terms: &'a [(Term, Part)],
    /// As [`Statement::bonds`].
    pub bonds: &'a [Bond],
    /// What it does.
    pub act: Act,
    /// As [`Statement::strength`].
    pub strength: u8,
    /// As [`Statement::dates`].
    pub dates: u32,
    /// As [`Statement::wording`].
    pub wording: u32,
    /// What it says became of its matter.
    pub fate: Fate,
    /// Small facts.
    pub marks: Marks,
}

/// Small facts of a statement, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Marks(pub u8);

impl Marks {
    /// It belongs to the form of meetings: openings, agendas, thanks, the next meeting.
    pub const FORMULA: u8 = 1;
    /// It quotes, or stands in what is quoted.
    pub const QUOTES: u8 = 2;
    /// It says that it replaces something.
    pub const REPLACES: u8 = 4;
    /// It tells what a body itself does at its meeting: "the Committee examined the accounts".
    pub const ACTS: u8 = 8;
    /// It stands in an annex or quotation of other origin.
    pub const FOREIGN: u8 = 16;
    /// It is no sentence: a heading, an entry of a list.
    pub const FRAGMENT: u8 = 32;
    /// It tells what holds, not what has come to pass.
    pub const HOLDS: u8 = 64;
    /// What is not compared with anything.
    pub const ASIDE: u8 = Self::FORMULA | Self::FRAGMENT;

    /// Whether a fact holds.
    #[must_use]
    pub fn has(self, mark: u8) -> bool {
        self.0 & mark != 0
    }

    /// Makes a fact hold.
    pub fn set(&mut self, mark: u8) {
        self.0 |= mark;
    }
}
