//! Report keys: a key once given to a path or hash stays with it.
//!
//! For each file, in this order: what `corpus/manifest.csv` says; the key of the same bytes (a renamed or moved file); the key of the
//! same path (a changed file); else what the report says of itself (`mag-2017-03-28`), with `-2` where another report has
//! that key. A file with new path and new bytes takes over the key of one that has vanished only where its items say that it
//! is the same report: two reports of one body and day are told apart.

use super::fold::{slug, words_hash};
use crate::model::TaggedDocument;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

/// Share of the vanished report's items that a new file must hold to be the same report.
const SAME_REPORT_SHARE: f64 = 0.5;

/// A file as the ledger knows it: the last bytes that were seen at a path, and the report that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFile {
    /// Path relative to the corpus.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The report's key.
    pub key: String,
}

/// A key given to a file, for the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyGiven {
    /// The key.
    pub key: String,
    /// Path relative to the corpus.
    pub path: String,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// Why this key.
    pub reason: KeyReason,
    /// The key that the report had before, where the manifest renamed it: its items keep their ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formerly: Option<String>,
}

/// Why a file has its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyReason {
    /// The manifest says so.
    Manifest,
    /// The same bytes had it.
    SameBytes,
    /// The same path had it.
    SamePath,
    /// A vanished file had it, and at least half of its items are here.
    SameItems,
    /// The report says so of itself.
    Proposed,
}

/// Names the reports of one run. Ask [`Keys::known`] for files that need no reading and [`Keys::give`] for those that were
/// read, in the order of their paths: the order decides who gets the suffix.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    by_path: FxHashMap<String, String>,
    /// Keys in use by files that are present.
    in_use: FxHashSet<String>,
    /// Keys ever given.
    ever: FxHashSet<String>,
    manifest: FxHashMap<String, String>,
    reasons: FxHashMap<String, KeyReason>,
    /// Key that a path had before the manifest gave it another.
    formerly: FxHashMap<String, String>,
    known_as: FxHashMap<String, (String, String)>,
}

impl Keys {
    /// Decides for all files that are present (path and SHA-256) what the ledger and the manifest (path to key) already
    /// say. `ledger` holds every file ever seen, oldest first.
    #[must_use]
    pub fn new(ledger: &[KnownFile], present: &[(String, String)], manifest: &FxHashMap<String, String>) -> Self {
        let manifest: FxHashMap<String, String> =
            manifest.iter().map(|(path, key)| (path.clone(), usable_key(key))).collect();
        let mut keys = Self { manifest: manifest.clone(), ..Self::default() };
        let mut last_at_path: FxHashMap<&str, &KnownFile> = FxHashMap::default();
        let mut by_hash: FxHashMap<&str, &KnownFile> = FxHashMap::default();
        for file in ledger {
            keys.ever.insert(file.key.clone());
            last_at_path.insert(&file.path, file);
            by_hash.insert(&file.sha256, file);
        }
        for file in last_at_path.values() {
            keys.known_as.insert(file.path.clone(), (file.sha256.clone(), file.key.clone()));
        }
        // The manifest, then same bytes at the same path, same bytes anywhere, same path: each round over all files, so that a
        // file that was renamed takes its key along before the file that now has its old name is looked at.
        let mut bytes_named: FxHashMap<&str, String> = FxHashMap::default();
        for round in [KeyReason::Manifest, KeyReason::SameBytes, KeyReason::SamePath] {
            for (path, sha256) in present {
                if keys.by_path.contains_key(path) {
                    continue;
                }
                let here = last_at_path.get(path.as_str()).filter(|file| &file.sha256 == sha256);
                let key = match round {
                    KeyReason::Manifest => manifest.get(path).cloned(),
                    // Copies of the same bytes are one report.
                    KeyReason::SameBytes => bytes_named
                        .get(sha256.as_str())
                        .cloned()
                        .or_else(|| here.or(by_hash.get(sha256.as_str())).map(|file| file.key.clone())),
                    _ => last_at_path
                        .get(path.as_str())
                        .filter(|file| !keys.in_use.contains(&file.key))
                        .map(|file| file.key.clone()),
                };
                let Some(key) = key else { continue };
                bytes_named.insert(sha256, key.clone());
                if round == KeyReason::Manifest
                    && let Some(before) =
                        last_at_path.get(path.as_str()).copied().or(by_hash.get(sha256.as_str()).copied())
                    && before.key != key
                {
                    keys.formerly.insert(path.clone(), before.key.clone());
                }
                keys.take(path, &key, round);
            }
        }
        keys
    }

    /// Keys that no report may get any more: those of erased reports.
    pub fn never_again(&mut self, keys: impl IntoIterator<Item = String>) {
        self.ever.extend(keys);
    }

    /// The key of a file that the ledger or the manifest knows.
    #[must_use]
    pub fn known(&self, path: &str) -> Option<&str> {
        self.by_path.get(path).map(String::as_str)
    }

    /// Sets the key of a report that was read (its `meta.key` holds what it says of itself). `words_of` answers the long
    /// hashes of the items that the ledger knows under a key. What is new or moved comes back for the ledger.
    pub fn give(&mut self, tagged: &mut TaggedDocument, words_of: impl Fn(&str) -> Vec<String>) -> Option<KeyGiven> {
        let path = tagged.document.source.path.clone();
        let sha256 = tagged.document.source.sha256.clone();
        let key = match self.by_path.get(&path) {
            Some(key) => key.clone(),
            None => self.choose(tagged, &path, words_of),
        };
        tagged.document.meta.key.clone_from(&key);
        self.entry(&path, &sha256, &key)
    }

    /// What the ledger is to be told of a file whose key is known: nothing where path, bytes and key are as before.
    pub fn entry(&mut self, path: &str, sha256: &str, key: &str) -> Option<KeyGiven> {
        let now = (sha256.to_owned(), key.to_owned());
        if self.known_as.get(path) == Some(&now) {
            return None;
        }
        self.known_as.insert(path.to_owned(), now);
        Some(KeyGiven {
            key: key.to_owned(),
            path: path.to_owned(),
            sha256: sha256.to_owned(),
            reason: self.reasons.get(path).copied().unwrap_or(KeyReason::Proposed),
            formerly: self.formerly.remove(path),
        })
    }

    fn choose(&mut self, tagged: &TaggedDocument, path: &str, words_of: impl Fn(&str) -> Vec<String>) -> String {
        let proposed = proposed_key(&tagged.document.meta.key, path);
        let here: FxHashSet<String> = tagged.items.iter().map(|item| words_hash(&item.text)).collect();
        let reserved: FxHashSet<&String> = self.manifest.values().collect();
        let mut candidate = proposed.clone();
        let mut reason = KeyReason::Proposed;
        for nth in 2_u32.. {
            if !self.ever.contains(&candidate) && !self.in_use.contains(&candidate) && !reserved.contains(&candidate) {
                break;
            }
            if !self.in_use.contains(&candidate) && is_same_report(&here, &words_of(&candidate)) {
                reason = KeyReason::SameItems;
                break;
            }
            candidate = format!("{proposed}-{nth}");
        }
        self.take(path, &candidate, reason);
        candidate
    }

    fn take(&mut self, path: &str, key: &str, reason: KeyReason) {
        self.by_path.insert(path.to_owned(), key.to_owned());
        self.reasons.insert(path.to_owned(), reason);
        self.in_use.insert(key.to_owned());
        self.ever.insert(key.to_owned());
    }
}

/// A person's key as they wrote it, unless it holds what parts an id.
fn usable_key(key: &str) -> String {
    let sound = key.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.'));
    if sound && !key.is_empty() { key.to_owned() } else { proposed_key(key, key) }
}

/// A key holds letters, digits and hyphens only, whatever was detected; a report that says nothing is named by its file.
fn proposed_key(detected: &str, path: &str) -> String {
    let key = dated_slug(detected);
    if !key.is_empty() {
        return key;
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let key = slug(stem);
    if key.is_empty() { "report".to_owned() } else { key }
}

fn is_same_report(here: &FxHashSet<String>, before: &[String]) -> bool {
    let before: FxHashSet<&String> = before.iter().collect();
    if before.is_empty() || here.is_empty() {
        return false;
    }
    let kept = before.iter().filter(|words| here.contains(**words)).count();
    #[expect(clippy::cast_precision_loss, reason = "a report holds far fewer than 2^52 items")]
    let share = kept as f64 / before.len() as f64;
    share >= SAME_REPORT_SHARE
}

/// A long name is cut before its day, never with it: reports of one body are told apart by their days.
fn dated_slug(detected: &str) -> String {
    let whole = |detected: &str| detected.len().checked_sub(DAY.len()).filter(|at| detected.is_char_boundary(*at));
    let Some((name, day)) = whole(detected).and_then(|at| detected.split_at_checked(at)) else { return slug(detected) };
    let is_day =
        day.bytes().zip(DAY.bytes()).all(|(is, like)| if like == b'0' { is.is_ascii_digit() } else { is == like });
    if is_day && !slug(name).is_empty() { format!("{}{day}", slug(name)) } else { slug(detected) }
}

/// How a key ends that has a day.
const DAY: &str = "-0000-00-00";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Document, Force, Item, Kind, Meta, Source};

    /// Everything the ledger was told, and the words of each report.
    #[derive(Default)]
    struct World {
        files: Vec<KnownFile>,
        words: FxHashMap<String, Vec<String>>,
        manifest: FxHashMap<String, String>,
    }

    impl World {
        /// One run over the files `(path, bytes, proposed key, words)`; answers their keys in order of the paths.
        fn run(&mut self, files: &[(&str, &str, &str, &[&str])]) -> Vec<String> {
            let mut files = files.to_vec();
            files.sort_unstable();
            let present: Vec<(String, String)> =
                files.iter().map(|(path, bytes, ..)| ((*path).to_owned(), (*bytes).to_owned())).collect();
            let mut keys = Keys::new(&self.files, &present, &self.manifest);
            let mut given = Vec::new();
            for (path, bytes, proposed, words) in files {
                let mut read = report(path, bytes, proposed, words);
                let words_of = |key: &str| self.words.get(key).cloned().unwrap_or_default();
                let entry = keys.give(&mut read, words_of);
                let key = read.document.meta.key;
                assert_eq!(keys.known(path), Some(key.as_str()));
                if let Some(entry) = entry {
                    self.files.push(KnownFile { path: entry.path, sha256: entry.sha256, key: entry.key });
                }
                self.words.entry(key.clone()).or_default().extend(words.iter().map(|words| words_hash(words)));
                given.push(key);
            }
            given
        }
    }

    fn report(path: &str, bytes: &str, proposed: &str, words: &[&str]) -> TaggedDocument {
        let item = |words: &&str| Item::bare(Kind::Action, Force::Agreed, *words);
        let source = Source { path: path.to_owned(), sha256: bytes.to_owned(), ..Source::default() };
        let meta = Meta { key: proposed.to_owned(), ..Meta::default() };
        let document = Document { schema: String::new(), source, meta, blocks: Vec::new(), notes: Vec::new() };
        TaggedDocument { document, items: words.iter().map(item).collect() }
    }

    #[test]
    fn two_reports_of_one_body_and_day_are_told_apart_in_order_of_first_appearance() {
        let mut world = World::default();
        let b = ("b.pdf", "2", "mag-2017", &["two"] as &[&str]);
        assert_eq!(world.run(&[b]), ["mag-2017"]);
        let a = ("a.pdf", "1", "mag-2017", &["one"] as &[&str]);
        assert_eq!(world.run(&[a, b]), ["mag-2017-2", "mag-2017"]);
        assert_eq!(world.run(&[a, b]), ["mag-2017-2", "mag-2017"]);
    }

    #[test]
    fn a_renamed_file_keeps_its_key_also_when_another_takes_its_name() {
        let mut world = World::default();
        world.run(&[("latest.pdf", "1", "mag-01", &["one"])]);
        let keys = world.run(&[("2017/january.pdf", "1", "mag-01", &["one"]), ("latest.pdf", "2", "mag-02", &["two"])]);
        assert_eq!(keys, ["mag-01", "mag-02"]);
        let swapped =
            world.run(&[("2017/january.pdf", "2", "mag-02", &["two"]), ("latest.pdf", "1", "mag-01", &["one"])]);
        assert_eq!(swapped, ["mag-02", "mag-01"]);
    }

    #[test]
    fn a_changed_file_keeps_its_key_whatever_it_now_says() {
        let mut world = World::default();
        world.run(&[("a.pdf", "1", "a", &[])]);
        assert_eq!(world.run(&[("a.pdf", "2", "mag-2017-03-28", &["new words"])]), ["a"]);
    }

    #[test]
    fn copies_of_the_same_bytes_are_one_report() {
        let mut world = World::default();
        world.run(&[("a.pdf", "1", "mag", &["one"])]);
        assert_eq!(world.run(&[("a.pdf", "1", "mag", &["one"]), ("copy.pdf", "1", "mag", &["one"])]), ["mag", "mag"]);
    }

    #[test]
    fn a_file_both_moved_and_saved_anew_is_known_by_its_items() {
        let mut world = World::default();
        world.run(&[("a.pdf", "1", "mag", &["one", "two", "three"])]);
        assert_eq!(world.run(&[("2017/a.pdf", "9", "mag", &["one", "two", "four"])]), ["mag"]);
    }

    #[test]
    fn another_report_does_not_take_over_the_key_of_a_vanished_one() {
        let mut world = World::default();
        world.run(&[("a.pdf", "1", "mag", &["one", "two", "three"])]);
        assert_eq!(world.run(&[("b.pdf", "2", "mag", &["four"])]), ["mag-2"]);
        let both = world.run(&[("a.pdf", "1", "mag", &["one", "two", "three"]), ("b.pdf", "2", "mag", &["four"])]);
        assert_eq!(both, ["mag", "mag-2"]);
    }

    #[test]
    fn the_manifest_wins_and_a_renaming_is_told_once() {
        let mut world = World::default();
        world.run(&[("a.pdf", "1", "mag", &["one"])]);
        world.manifest.insert("a.pdf".into(), "Rio_2007".into());
        assert_eq!(world.run(&[("a.pdf", "1", "mag", &["one"])]), ["Rio_2007"]);
        let present = [("a.pdf".to_owned(), "1".to_owned())];
        let mut keys = Keys::new(&world.files, &present, &world.manifest);
        assert_eq!(keys.entry("a.pdf", "1", "Rio_2007"), None);
        // A first file that proposes a key of the manifest does not get it.
        world.manifest.insert("z.pdf".into(), "mag-9".into());
        let keys = world.run(&[("b.pdf", "2", "mag-9", &["two"]), ("z.pdf", "3", "x", &["three"])]);
        assert_eq!(keys, ["mag-9-2", "mag-9"]);
    }

    #[test]
    fn a_report_that_says_nothing_is_named_by_its_file() {
        let mut world = World::default();
        let keys = world.run(&[("2019/Minutes of May (final).pdf", "1", "", &[]), ("x/###.pdf", "2", " ", &[])]);
        assert_eq!(keys, ["minutes-of-may-final", "report"]);
        world.manifest.insert("q.pdf".into(), "a#b/c".into());
        assert_eq!(world.run(&[("q.pdf", "5", "", &[])]), ["a-b-c"]);
    }

    #[test]
    fn the_key_of_an_erased_report_is_not_given_again() {
        let mut keys = Keys::new(&[], &[], &FxHashMap::default());
        keys.never_again(["mag".to_owned()]);
        let mut read = report("a.pdf", "1", "mag", &["one"]);
        assert_eq!(keys.give(&mut read, |_| Vec::new()).unwrap().key, "mag-2");
    }

    #[test]
    fn a_long_name_is_cut_before_its_day() {
        let key = |detected: &str| proposed_key(detected, "a/b.pdf");
        assert_eq!(
            key("standing-committee-administrative-harbour-questions-2031-04-08"),
            "standing-committee-administrative-harbour-2031-04-08"
        );
        assert_eq!(key("hb-2031-04-08"), "hb-2031-04-08");
        assert_eq!(key("hb-2031"), "hb-2031");
        assert_eq!(key("ä-2031-04-08"), "a-2031-04-08");
        assert_eq!(key("-2031-04-08"), "2031-04-08");
        assert_eq!(key(""), "b");
    }
}
