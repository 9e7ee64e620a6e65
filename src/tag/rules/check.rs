//! `rules check`: does each rule do what its own examples say, is every rule alive, does none stand in the shadow of another?

use crate::model::Kind;
use crate::tag::engine::{Outcome, Trial};
use crate::tag::rules::pattern::Setting;
use crate::tag::{Sentence, Tagger};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// What is wrong with a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// It misses a sentence that it must catch; the trial says why.
    Misses(String, String),
    /// It catches a sentence that it must not.
    Catches(String),
    /// It has no sentence to catch, so nothing shows that it works.
    Dead,
    /// Wherever it matches, this other rule of its kind is preferred.
    ShadowedBy(String),
}

/// A rule and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Id of the rule.
    pub rule: String,
    /// The file that it stands in.
    pub file: String,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: rule {} ", self.file, self.rule)?;
        match &self.problem {
            Problem::Misses(text, why) => write!(out, "misses \"{text}\": {why}"),
            Problem::Catches(text) => write!(out, "catches \"{text}\", which it must not"),
            Problem::Dead => write!(out, "has no sentence that it must catch"),
            Problem::ShadowedBy(other) => write!(out, "never shows: {other} is preferred wherever it matches"),
        }
    }
}

/// Runs every rule over its own sentences. An example may carry a section heading before " | ".
#[must_use]
pub fn check(tagger: &Tagger) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, rule) in tagger.rules().iter().enumerate() {
        let mut report = |problem| findings.push(Finding { rule: rule.id.clone(), file: rule.file.clone(), problem });
        if rule.must.is_empty() {
            report(Problem::Dead);
        }
        let mut stronger = Vec::new();
        for text in &rule.must {
            match trial_of(tagger, index, text).map(|trial| trial.outcome) {
                Some(Outcome::Fired) => stronger.push(None),
                Some(Outcome::Weaker(by)) => stronger.push(Some(by)),
                other => report(Problem::Misses(
                    text.clone(),
                    other.map_or_else(String::new, |outcome| describe(tagger, &outcome)),
                )),
            }
        }
        for text in rule.must_not.iter().filter(|text| fires(tagger, &rule.id, text)) {
            report(Problem::Catches(text.clone()));
        }
        if let Some(by) = stronger.first().copied().flatten()
            && stronger.iter().all(|other| *other == Some(by))
        {
            report(Problem::ShadowedBy(tagger.engine.rule(by).map(|rule| rule.id.clone()).unwrap_or_default()));
        }
    }
    findings
}

/// Whether the rule with this id matches a sentence, be it in the end or only beaten by a stronger rule of its kind.
#[must_use]
pub fn fires(tagger: &Tagger, id: &str, text: &str) -> bool {
    let index = tagger.rules().iter().position(|rule| rule.id == id);
    let trial = index.and_then(|index| trial_of(tagger, index, text));
    trial.is_some_and(|trial| matches!(trial.outcome, Outcome::Fired | Outcome::Weaker(_)))
}

/// The trial of a rule on an example that came nearest to firing.
fn trial_of(tagger: &Tagger, rule: usize, example: &str) -> Option<Trial> {
    let (section, text) = example.split_once(" | ").map_or((None, example), |(section, rest)| (Some(section), rest));
    let section = section.map(|section| tagger.engine.read(section));
    let setting = Setting { section: section.as_ref(), stem: None };
    let trials = tagger.engine.trace(&tagger.engine.read(text), setting);
    trials.into_iter().filter(|trial| trial.rule == rule).max_by_key(|trial| trial.outcome.closeness())
}

/// The end of a trial in words.
#[must_use]
pub fn describe(tagger: &Tagger, outcome: &Outcome) -> String {
    let name = |index: &usize| tagger.engine.rule(*index).map(|rule| rule.id.clone()).unwrap_or_default();
    match outcome {
        Outcome::Fails(key) => format!("its condition `{key}` does not hold"),
        Outcome::Excepted(nth) => format!("its exception number {} holds", nth + 1),
        Outcome::Suppressed(by) => format!("suppressed by {}", name(by)),
        Outcome::Absorbed(by) => format!("part of what {} found", name(by)),
        Outcome::Weaker(by) => format!("matches, but {} is preferred", name(by)),
        Outcome::Fired => "fires".to_owned(),
    }
}

/// A file of labelled example sentences: `rules/examples/*.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleFile {
    /// The sets.
    pub set: Vec<ExampleSet>,
}

/// Sentences of one pattern, under one heading.
#[derive(Debug, Deserialize)]
pub struct ExampleSet {
    /// What they have in common.
    pub about: String,
    /// The heading above.
    #[serde(default)]
    pub section: Option<String>,
    /// The stem above.
    #[serde(default)]
    pub stem: Option<String>,
    /// Kinds that may be found or not: what careful readers could label either way.
    #[serde(default)]
    pub either: Vec<Kind>,
    /// Sentences by their kinds: `decision`, `action`, `recommendation`, joined by `+`; `none` for traps.
    #[serde(flatten)]
    pub sentences: BTreeMap<String, Vec<String>>,
}

/// A sentence that is not tagged as it is labelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The set.
    pub about: String,
    /// The sentence.
    pub text: String,
    /// Kinds as labelled.
    pub expected: String,
    /// Kinds as found, each with its rule.
    pub found: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "[{}] expected {}, found {}: {}", self.about, self.expected, self.found, self.text)
    }
}

/// Tags every example sentence and lists those not tagged as labelled; also gives the number of sentences.
///
/// # Errors
/// The text is not a file of examples; the message names line and column.
pub fn check_examples(tagger: &Tagger, text: &str) -> Result<(usize, Vec<Mismatch>), String> {
    let file: ExampleFile = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut count = 0;
    let mut wrong = Vec::new();
    for set in &file.set {
        for (label, sentences) in &set.sentences {
            for text in sentences {
                count += 1;
                wrong.extend(mismatch(tagger, set, label, text));
            }
        }
    }
    Ok((count, wrong))
}

fn mismatch(tagger: &Tagger, set: &ExampleSet, label: &str, text: &str) -> Option<Mismatch> {
    let sentence =
        Sentence { text: text.to_owned(), section: set.section.clone(), stem: set.stem.clone(), ..Sentence::default() };
    let items = tagger.tag_sentence(&sentence);
    let name = |kind: Kind| match kind {
        Kind::Decision => "decision",
        Kind::Action => "action",
        Kind::Recommendation => "recommendation",
    };
    let has = |kind| items.iter().any(|item| item.kind == kind);
    let expects = |kind| label.split('+').any(|word| word == name(kind));
    let right = [Kind::Decision, Kind::Action, Kind::Recommendation]
        .into_iter()
        .all(|kind| set.either.contains(&kind) || has(kind) == expects(kind));
    let found: Vec<String> = items.iter().map(|item| format!("{} ({})", name(item.kind), item.rule)).collect();
    let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
    (!right).then(|| Mismatch { about: set.about.clone(), text: text.to_owned(), expected: label.to_owned(), found })
}
