//! The words that make a date a deadline: "by", "no later than", "within", "one month ahead of", "in the coming weeks".

use super::clock::clock;
use super::expression::{self, count};
use super::occasion::{event, event_cue};
use super::soon::{vague, weak};
use super::when::{Part, Unit, When};
use crate::tag::words::{Shape, Words};

/// A deadline as it stands in the words, not yet resolved.
#[derive(Debug, Clone, Copy)]
pub struct Cue {
    /// First word.
    pub start: usize,
    /// After the last word.
    pub end: usize,
    /// How much of a deadline the words make it.
    pub strength: Strength,
    /// On which side of the date the work is to end.
    pub side: Side,
    /// The date.
    pub when: When,
    /// Counted from the date: "two weeks before" is (-2, Week).
    pub offset: Option<(i32, Unit)>,
    /// A date in brackets behind the words: "by the next meeting (5-7 June)".
    pub noted: Option<When>,
    /// The word that opens it, for the traps.
    pub opener: Opener,
}

/// How much of a deadline the words make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// "by", "no later than": a deadline wherever it stands.
    Strong,
    /// "in May", "next week": when a future act is to happen.
    Weak,
    /// "as soon as possible": no day at all.
    Vague,
}

/// On which side of the date the work is to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// On its last day at the latest.
    By,
    /// Before its first day.
    Before,
    /// Within it.
    During,
}

/// Which word opens a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opener {
    /// "until", "till".
    Until,
    /// "by".
    By,
    /// "deadline", "due".
    Deadline,
    /// Anything else.
    Other,
}

/// The cue that starts at word `at`, if one does.
#[must_use]
pub fn read(words: &Words<'_>, at: usize) -> Option<Cue> {
    let cue = match words.lower(at) {
        "by" if words.are(at + 1, &["the", "time", "of"]) => event_cue(words, at, at + 4, Side::Before, Opener::Other),
        "by" => dated(words, at, at + 1, Side::By, Opener::By),
        "before" => dated(words, at, at + 1, Side::Before, Opener::Other),
        "prior" if words.lower(at + 1) == "to" => dated(words, at, at + 2, Side::Before, Opener::Other),
        "ahead" if words.lower(at + 1) == "of" => dated(words, at, at + 2, Side::Before, Opener::Other),
        "advance" if words.lower(at + 1) == "of" => dated(words, at, at + 2, Side::Before, Opener::Other),
        "in" if words.are(at + 1, &["advance", "of"]) => dated(words, at, at + 3, Side::Before, Opener::Other),
        "in" if words.are(at + 1, &["time", "for"]) => dated(words, at, at + 3, Side::Before, Opener::Other),
        "no" | "not" if words.are(at + 1, &["later", "than"]) => later_than(words, at),
        "on" if words.are(at + 1, &["or", "before"]) => dated(words, at, at + 3, Side::By, Opener::Other),
        "until" | "till" | "til" => dated(words, at, at + 1, Side::By, Opener::Until),
        "up" if matches!(words.lower(at + 1), "to" | "until") => dated(words, at, at + 2, Side::By, Opener::Until),
        "latest" => dated(words, at, at + 1 + usize::from(words.lower(at + 1) == "by"), Side::By, Opener::Other),
        "within" => within(words, at),
        "deadline" | "deadlines" => after_deadline(words, at),
        "due" => after_due(words, at),
        _ => None,
    };
    cue.or_else(|| offset(words, at))
        .or_else(|| weak(words, at))
        .or_else(|| vague(words, at))
        .map(|cue| with_tail(words, cue))
}

pub(super) fn cue(start: usize, end: usize, side: Side, when: When, opener: Opener) -> Cue {
    Cue { start, end, strength: Strength::Strong, side, when, offset: None, noted: None, opener }
}

/// A strong preposition with a date or a meeting behind it.
fn dated(words: &Words<'_>, at: usize, next: usize, side: Side, opener: Opener) -> Option<Cue> {
    if let Some((when, end)) = expression::read(words, next) {
        return Some(cue(at, end, side, when, opener));
    }
    event_cue(words, at, next, side, opener)
}

/// "no later than 31 May", "no later than two weeks before the meeting", "not later than 14 days after adoption".
fn later_than(words: &Words<'_>, at: usize) -> Option<Cue> {
    if let Some(mut counted) = offset(words, at + 3) {
        counted.start = at;
        return Some(counted);
    }
    if let Some((number, unit, next)) = count(words, at + 3) {
        return Some(counted_from(words, at, next, number, unit));
    }
    dated(words, at, at + 3, Side::By, Opener::Other)
}

/// "within two weeks", "within 14 days of the adoption", "within the next month", "within the year".
fn within(words: &Words<'_>, at: usize) -> Option<Cue> {
    let mut next = at + 1;
    if words.are(next, &["a", "period", "of"]) {
        next += 3;
    }
    if matches!(words.lower(next), "approximately" | "about" | "around") {
        next += 1;
    }
    let pointing =
        words.lower(next) == "the" && matches!(words.lower(next + 1), "next" | "coming" | "following" | "first");
    let bare = if pointing { next + 2 } else { next + usize::from(words.lower(next) == "the") };
    if words.lower(bare) == "a" && words.lower(bare + 1) == "reasonable" {
        return None;
    }
    if let Some((number, unit, end)) = count(words, bare) {
        return Some(counted_from(words, at, end, number, unit));
    }
    if let Some(unit) = expression::unit(words.lower(bare)) {
        let plural = words.lower(bare).ends_with('s');
        let when = match (pointing, plural) {
            (_, true) => When::Open,
            (true, false) => When::Count { number: 1, unit },
            (false, false) => When::Span { unit, ahead: 0, part: Part::End },
        };
        return Some(cue(at, bare + 1, Side::By, when, Opener::Other));
    }
    let (when, end) = expression::read(words, next)?;
    matches!(when, When::Span { .. } | When::Month { .. } | When::Year { .. } | When::Quarters { .. })
        .then(|| cue(at, end, Side::By, when, Opener::Other))
}

/// What a count starts from: the report's day, a printed date, or something that nobody here can date.
fn counted_from(words: &Words<'_>, at: usize, next: usize, number: i32, unit: Unit) -> Cue {
    let plain = cue(at, next, Side::By, When::Count { number, unit }, Opener::Other);
    let from = match words.lower(next) {
        "of" | "from" | "after" | "following" => next + 1,
        _ => return plain,
    };
    if matches!(words.lower(from), "now" | "today") {
        return Cue { end: from + 1, ..plain };
    }
    for here in [
        &["this", "meeting"][..],
        &["the", "meeting"],
        &["today", "'", "s", "meeting"],
        &["today", "’", "s", "meeting"],
        &["the", "date", "of", "this", "meeting"],
    ] {
        if words.are(from, here) {
            return Cue { end: from + here.len(), ..plain };
        }
    }
    if let Some((when, end)) = expression::read(words, from) {
        return Cue { end, when, offset: Some((number, unit)), ..plain };
    }
    if let Some((first, end)) = event(words, from) {
        return Cue { end, when: When::Event { from: first, to: end }, offset: Some((number, unit)), ..plain };
    }
    let end = phrase_end(words, from);
    Cue { end, when: When::Open, ..plain }
}

/// "two weeks before the meeting", "one-month ahead of", "three days prior to 5 May", "two weeks from now".
fn offset(words: &Words<'_>, at: usize) -> Option<Cue> {
    let start = at;
    let mut at = at;
    if words.are(at, &["at", "least"]) || words.are(at, &["at", "latest"]) {
        at += 2;
    } else if words.are(at, &["no", "less", "than"]) || words.are(at, &["not", "less", "than"]) {
        at += 3;
    }
    if !matches!(words.shape(at), Shape::Lower | Shape::Number | Shape::Capitalised) {
        return None;
    }
    let (number, unit, next) = count(words, at)?;
    let behind = match words.lower(next) {
        "before" => next + 1,
        "ahead" | "advance" if words.lower(next + 1) == "of" => next + 2,
        "prior" if words.lower(next + 1) == "to" => next + 2,
        "in" if words.are(next + 1, &["advance", "of"]) => next + 3,
        "from" if matches!(words.lower(next + 1), "now" | "today") => {
            return Some(cue(start, next + 2, Side::By, When::Count { number, unit }, Opener::Other));
        }
        _ => return None,
    };
    let back = (number.checked_neg()?, unit);
    if let Some((when, end)) = expression::read(words, behind) {
        return Some(Cue { offset: Some(back), ..cue(start, end, Side::Before, when, Opener::Other) });
    }
    let (from, to) = event(words, behind)?;
    Some(Cue { offset: Some(back), ..cue(start, to, Side::Before, When::Event { from, to }, Opener::Other) })
}

/// "The deadline for comments is 5 April", "deadline: 5 April", "extended the deadline to 30 June".
fn after_deadline(words: &Words<'_>, at: usize) -> Option<Cue> {
    for index in at + 1..at + 14 {
        if matches!(words.lower(index), ";" | "." | "") {
            return None;
        }
        let opens = matches!(
            words.lower(index),
            "is" | "be" | "of" | "on" | "at" | "to" | "until" | "for" | ":" | "-" | "–" | "(" | "by" | "as" | "was"
        );
        if !opens {
            continue;
        }
        if let Some((when, end)) = expression::read(words, index + 1) {
            let end = end + usize::from(words.lower(index) == "(" && words.lower(end) == ")");
            return Some(cue(at, end, Side::By, when, Opener::Deadline));
        }
    }
    None
}

/// "due on 5 April", "due by Friday", "due date: 5 April", "due 5 April".
fn after_due(words: &Words<'_>, at: usize) -> Option<Cue> {
    let mut next = at + 1;
    if words.lower(next) == "to" {
        return None;
    }
    next += usize::from(words.lower(next) == "date");
    while matches!(
        words.lower(next),
        ":" | "is" | "by" | "on" | "in" | "before" | "at" | "–" | "-" | "no" | "later" | "than"
    ) {
        next += 1;
    }
    let (when, end) = expression::read(words, next)?;
    Some(cue(at, end, Side::By, when, Opener::Deadline))
}

/// What belongs to the words behind the date: "at the latest", a clock, a date in brackets.
fn with_tail(words: &Words<'_>, mut found: Cue) -> Cue {
    for tail in [&["at", "the", "latest"][..], &["at", "latest"], &["the", "latest"], &["latest"]] {
        let comma = usize::from(words.lower(found.end) == ",");
        if words.are(found.end + comma, tail) {
            found.end += comma + tail.len();
            if found.strength == Strength::Weak {
                found.strength = Strength::Strong;
                found.side = Side::By;
            }
            break;
        }
    }
    let clock_at = found.end + usize::from(matches!(words.lower(found.end), "," | "at"));
    if let Some(end) = clock(words, clock_at) {
        found.end = end;
    }
    if words.lower(found.end) == "("
        && matches!(
            found.when,
            When::Event { .. }
                | When::Open
                | When::Span { .. }
                | When::Count { .. }
                | When::Month { .. }
                | When::Weekday { .. }
                | When::Year { .. }
        )
    {
        let inner = found.end
            + 1
            + usize::from(matches!(words.lower(found.end + 1), "by" | "until" | "on" | "before" | "i" | "e"));
        if let Some((when, end)) = expression::read(words, inner)
            && matches!(when, When::Day { .. } | When::Days { .. } | When::Month { .. } | When::Slashed { .. })
            && matches!(words.lower(end), ")" | "," | ";")
        {
            found.noted = Some(when);
            found.end = end + usize::from(words.lower(end) == ")");
        }
    }
    found
}

/// End of a short noun phrase: "within seven days of the adoption of this report".
fn phrase_end(words: &Words<'_>, from: usize) -> usize {
    (from..from + 8)
        .find(|&index| {
            words.shape(index) == Shape::Sign
                || matches!(words.lower(index), "and" | "to" | "the" | "by" | "for")
                    && index > from
                    && words.lower(index) != "the"
        })
        .unwrap_or(from + 8)
        .min(words.len())
}
