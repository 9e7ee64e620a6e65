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

#[cfg(test)]
mod tests {
    use super::*;

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
