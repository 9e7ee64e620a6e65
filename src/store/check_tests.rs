//! `check` and `purge` over a small workspace.

use super::*;
use crate::store::faults::SwiftDisk;
use crate::store::generations::Base;
use crate::store::identity::{Given, ItemChanges, KeyGiven, KeyReason};
use crate::store::ledger::ReportEntry;
use crate::store::outputs::sha256_of;
use crate::store::outputs::{Stamp, Written};
use crate::store::purge::{Eraser, erase};
use crate::store::{Building, RunLock, Storage};
use std::fs;
use std::sync::Arc;

/// A workspace with one published generation of the reports `a` and `b`, each with one item and one output naming it.
struct Place {
    dir: tempfile::TempDir,
    storage: Storage,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::on(dir.path(), Arc::new(SwiftDisk));
        let place = Self { dir, storage };
        let (lock, mut ledger, generations) = place.open();
        for key in ["a", "b"] {
            place.storage.write_atomic(format!("corpus/{key}.txt"), key.as_bytes()).unwrap();
            let path = format!("{key}.txt");
            let sha256 = sha256_of(&place.dir.path().join("corpus").join(&path)).unwrap();
            let reason = KeyReason::Proposed;
            ledger.put_key(KeyGiven { key: key.into(), path, sha256, reason, formerly: None }).unwrap();
            let given = Given {
                id: id(key),
                natural: None,
                words: "w".into(),
                digest: "d".into(),
                text: format!("secret of {key}"),
            };
            ledger.put_items(1, key, ItemChanges { given: vec![given], ..ItemChanges::default() }).unwrap();
            ledger.put(Account::Trackers, key, &format!("human words about {key}")).unwrap();
            ledger.put(Account::Alerts, "", &serde_json::json!({ "ids": [id(key)] })).unwrap();
        }
        let building = generations.begin(&lock, &mut ledger, Base::Current).unwrap();
        place.write_generation(&building, &["a", "b"]);
        generations.finish(&building).unwrap();
        generations.publish_or_hold(&mut ledger, building.number, &super::super::gate::Verdict::default()).unwrap();
        place.write_outputs(1, &["a", "b"]);
        place
    }

    fn open(&self) -> (RunLock, Ledger, Generations) {
        let indexes = self.dir.path().join("indexes");
        let lock = RunLock::take(&self.storage, &indexes, "test").unwrap();
        let ledger = Ledger::open(&self.storage, &indexes.join("ledger")).unwrap();
        (lock, ledger, Generations::new(&self.storage, &indexes, 1, 3))
    }

    fn write_generation(&self, building: &Building, keys: &[&str]) {
        let words: Vec<String> = keys.iter().map(|key| format!("secret of {key}")).collect();
        self.storage.remove(building.index()).unwrap();
        self.storage.write_atomic(building.index().join("x.seg"), words.join("\n").as_bytes()).unwrap();
        self.storage.write_atomic(building.dir.join(CATALOGUE), b"{}").unwrap();
    }

    fn write_outputs(&self, generation: u64, keys: &[&str]) {
        let words: Vec<String> = keys.iter().map(|key| format!("secret of {key}")).collect();
        let outputs = self.dir.path().join("outputs");
        let files = ["items.csv", "tracker.csv"];
        for file in files {
            self.storage.write_atomic(outputs.join(file), words.join("\n").as_bytes()).unwrap();
        }
        let written =
            |file| Written { sum: sha256_of(&outputs.join(file)).unwrap(), stamp: Stamp::of(&outputs.join(file)) };
        let sums = files.map(|file| (file.to_owned(), written(file)));
        OutputsMark::write(&self.storage, &outputs, generation, "", sums.into()).unwrap();
    }

    fn facts(&self, keys: &[&str]) -> Facts {
        let mut facts = Facts::default();
        for key in keys {
            facts.indexed.insert((*key).to_owned(), InReport { blocks: 1, items: vec![id(key)] });
            let path = format!("{key}.txt");
            let sha256 = sha256_of(&self.dir.path().join("corpus").join(&path)).unwrap();
            facts.catalogued.insert((*key).to_owned(), vec![(path, sha256)]);
        }
        facts
    }

    fn codes(&self, facts: &Facts) -> Vec<&'static str> {
        let (_lock, ledger, generations) = self.open();
        let at = |name: &str| self.dir.path().join(name);
        let mut facts = facts.clone();
        for (path, _) in facts.catalogued.values().flatten() {
            let found = sha256_of(&at("corpus").join(path)).ok();
            facts.corpus.extend(found.map(|sha256| (path.clone(), sha256)));
        }
        let found = check(&generations, &ledger, &at("indexes"), &at("outputs"), Some(&facts)).unwrap();
        found.iter().map(|finding| finding.code).collect()
    }

    /// Files below the workspace, the corpus left out, that hold `words`.
    fn holding(&self, words: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut waiting = vec![self.dir.path().join("indexes"), self.dir.path().join("outputs")];
        while let Some(dir) = waiting.pop() {
            for entry in fs::read_dir(dir).unwrap().flatten() {
                if entry.path().is_dir() {
                    waiting.push(entry.path());
                } else if String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).contains(words) {
                    found.push(entry.path().display().to_string());
                }
            }
        }
        found
    }
}

impl Eraser for &Place {
    fn take_out(&mut self, _: &Ledger, building: &Building, _key: &str) -> Result<(), RunError> {
        self.write_generation(building, &["b"]);
        Ok(())
    }

    fn forget_documents(&mut self) -> Result<(), RunError> {
        Ok(())
    }

    fn rewrite_outputs(&mut self, _: &mut Ledger, generation: u64) -> Result<(), RunError> {
        self.write_outputs(generation, &["b"]);
        Ok(())
    }
}

fn id(key: &str) -> String {
    format!("{key}#1~aaaaaaaa.d")
}

#[test]
fn a_sound_workspace_has_no_findings() {
    let place = Place::new();
    assert!(place.codes(&place.facts(&["a", "b"])).is_empty());
}

#[test]
fn each_fault_is_found() {
    let place = Place::new();
    let sound = place.facts(&["a", "b"]);
    assert_eq!(place.codes(&place.facts(&["a"])), ["reports-missing"]);
    let mut facts = sound.clone();
    facts.indexed.insert("b".into(), InReport { blocks: 1, items: vec!["b#9~zzzzzzzz.a".into()] });
    assert_eq!(place.codes(&facts), ["ids-unknown", "ids-missing"]);
    facts = sound.clone();
    facts.indexed.remove("b");
    assert_eq!(place.codes(&facts), ["index-differs-from-catalogue", "reports-missing"]);

    fs::write(place.dir.path().join("outputs/items.csv"), "edited").unwrap();
    fs::write(place.dir.path().join("outputs/tracker.csv"), "edited, as it may be").unwrap();
    fs::write(place.dir.path().join("outputs/.x.csv.minutebook-unfinished"), "").unwrap();
    fs::write(place.dir.path().join("corpus/b.txt"), "changed").unwrap();
    fs::remove_file(place.dir.path().join("corpus/a.txt")).unwrap();
    assert_eq!(place.codes(&sound), ["strays", "corpus-gone", "corpus-changed", "outputs-changed"]);

    let (lock, mut ledger, _) = place.open();
    ledger.put_event(&ReportEntry::Unpinned).unwrap();
    drop(lock);
    let path = place.dir.path().join("indexes/ledger/reports.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{}{{\"sum\":\"0", text.replace("\"published\":1", "\"published\":2"))).unwrap();
    let found = place.codes(&sound);
    assert!(found.contains(&"ledger-damaged") && found.contains(&"ledger-lost"), "{found:?}");
    fs::remove_dir_all(place.dir.path().join("indexes/generations")).unwrap();
    assert!(place.codes(&sound).contains(&"generation-missing"));
}

#[test]
fn an_erased_report_leaves_no_words_and_its_tombstone_stays() {
    let place = Place::new();
    assert!(!place.holding("secret of a").is_empty() && !place.holding("human words about a").is_empty());
    let (lock, mut ledger, generations) = place.open();
    let erased = erase(&generations, &lock, &mut ledger, "a", Some("request 12"), &mut &place).unwrap();
    assert_eq!((erased.generation, erased.removed, erased.files), (2, vec![1], vec!["a.txt".to_owned()]));
    assert_eq!(place.holding("secret of a"), Vec::<String>::new());
    assert_eq!(place.holding("human words about a"), Vec::<String>::new());
    assert_eq!(place.holding("a#1~"), Vec::<String>::new());
    assert!(!place.holding("secret of b").is_empty() && !place.holding("human words about b").is_empty());
    assert!(ledger.is_erased(&erased.tombstone.sha256[0]));
    assert_eq!(erased.tombstone.items, 1);
    assert!(erase(&generations, &lock, &mut ledger, "never", None, &mut &place).is_err());
    drop(lock);
    assert!(place.codes(&place.facts(&["b"])).is_empty());
    assert_eq!(place.codes(&place.facts(&["a", "b"])), ["ids-unknown", "erasure-unfinished"]);
}
