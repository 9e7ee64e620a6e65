use super::*;
use crate::index::tests::{index, report};
use crate::model::TaggedDocument;
use crate::query::acronyms::Bridges;

const SEARCHES: &str =
    "[[search]]\nname = \"newcomers\"\nabout = \"What is done for <newcomers>\"\nquery = \"newcomers\"\n";

fn read_by(reports: &mut [TaggedDocument], sha256: &str) {
    for report in reports {
        report.document.source.sha256 = format!("{sha256}{}", report.document.meta.key);
    }
}

/// What a run tells, as `change id`, and the memory after it.
fn run(
    searches: &[Saved],
    reports: &[TaggedDocument],
    memory: &Memory,
    day: &str,
) -> (Vec<Alert>, Vec<String>, Memory) {
    let dir = tempfile::tempdir().unwrap();
    let reader = index(dir.path(), reports);
    let (alerts, entries) = alerts(&reader, searches, &Bridges::default(), memory, day, &Clone::clone).unwrap();
    let mut after = memory.clone();
    for entry in &entries {
        // Through JSON, as the ledger keeps it.
        let kept: Entry = serde_json::from_str(&serde_json::to_string(entry).unwrap()).unwrap();
        after.take(day, &kept);
    }
    let told =
        alerts.iter().flat_map(|alert| &alert.told).map(|told| format!("{:?} {}", told.change, told.hit.id)).collect();
    (alerts, told, after)
}

#[test]
fn a_life_of_a_saved_search() {
    let searches = read(SEARCHES).unwrap();
    let mut reports = vec![report("mag-2017-03-28", "2017-03-28", &["The newcomers session was kept.", "The budget."])];
    read_by(&mut reports, "a");
    let (alerts, told, memory) = run(&searches, &reports, &Memory::default(), "2020-01-01");
    assert!(alerts[0].is_baseline && told.is_empty());

    let (_, told, memory) = run(&searches, &reports, &memory, "2020-01-02");
    assert!(told.is_empty());

    reports.push(report("mag-2017-05-09", "2017-05-09", &["D It was agreed to help newcomers."]));
    read_by(&mut reports, "a");
    let (alerts, told, memory) = run(&searches, &reports, &memory, "2020-01-03");
    assert_eq!(told, ["New mag-2017-05-09#1"]);
    assert_eq!(alerts[0].feed.len(), 1);

    let (_, told, memory) = run(&searches, &reports, &memory, "2020-01-04");
    assert!(told.is_empty(), "told once: {told:?}");

    // Other rules: the same bytes, another item.
    let item = reports[1].items.remove(0);
    reports[0].items.push(crate::model::Item {
        block: 0,
        span: [0, 31],
        text: "The newcomers session was kept.".into(),
        ..item
    });
    let (_, told, memory) = run(&searches, &reports, &memory, "2020-01-05");
    assert_eq!(told, ["ByRules mag-2017-05-09#1", "ByRules mag-2017-03-28#1"]);

    // Other bytes, another text.
    reports[0].document.blocks[0].text = "The newcomers session was dropped.".into();
    reports[0].document.source.sha256 = "b".into();
    let (_, told, memory) = run(&searches, &reports, &memory, "2020-01-06");
    assert_eq!(told, ["Changed mag-2017-03-28#1"]);

    // A paragraph inserted above moves the others, which are no news.
    reports[0]
        .document
        .blocks
        .insert(0, report("mag-2017-03-28", "2017-03-28", &["Newcomers came."]).document.blocks.remove(0));
    for (at, block) in reports[0].document.blocks.iter_mut().enumerate() {
        block.id = format!("mag-2017-03-28#{}", at + 1);
        block.number = Some((at + 1).to_string());
    }
    reports[0].items[0].block = 1;
    reports[0].document.source.sha256 = "c".into();
    let (_, told, memory) = run(&searches, &reports, &memory, "2020-01-07");
    assert_eq!(told, ["New mag-2017-03-28#1"]);

    // What is gone and comes back as it was has been told.
    let gone = reports.pop().unwrap();
    let (_, told, memory) = run(&searches, &reports, &memory, "2020-01-08");
    assert!(told.is_empty());
    reports.push(gone);
    let (_, told, memory) = run(&searches, &reports, &memory, "2020-01-09");
    assert!(told.is_empty(), "{told:?}");

    // Another query under the same name sets a new baseline.
    let other = read(&SEARCHES.replace("\"newcomers\"\nabout", "\"newcomers\"\nkind = [\"decision\"]\nabout")).unwrap();
    let (alerts, told, _) = run(&other, &reports, &memory, "2020-01-10");
    assert!(alerts[0].is_baseline && told.is_empty());
}

#[test]
fn alerts_in_print() {
    let searches = read(SEARCHES).unwrap();
    let mut reports = vec![report("mag-2017-03-28", "2017-03-28", &["The budget."])];
    read_by(&mut reports, "a");
    let (_, _, memory) = run(&searches, &reports, &Memory::default(), "2020-01-01");
    reports.push(report("mag-2017-05-09", "2017-05-09", &["D It was agreed to help <b>newcomers</b> & \u{1b}others."]));
    read_by(&mut reports, "a");
    let (alerts, _, _) = run(&searches, &reports, &memory, "2020-01-02");
    let (mut as_text, mut table, mut feed) = (Vec::new(), Vec::new(), Vec::new());
    text(&alerts[0], &mut as_text).unwrap();
    csv(&alerts, crate::export::csv::CsvForm::Plain, &mut table).unwrap();
    atom(&alerts[0], "2020-01-02T03:04:05Z", &mut feed).unwrap();
    let all = [as_text, table, feed].map(|bytes| String::from_utf8(bytes).unwrap());
    insta::assert_snapshot!(all.join("\n----\n").replace('\r', ""));
}

#[test]
fn mistakes_in_the_file_are_named() {
    for (text, expected) in [
        ("[[search]]\nname = \"a/b\"", "cannot name"),
        ("[[search]]\nname = \"a\"\n[[search]]\nname = \"A\"", "two saved searches"),
        ("[[search]]\nname = \"a\"\nquery = \"(x\"", "cannot be read"),
        ("[[search]]\nname = \"a\"\nfrom = \"soon\"", "does not fit"),
        ("[[search]]\nname = \"a\"\nquerry = \"x\"", "not in the form"),
    ] {
        let error = read(text).unwrap_err();
        assert!(error.message.contains(expected), "{text}: {}", error.message);
    }
    assert!(read("").unwrap().is_empty());
}
