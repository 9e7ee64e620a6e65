//! Small facts of a sentence: whether it quotes, replaces, founds, holds, or belongs to the form of meetings.

use super::features::{Reader, is_year};
use super::statement::{Marks, Part};
use super::words::Term;
use crate::language::clause::{Clause, Link, Tense, VerbKind, Voice};
use crate::language::{Classes, Sentence};

/// Verbs by which one text takes the place of another.
const REPLACING: &[&str] = &["replace", "supersede", "rescind", "repeal", "revoke", "annul", "abrogate"];

impl Reader<'_> {
    /// The facts of a sentence that has these terms.
    pub(super) fn marks(&self, sentence: &Sentence<'_>, terms: &[(Term, Part)]) -> Marks {
        let mut marks = Marks::default();
        if self.is_formula(sentence) {
            marks.set(Marks::FORMULA);
        }
        let quotes = sentence.text.matches(['"', '\u{201C}', '\u{201D}', '\u{AB}']).count();
        if quotes >= 2 {
            marks.set(Marks::QUOTES);
        }
        let has = |words: &[&str]| {
            words.iter().any(|word| {
                let term = self.words.term(word);
                terms.iter().any(|(known, _)| *known == term)
            })
        };
        let lower = sentence.text.to_lowercase();
        if has(REPLACING) && REPLACING.iter().any(|word| lower.contains(word.trim_end_matches('e')))
            || lower.contains("in place of")
        {
            marks.set(Marks::REPLACES);
        }
        if sentence.clauses.iter().any(|clause| self.is_done_here(sentence, clause)) {
            marks.set(Marks::ACTS);
        }
        let passed = |clause: &Clause| {
            clause.verb.kind == VerbKind::Finite
                && (clause.verb.perfect || clause.verb.progressive || clause.verb.tense == Tense::Past)
        };
        let now = ["now", "already", "currently", "meanwhile"]
            .iter()
            .any(|word| lower.split_whitespace().any(|said| said == *word));
        if !now && !sentence.clauses.iter().any(passed) {
            marks.set(Marks::HOLDS);
        }
        if !sentence.clauses.iter().any(|clause| {
            !matches!(clause.verb.kind, VerbKind::Gerund | VerbKind::Participle) || clause.link == Link::Main
        }) {
            marks.set(Marks::FRAGMENT);
        }
        marks
    }

    /// Whether a clause tells what the body does at its meeting: "the Committee examined the accounts", and not that it heard, noted or
    /// decided something of them.
    fn is_done_here(&self, sentence: &Sentence<'_>, clause: &Clause) -> bool {
        let Some(subject) = clause.subject.as_ref().and_then(|subject| sentence.tokens.get(subject.head)) else {
            return false;
        };
        let verb = sentence.tokens.get(clause.verb.head);
        clause.parent.is_none()
            && clause.verb.kind == VerbKind::Finite
            && clause.verb.voice == Voice::Active
            && clause.verb.tense == Tense::Past
            && !clause.verb.perfect
            && clause.verb.modal.is_none()
            && clause.object.is_some()
            && (subject.classes.meets(self.classes.someone) || subject.classes.meets(self.classes.occasion))
            && !verb.is_some_and(|verb| verb.classes.meets(self.classes.frames))
    }

    /// Whether a sentence belongs to the form of meetings: opening, agenda, approval of minutes, thanks, the next meeting.
    fn is_formula(&self, sentence: &Sentence<'_>) -> bool {
        let lower = sentence.text.to_lowercase();
        if FORMULAS.iter().any(|formula| lower.contains(formula)) {
            return true;
        }
        let has_class = |classes: Classes| {
            sentence.tokens.iter().any(|token| token.classes.meets(classes) || token.readings().0.meets(classes))
        };
        let says = |words: &[&str]| {
            let verbs = sentence.clauses.iter().filter_map(|clause| sentence.tokens.get(clause.verb.head));
            verbs.map(|verb| self.language.lexicon().lemma(verb.lemma)).any(|lemma| words.contains(&lemma))
        };
        let is_short = sentence.tokens.len() <= LONGEST_FORMULA;
        let papers =
            has_class(self.classes.procedural) || lower.contains("report of") && has_class(self.classes.occasion);
        let next = (lower.contains("next ") || lower.contains("following "))
            && has_class(self.classes.occasion)
            && (says(&["hold", "schedule", "meet", "convene"])
                || lower.contains("take place")
                || lower.contains("took place"));
        let held = has_class(self.classes.occasion)
            && says(&["hold", "open", "close", "adjourn", "moderate", "convene", "chair", "attend"])
            && sentence.tokens.iter().any(|token| {
                token.classes.meets(self.classes.time)
                    || is_year(sentence.text.get(token.start as usize..token.end as usize).unwrap_or_default())
            })
            && sentence.clauses.len() == 1
            && sentence.clauses.iter().all(|clause| clause.verb.modal.is_none() && !clause.verb.perfect);
        let ordinal = lower.starts_with("this was the ") && has_class(self.classes.occasion);
        is_short
            && (papers && says(&["adopt", "approve", "accept", "confirm", "agree", "amend"]) || next || held || ordinal)
    }
}

/// Turns that belong to the form of meetings wherever they stand.
const FORMULAS: &[&str] = &[
    "thanked the",
    "expressed thanks",
    "expressed its thanks",
    "expressed their thanks",
    "expressed appreciation",
    "expressed gratitude",
    "thanks to the",
    "warm hospitality",
    "declared the meeting",
    "declared the session",
    "called the meeting to order",
    "took the chair",
    "in the chair",
    "moderated the meeting",
    "chaired the meeting",
    "opened the meeting",
    "closed the meeting",
    "meeting was adjourned",
    "meeting adjourned",
    "meeting was opened",
    "meeting was closed",
    "opened the session",
    "closed the session",
    "meeting was recorded",
    "meeting being recorded",
    "record the meeting",
    "welcomed participants",
    "welcomed all",
    "welcomed the participants",
];

/// Tokens of the longest sentence that is still taken for a formula.
const LONGEST_FORMULA: usize = 45;
