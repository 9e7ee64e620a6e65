//! The generation in the making: each reading that arrives gets its key, the one that is shown of each work gets its identity and
//! goes into the index, and the ledger is told.
//!
//! The first reading of a work is shown at once. Where others are there or arrive, all are compared at the end; should another one
//! be shown, its entry in the ledger takes the place of the first one's.

use super::cached::{self, percent};
use super::catalogue::{self, Catalogue, CataloguedReport, FailedFile};
use super::documents::Documents;
use super::known::Known;
use super::observe::Event;
use super::paths::Paths;
use super::plan::Task;
use super::read::{self, Done, Reading, StageTimes};
use super::report::{ItemNews, RunReport, Upgrade};
use super::upgrade;
use super::work::Work;
use super::works::{self, Readings};
use crate::acronyms;
use crate::audit;
use crate::error::{DocumentError, RunError};
use crate::index::Writer;
use crate::model::{BlockType, Document, Extra, Kind, Meta, Source, TaggedDocument};
use crate::store::identity::{self, Facts, Named};
use crate::store::{Keys, Ledger};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// The generation in the making.
pub(super) struct Next<'a> {
    pub(super) work: &'a Work<'a>,
    pub(super) ledger: &'a mut Ledger,
    pub(super) writer: Writer,
    pub(super) keys: Keys,
    pub(super) generation: u64,
    pub(super) paths: Paths,
    pub(super) known: &'a Known,
    pub(super) reading: &'a Reading<'a>,
    pub(super) documents: &'a Documents,
    /// What it holds: failures from the start, reports once all works are settled.
    pub(super) catalogue: Catalogue,
    /// What was read, now or earlier.
    pub(super) readings: Readings,
    /// What the index holds of each work, by key.
    pub(super) shown: FxHashMap<String, Shown>,
    /// Keys about whose items this generation has written to the ledger.
    pub(super) written: FxHashSet<String>,
    /// Whether the built-in rules are others than before.
    pub(super) is_other_tagger: bool,
    pub(super) times: StageTimes,
    pub(super) index_time: Duration,
    pub(super) report: &'a mut RunReport,
}

/// What the index holds of a work: the content that was shown, and the paths that it names.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) sha256: String,
    pub(super) paths: Vec<String>,
}

impl Next<'_> {
    /// Tells the ledger of renamed or copied files whose report stays as it is, and by which words their works are known.
    pub(super) fn name_kept_files(&mut self) -> Result<(), RunError> {
        for report in self.readings.iter() {
            for file in &report.files {
                if let Some(given) = self.keys.entry(&file.path, &report.sha256, &report.key) {
                    self.ledger.put_key(given)?;
                }
            }
            if let Some((facts, path)) = report.facts.clone().zip(report.paths().next()) {
                self.keys.present(path, &report.key, facts);
            }
        }
        Ok(())
    }

    /// Brings what stays as it is into an index that begins empty.
    pub(super) fn index_kept(&mut self) -> Result<(), RunError> {
        let is_shown = |report: &&CataloguedReport| {
            self.known.shown.get(&report.key).is_some_and(|shown| shown.sha256 == report.sha256)
        };
        let kept: Vec<CataloguedReport> = self.readings.iter().filter(is_shown).cloned().collect();
        let stop = || self.work.is_stopped();
        let (kept, lost) = cached::index_from_cache(&mut self.writer, self.ledger, self.documents, &kept, &stop)?;
        for report in kept {
            let paths = report.paths().map(str::to_owned).collect();
            self.shown.insert(report.key.clone(), Shown { sha256: report.sha256, paths });
        }
        self.report.remarks.extend(lost);
        Ok(())
    }

    /// Takes what came of a task.
    pub(super) fn take(&mut self, done: Done) -> Result<(), RunError> {
        self.times.add(done.times);
        match done.result {
            Ok((tagged, score)) => self.take_reading(&done.task, tagged, &score),
            Err(error) => {
                self.take_failure(&done.task, &error);
                Ok(())
            }
        }
    }

    fn take_reading(&mut self, task: &Task, mut tagged: TaggedDocument, score: &audit::Score) -> Result<(), RunError> {
        let clock = Instant::now();
        let facts = Facts::of(&tagged.document);
        let ledger = &*self.ledger;
        // A ledger that cannot be read must not give another report its key.
        let unread = RefCell::new(None);
        let words_of = |key: &str| match ledger.items(key) {
            Ok(items) => items.into_iter().map(|item| item.words).collect(),
            Err(error) => {
                *unread.borrow_mut() = Some(error);
                Vec::new()
            }
        };
        let named = self.keys.give(&mut tagged, facts.clone(), words_of);
        if let Some(error) = unread.into_inner() {
            return Err(error);
        }
        let key = tagged.document.meta.key.clone();
        self.tell_name(&named, &key, &task.file.path)?;
        self.report.note_read(&task.file.path, &tagged.document.notes, score.score);
        let before = self.known.indexed.get(&task.sha256).map(|before| (before.since, before.reissue));
        let (since, reissue) = before.unwrap_or((self.generation, task.replaces.is_some()));
        let reading = CataloguedReport {
            files: self.paths.of_content(&task.sha256),
            reader: self.reading.reader_of(&task.file.path),
            tagger: self.reading.version.to_owned(),
            manifest: self.reading.manifest.fingerprint(&task.file.path),
            audit: Some(score.score),
            suspect: score.reasons.clone(),
            facts: Some(facts),
            since,
            reissue,
            corrected: self.work.corrections.fingerprint(&key),
            ..summarised(&tagged)
        };
        let reading =
            if self.readings.has(&key) { self.keep_beside(tagged, reading)? } else { self.show(tagged, reading)? };
        self.readings.put(reading);
        self.index_time += clock.elapsed();
        self.work.observer.event(Event::Done { path: &task.file.path, bytes: task.file.stamp.bytes });
        Ok(())
    }

    /// Tells the ledger of a report's name, and people of what has become one.
    fn tell_name(&mut self, named: &Named, key: &str, path: &str) -> Result<(), RunError> {
        for given in &named.given {
            self.ledger.put_key(given.clone())?;
        }
        if let Some(goes) = &named.joined {
            self.readings.join(goes, key);
            self.writer.remove(goes);
            // What either has shown knows nothing yet of the other's items.
            self.shown.remove(goes);
            self.shown.remove(key);
            if self.written.remove(goes) {
                self.written.insert(key.to_owned());
            }
            self.report.remarks.push(format!(
                "{goes} and {key} are one report in several files: it is {key} from now on, and what people wrote on rows of either stands there"
            ));
        } else if let Some(alike) = named.alike {
            self.report.remarks.push(format!(
                "corpus/{path} is another file of the report {key} ({} % of their words are the same): it counts once",
                percent(alike)
            ));
        }
        Ok(())
    }

    /// Keeps the reading of a further file of a work, named as the one that is shown.
    fn keep_beside(
        &mut self,
        mut tagged: TaggedDocument,
        reading: CataloguedReport,
    ) -> Result<CataloguedReport, RunError> {
        identity::blocks::assign_block_ids(&reading.key, &mut tagged.document.blocks);
        // Its ids are for whoever compares it; nothing of it is written down.
        let _ = identity::assign(&mut tagged, &self.ledger.items(&reading.key)?);
        let document = self.documents.keep(self.work.storage, &tagged)?;
        Ok(CataloguedReport { document, ..reading })
    }

    /// Gives a reading its identity against what was known of its work, and puts it into the index.
    fn show(&mut self, mut tagged: TaggedDocument, reading: CataloguedReport) -> Result<CataloguedReport, RunError> {
        let key = reading.key.clone();
        let ledger = &mut *self.ledger;
        tagged.document.meta.key.clone_from(&key);
        identity::blocks::assign_block_ids(&key, &mut tagged.document.blocks);
        let instead = self.written.contains(&key);
        let past = ledger.items_before(&key, self.generation)?;
        // What people add has an identity of its own; what they change keeps the one that the rules gave it.
        let added = self.work.corrections.add_items(&mut tagged);
        let mut changes = identity::assign(&mut tagged, &past);
        let corrections = self.work.corrections.apply(&mut tagged, &added);
        let before = self.known.indexed.get(&reading.sha256);
        changes.by_program = before.is_some_and(|old| upgrade::is_by_program(old, &reading, self.is_other_tagger));
        changes.instead = instead;
        if instead {
            for earlier in ledger.changes_of(&key, self.generation)? {
                news(self.report, earlier.by_program).take_back(&earlier);
            }
        }
        if changes.by_program {
            let upgrade = self.report.upgrade.get_or_insert_with(Upgrade::default);
            upgrade.reports += 1;
            upgrade.items.listed = true;
        }
        news(self.report, changes.by_program).note(&changes, &past);
        let first_seen = past.iter().map(|item| item.first_seen.clone()).min();
        if !changes.is_empty() {
            ledger.put_items(self.generation, &key, changes)?;
            self.written.insert(key.clone());
        }
        let document = self.documents.keep(self.work.storage, &tagged)?;
        let path = reading.paths().next().unwrap_or_default().to_owned();
        let extra = Extra {
            duplicates: reading.paths().skip(1).map(str::to_owned).collect(),
            first_seen: first_seen.or_else(|| Some(ledger.today().to_owned())),
            changed: Some(ledger.today().to_owned()),
            supersedes: self.reading.manifest.row(&path).and_then(|row| row.supersedes.clone()),
            superseded_by: None,
            trust: reading.audit.map(percent),
        };
        self.writer.add(&tagged, &extra)?;
        let paths = reading.paths().map(str::to_owned).collect();
        self.shown.insert(key, Shown { sha256: reading.sha256.clone(), paths });
        let CataloguedReport { title, date, body, meeting, kind, symbol, notes, acronyms, totals, .. } =
            summarised(&tagged);
        let reading = CataloguedReport { title, date, body, meeting, kind, symbol, notes, acronyms, totals, ..reading };
        Ok(CataloguedReport { document, corrections, ..reading })
    }

    /// Decides of each work which of its readings is shown, and enters it into the catalogue with all its files.
    pub(super) fn settle_works(&mut self) -> Result<(), RunError> {
        let clock = Instant::now();
        for (key, mut readings) in self.readings.take() {
            while let Some(mut report) = works::take_shown(&mut readings) {
                report.others.clone_from(&readings);
                let names = self.ledger.names_of(&key).into_iter().filter(|name| *name != key);
                report.formerly = names.map(str::to_owned).collect();
                match self.settle(report)? {
                    Ok(report) => {
                        self.catalogue.reports.push(report);
                        break;
                    }
                    Err(lost) => self.report.remarks.push(lost),
                }
            }
        }
        self.index_time += clock.elapsed();
        Ok(())
    }

    /// Brings a report into the index as it is to be shown, where it is not so already. A sentence where its document is lost.
    fn settle(&mut self, report: CataloguedReport) -> Result<Result<CataloguedReport, String>, RunError> {
        let paths: Vec<String> = report.paths().map(str::to_owned).collect();
        let shown = self.shown.get(&report.key);
        let is_shown = shown.is_some_and(|shown| shown.sha256 == report.sha256);
        if is_shown && shown.is_some_and(|shown| shown.paths == paths) {
            return Ok(Ok(report));
        }
        let tagged = match self.documents.load(&report.document) {
            Ok(tagged) => tagged,
            Err(error) => return Ok(Err(format!("{error}; the next run reads {} again", report.key))),
        };
        if is_shown {
            self.writer.add(&tagged, &cached::extra_of(&report, self.ledger)?)?;
            return Ok(Ok(report));
        }
        let path = paths.first().map(String::as_str).unwrap_or_default();
        let tagged = read::tag_again(tagged.document, path, self.reading);
        let (others, formerly) = (report.others.clone(), report.formerly.clone());
        let report = self.show(tagged, report)?;
        Ok(Ok(CataloguedReport { others, formerly, ..report }))
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
    pub(super) fn let_go(&mut self) -> Result<(), RunError> {
        let here: BTreeSet<&str> = self.catalogue.reports.iter().map(|report| report.key.as_str()).collect();
        let mut before: BTreeSet<String> = self.known.indexed.values().map(|report| report.key.clone()).collect();
        if self.known.files.is_empty() {
            // The last generation could not be read: what was there before stands in the ledger alone.
            before.extend(self.ledger.reports_with_items()?);
        }
        let gone: Vec<&str> = before.iter().map(String::as_str).filter(|key| !here.contains(key)).collect();
        for key in gone {
            self.writer.remove(key);
            // One that was joined with another, or renamed, goes on there.
            if self.ledger.report_of(key) != key {
                continue;
            }
            let past = self.ledger.items(key)?;
            let changes = identity::assign(&mut nothing(key), &past);
            self.report.items.note(&changes, &past);
            if !changes.is_empty() {
                self.ledger.put_items(self.generation, key, changes)?;
            }
        }
        Ok(())
    }

    /// Commits the index, and answers the catalogue.
    pub(super) fn finish_index(mut self) -> Result<Catalogue, RunError> {
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

/// Where the news of a report's items are told.
fn news(report: &mut RunReport, by_program: bool) -> &mut ItemNews {
    if by_program { &mut report.upgrade.get_or_insert_with(Upgrade::default).items } else { &mut report.items }
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
        format: source.format.clone(),
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
    let meta = Meta { key: key.to_owned(), ..Meta::default() };
    let schema = crate::model::document::SCHEMA.to_owned();
    let document = Document { schema, source: Source::default(), meta, blocks: Vec::new(), notes: Vec::new() };
    TaggedDocument { document, items: Vec::new() }
}
