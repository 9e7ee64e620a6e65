//! The store as its users meet it: a held generation, a rollback, an erasure, a second run, a damaged index, a lost index.

use super::program::minutebook;
use super::states;
use minutebook::internals::error::RunError;
use minutebook::internals::index::Reader;
use minutebook::internals::run;
use minutebook::internals::settings::Settings;
use minutebook::internals::store::{RunLock, Storage};
use minutebook::internals::workspace::Workspace;
use std::path::Path;

/// A workspace in the first state, after its first run.
fn workspace() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    states::put(place.path(), 0);
    assert_eq!(run(place.path()), Some(0));
    place
}

fn run(workspace: &Path) -> Option<i32> {
    minutebook(workspace, &["run", "--quiet", "--settle", "0"]).status
}

#[track_caller]
fn sound(workspace: &Path) {
    let check = minutebook(workspace, &["check"]);
    assert_eq!(check.status, Some(0), "{}{}", check.out, check.err);
}

#[test]
fn a_held_generation_is_not_searched_until_it_is_published() {
    let place = workspace();
    let dir = place.path();
    let before = states::items(dir);
    std::fs::write(dir.join("minutebook.toml"), "[gate]\nsentinels = [\"walrus\"]\n").unwrap();
    states::put(dir, 1);
    let first = minutebook(dir, &["run", "--settle", "0"]);
    assert_eq!(first.status, Some(1), "{}{}", first.out, first.err);
    assert!(first.out.contains("the sentinel query `walrus` finds nothing"), "{}", first.out);
    assert_eq!((states::items(dir), states::indexed(dir, "held")), (before.clone(), states::keys(&before)));
    // Nothing is built again; that it waits is told every night.
    assert_eq!(run(dir), Some(1));
    assert_eq!(std::fs::read_dir(dir.join("indexes/generations")).unwrap().count(), 2);
    let status = minutebook(dir, &["check"]);
    assert!(status.out.contains("generation-held") && status.out.contains("index publish"), "{}", status.out);

    let published = minutebook(dir, &["index", "publish"]);
    assert_eq!(published.status, Some(0), "{}", published.err);
    let after = states::items(dir);
    assert!(after != before && states::indexed(dir, "published") == states::keys(&after));
    sound(dir);

    assert_eq!(minutebook(dir, &["index", "rollback"]).status, Some(0));
    assert_eq!((states::items(dir), states::indexed(dir, "back")), (before.clone(), states::keys(&before)));
    std::fs::remove_file(dir.join("minutebook.toml")).unwrap();
    assert_eq!(run(dir), Some(1), "pinned: what is built is held");
    assert_eq!(states::items(dir), before);
    assert_eq!(minutebook(dir, &["index", "unpin"]).status, Some(0));
    assert_eq!(run(dir), Some(0));
    assert_eq!(states::items(dir), after, "the ids that were given before the rollback are given again");
    sound(dir);
    let ledger = minutebook(dir, &["status", "--ledger"]);
    assert!(ledger.out.contains("rolled back from generation 2 to 1, pinned"), "{}", ledger.out);
}

#[test]
fn a_gate_made_wider_lets_a_held_generation_through() {
    let place = workspace();
    let dir = place.path();
    std::fs::write(dir.join("minutebook.toml"), "[gate]\nsentinels = [\"walrus\"]\n").unwrap();
    states::put(dir, 1);
    assert_eq!(run(dir), Some(1));
    std::fs::write(dir.join("minutebook.toml"), "").unwrap();
    assert_eq!(run(dir), Some(0));
    assert!(states::items(dir).values().any(|text| text.contains("a new draft 4")));
    assert_eq!(std::fs::read_to_string(dir.join("indexes/current")).unwrap().matches("\"generation\": 2").count(), 1);
    sound(dir);
}

/// What a report holds cannot be told from a catalogue that is damaged: erasing from it would take all others with it.
#[test]
fn erasing_from_a_damaged_catalogue_erases_nothing_and_says_what_comes_first() {
    let place = workspace();
    let dir = place.path();
    let before = states::items(dir);
    let key = before.keys().next().unwrap().split('#').next().unwrap().to_owned();
    for damage in [&b"{\"schema\":"[..], b"", b"[]"] {
        std::fs::write(dir.join("indexes/generations/000001/catalogue.json"), damage).unwrap();
        let refused = minutebook(dir, &["purge", &key, "--yes"]);
        assert_eq!(refused.status, Some(2), "{}{}", refused.out, refused.err);
        assert!(
            refused.err.contains("nothing was erased") && refused.err.contains("minutebook run"),
            "{}",
            refused.err
        );
        assert_eq!(states::items(dir), before, "the outputs stay as they were");
        assert!(!holding(&dir.join("indexes/ledger"), "of the January programme").is_empty());
    }
    // The way that is named.
    assert_eq!(run(dir), Some(1));
    assert_eq!(states::items(dir), before);
    assert_eq!(minutebook(dir, &["purge", &key, "--yes"]).status, Some(1), "its file is still there");
    assert!(!states::items(dir).keys().any(|id| id.starts_with(&format!("{key}#"))));
    let others = before.keys().filter(|id| !id.starts_with(&format!("{key}#"))).count();
    assert_eq!(states::items(dir).len(), others);
}

/// No key is given and none is refused from a ledger that cannot be read: neither would hold.
#[test]
fn with_an_unreadable_ledger_no_key_is_given_and_none_is_said_to_be_unknown() {
    type Loss = fn(&Path);
    let lose: [(&str, Loss); 3] = [
        ("gone", |file| std::fs::remove_file(file).unwrap()),
        ("a folder", |file| {
            std::fs::remove_file(file).unwrap();
            std::fs::create_dir(file).unwrap();
        }),
        ("noise", |file| std::fs::write(file, [0xff, 0xfe, 0, 1, 2, b'\n']).unwrap()),
    ];
    for (what, lose) in lose {
        let place = workspace();
        let dir = place.path();
        let before = states::items(dir);
        let key = before.keys().next().unwrap().split('#').next().unwrap().to_owned();
        let ledger = dir.join("indexes/ledger");
        let sound = std::fs::read(ledger.join("reports.jsonl")).unwrap();
        lose(&ledger.join("reports.jsonl"));
        states::put(dir, 2);
        for arguments in [&["purge", &key, "--yes"][..], &["run", "--settle", "0"], &["run", "--full", "--settle", "0"]]
        {
            let refused = minutebook(dir, arguments);
            assert_eq!(refused.status, Some(2), "{what}: {arguments:?}: {}{}", refused.out, refused.err);
            assert!(!refused.err.contains("no report has the key"), "{what}: {}", refused.err);
            assert!(refused.err.contains("reports.jsonl"), "{what}: {}", refused.err);
        }
        assert_eq!(states::items(dir), before, "{what}");
        // Put back, it is as if nothing had been.
        let _ = std::fs::remove_dir(ledger.join("reports.jsonl"));
        std::fs::write(ledger.join("reports.jsonl"), sound).unwrap();
        assert!(matches!(run(dir), Some(0 | 1)), "{what}");
        for id in before.keys().filter(|id| id.starts_with(&key)) {
            assert!(states::items(dir).contains_key(id), "{what}: {id} is no longer");
        }
    }
}

#[test]
fn an_erased_report_is_gone_everywhere_and_does_not_come_back() {
    let place = workspace();
    let dir = place.path();
    let key = states::items(dir).keys().next().unwrap().split('#').next().unwrap().to_owned();
    let others = |dir: &Path| -> Vec<String> {
        states::items(dir).into_keys().filter(|id| !id.starts_with(&format!("{key}#"))).collect()
    };
    let kept = others(dir);
    std::fs::write(dir.join("outputs/my notes.txt"), format!("see {key}#4")).unwrap();
    let asked = minutebook(dir, &["purge", &key]);
    assert_eq!(asked.status, Some(2), "without anybody to ask");
    let purged = minutebook(dir, &["purge", &key, "--yes", "--reason", "request 12"]);
    assert_eq!(purged.status, Some(1), "{}", purged.err);
    assert!(purged.out.contains("outputs/my notes.txt") && purged.out.contains("corpus/"), "{}", purged.out);
    let words = "of the January programme";
    assert_eq!(holding(&dir.join("indexes"), words), Vec::<String>::new());
    assert_eq!(holding(&dir.join("outputs"), words), Vec::<String>::new());
    assert_eq!(others(dir), kept);
    assert_eq!(states::items(dir).len(), kept.len());
    // Its file is still there, and is not read again; a new report does not get its key.
    assert_eq!(run(dir), Some(0));
    assert_eq!(states::items(dir).len(), kept.len());
    let check = minutebook(dir, &["check", "--format", "json"]);
    assert!(check.out.contains("erased-files"), "{}", check.out);
    states::put(dir, 1);
    assert_eq!(run(dir), Some(0));
    assert!(!states::items(dir).keys().any(|id| id.starts_with(&format!("{key}#"))));
}

/// Files below a directory whose bytes hold `words`.
fn holding(dir: &Path, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        if entry.path().is_dir() {
            found.extend(holding(&entry.path(), words));
        } else if String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).contains(words) {
            found.push(entry.path().display().to_string());
        }
    }
    found
}

#[test]
fn the_second_run_is_told_who_works_here_and_searching_goes_on() {
    let place = workspace();
    let dir = place.path();
    let lock = RunLock::take(&Storage::at(dir), &dir.join("indexes"), "run").unwrap();
    let second = minutebook(dir, &["run"]);
    assert_eq!(second.status, Some(2));
    let expected = format!("`minutebook run` (process {}", std::process::id());
    assert!(second.err.contains(&expected) && second.err.contains("since 2"), "{}", second.err);
    assert_eq!(minutebook(dir, &["search", "programme"]).status, Some(0));
    drop(lock);
    assert_eq!(run(dir), Some(0));
}

#[test]
fn a_reader_that_began_before_a_swap_reads_on_after_it() {
    let place = workspace();
    let dir = place.path();
    let workspace = Workspace::at(dir);
    let generations = run::build::generations(&Storage::at(dir), &workspace, &Settings::default());
    let before = states::items(dir);
    let opened = generations.open_current().unwrap().unwrap();
    for state in [1, 2, 3, 1, 2] {
        states::put(dir, state);
        assert!(run(dir).is_some_and(|status| status < 2));
    }
    assert!(opened.dir.exists(), "the generation is older than those kept, and still being read");
    let reader = Reader::open(&opened.index()).unwrap();
    let blocks =
        |key: &str| -> Result<usize, RunError> { Ok(reader.blocks(key)?.iter().map(|block| block.items.len()).sum()) };
    let keys: std::collections::BTreeSet<&str> = before.keys().filter_map(|id| id.split('#').next()).collect();
    assert_eq!(keys.iter().map(|key| blocks(key).unwrap()).sum::<usize>(), before.len());
    let dir_before = opened.dir.clone();
    drop((reader, opened));
    states::put(dir, 3);
    assert!(run(dir).is_some_and(|status| status < 2));
    assert!(!dir_before.exists(), "once nobody reads it, it goes");
}

#[test]
fn a_damaged_or_lost_index_is_built_anew_with_the_same_ids() {
    let place = workspace();
    let dir = place.path();
    let before = states::items(dir);
    // Another version of the index's fields.
    let record = dir.join("indexes/generations/000001/generation.json");
    let text = std::fs::read_to_string(&record).unwrap();
    std::fs::write(&record, text.replace("\"index_schema\":", "\"index_schema\":9")).unwrap();
    assert_eq!(minutebook(dir, &["search", "programme"]).status, Some(2), "never half read");
    let rebuilt = minutebook(dir, &["run", "--settle", "0"]);
    assert!(rebuilt.status.is_some_and(|status| status < 2), "{}", rebuilt.err);
    let told = std::fs::read_to_string(dir.join("outputs/run-report.json")).unwrap();
    assert!(told.contains("built anew from corpus and ledger"), "{told}");
    assert_eq!(states::items(dir), before);
    sound(dir);
    // A damaged segment and a torn document.
    let tantivy = dir.join("indexes/generations/000002/tantivy");
    for entry in std::fs::read_dir(&tantivy).unwrap().flatten() {
        if entry.path().extension().is_some_and(|it| it == "store") {
            std::fs::write(entry.path(), b"not a store").unwrap();
        }
    }
    let document = std::fs::read_dir(dir.join("indexes/documents")).unwrap().flatten().next().unwrap().path();
    std::fs::write(&document, b"torn").unwrap();
    assert_eq!(minutebook(dir, &["check"]).status, Some(1));
    assert!(minutebook(dir, &["run", "--full", "--settle", "0"]).status.is_some_and(|status| status < 2));
    assert_eq!(states::items(dir), before);
    sound(dir);
    // Restored from a backup of the ledger alone, with one report removed meanwhile.
    for lost in ["indexes/generations", "indexes/documents", "outputs"] {
        std::fs::remove_dir_all(dir.join(lost)).unwrap();
    }
    std::fs::remove_file(dir.join("indexes/current")).unwrap();
    let gone = std::fs::read_dir(dir.join("corpus")).unwrap().flatten().next().unwrap().path();
    std::fs::remove_file(gone).unwrap();
    assert!(run(dir).is_some_and(|status| status < 2));
    let after = states::items(dir);
    assert!(!after.is_empty() && after.iter().all(|(id, text)| before.get(id) == Some(text)));
    sound(dir);
}
