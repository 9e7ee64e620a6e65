//! Where an export goes: standard output, or files that never replace what somebody else wrote.

use crate::cli::say;
use crate::error::RunError;
use crate::store::Storage;
use crate::store::outputs::sha256_of;
use crate::workspace::Workspace;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The bytes of one file.
pub struct File {
    /// What its name ends with, before the extension; "" for the file as named.
    pub suffix: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Items in it.
    pub rows: usize,
}

/// The way out.
pub struct Delivery {
    storage: Storage,
    written_file: PathBuf,
    output: Option<PathBuf>,
    overwrite: bool,
}

/// Below `indexes/`: SHA-256 of each export as last written, by path. Where it is lost, the next export asks once more.
const WRITTEN: &str = "exports.json";

impl Delivery {
    /// To `output`, or to standard output.
    pub fn new(
        workspace: &Workspace,
        storage: &Storage,
        output: Option<PathBuf>,
        overwrite: bool,
    ) -> Result<Self, RunError> {
        let absolute = |path: PathBuf| {
            std::path::absolute(&path)
                .map_err(|error| RunError::new(format!("cannot use {}", path.display())).because(error))
        };
        let output = output.map(absolute).transpose()?;
        let written_file = workspace.indexes().join(WRITTEN);
        Ok(Self { storage: storage.clone(), written_file, output, overwrite })
    }

    /// Whether there is a file to write to.
    pub fn is_to_file(&self) -> bool {
        self.output.is_some()
    }

    /// Writes all files or none. `together` says that on standard output one may follow another.
    pub fn deliver(&self, files: &[File], together: bool) -> Result<(), RunError> {
        let Some(output) = &self.output else {
            return print_all(files, together);
        };
        let mut written = self.written();
        let targets: Vec<PathBuf> = files.iter().map(|file| named(output, file.suffix)).collect();
        for target in &targets {
            self.refuse_foreign(target, &written)?;
        }
        for (file, target) in files.iter().zip(&targets) {
            self.storage.write_atomic(target, &file.bytes)?;
            written.insert(target.to_string_lossy().into_owned(), sha256_of(target)?);
            say::remark(&format!("{}: {} items", target.display(), file.rows));
        }
        let bytes = serde_json::to_vec_pretty(&written)
            .map_err(|error| RunError::new("cannot note what was exported").because(error))?;
        self.storage.write_atomic(&self.written_file, &bytes)
    }

    fn written(&self) -> BTreeMap<String, String> {
        let bytes = std::fs::read(&self.written_file).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Refuses to replace a file that is not as this program wrote it.
    fn refuse_foreign(&self, target: &Path, written: &BTreeMap<String, String>) -> Result<(), RunError> {
        if self.overwrite || !target.exists() {
            return Ok(());
        }
        let ours = written.get(target.to_string_lossy().as_ref());
        let why = match ours {
            Some(sum) if sha256_of(target)? == *sum => return Ok(()),
            Some(_) => "was edited since minutebook wrote it",
            None => "was not written by minutebook",
        };
        Err(RunError::new(format!("{} {why}; it is left as it is", target.display()))
            .hint("Name another file, or add --overwrite to replace it"))
    }
}

fn print_all(files: &[File], together: bool) -> Result<(), RunError> {
    match files {
        [only] => print(&only.bytes),
        several if together => several.iter().try_for_each(|file| print(&file.bytes)),
        several => {
            let names: Vec<String> =
                several.iter().map(|file| named(Path::new("FILE"), file.suffix).display().to_string()).collect();
            Err(RunError::new(format!("this export is {} files: {}", several.len(), names.join(", ")))
                .hint("Say where to write them: -o FILE"))
        }
    }
}

/// Writes bytes to standard output.
pub fn print(bytes: &[u8]) -> Result<(), RunError> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(say::cannot_print)
}

/// `jira.csv` with the suffix `update` is `jira-update.csv`.
fn named(path: &Path, suffix: &str) -> PathBuf {
    if suffix.is_empty() {
        return path.to_owned();
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let extension = path.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}-{suffix}{extension}"))
}
