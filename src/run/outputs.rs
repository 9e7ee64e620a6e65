//! What people use: tracker, views by kind and category, the index page, and the report of the run.
//!
//! Outputs carry the generation that they were written from; they are written again where that is behind.

use super::build;
use super::catalogue::Catalogue;
use super::documents::Documents;
use super::report::RunReport;
use super::shares;
use super::threading;
use super::untold;
use super::work::Work;
use crate::error::RunError;
use crate::export::{self, Titles};
use crate::model::{Assessments, TrackerRow};
use crate::settings::Settings;
use crate::store::ledger::extent;
use crate::store::{Ledger, OutputsMark, Storage, access};
use crate::tag::Taxonomy;
use crate::text::digest;
use crate::tracker::assessments;
use crate::tracker::{self, Corrections, Occasion, Refresh, Refreshed};
use crate::workspace::Workspace;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;

/// Version of the form of the outputs: raise it when they are to be written anew although the index is the same.
const BASIS: &str = concat!(env!("CARGO_PKG_VERSION"), "/3");

/// Reads back the trackers in `outputs/` and the files that people sent in, and writes all outputs of `generation`.
///
/// # Errors
/// The disk refuses, a file cannot be opened, or a stored document is lost.
pub fn sync(
    round: &Round<'_>,
    ledger: &mut Ledger,
    catalogue: &Catalogue,
    generation: u64,
    files: &[PathBuf],
    report: &mut RunReport,
) -> Result<Refreshed, RunError> {
    let outputs = round.workspace.outputs();
    let assessed = assessed(round.workspace)?;
    let assessments = assessments(assessed.as_deref(), report);
    let documents = Documents::of(round.workspace);
    let damaged = AtomicUsize::new(0);
    let book = threading::read(&build::generations(round.storage, round.workspace, round.settings).dir(generation))?;
    let threads = book.threads_of_items();
    let marks = threads_marks(&threads);
    // A share follows from the document and from the threads of its items.
    let listed: Vec<(String, String)> = catalogue
        .reports
        .iter()
        .map(|report| {
            (
                report.key.clone(),
                format!("{} {}", report.document, marks.get(report.key.as_str()).map_or("", String::as_str)),
            )
        })
        .collect();
    let refresh = Refresh {
        storage: round.storage,
        outputs: &outputs,
        caches: &shares::folder(round.workspace),
        damaged: &damaged,
        occasion: &Occasion { run: generation, day: ledger.today().to_owned(), upgraded: report.upgraded.clone() },
        generation,
        reports: &listed,
        rows: &|name| {
            let document = name.split(' ').next().unwrap_or(name);
            let mut rows = export::rows([&documents.load(document)?], |_| None);
            for row in &mut rows {
                row.thread = threads.get(row.id.as_str()).map(|thread| (*thread).to_owned());
            }
            Ok(rows)
        },
        settings: &round.settings.tracker,
        titles: &Titles::of_taxonomy(&Taxonomy::load(Some(&round.workspace.rules()))?),
        corpus: Some("../corpus/"),
        assessments: assessments.as_ref(),
        corrections: &super::corrections::reported(round.corrections, catalogue),
        also: files,
    };
    let refreshed = tracker::refresh(ledger, &refresh)?;
    if let damaged @ 1.. = damaged.into_inner() {
        report.needs_a_look.push(shares::remade(damaged));
    }
    tell(&refreshed, report);
    report.try_next = try_next(refreshed.first.as_ref());
    let mut basis = basis(round.settings, assessed.as_deref());
    if refreshed.is_left_open {
        // The next run writes the outputs anew though nothing else has changed.
        basis.push_str("/open");
    }
    OutputsMark::write(round.storage, &outputs, generation, &basis, refreshed.written.clone())?;
    ledger.extent()?.write(round.storage, &outputs.join(extent::IN_OUTPUTS))?;
    Ok(refreshed)
}

/// A mark of the threads that the items of each report are in, by report; none where they are in none.
fn threads_marks<'a>(threads: &FxHashMap<&'a str, &'a str>) -> FxHashMap<&'a str, String> {
    let mut by_report: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (id, thread) in threads {
        by_report.entry(id.split('#').next().unwrap_or(id)).or_default().push((id, thread));
    }
    let mark = |mut here: Vec<(&str, &str)>| {
        here.sort_unstable();
        let mut hash = Sha256::new();
        for (id, thread) in here {
            hash.update(format!("{id} {thread}\n"));
        }
        digest::hex(hash.finalize().get(..8).unwrap_or_default())
    };
    by_report.into_iter().map(|(report, here)| (report, mark(here))).collect()
}

/// What a round of the outputs needs besides the ledger. Whoever starts one holds the [`crate::store::RunLock`].
#[derive(Debug, Clone, Copy)]
pub struct Round<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The door to the disk.
    pub storage: &'a Storage,
    /// The settings.
    pub settings: &'a Settings,
    /// What people correct.
    pub corrections: &'a Corrections,
}

/// Writes all outputs of `generation`, unless they were written from it already and nothing that they depend on has changed.
///
/// # Errors
/// The disk refuses, or a stored document is lost.
pub fn write(
    work: &Work<'_>,
    ledger: &mut Ledger,
    catalogue: &Catalogue,
    generation: u64,
    report: &mut RunReport,
) -> Result<(), RunError> {
    let assessed = assessed(work.workspace)?;
    let outputs = work.workspace.outputs();
    let is_known = ledger.holds_what_is_named_in(&outputs.join(extent::IN_OUTPUTS))?;
    if is_known && is_current(&outputs, generation, &basis(work.settings, assessed.as_deref())) {
        return Ok(());
    }
    let Work { workspace, settings, corrections, .. } = *work;
    let storage = &work.until_stopped();
    let round = Round { workspace, storage, settings, corrections };
    work.go_on()?;
    sync(&round, ledger, catalogue, generation, &[], report).map(|_| ())
}

/// Whether every output was written from this generation and nobody has edited one since.
fn is_current(outputs: &Path, generation: u64, basis: &str) -> bool {
    let Some(mark) = OutputsMark::read(outputs) else { return false };
    mark.generation == generation
        && mark.basis == basis
        && mark.files.keys().all(|file| mark.is_as_written(outputs, file))
}

/// Fingerprint of all that outputs depend on besides the generation: the program, the settings, what assessors wrote.
fn basis(settings: &Settings, assessed: Option<&[u8]>) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{:?}", settings.tracker));
    hash.update(assessed.unwrap_or_default());
    let digest = digest::hex(hash.finalize().get(..8).unwrap_or_default());
    format!("{BASIS}/{digest}")
}

/// The bytes of `assessments.csv`, where there is one. One that cannot be opened stops the run: to go on without it would take
/// away what assessors wrote.
fn assessed(workspace: &Workspace) -> Result<Option<Vec<u8>>, RunError> {
    let path = workspace.file(assessments::FILE);
    match crate::access::read_regular(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(access::unreadable(&path, error)),
    }
}

/// What assessors think, by `assessments.csv`; `None`, with a line in the report, where it cannot be read.
fn assessments(bytes: Option<&[u8]>, report: &mut RunReport) -> Option<Assessments> {
    let Some(bytes) = bytes else { return Some(Assessments::default()) };
    match Assessments::read(bytes, assessments::FILE) {
        Ok(all) => Some(all),
        Err(why) => {
            report.needs_a_look.push(format!("{why} The sheets in outputs/assessments stay as they were."));
            None
        }
    }
}

/// Takes what the merge has to say into the report.
fn tell(refreshed: &Refreshed, report: &mut RunReport) {
    let merged = &refreshed.merged;
    report.conflicts = merged.new_conflicts.len() as u64;
    if refreshed.orphaned_assessments > 0 {
        report.remarks.push(format!(
            "{} assessments are of items that no report holds now; they stay in assessments.csv",
            refreshed.orphaned_assessments
        ));
    }
    report.remarks.extend(merged.notes.iter().cloned());
    if merged.counts.reworded > 0 {
        report.remarks.push(format!(
            "{} items have a word or two changed in their reports: what people wrote of them stands with the new words (flag \
             reworded). Look, or take it back: minutebook tracker confirm",
            merged.counts.reworded
        ));
    }
    if merged.counts.edits > 0 {
        report.remarks.push(format!("{} cells that people edited in the tracker were taken over", merged.counts.edits));
    }
    report
        .remarks
        .extend(refreshed.kept.iter().map(|path| format!("a copy of the edited tracker is kept: outputs/{path}")));
    report.remarks.extend(refreshed.edited_views.iter().map(|(view, copy)| {
        let next = if view.starts_with("assessments") {
            format!(": minutebook tracker assess outputs/{copy}")
        } else {
            String::new()
        };
        format!("outputs/{view} was edited; it is a view and not read back. Your copy is outputs/{copy}{next}")
    }));
    for (unreadable, place) in &refreshed.set_aside {
        let place = place.as_ref().map(|place| format!("; it is now outputs/{place}")).unwrap_or_default();
        report.needs_a_look.push(format!("{unreadable}{place}"));
    }
}

/// Commands that show something in this very workspace: a search for the words of an item, and the item itself.
fn try_next(row: Option<&TrackerRow>) -> Vec<String> {
    let Some(row) = row else { return Vec::new() };
    let kind = row.kind.name();
    let block = row.id.split('~').next().unwrap_or(&row.id);
    vec![
        format!("minutebook search 'kind:{kind}' --sort newest"),
        format!("minutebook show '{block}'"),
        "open outputs/tracker.xlsx, edit status and owner, save, and run again".to_owned(),
    ]
}

/// Writes the run report as JSON and Markdown, and keeps the last ones.
///
/// # Errors
/// The disk refuses.
pub fn write_report(
    storage: &Storage,
    workspace: &Workspace,
    settings: &Settings,
    report: &RunReport,
) -> Result<(), RunError> {
    let outputs = workspace.outputs();
    let json = serde_json::to_vec_pretty(report)
        .map_err(|error| RunError::internal("cannot write the run report as JSON").because(error))?;
    storage.write_atomic(outputs.join(untold::REPORT), &json)?;
    storage.write_atomic(outputs.join("run-report.md"), report.to_markdown().as_bytes())?;
    let kept = outputs.join("run-reports");
    let name = report.started.replace(':', "");
    storage.write_atomic(kept.join(format!("{name}.json")), &json)?;
    keep_last(storage, &kept, settings.run.keep_reports)
}

/// Removes all but the last reports; their names are their times.
fn keep_last(storage: &Storage, folder: &Path, count: usize) -> Result<(), RunError> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    let mut reports: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    reports.sort();
    let surplus = reports.len().saturating_sub(count.max(1));
    for path in reports.into_iter().take(surplus) {
        storage.remove(path)?;
    }
    Ok(())
}
