//! The standard set, written report by report: all files grow side by side under unfinished names and take their own at the
//! end, together.

use super::conflicts::{self, Told};
use super::corrections;
use super::edited::Common;
use super::files::listed;
use super::refresh::Refresh;
use super::share::Share;
use super::shares::{BATCH, Shares};
use super::table::TableRow;
use crate::error::RunError;
use crate::export::TrackerRow;
use crate::export::assessment_book::AssessmentBook;
use crate::export::index_page::Tally;
use crate::export::standard_set::{
    self, ASSESSMENTS, ASSESSMENTS_XLSX, CONFLICTS, CORRECTIONS, Frame, OWN_FOLDERS, Pieces, TRACKER_XLSX,
};
use crate::export::workbook::Shelf;
use crate::export::workbook::zip::Press;
use crate::export::xlsx::{self, SheetOf, TrackerBook};
use crate::store::{Ledger, Pending, Storage};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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
struct Part {
    share: Share,
    pieces: Pieces,
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
    let frame = Frame {
        human: &common.human,
        keys: &common.keys,
        assessments: with.assessments,
        titles: with.titles,
        title: &with.settings.title,
        generation: with.generation,
        day: &with.occasion.day,
    };
    let mut set = Writing::begin(with, frame)?;
    let mut withdrawn = Vec::new();
    for batch in shares.listed.chunks(BATCH) {
        let parts: Result<Vec<Part>, RunError> = batch
            .par_iter()
            .map(|listed| {
                let share = Shares::load(ledger, with, common, listed)?;
                let pieces = frame.held(share.held()).map_err(|error| cannot("items.csv", error))?;
                Ok(Part { share, pieces })
            })
            .collect();
        for (listed, part) in batch.iter().zip(parts?) {
            if part.share.rows.len() > part.share.held {
                withdrawn.push(listed);
            }
            set.held(part)?;
        }
    }
    set.own(common)?;
    // Reports that are gone come last in the list; their items stand in the order of all ids.
    withdrawn.sort_by(|one, other| one.report.cmp(&other.report));
    for listed in withdrawn {
        set.withdrawn(&Shares::load(ledger, with, common, listed)?)?;
    }
    set.finish()
}

impl Prepared {
    /// Gives all files their names, the trackers last but for the pages that lead to them; files of categories that are no
    /// more go. Answers the SHA-256 of each.
    ///
    /// # Errors
    /// The disk refuses: each file is then the old one or the new.
    pub(super) fn commit(self, with: &Refresh<'_>) -> Result<BTreeMap<String, String>, RunError> {
        let mut files: Vec<(String, Pending)> = self.files.into_iter().collect();
        files.sort_by_key(|(path, _)| standard_set::rank(path));
        let mut written = BTreeMap::new();
        for (path, pending) in files {
            written.insert(path, pending.commit()?);
        }
        let stays = |folder: &str| folder == ASSESSMENTS && with.assessments.is_none();
        for folder in OWN_FOLDERS.into_iter().filter(|folder| !stays(folder)) {
            for path in listed(&with.outputs.join(folder))? {
                let name =
                    path.file_name().map(|name| format!("{folder}/{}", name.to_string_lossy())).unwrap_or_default();
                if name.ends_with(".csv") && !written.contains_key(&name) {
                    with.storage.remove(&path)?;
                }
            }
        }
        Ok(written)
    }
}

struct Writing<'a> {
    with: &'a Refresh<'a>,
    frame: Frame<'a>,
    files: BTreeMap<String, Pending>,
    book: TrackerBook<DiskShelf>,
    to_assess: Option<AssessmentBook<DiskShelf>>,
    press: Press,
    /// Items that corrections are about.
    wanted: FxHashSet<&'a str>,
    /// Items that assessors wrote about.
    assessed: FxHashSet<&'a str>,
    seen: Seen,
}

impl<'a> Writing<'a> {
    fn begin(with: &'a Refresh<'a>, frame: Frame<'a>) -> Result<Self, RunError> {
        let shelf = |name: &str| DiskShelf::new(with.storage, &with.outputs.join(name));
        let options = xlsx::Options {
            title: frame.title.to_owned(),
            day: frame.day.to_owned(),
            corpus: with.corpus.map(str::to_owned),
            read_back: true,
            titles: frame.titles.clone(),
        };
        let assessed = with.assessments.iter().flat_map(|all| all.lines()).map(|line| line.id.as_str());
        let mut set = Self {
            with,
            frame,
            files: BTreeMap::new(),
            book: TrackerBook::new(frame.human, options, shelf("tracker-rows")?),
            to_assess: None,
            press: Press::default(),
            wanted: with.corrections.iter().map(|line| line.line.id.as_str()).collect(),
            assessed: assessed.collect(),
            seen: Seen::default(),
        };
        set.put(&frame.beginnings().map_err(|error| cannot("items.csv", error))?)?;
        Ok(set)
    }

    /// Adds bytes to files; one that is not there yet begins with its own beginning.
    fn put(&mut self, pieces: &Pieces) -> Result<(), RunError> {
        for (path, bytes) in pieces {
            let is_new = !self.files.contains_key(path);
            if is_new {
                self.files.insert(path.clone(), self.with.storage.begin(self.with.outputs.join(path))?);
            }
            let Some(file) = self.files.get_mut(path) else { continue };
            file.write_all(bytes).map_err(|error| cannot(path, error))?;
        }
        Ok(())
    }

    /// As [`Writing::put`], each file that is new with its beginning.
    fn add(&mut self, pieces: &Pieces) -> Result<(), RunError> {
        let new = pieces.keys().filter(|path| !self.files.contains_key(*path));
        let beginnings: io::Result<Pieces> = new.map(|path| Ok((path.clone(), self.frame.beginning(path)?))).collect();
        self.put(&beginnings.map_err(|error| cannot("the views", error))?)?;
        self.put(pieces)
    }

    fn held(&mut self, part: Part) -> Result<(), RunError> {
        let Part { share, pieces } = part;
        self.add(&pieces)?;
        self.seen.rows += share.rows.len();
        for item in share.held().filter_map(|(row, _)| row.item()) {
            self.seen.tally.count(item);
            if self.assessed.contains(item.id.as_str()) {
                self.seen.assessed.insert(item.id.clone());
            }
            if self.wanted.contains(item.id.as_str()) {
                self.seen.corrected.push(item.clone());
            }
            if self.seen.first.is_none() && !item.flags.iter().any(|flag| flag == "procedural") {
                self.seen.first = Some(item.clone());
            }
        }
        for conflict in &share.conflicts {
            let row = share.rows.iter().filter_map(TableRow::item).find(|item| item.id == conflict.id);
            self.seen.conflicts.push(Told::of(conflict, row));
        }
        for (of, rows) in &share.sheets {
            let of_sheet = share.held().map(|(row, _)| row).filter(|row| of.is_of(row));
            self.book.add(of, rows, of_sheet).map_err(|error| cannot(TRACKER_XLSX, error))?;
        }
        for (category, rows) in &share.to_assess {
            let book = match &mut self.to_assess {
                Some(book) => book,
                None => {
                    let shelf = DiskShelf::new(self.with.storage, &self.with.outputs.join("assessment-rows"))?;
                    self.to_assess.insert(AssessmentBook::new(self.frame.titles, shelf))
                }
            };
            book.add(category, rows).map_err(|error| cannot(ASSESSMENTS_XLSX, error))?;
        }
        Ok(())
    }

    fn own(&mut self, common: &Common) -> Result<(), RunError> {
        self.add(&self.frame.own(&common.own))?;
        self.seen.rows += common.own.len();
        self.seen.conflicts.extend(common.history.conflicts().iter().map(|conflict| Told::of(conflict, None)));
        self.rows_apart(&common.own)
    }

    fn withdrawn(&mut self, share: &Share) -> Result<(), RunError> {
        let pieces = self.frame.withdrawn(share.withdrawn()).map_err(|error| cannot("tracker.csv", error))?;
        self.add(&pieces)?;
        self.rows_apart(share.withdrawn().map(|(row, _)| row))
    }

    /// Adds rows to the workbook that no share holds as they stand there.
    fn rows_apart<'r>(&mut self, rows: impl IntoIterator<Item = &'r TableRow>) -> Result<(), RunError> {
        let mut by_sheet: BTreeMap<SheetOf, Vec<&TableRow>> = BTreeMap::new();
        for row in rows {
            by_sheet.entry(SheetOf::row(row)).or_default().push(row);
        }
        for (of, rows) in by_sheet {
            xlsx::rendered(rows.iter().copied(), self.frame.keys, self.with.corpus.is_some(), &mut self.press)
                .and_then(|rendered| self.book.add(&of, &rendered, rows))
                .map_err(|error| cannot(TRACKER_XLSX, error))?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Prepared, RunError> {
        let pieces = self.frame.ends().map_err(|error| cannot("deadlines.ics", error))?;
        self.put(&pieces)?;
        let conflicts = self.seen.conflicts.clone();
        self.write(CONFLICTS, |out| conflicts::write(conflicts, out))?;
        if !self.with.corrections.is_empty() {
            let (lines, items) = (self.with.corrections, std::mem::take(&mut self.seen.corrected));
            self.write(CORRECTIONS, |out| corrections::write(lines, &items, out))?;
        }
        let Self { with, frame, mut files, book, to_assess, seen, .. } = self;
        let mut finished = |path: &str, fill: &mut dyn FnMut(&mut Pending) -> io::Result<()>| {
            let mut pending = with.storage.begin(with.outputs.join(path))?;
            fill(&mut pending).map_err(|error| cannot(path, error))?;
            files.insert(path.to_owned(), pending);
            Ok::<(), RunError>(())
        };
        let (mut book, mut to_assess) = (Some(book), to_assess);
        finished(TRACKER_XLSX, &mut |out| book.take().map_or(Ok(()), |book| book.finish(out).map(|_| ())))?;
        if to_assess.is_some() {
            finished(ASSESSMENTS_XLSX, &mut |out| to_assess.take().map_or(Ok(()), |book| book.finish(frame.day, out)))?;
        }
        let pages = frame.pages(&seen.tally, |path| files.contains_key(path));
        for (path, bytes) in pages {
            let mut pending = with.storage.begin(with.outputs.join(&path))?;
            pending.write_all(&bytes).map_err(|error| cannot(&path, error))?;
            files.insert(path, pending);
        }
        for pending in files.values_mut() {
            pending.ready()?;
        }
        Ok(Prepared { files, seen })
    }

    fn write(&mut self, path: &str, fill: impl FnOnce(&mut Pending) -> io::Result<()>) -> Result<(), RunError> {
        let mut pending = self.with.storage.begin(self.with.outputs.join(path))?;
        fill(&mut pending).map_err(|error| cannot(path, error))?;
        self.files.insert(path.to_owned(), pending);
        Ok(())
    }
}

/// Rows wait in a file that never gets a name.
#[derive(Debug)]
struct DiskShelf {
    pending: Pending,
    length: u64,
}

impl DiskShelf {
    fn new(storage: &Storage, path: &Path) -> Result<Self, RunError> {
        Ok(Self { pending: storage.begin(PathBuf::from(path))?, length: 0 })
    }
}

impl Shelf for DiskShelf {
    fn put(&mut self, bytes: &[u8]) -> io::Result<u64> {
        self.pending.write_all(bytes)?;
        self.length += bytes.len() as u64;
        Ok(self.length - bytes.len() as u64)
    }

    fn copy(&mut self, at: u64, length: u64, out: &mut dyn Write) -> io::Result<()> {
        self.pending.copy_out(at, length, out)
    }
}

fn cannot(path: &str, error: io::Error) -> RunError {
    RunError::new(format!("cannot write outputs/{path}")).because(error)
}
