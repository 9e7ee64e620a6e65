//! How much a word says of a matter: the rarer in this record, the more.
//!
//! Weights are steps of a factor of four: a word more or less changes few. What they are counted over is said by `chain`.

use super::statement::{Part, View};
use super::words::Term;
use rustc_hash::FxHashMap;

/// In how many statements each term stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    statements: u32,
    by_term: FxHashMap<Term, u32>,
}

/// What the most common words weigh, as a share of the rarest.
const FLOOR: f32 = 0.1;

/// A weight that hapaxes of small records have: below as many statements nothing can be told of rarity.
const FEWEST_STEPS: u32 = 5;

impl Counts {
    /// Counts the terms of statements.
    pub fn add<'a>(&mut self, statements: impl IntoIterator<Item = View<'a>>) {
        for statement in statements {
            self.statements += 1;
            for (term, _) in statement.terms {
                *self.by_term.entry(*term).or_default() += 1;
            }
        }
    }

    /// In how many statements a term stands.
    #[must_use]
    pub fn of(&self, term: Term) -> u32 {
        self.by_term.get(&term).copied().unwrap_or_default()
    }

    /// The step of a term: as long as it is the same, so is its weight.
    #[must_use]
    pub fn step(&self, term: Term) -> u32 {
        steps(self.of(term).max(1))
    }

    /// How many steps there are: as long as it is the same, weights of one step are the same.
    #[must_use]
    pub fn all_steps(&self) -> u32 {
        (steps(self.statements.max(1)) + 1).max(FEWEST_STEPS)
    }

    /// What a term weighs, from [`FLOOR`] to 1.
    #[must_use]
    pub fn weight(&self, term: Term) -> f32 {
        let all = self.all_steps();
        let left = all.saturating_sub(self.step(term));
        #[expect(clippy::cast_precision_loss, reason = "both are below 17")]
        let share = left as f32 / all as f32;
        share.max(FLOOR)
    }
}

/// How much the part that a word plays lets it say of the matter.
#[must_use]
pub fn factor(part: Part) -> f32 {
    match part {
        Part::Thing => 1.0,
        Part::Doing => 0.6,
        Part::Actor => 0.3,
        Part::Quantity => 0.15,
    }
}

/// The logarithm to base four, rounded down.
fn steps(count: u32) -> u32 {
    count.ilog2() / 2
}
