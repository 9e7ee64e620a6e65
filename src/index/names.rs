//! Names of annexes and meetings in the form in which they are compared: "Annex II", "ANNEX 2" and "annex 2" are one,
//! and so are "second meeting" and "Meeting II".

use crate::query::words::words;
use crate::text::numerals;

/// The term that stands for "in the body, in no annex".
pub(super) const NO_ANNEX: &str = "none";

/// The terms of an annex path: every label, and every number alone.
pub(super) fn annex_terms(path: &[String]) -> Vec<String> {
    if path.is_empty() {
        return vec![NO_ANNEX.to_owned()];
    }
    let mut terms = Vec::new();
    for label in path {
        let whole = annex_term(label);
        if let Some((_, number)) = whole.split_once(' ') {
            terms.push(number.to_owned());
        }
        terms.push(whole);
    }
    terms.sort();
    terms.dedup();
    terms
}

/// A label in the form in which it is compared: folded, Roman numbers as figures.
pub(super) fn annex_term(label: &str) -> String {
    let parts: Vec<String> = words(label)
        .into_iter()
        .map(|word| numerals::roman(&word.folded).map_or(word.folded, |number| number.to_string()))
        .collect();
    parts.join(" ")
}

/// The words of a meeting's name, numbers of all kinds as figures.
pub(super) fn meeting_terms(name: &str) -> Vec<String> {
    words(name)
        .into_iter()
        .map(|word| {
            let number = numerals::roman(&word.folded).or_else(|| numerals::ordinal(&word.folded));
            number.map_or(word.folded, |number| number.to_string())
        })
        .collect()
}

/// A report of more months is one of years.
const MOST_MONTHS: u32 = 4;

/// The terms of when a report was: its years and, where it took no longer than a few, its months; days as numbers `YYYYMMDD`.
pub(super) fn when_terms(first: u32, last: u32) -> Vec<String> {
    let months = |day: u32| day / 10_000 * 12 + day / 100 % 100 - 1;
    let (from, to) = (months(first), months(last.max(first)));
    let mut terms: Vec<String> = (from / 12..=to / 12).take(MOST_MONTHS as usize).map(year_term).collect();
    if to - from < MOST_MONTHS {
        terms.extend((from..=to).map(|month| month_term(month / 12, month % 12 + 1)));
    }
    terms
}

/// The term of reports of a year.
pub(super) fn year_term(year: u32) -> String {
    format!("year={year}")
}

/// The term of reports of a month, 1 to 12.
pub(super) fn month_term(year: u32, month: u32) -> String {
    format!("month={year}-{month}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_of_its_years_and_of_few_months() {
        assert_eq!(when_terms(20_230_328, 20_230_330), ["year=2023", "month=2023-3"]);
        assert_eq!(when_terms(20_191_231, 20_200_102), ["year=2019", "year=2020", "month=2019-12", "month=2020-1"]);
        assert_eq!(when_terms(20_150_101, 20_151_231), ["year=2015"]);
    }

    #[test]
    fn one_annex_has_one_name() {
        for label in ["Annex II", "ANNEX 2", "annex ii", "Annex  II."] {
            assert_eq!(annex_term(label), "annex 2", "{label}");
        }
        assert_eq!(annex_terms(&["Annex II".into(), "Annex A1".into()]), ["2", "a1", "annex 2", "annex a1"]);
        assert_eq!(annex_terms(&[]), ["none"]);
    }

    #[test]
    fn numbers_of_meetings_are_compared_as_numbers() {
        assert_eq!(meeting_terms("Second Virtual Meeting"), ["2", "virtual", "meeting"]);
        assert_eq!(meeting_terms("Virtual Meeting II"), ["virtual", "meeting", "2"]);
    }
}
