//! `minutebook export`: a selection of items for another tool.

pub mod select;

use super::ended::Ended;
use super::say;
use crate::error::RunError;
use crate::record::{Checked, Export, ExportForm, Exported, Record, Tool};
use crate::tracker::Since;
use clap::{Args, ValueEnum};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Write decisions, actions and recommendations for the tool that you use.
///
///   minutebook export > items.csv
///   minutebook export newcomers --from 2015 --kind recommendation --format md
///   minutebook export --category funding --format xlsx -o funding.xlsx
///   minutebook export --profile jira -o jira.csv
///       new issues, and jira-update.csv for those that Jira has
///   minutebook export --since 2026-11-01 -o november.csv
///       november-new.csv, -changed.csv and -withdrawn.csv
///   minutebook export --check jira.csv
///       would the tool take this file as it is?
///
/// docs/trackers.md says for each tool how to import the file, and what the tool
/// cannot do.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ExportArguments {
    /// What to select.
    #[command(flatten)]
    pub selection: select::Selection,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = ExportFormat::Csv, value_name = "FORMAT")]
    pub format: ExportFormat,
    /// Write as this tool imports it: its columns, dates, lengths and labels
    #[arg(long, value_enum, value_name = "TOOL", conflicts_with = "format")]
    pub profile: Option<ToolName>,
    /// Only what is new, changed or withdrawn since then, each in a file of its own: the number of a run, or a day
    #[arg(long, value_name = "RUN|DATE")]
    pub since: Option<String>,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace a file that minutebook did not write, or that was edited since
    #[arg(long)]
    pub overwrite: bool,
    /// With a profile: also items that were exported to this tool before
    #[arg(long, requires = "profile")]
    pub again: bool,
    /// With a profile: do not remember these items as exported
    #[arg(long, requires = "profile")]
    pub preview: bool,
    /// Read a file again as its tool will, and list everything that the tool would refuse or change
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "since", "again", "preview"])]
    pub check: Option<PathBuf>,
}

/// Forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Comma-separated values (RFC 4180, UTF-8), cells as they are: for programs
    Csv,
    /// One JSON object a line
    Jsonl,
    /// One JSON object a line in the form that Quickwit ingests
    Ndjson,
    /// A readable list
    Md,
    /// A workbook: a sheet a category, with filters and links
    Xlsx,
    /// Deadlines for a calendar
    Ics,
}

/// Tools with an import of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ToolName {
    /// Microsoft Excel, LibreOffice Calc
    Excel,
    /// Google Sheets
    Sheets,
    /// Jira: new issues and updates
    Jira,
    /// Asana: new tasks
    Asana,
    /// Airtable: merged by ID
    Airtable,
    /// Notion: new pages
    Notion,
    /// GitHub: a script for the gh command that first says what it would do
    Github,
}

impl ToolName {
    fn name(self) -> &'static str {
        match self {
            Self::Excel => "excel",
            Self::Sheets => "sheets",
            Self::Jira => "jira",
            Self::Asana => "asana",
            Self::Airtable => "airtable",
            Self::Notion => "notion",
            Self::Github => "github",
        }
    }
}

/// Runs the command.
pub fn command(record: &Record, arguments: &ExportArguments) -> Result<Ended, RunError> {
    let tool = arguments.profile.map(|tool| Tool::named(tool.name())).transpose()?;
    if let Some(file) = &arguments.check {
        return check(file, tool);
    }
    let since = arguments.since.as_deref().map(Since::parse).transpose().map_err(|message| {
        RunError::usage(format!("--since: {message}")).hint("outputs/run-reports/ lists the runs and their days")
    })?;
    let form = match (tool, arguments.format) {
        (Some(tool), _) => ExportForm::Tool { tool, again: arguments.again, preview: arguments.preview },
        (None, ExportFormat::Csv) => ExportForm::Csv,
        (None, ExportFormat::Jsonl) => ExportForm::Jsonl,
        (None, ExportFormat::Ndjson) => ExportForm::Quickwit,
        (None, ExportFormat::Md) => ExportForm::Markdown,
        (None, ExportFormat::Xlsx) => ExportForm::Xlsx,
        (None, ExportFormat::Ics) => ExportForm::Ics,
    };
    let single = arguments.output.is_none();
    let export = Export { selection: arguments.selection.selection()?, form, since, single };
    let together = form == ExportForm::Markdown;
    let waiting = record.export(&export, |exported| {
        exported.remarks.iter().for_each(|remark| say::remark(remark));
        match &arguments.output {
            Some(output) => save(record, exported, output, arguments.overwrite),
            None => print_all(exported, together),
        }
    })?;
    waiting.iter().for_each(|remark| say::remark(remark));
    Ok(Ended::Clean)
}

fn save(record: &Record, exported: &Exported, output: &Path, overwrite: bool) -> Result<(), RunError> {
    let targets = record.save(&exported.files, output, overwrite)?;
    for (file, target) in exported.files.iter().zip(targets) {
        say::remark(&format!("{}: {} items", target.display(), file.rows));
    }
    Ok(())
}

/// `together` says that on standard output one file may follow another.
fn print_all(exported: &Exported, together: bool) -> Result<(), RunError> {
    match exported.files.as_slice() {
        [only] => print(&only.bytes),
        several if together => several.iter().try_for_each(|file| print(&file.bytes)),
        several => {
            let names: Vec<String> =
                several.iter().map(|file| file.named(Path::new("FILE")).display().to_string()).collect();
            Err(RunError::usage(format!("this export is {} files: {}", several.len(), names.join(", ")))
                .hint("Say where to write them: -o FILE"))
        }
    }
}

/// `--check`: exit status 1 where the tool would not take the file as it is.
fn check(file: &Path, tool: Option<Tool>) -> Result<Ended, RunError> {
    let Checked { profile, breaches } = Checked::file(file, tool)?;
    let mut text = String::new();
    for breach in &breaches {
        let place = match (breach.record, &breach.column) {
            (0, _) => String::new(),
            (record, None) => format!("record {record}: "),
            (record, Some(column)) => format!("record {record}, {column}: "),
        };
        text.push_str(&format!("{place}{}\n", breach.message));
    }
    text.push_str(&match breaches.len() {
        0 => format!("{}: as {profile} imports it\n", file.display()),
        count => format!("{}: {count} breaches of the profile {profile}\n", file.display()),
    });
    print(say::harmless(&text).as_bytes())?;
    Ok(if breaches.is_empty() { Ended::Clean } else { Ended::LookAt })
}

/// Writes bytes to standard output.
fn print(bytes: &[u8]) -> Result<(), RunError> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(say::cannot_print)
}
