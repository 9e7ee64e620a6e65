//! One sentence against all rules: one prefilter pass, then only the rules that can match; shields first, then the items.

use super::clauses;
use super::fold::Folded;
use super::pattern::Pattern;
use super::prefilter::{ALL_WAYS, Candidate, Prefilter};
use super::rules::{Covers, Rule, RuleKind, RuleSet};
use crate::model::Kind;
use std::ops::Range;
use std::sync::OnceLock;

/// The rules with their prefilter.
#[derive(Debug)]
pub struct Engine {
    rules: RuleSet,
    /// Made with the first sentence; `None` inside where it could not be, and every rule is tried.
    prefilter: OnceLock<Option<Prefilter>>,
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
    /// An engine over these rules.
    #[must_use]
    pub fn new(rules: RuleSet) -> Self {
        Self { rules, prefilter: OnceLock::new() }
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
        let mut trials = Vec::new();
        for candidate in self.candidates(text.text()) {
            if let Some(rule) = self.rule(candidate.rule) {
                let (outcome, cue) = try_rule(rule, text.text(), setting, candidate.ways, 0);
                if outcome == Outcome::Fired {
                    trials.push(Trial { rule: candidate.rule, outcome, cue });
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
            let candidate = candidates.iter().find(|candidate| candidate.rule == index);
            let (outcome, cue) = match candidate {
                Some(candidate) => try_rule(rule, text.text(), setting, candidate.ways, 0),
                None => (Outcome::NoWord, None),
            };
            trials.push(Trial { rule: index, outcome, cue });
        }
        self.settle(&mut trials, text.text(), setting);
        trials
    }

    fn candidates(&self, text: &str) -> Vec<Candidate> {
        match self.prefilter.get_or_init(|| Prefilter::of(self.rules())) {
            Some(prefilter) => prefilter.candidates(text).collect(),
            None => (0..self.rules().len()).map(|rule| Candidate { rule, ways: ALL_WAYS }).collect(),
        }
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
            let (outcome, next) = try_rule(rule, text, setting, ALL_WAYS, cue.start + 1);
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
fn try_rule(rule: &Rule, text: &str, setting: Setting<'_>, ways: u64, from: usize) -> (Outcome, Option<Range<usize>>) {
    if ways == 0 {
        return (Outcome::NoCue, None);
    }
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
    let Some(mut cue) = rule.cue.find_way(text, from, ways) else { return (Outcome::NoCue, None) };
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
        match rule.cue.find_way(text, cue.end.max(cue.start + 1), ways) {
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
