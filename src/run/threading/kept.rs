//! What threads keep from night to night below `indexes/threads/`: what was read of each document, and what was found in each stretch of
//! reports. All of it can be made again, so that what is torn or of another version is only not there.

use crate::error::RunError;
use crate::store::Storage;
use crate::threads::gathered::Gathered;
use crate::threads::linking::Found;
use crate::threads::report::ReportStatements;
use crate::threads::stretch::{self, Stretch};
use crate::workspace::Workspace;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::ops::Range;
use std::path::PathBuf;

/// The folder of what is kept, below `indexes/`.
const FOLDER: &str = "threads";

/// A kept file larger than this is taken for damaged.
const LARGEST_BYTES: u64 = 1 << 28;

#[derive(Serialize, Deserialize)]
struct Kept {
    form: String,
    report: ReportStatements,
}

/// What is kept.
pub(super) struct Cache {
    folder: PathBuf,
    form: String,
}

impl Cache {
    /// What is kept in a workspace by a version.
    pub(super) fn of(workspace: &Workspace, form: String) -> Self {
        Self { folder: workspace.indexes().join(FOLDER), form }
    }

    fn report_path(&self, document: &str) -> PathBuf {
        self.folder.join(format!("{document}.json.lz4"))
    }

    fn stretch_path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.stretch.lz4"))
    }

    /// What is kept of a document; `None` where it is not there, torn, or of another version: then it is read again.
    pub(super) fn report(&self, document: &str) -> Option<ReportStatements> {
        let kept: Kept = serde_json::from_slice(&unpacked(&self.report_path(document))?).ok()?;
        (kept.form == self.form && kept.report.document == document).then_some(kept.report)
    }

    /// Keeps what was read of a document.
    pub(super) fn keep_report(
        &self,
        storage: &Storage,
        report: ReportStatements,
    ) -> Result<ReportStatements, RunError> {
        let kept = Kept { form: self.form.clone(), report };
        let json = serde_json::to_vec(&kept)
            .map_err(|error| RunError::internal("cannot write statements as JSON").because(error))?;
        storage.write_cache(self.report_path(&kept.report.document), &packed(&json)?)?;
        Ok(kept.report)
    }

    /// What is kept of a stretch; its name says the version.
    pub(super) fn stretch(&self, name: &str) -> Option<Stretch> {
        stretch::unpack(&unpacked(&self.stretch_path(name))?)
    }

    /// Keeps what was found in a stretch of a record.
    pub(super) fn keep_stretch(
        &self,
        storage: &Storage,
        name: &str,
        record: &Gathered,
        reports: &Range<usize>,
        found: &Found,
    ) -> Result<(), RunError> {
        let bytes = stretch::pack(record, reports, found)
            .map_err(|error| RunError::internal("cannot write a stretch of reports as JSON").because(error))?;
        storage.write_cache(self.stretch_path(name), &packed(&bytes)?)
    }

    /// Removes what is kept of documents and stretches that the generation does not hold: it can be made again.
    pub(super) fn sweep<'a>(
        &self,
        storage: &Storage,
        documents: impl Iterator<Item = &'a str>,
        stretches: &[String],
    ) -> Result<(), RunError> {
        let mut used: BTreeSet<PathBuf> = documents.map(|document| self.report_path(document)).collect();
        used.extend(stretches.iter().map(|name| self.stretch_path(name)));
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return Ok(()) };
        for path in entries.flatten().map(|entry| entry.path()) {
            if !used.contains(&path) {
                storage.remove(path)?;
            }
        }
        Ok(())
    }
}

fn unpacked(path: &std::path::Path) -> Option<Vec<u8>> {
    let bytes = std::fs::read(path).ok()?;
    let mut whole = Vec::new();
    lz4_flex::frame::FrameDecoder::new(bytes.as_slice()).take(LARGEST_BYTES).read_to_end(&mut whole).ok()?;
    Some(whole)
}

fn packed(bytes: &[u8]) -> Result<Vec<u8>, RunError> {
    // A flipped bit must not become a link.
    let checked = lz4_flex::frame::FrameInfo::new().content_checksum(true);
    let mut encoder = lz4_flex::frame::FrameEncoder::with_frame_info(checked, Vec::new());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish().map_err(std::io::Error::other))
        .map_err(|error| RunError::internal("cannot compress what threads keep").because(error))
}
