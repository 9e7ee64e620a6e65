//! What a saved search has to tell after a run: new and changed hits, and apart from them those that only new rules or a
//! new version of the program brought.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::digest::hex;
use sha2::{Digest, Sha256};

use super::Saved;
use super::entries::{Entry, Memory, Remembered};
use crate::error::RunError;
use crate::index::Reader;
use crate::query::Query;
use crate::query::acronyms::Bridges;
use crate::query::hit::{Hit, Hits};
use crate::query::options::{Options, Sort, Wording};

/// Why a hit is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Its report is new or has new bytes, and it was no hit before.
    New,
    /// Its report has new bytes, and it reads otherwise than before.
    Changed,
    /// Its report is the same as before: other rules or another version of the program made it a hit or changed it.
    ByRules,
}

/// A hit that is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Why.
    pub change: Change,
    /// The hit.
    pub hit: Hit,
}

/// What one saved search has to tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// The search.
    pub search: Saved,
    /// Nothing was known of the search, or it asks for something else now: what it finds is the baseline, and nothing is told.
    pub is_baseline: bool,
    /// Hits to tell, new ones first, then changed ones, then those by rules; within each the newest report first.
    pub told: Vec<Told>,
    /// Hits in all.
    pub total: usize,
    /// Hits told lately, this time included, with the day: the entries of the feed, the latest first.
    pub feed: Vec<(String, Hit)>,
}

/// Hexadecimal digits of a hash that are kept: 64 bits tell apart what one workspace will ever hold.
const HASH_DIGITS: usize = 16;

/// Runs all saved searches over the index that was just published, on a day (`YYYY-MM-DD`). `means` answers what of a query does not
/// stand in the index (`thread:`). The entries go into the
/// ledger once the alerts are written; running again before that tells the same again, into the same files.
///
/// # Errors
/// The index is damaged.
pub fn alerts(
    reader: &Reader,
    searches: &[Saved],
    bridges: &Bridges,
    memory: &Memory,
    day: &str,
    means: &dyn Fn(&Query) -> Query,
) -> Result<(Vec<Alert>, Vec<Entry>), RunError> {
    let reports: BTreeMap<String, String> =
        reader.reports()?.into_iter().map(|report| (report.meta.key, beginning(&report.source.sha256))).collect();
    let mut found = Vec::with_capacity(searches.len());
    let mut entries = Vec::new();
    for search in searches {
        let hits = all_hits(reader, search, bridges, means)?;
        let (alert, entry) = compare(search, hits, memory, &reports);
        entries.extend(entry);
        found.push(alert);
    }
    entries.extend(reports_entry(&memory.reports, &reports));
    let mut after = memory.clone();
    for entry in &entries {
        after.take(day, entry);
    }
    for alert in &mut found {
        alert.feed = feed(reader, alert, after.searches.get(&alert.search.name), bridges, means)?;
    }
    Ok((found, entries))
}

fn all_hits(
    reader: &Reader,
    search: &Saved,
    bridges: &Bridges,
    means: &dyn Fn(&Query) -> Query,
) -> Result<Vec<Hit>, RunError> {
    let options = Options {
        sort: Sort::Newest,
        limit: usize::MAX,
        filters: search.filters.clone(),
        group: false,
        // An alert about half a query would be noise every night.
        wording: Wording::Strict,
        ..Options::default()
    };
    let found: Hits = reader.search(&means(&search.query), &options, bridges)?;
    Ok(found.hits)
}

fn compare(
    search: &Saved,
    hits: Vec<Hit>,
    memory: &Memory,
    reports: &BTreeMap<String, String>,
) -> (Alert, Option<Entry>) {
    let asked = search.fingerprint();
    let known = memory.searches.get(&search.name).filter(|known| known.asked == asked);
    let nothing = Remembered::default();
    let Remembered { hits: before, past, .. } = known.unwrap_or(&nothing);
    let total = hits.len();
    let mut now: BTreeMap<String, String> = hits.iter().map(|hit| (hit.id.clone(), hash_of(hit))).collect();
    let mut told = Vec::new();
    for hit in hits {
        let shown = now.get(&hit.id).map(String::as_str).unwrap_or_default();
        let is_same_report =
            memory.reports.get(&hit.report).is_some_and(|sha256| reports.get(&hit.report) == Some(sha256));
        let known = before.get(&hit.id);
        let is_known = known.is_some_and(|known| known == shown)
            || past.get(&hit.id).is_some_and(|past| past == shown)
            || stands_in(before, &hit.report, shown);
        if is_known {
            continue;
        }
        let has_moved = known.is_some_and(|known| stands_in(&now, &hit.report, known));
        let change = match known {
            _ if is_same_report => Change::ByRules,
            Some(_) if !has_moved => Change::Changed,
            _ => Change::New,
        };
        told.push(Told { change, hit });
    }
    let gone: BTreeSet<String> = before.keys().filter(|id| !now.contains_key(*id)).cloned().collect();
    now.retain(|id, shown| before.get(id) != Some(shown));
    let is_baseline = known.is_none();
    if is_baseline {
        told.clear();
    }
    told.sort_by_key(|told| told.change as u8);
    let told_ids: BTreeSet<String> = told.iter().map(|told| told.hit.id.clone()).collect();
    let is_news = is_baseline || !now.is_empty() || !gone.is_empty();
    let entry = is_news.then(|| Entry::Search { name: search.name.clone(), asked, hits: now, gone, told: told_ids });
    (Alert { search: search.clone(), is_baseline, told, total, feed: Vec::new() }, entry)
}

/// The words stand in some paragraph of the report: one that was inserted above gives all that follow another number.
fn stands_in(hits: &BTreeMap<String, String>, report: &str, shown: &str) -> bool {
    hits.iter().any(|(id, known)| known == shown && id.strip_prefix(report).is_some_and(|rest| rest.starts_with('#')))
}

/// What a reader sees of a hit; its number, the order of hits and the words marked do not count.
fn hash_of(hit: &Hit) -> String {
    let mut hash = Sha256::new();
    let mut put = |part: &str| {
        hash.update(part.as_bytes());
        hash.update([0]);
    };
    put(&hit.text);
    for item in &hit.items {
        put(item.kind.name());
        put(item.force.name());
        put(item.held_by.as_deref().unwrap_or_default());
        put(&item.actors.join(";"));
        put(item.due.as_deref().unwrap_or_default());
        put(&item.categories.join(";"));
        put(&item.text);
    }
    let digits = hex(&hash.finalize());
    beginning(&digits)
}

fn beginning(hash: &str) -> String {
    // A report without a hash (a test, a text from a pipe) must still differ from one that is gone.
    if hash.is_empty() { "-".to_owned() } else { hash.chars().take(HASH_DIGITS).collect() }
}

fn reports_entry(before: &BTreeMap<String, String>, now: &BTreeMap<String, String>) -> Option<Entry> {
    let mut read: BTreeMap<String, String> = now
        .iter()
        .filter(|(key, sha256)| before.get(*key) != Some(*sha256))
        .map(|(key, sha256)| (key.clone(), sha256.clone()))
        .collect();
    read.extend(before.keys().filter(|key| !now.contains_key(*key)).map(|key| (key.clone(), String::new())));
    (!read.is_empty()).then_some(Entry::Reports { read })
}

/// The hits told lately, as they read now; those that are gone from the index are left out.
fn feed(
    reader: &Reader,
    alert: &Alert,
    remembered: Option<&Remembered>,
    bridges: &Bridges,
    means: &dyn Fn(&Query) -> Query,
) -> Result<Vec<(String, Hit)>, RunError> {
    let told = remembered.map(|remembered| remembered.told.as_slice()).unwrap_or_default();
    if told.is_empty() {
        return Ok(Vec::new());
    }
    let hits: BTreeMap<String, Hit> =
        all_hits(reader, &alert.search, bridges, means)?.into_iter().map(|hit| (hit.id.clone(), hit)).collect();
    Ok(told.iter().rev().filter_map(|(id, day)| Some((day.clone(), hits.get(id)?.clone()))).collect())
}
