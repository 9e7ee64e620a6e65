//! How a later statement stands to an earlier one of the same matter.

use super::statement::{Act, Marks, Part, View};
use serde::{Deserialize, Serialize};

/// How a later statement stands to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same demand again, whatever the words.
    Repeats,
    /// Who, when, how strongly or what exactly is another.
    Changes,
    /// The later text says that it replaces the earlier one.
    Supersedes,
    /// What was wanted is settled.
    Decides,
    /// The later act carries out the earlier one.
    Implements,
    /// The later text tells what became of it.
    ReportsOn,
    /// The words of another document, named as such.
    Quotes,
    /// One earlier matter becomes several.
    Splits,
    /// Several earlier matters become one.
    Merges,
}

impl Relation {
    /// The word, as files and messages have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Repeats => "repeats",
            Self::Changes => "changes",
            Self::Supersedes => "supersedes",
            Self::Decides => "decides",
            Self::Implements => "implements",
            Self::ReportsOn => "reports_on",
            Self::Quotes => "quotes",
            Self::Splits => "splits",
            Self::Merges => "merges",
        }
    }
}

/// The relation of `later` to `earlier`, as far as the two of them tell. `cites`: the later one names the earlier; `same_act`: the same
/// is done to the same thing.
#[must_use]
pub fn between(later: View<'_>, earlier: View<'_>, cites: bool, same_act: bool) -> Relation {
    if later.marks.has(Marks::REPLACES) && (cites || later.act == earlier.act) {
        return Relation::Supersedes;
    }
    if later.wording == earlier.wording {
        return Relation::Repeats;
    }
    if later.marks.has(Marks::QUOTES) && (cites || later.act == Act::Tells || earlier.marks.has(Marks::FOREIGN)) {
        return Relation::Quotes;
    }
    match (later.act, earlier.act) {
        // The body does at its meeting what was to be done.
        (Act::Tells, Act::Wants) if later.marks.has(Marks::ACTS) && same_act => Relation::Implements,
        (Act::Tells, Act::Wants | Act::Settles) if !later.marks.has(Marks::HOLDS) || cites => Relation::ReportsOn,
        (Act::Tells, Act::Wants | Act::Settles) => Relation::Changes,
        (Act::Tells, Act::Tells) => Relation::ReportsOn,
        (Act::Settles, Act::Wants | Act::Tells) => Relation::Decides,
        _ if later.strength == earlier.strength
            && later.dates == earlier.dates
            && parts(later, Part::Actor) == parts(earlier, Part::Actor)
            && parts(later, Part::Quantity) == parts(earlier, Part::Quantity)
            && adds_nothing(later, earlier) =>
        {
            Relation::Repeats
        }
        _ => Relation::Changes,
    }
}

fn parts(statement: View<'_>, wanted: Part) -> Vec<u32> {
    statement.terms.iter().filter(|(_, part)| *part == wanted).map(|(term, _)| *term).collect()
}

/// Whether the things that are named are the same.
fn adds_nothing(later: View<'_>, earlier: View<'_>) -> bool {
    parts(later, Part::Thing) == parts(earlier, Part::Thing)
}
