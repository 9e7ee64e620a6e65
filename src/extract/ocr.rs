//! Reading with the help of outside programs, where the user names them: optical character recognition for PDF files with pages that are
//! only images, and a converter for Word documents of the old format. [`super::outside`] runs them and keeps what they make.

use super::input::NEEDS_CONVERTER;
use super::outside::Program;
use super::{Limits, Passwords, bytes_of, read_bytes, read_file};
use crate::error::{DocumentError, RunError};
use crate::model::{Note, RawBody, RawDocument, Source, Stage};
use crate::settings::{ProgramSettings, Settings};
use crate::store::Storage;
use crate::text::digest;
use crate::workspace::Workspace;
use std::collections::BTreeSet;
use std::path::Path;

/// Reads files, with recognition and conversion where they are set and needed.
#[derive(Debug)]
pub struct Recognizer {
    ocr: Program,
    convert: Program,
}

impl Recognizer {
    /// Keeps results below `folder`, through `storage`.
    pub fn new(ocr: ProgramSettings, convert: ProgramSettings, storage: Storage, folder: &Path) -> Self {
        Self {
            ocr: Program::new("ocr", "pdf", ocr, storage.clone(), folder.join("ocr")),
            convert: Program::new("convert", "docx", convert, storage, folder.join("converted")),
        }
    }

    /// Reads the files of a workspace with the programs of `[ocr]` and `[convert]`; results are kept below `indexes/`.
    #[must_use]
    pub fn of(settings: &Settings, workspace: &Workspace) -> Self {
        let storage = Storage::of(settings, workspace);
        Self::new(settings.ocr.clone(), settings.convert.clone(), storage, &workspace.indexes())
    }

    /// What the reading of a path depends on beside the file: empty without programs, else a mark of the command.
    #[must_use]
    pub fn mark(&self, path: &str) -> String {
        if is_of_old_word(path) { self.convert.mark() } else { self.ocr.mark() }
    }

    /// Whether a path is read by way of the converter, if there is one.
    #[must_use]
    pub fn is_converted(&self, path: &str) -> bool {
        is_of_old_word(path)
    }

    /// As [`read_file`]; a file with pages that are only images is read with the text layer that the program gives it, and a Word
    /// document of the old format as the converter's document.
    ///
    /// # Errors
    /// Those of [`read_file`], and a converter that fails. Recognition that fails is a note, and the file is read as it is.
    pub fn read_file(
        &self,
        path: &Path,
        shown_path: &str,
        limits: &Limits,
        passwords: &Passwords,
    ) -> Result<RawDocument, DocumentError> {
        let mut plain = match read_file(path, shown_path, limits, passwords) {
            Err(error) if error.code == NEEDS_CONVERTER && self.convert.is_set() => {
                return self.converted(path, shown_path, limits, passwords);
            }
            read => read?,
        };
        let needed = plain.notes.iter().any(|note| note.code == "no-text-layer");
        if !needed || !self.ocr.is_set() {
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
                    format!("the text of {pages} pages was recognised from images by {}; check names and numbers in them against the file.", self.ocr.name()),
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
    pub fn sweep(&self, kept: &BTreeSet<String>) -> Result<(), RunError> {
        self.ocr.sweep(|sha256| kept.contains(sha256))?;
        self.convert.sweep(|sha256| kept.contains(sha256))
    }

    fn recognized(&self, path: &Path, plain: &RawDocument, limits: &Limits) -> Result<RawDocument, String> {
        let place = self.ocr.made_of(path, &plain.source.sha256)?;
        read_made(&self.ocr, &place, &plain.source.path, limits, &Passwords::default())
    }

    /// The document that the converter makes of a file, with the file itself as its source.
    fn converted(
        &self,
        path: &Path,
        shown_path: &str,
        limits: &Limits,
        passwords: &Passwords,
    ) -> Result<RawDocument, DocumentError> {
        let failed = |reason: String| {
            DocumentError::new("conversion-failed", shown_path, reason)
                .with_hint("Open the document in Word or LibreOffice and save it as .docx.")
        };
        let bytes = bytes_of(path, shown_path, limits)?;
        let sha256 = digest::sha256(&bytes);
        // A member of a container is no file that a program could open.
        let place = if path.is_file() {
            self.convert.made_of(path, &sha256)
        } else {
            self.convert.made_of_bytes(&bytes, "doc", &sha256)
        };
        let place = place.map_err(failed)?;
        let mut read = read_made(&self.convert, &place, shown_path, limits, passwords).map_err(failed)?;
        let format = "doc".to_owned();
        let size = bytes.len() as u64;
        read.source = Source { path: shown_path.to_owned(), sha256, bytes: size, format, ..read.source };
        let message = format!("read as {} converted it; page numbers are the converter's.", self.convert.name());
        read.notes.push(Note::new(Stage::Extract, "converted", message));
        Ok(read)
    }
}

fn is_of_old_word(path: &str) -> bool {
    let lower = path.to_lowercase();
    [".doc", ".dot"].iter().any(|extension| lower.ends_with(extension))
}

fn read_made(
    program: &Program,
    place: &Path,
    shown_path: &str,
    limits: &Limits,
    passwords: &Passwords,
) -> Result<RawDocument, String> {
    let failed = |why: &str| {
        format!("{} gave a file that cannot be read: {why}. Remove {} to try again.", program.name(), place.display())
    };
    let bytes = std::fs::read(place).map_err(|error| failed(&error.to_string()))?;
    read_bytes(&bytes, shown_path, limits, passwords).map_err(|error| failed(&error.message))
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
