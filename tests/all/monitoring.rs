//! Seen by others: a monitor's question, the figures and the stamp in `outputs/`, the program of `[notify]`, the runs so far; and
//! settings that cannot be.
#![cfg(unix)]

use super::program::minutebook;
use super::states;
use std::fs;
use std::path::Path;

fn workspace() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    states::put(place.path(), 0);
    place
}

fn run(workspace: &Path) -> Option<i32> {
    minutebook(workspace, &["run", "--quiet", "--settle", "0"]).status
}

#[test]
fn a_monitor_gets_one_line_and_a_status() {
    let place = workspace();
    let dir = place.path();
    let quick = |status: i32, begins: &str| {
        let answer = minutebook(dir, &["check", "--quick"]);
        assert_eq!(answer.status, Some(status), "{}{}", answer.out, answer.err);
        assert!(answer.out.starts_with(begins) && answer.out.lines().count() == 1, "{}", answer.out);
    };
    quick(2, "FAILED: there is no index yet");
    assert_eq!(run(dir), Some(0));
    quick(0, "OK: generation 1 is searched; last run 0 h ago");
    fs::write(dir.join("outputs/last-success"), "2020-01-01T00:00:00Z\n").unwrap();
    quick(1, "LOOK: generation 1 is searched; overdue");
    assert_eq!(run(dir), Some(0));
    fs::write(dir.join("overrides.csv"), "no,such,columns\n").unwrap();
    assert_eq!(run(dir), Some(2));
    quick(1, "LOOK: generation 1 is searched; the last run could not run");
    let figures = fs::read_to_string(dir.join("outputs/metrics.prom")).unwrap();
    assert!(figures.contains("minutebook_last_run_status 2\n"), "{figures}");
}

/// A ledger that has lost something stops the next run: a monitor hears of it before that.
#[test]
fn a_monitor_is_told_of_a_ledger_that_has_lost_something() {
    let place = workspace();
    let dir = place.path();
    assert_eq!(run(dir), Some(0));
    let quick = || minutebook(dir, &["check", "--quick"]);
    assert_eq!(quick().status, Some(0));
    let ledger = dir.join("indexes/ledger");
    for name in ["reports.jsonl", "items.jsonl", "trackers.jsonl"] {
        let sound = fs::read(ledger.join(name)).unwrap();
        let mut changed = sound.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        let shortened = sound[..sound[..sound.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1].to_vec();
        for (what, bytes) in [("gone", None), ("a changed byte", Some(changed)), ("shortened", Some(shortened))] {
            match bytes {
                Some(bytes) => fs::write(ledger.join(name), bytes).unwrap(),
                None => fs::remove_file(ledger.join(name)).unwrap(),
            }
            let answer = quick();
            assert_eq!(answer.status, Some(1), "{name} {what}: {}{}", answer.out, answer.err);
            let line = &answer.out;
            assert!(line.lines().count() == 1 && line.contains("the ledger has lost") && line.contains(name), "{line}");
            assert!(line.contains("minutebook ledger restore"), "{line}");
            fs::write(ledger.join(name), &sound).unwrap();
            assert_eq!(quick().status, Some(0), "{name} {what}: put back");
        }
    }
    // All that names how far it reached is elsewhere too.
    fs::remove_dir_all(&ledger).unwrap();
    let answer = quick();
    assert_eq!(answer.status, Some(1), "{}{}", answer.out, answer.err);
    assert!(answer.out.contains("the ledger has lost"), "{}", answer.out);
}

#[test]
fn whoever_is_named_is_told_of_status_1_and_2() {
    let place = workspace();
    let dir = place.path();
    let told = dir.join("told.txt");
    fs::write(dir.join("minutebook.toml"), format!("[notify]\ncommand = [\"tee\", {told:?}]\n")).unwrap();
    assert_eq!(run(dir), Some(0));
    assert!(!told.exists());
    fs::write(dir.join("corpus/broken.pdf"), "no pdf").unwrap();
    assert_eq!(run(dir), Some(1));
    assert!(fs::read_to_string(&told).unwrap().contains("broken.pdf"));
    fs::write(dir.join("overrides.csv"), "no,such,columns\n").unwrap();
    assert_eq!(run(dir), Some(2));
    let words = fs::read_to_string(&told).unwrap();
    assert!(words.contains("overrides.csv") && words.contains("The index is as it was"), "{words}");
}

#[test]
fn the_runs_so_far_are_listed() {
    let place = workspace();
    let dir = place.path();
    assert_eq!(run(dir), Some(0));
    let nights = minutebook(dir, &["status", "--nights"]);
    assert_eq!(nights.status, Some(0), "{}", nights.err);
    assert!(nights.out.contains("published  generation 1: 2 reports (0 not read)"), "{}", nights.out);
}

#[test]
fn settings_that_cannot_be_are_refused_with_line_and_range() {
    let place = workspace();
    for (text, told) in [
        ("[run]\njobs = 100000\n", "line 2: [run] jobs = 100000 is out of its range, 1 to 256"),
        ("[gate]\n\nreports_fall = nan\n", "line 3: [gate] reports_fall = nan"),
        ("[index]\nkeep_generations = 0\n", "line 2: [index] keep_generations = 0"),
        ("[gate]\nsentinels = [\"\"]\n", "line 2: an entry of sentinels is empty"),
        ("[gate]\nsentinels = [\"(travel\"]\n", "line 2"),
        ("[extract]\nseconds = 99999999999\n", "1 to 86400 seconds"),
    ] {
        fs::write(place.path().join("minutebook.toml"), text).unwrap();
        let run = minutebook(place.path(), &["run"]);
        assert_eq!(run.status, Some(2), "{text}: {}", run.out);
        assert!(run.err.contains(told), "{text}: {}", run.err);
    }
    fs::write(place.path().join("minutebook.toml"), b"\x7fELF\0\xff\xfe").unwrap();
    let run = minutebook(place.path(), &["run"]);
    assert!(run.status == Some(2) && run.err.contains("minutebook.toml") && run.err.contains("no text"), "{}", run.err);
}

#[test]
fn a_name_with_signs_that_steer_a_terminal_is_stripped_alike_everywhere() {
    let place = workspace();
    let dir = place.path();
    let text = fs::read_to_string(dir.join("corpus/2021-01-14.md")).unwrap().replace("January", "June");
    fs::write(dir.join("corpus/a\u{1b}[2Jb\u{7}\u{202e}c.md"), text).unwrap();
    assert_eq!(run(dir), Some(0));
    states::put(dir, 1);
    let night = minutebook(dir, &["run", "--settle", "0"]);
    assert_eq!(night.status, Some(0), "no conflict by itself: {}{}", night.out, night.err);
    fn no_raw_sign(dir: &Path) {
        for entry in fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                no_raw_sign(&entry);
            } else if entry.extension().is_some_and(|kind| kind != "xlsx") {
                let text = String::from_utf8_lossy(&fs::read(&entry).unwrap()).into_owned();
                assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{}", entry.display());
            }
        }
    }
    no_raw_sign(&dir.join("outputs"));
    assert_eq!(minutebook(dir, &["check"]).status, Some(0));
}

#[test]
fn a_file_is_new_or_not_read_and_an_empty_one_is_called_empty() {
    let place = workspace();
    let dir = place.path();
    for name in ["empty.pdf", "empty.txt"] {
        fs::write(dir.join("corpus").join(name), "").unwrap();
    }
    let night = minutebook(dir, &["run", "--settle", "0"]);
    assert_eq!(night.status, Some(1), "{}", night.out);
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(dir.join("outputs/run-report.json")).unwrap()).unwrap();
    assert_eq!(report["paths"]["new"].as_array().unwrap().len(), 2, "{}", report["paths"]["new"]);
    let codes: Vec<_> =
        report["failed"].as_array().unwrap().iter().map(|failed| failed["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["empty", "empty"]);
}
