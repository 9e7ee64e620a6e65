//! Which raised letters are footnote marks, and which belong to the text ("4th", "m²").

use super::characters::figure;
use super::letters::Letter;

/// A number in a mark has at most so many digits.
const DIGITS: usize = 3;
/// White of so many ems between raised figures parts two marks.
const APART: f32 = 0.12;
/// Marks that a range names at most; more are a span of years or pages.
const LONGEST_RANGE: u32 = 10;
/// Units whose exponent is no footnote mark.
const UNITS: [&str; 9] = ["m", "km", "cm", "mm", "dm", "ft", "in", "mi", "yd"];

/// The marks that raised letters make after the text before them, each by itself ("1,2" is two); none if they are text.
pub(super) fn marks(raised: &[Letter], page: &str, before: &str) -> Option<Vec<String>> {
    let mut mark = String::new();
    let mut end: Option<f32> = None;
    for letter in raised.iter().filter(|letter| letter.shows()) {
        // "5 6" is two marks, with a blank drawn or not.
        if end.is_some_and(|end| letter.left - end > APART * letter.size) {
            mark.push(' ');
        }
        end = Some(letter.right);
        mark.extend(letter.text(page).trim().chars().map(|one| figure(one).unwrap_or(one)));
        if mark.len() > 16 {
            return None;
        }
    }
    let inner = mark.strip_prefix(['[', '(']).and_then(|inner| inner.strip_suffix([']', ')'])).unwrap_or(&mark);
    let inner = inner.trim_end_matches([',', '.', ')']);
    let parts = || inner.split([',', ';', ' ', '\u{a0}']).filter(|part| !part.is_empty());
    if parts().next().is_none() || is_exponent(inner, before) {
        return None;
    }
    let each: Option<Vec<Vec<String>>> =
        parts().map(|part| if is_one(part) { Some(vec![part.to_owned()]) } else { range(part) }).collect();
    each.map(|each| each.into_iter().flatten().collect())
}

/// The marks of a range: "3–5" is 3, 4 and 5.
fn range(part: &str) -> Option<Vec<String>> {
    let (first, last) = part.split_once(['-', '–'])?;
    let is_number =
        |text: &str| !text.is_empty() && text.len() <= DIGITS && text.bytes().all(|one| one.is_ascii_digit());
    if !is_number(first) || !is_number(last) {
        return None;
    }
    let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
    (first < last && last - first < LONGEST_RANGE).then(|| (first..=last).map(|one| one.to_string()).collect())
}

/// A number, a single small letter, or repeated signs.
fn is_one(mark: &str) -> bool {
    let mut characters = mark.chars();
    let Some(first) = characters.next() else { return false };
    if mark.chars().all(|character| character.is_ascii_digit()) {
        return mark.len() <= DIGITS;
    }
    if matches!(first, '*' | '†' | '‡' | '§' | '¶' | '#' | '∗' | '⁎') {
        return characters.all(|character| character == first);
    }
    first.is_ascii_lowercase() && characters.next().is_none()
        || matches!(mark, "ii" | "iii" | "iv" | "vi" | "vii" | "viii" | "ix")
}

/// Whether a raised number is the exponent of what stands before it: a unit or a number.
fn is_exponent(mark: &str, before: &str) -> bool {
    let word = before
        .rsplit(|character: char| character.is_whitespace() || matches!(character, '(' | '/'))
        .next()
        .unwrap_or("");
    let word = word.trim_start_matches(|character: char| character.is_ascii_digit() || character == '.');
    UNITS.contains(&word) && matches!(mark, "2" | "3")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_names_each_of_its_marks() {
        assert_eq!(range("3–5").unwrap(), ["3", "4", "5"]);
        assert_eq!(range("5-3"), None);
        assert_eq!(range("1-90"), None);
        assert_eq!(range("-1"), None);
    }

    #[test]
    fn numbers_signs_and_single_letters_are_marks() {
        for mark in ["1", "12", "123", "*", "**", "†", "a", "1,2", "iv"] {
            assert!(mark.split(',').all(is_one), "{mark}");
        }
        for text in ["th", "nd", "st", "2017", "TM", "o.", ""] {
            assert!(!text.split(',').all(is_one), "{text}");
        }
    }

    #[test]
    fn exponents_are_text() {
        assert!(is_exponent("2", "an area of 40 km"));
        assert!(is_exponent("2", "40m"));
        assert!(!is_exponent("2", "in the long term"));
        assert!(!is_exponent("1", "40 km"));
    }
}
