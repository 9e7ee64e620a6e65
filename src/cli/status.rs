//! `minutebook status`: what is in the index, what could not be read, what is missing, what waits for a person.

use super::ended::Ended;
use super::formats::TextOrJson;
use super::{say, tables};
use crate::error::RunError;
use crate::record::{Record, Status};
use crate::run;
use crate::run::catalogue::{Catalogue, CataloguedReport, Totals as Counts};
use crate::run::nights::Night;
use crate::search::coverage::{self, Coverage};
use crate::text::escapes;
use clap::Args;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Name and version of the JSON forms.
const SCHEMA: &str = "minutebook/status/1";
const NIGHTS_SCHEMA: &str = "minutebook/nights/1";
const COVERAGE_SCHEMA: &str = "minutebook/coverage/1";
/// Columns of a line.
const COLUMNS: usize = 80;

/// Say what is in the index, what could not be read, and what waits for a person.
///
///   minutebook status
///   minutebook status --nights
///       the runs so far: what each found, and whether it needed a person
///   minutebook status --coverage
///       which meetings are missing, held twice, or could not be read
///   minutebook status --follow-up
///       what was never mentioned again, is overdue, or was reported done
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct StatusArguments {
    /// Meetings missing from numbered and dated series, reports held twice, files that could not be read
    #[arg(long)]
    pub coverage: bool,
    /// What became of what was recommended, undertaken and decided, by what later reports say
    #[arg(long, conflicts_with_all = ["coverage", "ledger", "nights"])]
    pub follow_up: bool,
    /// The runs so far, from outputs/run-reports/
    #[arg(long, conflicts_with_all = ["coverage", "ledger"])]
    pub nights: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub format: TextOrJson,
    /// Say what the ledger holds instead: keys, ids, what happened to generations, damaged lines
    #[arg(long)]
    pub ledger: bool,
}

/// Runs the command.
pub fn command(record: &Record, arguments: &StatusArguments) -> Result<Ended, RunError> {
    if arguments.ledger {
        return ledger(record, arguments.format);
    }
    if arguments.follow_up {
        return super::follow_up::follow_up(record, arguments.format);
    }
    if arguments.nights {
        return nights(record, arguments.format);
    }
    let status = record.status()?;
    let (catalogue, known) = (status.catalogue(), &status.coverage);
    let text = match (arguments.coverage, arguments.format) {
        (false, TextOrJson::Text) => in_words(&status),
        (true, TextOrJson::Text) => coverage_in_words(known, catalogue),
        (false, TextOrJson::Json) => as_json(&serde_json::json!({
            "schema": SCHEMA,
            "generation": status.generation,
            "totals": status.totals,
            "pinned": status.pin,
            "held": status.held,
            "catalogue": catalogue,
        }))?,
        (true, TextOrJson::Json) => as_json(&serde_json::json!({
            "schema": COVERAGE_SCHEMA,
            "coverage": known,
            "not_read": catalogue.failed,
            "not_read_formats": catalogue.other,
        }))?,
    };
    let mut out = io::stdout().lock();
    out.write_all(say::harmless(&text).as_bytes()).and_then(|()| out.flush()).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}

fn as_json(value: &serde_json::Value) -> Result<String, RunError> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n").map_err(|error| RunError::new("cannot write JSON").because(error))
}

fn in_words(status: &Status) -> String {
    let (catalogue, totals) = (status.catalogue(), status.totals);
    let holes = status.coverage.holes.len();
    let mut text = String::new();
    let rules = catalogue.stages.get("tagger").map(|rules| format!(", rules {rules}")).unwrap_or_default();
    put(
        &mut text,
        "",
        &format!(
            "Generation {}, built {} by minutebook {}{rules}.",
            status.generation, catalogue.made, catalogue.program
        ),
    );
    let files: usize = catalogue.reports.iter().map(|report| report.paths().count()).sum();
    let copies = files.saturating_sub(catalogue.reports.len());
    put(
        &mut text,
        "",
        &format!(
            "{} reports with {} pages from {files} files ({copies} of them further files of the same reports); {} files could not be read, {} are of a \
         format that is not read.",
            totals.reports,
            totals.pages,
            catalogue.failed.len(),
            catalogue.other.len()
        ),
    );
    put(
        &mut text,
        "",
        &format!(
            "{} paragraphs; {} decisions, {} actions, {} recommendations.",
            totals.paragraphs, totals.decisions, totals.actions, totals.recommendations
        ),
    );
    let year = |report: &CataloguedReport| report.date.as_deref().and_then(|date| date.get(..4)).map(str::to_owned);
    by(&mut text, "year", catalogue, year);
    by(&mut text, "body", catalogue, |report| report.body.clone());
    by(&mut text, "kind of report", catalogue, |report| report.kind.clone());
    if let Some(pin) = &status.pin {
        text.push('\n');
        put(&mut text, "", &format!("Pinned since {}: `minutebook index unpin` lets the next run publish.", pin.since));
    }
    if let Some(held) = &status.held {
        text.push('\n');
        put(&mut text, "", &format!("Generation {} is held since {}:", held.generation, held.since));
        held.why.iter().for_each(|why| put(&mut text, "  ", why));
        let upgrade = if held.upgrade { " --upgrade" } else { "" };
        put(&mut text, "", &format!("`minutebook index publish{upgrade}` lets it pass."));
    }
    not_read(&mut text, catalogue);
    if holes > 0 {
        text.push('\n');
        put(&mut text, "", &format!("{holes} gaps in series of meetings: `minutebook status --coverage` lists them."));
    }
    text
}

/// Reports and what is in them, by one of their facts.
fn by(text: &mut String, title: &str, catalogue: &Catalogue, fact: impl Fn(&CataloguedReport) -> Option<String>) {
    let mut sums: BTreeMap<Option<String>, (usize, Counts)> = BTreeMap::new();
    for report in &catalogue.reports {
        let sum = sums.entry(fact(report)).or_default();
        sum.0 += 1;
        sum.1 += report.totals;
    }
    let unknown = sums.remove(&None).map(|sum| ("not known".to_owned(), sum));
    let rows = sums.into_iter().filter_map(|(name, sum)| Some((name?, sum))).chain(unknown);
    let rows = rows.map(|(name, (reports, counts))| {
        let numbers = [counts.paragraphs, counts.decisions, counts.actions, counts.recommendations];
        (name, std::iter::once(reports as u64).chain(numbers).collect())
    });
    text.push('\n');
    let head = ["reports", "paragraphs", "decisions", "actions", "recommendations"];
    text.push_str(&tables::counts(title, &head, rows.collect(), COLUMNS));
}

fn not_read(text: &mut String, catalogue: &Catalogue) {
    if catalogue.failed.is_empty() {
        return;
    }
    text.push_str("\nNot read:\n");
    for failed in &catalogue.failed {
        put(text, "  ", &format!("{}: {}", failed.file.path, failed.message));
        failed.hint.iter().for_each(|hint| put(text, "    ", &format!("try: {hint}")));
    }
}

fn coverage_in_words(found: &Coverage, catalogue: &Catalogue) -> String {
    let mut text = String::new();
    let mut section = |title: &str, lines: Vec<String>| {
        if lines.is_empty() {
            return;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        put(&mut text, "", title);
        lines.iter().for_each(|line| put(&mut text, "  ", line));
    };
    section("Meetings that seem to be missing:", found.holes.iter().map(coverage::Hole::sentence).collect());
    let double = |double: &coverage::Double| {
        let name = format!("{} {}", double.body, double.meeting);
        format!("{}: {}", name.trim(), double.reports.join(", "))
    };
    section("Meetings with more than one report:", found.doubles.iter().map(double).collect());
    section("Reports that are there in several files:", found.copies.iter().map(|files| files.join(" = ")).collect());
    section("Reports without a known date, which no range of dates finds:", found.undated.clone());
    let reason = |failed: &run::catalogue::FailedFile| format!("{}: {}", failed.file.path, failed.message);
    section("Files that could not be read:", catalogue.failed.iter().map(reason).collect());
    let doubtful = catalogue.reports.iter().filter(|report| !report.suspect.is_empty());
    let doubt = |report: &CataloguedReport| format!("{}: {}", report.key, report.suspect.join("; "));
    section("Reports read with doubts, of which text may be missing:", doubtful.map(doubt).collect());
    section("Files of formats that are not read:", catalogue.other.clone());
    if text.is_empty() {
        put(&mut text, "", "No gap is known: no meeting is missing from a series, and every file was read.");
    }
    text
}

/// A line, wrapped; further lines stand a little to the right.
fn put(text: &mut String, margin: &str, line: &str) {
    for (at, part) in escapes::lines(line, COLUMNS - margin.len() - 2).iter().enumerate() {
        let hang = if at == 0 { "" } else { "  " };
        text.push_str(&format!("{margin}{hang}{part}\n"));
    }
}

/// What the ledger holds.
fn ledger(record: &Record, format: TextOrJson) -> Result<Ended, RunError> {
    let summary = record.ledger_summary()?;
    let mut out = io::stdout().lock();
    let printed = match format {
        TextOrJson::Json => {
            serde_json::to_writer_pretty(&mut out, &summary).map_err(io::Error::from).and_then(|()| writeln!(out))
        }
        TextOrJson::Text => out.write_all(say::harmless(&(summary.lines().join("\n") + "\n")).as_bytes()),
    };
    printed.map_err(say::cannot_print)?;
    Ok(if summary.notes.is_empty() { Ended::Clean } else { Ended::LookAt })
}

/// The runs so far.
fn nights(record: &Record, format: TextOrJson) -> Result<Ended, RunError> {
    let nights = record.runs();
    let text = match format {
        TextOrJson::Json => as_json(&serde_json::json!({"schema": NIGHTS_SCHEMA, "nights": nights}))?,
        TextOrJson::Text if nights.is_empty() => "No run has been reported yet.\n".to_owned(),
        TextOrJson::Text => nights.iter().map(night_in_words).collect(),
    };
    io::stdout().write_all(say::harmless(&text).as_bytes()).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}

/// "2026-03-02T02:15:00Z  1  published  generation 12: 103 reports (2 not read), +14 -0 ~3 items, 4.1 s", then what it needed.
fn night_in_words(night: &Night) -> String {
    let Night { started, status, outcome, generation, reports, not_read, gained, lost, changed, seconds, .. } = night;
    let mut text = format!(
        "{started}  {status}  {outcome:<9}  generation {generation}: {reports} reports ({not_read} not read), +{gained} -{lost} ~{changed} items, {seconds:.1} s\n"
    );
    night.needed.iter().for_each(|line| put(&mut text, "    ", line));
    text
}
