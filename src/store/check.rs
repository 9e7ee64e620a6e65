//! Is everything as it should be? Index against ledger, corpus and outputs, and what to do about each finding.
//!
//! Only looks: nothing is repaired here. What the index and the corpus hold comes in as [`Facts`], because only others can read them.

use super::current::Current;
use super::generations::{CATALOGUE, GenerationRecord};
use super::ledger::{Account, Ledger};
use super::outputs::{OutputsMark, has_sum};
use super::scrub::How;
use super::{Generations, ledger, strays};
use crate::error::RunError;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Outputs that people edit: they differ from what was written, as they should.
const EDITED_BY_PEOPLE: [&str; 3] = ["tracker.csv", "tracker.xlsx", "assessments.csv"];

/// What to do about a ledger that has lost something; no run writes anything until it is done.
const WAYS_BACK: &str = "`minutebook ledger restore` puts the last copy back, after it has shown what that changes; `minutebook ledger accept` goes on with what is there.";

/// Most ids named in one finding; the number of all is always told.
const NAMED: usize = 5;

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable, for programs: `ledger-damaged`.
    pub code: &'static str,
    /// What was found, a sentence.
    pub message: String,
    /// What to do about it, a sentence.
    pub advice: String,
}

impl Finding {
    /// The finding that an error is; its advice is the error's first hint.
    #[must_use]
    pub fn of_error(code: &'static str, error: &RunError) -> Self {
        let because = error.cause.as_ref().map(|cause| format!(" ({cause})")).unwrap_or_default();
        let advice = error.hints.first().map_or("`minutebook run --full` builds the index anew.", String::as_str);
        finding(code, format!("{}{because}", error.message), advice)
    }
}

/// What the index holds of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InReport {
    /// Number of its blocks, without furniture.
    pub blocks: u64,
    /// Ids of its items.
    pub items: Vec<String>,
}

/// What others know of the current generation and the corpus.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// What is in the index, by report key.
    pub indexed: BTreeMap<String, InReport>,
    /// Report keys in the catalogue, each with the files it was read from and their SHA-256.
    pub catalogued: BTreeMap<String, Vec<(String, String)>>,
    /// Cached documents that the catalogue names and that are missing or damaged.
    pub lost_documents: Vec<String>,
    /// Reports of which index, catalogue and cached document do not hold the same blocks and items.
    pub miscounted: Vec<String>,
    /// SHA-256 of the files in the corpus, by their paths.
    pub corpus: BTreeMap<String, String>,
    /// Why nothing can be said of the corpus, where that is so.
    pub corpus_unread: Option<Finding>,
    /// Files in the corpus that the catalogue does not know.
    pub new_files: Vec<String>,
    /// Files in the corpus that belong to erased reports.
    pub erased_files: Vec<String>,
}

/// Checks a workspace. `indexes` and `outputs` are its directories; `facts` is `None` where the index could not be
/// read (the reason is then a finding of the caller).
///
/// # Errors
/// The ledger cannot be read at all.
pub fn check(
    generations: &Generations,
    ledger: &Ledger,
    indexes: &Path,
    outputs: &Path,
    facts: Option<&Facts>,
) -> Result<Vec<Finding>, RunError> {
    let mut findings = Vec::new();
    let state = match generations.state() {
        Ok(state) => state,
        Err(error) => {
            findings.push(finding("current-unreadable", error.message, "`minutebook run` finds it again."));
            Current::default()
        }
    };
    look_at_generations(generations, &state, &mut findings)?;
    look_for_strays(indexes, &mut findings);
    look_for_strays(outputs, &mut findings);
    if let Some(facts) = facts {
        compare_with_ledger(ledger, facts, &mut findings)?;
        compare_with_corpus(facts, &mut findings);
    }
    look_at_ledger(ledger, facts, &mut findings)?;
    look_at_outputs(&state, outputs, &mut findings);
    Ok(findings)
}

fn look_at_generations(
    generations: &Generations,
    state: &Current,
    findings: &mut Vec<Finding>,
) -> Result<(), RunError> {
    let Some(number) = state.generation else { return Ok(()) };
    let there = generations.finished()?;
    if !there.contains(&number) {
        findings.push(finding(
            "generation-missing",
            format!("generation {number} is current, but its directory is missing"),
            "`minutebook run --full` builds the index anew; ids and human work are in the ledger.",
        ));
    } else if let Err(error) = GenerationRecord::read(&generations.dir(number)) {
        findings.push(finding("generation-damaged", error.message, "`minutebook run --full` builds the index anew."));
    } else if !generations.dir(number).join(CATALOGUE).is_file() {
        findings.push(finding(
            "catalogue-missing",
            format!("generation {number} has no {CATALOGUE}"),
            "`minutebook run --full` builds the index anew.",
        ));
    }
    for kept in there {
        let Ok(record) = GenerationRecord::read(&generations.dir(kept)) else { continue };
        let damaged = generations.damaged_files(kept, &record, How::All);
        if !damaged.is_empty() {
            findings.push(finding(
                "generation-damaged",
                format!("files of generation {kept} are not as they were written: {}", some_of(&damaged)),
                if kept == number {
                    "`minutebook run` builds the index anew. Look at the disk."
                } else {
                    "`minutebook run` removes it; the published index is another. Look at the disk."
                },
            ));
        }
    }
    if let Some(held) = &state.held {
        findings.push(finding(
            "generation-held",
            format!("generation {} waits since {}: {}", held.generation, held.since, held.why.join("; ")),
            if held.upgrade {
                "Look at outputs/run-report.md, then `minutebook index publish --upgrade`."
            } else {
                "Look at outputs/run-report.md, then `minutebook index publish` or put the corpus right and run again."
            },
        ));
    }
    if let Some(pin) = &state.pin {
        findings.push(finding(
            "pinned",
            format!("generation {number} is pinned since {}", pin.since),
            "`minutebook index unpin` when new generations may be published again.",
        ));
    }
    Ok(())
}

fn look_for_strays(dir: &Path, findings: &mut Vec<Finding>) {
    let strays: Vec<String> = strays::find(dir).iter().map(|path| path.display().to_string()).collect();
    if !strays.is_empty() {
        findings.push(finding(
            "strays",
            format!("an unfinished run left {}", some_of(&strays)),
            "The next `minutebook run` removes them.",
        ));
    }
}

fn compare_with_ledger(ledger: &Ledger, facts: &Facts, findings: &mut Vec<Finding>) -> Result<(), RunError> {
    let indexed: BTreeSet<&String> = facts.indexed.keys().collect();
    let catalogued: BTreeSet<&String> = facts.catalogued.keys().collect();
    let differing: Vec<String> = indexed.symmetric_difference(&catalogued).map(|key| (*key).clone()).collect();
    if !differing.is_empty() {
        findings.push(finding(
            "index-differs-from-catalogue",
            format!("index and catalogue do not hold the same reports: {}", some_of(&differing)),
            "`minutebook run --full` builds the index anew.",
        ));
    }
    let (mut unknown, mut twice, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    let absent: Vec<String> =
        ledger.reports_with_items()?.into_iter().filter(|report| !facts.indexed.contains_key(report)).collect();
    if !absent.is_empty() {
        findings.push(finding(
            "reports-missing",
            format!("the ledger has items of reports that are not in the index: {}", some_of(&absent)),
            "`minutebook run --full` brings index and ledger together.",
        ));
    }
    for (report, InReport { items: ids, .. }) in &facts.indexed {
        let live = ledger.items(report)?.into_iter().filter(|item| item.published && item.withdrawn.is_none());
        let known: BTreeSet<String> = live.map(|item| item.id).collect();
        unknown.extend(ids.iter().filter(|id| !known.contains(*id)).cloned());
        twice.extend(ids.iter().filter(|id| !seen.insert((*id).clone())).cloned());
        missing.extend(known.into_iter().filter(|id| !ids.contains(id)));
    }
    for (code, ids, what) in [
        ("ids-unknown", unknown, "stand in the index, and the ledger does not know them as present"),
        ("ids-twice", twice, "stand twice in the index"),
        ("ids-missing", missing, "are present in the ledger and missing in the index"),
    ] {
        if !ids.is_empty() {
            findings.push(finding(
                code,
                format!("{} ids {what}: {}", ids.len(), some_of(&ids)),
                "`minutebook run --full` brings index and ledger together.",
            ));
        }
    }
    if !facts.miscounted.is_empty() {
        findings.push(finding(
            "counts-differ",
            format!("index, catalogue and cache do not hold the same of {}", some_of(&facts.miscounted)),
            "`minutebook run --full` reads them again from the corpus and builds the index anew.",
        ));
    }
    if !facts.lost_documents.is_empty() {
        findings.push(finding(
            "documents-lost",
            format!(
                "{} cached documents are missing or damaged: {}",
                facts.lost_documents.len(),
                some_of(&facts.lost_documents)
            ),
            "`minutebook run --full` reads them again from the corpus.",
        ));
    }
    Ok(())
}

fn compare_with_corpus(facts: &Facts, findings: &mut Vec<Finding>) {
    if let Some(why) = &facts.corpus_unread {
        findings.push(why.clone());
        return;
    }
    let (mut gone, mut changed) = (Vec::new(), Vec::new());
    for (path, sha256) in facts.catalogued.values().flatten() {
        match facts.corpus.get(path) {
            None => gone.push(path.clone()),
            Some(found) if found != sha256 => changed.push(path.clone()),
            Some(_) => {}
        }
    }
    for (code, paths, what) in [
        ("corpus-gone", gone, "are in the index and no longer in the corpus"),
        ("corpus-changed", changed, "have changed since they were indexed"),
    ] {
        if !paths.is_empty() {
            findings.push(finding(
                code,
                format!("{} files {what}: {}", paths.len(), some_of(&paths)),
                "`minutebook run --verify` takes note of it, or put the files back.",
            ));
        }
    }
    if !facts.new_files.is_empty() {
        findings.push(finding(
            "corpus-new",
            format!(
                "{} files in the corpus are not in the index yet: {}",
                facts.new_files.len(),
                some_of(&facts.new_files)
            ),
            "The next `minutebook run` reads them.",
        ));
    }
    if !facts.erased_files.is_empty() {
        findings.push(finding(
            "erased-files",
            format!("files of erased reports are still in the corpus: {}", some_of(&facts.erased_files)),
            "They are not read; remove them, so that nothing of the reports is left.",
        ));
    }
}

fn look_at_ledger(ledger: &Ledger, facts: Option<&Facts>, findings: &mut Vec<Finding>) -> Result<(), RunError> {
    ledger.account_of::<serde_json::Value>(Account::Trackers, "")?;
    ledger.account_of::<serde_json::Value>(Account::Alerts, "")?;
    let losses = ledger.losses()?;
    for note in ledger.notes() {
        // Of a line that was once whole the losses tell.
        let torn = note.contains("incomplete") && losses.is_empty();
        let (code, advice) = if torn {
            ("ledger-torn", "Nothing: what it was to say was never relied on, and the next run cuts it off.")
        } else {
            ("ledger-damaged", WAYS_BACK)
        };
        findings.push(finding(code, note, advice));
    }
    findings.extend(losses.into_iter().map(|loss| finding("ledger-lost", loss, WAYS_BACK)));
    for stone in ledger.tombstones() {
        let indexed = facts
            .is_some_and(|facts| facts.indexed.contains_key(&stone.key) || facts.catalogued.contains_key(&stone.key));
        if indexed || ledger.unfinished_erasures().contains(&stone.key) || ledger::has_words_of(ledger, stone)? {
            findings.push(finding(
                "erasure-unfinished",
                format!("the erasure of {} was begun and not finished", stone.key),
                "The next `minutebook run` finishes it, or give the same `minutebook purge` command again.",
            ));
        }
    }
    Ok(())
}

fn look_at_outputs(state: &Current, outputs: &Path, findings: &mut Vec<Finding>) {
    let Some(current) = state.generation else { return };
    let Some(mark) = OutputsMark::read(outputs) else {
        findings.push(finding(
            "outputs-unmarked",
            "the outputs do not say which generation they were written from".to_owned(),
            "The next `minutebook run` writes them again.",
        ));
        return;
    };
    if mark.generation != current {
        findings.push(finding(
            "outputs-behind",
            format!("the outputs were written from generation {}, current is {current}", mark.generation),
            "The next `minutebook run` writes them again.",
        ));
    }
    let (mut gone, mut changed) = (Vec::new(), Vec::new());
    for (file, sum) in &mark.files {
        match has_sum(&outputs.join(file), sum) {
            Err(_) => gone.push(file.clone()),
            Ok(false) if !EDITED_BY_PEOPLE.contains(&file.as_str()) => changed.push(file.clone()),
            Ok(_) => {}
        }
    }
    for (code, files, what) in [
        ("outputs-gone", gone, "are missing"),
        ("outputs-changed", changed, "were changed by others, and are not read back"),
    ] {
        if !files.is_empty() {
            findings.push(finding(
                code,
                format!("{} outputs {what}: {}", files.len(), some_of(&files)),
                "The next run with news writes them again; edit tracker.csv or tracker.xlsx instead.",
            ));
        }
    }
}

fn some_of(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    let more = names.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}

fn finding(code: &'static str, message: String, advice: &str) -> Finding {
    Finding { code, message, advice: advice.to_owned() }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
