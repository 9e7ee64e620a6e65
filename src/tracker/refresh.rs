//! The whole round of a tracker: read back what people edited, merge, write down what happened, keep copies, write the
//! standard set. The order is what makes it safe: the ledger has every edit before any file is replaced.

use super::account;
use super::assessments::Assessments;
use super::corrections::Reported;
use super::merge::{Merged, Occasion, merge};
use super::read::read;
use super::sheet::{Sheet, Unreadable};
use crate::error::RunError;
use crate::export::TrackerRow;
use crate::export::standard_set::{ASSESSMENTS, OWN_FOLDERS, StandardSet, TRACKER_CSV, TRACKER_XLSX, standard_set};
use crate::store::outputs::sha256_of;
use crate::store::{Ledger, OutputsMark, Storage};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};

/// `[tracker]` in `minutebook.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TrackerSettings {
    /// How many copies of edited trackers stay in `outputs/kept/`; the oldest go first.
    pub keep_copies: usize,
    /// The heading of workbook, calendar and page.
    pub title: String,
}

impl Default for TrackerSettings {
    fn default() -> Self {
        Self { keep_copies: 60, title: "Decisions, actions and recommendations".to_owned() }
    }
}

/// Where and when.
#[derive(Debug, Clone)]
pub struct Refresh<'a> {
    /// All writes go through it.
    pub storage: &'a Storage,
    /// `outputs/`.
    pub outputs: &'a Path,
    /// The run.
    pub occasion: Occasion,
    /// The generation that the rows come from.
    pub generation: u64,
    /// `[tracker]`.
    pub settings: &'a TrackerSettings,
    /// Where the corpus is, seen from `outputs/`, with `/` at its end.
    pub corpus: Option<&'a str>,
    /// What assessors think; `None` where their file cannot be read.
    pub assessments: Option<&'a Assessments>,
    /// What became of each line of `overrides.csv`.
    pub corrections: &'a [Reported],
    /// More edited files to take over: what people sent in.
    pub also: &'a [PathBuf],
}

/// What happened.
#[derive(Debug, Clone, Default)]
pub struct Refreshed {
    /// The merge.
    pub merged: Merged,
    /// Conflicts that are open, those known before included.
    pub open_conflicts: usize,
    /// Files written, below `outputs/`.
    pub written: Vec<String>,
    /// Copies of edited files, below `outputs/`.
    pub kept: Vec<String>,
    /// Views that somebody edited although nothing reads them back, and where below `outputs/` a copy of each is.
    pub edited_views: Vec<(String, String)>,
    /// Files that could not be read, and where below `outputs/` they are now; `None` for files that people sent in, which
    /// stay where they are.
    pub set_aside: Vec<(Unreadable, Option<String>)>,
}

/// Copies of edited trackers.
const KEPT: &str = "kept";
/// Trackers that could not be read.
const SET_ASIDE: &str = "set-aside";

/// How often a tracker that is saved while it is being merged is read again before the run gives up.
const SAVED_MEANWHILE: usize = 5;

/// Takes over people's edits and writes the standard set. `fresh` are all items that the sources hold now, in reading order.
///
/// # Errors
/// Ledger or outputs refuse, or a tracker is saved again and again while it is being merged. A tracker that cannot be read
/// is no error: it is set aside.
pub fn refresh(ledger: &mut Ledger, with: &Refresh<'_>, fresh: &[TrackerRow]) -> Result<Refreshed, RunError> {
    let mut history = account::load(ledger)?;
    let mut refreshed = Refreshed::default();
    for _ in 0..SAVED_MEANWHILE {
        let files = Files::read(with)?;
        let sheets: Vec<Sheet> = files.readable().cloned().collect();
        let merged = merge(&mut history, &with.occasion, fresh.to_vec(), &sheets);
        account::append(ledger, with.occasion.run, &merged.events)?;
        files.keep(with, &merged, &mut refreshed)?;
        absorb(&mut refreshed.merged, merged);
        if !files.are_unchanged()? {
            continue;
        }
        files.set_aside(with, &refreshed.merged.refused, &mut refreshed.set_aside)?;
        let set = StandardSet {
            table: &refreshed.merged.table,
            assessments: with.assessments,
            corrections: with.corrections,
            history: &history,
            title: &with.settings.title,
            generation: with.generation,
            day: &with.occasion.day,
            corpus: with.corpus,
        };
        refreshed.edited_views = keep_edited_views(with)?;
        refreshed.written = write(with, set)?;
        refreshed.open_conflicts = history.conflicts().len();
        prune(with)?;
        return Ok(refreshed);
    }
    Err(RunError::new("the tracker is being saved again and again while it is merged")
        .hint("Close outputs/tracker.csv and outputs/tracker.xlsx in your spreadsheet program, then run again."))
}

/// A second merge of the same run adds to the first.
fn absorb(all: &mut Merged, next: Merged) {
    let first = all.counts;
    let mut next = next;
    if !all.events.is_empty() {
        next.counts.new += first.new;
        next.counts.changed += first.changed;
        next.counts.withdrawn += first.withdrawn;
        next.counts.returned += first.returned;
        next.counts.edits += first.edits;
    }
    all.events.append(&mut next.events);
    all.new_conflicts.append(&mut next.new_conflicts);
    all.edited_files.append(&mut next.edited_files);
    all.edited_files.dedup();
    all.table = next.table;
    all.refused = next.refused;
    all.notes = next.notes;
    all.counts = next.counts;
}

fn write(with: &Refresh<'_>, set: StandardSet<'_>) -> Result<Vec<String>, RunError> {
    let mut written = Vec::new();
    for output in standard_set(set) {
        with.storage.write_atomic_with(with.outputs.join(&output.path), |out| output.fill(out))?;
        written.push(output.path);
    }
    let stays = |folder: &str| folder == ASSESSMENTS && with.assessments.is_none();
    for folder in OWN_FOLDERS.into_iter().filter(|folder| !stays(folder)) {
        for path in listed(&with.outputs.join(folder))? {
            let name = path.file_name().map(|name| format!("{folder}/{}", name.to_string_lossy())).unwrap_or_default();
            if name.ends_with(".csv") && !written.contains(&name) {
                with.storage.remove(&path)?;
            }
        }
    }
    Ok(written)
}

/// Keeps a copy of every view that is not as the run before wrote it: it is about to be replaced.
fn keep_edited_views(with: &Refresh<'_>) -> Result<Vec<(String, String)>, RunError> {
    let mut kept = Vec::new();
    let Some(mark) = OutputsMark::read(with.outputs) else { return Ok(kept) };
    for (name, sum) in &mark.files {
        let path = with.outputs.join(name);
        if [TRACKER_CSV, TRACKER_XLSX].contains(&name.as_str()) || !path.is_file() || sha256_of(&path)? == *sum {
            continue;
        }
        let bytes = std::fs::read(&path)
            .map_err(|error| RunError::new(format!("cannot read {}", path.display())).because(error))?;
        let copy = beside(KEPT, &with.occasion.day, &path, &Sha256::digest(&bytes));
        with.storage.write_atomic(with.outputs.join(&copy), &bytes)?;
        kept.push((name.clone(), copy));
    }
    Ok(kept)
}

/// The edited files of one round.
struct Files {
    files: Vec<File>,
}

struct File {
    path: PathBuf,
    name: String,
    /// Whether it is one of the two that a run replaces.
    ours: bool,
    sum: [u8; 32],
    bytes: Vec<u8>,
    sheet: Result<Sheet, Unreadable>,
}

impl Files {
    fn read(with: &Refresh<'_>) -> Result<Self, RunError> {
        let ours = [TRACKER_CSV, TRACKER_XLSX].map(|name| (with.outputs.join(name), format!("outputs/{name}"), true));
        let also = with.also.iter().map(|path| (path.clone(), path.display().to_string(), false));
        let mut files = Vec::new();
        for (path, name, ours) in ours.into_iter().chain(also) {
            let bytes = match std::fs::read(&path) {
                Ok(bytes) => bytes,
                Err(error) if ours && error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => {
                    return Err(RunError::new(format!("cannot read {name}")).because(error).hint(
                        "Is it open in a program that locks it? Close it there and run again; nothing was changed.",
                    ));
                }
            };
            let (sum, sheet) = (Sha256::digest(&bytes).into(), read(&bytes, &name));
            files.push(File { path, name, ours, sum, bytes, sheet });
        }
        Ok(Self { files })
    }

    fn readable(&self) -> impl Iterator<Item = &Sheet> {
        self.files.iter().filter_map(|file| file.sheet.as_ref().ok())
    }

    /// Whether the two files that are about to be replaced are still those that were read.
    fn are_unchanged(&self) -> Result<bool, RunError> {
        for file in self.files.iter().filter(|file| file.ours) {
            match std::fs::read(&file.path) {
                Ok(now) if <[u8; 32]>::from(Sha256::digest(&now)) == file.sum => {}
                Ok(_) => return Ok(false),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(RunError::new(format!("cannot read {}", file.name)).because(error)),
            }
        }
        Ok(true)
    }

    /// Keeps a copy of every file that brought something of people's.
    fn keep(&self, with: &Refresh<'_>, merged: &Merged, refreshed: &mut Refreshed) -> Result<(), RunError> {
        let conflicting = |name: &str| merged.new_conflicts.iter().any(|conflict| conflict.file == name);
        for file in &self.files {
            if merged.edited_files.contains(&file.name) || conflicting(&file.name) {
                let kept = file.beside(KEPT, &with.occasion.day);
                with.storage.write_atomic(with.outputs.join(&kept), &file.bytes)?;
                if !refreshed.kept.contains(&kept) {
                    refreshed.kept.push(kept);
                }
            }
        }
        Ok(())
    }

    /// Moves away what could not be read, so that it is never overwritten.
    fn set_aside(
        &self,
        with: &Refresh<'_>,
        refused: &[Unreadable],
        moved: &mut Vec<(Unreadable, Option<String>)>,
    ) -> Result<(), RunError> {
        for file in &self.files {
            let why = file.sheet.as_ref().err().or_else(|| refused.iter().find(|refused| refused.name == file.name));
            let Some(why) = why else { continue };
            let place = file.ours.then(|| file.beside(SET_ASIDE, &with.occasion.day));
            if let Some(place) = &place {
                with.storage.write_atomic(with.outputs.join(place), &file.bytes)?;
            }
            moved.push((why.clone(), place));
        }
        Ok(())
    }
}

impl File {
    /// A name in a folder of `outputs/`: day, name, and enough of the content's hash to tell two copies of one day apart.
    fn beside(&self, folder: &str, day: &str) -> String {
        beside(folder, day, &self.path, &self.sum)
    }
}

fn beside(folder: &str, day: &str, path: &Path, sum: &[u8]) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let extension = path.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
    let sum = super::history::base_32(sum, 8);
    format!("{folder}/{day}-{stem}-{sum}{extension}")
}

/// Removes the oldest copies beyond the setting: names begin with the day.
fn prune(with: &Refresh<'_>) -> Result<(), RunError> {
    let mut kept = listed(&with.outputs.join(KEPT))?;
    kept.sort();
    let surplus = kept.len().saturating_sub(with.settings.keep_copies);
    for path in kept.into_iter().take(surplus) {
        with.storage.remove(path)?;
    }
    Ok(())
}

/// The files of a folder; none where it is absent.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, RunError> {
    let cannot = |error: io::Error| RunError::new(format!("cannot list {}", folder.display())).because(error);
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(cannot(error)),
    };
    entries.map(|entry| entry.map(|entry| entry.path()).map_err(cannot)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;

    struct Place {
        dir: tempfile::TempDir,
        ledger: Ledger,
        settings: TrackerSettings,
        assessments: Assessments,
        run: u64,
    }

    impl Place {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let storage = Storage::at(dir.path());
            let ledger = Ledger::open(&storage, &dir.path().join("indexes/ledger")).unwrap();
            Self { dir, ledger, settings: TrackerSettings::default(), assessments: Assessments::default(), run: 0 }
        }

        fn refresh(&mut self, rows: &[TrackerRow], also: &[PathBuf]) -> Refreshed {
            self.run += 1;
            let storage = Storage::at(self.dir.path());
            let outputs = self.dir.path().join("outputs");
            let with = Refresh {
                storage: &storage,
                outputs: &outputs,
                occasion: Occasion { run: self.run, day: format!("2026-11-{:02}", self.run) },
                generation: self.run,
                settings: &self.settings,
                corpus: Some("../corpus/"),
                assessments: Some(&self.assessments),
                corrections: &[],
                also,
            };
            refresh(&mut self.ledger, &with, rows).unwrap()
        }

        fn path(&self, name: &str) -> PathBuf {
            self.dir.path().join("outputs").join(name)
        }

        fn text(&self, name: &str) -> String {
            String::from_utf8(std::fs::read(self.path(name)).unwrap()).unwrap()
        }

        fn edit(&self, name: &str, from: &str, to: &str) {
            let text = self.text(name);
            assert!(text.contains(from), "{from:?} is not in {text}");
            std::fs::write(self.path(name), text.replacen(from, to, 1)).unwrap();
        }
    }

    fn rows() -> Vec<TrackerRow> {
        vec![row("k#1~aaaaaaaa.d"), row("k#2~bbbbbbbb.d")]
    }

    /// The end of the first row: `rev` and four empty human cells.
    const EMPTY: &str = ",,,,\r\n";

    #[test]
    fn an_edit_in_the_csv_reaches_the_workbook_and_survives_a_new_ledger_reader() {
        let mut place = Place::new();
        let first = place.refresh(&rows(), &[]);
        assert_eq!((first.merged.counts.new, first.kept.len()), (2, 0));
        place.edit("tracker.csv", EMPTY, ",done,Ana,,see annex\r\n");
        let second = place.refresh(&rows(), &[]);
        assert_eq!(second.merged.counts.edits, 3);
        assert_eq!(second.kept.len(), 1);
        assert!(place.path(&second.kept[0]).exists());
        let book = read(&std::fs::read(place.path("tracker.xlsx")).unwrap(), "x").unwrap();
        assert!(book.rows.iter().any(|row| row.contains(&Some("see annex".to_owned()))));
        let storage = Storage::at(place.dir.path());
        place.ledger = Ledger::open(&storage, &place.dir.path().join("indexes/ledger")).unwrap();
        let third = place.refresh(&rows(), &[]);
        assert_eq!(third.merged.counts, super::super::Counts::default());
        assert!(place.text("tracker.csv").contains(",done,Ana,,see annex\r\n"));
    }

    #[test]
    fn a_tracker_that_cannot_be_read_is_set_aside_with_its_bytes() {
        let mut place = Place::new();
        place.refresh(&rows(), &[]);
        place.edit("tracker.csv", EMPTY, ",done,,,\r\n");
        place.refresh(&rows(), &[]);
        std::fs::write(place.path("tracker.csv"), "my words\n").unwrap();
        let refreshed = place.refresh(&rows(), &[]);
        let (why, aside) = &refreshed.set_aside[0];
        assert!(why.to_string().starts_with("outputs/tracker.csv: "));
        assert_eq!(place.text(aside.as_ref().unwrap()), "my words\n");
        assert!(place.text("tracker.csv").contains(",done,,,\r\n"));
    }

    #[test]
    fn a_view_that_somebody_edited_is_kept_before_it_is_replaced() {
        let mut place = Place::new();
        let first = place.refresh(&rows(), &[]);
        let storage = Storage::at(place.dir.path());
        OutputsMark::write(&storage, &place.dir.path().join("outputs"), 1, "", first.written).unwrap();
        place.edit("items.csv", "Spring Meeting", "my own words");
        let second = place.refresh(&rows(), &[]);
        let (name, copy) = &second.edited_views[0];
        assert_eq!((name.as_str(), second.edited_views.len()), ("items.csv", 1));
        assert!(place.text(copy).contains("my own words") && !place.text("items.csv").contains("my own words"));
    }

    #[test]
    fn a_copy_that_two_people_edited_is_listed_with_both_values() {
        let mut place = Place::new();
        place.refresh(&rows(), &[]);
        let old = place.dir.path().join("from-ana.csv");
        std::fs::copy(place.path("tracker.csv"), &old).unwrap();
        place.edit("tracker.csv", EMPTY, ",done,,,\r\n");
        place.refresh(&rows(), &[]);
        let text = std::fs::read_to_string(&old).unwrap();
        std::fs::write(&old, text.replacen(EMPTY, ",dropped,,,\r\n", 1)).unwrap();
        let refreshed = place.refresh(&rows(), std::slice::from_ref(&old));
        assert_eq!(refreshed.merged.new_conflicts.len(), 1);
        assert!(place.text("conflicts.csv").contains(",status,done,dropped,"));
        let again = place.refresh(&rows(), &[old]);
        assert_eq!((again.merged.new_conflicts.len(), again.open_conflicts), (0, 1));
    }

    #[test]
    fn copies_beyond_the_setting_go_oldest_first() {
        let mut place = Place::new();
        place.settings.keep_copies = 1;
        place.refresh(&rows(), &[]);
        place.edit("tracker.csv", EMPTY, ",one,,,\r\n");
        let first = place.refresh(&rows(), &[]).kept;
        place.edit("tracker.csv", ",one,,,", ",two,,,");
        let second = place.refresh(&rows(), &[]).kept;
        assert!(!place.path(&first[0]).exists());
        assert!(place.path(&second[0]).exists());
    }

    #[test]
    fn a_category_that_is_gone_leaves_no_file() {
        let mut place = Place::new();
        place.refresh(&rows(), &[]);
        assert!(place.path("categories/outcomes.csv").exists());
        let mut moved = rows();
        moved.iter_mut().for_each(|row| row.category = Some("funding".to_owned()));
        place.refresh(&moved, &[]);
        assert!(!place.path("categories/outcomes.csv").exists());
    }
}
