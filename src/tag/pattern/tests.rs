//! The law of patterns: the same answers as the regex crate's.

use super::*;
use proptest::prelude::*;

pub(super) fn lists() -> Arc<Lists> {
    let mut lists = Lists::default();
    lists.set(
        "verb",
        ["agree", "agreed", "reali[sz]e", "go (?:back|on)", "see (?:the|many)\\b", "go\\b"].map(String::from).to_vec(),
    );
    lists.set("name", ["(?-i:[A-Z][a-z]+)".to_owned(), "{body}".to_owned()].to_vec());
    lists.set("body", ["(?:the )?(?:[a-z]+ ){0,2}(?:board|group)".to_owned(), "we".to_owned()].to_vec());
    Arc::new(lists)
}

/// Both ways of searching, from every offset.
fn agree(pattern: &Pattern, text: &str) {
    let program = pattern.program().unwrap_or_else(|| panic!("no program for {}", pattern.written));
    let automaton = pattern.automaton().unwrap();
    for from in 0..=text.len() {
        let expected = automaton.find_at(text.as_bytes(), from).map(|found| found.range());
        if let Ok(found) = program.find_at(text.as_bytes(), from, u64::MAX) {
            assert_eq!(found, expected, "{} from {from} in {text:?}", pattern.written);
        }
        assert_eq!(pattern.find_at(text, from), expected);
    }
}

const PATTERNS: &[&str] = &[
    r"\b{name} (?:will|shall) (?:also )?{verb}\b",
    r"{body} (?:{verb}|[a-z]+s) ",
    r"^(?:the|a)? ?{verb}",
    r"\bagreed? [^;]{0,6}?(?:to|that)\b",
    r"\bagreed? [^;]{2,}to\b|the$",
    r"(?:, )?(?:a |the )*(?-i:Board|WE)s?\b",
    r"a{2,3}?b|a+|\bto\b",
    r"[^ t][^ ]* $|x\B",
    r"(?:{verb},? ?(?:and )?){1,3}",
    r"",
];

proptest! {
    #[test]
    fn a_search_finds_what_the_automaton_finds(
        words in prop::collection::vec(prop::sample::select(vec![
            "the", "The", "Board", "board", "WE", "we", "will", "shall", "also", "agree", "agreed", "AGREED", "realise", "go", "go on",
            "see the", "see them", "to", "that", ";", ",", "aab", "aaa", "x", "groups", "a",
        ]), 0..9),
        pattern in prop::sample::select(PATTERNS.to_vec()),
        glue in prop::sample::select(vec![" ", "", "  "]),
    ) {
        agree(&Pattern::new(pattern.to_owned(), &lists()), &words.join(glue));
    }
}

#[test]
fn every_pattern_of_the_rules_compiles_both_ways_and_finds_the_same() {
    let rules = crate::tag::tests::TAGGER.rules();
    let examples: Vec<&str> = rules.iter().flat_map(|rule| &rule.must).map(String::as_str).collect();
    let mut count = 0;
    for (index, pattern) in rules.iter().flat_map(crate::tag::rules::Rule::patterns).enumerate() {
        pattern.check().unwrap();
        // Each pattern meets a few of the examples, all examples meet some patterns.
        for text in examples.iter().skip(index % 7).step_by(7) {
            let expected = pattern.automaton().unwrap().find(text.as_bytes()).map(|found| found.range());
            assert_eq!(
                pattern.program().unwrap().find_at(text.as_bytes(), 0, u64::MAX),
                Ok(expected),
                "{} in {text}",
                pattern.written
            );
        }
        count += 1;
    }
    println!("compared {count} patterns");
}

#[test]
fn a_search_that_goes_back_too_often_is_left_to_the_automaton() {
    let pattern = Pattern::new(r"(?:[a-z]+ )+(?:[a-z]+ )+(?:[a-z]+ )+\.".to_owned(), &lists());
    let text = "one two ".repeat(2000);
    assert_eq!(pattern.program().unwrap().find_at(text.as_bytes(), 0, u64::MAX), Err(search::TooFar));
    assert_eq!(pattern.find(&text), None);
    assert_eq!(pattern.find(&format!("{text}.")), Some(0..text.len() + 1));
}

#[test]
fn long_runs_count_as_many_steps() {
    let pattern = Pattern::new("[a-z]+ agreed".to_owned(), &lists());
    let text = "a".repeat(50_000);
    assert_eq!(pattern.program().unwrap().find_at(text.as_bytes(), 0, u64::MAX), Err(search::TooFar));
    assert_eq!(pattern.find(&text), None);
}

#[test]
fn what_is_wrong_with_a_pattern_is_told_with_its_place() {
    let error = |written: &str| Pattern::new(written.to_owned(), &lists()).check().unwrap_err();
    assert_eq!(error("a {hue}").offset, Some(2));
    assert!(error("(").message.contains("does not compile"), "{:?}", error("("));
}
