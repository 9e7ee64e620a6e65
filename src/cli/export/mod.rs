//! `minutebook export`: a selection of items for another tool.

mod deliver;
mod plain;
mod select;
mod tool;

use super::ended::Ended;
use super::{say, workbench};
use crate::error::RunError;
use crate::export::{Titles, profile};
use crate::settings::Settings;
use crate::store::{Ledger, Storage};
use crate::tag::Taxonomy;
use crate::tracker::{self, Delta, Since};
use crate::workspace::Workspace;
use clap::{Args, ValueEnum};
pub(super) use deliver::{Delivery, File};
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
    let delivery = Delivery::new(workspace, &storage, arguments.output.clone(), arguments.overwrite)?;
    let titles = Titles::of_taxonomy(&Taxonomy::load(Some(&workspace.rules()))?);
    let selection = &arguments.selection;
    let Some(name) = arguments.profile else {
        let settings = Settings::load(workspace)?;
        let human = crate::model::human_columns(tracker::load_common(&ledger)?.columns());
        let how = plain::How { format: arguments.format, title: &settings.tracker.title, day: ledger.today(), titles };
        let mut writing = plain::Writing::new(&how, &human, since.as_ref(), selection.withdrawn)?;
        select::each(workspace, &index, &ledger, selection, |selected, history| writing.take(selected, history))?;
        delivery.deliver(&writing.finish()?, arguments.format == ExportFormat::Md)?;
        return Ok(Ended::Clean);
    };
    let history = tracker::load(&ledger)?;
    let mut selected = select::Selected::default();
    select::each(workspace, &index, &ledger, selection, |some, _| {
        selected.held.extend(some.held);
        selected.withdrawn.extend(some.withdrawn);
        Ok(())
    })?;
    let lists = match &since {
        Some(since) => Lists::Since(tracker::delta(&history, since, selected.held.iter().chain(&selected.withdrawn))),
        None => Lists::All(selected),
    };
    let how = tool::How { name: name.name(), titles, again: arguments.again, remember: !arguments.preview };
    tool::export(&how, lists, &history, &mut ledger, index.generation.number, &delivery)
}

/// What to write: all, or what happened since a run or a day.
enum Lists {
    All(select::Selected),
    Since(Delta),
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
