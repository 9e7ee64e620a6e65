//! Writes the index of one generation.

use std::path::Path;

use tantivy::directory::error::{OpenReadError, OpenWriteError};
use tantivy::indexer::NoMergePolicy;
use tantivy::schema::Field;
use tantivy::store::Compressor;
use tantivy::{Index, IndexBuilder, IndexSettings, IndexWriter, TantivyError, Term};

use super::directory::Generation;
use super::document::{self, StemCache};
use super::schema::{self, Fields};
use super::tokens;
use crate::access;
use crate::error::RunError;
use crate::model::Extra;
use crate::model::TaggedDocument;
use crate::store::Storage;

/// Memory for segments that are being built, in bytes; a segment is written out when it is used up.
const MEMORY: usize = 64 << 20;
/// More segments than this are merged into one at a commit: each costs every search a little.
const MOST_SEGMENTS: usize = 8;
/// A segment is rewritten when more than one document in so many of it is deleted.
const DELETED_SHARE: u32 = 5;
/// Bytes of stored text that are compressed together: larger blocks are smaller on disk and slower to read from.
const STORED_BLOCK: usize = 32 << 10;

/// Writes the index of one generation. Nothing is in the index before [`Writer::commit`].
pub struct Writer {
    index: Index,
    writer: IndexWriter,
    fields: Fields,
    cache: StemCache,
    erased: bool,
}

impl Writer {
    /// A new index in `dir`, which must be an existing directory without one.
    ///
    /// # Errors
    /// The directory cannot be written, or holds an index.
    pub fn create(dir: &Path) -> Result<Self, RunError> {
        Self::create_on(&Storage::at(dir), dir)
    }

    /// As [`Writer::create`], by leave of `storage`.
    ///
    /// # Errors
    /// As [`Writer::create`].
    pub fn create_on(storage: &Storage, dir: &Path) -> Result<Self, RunError> {
        let fields = schema::fields();
        let settings = IndexSettings {
            docstore_compression: Compressor::Lz4,
            docstore_blocksize: STORED_BLOCK,
            ..IndexSettings::default()
        };
        let generation = Generation::on(storage, dir).map_err(|error| failed("create", dir, error))?;
        let index = IndexBuilder::new().schema(fields.schema.clone()).settings(settings).open_or_create(generation);
        Self::over(index.map_err(|error| failed("create", dir, error))?, fields, dir)
    }

    /// The index in `dir`, whose segment files may be hard links of an older generation's: they are never changed in
    /// place. `meta.json` and `.managed.json` are replaced by rename.
    ///
    /// # Errors
    /// There is no index, it is damaged, or of another version (see [`super::Reader::open`]).
    pub fn open(dir: &Path) -> Result<Self, RunError> {
        Self::open_on(&Storage::at(dir), dir)
    }

    /// As [`Writer::open`], by leave of `storage`.
    ///
    /// # Errors
    /// As [`Writer::open`].
    pub fn open_on(storage: &Storage, dir: &Path) -> Result<Self, RunError> {
        let (index, fields) = super::reader::open_index(dir, Some(storage))?;
        Self::over(index, fields, dir)
    }

    fn over(index: Index, fields: Fields, dir: &Path) -> Result<Self, RunError> {
        index.tokenizers().register(tokens::TOKENIZER, tokens::Marked::default());
        // One thread: the same reports in the same order give the same segments.
        let writer = index.writer_with_num_threads(1, MEMORY).map_err(|error| failed("write", dir, error))?;
        // Background merges would depend on timing; a commit merges by count instead.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Self { index, writer, fields, cache: StemCache::default(), erased: false })
    }

    /// Adds a report, in place of the one with the same key if there is one.
    ///
    /// # Errors
    /// The disk is full or cannot be written.
    pub fn add(&mut self, tagged: &TaggedDocument, extra: &Extra) -> Result<(), RunError> {
        self.remove(&tagged.document.meta.key);
        let documents = document::documents(&self.fields, &mut self.cache, tagged, extra).map_err(unwritten)?;
        for document in documents {
            self.writer.add_document(document).map_err(unwritten)?;
        }
        Ok(())
    }

    /// Removes a report; a key that is not there changes nothing.
    pub fn remove(&mut self, key: &str) {
        let report: Field = self.fields.report;
        self.writer.delete_term(Term::from_field_text(report, key));
    }

    /// Removes a report so that no byte of its text stays in this generation: the commit rewrites every segment that
    /// held any of it.
    pub fn erase(&mut self, key: &str) {
        self.remove(key);
        self.erased = true;
    }

    /// Makes everything since the last commit part of the index, on disk.
    ///
    /// # Errors
    /// The disk is full or cannot be written; the index is then what it was before.
    pub fn commit(&mut self) -> Result<(), RunError> {
        self.writer.commit().map_err(unwritten)?;
        let metas = self.index.searchable_segment_metas().map_err(unwritten)?;
        let too_many = metas.len() > MOST_SEGMENTS;
        let rewritten: Vec<_> = metas
            .iter()
            .filter(|meta| {
                let deleted = meta.num_deleted_docs();
                too_many || deleted > 0 && (self.erased || deleted.saturating_mul(DELETED_SHARE) > meta.max_doc())
            })
            .map(tantivy::SegmentMeta::id)
            .collect();
        // Files of segments whose metas are held are not collected below.
        drop(metas);
        if !rewritten.is_empty() {
            self.writer.merge(&rewritten).wait().map_err(unwritten)?;
        }
        self.writer.garbage_collect_files().wait().map_err(unwritten)?;
        self.erased = false;
        Ok(())
    }
}

fn failed(what: &str, dir: &Path, error: TantivyError) -> RunError {
    with_hint(RunError::new(format!("cannot {what} the index in {}", dir.display())), error)
}

fn unwritten(error: TantivyError) -> RunError {
    with_hint(RunError::new("cannot write the index"), error)
}

/// The hint follows from what the system said, where it said something.
fn with_hint(failure: RunError, error: TantivyError) -> RunError {
    let said = match &error {
        TantivyError::IoError(error) => access::hint_for(error),
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => access::hint_for(io_error),
        _ => None,
    };
    let hint = said.unwrap_or("Look at the cause, then run again: what was published before is untouched.");
    failure.because(error).hint(hint)
}
