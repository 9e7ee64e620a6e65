//! How does the record become a folder that any web server publishes? The pages of [`crate::pages`] as files with relative links,
//! a search that runs in the browser, a map for search engines.
//!
//! A report whose words, items and assessments are as before is not made again. Every file appears whole or not at all; what
//! others put into the folder is neither replaced nor deleted.

mod folder;
mod index;
mod map;
mod options;

pub use options::{Options, Written};

use crate::error::RunError;
use crate::pages::{self, ASSETS, Ask, Form, KeptNames, Links, Refusal, Scene, Surroundings, names, path_of};
use crate::record::{Record, TableLine};
use crate::run::catalogue::CataloguedReport;
use crate::text::digest;
use folder::Folder;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::path::Path;

/// Reports made at once: bounds memory.
const BATCH: usize = 32;
/// Pages that are there for every record.
const FIXED: [&str; 9] = ["", "search", "items", "reports", "categories", "bodies", "actors", "meetings", "about"];

/// Writes the record as files below `dir`.
///
/// # Errors
/// There is no index yet, `dir` holds files that are no site, or the disk refuses.
pub fn write(record: &Record, dir: &Path, options: &Options) -> Result<Written, RunError> {
    let mut folder = Folder::open(dir)?;
    let press = Press::new(record, options);
    let table = record.table()?;
    let status = record.status()?;
    let mut of_reports: FxHashMap<&str, Vec<&TableLine>> = FxHashMap::default();
    for line in &table.lines {
        of_reports.entry(line.row.report.as_str()).or_default().push(line);
    }
    let common = press.common_state()?;
    let mut index = index::Index::default();
    let mut reports: Vec<&CataloguedReport> = status.catalogue().reports.iter().collect();
    // The newest first: the search in the browser shows its hits in this order.
    reports.sort_by(|one, other| other.date.cmp(&one.date).then_with(|| one.key.cmp(&other.key)));
    for batch in reports.chunks(BATCH) {
        let made: Vec<_> = batch
            .par_iter()
            .map(|report| {
                let lines = of_reports.get(report.key.as_str()).map(Vec::as_slice).unwrap_or_default();
                let state = state_of(report, lines, &common);
                let document = record.document(&report.key)?;
                let paths = press.paths_of(report, lines)?;
                let pages =
                    if folder.has_kept(&report.key, &state, &paths) { None } else { Some(press.pages(&paths)?) };
                Ok((*report, state, paths, pages, document))
            })
            .collect::<Result<_, RunError>>()?;
        for (report, state, paths, pages, document) in made {
            match pages {
                None => folder.keep(&report.key, &state, paths.iter().map(|path| file_of(path))),
                Some(pages) => folder.put_report(&report.key, &state, pages)?,
            }
            if let Some(document) = document {
                index.add(report, &document);
            }
        }
    }
    let mut paths: Vec<String> = FIXED.map(str::to_owned).to_vec();
    paths.extend(press.name_paths()?);
    folder.put_all(press.pages(&paths)?)?;
    folder.put_all(ASSETS.iter().map(|(name, _, content)| ((*name).to_owned(), content.as_bytes().to_vec())))?;
    folder.put_all(index.files())?;
    folder.put_all(map::files(&folder, options))?;
    folder.close()
}

/// What makes pages.
struct Press<'a> {
    record: &'a Record,
    options: &'a Options,
    names: KeptNames,
}

impl<'a> Press<'a> {
    fn new(record: &'a Record, options: &'a Options) -> Self {
        Self { record, options, names: KeptNames::default() }
    }

    fn scene(&self, parts: usize) -> Result<Scene<'a>, RunError> {
        let around = Surroundings { name: self.options.name.clone(), published_at: self.options.url.clone() };
        Scene::new(self.record, &self.names, Links::files(parts), around).map_err(failed)
    }

    /// What all pages depend on besides their report.
    fn common_state(&self) -> Result<String, RunError> {
        let categories = serde_json::to_string(&self.record.categories()?).unwrap_or_default();
        let styles: String = ASSETS.iter().map(|(_, _, content)| *content).collect();
        let state = format!("{} {:?} {categories} {styles}", env!("CARGO_PKG_VERSION"), self.options);
        Ok(digest::sha256(state.as_bytes()))
    }

    /// The pages of a report: its own, one for each passage and one for each item.
    fn paths_of(&self, report: &CataloguedReport, lines: &[&TableLine]) -> Result<Vec<String>, RunError> {
        let mut paths = vec![path_of(&report.key)];
        if let Some(document) = self.record.document(&report.key)? {
            let blocks = document.document.blocks.iter();
            let seen = blocks.filter(|block| block.block_type != crate::model::BlockType::Furniture);
            paths.extend(seen.map(|block| path_of(&block.id)));
        }
        paths.extend(lines.iter().map(|line| path_of(&line.row.id)));
        Ok(paths)
    }

    /// The pages of categories, bodies and actors.
    fn name_paths(&self) -> Result<Vec<String>, RunError> {
        let scene = self.scene(0)?;
        let mut paths = Vec::new();
        for of in [names::Of::Categories, names::Of::Bodies, names::Of::Actors] {
            let all = names::all(&scene, of).map_err(failed)?;
            paths.extend(all.iter().map(|(name, _)| format!("{}/{}", of.path(), pages::slug(name))));
        }
        paths.sort();
        paths.dedup();
        Ok(paths)
    }

    /// Pages by their paths, as files.
    fn pages(&self, paths: &[String]) -> Result<Vec<(String, Vec<u8>)>, RunError> {
        let page = |path: &String| {
            let parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
            let scene = self.scene(parts.len())?;
            let ask = Ask { parts, form: Form::Html, parameters: Vec::new() };
            let answer = pages::answer(&scene, &ask).map_err(failed)?;
            Ok((file_of(path), answer.bytes))
        };
        paths.par_iter().map(page).collect()
    }
}

/// What the pages of one report depend on.
fn state_of(report: &CataloguedReport, lines: &[&TableLine], common: &str) -> String {
    let mut state = format!("{common} {} {} {:?} {:?}", report.document, report.manifest, report.suspect, report.title);
    for line in lines {
        state.push_str(&format!(" {} {:?} {:?} {:?}", line.row.rev, line.human, line.row.flags, line.row.thread));
    }
    digest::sha256(state.as_bytes())
}

/// The file of a page.
fn file_of(path: &str) -> String {
    if path.is_empty() { "index.html".to_owned() } else { format!("{path}/index.html") }
}

/// What cannot be made into a page is a fault of the record: every path was taken from it.
fn failed(refusal: Refusal) -> RunError {
    let mut error = RunError::damaged(format!("a page cannot be made: {}", refusal.detail));
    if let Some(log) = refusal.log {
        error = error.because(log);
    }
    error
}
