//! What a monitor reads of a run, in `outputs/`: `metrics.prom` in the text form of Prometheus (for the textfile collector of
//! its node exporter), and `last-success`, the time of the last run that came to its end.

use super::report::RunReport;
use crate::error::RunError;
use crate::store::{Current, Storage};
use std::fmt::Write as _;
use std::path::Path;

/// The file of figures in `outputs/`.
pub const METRICS: &str = "metrics.prom";
/// The stamp in `outputs/`.
pub const LAST_SUCCESS: &str = "last-success";

/// Writes figures and stamp after a run that came to its end.
///
/// # Errors
/// The disk refuses.
pub fn write(storage: &Storage, outputs: &Path, report: &RunReport, state: &Current) -> Result<(), RunError> {
    if report.status() < 2 {
        storage.write_atomic(outputs.join(LAST_SUCCESS), format!("{}\n", report.ended).as_bytes())?;
    }
    storage.write_atomic(outputs.join(METRICS), text(report, state, last_success(outputs).as_deref()).as_bytes())
}

/// Says in the figures that a run could not be made: those of the last one stay in its report.
///
/// # Errors
/// The disk refuses.
pub fn write_failure(storage: &Storage, outputs: &Path, started: &str) -> Result<(), RunError> {
    let mut text = String::new();
    figure(&mut text, "last_run_status", "Exit status of the last run: 0, 1 (needs a person), 2 (could not run)", 2.0);
    times(&mut text, started, last_success(outputs).as_deref());
    storage.write_atomic(outputs.join(METRICS), text.as_bytes())
}

/// The time of the last run that came to its end, RFC 3339 in UTC; `None` where there is no stamp.
#[must_use]
pub fn last_success(outputs: &Path) -> Option<String> {
    Some(std::fs::read_to_string(outputs.join(LAST_SUCCESS)).ok()?.trim().to_owned())
}

/// The exit status of the last run, 2 where it could not be made; `None` where it was not written down.
#[must_use]
pub fn last_status(outputs: &Path) -> Option<u8> {
    let text = std::fs::read_to_string(outputs.join(METRICS)).ok()?;
    text.lines().find_map(|line| line.strip_prefix("minutebook_last_run_status ")?.trim().parse().ok())
}

fn text(report: &RunReport, state: &Current, success: Option<&str>) -> String {
    let mut text = String::new();
    let status = "Exit status of the last run: 0, 1 (needs a person), 2 (could not run)";
    figure(&mut text, "last_run_status", status, f64::from(report.status()));
    times(&mut text, &report.started, success);
    let totals = &report.totals;
    for (name, help, value) in [
        ("last_run_seconds", "Seconds that the last run took", report.seconds),
        ("generation", "Number of the generation that is searched", count(state.generation.unwrap_or(0))),
        ("held", "1 where a new index waits for index publish", f64::from(u8::from(state.held.is_some()))),
        ("pinned", "1 where the index is pinned after a rollback", f64::from(u8::from(state.pin.is_some()))),
        ("reports", "Reports in the index", count(totals.reports)),
        ("paragraphs", "Paragraphs, list items and table rows in the index", count(totals.paragraphs)),
        ("decisions", "Decisions in the index", count(totals.decisions)),
        ("actions", "Actions in the index", count(totals.actions)),
        ("recommendations", "Recommendations in the index", count(totals.recommendations)),
        ("files_not_read", "Files that cannot be read", count(report.failed.len() as u64)),
        ("readings_in_doubt", "Readings that a person should look at", count(report.suspect.len() as u64)),
        ("conflicts", "Cells of the tracker that changed on both sides in the last run", count(report.conflicts)),
        ("needs_a_person", "Things of the last run that need a person", count(report.needs_a_look.len() as u64)),
    ] {
        figure(&mut text, name, help, value);
    }
    text
}

fn times(text: &mut String, started: &str, success: Option<&str>) {
    let seconds = |time: &str| time.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second);
    for (name, help, time) in [
        ("last_run_timestamp_seconds", "When the last run began", seconds(started)),
        ("last_success_timestamp_seconds", "When a run came to its end last", success.and_then(seconds)),
    ] {
        if let Some(time) = time {
            figure(text, name, help, count(u64::try_from(time).unwrap_or(0)));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "no count or time reaches 2^52")]
fn count(number: u64) -> f64 {
    number as f64
}

fn figure(text: &mut String, name: &str, help: &str, value: f64) {
    // Writing to a string cannot fail.
    let _ =
        write!(text, "# HELP minutebook_{name} {help}\n# TYPE minutebook_{name} gauge\nminutebook_{name} {value}\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_stamp_say_how_the_run_ended() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::at(dir.path());
        let ended = RunReport {
            ended: "2026-03-02T02:15:09Z".into(),
            started: "2026-03-02T02:15:00Z".into(),
            ..RunReport::default()
        };
        write(&storage, dir.path(), &ended, &Current { generation: Some(7), ..Current::default() }).unwrap();
        let figures = std::fs::read_to_string(dir.path().join(METRICS)).unwrap();
        assert!(figures.contains("\nminutebook_last_run_status 0\n"), "{figures}");
        assert!(
            figures.contains("\nminutebook_generation 7\n")
                && figures.contains("_success_timestamp_seconds 1772417709\n"),
            "{figures}"
        );
        assert_eq!(last_status(dir.path()), Some(0));
        write_failure(&storage, dir.path(), "2026-03-03T02:15:00Z").unwrap();
        let figures = std::fs::read_to_string(dir.path().join(METRICS)).unwrap();
        assert!(
            figures.contains("\nminutebook_last_run_status 2\n")
                && figures.contains("_success_timestamp_seconds 1772417709\n"),
            "{figures}"
        );
        assert_eq!(last_success(dir.path()).as_deref(), Some("2026-03-02T02:15:09Z"));
    }
}
