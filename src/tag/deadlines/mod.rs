//! Deadlines: until when is something to be done, which words say so, and what does the date rest on?
//!
//! Works on an item that a rule has found, not on all text. A date counts where the language makes it a deadline ("by 5
//! April", "no later than", "in the first week of November" after a "will"), not where it dates something else ("took
//! place on", "since", "the 2015 guidelines", "extends the mandate until"). The last day is the due day: "before 24 August"
//! keeps the 24th, a month means its last day, "mid-March" the 15th. What cannot be resolved keeps its words and stays
//! [`DueState::Unresolved`]: a deadline is never guessed.

pub mod calendar;
mod clock;
pub mod context;
mod cues;
mod day;
pub mod events;
mod expression;
pub mod meetings;
mod occasion;
mod period;
mod soon;
mod trap;
mod when;

pub use context::DateContext;

use crate::model::{DueState, MONTHS};
use crate::tag::words::Words;
use aho_corasick::{AhoCorasick, MatchKind};
use cues::{Cue, Side, Strength};
use jiff::ToSpan;
use jiff::civil::Date;
use std::ops::Range;
use std::sync::LazyLock;
use when::{Part, When};

/// A deadline and the words that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Last day; `None` where the words cannot be resolved.
    pub due: Option<Date>,
    /// First day of a range.
    pub due_from: Option<Date>,
    /// Byte offsets of the words that name it.
    pub text: Range<usize>,
    /// How well it is known.
    pub state: DueState,
    /// What the date rests on; `None` where it is unresolved.
    pub basis: Option<&'static str>,
}

/// A date printed with its year that lies so long before the report is history, not a deadline.
const HISTORY_DAYS: i32 = 90;

/// The deadline of the item that stands at byte offsets `span` of `text`, if it names one.
///
/// With several the best known wins: "by 5 April" before "in May", any date before "as soon as possible"; among equals the first.
#[must_use]
pub fn find(text: &str, span: Range<usize>, context: &DateContext) -> Option<Deadline> {
    let item = text.get(span.clone())?;
    if !may_hold(item) {
        return None;
    }
    let deadline = find_in(&Words::of(item), context)?;
    Some(Deadline { text: deadline.text.start + span.start..deadline.text.end + span.start, ..deadline })
}

/// The deadline that a field or a bracket of its own holds: "3 May", "by end of May", "asap"; there a bare date is one.
#[must_use]
pub fn value(text: &str, context: &DateContext) -> Option<Deadline> {
    let bare = text.trim();
    let own = find_in(&Words::of(bare), context);
    own.or_else(|| find_in(&Words::of(&format!("by {bare}")), context))
}

/// As [`find`], for a text already split; offsets are those of the words' text.
#[must_use]
pub fn find_in(words: &Words<'_>, context: &DateContext) -> Option<Deadline> {
    let mut best: Option<(u8, Deadline)> = None;
    let mut index = 0;
    while index < words.len() {
        let Some(cue) = cues::read(words, index) else {
            index += 1;
            continue;
        };
        if trap::is_none(words, &cue) {
            index += 1;
            continue;
        }
        let end = cue.end;
        if let Some(deadline) = resolve(words, &cue, context) {
            let rank = rank(cue.strength, &deadline);
            if best.as_ref().is_none_or(|(other, _)| rank > *other) {
                best = Some((rank, deadline));
            }
        }
        index = end.max(index + 1);
    }
    best.map(|(_, deadline)| deadline)
}

/// Words of which, or of the months, every deadline holds at least one.
const TRIGGERS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "week",
    "month",
    "day",
    "year",
    "tomorrow",
    "tonight",
    "end of",
    "quarter",
    "possible",
    "asap",
    "course",
    "shortly",
    "near future",
    "earliest",
    "next",
    "before",
    "prior",
    "ahead",
    "advance",
    "in time",
    "fortnight",
    "delay",
    "coming",
    "close of",
    "cob",
    "eod",
    "jan",
    "feb",
    "apr",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "session",
    "meeting",
    "soon",
];

fn may_hold(item: &str) -> bool {
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostFirst)
            .build(TRIGGERS.iter().chain(&MONTHS))
            .ok()
    });
    SEARCH.as_ref().is_none_or(|triggers| triggers.is_match(item))
}

fn rank(strength: Strength, deadline: &Deadline) -> u8 {
    match (strength, deadline.due) {
        (Strength::Strong, Some(_)) => 4,
        (Strength::Weak, Some(_)) => 3,
        (Strength::Strong, None) => 2,
        (Strength::Weak | Strength::Vague, _) => 1,
    }
}

fn resolve(words: &Words<'_>, cue: &Cue, context: &DateContext) -> Option<Deadline> {
    let text = words.bytes(cue.start..cue.end);
    let unresolved =
        Deadline { due: None, due_from: None, text: text.clone(), state: DueState::Unresolved, basis: None };
    let resolved = cue.noted.and_then(|when| calendar::resolve(when, words, context)).map(|days| (days, true));
    let Some((days, noted)) =
        resolved.or_else(|| calendar::resolve(cue.when, words, context).map(|days| (days, false)))
    else {
        return Some(unresolved);
    };
    let whole = matches!(
        cue.when,
        When::Month { part: Part::Whole, .. }
            | When::Year { part: Part::Whole, .. }
            | When::Quarters { .. }
            | When::Event { .. }
            | When::Days { .. }
    );
    // In "one month ahead of the annual meeting (first week of November)" the note is the deadline itself; in "before the
    // next meeting (5-7 June)" it is the meeting.
    let explains_deadline = noted && cue.offset.is_some();
    let (mut from, mut to) = match cue.side {
        _ if explains_deadline => (days.from, days.to),
        Side::Before if whole || noted => (days.from, days.from),
        Side::Before | Side::By => (days.to, days.to),
        Side::During => (days.from, days.to),
    };
    let mut basis = days.basis;
    if let Some((number, unit)) = cue.offset.filter(|_| !explains_deadline) {
        to = calendar::count(if number < 0 { days.from } else { days.to }, number, unit)?;
        from = to;
        if basis == calendar::PRINTED && !matches!(cue.when, When::Day { .. }) {
            basis = calendar::COUNTED;
        }
    }
    if is_history(cue, to, context) {
        return None;
    }
    let range = from < to;
    Some(Deadline {
        due: Some(to),
        due_from: range.then_some(from),
        text,
        state: if range { DueState::Range } else { DueState::Exact },
        basis: Some(basis),
    })
}

/// Weak words speak of the future or not of a deadline; after strong ones a date may be just past, not long past.
fn is_history(cue: &Cue, to: Date, context: &DateContext) -> bool {
    let Some(report) = context.report else { return false };
    let first = report.first_day();
    match cue.strength {
        Strength::Strong => first.checked_sub(HISTORY_DAYS.days()).is_ok_and(|limit| to < limit),
        Strength::Weak | Strength::Vague => to < first,
    }
}

/// Whether a word names a month or a day of the week: "Committee of May" names no committee.
pub(crate) fn is_month_or_day(words: &Words<'_>, at: usize) -> bool {
    day::month(words, at).is_some() || day::weekday_name(words, at).is_some()
}

/// Nouns for meetings whose date can be a deadline.
pub(super) fn is_event_noun(word: &str) -> bool {
    matches!(
        word,
        "meeting"
            | "session"
            | "call"
            | "conference"
            | "summit"
            | "forum"
            | "consultation"
            | "consultations"
            | "workshop"
            | "retreat"
            | "assembly"
            | "plenary"
            | "igf"
            | "teleconference"
            | "webinar"
            | "hearing"
            | "meetings"
            | "sessions"
            | "symposium"
            | "congress"
            | "colloquium"
    )
}

#[cfg(test)]
mod tests;
