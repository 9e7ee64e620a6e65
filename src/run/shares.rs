//! What each report contributes to the trackers, kept between runs in `indexes/shares/`. It can be made again at any time.

use crate::error::RunError;
use crate::store::scrub::How;
use crate::store::{Storage, sealed};
use crate::workspace::Workspace;
use std::path::PathBuf;

/// What of it was found sound, beside the folder.
const SOUND: &str = "shares-sound.json";

/// The folder.
#[must_use]
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.indexes().join("shares")
}

/// Removes what is not as it was written, so that it is made anew. Answers how many files that were.
///
/// # Errors
/// The disk refuses.
pub fn scrub(storage: &Storage, workspace: &Workspace, how: How) -> Result<usize, RunError> {
    let folder = folder(workspace);
    sealed::scrub(storage, &folder, &folder.with_file_name(SOUND), how)
}

/// That so many files were damaged, in a sentence.
#[must_use]
pub fn remade(damaged: usize) -> String {
    let files = if damaged == 1 { "file of indexes/shares was" } else { "files of indexes/shares were" };
    format!("{damaged} {files} damaged, and made anew. Look at the disk")
}
