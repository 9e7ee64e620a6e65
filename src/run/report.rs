//! The report of a run: what was seen, what became of it, what is new since the last published run, and what needs a person.
//!
//! `outputs/run-report.json` and `.md`; the last thirty are kept in `outputs/run-reports/`.

use super::catalogue::{Catalogue, CataloguedReport, FailedFile};
use super::plan::Plan;
use super::scan::Scan;
use crate::store::identity::{ItemChanges, KnownItem};
use serde::Serialize;
use std::fmt::Write as _;
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
    pub reader: &'static str,
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
    /// What the gate says; `None` where none was asked.
    pub gate: Vec<String>,
    /// Alert files written.
    pub alerts: Vec<String>,
    /// Cells that two people changed differently.
    pub conflicts: u64,
    /// Other things a person should know.
    pub remarks: Vec<String>,
    /// What is new since the last published run and needs a person: the reason for exit status 1.
    pub needs_a_look: Vec<String>,
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

/// Items against the last generation.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ItemNews {
    /// Items that were not there.
    pub gained: Vec<ItemLine>,
    /// Items that are no more.
    pub lost: Vec<ItemLine>,
    /// Items whose place, kind, actors, deadline or categories changed.
    pub changed: Vec<ItemLine>,
}

/// An item in the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemLine {
    /// Its id.
    pub id: String,
    /// Its words.
    pub text: String,
}

impl RunReport {
    /// The report of a run that starts now.
    #[must_use]
    pub fn begin() -> Self {
        Self {
            schema: REPORT_SCHEMA,
            started: now(),
            program: env!("CARGO_PKG_VERSION"),
            reader: super::read::READER,
            outcome: "unchanged",
            ..Self::default()
        }
    }

    /// Takes what the scan found.
    pub fn looked_at(&mut self, scan: &Scan) {
        self.paths.seen = scan.files.len() + scan.waiting.len() + scan.unreadable.len();
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

    /// Takes the changes of one report's items; `past` is what the ledger knew of them.
    pub fn note_changes(&mut self, changes: &ItemChanges, past: &[KnownItem]) {
        let text_of =
            |id: &str| past.iter().find(|item| item.id == id).map(|item| item.text.clone()).unwrap_or_default();
        let line = |id: &str| ItemLine { id: id.to_owned(), text: text_of(id) };
        let given = changes.given.iter().map(|given| ItemLine { id: given.id.clone(), text: given.text.clone() });
        self.items.gained.extend(given.chain(changes.returned.iter().map(|id| line(id))));
        self.items.lost.extend(changes.withdrawn.iter().map(|item| line(&item.id)));
        let of_old = changes.changed.iter().filter(|item| !changes.returned.contains(&item.id));
        self.items.changed.extend(of_old.map(|item| ItemLine {
            id: item.id.clone(),
            text: item.text.clone().unwrap_or_else(|| text_of(&item.id)),
        }));
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
            .filter(|report| !report.suspect.is_empty())
            .map(|report| Suspect::of(report, before))
            .collect();
        let new_failures = self.failed.iter().filter(|failure| failure.new).count();
        if new_failures > 0 {
            self.needs_a_look.push(format!("{new_failures} files are newly unreadable; see \"Not read\""));
        }
        let new_suspects = self.suspect.iter().filter(|suspect| suspect.new).count();
        if new_suspects > 0 {
            self.needs_a_look.push(format!("{new_suspects} readings newly look wrong; see \"Look at these readings\""));
        }
        if self.outcome == "held" {
            self.needs_a_look.push(format!("the new index is held: {}", self.gate.join("; ")));
        }
    }

    /// Closes the report.
    pub fn end(&mut self, time: Duration) {
        self.ended = now();
        self.seconds = time.as_secs_f64();
        if self.conflicts > 0 {
            self.needs_a_look.push(format!(
                "{} cells of the tracker were changed on both sides; see outputs/conflicts.csv",
                self.conflicts
            ));
        }
    }

    /// Whether something is new that needs a person.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        !self.needs_a_look.is_empty()
    }

    /// The report as one line of JSON.
    #[must_use]
    pub fn to_json_line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What a person sees at the end of a run.
    #[must_use]
    pub fn summary(&self) -> String {
        let totals = &self.totals;
        let mut text = String::new();
        let outcome = match self.outcome {
            "unchanged" => "Nothing has changed since the last run.",
            "held" => "The new index is HELD by its gate; search and trackers stay as they were.",
            "stopped" => "Stopped as asked; the index is as it was.",
            _ => "The index and the trackers are up to date.",
        };
        put(&mut text, &format!("{outcome} ({:.1} s)\n", self.seconds));
        for (name, count, extra) in [
            (
                "reports",
                totals.reports,
                if totals.pages > 0 { format!("{} pages", totals.pages) } else { String::new() },
            ),
            ("paragraphs", totals.paragraphs, String::new()),
            ("decisions", totals.decisions, String::new()),
            ("actions", totals.actions, String::new()),
            ("recommendations", totals.recommendations, String::new()),
            ("notes", totals.notes, "what the reader noticed; see outputs/run-report.md".to_owned()),
        ] {
            let extra = if extra.is_empty() { extra } else { format!("   {extra}") };
            put(&mut text, &format!("{count:>8} {name}{extra}"));
        }
        self.files_in_words(&mut text);
        for failure in &self.failed {
            put(&mut text, &format!("  not read: {}: {}", failure.path, failure.message));
        }
        for reason in &self.gate {
            put(&mut text, &format!("  gate: {reason}"));
        }
        for alert in &self.alerts {
            put(&mut text, &format!("  alert: outputs/{alert}"));
        }
        for remark in &self.remarks {
            put(&mut text, &format!("  {remark}"));
        }
        if !self.try_next.is_empty() {
            put(&mut text, "\nTry next:");
            for command in &self.try_next {
                put(&mut text, &format!("  {command}"));
            }
        }
        text
    }

    /// Only what is new and needs a person: nothing in an ordinary night, so that cron sends no mail.
    #[must_use]
    pub fn news_only(&self) -> String {
        self.needs_a_look.iter().fold(String::new(), |mut text, line| {
            put(&mut text, line);
            text
        })
    }

    fn files_in_words(&self, text: &mut String) {
        let paths = &self.paths;
        let counts = [
            ("new", paths.new.len()),
            ("changed", paths.changed.len()),
            ("renamed", paths.renamed.len()),
            ("removed", paths.removed.len()),
            ("unchanged", paths.unchanged),
            ("identical to another", paths.identical.len()),
            ("waiting to settle", paths.waiting.len()),
            ("not readable", self.failed.len()),
            ("of a format that is not read", paths.other.len()),
        ];
        let words: Vec<String> =
            counts.iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{count} {name}")).collect();
        put(text, &format!("\nFiles: {} seen; {}.", paths.seen, words.join(", ")));
    }

    /// The report as Markdown, for the morning.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        put(&mut text, &format!("# Run of {}\n", self.started));
        put(
            &mut text,
            &format!(
                "Ended {}, {:.1} seconds. Generation {}: **{}**.",
                self.ended, self.seconds, self.generation, self.outcome
            ),
        );
        put(&mut text, &format!("minutebook {}, reader {}, rules {}.\n", self.program, self.reader, self.rules));
        list(&mut text, "Needs a person", self.needs_a_look.iter().map(|line| escape(line)));
        let totals = &self.totals;
        put(&mut text, "## In the index\n");
        put(&mut text, "| reports | pages | paragraphs | decisions | actions | recommendations | notes |");
        put(&mut text, "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        put(
            &mut text,
            &format!(
                "| {} | {} | {} | {} | {} | {} | {} |\n",
                totals.reports,
                totals.pages,
                totals.paragraphs,
                totals.decisions,
                totals.actions,
                totals.recommendations,
                totals.notes
            ),
        );
        list(
            &mut text,
            "Not read",
            self.failed.iter().map(|failure| {
                let hint = failure.hint.as_ref().map(|hint| format!(" *Try: {}*", escape(hint))).unwrap_or_default();
                let new = if failure.new { " **(new)**" } else { "" };
                format!("`{}`{new}: {}.{hint}", code(&failure.path), escape(failure.message.trim_end_matches('.')))
            }),
        );
        list(
            &mut text,
            "Look at these readings",
            self.suspect.iter().map(|suspect| {
                let new = if suspect.new { " **(new)**" } else { "" };
                format!(
                    "{} (`{}`, score {:.2}){new}: {}",
                    escape(&suspect.key),
                    code(&suspect.path),
                    suspect.audit,
                    escape(&suspect.reasons.join("; "))
                )
            }),
        );
        let paths = &self.paths;
        put(&mut text, &format!("## Files\n\n{} seen, {} unchanged.\n", paths.seen, paths.unchanged));
        list(&mut text, "New", paths.new.iter().map(|path| format!("`{}`", code(path))));
        list(&mut text, "Changed", paths.changed.iter().map(|path| format!("`{}`", code(path))));
        list(
            &mut text,
            "Renamed",
            paths.renamed.iter().map(|(from, to)| format!("`{}` to `{}`", code(from), code(to))),
        );
        list(&mut text, "Removed", paths.removed.iter().map(|path| format!("`{}`", code(path))));
        list(
            &mut text,
            "Identical to another file",
            paths.identical.iter().map(|(shown, path)| format!("`{}` is `{}`", code(path), code(shown))),
        );
        list(
            &mut text,
            "Waiting to settle",
            paths.waiting.iter().map(|(path, age)| format!("`{}`, changed {age} s before the run", code(path))),
        );
        list(&mut text, "Of a format that is not read", paths.other.iter().map(|path| format!("`{}`", code(path))));
        items(&mut text, "Items gained", &self.items.gained);
        items(&mut text, "Items lost", &self.items.lost);
        items(&mut text, "Items changed", &self.items.changed);
        list(&mut text, "Gate", self.gate.iter().map(|line| escape(line)));
        list(&mut text, "Alerts written", self.alerts.iter().map(|path| format!("`{}`", code(path))));
        list(&mut text, "Remarks", self.remarks.iter().map(|line| escape(line)));
        put(&mut text, "## Time\n\n| stage | seconds |\n| --- | ---: |");
        for (stage, seconds) in &self.stages {
            put(&mut text, &format!("| {stage} | {seconds:.2} |"));
        }
        text
    }
}

/// The time now, RFC 3339 in UTC, whole seconds.
fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn items(text: &mut String, title: &str, lines: &[ItemLine]) {
    list(text, title, lines.iter().map(|line| format!("`{}` {}", code(&line.id), escape(&line.text))));
}

fn list(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    put(text, &format!("## {title}\n"));
    for line in lines {
        put(text, &format!("- {line}"));
    }
    put(text, "");
}

/// Text of a document inside Markdown: no markup of its own takes effect, and it stays on its line.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '&' => {
                out.push('\\');
                out.push(letter);
            }
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// Text inside a code span.
fn code(text: &str) -> String {
    text.chars().map(|letter| if letter == '`' || letter.is_control() { '\'' } else { letter }).collect()
}

fn put(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
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
                hint: Some("download it again".to_owned()),
                new: true,
            }],
            items: ItemNews {
                gained: vec![ItemLine { id: "a#1~x.d".to_owned(), text: "[click](javascript:x)\nnext".to_owned() }],
                ..ItemNews::default()
            },
            ..RunReport::default()
        }
    }

    #[test]
    fn a_quiet_night_says_nothing_and_a_new_failure_does() {
        assert_eq!(report().news_only(), "");
        let loud = RunReport { needs_a_look: vec!["1 file is newly unreadable".to_owned()], ..report() };
        assert_eq!(loud.news_only(), "1 file is newly unreadable\n");
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
