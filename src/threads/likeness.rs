//! How like two statements are: what they share, weighed by rarity, against what stands in one in the place of something else in
//! the other.

use super::statement::{Act, Part, Tie, View};
use super::weights::{Counts, factor};
use super::words::Term;

/// A comparison of two statements.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// Weight of the shared words.
    pub shared: f32,
    /// Weight of the words that only the one has.
    pub only_one: f32,
    /// Weight of the words that only the other has.
    pub only_other: f32,
    /// Weight of words that stand in one where another stands in the other.
    pub rivals: f32,
    /// Weight of bonds that both have.
    pub bonds: f32,
    /// Things and acts that both name; a name of several words is one.
    pub units: usize,
    /// The same is done to the same thing.
    pub same_act: bool,
    /// The later one tells of a thing by the words that the earlier one names it by: "the catalogue of manuscripts was completed".
    pub told_of: bool,
    /// The shared words that say something.
    pub terms: Vec<Term>,
}

/// Two statements are of one matter from this likeness on.
pub const LINKED_FROM: f32 = 0.5;

/// The least weight of shared words: about two rare words.
const LEAST_SHARED: f32 = 1.8;

/// The least weight of shared words where the later one tells of a thing that the earlier one names.
const LEAST_TOLD_OF: f32 = 1.4;

/// The least weight of shared words where one statement holds the other.
const LEAST_HELD: f32 = 1.2;

/// Where no more units than this are shared they must be rare.
const FEW_UNITS: usize = 2;

/// The least weight of few shared units.
const LEAST_OF_FEW: f32 = 2.2;

/// From this overlap on one statement holds the other.
const ONE_HOLDS_THE_OTHER: f32 = 0.9;

/// The least share of both: a line is not of the matter of every long sentence that happens to hold its words.
const LEAST_OF_BOTH: f32 = 0.15;

/// Words before the same noun tell matters apart less than what is spoken of: "each theme's needs", "each group's needs".
const RIVAL_MODIFIERS: f32 = 0.5;

/// Rivals may weigh as much of what is shared: in long texts a word may change and the matter stay.
const MOST_RIVALS: f32 = 0.08;

impl Likeness {
    /// Compares two statements.
    #[must_use]
    pub fn of(one: View<'_>, other: View<'_>, counts: &Counts) -> Self {
        let mut likeness = Self {
            shared: 0.0,
            only_one: 0.0,
            only_other: 0.0,
            rivals: 0.0,
            bonds: 0.0,
            units: 0,
            same_act: false,
            told_of: false,
            terms: Vec::new(),
        };
        let (mut left, mut right) = (one.terms.iter().peekable(), other.terms.iter().peekable());
        loop {
            match (left.peek(), right.peek()) {
                (Some((mine, part)), Some((theirs, their_part))) if mine == theirs => {
                    let (part, their_part) = (*part, *their_part);
                    let share = counts.weight(*mine) * factor(part).max(factor(their_part));
                    likeness.shared += share;
                    if part != Part::Quantity && (part, their_part) != (Part::Actor, Part::Actor) {
                        likeness.units += 1;
                    }
                    likeness.terms.push(*mine);
                    left.next();
                    right.next();
                }
                (Some((mine, part)), theirs) if theirs.is_none_or(|(theirs, _)| mine < theirs) => {
                    likeness.only_one += counts.weight(*mine) * factor(*part);
                    left.next();
                }
                (_, Some((theirs, part))) => {
                    likeness.only_other += counts.weight(*theirs) * factor(*part);
                    right.next();
                }
                _ => break,
            }
        }
        likeness.compare_bonds(one, other, counts);
        likeness
    }

    /// What they share, as a share of the one that says less: 1 where one holds the other.
    #[must_use]
    pub fn overlap(&self) -> f32 {
        self.shared / (self.shared + self.only_one.min(self.only_other)).max(f32::EPSILON)
    }

    /// What they share, as a share of both.
    #[must_use]
    pub fn jaccard(&self) -> f32 {
        self.shared / (self.shared + self.only_one + self.only_other).max(f32::EPSILON)
    }

    /// One number from 0 to 1; 0 where they are of different matters.
    #[must_use]
    pub fn value(&self) -> f32 {
        let least = if self.overlap() >= ONE_HOLDS_THE_OTHER {
            LEAST_HELD
        } else if self.told_of {
            LEAST_TOLD_OF
        } else {
            LEAST_SHARED
        };
        if self.shared < least
            || self.units < 2
            || self.jaccard() < LEAST_OF_BOTH
            || self.rivals > MOST_RIVALS * self.shared
        {
            return 0.0;
        }
        let is_plain = self.same_act || self.told_of || self.overlap() >= ONE_HOLDS_THE_OTHER;
        if self.units <= FEW_UNITS && !is_plain && self.shared < LEAST_OF_FEW {
            return 0.0;
        }
        let bonded = (self.bonds / self.shared).min(1.0);
        (0.55 * self.overlap() + 0.25 * self.jaccard() + 0.3 * bonded).min(1.0)
    }

    /// The same for a place that the words themselves name: what stands in one in the place of something else is then no sign against.
    #[must_use]
    pub fn in_named_place(&self) -> f32 {
        if self.units == 0 { 0.0 } else { (0.7 * self.overlap() + 0.3 * self.jaccard()).min(1.0) }
    }

    /// Bonds that both have, and rivals: where one word governs different words on either side, or two hang on by one word.
    fn compare_bonds(&mut self, one: View<'_>, other: View<'_>, counts: &Counts) {
        let mut names: Vec<(Term, Term)> = Vec::new();
        for bond in one.bonds {
            let things =
                |term: Term| part_of(one, term) == Some(Part::Thing) && part_of(other, term) == Some(Part::Thing);
            if other.bonds.iter().any(|theirs| (theirs.governor, theirs.dependent) == (bond.governor, bond.dependent)) {
                self.bonds += counts.weight(bond.dependent);
                self.same_act |= bond.tie == Tie::Object;
                self.told_of |= bond.tie == Tie::Complement
                    && one.act == Act::Tells
                    && other.act != Act::Tells
                    && things(bond.governor)
                    && things(bond.dependent);
                if bond.tie == Tie::Modifier {
                    names.push((bond.governor, bond.dependent));
                }
            }
        }
        self.units -= names.iter().filter(|(_, modifier)| self.terms.contains(modifier)).count().min(self.units);
        let mut seen: Vec<(Term, Term)> = Vec::new();
        for mine in one.bonds {
            for theirs in other.bonds {
                let pair = if mine.governor == theirs.governor && mine.dependent != theirs.dependent {
                    (mine.dependent, theirs.dependent)
                } else if mine.dependent == theirs.dependent
                    && mine.governor != theirs.governor
                    && mine.tie != Tie::Object
                    && theirs.tie != Tie::Object
                {
                    (mine.governor, theirs.governor)
                } else {
                    continue;
                };
                if seen.contains(&pair) || !is_rival(pair.0, one, other) || !is_rival(pair.1, other, one) {
                    continue;
                }
                seen.push(pair);
                let tie = if mine.tie == Tie::Modifier && theirs.tie == Tie::Modifier { RIVAL_MODIFIERS } else { 1.0 };
                self.rivals += tie * counts.weight(pair.0).min(counts.weight(pair.1));
            }
        }
    }
}

/// Whether a thing that `one` names stands in it where the other names something else: the other does not have it, or has it less often.
fn is_rival(term: Term, one: View<'_>, other: View<'_>) -> bool {
    let times = |statement: View<'_>| statement.bonds.iter().filter(|bond| bond.dependent == term).count();
    part_of(one, term) == Some(Part::Thing)
        && match part_of(other, term) {
            None => true,
            Some(_) => times(one) > times(other) && times(other) > 0,
        }
}

fn part_of(statement: View<'_>, term: Term) -> Option<Part> {
    let at = statement.terms.binary_search_by_key(&term, |(term, _)| *term).ok()?;
    statement.terms.get(at).map(|(_, part)| *part)
}
