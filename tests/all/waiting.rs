//! An index that waits for a person: overtaken, reminded of, and never published without a word about what would be lost.

use super::program::minutebook;
use super::states;
use std::fs;
use std::path::Path;

fn workspace() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    states::put(place.path(), 3);
    assert_eq!(run(place.path()), Some(0));
    place
}

fn run(workspace: &Path) -> Option<i32> {
    minutebook(workspace, &["run", "--quiet", "--settle", "0"]).status
}

/// The corpus is not mounted: its folder is there and empty.
fn unmount(dir: &Path) {
    fs::rename(dir.join("corpus"), dir.join("away")).unwrap();
    fs::create_dir(dir.join("corpus")).unwrap();
}

fn mount(dir: &Path) {
    fs::remove_dir(dir.join("corpus")).unwrap();
    fs::rename(dir.join("away"), dir.join("corpus")).unwrap();
}

#[test]
fn a_folder_that_was_not_mounted_for_a_night_leaves_nothing_behind() {
    let place = workspace();
    let dir = place.path();
    let known = states::items(dir);
    unmount(dir);
    assert_eq!(run(dir), Some(1), "held");
    mount(dir);
    let night = minutebook(dir, &["run", "--settle", "0"]);
    assert_eq!(night.status, Some(0), "{}{}", night.out, night.err);
    assert!(night.out.contains("is given up: the corpus is again as the published index has it"), "{}", night.out);
    let check = minutebook(dir, &["check"]);
    assert_eq!(check.status, Some(0), "{}", check.out);
    assert_eq!(minutebook(dir, &["index", "publish"]).status, Some(2), "there is nothing to publish");
    assert_eq!(states::items(dir), known);
}

#[test]
fn publishing_says_what_would_be_lost_and_wants_a_yes() {
    let place = workspace();
    let dir = place.path();
    let known = states::items(dir);
    unmount(dir);
    assert_eq!(run(dir), Some(1));
    let asked = minutebook(dir, &["index", "publish"]);
    assert_eq!(asked.status, Some(2), "{}", asked.out);
    assert!(asked.err.contains("4 reports leave the index") && asked.err.contains("--yes"), "{}", asked.err);
    assert_eq!(states::items(dir), known);
    assert_eq!(minutebook(dir, &["index", "publish", "--upgrade"]).status, Some(2), "it is no upgrade");
    assert_eq!(minutebook(dir, &["index", "publish", "--yes"]).status, Some(0));
    assert!(states::items(dir).is_empty());
}

#[test]
fn a_hold_and_a_pin_that_last_are_told_every_night() {
    let place = workspace();
    let dir = place.path();
    unmount(dir);
    assert_eq!(run(dir), Some(1));
    for _ in 0..2 {
        let night = minutebook(dir, &["run", "--settle", "0"]);
        assert!(night.status == Some(1) && night.out.contains("still waits since"), "{}", night.out);
    }
    fs::write(dir.join("minutebook.toml"), "[gate]\nremind = false\n").unwrap();
    let night = minutebook(dir, &["run", "--settle", "0"]);
    assert!(night.status == Some(0) && night.out.contains("still waits since"), "{}", night.out);
    fs::remove_file(dir.join("minutebook.toml")).unwrap();
    mount(dir);
    assert_eq!(run(dir), Some(0));
    states::put(dir, 1);
    assert!(run(dir).is_some_and(|status| status < 2));
    assert_eq!(minutebook(dir, &["index", "rollback"]).status, Some(0));
    states::put(dir, 3);
    for _ in 0..2 {
        let night = minutebook(dir, &["run", "--settle", "0"]);
        assert!(night.status == Some(1) && night.out.contains("pinned since"), "{}", night.out);
    }
    assert_eq!(minutebook(dir, &["index", "unpin"]).status, Some(0));
    assert_eq!(run(dir), Some(0));
}

/// As an earlier program left it: another version of its rules, and (as it read more) twice the decisions.
fn written_by_an_earlier_program(dir: &Path, decisions: u64) {
    let file = dir.join("indexes/generations/000001/catalogue.json");
    let mut catalogue: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    for report in catalogue["reports"].as_array_mut().unwrap() {
        report["tagger"] = "0.0.1/1/earlier".into();
        report["decisions"] = (report["decisions"].as_u64().unwrap() + decisions).into();
    }
    catalogue["stages"].as_object_mut().unwrap().remove("built-in");
    fs::write(&file, catalogue.to_string()).unwrap();
    // Earlier programs wrote no sums.
    let record = dir.join("indexes/generations/000001/generation.json");
    let mut facts: serde_json::Value = serde_json::from_slice(&fs::read(&record).unwrap()).unwrap();
    facts.as_object_mut().unwrap().remove("files");
    fs::write(&record, facts.to_string()).unwrap();
}

#[test]
fn what_a_newer_program_reads_otherwise_is_told_apart() {
    let place = workspace();
    let dir = place.path();
    let known = states::items(dir);
    written_by_an_earlier_program(dir, 0);
    let night = minutebook(dir, &["run", "--settle", "0"]);
    assert_eq!(night.status, Some(0), "{}{}", night.out, night.err);
    assert!(night.out.contains("The program is newer: 4 reports"), "{}", night.out);
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(dir.join("outputs/run-report.json")).unwrap()).unwrap();
    assert_eq!((&report["upgrade"]["reports"], &report["items"]["changed"]["count"]), (&4.into(), &0.into()));
    assert_eq!(states::items(dir), known);
    let again = minutebook(dir, &["run", "--settle", "0"]);
    assert!(!again.out.contains("The program is newer"), "{}", again.out);
}

#[test]
fn a_newer_program_that_reads_much_less_waits_at_a_step_of_its_own() {
    let place = workspace();
    let dir = place.path();
    written_by_an_earlier_program(dir, 20);
    let night = minutebook(dir, &["run", "--settle", "0"]);
    assert_eq!(night.status, Some(1), "{}{}", night.out, night.err);
    assert!(night.out.contains("that the newer program reads in the same files fell"), "{}", night.out);
    assert!(night.out.contains("index publish --upgrade"), "{}", night.out);
    let refused = minutebook(dir, &["index", "publish", "--yes"]);
    assert!(refused.status == Some(2) && refused.err.contains("--upgrade"), "{}", refused.err);
    assert_eq!(minutebook(dir, &["index", "publish", "--upgrade"]).status, Some(0));
    assert_eq!(run(dir), Some(0));
}

/// Its file is being copied, so the report stays as it was: a correction of it has not missed its item.
#[test]
fn a_correction_of_a_report_that_waits_to_settle_is_not_orphaned() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    states::put(dir, 0);
    assert_eq!(run(dir), Some(0));
    let id = states::items(dir).into_keys().next().unwrap();
    // Another report changes, so that there is a new index; the file of this one was written to a moment ago.
    states::put(dir, 1);
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
    for file in fs::read_dir(dir.join("corpus")).unwrap().flatten() {
        fs::File::options().write(true).open(file.path()).unwrap().set_modified(old).unwrap();
    }
    let file = dir.join("corpus/2021-01-14.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n8. The group agreed to wait.\n")).unwrap();
    let lines = format!("id,field,value\n{id},due,2030-01-02\nno-such#1~aaaaaaaa.d,due,2030-01-02\n");
    fs::write(dir.join("overrides.csv"), lines).unwrap();
    let night = minutebook(dir, &["run", "--settle", "600"]);
    assert_eq!(night.status, Some(1), "{}{}", night.out, night.err);
    let corrections = || fs::read_to_string(dir.join("outputs/corrections.csv")).unwrap();
    assert!(corrections().contains("2,waiting,") && corrections().contains("3,orphaned,"), "{}", corrections());
    let next = minutebook(dir, &["run", "--settle", "0"]);
    assert_eq!(next.status, Some(0), "the other line is no news: {}{}", next.out, next.err);
    assert!(corrections().contains("2,applied,"), "{}", corrections());
}
