//! What happened to rows of the tracker, and the way back.

use super::Record;
use crate::error::RunError;
use crate::run::report::RunReport;
use crate::tracker::past::{self, Change, Told};
use crate::tracker::progress::{self, Section};
use crate::tracker::reworded::{self, Pair};
use crate::tracker::{self, Event, History, Occasion, Since, Verdict};
use std::path::Path;

impl Record {
    /// All that the ledger tells of an item, by its id or its number (`R-051`), oldest first; with its id.
    ///
    /// ```
    /// # use minutebook::Record;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// let (_id, lines) = record.history("D-001")?;
    /// assert!(lines[0].what.contains("first written"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// No item is named so, or the ledger cannot be read.
    pub fn history(&self, name: &str) -> Result<(String, Vec<Told>), RunError> {
        let id = self.item_named(name)?;
        let told = past::told(&self.ledger()?, &id)?;
        Ok((id, told))
    }

    /// The human cells that [`Record::restore`] would change.
    ///
    /// ```
    /// # use minutebook::Record;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// assert!(record.restorable("D-001")?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Record::restore`].
    pub fn restorable(&self, what: &str) -> Result<Vec<Change>, RunError> {
        let ledger = self.ledger()?;
        let path = Path::new(what);
        if path.is_file() {
            let bytes = super::tracking::read(path)?;
            let sheet = tracker::read(&bytes, what).map_err(super::tracking::refused)?;
            return Ok(past::as_in(&tracker::load(&ledger)?, &sheet));
        }
        match what.parse() {
            Ok(run) => past::as_of_run(&ledger, run),
            Err(_) => past::undone(&ledger, &self.item_named(what)?),
        }
    }

    /// Brings human cells back: to what a file says (one of `outputs/kept/`), to how they stood after a run (its number), or to before the
    /// last act on an item (its id or number). What people saved meanwhile is read first. Answers what changed.
    ///
    /// ```
    /// # use minutebook::Record;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// // Nobody has written anything yet: the first run is what stands.
    /// assert!(record.restore("1")?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Nothing is named so, the file is no tracker, another process writes in the workspace, or the disk refuses.
    pub fn restore(&self, what: &str) -> Result<Vec<Change>, RunError> {
        let _lock = self.lock("tracker")?;
        let mut ledger = self.ledger_to_write()?;
        self.import(&mut ledger, &[], &mut RunReport::default())?;
        ledger.sync()?;
        let changes = self.restorable(what)?;
        let occasion = Occasion { run: self.bound_to()?, day: ledger.today().to_owned(), ..Occasion::default() };
        tracker::append(&mut ledger, occasion.run, &past::events(&changes, &occasion, &format!("restore {what}")))?;
        self.import(&mut ledger, &[], &mut RunReport::default())?;
        Ok(changes)
    }

    /// What is done, overdue, new, changed and withdrawn since a day or a run.
    ///
    /// ```
    /// # use minutebook::{Record, Since};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// let lists = record.progress(&Since::Run(0))?;
    /// assert!(lists.iter().any(|list| list.title == "New" && list.entries.len() == 2));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn progress(&self, since: &Since) -> Result<Vec<Section>, RunError> {
        let ledger = self.ledger()?;
        progress::since(&ledger, since, ledger.today())
    }

    /// Items that are gone and those that came with nearly their words: linked without a person, or waiting for one.
    ///
    /// ```
    /// # use minutebook::Record;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// assert!(record.reworded()?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn reworded(&self) -> Result<Vec<Pair>, RunError> {
        Ok(reworded::pairs(&tracker::load(&self.ledger()?)?))
    }

    /// Says of an item that is gone whether `new` is the same with other words: then what people wrote of it, its assessments and its keys
    /// in other tools go to `new`; else `new` gives back what it had taken from it. Both are named by id or number.
    ///
    /// ```
    /// # use minutebook::Record;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// // Both are still in their report: they are two.
    /// assert!(record.confirm("D-001", "R-001", true, "Ana").is_err());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// No items are named so, they are of different reports, the old one is not gone, another process writes in the workspace, or the disk
    /// refuses.
    pub fn confirm(&self, old: &str, new: &str, is_same: bool, by: &str) -> Result<(), RunError> {
        let _lock = self.lock("tracker")?;
        let mut ledger = self.ledger_to_write()?;
        self.import(&mut ledger, &[], &mut RunReport::default())?;
        let history = tracker::load(&ledger)?;
        let from = named(&history, old, Which::Gone)?;
        let id = named(&history, new, Which::Here)?;
        if from == id || ledger.report_of(&from) != ledger.report_of(&id) {
            return Err(RunError::usage(format!("{from} and {id} are not two items of one report"))
                .hint("see which may be one: minutebook tracker confirm"));
        }
        let is_gone = |id: &str| history.subject(id).is_some_and(|subject| subject.withdrawn);
        if !is_gone(&from) || is_gone(&id) {
            return Err(RunError::usage(format!("{from} is still in its report, or {id} is not"))
                .hint("name the item that is gone first, then the one that came"));
        }
        let verdict = if is_same { Verdict::Confirmed } else { Verdict::Refused };
        let mut events = Vec::new();
        if let Some(subject) = history.subject(&id).filter(|_| !is_same) {
            let taken = subject.inherited(&from).into_iter().flatten();
            let stands = taken.filter(|(column, value)| subject.cell(column) == value.as_str());
            events.extend(stands.map(|(column, _)| Event::Edited {
                id: id.clone(),
                column: column.clone(),
                value: String::new(),
                base: String::new(),
                file: format!("not {from} with other words"),
                act: format!("refused-{from}"),
            }));
        }
        events.push(Event::Linked { id, from, verdict, by: by.to_owned() });
        tracker::append(&mut ledger, self.bound_to()?, &events)?;
        self.import(&mut ledger, &[], &mut RunReport::default())?;
        Ok(())
    }

    /// Today as the record counts it, `YYYY-MM-DD`.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub(crate) fn today(&self) -> Result<String, RunError> {
        Ok(self.ledger()?.today().to_owned())
    }

    /// The id of an item that is named by its id or by its number.
    fn item_named(&self, name: &str) -> Result<String, RunError> {
        named(&tracker::load(&self.ledger()?)?, name, Which::Here)
    }
}

/// Of two items with one number, the one that took it over or the one that is gone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Here,
    Gone,
}

fn named(history: &History, name: &str, which: Which) -> Result<String, RunError> {
    if history.subject(name).is_some() {
        return Ok(name.to_owned());
    }
    let numbered = history.subjects().filter(|(_, subject)| {
        let no = subject.row.as_ref().and_then(|row| row.no.as_deref());
        no.is_some_and(|no| no.eq_ignore_ascii_case(name))
    });
    let wanted = which == Which::Gone;
    let best = numbered.min_by_key(|(_, subject)| subject.withdrawn != wanted);
    best.map(|(id, _)| id.to_owned()).ok_or_else(|| {
        RunError::usage(format!("no item has the id or the number {name}, and it is no file and no run"))
            .hint("ids and numbers stand in outputs/tracker.csv, in the columns id and no")
    })
}
