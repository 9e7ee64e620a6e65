//! Days: "5 April", "April 5th", "5-7 June", "2017-04-05", "next Friday", "the 15th".

use super::clock::clock;
use super::expression::{Read, ends_phrase};
use super::when::When;
use crate::tag::words::{Shape, Words};
use jiff::civil::Weekday;

/// A month's number by its name or short form; `short` says that only a number beside it makes it sure.
#[must_use]
pub fn month(words: &Words<'_>, at: usize) -> Option<(i8, bool)> {
    if !matches!(words.shape(at), Shape::Capitalised | Shape::Capitals) {
        return None;
    }
    Some(match words.lower(at) {
        "january" => (1, false),
        "february" => (2, false),
        "march" => (3, false),
        "april" => (4, false),
        "may" => (5, false),
        "june" => (6, false),
        "july" => (7, false),
        "august" => (8, false),
        "september" => (9, false),
        "october" => (10, false),
        "november" => (11, false),
        "december" => (12, false),
        "jan" => (1, true),
        "feb" => (2, true),
        "mar" => (3, true),
        "apr" => (4, true),
        "jun" => (6, true),
        "jul" => (7, true),
        "aug" => (8, true),
        "sep" | "sept" => (9, true),
        "oct" => (10, true),
        "nov" => (11, true),
        "dec" => (12, true),
        _ => return None,
    })
}

/// The year at a word: four digits between 1900 and 2199.
#[must_use]
pub fn year(words: &Words<'_>, at: usize) -> Option<i16> {
    let written = words.written(at);
    if written.len() != 4 {
        return None;
    }
    written.parse().ok().filter(|year| (1900..2200).contains(year))
}

/// A day's number: "5", "5th", "05".
pub(super) fn day_number(words: &Words<'_>, at: usize) -> Option<(i8, bool)> {
    if words.shape(at) != Shape::Number {
        return None;
    }
    let lower = words.lower(at);
    let digits = lower.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let tail = lower.get(digits.len()..).unwrap_or("");
    if !(tail.is_empty() || matches!(tail, "st" | "nd" | "rd" | "th")) || digits.len() > 2 {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day)).map(|day| (day, !tail.is_empty()))
}

/// The day with its month on either side, alone or as a range.
pub(super) fn day(words: &Words<'_>, at: usize) -> Option<Read> {
    if let Some(read) = day_then_month(words, at) {
        return Some(read);
    }
    let at = at + usize::from(words.lower(at) == "the");
    month_then_day(words, at)
}

/// "5 April", "the 5th of April 2017", "5-7 June", "30 May - 2 June", "5-Apr-17".
pub(super) fn day_then_month(words: &Words<'_>, at: usize) -> Option<Read> {
    let mut next = at + usize::from(words.lower(at) == "the");
    let (first, _) = day_number(words, next)?;
    next += 1;
    let own = month_after(words, next);
    if let Some((from, after)) = own {
        if let Some(joint) = joint(words, after) {
            let late = joint + usize::from(words.lower(joint) == "the");
            if let Some((to_day, _)) = day_number(words, late)
                && let Some((to, end)) = month_after(words, late + 1)
            {
                let (year, end) = trailing_year(words, end);
                return Some((When::Days { year, from: (from, first), to: (to, to_day) }, end));
            }
        }
        let (year, end) = trailing_year(words, after);
        return Some((When::Day { year, month: from, day: first, weekday: None }, skip_weekday_note(words, end)));
    }
    let late = joint(words, next)?;
    let late = late + usize::from(words.lower(late) == "the");
    let (to_day, _) = day_number(words, late)?;
    let (month, end) = month_after(words, late + 1)?;
    let (year, end) = trailing_year(words, end);
    Some((When::Days { year, from: (month, first), to: (month, to_day) }, end))
}

/// "April 5th", "April the 5th, 2017", "June 5-7, 2018", "May 30 - June 2".
pub(super) fn month_then_day(words: &Words<'_>, at: usize) -> Option<Read> {
    let (month, _) = month(words, at)?;
    let mut next = at + 1 + usize::from(words.lower(at + 1) == ".");
    next += usize::from(words.lower(next) == "the");
    if year(words, next).is_some() {
        return None;
    }
    let (first, _) = day_number(words, next)?;
    next += 1;
    if words.lower(next) == ":" || clock(words, next - 1).is_some() {
        // "in March 14:00" is a clock, not a day.
        return None;
    }
    if let Some(late) = joint(words, next) {
        if let Some((to_day, _)) = day_number(words, late)
            && clock(words, late).is_none()
            && to_day > first
        {
            let (year, end) = trailing_year(words, late + 1);
            return Some((When::Days { year, from: (month, first), to: (month, to_day) }, end));
        }
        if let Some((to, _)) = self::month(words, late)
            && let Some((to_day, _)) = day_number(words, late + 1)
        {
            let (year, end) = trailing_year(words, late + 2);
            return Some((When::Days { year, from: (month, first), to: (to, to_day) }, end));
        }
    }
    let (year, end) = trailing_year(words, next);
    Some((When::Day { year, month, day: first, weekday: None }, skip_weekday_note(words, end)))
}

/// A month after a day: "April", "of April", "-Apr-".
pub(super) fn month_after(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    let at = match words.lower(at) {
        "of" => at + 1,
        "-" | "/" | "." if words.is_glued(at) => at + 1,
        _ => at,
    };
    let (month, short) = month(words, at)?;
    let dot = usize::from(short && words.lower(at + 1) == "." && continues(words, at + 2));
    Some((month, at + 1 + dot))
}

/// A short form's full stop is its own, not the sentence's, where something of the date follows.
pub(super) fn continues(words: &Words<'_>, at: usize) -> bool {
    year(words, at).is_some() || words.shape(at) == Shape::Lower
}

/// The joint of a range: "-", "–", "to", "and", "until", "&".
pub(super) fn joint(words: &Words<'_>, at: usize) -> Option<usize> {
    match words.lower(at) {
        "-" | "–" | "—" | "‑" | "to" | "and" | "until" | "&" | "through" | "or" => Some(at + 1),
        _ => None,
    }
}

/// A year after a date: "2017", ", 2017", "of 2017", "-17", "'17".
pub(super) fn trailing_year(words: &Words<'_>, at: usize) -> (Option<i16>, usize) {
    let bare = match words.lower(at) {
        "," | "of" | "-" | "/" | "(" => at + 1,
        _ => at,
    };
    if let Some(found) = year(words, bare) {
        // "5 April 2017/18" names a budget year, which does not change the day.
        return (Some(found), bare + 1);
    }
    let glued = matches!(words.lower(at), "-" | "/") && words.is_glued(at) && words.is_glued(at + 1);
    let short = matches!(words.lower(at), "'" | "’") && words.is_glued(at + 1);
    if (glued || short)
        && words.written(at + 1).len() == 2
        && let Ok(two) = words.written(at + 1).parse::<i16>()
    {
        return (Some(century(two)), at + 2);
    }
    (None, at)
}

/// Two digits of a year: 00-68 are 2000-2068, 69-99 are 1969-1999 (as in POSIX `strptime`, `%y`).
pub(super) fn century(two: i16) -> i16 {
    if two < 69 { 2000 + two } else { 1900 + two }
}

/// "25 May (Friday)".
pub(super) fn skip_weekday_note(words: &Words<'_>, at: usize) -> usize {
    let noted = words.lower(at) == "(" && weekday_name(words, at + 1).is_some() && words.lower(at + 2) == ")";
    at + if noted { 3 } else { 0 }
}

/// "2017-04-05", "2017/04/05", "5/4/2017", "05.04.2017".
pub(super) fn numeric(words: &Words<'_>, at: usize) -> Option<Read> {
    let sign = words.lower(at + 1);
    if !matches!(sign, "-" | "/" | "." | "‑") || words.lower(at + 3) != sign || words.shape(at) != Shape::Number {
        return None;
    }
    if !(1..=4).all(|step| words.is_glued(at + step)) {
        return None;
    }
    if let Some(year) = year(words, at) {
        let month: i8 = words.written(at + 2).parse().ok()?;
        let day: i8 = words.written(at + 4).parse().ok()?;
        return valid(month, day).then_some((When::Day { year: Some(year), month, day, weekday: None }, at + 5));
    }
    let first: i8 = words.written(at).parse().ok()?;
    let second: i8 = words.written(at + 2).parse().ok()?;
    let year = year(words, at + 4).or_else(|| {
        let two = words.written(at + 4);
        (two.len() == 2).then(|| two.parse().ok().map(century)).flatten()
    })?;
    // With full stops the day comes first everywhere; a slash is read both ways.
    if sign == "." {
        return valid(second, first)
            .then_some((When::Day { year: Some(year), month: second, day: first, weekday: None }, at + 5));
    }
    (valid(second, first) || valid(first, second)).then_some((When::Slashed { first, second, year }, at + 5))
}

pub(super) fn valid(month: i8, day: i8) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// A day of the week by its name or short form.
pub fn weekday_name(words: &Words<'_>, at: usize) -> Option<Weekday> {
    if words.shape(at) == Shape::Lower {
        return None;
    }
    Some(match words.lower(at) {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" | "tues" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// "Friday", "this Friday", "next Friday, 25 May", "Friday next week", "Friday at 17:00".
pub(super) fn weekday(words: &Words<'_>, at: usize) -> Option<Read> {
    let mut next = at + usize::from(words.lower(at) == "the");
    let ahead = words.lower(next) == "next";
    if matches!(words.lower(next), "this" | "next" | "coming" | "following" | "upcoming") {
        next += 1;
    }
    next += usize::from(words.lower(next) == "coming");
    let day = weekday_name(words, next)?;
    next += 1;
    if matches!(words.lower(next), "'" | "’") {
        // "Friday's meeting" is a meeting.
        return None;
    }
    let dotted = usize::from(
        words.lower(next) == "." && words.lower(next - 1).len() <= 5 && self::day(words, next + 1).is_some(),
    );
    let mut date = next + dotted;
    while matches!(words.lower(date), "," | "the" | "(" | "on") {
        date += 1;
    }
    if let Some((When::Day { year, month, day: number, .. }, end)) = self::day(words, date) {
        let end = end + usize::from(words.lower(end) == ")");
        return Some((When::Day { year, month, day: number, weekday: Some(day) }, end));
    }
    if let Some((number, true)) = day_number(words, date) {
        return Some((When::DayOfMonth { day: number, ahead: None }, date + 1));
    }
    let of_next_week = words.are(next, &["next", "week"]) || words.are(next, &["of", "next", "week"]);
    if of_next_week {
        let end = next + if words.lower(next) == "of" { 3 } else { 2 };
        return Some((When::Weekday { day, next: true }, end));
    }
    if words.are(next, &["of", "this", "week"]) {
        return Some((When::Weekday { day, next: false }, next + 3));
    }
    Some((When::Weekday { day, next: ahead }, next))
}

pub(super) fn relative_day(words: &Words<'_>, at: usize) -> Option<Read> {
    if words.are(at, &["the", "day", "after", "tomorrow"]) {
        return Some((When::DaysAhead(2), at + 4));
    }
    if words.are(at, &["the", "end", "of", "the", "day"]) {
        return Some((When::DaysAhead(0), at + 5));
    }
    match words.lower(at) {
        "today" | "tonight" => Some((When::DaysAhead(0), at + 1)),
        "tomorrow" => Some((When::DaysAhead(1), at + 1)),
        _ => None,
    }
}

/// "the 15th", "the 15th of this month".
pub(super) fn day_of_month(words: &Words<'_>, at: usize) -> Option<Read> {
    if words.lower(at) != "the" {
        return None;
    }
    let (day, ordinal) = day_number(words, at + 1)?;
    if !ordinal {
        return None;
    }
    let next = at + 2;
    for (tail, ahead) in [
        (&["of", "this", "month"][..], 0),
        (&["of", "the", "month"][..], 0),
        (&["of", "next", "month"][..], 1),
        (&["of", "the", "following", "month"][..], 1),
    ] {
        if words.are(next, tail) {
            return Some((When::DayOfMonth { day, ahead: Some(ahead) }, next + tail.len()));
        }
    }
    // "the 7th meeting" counts meetings.
    ends_phrase(words, next).then_some((When::DayOfMonth { day, ahead: None }, next))
}
