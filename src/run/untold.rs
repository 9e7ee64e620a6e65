//! A run that published its generation and then ended before its report (killed, out of memory, a full disk): what it found is news to
//! everybody still. The next run tells it, by comparing with the generation that the last report was of.

use super::catalogue::Catalogue;
use super::work::Work;
use crate::error::RunError;
use serde_json::Value;

/// The report of the last run that wrote one, in `outputs/`.
pub const REPORT: &str = "run-report.json";

/// What the last report was about, where generations were published since and nobody was told; `None` where all was told, or where that
/// generation is kept no more.
///
/// # Errors
/// `indexes/current` cannot be read.
pub fn since(work: &Work<'_>) -> Result<Option<(u64, Catalogue)>, RunError> {
    let Some(current) = work.generations.state()?.generation else { return Ok(None) };
    let told = std::fs::read(work.workspace.outputs().join(REPORT)).ok();
    let told: Option<Value> = told.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let Some(told) = told.and_then(|report| report.get("generation")?.as_u64()) else { return Ok(None) };
    if told >= current {
        return Ok(None);
    }
    Ok(Catalogue::read(&work.generations.dir(told)).ok().map(|catalogue| (told, catalogue)))
}
