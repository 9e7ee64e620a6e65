//! Clauses, roughly: the stretch of a sentence between semicolons, dashes and contrasting conjunctions.

use std::ops::Range;

/// Words and marks that end one clause and open the next.
const BOUNDARIES: &[&str] = &[
    "; ",
    " - ",
    ", but ",
    ", while ",
    ", whereas ",
    ", although ",
    ", though ",
    ", however",
    ", and it was ",
    ", which ",
    ": ",
];

/// The clause around an offset of a folded sentence.
#[must_use]
pub fn around(text: &str, at: usize) -> Range<usize> {
    let (before, after) = (text.get(..at).unwrap_or(text), text.get(at..).unwrap_or_default());
    let start = BOUNDARIES.iter().filter_map(|mark| Some(before.rfind(mark)? + mark.len())).max().unwrap_or(0);
    let end = BOUNDARIES.iter().filter_map(|mark| after.find(mark)).min().map_or(text.len(), |found| at + found);
    start..end
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "a wrong boundary is meant to fail the test")]
mod tests {
    use super::*;

    #[test]
    fn a_clause_ends_at_semicolons_and_contrasts() {
        let text = "No date was set, but the Board agreed to meet; the clerk left.";
        let at = text.find("agreed").unwrap();
        assert_eq!(&text[around(text, at)], "the Board agreed to meet");
        assert_eq!(&text[around(text, 0)], "No date was set");
        assert_eq!(around(text, 500), text.rfind("; ").unwrap() + 2..text.len());
    }
}
