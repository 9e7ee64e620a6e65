//! Weaker words: when a future act is to happen ("in May", "next week"), and promises without a day ("as soon as possible").

use super::cues::{Cue, Opener, Side, Strength, cue};
use super::expression::{self, count};
use super::occasion::{event, is_pointing};
use super::when::When;
use crate::tag::words::{Shape, Words};

/// When a future act is to happen: "in May", "on 5 June", "next week", "at the next meeting", "in the next two weeks".
pub(super) fn weak(words: &Words<'_>, at: usize) -> Option<Cue> {
    let weak = |end, when| Cue { strength: Strength::Weak, ..cue(at, end, Side::During, when, Opener::Other) };
    match words.lower(at) {
        "in" | "over" | "during" | "for"
            if matches!(words.lower(at + 1), "the" | "a" | "two" | "three" | "four" | "six" | "one" | "about")
                || words.shape(at + 1) == Shape::Number =>
        {
            if let Some(found) = in_units(words, at) {
                return Some(found);
            }
        }
        _ => {}
    }
    match words.lower(at) {
        "in" if words.are(at + 1, &["the", "course", "of"]) => {
            let (when, end) = expression::read(words, at + 4)?;
            Some(weak(end, when))
        }
        "in" | "on" | "during" => {
            if let Some((when, end)) = expression::read(words, at + 1) {
                return Some(weak(end, when));
            }
            let (from, to) = event(words, at + 1)?;
            (from..to).any(|index| is_pointing(words.lower(index))).then(|| weak(to, When::Event { from, to }))
        }
        "at" => {
            let (from, to) = event(words, at + 1)?;
            (from..to).any(|index| is_pointing(words.lower(index))).then(|| weak(to, When::Event { from, to }))
        }
        "between" | "from" => {
            let (when, end) = expression::read(words, at + 1)?;
            matches!(when, When::Days { .. }).then(|| weak(end, when))
        }
        // "improvements for next year": what it is for, not when it is to be done.
        "next" | "this" if at > 0 && words.lower(at - 1) == "for" && words.lower(at + 1) == "year" => None,
        "tomorrow" | "today" | "tonight" | "next" | "this" | "later" => {
            let (when, end) = expression::read(words, at)?;
            matches!(
                when,
                When::DaysAhead(_) | When::Weekday { .. } | When::Span { .. } | When::Day { weekday: Some(_), .. }
            )
            .then(|| weak(end, when))
        }
        "early" | "late" | "mid" => {
            let (when, end) = expression::read(words, at)?;
            matches!(when, When::Span { .. } | When::Month { year: Some(_), .. }).then(|| weak(end, when))
        }
        "(" | "[" | "–" | "—" => {
            // A date alone in brackets or behind a dash at the end, as lists of actions have it.
            let (when, end) = expression::read(words, at + 1)?;
            let dated = matches!(
                when,
                When::Day { .. } | When::Slashed { .. } | When::Month { year: Some(_), .. } | When::Weekday { .. }
            );
            let closes = matches!(words.lower(end), ")" | "]" | "." | "") && end + 2 >= words.len();
            (dated && closes).then(|| weak(end + usize::from(matches!(words.lower(end), ")" | "]")), when))
        }
        _ => None,
    }
}

/// "in the next two weeks", "over the coming month", "in two weeks' time", "in the coming weeks".
pub(super) fn in_units(words: &Words<'_>, at: usize) -> Option<Cue> {
    let weak = |end, when| Cue { strength: Strength::Weak, ..cue(at, end, Side::By, when, Opener::Other) };
    let pointing =
        words.lower(at + 1) == "the" && matches!(words.lower(at + 2), "next" | "coming" | "following" | "upcoming");
    if pointing {
        let next = at + 3 + usize::from(matches!(words.lower(at + 3), "few" | "several" | "couple"));
        if let Some((number, unit, end)) = count(words, next) {
            return Some(weak(end, When::Count { number, unit }));
        }
        let lower = words.lower(next);
        if lower.ends_with('s') && expression::unit(lower).is_some() {
            return Some(Cue { strength: Strength::Vague, ..weak(next + 1, When::Open) });
        }
        return None;
    }
    if words.lower(at) != "in" {
        return None;
    }
    let next = at + 1 + usize::from(words.lower(at + 1) == "about");
    let (number, unit, mut end) = count(words, next)?;
    if matches!(words.lower(end), "'" | "’") && words.lower(end + 1) == "time" {
        end += 2;
    } else if matches!(words.lower(end), "'" | "’") && words.are(end + 1, &["s", "time"]) {
        end += 3;
    } else if !expression::ends_phrase(words, end) {
        return None;
    }
    Some(weak(end, When::Count { number, unit }))
}

/// Words that promise without a day.
pub(super) fn vague(words: &Words<'_>, at: usize) -> Option<Cue> {
    const PHRASES: &[&[&str]] = &[
        &["as", "soon", "as", "possible"],
        &["as", "soon", "as", "practicable"],
        &["as", "soon", "as", "available"],
        &["as", "early", "as", "possible"],
        &["at", "the", "earliest", "opportunity"],
        &["at", "the", "earliest", "possible"],
        &["at", "its", "earliest", "convenience"],
        &["at", "their", "earliest", "convenience"],
        &["in", "due", "course"],
        &["in", "the", "near", "future"],
        &["in", "the", "coming", "days"],
        &["without", "delay"],
        &["without", "further", "delay"],
        &["shortly"],
        &["asap"],
    ];
    // Asked of every word of an item: the first word rules nearly all out.
    let first = words.lower(at);
    let phrase = PHRASES.iter().find(|phrase| phrase.first() == Some(&first) && words.are(at, phrase))?;
    // "shortly before the meeting" is about nearness, not promise.
    if matches!(words.lower(at + phrase.len()), "before" | "after" | "thereafter") {
        return None;
    }
    Some(Cue { strength: Strength::Vague, ..cue(at, at + phrase.len(), Side::By, When::Open, Opener::Other) })
}
