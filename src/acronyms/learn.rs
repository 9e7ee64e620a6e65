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

/// "Best Practice Forums (BPFs)", "the Harbour Board (“HB”)", "Working Group on Digital Lending (WG-DL)".
fn long_before(words: &Words<'_>, open: usize) -> Option<(String, String)> {
    let quoted = usize::from(is_quote(words.lower(open + 1)));
    let short = Short::at(words, open + 1 + quoted)?;
    let after = short.after + usize::from(is_quote(words.lower(short.after)));
    if !matches!(words.lower(after), ")" | "," | ";") {
        return None;
    }
    let start = short.start_of_long_form(words, open)?;
    Some((short.name.to_owned(), short.singular(words.slice(start..open))))
}

/// "the MAG (Multistakeholder Advisory Group)".
fn long_inside(words: &Words<'_>, open: usize) -> Option<(String, String)> {
    let short = Short::before(words, open)?;
    let close = (open + 2..open + 14).find(|&index| words.lower(index) == ")")?;
    let start = short.start_of_long_form(words, close)?;
    (start == open + 1).then(|| (short.name.to_owned(), short.singular(words.slice(start..close))))
}

fn is_quote(sign: &str) -> bool {
    matches!(sign, "\"" | "\u{201c}" | "\u{201d}" | "\u{2018}" | "\u{2019}" | "'" | "\u{ab}" | "\u{bb}")
}

/// An acronym in a text.
struct Short<'w> {
    /// Without the plural "s".
    name: &'w str,
    is_plural: bool,
    /// The word after it.
    after: usize,
}

/// An acronym has so many letters.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;
/// The last part of "WG-IMP" stands for a word that it begins, if it has so many letters at least.
const SHORTEST_BEGINNING: usize = 3;
/// Words that may stand between the two parts of such an acronym: "Working Group on *IGF* Improvements".
const WORDS_BETWEEN: usize = 2;

impl<'w> Short<'w> {
    /// The acronym that begins at a word: letters, capitals at least two of them; a second part after a hyphen.
    fn at(words: &Words<'w>, at: usize) -> Option<Self> {
        let has_tail = words.lower(at + 1) == "-" && is_capitals(words, at + 2) && is_glued(words, at..at + 3);
        let after = if has_tail { at + 3 } else { at + 1 };
        Self::of(words.slice(at..after), after).filter(|_| is_capitals(words, at))
    }

    /// The acronym that ends before a word.
    fn before(words: &Words<'w>, end: usize) -> Option<Self> {
        let last = end.checked_sub(1)?;
        let head = last
            .checked_sub(2)
            .filter(|head| words.lower(head + 1) == "-" && is_capitals(words, *head) && is_glued(words, *head..end));
        Self::of(words.slice(head.unwrap_or(last)..end), end).filter(|_| is_capitals(words, last))
    }

    fn of(written: &'w str, after: usize) -> Option<Self> {
        let name = written.strip_suffix('s').unwrap_or(written);
        let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
        let is_name = name.bytes().all(|letter| letter.is_ascii_alphabetic() || letter == b'-');
        (is_name && LETTERS.contains(&letters)).then_some(Self { name, is_plural: name.len() < written.len(), after })
    }

    /// The first word of the long form that ends before `end`.
    fn start_of_long_form(&self, words: &Words<'_>, end: usize) -> Option<usize> {
        let letters = |text: &str| text.to_lowercase().chars().filter(|letter| *letter != '-').collect::<Vec<char>>();
        let by_initials = match_back(words, end, &letters(self.name));
        by_initials.or_else(|| {
            let (head, tail) = self.name.split_once('-').filter(|(_, tail)| tail.len() >= SHORTEST_BEGINNING)?;
            let last = end.checked_sub(1)?;
            if !words.lower(last).starts_with(&tail.to_lowercase()) {
                return None;
            }
            (0..=WORDS_BETWEEN).find_map(|between| match_back(words, last.checked_sub(between)?, &letters(head)))
        })
    }

    fn singular(&self, long_form: &str) -> String {
        if self.is_plural { singular(long_form) } else { long_form.to_owned() }
    }
}

fn is_capitals(words: &Words<'_>, at: usize) -> bool {
    words.shape(at) == Shape::Capitals
}

/// No blank stands between the words.
fn is_glued(words: &Words<'_>, range: std::ops::Range<usize>) -> bool {
    !words.slice(range).contains(char::is_whitespace)
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

/// Without the plural "s": "Best Practice Forums (BPFs)" teaches "Best Practice Forum".
fn singular(long_form: &str) -> String {
    let Some(plain) = long_form.strip_suffix('s').filter(|plain| !plain.ends_with('s')) else {
        return long_form.to_owned();
    };
    plain.strip_suffix("ie").map_or_else(|| plain.to_owned(), |stem| format!("{stem}y"))
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
        assert_eq!(learned("the Harbour Board (\u{201c}HB\u{201d}) met"), pair("HB", "Harbour Board"));
    }

    #[test]
    fn acronyms_with_a_hyphen() {
        assert_eq!(
            learned("the Working Group on Digital Lending (WG-DL) met"),
            pair("WG-DL", "Working Group on Digital Lending")
        );
        assert_eq!(
            learned("the Working Group on Harbour Improvements (WG-IMP)"),
            pair("WG-IMP", "Working Group on Harbour Improvements")
        );
        assert_eq!(learned("WG-OUT (Working Group on Outreach)"), pair("WG-OUT", "Working Group on Outreach"));
        assert_eq!(learned("the Small Group on Outreach (WG-OUT)"), []);
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
