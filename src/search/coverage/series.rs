//! The name of a meeting as the name of its series and a number: "Virtual Meeting II" is the second "virtual meeting".

use crate::model::MONTHS;
use crate::query::words::words;
use crate::text::numerals;

/// How a series writes its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numeral {
    Roman,
    Figure,
    Ordinal,
}

impl Numeral {
    pub fn write(self, number: u32) -> String {
        match self {
            Self::Roman => numerals::to_roman(number).to_uppercase(),
            Self::Figure => number.to_string(),
            Self::Ordinal => numerals::to_ordinal(number),
        }
    }
}

/// Highest number taken for that of a meeting; higher ones are years, rooms and codes.
const HIGHEST_NUMBER: u32 = 200;

/// Name of the series, number and numeral of "Virtual Meeting II", "7th open consultation", "second call 2017". `None`
/// where no number stands in the name.
pub(super) fn numbered_name(meeting: &str) -> Option<(String, u32, Numeral)> {
    let found = words(meeting);
    let read = |word: &str, at: usize| {
        // A single letter at the start is no number: "I", "V".
        let roman = numerals::roman(word).filter(|_| at > 0).map(|number| (number, Numeral::Roman));
        let ordinal = || numerals::ordinal(word).map(|number| (number, Numeral::Ordinal));
        let figure = || word.parse().ok().map(|number| (number, Numeral::Figure));
        roman.or_else(ordinal).or_else(figure).filter(|(number, _)| (1..=HIGHEST_NUMBER).contains(number))
    };
    // "twenty-first" is one number in two words.
    let joined = found.windows(2).enumerate().find_map(|(at, pair)| match pair {
        [tens, unit] if tens.joined => {
            let number = numerals::ordinal(&format!("{}-{}", tens.folded, unit.folded))?;
            Some((at, 2, (number, Numeral::Ordinal)))
        }
        _ => None,
    });
    let single = || found.iter().enumerate().find_map(|(at, word)| read(&word.folded, at).map(|read| (at, 1, read)));
    let (at, length, (number, numeral)) = joined.or_else(single)?;
    let rest: Vec<&str> = found
        .iter()
        .enumerate()
        .filter(|(other, word)| !(at..at + length).contains(other) && !is_of_date(&word.folded))
        .map(|(_, word)| word.folded.as_str())
        .collect();
    Some((rest.join(" "), number, numeral))
}

/// A meeting's name without numbers, months and the like: what a series is called.
pub(super) fn name_without_dates(meeting: &str) -> String {
    let kept: Vec<String> =
        words(meeting).into_iter().map(|word| word.folded).filter(|word| !is_of_date(word)).collect();
    kept.join(" ")
}

fn is_of_date(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
        || MONTHS.contains(&word)
        || matches!(word, "of" | "the" | "no" | "number")
}
