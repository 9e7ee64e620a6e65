//! Reads a date expression at a word: a small hand-written grammar, one function per form.

use super::when::{Part, Unit, When};
use crate::tag::words::{Shape, Words};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

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

/// "the week of 5 October", "the week beginning 5 October": five days from the one that is named.
fn week_of(words: &Words<'_>, at: usize) -> Option<Read> {
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
    let unit = match unit(words.lower(next))? {
        Unit::Day if working => Unit::WorkingDay,
        unit => unit,
    };
    Some((number, unit, next + 1))
}

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

/// "17:00", "5 pm", "5.30 p.m.", "23:59 UTC", "17h00".
pub(super) fn clock(words: &Words<'_>, at: usize) -> Option<usize> {
    if words.shape(at) != Shape::Number {
        return None;
    }
    let mut next = at + 1;
    let colon =
        matches!(words.lower(next), ":" | ".") && words.is_glued(next) && words.shape(next + 1) == Shape::Number;
    if colon {
        next += 2;
    }
    let half = words.lower(next);
    let said = matches!(half, "am" | "pm" | "hours" | "hrs" | "noon");
    let dotted = matches!(half, "a" | "p") && words.are(next + 1, &[".", "m"]);
    if said {
        next += 1;
    } else if dotted {
        next += 3 + usize::from(words.lower(next + 3) == ".");
    } else if is_clock_word(words.lower(at)) {
        // One word says it all.
    } else if !(colon && words.lower(at + 1) == ":") {
        return None;
    }
    if matches!(words.lower(next), "utc" | "gmt" | "cet" | "cest" | "est" | "edt" | "pst" | "pdt" | "local" | "geneva")
    {
        next += 1 + usize::from(words.lower(next + 1) == "time");
    }
    Some(next)
}

/// "5pm", "11am", "17h00", "17h".
fn is_clock_word(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|letter| letter.is_ascii_digit());
    match word.split_once('h') {
        Some((hours, minutes)) => digits(hours) && (minutes.is_empty() || digits(minutes)),
        None => word.strip_suffix("pm").or_else(|| word.strip_suffix("am")).is_some_and(digits),
    }
}

/// A day's number: "5", "5th", "05".
fn day_number(words: &Words<'_>, at: usize) -> Option<(i8, bool)> {
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
fn day(words: &Words<'_>, at: usize) -> Option<Read> {
    if let Some(read) = day_then_month(words, at) {
        return Some(read);
    }
    let at = at + usize::from(words.lower(at) == "the");
    month_then_day(words, at)
}

/// "5 April", "the 5th of April 2017", "5-7 June", "30 May - 2 June", "5-Apr-17".
fn day_then_month(words: &Words<'_>, at: usize) -> Option<Read> {
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
fn month_then_day(words: &Words<'_>, at: usize) -> Option<Read> {
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
fn month_after(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
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
fn continues(words: &Words<'_>, at: usize) -> bool {
    year(words, at).is_some() || words.shape(at) == Shape::Lower
}

/// The joint of a range: "-", "–", "to", "and", "until", "&".
fn joint(words: &Words<'_>, at: usize) -> Option<usize> {
    match words.lower(at) {
        "-" | "–" | "—" | "‑" | "to" | "and" | "until" | "&" | "through" | "or" => Some(at + 1),
        _ => None,
    }
}

/// A year after a date: "2017", ", 2017", "of 2017", "-17", "'17".
fn trailing_year(words: &Words<'_>, at: usize) -> (Option<i16>, usize) {
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
fn century(two: i16) -> i16 {
    if two < 69 { 2000 + two } else { 1900 + two }
}

/// "25 May (Friday)".
fn skip_weekday_note(words: &Words<'_>, at: usize) -> usize {
    let noted = words.lower(at) == "(" && weekday_name(words, at + 1).is_some() && words.lower(at + 2) == ")";
    at + if noted { 3 } else { 0 }
}

/// "2017-04-05", "2017/04/05", "5/4/2017", "05.04.2017".
fn numeric(words: &Words<'_>, at: usize) -> Option<Read> {
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

fn valid(month: i8, day: i8) -> bool {
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
fn weekday(words: &Words<'_>, at: usize) -> Option<Read> {
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

fn relative_day(words: &Words<'_>, at: usize) -> Option<Read> {
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

/// A month, whole or in part, and the parts of a year: "June 2021", "end of October", "mid-March", "end-2019".
fn month_or_part(words: &Words<'_>, at: usize) -> Option<Read> {
    let (part, next) = part(words, at);
    let next = next + if words.are(next, &["the", "month", "of"]) { 3 } else { 0 };
    if let Some((month, short)) = month(words, next) {
        let dot = usize::from(short && words.lower(next + 1) == "." && continues(words, next + 2));
        let (year, end) = trailing_year(words, next + 1 + dot);
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
fn is_somebodys_name(words: &Words<'_>, after: usize) -> bool {
    words.shape(after) == Shape::Capitalised && weekday_name(words, after).is_none()
}

/// The part that the words at `at` name, and where what it is a part of starts.
fn part(words: &Words<'_>, at: usize) -> (Part, usize) {
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
fn ordinal_week(words: &Words<'_>, at: usize) -> Option<(Part, usize)> {
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
fn quarter(words: &Words<'_>, at: usize) -> Option<Read> {
    let mut next = at;
    if words.are(next, &["the", "end", "of"]) {
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
fn span(words: &Words<'_>, at: usize) -> Option<Read> {
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

/// "the 15th", "the 15th of this month".
fn day_of_month(words: &Words<'_>, at: usize) -> Option<Read> {
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

fn year_alone(words: &Words<'_>, at: usize) -> Option<Read> {
    let found = year(words, at)?;
    // "2017/18", "2017-2020", "the 2015 guidelines" are not the year itself.
    ends_phrase(words, at + 1).then_some((When::Year { year: found, part: Part::Whole }, at + 1))
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

fn number(words: &Words<'_>, at: usize) -> Option<i32> {
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
