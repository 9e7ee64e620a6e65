//! Scores and sheets on small sets whose figures can be checked by hand.

use super::gold::parse;
use super::*;
use crate::model::{DueState, Force, Item, Kind};
use sheet::{By, Line};

fn item(kind: Kind) -> Item {
    Item { rule: "test.rule".into(), ..Item::bare(kind, Force::Agreed, "") }
}

const GOLD: &str = r#"{"id":"1","text":"The office will write.","kinds":["action"],"actors":["office"],"due":"2017-05-01","categories":["funding"]}
{"id":"2","text":"It was agreed.","kinds":["decision"],"optional":["action"]}
{"id":"3","text":"It rained.","kinds":[]}
{"id":"4","text":"She proposed it.","kinds":["recommendation"]}"#;

#[test]
fn figures_as_counted_by_hand() {
    let gold = parse(GOLD, "gold").unwrap();
    let first = Item {
        actors: vec!["the office".into(), "Board".into()],
        due: Some("2017-05-01".into()),
        due_state: Some(DueState::Exact),
        categories: vec!["outcomes".into()],
        ..item(Kind::Action)
    };
    let third = Item { due: Some("2017-06-01".into()), ..item(Kind::Decision) };
    let answers = vec![vec![first], vec![item(Kind::Decision), item(Kind::Action)], vec![third], vec![]];
    let found = score(&gold, &answers);
    let counts: Vec<_> = found.kinds.iter().map(|kind| (kind.right, kind.extra, kind.missed)).collect();
    assert_eq!(counts, [(1, 1, 0), (1, 0, 0), (0, 0, 1)]);
    assert!((found.macro_f1.value - (2.0 / 3.0 + 1.0) / 3.0).abs() < 1e-9);
    assert_eq!((found.actors_found, found.actors_right), (Count { count: 1, of: 1 }, Count { count: 1, of: 2 }));
    assert_eq!((found.due_right, found.due_wrong), (Count { count: 1, of: 1 }, Count { count: 1, of: 2 }));
    assert_eq!(found.categories_right, Count { count: 0, of: 1 });
    let errors: Vec<_> = found.errors.iter().map(|error| (error.what, error.id.as_str())).collect();
    assert_eq!(errors, [("actor", "1"), ("category", "1"), ("extra", "3"), ("due", "3"), ("missed", "4")]);
}

#[test]
fn a_perfect_answer_scores_one() {
    let gold = parse(GOLD, "gold").unwrap();
    let answers: Vec<Vec<Item>> = gold.iter().map(|line| line.kinds.iter().map(|&kind| item(kind)).collect()).collect();
    let found = score(&gold, &answers);
    assert!((found.macro_f1.value - 1.0).abs() < 1e-9 && found.macro_f1.high <= 1.0);
}

fn population() -> Vec<Line> {
    let line = |number: usize, year: &str, tagged: bool| Line {
        id: format!("r-{year}#{number}:0-30"),
        group: year.into(),
        report: format!("r-{year}"),
        section: String::new(),
        sentence: format!("=Sentence {number} of {year}."),
        kinds: tagged.then_some(Kind::Action).into_iter().collect(),
    };
    ["2015", "2016", "2017"]
        .iter()
        .flat_map(|year| (0..40).map(move |number| line(number, year, number % 4 == 0)))
        .collect()
}

#[test]
fn a_draw_is_half_tagged_spread_over_the_years_and_the_same_each_time() {
    let lines = population();
    let drawn = sheet::draw(&lines, 12, 7);
    assert_eq!(drawn.len(), 12);
    assert_eq!(drawn.iter().filter(|line| !line.kinds.is_empty()).count(), 6);
    for year in ["2015", "2016", "2017"] {
        assert_eq!(drawn.iter().filter(|line| line.group == year).count(), 4, "{year}");
    }
    assert_eq!(drawn, sheet::draw(&lines, 12, 7));
    assert_ne!(drawn, sheet::draw(&lines, 12, 8));
    assert_eq!(sheet::draw(&lines, 1000, 7).len(), 120);
}

#[test]
fn the_sheet_does_not_tell_what_the_machine_says() {
    let mut out = Vec::new();
    sheet::write(&sheet::draw(&population(), 4, 7), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.starts_with("id,group,report,section,sentence,decision,action,recommendation,none,notes\n"));
    assert!(text.lines().skip(1).all(|line| line.ends_with(",,,,,") && !line.contains(",=Sentence")), "{text}");
}

#[test]
fn a_filled_in_sheet_gives_precision_and_a_bound_of_recall() {
    let lines = population();
    let drawn = sheet::draw(&lines, 60, 7);
    let mut filled = String::from("id,sentence,decision,action,recommendation,none\n");
    let mut tagged_seen = 0;
    for line in &drawn {
        let tagged = !line.kinds.is_empty();
        tagged_seen += usize::from(tagged);
        // The judge leaves one tagged line open, calls three of them empty and confirms the rest; of the untagged ones none
        // holds anything.
        let marks = match (tagged, tagged_seen) {
            (true, 1) => ",,,",
            (true, 2..=4) => ",,,x",
            (true, _) => ",x,,",
            (false, _) => "no,,,yes",
        };
        filled.push_str(&format!("{},words,{marks}\n", line.id));
    }
    filled.push_str("gone#1:0-5,words,,x,,\n");
    let found = sheet::read(filled.as_bytes(), &lines).unwrap();
    assert_eq!((found.judged, found.open, found.gone.len()), (59, 1, 1));
    let action = found.precision.iter().find(|(kind, _)| *kind == Kind::Action).unwrap().1.unwrap();
    assert!((action.value - 26.0 / 29.0).abs() < 1e-9 && action.low > 0.73 && action.low < 0.75, "{action:?}");
    let recall = found.recall.unwrap();
    assert!((recall.value - 1.0).abs() < 1e-9 && recall.at_least > 0.6 && recall.at_least < 0.8, "{recall:?}");
    assert_eq!(found.differences.len(), 3);
}

#[test]
fn a_sheet_without_its_columns_is_refused() {
    let wrong = sheet::read("id,sentence\n".as_bytes(), &[]).unwrap_err();
    assert_eq!(wrong.message, "the sheet has no column \"decision\"");
}

#[test]
fn lines_of_a_document_carry_what_the_machine_says() {
    let tagged = crate::export::sample::tagged();
    let lines = sheet::lines(&tagged, By::Year);
    assert!(!lines.is_empty());
    assert!(lines.iter().any(|line| !line.kinds.is_empty()));
}
