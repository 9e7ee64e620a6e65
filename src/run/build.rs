//! Building the next generation: identity for what was read, the index beside the current one, the catalogue, the gate.
//!
//! Documents arrive in the order of the plan, whatever the number of threads; identity, index and ledger take them one by one.

use super::catalogue::{self, Catalogue, CataloguedReport, FailedFile};
use super::documents::Documents;
use super::known::Known;
use super::making::{Next, Shown};
use super::observe::Event;
use super::paths::Paths;
use super::plan::Plan;
use super::read::{self, Job, Reading, StageTimes};
use super::report::RunReport;
use super::scan::Scan;
use super::threading;
use super::upgrade;
use super::work::Work;
use super::works::Readings;
use crate::audit;
use crate::error::RunError;
use crate::index::{self, Writer};
use crate::query;
use crate::settings::{GateSettings, Settings};
use crate::store::gate::{self, Counts, Verdict};
use crate::store::{Base, Building, Generations, Keys, Ledger, Outcome, Storage};
use crate::workspace::Workspace;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

/// What became of the building.
#[derive(Debug)]
pub enum Built {
    /// The user asked to stop: nothing has changed.
    Stopped,
    /// A generation was finished and published or held; what it holds.
    Finished(Outcome, Box<Catalogue>),
}

/// The generations of a workspace, for this program's version of the index.
#[must_use]
pub fn generations(storage: &Storage, workspace: &Workspace, settings: &Settings) -> Generations {
    Generations::new(storage, &workspace.indexes(), index::VERSION, settings.index.keep_generations)
}

/// What a run knows by the time it builds.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// What is to be read, tagged again, kept.
    pub plan: &'a Plan,
    /// The corpus as it is on disk.
    pub scan: &'a Scan,
    /// The current generation's catalogue.
    pub before: Option<&'a Catalogue>,
    /// The same by content, path and key.
    pub known: &'a Known,
    /// How files are read and tagged.
    pub reading: &'a Reading<'a>,
    /// Where read documents are stored.
    pub documents: &'a Documents,
}

/// Builds, judges and publishes the next generation.
///
/// # Errors
/// The disk or the index refuses; the generation before stays current.
pub fn build(
    work: &Work<'_>,
    ledger: &mut Ledger,
    found: Found<'_>,
    report: &mut RunReport,
) -> Result<Built, RunError> {
    match build_unless_stopped(work, ledger, found, report) {
        Ok(Some((building, catalogue))) => publish(work, ledger, &building, found.before, catalogue, report),
        // A disk that takes nothing more because of the wish to stop is no failing disk.
        Ok(None) => Ok(stop(work)),
        Err(_) if work.is_stopped() => Ok(stop(work)),
        Err(error) => Err(error),
    }
}

fn stop(work: &Work<'_>) -> Built {
    work.observer.event(Event::Stopping);
    Built::Stopped
}

/// The next generation, complete but for its name, with its catalogue; `None` where the user asked to stop.
fn build_unless_stopped(
    work: &Work<'_>,
    ledger: &mut Ledger,
    found: Found<'_>,
    report: &mut RunReport,
) -> Result<Option<(Building, Catalogue)>, RunError> {
    let Found { plan, scan, before, known, reading, documents } = found;
    let base = if plan.anew || known.files.is_empty() { Base::Empty } else { Base::Current };
    let building = work.generations.begin(work.lock, ledger, base)?;
    let writer = match building.from {
        Some(_) => Writer::open_on(&work.until_stopped(), &building.index())?,
        None => Writer::create_on(&work.until_stopped(), &building.index())?,
    };
    let keys = keys(ledger, scan, known, reading);
    let paths = Paths::of(scan, known);
    let mut next = Next {
        work,
        ledger,
        writer,
        keys,
        generation: building.number,
        known,
        reading,
        documents,
        catalogue: begin_catalogue(work, found, &paths, report),
        readings: kept_readings(plan, known, &paths),
        shown: if building.from.is_some() { shown_before(plan, known) } else { FxHashMap::default() },
        written: FxHashSet::default(),
        paths,
        is_other_tagger: before.is_some_and(|before| upgrade::is_other_tagger(before, reading.built_in)),
        times: StageTimes::default(),
        index_time: Duration::ZERO,
        report,
    };
    next.name_kept_files()?;
    if building.from.is_none() {
        next.index_kept()?;
    }
    let stop = || work.is_stopped();
    read::each(reading_work(plan, known), reading, documents, &stop, |done| {
        if !work.is_stopped() {
            next.take(done)?;
        }
        Ok::<bool, RunError>(!work.is_stopped())
    })?;
    work.go_on()?;
    next.settle_works()?;
    next.let_go()?;
    work.observer.event(Event::Phase("building the index"));
    let catalogue = next.finish_index()?;
    let clock = Instant::now();
    work.observer.event(Event::Phase("following matters through the years"));
    threading::write(work, documents, &catalogue, &building.dir)?;
    report.took("threads", clock.elapsed());
    Ok((!work.is_stopped()).then_some((building, catalogue)))
}

/// What deadlines and actors are resolved with: `meetings.csv` and `people.csv` of the workspace.
///
/// # Errors
/// A file is there and cannot be read.
pub fn context(workspace: &Workspace) -> Result<crate::tag::Context, RunError> {
    crate::tag::Context::load(&workspace.file("meetings.csv"), &workspace.file("people.csv"))
}

fn reading_work(plan: &Plan, known: &Known) -> Vec<Job> {
    let retag = plan.retag.iter().map(|task| match known.indexed.get(&task.sha256) {
        Some(before) => Job::Retag(task.clone(), before.document.clone(), audit_of(before)),
        None => Job::Read(task.clone()),
    });
    let mut work: Vec<_> = plan.read.iter().cloned().map(Job::Read).chain(retag).collect();
    work.sort_by(|left, right| left.path().cmp(right.path()));
    work
}

fn audit_of(report: &CataloguedReport) -> audit::Score {
    audit::Score { score: report.audit.unwrap_or(1.0), reasons: report.suspect.clone() }
}

/// Keys that the ledger or the manifest already know, for every file that is present (or waits and is kept).
fn keys(ledger: &Ledger, scan: &Scan, known: &Known, reading: &Reading<'_>) -> Keys {
    let now = scan.files.values().map(|file| (file.path.clone(), file.sha256.clone()));
    let kept = scan.unseen().filter_map(|path| known.file(path).map(|file| (path.to_owned(), file.sha256.clone())));
    let mut present: Vec<_> = now.chain(kept).collect();
    present.sort();
    let mut keys = Keys::new(ledger.files(), &present, &reading.manifest.keys());
    let erased = ledger.tombstones().iter().flat_map(|stone| std::iter::once(&stone.key).chain(&stone.formerly));
    keys.never_again(erased.cloned());
    keys
}

/// The readings that stay as they are.
fn kept_readings(plan: &Plan, known: &Known, paths: &Paths) -> Readings {
    let mut readings = Readings::default();
    for before in plan.keep.iter().filter_map(|sha256| known.indexed.get(sha256)) {
        readings.put(CataloguedReport { files: paths.of_content(&before.sha256), ..before.clone() });
    }
    readings
}

/// What the index that is taken over holds of works whose shown reading stays as it is.
fn shown_before(plan: &Plan, known: &Known) -> FxHashMap<String, Shown> {
    let kept = known.shown.iter().filter(|(_, report)| plan.keep.contains(&report.sha256));
    let shown = |report: &CataloguedReport| Shown {
        sha256: report.sha256.clone(),
        paths: report.paths().map(str::to_owned).collect(),
    };
    kept.map(|(key, report)| (key.clone(), shown(report))).collect()
}

/// The catalogue with what could not be read and stays so.
fn begin_catalogue(work: &Work<'_>, found: Found<'_>, paths: &Paths, report: &RunReport) -> Catalogue {
    let Found { plan, scan, known, reading, .. } = found;
    let mut catalogue = Catalogue {
        schema: catalogue::SCHEMA.to_owned(),
        made: report.started.clone(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        stages: BTreeMap::from([
            ("reader".to_owned(), super::version()),
            ("tagger".to_owned(), reading.version.to_owned()),
            (upgrade::BUILT_IN.to_owned(), reading.built_in.to_owned()),
        ]),
        other: scan.other.clone(),
        corrections: work.corrections.marks(),
        ..Catalogue::default()
    };
    for sha256 in &plan.keep {
        if let Some(failed) = known.failed.get(sha256).and_then(|failed| failed.first()) {
            let again = paths.of_content(sha256).into_iter().map(|file| FailedFile { file, ..failed.clone() });
            catalogue.failed.extend(again);
        }
    }
    catalogue.failed.extend(scan.unreadable.iter().chain(&scan.refused).cloned());
    catalogue
}

fn publish(
    work: &Work<'_>,
    ledger: &mut Ledger,
    building: &Building,
    before: Option<&Catalogue>,
    catalogue: Catalogue,
    report: &mut RunReport,
) -> Result<Built, RunError> {
    let bytes = serde_json::to_vec(&catalogue)
        .map_err(|error| RunError::internal("cannot write the catalogue as JSON").because(error))?;
    work.storage.write_atomic(building.dir.join(catalogue::FILE), &bytes)?;
    let verdict = judge(&work.settings.gate, before, &catalogue, &building.index());
    if let (Some(upgrade), Some(before)) = (&mut report.upgrade, before) {
        let version = |made: &Catalogue| {
            let stage = |name: &str| made.stages.get(name).cloned().unwrap_or_default();
            format!("{} (reader {}, rules {})", made.program, stage("reader"), stage(upgrade::BUILT_IN))
        };
        (upgrade.from, upgrade.to) = (version(before), version(&catalogue));
        report.upgraded = upgrade::keys(before, &catalogue);
    }
    let clock = Instant::now();
    work.generations.finish(building)?;
    let outcome = work.generations.publish_or_hold(ledger, building.number, &verdict)?;
    report.took("publish", clock.elapsed());
    Ok(Built::Finished(outcome, Box::new(catalogue)))
}

/// What speaks against publishing the generation of catalogue `after` with its index, each a sentence. `before` is the current
/// generation's catalogue.
#[must_use]
pub fn judge(gate: &GateSettings, before: Option<&Catalogue>, after: &Catalogue, index: &Path) -> Verdict {
    let upgraded = before.map(|before| upgrade::of(before, after)).unwrap_or_default();
    // A report that was joined with another is no loss.
    let joined: BTreeSet<&str> = after.reports.iter().flat_map(|report| &report.formerly).map(String::as_str).collect();
    let is_its_own = |report: &&CataloguedReport| !joined.contains(report.key.as_str());
    let before =
        before.map(|catalogue| counts(catalogue.reports.iter().filter(is_its_own))).filter(|counts| !counts.is_empty());
    gate::judge(gate, before.as_ref(), &counts(after.reports.iter()), &upgraded, |query| hits(index, query))
}

fn counts<'a>(reports: impl Iterator<Item = &'a CataloguedReport>) -> BTreeMap<String, Counts> {
    reports
        .map(|report| {
            let counts = Counts { paragraphs: report.totals.paragraphs, decisions: report.totals.decisions };
            (report.key.clone(), counts)
        })
        .collect()
}

/// How many hits a sentinel query has in the index just built.
fn hits(index: &Path, query: &str) -> Result<u64, String> {
    let reader = index::Reader::open(index).map_err(|error| error.to_string())?;
    let query = query::Query::parse(query).map_err(|error| error.to_string())?;
    let options = query::Options { limit: 0, ..query::Options::default() };
    reader
        .search(&query, &options, &query::acronyms::Bridges::default())
        .map(|hits| hits.total as u64)
        .map_err(|error| error.to_string())
}
