//! From what was said to days of the calendar, as far as the report's date allows and no further.

use super::context::{DateContext, ReportDate};
use super::events;
use super::when::{Part, Unit, When};
use crate::tag::words::Words;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// A date without a year means its next occurrence, but one so many days before the report is still the one just past:
/// minutes are written up and dated days after the talk.
const JUST_PAST_DAYS: i32 = 45;

/// First and last day, and what they rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// First day; the same as `to` for a single day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Stable words for people: `printed`, `year of the report`, ...
    pub basis: &'static str,
}

/// The date stands in the words.
pub const PRINTED: &str = "printed";
/// The year is taken from the report's date.
pub const YEAR: &str = "year of the report";
/// Counted from the report's date.
pub const COUNTED: &str = "counted from the report's date";
/// A meeting that the report itself dates.
pub const ANNOUNCED: &str = "meeting date in the report";
/// A meeting of `meetings.csv`.
pub const MEETINGS: &str = "meetings.csv";

/// The days that an expression means, or `None` where nothing at hand says.
#[must_use]
pub fn resolve(when: When, words: &Words<'_>, context: &DateContext) -> Option<Days> {
    let report = context.report;
    match when {
        When::Day { year: Some(year), month, day, .. } => one(Date::new(year, month, day).ok()?, PRINTED),
        When::Day { year: None, month, day, weekday } => {
            let date = next_with(report?, |year| Date::new(year, month, day).ok(), weekday)?;
            one(date, YEAR)
        }
        When::Days { year, from, to } => range_of_days(year, from, to, report),
        When::DayOfMonth { day, ahead } => day_of_month(day, ahead, report?),
        When::Slashed { first, second, year } => slashed(first, second, year, context.day_first),
        When::Month { year: Some(year), month, part } => part_of_month(year, month, part, PRINTED),
        When::Month { year: None, month, part } => {
            let last = next_with(report?, |year| Some(Date::new(year, month, 1).ok()?.last_of_month()), None)?;
            part_of_month(last.year(), month, part, YEAR)
        }
        When::Year { year, part } => part_of_year(year, part, PRINTED),
        When::Quarters { year, first, last } => quarters(year, first, last, report),
        When::Weekday { day, next } => one(weekday(report?.day()?, day, next)?, COUNTED),
        When::DaysAhead(days) => one(report?.day()?.checked_add(days.days()).ok()?, COUNTED),
        When::Span { unit, ahead, part } => span(unit, ahead, part, report?),
        When::Count { number, unit } => one(count(report?.day()?, number, unit)?, COUNTED),
        When::Event { from, to } => events::resolve(words, from..to, context),
        When::Open => None,
    }
}

/// A date moved by so many units; negative goes back.
#[must_use]
pub fn count(date: Date, number: i32, unit: Unit) -> Option<Date> {
    match unit {
        Unit::Day => date.checked_add(number.days()).ok(),
        Unit::WorkingDay => working_days(date, number),
        Unit::Week => date.checked_add(number.weeks()).ok(),
        Unit::Month => date.checked_add(number.months()).ok(),
        Unit::Quarter => date.checked_add(number.checked_mul(3)?.months()).ok(),
        Unit::Year => date.checked_add(number.years()).ok(),
    }
}

fn one(date: Date, basis: &'static str) -> Option<Days> {
    Some(Days { from: date, to: date, basis })
}

/// The candidate of the report's year or its neighbours that comes next, one just past included.
fn next_with(report: ReportDate, of_year: impl Fn(i16) -> Option<Date>, weekday: Option<Weekday>) -> Option<Date> {
    let first = report.first_day();
    let earliest = match report {
        ReportDate::Day(day) => day.checked_sub(JUST_PAST_DAYS.days()).ok()?,
        // Of a month or a year alone nothing before it is meant.
        ReportDate::Month(..) | ReportDate::Year(_) => first,
    };
    let mut candidates =
        (-1..=4_i16).filter_map(|step| of_year(first.year().checked_add(step)?)).filter(|date| *date >= earliest);
    match weekday {
        // A printed weekday settles the year: "Friday, 25 May" fits one year in six or so. A wrong one is ignored.
        Some(day) => {
            let all: Vec<Date> = candidates.collect();
            all.iter().take(2).find(|date| date.weekday() == day).or(all.first()).copied()
        }
        None => candidates.next(),
    }
    // A 29 February may lie years ahead; more than a year is no deadline that anybody writes without its year.
    .filter(|date| first.checked_add(14.months()).is_ok_and(|limit| *date <= limit))
}

fn range_of_days(year: Option<i16>, from: (i8, i8), to: (i8, i8), report: Option<ReportDate>) -> Option<Days> {
    let (last, basis) = match year {
        Some(year) => (Date::new(year, to.0, to.1).ok()?, PRINTED),
        None => (next_with(report?, |year| Date::new(year, to.0, to.1).ok(), None)?, YEAR),
    };
    let first = Date::new(last.year(), from.0, from.1).ok()?;
    let first = if first > last { Date::new(last.year().checked_sub(1)?, from.0, from.1).ok()? } else { first };
    Some(Days { from: first, to: last, basis })
}

fn day_of_month(day: i8, ahead: Option<i32>, report: ReportDate) -> Option<Days> {
    let today = match report {
        ReportDate::Day(date) => date,
        ReportDate::Month(..) => report.first_day(),
        ReportDate::Year(_) => return None,
    };
    let in_month = |months: i32| {
        let month = today.first_of_month().checked_add(months.months()).ok()?;
        Date::new(month.year(), month.month(), day).ok()
    };
    let date = match ahead {
        Some(months) => in_month(months)?,
        None => (0..3).filter_map(in_month).find(|date| *date >= today)?,
    };
    one(date, COUNTED)
}

fn slashed(first: i8, second: i8, year: i16, day_first: Option<bool>) -> Option<Days> {
    let day_month = Date::new(year, second, first).ok();
    let month_day = Date::new(year, first, second).ok();
    let date = match (day_month, month_day) {
        (Some(date), None) | (None, Some(date)) => date,
        (Some(date), Some(other)) if date == other => date,
        (Some(day_month), Some(month_day)) => {
            if day_first? {
                day_month
            } else {
                month_day
            }
        }
        (None, None) => return None,
    };
    one(date, PRINTED)
}

fn part_of_month(year: i16, month: i8, part: Part, basis: &'static str) -> Option<Days> {
    let first = Date::new(year, month, 1).ok()?;
    let last = first.last_of_month();
    let day = |day: i8| Date::new(year, month, day.min(last.day())).ok();
    let (from, to) = match part {
        Part::Whole => (first, last),
        Part::End => (last, last),
        Part::Start => (first, first),
        Part::Early => (first, day(10)?),
        Part::Middle => (day(15)?, day(15)?),
        Part::Late => (day(21)?, last),
        Part::NthWeek(nth) => {
            let end = nth.checked_mul(7)?;
            (day(end.checked_sub(6)?)?, day(end)?)
        }
        Part::LastWeek => (last.checked_sub(6.days()).ok()?, last),
    };
    Some(Days { from, to, basis })
}

fn part_of_year(year: i16, part: Part, basis: &'static str) -> Option<Days> {
    let day = |month, day| Date::new(year, month, day).ok();
    let (from, to) = match part {
        Part::Whole => (day(1, 1)?, day(12, 31)?),
        Part::End => (day(12, 31)?, day(12, 31)?),
        Part::Start => (day(1, 1)?, day(1, 1)?),
        Part::Early => (day(1, 1)?, day(3, 31)?),
        Part::Middle => (day(6, 30)?, day(6, 30)?),
        Part::Late => (day(10, 1)?, day(12, 31)?),
        Part::NthWeek(_) | Part::LastWeek => return None,
    };
    Some(Days { from, to, basis })
}

fn quarters(year: Option<i16>, first: i8, last: i8, report: Option<ReportDate>) -> Option<Days> {
    let end_month = last.checked_mul(3)?;
    let (to, basis) = match year {
        Some(year) => (Date::new(year, end_month, 1).ok()?.last_of_month(), PRINTED),
        None => {
            let of_year = |year| Some(Date::new(year, end_month, 1).ok()?.last_of_month());
            (next_with(report?, of_year, None)?, YEAR)
        }
    };
    let from = Date::new(to.year(), first.checked_mul(3)?.checked_sub(2)?, 1).ok()?;
    Some(Days { from, to, basis })
}

/// "Friday" is the first one after the report's day; "next Friday" the one of the next calendar week.
fn weekday(today: Date, day: Weekday, next: bool) -> Option<Date> {
    if !next {
        return today.nth_weekday(1, day).ok();
    }
    let next_monday = today.nth_weekday(1, Weekday::Monday).ok()?;
    next_monday.checked_add(i32::from(day.to_monday_zero_offset()).days()).ok()
}

/// Weeks end on Friday: whoever promises something "by the end of the week" means the working week.
fn span(unit: Unit, ahead: i32, part: Part, report: ReportDate) -> Option<Days> {
    match unit {
        Unit::Week => {
            let today = report.day()?;
            let monday = today.checked_sub(i32::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
            let monday = monday.checked_add(ahead.weeks()).ok()?;
            let friday = monday.checked_add(4.days()).ok()?;
            // A report of a Saturday or Sunday still has that week's end before it.
            let last = if ahead == 0 && friday < today { monday.checked_add(6.days()).ok()? } else { friday };
            let (from, to) = match part {
                Part::Whole => (if ahead == 0 { today } else { monday }, last),
                Part::End | Part::Late => (last, last),
                Part::Start => (monday, monday),
                Part::Early => (monday, monday.checked_add(2.days()).ok()?),
                Part::Middle => (monday.checked_add(2.days()).ok()?, monday.checked_add(2.days()).ok()?),
                Part::NthWeek(_) | Part::LastWeek => return None,
            };
            Some(Days { from, to, basis: COUNTED })
        }
        Unit::Month => {
            let today = match report {
                ReportDate::Year(_) => return None,
                ReportDate::Day(_) | ReportDate::Month(..) => report.first_day(),
            };
            let month = today.first_of_month().checked_add(ahead.months()).ok()?;
            let days = part_of_month(month.year(), month.month(), part, COUNTED)?;
            // "this month" starts today.
            let from = if ahead == 0 && part == Part::Whole { today } else { days.from };
            Some(Days { from, ..days })
        }
        Unit::Quarter => {
            let today = match report {
                ReportDate::Year(_) => return None,
                ReportDate::Day(_) | ReportDate::Month(..) => report.first_day(),
            };
            let months = ahead.checked_mul(3)?;
            let month = today.first_of_month().checked_add(months.months()).ok()?;
            let first = Date::new(month.year(), (month.month() - 1) / 3 * 3 + 1, 1).ok()?;
            let last = first.checked_add(2.months()).ok()?.last_of_month();
            let from = if part == Part::Whole { first } else { last };
            Some(Days { from, to: last, basis: COUNTED })
        }
        Unit::Year => {
            let year = report.first_day().year().checked_add(i16::try_from(ahead).ok()?)?;
            part_of_year(year, part, COUNTED)
        }
        Unit::Day | Unit::WorkingDay => None,
    }
}

/// Monday to Friday; public holidays are not known here.
fn working_days(mut date: Date, number: i32) -> Option<Date> {
    let mut left = number.unsigned_abs();
    while left > 0 {
        date = if number > 0 { date.tomorrow().ok()? } else { date.yesterday().ok()? };
        if !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    Some(date)
}
