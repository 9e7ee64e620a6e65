//! `minutebook export`: a selection of items for another tool.

use super::Ended;
use super::{say, workbench};
use crate::error::RunError;
use crate::export::{self, TrackerRow};
use crate::run::documents::Documents;
use crate::run::outputs;
use crate::search::{Filters, Options};
use crate::store::{Ledger, Storage};
use crate::workspace::Workspace;
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

/// Write decisions, actions and recommendations for the tool that you use.
///
///   minutebook export > items.csv
///   minutebook export --kind recommendation --format md > recommendations.md
///   minutebook export 'newcomers' --from 2015 --format jsonl
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ExportArguments {
    /// Only items in paragraphs that this query finds, as in `search`; all items where none is given
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = ExportFormat::Csv, value_name = "FORMAT")]
    pub format: ExportFormat,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Only decision, action or recommendation (may be given several times)
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only this topic
    #[arg(long, value_name = "TOPIC")]
    pub category: Vec<String>,
    /// Only reports of this day, month or year or later
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Only reports of this day, month or year or earlier
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Only this report, by its key
    #[arg(long, value_name = "KEY")]
    pub report: Vec<String>,
    /// Also procedural items: agenda adopted, minutes approved
    #[arg(long)]
    pub procedural: bool,
}

/// Forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Comma-separated values (RFC 4180, UTF-8)
    Csv,
    /// One JSON object a line
    Jsonl,
    /// One JSON object a line in the form that Quickwit ingests
    Ndjson,
    /// A readable list
    Md,
}

/// Runs the command.
pub fn command(workspace: &Workspace, arguments: &ExportArguments) -> Result<Ended, RunError> {
    let index = workbench::open(workspace)?;
    let storage = Storage::at(workspace.root());
    let ledger = Ledger::open(&storage, &workspace.ledger())?;
    let mut rows = outputs::rows(&Documents::of(workspace), &index.catalogue, &ledger)?;
    select(&mut rows, &index, arguments)?;
    let mut bytes = Vec::new();
    let written = match arguments.format {
        ExportFormat::Csv => export::csv::write(&rows, export::csv::CsvForm::Plain, &mut bytes),
        ExportFormat::Jsonl => export::jsonl::write(&rows, &mut bytes),
        ExportFormat::Ndjson => export::jsonl::write_for_quickwit(&rows, &mut bytes),
        ExportFormat::Md => export::markdown::write("Items", &rows, &mut bytes),
    };
    written.map_err(|error| RunError::new("cannot write the export").because(error))?;
    match &arguments.output {
        Some(path) => storage.write_atomic(std::path::absolute(path).unwrap_or_else(|_| path.clone()), &bytes)?,
        None => io::stdout().lock().write_all(&bytes).map_err(say::cannot_print)?,
    }
    Ok(Ended::Clean)
}

/// Keeps the rows that the query and the filters select.
fn select(rows: &mut Vec<TrackerRow>, index: &workbench::Open, arguments: &ExportArguments) -> Result<(), RunError> {
    if !arguments.procedural {
        rows.retain(|row| !row.flags.iter().any(|flag| flag == "procedural"));
    }
    if !arguments.kind.is_empty() {
        rows.retain(|row| arguments.kind.iter().any(|kind| kind == export::row::kind_name(row.kind)));
    }
    if !arguments.category.is_empty() {
        rows.retain(|row| row.categories.iter().any(|category| arguments.category.contains(category)));
    }
    let filters = Filters {
        from: arguments.from.clone(),
        to: arguments.to.clone(),
        reports: arguments.report.clone(),
        ..Filters::default()
    };
    if arguments.query.is_empty() && filters == Filters::default() {
        return Ok(());
    }
    let words = if arguments.query.is_empty() { vec!["*".to_owned()] } else { arguments.query.clone() };
    let query = workbench::query(&words)?;
    let options = Options { limit: usize::MAX / 2, filters, group: false, ..Options::default() };
    let hits = index.reader.search(&query, &options, &index.bridges)?;
    let blocks: BTreeSet<&str> = hits.hits.iter().map(|hit| hit.id.as_str()).collect();
    let found: BTreeSet<&str> =
        hits.hits.iter().flat_map(|hit| hit.items.iter().map(|item| item.id.as_str())).collect();
    rows.retain(|row| {
        found.contains(row.id.as_str()) || row.id.split('~').next().is_some_and(|block| blocks.contains(block))
    });
    Ok(())
}
