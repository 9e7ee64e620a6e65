//! What people edited, sent in or corrected.

use super::{ExportedFile, Record, Selection};
use crate::error::RunError;
use crate::export::{Titles, handout};
use crate::model::{Assessment, Assessments, column_key};
use crate::run::documents::Documents;
use crate::run::outputs::{self, Round};
use crate::run::report::RunReport;
use crate::store::Ledger;
use crate::tag::Taxonomy;
use crate::tracker::overrides::{self, Outcome, Override, text_hash};
use crate::tracker::{
    self, Conflict, Corrections, Event, Learnt, Occasion, Refreshed, Unreadable, assessments, corrections,
};
use std::io;
use std::path::{Path, PathBuf};

/// What came of a merge of edited copies.
#[derive(Debug, Clone, Default)]
pub struct Merge {
    /// Cells taken over.
    pub edits: usize,
    /// Rows of people's own taken over.
    pub own: usize,
    /// Cells that now have two values.
    pub new_conflicts: Vec<Conflict>,
    /// All cells that have two values, those known before included.
    pub open_conflicts: usize,
    /// Files that could not be read and were set aside.
    pub set_aside: usize,
    /// Rows of the tracker.
    pub rows: usize,
    /// What a person should know, each a sentence.
    pub remarks: Vec<String>,
}

/// What came of a file of assessments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    /// The file.
    pub file: String,
    /// Assessments that are new.
    pub new: usize,
    /// Assessments that were known.
    pub known: usize,
}

/// A correction of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Correction {
    /// The item; with `add`, the paragraph.
    pub id: String,
    /// What is wrong: `kind`, `category`, `actor`, `due`, `not-an-item`, or `add` for an item that was missed.
    pub field: String,
    /// What is right; with `add`, the kind, a colon and the words as printed.
    pub value: String,
    /// Who says so.
    pub by: String,
    /// Why.
    pub because: String,
}

impl Record {
    /// Merges edited copies of the tracker (CSV or XLSX, as any spreadsheet saved them) into `outputs/tracker.csv` and `.xlsx`. Two values
    /// for one cell are a conflict; nothing is lost.
    ///
    /// ```
    /// # use minutebook::Record;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (folder, record) = example()?;
    /// // Ana writes "open" into the first row of her copy.
    /// let tracker = std::fs::read_to_string(folder.path().join("outputs/tracker.csv")).expect("a run wrote it");
    /// let from_ana = folder.path().join("from-ana.csv");
    /// std::fs::write(&from_ana, tracker.replacen(",,,,\r\n", ",open,,,\r\n", 1)).expect("her copy");
    /// let merge = record.merge(&[from_ana])?;
    /// assert_eq!((merge.edits, merge.open_conflicts), (1, 0));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// There is no index yet, another process writes in the workspace, or the disk refuses. A file that is no tracker is set
    /// aside and no error.
    pub fn merge(&self, files: &[PathBuf]) -> Result<Merge, RunError> {
        let _lock = self.lock("tracker")?;
        let mut report = RunReport::default();
        let refreshed = self.import(&mut self.ledger_to_write()?, files, &mut report)?;
        let mut remarks = report.remarks;
        remarks.append(&mut report.needs_a_look);
        Ok(Merge {
            edits: refreshed.merged.counts.edits,
            own: refreshed.merged.counts.own,
            new_conflicts: refreshed.merged.new_conflicts,
            open_conflicts: refreshed.open_conflicts,
            set_aside: refreshed.set_aside.len(),
            rows: refreshed.rows,
            remarks,
        })
    }

    /// The cells with two values, with both.
    ///
    /// ```
    /// # use minutebook::Record;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// for conflict in record.conflicts()? {
    ///     println!("{} {}: {:?} or {:?}", conflict.id, conflict.column, conflict.kept, conflict.other);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn conflicts(&self) -> Result<Vec<Conflict>, RunError> {
        Ok(tracker::load(&self.ledger()?)?.conflicts().to_vec())
    }

    /// Settles the conflicts of a cell: the tracker keeps the value that it has. Answers how many there were.
    ///
    /// ```
    /// # use minutebook::{ErrorKind, Record};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// let id = &record.select(&Default::default())?.held[0].id;
    /// let error = record.resolve(id, "status").expect_err("the cell has one value");
    /// assert_eq!(error.kind, ErrorKind::Usage);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The cell has none, another process writes in the workspace, or the disk refuses.
    pub fn resolve(&self, id: &str, column: &str) -> Result<usize, RunError> {
        let _lock = self.lock("tracker")?;
        let mut ledger = self.ledger_to_write()?;
        let history = tracker::load(&ledger)?;
        let column = column_key(column);
        let open = history.conflicts().iter().filter(|conflict| conflict.id == id && conflict.column == column).count();
        if open == 0 {
            return Err(RunError::usage(format!("{id} has no conflict in its column {column}"))
                .hint("see them all: minutebook tracker conflicts"));
        }
        let run = self.bound_to()?;
        tracker::append(&mut ledger, run, &[Event::Resolved { id: id.to_owned(), column }])?;
        self.import(&mut ledger, &[], &mut RunReport::default())?;
        Ok(open)
    }

    /// Adds assessments that people sent in (CSV or XLSX) to `assessments.csv`; a line that is there is not added again. `by` is who
    /// assessed, for lines that name nobody. Answers what came of each file, and the items on which assessors now disagree.
    ///
    /// ```
    /// # use minutebook::Record;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (folder, record) = example()?;
    /// # let id = record.select(&Default::default())?.held[1].id.clone();
    /// let sheet = folder.path().join("by-ana.csv");
    /// std::fs::write(&sheet, format!("id,assessor,view\n{id},Ana,implemented\n")).expect("a small file");
    /// let (files, disagree) = record.assess(&[sheet], None)?;
    /// assert_eq!((files[0].new, disagree.len()), (1, 0));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A file has no column for item, assessor and view, or a line does not say whose it is: then nothing is added.
    pub fn assess(&self, files: &[PathBuf], by: Option<&str>) -> Result<(Vec<Assessed>, Vec<String>), RunError> {
        let _lock = self.lock("tracker")?;
        let today = self.ledger()?.today().to_owned();
        let path = self.workspace().file(assessments::FILE);
        let before = read_if_there(&path)?;
        let mut all = match &before {
            Some(bytes) => Assessments::read(bytes, assessments::FILE).map_err(refused)?,
            None => Assessments::default(),
        };
        let mut news: Vec<Assessment> = Vec::new();
        let mut done = Vec::new();
        for path in files {
            let file = path.display().to_string();
            let mut sent = Assessments::read(&read(path)?, &file).map_err(refused)?;
            if let Some(by) = by {
                sent = sent.signed(by);
            }
            if let Some(line) = sent.lines().iter().find(|line| line.assessor.is_empty()) {
                return Err(RunError::usage(format!("{file}: the assessment of {} does not say whose it is", line.id))
                    .hint("fill the column assessor, or say who it is: --by NAME"));
            }
            let count = sent.lines().len();
            let added = all.add(&sent.news_to(&all, &today));
            done.push(Assessed { file, new: added.len(), known: count - added.len() });
            news.extend(added);
        }
        if !news.is_empty() {
            let bytes = assessments::with_lines(before.as_deref(), &news).map_err(refused)?;
            self.storage().write_atomic(&path, &bytes)?;
            self.import(&mut self.ledger_to_write()?, &[], &mut RunReport::default())?;
        }
        let mut disagree: Vec<String> = news.into_iter().map(|line| line.id).filter(|id| all.disagree(id)).collect();
        disagree.sort_unstable();
        disagree.dedup();
        Ok((done, disagree))
    }

    /// A workbook or a text document of selected items to hand out to assessors: two columns each, view and note, with the views that
    /// they have given already. It comes back through [`Record::assess`].
    ///
    /// ```
    /// # use minutebook::{HandoutForm, Record};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// let file = record.handout(&Default::default(), &["Ana".to_owned()], HandoutForm::Document)?;
    /// assert_eq!(file.rows, record.select(&Default::default())?.held.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A filter does not fit, there is no index yet, `assessments.csv` cannot be read, or the file cannot be put together.
    pub fn handout(
        &self,
        selection: &Selection,
        assessors: &[String],
        form: handout::Form,
    ) -> Result<ExportedFile, RunError> {
        let rows = self.select(selection)?.held;
        let today = self.ledger()?.today().to_owned();
        let assessments = match read_if_there(&self.workspace().file(assessments::FILE))? {
            Some(bytes) => Assessments::read(&bytes, assessments::FILE).map_err(refused)?,
            None => Assessments::default(),
        };
        let how = handout::How {
            assessors,
            views: &self.settings().tracker.views,
            titles: &Titles::of_taxonomy(&Taxonomy::load(Some(&self.workspace().rules()))?),
            title: &self.settings().tracker.title,
            day: &today,
        };
        let bytes = handout::write(&rows, &assessments, &how, form)
            .map_err(|error| RunError::new("cannot write the handout").because(error))?;
        Ok(ExportedFile { suffix: "", bytes, rows: rows.len() })
    }

    /// Adds a correction of an item to `overrides.csv`; the next run applies it.
    ///
    /// ```
    /// # use minutebook::{Correction, Record};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (folder, record) = example()?;
    /// let id = record.select(&Default::default())?.held[1].id.clone();
    /// record.correct(&Correction {
    ///     id,
    ///     field: "kind".to_owned(),
    ///     value: "action".to_owned(),
    ///     by: "Ana".to_owned(),
    ///     because: "the Board's own task".to_owned(),
    /// })?;
    /// assert!(folder.path().join("overrides.csv").exists());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// No item has the id, another process writes in the workspace, or the disk refuses.
    pub fn correct(&self, correction: &Correction) -> Result<(), RunError> {
        let known =
            tracker::load(&self.ledger()?)?.subject(&correction.id).is_some_and(|subject| subject.row.is_some());
        if !known && correction.field != "add" {
            return Err(RunError::usage(format!("no item has the id {}", correction.id))
                .hint("the ids stand in the first column of outputs/items.csv"));
        }
        self.add_correction(correction)
    }

    /// Adds a line to `overrides.csv`, with a hash of the words that it speaks of where they are an item's.
    pub(super) fn add_correction(&self, correction: &Correction) -> Result<(), RunError> {
        let _lock = self.lock("tracker")?;
        let Correction { id, field, value, by, because } = correction;
        let ledger = self.ledger()?;
        let history = tracker::load(&ledger)?;
        let known = history.subject(id).and_then(|subject| subject.row.as_ref());
        let hash = known.filter(|_| field != "add").map(|row| text_hash(&row.text)).unwrap_or_default();
        self.try_out(Override {
            line: 1,
            id: id.clone(),
            field: field.to_lowercase().replace([' ', '_'], "-"),
            value: value.clone(),
            text_hash: hash.clone(),
            ..Override::default()
        })?;
        let path = self.workspace().file(corrections::FILE);
        let before = read_if_there(&path)?;
        let line = [id.as_str(), field, value, by, ledger.today(), because, &hash];
        let bytes =
            tracker::appended(corrections::FILE, before.as_deref(), overrides::HEADER, &[line]).map_err(refused)?;
        self.storage().write_atomic(&path, &bytes)
    }

    /// Learns the keys of another tool (Jira's issue key, GitHub's issue number) from what it exports, so that the next
    /// export can update there, and takes the status of items back from it.
    ///
    /// # Errors
    /// The file is of no tool that is known, another process writes in the workspace, or the disk refuses.
    pub fn learn_keys(&self, file: &Path) -> Result<Learnt, RunError> {
        let _lock = self.lock("tracker")?;
        let mut ledger = self.ledger_to_write()?;
        // What people saved meanwhile comes first.
        self.import(&mut ledger, &[], &mut RunReport::default())?;
        let history = tracker::load(&ledger)?;
        let mut learnt = tracker::learn(&history, &read(file)?, &file.display().to_string()).map_err(refused)?;
        let occasion = Occasion { run: self.bound_to()?, day: ledger.today().to_owned(), ..Occasion::default() };
        let taken = tracker::taken_back(&history, &learnt, &occasion, &file.display().to_string());
        tracker::append(&mut ledger, occasion.run, &learnt.events)?;
        tracker::append(&mut ledger, occasion.run, &taken)?;
        learnt.edits = taken.iter().filter(|event| matches!(event, Event::Edited { .. })).count();
        learnt.conflicts = taken.iter().filter(|event| matches!(event, Event::Conflict(_))).count();
        if learnt.edits + learnt.conflicts > 0 {
            self.import(&mut ledger, &[], &mut RunReport::default())?;
        }
        Ok(learnt)
    }

    /// Refuses a correction that could not be applied: an unknown field, kind or category, a day that is none, words that do not stand
    /// in the text.
    fn try_out(&self, line: Override) -> Result<(), RunError> {
        if line.field == "category" {
            let titles = Titles::of_taxonomy(&Taxonomy::load(Some(&self.workspace().rules()))?);
            let mut wanted = line.value.split(';').map(str::trim).filter(|id| !id.is_empty());
            if let Some(unknown) = wanted.find(|id| !titles.has(id)) {
                let known: Vec<&str> = titles.ids().collect();
                return Err(RunError::usage(format!("there is no category {unknown}"))
                    .hint(format!("the categories are {}", known.join(", "))));
            }
        }
        let current = self.current()?;
        let report = self.ledger()?.report_of(&line.id);
        let Some(listed) = current.catalogue.report(&report) else {
            return Err(RunError::usage(format!("the index has no report {report}"))
                .hint("minutebook status --format json lists the reports with their keys"));
        };
        let mut tagged = Documents::of(self.workspace()).load(&listed.document)?;
        let (field, value) = (line.field.clone(), line.value.clone());
        match corrections::tried(line, &mut tagged) {
            Outcome::Unclear(expected) => {
                Err(RunError::usage(format!("{field} cannot be \"{value}\": {expected}")).hint("nothing was noted"))
            }
            Outcome::Orphaned if field == "add" => Err(RunError::usage("these words do not stand in that paragraph")
                .hint("quote them as printed; nothing was noted")),
            _ => Ok(()),
        }
    }

    /// Reads the trackers and `files` back and writes all outputs of the current generation anew.
    pub(super) fn import(
        &self,
        ledger: &mut Ledger,
        files: &[PathBuf],
        report: &mut RunReport,
    ) -> Result<Refreshed, RunError> {
        let corrections = Corrections::load(&self.workspace().file(corrections::FILE))?;
        let current = self.current()?;
        let round = Round {
            workspace: self.workspace(),
            storage: self.storage(),
            settings: self.settings(),
            corrections: &corrections,
        };
        outputs::sync(&round, ledger, &current.catalogue, current.generation.number, files, report)
    }

    /// The generation that ledger entries are bound to.
    pub(super) fn bound_to(&self) -> Result<u64, RunError> {
        Ok(self.generations().state()?.generation.unwrap_or(0))
    }
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>, RunError> {
    std::fs::read(path).map_err(|error| RunError::new(format!("cannot read {}", path.display())).because(error))
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, RunError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(RunError::new(format!("cannot read {}", path.display())).because(error)),
    }
}

pub(super) fn refused(why: Unreadable) -> RunError {
    RunError::usage(format!("{}: {}", why.name, why.message)).hint(why.hint)
}
