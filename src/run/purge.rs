//! Erasing a report on legal request, over the whole workspace: what [`crate::store::purge`] leaves to others.
//!
//! People's edits of the other reports are read back first, then everything is erased, then the outputs are written anew. What is not
//! ours (the file in the corpus, a person's own tables) is named, not touched.

use super::begin::{Begun, begin, extents};
use super::build;
use super::cached;
use super::catalogue::{self, Catalogue};
use super::documents::Documents;
use super::observe::Observer;
use super::outputs;
use super::report::RunReport;
use super::sweep::sweep;
use super::threading;
use super::work::Work;
use crate::error::RunError;
use crate::export::standard_set::OWN_FOLDERS;
use crate::index::Writer;
use crate::settings::Settings;
use crate::store::ledger::backup;
use crate::store::purge::{Erased, Eraser, erase};
use crate::store::{Building, Generations, Ledger, OutputsMark, Storage};
use crate::tracker::{Corrections, corrections};
use crate::workspace::Workspace;
use std::path::{Path, PathBuf};

/// Folders of `outputs/` that hold copies and older texts.
const OUR_FOLDERS: [&str; 4] = ["kept", "set-aside", "run-reports", "alerts"];
/// Files of `outputs/` that the mark does not name.
const OUR_FILES: [&str; 5] =
    ["tracker.csv", "tracker.xlsx", "run-report.json", "run-report.md", crate::store::outputs::FILE];
/// Files larger than this are not searched for the key; they are named instead.
const LARGEST_SEARCHED_BYTES: u64 = 256 << 20;

/// What was erased, and what is left for a person to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purged {
    /// What was erased.
    pub erased: Erased,
    /// Files that are not ours and still name the report, below the workspace.
    pub still_named: Vec<String>,
    /// Files of `outputs/` that are not ours and cannot be searched (workbooks, documents), below the workspace.
    pub not_searched: Vec<String>,
    /// Other things that a person should know.
    pub remarks: Vec<String>,
}

/// What a purge would erase: title and files, for a person to confirm.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Its title, where it is in the index.
    pub title: Option<String>,
    /// Its files below the corpus.
    pub files: Vec<String>,
    /// Its items, withdrawn ones included.
    pub items: usize,
}

/// What is known of the report `key`; changes nothing.
///
/// # Errors
/// Nothing is known under the key, or the ledger cannot be read or has lost something.
pub fn subject(workspace: &Workspace, settings: &Settings, key: &str) -> Result<Subject, RunError> {
    let storage = Storage::of(settings, workspace);
    let generations = build::generations(&storage, workspace, settings);
    let ledger = Ledger::open(&storage, &workspace.ledger())?.named_in(extents(workspace, &generations));
    // Of a ledger that has lost something it cannot be said that it never knew a report.
    ledger.refuse_losses()?;
    let known = ledger.files().iter().filter(|file| file.key == key);
    let mut files: Vec<String> = known.map(|file| file.path.clone()).collect();
    files.sort();
    files.dedup();
    if files.is_empty() && !ledger.tombstones().iter().any(|stone| stone.key == key) {
        return Err(RunError::usage(format!("no report has the key {key}"))
            .hint("`minutebook status --format json` lists the reports with their keys."));
    }
    let title = generations.state()?.generation.and_then(|number| {
        Catalogue::read(&generations.dir(number)).ok()?.report(key).and_then(|report| report.title.clone())
    });
    Ok(Subject { title, files, items: ledger.items(key)?.len() })
}

/// Erases the report `key`. May be repeated after a kill or a failure, and then finishes the work.
///
/// # Errors
/// Nothing is known under the key, another process works in the workspace, or the disk refuses.
pub fn purge(
    storage: &Storage,
    workspace: &Workspace,
    settings: &Settings,
    key: &str,
    reason: Option<&str>,
    observer: &dyn Observer,
) -> Result<Purged, RunError> {
    let mut report = RunReport::begin();
    let documents = Documents::of(workspace);
    let mut begun = begin(storage, workspace, settings, &format!("purge {key}"), &report.started)?;
    let last = begun.last(storage, workspace, settings, &documents)?;
    let Begun { hold, mut ledger, remarks, damage } = begun;
    let generations = &hold.generations;
    let catalogue = whole(generations, last.catalogue, last.index_lost, &damage)?;
    report.remarks = remarks;
    let corrections = Corrections::load(&workspace.file(corrections::FILE))?;
    let work = Work::of(&hold, storage, workspace, settings, &corrections, observer);
    if let Some(number) = generations.state()?.generation {
        outputs::write(&work, &mut ledger, &catalogue, number, &mut report)?;
    }
    let erased = finish(&work, &mut ledger, &documents, catalogue, key, reason, &mut report)?;
    let (still_named, not_searched) = what_is_left(workspace, key);
    Ok(Purged { erased, still_named, not_searched, remarks: report.remarks })
}

/// The catalogue to erase from; empty before the first generation. An index that is damaged is built anew first: what it holds
/// cannot be told, and all else would be lost with the report.
fn whole(
    generations: &Generations,
    catalogue: Option<Catalogue>,
    is_lost: bool,
    damage: &[String],
) -> Result<Catalogue, RunError> {
    let is_there = generations.state()?.generation.is_some();
    match catalogue {
        Some(catalogue) if !is_lost || damage.is_empty() => Ok(catalogue),
        None if !is_there => Ok(Catalogue::default()),
        _ => Err(RunError::damaged(format!("nothing was erased: {}", damage.join("; ")))
            .hint("Build the index anew first: minutebook run. Then erase the report.")),
    }
}

/// The erasure itself, for a workspace in hand; also finishes one that was cut short. `catalogue` is the current one.
///
/// # Errors
/// As [`purge`].
pub fn finish(
    work: &Work<'_>,
    ledger: &mut Ledger,
    documents: &Documents,
    catalogue: Catalogue,
    key: &str,
    reason: Option<&str>,
    report: &mut RunReport,
) -> Result<Erased, RunError> {
    let mut eraser = Hands { work, documents, catalogue, report };
    let erased = erase(work.generations, work.lock, ledger, key, reason, &mut eraser)?;
    // Earlier copies of the ledger hold its words; one that does not takes their place.
    let folder = work.workspace.root().join(&work.settings.ledger.copies);
    for copy in backup::copies(&folder)? {
        work.storage.remove(copy)?;
    }
    super::ledger_end::conclude(work, ledger, report)?;
    Ok(erased)
}

struct Hands<'a> {
    work: &'a Work<'a>,
    documents: &'a Documents,
    catalogue: Catalogue,
    report: &'a mut RunReport,
}

impl Eraser for Hands<'_> {
    fn take_out(&mut self, ledger: &Ledger, building: &Building, key: &str) -> Result<(), RunError> {
        self.catalogue.schema = catalogue::SCHEMA.to_owned();
        self.catalogue.reports.retain(|report| report.key != key);
        let storage = self.work.storage;
        let mut writer = match building.from {
            Some(_) => {
                let mut writer = Writer::open_on(storage, &building.index())?;
                writer.erase(key);
                writer
            }
            None => {
                let mut writer = Writer::create_on(storage, &building.index())?;
                let kept = std::mem::take(&mut self.catalogue.reports);
                let (kept, lost) =
                    cached::index_from_cache(&mut writer, ledger, self.documents, &kept, &|| self.work.is_stopped())?;
                self.catalogue.reports = kept;
                self.report.remarks.extend(lost);
                writer
            }
        };
        writer.commit()?;
        drop(writer);
        let bytes = serde_json::to_vec(&self.catalogue)
            .map_err(|error| RunError::internal("cannot write the catalogue as JSON").because(error))?;
        storage.write_atomic(building.dir.join(catalogue::FILE), &bytes)?;
        threading::write(self.work, self.documents, &self.catalogue, &building.dir)
    }

    fn forget_documents(&mut self) -> Result<(), RunError> {
        sweep(self.work, self.documents, self.report)
    }

    fn rewrite_outputs(&mut self, ledger: &mut Ledger, generation: u64) -> Result<(), RunError> {
        let (storage, outputs) = (self.work.storage, self.work.workspace.outputs());
        let marked = OutputsMark::read(&outputs).map(|mark| mark.files.into_keys().collect()).unwrap_or_default();
        let marked: Vec<String> = marked;
        let ours = marked.iter().map(String::as_str).chain(OUR_FILES).chain(OUR_FOLDERS).chain(OWN_FOLDERS);
        for name in ours {
            storage.remove(outputs.join(name))?;
        }
        outputs::write(self.work, ledger, &self.catalogue, generation, self.report)
    }
}

/// Files that are not ours: those that name the key, and those that cannot be searched.
fn what_is_left(workspace: &Workspace, key: &str) -> (Vec<String>, Vec<String>) {
    let ours = OutputsMark::read(&workspace.outputs()).map(|mark| mark.files).unwrap_or_default();
    let mut files = Vec::new();
    collect(&workspace.outputs(), &mut files);
    files.retain(|path| {
        let name = path.strip_prefix(workspace.outputs()).unwrap_or(path).to_string_lossy().replace('\\', "/");
        !ours.contains_key(&name) && !OUR_FILES.contains(&name.as_str())
    });
    let beside = std::fs::read_dir(workspace.root()).into_iter().flatten().flatten().map(|entry| entry.path());
    files.extend(beside.filter(|path| path.is_file()));
    files.push(workspace.manifest());
    let (mut named, mut not_searched) = (Vec::new(), Vec::new());
    for path in files {
        let shown = path.strip_prefix(workspace.root()).unwrap_or(&path).display().to_string();
        match names(&path, key) {
            Some(true) => named.push(shown),
            Some(false) => {}
            None => not_searched.push(shown),
        }
    }
    named.sort();
    not_searched.sort();
    (named, not_searched)
}

/// Whether a text file names the key; `None` where it is no text.
fn names(path: &Path, key: &str) -> Option<bool> {
    let Ok(found) = std::fs::metadata(path) else { return Some(false) };
    if found.len() > LARGEST_SEARCHED_BYTES {
        return None;
    }
    let text = String::from_utf8(std::fs::read(path).ok()?).ok().filter(|text| !text.contains('\0'))?;
    Some(text.contains(key))
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&entry.path(), files),
            Ok(_) => files.push(entry.path()),
            Err(_) => {}
        }
    }
}
