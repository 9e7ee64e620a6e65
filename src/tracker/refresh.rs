//! The whole round of a tracker: read back what people edited, merge, write down what happened, keep copies, write the
//! standard set. The order is what makes it safe: the ledger has every edit before any file is replaced, and files are
//! replaced only while they are still what was read.

use super::caches::Caches;
use super::edited::{Common, edits};
use super::files::{Files, keep_edited_views, prune};
use super::open_elsewhere::OpenElsewhere;
use super::round::Refresh;
use super::sheet::Unreadable;
use super::work::Merged;
use super::writing::prepare;
use crate::error::{ErrorKind, RunError};
use crate::export::standard_set::TRACKER_XLSX;
use crate::model::TrackerRow;
use crate::store::{Ledger, Written};
use std::collections::BTreeMap;

/// What happened.
#[derive(Debug, Clone, Default)]
pub struct Refreshed {
    /// The merge, without its table.
    pub merged: Merged,
    /// Rows of the tracker.
    pub rows: usize,
    /// The first item that is of substance.
    pub first: Option<TrackerRow>,
    /// Assessments of items that no source holds now.
    pub orphaned_assessments: usize,
    /// Conflicts that are open, those known before included.
    pub open_conflicts: usize,
    /// The files of the set, below `outputs/`, as they were written by this run or, where they came out the same, before.
    pub written: BTreeMap<String, Written>,
    /// Copies of edited files, below `outputs/`.
    pub kept: Vec<String>,
    /// Whether a tracker is open in a spreadsheet program and was left as it is.
    pub is_left_open: bool,
    /// Views that somebody edited although nothing reads them back, and where below `outputs/` a copy of each is.
    pub edited_views: Vec<(String, String)>,
    /// Files that could not be read, and where below `outputs/` they are now; `None` for files that people sent in, which
    /// stay where they are.
    pub set_aside: Vec<(Unreadable, Option<String>)>,
}

/// How often a tracker that is saved while it is being merged is read again before the run gives up.
const SAVED_MEANWHILE: usize = 5;

/// Takes over people's edits and writes the standard set.
///
/// # Errors
/// Ledger or outputs refuse, or a tracker is saved again and again while it is being merged. A tracker that cannot be read
/// is no error: it is set aside.
pub fn refresh(ledger: &mut Ledger, with: &Refresh<'_>) -> Result<Refreshed, RunError> {
    let mut refreshed = Refreshed::default();
    for _ in 0..SAVED_MEANWHILE {
        let (files, known) = Files::read(with, ledger)?;
        if let Some(known) = &known {
            let merged = edits(ledger, with, known, files.sheets())?;
            keep_new(&mut refreshed.kept, files.keep(with, &merged)?);
            absorb(&mut refreshed.merged, merged);
        }
        drop(known);
        let common = Common::bring(ledger, with)?;
        let caches = Caches::bring(ledger, with, &common)?;
        refreshed.merged.counts.add(caches.counts);
        refreshed.merged.counts.own = common.own.len();
        ledger.sync()?;
        let prepared = prepare(ledger, with, &common, &caches, files.can_be_revised(TRACKER_XLSX))?;
        // As late as can be: whoever saves a tracker from here on has it replaced in the same moment.
        if !files.are_unchanged()? {
            continue;
        }
        refreshed.set_aside = files.set_aside(with, &refreshed.merged.refused)?;
        refreshed.edited_views = keep_edited_views(with)?;
        let assessed = with.assessments.iter().flat_map(|all| all.lines());
        refreshed.orphaned_assessments = assessed.filter(|line| !prepared.seen.holds(&line.id)).count();
        refreshed.rows = prepared.seen.rows;
        refreshed.first.clone_from(&prepared.seen.first);
        refreshed.merged.notes.extend(prepared.seen.notes.iter().cloned());
        refreshed.open_conflicts = prepared.seen.conflicts();
        let open = OpenElsewhere::look(with.outputs);
        refreshed.is_left_open = !open.is_empty();
        refreshed.merged.notes.extend(open.told());
        refreshed.written = prepared.commit(with, &open)?;
        caches.sweep(with)?;
        prune(with)?;
        return Ok(refreshed);
    }
    Err(RunError::of(ErrorKind::Busy, "the tracker is being saved again and again while it is merged")
        .hint("Close outputs/tracker.csv and outputs/tracker.xlsx in your spreadsheet program, then run again."))
}

/// A second merge of the same run adds to the first.
fn absorb(all: &mut Merged, mut next: Merged) {
    all.counts.add(next.counts);
    all.events.append(&mut next.events);
    all.new_conflicts.append(&mut next.new_conflicts);
    all.edited_files.append(&mut next.edited_files);
    all.edited_files.dedup();
    all.refused = next.refused;
    all.notes = next.notes;
}

fn keep_new(all: &mut Vec<String>, kept: Vec<String>) {
    for path in kept {
        if !all.contains(&path) {
            all.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Titles;
    use crate::export::sample::row;
    use crate::model::Assessments;
    use crate::settings::TrackerSettings;
    use crate::store::OutputsMark;
    use crate::store::Storage;
    use crate::tracker::Occasion;
    use crate::tracker::read;
    use std::path::PathBuf;
    use std::sync::atomic::AtomicUsize;

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
            let reports: Vec<(String, String)> = if rows.is_empty() {
                Vec::new()
            } else {
                vec![("k".to_owned(), format!("{:x}", super::super::sheet::hash_of(&format!("{rows:?}"))))]
            };
            let with = Refresh {
                storage: &storage,
                outputs: &outputs,
                caches: &self.dir.path().join("indexes/shares"),
                damaged: &AtomicUsize::new(0),
                occasion: &Occasion { run: self.run, day: format!("2026-11-{:02}", self.run), ..Occasion::default() },
                generation: self.run,
                reports: &reports,
                rows: &|_| Ok(rows.to_vec()),
                settings: &self.settings,
                titles: &Titles::default(),
                corpus: Some("../corpus/"),
                assessments: Some(&self.assessments),
                corrections: &[],
                also,
            };
            refresh(&mut self.ledger, &with).unwrap()
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
        assert_eq!(third.merged.counts, super::super::work::Counts::default());
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
