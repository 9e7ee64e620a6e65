//! Meetings as deadlines: "at the next virtual meeting", "one month ahead of the annual meeting".
//!
//! A meeting is found by the words of its name, among those that the report dates itself ("the next virtual meeting will
//! be held on 11 April") and those of `meetings.csv`. Where two could be meant, neither is.

use super::calendar::{ANNOUNCED, Days, MEETINGS};
use super::context::DateContext;
use super::expression;
use super::when::When;
use super::{calendar, is_event_noun};
use crate::tag::words::{Shape, Words};
use jiff::civil::Date;
use std::ops::Range;

/// Where a meeting's date comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The report's own words.
    Announced,
    /// `meetings.csv`.
    Meetings,
}

/// A meeting with known days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The words of its name, lower case, without articles.
    pub name: Vec<String>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Where the days come from.
    pub source: Source,
    /// Whether it is a meeting of the body whose report is read.
    pub own: bool,
}

impl Event {
    /// A meeting by its name.
    #[must_use]
    pub fn new(name: &str, from: Date, to: Date, source: Source) -> Self {
        let words = Words::of(name);
        let name =
            (0..words.len()).filter(|&index| tells(&words, index)).map(|index| words.lower(index).to_owned()).collect();
        Self { name, from, to, source, own: true }
    }

    /// The same meeting, of the report's own body or of another.
    #[must_use]
    pub fn with_own(mut self, own: bool) -> Self {
        self.own = own;
        self
    }
}

/// The days of the meeting that the words `range` name.
#[must_use]
pub fn resolve(words: &Words<'_>, range: Range<usize>, context: &DateContext) -> Option<Days> {
    let today = context.report?.first_day();
    let wanted: Vec<&str> =
        range.clone().filter(|&index| tells(words, index)).map(|index| words.lower(index)).collect();
    let said_next = range
        .clone()
        .any(|index| matches!(words.lower(index), "next" | "forthcoming" | "upcoming" | "coming" | "following"));
    if range.clone().any(|index| words.lower(index) == "this") {
        // "by the end of this meeting": the one that is reported.
        let day = context.report?.day()?;
        let last = context.report_to.unwrap_or(day);
        return Some(Days { from: day, to: last, basis: calendar::COUNTED });
    }
    let fits =
        |event: &&Event| event.from > today && wanted.iter().all(|word| event.name.iter().any(|name| same(name, word)));
    let mut found: Vec<&Event> = context.events.iter().filter(fits).collect();
    if found.iter().any(|event| event.own) {
        found.retain(|event| event.own);
    }
    found.sort_by_key(|event| event.from);
    found.dedup_by_key(|event| event.from);
    let first = *found.first()?;
    // "before the meeting" with several ahead names none of them; "the next meeting" names the first.
    if found.len() > 1 && !said_next {
        return None;
    }
    let basis = match first.source {
        Source::Announced => ANNOUNCED,
        Source::Meetings => MEETINGS,
    };
    Some(Days { from: first.from, to: first.to, basis })
}

/// Meetings that a text dates itself: "The next virtual meeting will be held on 11 April at 14:00 UTC."
#[must_use]
pub fn announced(text: &str, context: &DateContext) -> Vec<Event> {
    if !text.contains("meeting") && !text.contains("session") && !text.contains("call") && !text.contains("onsultation")
    {
        return Vec::new();
    }
    let words = Words::of(text);
    let mut events = Vec::new();
    for head in (0..words.len()).filter(|&index| is_event_noun(words.lower(index))) {
        let Some(start) = name_start(&words, head) else { continue };
        let Some(after) = announcement(&words, head + 1) else { continue };
        let Some((when, _)) = expression::read(&words, after) else { continue };
        if !matches!(when, When::Day { .. } | When::Days { .. } | When::Slashed { .. }) {
            continue;
        }
        if let Some(days) = calendar::resolve(when, &words, context) {
            let name = words.slice(start..head + 1);
            events.push(Event::new(name, days.from, days.to, Source::Announced));
        }
    }
    events
}

/// Whether a text's slashed dates show the order: `Some(true)` where one like 25/5/2018 stands, `Some(false)` for 5/25/2018.
#[must_use]
pub fn slash_order(text: &str) -> Option<bool> {
    // Most slashes stand in addresses and symbols: "A/80/604" has figures too, but most paragraphs have none beside a slash.
    let beside = |byte: u8| byte.is_ascii_digit() || byte == b' ';
    let dated = text.as_bytes().windows(3).any(|three| matches!(three, [a, b'/', b] if beside(*a) && beside(*b)));
    if !dated {
        return None;
    }
    let words = Words::of(text);
    (0..words.len()).filter(|&index| words.shape(index) == Shape::Number).find_map(|index| {
        match expression::read(&words, index) {
            Some((When::Slashed { first, second, .. }, _)) if first > 12 && second <= 12 => Some(true),
            Some((When::Slashed { first, second, .. }, _)) if second > 12 && first <= 12 => Some(false),
            _ => None,
        }
    })
}

/// Start of "(the) next virtual MAG meeting" that ends with the head noun: up to five words back, to an article.
fn name_start(words: &Words<'_>, head: usize) -> Option<usize> {
    (1..=5_usize).find_map(|back| {
        let index = head.checked_sub(back)?;
        matches!(words.lower(index), "the" | "next" | "its" | "our" | "a" | "second" | "third" | "first")
            .then_some(index)
    })
}

/// After the name: "(III) will be held (online) on", "is scheduled for", "on", "will take place on", "(". Gives where the date starts.
fn announcement(words: &Words<'_>, mut at: usize) -> Option<usize> {
    // "Virtual Meeting VII": a number of the series.
    at += usize::from(matches!(words.shape(at), Shape::Capitals | Shape::Initial | Shape::Number));
    if words.lower(at) == "(" {
        return Some(at + 1);
    }
    let verb = (at..at + 4).find(|&index| {
        matches!(words.lower(index), "held" | "scheduled" | "set" | "planned" | "convened" | "is" | "take" | "on")
    })?;
    (verb..verb + 6)
        .find(|&index| matches!(words.lower(index), "on" | "for" | "from" | "between"))
        .map(|index| index + 1)
}

/// Words that tell one meeting from another.
fn tells(words: &Words<'_>, index: usize) -> bool {
    words.shape(index) != Shape::Sign
        && !matches!(
            words.lower(index),
            "the"
                | "next"
                | "its"
                | "our"
                | "this"
                | "that"
                | "a"
                | "an"
                | "of"
                | "forthcoming"
                | "upcoming"
                | "coming"
                | "following"
                | "s"
                | "face"
                | "to"
                | "their"
                | "any"
        )
}

/// "meetings" names a "meeting", "f2f" a "face-to-face" one, a call a virtual meeting by another word.
fn same(name: &str, word: &str) -> bool {
    let plain = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
    name == word || plain(name) == plain(word) || (is_talk(name) && is_talk(word))
}

fn is_talk(word: &str) -> bool {
    matches!(word, "meeting" | "call" | "session" | "teleconference")
}
