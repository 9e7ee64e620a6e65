//! Reports from the cache into an index: those that stay as they are, where the index begins empty.

use super::catalogue::CataloguedReport;
use super::documents::Documents;
use crate::error::RunError;
use crate::index::Writer;
use crate::model::Extra;
use crate::store::Ledger;
use rayon::prelude::*;

/// Adds to an index that begins empty the reports that stay as they are, from the cache. Answers them, and a sentence about
/// each whose document is lost: it is left out, and the next run reads its file again.
///
/// # Errors
/// The disk is full or cannot be written, or the user asked to stop.
pub fn index_from_cache(
    writer: &mut Writer,
    ledger: &Ledger,
    documents: &Documents,
    reports: &[CataloguedReport],
    stop: &dyn Fn() -> bool,
) -> Result<(Vec<CataloguedReport>, Vec<String>), RunError> {
    let (mut kept, mut lost) = (Vec::with_capacity(reports.len()), Vec::new());
    for batch in reports.chunks(CACHE_BATCH) {
        let loaded: Vec<_> = batch.par_iter().map(|report| documents.load(&report.document)).collect();
        for (report, tagged) in batch.iter().zip(loaded) {
            if stop() {
                return Err(super::observe::stopped());
            }
            match tagged {
                Ok(tagged) => {
                    writer.add(&tagged, &extra_of(report, ledger)?)?;
                    kept.push(report.clone());
                }
                Err(error) => lost.push(format!("{error}; the next run reads {} again", report.key)),
            }
        }
    }
    Ok((kept, lost))
}

/// Cached documents loaded at once: bounds memory, keeps all cores busy.
const CACHE_BATCH: usize = 256;

/// What the index is told of a report that stays as it is.
///
/// # Errors
/// The ledger cannot be read.
pub fn extra_of(report: &CataloguedReport, ledger: &Ledger) -> Result<Extra, RunError> {
    let past = ledger.items(&report.key)?;
    Ok(Extra {
        duplicates: report.paths().skip(1).map(str::to_owned).collect(),
        first_seen: past.iter().map(|item| item.first_seen.clone()).min(),
        changed: past.iter().map(|item| item.changed.clone()).max(),
        supersedes: None,
        superseded_by: None,
        trust: report.audit.map(percent),
    })
}

/// A share as a whole number of hundredths.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the share is clamped to 0..=1 first")]
pub fn percent(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * 100.0).round() as u8
}
