//! `minutebook run`: the whole pipeline, with progress for people and a summary at the end.

use super::ended::Ended;
use super::say;
use crate::error::RunError;
use crate::record::Record;
use crate::run::Options;
use crate::run::observe::{Event, Observer};
use crate::run::report::RunReport;
use crate::store::Storage;
use crate::workspace::Workspace;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Read what is new in corpus/, rebuild the index, and write the trackers.
///
/// Only new and changed files are read. A file that cannot be read never stops
/// the run: it is listed with its reason. The index stays searchable throughout.
/// Example for cron:
///
///   15 2 * * *  minutebook run --quiet --workspace /srv/minutebook
///
/// Exit status: 0 all is well; 1 done, with something new that needs a person; 2
/// could not run, or was stopped.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct RunArguments {
    /// Read every file again, whatever is remembered
    #[arg(long)]
    pub full: bool,
    /// Compare contents, not only sizes and times, to find changed files
    #[arg(long)]
    pub verify: bool,
    /// Try again the files that failed before
    #[arg(long)]
    pub retry: bool,
    /// Files changed in the last SECONDS wait for the next run [default: 60, or 0 on the first run]
    #[arg(long, value_name = "SECONDS")]
    pub settle: Option<u64>,
    /// Work on N files at once [default: as many as there are cores]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Print nothing but what needs a person
    #[arg(long, short)]
    pub quiet: bool,
    /// How to report progress on standard error
    #[arg(long, value_enum, default_value_t = LogFormat::Text, value_name = "FORMAT")]
    pub log_format: LogFormat,
    /// Take documents from FILE (made by `extract --format jsonl`; `-` for standard input) instead of reading corpus/
    ///
    /// They are added, or replace what was read of the same path before; all other reports stay. With --full, FILE is the
    /// whole corpus, and a report that it does not name leaves the index.
    #[arg(long, value_name = "FILE")]
    pub from_jsonl: Option<PathBuf>,
}

/// How progress is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A progress bar on a terminal, plain lines otherwise
    Text,
    /// One JSON object a line
    Json,
}

/// Runs the command.
pub fn command(record: &Record, arguments: &RunArguments) -> Result<Ended, RunError> {
    let workspace = record.workspace();
    let spooled = Spooled::of(workspace, arguments.from_jsonl.as_deref())?;
    let options = Options {
        full: arguments.full,
        verify: arguments.verify,
        retry: arguments.retry,
        settle: arguments.settle.map(Duration::from_secs),
        from_jsonl: spooled.as_ref().map(|spooled| spooled.path.clone()).or_else(|| arguments.from_jsonl.clone()),
    };
    let watcher = Watcher::new(arguments);
    watcher.stop_on_signals()?;
    let report = in_pool(arguments.jobs.or(record.settings().run.jobs), || record.run(&options, &watcher))?;
    watcher.clear();
    let mut out = io::stdout().lock();
    let printed = match (arguments.log_format, arguments.quiet) {
        (LogFormat::Json, true) if !report.needs_a_look() => Ok(()),
        (LogFormat::Json, _) => writeln!(out, "{}", report.to_json_line()?),
        (LogFormat::Text, true) => out.write_all(say::harmless(&report.news_only()).as_bytes()),
        (LogFormat::Text, false) => out.write_all(say::harmless(&report.summary()).as_bytes()),
    };
    printed.map_err(say::cannot_print)?;
    if report.outcome == "stopped" {
        return Err(RunError::new("stopped before the end; the index is as it was")
            .hint("Run again: what was not done is done then."));
    }
    Ok(if report.needs_a_look() { Ended::LookAt } else { Ended::Clean })
}

/// Standard input on the disk, where it can be read twice; it is removed at the end.
struct Spooled {
    path: PathBuf,
}

impl Spooled {
    fn of(workspace: &Workspace, from: Option<&Path>) -> Result<Option<Self>, RunError> {
        if from != Some(Path::new("-")) {
            return Ok(None);
        }
        let path = workspace.indexes().join(format!("standard-input-{}.jsonl", std::process::id()));
        let spooled = Self { path };
        Storage::at(workspace.root())
            .write_atomic_with(&spooled.path, |out| io::copy(&mut io::stdin().lock(), out).map(|_| ()))?;
        Ok(Some(spooled))
    }
}

impl Drop for Spooled {
    fn drop(&mut self) {
        // What stays of it is in nobody's way.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// More threads for each core than this only wait for each other.
const THREADS_A_CORE: usize = 4;

/// Runs `work` with the asked number of threads.
fn in_pool(jobs: Option<usize>, work: impl FnOnce() -> Result<RunReport, RunError>) -> Result<RunReport, RunError> {
    if let Some(asked) = jobs {
        let most = std::thread::available_parallelism().map_or(1, usize::from) * THREADS_A_CORE;
        let jobs = asked.clamp(1, most);
        if jobs < asked {
            say::remark(&format!("{asked} files at once are more than this machine can do: {jobs} are worked on"));
        }
        // For all of the program: files and the pages of one file share the threads.
        rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build_global()
            .map_err(|error| RunError::new(format!("cannot start {jobs} threads")).because(error))?;
    }
    work()
}

/// Shows the events of a run on standard error: a bar on a terminal, JSON lines when asked, else only what went wrong.
struct Watcher {
    bar: ProgressBar,
    format: LogFormat,
    quiet: bool,
    stop: Arc<AtomicBool>,
}

impl Watcher {
    fn new(arguments: &RunArguments) -> Self {
        let shown = io::stderr().is_terminal() && !arguments.quiet && arguments.log_format == LogFormat::Text;
        let bar = ProgressBar::with_draw_target(
            None,
            if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() },
        );
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {wide_bar} {pos}/{len}  {per_sec}  {eta} left")
        {
            bar.set_style(style);
        }
        Self { bar, format: arguments.log_format, quiet: arguments.quiet, stop: Arc::new(AtomicBool::new(false)) }
    }

    /// Asks the run to stop at Ctrl-C or SIGTERM; a second signal ends the program at once (the index stays sound).
    fn stop_on_signals(&self) -> Result<(), RunError> {
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            signal_hook::flag::register_conditional_default(signal, Arc::clone(&self.stop))
                .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&self.stop)))
                .map_err(|error| RunError::new("cannot listen for signals").because(error))?;
        }
        Ok(())
    }

    fn clear(&self) {
        self.bar.finish_and_clear();
    }

    fn json(&self, line: &serde_json::Value) {
        // Standard error may be closed; the run goes on.
        let _ = writeln!(io::stderr(), "{line}");
    }

    fn line(&self, text: &str) {
        self.bar.suspend(|| say::remark(text));
    }
}

impl Observer for Watcher {
    fn event(&self, event: Event<'_>) {
        if self.format == LogFormat::Json {
            if !self.quiet || matches!(event, Event::Failed { .. }) {
                self.json(&as_json(event));
            }
            return;
        }
        match event {
            Event::Planned { files, read, retag, .. } => {
                self.bar.set_length((read + retag) as u64);
                self.bar.set_message("reading");
                if !self.quiet && !io::stderr().is_terminal() {
                    say::remark(&format!("{files} files in the corpus: {read} to read, {retag} to tag again"));
                }
            }
            Event::Done { path, .. } => {
                self.bar.inc(1);
                self.bar.set_message(say::harmless(path).into_owned());
            }
            Event::Failed { reason, .. } => {
                self.bar.inc(1);
                if !self.quiet {
                    self.line(&format!("not read: {reason}"));
                }
            }
            Event::Remark(text) => {
                if !self.quiet {
                    self.line(text);
                }
            }
            Event::Phase(name) => self.bar.set_message(name.to_owned()),
            Event::Stopping => self.bar.set_message("stopping after the reports in hand"),
        }
    }

    fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }
}

fn as_json(event: Event<'_>) -> serde_json::Value {
    match event {
        Event::Planned { files, read, retag, bytes } => {
            serde_json::json!({"event": "planned", "files": files, "read": read, "retag": retag, "bytes": bytes})
        }
        Event::Done { path, bytes } => serde_json::json!({"event": "done", "path": path, "bytes": bytes}),
        Event::Failed { path, reason } => serde_json::json!({"event": "failed", "path": path, "reason": reason}),
        Event::Remark(text) => serde_json::json!({"event": "remark", "text": text}),
        Event::Phase(name) => serde_json::json!({"event": "phase", "name": name}),
        Event::Stopping => serde_json::json!({"event": "stopping"}),
    }
}
