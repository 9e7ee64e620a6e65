//! Runs that are asked to stop, and runs that are asked to look closely, through the binary.

use super::program::minutebook;
use super::states::{indexed, left_behind};
use minutebook::internals::run::observe::{Event, Observer};
use minutebook::internals::run::{Options, run_on};
use minutebook::internals::settings::Settings;
use minutebook::internals::store::Storage;
use minutebook::internals::workspace::Workspace;
use serde_json::Value;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

fn minutes(number: usize, words: &str) -> String {
    let mut text =
        format!("Rural Libraries Board\nMinutes of the meeting of {} March 20{:02}\n", 1 + number % 28, number / 28);
    for paragraph in 1..=12 {
        text.push_str(&format!(
            "\n{paragraph}. It was agreed that {words} {number} of part {paragraph} should be published before the summer.\n"
        ));
    }
    text
}

fn put(workspace: &Path, number: usize, words: &str) {
    let corpus = workspace.join("corpus");
    fs::create_dir_all(&corpus).unwrap();
    fs::write(corpus.join(format!("{number:03}.txt")), minutes(number, words)).unwrap();
}

fn report(workspace: &Path) -> Value {
    serde_json::from_slice(&fs::read(workspace.join("outputs/run-report.json")).unwrap()).unwrap()
}

#[test]
fn verify_finds_a_change_that_size_and_time_hide() {
    let place = tempfile::tempdir().unwrap();
    for number in 0..3 {
        put(place.path(), number, "plan A");
    }
    assert_eq!(minutebook(place.path(), &["run", "--settle", "0"]).status, Some(0));
    let path = place.path().join("corpus/001.txt");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    put(place.path(), 1, "plan B");
    File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();

    assert_eq!(minutebook(place.path(), &["run", "--settle", "0"]).status, Some(0));
    assert_eq!(report(place.path())["outcome"], "unchanged", "size and time are as before");
    assert_eq!(minutebook(place.path(), &["run", "--settle", "0", "--verify"]).status, Some(0));
    let told = report(place.path());
    assert_eq!(told["paths"]["changed"], serde_json::json!(["001.txt"]));
    assert_eq!(told["paths"]["unchanged"], 2);
    let items = fs::read_to_string(place.path().join("outputs/items.csv")).unwrap();
    assert!(items.contains("plan B 1 of") && !items.contains("plan A 1 of"), "{items}");
}

#[cfg(unix)]
#[test]
fn a_run_that_is_asked_to_stop_leaves_everything_as_it_was() {
    for signal in ["INT", "TERM"] {
        let place = tempfile::tempdir().unwrap();
        put(place.path(), 0, "plan");
        assert_eq!(minutebook(place.path(), &["run", "--settle", "0"]).status, Some(0));
        let tracker = fs::read(place.path().join("outputs/tracker.csv")).unwrap();
        let before = indexed(place.path(), signal);
        for number in 1..300 {
            put(place.path(), number, "plan");
        }
        let mut run = Command::new(env!("CARGO_BIN_EXE_minutebook"))
            .args(["run", "--settle", "0", "--log-format", "json", "--jobs", "1", "--workspace"])
            .arg(place.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(run.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("\"done\"") {
            line.clear();
            assert!(lines.read_line(&mut line).unwrap() > 0, "SIG{signal}: the run ended before its first report");
        }
        let sent = Command::new("kill").arg(format!("-{signal}")).arg(run.id().to_string()).status();
        if !sent.is_ok_and(|status| status.success()) {
            println!("skipped: kill is absent");
            run.wait().unwrap();
            return;
        }
        let mut told = String::new();
        lines.read_to_string(&mut told).unwrap();
        assert_eq!(run.wait().unwrap().code(), Some(2), "SIG{signal}: {told}");
        assert!(told.contains("stopped before the end"), "SIG{signal}: {told}");
        assert_eq!(report(place.path())["outcome"], "stopped");
        assert_eq!(fs::read(place.path().join("outputs/tracker.csv")).unwrap(), tracker);
        assert_eq!(indexed(place.path(), signal), before, "SIG{signal}");
        assert_eq!(left_behind(place.path()), Vec::<String>::new(), "SIG{signal}");

        let next = minutebook(place.path(), &["run", "--settle", "0"]);
        assert_eq!(next.status, Some(0), "SIG{signal}: {}{}", next.out, next.err);
        assert_eq!(report(place.path())["totals"]["reports"], 300);
        let check = minutebook(place.path(), &["check"]);
        assert_eq!(check.status, Some(0), "SIG{signal}: {}{}", check.out, check.err);
    }
}

/// Asks to stop in the very moment in which a run goes over to a phase.
struct StopAt {
    phase: &'static str,
    stop: Arc<AtomicBool>,
}

impl Observer for StopAt {
    fn event(&self, event: Event<'_>) {
        let now = match event {
            Event::Planned { .. } => "planned",
            Event::Phase(phase) => phase,
            _ => return,
        };
        if now == self.phase {
            self.stop.store(true, Ordering::Relaxed);
        }
    }

    fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }
}

#[test]
fn the_wish_to_stop_reaches_every_stage() {
    for (phase, is_published) in [("planned", false), ("building the index", false), ("writing the trackers", true)] {
        let place = tempfile::tempdir().unwrap();
        put(place.path(), 0, "plan");
        assert_eq!(minutebook(place.path(), &["run", "--settle", "0"]).status, Some(0));
        let (tracker, before) =
            (fs::read(place.path().join("outputs/tracker.csv")).unwrap(), indexed(place.path(), phase));
        for number in 1..20 {
            put(place.path(), number, "plan");
        }
        let options = Options { settle: Some(Duration::ZERO), ..Options::default() };
        let stop_at = StopAt { phase, stop: Arc::default() };
        let storage = Storage::at(place.path());
        let ran = run_on(&storage, &Workspace::at(place.path()), &Settings::default(), &options, &stop_at);
        if is_published {
            let error = ran.unwrap_err();
            assert_eq!(error.message, "stopped before the end", "{phase}");
            assert!(error.hints.iter().any(|hint| hint.contains("The index is new")), "{phase}: {error:?}");
            // What the run found is in its report all the same.
            assert_eq!(report(place.path())["items"]["gained"]["count"], 19 * 12);
            assert_ne!(indexed(place.path(), phase), before, "{phase}");
        } else {
            assert_eq!(ran.unwrap().outcome, "stopped", "{phase}");
            assert_eq!(indexed(place.path(), phase), before, "{phase}");
        }
        assert_eq!(fs::read(place.path().join("outputs/tracker.csv")).unwrap(), tracker, "{phase}");
        assert_eq!(left_behind(place.path()), Vec::<String>::new(), "{phase}");
        let next = minutebook(place.path(), &["run", "--settle", "0"]);
        assert_eq!(next.status, Some(0), "{phase}: {}{}", next.out, next.err);
        let items = fs::read_to_string(place.path().join("outputs/items.jsonl")).unwrap();
        assert_eq!(items.lines().count(), 20 * 12, "{phase}");
        let check = minutebook(place.path(), &["check"]);
        assert_eq!(check.status, Some(0), "{phase}: {}{}", check.out, check.err);
    }
}

#[test]
fn what_a_run_found_and_could_not_tell_is_told_by_the_next() {
    let place = tempfile::tempdir().unwrap();
    for number in 0..10 {
        put(place.path(), number, "plan");
    }
    let run = || minutebook(place.path(), &["run", "--settle", "0"]);
    assert_eq!(run().status, Some(0));
    let file = place.path().join("outputs/run-report.json");
    let before = fs::read(&file).unwrap();
    fs::write(place.path().join("corpus/broken.pdf"), "no PDF at all").unwrap();
    fs::remove_file(place.path().join("corpus/001.txt")).unwrap();
    let night = run();
    assert_eq!(night.status, Some(1), "{}{}", night.out, night.err);
    // As if it had been killed between its index and its report.
    fs::write(&file, before).unwrap();
    let next = run();
    assert_eq!(next.status, Some(1), "{}{}", next.out, next.err);
    for words in ["cannot be read", "1 report left the index", "ended before its report"] {
        assert!(next.out.contains(words), "{words}: {}", next.out);
    }
    assert_eq!(run().status, Some(0), "told once");
}
