//! Workspaces that earlier versions wrote open in this one, and nothing that people wrote is lost or moved.
//!
//! `upgrades/edited-f6a3c39.zip` was lived in with the binary of that commit, over reports of our own making: trackers edited
//! in place (cells, a column, a row of one's own), two copies merged with two conflicts, a report changed (an item with human cells
//! withdrawn), corrections, assessments, a rule of the workspace's own, the keys that Jira gave, and at the end an edit that no
//! run has seen yet.

use super::program::minutebook;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// Human cells as people left them: words of the item, column, value.
const CELLS: [(&str, &str, &str); 14] = [
    ("publish the list of sessions", "status", "done"),
    ("publish the list of sessions", "owner", "Ana Ruiz"),
    ("publish the list of sessions", "notes", "list sent on 28 April; see folder \"sessions\""),
    ("budget for small grants", "status", "in progress"),
    ("budget for small grants", "owner", "Treasurer"),
    ("budget for small grants", "priority", "high"),
    ("publish their commitments", "status", "open"),
    ("publish their commitments", "notes", "two lines\nof notes; with a semicolon"),
    ("travel support be opened to students", "owner", "Students' desk"),
    ("travel support be opened to students", "notes", "withdrawn soon, keep these words"),
    ("template for session reports", "status", "started"),
    ("template for session reports", "owner", "Ana"),
    ("who is responsible for each action", "notes", "'=1+1 is what Ana wrote"),
    ("keep a register of all decisions", "status", "waiting edit"),
];

fn unpacked(bytes: &[u8]) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let path = place.path().join(file.name().unwrap().as_ref());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        std::fs::write(path, content).unwrap();
    }
    place
}

/// The day on which the fixture was lived in, and one long before: what is dated by this run must not look like what was dated then.
const LIVED: &str = "2026-11-29";
const LONG_AGO: &str = "2019-11-29";

/// Dates all that the fixture's ledger and tracker say of their own days long ago, each line of the ledger with its check sum.
fn long_ago(root: &Path) {
    for name in ["reports.jsonl", "items.jsonl", "trackers.jsonl"] {
        let path = root.join("indexes/ledger").join(name);
        let text = std::fs::read_to_string(&path).unwrap().replace(LIVED, LONG_AGO);
        let line = |line: &str| {
            let rest = &line[r#"{"sum":"00000000","#.len()..];
            format!("{{\"sum\":\"{:08x}\",{rest}\n", crc32fast::hash(rest.as_bytes()))
        };
        std::fs::write(&path, text.lines().map(line).collect::<String>()).unwrap();
    }
    let tracker = root.join("outputs/tracker.csv");
    let text = std::fs::read_to_string(&tracker).unwrap();
    assert!(text.matches(LIVED).count() > 20);
    std::fs::write(&tracker, text.replace(LIVED, LONG_AGO)).unwrap();
}

fn digest(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut records = minutebook::internals::tracker::records(text.trim_start_matches('\u{feff}'), b',').into_iter();
    let header: Vec<String> = records.next().unwrap().iter().map(|name| name.to_lowercase()).collect();
    records.map(|row| header.iter().cloned().zip(row).collect()).collect()
}

#[test]
fn a_workspace_of_f6a3c39_loses_and_moves_nothing() {
    let fixture = include_bytes!("upgrades/edited-f6a3c39.zip");
    let is_as_that_binary_left_it =
        digest(fixture) == "8c6d1317c1f862fbe6505a126e447613869cbe29e21d256b832cfa6f81c3723a";
    assert!(is_as_that_binary_left_it, "what an earlier version wrote is never written anew");
    let place = unpacked(fixture);
    let root = place.path();
    long_ago(root);
    let before = table(&root.join("outputs/tracker.csv"));
    // Its own rule is of the old form: nothing is written until it is carried over.
    let own_rule = root.join("rules/own.toml");
    let refused = minutebook(root, &["run", "--settle", "0"]);
    assert_eq!(refused.status, Some(2), "{}{}", refused.out, refused.err);
    assert!(refused.err.contains("action.boats-needed"), "{}", refused.err);
    assert_eq!(table(&root.join("outputs/tracker.csv")), before);
    let converted = minutebook(root, &["rules", "convert", &own_rule.to_string_lossy()]);
    assert_eq!(converted.status, Some(0), "{}{}", converted.out, converted.err);
    std::fs::write(&own_rule, converted.out).unwrap();
    let run = minutebook(root, &["run", "--settle", "0"]);
    assert!(matches!(run.status, Some(0 | 1)), "{}{}", run.out, run.err);
    let report = std::fs::read_to_string(root.join("outputs/run-report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    // The program is another, the reports are the same: no news of them, and no row is dated anew.
    for news in ["gained", "lost", "changed"] {
        assert_eq!(report["items"][news]["count"], 0, "{news}: {}", report["items"]);
    }
    assert_eq!(report["upgrade"]["reports"], 3, "{}", report["upgrade"]);
    let after = table(&root.join("outputs/tracker.csv"));
    for (words, column, value) in CELLS {
        let holding: Vec<_> = after.iter().filter(|row| row[column] == value && row["text"].contains(words)).collect();
        assert!(!holding.is_empty(), "{column} of {words:?} is no longer {value:?}");
        let elsewhere = after.iter().filter(|row| row[column] == value && !row["text"].contains(words));
        let shared = CELLS.iter().filter(|(_, other, held)| *other == column && *held == value).count() > 1;
        // "open" is also what a person's own row says.
        assert!(shared || value == "open" || elsewhere.count() == 0, "{value:?} has moved");
    }
    let own: Vec<_> = after.iter().filter(|row| row["id"].is_empty()).collect();
    assert_eq!(own.len(), 1, "a row of a person's own");
    assert_eq!((own[0]["text"].as_str(), own[0]["owner"].as_str()), ("Own task: order the badges", "Noor"));
    // Every item of then is there, as it was, withdrawn or in the row of the one that took over from it, and none counts as changed because the program is another.
    for row in before.iter().filter(|row| !row["id"].is_empty()) {
        if let Some(now) = after.iter().find(|now| now["id"] == row["id"]) {
            assert_eq!(now["first_seen"], LONG_AGO, "{}", row["id"]);
            assert_eq!((&now["first_seen"], &now["changed"]), (&row["first_seen"], &row["changed"]), "{}", row["id"]);
            continue;
        }
        // Its words are part of another item's now: its id leads there.
        let led = minutebook(root, &["show", &row["id"]]);
        assert_eq!(led.status, Some(0), "{} is gone: {}{}", row["id"], led.out, led.err);
        let heir = after.iter().find(|now| !now["id"].is_empty() && led.out.contains(&now["id"]));
        assert_eq!(heir.unwrap()["first_seen"], LONG_AGO, "{}", led.out);
    }
    let conflicts = table(&root.join("outputs/conflicts.csv"));
    let both: Vec<_> = conflicts.iter().map(|row| (row["kept"].as_str(), row["other"].as_str())).collect();
    assert!(both.contains(&("Ana Ruiz", "Ben Osei")) && both.contains(&("started", "dropped")), "{both:?}");
    // The keys that Jira gave: what it knows is an update.
    let jira = root.join("jira.csv").to_string_lossy().into_owned();
    assert_eq!(minutebook(root, &["export", "--profile", "jira", "-o", &jira]).status, Some(0));
    let update = std::fs::read_to_string(root.join("jira-update.csv")).unwrap();
    assert!(update.contains("HRB-1,"), "{update}");
    assert!(std::fs::read_to_string(root.join("outputs/corrections.csv")).unwrap().contains(",applied,"));
    assert!(std::fs::read_to_string(root.join("assessments.csv")).unwrap().contains("done in March"));
    let boats = minutebook(root, &["search", "boats"]);
    assert!(boats.out.contains("outer bay"), "{}{}", boats.out, boats.err);
    // Once more, and nothing moves.
    let again = minutebook(root, &["run", "--settle", "0"]);
    assert!(matches!(again.status, Some(0 | 1)), "{}{}", again.out, again.err);
    assert_eq!(table(&root.join("outputs/tracker.csv")), after);
}
