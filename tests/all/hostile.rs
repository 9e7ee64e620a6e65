//! Files made to hurt: each costs itself and nothing else, within the time and the memory that a night is granted.
//!
//! Small ones run always. `MINUTEBOOK_HOSTILE=DIR` runs those of full size, and the files in DIR, each in a process of its own with the
//! settings as they are: none takes more than 60 seconds or 1 GiB, and one that takes long stops within 5 seconds of SIGTERM.

#![cfg(target_os = "linux")]

mod made;

use super::program::minutebook;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a night grants one file, index and outputs included.
const MOST_TIME: Duration = Duration::from_secs(60);
const MOST_KIB: u64 = 1 << 20;
/// Until when a run that is asked to stop has ended.
const STOPPED: Duration = Duration::from_secs(5);
/// Runs that take longer than this are asked to stop at several moments.
const LONG: Duration = Duration::from_secs(3);

#[test]
fn small_hostile_files_cost_only_themselves() {
    let place = tempfile::tempdir().unwrap();
    let corpus = place.path().join("corpus");
    fs::create_dir_all(&corpus).unwrap();
    fs::write(corpus.join("sound.md"), "# Garden Group\n\n1. It was decided that the gate will be painted.\n").unwrap();
    for (name, make) in made::ALL {
        fs::write(corpus.join(name), make(1)).unwrap();
    }
    let run = minutebook(place.path(), &["run", "--settle", "0"]);
    assert!(matches!(run.status, Some(0 | 1)), "{}{}", run.out, run.err);
    let report = fs::read_to_string(place.path().join("outputs/run-report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    for failure in report["failed"].as_array().unwrap() {
        assert!(!["panic", "timed-out", "too-much-memory"].contains(&failure["code"].as_str().unwrap()), "{failure}");
    }
    assert_eq!(minutebook(place.path(), &["search", "gate"]).status, Some(0));
    assert_eq!(minutebook(place.path(), &["run", "--settle", "0"]).status, Some(0), "once is enough");
    let check = minutebook(place.path(), &["check"]);
    assert_eq!(check.status, Some(0), "{}{}", check.out, check.err);
}

#[test]
fn hostile_files_of_full_size_stay_within_time_and_memory() {
    let Some(given) = std::env::var_os("MINUTEBOOK_HOSTILE").map(PathBuf::from) else {
        println!("skipped: MINUTEBOOK_HOSTILE names no folder");
        return;
    };
    let only = std::env::var("MINUTEBOOK_ONLY").unwrap_or_default();
    let made_here = tempfile::tempdir().unwrap();
    for (name, make) in made::ALL.iter().filter(|(name, _)| name.contains(&only)) {
        fs::write(made_here.path().join(name), make(1000)).unwrap();
    }
    let mut files: Vec<PathBuf> = [given.as_path(), made_here.path()]
        .iter()
        .flat_map(|dir| fs::read_dir(dir).unwrap().flatten().map(|entry| entry.path()))
        .filter(|path| path.to_string_lossy().contains(&only))
        .collect();
    files.sort();
    let mut beyond = Vec::new();
    for file in &files {
        let whole = run(file, None);
        let mut line = format!("{whole} {}", file.file_name().unwrap().to_string_lossy());
        let mut is_within = whole.time <= MOST_TIME && whole.kib <= MOST_KIB && matches!(whole.status, Some(0 | 1));
        if whole.time > LONG {
            for tenths in [2, 5, 9] {
                let stopped = run(file, Some(whole.time * tenths / 10));
                line.push_str(&format!("; stopped in {:.1} s", stopped.time.as_secs_f64()));
                is_within &= stopped.time <= STOPPED;
            }
        }
        println!("{line}{}", if is_within { "" } else { "  <- BEYOND" });
        if !is_within {
            beyond.push(line);
        }
    }
    println!("{} files", files.len());
    assert!(beyond.is_empty(), "{beyond:#?}");
}

/// What a run came to. Where it was asked to stop, the time is from there on.
struct Ran {
    time: Duration,
    kib: u64,
    status: Option<i32>,
    said: String,
}

impl std::fmt::Display for Ran {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (seconds, mebibytes) = (self.time.as_secs_f64(), self.kib >> 10);
        write!(out, "{seconds:6.1} s {mebibytes:5} MiB status {:?} {:16}", self.status, self.said)
    }
}

/// Runs the program over a corpus of this one file; asks it to stop after `stop`.
fn run(file: &Path, stop: Option<Duration>) -> Ran {
    let place = tempfile::tempdir().unwrap();
    let corpus = place.path().join("corpus");
    fs::create_dir_all(&corpus).unwrap();
    let name = corpus.join(file.file_name().unwrap());
    fs::hard_link(file, &name).or_else(|_| fs::copy(file, &name).map(|_| ())).unwrap();
    let mut begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_minutebook"))
        .args(["run", "--quiet", "--workspace"])
        .arg(place.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (mut kib, mut is_asked) = (0, false);
    let status = loop {
        kib = kib.max(peak(child.id()));
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if stop.is_some_and(|after| !is_asked && begun.elapsed() > after) {
            Command::new("kill").arg("-TERM").arg(child.id().to_string()).status().unwrap();
            (begun, is_asked) = (Instant::now(), true);
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let report = fs::read(place.path().join("outputs/run-report.json")).unwrap_or_default();
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap_or_default();
    let code = report["failed"][0]["code"].as_str().unwrap_or("read").to_owned();
    Ran { time: begun.elapsed(), kib, status, said: code }
}

/// The most memory that a process has had, in KiB.
fn peak(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok()).unwrap_or(0)
}
