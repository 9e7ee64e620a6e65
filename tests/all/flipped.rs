//! One byte changed somewhere in what a workspace keeps: it is found at the next run or healed, and no answer is wrong meanwhile.
//!
//! `MINUTEBOOK_DAMAGES=300` sets the number of changed bytes in each of index, ledger, documents, shares and outputs (a small one
//! otherwise), `MINUTEBOOK_SEED` the places.

use super::program::{Answer, minutebook};
use super::states;
use minutebook::internals::store::OutputsMark;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Changed bytes in each place where the environment says nothing.
const DAMAGES: u32 = 8;

/// What people wrote, which must outlive all.
const WORDS: [&str; 2] = ["done,Ana,,by letter", "open,Ben,,ask again"];

/// Outputs that people write into: a changed byte there is taken for theirs.
const TRACKERS: [&str; 2] = ["tracker.csv", "tracker.xlsx"];

#[test]
fn a_changed_byte_anywhere_is_found_or_healed_and_never_a_wrong_answer() {
    let number =
        |name: &str, default: u32| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (wanted, seed) = (number("MINUTEBOOK_DAMAGES", DAMAGES), number("MINUTEBOOK_SEED", 11));
    let sound = lived_in();
    let mut random = SmallRng::seed_from_u64(u64::from(seed));
    for place in ["indexes/generations/000002", "indexes/ledger", "indexes/documents", "indexes/shares", "outputs"] {
        let files = below(&sound.path().join(place));
        let mut came_to: BTreeMap<&str, u32> = BTreeMap::new();
        for _ in 0..wanted {
            let file = &files[random.random_range(0..files.len())];
            let bytes = fs::read(file).unwrap();
            let (at, bit) = (random.random_range(0..bytes.len()), 1_u8 << random.random_range(0..8));
            let name = file.strip_prefix(sound.path()).unwrap();
            let case = format!("seed {seed}: bit {bit} of byte {at} of {}", name.display());
            let workspace = tempfile::tempdir().unwrap();
            states::copy(sound.path(), workspace.path());
            let mut changed = bytes;
            changed[at] ^= bit;
            fs::write(workspace.path().join(name), &changed).unwrap();
            *came_to.entry(outlives(sound.path(), workspace.path(), name, &changed, &case)).or_default() += 1;
        }
        println!("{wanted} changed bytes in {place}: {came_to:?}");
    }
}

/// Sees that a workspace with a changed byte comes to be what the sound one is; answers how.
fn outlives(sound: &Path, damaged: &Path, name: &Path, changed: &[u8], case: &str) -> &'static str {
    let answer = search(damaged);
    assert!(answer == search(sound) || answer.0 == Some(2), "{case}: a wrong answer: {answer:?}");
    let output = name.strip_prefix("outputs").ok().map(|name| name.to_string_lossy().into_owned());
    let is_theirs = output.as_ref().is_some_and(|name| TRACKERS.contains(&name.as_str()));
    let night = run(damaged);
    let how = match night.status {
        Some(0) => "healed",
        Some(1) => "said",
        _ => {
            assert_eq!(night.status, Some(2), "{case}: {}", night.err);
            assert!(night.err.contains("minutebook ledger restore"), "{case}: {}", night.err);
            let restored = minutebook(damaged, &["ledger", "restore", "--yes"]);
            assert_eq!(restored.status, Some(0), "{case}: {}{}", restored.out, restored.err);
            let again = run(damaged);
            assert!(matches!(again.status, Some(0 | 1)), "{case}: {}{}", again.out, again.err);
            "refused, and restored from the copy"
        }
    };
    assert_eq!(search(damaged), search(sound), "{case}");
    assert_eq!(states::items(damaged), states::items(sound), "{case}");
    let tracker = fs::read_to_string(damaged.join("outputs/tracker.csv")).unwrap();
    if is_theirs {
        // Where it said something else, the file as it was found is kept.
        let kept = below(&damaged.join("outputs")).iter().any(|file| fs::read(file).unwrap() == changed);
        let is_healed = tracker == fs::read_to_string(sound.join("outputs/tracker.csv")).unwrap();
        assert!(kept || is_healed, "{case}: {}", night.out);
    } else {
        assert!(WORDS.iter().all(|words| tracker.contains(words)), "{case}: {tracker}");
        views_are_the_same(sound, damaged, case);
    }
    let next = run(damaged);
    assert_eq!(next.status, Some(0), "{case}: once is enough: {}{}", next.out, next.err);
    let check = minutebook(damaged, &["check"]);
    assert_eq!(check.status, Some(0), "{case}: {}{}", check.out, check.err);
    how
}

fn views_are_the_same(sound: &Path, damaged: &Path, case: &str) {
    let mark = OutputsMark::read(&sound.join("outputs")).unwrap();
    for name in mark.files.keys() {
        let read = |dir: &Path| fs::read(dir.join("outputs").join(name)).unwrap();
        assert!(
            without_generation(&read(sound)) == without_generation(&read(damaged)),
            "{case}: outputs/{name} differs"
        );
    }
}

/// A file without what names the generation that it was written from: an index that is built anew has the next number.
fn without_generation(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes).replace("generation 3", "generation 2");
    text.into_bytes()
}

fn search(workspace: &Path) -> (Option<i32>, String) {
    let answer = minutebook(workspace, &["search", "programme", "--format", "jsonl"]);
    (answer.status, answer.out)
}

fn run(workspace: &Path) -> Answer {
    minutebook(workspace, &["run", "--settle", "0"])
}

/// A workspace with two generations and words of people in two rows.
fn lived_in() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    for state in [0, 1] {
        states::put(root, state);
        assert_eq!(run(root).status, Some(0));
    }
    let file = root.join("outputs/tracker.csv");
    let mut text = fs::read_to_string(&file).unwrap();
    for words in WORDS {
        text = text.replacen(",,,,\r\n", &format!(",{words}\r\n"), 1);
    }
    fs::write(&file, text).unwrap();
    assert_eq!(run(root).status, Some(0));
    assert_eq!(run(root).status, Some(0));
    place
}

/// All files below a folder that are not empty, in order.
fn below(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(below(&path));
        } else if fs::metadata(&path).unwrap().len() > 0 {
            files.push(path);
        }
    }
    files.sort();
    files
}
