//! Days as numbers `YYYYMMDD`: they sort, compare and print without a calendar.

use jiff::civil::Date;

/// First and last day that a date means: `2015`, `2015-06` or `2015-06-17`. `None` where it is no date.
#[must_use]
pub fn days(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.split('-');
    let year = figures(parts.next()?, 4)?;
    let month = parts.next().map(|part| figures(part, 2)).map_or(Some(None), |month| month.map(Some))?;
    let day = parts.next().map(|part| figures(part, 2)).map_or(Some(None), |day| day.map(Some))?;
    if parts.next().is_some() {
        return None;
    }
    match (month, day) {
        (None, _) => Some((number(date(year, 1, 1)?), number(date(year, 12, 31)?))),
        (Some(month), None) => {
            let first = date(year, month, 1)?;
            Some((number(first), number(first.last_of_month())))
        }
        (Some(month), Some(day)) => date(year, month, day).map(|only| (number(only), number(only))),
    }
}

/// `YYYY-MM-DD`.
#[must_use]
pub fn iso(day: u32) -> String {
    format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100)
}

pub(super) fn next_day(day: u32) -> u32 {
    moved(day, 1)
}

pub(super) fn day_before(day: u32) -> u32 {
    moved(day, -1)
}

fn moved(day: u32, by: i64) -> u32 {
    let found = date(day / 10_000, day / 100 % 100, day % 100);
    found.and_then(|from| from.checked_add(jiff::Span::new().days(by)).ok()).map_or(day, number)
}

/// Days from one day to the other, negative where the other is earlier; `None` where either is no day.
#[must_use]
pub fn days_between(from: u32, to: u32) -> Option<i64> {
    let day = |day: u32| date(day / 10_000, day / 100 % 100, day % 100);
    day(from)?.until(day(to)?).ok().map(|span| i64::from(span.get_days()))
}

fn figures(part: &str, count: usize) -> Option<u32> {
    (part.len() == count && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    // Year 0 is no year of a report, and would not print as four figures that mean anything.
    let year = i16::try_from(year).ok().filter(|year| *year > 0)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn number(date: Date) -> u32 {
    u32::try_from(date.year()).unwrap_or(0) * 10_000
        + u32::try_from(date.month()).unwrap_or(0) * 100
        + u32::try_from(date.day()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_mean_all_their_days() {
        assert_eq!(days("2015"), Some((20_150_101, 20_151_231)));
        assert_eq!(days("2016-02"), Some((20_160_201, 20_160_229)));
        assert_eq!(days("2017-06-30"), Some((20_170_630, 20_170_630)));
        for bad in ["", "15", "2015-13", "2015-02-30", "2015-6", "2015-06-17-1", "2015-", "0000", "２０１５"] {
            assert_eq!(days(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_step_over_months_and_years() {
        assert_eq!(next_day(20_151_231), 20_160_101);
        assert_eq!(day_before(20_160_301), 20_160_229);
        assert_eq!(next_day(99_991_231), 99_991_231);
    }
}
