//! Which statements are worth comparing: those that share rare words, or pairs of words that hang together.
//!
//! Each statement has a few keys. A key that stands in very many statements is a turn of phrase and is not asked; so the work grows
//! with the number of statements and not with its square.

use super::statement::{Part, View};
use super::statements::Statements;
use super::weights::Counts;
use super::words::Term;
use rayon::prelude::*;

/// A key that more statements have tells nothing.
const MOST_HOLDERS: usize = 200;

/// A word alone is a key where at most as many statements hold it.
const RARE: u32 = 24;

/// Statements compared with one.
const MOST_CANDIDATES: usize = 48;

/// Keys of statements, in order, with the numbers of the statements.
#[derive(Debug, Default)]
pub struct Candidates {
    entries: Vec<(u32, u32)>,
}

impl Candidates {
    /// The keys of the statements before number `end`; of all keys only the `wanted` ones, where only some are asked for.
    #[must_use]
    pub fn of(statements: &Statements, end: usize, counts: &Counts, wanted: Option<&Keys>) -> Self {
        let end = end.min(statements.len());
        let mut entries: Vec<(u32, u32)> = (0..end)
            .into_par_iter()
            .fold(Vec::new, |mut entries, number| {
                let number_small = u32::try_from(number).unwrap_or(u32::MAX);
                if let Some(statement) = statements.get(number) {
                    for (key, _) in keys(statement, counts) {
                        if wanted.is_none_or(|wanted| wanted.has(key)) {
                            entries.push((key, number_small));
                        }
                    }
                }
                entries
            })
            .reduce(Vec::new, |mut one, mut other| {
                one.append(&mut other);
                one
            });
        entries.par_sort_unstable();
        entries.dedup();
        Self { entries }
    }

    /// The statements before number `before` that share most with `statement`, by number, the best first.
    #[must_use]
    pub fn for_statement(
        &self,
        statement: View<'_>,
        counts: &Counts,
        before: u32,
        is_wanted: impl Fn(u32) -> bool,
    ) -> Vec<u32> {
        let mut votes: Vec<(u32, f32)> = Vec::new();
        for (key, weight) in keys(statement, counts) {
            let from = self.entries.partition_point(|(known, _)| *known < key);
            let rest = self.entries.get(from..).unwrap_or_default();
            let is_holder = |entry: &&(u32, u32)| entry.0 == key && entry.1 < before;
            let count = rest.iter().take(MOST_HOLDERS + 1).take_while(is_holder).count();
            // What only later statements share makes no key common: they do not change what was found.
            if count <= MOST_HOLDERS {
                let holders = rest.iter().take(count).map(|(_, number)| *number);
                votes.extend(holders.filter(|number| is_wanted(*number)).map(|number| (number, weight)));
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

/// Keys that are asked for. It may hold others, too: they are found and not asked for.
#[derive(Debug)]
pub struct Keys(Vec<u64>);

/// Bits of the set, as a power of two: one in a hundred of two million keys is mistaken for another.
const KEY_BITS: u32 = 26;

impl Keys {
    /// The keys of the statements from number `from` on to before `to`.
    #[must_use]
    pub fn of(statements: &Statements, from: usize, to: usize, counts: &Counts) -> Self {
        let mut bits = vec![0_u64; 1 << (KEY_BITS - 6)];
        for statement in statements.range(from, to) {
            for (key, _) in keys(statement, counts) {
                let (word, bit) = place(key);
                if let Some(word) = bits.get_mut(word) {
                    *word |= bit;
                }
            }
        }
        Self(bits)
    }

    fn has(&self, key: u32) -> bool {
        let (word, bit) = place(key);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

fn place(key: u32) -> (usize, u64) {
    let at = key >> (u32::BITS - KEY_BITS);
    ((at >> 6) as usize, 1 << (at & 63))
}

/// The keys of a statement, each with its weight.
fn keys(statement: View<'_>, counts: &Counts) -> Vec<(u32, f32)> {
    let mut keys = Vec::with_capacity(statement.bonds.len() + statement.terms.len());
    for bond in statement.bonds {
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
