//! Erasing a report on legal request: from the index, all generations, the ledger, the cache and the outputs. What stays is
//! a tombstone without text, so that its key, its ids and its bytes are never taken in again.
//!
//! Order: the tombstone first, so that after a kill the next run, or the same command, finishes the work; then a generation
//! without the report; then every other generation; then the words in the ledger; last the outputs, by whoever writes them; and a word that it is done.
//! The file in `corpus/` is the user's: it is named, not touched.

use super::generations::{Base, Building};
use super::ledger::{Ledger, ReportEntry, Tombstone};
use super::{Generations, RunLock};
use crate::error::RunError;

/// The parts of an erasure that only others can do.
pub trait Eraser {
    /// Takes the report out of the index in `building` so that no byte of it stays, and writes its catalogue without it. Where
    /// `building.from` is `None` the index is empty and every other report must be added.
    ///
    /// # Errors
    /// The index cannot be written.
    fn take_out(&mut self, ledger: &Ledger, building: &Building, key: &str) -> Result<(), RunError>;

    /// Removes the cached documents that no catalogue names any more.
    ///
    /// # Errors
    /// The disk refuses.
    fn forget_documents(&mut self) -> Result<(), RunError>;

    /// Removes all outputs and writes them anew from the generation. What people wrote about other reports must have been
    /// read back before.
    ///
    /// # Errors
    /// The disk refuses.
    fn rewrite_outputs(&mut self, ledger: &mut Ledger, generation: u64) -> Result<(), RunError>;
}

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// What stays.
    pub tombstone: Tombstone,
    /// The generation without the report.
    pub generation: u64,
    /// The generations removed.
    pub removed: Vec<u64>,
    /// Paths in the corpus that held it: for the user to remove.
    pub files: Vec<String>,
}

/// Erases the report `key`. May be repeated after a kill or a failure, and then finishes the work.
///
/// # Errors
/// Nothing is known under the key, or a part fails.
pub fn erase(
    generations: &Generations,
    lock: &RunLock,
    ledger: &mut Ledger,
    key: &str,
    reason: Option<&str>,
    eraser: &mut dyn Eraser,
) -> Result<Erased, RunError> {
    let known = ledger.files().iter().any(|file| file.key == key);
    if !known && !ledger.tombstones().iter().any(|stone| stone.key == key) {
        return Err(RunError::usage(format!("no report has the key {key}"))
            .hint("`minutebook status --format json` lists the reports with their keys."));
    }
    let mut files: Vec<String> =
        ledger.files().iter().filter(|file| file.key == key).map(|file| file.path.clone()).collect();
    files.sort();
    files.dedup();
    let tombstone = ledger.erase(key, reason)?;
    let building = generations.begin(lock, ledger, Base::Current)?;
    eraser.take_out(ledger, &building, key)?;
    generations.finish(&building)?;
    let removed = generations.publish_alone(lock, ledger, building.number)?;
    eraser.forget_documents()?;
    eraser.rewrite_outputs(ledger, building.number)?;
    ledger.put_event(&ReportEntry::Erased(key.to_owned()))?;
    Ok(Erased { tombstone, generation: building.number, removed, files })
}
