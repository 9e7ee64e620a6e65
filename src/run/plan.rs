//! What must be done: a comparison of the corpus as scanned with the catalogue of the last generation. Pure.
//!
//! Each distinct content (SHA-256) is one report, however many paths it has. A content is read again when nothing is known
//! of it, when the reading stages changed, or when it failed and a retry is asked for; it is tagged again, from the cached
//! document, when rules, its manifest line or corrections to it changed.

use super::catalogue::CataloguedReport;
use super::known::Known;
use super::scan::{CorpusFile, Scan};
use std::collections::{BTreeMap, BTreeSet};

/// What a run has to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Contents to read from their file, in order of their first path.
    pub read: Vec<Task>,
    /// Contents to tag again from the cached document, in order of their first path.
    pub retag: Vec<Task>,
    /// Contents that stay as they are.
    pub keep: BTreeSet<String>,
    /// Contents that were in the last generation and have no path any more.
    pub gone: BTreeSet<String>,
    /// What happened to paths.
    pub paths: PathNews,
    /// Whether files that cannot be opened, or that nothing reads, came or went.
    pub others_changed: bool,
    /// The index is to begin empty: that of the last generation cannot be taken over, or is not to be.
    pub anew: bool,
}

impl Plan {
    /// Whether the corpus is exactly as the last generation has it.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        !self.anew
            && self.read.is_empty()
            && self.retag.is_empty()
            && self.gone.is_empty()
            && self.paths.is_empty()
            && !self.others_changed
    }
}

/// One content to work on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The content.
    pub sha256: String,
    /// The first of its paths: the one that it is shown under.
    pub file: CorpusFile,
    /// Content that stood under this path before, if this is a changed file.
    pub replaces: Option<String>,
}

/// What happened to the paths of the corpus since the last generation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathNews {
    /// Paths that were not there.
    pub new: Vec<String>,
    /// Paths with other content.
    pub changed: Vec<String>,
    /// Old and new path of the same content.
    pub renamed: Vec<(String, String)>,
    /// Paths that are gone, without the renamed ones.
    pub removed: Vec<String>,
    /// Number of paths as they were.
    pub unchanged: usize,
    /// Paths with the content of another path: shown path first.
    pub identical: Vec<(String, String)>,
}

impl PathNews {
    /// Whether every path is as it was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.renamed.is_empty() && self.removed.is_empty()
    }
}

/// What makes a kept result stale.
#[derive(Clone, Copy)]
pub struct Freshness<'a> {
    /// The version of the reading stages that the reading of a path must have; `None` for a path that cannot be read again
    /// this time, whose reading stays.
    pub reader: &'a dyn Fn(&str) -> Option<&'a str>,
    /// Hash of rules and tagger.
    pub tagger: &'a str,
    /// Read everything again.
    pub full: bool,
    /// Try failed contents again.
    pub retry: bool,
    /// Hash of the manifest line of a path; empty where there is none.
    pub manifest: &'a dyn Fn(&str) -> String,
    /// Whether a cached document is there, by its name.
    pub cached: &'a dyn Fn(&str) -> bool,
    /// Hash of the lines of `overrides.csv` that concern a report, by its key; empty where none does.
    pub corrections: &'a dyn Fn(&str) -> String,
}

/// Compares the corpus with what the last generation knows.
#[must_use]
pub fn plan(scan: &Scan, known: &Known, fresh: Freshness<'_>) -> Plan {
    let mut plan =
        Plan { paths: path_news(scan, known), others_changed: others_changed(scan, known), ..Plan::default() };
    let mut first_paths: BTreeMap<&str, &CorpusFile> = BTreeMap::new();
    let mut paths: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (path, file) in scan.unseen().filter_map(|path| Some((path, known.file(path)?))) {
        paths.entry(&file.sha256).or_default().insert(path);
    }
    for file in scan.files.values() {
        paths.entry(&file.sha256).or_default().insert(&file.path);
        match first_paths.get(file.sha256.as_str()) {
            Some(shown) => plan.paths.identical.push((shown.path.clone(), file.path.clone())),
            None => {
                first_paths.insert(&file.sha256, file);
            }
        }
    }
    let waiting = waiting_contents(scan, known);
    let mut by_path: Vec<_> = first_paths.iter().collect();
    by_path.sort_by(|left, right| left.1.path.cmp(&right.1.path));
    for (sha256, file) in by_path {
        let task = || Task { sha256: (*sha256).to_owned(), file: (*file).clone(), replaces: replaced_by(file, known) };
        match judge(file, paths.get(sha256), known, fresh) {
            Need::Read => plan.read.push(task()),
            Need::Retag => plan.retag.push(task()),
            Need::Keep => {
                plan.keep.insert((*sha256).to_owned());
            }
        }
    }
    for sha256 in known.contents() {
        if waiting.contains(sha256) {
            plan.keep.insert(sha256.to_owned());
        } else if !first_paths.contains_key(sha256) {
            plan.gone.insert(sha256.to_owned());
        }
    }
    plan
}

enum Need {
    Read,
    Retag,
    Keep,
}

fn judge(file: &CorpusFile, paths: Option<&BTreeSet<&str>>, known: &Known, fresh: Freshness<'_>) -> Need {
    let reader = (fresh.reader)(&file.path);
    if fresh.full && reader.is_some() {
        return Need::Read;
    }
    if let Some(report) = known.indexed.get(&file.sha256) {
        // The manifest overrides what was detected: only a new reading brings back what a line no longer overrides.
        let is_outdated =
            reader.is_some_and(|reader| report.reader != reader || report.manifest != (fresh.manifest)(&file.path));
        let is_lost = reader.is_some() && !(fresh.cached)(&report.document);
        return match () {
            () if is_outdated || is_lost => Need::Read,
            () if report.tagger != fresh.tagger || !is_of(report, paths) => Need::Retag,
            () if report.corrected != (fresh.corrections)(&report.key) => Need::Retag,
            () => Need::Keep,
        };
    }
    let failed_before = known.failed.get(&file.sha256).and_then(|files| files.first());
    match (failed_before, reader) {
        (Some(_), None) => Need::Keep,
        (Some(failed), Some(reader)) if failed.reader == reader && !fresh.retry => Need::Keep,
        _ => Need::Read,
    }
}

/// Whether the report was indexed with exactly these paths: the index names them all.
fn is_of(report: &CataloguedReport, paths: Option<&BTreeSet<&str>>) -> bool {
    let indexed = report.files.iter().map(|file| file.path.as_str());
    paths.is_some_and(|paths| indexed.eq(paths.iter().copied()))
}

fn others_changed(scan: &Scan, known: &Known) -> bool {
    let now = scan.unreadable.iter().chain(&scan.refused);
    let now: BTreeSet<_> = now.map(|failed| (failed.file.path.as_str(), failed.code.as_str())).collect();
    let before = known.refused.iter().map(|(path, failed)| (path.as_str(), failed.code.as_str()));
    scan.other != known.other || now != before.collect()
}

fn replaced_by(file: &CorpusFile, known: &Known) -> Option<String> {
    known.file(&file.path).map(|before| before.sha256.clone()).filter(|before| *before != file.sha256)
}

/// Contents whose path waits to settle: what the last generation knows of them stays until then.
fn waiting_contents<'a>(scan: &Scan, known: &'a Known) -> BTreeSet<&'a str> {
    scan.unseen().filter_map(|path| known.file(path)).map(|file| file.sha256.as_str()).collect()
}

fn path_news(scan: &Scan, known: &Known) -> PathNews {
    let mut news = PathNews::default();
    let refused = scan.refused.iter().map(|failed| failed.file.path.as_str());
    for path in refused.clone() {
        match known.file(path) {
            None => news.new.push(path.to_owned()),
            Some(file) if file.sha256.is_empty() => news.unchanged += 1,
            Some(_) => news.changed.push(path.to_owned()),
        }
    }
    let unseen: BTreeSet<&str> = scan.unseen().chain(refused).collect();
    let mut lost: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, file) in &known.files {
        let is_file = !file.sha256.is_empty();
        if is_file && !scan.files.contains_key(path) && !unseen.contains(path.as_str()) {
            lost.entry(&file.sha256).or_default().push(path);
        }
    }
    for (path, file) in &scan.files {
        match known.file(path) {
            Some(before) if before.sha256 == file.sha256 => news.unchanged += 1,
            Some(_) => news.changed.push(path.clone()),
            None => match lost.get_mut(file.sha256.as_str()).and_then(Vec::pop) {
                Some(before) => news.renamed.push((before.to_owned(), path.clone())),
                None => news.new.push(path.clone()),
            },
        }
    }
    news.removed = lost.into_values().flatten().map(str::to_owned).collect();
    news.removed.sort();
    news.new.sort();
    news.changed.sort();
    news
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::catalogue::FailedFile;
    use crate::run::known::{FileStamp, KnownFile};
    use std::path::PathBuf;

    fn corpus(files: &[(&str, &str)]) -> Scan {
        let file = |(path, sha256): &(&str, &str)| {
            let file = CorpusFile {
                path: (*path).to_owned(),
                location: PathBuf::from(path),
                stamp: FileStamp::default(),
                sha256: (*sha256).to_owned(),
            };
            (file.path.clone(), file)
        };
        Scan { files: files.iter().map(file).collect(), ..Scan::default() }
    }

    fn knows(files: &[(&str, &str)]) -> Known {
        let mut known = Known::default();
        for (path, sha256) in files {
            let stamp = FileStamp::default();
            known.files.insert((*path).to_owned(), KnownFile { stamp, sha256: (*sha256).to_owned() });
            known.indexed.entry((*sha256).to_owned()).or_insert_with(|| CataloguedReport {
                reader: "1".to_owned(),
                tagger: "t".to_owned(),
                files: vec![stamp.at(path)],
                ..CataloguedReport::default()
            });
        }
        known
    }

    fn fresh<'a>() -> Freshness<'a> {
        Freshness {
            reader: &|_| Some("1"),
            tagger: "t",
            full: false,
            retry: false,
            manifest: &|_| String::new(),
            cached: &|_| true,
            corrections: &|_| String::new(),
        }
    }

    fn read(plan: &Plan) -> Vec<&str> {
        plan.read.iter().map(|task| task.file.path.as_str()).collect()
    }

    #[test]
    fn an_unchanged_corpus_asks_for_nothing() {
        let plan = plan(&corpus(&[("a", "1"), ("b", "2")]), &knows(&[("a", "1"), ("b", "2")]), fresh());
        assert!(plan.read.is_empty() && plan.retag.is_empty() && plan.gone.is_empty() && plan.paths.is_empty());
        assert_eq!(plan.keep.len(), 2);
    }

    #[test]
    fn new_and_changed_files_are_read_and_removed_ones_leave() {
        let plan = plan(&corpus(&[("a", "9"), ("c", "3")]), &knows(&[("a", "1"), ("b", "2")]), fresh());
        assert_eq!(read(&plan), ["a", "c"]);
        assert_eq!(plan.read[0].replaces.as_deref(), Some("1"));
        assert_eq!(plan.paths.changed, ["a"]);
        assert_eq!(plan.paths.new, ["c"]);
        assert_eq!(plan.paths.removed, ["b"]);
        assert_eq!(plan.gone, BTreeSet::from(["1".to_owned(), "2".to_owned()]));
    }

    #[test]
    fn a_renamed_file_is_not_read_again_but_shown_under_its_new_path() {
        let plan = plan(&corpus(&[("new/a", "1")]), &knows(&[("a", "1")]), fresh());
        assert!(plan.read.is_empty());
        assert_eq!(plan.retag.len(), 1);
        assert_eq!(plan.paths.renamed, [("a".to_owned(), "new/a".to_owned())]);
        assert!(plan.paths.new.is_empty() && plan.paths.removed.is_empty());
    }

    #[test]
    fn identical_files_are_one_report_with_both_paths() {
        let plan = plan(&corpus(&[("a", "1"), ("copy", "1")]), &Known::default(), fresh());
        assert_eq!(read(&plan), ["a"]);
        assert_eq!(plan.paths.identical, [("a".to_owned(), "copy".to_owned())]);
    }

    #[test]
    fn a_copy_that_comes_or_goes_is_told_to_the_index() {
        let with_copy = plan(&corpus(&[("a", "1"), ("copy", "1")]), &knows(&[("a", "1")]), fresh());
        assert_eq!((with_copy.read.len(), with_copy.retag.len()), (0, 1));
        let mut known = knows(&[("a", "1"), ("copy", "1")]);
        let both = ["a", "copy"].map(|path| FileStamp::default().at(path)).to_vec();
        known.indexed.get_mut("1").unwrap().files = both;
        assert!(plan(&corpus(&[("a", "1"), ("copy", "1")]), &known, fresh()).is_idle());
        assert_eq!(plan(&corpus(&[("a", "1")]), &known, fresh()).retag.len(), 1);
    }

    #[test]
    fn a_file_that_cannot_be_opened_keeps_its_report_and_is_news_once() {
        let mut scan = corpus(&[]);
        let closed =
            FailedFile { file: FileStamp::default().at("a"), code: "cannot-open".to_owned(), ..FailedFile::default() };
        scan.unreadable.push(closed.clone());
        let mut known = knows(&[("a", "1")]);
        let first = plan(&scan, &known, fresh());
        assert!(first.keep.contains("1") && first.paths.is_empty() && !first.is_idle());
        known.refused.insert("a".to_owned(), closed);
        assert!(plan(&scan, &known, fresh()).is_idle());
    }

    #[test]
    fn other_rules_tag_again_without_reading_and_another_reader_reads() {
        let known = knows(&[("a", "1")]);
        let lost = plan(&corpus(&[("a", "1")]), &known, Freshness { cached: &|_| false, ..fresh() });
        assert_eq!(lost.read.len(), 1);
        let by_rules = plan(&corpus(&[("a", "1")]), &known, Freshness { tagger: "u", ..fresh() });
        assert!(by_rules.read.is_empty());
        assert_eq!(by_rules.retag.len(), 1);
        let by_reader = plan(&corpus(&[("a", "1")]), &known, Freshness { reader: &|_| Some("2"), ..fresh() });
        assert_eq!(by_reader.read.len(), 1);
        let out_of_reach = plan(&corpus(&[("a", "1")]), &known, Freshness { reader: &|_| None, full: true, ..fresh() });
        assert_eq!(out_of_reach.keep.len(), 1);
        let by_manifest = plan(&corpus(&[("a", "1")]), &known, Freshness { manifest: &|_| "m".to_owned(), ..fresh() });
        assert_eq!(by_manifest.read.len(), 1);
        let by_correction =
            plan(&corpus(&[("a", "1")]), &known, Freshness { corrections: &|_| "c".to_owned(), ..fresh() });
        assert_eq!(by_correction.retag.len(), 1);
    }

    #[test]
    fn a_failed_file_waits_for_a_retry_or_another_program() {
        let mut known = knows(&[("a", "1")]);
        known.indexed.clear();
        known.failed.insert("1".to_owned(), vec![FailedFile { reader: "1".to_owned(), ..FailedFile::default() }]);
        let scan = corpus(&[("a", "1")]);
        assert!(plan(&scan, &known, fresh()).read.is_empty());
        assert_eq!(plan(&scan, &known, Freshness { retry: true, ..fresh() }).read.len(), 1);
        assert_eq!(plan(&scan, &known, Freshness { reader: &|_| Some("2"), ..fresh() }).read.len(), 1);
    }

    #[test]
    fn a_file_that_waits_to_settle_keeps_what_is_known_of_it() {
        let mut scan = corpus(&[("b", "2")]);
        scan.waiting.push(("a".to_owned(), 3));
        let plan = plan(&scan, &knows(&[("a", "1"), ("b", "2")]), fresh());
        assert!(plan.keep.contains("1") && plan.gone.is_empty() && plan.paths.removed.is_empty());
    }
}
