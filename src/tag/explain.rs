//! Why is this sentence tagged as it is? The reading (which clauses, who does what in which mood); each rule that fired; for each
//! kind that did not fire, the nearest rule and the condition that failed.

use super::engine::{Outcome, Trial};
use super::rules::pattern::{self, Setting};
use super::rules::{Rule, check};
use super::{Sentence, Tagger};
use crate::language::{Clause, Phrase, Sentence as Read};
use crate::model::{Force, Kind};
use serde::Serialize;
use std::fmt;

/// The explanation of one sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The sentence.
    pub text: String,
    /// Its clauses, as they were read.
    pub reading: Vec<ClauseRead>,
    /// The rules that fired, the one that counts of each kind first.
    pub fired: Vec<Fired>,
    /// For each kind without an item, the rule that came nearest.
    pub missed: Vec<Missed>,
    /// Suppression rules that fired: they keep others from firing.
    pub shields: Vec<Fired>,
}

/// A clause as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseRead {
    /// The verb group as it stands.
    pub verb: String,
    /// Its classes in the lexicon.
    pub classes: Vec<String>,
    /// Who does it.
    pub who: Option<String>,
    /// To whom or what.
    pub whom: Option<String>,
    /// Behind "by".
    pub by: Option<String>,
    /// Who says so.
    pub speaker: Option<String>,
    /// past, future, should ...
    pub mood: String,
    /// active or passive.
    pub voice: &'static str,
    /// Whether it says no.
    pub negated: bool,
    /// main, content, conditional ...
    pub place: String,
}

/// A rule that matched.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fired {
    /// Id of the rule.
    pub rule: String,
    /// Kind of its items; `None` for a suppression rule.
    pub kind: Option<Kind>,
    /// Force of its items.
    pub force: Force,
    /// What the rule says of itself.
    pub doc: String,
    /// The words that it fired on.
    pub words: String,
    /// The exceptions that were tested and did not hold, as written.
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
    /// The words that it was tried on.
    pub words: Option<String>,
}

/// Explains a sentence, with its section and stem where they are given.
#[must_use]
pub fn explain(tagger: &Tagger, sentence: &Sentence) -> Explanation {
    let joined = match sentence.stem.as_deref() {
        Some(stem) => format!("{} {}", stem.trim_end_matches(':').trim_end(), sentence.text),
        None => sentence.text.clone(),
    };
    let read = tagger.engine.read(&joined);
    let section = sentence.section.as_deref().map(|section| tagger.engine.read(section));
    let stem = sentence.stem.as_deref().map(|stem| tagger.engine.read(stem));
    let trials = tagger.engine.trace(&read, Setting { section: section.as_ref(), stem: stem.as_ref() });
    let words = |trial: &Trial| joined.get(trial.cue.clone()).map(str::to_owned).unwrap_or_default();
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
            words: words(trial),
            tested: rule.unless.iter().map(pattern::Pattern::written).collect(),
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
    let reading = read.clauses.iter().map(|clause| clause_read(tagger, &read, clause)).collect();
    Explanation { text: sentence.text.clone(), reading, fired, missed, shields }
}

fn clause_read(tagger: &Tagger, read: &Read<'_>, clause: &Clause) -> ClauseRead {
    let phrase = |phrase: Option<&Phrase>| phrase.map(|phrase| read.words(&phrase.tokens).to_owned());
    let head = read.tokens.get(clause.verb.head);
    let lexicon = tagger.engine.language().lexicon();
    let facts = pattern::Facts::of(read, clause);
    ClauseRead {
        verb: read.words(&clause.verb.tokens).to_owned(),
        classes: head.map(|token| lexicon.names(token.classes).map(str::to_owned).collect()).unwrap_or_default(),
        who: phrase(clause.subject.as_ref()),
        whom: phrase(clause.object.as_ref()),
        by: phrase(clause.agent.as_ref()),
        speaker: phrase(read.speaker(clause)),
        mood: facts.mood_names().join(", "),
        voice: facts.voice_name(clause),
        negated: facts.is_negative(),
        place: facts.place_names().join(", "),
    }
}

fn nearest(tagger: &Tagger, trials: &[Trial], kind: Kind, words: &impl Fn(&Trial) -> String) -> Option<Missed> {
    let of_kind =
        trials.iter().filter(|trial| tagger.engine.rule(trial.rule).is_some_and(|rule| rule.kind.item() == Some(kind)));
    // max_by_key takes the last of equals; the first rule written is the more general one.
    let trial = of_kind.rev().max_by_key(|trial| trial.outcome.closeness())?;
    let rule: &Rule = tagger.engine.rule(trial.rule)?;
    let example = rule.must.first().cloned().unwrap_or_default();
    Some(Missed {
        kind,
        rule: rule.id.clone(),
        reason: check::describe(tagger, &trial.outcome),
        doc: rule.doc.clone(),
        example,
        words: Some(words(trial)),
    })
}

impl fmt::Display for Explanation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for clause in &self.reading {
            writeln!(out, "clause: {clause}")?;
        }
        for entry in &self.fired {
            let kind = entry.kind.map_or("none", Kind::name);
            writeln!(out, "{kind}: {} fired on \"{}\"", entry.rule, entry.words)?;
            writeln!(out, "    {}", entry.doc)?;
            for tested in &entry.tested {
                writeln!(out, "    exception tested and not found: {}", short(tested))?;
            }
            if let Some(but) = &entry.but {
                writeln!(out, "    but: {but}")?;
            }
        }
        for shield in &self.shields {
            writeln!(out, "suppressed by: {} on \"{}\"", shield.rule, shield.words)?;
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

impl fmt::Display for ClauseRead {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} [{}", self.verb, self.mood)?;
        write!(out, ", {}{}, {}]", self.voice, if self.negated { ", no" } else { "" }, self.place)?;
        for (name, phrase) in [("who", &self.who), ("whom", &self.whom), ("by", &self.by), ("says", &self.speaker)] {
            if let Some(phrase) = phrase {
                write!(out, " {name}: {phrase};")?;
            }
        }
        write!(out, " classes: {}", if self.classes.is_empty() { "none".to_owned() } else { self.classes.join(" ") })
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
            Some("was agreed")
        );
        assert_eq!(
            explanation.missed.iter().map(|miss| miss.kind).collect::<Vec<_>>(),
            [Kind::Action, Kind::Recommendation]
        );
        let shown = explanation.to_string();
        assert!(shown.contains("clause: was agreed [past, passive, main]"), "{shown}");
    }

    #[test]
    fn a_suppressed_decision_names_its_rule() {
        let sentence = Sentence { text: "The plan was approved at the last meeting.".into(), ..Sentence::default() };
        let shown = explain(&TAGGER, &sentence).to_string();
        assert!(shown.contains("suppressed by: none.recalled"), "{shown}");
    }
}
