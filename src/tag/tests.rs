//! Tests of tagging as a whole.

use super::*;
use crate::model::Kind;
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
    let mut problems = Vec::new();
    for rule in TAGGER.rules() {
        for text in &rule.must {
            if !rules::check::fires(&TAGGER, &rule.id, text) {
                problems.push(format!("{} misses: {text}", rule.id));
            }
        }
        for text in &rule.must_not {
            if rules::check::fires(&TAGGER, &rule.id, text) {
                problems.push(format!("{} wrongly catches: {text}", rule.id));
            }
        }
        assert!(
            !rule.must.is_empty() && !rule.must_not.is_empty(),
            "{} needs a sentence to catch and one to leave",
            rule.id
        );
        assert!(rule.doc.len() > 20, "{} needs a line of documentation", rule.id);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn one_sentence_can_hold_two_kinds_and_background_none() {
    assert_eq!(kinds("It was agreed that the Secretariat will publish the list."), [Kind::Decision, Kind::Action]);
    assert_eq!(kinds("The meeting opened with a short briefing."), []);
}

#[test]
fn an_inline_list_inherits_its_stem() {
    let text = "The Board agreed to: (a) hire a clerk; (b) buy a bell.";
    let items = TAGGER.tag_sentence(&Sentence { text: text.into(), ..Sentence::default() });
    let lines: Vec<&str> = items.iter().filter(|item| item.stem.is_some()).map(|item| item.text.as_str()).collect();
    assert_eq!(lines, ["(a) hire a clerk;", "(b) buy a bell."]);
    for item in &items {
        assert_eq!(item.text, text[item.span[0]..item.span[1]]);
    }
}
