//! Searching from the command line, in a workspace of small texts with a manifest.

use super::program::{Answer, minutebook};
use std::path::Path;
use std::process::Command;

const MANIFEST: &str = "\
path,key,title,body,meeting,date,kind,language,symbol,url,supersedes
a.txt,hb-2017-03-28,Harbour Board: summary of Call II,HB,Call II,2017-03-28,summary report,en,HB/17/2,https://example.org/a.txt,
b.txt,hb-2017-07-11,Harbour Board: summary of Call IV,HB,Call IV,2017-07-11,summary report,en,,,
c.txt,,Notes from the quay,,,,,en,,,
";
const A: &str = "\
Harbour Board: summary of Call II

1. The Quay Repair Forums (QRFs) reported on their work. The Chair opened the call and thanked members for coming.

2. It was agreed that the newcomers desk would be kept for another year. The Secretariat will circulate the list of
berths by 5 April.

3. Some members suggested that travel support be offered to newcomers from small ports.
";
const B: &str = "\
Harbour Board: summary of Call IV

1. The work of the QRF was praised, and its repairs were costed at length.

2. Members decided to close the list of berths.
";
const C: &str = "Notes from the quay

The tide was high; nobody agreed on anything.
";

/// A workspace over which `run` has gone.
fn harbour() -> tempfile::TempDir {
    let workspace = tempfile::tempdir().unwrap();
    let corpus = workspace.path().join("corpus");
    std::fs::create_dir(&corpus).unwrap();
    for (name, text) in [("manifest.csv", MANIFEST), ("a.txt", A), ("b.txt", B), ("c.txt", C)] {
        std::fs::write(corpus.join(name), text).unwrap();
    }
    run(workspace.path());
    workspace
}

fn run(workspace: &Path) -> Answer {
    let answer = minutebook(workspace, &["run", "--settle", "0"]);
    assert_ne!(answer.status, Some(2), "{}{}", answer.out, answer.err);
    answer
}

fn ids(answer: &Answer) -> Vec<String> {
    let hits = answer.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let mut ids: Vec<String> = hits.map(|hit| hit["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

#[test]
fn a_relative_workspace_is_as_good_as_an_absolute_one() {
    let workspace = harbour();
    let here = workspace.path();
    let name = here.file_name().unwrap().to_str().unwrap();
    let program = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minutebook"));
        let output = command.current_dir(here.parent().unwrap()).args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for command in [["run", "--full"].as_slice(), ["search", "newcomers"].as_slice()] {
        let (status, err) = program(&[command, ["--workspace", name].as_slice()].concat());
        assert_eq!(status, Some(0), "{err}");
    }
    assert!(!here.join(name).exists(), "nothing is written into a workspace within the workspace");
}

#[test]
fn queries_filters_and_exclusions_reach_the_index() {
    let workspace = harbour();
    let (a, b) = (|n: u8| format!("hb-2017-03-28#{n}"), |n: u8| format!("hb-2017-07-11#{n}"));
    for (arguments, expected) in [
        (vec!["newcomers"], vec![a(2), a(3)]),
        (vec!["newcomers", "-travel"], vec![a(2)]),
        (vec!["-travel", "newcomers"], vec![a(2)]),
        (vec!["travel support", "kind:recommendation"], vec![a(3)]),
        (vec!["\"support travel\"~3"], vec![a(3)]),
        (vec!["berths", "--kind", "decision", "--body", "hb"], vec![a(2), b(2)]),
        (vec!["berths", "--kind", "decision", "--kind", "action", "--to", "2017-03"], vec![a(2)]),
        (vec!["--force", ">=agreed", "--from", "2017-06"], vec![b(2)]),
        (vec!["newcommers~1"], vec![a(2), a(3)]),
        (vec!["list of berths", "--report", "hb-2017-07*"], vec![b(2)]),
        (vec!["actor:secretariat"], vec![a(2)]),
        (vec!["meeting:\"fourth call\" list"], vec![b(2)]),
    ] {
        let whole = [vec!["search"], arguments.clone(), vec!["--format", "jsonl"]].concat();
        let answer = minutebook(workspace.path(), &whole);
        assert_eq!(answer.status, Some(0), "{arguments:?}: {}", answer.err);
        assert_eq!(ids(&answer), expected, "{arguments:?}");
    }
}

#[test]
fn an_acronym_that_a_report_explains_is_bridged_both_ways_and_told() {
    let workspace = harbour();
    let (a, b) = ("hb-2017-03-28#1".to_owned(), "hb-2017-07-11#1".to_owned());
    for (query, told) in [
        ("qrf", "note: \"qrf\" is also looked for as \"Quay Repair Forum\""),
        ("quay repair forum", "note: \"quay repair forum\" is also looked for as \"QRF\""),
    ] {
        let answer = minutebook(workspace.path(), &["search", query]);
        assert!(answer.out.starts_with(told), "{}", answer.out);
        let lines = minutebook(workspace.path(), &["search", query, "--format", "jsonl"]);
        assert_eq!(ids(&lines), [a.clone(), b.clone()], "{query}");
        assert!(lines.err.contains(told), "{}", lines.err);
    }
    let alone = minutebook(workspace.path(), &["search", "quay repair forum", "--no-expand", "--format", "jsonl"]);
    assert_eq!(ids(&alone), [a], "{}", alone.err);
}

#[test]
fn what_a_range_of_dates_does_not_hold_is_told() {
    let workspace = harbour();
    let answer = minutebook(workspace.path(), &["search", "berths", "--from", "2017", "--format", "json"]);
    let hits: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    let notices: Vec<&str> =
        hits["notices"].as_array().unwrap().iter().map(|notice| notice["message"].as_str().unwrap()).collect();
    assert_eq!(notices[0], "not searched: HB call I before 2017-03-28 (the first held is II)");
    assert_eq!(notices[1], "not searched: HB call III between 2017-03-28 and 2017-07-11 (II and IV are held)");
    assert_eq!(notices[2], "1 report has no known date; a range of dates leaves it out");
    let coverage = minutebook(workspace.path(), &["status", "--coverage"]);
    assert!(coverage.out.contains("HB call III between 2017-03-28 and 2017-07-11"), "{}", coverage.out);
    let without = minutebook(workspace.path(), &["search", "berths"]);
    assert!(!without.out.contains("not searched"), "{}", without.out);
}

#[test]
fn a_saved_search_is_asked_by_name_and_narrowed() {
    let workspace = harbour();
    let saved = "[[search]]\nname = \"berths\"\nquery = \"berths\"\nkind = [\"decision\"]\nfrom = \"2017-06\"\n";
    std::fs::write(workspace.path().join("searches.toml"), saved).unwrap();
    let search = |arguments: &[&str]| minutebook(workspace.path(), &[&["search"], arguments].concat());
    assert_eq!(ids(&search(&["--saved", "berths", "--format", "jsonl"])), ["hb-2017-07-11#2"]);
    assert!(ids(&search(&["--saved", "berths", "-close", "--format", "jsonl"])).is_empty());
    let unknown = search(&["--saved", "tides"]);
    assert_eq!(unknown.status, Some(2));
    assert!(unknown.err.contains("holds: berths"), "{}", unknown.err);
}

#[test]
fn what_cannot_be_meant_is_an_error_that_says_what_to_do() {
    let workspace = harbour();
    for (arguments, said) in [
        (
            vec!["list \"of berths"],
            vec!["column 6", "this quote is never closed", "right form: \"best practice forum\""],
        ),
        (vec!["auhtor:smith"], vec!["column 1", "\"actor\" was perhaps meant"]),
        (vec!["berths", "kind:verdict"], vec!["column 13", "decision, action or recommendation"]),
        (vec!["berths", "--lmit", "3"], vec!["unexpected argument '--lmit'", "--limit"]),
        (vec!["berths", "--from", "soon"], vec!["--from", "YYYY-MM"]),
        (vec![], vec!["nothing to look for", "--kind decision"]),
        (vec!["berths", "--facets", "--format", "csv"], vec!["--facets", "json"]),
    ] {
        let answer = minutebook(workspace.path(), &[vec!["search"], arguments.clone()].concat());
        assert_eq!(answer.status, Some(2), "{arguments:?}: {}", answer.out);
        for part in said {
            assert!(answer.err.contains(part), "{arguments:?}: {part:?} is not in\n{}", answer.err);
        }
    }
}

#[test]
fn a_missing_or_damaged_index_is_named_with_the_way_out() {
    let workspace = tempfile::tempdir().unwrap();
    let none = minutebook(workspace.path(), &["search", "berths"]);
    assert_eq!(none.status, Some(2));
    assert!(none.err.contains("no index") && none.err.contains("minutebook run"), "{}", none.err);

    let workspace = harbour();
    let indexes = super::shared::files_below(
        &workspace.path().join("indexes/generations"),
        &["store", "term", "idx", "pos", "fast", "fieldnorm"],
    );
    assert!(!indexes.is_empty());
    for file in indexes {
        let whole = std::fs::read(&file).unwrap();
        for damage in [Vec::new(), whole.iter().take(whole.len() / 2).copied().collect(), vec![0xAA; whole.len()]] {
            // A new file: the generations before may share the old one.
            std::fs::remove_file(&file).unwrap();
            std::fs::write(&file, damage).unwrap();
            let answer = minutebook(workspace.path(), &["search", "berths", "kind:decision", "--facets"]);
            let is_honest = answer.status == Some(2)
                && ["minutebook check", "minutebook run"].iter().any(|way| answer.err.contains(way));
            assert!(is_honest || answer.status == Some(0), "{}: {}{}", file.display(), answer.out, answer.err);
            assert!(!answer.err.contains("panicked"), "{}: {}", file.display(), answer.err);
        }
        std::fs::remove_file(&file).unwrap();
        std::fs::write(&file, whole).unwrap();
    }
}

#[test]
fn formats_for_programs_keep_their_fields() {
    let workspace = harbour();
    let search = |format: &str| minutebook(workspace.path(), &["search", "newcomers", "--format", format]).out;
    let json: serde_json::Value = serde_json::from_str(&search("json")).unwrap();
    assert_eq!(json["schema"], "minutebook/hits/1");
    assert_eq!(json["total"], 2);
    let mut first: serde_json::Value = serde_json::from_str(search("jsonl").lines().next().unwrap()).unwrap();
    // A line stands alone: it says what kind of hit it is.
    assert_eq!(first.as_object_mut().unwrap().remove("hit"), Some("paragraph".into()));
    assert_eq!(first, json["hits"][0]);
    let mut fields: Vec<&str> = first.as_object().unwrap().keys().map(String::as_str).collect();
    fields.sort_unstable();
    let documented = [
        "after",
        "annex",
        "asked_items",
        "before",
        "body",
        "date",
        "id",
        "items",
        "kinds",
        "marks",
        "meeting",
        "number",
        "page",
        "rank",
        "report",
        "score",
        "section",
        "snippets",
        "source",
        "symbol",
        "text",
        "title",
        "twins",
        "type",
        "url",
    ];
    assert_eq!(fields, documented);
    let csv = search("csv");
    let head = csv.lines().next().unwrap().trim_start_matches('\u{feff}');
    assert_eq!(
        head,
        "rank,id,report,title,date,body,meeting,type,number,section,annex,page,kinds,forces,held_by,twins,snippet,text,source,url"
    );
    assert_eq!(csv.lines().count(), 3);
}

#[test]
fn an_alert_is_sent_once_and_none_from_a_held_index() {
    let workspace = harbour();
    let here = workspace.path();
    let alerts = || -> Vec<String> {
        let files = super::shared::files_below(&here.join("outputs/alerts"), &["txt", "csv", "atom"]);
        files.iter().map(|file| file.file_name().unwrap().to_str().unwrap().to_owned()).collect()
    };
    let put = |name: &str, text: &str| std::fs::write(here.join("corpus").join(name), text).unwrap();
    std::fs::write(here.join("searches.toml"), "[[search]]\nname = \"newcomers\"\nquery = \"newcomers\"\n").unwrap();
    let first = run(here);
    assert!(first.out.contains("saved search newcomers: 2 paragraphs answer it now"), "{}", first.out);
    assert_eq!(alerts(), ["newcomers.atom"]);

    put("d.txt", "Harbour Board: summary of Call V\n\n1. It was agreed to welcome newcomers at the pier.\n");
    let told = run(here);
    let report = std::fs::read_to_string(here.join("outputs/run-report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let listed = report["alerts"].as_array().unwrap();
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert!(told.out.contains("alert: outputs/alerts/"), "{}", told.out);
    let text = std::fs::read_to_string(here.join("outputs").join(listed[0].as_str().unwrap())).unwrap();
    assert!(text.contains("1 to tell of 3 paragraphs") && text.contains("welcome *newcomers* at the pier"), "{text}");
    assert!(std::fs::read_to_string(here.join("outputs/alerts/newcomers.atom")).unwrap().contains("at the pier"));
    let after = alerts();

    run(here);
    put("e.txt", "Harbour Board: summary of Call VI\n\n1. The tide was low.\n");
    run(here);
    assert_eq!(alerts(), after, "told once");

    // The gate holds the index: the new report in it is not told before it is current.
    std::fs::write(here.join("minutebook.toml"), "[gate]\nsentinels = [\"whales\"]\n").unwrap();
    put("f.txt", "Harbour Board: summary of Call VII\n\n1. It was agreed that newcomers be given a map.\n");
    let held = minutebook(here, &["run", "--settle", "0"]);
    assert_eq!(held.status, Some(1), "{}{}", held.out, held.err);
    assert!(held.out.contains("HELD"), "{}", held.out);
    assert_eq!(alerts(), after);

    std::fs::write(here.join("searches.toml"), "[[search]]\nname = \"x\"\nquery = \"(newcomers\"\n").unwrap();
    let mistaken = minutebook(here, &["run", "--settle", "0"]);
    assert_eq!(mistaken.status, Some(1));
    let report = std::fs::read_to_string(here.join("outputs/run-report.md")).unwrap();
    assert!(report.contains("no alerts were made") && report.contains("never closed"), "{report}");
}

#[test]
fn a_paragraph_is_shown_in_its_surroundings_with_its_way_back() {
    let workspace = harbour();
    let show = |arguments: &[&str]| minutebook(workspace.path(), &[&["show"], arguments].concat());
    let whole = show(&["hb-2017-03-28#2", "--context", "1", "--why"]);
    assert_eq!(whole.status, Some(0), "{}", whole.err);
    for part in [
        "   1. The Quay Repair Forums",
        " > 2. It was agreed that the newcomers desk",
        "   3. Some members suggested",
        " * decision, agreed",
        "in the index: rule decision.",
        "file    a.txt\n        lines 5 to 6\n",
        "link    https://example.org/a.txt\n",
        "open    file:///",
        "cite    HB, \u{201c}Harbour Board: summary of Call II\u{201d}, 28 March 2017 (HB/17/2), para. 2.",
    ] {
        assert!(whole.out.contains(part), "{part:?} is not in\n{}", whole.out);
    }
    let is_prose = |line: &&str| line.starts_with(' ') && !line.starts_with("     ");
    assert!(whole.out.lines().filter(is_prose).all(|line| line.chars().count() <= 80), "{}", whole.out);

    let json: serde_json::Value = serde_json::from_str(&show(&["hb-2017-03-28#2", "--format", "json"]).out).unwrap();
    assert_eq!((&json["schema"], &json["block"]["number"]), (&"minutebook/show/1".into(), &"2".into()));
    let items = json["items"].as_array().unwrap();
    let item = items.last().unwrap()["id"].as_str().unwrap();
    let beginning = item.get(..item.len() - 4).unwrap();
    let one = show(&[beginning]);
    assert!(one.out.contains(item) && one.out.matches("\n * ").count() == 1, "{}{}", one.out, one.err);

    let report = show(&["hb-2017-07"]);
    assert!(report.out.contains("2. Members decided to close the list of berths."), "{}", report.out);
    let many = show(&["hb-2017-0"]);
    assert_eq!(many.status, Some(2));
    assert!(many.err.contains("more than one") && many.err.contains("hb-2017-07-11"), "{}", many.err);
    let none = show(&["hb-2018"]);
    assert!(none.status == Some(2) && none.err.contains("nothing in the index"), "{}", none.err);
}

#[test]
fn references_come_in_every_style_and_many_at_once() {
    let workspace = harbour();
    let cite = |arguments: &[&str]| minutebook(workspace.path(), &[&["cite"], arguments].concat());
    for (style, part) in [
        ("un", "para. 2. Available at https://example.org/a.txt."),
        ("chicago", "March 28, 2017, HB/17/2, para. 2, https://example.org/a.txt."),
        ("bibtex", "@techreport{hb-2017-03-28:2,"),
        ("csl-json", "\"URL\": \"https://example.org/a.txt\""),
        ("md", "](https://example.org/a.txt)"),
    ] {
        let answer = cite(&["hb-2017-03-28#2", "--style", style]);
        assert!(answer.out.contains(part), "{style}: {}{}", answer.out, answer.err);
    }
    let two = cite(&["hb-2017-03-28#2", "hb-2017-07-11", "--style", "csl-json"]).out;
    let two: serde_json::Value = serde_json::from_str(&two).unwrap();
    assert_eq!(two.as_array().unwrap().len(), 2);
    let unknown = cite(&["hb-2017-03-28#2", "--style", "mla"]);
    assert!(unknown.status == Some(2) && unknown.err.contains("chicago"), "{}", unknown.err);
}

#[test]
fn a_search_during_a_run_answers_as_before_it_or_as_after_it() {
    let workspace = harbour();
    let find = || {
        let answer = minutebook(workspace.path(), &["search", "berths", "--format", "jsonl"]);
        assert_eq!((answer.status, answer.err.as_str()), (Some(0), ""), "{}", answer.out);
        ids(&answer)
    };
    let before = find();
    let mut answers = std::collections::BTreeSet::from([before.clone()]);
    for round in 0..3 {
        let said = ["Berths were counted.", "New berths are paid by the port.", "The Chair closed the berths."];
        let text = format!("Harbour Board: summary of Call {}\n\n1. {}\n", round + 6, said[round]);
        std::fs::write(workspace.path().join(format!("corpus/new-{round}.txt")), text).unwrap();
        let mut run = Command::new(env!("CARGO_BIN_EXE_minutebook"))
            .args(["run", "--quiet", "--settle", "0", "--workspace"])
            .arg(workspace.path())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let last = answers.last().cloned().unwrap_or_default().len();
        while run.try_wait().unwrap().is_none() {
            answers.insert(find());
        }
        let after = find();
        assert!(after.len() > last, "round {round}: {after:?}");
        answers.insert(after);
    }
    // One answer of each generation, and nothing between.
    let sizes: Vec<usize> = answers.iter().map(Vec::len).collect();
    assert_eq!(sizes.len(), 4, "{answers:?}");
}

#[test]
fn a_meeting_that_is_listed_and_has_no_report_is_said_to_be_missing() {
    let workspace = harbour();
    let list = "body,meeting,date\nHB,Call III,2017-05-09\nHB,special session,2017-05-30\nHB,Call II,2017-03-28\n";
    std::fs::write(workspace.path().join("meetings.csv"), list).unwrap();
    let status = minutebook(workspace.path(), &["status", "--coverage"]);
    assert!(status.out.contains("HB special session on 2017-05-30 (listed in meetings.csv)"), "{}", status.out);
    assert_eq!(status.out.matches("III").count(), 1, "{}", status.out);
    let search = minutebook(workspace.path(), &["search", "berths", "--from", "2017-05", "--to", "2017-06"]);
    assert!(search.out.contains("not searched: HB special session on 2017-05-30"), "{}", search.out);
}
