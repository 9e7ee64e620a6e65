//! The nightly run, and what else changes which generation is searched.

use super::Record;
use crate::error::RunError;
use crate::run::check::check;
use crate::run::losses::Losses;
use crate::run::nights::{Night, nights};
use crate::run::observe::Observer;
use crate::run::purge::{Purged, Subject, purge, subject};
use crate::run::quick::{Quick, quick};
use crate::run::report::RunReport;
use crate::run::switch::{Switch, Switched, switch};
use crate::run::{self, Options as RunOptions};
use crate::store::check::Finding;
use std::time::Duration;

impl Record {
    /// The whole pipeline: reads what is new in `corpus/`, builds and publishes a generation, writes outputs and report. A file
    /// that cannot be read is in the report and stops nothing. `observer` hears of progress and may ask to stop.
    ///
    /// A nightly job that says what needs a person:
    ///
    /// ```
    /// # use minutebook::{Record, RunOptions, Unobserved};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// let report = record.run(&RunOptions::default(), &Unobserved)?;
    /// if report.needs_a_look() {
    ///     println!("{}", report.summary());
    /// }
    /// assert_eq!(report.outcome, "unchanged");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What stops a run as a whole: another process writes in the workspace, the disk refuses, settings or rules are wrong.
    pub fn run(&self, options: &RunOptions, observer: &dyn Observer) -> Result<RunReport, RunError> {
        let done = run::run(self.workspace(), self.settings(), options, observer);
        self.let_go();
        done
    }

    /// Compares the index with ledger, corpus and outputs, and says what to do about each finding. Changes nothing.
    ///
    /// # Errors
    /// The check could not be made.
    pub fn check(&self) -> Result<Vec<Finding>, RunError> {
        check(self.workspace(), self.settings())
    }

    /// The same question as a monitor asks it, in well under a second: can the index be searched, does anything wait, did the last run
    /// come to its end within `most`.
    #[must_use]
    pub fn check_quickly(&self, most: Duration) -> Quick {
        quick(self.workspace(), self.settings(), &self.generations(), most)
    }

    /// The runs whose reports are kept, the newest last.
    #[must_use]
    pub fn runs(&self) -> Vec<Night> {
        nights(self.workspace())
    }

    /// Number of the generation that is held, and what would be lost by publishing it; `None` where none is held.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn losses_of_held(&self) -> Result<Option<(u64, Losses)>, RunError> {
        Losses::of_held(&self.generations())
    }

    /// Publishes a generation that was held back, goes back to the one before, or lets runs publish again.
    ///
    /// # Errors
    /// There is no such generation, another process writes in the workspace, or the disk refuses.
    pub fn switch(&self, to: Switch, observer: &dyn Observer) -> Result<Switched, RunError> {
        let done = switch(self.storage(), self.workspace(), self.settings(), to, observer);
        self.let_go();
        done
    }

    /// What a purge of the report `key` would erase, for a person to confirm. Changes nothing.
    ///
    /// # Errors
    /// Nothing is known under the key.
    pub fn purge_subject(&self, key: &str) -> Result<Subject, RunError> {
        subject(self.workspace(), self.settings(), key)
    }

    /// Erases the report `key` for good, with what people wrote about it. `reason` is kept in the ledger.
    ///
    /// # Errors
    /// Nothing is known under the key, another process writes in the workspace, or the disk refuses.
    pub fn purge(&self, key: &str, reason: Option<&str>, observer: &dyn Observer) -> Result<Purged, RunError> {
        let done = purge(self.storage(), self.workspace(), self.settings(), key, reason, observer);
        self.let_go();
        done
    }
}
