//! Sentence splitting for reports in English: abbreviations, initials, "St. Amour", "[summary here].", quotes, URLs and inline lists.
//!
//! The law: the spans are in order, do not overlap, are on character boundaries, start and end in non-blank characters, and
//! between them there is only white space and list glyphs.

use crate::budget;
use std::ops::Range;

/// The sentences of a text as byte ranges, in order.
#[must_use]
pub fn split(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut start = 0;
    let mut open_list = false;
    for (at, character) in text.char_indices() {
        budget::ask();
        let end = at + character.len_utf8();
        match character {
            '.' | '!' | '?' => {
                let close = note_marks(text, at, closing_marks(text, end));
                if close < text.len() && ends_sentence(text, start, at, character, close) {
                    push(text, start..close, &mut spans);
                    start = close;
                    open_list = false;
                }
            }
            '\u{2022}' | '\u{25CF}' | '\u{25AA}' | '\n' => {
                push(text, start..at, &mut spans);
                start = end;
            }
            ':' | ';' | ',' if opens_entry(text, end, open_list, character) => {
                push(text, start..end, &mut spans);
                start = end;
                open_list = true;
            }
            _ => {}
        }
    }
    push(text, start..text.len(), &mut spans);
    spans
}

/// Words before a full stop that do not end a sentence when a capital follows.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "mx", "dr", "prof", "pr", "st", "ste", "hon", "rev", "fr", "gen", "col", "lt", "capt", "sgt",
    "amb", "messrs", "mme", "mlle", "sen", "rep", "gov", "pres", "supt", "cllr", "cr", "art", "arts", "para", "paras",
    "sect", "sec", "ch", "chap", "fig", "figs", "vol", "vols", "pp", "cf", "vs", "v", "viz", "eg", "ie", "e.g", "i.e",
    "h.e", "h.e.m", "al", "ed", "eds", "approx", "dept", "assn", "univ", "resp", "incl", "excl", "ref", "rm", "ext",
    "tel", "mt", "ft", "u.s", "u.n", "u.k",
];

/// Words before a full stop that do not end a sentence when a digit follows: "No. 4", "Oct. 3".
const BEFORE_DIGITS: &[&str] = &[
    "no", "nos", "p", "pp", "pt", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "res", "doc", "add", "rev", "corr", "para", "paras", "art", "arts", "sec", "sect", "ch", "vol", "fig", "ann",
    "app", "item", "ca", "c", "approx", "est", "tel", "ext", "rm", "ste",
];

/// After the mark, the closing quotes and brackets that belong to the same sentence.
fn closing_marks(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let marks = rest
        .chars()
        .take_while(|c| matches!(c, '"' | '\'' | ')' | ']' | '\u{201D}' | '\u{2019}' | '.' | '!' | '?' | '\u{BB}'));
    from + marks.map(char::len_utf8).sum::<usize>()
}

/// The longest number of a footnote, in digits.
const LONGEST_NOTE: usize = 3;
/// The letters of the shortest word that a note's number can stand behind: "No.4" has none.
const SHORTEST_NOTED: usize = 3;

/// After the marks, the number of a footnote that was set there: "the two conventions.12 The Committee".
fn note_marks(text: &str, mark_at: usize, from: usize) -> usize {
    let before = text.get(..mark_at).unwrap_or_default();
    let word = before.bytes().rev().take_while(|byte| byte.is_ascii_lowercase() || *byte == b')').count();
    let rest = text.get(from..).unwrap_or_default();
    let digits = rest.bytes().take(LONGEST_NOTE + 1).take_while(u8::is_ascii_digit).count();
    let behind = rest.get(digits..).unwrap_or_default();
    let noted = word >= SHORTEST_NOTED && (1..=LONGEST_NOTE).contains(&digits);
    let opens = behind.starts_with(char::is_whitespace) && behind.trim_start().starts_with(char::is_uppercase);
    if noted && opens { from + digits } else { from }
}

fn ends_sentence(text: &str, start: usize, mark_at: usize, mark: char, close: usize) -> bool {
    let after = text.get(close..).unwrap_or_default();
    if !after.starts_with(char::is_whitespace) {
        return false;
    }
    let Some(next) = after.trim_start().chars().next() else { return true };
    let opens = next.is_uppercase()
        || next.is_numeric()
        || matches!(next, '"' | '\'' | '(' | '[' | '\u{201C}' | '\u{2018}' | '\u{AB}' | '-' | '\u{2013}' | '*' | '$');
    if !opens && (mark == '.' || next.is_lowercase()) {
        return false;
    }
    if mark != '.' || close > mark_at + 1 {
        return true;
    }
    let sentence = text.get(start..mark_at).unwrap_or_default();
    let word = sentence
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '\u{201C}' | '/'))
        .next()
        .unwrap_or_default();
    !is_abbreviation(word, sentence, after.trim_start())
}

/// Whether the full stop after `word` belongs to the word and does not end the sentence.
fn is_abbreviation(word: &str, sentence: &str, after: &str) -> bool {
    let next_is_digit = after.starts_with(|c: char| c.is_ascii_digit());
    let lower = word.to_lowercase();
    if next_is_digit && BEFORE_DIGITS.contains(&lower.as_str()) {
        return true;
    }
    if TITLES.contains(&lower.as_str()) {
        return true;
    }
    let mut letters = word.chars();
    let single = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase());
    if single {
        // An initial, "J. Smith" or "J. R. R. Tolkien", not the end of "Annex A. The ...".
        return !ends_with_label(sentence, word) && !starts_with_article(after);
    }
    // A list number at the very start: "3. The group".
    let label = sentence.trim();
    label.len() <= 4
        && label == word
        && word.chars().all(|c| c.is_ascii_digit() || c.is_ascii_lowercase() || matches!(c, 'I' | 'V' | 'X'))
}

fn ends_with_label(sentence: &str, word: &str) -> bool {
    let before = sentence.strip_suffix(word).unwrap_or_default().trim_end().to_lowercase();
    [
        "annex", "appendix", "option", "group", "part", "section", "schedule", "exhibit", "table", "vitamin",
        "article", "plan", "logo", "room", "phase", "tab", "track",
    ]
    .iter()
    .any(|label| before.ends_with(label))
}

fn starts_with_article(after: &str) -> bool {
    ["The ", "It ", "This ", "In ", "A ", "An ", "He ", "She ", "They ", "There ", "We "]
        .iter()
        .any(|word| after.starts_with(word))
}

/// Whether an entry of an inline list opens after a colon, semicolon or comma: "to: (a) send", "; and (b) report".
fn opens_entry(text: &str, from: usize, open_list: bool, mark: char) -> bool {
    let rest = text.get(from..).unwrap_or_default();
    let rest = rest.trim_start();
    let rest =
        if mark == ':' { rest } else { rest.strip_prefix("and ").or_else(|| rest.strip_prefix("or ")).unwrap_or(rest) };
    let Some(label) = entry_label(rest) else { return false };
    if mark == ':' { matches!(label, "a" | "i" | "1" | "A") } else { open_list && !matches!(label, "a" | "1") }
}

/// Letters of the longest label, "viii".
const LONGEST_LABEL: usize = 4;

/// The label of "(a) ", "a) ", "(iv) ", "2) " at the start of a text; not of "a. ", which is too often an initial.
#[must_use]
pub fn entry_label(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('(').unwrap_or(text);
    // Only so far: in a text of many commas, to look on to its end from each would take the square of its length.
    let end = inner.bytes().take(LONGEST_LABEL + 1).position(|byte| byte == b')')?;
    let label = inner.get(..end)?;
    let letters = !label.is_empty();
    let sort = label.len() == 1 && label.chars().all(|c| c.is_ascii_alphabetic())
        || label.chars().all(|c| c.is_ascii_digit())
        || label.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let blank = inner.get(end + 1..)?.starts_with(' ');
    (letters && sort && blank).then_some(label)
}

fn push(text: &str, span: Range<usize>, spans: &mut Vec<Range<usize>>) {
    let Some(words) = text.get(span.clone()) else { return };
    let start = span.start + (words.len() - words.trim_start().len());
    let end = span.start + words.trim_end().len();
    if start < end {
        spans.push(start..end);
    }
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "a wrong boundary is meant to fail the test")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_without_end_costs_no_more_than_its_budget() {
        let budget = budget::Budget::new(0, None, std::sync::Arc::default());
        assert!(budget.run(|| split(&"Argentina, Brazil, ".repeat(1000))).is_err());
        assert_eq!(entry_label("(viii) to go)"), Some("viii"));
        assert_eq!(entry_label("(xviii) to go"), None);
    }

    fn sentences(text: &str) -> Vec<&str> {
        split(text).into_iter().map(|span| &text[span]).collect()
    }

    #[track_caller]
    fn one(text: &str) {
        assert_eq!(sentences(text), [text]);
    }

    #[track_caller]
    fn two(first: &str, second: &str) {
        assert_eq!(sentences(&format!("{first} {second}")), [first, second]);
    }

    #[test]
    fn titles_and_initials_do_not_end_a_sentence() {
        one("Ms. Ana St. Clair chaired the call.");
        one("Mr. J. R. Porter, Prof. Diallo and Dr. Wu spoke.");
        one("H.E. Ambassador Lund opened the meeting.");
        one("See para. 4 and paras. 7 to 9 of No. 12 of Oct. 3.");
        one("The U.S. Government spoke, e.g. Mr. Holt, i.e. its delegate.");
    }

    #[test]
    fn ordinary_ends() {
        two("The agenda was adopted.", "The Chair thanked everyone.");
        two("Is this agreed?", "It was.");
        two("He said “we agree.”", "The meeting closed.");
        two("The list is short (see the annex).", "It will grow.");
        two("[summary here].", "The group then met.");
        two("See Annex A.", "The Board met.");
        two("It ended at 5 p.m.", "The minutes follow.");
        two("There were 12.", "Then 14 more came.");
    }

    #[test]
    fn marks_inside_words_and_links_do_not_end_a_sentence() {
        one("It is at https://example.org/a.b?c=D. and nowhere else.");
        one("Version 2.1 of item 3.4 was used.");
        one("3. The group met.");
    }

    #[test]
    fn the_number_of_a_note_ends_with_its_sentence() {
        two("It joined the two conventions.12", "The panel asked for more.");
        two("It joined (see the annex).3", "The panel left.");
        one("See No.4 The annex holds it.");
        one("Release 2.1 Beta of the tool was used.");
    }

    #[test]
    fn an_inline_list_gives_one_entry_each() {
        assert_eq!(
            sentences("The Board agreed to: (a) hire a clerk; (b) buy a bell; and (c) rest."),
            ["The Board agreed to:", "(a) hire a clerk;", "(b) buy a bell;", "and (c) rest."]
        );
        one("The rooms (a) and (b) are small; (c) is large.");
    }

    proptest! {
        #[test]
        fn the_spans_cover_the_text(text in "[A-Za-z .?!:;()a1é“”•\\[\\]]{0,120}") {
            let mut at = 0;
            for span in split(&text) {
                prop_assert!(span.start >= at && span.end > span.start);
                prop_assert!(text[at..span.start].chars().all(|c| c.is_whitespace() || c == '•'));
                prop_assert_eq!(text[span.clone()].trim(), &text[span.clone()]);
                at = span.end;
            }
            prop_assert!(text[at..].chars().all(|c| c.is_whitespace() || c == '•'));
        }

        #[test]
        fn hostile_text_does_not_panic(text in "\\PC{0,80}") {
            for span in split(&text) {
                prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            }
        }
    }
}
