//! Whether a cell that came back is the cell that went out: spreadsheets rewrite dates, numbers and letters on their own.
//!
//! Only what a spreadsheet does without being asked counts as the same. Where a rewritten date could also be another
//! day, the file itself decides: its machine columns hold dates whose true value is known, and tell in which order the
//! program writes day and month.

use super::text::{Encoding, in_windows_1252};
use crate::export::sheets::MAX_CELL_UNITS;
use std::borrow::Cow;

/// The order in which a program writes the parts of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `2017-04-05`, `2017/04/05`.
    Iso,
    /// `05.04.2017` for 5 April.
    DayMonth,
    /// `4/5/2017` for 5 April.
    MonthDay,
}

/// How a file's program writes cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habit {
    /// Known where dates of the file have shown it.
    pub dates: Option<DateOrder>,
    /// The encoding of a text file.
    pub encoding: Encoding,
}

impl Habit {
    /// Learns from pairs of a date as exported (`YYYY-MM-DD`) and the same cell as it came back.
    pub fn learn<'a>(encoding: Encoding, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut dates = None;
        for (out, back) in pairs {
            let Some(expected) = iso_date(out) else { continue };
            let orders = [DateOrder::DayMonth, DateOrder::MonthDay];
            let fits: Vec<DateOrder> =
                orders.into_iter().filter(|&order| date_in(back, order) == Some(expected)).collect();
            if let [only] = fits.as_slice() {
                dates = Some(*only);
                break;
            }
            if dates.is_none() && date_in(back, DateOrder::Iso) == Some(expected) {
                dates = Some(DateOrder::Iso);
            }
        }
        Self { dates, encoding }
    }

    /// Whether `back` is `out` as this program returns it.
    #[must_use]
    pub fn same(self, out: &str, back: &str) -> bool {
        let (out, back) = (out.trim(), back.trim());
        out == back
            || self.same_date(out, back)
            || same_number(out, back)
            || same_truth(out, back)
            || self.same_letters(out, back)
            || cut_by_excel(out, back)
    }

    fn same_date(self, out: &str, back: &str) -> bool {
        let Some(expected) = iso_date(out) else { return false };
        let orders = match self.dates {
            Some(order) => [DateOrder::Iso, order],
            None => [DateOrder::Iso, DateOrder::Iso],
        };
        orders.into_iter().any(|order| date_in(back, order) == Some(expected)) || unambiguous(back) == Some(expected)
    }

    /// Letters that the file's encoding lacks have become `?` or a likeness, one for one.
    fn same_letters(self, out: &str, back: &str) -> bool {
        self.encoding == Encoding::Windows1252
            && out.chars().count() == back.chars().count()
            && out.chars().zip(back.chars()).all(|(ours, theirs)| ours == theirs || !in_windows_1252(ours))
    }
}

type Day = (i32, u32, u32);

/// `YYYY-MM-DD`.
fn iso_date(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let plain = parts.next().is_none() && year.len() == 4 && month.len() == 2 && day.len() == 2;
    plain.then(|| valid(number(year)?, number(month)?, number(day)?)).flatten()
}

/// A date of three numbers in one order; a midnight behind it is no part of it.
fn date_in(text: &str, order: DateOrder) -> Option<Day> {
    let text = text.strip_suffix(" 00:00:00").or_else(|| text.strip_suffix(" 00:00")).unwrap_or(text);
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let (first, second, third) = (number(first)?, number(second)?, number(third)?);
    match order {
        DateOrder::Iso => valid(first, second, third),
        DateOrder::DayMonth => valid(full_year(third), second, first),
        DateOrder::MonthDay => valid(full_year(third), first, second),
    }
}

/// A date of this order as it was exported, `YYYY-MM-DD`; any other text as it stands.
pub(super) fn rewritten(text: &str, order: DateOrder) -> Cow<'_, str> {
    match date_in(text.trim(), order) {
        Some((year, month, day)) => format!("{year:04}-{month:02}-{day:02}").into(),
        None => text.into(),
    }
}

/// A date that reads as one day only, whatever the order: `25/04/2017`, `05/05/2017`.
fn unambiguous(text: &str) -> Option<Day> {
    match (date_in(text, DateOrder::DayMonth), date_in(text, DateOrder::MonthDay)) {
        (Some(day), None) | (None, Some(day)) => Some(day),
        (Some(one), Some(other)) if one == other => Some(one),
        _ => None,
    }
}

fn number(text: &str) -> Option<u32> {
    (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// Two digits as spreadsheets read them: 30 to 99 is the last century.
fn full_year(year: u32) -> u32 {
    match year {
        0..=29 => 2000 + year,
        30..=99 => 1900 + year,
        _ => year,
    }
}

fn valid(year: u32, month: u32, day: u32) -> Option<Day> {
    let year = i32::try_from(year).ok()?;
    ((1000..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day))
        .then_some((year, month, day))
}

/// Lost leading or trailing zeros, a decimal comma, thirteen digits as `1.23E+12`.
fn same_number(out: &str, back: &str) -> bool {
    let (Some(ours), Some(theirs)) = (numeric(out), numeric(back)) else { return false };
    let shown_digits = back.bytes().take_while(|&byte| !matches!(byte, b'e' | b'E')).filter(u8::is_ascii_digit).count();
    // A number in scientific form shows as many digits as the column is wide; it is the same when they agree.
    let tolerance = if back.contains(['e', 'E']) {
        0.5 * 10f64.powi(1 - i32::try_from(shown_digits).unwrap_or(i32::MAX))
    } else {
        1e-14
    };
    (ours - theirs).abs() <= ours.abs() * tolerance
}

fn numeric(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'e' | b'E' | b'+' | b'-'));
    plain.then(|| text.replace(',', ".").parse().ok()).flatten()
}

fn same_truth(out: &str, back: &str) -> bool {
    ["true", "false"].iter().any(|word| out.eq_ignore_ascii_case(word) && back.eq_ignore_ascii_case(word))
}

fn cut_by_excel(out: &str, back: &str) -> bool {
    let units = back.encode_utf16().count();
    units + 2 >= MAX_CELL_UNITS && out.len() > back.len() && out.starts_with(back)
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNKNOWN: Habit = Habit { dates: None, encoding: Encoding::Utf8 };

    #[test]
    fn the_file_itself_tells_the_order_of_day_and_month() {
        let learn = |back| Habit::learn(Encoding::Utf8, [("2017-04-25", back)]).dates;
        assert_eq!(learn("25/04/2017"), Some(DateOrder::DayMonth));
        assert_eq!(learn("25.4.17"), Some(DateOrder::DayMonth));
        assert_eq!(learn("4/25/2017"), Some(DateOrder::MonthDay));
        assert_eq!(learn("2017-04-25"), Some(DateOrder::Iso));
        assert_eq!(learn("soon"), None);
    }

    #[test]
    fn a_date_in_another_form_is_the_same_day_only_where_the_order_is_known() {
        let american = Habit { dates: Some(DateOrder::MonthDay), ..UNKNOWN };
        let european = Habit { dates: Some(DateOrder::DayMonth), ..UNKNOWN };
        assert!(american.same("2017-04-05", "4/5/2017"));
        assert!(!american.same("2017-04-05", "5/4/2017"));
        assert!(european.same("2017-04-05", "05.04.2017"));
        assert!(!UNKNOWN.same("2017-04-05", "4/5/2017"));
        assert!(UNKNOWN.same("2017-04-25", "25/04/2017"));
        assert!(UNKNOWN.same("2017-05-05", "05/05/2017"));
        assert!(UNKNOWN.same("2017-04-05", "2017-04-05 00:00:00"));
    }

    #[test]
    fn numbers_keep_their_value_without_their_zeros() {
        for (out, back) in
            [("007", "7"), ("2.10", "2.1"), ("2.5", "2,5"), ("1234567890123", "1.23457E+12"), ("1e3", "1000")]
        {
            assert!(UNKNOWN.same(out, back), "{out} {back}");
        }
        for (out, back) in
            [("7", "8"), ("7", ""), ("", "0"), ("7a", "7"), ("2.1", "2.11"), ("1234567890123", "1.3E+12")]
        {
            assert!(!UNKNOWN.same(out, back), "{out} {back}");
        }
    }

    #[test]
    fn letters_beyond_windows_1252_may_be_replaced_in_such_a_file_alone() {
        let narrow = Habit { dates: None, encoding: Encoding::Windows1252 };
        assert!(narrow.same("Liepāja", "Liep?ja"));
        assert!(narrow.same("Liepāja", "Liepaja"));
        assert!(!narrow.same("Genève", "Gen?ve"));
        assert!(!UNKNOWN.same("Liepāja", "Liep?ja"));
    }

    #[test]
    fn a_text_cut_at_the_limit_of_excel_is_the_same() {
        let (long, cut) = ("a".repeat(40_000), "a".repeat(MAX_CELL_UNITS));
        assert!(UNKNOWN.same(&long, &cut));
        assert!(!UNKNOWN.same(&long, "aaa"));
    }
}
