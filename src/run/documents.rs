//! The cache of read and tagged documents: `indexes/documents/`, named by content, shared by all generations.
//!
//! A document is written once under the hash of its bytes and never changed, so that a generation that is rolled back to
//! finds exactly what it was built from. It is LZ4-compressed JSON; a torn or missing one is read again from the corpus.

use crate::error::RunError;
use crate::model::TaggedDocument;
use crate::store::Storage;
use crate::store::scrub::{How, Sound};
use crate::text::digest;
use crate::workspace::Workspace;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// End of the names of cached documents.
const EXTENSION: &str = "json.lz4";

/// What was found sound of them, beside their folder.
const SOUND: &str = "documents-sound.json";

/// A cached document larger than this is taken for damaged: no report comes near, and a hostile file must not fill memory.
const LARGEST_DOCUMENT_BYTES: u64 = 1 << 30;

/// The cache of a workspace.
#[derive(Debug, Clone)]
pub struct Documents {
    folder: PathBuf,
}

impl Documents {
    /// The cache of `workspace`.
    #[must_use]
    pub fn of(workspace: &Workspace) -> Self {
        Self { folder: workspace.indexes().join("documents") }
    }

    /// Keeps a document and gives the name that it can be loaded by.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn keep(&self, storage: &Storage, document: &TaggedDocument) -> Result<String, RunError> {
        let bytes = pack(document)?;
        let digest = Sha256::digest(&bytes);
        let name: String = digest::hex(&digest).chars().take(NAME_LETTERS).collect();
        let path = self.path(&name);
        // One that is there may be torn.
        if std::fs::read(&path).ok().as_ref() != Some(&bytes) {
            storage.write_cache(path, &bytes)?;
        }
        Ok(name)
    }

    /// Loads a document by its name.
    ///
    /// # Errors
    /// It is missing or damaged; the hint says how to get it back.
    pub fn load(&self, name: &str) -> Result<TaggedDocument, RunError> {
        let path = self.path(name);
        let lost = |what: String| {
            RunError::damaged(format!("the stored document {} {what}", path.display()))
                .hint("Read the corpus again: minutebook run --full")
        };
        let bytes = std::fs::read(&path).map_err(|error| lost("cannot be read".to_owned()).because(error))?;
        if !digest::sha256(&bytes).starts_with(name) {
            return Err(lost("is damaged: its content does not match its name".to_owned()));
        }
        let mut json = Vec::new();
        lz4_flex::frame::FrameDecoder::new(bytes.as_slice())
            .take(LARGEST_DOCUMENT_BYTES)
            .read_to_end(&mut json)
            .map_err(|error| lost("is damaged".to_owned()).because(error))?;
        serde_json::from_slice(&json).map_err(|error| lost("is of another version".to_owned()).because(error))
    }

    /// Compares documents with their names, which are the hashes of their bytes. Answers those that are damaged or missing.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn scrub<'a>(
        &self,
        storage: &Storage,
        names: impl Iterator<Item = &'a str>,
        how: How,
    ) -> Result<Vec<String>, RunError> {
        let remembered = self.folder.with_file_name(SOUND);
        let mut sound = Sound::read(&remembered);
        let sums = names.map(|name| (name.to_owned(), name.to_owned())).collect();
        let is_sound =
            |path: &Path, name: &str| std::fs::read(path).is_ok_and(|bytes| digest::sha256(&bytes).starts_with(name));
        let damaged = sound.compare(&sums, how, |name| self.path(name), is_sound);
        sound.write(storage, &remembered)?;
        Ok(damaged)
    }

    /// Whether a document is there (it may still be damaged).
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Removes a document, so that the next run reads its file again.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn remove(&self, storage: &Storage, name: &str) -> Result<(), RunError> {
        storage.remove(self.path(name))
    }

    /// Removes every document that no name in `used` stands for, and says how many.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn sweep(&self, storage: &Storage, used: &BTreeSet<String>) -> Result<usize, RunError> {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return Ok(0) };
        let mut removed = 0;
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().trim_end_matches(&format!(".{EXTENSION}")).to_owned();
            if !used.contains(&name) {
                storage.remove(&path)?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.{EXTENSION}"))
    }
}

/// Letters of the hash in a name: 32 hexadecimal letters are 128 bits, far beyond any chance of two alike.
const NAME_LETTERS: usize = 32;

fn pack(document: &TaggedDocument) -> Result<Vec<u8>, RunError> {
    let failed = |error: std::io::Error| RunError::new("cannot pack a document").because(error);
    let json = serde_json::to_vec(document)
        .map_err(|error| RunError::internal("cannot write a document as JSON").because(error))?;
    let mut encoder = lz4_flex::frame::FrameEncoder::new(Vec::with_capacity(json.len() / 2));
    encoder.write_all(&json).map_err(failed)?;
    encoder.finish().map_err(|error| RunError::new("cannot pack a document").because(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Document, Meta, Source};

    fn document(title: &str) -> TaggedDocument {
        TaggedDocument {
            document: Document {
                schema: crate::model::document::SCHEMA.to_owned(),
                source: Source::default(),
                meta: Meta { title: Some(title.to_owned()), ..Meta::default() },
                blocks: Vec::new(),
                notes: Vec::new(),
            },
            items: Vec::new(),
        }
    }

    fn cache() -> (tempfile::TempDir, Storage, Documents) {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::at(folder.path());
        let documents = Documents::of(&Workspace::at(folder.path()));
        (folder, storage, documents)
    }

    #[test]
    fn a_document_comes_back_as_it_was_and_equal_ones_share_a_name() {
        let (_folder, storage, documents) = cache();
        let name = documents.keep(&storage, &document("A")).unwrap();
        assert_eq!(documents.keep(&storage, &document("A")).unwrap(), name);
        assert_ne!(documents.keep(&storage, &document("B")).unwrap(), name);
        assert_eq!(documents.load(&name).unwrap(), document("A"));
    }

    #[test]
    fn a_torn_document_is_told_from_a_sound_one() {
        let (_folder, storage, documents) = cache();
        let name = documents.keep(&storage, &document("A")).unwrap();
        let bytes = std::fs::read(documents.path(&name)).unwrap();
        std::fs::write(documents.path(&name), &bytes[..bytes.len() - 3]).unwrap();
        let error = documents.load(&name).unwrap_err();
        assert!(error.message.contains("damaged") && !error.hints.is_empty(), "{error:?}");
        assert_eq!(documents.keep(&storage, &document("A")).unwrap(), name);
        assert_eq!(documents.load(&name).unwrap(), document("A"), "a torn one is written again");
    }

    #[test]
    fn what_no_generation_uses_is_swept() {
        let (_folder, storage, documents) = cache();
        let used = documents.keep(&storage, &document("A")).unwrap();
        let unused = documents.keep(&storage, &document("B")).unwrap();
        assert_eq!(documents.sweep(&storage, &BTreeSet::from([used.clone()])).unwrap(), 1);
        assert!(documents.has(&used) && !documents.has(&unused));
    }
}
