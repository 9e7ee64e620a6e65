//! What every command that writes begins with: the lock, the ledger, what a kill left put right, and the last generation as
//! far as it can be built upon.

use super::catalogue::Catalogue;
use super::documents::Documents;
use super::shares;
use crate::error::RunError;
use crate::index;
use crate::settings::Settings;
use crate::store::generations::{CATALOGUE, GenerationRecord, INDEX};
use crate::store::ledger::extent;
use crate::store::scrub::How;
use crate::store::{Generations, Ledger, RunLock, Storage, strays};
use crate::workspace::Workspace;
use std::path::PathBuf;

/// The right to work on a workspace, and the generations that it gives the right to change.
#[derive(Debug)]
pub struct Hold {
    /// Nobody else writes meanwhile.
    pub lock: RunLock,
    /// The generations.
    pub generations: Generations,
}

/// A workspace in hand.
#[derive(Debug)]
pub struct Begun {
    /// The lock and what it protects.
    pub hold: Hold,
    /// The ledger.
    pub ledger: Ledger,
    /// What was put right, each a sentence.
    pub remarks: Vec<String>,
    /// What was found damaged and is made anew, each a sentence for a person.
    pub damage: Vec<String>,
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
    Ok(Begun { hold: Hold { lock, generations }, ledger, remarks, damage: Vec::new() })
}

/// The files that name how far the ledger reached, besides its own: of the outputs and of the current generation.
#[must_use]
pub fn extents(workspace: &Workspace, generations: &Generations) -> Vec<PathBuf> {
    let current = generations.state().ok().and_then(|state| state.generation);
    let of_generation = current.map(|number| generations.dir(number).join(extent::FILE));
    std::iter::once(workspace.outputs().join(extent::IN_OUTPUTS)).chain(of_generation).collect()
}

impl Begun {
    /// The last generation. What of it cannot be used is told as damage, or in the remarks.
    ///
    /// # Errors
    /// `indexes/current` cannot be read, or the disk refuses.
    pub fn last(
        &mut self,
        storage: &Storage,
        workspace: &Workspace,
        settings: &Settings,
        documents: &Documents,
    ) -> Result<Last, RunError> {
        let Some(number) = self.hold.generations.state()?.generation else { return Ok(Last::default()) };
        let how = How::Some(settings.index.scrub_bytes);
        let generations = &self.hold.generations;
        let dir = generations.dir(number);
        let damaged = match generations.scrub(&self.hold.lock, number, how) {
            Ok(names) => names,
            Err(error) => return Ok(self.lost(Catalogue::read(&dir).ok(), &error.message)),
        };
        if !damaged.is_empty() {
            let catalogue =
                (!damaged.iter().any(|name| name == CATALOGUE)).then(|| Catalogue::read(&dir).ok()).flatten();
            let what = format!("generation {number} of the index is damaged ({})", damaged.join(", "));
            return Ok(self.lost(catalogue, &what));
        }
        let catalogue = match Catalogue::read(&dir) {
            Ok(catalogue) => catalogue,
            Err(error) => return Ok(self.lost(None, &error.message)),
        };
        self.scrub_documents(storage, documents, &catalogue, how)?;
        self.scrub_shares(storage, workspace, how)?;
        let (anew, index) =
            ("the index is built anew from corpus and ledger; ids and human work stay", dir.join(INDEX));
        if let Some(found) = self.hold.generations.other_schema()? {
            let version = index::VERSION;
            self.remarks
                .push(format!("the index is of version {found}, this program writes version {version}: {anew}"));
            return Ok(Last { catalogue: Some(catalogue), index_lost: true });
        }
        // Generations of earlier versions have no sums of their own; the index has its check sums.
        let has_sums = GenerationRecord::read(&dir).is_ok_and(|record| !record.files.is_empty());
        let opened = index::Reader::open(&index).and_then(|reader| if has_sums { Ok(()) } else { reader.verify() });
        match opened {
            Ok(()) => Ok(Last { catalogue: Some(catalogue), index_lost: false }),
            Err(error) => Ok(self.lost(Some(catalogue), &error.message)),
        }
    }

    fn lost(&mut self, catalogue: Option<Catalogue>, what: &str) -> Last {
        self.damage.push(format!(
            "{what}: the index is built anew from corpus and ledger; ids and human work stay. Look at the disk"
        ));
        Last { catalogue, index_lost: true }
    }

    /// Compares what reports contribute to the trackers with its seals; what is damaged goes, so that it is made anew.
    fn scrub_shares(&mut self, storage: &Storage, workspace: &Workspace, how: How) -> Result<(), RunError> {
        let damaged = shares::scrub(storage, workspace, how)?;
        if damaged > 0 {
            // As with documents.
            let lines = if self.hold.lock.left_by().is_some() { &mut self.remarks } else { &mut self.damage };
            lines.push(shares::remade(damaged));
        }
        Ok(())
    }

    /// Compares the stored documents with their names; a damaged one goes, so that its file is read again.
    fn scrub_documents(
        &mut self,
        storage: &Storage,
        documents: &Documents,
        catalogue: &Catalogue,
        how: How,
    ) -> Result<(), RunError> {
        let damaged = documents.scrub(storage, catalogue.readings().map(|reading| reading.document.as_str()), how)?;
        let mut torn = 0;
        for name in damaged.iter().filter(|name| documents.has(name)) {
            documents.remove(storage, name)?;
            torn += 1;
        }
        if torn > 0 {
            let what = if torn == 1 { "stored document was" } else { "stored documents were" };
            let line = format!("{torn} {what} damaged, and read again from the corpus");
            // After a power cut that is as it should be: they are not waited for when they are written.
            if self.hold.lock.left_by().is_some() { &mut self.remarks } else { &mut self.damage }.push(line);
        }
        Ok(())
    }
}
