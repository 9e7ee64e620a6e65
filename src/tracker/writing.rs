//! The standard set, written report by report: all files grow side by side under unfinished names and take their own at the
//! end, together.

use super::caches::{BATCH, Caches, Listed};
use super::conflicts::{self, Told};
use super::corrections;
use super::edited::Common;
use super::files::listed;
use super::open_elsewhere::OpenElsewhere;
use super::persons_workbook::{self, PersonsWorkbook};
use super::report_rows::{ReportRows, is_of_substance};
use super::round::Refresh;
use crate::error::RunError;
use crate::export::assessment_book::AssessmentBook;
use crate::export::book::{Book, Options};
use crate::export::index_page::Tally;
use crate::export::marked;
use crate::export::standard_set::{
    self, ASSESSMENTS, ASSESSMENTS_XLSX, CONFLICTS, CORRECTIONS, Frame, OWN_FOLDERS, Pieces, TRACKER_XLSX,
};
use crate::model::{Kind, TableRow, TrackerRow};
use crate::store::{Ledger, Pending, Written};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// All files of the set, complete, under their unfinished names.
pub(super) struct Prepared {
    files: BTreeMap<String, Pending>,
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
    /// What a person should know, each a sentence.
    pub(super) notes: Vec<String>,
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

/// Writes everything, under unfinished names. `can_revise` says whether the workbook that is there could be read.
///
/// # Errors
/// Ledger, documents or disk refuse.
pub(super) fn prepare(
    ledger: &Ledger,
    with: &Refresh<'_>,
    common: &Common,
    caches: &Caches,
    can_revise: bool,
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
    if can_revise && let Some(persons) = PersonsWorkbook::find(with, common) {
        match prepare_with(ledger, with, common, caches, frame, Workbook::Persons(Box::new(persons)))? {
            Ok(prepared) => return Ok(prepared),
            Err(note) => {
                let book = Workbook::New(Box::new(new_book(with, frame)?));
                return match prepare_with(ledger, with, common, caches, frame, book)? {
                    Ok(mut prepared) => {
                        prepared.seen.notes.push(note);
                        Ok(prepared)
                    }
                    Err(why) => Err(RunError::new(why)),
                };
            }
        }
    }
    let book = Workbook::New(Box::new(new_book(with, frame)?));
    prepare_with(ledger, with, common, caches, frame, book)?.map_err(RunError::new)
}

/// The tracker's workbook.
enum Workbook {
    /// A new one.
    New(Box<Book>),
    /// The one that people have saved, which is brought up to date instead of being replaced.
    Persons(Box<PersonsWorkbook>),
}

fn new_book(with: &Refresh<'_>, frame: Frame<'_>) -> Result<Book, RunError> {
    with.storage.create_dir(with.outputs)?;
    let options = Options {
        title: frame.title.to_owned(),
        day: frame.day.to_owned(),
        corpus: with.corpus.map(str::to_owned),
        read_back: true,
        titles: frame.titles.clone(),
        statuses: with.settings.statuses.clone(),
    };
    Book::new(frame.human, frame.keys, options, with.outputs).map_err(|error| cannot(TRACKER_XLSX, error))
}

/// Answers, where the workbook of people's cannot be brought up to date, a note that says why and where a copy of it is.
fn prepare_with(
    ledger: &Ledger,
    with: &Refresh<'_>,
    common: &Common,
    caches: &Caches,
    frame: Frame<'_>,
    book: Workbook,
) -> Result<Result<Prepared, String>, RunError> {
    let mut set = Writing::begin(with, frame, book)?;
    let mut gone: Vec<&Listed> = Vec::new();
    for batch in caches.listed.chunks(BATCH) {
        let laid_out: Result<Vec<(ReportRows, Pieces)>, RunError> = batch
            .par_iter()
            .map(|listed| {
                let rows = Caches::load(ledger, with, listed)?;
                let pieces = frame.held(rows.held()).map_err(|error| cannot("items.csv", error))?;
                Ok((rows, pieces))
            })
            .collect();
        for (listed, (rows, pieces)) in batch.iter().zip(laid_out?) {
            set.held(listed, &rows, pieces)?;
            if rows.rows.len() > rows.summary.held {
                gone.push(listed);
            }
        }
    }
    set.own(common)?;
    // Reports that are gone come last in the list; their items stand in the order of all ids.
    gone.sort_by(|one, other| one.report.cmp(&other.report));
    for listed in gone {
        set.gone(&Caches::load(ledger, with, listed)?)?;
    }
    set.finish()
}

impl Prepared {
    /// Gives all files their names, the trackers last but for the pages that lead to them; files of categories that are no
    /// more go. Trackers that are open in a spreadsheet program stay as they are. Answers how each was written.
    ///
    /// # Errors
    /// The disk refuses: each file is then the old one or the new.
    pub(super) fn commit(
        self,
        with: &Refresh<'_>,
        open: &OpenElsewhere,
    ) -> Result<BTreeMap<String, Written>, RunError> {
        let mut files: Vec<(String, Pending)> = self.files.into_iter().collect();
        files.sort_by_key(|(path, _)| standard_set::rank(path));
        let mut all = BTreeMap::new();
        for (path, file) in files {
            let as_it_is = open.as_it_is(with.outputs, &path)?;
            let written = match as_it_is {
                Some(written) => written,
                None => file.commit()?,
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
        Ok(all)
    }
}

struct Writing<'a> {
    with: &'a Refresh<'a>,
    frame: Frame<'a>,
    files: BTreeMap<String, Pending>,
    book: Workbook,
    to_assess: Option<AssessmentBook>,
    /// Items that corrections are about.
    wanted: FxHashSet<&'a str>,
    /// Items that assessors wrote about.
    assessed: FxHashSet<&'a str>,
    seen: Seen,
}

impl<'a> Writing<'a> {
    fn begin(with: &'a Refresh<'a>, frame: Frame<'a>, book: Workbook) -> Result<Self, RunError> {
        let assessed = with.assessments.iter().flat_map(|all| all.lines()).map(|line| line.id.as_str());
        let mut set = Self {
            with,
            frame,
            files: BTreeMap::new(),
            book,
            to_assess: None,
            wanted: with.corrections.iter().map(|line| line.line.id.as_str()).collect(),
            assessed: assessed.collect(),
            seen: Seen::default(),
        };
        for path in frame.beginnings().map_err(|error| cannot("items.csv", error))?.keys() {
            set.file(path)?;
        }
        Ok(set)
    }

    /// A file; one that is not there yet begins with its own beginning.
    fn file(&mut self, path: &str) -> Result<&mut Pending, RunError> {
        if !self.files.contains_key(path) {
            let beginning = self.frame.beginning(path).map_err(|error| cannot(path, error))?;
            let mut pending = self.with.storage.begin(self.with.outputs.join(path))?;
            pending.write_all(&beginning).map_err(|error| cannot(path, error))?;
            self.files.insert(path.to_owned(), pending);
        }
        self.files.get_mut(path).ok_or_else(|| RunError::new(format!("outputs/{path} has no beginning")))
    }

    fn put(&mut self, pieces: Pieces) -> Result<(), RunError> {
        for (path, bytes) in pieces {
            self.file(&path)?.write_all(&bytes).map_err(|error| cannot(&path, error))?;
        }
        Ok(())
    }

    fn held(&mut self, listed: &Listed, rows: &ReportRows, pieces: Pieces) -> Result<(), RunError> {
        self.put(pieces)?;
        self.seen.rows += rows.rows.len();
        self.seen.tally.add(&listed.report, &rows.summary.tally);
        for (row, _) in rows.held() {
            self.row(row)?;
            let Some(item) = row.item() else { continue };
            if self.seen.first.is_none() && is_of_substance(item) {
                self.seen.first = Some(item.clone());
            }
            let ids = item.formerly.iter().chain([&item.id]);
            self.seen.assessed.extend(ids.filter(|id| self.assessed.contains(id.as_str())).cloned());
            if self.wanted.contains(item.id.as_str()) {
                self.seen.corrected.push(item.clone());
            }
            if item.kind == Kind::Recommendation {
                self.assess(item)?;
            }
        }
        for conflict in &rows.conflicts {
            let row = rows.rows.iter().filter_map(TableRow::item).find(|item| item.id == conflict.id);
            self.seen.conflicts.push(Told::of(conflict, row));
        }
        Ok(())
    }

    /// Adds a row to the workbook.
    fn row(&mut self, row: &TableRow) -> Result<(), RunError> {
        match &mut self.book {
            Workbook::New(book) => book.add(row).map_err(|error| cannot(TRACKER_XLSX, error)),
            Workbook::Persons(persons) => {
                persons.add(row, self.frame.keys, self.frame.titles);
                Ok(())
            }
        }
    }

    fn assess(&mut self, item: &TrackerRow) -> Result<(), RunError> {
        let Some(assessments) = self.with.assessments else { return Ok(()) };
        let cannot = |error| cannot(ASSESSMENTS_XLSX, error);
        let book = match &mut self.to_assess {
            Some(book) => book,
            None => self.to_assess.insert(AssessmentBook::new(self.frame.titles, self.with.outputs).map_err(cannot)?),
        };
        book.add(item, assessments).map_err(cannot)
    }

    fn own(&mut self, common: &Common) -> Result<(), RunError> {
        self.put(self.frame.own(&common.own))?;
        self.seen.rows += common.own.len();
        self.seen.conflicts.extend(common.history.conflicts().iter().map(|conflict| Told::of(conflict, None)));
        common.own.iter().try_for_each(|row| self.row(row))
    }

    fn gone(&mut self, rows: &ReportRows) -> Result<(), RunError> {
        let pieces = self.frame.withdrawn(rows.withdrawn()).map_err(|error| cannot("tracker.csv", error))?;
        self.put(pieces)?;
        rows.withdrawn().try_for_each(|(row, _)| self.row(row))
    }

    fn finish(mut self) -> Result<Result<Prepared, String>, RunError> {
        let pieces = self.frame.ends().map_err(|error| cannot("deadlines.ics", error))?;
        self.put(pieces)?;
        let (with, frame) = (self.with, self.frame);
        let mut files = self.files;
        let seen = self.seen;
        let mut write = |path: &str, fill: &mut dyn FnMut(&mut Pending) -> io::Result<()>| {
            let mut pending = with.storage.begin(with.outputs.join(path))?;
            fill(&mut pending).map_err(|error| cannot(path, error))?;
            files.insert(path.to_owned(), pending);
            Ok::<_, RunError>(())
        };
        write(CONFLICTS, &mut |out| conflicts::write(seen.conflicts.clone(), out))?;
        if !with.corrections.is_empty() {
            write(CORRECTIONS, &mut |out| corrections::write(with.corrections, &seen.corrected, out))?;
        }
        if let Some(book) = self.to_assess {
            let mut book = Some(book);
            write(ASSESSMENTS_XLSX, &mut |out| book.take().map_or(Ok(()), |book| book.finish(frame.day, out)))?;
        }
        let tracker = match self.book {
            Workbook::New(book) => {
                let mut pending = with.storage.begin(with.outputs.join(TRACKER_XLSX))?;
                let written = marked::marked(&mut pending, |out| book.finish(out).map(|_| ()));
                written.map_err(|error| cannot(TRACKER_XLSX, error))?;
                pending
            }
            Workbook::Persons(persons) => match persons_workbook::revised(&persons, with)? {
                Ok(pending) => pending,
                Err(note) => return Ok(Err(note)),
            },
        };
        files.insert(TRACKER_XLSX.to_owned(), tracker);
        let pages = frame.pages(&seen.tally, |path| files.contains_key(path));
        for (path, bytes) in pages {
            let mut pending = with.storage.begin(with.outputs.join(&path))?;
            pending.write_all(&bytes).map_err(|error| cannot(&path, error))?;
            files.insert(path, pending);
        }
        files.par_iter_mut().try_for_each(|(_, file)| file.ready())?;
        Ok(Ok(Prepared { files, seen }))
    }
}

fn cannot(path: &str, error: io::Error) -> RunError {
    RunError::new(format!("cannot write outputs/{path}")).because(error)
}
