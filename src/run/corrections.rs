//! What the report of a run says of `overrides.csv`: every line with what became of it, and which need a person anew.

use super::catalogue::Catalogue;
use crate::tracker::corrections::{Reported, what_to_do};
use crate::tracker::overrides::{Outcome, Override};
use crate::tracker::{Corrections, corrections};
use serde::Serialize;

/// One line of `overrides.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// The line in the file, the header being 1.
    pub line: usize,
    /// The item, or of `add` the paragraph.
    pub id: String,
    /// What it corrects.
    pub field: String,
    /// `applied`, `stale`, `conflicting`, `orphaned`, `waiting` or `unclear`.
    pub outcome: &'static str,
    /// The next step; empty where it is applied.
    pub what_to_do: String,
    /// Whether it is not applied and the run before did not say so.
    pub new: bool,
}

/// The lines with what became of them in the generation of `now`. Lines that came after it (it is held) are left out.
#[must_use]
pub fn reported(all: &Corrections, now: &Catalogue) -> Vec<Reported> {
    let answers: Vec<_> = now.reports.iter().map(|report| &report.corrections).collect();
    let mut lines = all.report(&answers);
    lines.retain(|line| now.corrections.contains(&corrections::mark(&line.line)));
    for line in lines.iter_mut().filter(|line| line.outcome == Outcome::Orphaned) {
        if awaits(all, &line.line, now) {
            line.outcome = Outcome::Waiting;
        }
    }
    lines
}

fn awaits(all: &Corrections, line: &Override, held: &Catalogue) -> bool {
    let tagged = held.reports.iter().map(|report| (report.key.as_str(), report.corrected.as_str()));
    corrections::awaits(all, line, tagged)
}

/// The same for the report; `before` is the catalogue of the generation before the run.
#[must_use]
pub fn of_run(all: &Corrections, now: &Catalogue, before: Option<&Catalogue>) -> Vec<Correction> {
    let line = |Reported { line, outcome }| Correction {
        new: !matches!(outcome, Outcome::Applied | Outcome::Waiting)
            && before.is_none_or(|before| !said(all, &line, &outcome, before)),
        line: line.line,
        outcome: outcome.name(),
        what_to_do: what_to_do(&outcome, &line.field),
        id: line.id,
        field: line.field,
    };
    reported(all, now).into_iter().map(line).collect()
}

/// Whether a generation already had this outcome for the line.
fn said(all: &Corrections, line: &Override, outcome: &Outcome, before: &Catalogue) -> bool {
    let mark = corrections::mark(line);
    let had = before.reports.iter().find_map(|report| report.corrections.get(&mark));
    let was = match had {
        Some(answer) => answer.outcome.as_str(),
        None if awaits(all, line, before) => Outcome::Waiting.name(),
        None => Outcome::Orphaned.name(),
    };
    before.corrections.contains(&mark) && was == outcome.name()
}
