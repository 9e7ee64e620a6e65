//! `minutebook tracker`: edited copies, the keys of other tools, conflicts, assessments and corrections.

use super::ended::Ended;
use super::export::select::Selection;
use super::say;
use crate::error::RunError;
use crate::model::assessments::ON;
use crate::record::{Correction, ExportedFile, HandoutForm, Record};
use crate::tracker::{Since, past, progress};
use clap::{Args, Subcommand};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Take over what people edited, sent in or corrected.
///
///   minutebook tracker merge from-ana.csv from-ben.xlsx
///       two copies of the tracker into one
///   minutebook tracker conflicts
///       cells with two values
///   minutebook tracker resolve ID status
///       keep the value that the tracker has
///   minutebook tracker handout --category funding --assessor Ana -o f.xlsx
///       a workbook for assessors, their views side by side
///   minutebook tracker assess funding-by-ana.xlsx
///       assessments into assessments.csv
///   minutebook tracker correct ID kind action --by Ana
///       one more line in overrides.csv
///   minutebook tracker history R-051
///       who wrote what into a row, and when
///   minutebook tracker restore outputs/kept/2026-11-21-tracker-abcdefgh.csv
///       what that would bring back; add --yes to do it
///   minutebook tracker confirm
///       items whose words changed in their reports, old beside new
///   minutebook tracker report --since 2026-11-01 --format html
///       done, overdue, new and changed, for the next meeting
///   minutebook tracker keys jira-export.csv
///       the keys that Jira gave, so that the next file updates
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct TrackerArguments {
    /// What to do
    #[command(subcommand)]
    pub what: What,
}

/// What to do with trackers.
#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "made once, from what was typed")]
pub enum What {
    /// Merge edited copies (CSV or XLSX) into outputs/tracker.csv and .xlsx; conflicts are listed, nothing is lost
    Merge {
        /// Copies of the tracker as people saved them
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Write the merged tracker to this file as well (.csv or .xlsx), to send around
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace a file that minutebook did not write, or that was edited since
        #[arg(long)]
        overwrite: bool,
    },
    /// Learn the keys of another tool (Jira's issue key, GitHub's issue number) from what it exports, and take back its status
    Keys {
        /// Jira's export as CSV with all fields, the keys file of the gh script, or the JSON of `gh issue list`
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Tell what happened to an item: when, from which file, from what to what
    History {
        /// Its id, or its number
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Bring human cells back: to what a kept copy says, to how they stood after a run, or to before the last act on an item
    Restore {
        /// A file (outputs/kept/...), the number of a run, or the id or number of an item
        #[arg(value_name = "FILE|RUN|ID")]
        what: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Say that an item is another one with new words: its cells, assessments and keys go there. Alone, list which may be
    Confirm {
        /// The item that is gone, by id or number
        #[arg(value_name = "OLD", requires = "new")]
        old: Option<String>,
        /// The item that came
        #[arg(value_name = "NEW")]
        new: Option<String>,
        /// They are two: what was carried over is taken back, and never carried again
        #[arg(long, requires = "new")]
        no: bool,
        /// Who says so
        #[arg(long, value_name = "NAME", default_value = "a person")]
        by: String,
    },
    /// Tell, for the next meeting, what is done, overdue, new and changed since a day or a run
    Report {
        /// A day (2026-11-21) or the number of a run
        #[arg(long, value_name = "DAY|RUN")]
        since: String,
        /// Markdown, HTML, or a workbook
        #[arg(long, value_enum, default_value_t = ReportFormat::Md, value_name = "FORMAT")]
        format: ReportFormat,
        /// Write to this file instead of standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace a file that minutebook did not write, or that was edited since
        #[arg(long)]
        overwrite: bool,
    },
    /// Write selected items for assessors, as workbook or text document: view and note of each side by side; `assess` takes it back
    Handout {
        /// What to select.
        #[command(flatten)]
        selection: Selection,
        /// Who assesses; may be given several times
        #[arg(long, required = true, value_name = "NAME")]
        assessor: Vec<String>,
        /// What each gives a view on, where it is more than one thing (progress, relevance); may be given several times
        #[arg(long, value_name = "MATTER")]
        on: Vec<String>,
        /// The file (.xlsx or .docx)
        #[arg(long, short, required = true, value_name = "FILE")]
        output: PathBuf,
        /// Replace a file that minutebook did not write, or that was edited since
        #[arg(long)]
        overwrite: bool,
    },
    /// List the cells with two values, with both
    Conflicts,
    /// Settle the conflicts of a cell: the tracker keeps the value it has
    Resolve {
        /// The item
        #[arg(value_name = "ID")]
        id: String,
        /// The column
        #[arg(value_name = "COLUMN")]
        column: String,
    },
    /// Add assessments that people sent in (CSV, XLSX or DOCX) to assessments.csv; a line that is there is not added again
    Assess {
        /// Sheets of outputs/assessments, filled, or files with id, assessor and view
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Who assessed, for lines that name nobody
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Add a correction of an item to overrides.csv; the next run applies it
    Correct {
        /// The item; with `add`, the paragraph
        #[arg(value_name = "ID")]
        id: String,
        /// What is wrong: kind, category, actor, due, not-an-item, or add for an item that was missed
        #[arg(value_name = "FIELD")]
        field: String,
        /// What is right; with `add`, the kind, a colon and the words as printed
        #[arg(value_name = "VALUE", default_value = "")]
        value: String,
        /// Who says so
        #[arg(long, value_name = "NAME")]
        by: String,
        /// Why
        #[arg(long, value_name = "REASON", default_value = "")]
        because: String,
    },
}

/// The forms of a report for a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ReportFormat {
    /// Markdown
    Md,
    /// A page of HTML
    Html,
    /// A workbook
    Xlsx,
}

/// Runs the command.
pub fn command(record: &Record, arguments: &TrackerArguments) -> Result<Ended, RunError> {
    match &arguments.what {
        What::Conflicts => conflicts(record),
        What::History { id } => history(record, id),
        What::Confirm { old: Some(old), new: Some(new), no, by } => {
            record.confirm(old, new, !no, by)?;
            let told = if *no { "are two items from now on" } else { "is one item with it from now on" };
            print(&format!("{old} and {new}: {told}; outputs/tracker.csv and outputs/tracker.xlsx show it\n"))
        }
        What::Confirm { .. } => reworded(record),
        What::Restore { what, yes } => restore(record, what, *yes),
        What::Report { since, format, output, overwrite } => {
            report(record, since, *format, output.as_deref().map(|output| (output, *overwrite)))
        }
        What::Handout { selection, assessor, on, output, overwrite } => {
            let form = match () {
                () if is_workbook(output) => HandoutForm::Workbook,
                () if ends_with(output, "docx") => HandoutForm::Document,
                () => {
                    return Err(RunError::usage(format!(
                        "a handout is a workbook or a text document, {} is neither",
                        output.display()
                    ))
                    .hint("end its name with .xlsx or .docx"));
                }
            };
            let file = record.handout(&selection.selection()?, &each_on(assessor, on), form)?;
            let rows = file.rows;
            for target in record.save(&[file], output, *overwrite)? {
                say::remark(&format!(
                    "{}: {rows} items; when it is filled: minutebook tracker assess FILE",
                    target.display()
                ));
            }
            Ok(Ended::Clean)
        }
        What::Merge { files, output, overwrite } => merge(record, files, output.as_deref(), *overwrite),
        What::Keys { file } => keys(record, file),
        What::Resolve { id, column } => {
            let settled = record.resolve(id, column)?;
            print(&format!("{settled} settled\n"))
        }
        What::Assess { files, by } => assess(record, files, by.as_deref()),
        What::Correct { id, field, value, by, because } => {
            let [id, field, value, by, because] = [id, field, value, by, because].map(Clone::clone);
            record.correct(&Correction { id, field, value, by, because })?;
            print("noted in overrides.csv; the next run applies it: minutebook run\n")
        }
    }
}

fn history(record: &Record, name: &str) -> Result<Ended, RunError> {
    let (id, all) = record.history(name)?;
    let mut text = format!("{id}\n");
    for past::Told { at, run, what } in &all {
        text.push_str(&format!("  {at}  run {run}  {what}\n"));
    }
    print(&text)
}

fn reworded(record: &Record) -> Result<Ended, RunError> {
    let pairs = record.reworded()?;
    let mut text = String::new();
    for pair in &pairs {
        let percent = (pair.likeness * 100.0).round();
        let state = if pair.is_linked { "linked, as they are nearly the same" } else { "not linked" };
        text.push_str(&format!("{percent} % of the words are the same: {state}\n"));
        text.push_str(&format!("  was {} {}\n      {}\n", pair.old_no, pair.old, pair.old_text));
        text.push_str(&format!("  now {} {}\n      {}\n", pair.new_no, pair.new, pair.new_text));
        let (old, new) = (&pair.old, &pair.new);
        text.push_str(&match pair.is_linked {
            true => format!("  if they are two: minutebook tracker confirm --no '{old}' '{new}'\n\n"),
            false => format!("  if they are one: minutebook tracker confirm '{old}' '{new}'\n\n"),
        });
    }
    if pairs.is_empty() {
        text.push_str("no item looks like another one with new words\n");
    }
    print(&text)
}

fn restore(record: &Record, what: &str, yes: bool) -> Result<Ended, RunError> {
    let changes = if yes { record.restore(what)? } else { record.restorable(what)? };
    let mut text = String::new();
    for past::Change { id, column, from, to } in &changes {
        text.push_str(&format!("  {id} {column}: {from:?} -> {to:?}\n"));
    }
    if yes {
        return print(&format!(
            "{text}{} cells restored; outputs/tracker.csv and outputs/tracker.xlsx hold them\n",
            changes.len()
        ));
    }
    print(&format!("{text}{} cells would change\n", changes.len()))?;
    if changes.is_empty() {
        return Ok(Ended::Clean);
    }
    print("Nothing was changed: add --yes to do it. What stands now stays in the history of each item.\n")?;
    Ok(Ended::LookAt)
}

fn report(record: &Record, since: &str, format: ReportFormat, to: Option<(&Path, bool)>) -> Result<Ended, RunError> {
    let parsed = Since::parse(since).map_err(|message| {
        RunError::usage(format!("--since: {message}")).hint("outputs/run-reports/ lists the runs and their days")
    })?;
    let sections = record.progress(&parsed)?;
    let title = format!("{}: since {since}", record.settings().tracker.title);
    let bytes = match format {
        ReportFormat::Md => progress::to_markdown(&title, &sections).into_bytes(),
        ReportFormat::Html => progress::to_html(&title, &sections).into_bytes(),
        ReportFormat::Xlsx => progress::to_xlsx(&title, record.today()?.as_str(), &sections)
            .map_err(|error| RunError::new("cannot write the workbook").because(error))?,
    };
    let rows = sections.iter().map(|section| section.entries.len()).sum();
    match (to, format) {
        (Some((path, overwrite)), _) => {
            for target in record.save(&[ExportedFile { suffix: "", bytes, rows }], path, overwrite)? {
                say::remark(&format!("{}: {rows} items", target.display()));
            }
            Ok(Ended::Clean)
        }
        (None, ReportFormat::Xlsx) => Err(RunError::usage("a workbook needs a file").hint("say where: -o FILE")),
        (None, _) => print(&String::from_utf8_lossy(&bytes)),
    }
}

fn merge(record: &Record, files: &[PathBuf], output: Option<&Path>, overwrite: bool) -> Result<Ended, RunError> {
    let merge = record.merge(files)?;
    let mut text = format!(
        "{} cells taken over, {} rows of people's own, {} new conflicts ({} open)\n",
        merge.edits,
        merge.own,
        merge.new_conflicts.len(),
        merge.open_conflicts
    );
    for conflict in &merge.new_conflicts {
        text.push_str(&format!(
            "  {} {}: kept {:?}, {} has {:?}\n",
            conflict.id, conflict.column, conflict.kept, conflict.file, conflict.other
        ));
    }
    for line in &merge.remarks {
        text.push_str(&format!("  {line}\n"));
    }
    text.push_str("outputs/tracker.csv and outputs/tracker.xlsx hold the merged tracker\n");
    print(&text)?;
    if let Some(path) = output {
        let name = if is_workbook(path) { "tracker.xlsx" } else { "tracker.csv" };
        let from = record.workspace().outputs().join(name);
        let bytes = std::fs::read(&from)
            .map_err(|error| RunError::new(format!("cannot read {}", from.display())).because(error))?;
        let files = [ExportedFile { suffix: "", bytes, rows: merge.rows }];
        for target in record.save(&files, path, overwrite)? {
            say::remark(&format!("{}: {} items", target.display(), merge.rows));
        }
    }
    let clean = merge.new_conflicts.is_empty() && merge.set_aside == 0;
    Ok(if clean { Ended::Clean } else { Ended::LookAt })
}

fn keys(record: &Record, file: &Path) -> Result<Ended, RunError> {
    let learnt = record.learn_keys(file)?;
    print(&format!(
        "{}: {} keys learnt, {} known before, {} rows are of no item of this workspace\n",
        learnt.tool,
        learnt.events.len(),
        learnt.known,
        learnt.others
    ))?;
    if learnt.edits + learnt.conflicts > 0 {
        print(&format!(
            "{} statuses taken back from {}, {} changed on both sides (minutebook tracker conflicts)\n",
            learnt.edits, learnt.tool, learnt.conflicts
        ))?;
    }
    for doubled in &learnt.doubled {
        let (id, kept, others) = (&doubled.id, &doubled.kept, doubled.others.join(", "));
        print(&format!(
            "  {id} is there more than once: {kept} is updated from now on, {others} is not; close it there\n"
        ))?;
    }
    Ok(if learnt.doubled.is_empty() && learnt.conflicts == 0 { Ended::Clean } else { Ended::LookAt })
}

fn assess(record: &Record, files: &[PathBuf], by: Option<&str>) -> Result<Ended, RunError> {
    let (files, disagree) = record.assess(files, by)?;
    let mut text = String::new();
    for one in files {
        text.push_str(&format!("{}: {} new, {} known\n", one.file, one.new, one.known));
    }
    for id in disagree {
        text.push_str(&format!("  {id}: assessors disagree\n"));
    }
    print(&text)
}

fn conflicts(record: &Record) -> Result<Ended, RunError> {
    let conflicts = record.conflicts()?;
    let mut text = String::new();
    for conflict in &conflicts {
        text.push_str(&format!(
            "{} {} ({}, {})\n  tracker: {}\n  {}: {}\n",
            conflict.id,
            conflict.column,
            conflict.reason.name(),
            conflict.since,
            conflict.kept,
            conflict.file,
            conflict.other
        ));
    }
    if conflicts.is_empty() {
        text.push_str("no conflicts\n");
    }
    print(&text)
}

/// Each assessor with each matter that a view is wanted on.
fn each_on(assessors: &[String], matters: &[String]) -> Vec<String> {
    if matters.is_empty() {
        return assessors.to_vec();
    }
    let each = assessors.iter().flat_map(|name| matters.iter().map(move |matter| format!("{name}{ON}{matter}")));
    each.collect()
}

fn is_workbook(path: &Path) -> bool {
    ends_with(path, "xlsx")
}

fn ends_with(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending))
}

fn print(text: &str) -> Result<Ended, RunError> {
    let mut out = io::stdout().lock();
    out.write_all(say::harmless(text).as_bytes()).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}
