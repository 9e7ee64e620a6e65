//! `minutebook tracker`: edited copies, the keys of other tools, conflicts, assessments and corrections.

use super::ended::Ended;
use super::export::{Delivery, File};
use super::{say, workbench};
use crate::error::RunError;
use crate::model::{Assessment, Assessments};
use crate::run::outputs::{self, Round};
use crate::run::report::RunReport;
use crate::settings::Settings;
use crate::store::{Ledger, RunLock, Storage};
use crate::tracker::assessments;
use crate::tracker::overrides::{self, text_hash};
use crate::tracker::{self, Corrections, Doubled, Event, History, Refreshed, Unreadable, corrections};
use crate::workspace::Workspace;
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
///   minutebook tracker assess funding-by-ana.xlsx
///       assessments into assessments.csv
///   minutebook tracker correct ID kind action --by Ana
///       one more line in overrides.csv
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
    /// Learn the keys of another tool (Jira's issue key, GitHub's issue number) from what it exports
    Keys {
        /// Jira's export as CSV with all fields, the keys file of the gh script, or the JSON of `gh issue list`
        #[arg(value_name = "FILE")]
        file: PathBuf,
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
    /// Add assessments that people sent in (CSV or XLSX) to assessments.csv; a line that is there is not added again
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

/// Runs the command.
pub fn command(workspace: &Workspace, arguments: &TrackerArguments) -> Result<Ended, RunError> {
    let storage = Storage::at(workspace.root());
    if let What::Conflicts = arguments.what {
        return conflicts(&tracker::load(&Ledger::open(&storage, &workspace.ledger())?)?);
    }
    let lock = workbench::lock(workspace, &storage, "tracker")?;
    let mut desk = Desk { workspace, ledger: Ledger::open(&storage, &workspace.ledger())?, storage, _lock: lock };
    match &arguments.what {
        What::Conflicts => Ok(Ended::Clean),
        What::Merge { files, output, overwrite } => desk.merge(files, output.as_ref(), *overwrite),
        What::Keys { file } => desk.keys(file),
        What::Resolve { id, column } => desk.resolve(id, column),
        What::Assess { files, by } => desk.assess(files, by.as_deref()),
        What::Correct { id, field, value, by, because } => desk.correct([id, field, value, by, because]),
    }
}

/// A workspace that nobody else writes into meanwhile.
struct Desk<'a> {
    workspace: &'a Workspace,
    storage: Storage,
    ledger: Ledger,
    _lock: RunLock,
}

impl Desk<'_> {
    fn merge(&mut self, files: &[PathBuf], output: Option<&PathBuf>, overwrite: bool) -> Result<Ended, RunError> {
        let mut report = RunReport::default();
        let delivery = Delivery::new(self.workspace, &self.storage, output.cloned(), overwrite)?;
        let refreshed = self.take_over(files, &mut report)?;
        let merged = &refreshed.merged;
        let mut text = format!(
            "{} cells taken over, {} rows of people's own, {} new conflicts ({} open)\n",
            merged.counts.edits,
            merged.counts.own,
            merged.new_conflicts.len(),
            refreshed.open_conflicts
        );
        for conflict in &merged.new_conflicts {
            text.push_str(&format!(
                "  {} {}: kept {:?}, {} has {:?}\n",
                conflict.id, conflict.column, conflict.kept, conflict.file, conflict.other
            ));
        }
        for line in report.remarks.iter().chain(&report.needs_a_look) {
            text.push_str(&format!("  {line}\n"));
        }
        text.push_str("outputs/tracker.csv and outputs/tracker.xlsx hold the merged tracker\n");
        print(&text)?;
        if let Some(path) = output {
            let name = if is_workbook(path) { "tracker.xlsx" } else { "tracker.csv" };
            let from = self.workspace.outputs().join(name);
            let bytes = std::fs::read(&from).map_err(|error| cannot_read(&from, error))?;
            delivery.deliver(&[File { suffix: "", bytes, rows: refreshed.rows }], false)?;
        }
        let clean = merged.new_conflicts.is_empty() && refreshed.set_aside.is_empty();
        Ok(if clean { Ended::Clean } else { Ended::LookAt })
    }

    /// Reads the trackers and `files` back and writes all outputs of the current generation anew.
    fn take_over(&mut self, files: &[PathBuf], report: &mut RunReport) -> Result<Refreshed, RunError> {
        let settings = Settings::load(self.workspace)?;
        let corrections = Corrections::load(&self.workspace.file(corrections::FILE))?;
        let index = workbench::open(self.workspace)?;
        let round =
            Round { workspace: self.workspace, storage: &self.storage, settings: &settings, corrections: &corrections };
        outputs::take_over(&round, &mut self.ledger, &index.catalogue, index.generation.number, files, report)
    }

    fn keys(&mut self, file: &Path) -> Result<Ended, RunError> {
        let bytes = std::fs::read(file).map_err(|error| cannot_read(file, error))?;
        let history = tracker::load(&self.ledger)?;
        let learnt = tracker::learn(&history, &bytes, &file.display().to_string()).map_err(refused)?;
        let run = self.run()?;
        tracker::append(&mut self.ledger, run, &learnt.events)?;
        print(&format!(
            "{}: {} keys learnt, {} known before, {} rows are of no item of this workspace\n",
            learnt.tool,
            learnt.events.len(),
            learnt.known,
            learnt.others
        ))?;
        for Doubled { id, kept, others } in &learnt.doubled {
            let others = others.join(", ");
            print(&format!(
                "  {id} is there more than once: {kept} is updated from now on, {others} is not; close it there\n"
            ))?;
        }
        Ok(if learnt.doubled.is_empty() { Ended::Clean } else { Ended::LookAt })
    }

    fn resolve(&mut self, id: &str, column: &str) -> Result<Ended, RunError> {
        let history = tracker::load(&self.ledger)?;
        let column = crate::model::column_key(column);
        let open = history.conflicts().iter().filter(|conflict| conflict.id == id && conflict.column == column).count();
        if open == 0 {
            return Err(RunError::new(format!("{id} has no conflict in its column {column}"))
                .hint("see them all: minutebook tracker conflicts"));
        }
        let event = Event::Resolved { id: id.to_owned(), column };
        let run = self.run()?;
        tracker::append(&mut self.ledger, run, &[event])?;
        self.take_over(&[], &mut RunReport::default())?;
        print(&format!("{open} settled\n"))?;
        Ok(Ended::Clean)
    }

    fn assess(&mut self, files: &[PathBuf], by: Option<&str>) -> Result<Ended, RunError> {
        let path = self.workspace.file(assessments::FILE);
        let before = match std::fs::read(&path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(cannot_read(&path, error)),
        };
        let mut all = match &before {
            Some(bytes) => Assessments::read(bytes, assessments::FILE).map_err(refused)?,
            None => Assessments::default(),
        };
        let mut news = Vec::new();
        let mut text = String::new();
        for file in files {
            let name = file.display().to_string();
            let bytes = std::fs::read(file).map_err(|error| cannot_read(file, error))?;
            let mut sent = Assessments::read(&bytes, &name).map_err(refused)?;
            if let Some(by) = by {
                sent = sent.signed(by);
            }
            if let Some(line) = sent.lines().iter().find(|line| line.assessor.is_empty()) {
                return Err(RunError::new(format!("{name}: the assessment of {} does not say whose it is", line.id))
                    .hint("fill the column assessor, or say who it is: --by NAME"));
            }
            let added = all.add(&sent);
            text.push_str(&format!("{name}: {} new, {} known\n", added.len(), sent.lines().len() - added.len()));
            news.extend(added);
        }
        if !news.is_empty() {
            let bytes = assessments::with_lines(before.as_deref(), &news).map_err(refused)?;
            self.storage.write_atomic(&path, &bytes)?;
            self.take_over(&[], &mut RunReport::default())?;
        }
        let disagree: Vec<&str> = ids(&news).into_iter().filter(|id| all.disagree(id)).collect();
        for id in disagree {
            text.push_str(&format!("  {id}: assessors disagree\n"));
        }
        print(&text)?;
        Ok(Ended::Clean)
    }

    fn correct(&mut self, [id, field, value, by, because]: [&String; 5]) -> Result<Ended, RunError> {
        let history = tracker::load(&self.ledger)?;
        let known = history.subject(id).and_then(|subject| subject.row.as_ref());
        let adds = field == "add";
        if known.is_none() && !adds {
            return Err(RunError::new(format!("no item has the id {id}"))
                .hint("the ids stand in the first column of outputs/items.csv"));
        }
        let hash = known.filter(|_| !adds).map(|row| text_hash(&row.text)).unwrap_or_default();
        let day = self.ledger.today().to_owned();
        let path = self.workspace.file(corrections::FILE);
        let before = match std::fs::read(&path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(cannot_read(&path, error)),
        };
        let line = [id.as_str(), field, value, by, &day, because, &hash];
        let bytes =
            tracker::appended(corrections::FILE, before.as_deref(), overrides::HEADER, &[line]).map_err(refused)?;
        self.storage.write_atomic(&path, &bytes)?;
        print("noted in overrides.csv; the next run applies it: minutebook run\n")?;
        Ok(Ended::Clean)
    }

    /// The generation that ledger entries are bound to.
    fn run(&self) -> Result<u64, RunError> {
        Ok(workbench::generations(self.workspace)?.state()?.generation.unwrap_or(0))
    }
}

fn conflicts(history: &History) -> Result<Ended, RunError> {
    let mut text = String::new();
    for conflict in history.conflicts() {
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
    if history.conflicts().is_empty() {
        text.push_str("no conflicts\n");
    }
    print(&text)?;
    Ok(Ended::Clean)
}

fn ids(lines: &[Assessment]) -> Vec<&str> {
    let mut ids: Vec<&str> = lines.iter().map(|line| line.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"))
}

fn cannot_read(path: &Path, error: io::Error) -> RunError {
    RunError::new(format!("cannot read {}", path.display())).because(error)
}

fn refused(why: Unreadable) -> RunError {
    RunError::new(format!("{}: {}", why.name, why.message)).hint(why.hint)
}

fn print(text: &str) -> Result<(), RunError> {
    let mut out = io::stdout().lock();
    out.write_all(say::harmless(text).as_bytes()).map_err(say::cannot_print)
}
