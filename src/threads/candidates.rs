//! Which statements are worth comparing: those that share rare words, or pairs of words that hang together.
//!
//! Each statement has a few keys. A key that stands in very many statements is a turn of phrase and is not asked; so the work grows
//! with the number of statements and not with its square.

use super::statement::{Part, Statement};
use super::weights::Counts;
use super::words::Term;

/// A key that more statements have tells nothing.
const MOST_HOLDERS: usize = 200;

/// A word alone is a key where at most as many statements hold it.
const RARE: u32 = 24;

/// Statements compared with one.
const MOST_CANDIDATES: usize = 48;

/// Keys of all statements, in order.
#[derive(Debug, Default)]
pub struct Candidates {
    entries: Vec<(u32, u32)>,
}

impl Candidates {
    /// The keys of `statements`, by their numbers.
    #[must_use]
    pub fn of(statements: &[Statement], counts: &Counts) -> Self {
        let mut entries = Vec::with_capacity(statements.len() * 8);
        for (number, statement) in (0_u32..).zip(statements) {
            for (key, _) in keys(statement, counts) {
                entries.push((key, number));
            }
        }
        entries.sort_unstable();
        entries.dedup();
        Self { entries }
    }

    /// The statements that share most with `statement`, by number, the best first.
    #[must_use]
    pub fn for_statement(&self, statement: &Statement, counts: &Counts, is_wanted: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut votes: Vec<(u32, f32)> = Vec::new();
        for (key, weight) in keys(statement, counts) {
            let from = self.entries.partition_point(|(known, _)| *known < key);
            let rest = self.entries.get(from..).unwrap_or_default();
            let holders = rest.iter().take(MOST_HOLDERS + 1).take_while(|(known, _)| *known == key);
            let holders: Vec<u32> = holders.map(|(_, number)| *number).collect();
            if holders.len() <= MOST_HOLDERS {
                votes.extend(holders.into_iter().filter(|number| is_wanted(*number)).map(|number| (number, weight)));
            }
        }
        votes.sort_unstable_by_key(|(number, _)| *number);
        let mut sums: Vec<(u32, f32)> = Vec::new();
        for (number, weight) in votes {
            match sums.last_mut() {
                Some((last, sum)) if *last == number => *sum += weight,
                _ => sums.push((number, weight)),
            }
        }
        sums.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
        sums.truncate(MOST_CANDIDATES);
        sums.into_iter().map(|(number, _)| number).collect()
    }
}

/// The keys of a statement, each with its weight.
fn keys(statement: &Statement, counts: &Counts) -> Vec<(u32, f32)> {
    let mut keys = Vec::with_capacity(statement.bonds.len() + statement.terms.len());
    for bond in &statement.bonds {
        keys.push((
            paired(bond.governor, bond.dependent),
            counts.weight(bond.governor) + counts.weight(bond.dependent),
        ));
    }
    let mut rare: Vec<(Term, f32)> = statement
        .terms
        .iter()
        .filter(|(term, part)| matches!(part, Part::Thing | Part::Doing) && counts.of(*term) <= RARE)
        .map(|(term, _)| (*term, counts.weight(*term)))
        .collect();
    keys.append(&mut rare);
    // Pairs of the rarest words find what is said in another order.
    let mut things: Vec<(Term, u32)> = statement
        .terms
        .iter()
        .filter(|(_, part)| matches!(part, Part::Thing | Part::Doing))
        .map(|(term, _)| (*term, counts.step(*term)))
        .collect();
    things.sort_by_key(|(term, step)| (*step, *term));
    things.truncate(PAIRED_WORDS);
    for (at, (one, _)) in things.iter().enumerate() {
        for (other, _) in things.iter().skip(at + 1) {
            keys.push((paired(*one.min(other), *one.max(other)), counts.weight(*one) + counts.weight(*other)));
        }
    }
    keys
}

/// The rarest words of a statement that are paired with one another.
const PAIRED_WORDS: usize = 4;

/// One number for two.
fn paired(one: Term, other: Term) -> u32 {
    one.rotate_left(13).wrapping_mul(0x9E37_79B1) ^ other.wrapping_mul(0x85EB_CA6B)
}
