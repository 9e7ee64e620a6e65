//! Tests of tagging as a whole.

use super::*;
use crate::model::Kind;
use std::path::Path;
use std::sync::LazyLock;

pub(crate) static TAGGER: LazyLock<Tagger> = LazyLock::new(|| Tagger::load(None).unwrap());

pub(crate) fn kinds(text: &str) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = TAGGER
        .tag_sentence(&Sentence { text: text.into(), ..Sentence::default() })
        .iter()
        .map(|item| item.kind)
        .collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

#[test]
fn every_rule_catches_its_own_sentences_and_no_others() {
    let findings: Vec<String> = rules::check::check(&TAGGER).iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    for rule in TAGGER.rules() {
        assert!(!rule.must_not.is_empty(), "{} needs a similar sentence that it must leave", rule.id);
        assert!(rule.doc.len() > 20, "{} needs a line of documentation", rule.id);
    }
}

/// Per cent of the example sentences that may be read otherwise than labelled: turns of phrase that the rules do not reach. What is gained
/// is held: lower it.
const EXAMPLES_WRONG: usize = 6;

#[test]
fn the_examples_are_tagged_as_they_are_labelled() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/examples");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut total = 0;
    let mut wrong = Vec::new();
    for path in paths {
        let (count, mismatches) =
            rules::check::check_examples(&TAGGER, &std::fs::read_to_string(&path).unwrap()).unwrap();
        total += count;
        wrong.extend(mismatches.iter().map(|mismatch| format!("{}: {mismatch}", path.file_name().unwrap().display())));
    }
    println!("{total} example sentences, {} wrong", wrong.len());
    assert!(wrong.len() * 100 <= total * EXAMPLES_WRONG, "{}", wrong.join("\n"));
}

#[test]
fn one_sentence_can_hold_two_kinds_and_background_none() {
    assert_eq!(kinds("It was agreed that the Secretariat will publish the list."), [Kind::Decision, Kind::Action]);
    assert_eq!(kinds("The meeting opened with a short briefing."), []);
}

#[test]
fn a_loose_line_is_read_under_its_heading_as_in_a_report() {
    let under = |section: &str, text: &str| -> Vec<Kind> {
        let sentence = Sentence { text: text.into(), section: Some(section.into()), ..Sentence::default() };
        TAGGER.tag_sentence(&sentence).iter().map(|item| item.kind).collect()
    };
    assert_eq!(under("Action items", "Update the register"), [Kind::Action]);
    assert_eq!(under("Suggestions for improvement", "Update the register."), [Kind::Recommendation]);
    assert_eq!(under("Weather", "Update on the register"), []);
    assert_eq!(under("Action items", "The register is long."), []);
}

#[test]
fn an_inline_list_inherits_its_stem() {
    let text = "The Board agreed to: (a) hire a clerk; (b) buy a bell.";
    let items = TAGGER.tag_sentence(&Sentence { text: text.into(), ..Sentence::default() });
    let decisions: Vec<&str> =
        items.iter().filter(|item| item.kind == Kind::Decision).map(|item| item.text.as_str()).collect();
    assert_eq!(decisions, ["(a) hire a clerk;", "(b) buy a bell."], "the stem itself is no item");
    assert!(items.iter().all(|item| item.stem.as_deref() == Some("The Board agreed to:")));
    for item in &items {
        assert_eq!(item.text, text[item.span[0]..item.span[1]]);
    }
}
