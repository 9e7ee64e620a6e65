//! A ledger that has lost something: no run writes anything from it, every night says so, and there are two ways back, a copy of
//! it and the trackers on disk.

use super::program::{Answer, minutebook};
use std::fs;
use std::path::{Path, PathBuf};

/// A workspace in which people have edited three rows and added one, and one of the edited items was withdrawn since.
fn lived_in() -> tempfile::TempDir {
    let workspace = tempfile::tempdir().unwrap();
    let root = workspace.path();
    let report = root.join("corpus/2020/garden-2020-02-03.md");
    fs::create_dir_all(report.parent().unwrap()).unwrap();
    let words = "# Garden Group: Summary Report\n\nDate: 3 February 2020\n\n1. The Secretariat will order seeds.\n\n2. It was decided that the gate will be painted.\n\n3. The Treasurer will pay the bill by 1 March 2020.\n";
    fs::write(&report, words).unwrap();
    run(root, 0);
    edit(root, "order seeds", "wanted,Ana,,three bags");
    edit(root, "pay the bill", "paid,Ben,,");
    let mut text = tracker(root);
    let own = ",".repeat(text.lines().next().unwrap().matches(',').count() - 3);
    text.push_str(&format!("{own}mine,,,my own row\r\n"));
    fs::write(root.join("outputs/tracker.csv"), text).unwrap();
    run(root, 0);
    fs::write(
        &report,
        words.replace("3. The Treasurer will pay the bill by 1 March 2020.", "3. The bill was discussed."),
    )
    .unwrap();
    run(root, 0);
    assert_eq!(words_kept(root), WORDS.len(), "{}", tracker(root));
    workspace
}

/// Human cells that must outlive all.
const WORDS: [&str; 4] = ["wanted,Ana,,three bags", "paid,Ben,,", "mine,,,my own row", "Treasurer will pay the bill"];

fn words_kept(root: &Path) -> usize {
    let tracker = tracker(root);
    WORDS.iter().filter(|words| tracker.contains(**words)).count()
}

fn tracker(root: &Path) -> String {
    fs::read_to_string(root.join("outputs/tracker.csv")).unwrap()
}

fn run(root: &Path, status: i32) -> Answer {
    let run = minutebook(root, &["run", "--settle", "0"]);
    assert_eq!(run.status, Some(status), "{}{}", run.out, run.err);
    run
}

/// Fills the four human cells of the row with these words.
fn edit(root: &Path, words: &str, cells: &str) {
    let text = tracker(root);
    let lines: Vec<String> = text
        .lines()
        .map(|line| match line.contains(words) {
            true => format!("{}{cells}", line.strip_suffix(",,,").unwrap()),
            false => line.to_owned(),
        })
        .collect();
    fs::write(root.join("outputs/tracker.csv"), lines.join("\r\n") + "\r\n").unwrap();
}

/// Takes a step that loses something, and sees that nights, checks and commands say so and write nothing.
fn is_refused(root: &Path, lose: impl FnOnce(&Path)) {
    lose(root);
    let before = tracker(root);
    for arguments in [&["run", "--settle", "0"][..], &["run", "--full", "--settle", "0"], &["run", "--settle", "0"]] {
        let run = minutebook(root, arguments);
        assert_eq!(run.status, Some(2), "{arguments:?}: {}{}", run.out, run.err);
        assert!(run.err.contains("ledger restore") && run.err.contains("ledger accept"), "{}", run.err);
    }
    assert_eq!(tracker(root), before);
    let sent = root.join("sent.csv");
    fs::write(&sent, &before).unwrap();
    assert_eq!(minutebook(root, &["tracker", "merge", &sent.to_string_lossy()]).status, Some(2));
    assert_eq!(tracker(root), before);
    assert_eq!(minutebook(root, &["ledger", "backup"]).status, Some(2));
}

/// A way to lose something, and the status of the night that goes on without a copy: 1 where cells need a person.
type Loss = (&'static str, i32, fn(&Path));

fn losses() -> Vec<Loss> {
    fn file(root: &Path, name: &str) -> PathBuf {
        root.join("indexes/ledger").join(name)
    }
    fn rewrite(root: &Path, name: &str, change: impl Fn(&mut Vec<u8>)) {
        let mut bytes = fs::read(file(root, name)).unwrap();
        change(&mut bytes);
        fs::write(file(root, name), bytes).unwrap();
    }
    vec![
        ("trackers.jsonl is gone", 0, |root| fs::remove_file(file(root, "trackers.jsonl")).unwrap()),
        ("items.jsonl is empty", 0, |root| fs::write(file(root, "items.jsonl"), "").unwrap()),
        ("the whole ledger is gone", 0, |root| fs::remove_dir_all(root.join("indexes/ledger")).unwrap()),
        ("the index and all is gone", 0, |root| fs::remove_dir_all(root.join("indexes")).unwrap()),
        ("a changed byte", 0, |root| {
            rewrite(root, "trackers.jsonl", |bytes| {
                let at = bytes.len() / 2;
                bytes[at] ^= 1;
            });
        }),
        // It told that the Treasurer's item was withdrawn: the tracker says so and the ledger no longer does, so both are listed.
        ("the last line is gone", 1, |root| {
            rewrite(root, "trackers.jsonl", |bytes| {
                let end = bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap();
                bytes.truncate(end + 1);
            });
        }),
        ("the last line is cut", 1, |root| rewrite(root, "trackers.jsonl", |bytes| bytes.truncate(bytes.len() - 7))),
        ("the first line is gone", 0, |root| {
            rewrite(root, "reports.jsonl", |bytes| {
                let end = bytes.iter().position(|byte| *byte == b'\n').unwrap();
                bytes.drain(..=end);
            });
        }),
        ("a line in the middle is gone", 0, |root| {
            rewrite(root, "trackers.jsonl", |bytes| {
                let text = String::from_utf8(bytes.clone()).unwrap();
                let mut lines: Vec<&str> = text.lines().collect();
                lines.remove(lines.len() / 2);
                *bytes = (lines.join("\n") + "\n").into_bytes();
            });
        }),
    ]
}

#[test]
fn what_is_lost_is_put_back_from_the_nightly_copy() {
    let workspace = lived_in();
    let root = workspace.path();
    for (what, _, lose) in losses() {
        println!("{what}");
        is_refused(root, lose);
        if root.join("indexes/current").exists() {
            let check = minutebook(root, &["check"]);
            assert!(check.status == Some(1) && check.out.contains("ledger-lost"), "{what}: {}{}", check.out, check.err);
        }
        let asked = minutebook(root, &["ledger", "restore"]);
        assert_eq!(asked.status, Some(2), "{what}: {}", asked.out);
        let restored = minutebook(root, &["ledger", "restore", "--yes"]);
        assert_eq!(restored.status, Some(0), "{what}: {}{}", restored.out, restored.err);
        run(root, 0);
        assert_eq!(words_kept(root), WORDS.len(), "{what}: {}", tracker(root));
        let check = minutebook(root, &["check"]);
        assert_eq!(check.status, Some(0), "{what}: {}{}", check.out, check.err);
    }
}

#[test]
fn where_there_is_no_copy_the_trackers_on_disk_are_read_back() {
    for (what, status, lose) in losses() {
        println!("{what}");
        let workspace = lived_in();
        let root = workspace.path();
        is_refused(root, lose);
        fs::remove_dir_all(root.join("backups")).unwrap();
        assert_eq!(minutebook(root, &["ledger", "restore", "--yes"]).status, Some(2));
        let accepted = minutebook(root, &["ledger", "accept", "--yes"]);
        assert_eq!(accepted.status, Some(0), "{what}: {}{}", accepted.out, accepted.err);
        let run = minutebook(root, &["run", "--full", "--settle", "0"]);
        assert_eq!(run.status, Some(status), "{what}: {}{}", run.out, run.err);
        assert_eq!(words_kept(root), WORDS.len(), "{what}: {}", tracker(root));
        let before = tracker(root);
        self::run(root, 0);
        assert_eq!(tracker(root), before, "{what}");
    }
}

/// Nothing is left that names how far the ledger reached: as in a workspace of an earlier version.
#[test]
fn a_tracker_that_holds_more_than_the_ledger_is_read_back_though_nobody_edited_it() {
    let workspace = lived_in();
    let root = workspace.path();
    fs::remove_file(root.join("indexes/ledger/trackers.jsonl")).unwrap();
    fs::remove_file(root.join("indexes/ledger/extent.json")).unwrap();
    fs::remove_file(root.join("outputs/.ledger")).unwrap();
    for generation in fs::read_dir(root.join("indexes/generations")).unwrap().flatten() {
        let _ = fs::remove_file(generation.path().join("extent.json"));
    }
    let run = minutebook(root, &["run", "--settle", "0"]);
    assert_eq!(run.status, Some(0), "{}{}", run.out, run.err);
    assert_eq!(words_kept(root), WORDS.len(), "{}", tracker(root));
}

#[test]
fn copies_are_bounded_and_a_damaged_one_is_refused() {
    let workspace = lived_in();
    let root = workspace.path();
    fs::write(root.join("minutebook.toml"), "[ledger]\nkeep_copies = 2\n").unwrap();
    for status in ["first", "second", "third"] {
        edit(root, "gate will be painted", &format!("{status},,,"));
        run(root, 0);
        assert!(tracker(root).contains(&format!(",{status},,,")));
        // Whoever takes their words out again has seen them: it is an edit as any other.
        let text = tracker(root).replace(&format!(",{status},,,"), ",,,,");
        fs::write(root.join("outputs/tracker.csv"), text).unwrap();
        run(root, 0);
        assert!(!tracker(root).contains(&format!(",{status},,,")), "{}", tracker(root));
    }
    let mut copies: Vec<PathBuf> =
        fs::read_dir(root.join("backups")).unwrap().flatten().map(|file| file.path()).collect();
    copies.sort();
    assert_eq!(copies.len(), 2);
    let mut bytes = fs::read(&copies[1]).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 0x10;
    fs::write(&copies[1], bytes).unwrap();
    fs::remove_file(root.join("indexes/ledger/trackers.jsonl")).unwrap();
    let refused = minutebook(root, &["ledger", "restore", "--yes"]);
    assert_eq!(refused.status, Some(2), "{}{}", refused.out, refused.err);
    let older = minutebook(root, &["ledger", "restore", &copies[0].to_string_lossy(), "--yes"]);
    assert_eq!(older.status, Some(0), "{}{}", older.out, older.err);
    let run = minutebook(root, &["run", "--full", "--settle", "0"]);
    assert_eq!(run.status, Some(0), "{}{}", run.out, run.err);
    assert_eq!(words_kept(root), WORDS.len(), "{}", tracker(root));
}

#[test]
fn an_erased_report_is_in_no_copy_and_stays_erased_after_a_restore() {
    let workspace = lived_in();
    let root = workspace.path();
    let aside = root.join("before.zip").to_string_lossy().into_owned();
    assert_eq!(minutebook(root, &["ledger", "backup", &aside]).status, Some(0));
    let key =
        tracker(root).lines().find(|line| line.contains("order seeds")).unwrap().split('#').next().unwrap().to_owned();
    minutebook(root, &["purge", &key, "--yes"]);
    let copies: Vec<_> = fs::read_dir(root.join("backups")).unwrap().flatten().collect();
    assert_eq!(copies.len(), 1);
    fs::remove_dir_all(root.join("corpus/2020")).unwrap();
    let restored = minutebook(root, &["ledger", "restore", &aside, "--yes"]);
    assert_eq!(restored.status, Some(0), "{}{}", restored.out, restored.err);
    let ledger = fs::read_to_string(root.join("indexes/ledger/trackers.jsonl")).unwrap();
    assert!(!ledger.contains("order seeds") && restored.out.contains("erased again"), "{}", restored.out);
}

/// A file whose bytes were seen before is a new act all the same: what it would undo is never undone without a word.
#[test]
fn an_older_tracker_put_back_in_place_is_a_conflict_that_names_both() {
    let workspace = lived_in();
    let root = workspace.path();
    let older = tracker(root);
    edit(root, "gate will be painted", "red,,,");
    run(root, 0);
    fs::write(root.join("outputs/tracker.csv"), &older).unwrap();
    run(root, 1);
    assert!(tracker(root).contains("red,,,"), "{}", tracker(root));
    let conflicts = fs::read_to_string(root.join("outputs/conflicts.csv")).unwrap();
    assert!(conflicts.contains(",status,red,,"), "{conflicts}");
    run(root, 0);
}
