//! Writing an export to files that never replace what somebody else wrote.

use super::form::ExportedFile;
use crate::error::RunError;
use crate::record::Record;
use crate::store::outputs::sha256_of;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Below `indexes/`: SHA-256 of each export as last written, by path. Where it is lost, the next export asks once more.
const WRITTEN: &str = "exports.json";

impl Record {
    /// Writes the files of an export, all or none, as `to` and beside it (`jira.csv`, `jira-update.csv`), and answers their
    /// paths. A file that minutebook did not write, or that was edited since, is replaced only with `overwrite`.
    ///
    /// # Errors
    /// A file is somebody else's ([`crate::ErrorKind::Usage`]), or the disk refuses.
    pub fn save(&self, files: &[ExportedFile], to: &Path, overwrite: bool) -> Result<Vec<PathBuf>, RunError> {
        let to = std::path::absolute(to)
            .map_err(|error| RunError::new(format!("cannot use {}", to.display())).because(error))?;
        let remembered = self.workspace().indexes().join(WRITTEN);
        let mut written = written(&remembered);
        let targets: Vec<PathBuf> = files.iter().map(|file| file.named(&to)).collect();
        for target in targets.iter().filter(|_| !overwrite) {
            refuse_foreign(target, &written)?;
        }
        for (file, target) in files.iter().zip(&targets) {
            self.storage().named(target).write_atomic(target, &file.bytes)?;
            written.insert(target.to_string_lossy().into_owned(), sha256_of(target)?);
        }
        let bytes = serde_json::to_vec_pretty(&written)
            .map_err(|error| RunError::new("cannot note what was exported").because(error))?;
        self.storage().write_atomic(&remembered, &bytes)?;
        Ok(targets)
    }
}

impl ExportedFile {
    /// Its path where the first file of the export is `path`: `jira.csv` with the suffix `update` is `jira-update.csv`.
    #[must_use]
    pub fn named(&self, path: &Path) -> PathBuf {
        if self.suffix.is_empty() {
            return path.to_owned();
        }
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let extension = path.extension().map(|extension| format!(".{}", extension.to_string_lossy()));
        path.with_file_name(format!("{stem}-{}{}", self.suffix, extension.unwrap_or_default()))
    }
}

/// What was written before; nothing where that is not known any more.
fn written(remembered: &Path) -> BTreeMap<String, String> {
    let bytes = std::fs::read(remembered).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Refuses to replace a file that is not as this program wrote it.
fn refuse_foreign(target: &Path, written: &BTreeMap<String, String>) -> Result<(), RunError> {
    if !target.exists() {
        return Ok(());
    }
    let ours = written.get(target.to_string_lossy().as_ref());
    let why = match ours {
        Some(sum) if sha256_of(target)? == *sum => return Ok(()),
        Some(_) => "was edited since minutebook wrote it",
        None => "was not written by minutebook",
    };
    Err(RunError::usage(format!("{} {why}; it is left as it is", target.display()))
        .hint("Name another file, or add --overwrite to replace it"))
}
