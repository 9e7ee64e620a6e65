//! What is in the record, and what waits for a person.

use super::Record;
use super::current::Current;
use crate::error::RunError;
use crate::run::catalogue::Catalogue;
use crate::run::report::Totals;
use crate::search::coverage::Coverage;
use crate::store::ledger::Summary;
use crate::store::{HeldBack, Pin};
use std::sync::Arc;

/// What is in the record, and what waits for a person.
#[derive(Debug)]
pub struct Status {
    /// Number of the published generation.
    pub generation: u64,
    /// What is in it, in numbers.
    pub totals: Totals,
    /// Set by a rollback: no other generation is published until it is taken away.
    pub pin: Option<Pin>,
    /// A finished generation that waits for a person.
    pub held: Option<HeldBack>,
    /// What is missing.
    pub coverage: Coverage,
    current: Arc<Current>,
}

impl Status {
    /// The reports with their facts, the files that could not be read, and those of formats that nothing reads.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.current.catalogue
    }
}

impl Record {
    /// What is in the published generation, what it lacks, and what waits for a person.
    ///
    /// ```
    /// # use minutebook::Record;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// let status = record.status()?;
    /// assert_eq!((status.totals.reports, status.totals.decisions), (1, 1));
    /// assert!(status.held.is_none());
    /// assert_eq!(status.catalogue().reports[0].date.as_deref(), Some("2024-03-05"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// There is no index yet, or it cannot be read.
    pub fn status(&self) -> Result<Status, RunError> {
        let current = self.current()?;
        let state = self.generations().state()?;
        Ok(Status {
            generation: current.generation.number,
            totals: Totals::of(&current.catalogue),
            pin: state.pin,
            held: state.held,
            coverage: self.coverage()?,
            current,
        })
    }

    /// What the ledger holds: keys, ids, what happened to generations, damaged lines.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn ledger_summary(&self) -> Result<Summary, RunError> {
        self.ledger()?.summary()
    }
}
