//! Longer than a day: "June 2021", "the end of October", "mid-March", "Q3 2022", "next month", "the week of 5 October".

use super::day::{continues, day, month, trailing_year, weekday_name, year};
use super::expression::{Read, ends_phrase};
use super::when::{Part, Unit, When};
use crate::tag::words::{Shape, Words};
use jiff::ToSpan;
use jiff::civil::Date;

/// "the week of 5 October", "the week beginning 5 October": five days from the one that is named.
pub(super) fn week_of(words: &Words<'_>, at: usize) -> Option<Read> {
    let at = at + usize::from(words.lower(at) == "the");
    if words.lower(at) != "week"
        || !matches!(words.lower(at + 1), "of" | "beginning" | "starting" | "commencing" | "from")
    {
        return None;
    }
    let (when, end) = day(words, at + 2)?;
    let When::Day { year, month, day, .. } = when else { return Some((when, end)) };
    // Any year without a leap day will do: a week that runs over it is off by one day at most.
    let last = Date::new(year.unwrap_or(2023), month, day).ok()?.checked_add(4.days()).ok()?;
    Some((When::Days { year: year.map(|_| last.year()), from: (month, day), to: (last.month(), last.day()) }, end))
}

/// The last day that a month can have.
const LAST_DAY: u32 = 31;

/// A month, whole or in part, and the parts of a year: "June 2021", "end of October", "mid-March", "end-2019".
pub(super) fn month_or_part(words: &Words<'_>, at: usize) -> Option<Read> {
    let (part, next) = part(words, at);
    let next = next + if words.are(next, &["the", "month", "of"]) { 3 } else { 0 };
    if let Some((month, short)) = month(words, next) {
        let dot = usize::from(short && words.lower(next + 1) == "." && continues(words, next + 2));
        let (year, end) = trailing_year(words, next + 1 + dot);
        // "July 42nd" is no day, and not July either.
        let figure = words.lower(next + 1 + dot).trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        if year.is_none() && figure.parse().is_ok_and(|day: u32| day > LAST_DAY) {
            return None;
        }
        if year.is_none() && is_somebodys_name(words, next + 1) {
            return None;
        }
        if short
            && year.is_none()
            && matches!(words.lower(next), "mar" | "jun" | "jan")
            && words.shape(next) != Shape::Capitalised
        {
            return None;
        }
        return Some((When::Month { year, month, part }, end));
    }
    if part == Part::Whole {
        return None;
    }
    // "the second half of 2021" is two quarters, which have their own form.
    let halved = (at..next).any(|index| words.lower(index) == "half");
    let year = year(words, next).filter(|_| !halved)?;
    Some((When::Year { year, part }, next + 1))
}

/// "by May Smith" speaks of a person.
pub(super) fn is_somebodys_name(words: &Words<'_>, after: usize) -> bool {
    words.shape(after) == Shape::Capitalised && weekday_name(words, after).is_none()
}

/// The part that the words at `at` name, and where what it is a part of starts.
pub(super) fn part(words: &Words<'_>, at: usize) -> (Part, usize) {
    let mut next = at + usize::from(words.lower(at) == "the");
    next += usize::from(words.lower(next) == "very");
    let of = |index: usize| index + usize::from(matches!(words.lower(index), "of" | "in" | "-" | "‑"));
    if let Some((nth, after)) = ordinal_week(words, next) {
        return (nth, of(after));
    }
    let part = match words.lower(next) {
        "end" | "close" => Part::End,
        "beginning" | "start" => Part::Start,
        "mid" | "middle" => Part::Middle,
        "early" => Part::Early,
        "late" => Part::Late,
        _ => return (Part::Whole, at),
    };
    (part, of(next + 1))
}

/// "first week", "2nd week", "last week", "second half" (from the middle to the end).
pub(super) fn ordinal_week(words: &Words<'_>, at: usize) -> Option<(Part, usize)> {
    if words.are(at, &["first", "half"]) {
        return Some((Part::Middle, at + 2));
    }
    if words.are(at, &["second", "half"]) {
        return Some((Part::Late, at + 2));
    }
    if words.lower(at + 1) != "week" {
        return None;
    }
    let part = match words.lower(at) {
        "first" | "1st" => Part::NthWeek(1),
        "second" | "2nd" => Part::NthWeek(2),
        "third" | "3rd" => Part::NthWeek(3),
        "fourth" | "4th" => Part::NthWeek(4),
        "last" | "final" => Part::LastWeek,
        _ => return None,
    };
    Some((part, at + 2))
}

/// "Q3 2022", "the third quarter of 2022", "the first half of 2020", "H1 2020".
pub(super) fn quarter(words: &Words<'_>, at: usize) -> Option<Read> {
    let mut next = at;
    if words.are(next, &["end", "-"]) {
        next += 2;
    } else if words.are(next, &["the", "end", "of"]) {
        next += 3;
    } else if words.are(next, &["end", "of"]) {
        next += 2;
    }
    next += usize::from(words.lower(next) == "the");
    let (first, last, next) = match words.lower(next) {
        "q1" => (1, 1, next + 1),
        "q2" => (2, 2, next + 1),
        "q3" => (3, 3, next + 1),
        "q4" => (4, 4, next + 1),
        "h1" => (1, 2, next + 1),
        "h2" => (3, 4, next + 1),
        ordinal => {
            let number = match ordinal {
                "first" | "1st" => 1,
                "second" | "2nd" => 2,
                "third" | "3rd" => 3,
                "fourth" | "4th" | "last" | "final" => 4,
                _ => return None,
            };
            match words.lower(next + 1) {
                "quarter" => (number, number, next + 2),
                "half" if number < 3 => (2 * number - 1, 2 * number, next + 2),
                _ => return None,
            }
        }
    };
    if words.are(next, &["of", "the", "year"]) || words.are(next, &["of", "this", "year"]) {
        return Some((When::Quarters { year: None, first, last }, next + 3));
    }
    let (year, end) = trailing_year(words, next);
    Some((When::Quarters { year, first, last }, end))
}

/// "this week", "the end of the current month", "next year", "year-end", "later this month".
pub(super) fn span(words: &Words<'_>, at: usize) -> Option<Read> {
    let (found, mut next) = part(words, at);
    if words.lower(next) == "later" {
        next += 1;
    }
    next += usize::from(words.lower(next) == "the");
    let ahead = match words.lower(next) {
        "this" | "current" | "present" => Some(0),
        "next" | "coming" | "following" | "upcoming" => Some(1),
        _ => None,
    };
    if ahead.is_some() {
        next += 1;
        next += usize::from(matches!(words.lower(next), "coming" | "calendar" | "current" | "working"));
    } else {
        next += usize::from(matches!(words.lower(next), "calendar" | "working"));
    }
    if words.lower(next) == "year" && words.lower(next + 1) == "-" && words.lower(next + 2) == "end" {
        return Some((When::Span { unit: Unit::Year, ahead: 0, part: Part::End }, next + 3));
    }
    let unit = match words.lower(next) {
        "week" => Unit::Week,
        "weekend" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        _ => return None,
    };
    // A bare "the week" or "a year" says nothing; "the end of the year" and "next year" do.
    if ahead.is_none() && found == Part::Whole {
        return None;
    }
    let followed_by_noun = words.lower(next + 1) == "'" || words.lower(next + 1) == "’";
    if followed_by_noun {
        // "next year's annual meeting" is a meeting, not a date.
        return None;
    }
    Some((When::Span { unit, ahead: ahead.unwrap_or(0), part: found }, next + 1))
}

pub(super) fn year_alone(words: &Words<'_>, at: usize) -> Option<Read> {
    let found = year(words, at)?;
    // "2017/18", "2017-2020", "the 2015 guidelines" are not the year itself.
    ends_phrase(words, at + 1).then_some((When::Year { year: found, part: Part::Whole }, at + 1))
}
