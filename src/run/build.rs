//! Building the next generation: identity for what was read, the index beside the current one, the catalogue, the gate.
//!
//! Documents arrive in the order of the plan, whatever the number of threads; identity, index and ledger take them one by one.

use super::catalogue::{self, Catalogue, CataloguedReport, FailedFile};
use super::documents::Documents;
use super::known::Known;
use super::observe::Event;
use super::plan::{Plan, Task};
use super::read::{self, Done, Job, Reading, StageTimes};
use super::report::{RunReport, Upgrade};
use super::scan::Scan;
use super::threading;
use super::upgrade;
use super::work::Work;
use crate::acronyms;
use crate::audit;
use crate::error::{DocumentError, RunError};
use crate::index::{self, Writer};
use crate::model::Extra;
use crate::model::{BlockType, Document, Kind, TaggedDocument};
use crate::query;
use crate::settings::{GateSettings, Settings};
use crate::store::gate::{self, Counts, Verdict};
use crate::store::identity;
use crate::store::{Base, Building, Generations, Keys, Ledger, Outcome, Storage};
use crate::workspace::Workspace;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

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

/// Builds, judges and publishes the next generation.
///
/// # Errors
/// The disk or the index refuses; the generation before stays current.
#[expect(clippy::too_many_arguments, reason = "each is one thing that a run has made by now")]
pub fn build(
    work: &Work<'_>,
    ledger: &mut Ledger,
    plan: &Plan,
    scan: &Scan,
    before: Option<&Catalogue>,
    known: &Known,
    reading: &Reading<'_>,
    documents: &Documents,
    report: &mut RunReport,
) -> Result<Built, RunError> {
    let base = if plan.anew || known.files.is_empty() { Base::Empty } else { Base::Current };
    let building = work.generations.begin(work.lock, ledger, base)?;
    let writer = match building.from {
        Some(_) => Writer::open_on(work.storage, &building.index())?,
        None => Writer::create_on(work.storage, &building.index())?,
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
        catalogue: begin_catalogue(work, plan, scan, known, &paths, reading, report),
        paths,
        is_other_tagger: before.is_some_and(|before| upgrade::is_other_tagger(before, reading.built_in)),
        times: StageTimes::default(),
        index_time: std::time::Duration::ZERO,
        report,
    };
    next.name_kept_files()?;
    if building.from.is_none() {
        next.index_kept()?;
    }
    let mut stopped = false;
    let stop = || work.observer.wants_stop();
    read::each(reading_work(plan, known), reading, documents, &stop, |done| {
        stopped = work.observer.wants_stop();
        if !stopped {
            next.take(done)?;
        }
        Ok::<bool, RunError>(!stopped)
    })?;
    if stopped || work.observer.wants_stop() {
        work.observer.event(Event::Stopping);
        return Ok(Built::Stopped);
    }
    next.let_go()?;
    work.observer.event(Event::Phase("building the index"));
    let catalogue = next.finish_index()?;
    let clock = Instant::now();
    threading::write(work, documents, &catalogue, &building.dir)?;
    report.took("threads", clock.elapsed());
    publish(work, ledger, &building, before, catalogue, report)
}

/// Adds to an index that begins empty the reports that stay as they are, from the cache. Answers them, and a sentence about
/// each whose document is lost: it is left out, and the next run reads its file again.
///
/// # Errors
/// The disk is full or cannot be written.
pub fn index_from_cache(
    writer: &mut Writer,
    ledger: &Ledger,
    documents: &Documents,
    reports: &[CataloguedReport],
) -> Result<(Vec<CataloguedReport>, Vec<String>), RunError> {
    let (mut kept, mut lost) = (Vec::with_capacity(reports.len()), Vec::new());
    for batch in reports.chunks(CACHE_BATCH) {
        let loaded: Vec<_> = batch.par_iter().map(|report| documents.load(&report.document)).collect();
        for (report, tagged) in batch.iter().zip(loaded) {
            match tagged {
                Ok(tagged) => {
                    writer.add(&tagged, &extra_of(report, ledger)?)?;
                    kept.push(report.clone());
                }
                Err(error) => lost.push(format!("{error}; the next run reads {} again", report.key)),
            }
        }
    }
    Ok((kept, lost))
}

/// Cached documents loaded at once: bounds memory, keeps all cores busy.
const CACHE_BATCH: usize = 256;

fn extra_of(report: &CataloguedReport, ledger: &Ledger) -> Result<Extra, RunError> {
    let past = ledger.items(&report.key)?;
    Ok(Extra {
        duplicates: report.files.iter().skip(1).map(|file| file.path.clone()).collect(),
        first_seen: past.iter().map(|item| item.first_seen.clone()).min(),
        changed: past.iter().map(|item| item.changed.clone()).max(),
        supersedes: None,
        superseded_by: None,
        trust: report.audit.map(percent),
    })
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

/// The catalogue with what stays as it is.
fn begin_catalogue(
    work: &Work<'_>,
    plan: &Plan,
    scan: &Scan,
    known: &Known,
    paths: &Paths,
    reading: &Reading<'_>,
    report: &RunReport,
) -> Catalogue {
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
        if let Some(before) = known.indexed.get(sha256) {
            catalogue.reports.push(CataloguedReport { files: paths.of_content(sha256), ..before.clone() });
        }
        if let Some(failed) = known.failed.get(sha256).and_then(|failed| failed.first()) {
            let again = paths.of_content(sha256).into_iter().map(|file| FailedFile { file, ..failed.clone() });
            catalogue.failed.extend(again);
        }
    }
    catalogue.failed.extend(scan.unreadable.iter().chain(&scan.refused).cloned());
    catalogue
}

/// Every present path of each content, and those that wait; the first in order is the one it is shown under.
struct Paths {
    by_content: FxHashMap<String, Vec<catalogue::CataloguedFile>>,
}

impl Paths {
    fn of(scan: &Scan, known: &Known) -> Self {
        let mut by_content: FxHashMap<String, Vec<catalogue::CataloguedFile>> = FxHashMap::default();
        for file in scan.files.values() {
            by_content.entry(file.sha256.clone()).or_default().push(file.stamp.at(&file.path));
        }
        for path in scan.unseen() {
            if let Some(file) = known.file(path) {
                by_content.entry(file.sha256.clone()).or_default().push(file.stamp.at(path));
            }
        }
        for files in by_content.values_mut() {
            files.sort_by(|left, right| left.path.cmp(&right.path));
        }
        Self { by_content }
    }

    fn of_content(&self, sha256: &str) -> Vec<catalogue::CataloguedFile> {
        self.by_content.get(sha256).cloned().unwrap_or_default()
    }
}

/// The generation in the making.
struct Next<'a> {
    work: &'a Work<'a>,
    ledger: &'a mut Ledger,
    writer: Writer,
    keys: Keys,
    generation: u64,
    paths: Paths,
    known: &'a Known,
    reading: &'a Reading<'a>,
    documents: &'a Documents,
    catalogue: Catalogue,
    /// Whether the built-in rules are others than before.
    is_other_tagger: bool,
    times: StageTimes,
    index_time: std::time::Duration,
    report: &'a mut RunReport,
}

impl Next<'_> {
    /// Tells the ledger of renamed or copied files whose report stays as it is.
    fn name_kept_files(&mut self) -> Result<(), RunError> {
        let kept: Vec<(String, String, String)> = self
            .catalogue
            .reports
            .iter()
            .flat_map(|report| {
                report.files.iter().map(|file| (file.path.clone(), report.sha256.clone(), report.key.clone()))
            })
            .collect();
        for (path, sha256, key) in kept {
            if let Some(given) = self.keys.entry(&path, &sha256, &key) {
                self.ledger.put_key(given)?;
            }
        }
        Ok(())
    }

    /// Brings what stays as it is into an index that begins empty.
    fn index_kept(&mut self) -> Result<(), RunError> {
        let kept = std::mem::take(&mut self.catalogue.reports);
        let (kept, lost) = index_from_cache(&mut self.writer, self.ledger, self.documents, &kept)?;
        self.catalogue.reports = kept;
        self.report.remarks.extend(lost);
        Ok(())
    }

    fn take(&mut self, done: Done) -> Result<(), RunError> {
        self.times.add(done.times);
        match done.result {
            Ok((tagged, score)) => self.take_report(&done.task, tagged, &score),
            Err(error) => {
                self.take_failure(&done.task, &error);
                Ok(())
            }
        }
    }

    fn take_report(&mut self, task: &Task, mut tagged: TaggedDocument, score: &audit::Score) -> Result<(), RunError> {
        let clock = Instant::now();
        let ledger = &mut *self.ledger;
        let words_of = |key: &str| {
            ledger.items(key).map(|items| items.into_iter().map(|item| item.words).collect()).unwrap_or_default()
        };
        if let Some(given) = self.keys.give(&mut tagged, words_of) {
            ledger.put_key(given)?;
        }
        let key = tagged.document.meta.key.clone();
        identity::blocks::assign_block_ids(&key, &mut tagged.document.blocks);
        let past = ledger.items(&key)?;
        // What people add has an identity of its own; what they change keeps the one that the rules gave it.
        let added = self.work.corrections.add_items(&mut tagged);
        let mut changes = identity::assign(&mut tagged, &past);
        let corrections = self.work.corrections.apply(&mut tagged, &added);
        let reading = CataloguedReport {
            sha256: task.sha256.clone(),
            reader: self.reading.reader_of(&task.file.path),
            tagger: self.reading.version.to_owned(),
            ..CataloguedReport::default()
        };
        let before = self.known.indexed.get(&task.sha256);
        changes.by_program = before.is_some_and(|old| upgrade::is_by_program(old, &reading, self.is_other_tagger));
        if changes.by_program {
            let upgrade = self.report.upgrade.get_or_insert_with(Upgrade::default);
            upgrade.reports += 1;
            upgrade.items.listed = true;
            upgrade.items.note(&changes, &past);
        } else {
            self.report.items.note(&changes, &past);
        }
        let first_seen = past.iter().map(|item| item.first_seen.clone()).min();
        if !changes.is_empty() {
            ledger.put_items(self.generation, &key, changes)?;
        }
        let document = self.documents.keep(self.work.storage, &tagged)?;
        let files = self.paths.of_content(&task.sha256);
        let extra = Extra {
            duplicates: files.iter().skip(1).map(|file| file.path.clone()).collect(),
            first_seen: first_seen.or_else(|| Some(self.ledger.today().to_owned())),
            changed: Some(self.ledger.today().to_owned()),
            supersedes: self.reading.manifest.row(&task.file.path).and_then(|row| row.supersedes.clone()),
            superseded_by: None,
            trust: Some(percent(score.score)),
        };
        self.report.note_read(&task.file.path, &tagged.document.notes, score.score);
        self.writer.add(&tagged, &extra)?;
        self.catalogue.reports.push(CataloguedReport {
            files,
            document,
            reader: self.reading.reader_of(&task.file.path),
            tagger: self.reading.version.to_owned(),
            manifest: self.reading.manifest.fingerprint(&task.file.path),
            audit: Some(score.score),
            suspect: score.reasons.clone(),
            corrected: self.work.corrections.fingerprint(&key),
            corrections,
            ..summarised(&tagged)
        });
        self.index_time += clock.elapsed();
        self.work.observer.event(Event::Done { path: &task.file.path, bytes: task.file.stamp.bytes });
        Ok(())
    }

    fn take_failure(&mut self, task: &Task, error: &DocumentError) {
        self.work.observer.event(Event::Failed { path: &task.file.path, reason: &error.to_string() });
        for file in self.paths.of_content(&task.sha256) {
            self.catalogue.failed.push(FailedFile {
                file,
                sha256: Some(task.sha256.clone()),
                code: error.code.to_owned(),
                message: error.message.clone(),
                page: error.page,
                hint: error.hint.clone(),
                reader: self.reading.reader_of(&task.file.path),
            });
        }
    }

    /// Takes reports that are no more out of the index; the ledger keeps their items as withdrawn.
    fn let_go(&mut self) -> Result<(), RunError> {
        let here: BTreeSet<&str> = self.catalogue.reports.iter().map(|report| report.key.as_str()).collect();
        let mut before: BTreeSet<String> = self.known.indexed.values().map(|report| report.key.clone()).collect();
        if self.known.files.is_empty() {
            // The last generation could not be read: what was there before stands in the ledger alone.
            before.extend(self.ledger.reports_with_items()?);
        }
        let gone: Vec<&str> = before.iter().map(String::as_str).filter(|key| !here.contains(key)).collect();
        for key in gone {
            self.writer.remove(key);
            let past = self.ledger.items(key)?;
            let changes = identity::assign(&mut nothing(key), &past);
            self.report.items.note(&changes, &past);
            if !changes.is_empty() {
                self.ledger.put_items(self.generation, key, changes)?;
            }
        }
        Ok(())
    }

    fn finish_index(mut self) -> Result<Catalogue, RunError> {
        let clock = Instant::now();
        self.writer.commit()?;
        self.index_time += clock.elapsed();
        self.report.took("extract", self.times.extract);
        self.report.took("layout", self.times.layout);
        self.report.took("segment", self.times.segment);
        self.report.took("tag", self.times.tag);
        self.report.took("identity and index", self.index_time);
        self.catalogue.reports.sort_by(|left, right| left.key.cmp(&right.key));
        self.catalogue.failed.sort_by(|left, right| left.file.path.cmp(&right.file.path));
        Ok(self.catalogue)
    }
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
    let before = before.map(|catalogue| counts(catalogue.reports.iter())).filter(|counts| !counts.is_empty());
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

/// What lists need to know of a report.
fn summarised(tagged: &TaggedDocument) -> CataloguedReport {
    let Document { source, meta, blocks, notes, .. } = &tagged.document;
    let count = |kind: Kind| tagged.items.iter().filter(|item| item.kind == kind).count() as u64;
    let is_counted = |block_type: BlockType| {
        matches!(
            block_type,
            BlockType::Paragraph | BlockType::QuoteParagraph | BlockType::ListItem | BlockType::TableRow
        )
    };
    CataloguedReport {
        key: meta.key.clone(),
        sha256: source.sha256.clone(),
        title: meta.title.clone(),
        date: meta.date.clone(),
        body: meta.body.clone(),
        meeting: meta.meeting.clone(),
        kind: meta.kind.clone(),
        symbol: meta.symbol.clone(),
        pages: source.pages,
        notes: notes.len() as u64,
        acronyms: acronyms::learn(&tagged.document),
        totals: catalogue::Totals {
            paragraphs: blocks.iter().filter(|block| is_counted(block.block_type)).count() as u64,
            decisions: count(Kind::Decision),
            actions: count(Kind::Action),
            recommendations: count(Kind::Recommendation),
        },
        ..CataloguedReport::default()
    }
}

/// A report of which nothing is left.
fn nothing(key: &str) -> TaggedDocument {
    let meta = crate::model::Meta { key: key.to_owned(), ..crate::model::Meta::default() };
    TaggedDocument {
        document: Document {
            schema: crate::model::document::SCHEMA.to_owned(),
            source: crate::model::Source::default(),
            meta,
            blocks: Vec::new(),
            notes: Vec::new(),
        },
        items: Vec::new(),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the share is clamped to 0..=1 first")]
fn percent(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * 100.0).round() as u8
}
