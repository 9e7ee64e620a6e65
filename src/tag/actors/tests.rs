//! The cases of `cases.tsv`.

use super::*;
use std::sync::LazyLock;

static ROSTER: LazyLock<Roster> = LazyLock::new(|| Roster::embedded().unwrap());

fn actors(kind: Kind, text: &str) -> Vec<String> {
    Reading::of(&Words::of(text), &ROSTER, &Names::default()).actors(0..0, kind, None, &ROSTER)
}

#[test]
fn every_case_of_the_list() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in include_str!("cases.tsv").lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let mut fields = line.split('\t');
        let (wanted, text) = (fields.next().unwrap(), fields.next().unwrap());
        let found = actors(Kind::Action, text);
        let shown = if found.is_empty() { "-".to_owned() } else { found.join(" + ") };
        count += 1;
        if shown != wanted {
            wrong.push(format!("{wanted} expected, {shown} found: {text}"));
        }
    }
    assert!(count >= 100, "the list has shrunk to {count} cases");
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
