//! Nights played through the binary: what changes in the corpus between two runs, and what the run report says of it.

use super::program::{Answer, minutebook};
use super::shared::shared;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The minutes of a small committee, with one decision and one action.
fn minutes(day: u32, topic: &str) -> String {
    format!(
        "Rural Libraries Board\nMinutes of the meeting of {day} March 2017\n\n1. The chair welcomed everybody.\n\n\
         2. It was agreed that {topic} should be published before the summer.\n\n\
         3. The Secretariat will circulate a draft on {topic} by 2 June 2017.\n"
    )
}

/// A workspace with three reports.
fn workspace() -> tempfile::TempDir {
    let workspace = tempfile::tempdir().unwrap();
    for (name, day, topic) in [("a.txt", 1, "the budget"), ("b.txt", 8, "the survey"), ("c.txt", 15, "the timetable")] {
        put(&workspace, name, &minutes(day, topic));
    }
    workspace
}

fn corpus(workspace: &tempfile::TempDir) -> PathBuf {
    workspace.path().join("corpus")
}

fn put(workspace: &tempfile::TempDir, name: &str, text: &str) {
    let path = corpus(workspace).join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Runs with everything settled, and gives the exit status with the report.
fn night(workspace: &tempfile::TempDir, options: &[&str]) -> (Answer, Value) {
    let mut arguments = vec!["run", "--settle", "0"];
    arguments.extend(options);
    let answer = minutebook(workspace.path(), &arguments);
    let report = report(workspace);
    (answer, report)
}

fn report(workspace: &tempfile::TempDir) -> Value {
    let text = fs::read(workspace.path().join("outputs/run-report.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

/// Names of all ids in the tracker.
fn ids(workspace: &tempfile::TempDir) -> BTreeSet<String> {
    let table = fs::read_to_string(workspace.path().join("outputs/items.csv")).unwrap();
    let rows = table.lines().skip(1).filter_map(|line| line.split(',').next());
    rows.filter(|id| id.contains('~')).map(str::to_owned).collect()
}

#[test]
fn a_night_with_a_new_a_changed_a_broken_a_renamed_and_a_deleted_file() {
    let place = workspace();
    let (first, report) = night(&place, &[]);
    assert_eq!(first.status, Some(0), "{}{}", first.out, first.err);
    assert_eq!(report["outcome"], "published");
    let gained = &report["items"]["gained"];
    assert!(gained["count"].as_u64().unwrap() >= 6, "{gained}");
    assert_eq!(gained["items"], Value::Array(Vec::new()), "to a first run everything is new: nothing is listed");
    let before = ids(&place);

    put(&place, "a.txt", &minutes(1, "the annual budget"));
    put(&place, "broken.pdf", "%PDF-1.7\nand then the copy broke off");
    put(&place, "d.txt", &minutes(22, "the new catalogue"));
    put(&place, "copy-of-c.txt", &minutes(15, "the timetable"));
    fs::create_dir_all(corpus(&place).join("2017")).unwrap();
    fs::rename(corpus(&place).join("c.txt"), corpus(&place).join("2017/c.txt")).unwrap();
    fs::remove_file(corpus(&place).join("b.txt")).unwrap();
    let (second, report) = night(&place, &["--quiet"]);
    let paths = &report["paths"];
    assert_eq!(paths["changed"], serde_json::json!(["a.txt"]));
    assert_eq!(paths["removed"], serde_json::json!(["b.txt"]));
    assert_eq!(paths["new"], serde_json::json!(["copy-of-c.txt", "d.txt"]));
    assert_eq!(paths["renamed"], serde_json::json!([["c.txt", "2017/c.txt"]]));
    assert_eq!(paths["identical"], serde_json::json!([["2017/c.txt", "copy-of-c.txt"]]));
    assert_eq!(report["failed"][0]["path"], "broken.pdf");
    let words = |kind: &str| report["items"][kind]["items"].to_string();
    assert!(words("gained").contains("the new catalogue"), "{}", words("gained"));
    assert!(words("lost").contains("the survey"), "{}", words("lost"));
    // The broken file is news: mail is due.
    assert_eq!(second.status, Some(1), "{}{}", second.out, second.err);
    assert!(second.out.contains("broken.pdf"), "{}", second.out);
    // The renamed report kept its ids.
    let kept = before.iter().filter(|id| ids(&place).contains(*id)).count();
    assert!(kept >= 2, "{before:?} {:?}", ids(&place));

    // The next night knows of the broken file, and says nothing.
    let (third, report) = night(&place, &["--quiet"]);
    assert_eq!((third.status, third.out.as_str(), third.err.as_str()), (Some(0), "", ""));
    assert_eq!((&report["outcome"], report["failed"][0]["new"].as_bool()), (&Value::from("unchanged"), Some(false)));
    assert_eq!(report["items"]["gained"]["count"], 0);
    // Asked to, it tries again, and still it is no news.
    let (fourth, report) = night(&place, &["--retry"]);
    assert_eq!((fourth.status, report["failed"].as_array().unwrap().len()), (Some(0), 1), "{}", fourth.out);
}

#[test]
fn a_file_that_is_still_being_copied_waits_with_what_is_known_of_it() {
    let place = workspace();
    night(&place, &[]);
    let before = ids(&place);
    put(&place, "a.txt", "Rural Libr");
    put(&place, "new.txt", "Minu");
    let answer = minutebook(place.path(), &["run"]);
    assert_eq!(answer.status, Some(0), "{}{}", answer.out, answer.err);
    let waiting = report(&place)["paths"]["waiting"].to_string();
    assert!(waiting.contains("a.txt") && waiting.contains("new.txt"), "{waiting}");
    assert_eq!(ids(&place), before, "half a file takes nothing away");
}

#[test]
fn other_rules_tag_again_without_reading_and_full_reads_the_same_again() {
    let place = workspace();
    night(&place, &[]);
    let before = ids(&place);
    let (_, full) = night(&place, &["--full"]);
    assert_eq!(full["audits"]["read"].as_array().unwrap().len(), 3);
    assert_eq!(ids(&place), before);
    fs::create_dir_all(place.path().join("rules")).unwrap();
    let rule = "[[rule]]\nid = \"decision.resolved\"\nkind = \"decision\"\nforce = \"decided\"\n\
                must = [\"The chair welcomed everybody.\"]\nmust_not = [\"The chair spoke.\"]\ndoc = \"A test.\"\n\
                [[rule.clause]]\ndoes = [\"welcome\"]\nmood = [\"past\"]\n";
    fs::write(place.path().join("rules/own.toml"), rule).unwrap();
    let (answer, report) = night(&place, &[]);
    assert!(answer.err.contains("0 to read, 3 to tag again"), "{}{}", answer.out, answer.err);
    assert_eq!(report["paths"]["unchanged"], 3);
}

#[test]
fn the_documents_of_another_machine_give_the_same_index() {
    let place = workspace();
    night(&place, &[]);
    let other = workspace();
    put(&other, "broken.pdf", "%PDF-1.7\n");
    let files: Vec<String> = ["a.txt", "b.txt", "c.txt", "broken.pdf"]
        .map(|name| corpus(&other).join(name).to_string_lossy().into_owned())
        .to_vec();
    let mut arguments = vec!["extract", "--format", "jsonl"];
    arguments.extend(files.iter().map(String::as_str));
    let lines = minutebook(other.path(), &arguments).out;
    fs::write(other.path().join("documents.jsonl"), &lines).unwrap();
    fs::remove_dir_all(corpus(&other)).unwrap();
    let from = other.path().join("documents.jsonl");
    let (answer, report) = night(&other, &["--from-jsonl", from.to_str().unwrap()]);
    assert_eq!(answer.status, Some(1), "{}{}", answer.out, answer.err);
    assert_eq!(report["failed"][0]["path"], "broken.pdf");
    assert_eq!(ids(&other), ids(&place));
    // Again: nothing to do. One line more: one report more.
    assert_eq!(night(&other, &["--from-jsonl", from.to_str().unwrap()]).1["outcome"], "unchanged");
    let later = workspace();
    put(
        &later,
        "e.txt",
        "Minutes of the Board, 4 June 2020\n\n1. The Board agreed to paint the pier in May.\n\n2. The treasurer will write to the mayor.\n",
    );
    let file = corpus(&later).join("e.txt").to_string_lossy().into_owned();
    let one = minutebook(later.path(), &["extract", "--format", "jsonl", &file]).out;
    fs::write(&from, one).unwrap();
    let (_, report) = night(&other, &["--from-jsonl", from.to_str().unwrap()]);
    assert_eq!(report["totals"]["reports"], 4);
}

#[test]
fn progress_can_be_read_by_programs_and_the_last_reports_are_kept() {
    let place = workspace();
    fs::write(place.path().join("minutebook.toml"), "[run]\nkeep_reports = 2\n").unwrap();
    let (answer, _) = night(&place, &["--log-format", "json"]);
    let events: Vec<Value> = answer.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events[0]["event"], "planned");
    assert_eq!(events.iter().filter(|event| event["event"] == "done").count(), 3);
    let printed: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(printed["schema"], "minutebook/run-report/1");
    for stage in ["extract", "layout", "segment", "tag", "identity and index", "publish", "trackers"] {
        assert!(printed["stages"].to_string().contains(stage), "{stage}: {}", printed["stages"]);
    }
    let kept = place.path().join("outputs/run-reports");
    for second in 0..3 {
        // As nights long ago would have left them: the name of a report is its time.
        fs::write(kept.join(format!("2001-01-01T00000{second}Z.json")), "{}").unwrap();
    }
    night(&place, &[]);
    assert_eq!(fs::read_dir(kept).unwrap().count(), 2);
}

#[test]
fn a_setting_that_is_none_stops_the_run_with_its_line() {
    let place = workspace();
    fs::write(place.path().join("minutebook.toml"), "[run]\nsettel = 5\n").unwrap();
    let answer = minutebook(place.path(), &["run"]);
    assert_eq!(answer.status, Some(2));
    assert!(answer.err.contains("settel") && answer.err.contains("line 2"), "{}", answer.err);
}

#[test]
fn each_limit_has_its_own_reason() {
    let place = workspace();
    fs::write(place.path().join("minutebook.toml"), "[extract]\nfile_bytes = 200\n").unwrap();
    put(&place, "short.txt", "1. It was agreed to meet again.\n");
    let (answer, report) = night(&place, &[]);
    assert_eq!(answer.status, Some(1));
    let codes: BTreeSet<&str> =
        report["failed"].as_array().unwrap().iter().filter_map(|failed| failed["code"].as_str()).collect();
    assert_eq!(codes, BTreeSet::from(["too-large"]));
    assert!(report["failed"][0]["hint"].to_string().contains("file_bytes"), "{report}");
    assert_eq!(report["totals"]["reports"], 1);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_and_what_leads_back_is_listed_and_nothing_hangs() {
    let place = workspace();
    std::os::unix::fs::symlink(corpus(&place), corpus(&place).join("loop")).unwrap();
    let pipe = corpus(&place).join("pipe.pdf");
    if !std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        println!("skipped: mkfifo is absent");
        return;
    }
    let (answer, report) = night(&place, &[]);
    assert_eq!(answer.status, Some(1), "{}{}", answer.out, answer.err);
    let failed: Vec<_> = report["failed"].as_array().unwrap().iter().map(|failed| &failed["path"]).collect();
    assert_eq!(failed, ["loop", "pipe.pdf"]);
    assert_eq!(report["totals"]["reports"], 3);
    assert_eq!(night(&place, &[]).0.status, Some(0), "known by now");
}

/// Every file of the three folders beside the project is indexed or listed with its reason. Some of them unless
/// MINUTEBOOK_WHOLE is set: a debug build takes its time.
#[test]
fn every_file_of_the_shared_folders_is_indexed_or_listed_with_its_reason() {
    let Some(shared) = shared() else { return };
    let place = tempfile::tempdir().unwrap();
    let whole = std::env::var_os("MINUTEBOOK_WHOLE").is_some();
    let mut copied = 0;
    for folder in ["seeds", "gold/pdf", "corpus"] {
        let every = if whole { 1 } else { 9 };
        for file in all_files(&shared.join(folder)).iter().step_by(every) {
            if !whole && fs::metadata(file).unwrap().len() > 400_000 {
                continue;
            }
            let to = place.path().join("corpus").join(file.strip_prefix(&shared).unwrap());
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(file, to).unwrap();
            copied += 1;
        }
    }
    let (answer, report) = night(&place, &[]);
    assert!(matches!(answer.status, Some(0 | 1)), "{}{}", answer.out, answer.err);
    let catalogue = fs::read(place.path().join("indexes/generations/000001/catalogue.json")).unwrap();
    let catalogue: Value = serde_json::from_slice(&catalogue).unwrap();
    let others = |report: &Value| report["others"].as_array().map_or(0, Vec::len);
    let joined: usize = catalogue["reports"].as_array().unwrap().iter().map(others).sum();
    let count = |list: &Value| list.as_array().map_or(0, Vec::len);
    let indexed = usize::try_from(report["totals"]["reports"].as_u64().unwrap()).unwrap();
    let (identical, failed, other) =
        (count(&report["paths"]["identical"]), count(&report["failed"]), count(&report["paths"]["other"]));
    println!(
        "{copied} files: {indexed} indexed, {joined} of the same report as another, {identical} identical to another, {failed} not read, {other} of formats that are not read"
    );
    assert_eq!(indexed + joined + identical + failed + other, copied);
    for failed in report["failed"].as_array().unwrap() {
        let told = |field: &str| failed[field].as_str().is_some_and(|text| !text.is_empty());
        assert!(told("code") && told("message") && told("hint"), "{failed}");
    }
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(all_files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// The index configuration for Quickwit names every field of the export that it is for, and no other.
#[test]
fn the_quickwit_configuration_has_the_fields_of_the_export() {
    let place = workspace();
    night(&place, &[]);
    let lines = minutebook(place.path(), &["export", "--format", "ndjson"]);
    assert_eq!(lines.status, Some(0), "{}", lines.err);
    let line: Value = serde_json::from_str(lines.out.lines().next().unwrap()).unwrap();
    let exported: BTreeSet<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
    let page = include_str!("../../examples/quickwit/index.yaml");
    let named = page.lines().filter_map(|line| line.trim().strip_prefix("- {name: ")?.split(',').next());
    assert_eq!(named.collect::<BTreeSet<_>>(), exported);
}
