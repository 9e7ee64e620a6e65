//! Runs killed with SIGKILL at random moments: afterwards the index can be read, the next run comes to exactly what it would have come
//! to undisturbed, with the same ids, nothing is left behind, and no edit of a person is lost.
//!
//! `MINUTEBOOK_KILLS=500` sets the number of kills that hit a run at work (a small one otherwise), `MINUTEBOOK_SEED` the
//! moments.

#![cfg(unix)]

use super::program::minutebook;
use super::states;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Kills where the environment says nothing: enough to meet every stage of a run, in seconds.
const KILLS: u32 = 12;

#[test]
fn a_run_killed_at_any_moment_leaves_the_generation_before_or_after() {
    let number =
        |name: &str, default: u32| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (wanted, seed) = (number("MINUTEBOOK_KILLS", KILLS), number("MINUTEBOOK_SEED", 7));
    let mut random = SmallRng::seed_from_u64(u64::from(seed));
    let (expected, mut usual) = undisturbed();
    let place = tempfile::tempdir().unwrap();
    let workspace = place.path();
    states::put(workspace, 0);
    settle(workspace, &expected[&0]);

    let (mut kills, mut runs, mut state) = (0, 0, 0);
    let mut outcomes: BTreeMap<&str, u32> = BTreeMap::new();
    while kills < wanted {
        let before = state;
        state = (state + random.random_range(1..states::COUNT)) % states::COUNT;
        states::put(workspace, state);
        let note = format!("round {runs}");
        edit(workspace, &note);
        let moment = usual.mul_f64(random.random_range(0.0..1.1));
        let start = Instant::now();
        let mut run = Command::new(env!("CARGO_BIN_EXE_minutebook"))
            .args(["run", "--quiet", "--settle", "0", "--workspace"])
            .arg(workspace)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(moment);
        let _ = run.kill();
        let ended = run.wait().unwrap();
        runs += 1;
        if ended.signal() == Some(9) {
            kills += 1;
        } else {
            // It was faster than the moment: the next moments are drawn from its time.
            assert!(matches!(ended.code(), Some(0 | 1)), "round {runs}: {ended}");
            usual = start.elapsed().min(moment).max(SHORTEST);
        }

        // At once: the index is readable, and is the one before or the one after.
        let search = minutebook(workspace, &["search", "secretariat circulate"]);
        assert_eq!(search.status, Some(0), "round {runs}: unreadable index: {}", search.err);
        let found = states::indexed(workspace, &format!("round {runs}"));
        let [old, new] = [before, state].map(|state| states::keys(&expected[&state]));
        assert!(found == old || found == new, "round {runs}: the index holds {found:?}");
        *outcomes.entry(if found == new { "after" } else { "before" }).or_default() += 1;

        // The next run.
        settle(workspace, &expected[&state]);
        let tracker = std::fs::read_to_string(workspace.join("outputs/tracker.csv")).unwrap();
        assert!(tracker.contains(&note), "round {runs}: the edit {note:?} is lost");
        // Slowly back to longer moments, so that one hasty run does not narrow all that follow.
        usual = usual.mul_f64(1.03).min(LONGEST);
    }
    println!("{kills} kills in {runs} runs, seed {seed}; the index after the kill: {outcomes:?}");
}

/// Moments are drawn from a time between these: that of a run, which the load of the machine changes.
const SHORTEST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(5);

/// What each state comes to when nothing is killed, and how long a run takes.
fn undisturbed() -> (BTreeMap<usize, BTreeMap<String, String>>, Duration) {
    let place = tempfile::tempdir().unwrap();
    let mut expected = BTreeMap::new();
    let mut time = SHORTEST;
    for state in 0..states::COUNT {
        states::put(place.path(), state);
        let start = Instant::now();
        let run = minutebook(place.path(), &["run", "--quiet", "--settle", "0"]);
        time = start.elapsed();
        assert!(matches!(run.status, Some(0 | 1)), "{}", run.err);
        let items = states::items(place.path());
        assert!(items.len() > 20, "{items:?}");
        expected.insert(state, items);
    }
    (expected, time)
}

/// A run that is let alone, and everything that must hold after it.
fn settle(workspace: &Path, expected: &BTreeMap<String, String>) {
    let run = minutebook(workspace, &["run", "--quiet", "--settle", "0"]);
    assert!(matches!(run.status, Some(0 | 1)), "{}{}", run.out, run.err);
    assert_eq!(&states::items(workspace), expected, "items or ids differ");
    let check = minutebook(workspace, &["check"]);
    assert_eq!(check.status, Some(0), "{}{}", check.out, check.err);
    assert_eq!(states::left_behind(workspace), Vec::<String>::new());
}

/// A person writes a note into the first row of the tracker.
fn edit(workspace: &Path, note: &str) {
    let path = workspace.join("outputs/tracker.csv");
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(&path).unwrap();
    let mut rows: Vec<Vec<String>> =
        rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let head = rows.iter().position(|row| row.iter().any(|cell| cell == "notes")).unwrap();
    let column = rows[head].iter().position(|cell| cell == "notes").unwrap();
    rows[head + 1][column] = note.to_owned();
    let mut out = csv::WriterBuilder::new().flexible(true).from_path(&path).unwrap();
    for row in rows {
        out.write_record(row).unwrap();
    }
    out.flush().unwrap();
}
