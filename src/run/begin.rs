//! What every command that writes begins with: the lock, the ledger, what a kill left put right, and the last generation as
//! far as it can be built upon.

use super::catalogue::Catalogue;
use super::documents::Documents;
use crate::error::RunError;
use crate::index;
use crate::settings::Settings;
use crate::store::ledger::extent;
use crate::store::{Generations, Ledger, RunLock, Storage, strays};
use crate::workspace::Workspace;
use std::path::PathBuf;

/// A workspace in hand.
#[derive(Debug)]
pub struct Begun {
    /// Nobody else writes meanwhile.
    pub lock: RunLock,
    /// The ledger.
    pub ledger: Ledger,
    /// The generations.
    pub generations: Generations,
    /// What was put right, each a sentence.
    pub remarks: Vec<String>,
}

/// The generation that the next one is compared with and built upon.
#[derive(Debug, Default)]
pub struct Last {
    /// What it holds; `None` before the first, or where that cannot be read.
    pub catalogue: Option<Catalogue>,
    /// Whether its index cannot be taken over: it is of another version, or damaged.
    pub index_lost: bool,
}

/// Takes the workspace in hand for `command`, at the time `at` (RFC 3339 in UTC).
///
/// # Errors
/// Another process has it (the message says which and since when), or the disk refuses.
pub fn begin(
    storage: &Storage,
    workspace: &Workspace,
    settings: &Settings,
    command: &str,
    at: &str,
) -> Result<Begun, RunError> {
    let lock = RunLock::take(storage, &workspace.indexes(), command)?;
    let generations = Generations::new(storage, &workspace.indexes(), index::VERSION, settings.index.keep_generations);
    let mut ledger = Ledger::open(storage, &workspace.ledger())?.named_in(extents(workspace, &generations));
    ledger.insist_on_whole()?;
    ledger.set_time(at);
    let mut remarks = generations.recover(&lock, &mut ledger)?;
    for stray in strays::sweep(storage, &[workspace.outputs()])? {
        let shown = stray.strip_prefix(workspace.root()).unwrap_or(&stray).display();
        remarks.push(format!("removed what an unfinished run left: {shown}"));
    }
    remarks.extend(ledger.notes());
    Ok(Begun { lock, ledger, generations, remarks })
}

/// The files that name how far the ledger reached, besides its own: of the outputs and of the current generation.
#[must_use]
pub fn extents(workspace: &Workspace, generations: &Generations) -> Vec<PathBuf> {
    let current = generations.state().ok().and_then(|state| state.generation);
    let of_generation = current.map(|number| generations.dir(number).join(extent::FILE));
    std::iter::once(workspace.outputs().join(extent::IN_OUTPUTS)).chain(of_generation).collect()
}

impl Begun {
    /// The last generation. What of it cannot be used is told in the remarks.
    ///
    /// # Errors
    /// `indexes/current` cannot be read, or the disk refuses.
    pub fn last(&mut self, storage: &Storage, documents: &Documents) -> Result<Last, RunError> {
        let Some(number) = self.generations.state()?.generation else { return Ok(Last::default()) };
        let anew = "the index is built anew from corpus and ledger; ids and human work stay";
        let catalogue = match Catalogue::read(&self.generations.dir(number)) {
            Ok(catalogue) => catalogue,
            Err(error) => {
                self.remarks.push(format!("{error}: {anew}"));
                return Ok(Last { catalogue: None, index_lost: true });
            }
        };
        if self.lock.left_by().is_some() {
            self.drop_damaged(storage, documents, &catalogue)?;
        }
        let lost = match self.generations.other_schema() {
            Ok(Some(found)) => {
                Some(format!("the index is of version {found}, this program writes version {}", index::VERSION))
            }
            Ok(None) => {
                let opened = index::Reader::open(&self.generations.dir(number).join(crate::store::generations::INDEX));
                opened.err().map(|error| error.message)
            }
            Err(error) => Some(error.message),
        };
        if let Some(why) = &lost {
            self.remarks.push(format!("{why}: {anew}"));
        }
        Ok(Last { catalogue: Some(catalogue), index_lost: lost.is_some() })
    }

    /// After a run that ended without letting go, as when the power failed: cached documents are not waited for when they
    /// are written, so each is looked at once, and read again from the corpus where it is torn.
    fn drop_damaged(
        &mut self,
        storage: &Storage,
        documents: &Documents,
        catalogue: &Catalogue,
    ) -> Result<(), RunError> {
        let mut damaged = 0;
        for report in &catalogue.reports {
            if documents.has(&report.document) && documents.load(&report.document).is_err() {
                documents.remove(storage, &report.document)?;
                damaged += 1;
            }
        }
        if damaged > 0 {
            self.remarks.push(format!("{damaged} cached documents were torn; they are read again from the corpus"));
        }
        Ok(())
    }
}
