//! A night that takes over what did not change comes to the same outputs, byte for byte, as one that reads, lays out and
//! writes everything anew: over random nights, with people at work in between.

use super::states::copy;
use minutebook::internals::run::observe::Unobserved;
use minutebook::internals::run::{self, Options};
use minutebook::internals::settings::Settings;
use minutebook::internals::store::Storage;
use minutebook::internals::store::faults::SwiftDisk;
use minutebook::internals::workspace::Workspace;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Histories, and nights of each; `MINUTEBOOK_NIGHTS` asks for more histories.
const HISTORIES: u64 = 2;
const NIGHTS: u64 = 5;
/// Reports that may be there.
const REPORTS: usize = 8;

#[test]
fn a_night_comes_to_the_outputs_that_a_whole_run_comes_to() {
    let histories = std::env::var("MINUTEBOOK_NIGHTS").ok().and_then(|count| count.parse().ok()).unwrap_or(HISTORIES);
    for seed in 0..histories {
        let mut random = SmallRng::seed_from_u64(seed);
        let place = tempfile::tempdir().unwrap();
        let (usual, anew) = (place.path().join("usual"), place.path().join("anew"));
        for _ in 0..random.random_range(2..6) {
            one_change(&usual, &mut random);
        }
        for night in 0..NIGHTS {
            let _ = fs::remove_dir_all(&anew);
            copy(&usual, &anew);
            // Nothing to take over: neither shares nor views, only what people edit and what the ledger knows.
            let _ = fs::remove_dir_all(anew.join("indexes/shares"));
            run_in(&usual, false);
            run_in(&anew, true);
            let (usual_outputs, anew_outputs) = (outputs(&usual), outputs(&anew));
            assert_eq!(names(&usual_outputs), names(&anew_outputs), "history {seed}, night {night}");
            for (name, bytes) in &usual_outputs {
                assert!(*bytes == anew_outputs[name], "history {seed}, night {night}: {name} differs");
            }
            for _ in 0..random.random_range(1..4) {
                one_change(&usual, &mut random);
            }
            if random.random_bool(0.5) {
                somebody_edits(&usual, &mut random);
            }
        }
    }
}

fn run_in(dir: &Path, full: bool) {
    let options = Options { full, settle: Some(Duration::ZERO), ..Options::default() };
    let storage = Storage::on(dir, Arc::new(SwiftDisk));
    run::run_on(&storage, &Workspace::at(dir), &Settings::default(), &options, &Unobserved).unwrap();
}

/// A report comes, goes, changes or takes another name.
fn one_change(dir: &Path, random: &mut SmallRng) {
    let corpus = dir.join("corpus");
    fs::create_dir_all(&corpus).unwrap();
    let number = random.random_range(0..REPORTS);
    let (path, other) = (corpus.join(format!("{number}.md")), corpus.join(format!("{number}-final.md")));
    match random.random_range(0..6) {
        0 if path.exists() => fs::remove_file(path).unwrap(),
        1 if path.exists() => fs::rename(path, other).unwrap(),
        _ => fs::write(path, report(number, random)).unwrap(),
    }
}

fn report(number: usize, random: &mut SmallRng) -> String {
    let mut text = format!("# Rural Libraries Board\n\n## Minutes of the meeting of {} March 2017\n\n", number + 1);
    for paragraph in 1..=random.random_range(1..6) {
        let topic = ["the budget", "remote participation", "the \"blue\" list, revised", "workshops"];
        let topic = topic[random.random_range(0..topic.len())];
        let said = match random.random_range(0..4) {
            0 => format!("It was agreed that {topic} should be published before the summer."),
            1 => format!(
                "The Secretariat will circulate a draft on {topic} by {} June 2017.",
                random.random_range(1..28)
            ),
            2 => format!("It was recommended that {topic} be given more time at the annual meeting."),
            _ => format!("Members recalled the discussion on {topic}."),
        };
        text.push_str(&format!("{paragraph}. {said}\n\n"));
    }
    text
}

/// Somebody fills a cell of the tracker, changes a view, corrects an item or assesses one.
fn somebody_edits(dir: &Path, random: &mut SmallRng) {
    let tracker = dir.join("outputs/tracker.csv");
    let Ok(text) = fs::read_to_string(&tracker) else { return };
    let ids: Vec<&str> = text.lines().filter_map(|line| line.split(',').next()).filter(|id| id.contains('~')).collect();
    let Some(id) = ids.get(random.random_range(0..ids.len().max(1))) else { return };
    match random.random_range(0..4) {
        0 => fs::write(&tracker, text.replacen(",,,,\r\n", ",open,Ana,,\"call, then write\"\r\n", 1)).unwrap(),
        1 => fs::write(dir.join("outputs/items.jsonl"), "mine\n").unwrap(),
        2 => fs::write(dir.join("overrides.csv"), format!("id,field,value,reviewer\n{id},actor,Board,Ana\n")).unwrap(),
        _ => fs::write(dir.join("assessments.csv"), format!("id,assessor,view\n{id},Ana,done\n")).unwrap(),
    }
}

type Outputs = BTreeMap<String, Vec<u8>>;

/// All that a run writes for people, but what it says of itself.
fn outputs(dir: &Path) -> Outputs {
    let mut files = BTreeMap::new();
    collect(&dir.join("outputs"), "", &mut files);
    files.retain(|name, _| !name.starts_with("run-report") && name != ".generation");
    // These tell of this very run: how long it took, when it was, how far the ledger has grown.
    for name in [".ledger", "metrics.prom", "last-success"] {
        files.remove(name);
    }
    files
}

fn collect(dir: &Path, under: &str, files: &mut Outputs) {
    for entry in fs::read_dir(dir).unwrap().flatten() {
        let name = format!("{under}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

fn names(files: &Outputs) -> Vec<&String> {
    files.keys().collect()
}
