//! Learns acronyms where a text explains them: "Best Practice Forums (BPFs)", "the MAG (Multistakeholder Advisory Group)".
//!
//! After A. Schwartz and M. Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text" (PSB
//! 2003), with one change: each capital of the acronym must open a word (or a part behind a hyphen) of the long form, which
//! costs a few true pairs and nearly all false ones.

use crate::model::{BlockType, Document};
use crate::tag::words::{Shape, Words};
use std::collections::BTreeSet;

/// Words of a long form that an acronym may pass over: "Commission on Science and Technology for Development".
const PASSED_OVER: &[&str] =
    &["of", "on", "the", "and", "for", "in", "to", "a", "an", "with", "by", "its", "&", "de", "la", "des", "et"];
/// A long form has at most so many words more than its acronym has letters.
const SPARE_WORDS: usize = 5;

/// Pairs of acronym and long form that a report explains, in order and without doubles. A plural "s" is taken off both.
#[must_use]
pub fn learn(document: &Document) -> Vec<(String, String)> {
    let mut pairs = BTreeSet::new();
    for block in document.blocks.iter().filter(|block| block.block_type != BlockType::Furniture) {
        pairs.extend(learn_text(&block.text));
    }
    pairs.into_iter().collect()
}

/// The pairs that one text explains, in its order.
#[must_use]
pub fn learn_text(text: &str) -> Vec<(String, String)> {
    if !text.contains('(') {
        return Vec::new();
    }
    let words = Words::of(text);
    (1..words.len())
        .filter(|&index| words.lower(index) == "(")
        .filter_map(|open| long_before(&words, open).or_else(|| long_inside(&words, open)))
        .collect()
}

/// "Best Practice Forums (BPFs)".
fn long_before(words: &Words<'_>, open: usize) -> Option<(String, String)> {
    if !matches!(words.lower(open + 2), ")" | "," | ";") {
        return None;
    }
    let acronym = acronym_at(words, open + 1)?;
    let letters: Vec<char> = acronym.to_lowercase().chars().collect();
    let start = match_back(words, open, &letters)?;
    Some((acronym.to_owned(), singular(words.slice(start..open), words.written(open + 1))))
}

/// "the MAG (Multistakeholder Advisory Group)".
fn long_inside(words: &Words<'_>, open: usize) -> Option<(String, String)> {
    let acronym = acronym_at(words, open - 1)?;
    let close = (open + 2..open + 14).find(|&index| words.lower(index) == ")")?;
    let letters: Vec<char> = acronym.to_lowercase().chars().collect();
    let start = match_back(words, close, &letters)?;
    (start == open + 1).then(|| (acronym.to_owned(), singular(words.slice(start..close), words.written(open - 1))))
}

/// An acronym at a word, its plural "s" taken off: two to eight letters, capitals at least two of them.
fn acronym_at<'w>(words: &Words<'w>, at: usize) -> Option<&'w str> {
    let written = words.written(at);
    if words.shape(at) != Shape::Capitals || !written.bytes().all(|letter| letter.is_ascii_alphabetic()) {
        return None;
    }
    let plain = written.strip_suffix('s').unwrap_or(written);
    (2..=8).contains(&plain.len()).then_some(plain)
}

/// The first word of the long form that ends before `end`, if its words open with the letters in order.
fn match_back(words: &Words<'_>, end: usize, letters: &[char]) -> Option<usize> {
    let mut left = letters.len();
    let mut at = end;
    let limit = end.saturating_sub(letters.len() + SPARE_WORDS);
    while left > 0 {
        at = at.checked_sub(1).filter(|at| *at >= limit)?;
        let lower = words.lower(at);
        if words.shape(at) == Shape::Sign {
            // Only a hyphen or an "&" stands inside a name.
            if matches!(lower, "-" | "‑" | "&" | "’" | "'") {
                continue;
            }
            return None;
        }
        let wanted = letters.get(left.checked_sub(1)?)?;
        if lower.starts_with(*wanted) {
            left -= 1;
        } else if !PASSED_OVER.contains(&lower) {
            return None;
        }
    }
    // "small working groups (WGs)": a long form of small words only must not run into the sentence.
    let first = words.lower(at);
    (!PASSED_OVER.contains(&first)).then_some(at)
}

/// Without the plural "s" where the acronym has one: "Best Practice Forums (BPFs)" teaches "Best Practice Forum".
fn singular(long_form: &str, acronym: &str) -> String {
    let plural = acronym.ends_with('s') && long_form.ends_with('s') && !long_form.ends_with("ss");
    let plain = if plural { long_form.strip_suffix('s').unwrap_or(long_form) } else { long_form };
    match plain.strip_suffix("ie") {
        Some(stem) if plural => format!("{stem}y"),
        _ => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn learned(text: &str) -> Vec<(String, String)> {
        learn_text(text)
    }

    fn pair(acronym: &str, long_form: &str) -> Vec<(String, String)> {
        vec![(acronym.to_owned(), long_form.to_owned())]
    }

    #[test]
    fn the_long_form_before_the_brackets() {
        assert_eq!(learned("The Best Practice Forums (BPFs) met."), pair("BPF", "Best Practice Forum"));
        assert_eq!(learned("a working group (WG) on tolls"), pair("WG", "working group"));
        assert_eq!(
            learned("the Commission on Science and Technology for Development (CSTD) said"),
            pair("CSTD", "Commission on Science and Technology for Development")
        );
        assert_eq!(
            learned("Multi-year Strategic Work Programme (MYSWP)"),
            pair("MYSWP", "Multi-year Strategic Work Programme")
        );
        assert_eq!(learned("least developed countries (LDCs) and"), pair("LDC", "least developed country"));
        assert_eq!(learned("the Harbour Office (HO, see below)"), pair("HO", "Harbour Office"));
    }

    #[test]
    fn the_long_form_in_the_brackets() {
        assert_eq!(learned("The HB (Harbour Board) met."), pair("HB", "Harbour Board"));
    }

    #[test]
    fn brackets_that_explain_nothing_teach_nothing() {
        for text in [
            "The report was long (MAG).",
            "She spoke at length (UTC).",
            "The Board met (see Annex II).",
            "Mr. Silva (Treasurer) opened.",
            "as agreed (AOB), the list",
            "The hall. Board (HB) met",
            "()",
            "(BPF)",
        ] {
            assert_eq!(learned(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "[A-Za-z() .,-]{0,60}|\\PC{0,40}") {
            for (acronym, long_form) in learn_text(&text) {
                prop_assert!(acronym.len() >= 2 && !long_form.is_empty());
            }
        }
    }
}
