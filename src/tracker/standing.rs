//! Where the rows of each report stand in the outputs as last written, so that a night in which little changed copies
//! what did not, and lays out nothing again.
//!
//! A cache beside the shares: two lines a report, where its rows stand and the brief of its share. It is believed only of
//! files that have the stamp which they were written down with, and every stretch is copied under its check sum; where
//! anything is lost, the rows come from the shares.

use super::refresh::Refresh;
use super::share::Brief;
use crate::error::RunError;
use crate::export::standard_set::{ASSESSMENTS_XLSX, TRACKER_XLSX};
use crate::store::Written;
use crate::store::outputs::Stamp;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Its file among the shares.
pub(super) const FILE: &str = "standing";
/// Name and version of its form: raise it with every change of the form.
const FORM: &str = concat!("minutebook/standing/1/", env!("CARGO_PKG_VERSION"));
/// How every line about a report begins; the name of its share follows.
const OPENING: &[u8] = b"{\"share\":\"";

/// Bytes of one report in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(usize, u64, u64, u32)", into = "(usize, u64, u64, u32)")]
pub(super) struct Stretch {
    /// The place of the file in the list of all.
    pub(super) file: usize,
    /// Where they begin.
    pub(super) at: u64,
    /// How many.
    pub(super) length: u64,
    /// Their CRC-32.
    pub(super) crc: u32,
}

impl From<(usize, u64, u64, u32)> for Stretch {
    fn from((file, at, length, crc): (usize, u64, u64, u32)) -> Self {
        Self { file, at, length, crc }
    }
}

impl From<Stretch> for (usize, u64, u64, u32) {
    fn from(stretch: Stretch) -> Self {
        (stretch.file, stretch.at, stretch.length, stretch.crc)
    }
}

/// Where the rows of one report stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Places {
    /// The share that they were laid out from.
    pub(super) share: String,
    /// Held rows, in text files.
    pub(super) held: Vec<Stretch>,
    /// Rows that are held no longer, in text files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) gone: Vec<Stretch>,
    /// Held rows in the tracker's workbook: the byte at which each entry of [`Brief::sheets`] begins.
    pub(super) sheets: Vec<u64>,
    /// The same of [`Brief::to_assess`] in the workbook to assess.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) to_assess: Vec<u64>,
    /// The same of [`Brief::gone`] in the tracker's workbook.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) gone_sheets: Vec<u64>,
}

/// A report whose rows stand in the outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stood {
    pub(super) places: Places,
    pub(super) brief: Brief,
    /// The brief as it is written down.
    pub(super) brief_json: Vec<u8>,
}

/// The first line.
#[derive(Serialize, Deserialize)]
struct Head {
    form: String,
    files: Vec<(String, Written)>,
}

/// The outputs as last written.
#[derive(Debug, Default)]
pub(super) struct Standing {
    text: Vec<u8>,
    reports: FxHashMap<String, Range<usize>>,
    files: Vec<(String, Written)>,
    /// Whether each of the files is as it was written.
    is_sound: Vec<bool>,
    is_rotten: Arc<AtomicBool>,
}

impl Standing {
    /// What is known; nothing where that cannot be read.
    pub(super) fn read(with: &Refresh<'_>) -> Self {
        let text = std::fs::read(with.shares.join(FILE)).unwrap_or_default();
        Self::of(text, |path| Stamp::of(&with.outputs.join(path))).unwrap_or_default()
    }

    fn of(text: Vec<u8>, stamp: impl Fn(&str) -> Option<Stamp>) -> Option<Self> {
        let mut ends = memchr::memchr_iter(b'\n', &text);
        let end = ends.next()?;
        let head: Head = serde_json::from_slice(text.get(..end)?).ok().filter(|head: &Head| head.form == FORM)?;
        let mut reports = FxHashMap::default();
        let mut start = end + 1;
        while let (Some(_), Some(end)) = (ends.next(), ends.next()) {
            let name = text.get(start..end)?.strip_prefix(OPENING)?;
            let name = name.get(..memchr::memchr(b'"', name)?)?;
            reports.insert(std::str::from_utf8(name).ok()?.to_owned(), start..end);
            start = end + 1;
        }
        let is_sound = |(path, written): &(String, Written)| written.stamp.is_some() && stamp(path) == written.stamp;
        let is_sound = head.files.iter().map(is_sound).collect();
        Some(Self { reports, files: head.files, is_sound, is_rotten: Arc::default(), text })
    }

    /// The report with this share, where its rows stand in text files that are as they were written.
    pub(super) fn report(&self, share: &str) -> Option<Stood> {
        let lines = self.text.get(self.reports.get(share)?.clone())?;
        let (places, brief) = lines.split_at_checked(memchr::memchr(b'\n', lines)?)?;
        let places: Places = serde_json::from_slice(places).ok()?;
        let brief_json = brief.trim_ascii().to_vec();
        let brief: Brief = serde_json::from_slice(&brief_json).ok()?;
        let is_sound = |stretch: &Stretch| self.is_sound.get(stretch.file).copied().unwrap_or(false);
        let is_whole = places.held.iter().chain(&places.gone).all(is_sound)
            && [places.sheets.len(), places.to_assess.len(), places.gone_sheets.len()]
                == [brief.sheets.len(), brief.to_assess.len(), brief.gone.len()];
        is_whole.then_some(Stood { places, brief, brief_json })
    }

    /// Whether the workbooks that hold rows of a report are as they were written.
    pub(super) fn has_books_of(&self, stood: &Stood) -> bool {
        let has = |path: &str| self.file(path).is_some();
        has(TRACKER_XLSX) && (stood.brief.to_assess.is_empty() || has(ASSESSMENTS_XLSX))
    }

    /// A file that is as it was written.
    pub(super) fn file(&self, path: &str) -> Option<&Written> {
        let mut sound = self.files.iter().zip(&self.is_sound).filter(|(_, is_sound)| **is_sound);
        sound.find(|((known, _), _)| known == path).map(|((_, written), _)| written)
    }

    /// The path of a file by its place in the list of all.
    pub(super) fn path(&self, file: usize) -> Option<&str> {
        self.files.get(file).map(|(path, _)| path.as_str())
    }

    /// What is raised when bytes are not those that were written down.
    pub(super) fn alarm(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.is_rotten)
    }

    /// Whether bytes were found that are not those that were written down: nothing here can be trusted.
    pub(super) fn is_rotten(&self) -> bool {
        self.is_rotten.load(Ordering::Relaxed)
    }
}

/// The outputs that are being written.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Where the rows of a report stand.
    pub(super) places: Places,
    /// The brief of its share, as JSON.
    pub(super) brief: Vec<u8>,
}

impl Record {
    /// Of a report whose rows are about to be placed.
    pub(super) fn begin(share: &str, brief: &Brief) -> Result<Self, RunError> {
        Ok(Self::with(share, serde_json::to_vec(brief).map_err(cannot)?))
    }

    /// The same with the brief as it was written down.
    pub(super) fn with(share: &str, brief: Vec<u8>) -> Self {
        Self { places: Places { share: share.to_owned(), ..Places::default() }, brief }
    }
}

/// Writes down where everything stands, for the next run.
///
/// # Errors
/// The disk refuses.
pub(super) fn write(with: &Refresh<'_>, files: Vec<(String, Written)>, records: &[Record]) -> Result<(), RunError> {
    with.storage.write_cache(with.shares.join(FILE), &text(files, records).map_err(cannot)?)
}

fn text(files: Vec<(String, Written)>, records: &[Record]) -> serde_json::Result<Vec<u8>> {
    let mut text = serde_json::to_vec(&Head { form: FORM.to_owned(), files })?;
    text.push(b'\n');
    for Record { places, brief } in records {
        serde_json::to_writer(&mut text, places)?;
        text.push(b'\n');
        text.write_all(brief).map_err(serde_json::Error::io)?;
        text.push(b'\n');
    }
    Ok(text)
}

fn cannot(error: serde_json::Error) -> RunError {
    RunError::new("cannot write down where the rows stand").because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Vec<u8> {
        let file = |path: &str| (path.to_owned(), Written { sum: "x".to_owned(), stamp: Some(stamp(path).unwrap()) });
        let record = |share: &str, file| {
            let brief = Brief { rows: 3, held: 2, ..Brief::default() };
            let mut record = Record::begin(share, &brief).unwrap();
            record.places.held.push(Stretch { file, at: 7, length: 9, crc: 11 });
            record
        };
        text(vec![file("a"), file("b")], &[record("one", 0), record("two", 1)]).unwrap()
    }

    /// Any file of this very source will do: it stands still.
    fn stamp(_path: &str) -> Option<Stamp> {
        Stamp::of(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml").as_path())
    }

    #[test]
    fn what_is_written_down_is_believed_of_files_that_are_as_they_were() {
        let all = Standing::of(written(), stamp).unwrap();
        let one = all.report("one").unwrap();
        assert_eq!((one.brief.rows, one.places.held[0].at, all.path(0)), (3, 7, Some("a")));
        assert!(all.report("two").is_some() && all.report("three").is_none());
        let without_b = Standing::of(written(), |path| stamp(path).filter(|_| path == "a")).unwrap();
        assert!(without_b.report("one").is_some() && without_b.report("two").is_none());
        assert!(without_b.file("a").is_some() && without_b.file("b").is_none());
    }

    #[test]
    fn of_a_torn_file_as_much_is_believed_as_is_whole() {
        let text = written();
        for end in 0..text.len() {
            let torn = Standing::of(text[..end].to_vec(), stamp).unwrap_or_default();
            let known = ["one", "two"].map(|share| torn.report(share));
            let whole = Standing::of(text.clone(), stamp).unwrap();
            let sound = ["one", "two"].map(|share| whole.report(share));
            assert!(known.iter().zip(&sound).all(|(known, sound)| known.is_none() || known == sound), "cut at {end}");
        }
    }
}
