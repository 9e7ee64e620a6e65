//! Which files are in the corpus, and what of them is new, changed, renamed, removed or not settled yet.
//!
//! Size and modification time decide first; the content's SHA-256 decides where they differ from what the catalogue
//! remembers. A file modified within the settle time waits for the next run: it may be half copied.

use super::catalogue::{CataloguedFile, FailedFile};
use super::known::{FileStamp, Known};
use super::members;
use crate::error::RunError;
use crate::extract::{Limits, SideBySide, containers};
use crate::text::{digest, escapes};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Directories below the corpus deeper than this are listed, not entered: a loop of links must not hang a night.
const DEEPEST_FOLDER: usize = 32;

/// A file in the corpus as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpusFile {
    /// Path below the corpus, with forward slashes.
    pub path: String,
    /// Where to read it.
    pub location: PathBuf,
    /// Size and modification time.
    pub stamp: FileStamp,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// What a look at the corpus found.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// Every readable, settled file, by path; identical files are all here.
    pub files: BTreeMap<String, CorpusFile>,
    /// Files that were changed too recently, with the age in seconds.
    pub waiting: Vec<(String, u64)>,
    /// Files of formats that nothing reads, by path.
    pub other: Vec<String>,
    /// Files and folders that could not be looked at, with the reason; what is known of them stays.
    pub unreadable: Vec<FailedFile>,
    /// Known files below a folder that could not be read.
    pub out_of_sight: Vec<String>,
    /// Files that were read elsewhere, without success (see [`super::imported`]).
    pub refused: Vec<FailedFile>,
}

impl Scan {
    /// Paths that could not be looked at this time; what is known of them stays.
    pub fn unseen(&self) -> impl Iterator<Item = &str> {
        let unreadable = self.unreadable.iter().map(|failed| failed.file.path.as_str());
        let waiting = self.waiting.iter().map(|(path, _)| path.as_str());
        waiting.chain(unreadable).chain(self.out_of_sight.iter().map(String::as_str))
    }

    fn cannot_open(&mut self, path: String, reason: &str, hint: &str) {
        self.unreadable.push(FailedFile {
            file: CataloguedFile { path, ..CataloguedFile::default() },
            sha256: None,
            code: "cannot-open".to_owned(),
            message: reason.to_owned(),
            page: None,
            hint: Some(hint.to_owned()),
            reader: super::version(),
        });
    }
}

const CHECK_PERMISSIONS: &str = "Check that the file is there and that the account of the run may read it.";

/// How to look.
#[derive(Debug, Clone)]
pub struct ScanOptions<'a> {
    /// How much of a container is looked at.
    pub limits: &'a Limits,
    /// Files modified more recently than this wait.
    pub settle: Duration,
    /// Hash every file even where size and time are unchanged.
    pub verify: bool,
    /// The clock, as a value so that tests can set it.
    pub now: SystemTime,
    /// Places outside the corpus that links may lead to.
    pub links_to: &'a [PathBuf],
    /// Raised when the user asks to stop.
    pub stop: Arc<AtomicBool>,
}

/// Looks at every file below `corpus`.
///
/// # Errors
/// The corpus folder itself cannot be read, or the user asked to stop.
pub fn scan(corpus: &Path, known: &Known, options: &ScanOptions<'_>) -> Result<Scan, RunError> {
    let mut scan = Scan::default();
    let mut found = Vec::new();
    fs::read_dir(corpus).map_err(|error| {
        RunError::new(format!("cannot read the corpus folder {}", corpus.display()))
            .because(error)
            .hint("Put your reports (PDF, Word, web pages, mail, lists, text) into a folder named corpus, or name another place with --workspace DIR.")
    })?;
    let places: Vec<PathBuf> = std::iter::once(corpus)
        .chain(options.links_to.iter().map(PathBuf::as_path))
        .filter_map(|place| fs::canonicalize(place).ok())
        .collect();
    walk(corpus, "", 0, &places, &mut found, &mut scan);
    found.sort();
    let folders: Vec<_> =
        scan.unreadable.iter().map(|failed| &failed.file.path).filter(|path| path.ends_with('/')).collect();
    let below = |path: &&String| folders.iter().any(|folder| path.starts_with(folder.as_str()));
    scan.out_of_sight = known.files.keys().filter(below).cloned().collect();
    let settled = settle(found, options, &mut scan);
    // What a container holds is found out within the limits of one file.
    let files = SideBySide::until(Arc::clone(&options.stop));
    let look = |path: &str, location: &Path, stamp: FileStamp| {
        let held = files.work(path, options.limits, || {
            Ok(members::of(path, location, stamp, known, options.limits, options.verify))
        });
        held.unwrap_or_else(|error| Some(vec![(path.to_owned(), location.to_owned(), stamp, Err(error.message))]))
    };
    let hashed: Vec<_> = settled
        .into_par_iter()
        .flat_map_iter(|(path, location, stamp)| {
            if containers::may_hold(&path)
                && let Some(members) = look(&path, &location, stamp)
            {
                return members;
            }
            let remembered = known.file(&path).filter(|file| !options.verify && file.stamp == stamp);
            let sha256 = match remembered {
                Some(file) => Ok(file.sha256.clone()),
                None => {
                    hash_file(&location, &options.stop).map_err(|error| format!("the file cannot be read: {error}"))
                }
            };
            vec![(path, location, stamp, sha256)]
        })
        .collect();
    if options.stop.load(Ordering::Relaxed) {
        return Err(super::observe::stopped());
    }
    for (path, location, stamp, sha256) in hashed {
        match sha256 {
            Ok(sha256) => {
                scan.files.insert(path.clone(), CorpusFile { path, location, stamp, sha256 });
            }
            Err(reason) => scan.cannot_open(path, &reason, CHECK_PERMISSIONS),
        }
    }
    Ok(scan)
}

/// SHA-256 of a file's bytes in lower-case hexadecimal, read in pieces.
pub fn hash_file(path: &Path, stop: &AtomicBool) -> io::Result<String> {
    fs::File::open(path).and_then(|file| digest::sha256_of(UntilStopped { file, stop }))
}

/// A file that ends with an error once the user asks to stop: a large one takes minutes on a slow disk.
struct UntilStopped<'a> {
    file: fs::File,
    stop: &'a AtomicBool,
}

impl Read for UntilStopped<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(io::Error::other("the run was asked to stop"));
        }
        self.file.read(buffer)
    }
}

fn walk(
    folder: &Path,
    prefix: &str,
    depth: usize,
    places: &[PathBuf],
    found: &mut Vec<(String, PathBuf)>,
    scan: &mut Scan,
) {
    if depth > DEEPEST_FOLDER {
        let reason = format!("the folder is nested deeper than {DEEPEST_FOLDER} folders and was not entered");
        return scan.cannot_open(prefix.to_owned(), &reason, "Move it further up.");
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let reason = format!("the folder cannot be read: {error}");
            return scan.cannot_open(prefix.to_owned(), &reason, CHECK_PERMISSIONS);
        }
    };
    let mut names = BTreeSet::new();
    for entry in entries.flatten() {
        names.insert((entry.file_name(), entry.path()));
    }
    let mut taken = BTreeSet::new();
    for (name, location) in names {
        let Some(name) = name.to_str() else {
            let path = format!("{prefix}{}", name.to_string_lossy());
            scan.cannot_open(path, "its name is not valid UTF-8", "Rename it.");
            continue;
        };
        // Hidden files, lock files of office programs and partial downloads are nobody's report.
        if name.starts_with('.') || name.starts_with("~$") || name.ends_with(".part") || name.ends_with(".crdownload") {
            continue;
        }
        let path = format!("{prefix}{}", shown(name));
        if !taken.insert(path.clone()) {
            scan.cannot_open(
                path,
                "another file has the same name but for signs that are not shown",
                "Rename one of them.",
            );
            continue;
        }
        if let Some(target) = leads_out(&location, places) {
            let end = if location.is_dir() { "/" } else { "" };
            let reason = format!("the link leads out of the corpus, to {}, and is not followed", target.display());
            let hint = format!(
                "Put the report itself there, or allow the place at the top of minutebook.toml: links_to = [{:?}]",
                if location.is_dir() { target.as_path() } else { target.parent().unwrap_or(&target) }
            );
            scan.cannot_open(format!("{path}{end}"), &reason, &hint);
        } else if location.is_dir() {
            if leads_back(&location) {
                scan.cannot_open(path, "the link leads back to a folder above it", "Remove the link.");
            } else {
                walk(&location, &format!("{path}/"), depth + 1, places, found, scan);
            }
        } else if is_companion(&path) {
            // The manifest and notes about the corpus are not reports.
        } else if crate::extract::formats::is_readable(name) {
            found.push((path, location));
        } else {
            scan.other.push(path);
        }
    }
}

/// A file's name as it is shown, stored and compared everywhere: signs that steer a terminal or turn text around are replaced. Nobody
/// can type them, and some tables take them away.
fn shown(name: &str) -> String {
    name.chars().map(|sign| if escapes::is_harmful(sign) { char::REPLACEMENT_CHARACTER } else { sign }).collect()
}

/// Where a link leads, if that is in none of the `places`; links to what is not there are for whoever opens them.
fn leads_out(location: &Path, places: &[PathBuf]) -> Option<PathBuf> {
    let is_link = fs::symlink_metadata(location).is_ok_and(|found| found.is_symlink());
    let target = is_link.then(|| fs::canonicalize(location).ok()).flatten()?;
    (!places.iter().any(|place| target.starts_with(place))).then_some(target)
}

/// Whether a folder is a link to one of the folders that it stands in: entering it would never end.
fn leads_back(folder: &Path) -> bool {
    let is_link = fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_symlink());
    let parent = folder.parent().and_then(|parent| fs::canonicalize(parent).ok());
    is_link && fs::canonicalize(folder).is_ok_and(|target| parent.is_some_and(|parent| parent.starts_with(target)))
}

/// Files that stand in a corpus to describe it.
fn is_companion(path: &str) -> bool {
    path == "manifest.csv" || path.eq_ignore_ascii_case("README.md")
}

fn settle(
    found: Vec<(String, PathBuf)>,
    options: &ScanOptions<'_>,
    scan: &mut Scan,
) -> Vec<(String, PathBuf, FileStamp)> {
    let mut settled = Vec::with_capacity(found.len());
    for (path, location) in found {
        let metadata = match fs::metadata(&location) {
            Ok(metadata) => metadata,
            Err(error) => {
                scan.cannot_open(path, &format!("the file cannot be looked at: {error}"), CHECK_PERMISSIONS);
                continue;
            }
        };
        // Opening a named pipe waits for a writer, for ever.
        if !metadata.is_file() {
            scan.cannot_open(path, "this is no regular file", "Put the report itself there.");
            continue;
        }
        let modified = metadata.modified().unwrap_or(UNIX_EPOCH);
        // A time in the future (a wrong clock on a share) must not make a file wait for ever.
        let age = options.now.duration_since(modified).unwrap_or(Duration::MAX);
        if age < options.settle {
            scan.waiting.push((path, age.as_secs()));
            continue;
        }
        let since_epoch = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
        let changed_ns = i64::try_from(since_epoch.as_nanos()).unwrap_or(i64::MAX);
        settled.push((path, location, FileStamp { bytes: metadata.len(), changed_ns }));
    }
    settled
}
