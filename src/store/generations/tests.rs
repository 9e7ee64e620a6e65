//! The life of generations, played through on a small disk, sound and failing.

use super::*;
use crate::store::faults::{FailAt, Manner, SwiftDisk};
use crate::store::gate::Verdict;
use crate::store::{Ledger, RunLock};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const SCHEMA: u32 = 3;

struct Place {
    storage: Storage,
    dir: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self { storage: Storage::on(dir.path(), Arc::new(SwiftDisk)), dir }
    }

    fn on(&self, storage: &Storage) -> (Generations, RunLock, Ledger) {
        let lock = RunLock::take(storage, self.dir.path(), "run").unwrap();
        let ledger = Ledger::open(storage, &self.dir.path().join("ledger")).unwrap();
        (Generations::new(storage, self.dir.path(), SCHEMA, 2), lock, ledger)
    }

    /// A whole run that adds one segment file; the catalogue lists all segments.
    fn run(&self, segment: &str, breaches: &[String]) -> Outcome {
        let (generations, lock, mut ledger) = self.on(&self.storage);
        run(&generations, &lock, &mut ledger, segment, breaches).unwrap()
    }

    fn names(&self, below: &str) -> Vec<String> {
        let entries = fs::read_dir(self.dir.path().join(below)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

fn run(
    generations: &Generations,
    lock: &RunLock,
    ledger: &mut Ledger,
    segment: &str,
    breaches: &[String],
) -> Result<Outcome, RunError> {
    generations.recover(lock, ledger)?;
    let building = generations.begin(lock, ledger, Base::Current)?;
    let storage = Storage::on("/", Arc::new(SwiftDisk));
    storage.write_atomic(building.index().join(format!("{segment}.seg")), segment.as_bytes())?;
    storage.write_atomic(building.index().join("meta.json"), segment.as_bytes())?;
    storage.write_atomic(building.dir.join(CATALOGUE), segments(&building.dir).join(" ").as_bytes())?;
    generations.finish(&building)?;
    let outcome = generations.publish_or_hold(ledger, building.number, &Verdict::of(breaches))?;
    generations.clean(lock, ledger)?;
    Ok(outcome)
}

fn segments(generation: &Path) -> Vec<String> {
    let entries = fs::read_dir(generation.join(INDEX)).unwrap();
    let names: BTreeSet<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.into_iter().filter(|name| name.ends_with(".seg")).collect()
}

fn current(generations: &Generations) -> Option<(u64, Vec<String>)> {
    let opened = generations.open_current().unwrap()?;
    let catalogue = fs::read_to_string(opened.dir.join(CATALOGUE)).unwrap();
    let segments = segments(&opened.dir);
    assert_eq!(catalogue, segments.join(" "), "the generation is whole");
    Some((opened.number, segments))
}

#[test]
fn each_generation_begins_with_the_segments_of_the_one_before_and_the_last_are_kept() {
    let place = Place::new();
    for (segment, number) in [("a", 1), ("b", 2), ("c", 3)] {
        assert_eq!(place.run(segment, &[]), Outcome::Published(number));
    }
    let generations = Generations::new(&place.storage, place.dir.path(), SCHEMA, 2);
    assert_eq!(current(&generations), Some((3, vec!["a.seg".into(), "b.seg".into(), "c.seg".into()])));
    assert_eq!(place.names("generations"), ["000002", "000003"]);
    assert_eq!(place.names(""), ["current", "generations", "ledger", "run.lock"]);
    // The small file that the index replaces is not shared.
    assert_eq!(fs::read_to_string(generations.dir(2).join(INDEX).join("meta.json")).unwrap(), "b");
}

#[test]
fn a_reader_keeps_its_generation_while_others_are_published() {
    let place = Place::new();
    place.run("a", &[]);
    let generations = Generations::new(&place.storage, place.dir.path(), SCHEMA, 2);
    let reader = generations.open_current().unwrap().unwrap();
    for segment in ["b", "c", "d"] {
        place.run(segment, &[]);
    }
    assert_eq!(segments(&reader.dir), ["a.seg"]);
    drop(reader);
    place.run("e", &[]);
    assert_eq!(place.names("generations"), ["000004", "000005"]);
}

#[test]
fn what_the_gate_holds_is_not_current_until_it_is_published() {
    let place = Place::new();
    place.run("a", &[]);
    assert!(matches!(place.run("b", &["reports fell".into()]), Outcome::Held(2, _)));
    let (generations, lock, mut ledger) = place.on(&place.storage);
    assert_eq!(current(&generations).unwrap().0, 1);
    assert_eq!(generations.state().unwrap().held.unwrap().why, ["reports fell"]);
    assert_eq!(generations.publish_held(&lock, &mut ledger).unwrap(), 2);
    assert_eq!(current(&generations).unwrap().0, 2);
    assert!(generations.publish_held(&lock, &mut ledger).is_err());
}

#[test]
fn a_held_generation_is_overtaken_by_the_next_that_passes() {
    let place = Place::new();
    place.run("a", &[]);
    place.run("b", &["reports fell".into()]);
    assert_eq!(place.run("c", &[]), Outcome::Published(3));
    let (generations, ..) = place.on(&place.storage);
    assert_eq!(generations.state().unwrap().held, None);
    assert_eq!(place.names("generations"), ["000001", "000003"]);
}

#[test]
fn a_rollback_pins_until_unpinned() {
    let place = Place::new();
    for segment in ["a", "b"] {
        place.run(segment, &[]);
    }
    {
        let (generations, lock, mut ledger) = place.on(&place.storage);
        assert_eq!(generations.rollback(&lock, &mut ledger).unwrap(), (2, 1));
        assert_eq!(current(&generations).unwrap().0, 1);
        assert!(generations.rollback(&lock, &mut ledger).is_err());
    }
    let Outcome::Held(3, why) = place.run("c", &[]) else { panic!("the pin holds") };
    assert!(why[0].starts_with("the index is pinned to generation 1 "), "{why:?}");
    let (generations, lock, mut ledger) = place.on(&place.storage);
    assert!(generations.publish_held(&lock, &mut ledger).is_err());
    assert!(generations.unpin(&lock, &mut ledger).unwrap());
    assert!(!generations.unpin(&lock, &mut ledger).unwrap());
    assert_eq!(generations.publish_held(&lock, &mut ledger).unwrap(), 3);
    assert_eq!(current(&generations).unwrap().0, 3);
}

#[test]
fn another_version_of_the_index_is_refused_and_begun_anew() {
    let place = Place::new();
    place.run("a", &[]);
    let newer = Generations::new(&place.storage, place.dir.path(), SCHEMA + 1, 2);
    assert_eq!(newer.other_schema().unwrap(), Some(SCHEMA));
    let error = newer.open_current().unwrap_err();
    assert_eq!(error.message, "the index is of version 3, this program reads version 4");
    let (_, lock, mut ledger) = place.on(&place.storage);
    let building = newer.begin(&lock, &mut ledger, Base::Current).unwrap();
    assert_eq!(building.from, None);
    assert!(segments(&building.dir).is_empty());
}

#[test]
fn a_broken_current_is_found_again() {
    let place = Place::new();
    for segment in ["a", "b"] {
        place.run(segment, &[]);
    }
    fs::write(place.dir.path().join("current"), "{\"gen").unwrap();
    let (generations, lock, mut ledger) = place.on(&place.storage);
    assert!(generations.open_current().is_err());
    let said = generations.recover(&lock, &mut ledger).unwrap();
    assert!(said[0].contains("names generation 2"), "{said:?}");
    assert_eq!(current(&generations).unwrap().0, 2);
}

/// At every step of a run in turn the disk fails, stays full, or the process dies: the next start finds the generation before
/// or after, goes on, and leaves nothing behind.
#[test]
fn whatever_step_fails_the_generation_before_or_after_is_current() {
    for manner in [Manner::Once, Manner::Full, Manner::Dead] {
        let mut nth = 0;
        loop {
            let place = Place::new();
            place.run("a", &[]);
            let disk = Arc::new(FailAt::new(nth, manner));
            let failing = Storage::on(place.dir.path(), disk.clone());
            let outcome = RunLock::take(&failing, place.dir.path(), "run").and_then(|lock| {
                let mut ledger = Ledger::open(&failing, &place.dir.path().join("ledger"))?;
                let generations = Generations::new(&failing, place.dir.path(), SCHEMA, 2);
                run(&generations, &lock, &mut ledger, "b", &[])
            });
            let sound = Generations::new(&place.storage, place.dir.path(), SCHEMA, 2);
            let found = current(&sound).expect("one generation is current").0;
            match outcome {
                Ok(_) => assert_eq!(found, 2, "{manner:?} at step {nth}"),
                Err(_) => assert!(found == 1 || found == 2, "{manner:?} at step {nth}: {found}"),
            }
            let Outcome::Published(next) = place.run("c", &[]) else { panic!("published") };
            let (number, segments) = current(&sound).unwrap();
            assert_eq!(number, next);
            assert_eq!(segments.contains(&"b.seg".into()), found == 2, "{manner:?} at step {nth}");
            assert!(place.names("generations").iter().all(|name| name.len() == 6), "no strays at step {nth}");
            assert_eq!(place.names(""), ["current", "generations", "ledger", "run.lock"], "{manner:?} at step {nth}");
            assert_eq!(place.names("ledger"), ["extent.json", "reports.jsonl"]);
            if !disk.has_failed() {
                assert!(nth > 30, "a run has more than {nth} steps");
                break;
            }
            nth += 1;
        }
    }
}
