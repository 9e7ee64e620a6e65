//! Copies of the ledger: one archive each, verified after it is written, and put back as one step.
//!
//! An archive holds the files of the ledger as they were and a list of them with their check sums and how far they reached. Nothing is
//! taken from one that does not fit its list.

use super::extent::{self, Extent};
use super::{ALERTS, ITEMS, Ledger, REPORTS, TRACKERS};
use crate::error::RunError;
use crate::settings::LedgerSettings;
use crate::store::Storage;
use crate::store::outputs::sha256_of;
use crate::text::digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The list in an archive.
const LIST: &str = "backup.json";
/// Name and version of its form.
const SCHEMA: &str = "minutebook/ledger-backup/1";
/// How the name of every nightly archive begins and ends.
const NAME: (&str, &str) = ("ledger-", ".zip");
/// Fast rather than small: lines of JSON shrink to a tenth either way.
const LEVEL: i64 = 1;

/// What an archive says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct List {
    schema: String,
    at: String,
    extent: Extent,
    /// SHA-256 of each file.
    files: BTreeMap<String, String>,
}

/// An archive whose list has been read.
#[derive(Debug)]
pub struct Backup {
    path: PathBuf,
    list: List,
}

/// What putting an archive back would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The file.
    pub name: String,
    /// Entries now; those that can be read.
    pub now: u64,
    /// Entries in the archive.
    pub then: u64,
    /// Whether all that is there now would go or be replaced by what the archive has beyond it: the one does not continue the other.
    pub diverged: bool,
}

impl Backup {
    /// Writes an archive of the ledger in `dir` to `path`, and verifies what the disk has.
    ///
    /// # Errors
    /// The ledger cannot be read, or the disk refuses or does not keep what was written; then there is no such file.
    pub fn write(storage: &Storage, dir: &Path, path: &Path, at: &str) -> Result<Self, RunError> {
        let mut ledger = Ledger::open(storage, dir)?;
        ledger.set_time(at);
        let mut files = BTreeMap::new();
        for name in [REPORTS, ITEMS, TRACKERS, ALERTS] {
            if dir.join(name).is_file() {
                files.insert(name.to_owned(), sha256_of(&dir.join(name))?);
            }
        }
        let list = List { schema: SCHEMA.to_owned(), at: at.to_owned(), extent: ledger.extent()?, files };
        storage.write_atomic_with(path, |out| pack(dir, &list, out))?;
        let written = Self::open(path).and_then(|backup| backup.verify().map(|()| backup));
        if written.is_err() {
            storage.remove(path)?;
        }
        written
    }

    /// Reads the list of an archive.
    ///
    /// # Errors
    /// It is none, or of a later version.
    pub fn open(path: &Path) -> Result<Self, RunError> {
        let mut archive = archive(path)?;
        let list = archive.by_name(LIST).map_err(|error| no_backup(path, error))?;
        let list: List = serde_json::from_reader(list).map_err(|error| no_backup(path, error))?;
        if list.schema != SCHEMA {
            return Err(RunError::new(format!("{} is of the form {}", path.display(), list.schema))
                .hint(format!("This minutebook reads {SCHEMA}: use the newer program that wrote it.")));
        }
        Ok(Self { path: path.to_owned(), list })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// When it was made, RFC 3339 in UTC.
    #[must_use]
    pub fn at(&self) -> &str {
        &self.list.at
    }

    /// Whether every file in it is as its list says.
    ///
    /// # Errors
    /// One is not, or the archive cannot be read.
    pub fn verify(&self) -> Result<(), RunError> {
        let mut archive = archive(&self.path)?;
        for (name, sum) in &self.list.files {
            let mut file = archive.by_name(name).map_err(|error| no_backup(&self.path, error))?;
            let found = digest::sha256_of(&mut file).map_err(|error| no_backup(&self.path, error))?;
            if found != *sum {
                return Err(damaged(&self.path, name));
            }
        }
        Ok(())
    }

    /// What putting it back would change in the ledger in `dir`.
    ///
    /// # Errors
    /// The archive is damaged, or a file cannot be read.
    pub fn differences(&self, storage: &Storage, dir: &Path) -> Result<Vec<Difference>, RunError> {
        let now = Ledger::open(storage, dir)?;
        let mut differences = Vec::new();
        for name in [REPORTS, ITEMS, TRACKERS, ALERTS] {
            let journal = now.journal(name)?;
            let (ours, then) = (journal.link(), self.list.extent.link(name));
            if ours != then {
                let diverged = ours.entries >= then.entries && !journal.holds(then);
                differences.push(Difference { name: name.to_owned(), now: ours.entries, then: then.entries, diverged });
            }
        }
        Ok(differences)
    }

    /// Puts it back in the place of the ledger in `dir`; what is there now is moved to `aside`.
    ///
    /// # Errors
    /// The archive is damaged, or the disk refuses: the ledger is then as before, or (after a kill between two renames) stands
    /// under `aside` and the archive can be put back again.
    pub fn restore(&self, storage: &Storage, dir: &Path, aside: &Path) -> Result<(), RunError> {
        let beside = dir.with_extension("restoring");
        storage.remove(&beside)?;
        let mut archive = archive(&self.path)?;
        for (name, sum) in &self.list.files {
            let mut file = archive.by_name(name).map_err(|error| no_backup(&self.path, error))?;
            storage.write_atomic_with(beside.join(name), |out| io::copy(&mut file, out).map(|_| ()))?;
            if sha256_of(&beside.join(name))? != *sum {
                storage.remove(&beside)?;
                return Err(damaged(&self.path, name));
            }
        }
        storage.create_dir(&beside)?;
        self.list.extent.write(storage, &beside.join(extent::FILE))?;
        if !Ledger::open(storage, &beside)?.losses()?.is_empty() {
            storage.remove(&beside)?;
            return Err(damaged(&self.path, "what it holds"));
        }
        if dir.exists() {
            storage.rename(dir, aside)?;
        }
        storage.rename(&beside, dir)
    }
}

/// The nightly copy: where the ledger reaches further than the last one, a new one, and the oldest beyond the setting go. Answers
/// the new one.
///
/// # Errors
/// The ledger cannot be read, or the disk refuses.
pub fn nightly(
    storage: &Storage,
    ledger: &Ledger,
    folder: &Path,
    settings: &LedgerSettings,
) -> Result<Option<PathBuf>, RunError> {
    if !settings.copy {
        return Ok(None);
    }
    let copies = copies(folder)?;
    let last = copies.last().and_then(|path| Backup::open(path).ok());
    if last.is_some_and(|last| ledger.extent().is_ok_and(|now| now.files == last.list.extent.files)) {
        return Ok(None);
    }
    let path = folder.join(name_of(&ledger.at, &ledger.extent()?));
    Backup::write(storage, &ledger.dir, &path, &ledger.at)?;
    let all = self::copies(folder)?;
    for old in all.iter().take(all.len().saturating_sub(settings.keep_copies.max(1))) {
        storage.remove(old)?;
    }
    Ok(Some(path))
}

/// The name of a copy made at a time: sorted by name, copies stand in their order, also those of one second.
#[must_use]
pub fn name_of(at: &str, extent: &Extent) -> String {
    let time: String = at.chars().filter(|character| !matches!(character, ':' | '-')).collect();
    let entries: u64 = [REPORTS, ITEMS, TRACKERS, ALERTS].map(|name| extent.link(name).entries).iter().sum();
    format!("{}{time}-{entries:08}{}", NAME.0, NAME.1)
}

/// The nightly copies in a folder, oldest first.
///
/// # Errors
/// The folder is there and cannot be listed.
pub fn copies(folder: &Path) -> Result<Vec<PathBuf>, RunError> {
    let cannot = |error: io::Error| RunError::new(format!("cannot list {}", folder.display())).because(error);
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(cannot(error)),
    };
    let mut copies = Vec::new();
    for entry in entries {
        let path = entry.map_err(cannot)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with(NAME.0) && name.ends_with(NAME.1) {
            copies.push(path);
        }
    }
    copies.sort();
    Ok(copies)
}

fn pack(dir: &Path, list: &List, out: &mut dyn io::Write) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .large_file(true);
    zip.start_file(LIST, options)?;
    serde_json::to_writer(&mut zip, list)?;
    for name in list.files.keys() {
        zip.start_file(name.as_str(), options)?;
        io::copy(&mut File::open(dir.join(name))?, &mut zip)?;
    }
    zip.finish()?;
    Ok(())
}

fn archive(path: &Path) -> Result<ZipArchive<BufReader<File>>, RunError> {
    let file =
        File::open(path).map_err(|error| RunError::new(format!("cannot read {}", path.display())).because(error))?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| no_backup(path, error))
}

fn no_backup(path: &Path, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> RunError {
    RunError::new(format!("{} is no whole copy of a ledger", path.display()))
        .because(error)
        .hint("take another: minutebook ledger restore lists them")
}

fn damaged(path: &Path, what: &str) -> RunError {
    RunError::new(format!("{} is damaged: {what} is not as its list says. Nothing was changed", path.display()))
        .hint("take another: minutebook ledger restore lists them")
}
