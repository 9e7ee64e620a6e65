//! What a deadline is read against: the report's date, and the meetings whose dates are known.

use crate::model::{Document, Meta};
use jiff::civil::Date;

use super::events::{self, Event};
use super::meetings::Meeting;

/// The day, month or year that a report speaks from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportDate {
    /// A day.
    Day(Date),
    /// A month of a year.
    Month(i16, i8),
    /// A year.
    Year(i16),
}

impl ReportDate {
    /// Reads `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; anything else is no date.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '-');
        let year: i16 = parts.next()?.parse().ok().filter(|year| (1800..=2200).contains(year))?;
        let Some(month) = parts.next() else { return Some(Self::Year(year)) };
        let month: i8 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
        let Some(day) = parts.next() else { return Some(Self::Month(year, month)) };
        Date::new(year, month, day.parse().ok()?).ok().map(Self::Day)
    }

    /// The first day that it can mean: what is due is looked for from here on.
    #[must_use]
    pub fn first_day(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Month(year, month) => Date::constant(year, month, 1),
            Self::Year(year) => Date::constant(year, 1, 1),
        }
    }

    /// The day, where it is known to the day: "within two weeks" can be counted from nothing less.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Day(date) => Some(date),
            Self::Month(..) | Self::Year(_) => None,
        }
    }
}

/// All that deadlines of one report are resolved with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateContext {
    /// When the report speaks; `None` where nobody knows.
    pub report: Option<ReportDate>,
    /// Last day of the meeting, for "by the end of the meeting".
    pub report_to: Option<Date>,
    /// Meetings with known dates, from the report's own words and from `meetings.csv`.
    pub events: Vec<Event>,
    /// Whether "5/4/2017" is 5 April (`Some(true)`) or May 4 (`Some(false)`); `None` leaves such dates unresolved.
    pub day_first: Option<bool>,
}

impl DateContext {
    /// The context of a loose sentence: a date as the contract writes it, or none.
    #[must_use]
    pub fn of_date(date: Option<&str>) -> Self {
        Self { report: date.and_then(ReportDate::parse), ..Self::default() }
    }

    /// The context of a whole report: its date, the meetings that it announces itself, and those of `meetings.csv`.
    #[must_use]
    pub fn of_document(document: &Document, meetings: &[Meeting]) -> Self {
        let mut context = Self::of_meta(&document.meta);
        context.day_first = document.blocks.iter().find_map(|block| events::slash_order(&block.text));
        let announced: Vec<Event> =
            document.blocks.iter().flat_map(|block| events::announced(&block.text, &context)).collect();
        context.events.extend(announced);
        let body = document.meta.body.as_deref();
        context.events.extend(meetings.iter().map(|meeting| meeting.event(body)));
        context
    }

    fn of_meta(meta: &Meta) -> Self {
        Self {
            report: meta.date.as_deref().and_then(ReportDate::parse),
            report_to: meta.date_to.as_deref().and_then(ReportDate::parse).and_then(ReportDate::day),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_far_as_it_goes_and_no_further() {
        assert_eq!(ReportDate::parse("2017-03-28"), Some(ReportDate::Day(Date::constant(2017, 3, 28))));
        assert_eq!(ReportDate::parse("2017-03"), Some(ReportDate::Month(2017, 3)));
        assert_eq!(ReportDate::parse("2017"), Some(ReportDate::Year(2017)));
        for wrong in ["", "soon", "2017-13", "2017-02-30", "17-03-28", "2017-03-28T00"] {
            assert_eq!(ReportDate::parse(wrong), None, "{wrong:?}");
        }
    }
}
