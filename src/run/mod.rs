//! What has changed since the last run, and what must be done again? Then the run report.
//!
//! `scan` looks at the corpus, `plan` compares it with the `catalogue` of the last generation, `read` does the reading in
//! parallel, `build` gives identity and builds the next generation, `outputs` writes what people use, `report` tells what came
//! of it. [`run`] is all of it in order.

pub mod alerts;
pub mod begin;
pub mod build;
pub mod cached;
pub mod catalogue;
pub mod check;
mod columns;
pub mod corrections;
pub mod documents;
pub mod imported;
pub mod known;
mod ledger_end;
pub mod losses;
mod making;
pub mod manifest;
mod members;
pub mod metrics;
pub mod nights;
pub mod notify;
pub mod observe;
pub mod outputs;
mod paths;
pub mod plan;
pub mod purge;
pub mod quick;
pub mod read;
pub mod rejudge;
pub mod report;
pub mod scan;
mod shares;
mod sweep;
pub mod switch;
pub mod threading;
mod untold;
pub mod upgrade;
mod version;
pub mod work;
mod works;

pub use version::version;

use crate::error::RunError;
use crate::extract::{Passwords, Recognizer};
use crate::query;
use crate::settings::{Settings, line_of};
use crate::store::{Current, Ledger, RunLock, Storage};
use crate::tag::Tagger;
use crate::tracker::{self, Corrections};
use crate::workspace::Workspace;
use begin::Begun;
use build::Built;
use catalogue::Catalogue;
use documents::Documents;
use imported::Imported;
use known::Known;
use manifest::Manifest;
use observe::{Event, Observer};
use plan::{Freshness, Plan};
use read::Reading;
use report::RunReport;
use scan::{Scan, ScanOptions};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use sweep::{look_at_generations, sweep};
use work::Work;

/// What the user asked of this run.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Read every file again.
    pub full: bool,
    /// Hash every file, even where size and time are as before.
    pub verify: bool,
    /// Try failed files again.
    pub retry: bool,
    /// Files changed more recently than this wait; `None` for the setting (and no waiting before the first generation).
    pub settle: Option<Duration>,
    /// Take documents from this file instead of the corpus.
    pub from_jsonl: Option<PathBuf>,
}

/// The whole pipeline over a workspace: reads what is new, builds and publishes a generation, writes outputs and report.
///
/// # Errors
/// Only what stops a run as a whole: the lock is held, the disk refuses, settings or rules are wrong. A file that cannot be
/// read is in the report.
pub fn run(
    workspace: &Workspace,
    settings: &Settings,
    options: &Options,
    observer: &dyn Observer,
) -> Result<RunReport, RunError> {
    let storage = Storage::of(settings, workspace);
    let begun = report::now();
    let ran = run_on(&storage, workspace, settings, options, observer);
    let (status, words) = match &ran {
        Ok(report) => (report.status(), if settings.notify.always { report.summary() } else { report.news_only() }),
        Err(error) => (2, error.in_words()),
    };
    // An account that may not run at all is no failed night.
    let may_run = RunLock::may_be_taken(&workspace.indexes());
    if ran.is_err() && may_run && workspace.outputs().is_dir() {
        // A monitor must see it; where not even this can be written, its age tells.
        let _ = metrics::write_failure(&storage, &workspace.outputs(), &begun);
    }
    let told = notify::tell(&settings.notify, workspace, status, &words);
    match (ran, told) {
        (Ok(mut report), Err(why)) => {
            report.needs_a_look.push(why);
            Ok(report)
        }
        (Err(error), Err(why)) => Err(error.hint(why)),
        (ran, Ok(())) => ran,
    }
}

/// As [`run`], with every write going through `storage`: tests put a failing disk behind it.
///
/// # Errors
/// As [`run`].
pub fn run_on(
    storage: &Storage,
    workspace: &Workspace,
    settings: &Settings,
    options: &Options,
    observer: &dyn Observer,
) -> Result<RunReport, RunError> {
    let generation = || Current::read(&workspace.indexes()).ok().and_then(|state| state.generation);
    let before = generation();
    all_of_it(storage, workspace, settings, options, observer).map_err(|error| match generation() {
        Some(now) if before != Some(now) => error.hint(format!(
            "The index is new: generation {now} is published and searched. The outputs are behind; the next run writes them."
        )),
        _ => error.hint("The index is as it was."),
    })
}

fn all_of_it(
    storage: &Storage,
    workspace: &Workspace,
    settings: &Settings,
    options: &Options,
    observer: &dyn Observer,
) -> Result<RunReport, RunError> {
    let clock = Instant::now();
    let mut report = RunReport::begin();
    check_sentinels(workspace, settings)?;
    let tagger = Tagger::load(Some(&workspace.rules()))?;
    let manifest = Manifest::load(&workspace.manifest())?;
    let passwords = Passwords::of(settings, workspace)?;
    let corrections = Corrections::load(&workspace.file(tracker::corrections::FILE))?;
    let documents = Documents::of(workspace);
    let mut begun = begin::begin(storage, workspace, settings, "run", &report.started)?;
    let mut last = begun.last(storage, workspace, settings, &documents)?;
    let Begun { hold, mut ledger, remarks, damage } = begun;
    let generations = &hold.generations;
    report.remarks.extend(remarks);
    report.needs_a_look.extend(damage);
    let work = Work::of(&hold, storage, workspace, settings, &corrections, observer);
    if finish_erasures(&work, &mut ledger, &documents, &last, &mut report)? {
        last.catalogue =
            generations.state()?.generation.map(|number| Catalogue::read(&generations.dir(number))).transpose()?;
        last.index_lost = false;
    }

    let before = last.catalogue;
    let untold = untold::since(&work)?;
    let known = Known::of(before.as_ref());
    let imported = options.from_jsonl.as_deref().map(|file| Imported::open(file, &workspace.corpus())).transpose()?;
    let looking = Instant::now();
    let mut scan = match &imported {
        Some(imported) => imported.scan(&known, options.full),
        None => look(&work, options, &known)?,
    };
    report.took("look at the corpus", looking.elapsed());
    leave_out_erased(&ledger, &mut scan, &mut report);
    report.looked_at(&scan);
    report.items.listed = before.is_some();
    let recognizer = Recognizer::of(settings, workspace);
    // Of a document that a program converts the command counts, of any other that of recognition.
    let (reader_version, converted_version) =
        (version() + &recognizer.mark("x.pdf"), version() + &recognizer.mark("x.doc"));
    let context = build::context(workspace)?;
    let tagger_version = format!("{}/{}", tagger.version(), context.version());
    // The user's own rules are not the program's.
    let built_in = if workspace.rules().is_dir() { Tagger::load(None)?.version() } else { tagger.version() };
    let fresh = Freshness {
        reader: &|path| match &imported {
            Some(imported) => imported.reader(path),
            None if recognizer.is_converted(path) => Some(&converted_version),
            None => Some(&reader_version),
        },
        tagger: &tagger_version,
        full: options.full,
        retry: options.retry,
        manifest: &|path| manifest.fingerprint(path),
        cached: &|name| documents.has(name),
        corrections: &|key| corrections.fingerprint(key),
    };
    let mut plan = plan::plan(&scan, &known, fresh);
    plan.anew = options.full || last.index_lost;
    report.planned(&plan);
    announce(observer, &scan, &plan);

    let held_before = generations.state()?.held.map(|held| held.why);
    let mut made = None;
    if plan.is_idle() && before.as_ref().is_some_and(|before| before.corrections == corrections.marks()) {
        report.outcome = "unchanged";
        report.generation = generations.state()?.generation.unwrap_or(0);
        if let Some(number) = generations.drop_held(work.lock)? {
            report.remarks.push(format!(
                "generation {number}, which waited, is given up: the corpus is again as the published index has it"
            ));
        }
    } else if let Some((outcome, catalogue)) =
        rejudge::judge_again(&work, &mut ledger, &scan, fresh, before.as_ref())?.filter(|_| !plan.anew)
    {
        report.came_to(outcome, held_before.as_deref());
        made = Some(catalogue);
    } else {
        let reading = Reading {
            limits: &settings.extract,
            recognizer: &recognizer,
            passwords: &passwords,
            manifest: &manifest,
            tagger: &tagger,
            version: &tagger_version,
            built_in: &built_in,
            context: &context,
            read_ahead: settings.run.read_ahead_bytes,
            imported: imported.as_ref(),
        };
        let found = build::Found {
            plan: &plan,
            scan: &scan,
            before: before.as_ref(),
            known: &known,
            reading: &reading,
            documents: &documents,
        };
        match build::build(&work, &mut ledger, found, &mut report)? {
            Built::Stopped => report.outcome = "stopped",
            Built::Finished(outcome, catalogue) => {
                report.came_to(outcome, held_before.as_deref());
                made = Some(*catalogue);
            }
        }
    }
    report.gate.upgrade = generations.state()?.held.is_some_and(|held| held.upgrade);
    let now = made.as_ref().or(before.as_ref()).cloned().unwrap_or_default();
    if let Some((told, _)) = &untold {
        report.untold_since = Some(*told);
    }
    report.judge(&now, untold.as_ref().map(|(_, catalogue)| catalogue).or(before.as_ref()));
    report.corrected(&corrections, &now, before.as_ref());
    let current = if report.outcome == "published" { made } else { before };
    if report.outcome == "stopped" {
        generations.clean(work.lock, &ledger)?;
        sweep(&work, &documents, &mut report)?;
    } else {
        match conclude(&work, &mut ledger, &documents, current.as_ref(), &mut report) {
            // What this run found is told now: the next one knows it already.
            Err(_) if work.is_stopped() => report.outputs_are_behind = true,
            concluded => concluded?,
        }
    }
    report.remind(&generations.state()?, settings.gate.remind);
    report.end(clock.elapsed());
    outputs::write_report(storage, workspace, settings, &report)?;
    metrics::write(storage, &workspace.outputs(), &report, &generations.state()?)?;
    if report.outputs_are_behind { Err(observe::stopped()) } else { Ok(report) }
}

/// A sentinel that is no query would hold every index from now on.
fn check_sentinels(workspace: &Workspace, settings: &Settings) -> Result<(), RunError> {
    for sentinel in &settings.gate.sentinels {
        if let Err(error) = query::Query::parse(sentinel) {
            let text = std::fs::read_to_string(workspace.file("minutebook.toml")).unwrap_or_default();
            let line = line_of(&text, "gate", "sentinels").map(|line| format!(", line {line}")).unwrap_or_default();
            return Err(RunError::new(format!(
                "minutebook.toml{line}: [gate] sentinels holds `{sentinel}`, which is no query"
            ))
            .because(error)
            .hint("docs/search.md shows every form of a query"));
        }
    }
    Ok(())
}

/// Finishes erasures that a kill cut short. Answers whether there were any.
fn finish_erasures(
    work: &Work<'_>,
    ledger: &mut Ledger,
    documents: &Documents,
    last: &begin::Last,
    report: &mut RunReport,
) -> Result<bool, RunError> {
    let unfinished = ledger.unfinished_erasures();
    if last.index_lost && !unfinished.is_empty() {
        // From a damaged index nothing is erased: it is built anew without them first.
        report.needs_a_look.push(format!(
            "the erasure of {} was cut short; the next run finishes it, when the index is built anew",
            unfinished.join(", ")
        ));
        return Ok(false);
    }
    for key in &unfinished {
        let catalogue = match work.generations.state()?.generation {
            Some(number) => Catalogue::read(&work.generations.dir(number))?,
            None => Catalogue::default(),
        };
        purge::finish(work, ledger, documents, catalogue, key, None, report)?;
        report.remarks.push(format!("the erasure of {key}, which had been cut short, is finished"));
    }
    Ok(!unfinished.is_empty())
}

/// Files whose bytes belong to an erased report are not read again.
fn leave_out_erased(ledger: &Ledger, scan: &mut Scan, report: &mut RunReport) {
    scan.files.retain(|path, file| {
        let erased = ledger.is_erased(&file.sha256);
        if erased {
            report.remarks.push(format!("corpus/{path} belongs to an erased report and is not read: remove it"));
        }
        !erased
    });
}

fn look(work: &Work<'_>, options: &Options, known: &Known) -> Result<Scan, RunError> {
    let settings = work.settings;
    // Before the first generation there is no older version of a file to protect from a half-made copy.
    let usual = if known.files.is_empty() { Duration::ZERO } else { Duration::from_secs(settings.run.settle) };
    let options = ScanOptions {
        limits: &settings.extract,
        settle: options.settle.unwrap_or(usual),
        verify: options.verify || options.full,
        now: SystemTime::now(),
        links_to: &settings.links_to,
        stop: Arc::clone(&work.stop),
    };
    scan::scan(&work.workspace.corpus(), known, &options)
}

fn announce(observer: &dyn Observer, scan: &Scan, plan: &Plan) {
    observer.event(Event::Planned {
        files: scan.files.len(),
        read: plan.read.len(),
        retag: plan.retag.len(),
        bytes: plan.read.iter().map(|task| task.file.stamp.bytes).sum(),
    });
}

/// Outputs, and the end of what nobody uses any more. `current` is the published generation's catalogue.
fn conclude(
    work: &Work<'_>,
    ledger: &mut Ledger,
    documents: &Documents,
    current: Option<&Catalogue>,
    report: &mut RunReport,
) -> Result<(), RunError> {
    if let (Some(number), Some(catalogue)) = (work.generations.state()?.generation, current) {
        work.observer.event(Event::Phase("writing the trackers"));
        let clock = Instant::now();
        outputs::write(work, ledger, catalogue, number, report)?;
        report.took("trackers", clock.elapsed());
        alerts::tell(work, ledger, catalogue, number, report)?;
    }
    ledger.sync()?;
    if current.is_some() {
        ledger_end::name_extent(work, ledger)?;
    }
    work.generations.clean(work.lock, ledger)?;
    look_at_generations(work, report)?;
    // Nothing new was stored where nothing was built: what is there is used.
    if report.outcome != "unchanged" || work.lock.left_by().is_some() {
        sweep(work, documents, report)?;
    }
    if let Some(oldest) = work.generations.finished()?.into_iter().filter(|number| ledger.is_published(*number)).min() {
        ledger.compact(oldest)?;
    }
    ledger_end::conclude(work, ledger, report)
}
