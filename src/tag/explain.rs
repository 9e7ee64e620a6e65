//! Why is this sentence tagged as it is? Each rule that fired with its words and the exclusions tested; for each kind that did not
//! fire, the nearest rule and what failed.

use super::engine::{Outcome, Setting, Trial};
use super::fold::Folded;
use super::rules::{Rule, check};
use super::{Sentence, Tagger};
use crate::model::{Force, Kind};
use serde::Serialize;
use std::fmt;

/// The explanation of one sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The sentence.
    pub text: String,
    /// The rules that fired, the one that counts of each kind first.
    pub fired: Vec<Fired>,
    /// For each kind without an item, the rule that came nearest.
    pub missed: Vec<Missed>,
    /// Shields that fired: they keep others from firing.
    pub shields: Vec<Fired>,
}

/// A rule that matched.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fired {
    /// Id of the rule.
    pub rule: String,
    /// Kind of its items; `None` for a shield.
    pub kind: Option<Kind>,
    /// Force of its items.
    pub force: Force,
    /// What the rule says of itself.
    pub doc: String,
    /// The words of its cue.
    pub words: String,
    /// The exclusions that were tested and did not hold, as written.
    pub tested: Vec<String>,
    /// Why it does not count, where a stronger rule does.
    pub but: Option<String>,
}

/// A kind that was not found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Missed {
    /// The kind.
    pub kind: Kind,
    /// Id of the nearest rule.
    pub rule: String,
    /// What failed.
    pub reason: String,
    /// What the rule says of itself.
    pub doc: String,
    /// A sentence that it catches.
    pub example: String,
    /// The words of its cue, where it matched.
    pub words: Option<String>,
}

/// Explains a sentence, with its section and stem where they are given.
#[must_use]
pub fn explain(tagger: &Tagger, sentence: &Sentence) -> Explanation {
    let joined = match sentence.stem.as_deref() {
        Some(stem) => format!("{} {}", stem.trim_end_matches(':').trim_end(), sentence.text),
        None => sentence.text.clone(),
    };
    let folded = Folded::new(&joined);
    let section = sentence.section.as_deref().map(Folded::new);
    let stem = sentence.stem.as_deref().map(Folded::new);
    let setting = Setting { section: section.as_ref().map(Folded::text), stem: stem.as_ref().map(Folded::text) };
    let trials = tagger.engine.trace(&folded, setting);
    let words = |trial: &Trial| {
        let cue = trial.cue.clone()?;
        joined.get(folded.original(cue.start)..folded.original(cue.end)).map(str::to_owned)
    };
    let mut fired = Vec::new();
    let mut shields = Vec::new();
    for trial in &trials {
        let Some(rule) = tagger.engine.rule(trial.rule) else { continue };
        let but = match &trial.outcome {
            Outcome::Fired => None,
            outcome @ (Outcome::Weaker(_) | Outcome::Absorbed(_)) => Some(check::describe(tagger, outcome)),
            _ => continue,
        };
        let entry = Fired {
            rule: rule.id.clone(),
            kind: rule.kind.item(),
            force: rule.force,
            doc: rule.doc.clone(),
            words: words(trial).unwrap_or_default(),
            tested: exclusions(rule),
            but,
        };
        if entry.kind.is_some() { fired.push(entry) } else { shields.push(entry) }
    }
    fired.sort_by_key(|entry| (entry.but.is_some(), entry.kind));
    let missed = [Kind::Decision, Kind::Action, Kind::Recommendation]
        .into_iter()
        .filter(|kind| !fired.iter().any(|entry| entry.kind == Some(*kind) && entry.but.is_none()))
        .filter_map(|kind| nearest(tagger, &trials, kind, &words))
        .collect();
    Explanation { text: sentence.text.clone(), fired, missed, shields }
}

fn exclusions(rule: &Rule) -> Vec<String> {
    let all = rule.unless.iter().chain(&rule.unless_before).chain(&rule.unless_after).chain(&rule.unless_section);
    all.map(|pattern| pattern.written.clone()).collect()
}

fn nearest(tagger: &Tagger, trials: &[Trial], kind: Kind, words: &impl Fn(&Trial) -> Option<String>) -> Option<Missed> {
    let of_kind =
        trials.iter().filter(|trial| tagger.engine.rule(trial.rule).is_some_and(|rule| rule.kind.item() == Some(kind)));
    // max_by_key takes the last of equals; the first rule written is the more general one.
    let trial = of_kind.rev().max_by_key(|trial| closeness(&trial.outcome))?;
    let rule = tagger.engine.rule(trial.rule)?;
    let reason = match &trial.outcome {
        Outcome::NoCue => format!("its cue does not match: {}", rule.cue.written),
        other => check::describe(tagger, other),
    };
    let example = rule.must.first().cloned().unwrap_or_default();
    Some(Missed { kind, rule: rule.id.clone(), reason, doc: rule.doc.clone(), example, words: words(trial) })
}

/// How near a rule came to firing.
fn closeness(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::NoWord => 0,
        Outcome::WrongSection => 1,
        Outcome::NoCue => 2,
        Outcome::Missing(_) => 3,
        Outcome::Excluded(..) => 4,
        Outcome::Shielded(_) | Outcome::Absorbed(_) => 5,
        Outcome::Weaker(_) | Outcome::Fired => 6,
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for entry in &self.fired {
            let kind = entry.kind.map_or("none", Kind::name);
            writeln!(out, "{kind}: {} fired on \"{}\"", entry.rule, entry.words)?;
            writeln!(out, "    {}", entry.doc)?;
            for tested in &entry.tested {
                writeln!(out, "    tested and not found: {}", short(tested))?;
            }
            if let Some(but) = &entry.but {
                writeln!(out, "    but: {but}")?;
            }
        }
        for shield in &self.shields {
            writeln!(out, "shield: {} covers \"{}\"", shield.rule, shield.words)?;
            writeln!(out, "    {}", shield.doc)?;
        }
        for miss in &self.missed {
            write!(out, "no {}: nearest is {}", miss.kind.name(), miss.rule)?;
            if let Some(words) = &miss.words {
                write!(out, " on \"{words}\"")?;
            }
            writeln!(out, "; {}", short(&miss.reason))?;
            writeln!(out, "    {} For example: {}", miss.doc, miss.example)?;
        }
        Ok(())
    }
}

/// A pattern may take this many characters of a line for people; all of it stands in the JSON form and in `rules list --full`.
const SHORT: usize = 160;

fn short(pattern: &str) -> String {
    if pattern.chars().count() <= SHORT {
        return pattern.to_owned();
    }
    let start: String = pattern.chars().take(SHORT).collect();
    format!("{start} ...")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag::tests::TAGGER;

    #[test]
    fn a_fired_rule_shows_its_words_and_a_missing_kind_its_nearest_rule() {
        let sentence = Sentence { text: "It was agreed that the list be closed.".into(), ..Sentence::default() };
        let explanation = explain(&TAGGER, &sentence);
        assert_eq!(
            explanation.fired.iter().find(|entry| entry.but.is_none()).map(|entry| entry.words.as_str()),
            Some("It was agreed")
        );
        assert_eq!(
            explanation.missed.iter().map(|miss| miss.kind).collect::<Vec<_>>(),
            [Kind::Action, Kind::Recommendation]
        );
    }

    #[test]
    fn a_shielded_decision_names_its_shield() {
        let sentence =
            Sentence { text: "The Council had agreed last year to fund the archive.".into(), ..Sentence::default() };
        let shown = explain(&TAGGER, &sentence).to_string();
        assert!(shown.contains("shield: none.recalled"), "{shown}");
    }
}
