//! Optical character recognition by a program of the user's choice, for PDF files with pages that are only images.
//!
//! The program gets the file and a name to write to, and makes a PDF with a text layer. Results are kept under the hash of
//! the file and of the command, so that a page is recognised once and not every night; they appear whole or not at all.

use super::{Limits, Passwords, read_bytes, read_file};
use crate::budget;
use crate::error::DocumentError;
use crate::model::{Note, RawBody, RawDocument, Stage};
use crate::settings::{OcrSettings, Settings};
use crate::store::Storage;
use crate::store::storage::UNFINISHED;
use crate::subprocess;
use crate::text::digest;
use crate::workspace::Workspace;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Hexadecimal digits of the command's hash in a cached file's name: enough to tell a handful of commands apart.
const COMMAND_DIGITS: usize = 8;
/// Bytes of the program's last words that a note repeats.
const LAST_WORDS: usize = 300;

/// Reads files, with recognition where it is set and needed.
#[derive(Debug)]
pub struct Recognizer {
    settings: OcrSettings,
    storage: Storage,
    folder: PathBuf,
    begun: AtomicU64,
}

impl Recognizer {
    /// Keeps results below `folder`, through `storage`.
    pub fn new(settings: OcrSettings, storage: Storage, folder: impl Into<PathBuf>) -> Self {
        Self { settings, storage, folder: folder.into(), begun: AtomicU64::new(0) }
    }

    /// Reads the files of a workspace with the program of `[ocr]`; its results are kept below `indexes/ocr`.
    #[must_use]
    pub fn of(settings: &Settings, workspace: &Workspace) -> Self {
        Self::new(settings.ocr.clone(), Storage::of(settings, workspace), workspace.indexes().join("ocr"))
    }

    /// What a reading depends on beside the file: empty without recognition, else a mark of the command.
    #[must_use]
    pub fn mark(&self) -> String {
        if self.settings.command.is_empty() { String::new() } else { format!("+ocr-{}", self.command_hash()) }
    }

    /// As [`read_file`]; a file with pages that are only images is read with the text layer that the program gives it.
    ///
    /// # Errors
    /// Those of [`read_file`]. A program that fails is a note, and the file is read as it is.
    pub fn read_file(
        &self,
        path: &Path,
        shown_path: &str,
        limits: &Limits,
        passwords: &Passwords,
    ) -> Result<RawDocument, DocumentError> {
        let mut plain = read_file(path, shown_path, limits, passwords)?;
        let needed = plain.notes.iter().any(|note| note.code == "no-text-layer");
        if !needed || self.settings.command.is_empty() {
            return Ok(plain);
        }
        match self.recognized(path, &plain, limits) {
            Ok(mut read) => {
                let pages = newly_written(&plain, &read);
                read.source = plain.source;
                read.info = plain.info;
                read.notes.push(Note::new(
                    Stage::Extract,
                    "text-by-ocr",
                    format!("the text of {pages} pages was recognised from images by {}; check names and numbers in them against the file.", self.program()),
                ));
                Ok(read)
            }
            Err(reason) => {
                plain.notes.push(Note::new(Stage::Extract, "ocr-failed", reason));
                Ok(plain)
            }
        }
    }

    /// Removes results of files that are no more: those whose hash is not in `kept`.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn sweep(&self, kept: &BTreeSet<String>) -> Result<(), crate::error::RunError> {
        let folder = self.storage.root().join(&self.folder);
        let Ok(entries) = std::fs::read_dir(&folder) else { return Ok(()) };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.split('-').next().is_some_and(|sha256| kept.contains(sha256)) {
                self.storage.remove(entry.path())?;
            }
        }
        Ok(())
    }

    fn program(&self) -> &str {
        self.settings.command.first().map_or("", String::as_str)
    }

    fn command_hash(&self) -> String {
        let digest = Sha256::digest(self.settings.command.join("\0"));
        digest::hex(&digest).chars().take(COMMAND_DIGITS).collect()
    }

    fn recognized(&self, path: &Path, plain: &RawDocument, limits: &Limits) -> Result<RawDocument, String> {
        let name = format!("{}-{}.pdf", plain.source.sha256, self.command_hash());
        let kept = self.folder.join(&name);
        let place = self.storage.root().join(&kept);
        if !place.exists() {
            self.run(path, &name, &kept)?;
        }
        let failed = |why: &str| {
            format!(
                "{} gave a file that cannot be read: {why}. Remove {} to try again.",
                self.program(),
                place.display()
            )
        };
        let bytes = std::fs::read(&place).map_err(|error| failed(&error.to_string()))?;
        read_bytes(&bytes, &plain.source.path, limits, &Passwords::default()).map_err(|error| failed(&error.message))
    }

    fn run(&self, path: &Path, name: &str, kept: &Path) -> Result<(), String> {
        let refused = |error: crate::error::RunError| format!("the result of OCR cannot be kept: {error}");
        self.storage.create_dir(&self.folder).map_err(refused)?;
        // Two copies of one report may be recognised at the same time.
        let turn = self.begun.fetch_add(1, Ordering::Relaxed);
        let stem = self.folder.join(format!(".{name}.{}-{turn}", std::process::id()));
        let beside = |what: &str| self.storage.root().join(format!("{}{what}{UNFINISHED}", stem.display()));
        let (out, words) = (beside(".out"), beside(".log"));
        let ended = self.obey(path, &out, &words);
        let result = match ended {
            Ok(status) if status.success() && out.is_file() => {
                self.storage.sync(&out).and_then(|()| self.storage.rename(&out, kept)).map_err(refused)
            }
            Ok(status) if status.success() => Err(format!("{} ended well but wrote no file.", self.program())),
            Ok(status) => Err(format!(
                "{} failed ({status}): {}",
                self.program(),
                subprocess::last_words(&std::fs::read(&words).unwrap_or_default(), LAST_WORDS)
            )),
            Err(reason) => Err(reason),
        };
        for left in [&out, &words] {
            // Best effort: what stays is swept at the next start.
            let _ = self.storage.remove(left);
        }
        budget::look();
        result
    }

    /// Runs the program and waits for it, for so long.
    fn obey(&self, path: &Path, out: &Path, words: &Path) -> Result<ExitStatus, String> {
        let cannot = |error: std::io::Error| {
            format!(
                "{} cannot be run: {error}. Install it, or correct `command` in the section [ocr] of minutebook.toml.",
                self.program()
            )
        };
        let said = File::create(words).map_err(cannot)?;
        let arguments = self.settings.command.iter().skip(1).map(|argument| filled(argument, path, out));
        let mut child = Command::new(self.program())
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(said)
            .spawn()
            .map_err(cannot)?;
        let time = Duration::from_secs(self.settings.seconds);
        let ended = budget::aside(|| subprocess::wait(&mut child, time)).map_err(cannot)?;
        ended.ok_or_else(|| {
            format!(
                "{} took longer than {} seconds. Raise `seconds` in the section [ocr] of minutebook.toml.",
                self.program(),
                self.settings.seconds
            )
        })
    }
}

/// An argument with the names of the files in it. Names that are no text are passed as they are where they stand alone.
fn filled(argument: &str, path: &Path, out: &Path) -> std::ffi::OsString {
    match argument {
        "{in}" => path.as_os_str().to_owned(),
        "{out}" => out.as_os_str().to_owned(),
        _ => argument.replace("{in}", &path.to_string_lossy()).replace("{out}", &out.to_string_lossy()).into(),
    }
}

/// Pages that have text now and had none before.
fn newly_written(before: &RawDocument, after: &RawDocument) -> usize {
    let (RawBody::Pages { pages: before, .. }, RawBody::Pages { pages: after, .. }) = (&before.body, &after.body)
    else {
        return 0;
    };
    let blank = |text: &str| text.trim().is_empty();
    before.iter().zip(after).filter(|(before, after)| blank(&before.text) && !blank(&after.text)).count()
}

#[cfg(test)]
#[path = "ocr_tests.rs"]
mod tests;
