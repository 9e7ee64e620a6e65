//! Words that refer to another passage: "decision 2/4", "AP 6-3", "paragraph 76 of the Tunis Agenda", "A/70/125", "as agreed at the
//! previous meeting". What they name is looked up in the record by `shelf`; what the record does not hold stays an open reference.

use super::words::{Term, Words};
use crate::text::numerals;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::LazyLock;

/// Words of a sentence that refer to something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The words, verbatim.
    pub words: String,
    /// What they name.
    pub names: Named,
}

/// What words refer to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Named {
    /// A decision, action point or recommendation by its label: `decision 2/4`.
    Label(String),
    /// A numbered passage of a text named by some of its words.
    Passage {
        /// The number.
        number: String,
        /// The words of the name that say something, as terms.
        of: Vec<Term>,
    },
    /// A document by its symbol.
    Symbol(String),
    /// A meeting, and what was said there about the same matter.
    Occasion(Occasion),
}

/// Which meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// The last before this one.
    Previous,
    /// By its ordinal number.
    Ordinal(u32),
    /// The last in a month, 1 to 12.
    Month(u8),
    /// Those of a year.
    Year(u16),
}

/// Kinds of labels that are one kind.
const KINDS: &[(&str, &str)] = &[
    ("decision", "decision"),
    ("resolution", "resolution"),
    ("recommendation", "recommendation"),
    ("action point", "action"),
    ("action item", "action"),
    ("action", "action"),
    ("ap", "action"),
    ("ai", "action"),
    ("motion", "motion"),
];

#[expect(clippy::unwrap_used, reason = "the pattern is a constant; a test compiles it")]
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(decision|resolution|recommendation|action point|action item|action|motion|AP|AI)s?\s+(?:no\.?\s*)?([A-Z]{0,5}[\-/]?[0-9IVX]{1,5}(?:[/.\-][0-9]{1,4}[a-z]?)+)").unwrap()
});

#[expect(clippy::unwrap_used, reason = "the pattern is a constant; a test compiles it")]
static PASSAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:paragraph|para\.?|recommendation|number|no\.|item|article|section|point|conclusion|clause|principle|goal|target)\s+([0-9]{1,4}(?:\.[0-9]{1,3})*(?:\s?\([a-z]\))?|[IVXL]{1,6})\s+(?:of|in)\s+((?:the|its|their|our|this|that)\s+)?((?:[\p{L}\d'\u{2019}\-]+\s*){1,9})").unwrap()
});

#[expect(clippy::unwrap_used, reason = "the pattern is a constant; a test compiles it")]
static SYMBOL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:[A-Z]{1,6}(?:\.[0-9]+)?/)(?:[A-Za-z0-9.\-]+/)*[A-Za-z]{0,5}\.?[0-9]+(?:/[A-Za-z0-9.\-]+)*")
        .unwrap()
});

#[expect(clippy::unwrap_used, reason = "the pattern is a constant; a test compiles it")]
static OCCASION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:(?:as\s+)?(?:agreed|decided|requested|adopted|recommended|set|approved|endorsed|mandated|established|planned|proposed|suggested|recommendation|decision|request|agreement|conclusion)(?:\s+[\p{L}]+){0,3}?\s+(?:at|of|by|in|during|on)\s+)(?:(?:the|its|their|our)\s+)?((?:previous|last|preceding|earlier|\p{L}+th|first|second|third|[0-9]{1,3}(?:st|nd|rd|th))\s+(?:meeting|session|conference|call|assembly|year)|january|february|march|april|may|june|july|august|september|october|november|december|(?:19|20)[0-9]{2})\b",
    )
    .unwrap()
});

/// The most mentions that are kept of one sentence.
const MOST_MENTIONS: usize = 16;

/// The words of a sentence that refer to something, in order. `year` is that of its report, for "last year".
#[must_use]
pub fn mentions(text: &str, words: &Words, year: Option<u16>) -> Vec<Mention> {
    let mut found: Vec<(Range<usize>, Named)> = Vec::new();
    for captures in LABEL.captures_iter(text) {
        if let (Some(all), Some(kind), Some(number)) = (captures.get(0), captures.get(1), captures.get(2)) {
            found.push((all.range(), Named::Label(label(kind.as_str(), number.as_str()))));
        }
    }
    for captures in PASSAGE.captures_iter(text) {
        if let (Some(all), Some(number), Some(name)) = (captures.get(0), captures.get(1), captures.get(3)) {
            let kept: Vec<&str> = name.as_str().split_whitespace().take_while(|word| goes_on(word)).collect();
            let of: Vec<Term> = kept.iter().filter(|word| word.len() > 3).map(|word| words.term(word)).collect();
            let shown =
                kept.last().and_then(|last| all.as_str().rfind(last).map(|at| at + last.len())).unwrap_or(all.len());
            if !of.is_empty() {
                found.push((
                    all.start()..all.start() + shown,
                    Named::Passage { number: number.as_str().replace(' ', ""), of },
                ));
            }
        }
    }
    for matched in SYMBOL.find_iter(text) {
        if matched.as_str().len() > SHORTEST_SYMBOL && matched.as_str().matches('/').count() >= 1 {
            found.push((matched.range(), Named::Symbol(matched.as_str().trim_end_matches(['.', '-']).to_owned())));
        }
    }
    for captures in OCCASION.captures_iter(text) {
        if let (Some(all), Some(which)) = (captures.get(0), captures.get(1))
            && let Some(occasion) = occasion(which.as_str(), year)
        {
            found.push((all.range(), Named::Occasion(occasion)));
        }
    }
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    found.truncate(MOST_MENTIONS);
    found
        .into_iter()
        .map(|(range, names)| Mention { words: text.get(range).unwrap_or_default().trim().to_owned(), names })
        .collect()
}

/// The label that a sentence stands under: "Decision 2/4: ...", "AP 6-3: ...".
#[must_use]
pub fn own_label(text: &str) -> Option<String> {
    let captures = LABEL.captures(text)?;
    let (all, kind, number) = (captures.get(0)?, captures.get(1)?, captures.get(2)?);
    let heads = text.get(..all.start())?.trim().is_empty();
    let ends = text.get(all.end()..)?.trim_start().starts_with([':', '.', '-', '\u{2013}', '\u{2014}', ')']);
    (heads && ends).then(|| label(kind.as_str(), number.as_str()))
}

/// A symbol shorter than this is a fraction or a date.
const SHORTEST_SYMBOL: usize = 5;

/// One spelling for all labels of a kind.
fn label(kind: &str, number: &str) -> String {
    let lower = kind.to_lowercase();
    let kind = KINDS.iter().find(|(written, _)| *written == lower).map_or(lower.as_str(), |(_, kind)| kind);
    format!("{kind} {}", number.to_uppercase())
}

/// Whether a word still belongs to the name of a text: names end before verbs and clauses.
fn goes_on(word: &str) -> bool {
    const ENDS: [&str; 22] = [
        "says", "said", "states", "stated", "provides", "that", "which", "is", "was", "are", "were", "be", "has",
        "have", "had", "should", "shall", "will", "and", "as", "with", "by",
    ];
    !ENDS.contains(&word.to_lowercase().as_str())
}

fn occasion(which: &str, year: Option<u16>) -> Option<Occasion> {
    let lower = which.to_lowercase();
    if let Ok(year) = lower.parse() {
        return Some(Occasion::Year(year));
    }
    if let Some(month) = crate::model::MONTHS.iter().position(|month| *month == lower) {
        return u8::try_from(month + 1).ok().map(Occasion::Month);
    }
    let first = lower.split_whitespace().next()?;
    if lower.ends_with("year") {
        return year?.checked_sub(1).map(Occasion::Year);
    }
    if matches!(first, "previous" | "last" | "preceding" | "earlier") {
        return Some(Occasion::Previous);
    }
    ordinal(first).map(Occasion::Ordinal)
}

/// The number of an ordinal: "ninth", "9th".
#[must_use]
pub fn ordinal(word: &str) -> Option<u32> {
    numerals::ordinal(word).or_else(|| {
        let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<(String, Named)> {
        let words = Words::embedded().unwrap();
        mentions(text, &words, Some(2019)).into_iter().map(|it| (it.words, it.names)).collect()
    }

    #[test]
    fn labels_are_one_however_they_are_written() {
        assert_eq!(named("Action point 6-3 (plan) is done.")[0].1, Named::Label("action 6-3".to_owned()));
        assert_eq!(named("The plan (AP 6-3) is done.")[0].1, Named::Label("action 6-3".to_owned()));
        assert_eq!(named("this replaces decision X/28.")[0].1, Named::Label("decision X/28".to_owned()));
        assert_eq!(own_label("AP 6-3: The harbour to share its plan."), Some("action 6-3".to_owned()));
        assert_eq!(own_label("Action point 6-3 has been completed."), None);
    }

    #[test]
    fn passages_of_named_texts_are_found_with_their_name() {
        let found = named("It recalled paragraph 76 of the Tunis Agenda and went on.");
        let words = Words::embedded().unwrap();
        assert_eq!(found[0].0, "paragraph 76 of the Tunis Agenda");
        assert_eq!(
            found[0].1,
            Named::Passage { number: "76".to_owned(), of: vec![words.term("Tunis"), words.term("Agenda")] }
        );
    }

    #[test]
    fn occasions_are_meetings_months_and_years() {
        assert_eq!(named("As agreed at the previous meeting, it was sent.")[0].1, Named::Occasion(Occasion::Previous));
        assert_eq!(named("the recommendation of the ninth meeting")[0].1, Named::Occasion(Occasion::Ordinal(9)));
        assert_eq!(named("the rules adopted in November are posted")[0].1, Named::Occasion(Occasion::Month(11)));
        assert_eq!(named("all carry one, as decided in 2016")[0].1, Named::Occasion(Occasion::Year(2016)));
        assert!(named("It met in November.").is_empty());
    }

    #[test]
    fn symbols_of_documents_are_found() {
        assert_eq!(named("see A/80/604/Add.4 and E/2012/48.").len(), 2);
        assert!(named("and/or 3/4 of them").is_empty());
    }
}
