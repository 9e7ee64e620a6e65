//! Report keys: a key once given to a path or hash stays with it.
//!
//! For each file, in this order: what `corpus/manifest.csv` says; the key of the same bytes (a renamed or moved file); the key of the
//! same path (a changed file); the key of the work that other files hold already (a PDF beside its DOCX: [`super::works`]); else
//! what the report says of itself (`mag-2017-03-28`), with `-2` where another report has that key. A file with new path and new
//! bytes takes over the key of one that has vanished only where its items say that it is the same report: two reports of one body
//! and day are told apart. Keys that were given to files of one work in the past are joined: the older stays.

use super::fold::{slug, words_hash};
use super::works::{Facts, Works};
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
    /// The key that the report had before, where the manifest renamed it or it was joined with another: its items keep their ids.
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
    /// Another file of the same work has it.
    SameWork,
    /// The report says so of itself.
    Proposed,
}

/// What became of a report's name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Named {
    /// What is new for the ledger, in order.
    pub given: Vec<KeyGiven>,
    /// A key that is no more, its report being the same work as the one named here.
    pub joined: Option<String>,
    /// How much of its words it shares with a file that is the same work, where that is what gave it its key: 0 to 1.
    pub alike: Option<f32>,
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
    /// Keys in the order in which the ledger gave them.
    order: FxHashMap<String, usize>,
    works: Works,
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
        for (nth, file) in ledger.iter().enumerate() {
            keys.ever.insert(file.key.clone());
            keys.order.entry(file.key.clone()).or_insert(nth);
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
        // A key that other files of the report keep is not renamed: the manifest parts one file from them.
        let kept =
            |before: &String| keys.by_path.iter().any(|(path, key)| key == before && !manifest.contains_key(path));
        let parted: Vec<String> =
            keys.formerly.iter().filter(|(_, before)| kept(before)).map(|(path, _)| path.clone()).collect();
        for path in parted {
            keys.formerly.remove(&path);
        }
        keys
    }

    /// Adds a reading that stays as it is, so that files of the same work are known by it.
    pub fn present(&mut self, path: &str, key: &str, facts: Facts) {
        self.works.put(path, key, facts);
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
    pub fn give(&mut self, tagged: &mut TaggedDocument, facts: Facts, words_of: impl Fn(&str) -> Vec<String>) -> Named {
        let path = tagged.document.source.path.clone();
        let sha256 = tagged.document.source.sha256.clone();
        let twin = self.works.find(&path, &facts);
        let mut named = Named::default();
        let key = match (self.by_path.get(&path).cloned(), twin) {
            (Some(known), Some((twin, alike))) if known != twin => {
                named.alike = Some(alike);
                self.join(known, &twin, &mut named)
            }
            (Some(known), None) if self.has_left(&path, &known, &facts) => self.choose(tagged, &path, words_of),
            (Some(known), _) => known,
            (None, Some((twin, alike))) => {
                named.alike = Some(alike);
                self.take(&path, &twin, KeyReason::SameWork);
                twin
            }
            (None, None) => self.choose(tagged, &path, words_of),
        };
        tagged.document.meta.key.clone_from(&key);
        self.works.put(&path, &key, facts);
        named.given.extend(self.entry(&path, &sha256, &key));
        named
    }

    /// Makes one key of two that are of one work: what the manifest says stays, then the older. Two that the manifest gives stay two.
    fn join(&mut self, one: String, other: &str, named: &mut Named) -> String {
        let is_set = |key: &str| self.manifest.values().any(|set| set == key);
        if is_set(&one) && is_set(other) {
            named.alike = None;
            return one;
        }
        let rank = |key: &str| (!is_set(key), self.order.get(key).copied().unwrap_or(usize::MAX), key.len());
        let (stays, goes) = if rank(&one) <= rank(other) { (one, other.to_owned()) } else { (other.to_owned(), one) };
        self.works.rename(&goes, &stays);
        self.in_use.remove(&goes);
        let mut paths: Vec<String> =
            self.by_path.iter().filter(|(_, key)| **key == goes).map(|(path, _)| path.clone()).collect();
        paths.sort();
        for path in paths {
            self.take(&path, &stays, KeyReason::SameWork);
            self.formerly.insert(path.clone(), goes.clone());
            // What was not read yet is told when it is, with the bytes that it then has.
            let told = self.known_as.get(&path).map(|(sha256, _)| sha256.clone());
            named.given.extend(told.and_then(|sha256| self.entry(&path, &sha256, &stays)));
        }
        named.joined = Some(goes);
        stays
    }

    /// Whether a file that was changed is no longer of the work that other files of its key hold.
    fn has_left(&self, path: &str, key: &str, facts: &Facts) -> bool {
        self.reasons.get(path) == Some(&KeyReason::SamePath) && self.works.is_estranged(path, key, facts)
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
mod tests;
