//! What happened to rows of the tracker, and the way back.

use super::Record;
use crate::error::RunError;
use crate::run::report::RunReport;
use crate::tracker::past::{self, Change, Told};
use crate::tracker::progress::{self, Section};
use crate::tracker::{self, Occasion, Since};
use std::path::Path;

impl Record {
    /// All that the ledger tells of an item, by its id or its number (`R-051`), oldest first; with its id.
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
    /// # Errors
    /// Nothing is named so, the file is no tracker, another process writes in the workspace, or the disk refuses.
    pub fn restore(&self, what: &str) -> Result<Vec<Change>, RunError> {
        let _lock = self.lock("tracker")?;
        let mut ledger = self.ledger_to_write()?;
        self.import(&mut ledger, &[], &mut RunReport::default())?;
        ledger.sync()?;
        let changes = self.restorable(what)?;
        let occasion = Occasion { run: self.bound_to()?, day: ledger.today().to_owned() };
        tracker::append(&mut ledger, occasion.run, &past::events(&changes, &occasion, &format!("restore {what}")))?;
        self.import(&mut ledger, &[], &mut RunReport::default())?;
        Ok(changes)
    }

    /// What is done, overdue, new, changed and withdrawn since a day or a run.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn progress(&self, since: &Since) -> Result<Vec<Section>, RunError> {
        let ledger = self.ledger()?;
        progress::since(&ledger, since, ledger.today())
    }

    /// The id of an item that is named by its id or by its number.
    fn item_named(&self, name: &str) -> Result<String, RunError> {
        let history = tracker::load(&self.ledger()?)?;
        if history.subject(name).is_some() {
            return Ok(name.to_owned());
        }
        let numbered = history
            .subjects()
            .find(|(_, subject)| subject.row.as_ref().is_some_and(|row| row.no.as_deref() == Some(name)));
        numbered.map(|(id, _)| id.to_owned()).ok_or_else(|| {
            RunError::usage(format!("no item has the id or the number {name}, and it is no file and no run"))
                .hint("ids and numbers stand in outputs/tracker.csv, in the columns id and no")
        })
    }
}
