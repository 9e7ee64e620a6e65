//! Dates of meetings as reports print them: "27-28 February 2008", "September 27 2016", "16 and 17 January 2017".

use super::borders::Bordered;
use crate::budget;
use crate::model::MONTHS;
use regex::{Captures, Regex};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Years that a report of this kind can bear.
const YEARS: std::ops::RangeInclusive<i16> = 1945..=2099;

const MONTH: &str = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|januar|februar|märz|juni|juli|oktober|dezember|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre)\b\.?";
/// Figures of "2019-03-12".
const ISO_FIGURES: usize = 8;
/// First letters of the names that differ from the English ones, longest first.
const OTHER_MONTHS: &[(&str, u8)] = &[
    ("janv", 1),
    ("févr", 2),
    ("fev", 2),
    ("avr", 4),
    ("mai", 5),
    ("juin", 6),
    ("juil", 7),
    ("août", 8),
    ("déc", 12),
    ("ene", 1),
    ("abr", 4),
    ("ago", 8),
    ("dic", 12),
    ("mär", 3),
    ("okt", 10),
    ("dez", 12),
    ("set", 9),
    ("out", 10),
    ("gen", 1),
    ("mag", 5),
    ("giu", 6),
    ("lug", 7),
    ("ott", 10),
];

static DAY_FIRST: LazyLock<Option<Bordered>> = LazyLock::new(|| {
    Bordered::new(&format!(
        r"(?i)\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?:\s+(?:de\s+)?(?P<m1>{MONTH}))?(?:\s*(?:-|–|—|to|and|&|y|et|au|al|und|bis|e)\s*(?P<d2>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?)?\s+(?:(?:of|de)\s+)?(?P<m>{MONTH})(?:\s*,)?(?:\s+(?:de\s+)?(?P<y>\d{{4}}))?"
    ))
});
static MONTH_FIRST: LazyLock<Option<Bordered>> = LazyLock::new(|| {
    Bordered::new(&format!(
        r"(?i)\b(?P<m>{MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:-|–|—|to|and|&)\s*(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)?(?:\s*,)?(?:\s+(?P<y>\d{{4}}))?\b"
    ))
});
static ISO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])(?P<y>\d{4})[-_./]?(?P<n>0[1-9]|1[0-2])[-_./]?(?P<d1>0[1-9]|[12]\d|3[01])(?:[^0-9]|$)")
        .ok()
});
static NUMERIC: LazyLock<Option<Bordered>> =
    LazyLock::new(|| Bordered::new(r"\b(?P<a>\d{1,2})[./](?P<b>\d{1,2})[./](?P<y>\d{4}|\d{2})\b"));
static MONTH_ONLY: LazyLock<Option<Bordered>> =
    LazyLock::new(|| Bordered::new(&format!(r"(?i)\b(?P<m>{MONTH})\s*,?\s+(?P<y>\d{{4}})\b")));
static YEAR: LazyLock<Option<Bordered>> = LazyLock::new(|| Bordered::new(r"\b(?P<y>19[4-9]\d|20\d\d)\b"));

/// A date found in text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// Byte offset of its first character.
    pub(crate) start: usize,
    /// Year, where printed.
    pub(crate) year: Option<i16>,
    /// Month from 1.
    pub(crate) month: Option<u8>,
    /// First or only day.
    pub(crate) day: Option<u8>,
    /// Last day with its month, of a meeting of several days.
    pub(crate) last: Option<(u8, u8)>,
}

impl Found {
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, with the year from elsewhere where none is printed.
    pub(crate) fn iso(self, year_elsewhere: Option<i16>) -> Option<String> {
        let year = self.year.or(year_elsewhere)?;
        Some(match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}"),
        })
    }

    /// The last day as `YYYY-MM-DD`.
    pub(crate) fn iso_last(self, year_elsewhere: Option<i16>) -> Option<String> {
        let year = self.year.or(year_elsewhere)?;
        let (month, day) = self.last?;
        Some(format!("{year:04}-{month:02}-{day:02}"))
    }
}

/// Whether a word is the English name of a month, whole.
pub(crate) fn is_month(word: &str) -> bool {
    MONTHS.iter().any(|month| month.eq_ignore_ascii_case(word))
}

/// All dates with at least a day and a month, in order.
pub(crate) fn days(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let figures = text.bytes().filter(u8::is_ascii_digit).count();
    if figures == 0 {
        return found;
    }
    if may_name_month(text) {
        collect(&DAY_FIRST, text, &mut found);
        collect(&MONTH_FIRST, text, &mut found);
    }
    if let Some(regex) = ISO.as_ref().filter(|_| figures >= ISO_FIGURES) {
        for captures in regex.captures_iter(text) {
            let month = captures.name("n").and_then(|m| m.as_str().parse().ok());
            let day = captures.name("d1").and_then(|m| m.as_str().parse().ok());
            if let Some(year) = year(&captures) {
                found.push(Found {
                    start: captures.get(0).map_or(0, |m| m.start()),
                    year: Some(year),
                    month,
                    day,
                    last: None,
                });
            }
        }
    }
    found.sort_by_key(|date| (date.start, date.year.is_none()));
    found
}

/// "12.03.2019" and "3/12/2019": a day above twelve tells which is the month; else the full stop means day first.
pub(crate) fn numeric(text: &str) -> Option<Found> {
    let captures = NUMERIC.as_ref().filter(|_| has_figure(text))?.on(text).captures(text)?;
    let a: u8 = captures.name("a")?.as_str().parse().ok()?;
    let b: u8 = captures.name("b")?.as_str().parse().ok()?;
    let short: i16 = captures.name("y")?.as_str().parse().ok()?;
    let year = if short < 100 { 2000 + short } else { short };
    let whole = captures.get(0)?;
    let day_first = b <= 12 && (a > 12 || whole.as_str().contains('.'));
    let (day, month) = if day_first { (a, b) } else { (b, a) };
    let sound = (1..=12).contains(&month) && (1..=31).contains(&day) && YEARS.contains(&year);
    sound.then_some(Found { start: whole.start(), year: Some(year), month: Some(month), day: Some(day), last: None })
}

/// "August 2009".
pub(crate) fn month_only(text: &str) -> Option<Found> {
    let captures = MONTH_ONLY.as_ref().filter(|_| has_figure(text) && may_name_month(text))?.on(text).captures(text)?;
    let year = year(&captures)?;
    let month = month(captures.name("m")?.as_str())?;
    Some(Found { start: captures.get(0)?.start(), year: Some(year), month: Some(month), day: None, last: None })
}

/// The first year printed in a text.
pub(crate) fn first_year(text: &str) -> Option<i16> {
    YEAR.as_ref()?.on(text).captures(text).and_then(|captures| year(&captures))
}

/// Every date has a figure; most lines have none, and finding that out costs less than a pattern.
fn has_figure(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a word begins as the name of a month does: many lines have figures and nothing like it.
fn may_name_month(text: &str) -> bool {
    let before = std::iter::once(b' ').chain(text.bytes());
    text.as_bytes().windows(MONTH_START).zip(before).any(|(start, before)| {
        let is_month = || MONTH_STARTS.iter().any(|month| month.eq_ignore_ascii_case(start));
        // "février", "août", "März".
        let is_accented = || !start.is_ascii() && start.first().is_some_and(u8::is_ascii_alphabetic);
        !before.is_ascii_alphabetic() && (is_month() || is_accented())
    })
}

/// So many bytes tell the beginning of a month's name from most other words.
const MONTH_START: usize = 3;
/// The first letters of the names in [`MONTH`] that have no accent among them.
#[rustfmt::skip]
const MONTH_STARTS: [&[u8; MONTH_START]; 29] = [
    b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec", b"avr", b"mai",
    b"jui", b"ene", b"abr", b"ago", b"set", b"dic", b"okt", b"dez", b"fev", b"out", b"gen", b"mag", b"giu", b"lug",
    b"ott",
];

fn collect(regex: &LazyLock<Option<Bordered>>, text: &str, found: &mut Vec<Found>) {
    // Groups are told by a slower engine: only where there is something to tell.
    let Some(regex) = regex.as_ref().map(|regex| regex.on(text)).filter(|regex| regex.is_match(text)) else { return };
    // Those of one pattern do not overlap: only what another has found may stand there already.
    let taken: FxHashSet<usize> = found.iter().map(|other| other.start).collect();
    for captures in regex.captures_iter(text) {
        budget::ask();
        let Some(start) = captures.get(0).map(|m| m.start()) else { continue };
        let Some(last_month) = captures.name("m").and_then(|m| month(m.as_str())) else { continue };
        let first_month = captures.name("m1").and_then(|m| month(m.as_str())).unwrap_or(last_month);
        let day = |name: &str| {
            captures.name(name).and_then(|m| m.as_str().parse::<u8>().ok()).filter(|day| (1..=31).contains(day))
        };
        let Some(first_day) = day("d1") else { continue };
        let last = day("d2").map(|last_day| (last_month, last_day));
        if !taken.contains(&start) {
            found.push(Found { start, year: year(&captures), month: Some(first_month), day: Some(first_day), last });
        }
    }
}

fn year(captures: &Captures<'_>) -> Option<i16> {
    captures.name("y")?.as_str().parse().ok().filter(|year| YEARS.contains(year))
}

fn month(name: &str) -> Option<u8> {
    let lower = name.trim_end_matches('.').to_ascii_lowercase();
    if let Some((_, number)) = OTHER_MONTHS.iter().find(|(start, _)| lower.starts_with(start)) {
        return Some(*number);
    }
    let prefix = lower.get(..3)?;
    MONTHS.iter().zip(1..).find_map(|(month, number)| month.starts_with(prefix).then_some(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_reports_print_them() {
        for (text, first, last) in [
            ("28 March 2017", "2017-03-28", None),
            ("27-28 February 2008", "2008-02-27", Some("2008-02-28")),
            ("4-6 April 2016, Geneva", "2016-04-04", Some("2016-04-06")),
            ("14 - 16 January 2020", "2020-01-14", Some("2020-01-16")),
            ("September 27 2016", "2016-09-27", None),
            ("21 June, 2023", "2023-06-21", None),
            ("16 and 17 January 2017", "2017-01-16", Some("2017-01-17")),
            ("30 April to 2 May 2019", "2019-04-30", Some("2019-05-02")),
            ("June 14th, 2018", "2018-06-14", None),
            ("2019-03-12.pdf", "2019-03-12", None),
            ("Genève, 12 mars 2013", "2013-03-12", None),
            ("le 1er août 2014", "2014-08-01", None),
            ("Montevideo, 5 y 6 de octubre de 2016", "2016-10-05", Some("2016-10-06")),
            ("du 3 au 5 juillet 2012", "2012-07-03", Some("2012-07-05")),
            ("12. Mai 2015", "2015-05-12", None),
        ] {
            let found = days(text).first().copied().unwrap_or_else(|| panic!("{text}"));
            assert_eq!(found.iso(None).as_deref(), Some(first), "{text}");
            assert_eq!(found.iso_last(None).as_deref(), last, "{text}");
        }
    }

    #[test]
    fn every_name_of_a_month_is_known_by_its_first_letters() {
        let names = MONTH.trim_start_matches("(?:").split(')').flat_map(|part| part.split(['|', '(']));
        for name in names.filter(|name| name.chars().take(3).filter(|c| c.is_alphabetic()).count() == 3) {
            assert!(may_name_month(&format!("12 {name} 2012")), "{name}");
        }
        assert!(may_name_month("le 1er AOÛT") && may_name_month("May") && !may_name_month("1 Remarks, 12 dismay"));
    }

    #[test]
    fn a_day_without_year_takes_it_from_elsewhere() {
        let found = days("The call took place on 8 November.")[0];
        assert_eq!(found.iso(None), None);
        assert_eq!(found.iso(Some(2016)).as_deref(), Some("2016-11-08"));
    }

    #[test]
    fn months_and_numeric_dates() {
        assert_eq!(month_only("August 2009").and_then(|d| d.iso(None)).as_deref(), Some("2009-08"));
        assert_eq!(numeric("on 12.03.2019").and_then(|d| d.iso(None)).as_deref(), Some("2019-03-12"));
        assert_eq!(numeric("1/29/18").and_then(|d| d.iso(None)).as_deref(), Some("2018-01-29"));
    }
}
