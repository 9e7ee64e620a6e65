//! Reads a date expression at a word: a small hand-written grammar, one function per form.

use super::clock::clock;
use super::day::{day, day_of_month, numeric, relative_day, weekday};
use super::period::{month_or_part, quarter, span, week_of, year_alone};
use super::when::{Unit, When};
use crate::tag::words::{Shape, Words};

/// A date expression and the index after its last word.
pub type Read = (When, usize);

/// Words that may stand before a date without changing it.
const FILLERS: &[&[&str]] = &[
    &["close", "of", "business", "on"],
    &["close", "of", "business"],
    &["the", "close", "of", "business", "on"],
    &["end", "of", "business", "on"],
    &["end", "of", "business"],
    &["the", "end", "of", "the", "day", "on"],
    &["end", "of", "day", "on"],
    &["end", "of", "day"],
    &["end", "of", "play", "on"],
    &["cob", "on"],
    &["cob"],
    &["c", ".", "o", ".", "b", "."],
    &["eob"],
    &["eod", "on"],
    &["eod"],
    &["noon", "on"],
    &["noon"],
    &["midday", "on"],
    &["midnight", "on"],
    &["midnight"],
    &["approximately"],
    &["about"],
    &["around"],
    &["roughly"],
    &["at", "the", "latest"],
    &["the", "latest"],
    &["latest"],
    &["the", "evening", "of"],
    &["the", "morning", "of"],
    &["the", "afternoon", "of"],
    &["the", "date", "of"],
    &["the", "deadline", "of"],
    &["a", "deadline", "of"],
    &["utc"],
    &["gmt"],
    &["cet"],
    &["cest"],
    &["est"],
    &["on"],
    &["of"],
    &[","],
];

/// Reads the date expression at word `at`, fillers ("close of business on", "17:00 UTC on") passed over.
#[must_use]
pub fn read(words: &Words<'_>, at: usize) -> Option<Read> {
    let at = skip_fillers(words, at);
    if let Some(read) = week_of(words, at) {
        return Some(read);
    }
    let (when, end) = day(words, at)
        .or_else(|| numeric(words, at))
        .or_else(|| weekday(words, at))
        .or_else(|| relative_day(words, at))
        .or_else(|| month_or_part(words, at))
        .or_else(|| quarter(words, at))
        .or_else(|| span(words, at))
        .or_else(|| day_of_month(words, at))
        .or_else(|| year_alone(words, at))?;
    Some((when, end))
}

/// Hours that make a day.
const HOURS_OF_A_DAY: i32 = 24;

/// "two weeks", "a month", "30 days", "a couple of weeks", "fourteen (14) working days": number and unit at a word.
#[must_use]
pub fn count(words: &Words<'_>, at: usize) -> Option<(i32, Unit, usize)> {
    if words.lower(at) == "fortnight" {
        return Some((2, Unit::Week, at + 1));
    }
    if matches!(words.lower(at), "a" | "one") && words.lower(at + 1) == "fortnight" {
        return Some((2, Unit::Week, at + 2));
    }
    let (number, mut next) =
        if words.are(at, &["a", "couple", "of"]) { (2, at + 3) } else { (number(words, at)?, at + 1) };
    if words.lower(next) == "-" {
        next += 1;
    }
    // "fourteen (14) days" says its number twice.
    if words.lower(next) == "(" && words.shape(next + 1) == Shape::Number && words.lower(next + 2) == ")" {
        next += 3;
    }
    let working = matches!(words.lower(next), "working" | "business");
    next += usize::from(working || matches!(words.lower(next), "calendar" | "full" | "further" | "more"));
    if matches!(words.lower(next), "hour" | "hours") {
        // A deadline has no hour: 48 hours are two days, 12 hours run into the next.
        return Some(((number + HOURS_OF_A_DAY - 1) / HOURS_OF_A_DAY, Unit::Day, next + 1));
    }
    let unit = match unit(words.lower(next))? {
        Unit::Day if working => Unit::WorkingDay,
        unit => unit,
    };
    Some((number, unit, next + 1))
}

fn skip_fillers(words: &Words<'_>, mut at: usize) -> usize {
    // Each round passes at least one word; a few rounds cover "17:00 UTC on Friday, ...".
    for _ in 0..4 {
        if let Some(filler) = FILLERS.iter().find(|filler| words.are(at, filler)) {
            at += filler.len();
        } else if let Some(after) = clock(words, at) {
            at = after;
        } else {
            break;
        }
    }
    at
}

/// Whether the phrase ends before word `at`: a sign, a small connecting word, or nothing more.
#[must_use]
pub fn ends_phrase(words: &Words<'_>, at: usize) -> bool {
    if at >= words.len() {
        return true;
    }
    if words.shape(at) == Shape::Sign {
        let joins_number = matches!(words.lower(at), "/" | "-" | "–" | "'" | "’" | "%" | "$")
            && (words.is_glued(at) || words.is_glued(at + 1));
        return !joins_number;
    }
    matches!(
        words.lower(at),
        "and"
            | "or"
            | "to"
            | "for"
            | "at"
            | "in"
            | "on"
            | "by"
            | "with"
            | "as"
            | "so"
            | "but"
            | "if"
            | "when"
            | "after"
            | "before"
            | "via"
            | "through"
            | "using"
            | "the"
            | "a"
            | "an"
            | "all"
            | "from"
            | "until"
            | "unless"
            | "that"
            | "which"
            | "who"
            | "while"
            | "it"
            | "they"
            | "he"
            | "she"
            | "we"
            | "each"
            | "any"
            | "this"
            | "these"
            | "will"
            | "should"
            | "is"
            | "are"
            | "latest"
            | "only"
            | "including"
            | "following"
            | "because"
            | "since"
            | "under"
            | "inclusive"
            | "directly"
            | "online"
            | "not"
            | "then"
            | "once"
            | "per"
            | "would"
            | "shall"
            | "must"
            | "can"
    )
}

pub(super) fn number(words: &Words<'_>, at: usize) -> Option<i32> {
    if words.shape(at) == Shape::Number {
        return words.written(at).parse().ok().filter(|number| (1..=1000).contains(number));
    }
    Some(match words.lower(at) {
        "a" | "an" | "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "fourteen" => 14,
        "fifteen" => 15,
        "eighteen" => 18,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "sixty" => 60,
        "ninety" => 90,
        _ => return None,
    })
}

/// A unit of time by its name.
#[must_use]
pub fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "day" | "days" => Unit::Day,
        "week" | "weeks" => Unit::Week,
        "month" | "months" => Unit::Month,
        "quarter" | "quarters" => Unit::Quarter,
        "year" | "years" => Unit::Year,
        _ => return None,
    })
}
