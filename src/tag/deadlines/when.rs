//! Dates as they are said: "5 April", "the end of next month", "within two weeks", "mid-March".

use jiff::civil::Weekday;

/// What a date expression says, before anything is known of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// "5 April 2017", "April 5th", "Friday, 25 May".
    Day {
        /// Year, where one is printed.
        year: Option<i16>,
        /// Month from 1.
        month: i8,
        /// Day from 1.
        day: i8,
        /// Day of the week, where one is printed: it helps to choose the year.
        weekday: Option<Weekday>,
    },
    /// "5-7 June", "30 May to 2 June".
    Days {
        /// Year, where one is printed.
        year: Option<i16>,
        /// First month and day.
        from: (i8, i8),
        /// Last month and day.
        to: (i8, i8),
    },
    /// "the 15th", "the 15th of next month".
    DayOfMonth {
        /// Day from 1.
        day: i8,
        /// Months after the report's; `None`: the next such day.
        ahead: Option<i32>,
    },
    /// "5/4/2017": two readings.
    Slashed {
        /// First number.
        first: i8,
        /// Second number.
        second: i8,
        /// Year.
        year: i16,
    },
    /// A month or a part of one.
    Month {
        /// Year, where one is printed.
        year: Option<i16>,
        /// Month from 1.
        month: i8,
        /// Which part.
        part: Part,
    },
    /// A year or a part of one.
    Year {
        /// The year.
        year: i16,
        /// Which part.
        part: Part,
    },
    /// "Q3 2022", "the third quarter", "the first half of 2020" (as quarters one and two).
    Quarters {
        /// Year, where one is printed.
        year: Option<i16>,
        /// First quarter, from 1.
        first: i8,
        /// Last quarter.
        last: i8,
    },
    /// "Friday", "next Tuesday".
    Weekday {
        /// Which day.
        day: Weekday,
        /// "next": in the week after the report's.
        next: bool,
    },
    /// "today" (0), "tomorrow" (1), "the day after tomorrow" (2).
    DaysAhead(i32),
    /// "this week" (0), "next month" (1), "the end of the year".
    Span {
        /// Week, month, quarter or year.
        unit: Unit,
        /// How many after the current one.
        ahead: i32,
        /// Which part.
        part: Part,
    },
    /// "within two weeks": counted from the report's date.
    Count {
        /// How many.
        number: i32,
        /// Of what.
        unit: Unit,
    },
    /// A meeting, by the words that name it; the indices are words of the text.
    Event {
        /// First word of its name (without article).
        from: usize,
        /// After its last word.
        to: usize,
    },
    /// The words name a deadline, and nothing at hand can say which day: "in due course", "within seven days of adoption".
    Open,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Calendar day.
    Day,
    /// Monday to Friday.
    WorkingDay,
    /// Week.
    Week,
    /// Month.
    Month,
    /// Quarter.
    Quarter,
    /// Year.
    Year,
}

/// Which part of a month, year or week is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// Its last day: "the end of".
    End,
    /// Its first day: "the start of", "the beginning of".
    Start,
    /// "early March".
    Early,
    /// "mid-March".
    Middle,
    /// "late March".
    Late,
    /// Its nth week, from 1: days 1-7, 8-14, 15-21, 22-28, 29 and after.
    NthWeek(i8),
    /// Its last seven days.
    LastWeek,
}
