//! One sentence against all rules: suppression rules first, then the best firing of each kind.

use super::rules::pattern::{Facts, Known, Setting};
use super::rules::words::Seen;
use super::rules::{Covers, Rule, RuleKind, RuleSet};
use crate::language::{Clause, Language, Link, Sentence, Voice};
use crate::model::Kind;
use std::ops::Range;

/// The rules, and the language that they are read in.
#[derive(Debug)]
pub struct Engine {
    rules: RuleSet,
    index: Index,
}

/// For each mood and place, the rules that a clause can meet there, in order, each with the number of its pattern; a clause whose mood
/// asks for none (what was not done is told) meets no rule that asks for a mood.
#[derive(Debug)]
struct Index {
    by_stand: Vec<Vec<(usize, usize)>>,
    lines: Vec<usize>,
}

impl Index {
    fn of(rules: &[Rule]) -> Self {
        let (moods, places) = Facts::KINDS;
        let stands = (0..moods).flat_map(|mood| (0..places).map(move |place| (mood, place)));
        let meets = |(mood, place): (usize, usize)| {
            let patterns = rules.iter().enumerate().flat_map(|(rule, source)| {
                source.clause.iter().enumerate().map(move |(nth, pattern)| (rule, nth, pattern))
            });
            patterns.filter(|(.., pattern)| pattern.can_stand(mood, place)).map(|(rule, nth, _)| (rule, nth)).collect()
        };
        let lines = rules.iter().enumerate().filter(|(_, rule)| !rule.line.is_empty()).map(|(at, _)| at).collect();
        Self { by_stand: stands.map(meets).collect(), lines }
    }

    fn patterns(&self, facts: Facts) -> impl Iterator<Item = (usize, usize)> {
        let places = Facts::KINDS.1;
        facts.stands().filter_map(move |(mood, place)| self.by_stand.get(mood * places + place)).flatten().copied()
    }
}

impl Engine {
    /// An engine over these rules.
    #[must_use]
    pub fn new(rules: RuleSet) -> Self {
        let index = Index::of(&rules.rules);
        Self { rules, index }
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules.rules
    }

    /// The rule with this index.
    #[must_use]
    pub fn rule(&self, index: usize) -> Option<&Rule> {
        self.rules.rules.get(index)
    }

    /// Digest of the files that the rules and words were read from.
    #[must_use]
    pub fn digest(&self) -> &[u8; 32] {
        &self.rules.digest
    }

    /// The language that sentences are read in.
    #[must_use]
    pub fn language(&self) -> &Language {
        &self.rules.language
    }

    /// Reads a sentence, heading or stem.
    #[must_use]
    pub fn read<'t>(&self, text: &'t str) -> Sentence<'t> {
        self.rules.language.read(text)
    }

    /// Reads a sentence if a rule can find something in it; most sentences of a report need no reading.
    #[must_use]
    pub fn read_to_find<'t>(&self, text: &'t str, setting: Setting<'_, '_>) -> Option<Sentence<'t>> {
        let mut sentence = self.rules.language.glance(text);
        let seen = Seen::at_a_glance(&sentence);
        let titled = setting.section.is_some() || setting.stem.is_some();
        let finds = self.rules().iter().filter(|rule| rule.kind != RuleKind::None);
        let mut patterns = finds.flat_map(|rule| rule.clause.iter().chain(&rule.line));
        if !patterns.any(|pattern| pattern.can_meet(&seen, titled)) {
            return None;
        }
        self.rules.language.parse(&mut sentence);
        Some(sentence)
    }

    /// The best firing of each kind, in order of their cues.
    #[must_use]
    pub fn evaluate(&self, sentence: &Sentence<'_>, setting: Setting<'_, '_>) -> Vec<Firing> {
        let rules = self.rules();
        let seen = Seen::of(sentence);
        let known = Known { sentence, seen: &seen, setting };
        let mut trials: Vec<Trial> = Vec::new();
        for (at, clause) in sentence.clauses.iter().enumerate() {
            let facts = Facts::of(sentence, clause);
            for (index, nth) in self.index.patterns(facts) {
                let Some(rule) = rules.get(index) else { continue };
                let again = |trial: &Trial| trial.rule == index && trial.clause == Some(at);
                let fits = rule.clause.get(nth).is_some_and(|pattern| pattern.fits(known, clause, facts).is_ok());
                if fits
                    && !trials.iter().any(again)
                    && !rule.unless.iter().any(|pattern| pattern.fits(known, clause, facts).is_ok())
                {
                    let cue = sentence.bytes(&clause.verb.tokens);
                    trials.push(Trial { rule: index, clause: Some(at), outcome: Outcome::Fired, cue });
                }
            }
        }
        for &index in &self.index.lines {
            if let Some(words) = rules.get(index).and_then(|rule| line(rule, known)) {
                trials.push(Trial { rule: index, clause: None, outcome: Outcome::Fired, cue: sentence.bytes(&words) });
            }
        }
        settle(rules, &mut trials, sentence);
        let finds = |trial: &Trial| {
            trial.outcome == Outcome::Fired && rules.get(trial.rule).is_some_and(|rule| rule.kind != RuleKind::None)
        };
        let mut firings: Vec<Firing> = trials
            .into_iter()
            .filter(finds)
            .map(|trial| Firing { rule: trial.rule, cue: trial.cue, clause: trial.clause })
            .collect();
        firings.sort_by_key(|firing| (firing.cue.start, firing.rule));
        firings
    }

    /// The trial of every rule on every clause, for those who ask why.
    #[must_use]
    pub fn trace(&self, sentence: &Sentence<'_>, setting: Setting<'_, '_>) -> Vec<Trial> {
        trace(self.rules(), sentence, setting)
    }
}

/// A rule that fired, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Firing {
    /// Index of the rule.
    pub rule: usize,
    /// Byte offsets of its verb group, or of the words that it found.
    pub cue: Range<usize>,
    /// The clause that it fired on; none for a line without a verb.
    pub clause: Option<usize>,
}

/// How the trial of one rule on one clause ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A condition does not hold: its key.
    Fails(&'static str),
    /// An exception holds: its number.
    Excepted(usize),
    /// A suppression rule covers it: the rule's index.
    Suppressed(usize),
    /// It is part of what another rule found: the rule's index.
    Absorbed(usize),
    /// It matched, but another rule of the same kind was preferred: the rule's index.
    Weaker(usize),
    /// It fired.
    Fired,
}

impl Outcome {
    /// How near the rule came to firing.
    #[must_use]
    pub fn closeness(&self) -> u8 {
        match self {
            Self::Fails("does") => 1,
            Self::Fails("place" | "mood" | "negated" | "voice") => 2,
            Self::Fails(_) => 3,
            Self::Excepted(_) => 4,
            Self::Suppressed(_) => 5,
            Self::Absorbed(_) => 6,
            Self::Weaker(_) => 7,
            Self::Fired => 8,
        }
    }
}

/// The trial of one rule on one clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// Index of the rule.
    pub rule: usize,
    /// The clause; none for the line as a whole.
    pub clause: Option<usize>,
    /// How it ended.
    pub outcome: Outcome,
    /// The bytes of its cue.
    pub cue: Range<usize>,
}

/// The trial of every rule on every clause, for those who ask why.
fn trace(rules: &[Rule], sentence: &Sentence<'_>, setting: Setting<'_, '_>) -> Vec<Trial> {
    let mut trials = Vec::new();
    let seen = Seen::of(sentence);
    let known = Known { sentence, seen: &seen, setting };
    let facts: Vec<Facts> = sentence.clauses.iter().map(|clause| Facts::of(sentence, clause)).collect();
    for (index, rule) in rules.iter().enumerate() {
        attempt(index, rule, known, &facts, &mut |trial| trials.push(trial));
    }
    settle(rules, &mut trials, sentence);
    trials
}

fn attempt(index: usize, rule: &Rule, known: Known<'_, '_>, facts: &[Facts], tell: &mut impl FnMut(Trial)) {
    let sentence = known.sentence;
    for (at, (clause, facts)) in sentence.clauses.iter().zip(facts).enumerate() {
        if rule.clause.is_empty() {
            break;
        }
        let cue = sentence.bytes(&clause.verb.tokens);
        let mut outcome = Outcome::Fails("does");
        for pattern in &rule.clause {
            match pattern.fits(known, clause, *facts) {
                Ok(()) => {
                    let excepted = rule.unless.iter().position(|pattern| pattern.fits(known, clause, *facts).is_ok());
                    outcome = excepted.map_or(Outcome::Fired, Outcome::Excepted);
                    break;
                }
                Err(key) if outcome == Outcome::Fails("does") => outcome = Outcome::Fails(key),
                Err(_) => {}
            }
        }
        tell(Trial { rule: index, clause: Some(at), outcome, cue });
    }
    if let Some(words) = line(rule, known) {
        tell(Trial { rule: index, clause: None, outcome: Outcome::Fired, cue: sentence.bytes(&words) });
    }
}

/// The words that a rule finds in a line as a whole.
fn line(rule: &Rule, known: Known<'_, '_>) -> Option<Range<usize>> {
    rule.line.iter().find_map(|pattern| pattern.fits_words(known).ok())
}

/// Whether a clause is the other or part of what is said in it.
fn below(sentence: &Sentence<'_>, clause: Option<usize>, above: usize) -> bool {
    let mut here = clause;
    // A chain of parents is no longer than there are clauses.
    for _ in 0..=sentence.clauses.len() {
        let Some(at) = here else { return false };
        if at == above {
            return true;
        }
        let Some(clause) = sentence.clauses.get(at) else { return false };
        let part = matches!(
            clause.link,
            Link::Content | Link::Infinitive | Link::Gerund | Link::Question | Link::Purpose | Link::Relative
        ) || clause.link == Link::Coordinate && clause.subject_shared;
        here = clause.parent.filter(|_| part);
    }
    false
}

/// Whether a clause says who acts.
fn has_doer(clause: &Clause) -> bool {
    clause.verb.voice == Voice::Active && clause.subject.is_some()
}

/// Applies suppression, then absorption, then the choice of the best of each kind.
fn settle(rules: &[Rule], trials: &mut [Trial], sentence: &Sentence<'_>) {
    let of = |trial: &Trial| rules.get(trial.rule);
    let fired = |trial: &Trial| trial.outcome == Outcome::Fired;
    let covers: Vec<(usize, Option<usize>)> = trials
        .iter()
        .filter(|trial| fired(trial) && of(trial).is_some_and(|rule| rule.kind == RuleKind::None))
        .map(|trial| (trial.rule, trial.clause.filter(|_| of(trial).is_some_and(|rule| rule.covers == Covers::Clause))))
        .collect();
    for trial in trials.iter_mut().filter(|trial| trial.outcome == Outcome::Fired) {
        let Some(kind) = rules.get(trial.rule).and_then(|rule| rule.kind.item()) else { continue };
        let by = covers.iter().find(|(by, clause)| {
            let blocks = rules.get(*by).is_some_and(|rule| rule.blocks.is_empty() || rule.blocks.contains(&kind));
            blocks && clause.is_none_or(|above| below(sentence, trial.clause, above))
        });
        if let Some((by, _)) = by {
            trial.outcome = Outcome::Suppressed(*by);
        }
    }
    // What was decided at another time is no proposal of today either: told decisions absorb what hangs on them.
    let absorbers: Vec<(usize, usize, Option<usize>)> = trials
        .iter()
        .filter_map(|trial| match (&trial.outcome, trial.clause) {
            (Outcome::Fired, _) => Some((trial.rule, trial.cue.start, None)),
            (Outcome::Suppressed(_), Some(clause)) => Some((trial.rule, trial.cue.start, Some(clause))),
            _ => None,
        })
        .collect();
    for trial in trials.iter_mut().filter(|trial| trial.outcome == Outcome::Fired) {
        let Some(kind) = rules.get(trial.rule).and_then(|rule| rule.kind.item()) else { continue };
        let by = absorbers.iter().find(|(by, from, told)| {
            *by != trial.rule
                && *from <= trial.cue.start
                && told.is_none_or(|above| below(sentence, trial.clause, above))
                && rules.get(*by).is_some_and(|rule| rule.absorbs.contains(&kind) && rule.kind.item() != Some(kind))
        });
        if let Some((by, ..)) = by {
            trial.outcome = Outcome::Absorbed(*by);
        }
    }
    for kind in [Kind::Decision, Kind::Action, Kind::Recommendation] {
        let rank = |trial: &Trial| {
            let rule = rules.get(trial.rule);
            // Of two tasks in one sentence the one that says whose it is.
            let personal =
                kind == Kind::Action && trial.clause.and_then(|at| sentence.clauses.get(at)).is_some_and(has_doer);
            (rule.map(|rule| (rule.priority, rule.force)), personal, std::cmp::Reverse((trial.cue.start, trial.rule)))
        };
        let of_kind = |trial: &Trial| {
            trial.outcome == Outcome::Fired && rules.get(trial.rule).is_some_and(|rule| rule.kind.item() == Some(kind))
        };
        let best = trials.iter().enumerate().filter(|(_, trial)| of_kind(trial)).max_by_key(|(_, trial)| rank(trial));
        let Some((best, winner)) = best.map(|(at, trial)| (at, trial.rule)) else { continue };
        for (at, trial) in trials.iter_mut().enumerate() {
            if at != best && of_kind(trial) {
                trial.outcome = Outcome::Weaker(winner);
            }
        }
    }
}
