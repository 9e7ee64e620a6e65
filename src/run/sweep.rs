//! The end of what no generation uses any more.

use super::build::Work;
use super::catalogue::Catalogue;
use super::documents::Documents;
use crate::error::RunError;
use crate::extract::Recognizer;
use std::collections::BTreeSet;

/// Removes stored documents, and recognised text, of generations that are no longer kept.
pub fn sweep(work: &Work<'_>, documents: &Documents) -> Result<(), RunError> {
    let (mut used, mut files) = (BTreeSet::new(), BTreeSet::new());
    for number in work.generations.finished()? {
        for report in Catalogue::read(&work.generations.dir(number))?.reports {
            used.insert(report.document);
            files.insert(report.sha256);
        }
    }
    documents.sweep(work.storage, &used)?;
    Recognizer::of(work.settings, work.workspace).sweep(&files)
}
