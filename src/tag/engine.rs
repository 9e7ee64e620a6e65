//! One sentence against all rules: one prefilter pass, then only the rules that can match; shields first, then the items.

use super::clauses;
use super::fold::Folded;
use super::pattern::Pattern;
use super::rules::{Covers, Rule, RuleError, RuleKind, RuleSet};
use crate::model::Kind;
use aho_corasick::{AhoCorasick, MatchKind};
use std::ops::Range;

/// The rules with their prefilter.
#[derive(Debug)]
pub struct Engine {
    rules: RuleSet,
    /// Finds every word that some rule asks for.
    prefilter: AhoCorasick,
    /// For each word of the prefilter, the rules that ask for it, as a bit set.
    asked_by: Vec<Bits>,
    /// The rules without words, always tried.
    always: Bits,
}

/// What a sentence is seen with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Setting<'a> {
    /// The heading above, folded.
    pub section: Option<&'a str>,
    /// The stem above, folded; the sentence may hold it as well.
    pub stem: Option<&'a str>,
}

/// A rule that fired, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Firing {
    /// Index of the rule.
    pub rule: usize,
    /// Its cue, byte offsets in the folded sentence.
    pub cue: Range<usize>,
}

/// How the trial of one rule on one sentence ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// None of its words stands in the sentence.
    NoWord,
    /// The section is not one that it asks for.
    WrongSection,
    /// Its cue does not match.
    NoCue,
    /// A condition that it needs does not hold: the pattern as written.
    Missing(String),
    /// An exclusion holds: the pattern as written and the words.
    Excluded(String, String),
    /// A shield covers the cue: the rule's index.
    Shielded(usize),
    /// The cue is part of what another rule found: the rule's index.
    Absorbed(usize),
    /// It matched, but another rule of the same kind was preferred: the rule's index.
    Weaker(usize),
    /// It fired.
    Fired,
}

/// The trial of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// Index of the rule.
    pub rule: usize,
    /// How it ended.
    pub outcome: Outcome,
    /// Its cue, where one matched.
    pub cue: Option<Range<usize>>,
}

impl Engine {
    /// Builds the prefilter over the rules' words.
    ///
    /// # Errors
    /// The words are too many for the automaton, which takes millions.
    pub fn new(rules: RuleSet) -> Result<Self, RuleError> {
        let mut words: Vec<String> = Vec::new();
        let mut asked_by: Vec<Bits> = Vec::new();
        let mut always = Bits::default();
        for (index, rule) in rules.rules.iter().enumerate() {
            if rule.words.is_empty() {
                always.set(index);
            }
            for word in &rule.words {
                let word = word.to_ascii_lowercase();
                let at = words.iter().position(|known| *known == word).unwrap_or_else(|| {
                    words.push(word);
                    asked_by.push(Bits::default());
                    words.len() - 1
                });
                if let Some(bits) = asked_by.get_mut(at) {
                    bits.set(index);
                }
            }
        }
        let prefilter =
            AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(&words);
        let prefilter = prefilter.map_err(|error| RuleError::at("rules", "", 0, None, error.to_string()))?;
        Ok(Self { rules, prefilter, asked_by, always })
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules.rules
    }

    /// Digest of the files that the rules were read from.
    #[must_use]
    pub fn digest(&self) -> &[u8; 32] {
        &self.rules.digest
    }

    /// The rule with this index.
    #[must_use]
    pub fn rule(&self, index: usize) -> Option<&Rule> {
        self.rules.rules.get(index)
    }

    /// The best firing of each kind, in order of their cues.
    #[must_use]
    pub fn evaluate(&self, text: &Folded<'_>, setting: Setting<'_>) -> Vec<Firing> {
        let candidates = self.candidates(text.text());
        let mut trials = Vec::new();
        for index in candidates.iter() {
            if let Some(rule) = self.rule(index) {
                let (outcome, cue) = try_rule(rule, text.text(), setting, 0);
                if outcome == Outcome::Fired {
                    trials.push(Trial { rule: index, outcome, cue });
                }
            }
        }
        self.settle(&mut trials, text.text(), setting);
        let fired = trials.into_iter().filter(|trial| trial.outcome == Outcome::Fired && !self.is_shield(trial.rule));
        let mut firings: Vec<Firing> =
            fired.filter_map(|trial| Some(Firing { rule: trial.rule, cue: trial.cue? })).collect();
        firings.sort_by_key(|firing| (firing.cue.start, firing.rule));
        firings
    }

    /// The trial of every rule, for those who ask why.
    #[must_use]
    pub fn trace(&self, text: &Folded<'_>, setting: Setting<'_>) -> Vec<Trial> {
        let candidates = self.candidates(text.text());
        let mut trials: Vec<Trial> = Vec::new();
        for (index, rule) in self.rules().iter().enumerate() {
            let (outcome, cue) = if candidates.contains(index) {
                try_rule(rule, text.text(), setting, 0)
            } else {
                (Outcome::NoWord, None)
            };
            trials.push(Trial { rule: index, outcome, cue });
        }
        self.settle(&mut trials, text.text(), setting);
        trials
    }

    fn candidates(&self, text: &str) -> Bits {
        let mut bits = self.always.clone();
        for found in self.prefilter.find_overlapping_iter(text) {
            if let Some(asked) = self.asked_by.get(found.pattern().as_usize()) {
                bits.add(asked);
            }
        }
        bits
    }

    fn is_shield(&self, index: usize) -> bool {
        self.rule(index).is_some_and(|rule| rule.kind == RuleKind::None)
    }

    /// Applies shields, then absorption, then the choice of the best of each kind.
    fn settle(&self, trials: &mut [Trial], text: &str, setting: Setting<'_>) {
        let shields: Vec<(usize, Range<usize>)> = trials
            .iter()
            .filter(|trial| trial.outcome == Outcome::Fired && self.is_shield(trial.rule))
            .filter_map(|trial| Some((trial.rule, self.covered(trial.rule, trial.cue.clone()?, text))))
            .collect();
        for trial in trials.iter_mut() {
            self.shield(trial, &shields, text, setting);
        }
        let absorbers: Vec<(usize, usize)> = trials
            .iter()
            .filter(|t| t.outcome == Outcome::Fired)
            .filter_map(|t| Some((t.rule, t.cue.clone()?.start)))
            .collect();
        for trial in trials.iter_mut().filter(|trial| trial.outcome == Outcome::Fired) {
            let Some(kind) = self.rule(trial.rule).and_then(|rule| rule.kind.item()) else { continue };
            let start = trial.cue.clone().map_or(0, |cue| cue.start);
            let by = absorbers.iter().find(|(by, from)| {
                *by != trial.rule
                    && *from <= start
                    && self.rule(*by).is_some_and(|rule| rule.absorbs.contains(&kind) && rule.kind.item() != Some(kind))
            });
            if let Some((by, _)) = by {
                trial.outcome = Outcome::Absorbed(*by);
            }
        }
        for kind in [Kind::Decision, Kind::Action, Kind::Recommendation] {
            let of_kind = |index: usize| self.rule(index).is_some_and(|rule| rule.kind.item() == Some(kind));
            let rank = |trial: &Trial| {
                let rule = self.rule(trial.rule);
                let start = trial.cue.clone().map_or(usize::MAX, |cue| cue.start);
                (rule.map(|rule| (rule.priority, rule.force)), std::cmp::Reverse((start, trial.rule)))
            };
            let fired = trials.iter().filter(|trial| trial.outcome == Outcome::Fired && of_kind(trial.rule));
            let Some(best) = fired.max_by_key(|trial| rank(trial)).map(|trial| trial.rule) else { continue };
            for trial in trials.iter_mut().filter(|t| t.outcome == Outcome::Fired && t.rule != best && of_kind(t.rule))
            {
                trial.outcome = Outcome::Weaker(best);
            }
        }
    }

    /// Moves a rule's cue on to the first one that no shield covers, or marks it as shielded.
    fn shield(&self, trial: &mut Trial, shields: &[(usize, Range<usize>)], text: &str, setting: Setting<'_>) {
        let Some(rule) = self.rule(trial.rule) else { return };
        let Some(kind) = rule.kind.item() else { return };
        while trial.outcome == Outcome::Fired {
            let Some(cue) = trial.cue.clone() else { return };
            let by = shields.iter().find(|(by, covered)| {
                let blocks =
                    self.rule(*by).is_some_and(|shield| shield.blocks.is_empty() || shield.blocks.contains(&kind));
                blocks && covered.start < cue.end && cue.start < covered.end
            });
            let Some((by, _)) = by else { return };
            let (outcome, next) = try_rule(rule, text, setting, cue.start + 1);
            if outcome == Outcome::Fired {
                trial.cue = next;
            } else {
                trial.outcome = Outcome::Shielded(*by);
            }
        }
    }

    fn covered(&self, shield: usize, cue: Range<usize>, text: &str) -> Range<usize> {
        match self.rule(shield).map(|rule| rule.covers) {
            Some(Covers::Clause) => clauses::around(text, cue.start),
            Some(Covers::After) => cue.start..text.len(),
            Some(Covers::Cue) => cue,
            Some(Covers::Sentence) | None => 0..text.len(),
        }
    }
}

/// Tries one rule from an offset on; the first cue that passes every condition wins, else the first failure is told.
fn try_rule(rule: &Rule, text: &str, setting: Setting<'_>, from: usize) -> (Outcome, Option<Range<usize>>) {
    if let Some(section) = &rule.section {
        let here = setting.section.is_some_and(|heading| section.is_match(heading))
            || setting.stem.is_some_and(|stem| section.is_match(stem));
        if !here {
            return (Outcome::WrongSection, None);
        }
    }
    if let (Some(pattern), Some(heading)) = (&rule.unless_section, setting.section)
        && pattern.is_match(heading)
    {
        return (Outcome::WrongSection, None);
    }
    let Some(mut cue) = rule.cue.find_at(text, from) else { return (Outcome::NoCue, None) };
    if let Some(outcome) = whole_sentence(rule, text) {
        return (outcome, Some(cue));
    }
    let mut first_failure = None;
    loop {
        match around_cue(rule, text, &cue) {
            None => return (Outcome::Fired, Some(cue)),
            Some(outcome) => {
                first_failure.get_or_insert((outcome, cue.clone()));
            }
        }
        match rule.cue.find_at(text, cue.end.max(cue.start + 1)) {
            Some(next) => cue = next,
            None => break,
        }
    }
    first_failure.map_or((Outcome::NoCue, None), |(outcome, cue)| (outcome, Some(cue)))
}

fn whole_sentence(rule: &Rule, text: &str) -> Option<Outcome> {
    if let Some(missing) = rule.needs.iter().find(|pattern| !pattern.is_match(text)) {
        return Some(Outcome::Missing(missing.written.clone()));
    }
    excluded(&rule.unless, text)
}

fn around_cue(rule: &Rule, text: &str, cue: &Range<usize>) -> Option<Outcome> {
    let before = text.get(..cue.start).unwrap_or_default();
    let after = text.get(cue.end..).unwrap_or_default();
    if let Some(missing) = rule.needs_after.iter().find(|pattern| !pattern.is_match(after)) {
        return Some(Outcome::Missing(missing.written.clone()));
    }
    excluded(&rule.unless_before, before).or_else(|| excluded(&rule.unless_after, after))
}

fn excluded(patterns: &[Pattern], text: &str) -> Option<Outcome> {
    patterns.iter().find_map(|pattern| {
        let found = pattern.find(text)?;
        Some(Outcome::Excluded(pattern.written.clone(), text.get(found).unwrap_or_default().to_owned()))
    })
}

/// A set of rule indices.
#[derive(Debug, Clone, Default)]
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

    fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }
}
