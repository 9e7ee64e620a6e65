//! `check`: what the index, the cache and the corpus hold, read for [`crate::store::check`] to judge. Changes nothing and needs
//! no lock: it looks at the generation that is current when it begins.

use super::build;
use super::catalogue::{Catalogue, CataloguedReport};
use super::documents::Documents;
use super::known::Known;
use super::scan::{self, Scan, ScanOptions};
use crate::error::RunError;
use crate::index::Reader;
use crate::model::BlockType;
use crate::settings::Settings;
use crate::store::check::{Facts, Finding, InReport};
use crate::store::{self, Ledger, Opened, Storage};
use crate::workspace::Workspace;
use rayon::prelude::*;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Checks the workspace; what is not as it should be comes back, each with what to do about it. An index that cannot be read
/// is a finding.
///
/// # Errors
/// Nothing was ever built, or the ledger cannot be read at all.
pub fn check(workspace: &Workspace, settings: &Settings) -> Result<Vec<Finding>, RunError> {
    let storage = Storage::of(settings, workspace);
    let generations = build::generations(&storage, workspace, settings);
    if !workspace.indexes().join(store::current::FILE).exists() && generations.finished()?.is_empty() {
        return Err(RunError::usage(format!(
            "there is no index in {} yet: nothing to check",
            workspace.root().display()
        ))
        .hint("build it: minutebook run")
        .hint("if the index is elsewhere, name its folder: --workspace DIR"));
    }
    let ledger = Ledger::open(&storage, &workspace.ledger())?.named_in(super::begin::extents(workspace, &generations));
    let mut findings = Vec::new();
    // Kept open, so that a run that ends meanwhile does not take the files away.
    let opened = match generations.open_current() {
        Ok(opened) => opened,
        Err(error) => {
            findings.push(Finding::of_error("index-unreadable", &error));
            None
        }
    };
    let facts = opened.as_ref().and_then(|opened| match facts(workspace, settings, &ledger, opened) {
        Ok(facts) => Some(facts),
        Err(error) => {
            findings.push(Finding::of_error("index-damaged", &error));
            None
        }
    });
    findings.extend(store::check::check(
        &generations,
        &ledger,
        &workspace.indexes(),
        &workspace.outputs(),
        facts.as_ref(),
    )?);
    Ok(findings)
}

fn facts(workspace: &Workspace, settings: &Settings, ledger: &Ledger, opened: &Opened) -> Result<Facts, RunError> {
    let catalogue = Catalogue::read(&opened.dir)?;
    let reader = Reader::open(&opened.index())?;
    reader.verify()?;
    let documents = Documents::of(workspace);
    let mut facts = Facts::default();
    for report in reader.reports()? {
        let found = reader.blocks(&report.meta.key)?;
        let items: Vec<String> =
            found.iter().flat_map(|block| block.items.iter().map(|item| item.id.clone())).collect();
        facts.indexed.insert(report.meta.key, InReport { blocks: found.len() as u64, items });
    }
    for report in &catalogue.reports {
        let of_reading = |reading: &CataloguedReport| {
            let sha256 = reading.sha256.clone();
            reading.files.iter().map(|file| (file.path.clone(), sha256.clone())).collect::<Vec<_>>()
        };
        let files = report.readings().flat_map(of_reading).collect();
        facts.catalogued.insert(report.key.clone(), files);
    }
    let loaded: Vec<_> = catalogue
        .reports
        .par_iter()
        .map(|report| {
            let cached = documents.load(&report.document).ok().map(|tagged| InReport {
                blocks: tagged.document.blocks.iter().filter(|block| block.block_type != BlockType::Furniture).count()
                    as u64,
                items: tagged.items.into_iter().map(|item| item.id).collect(),
            });
            (report, cached)
        })
        .collect();
    for (report, cached) in loaded {
        let Some(mut cached) = cached else {
            facts.lost_documents.push(format!("{} ({})", report.document, report.key));
            continue;
        };
        let totals = report.totals;
        let counted = totals.decisions + totals.actions + totals.recommendations;
        let indexed = facts.indexed.get(&report.key).cloned().unwrap_or_default();
        let mut in_index = indexed.items;
        cached.items.sort();
        in_index.sort();
        if cached.items != in_index || cached.blocks != indexed.blocks || counted != cached.items.len() as u64 {
            facts.miscounted.push(report.key.clone());
        }
    }
    look_at_corpus(workspace, settings, ledger, &catalogue, &mut facts);
    Ok(facts)
}

/// Every file of the corpus, by its content.
fn look_at_corpus(
    workspace: &Workspace,
    settings: &Settings,
    ledger: &Ledger,
    catalogue: &Catalogue,
    facts: &mut Facts,
) {
    let options = ScanOptions {
        limits: &settings.extract,
        settle: Duration::ZERO,
        verify: true,
        now: SystemTime::now(),
        links_to: &settings.links_to,
        stop: Arc::default(),
    };
    let Scan { files, .. } = match scan::scan(&workspace.corpus(), &Known::default(), &options) {
        Ok(scan) => scan,
        Err(error) => {
            facts.corpus_unread = Some(Finding::of_error("corpus-unreadable", &error));
            return;
        }
    };
    let known = Known::of(Some(catalogue));
    for (path, file) in files {
        facts.corpus.insert(path.clone(), file.sha256.clone());
        if ledger.is_erased(&file.sha256) {
            facts.erased_files.push(path);
        } else if known.file(&path).is_none() {
            facts.new_files.push(path);
        }
    }
}
