//! `minutebook export`: a selection of items for another tool.

mod deliver;
mod select;
mod tool;

use super::Ended;
use super::{say, workbench};
use crate::error::RunError;
use crate::export::ics::Deadline;
use crate::export::{self, TrackerRow, profile, xlsx};
use crate::settings::Settings;
use crate::store::{Ledger, Storage};
use crate::tracker::{self, Delta, History, Since, Table, TableRow};
use crate::workspace::Workspace;
use clap::{Args, ValueEnum};
pub(super) use deliver::{Delivery, File};
use std::io;
use std::path::PathBuf;

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
            Self::Github => profile::github::NAME,
        }
    }
}

/// Runs the command.
pub fn command(workspace: &Workspace, arguments: &ExportArguments) -> Result<Ended, RunError> {
    if let Some(file) = &arguments.check {
        return check(file, arguments.profile);
    }
    let since = arguments.since.as_deref().map(Since::parse).transpose().map_err(|message| {
        RunError::new(format!("--since: {message}")).hint("outputs/run-reports/ lists the runs and their days")
    })?;
    let storage = Storage::at(workspace.root());
    // What was sent to a tool is remembered: nobody else may write then.
    let _lock = match arguments.profile {
        Some(_) if !arguments.preview => Some(workbench::lock(workspace, &storage, "export")?),
        _ => None,
    };
    let index = workbench::open(workspace)?;
    let mut ledger = Ledger::open(&storage, &workspace.ledger())?;
    let history = tracker::load(&ledger)?;
    let selected = select::select(workspace, &index, &ledger, &history, &arguments.selection)?;
    let delivery = Delivery::new(workspace, &storage, arguments.output.clone(), arguments.overwrite)?;
    let lists = match &since {
        Some(since) => Lists::Since(tracker::delta(&history, since, selected.held.iter().chain(&selected.withdrawn))),
        None => Lists::All(selected),
    };
    match arguments.profile {
        Some(name) => {
            let how = tool::How { name: name.name(), again: arguments.again, remember: !arguments.preview };
            tool::export(&how, lists, &history, &mut ledger, index.generation.number, &delivery)
        }
        None => plain(workspace, arguments, lists, &history, &ledger, &delivery),
    }
}

/// What to write: all, or what happened since a run or a day.
enum Lists {
    All(select::Selected),
    Since(Delta),
}

/// Writes in a form that belongs to no tool.
fn plain(
    workspace: &Workspace,
    arguments: &ExportArguments,
    lists: Lists,
    history: &History,
    ledger: &Ledger,
    delivery: &Delivery,
) -> Result<Ended, RunError> {
    let settings = Settings::load(workspace)?;
    let writer = Writer { format: arguments.format, title: &settings.tracker.title, day: ledger.today(), history };
    let files = match lists {
        Lists::All(selected) => {
            let cancelled = arguments.format == ExportFormat::Ics || arguments.selection.withdrawn;
            let withdrawn = if cancelled { selected.withdrawn } else { Vec::new() };
            let rows: Vec<TrackerRow> = selected.held.into_iter().chain(withdrawn).collect();
            vec![writer.file("", &settings.tracker.title, rows)?]
        }
        // A calendar takes all three from one file, by UID and status.
        Lists::Since(delta) if arguments.format == ExportFormat::Ics => {
            let rows = [delta.new, delta.changed, delta.withdrawn].concat();
            vec![writer.file("", &settings.tracker.title, rows)?]
        }
        Lists::Since(delta) => vec![
            writer.file("new", "New", delta.new)?,
            writer.file("changed", "Changed", delta.changed)?,
            writer.file("withdrawn", "Withdrawn", delta.withdrawn)?,
        ],
    };
    delivery.deliver(&files, arguments.format == ExportFormat::Md)?;
    Ok(Ended::Clean)
}

struct Writer<'a> {
    format: ExportFormat,
    title: &'a str,
    day: &'a str,
    history: &'a History,
}

impl Writer<'_> {
    fn file(&self, suffix: &'static str, title: &str, rows: Vec<TrackerRow>) -> Result<File, RunError> {
        let count = rows.len();
        let mut bytes = Vec::new();
        self.write(title, rows, &mut bytes).map_err(|error| RunError::new("cannot write the export").because(error))?;
        Ok(File { suffix, bytes, rows: count })
    }

    fn write(&self, title: &str, rows: Vec<TrackerRow>, out: &mut Vec<u8>) -> io::Result<()> {
        match self.format {
            ExportFormat::Csv => export::csv::write(&rows, export::csv::CsvForm::Plain, out),
            ExportFormat::Jsonl => export::jsonl::write(&rows, out),
            ExportFormat::Ndjson => export::jsonl::write_for_quickwit(&rows, out),
            ExportFormat::Md => export::markdown::write(title, &rows, out),
            ExportFormat::Xlsx => self.workbook(title, rows, out),
            ExportFormat::Ics => export::ics::write(self.title, self.day, self.deadlines(&rows), out),
        }
    }

    fn deadlines<'a>(&'a self, rows: &'a [TrackerRow]) -> impl Iterator<Item = Deadline<'a>> {
        rows.iter().map(|row| {
            let subject = self.history.subject(&row.id);
            Deadline {
                row,
                status: subject.map(|subject| subject.cell("status")).unwrap_or_default(),
                sequence: subject.map(|subject| subject.changes).unwrap_or_default(),
            }
        })
    }

    fn workbook(&self, title: &str, rows: Vec<TrackerRow>, out: &mut Vec<u8>) -> io::Result<()> {
        let human = |row: &TrackerRow| self.history.subject(&row.id).map(|known| known.human.clone());
        let table = Table {
            human: tracker::human_columns(self.history.columns()),
            rows: rows
                .into_iter()
                .map(|row| TableRow::Item { human: human(&row).unwrap_or_default(), row: Box::new(row) })
                .collect(),
        };
        let options =
            xlsx::Options { title: title.to_owned(), day: self.day.to_owned(), corpus: None, read_back: false };
        let fitted = xlsx::write(&table, &options, out)?;
        if fitted.cells_cut > 0 {
            say::remark(&format!("{} cells are longer than Excel can hold and were cut", fitted.cells_cut));
        }
        if fitted.links_as_text > 0 {
            say::remark(&format!("{} links are written as text: Excel takes no more", fitted.links_as_text));
        }
        Ok(())
    }
}

/// `--check`: exit status 1 where the tool would not take the file as it is.
fn check(file: &PathBuf, name: Option<ToolName>) -> Result<Ended, RunError> {
    let bytes =
        std::fs::read(file).map_err(|error| RunError::new(format!("cannot read {}", file.display())).because(error))?;
    let found = match name {
        Some(ToolName::Github) => {
            return Err(RunError::new("the script for GitHub is no table: run it to see what it would do")
                .hint("sh FILE --repo OWNER/NAME sends nothing until --go is added"));
        }
        Some(name) => profile::named(name.name()),
        None => profile::check::recognised(&bytes),
    };
    let Some(found) = found else {
        return Err(RunError::new(format!("{} has the columns of no profile", file.display()))
            .hint("Name the tool: --profile jira"));
    };
    let breaches = profile::check::check(found, &bytes);
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
        0 => format!("{}: as {} imports it\n", file.display(), found.name),
        count => format!("{}: {count} breaches of the profile {}\n", file.display(), found.name),
    });
    deliver::print(say::harmless(&text).as_bytes())?;
    Ok(if breaches.is_empty() { Ended::Clean } else { Ended::LookAt })
}
