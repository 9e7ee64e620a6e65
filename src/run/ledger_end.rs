//! The end of the ledger's night: how far it reaches is named, and a verified copy is left.

use super::begin;
use super::report::RunReport;
use super::work::Work;
use crate::error::RunError;
use crate::store::Ledger;
use crate::store::ledger::{Extent, backup};

/// Lets the outputs and the current generation, which are as of the ledger now, name how far it reaches.
pub(super) fn name_extent(work: &Work<'_>, ledger: &Ledger) -> Result<(), RunError> {
    let extent = ledger.extent()?;
    for path in begin::extents(work.workspace, work.generations) {
        if Extent::read(&path).is_none_or(|named| named.files != extent.files) {
            extent.write(work.storage, &path)?;
        }
    }
    Ok(())
}

/// The end of the ledger's night: how far it reaches is named, and a copy left. A disk that does not take the copy stops nothing:
/// the night is done, and a person is told.
pub(super) fn conclude(work: &Work<'_>, ledger: &mut Ledger, report: &mut RunReport) -> Result<(), RunError> {
    ledger.sync()?;
    let settings = &work.settings.ledger;
    let folder = work.workspace.root().join(&settings.copies);
    if let Err(error) = backup::nightly(&work.storage.named(&folder.join("copy")), ledger, &folder, settings) {
        let cause = error.cause.as_ref().map(|cause| format!(" ({cause})")).unwrap_or_default();
        report.needs_a_look.push(format!(
            "the ledger was not copied to {}: {}{cause}",
            folder.display(),
            error.message
        ));
    }
    Ok(())
}
