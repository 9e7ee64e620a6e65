//! What has changed since the last run, and what must be done again? Then the report of the morning.
//!
//! `scan` looks at the corpus, `plan` compares it with the `catalogue` of the last generation, `read` does the reading in
//! parallel, `build` gives identity and builds the next generation, `outputs` writes what people use, `report` tells what came
//! of it. [`run`] is the whole night in order.

pub mod alerts;
pub mod build;
pub mod catalogue;
pub mod documents;
pub mod given;
pub mod known;
pub mod manifest;
pub mod observe;
pub mod outputs;
pub mod plan;
pub mod read;
pub mod report;
pub mod scan;
pub mod settings;

use crate::error::RunError;
use crate::index;
use crate::settings::Settings;
use crate::store::{Generations, Ledger, Outcome, RunLock, Storage};
use crate::tag::Tagger;
use crate::workspace::Workspace;
use build::Built;
use catalogue::Catalogue;
use documents::Documents;
use given::Given;
use known::Known;
use manifest::Manifest;
use observe::{Event, Observer};
use plan::{Freshness, Plan};
use read::Reading;
use report::{Gate, GateResult, RunReport};
use scan::{Scan, ScanOptions};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

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
    let clock = Instant::now();
    let mut report = RunReport::begin();
    let storage = Storage::at(workspace.root());
    let tagger = Tagger::load(Some(&workspace.rules()))?;
    let manifest = Manifest::load(&workspace.manifest())?;
    let passwords = settings.passwords(workspace)?;
    let lock = RunLock::take(&storage, &workspace.indexes(), "run")?;
    let mut ledger = Ledger::open(&storage, &workspace.ledger())?;
    ledger.set_time(&report.started);
    let generations = Generations::new(&storage, &workspace.indexes(), index::VERSION, settings.index.keep_generations);
    report.remarks.extend(generations.recover(&lock, &mut ledger)?);
    report.remarks.extend(ledger.notes());

    let before = last_catalogue(&generations, &mut report)?;
    let known = Known::of(before.as_ref());
    let given = options.from_jsonl.as_deref().map(|file| Given::open(file, &workspace.corpus())).transpose()?;
    let looking = Instant::now();
    let scan = match &given {
        Some(given) => given.scan(&known, options.full),
        None => look(workspace, settings, options, &known)?,
    };
    report.took("look at the corpus", looking.elapsed());
    report.looked_at(&scan);
    report.items.listed = before.is_some();
    let reader_version = read::version();
    let context = build::context(workspace)?;
    let tagger_version = format!("{}/{}", tagger.version(), context.version());
    let fresh = Freshness {
        reader: &|path| match &given {
            Some(given) => given.reader(path),
            None => Some(&reader_version),
        },
        tagger: &tagger_version,
        full: options.full,
        retry: options.retry,
        manifest: &|path| manifest.fingerprint(path),
    };
    let plan = plan::plan(&scan, &known, fresh);
    report.planned(&plan);
    announce(observer, &scan, &plan);

    let work = build::Work { workspace, storage: &storage, lock: &lock, generations: &generations, settings, observer };
    let documents = Documents::of(workspace);
    let mut made = None;
    if plan.is_idle() && before.is_some() {
        report.outcome = "unchanged";
        report.generation = generations.state()?.generation.unwrap_or(0);
    } else {
        let reading = Reading {
            limits: &settings.extract,
            passwords: &passwords,
            manifest: &manifest,
            tagger: &tagger,
            version: &tagger_version,
            context: &context,
            given: given.as_ref(),
        };
        let built = build::build(&work, &mut ledger, &plan, &scan, &known, &reading, &documents, &mut report)?;
        match built {
            Built::Stopped => report.outcome = "stopped",
            Built::Finished(Outcome::Published(number), catalogue) => {
                report.outcome = "published";
                report.generation = number;
                report.gate.result = GateResult::Passed;
                made = Some(catalogue);
            }
            Built::Finished(Outcome::Held(number, why), catalogue) => {
                report.outcome = "held";
                report.generation = number;
                report.gate = Gate { result: GateResult::Held, why };
                made = Some(catalogue);
            }
        }
    }
    report.judge(made.as_ref().or(before.as_ref()).unwrap_or(&Catalogue::default()), before.as_ref());
    let current = if report.outcome == "published" { made } else { before };
    if report.outcome != "stopped" {
        conclude(&work, &mut ledger, &documents, current.as_ref(), &mut report)?;
    }
    report.end(clock.elapsed());
    outputs::write_report(&storage, workspace, settings, &report)?;
    Ok(report)
}

fn last_catalogue(generations: &Generations, report: &mut RunReport) -> Result<Option<Catalogue>, RunError> {
    let Some(number) = generations.state()?.generation else { return Ok(None) };
    if let Some(found) = generations.other_schema()? {
        report.remarks.push(format!(
            "the index is of version {found}, this program writes version {}: it is built anew from corpus and ledger",
            index::VERSION
        ));
        return Ok(None);
    }
    match Catalogue::read(&generations.dir(number)) {
        Ok(catalogue) => Ok(Some(catalogue)),
        Err(error) => {
            report.remarks.push(format!("{error}: the index is built anew from corpus and ledger"));
            Ok(None)
        }
    }
}

fn look(workspace: &Workspace, settings: &Settings, options: &Options, known: &Known) -> Result<Scan, RunError> {
    // Before the first generation there is no older version of a file to protect from a half-made copy.
    let usual = if known.files.is_empty() { Duration::ZERO } else { Duration::from_secs(settings.run.settle) };
    let options = ScanOptions {
        settle: options.settle.unwrap_or(usual),
        verify: options.verify || options.full,
        now: SystemTime::now(),
    };
    scan::scan(&workspace.corpus(), known, options)
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
    work: &build::Work<'_>,
    ledger: &mut Ledger,
    documents: &Documents,
    current: Option<&Catalogue>,
    report: &mut RunReport,
) -> Result<(), RunError> {
    if let (Some(number), Some(catalogue)) = (work.generations.state()?.generation, current) {
        work.observer.event(Event::Phase("writing the trackers"));
        let clock = Instant::now();
        outputs::write(work, ledger, documents, catalogue, number, report)?;
        report.took("trackers", clock.elapsed());
        alerts::tell(work, ledger, catalogue, number, report)?;
    }
    ledger.sync()?;
    work.generations.clean(work.lock, ledger)?;
    // Nothing new was stored where nothing was built: what is there is used.
    if report.outcome != "unchanged" {
        sweep(work, documents)?;
    }
    Ok(())
}

/// Removes stored documents of generations that are no longer kept.
fn sweep(work: &build::Work<'_>, documents: &Documents) -> Result<(), RunError> {
    let mut used = std::collections::BTreeSet::new();
    for number in work.generations.finished()? {
        let catalogue = Catalogue::read(&work.generations.dir(number))?;
        used.extend(catalogue.reports.into_iter().map(|report| report.document));
    }
    documents.sweep(work.storage, &used)?;
    Ok(())
}
