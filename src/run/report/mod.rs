//! The report of a run: what was seen, what became of it, what is new since the last published run, and what needs a person.
//!
//! `outputs/run-report.json` and `.md`; the last thirty are kept in `outputs/run-reports/`. This file holds what is told,
//! `markdown` and `summary` how.

mod items;
mod markdown;
mod notes;
mod summary;
mod upgrade;

pub use items::{ItemLine, ItemNews, LISTED_ITEMS, News};
pub use notes::{NoteGroup, NoteLine};
pub use upgrade::Upgrade;

use super::catalogue::{Catalogue, CataloguedReport, FailedFile};
use super::corrections::{self, Correction};
use super::plan::Plan;
use super::scan::Scan;
use crate::audit;
use crate::error::RunError;
use crate::model::Note;
use crate::store::{Current, Outcome};
use crate::tracker::Corrections;
use serde::Serialize;
use std::collections::BTreeSet;
use std::time::Duration;

/// Version of the report's form.
pub const REPORT_SCHEMA: &str = "minutebook/run-report/1";

/// One run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RunReport {
    /// Always [`REPORT_SCHEMA`].
    pub schema: &'static str,
    /// When it started, RFC 3339, UTC.
    pub started: String,
    /// When it ended.
    pub ended: String,
    /// Seconds it took.
    pub seconds: f64,
    /// Version of the program.
    pub program: &'static str,
    /// Version of the reading stages.
    pub reader: String,
    /// Hash of the rules in force.
    pub rules: String,
    /// Generation that was published or held; the current one where nothing changed.
    pub generation: u64,
    /// `unchanged`, `published`, `held`, `stopped`.
    pub outcome: &'static str,
    /// Seconds per stage; reading stages are summed over threads.
    pub stages: Vec<(&'static str, f64)>,
    /// Totals of the index after the run.
    pub totals: Totals,
    /// What happened to the files.
    pub paths: Paths,
    /// Files that cannot be read, with reasons.
    pub failed: Vec<Failure>,
    /// Reports that a person should look at.
    pub suspect: Vec<Suspect>,
    /// Items of this run against the last.
    pub items: ItemNews,
    /// What differs only because the program is a newer one; `None` where nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upgrade: Option<Upgrade>,
    /// Keys of the reports that differ for that reason.
    #[serde(skip)]
    pub upgraded: BTreeSet<String>,
    /// What the stages noticed in the reports that this run read.
    pub notes: Vec<NoteGroup>,
    /// How far the readings can be trusted.
    pub audits: Audits,
    /// What the gate said.
    pub gate: Gate,
    /// Alert files written.
    pub alerts: Vec<String>,
    /// Cells that two people changed differently.
    pub conflicts: u64,
    /// The lines of `overrides.csv`, each with what became of it.
    pub corrections: Vec<Correction>,
    /// Other things a person should know.
    pub remarks: Vec<String>,
    /// What is new since the last published run and needs a person: the reason for exit status 1.
    pub needs_a_look: Vec<String>,
    /// Whether the gate said the same of the generation that waited before this run.
    #[serde(skip)]
    pub hold_is_known: bool,
    /// The generation that the last report was about, where later ones were published and nobody was told.
    #[serde(skip)]
    pub untold_since: Option<u64>,
    /// Whether the user asked to stop before the outputs were written.
    #[serde(skip)]
    pub outputs_are_behind: bool,
    /// A search that gives hits, to try next.
    #[serde(skip)]
    pub try_next: Vec<String>,
}

/// What is in the index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Reports (identical files count once).
    pub reports: u64,
    /// Pages of PDF reports.
    pub pages: u64,
    /// Paragraphs, list items and table rows.
    pub paragraphs: u64,
    /// Decisions.
    pub decisions: u64,
    /// Actions.
    pub actions: u64,
    /// Recommendations.
    pub recommendations: u64,
    /// Notes of all stages.
    pub notes: u64,
}

impl Totals {
    /// Sums over a catalogue.
    #[must_use]
    pub fn of(catalogue: &Catalogue) -> Self {
        let sums = catalogue.totals();
        Self {
            reports: catalogue.reports.len() as u64,
            pages: catalogue.reports.iter().filter_map(|report| report.pages).map(u64::from).sum(),
            paragraphs: sums.paragraphs,
            decisions: sums.decisions,
            actions: sums.actions,
            recommendations: sums.recommendations,
            notes: catalogue.reports.iter().map(|report| report.notes).sum(),
        }
    }
}

/// Files by what happened to them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Paths {
    /// Files in the corpus.
    pub seen: usize,
    /// New files.
    pub new: Vec<String>,
    /// Files with other content.
    pub changed: Vec<String>,
    /// Old and new path.
    pub renamed: Vec<(String, String)>,
    /// Files that are gone.
    pub removed: Vec<String>,
    /// Number of files as they were.
    pub unchanged: usize,
    /// Shown path and path of an identical file.
    pub identical: Vec<(String, String)>,
    /// Files changed too recently, with their age in seconds.
    pub waiting: Vec<(String, u64)>,
    /// Files of formats that nothing reads.
    pub other: Vec<String>,
}

/// A file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Its path.
    pub path: String,
    /// Stable code.
    pub code: String,
    /// What was found, what was expected.
    pub message: String,
    /// The page, from 1, where one is known.
    pub page: Option<u32>,
    /// What to try.
    pub hint: Option<String>,
    /// New since the last published run.
    pub new: bool,
}

impl Failure {
    fn of(failed: &FailedFile, before: Option<&Catalogue>) -> Self {
        let known = |catalogue: &Catalogue| {
            catalogue.failed.iter().any(|old| old.file.path == failed.file.path && old.code == failed.code)
        };
        Self {
            path: failed.file.path.clone(),
            code: failed.code.clone(),
            message: failed.message.clone(),
            page: failed.page,
            hint: failed.hint.clone(),
            new: !before.is_some_and(known),
        }
    }
}

/// A report that was read but should be looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suspect {
    /// Its key.
    pub key: String,
    /// Its path.
    pub path: String,
    /// Audit score, 0 to 1.
    pub audit: f32,
    /// Why, in plain words.
    pub reasons: Vec<String>,
    /// New since the last published run.
    pub new: bool,
}

impl Suspect {
    fn of(report: &CataloguedReport, before: Option<&Catalogue>) -> Self {
        let known = |catalogue: &Catalogue| {
            catalogue.reports.iter().any(|old| old.key == report.key && old.suspect == report.suspect)
        };
        Self {
            key: report.key.clone(),
            path: report.files.first().map(|file| file.path.clone()).unwrap_or_default(),
            audit: report.audit.unwrap_or(1.0),
            reasons: report.suspect.clone(),
            new: !before.is_some_and(known),
        }
    }
}

/// How far the readings of this run can be trusted.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Audits {
    /// Reports in the index that have a score.
    pub scored: usize,
    /// Those with nothing to remark.
    pub without_remark: usize,
    /// The lowest score, 0 to 1.
    pub lowest: Option<f32>,
    /// The score that half of the reports reach.
    pub median: Option<f32>,
    /// Score of each report that this run read or tagged again, in order of their paths.
    pub read: Vec<(String, f32)>,
}

impl Audits {
    fn sum_up(&mut self, catalogue: &Catalogue) {
        let mut scores: Vec<f32> = catalogue.reports.iter().filter_map(|report| report.audit).collect();
        scores.sort_by(f32::total_cmp);
        self.scored = scores.len();
        self.without_remark =
            catalogue.reports.iter().filter(|report| report.audit.is_some() && report.suspect.is_empty()).count();
        self.lowest = scores.first().copied();
        self.median = scores.get(scores.len() / 2).copied();
    }
}

/// What the gate said of the new generation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Gate {
    /// `passed`, `held`, or `not asked` where nothing was built.
    pub result: GateResult,
    /// Why it was held, each a sentence.
    pub why: Vec<String>,
    /// Whether it waits only because the program is a newer one.
    pub upgrade: bool,
}

/// The gate's answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub enum GateResult {
    /// Nothing was built.
    #[default]
    #[serde(rename = "not asked")]
    NotAsked,
    /// The new generation was published.
    #[serde(rename = "passed")]
    Passed,
    /// The new generation is held.
    #[serde(rename = "held")]
    Held,
}

impl RunReport {
    /// The report of a run that starts now.
    #[must_use]
    pub fn begin() -> Self {
        Self {
            schema: REPORT_SCHEMA,
            started: now(),
            program: env!("CARGO_PKG_VERSION"),
            reader: super::version(),
            outcome: "unchanged",
            ..Self::default()
        }
    }

    /// Takes what the scan found.
    pub fn looked_at(&mut self, scan: &Scan) {
        self.paths.seen = scan.files.len() + scan.waiting.len() + scan.unreadable.len() + scan.refused.len();
        self.paths.waiting.clone_from(&scan.waiting);
        self.paths.other.clone_from(&scan.other);
    }

    /// Takes what the plan found about paths.
    pub fn planned(&mut self, plan: &Plan) {
        let news = plan.paths.clone();
        self.paths.new = news.new;
        self.paths.changed = news.changed;
        self.paths.renamed = news.renamed;
        self.paths.removed = news.removed;
        self.paths.unchanged = news.unchanged;
        self.paths.identical = news.identical;
    }

    /// Takes what the stages noticed in a report that this run read.
    pub fn note_read(&mut self, path: &str, notes: &[Note], audit: f32) {
        notes::gather(&mut self.notes, path, notes);
        self.audits.read.push((path.to_owned(), audit));
    }

    /// Takes what became of the generation; `held_before` is why one waited before this run, if one did.
    pub fn came_to(&mut self, outcome: Outcome, held_before: Option<&[String]>) {
        match outcome {
            Outcome::Published(number) => {
                self.outcome = "published";
                self.generation = number;
                self.gate.result = GateResult::Passed;
            }
            Outcome::Held(number, why) => {
                self.outcome = "held";
                self.generation = number;
                self.hold_is_known = held_before == Some(why.as_slice());
                self.gate = Gate { result: GateResult::Held, why, ..Gate::default() };
            }
        }
    }

    /// Adds time to a stage.
    pub fn took(&mut self, stage: &'static str, time: Duration) {
        self.stages.push((stage, time.as_secs_f64()));
    }

    /// Compares the index as it is now with the one before the run, and says what is new and needs a person.
    pub fn judge(&mut self, now: &Catalogue, before: Option<&Catalogue>) {
        self.totals = Totals::of(now);
        self.rules = now.stages.get("tagger").cloned().unwrap_or_default();
        self.failed = now.failed.iter().map(|failed| Failure::of(failed, before)).collect();
        self.suspect = now
            .reports
            .iter()
            .filter(|report| report.audit.is_some_and(|score| score < audit::NEEDS_EYES))
            .map(|report| Suspect::of(report, before))
            .collect();
        self.audits.sum_up(now);
        // A file is listed as not read, or as new: not as both.
        let failed: BTreeSet<&str> = self.failed.iter().map(|failure| failure.path.as_str()).collect();
        self.paths.new.retain(|path| !failed.contains(path.as_str()));
        self.paths.changed.retain(|path| !failed.contains(path.as_str()));
        if let Some(told) = self.untold_since {
            self.remarks.push(format!(
                "a run that published the index ended before its report; what is new is told as of generation {told}"
            ));
        }
        if self.outcome == "published" || self.untold_since.is_some() {
            self.needs_a_look.extend(before.and_then(|before| gone(before, now)));
        }
        let new_failures = self.failed.iter().filter(|failure| failure.new).count();
        if new_failures > 0 {
            let files = counted(
                new_failures,
                "file that was not known as unreadable cannot be read",
                "files that were not known as unreadable cannot be read",
            );
            self.needs_a_look.push(format!("{files}; see \"Not read\""));
        }
        let new_suspects = self.suspect.iter().filter(|suspect| suspect.new).count();
        if new_suspects > 0 {
            let readings = counted(new_suspects, "reading may be wrong", "readings may be wrong");
            self.needs_a_look.push(format!("{readings}; see \"Look at these readings\""));
        }
        if self.outcome == "held" && !self.hold_is_known {
            let why = self.gate.why.join("; ");
            self.needs_a_look.push(if self.gate.upgrade {
                format!("the new index waits because the program is newer: {why}. Read \"Because the program is newer\"; to accept it: minutebook index publish --upgrade")
            } else {
                format!("the new index is held: {why}")
            });
        }
    }

    /// Reminds of a hold or a pin that lasts: searches and trackers stay old meanwhile, and nobody may know.
    pub fn remind(&mut self, state: &Current, wanted: bool) {
        let line = match (&state.held, &state.pin) {
            (Some(held), _) if self.outcome != "held" || self.hold_is_known => format!(
                "generation {} still waits since {}: {}. Look at it, then `minutebook index publish{}`, or put the cause right",
                held.generation,
                held.since,
                held.why.join("; "),
                if held.upgrade { " --upgrade" } else { "" }
            ),
            (None, Some(pin)) => format!(
                "the index is pinned since {} (rolled back from generation {}): `minutebook index unpin` when the cause is put right",
                pin.since, pin.left
            ),
            _ => return,
        };
        if wanted { &mut self.needs_a_look } else { &mut self.remarks }.push(line);
    }

    /// Takes what became of the corrections that people made.
    pub fn corrected(&mut self, all: &Corrections, now: &Catalogue, before: Option<&Catalogue>) {
        self.corrections = corrections::of_run(all, now, before);
        let new = self.corrections.iter().filter(|line| line.new).count();
        if new > 0 {
            let lines = counted(new, "line of overrides.csv is", "lines of overrides.csv are");
            self.needs_a_look.push(format!("{lines} not applied; see outputs/corrections.csv"));
        }
    }

    /// Closes the report.
    pub fn end(&mut self, time: Duration) {
        self.ended = now();
        self.seconds = time.as_secs_f64();
        if self.conflicts > 0 {
            let cells = if self.conflicts == 1 { "cell" } else { "cells" };
            self.needs_a_look.push(format!(
                "{} {cells} of the tracker changed on both sides; see outputs/conflicts.csv",
                self.conflicts
            ));
        }
        if self.outputs_are_behind {
            self.needs_a_look
                .push("the run was stopped before the outputs were written; the next run writes them".to_owned());
        }
        if self.outcome == "stopped" {
            self.needs_a_look.push("the run was stopped before its end; the index is as it was, run again".to_owned());
        }
    }

    /// The exit status of the run: 0 all is well, 1 done with something that needs a person, 2 stopped.
    #[must_use]
    pub fn status(&self) -> u8 {
        if self.outcome == "stopped" { 2 } else { u8::from(self.needs_a_look()) }
    }

    /// Whether something is new that needs a person.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        !self.needs_a_look.is_empty()
    }

    /// The report as one line of JSON.
    ///
    /// # Errors
    /// A field has no form in JSON, which is a fault of the program.
    pub fn to_json_line(&self) -> Result<String, RunError> {
        serde_json::to_string(self)
            .map_err(|error| RunError::internal("cannot write the run report as JSON").because(error))
    }
}

/// Reports that left the index, in a sentence: somebody may have deleted a file by a slip of the hand.
fn gone<'a>(before: &Catalogue, now: &'a Catalogue) -> Option<String> {
    let names = |report: &'a CataloguedReport| std::iter::once(&report.key).chain(&report.formerly);
    let keys: BTreeSet<&str> = now.reports.iter().flat_map(names).map(String::as_str).collect();
    let bytes: BTreeSet<&str> = now.readings().map(|reading| reading.sha256.as_str()).collect();
    let is_here =
        |report: &&CataloguedReport| keys.contains(report.key.as_str()) || bytes.contains(report.sha256.as_str());
    let gone: Vec<&CataloguedReport> = before.reports.iter().filter(|report| !is_here(report)).collect();
    let items: u64 = gone.iter().map(|report| report.totals.items()).sum();
    let named: Vec<&str> =
        gone.iter().take(NAMED_REPORTS).filter_map(|report| Some(report.files.first()?.path.as_str())).collect();
    let more = if gone.len() > NAMED_REPORTS { ", and more" } else { "" };
    (!gone.is_empty()).then(|| {
        format!(
            "{} left the index, with {}: {}{more} (put the file back if nobody meant that)",
            counted(gone.len(), "report", "reports"),
            counted(usize::try_from(items).unwrap_or(usize::MAX), "item", "items"),
            named.join(", ")
        )
    })
}

/// Reports named in one sentence.
const NAMED_REPORTS: usize = 5;

fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// The time now, RFC 3339 in UTC, whole seconds.
pub(super) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> RunReport {
        RunReport {
            schema: REPORT_SCHEMA,
            outcome: "published",
            failed: vec![Failure {
                path: "bad`name.pdf".to_owned(),
                code: "not-a-pdf".to_owned(),
                message: "found <html>, expected %PDF".to_owned(),
                page: None,
                hint: Some("download it again".to_owned()),
                new: true,
            }],
            items: ItemNews {
                gained: News {
                    count: 1,
                    items: vec![ItemLine { id: "a#1~x.d".to_owned(), text: "[click](javascript:x)\nnext".to_owned() }],
                },
                listed: true,
                ..ItemNews::default()
            },
            ..RunReport::default()
        }
    }

    #[test]
    fn a_quiet_night_says_nothing_and_a_new_failure_does() {
        assert_eq!(RunReport::default().news_only(), "");
        let loud = RunReport { needs_a_look: vec!["1 file is newly unreadable".to_owned()], ..report() };
        assert!(loud.news_only().starts_with("1 file is newly unreadable\n"), "{}", loud.news_only());
        assert!(loud.needs_a_look());
    }

    #[test]
    fn text_of_documents_has_no_power_in_the_markdown_report() {
        let text = report().to_markdown();
        assert!(text.contains("\\[click\\](javascript:x) next"), "{text}");
        assert!(text.contains("found \\<html\\>") && text.contains("`bad'name.pdf`"), "{text}");
    }

    #[test]
    fn the_summary_names_every_file_that_was_not_read() {
        let text = report().summary();
        assert!(text.contains("not read: bad`name.pdf: found <html>, expected %PDF"), "{text}");
    }
}
