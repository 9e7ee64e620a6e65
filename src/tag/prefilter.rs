//! One pass over a sentence says which rules can match it, and which of the alternatives of their cues.
//!
//! A rule can match only if one of its own words stands in the sentence, and an alternative of its cue only if one of the texts
//! stands there that it cannot do without. All those texts are looked for at once.

use super::rules::Rule;
use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

/// The texts of all rules, ready to be looked for.
#[derive(Debug)]
pub struct Prefilter {
    automaton: AhoCorasick,
    /// For each text, the wants that it meets: an index into `met`.
    meets: Vec<u32>,
    met: Vec<Bits>,
    rules: Vec<Wants>,
}

/// What one rule wants; numbers are bits.
#[derive(Debug, Default)]
struct Wants {
    /// One of the rule's own words.
    words: Option<usize>,
    /// For each alternative of the cue, what it requires.
    ways: Vec<Option<usize>>,
}

/// A rule that can match a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Index of the rule.
    pub rule: usize,
    /// The alternatives of its cue that can match, as bits; none: it cannot match, though one of its words stands there.
    pub ways: u64,
}

/// All alternatives of a cue.
pub const ALL_WAYS: u64 = u64::MAX;

impl Prefilter {
    /// Gathers the texts of all rules; `None` if they are too many for one automaton, which takes millions.
    #[must_use]
    pub fn of(rules: &[Rule]) -> Option<Self> {
        let mut texts = Texts::default();
        let wants = rules.iter().map(|rule| texts.wants_of(rule)).collect();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&texts.texts)
            .ok()?;
        let mut sets: FxHashMap<Bits, u32> = FxHashMap::default();
        let mut met = Vec::new();
        let index = |bits: Bits| {
            *sets.entry(bits).or_insert_with_key(|bits| {
                met.push(bits.clone());
                u32::try_from(met.len() - 1).unwrap_or(u32::MAX)
            })
        };
        let meets = texts.meets.into_iter().map(index).collect();
        Some(Self { automaton, meets, met, rules: wants })
    }

    /// The rules of which a word stands in the text, in order.
    pub fn candidates(&self, text: &str) -> impl Iterator<Item = Candidate> {
        let mut met = Bits::default();
        for found in self.automaton.find_overlapping_iter(text) {
            let bits = self.meets.get(found.pattern().as_usize()).and_then(|at| self.met.get(*at as usize));
            if let Some(bits) = bits {
                met.add(bits);
            }
        }
        self.rules.iter().enumerate().filter_map(move |(rule, wants)| {
            let has = |want: &Option<usize>| want.is_none_or(|want| met.contains(want));
            if !has(&wants.words) {
                return None;
            }
            let ways = match wants.ways.as_slice() {
                [] => ALL_WAYS,
                [way] => {
                    if has(way) {
                        ALL_WAYS
                    } else {
                        0
                    }
                }
                ways => {
                    let bits = ways.iter().zip(0..).filter(|(way, _)| has(way)).map(|(_, bit)| 1 << bit);
                    bits.fold(0, |ways: u64, bit: u64| ways | bit)
                }
            };
            Some(Candidate { rule, ways })
        })
    }
}

/// The texts gathered so far.
#[derive(Default)]
struct Texts<'a> {
    texts: Vec<&'a [u8]>,
    /// For each text, the wants that it meets.
    meets: Vec<Bits>,
    places: FxHashMap<&'a [u8], usize>,
    wants: usize,
}

impl<'a> Texts<'a> {
    fn wants_of(&mut self, rule: &'a Rule) -> Wants {
        let ways = rule.cue.required();
        let known = ways.len() <= u64::BITS as usize;
        let words: Vec<&[u8]> = rule.words.iter().map(String::as_bytes).collect();
        Wants {
            words: (!words.is_empty()).then(|| self.want(words)),
            ways: if known {
                ways.into_iter().map(|way| way.map(|texts| self.want(texts))).collect()
            } else {
                Vec::new()
            },
        }
    }

    /// Adds a want that each of these texts meets; gives its number.
    fn want(&mut self, wanted: Vec<&'a [u8]>) -> usize {
        for text in wanted {
            let place = *self.places.entry(text).or_insert_with(|| {
                self.texts.push(text);
                self.meets.push(Bits::default());
                self.texts.len() - 1
            });
            if let Some(bits) = self.meets.get_mut(place) {
                bits.set(self.wants);
            }
        }
        self.wants += 1;
        self.wants - 1
    }
}

/// A set of small numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Bits(Vec<u64>);

impl Bits {
    fn set(&mut self, index: usize) {
        if self.0.len() <= index / 64 {
            self.0.resize(index / 64 + 1, 0);
        }
        if let Some(word) = self.0.get_mut(index / 64) {
            *word |= 1 << (index % 64);
        }
    }

    fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    fn contains(&self, index: usize) -> bool {
        self.0.get(index / 64).is_some_and(|word| word & (1 << (index % 64)) != 0)
    }
}
