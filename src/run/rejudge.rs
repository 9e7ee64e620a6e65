//! A held generation, which waits from an earlier run: where the corpus still is as it has it, it is judged again, not built again.
//! So a night without news costs nothing, a gate that was made wider lets it through, and so does a pin that was taken away.

use super::build;
use super::catalogue::Catalogue;
use super::known::Known;
use super::plan::{self, Freshness};
use super::scan::Scan;
use super::work::Work;
use crate::error::RunError;
use crate::store::{Ledger, Outcome};

/// Judges the held generation again if it holds what the corpus holds now, and answers its catalogue too; `None` where there is none, or it does not.
///
/// # Errors
/// The disk refuses.
pub fn judge_again(
    work: &Work<'_>,
    ledger: &mut Ledger,
    scan: &Scan,
    fresh: Freshness<'_>,
    current: Option<&Catalogue>,
) -> Result<Option<(Outcome, Catalogue)>, RunError> {
    let Some(held) = work.generations.state()?.held else { return Ok(None) };
    // One that is gone, damaged or of another version is built again.
    let Ok(Some(opened)) = work.generations.open(held.generation) else { return Ok(None) };
    let Ok(catalogue) = Catalogue::read(&opened.dir) else { return Ok(None) };
    if !plan::plan(scan, &Known::of(Some(&catalogue)), fresh).is_idle() {
        return Ok(None);
    }
    let verdict = build::judge(&work.settings.gate, current, &catalogue, &opened.index());
    let outcome = work.generations.publish_or_hold(ledger, held.generation, &verdict)?;
    Ok(Some((outcome, catalogue)))
}
