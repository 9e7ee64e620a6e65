//! The end of what no generation uses any more, and of older generations that are damaged.

use super::catalogue::Catalogue;
use super::documents::Documents;
use super::report::RunReport;
use super::work::Work;
use crate::error::RunError;
use crate::extract::Recognizer;
use crate::store::scrub::How;
use std::collections::BTreeSet;

/// Removes stored documents, and recognised text, of generations that are no longer kept. An older generation that is damaged
/// goes too: nobody could go back to it.
pub fn sweep(work: &Work<'_>, documents: &Documents, report: &mut RunReport) -> Result<(), RunError> {
    let (mut used, mut files) = (BTreeSet::new(), BTreeSet::new());
    let current = work.generations.state()?.generation;
    for number in work.generations.finished()? {
        match Catalogue::read(&work.generations.dir(number)) {
            Ok(catalogue) => {
                for reading in catalogue.readings() {
                    used.insert(reading.document.clone());
                    files.insert(reading.sha256.clone());
                }
            }
            Err(error) if current == Some(number) => return Err(error),
            Err(_) => discard(work, number, report)?,
        }
    }
    documents.sweep(work.storage, &used)?;
    Recognizer::of(work.settings, work.workspace).sweep(&files)
}

/// Compares all kept generations with their sums. The current one was looked at before: cleaning and linking left other stamps on
/// what is as it was, and searches need not compare it again.
pub fn look_at_generations(work: &Work<'_>, report: &mut RunReport) -> Result<(), RunError> {
    let current = work.generations.state()?.generation;
    for number in work.generations.finished()? {
        if current == Some(number) {
            work.generations.scrub(work.lock, number, How::Changed)?;
            continue;
        }
        let how = How::Some(work.settings.index.scrub_bytes);
        if !work.generations.scrub(work.lock, number, how).is_ok_and(|damaged| damaged.is_empty()) {
            discard(work, number, report)?;
        }
    }
    Ok(())
}

fn discard(work: &Work<'_>, number: u64, report: &mut RunReport) -> Result<(), RunError> {
    work.generations.discard(work.lock, number)?;
    report.needs_a_look.push(format!(
        "generation {number}, kept to go back to, was damaged and is removed; the published index is another. Look at the disk"
    ));
    Ok(())
}
