//! Days, which are written in several ways: 5 April, April 5th, the 5th of April 2017, 2017-04-05.

use super::concepts::{Concept, plain};
use super::numbers::is_number;
use crate::query::words::Word;

const MONTHS: [(&str, &str); 12] = [
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may", "may"),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
];

/// A day, with its year where one is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Day {
    year: Option<u32>,
    month: u32,
    day: u32,
}

/// The concept of a day that begins with the first of `found`, how many words it takes, and the day where its year is known.
pub(super) fn day(found: &[Word]) -> Option<(Concept, usize, Option<String>)> {
    let (day, taken) = read(found)?;
    let typed: Vec<&str> = found.iter().take(taken).map(|word| word.folded.as_str()).collect();
    let mut concept = Concept::of(&typed.join(" "));
    concept.ways.clear();
    for way in ways(day) {
        concept = concept.or(plain(&way), 1.0);
    }
    let whole = day.year.map(|year| format!("{year:04}-{:02}-{:02}", day.month, day.day));
    Some((concept, taken, whole))
}

/// The concept of a month of a year that begins with the first of `found`, and how many words it takes: "March 2023", "in March of 2023".
pub(super) fn month_of_year(found: &[Word]) -> Option<(Concept, usize)> {
    let word = |at: usize| found.get(at).map(|word| word.folded.as_str());
    let number = month(word(0)?)?;
    let of = usize::from(word(1) == Some("of"));
    let written = word(1 + of).filter(|year| year.len() == 4 && is_number(year))?;
    let year: u32 = written.parse().ok()?;
    let taken = 2 + of;
    let typed: Vec<&str> = found.iter().take(taken).map(|word| word.folded.as_str()).collect();
    let mut concept = Concept::of(&typed.join(" "));
    concept.ways.clear();
    let names = usize::try_from(number - 1).ok().and_then(|at| MONTHS.get(at));
    for name in names.into_iter().flat_map(|(long, short)| [*long, *short]) {
        concept = concept.or(plain(&format!("{name} {year}")), 1.0);
    }
    concept = concept.or(plain(&format!("{year} {number:02}")), 1.0);
    concept.when = Some((year, Some(number)));
    Some((concept, taken))
}

fn read(found: &[Word]) -> Option<(Day, usize)> {
    let word = |at: usize| found.get(at).map(|word| word.folded.as_str());
    // 2017-04-05.
    if let (Some(year), Some(number), Some(day)) = (word(0), word(1), word(2))
        && year.len() == 4
        && is_number(year)
        && number.len() == 2
        && day.len() == 2
        && let (Ok(year), Ok(month), Ok(day)) = (year.parse(), number.parse::<u32>(), day.parse::<u32>())
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
    {
        return Some((Day { year: Some(year), month, day }, 3));
    }
    let (day, number, mut taken) = if let Some(day) = word(0).and_then(day_of_month) {
        let of = usize::from(word(1) == Some("of"));
        (day, month(word(1 + of)?)?, 2 + of)
    } else {
        let number = month(word(0)?)?;
        let the = usize::from(word(1) == Some("the"));
        (day_of_month(word(1 + the)?)?, number, 2 + the)
    };
    let year = word(taken).filter(|year| year.len() == 4 && is_number(year)).and_then(|year| year.parse().ok());
    taken += usize::from(year.is_some());
    Some((Day { year, month: number, day }, taken))
}

fn month(word: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|(long, short)| word == *long || word == *short)?;
    u32::try_from(at + 1).ok()
}

/// "5", "05", "5th".
fn day_of_month(word: &str) -> Option<u32> {
    let figures = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    figures.parse().ok().filter(|day| (1..=31).contains(day) && figures.len() <= 2)
}

fn ways(day: Day) -> Vec<String> {
    let Day { year, month, day } = day;
    let Some((long, short)) = usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)) else { return Vec::new() };
    let ending = match (day % 10, day % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    let mut found = Vec::new();
    for name in [long, short] {
        for figure in [format!("{day}"), format!("{day}{ending}"), format!("{day:02}")] {
            found.push(format!("{figure} {name}"));
            found.push(format!("{name} {figure}"));
            found.push(format!("{figure} of {name}"));
        }
    }
    if let Some(year) = year {
        found.push(format!("{year} {month:02} {day:02}"));
        found.push(format!("{day:02} {month:02} {year}"));
        found.push(format!("{month:02} {day:02} {year}"));
    }
    found.dedup();
    found
}
