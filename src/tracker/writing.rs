//! The standard set, written report by report: all files grow side by side under unfinished names and take their own at the
//! end, together. What stands in the files of the run before is copied from there.

use super::conflicts::{self, Told};
use super::corrections;
use super::edited::Common;
use super::files::listed;
use super::joined::{Finished, Joined, Next, Old};
use super::refresh::Refresh;
use super::share::{Brief, Share, Sheets, is_of_substance};
use super::shares::{BATCH, Listed, Shares};
use super::shelf::DiskShelf;
use super::standing::{self, Record, Standing, Stood, Stretch};
use crate::error::RunError;
use crate::export::assessment_book::AssessmentBook;
use crate::export::index_page::Tally;
use crate::export::standard_set::{
    self, ASSESSMENTS, ASSESSMENTS_XLSX, CONFLICTS, CORRECTIONS, Frame, OWN_FOLDERS, Pieces, TRACKER_XLSX,
};
use crate::export::workbook::zip::Press;
use crate::export::workbook::{Facts, Packed};
use crate::export::xlsx::{self, SheetOf, TrackerBook};
use crate::model::{TableRow, TrackerRow};
use crate::store::{Ledger, Pending, Written};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// All files of the set, complete, under their unfinished names.
pub(super) struct Prepared {
    files: BTreeMap<String, Finished>,
    /// The text files that reports have rows in, and where each report's rows stand.
    text_files: Vec<String>,
    records: Vec<Record>,
    /// What was seen on the way.
    pub(super) seen: Seen,
}

/// What was seen while the rows went by.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Rows of the tracker.
    pub(super) rows: usize,
    /// The first item that is of substance.
    pub(super) first: Option<TrackerRow>,
    /// Assessed items that their source holds.
    assessed: FxHashSet<String>,
    /// Conflicts that are open.
    conflicts: Vec<Told>,
    /// The items that lines of `overrides.csv` are about.
    corrected: Vec<TrackerRow>,
    tally: Tally,
}

impl Seen {
    /// How many conflicts are open.
    pub(super) fn conflicts(&self) -> usize {
        self.conflicts.len()
    }

    /// Whether an assessed item is among those that their sources hold.
    pub(super) fn holds(&self, id: &str) -> bool {
        self.assessed.contains(id)
    }
}

/// What one report adds.
enum Part {
    /// What stands in the outputs of the run before; with its sheets where the workbooks there are not as they were.
    Stands(Box<Stood>, Option<Sheets>),
    /// What was laid out anew.
    New(Box<Share>, Pieces),
}

/// What all parts are made with.
struct Making<'a> {
    ledger: &'a Ledger,
    with: &'a Refresh<'a>,
    common: &'a Common,
    before: &'a Standing,
    frame: Frame<'a>,
    /// Reports of which the very rows are asked for.
    asked: BTreeSet<String>,
}

/// Writes everything, under unfinished names.
///
/// # Errors
/// Ledger, documents or disk refuse.
pub(super) fn prepare(
    ledger: &Ledger,
    with: &Refresh<'_>,
    common: &Common,
    shares: &Shares,
) -> Result<Prepared, RunError> {
    let before = Standing::read(with);
    match prepare_from(ledger, with, common, shares, &before) {
        // The disk did not keep what was written: all is laid out anew, from shares that carry check sums of their own.
        Err(_) if before.is_rotten() => prepare_from(ledger, with, common, shares, &Standing::default()),
        done => done,
    }
}

fn prepare_from(
    ledger: &Ledger,
    with: &Refresh<'_>,
    common: &Common,
    shares: &Shares,
    before: &Standing,
) -> Result<Prepared, RunError> {
    let frame = Frame {
        human: &common.human,
        keys: &common.keys,
        assessments: with.assessments,
        titles: with.titles,
        title: &with.settings.title,
        generation: with.generation,
        day: &with.occasion.day,
    };
    let corrected = with.corrections.iter().map(|line| line.line.id.as_str());
    let assessed = with.assessments.iter().flat_map(|all| all.lines()).map(|line| line.id.as_str());
    let asked = corrected.chain(assessed).map(|id| ledger.report_of(id)).collect();
    let making = Making { ledger, with, common, before, frame, asked };
    let mut set = Writing::begin(&making)?;
    let mut gone = Vec::new();
    for batch in shares.listed.chunks(BATCH) {
        let parts: Result<Vec<Part>, RunError> = batch.par_iter().map(|listed| making.part(listed)).collect();
        set.held(batch.iter().zip(parts?), &mut gone)?;
    }
    set.own(common)?;
    // Reports that are gone come last in the list; their items stand in the order of all ids.
    gone.sort_by(|one, other| one.listed.report.cmp(&other.listed.report));
    set.gone(gone)?;
    set.finish()
}

impl Making<'_> {
    fn part(&self, listed: &Listed) -> Result<Part, RunError> {
        let stood = self.before.report(&listed.name);
        if let Some(stood) = stood.filter(|stood| !stood.brief.conflicts && !self.asked.contains(&listed.report)) {
            if self.before.has_books_of(&stood) {
                return Ok(Part::Stands(Box::new(stood), None));
            }
            let share = std::fs::read(self.with.shares.join(&listed.name)).ok();
            if let Some(sheets) = share.and_then(|bytes| Share::unpack_sheets(&bytes)) {
                return Ok(Part::Stands(Box::new(stood), Some(sheets)));
            }
        }
        let share = self.load(listed)?;
        let pieces = self.frame.held(share.held()).map_err(|error| cannot("items.csv", error))?;
        Ok(Part::New(Box::new(share), pieces))
    }

    fn load(&self, listed: &Listed) -> Result<Share, RunError> {
        Shares::load(self.ledger, self.with, self.common, listed)
    }

    /// A file of the run before, where it is as it was written. One that was there a moment ago and cannot be opened raises
    /// the alarm: rows that are to be copied from it would be lost.
    fn old(&self, path: &str) -> Result<Option<(Old, Written)>, RunError> {
        let Some(written) = self.before.file(path) else { return Ok(None) };
        let alarm = self.before.alarm();
        let old = Old::open(&self.with.outputs.join(path), Arc::clone(&alarm)).map_err(|error| {
            alarm.store(true, Ordering::Relaxed);
            cannot(path, error)
        })?;
        Ok(Some((old, written.clone())))
    }

    fn shelf(&self, name: &str, old: &str) -> Result<DiskShelf, RunError> {
        DiskShelf::new(self.with.storage, &self.with.outputs.join(name), self.old(old)?.map(|(old, _)| old))
    }
}

impl Prepared {
    /// Gives all files their names, the trackers last but for the pages that lead to them; files of categories that are no
    /// more go. Answers how each was written.
    ///
    /// # Errors
    /// The disk refuses: each file is then the old one or the new.
    pub(super) fn commit(self, with: &Refresh<'_>) -> Result<BTreeMap<String, Written>, RunError> {
        let mut files: Vec<(String, Finished)> = self.files.into_iter().collect();
        files.sort_by_key(|(path, _)| standard_set::rank(path));
        let mut all = BTreeMap::new();
        for (path, file) in files {
            let written = match file {
                Finished::Same(written) => written,
                Finished::New(pending) => pending.commit()?,
            };
            all.insert(path, written);
        }
        let stays = |folder: &str| folder == ASSESSMENTS && with.assessments.is_none();
        for folder in OWN_FOLDERS.into_iter().filter(|folder| !stays(folder)) {
            for path in listed(&with.outputs.join(folder))? {
                let name =
                    path.file_name().map(|name| format!("{folder}/{}", name.to_string_lossy())).unwrap_or_default();
                if name.ends_with(".csv") && !all.contains_key(&name) {
                    with.storage.remove(&path)?;
                }
            }
        }
        let books = [TRACKER_XLSX, ASSESSMENTS_XLSX].map(str::to_owned);
        let of_reports = self.text_files.into_iter().chain(books);
        let of_reports = of_reports.filter_map(|path| all.get(&path).map(|written| (path.clone(), written.clone())));
        standing::write(with, of_reports.collect(), &self.records)?;
        Ok(all)
    }
}

/// What a report adds that its source holds no longer: it stands at the end of all.
struct Gone<'a> {
    listed: &'a Listed,
    record: usize,
    stood: Option<(Box<Stood>, Option<Sheets>)>,
}

/// Bytes for a file; with the record of a report where they are of one, and whether its source holds it no longer.
struct Addition {
    next: Next,
    of: Option<(usize, Whose)>,
}

#[derive(Clone, Copy)]
enum Whose {
    Held,
    Gone,
}

struct Writing<'a> {
    making: &'a Making<'a>,
    files: Vec<Joined>,
    /// The places of the files by path.
    places: BTreeMap<String, usize>,
    book: TrackerBook<DiskShelf>,
    to_assess: Option<AssessmentBook<DiskShelf>>,
    press: Press,
    /// Items that corrections are about.
    wanted: FxHashSet<&'a str>,
    /// Items that assessors wrote about.
    assessed: FxHashSet<&'a str>,
    records: Vec<Record>,
    /// What waits to be added to each file.
    waiting: Vec<Vec<Addition>>,
    /// Files that are written at once.
    others: BTreeMap<String, Finished>,
    seen: Seen,
}

impl<'a> Writing<'a> {
    fn begin(making: &'a Making<'a>) -> Result<Self, RunError> {
        let (with, frame) = (making.with, making.frame);
        let options = xlsx::Options {
            title: frame.title.to_owned(),
            day: frame.day.to_owned(),
            corpus: with.corpus.map(str::to_owned),
            read_back: true,
            titles: frame.titles.clone(),
        };
        let assessed = with.assessments.iter().flat_map(|all| all.lines()).map(|line| line.id.as_str());
        let mut set = Self {
            making,
            files: Vec::new(),
            places: BTreeMap::new(),
            book: TrackerBook::new(frame.human, options, making.shelf("tracker-rows", TRACKER_XLSX)?),
            to_assess: None,
            press: Press::default(),
            wanted: with.corrections.iter().map(|line| line.line.id.as_str()).collect(),
            assessed: assessed.collect(),
            records: Vec::new(),
            waiting: Vec::new(),
            others: BTreeMap::new(),
            seen: Seen::default(),
        };
        for path in frame.beginnings().map_err(|error| cannot("items.csv", error))?.keys() {
            set.file(path)?;
        }
        Ok(set)
    }

    /// The place of a file; one that is not there yet begins with its own beginning.
    fn file(&mut self, path: &str) -> Result<usize, RunError> {
        if let Some(place) = self.places.get(path) {
            return Ok(*place);
        }
        let Making { with, frame, .. } = self.making;
        let beginning = frame.beginning(path).map_err(|error| cannot(path, error))?;
        self.files.push(Joined::begin(with.storage, with.outputs.join(path), self.making.old(path)?));
        self.waiting.push(vec![Addition { next: Next::New(beginning), of: None }]);
        self.places.insert(path.to_owned(), self.files.len() - 1);
        Ok(self.files.len() - 1)
    }

    fn wait(&mut self, file: usize, next: Next, of: Option<(usize, Whose)>) {
        if let Some(waiting) = self.waiting.get_mut(file) {
            waiting.push(Addition { next, of });
        }
    }

    fn new_bytes(&mut self, pieces: Pieces, of: Option<(usize, Whose)>) -> Result<(), RunError> {
        for (path, bytes) in pieces {
            let file = self.file(&path)?;
            self.wait(file, Next::New(bytes), of);
        }
        Ok(())
    }

    fn stretches(&mut self, stretches: &[Stretch], of: (usize, Whose)) -> Result<(), RunError> {
        for stretch in stretches {
            let before = self.making.before;
            let Some(path) = before.path(stretch.file) else { continue };
            let file = self.file(path)?;
            self.wait(file, Next::Stays(*stretch), Some(of));
        }
        Ok(())
    }

    /// Adds to the files what waits for them, all files side by side.
    fn put(&mut self) -> Result<(), RunError> {
        let waiting = self.waiting.iter_mut().map(std::mem::take).collect::<Vec<_>>();
        let done: Result<Vec<_>, RunError> = self
            .files
            .par_iter_mut()
            .zip(waiting)
            .map(|(file, waiting)| {
                let add = |addition: Addition| Ok((addition.of, file.add(&addition.next)?));
                waiting.into_iter().map(add).collect::<Result<Vec<_>, RunError>>()
            })
            .collect();
        for (file, stretches) in done?.into_iter().enumerate() {
            for (of, stretch) in stretches {
                let Some((record, whose)) = of else { continue };
                let Some(Record { places, .. }) = self.records.get_mut(record) else { continue };
                let stretch = Stretch { file, ..stretch };
                match whose {
                    Whose::Held => places.held.push(stretch),
                    Whose::Gone => places.gone.push(stretch),
                }
            }
        }
        Ok(())
    }

    fn held<'l>(
        &mut self,
        parts: impl Iterator<Item = (&'l Listed, Part)>,
        gone: &mut Vec<Gone<'l>>,
    ) -> Result<(), RunError> {
        for (listed, mut part) in parts {
            let record = self.records.len();
            let (brief, noted) = match &mut part {
                Part::Stands(stood, _) => {
                    (&stood.brief, Record::with(&listed.name, std::mem::take(&mut stood.brief_json)))
                }
                Part::New(share, _) => (&share.brief, Record::begin(&listed.name, &share.brief)?),
            };
            self.records.push(noted);
            self.see(listed, brief)?;
            let has_gone = brief.rows > brief.held;
            let mut stood = None;
            match part {
                Part::Stands(before, sheets) => {
                    self.stretches(&before.places.held, (record, Whose::Held))?;
                    let on_shelf = sheets.is_none().then_some((&before.places.sheets, &before.places.to_assess));
                    let packed = sheets.as_ref().map(|sheets| (&sheets.held, &sheets.to_assess));
                    self.sheets(record, &before.brief, &placed(on_shelf.map(|all| all.0), packed.map(|all| all.0)))?;
                    self.assess(record, &before.brief, &placed(on_shelf.map(|all| all.1), packed.map(|all| all.1)))?;
                    stood = Some((before, sheets));
                }
                Part::New(share, pieces) => {
                    self.look_at(&share);
                    self.new_bytes(pieces, Some((record, Whose::Held)))?;
                    self.sheets(record, &share.brief, &placed(None, Some(&share.sheets.held)))?;
                    self.assess(record, &share.brief, &placed(None, Some(&share.sheets.to_assess)))?;
                }
            }
            if has_gone {
                gone.push(Gone { listed, record, stood });
            }
        }
        self.put()
    }

    /// Takes note of what the brief of a share tells.
    fn see(&mut self, listed: &Listed, brief: &Brief) -> Result<(), RunError> {
        self.seen.rows += brief.rows;
        self.seen.tally.add(&listed.report, &brief.tally);
        if self.seen.first.is_none() && brief.substance {
            let share = self.making.load(listed)?;
            let mut items = share.held().filter_map(|(row, _)| row.item());
            self.seen.first = items.find(|item| is_of_substance(item)).cloned();
        }
        Ok(())
    }

    /// Takes note of what only the rows of a share tell.
    fn look_at(&mut self, share: &Share) {
        for item in share.held().filter_map(|(row, _)| row.item()) {
            if self.assessed.contains(item.id.as_str()) {
                self.seen.assessed.insert(item.id.clone());
            }
            if self.wanted.contains(item.id.as_str()) {
                self.seen.corrected.push(item.clone());
            }
        }
        for conflict in &share.conflicts {
            let row = share.rows.iter().filter_map(TableRow::item).find(|item| item.id == conflict.id);
            self.seen.conflicts.push(Told::of(conflict, row));
        }
    }

    fn sheets(&mut self, record: usize, brief: &Brief, packed: &[Packed<'_>]) -> Result<(), RunError> {
        let numbers = self.in_book(&brief.sheets, packed)?;
        if let Some(record) = self.records.get_mut(record) {
            record.places.sheets = numbers;
        }
        Ok(())
    }

    /// Adds rows to the workbook. Answers when each was added: the places come with the end.
    fn in_book(&mut self, sheets: &[(Option<String>, Facts)], packed: &[Packed<'_>]) -> Result<Vec<u64>, RunError> {
        let mut numbers = Vec::with_capacity(sheets.len());
        for ((category, facts), packed) in sheets.iter().zip(packed) {
            numbers.push(self.book.added() as u64);
            let of = SheetOf::Category(category.clone());
            self.book.add(&of, facts, *packed).map_err(|error| cannot(TRACKER_XLSX, error))?;
        }
        Ok(numbers)
    }

    fn assess(&mut self, record: usize, brief: &Brief, packed: &[Packed<'_>]) -> Result<(), RunError> {
        let mut numbers = Vec::with_capacity(brief.to_assess.len());
        for ((category, facts), packed) in brief.to_assess.iter().zip(packed) {
            let book = match &mut self.to_assess {
                Some(book) => book,
                None => {
                    let shelf = self.making.shelf("assessment-rows", ASSESSMENTS_XLSX)?;
                    self.to_assess.insert(AssessmentBook::new(self.making.frame.titles, shelf))
                }
            };
            numbers.push(book.added() as u64);
            book.add(category, facts, *packed).map_err(|error| cannot(ASSESSMENTS_XLSX, error))?;
        }
        if let Some(record) = self.records.get_mut(record) {
            record.places.to_assess = numbers;
        }
        Ok(())
    }

    fn own(&mut self, common: &Common) -> Result<(), RunError> {
        let frame = self.making.frame;
        self.new_bytes(frame.own(&common.own), None)?;
        self.seen.rows += common.own.len();
        self.seen.conflicts.extend(common.history.conflicts().iter().map(|conflict| Told::of(conflict, None)));
        if !common.own.is_empty() {
            xlsx::rendered(&common.own, frame.keys, self.making.with.corpus, &mut self.press)
                .and_then(|rows| self.book.add(&SheetOf::Own, &rows.facts, Packed::Bytes(&rows.packed)))
                .map_err(|error| cannot(TRACKER_XLSX, error))?;
        }
        self.put()
    }

    fn gone(&mut self, all: Vec<Gone<'_>>) -> Result<(), RunError> {
        for Gone { listed, record, stood } in all {
            let of = (record, Whose::Gone);
            let numbers = match stood {
                Some((stood, sheets)) => {
                    self.stretches(&stood.places.gone, of)?;
                    let on_shelf = sheets.is_none().then_some(&stood.places.gone_sheets);
                    let packed = placed(on_shelf, sheets.as_ref().map(|sheets| &sheets.gone));
                    self.in_book(&stood.brief.gone, &packed)?
                }
                None => {
                    let share = self.making.load(listed)?;
                    let pieces = self.making.frame.withdrawn(share.withdrawn());
                    self.new_bytes(pieces.map_err(|error| cannot("tracker.csv", error))?, Some(of))?;
                    self.in_book(&share.brief.gone, &placed(None, Some(&share.sheets.gone)))?
                }
            };
            if let Some(record) = self.records.get_mut(record) {
                record.places.gone_sheets = numbers;
            }
            self.put()?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Prepared, RunError> {
        let pieces = self.making.frame.ends().map_err(|error| cannot("deadlines.ics", error))?;
        self.new_bytes(pieces, None)?;
        self.put()?;
        let conflicts = self.seen.conflicts.clone();
        self.write(CONFLICTS, |out| conflicts::write(conflicts, out))?;
        let with = self.making.with;
        if !with.corrections.is_empty() {
            let (lines, items) = (with.corrections, std::mem::take(&mut self.seen.corrected));
            self.write(CORRECTIONS, |out| corrections::write(lines, &items, out))?;
        }
        let Self { making, files, places, book, to_assess, mut records, mut others, seen, .. } = self;
        let day = making.frame.day;
        // The workbooks are put together while the disk takes the text files.
        let (books, text) = rayon::join(
            || {
                rayon::join(
                    || finished(with, TRACKER_XLSX, |out| book.finish(out).map(|(_, places)| places)),
                    || to_assess.map(|book| finished(with, ASSESSMENTS_XLSX, |out| book.finish(day, out))),
                )
            },
            || files.into_par_iter().map(Joined::finish).collect::<Result<Vec<_>, RunError>>(),
        );
        let (tracker, at) = books.0?;
        others.insert(TRACKER_XLSX.to_owned(), tracker);
        let mut to_assess_at = Vec::new();
        if let Some(book) = books.1 {
            let (book, at) = book?;
            others.insert(ASSESSMENTS_XLSX.to_owned(), book);
            to_assess_at = at;
        }
        for Record { places, .. } in &mut records {
            put_places(&mut places.sheets, &at);
            put_places(&mut places.gone_sheets, &at);
            put_places(&mut places.to_assess, &to_assess_at);
        }
        let mut text_files = vec![String::new(); places.len()];
        let mut files = others;
        let mut by_place: Vec<Option<Finished>> = text?.into_iter().map(Some).collect();
        for (path, place) in places {
            if let Some(file) = by_place.get_mut(place).and_then(Option::take) {
                files.insert(path.clone(), file);
            }
            if let Some(name) = text_files.get_mut(place) {
                *name = path;
            }
        }
        let pages = making.frame.pages(&seen.tally, |path| files.contains_key(path));
        for (path, bytes) in pages {
            let (page, ()) = finished(with, &path, |out| out.write_all(&bytes))?;
            files.insert(path, page);
        }
        Ok(Prepared { files, text_files, records, seen })
    }

    fn write(&mut self, path: &str, fill: impl FnOnce(&mut Pending) -> io::Result<()>) -> Result<(), RunError> {
        let (file, ()) = finished(self.making.with, path, fill)?;
        self.others.insert(path.to_owned(), file);
        Ok(())
    }
}

/// Rows on the shelf from these bytes on, or at hand.
fn placed<'p>(on_shelf: Option<&Vec<u64>>, at_hand: Option<&'p Vec<Vec<u8>>>) -> Vec<Packed<'p>> {
    let on_shelf = on_shelf.into_iter().flatten().map(|at| Packed::OnShelf(DiskShelf::in_old(*at)));
    on_shelf.chain(at_hand.into_iter().flatten().map(|bytes| Packed::Bytes(bytes))).collect()
}

/// Puts the places of rows for the numbers under which they were added.
fn put_places(numbers: &mut [u64], places: &[u64]) {
    for number in numbers {
        *number = usize::try_from(*number).ok().and_then(|number| places.get(number)).copied().unwrap_or(u64::MAX);
    }
}

/// Writes a file whole, under its unfinished name.
fn finished<T>(
    with: &Refresh<'_>,
    path: &str,
    fill: impl FnOnce(&mut Pending) -> io::Result<T>,
) -> Result<(Finished, T), RunError> {
    let mut pending = with.storage.begin(with.outputs.join(path))?;
    let answer = fill(&mut pending).map_err(|error| cannot(path, error))?;
    pending.ready()?;
    Ok((Finished::New(Box::new(pending)), answer))
}

fn cannot(path: &str, error: io::Error) -> RunError {
    RunError::new(format!("cannot write outputs/{path}")).because(error)
}
