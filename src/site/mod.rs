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

#[cfg(feature = "pictures")]
use crate::error::ErrorKind;
use crate::error::RunError;
use crate::model::TaggedDocument;
use crate::pages::{self, ASSETS, Ask, Form, KeptNames, Links, Refusal, Scene, Surroundings, names, path_of};
use crate::record::{Around, Record, TableLine};
use crate::run::catalogue::CataloguedReport;
use crate::text::digest;
use folder::Folder;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::path::Path;
use std::sync::Arc;

/// Reports made at once: bounds memory.
const BATCH: usize = 32;
/// Reports made at once with their pictures: each page takes some 200 kB, and 10 MB while it is drawn.
const BATCH_WITH_PICTURES: usize = 4;
/// Pages that are there for every record.
const FIXED: [&str; 10] =
    ["", "search", "items", "reports", "threads", "categories", "bodies", "actors", "meetings", "about"];

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
    let batch = if options.pictures { BATCH_WITH_PICTURES } else { BATCH };
    for batch in reports.chunks(batch) {
        let made: Vec<_> = batch
            .par_iter()
            .map(|report| {
                let lines = of_reports.get(report.key.as_str()).map(Vec::as_slice).unwrap_or_default();
                let document = record.document(&report.key)?;
                let state = state_of(record, report, document.as_deref(), lines, &common)?;
                let is_kept = folder.has_kept(&report.key, &state);
                let pages = if is_kept { None } else { Some(press.of_report(report, lines)?) };
                Ok((*report, state, pages, document))
            })
            .collect::<Result<_, RunError>>()?;
        for (report, state, pages, document) in made {
            match pages {
                None => folder.keep(&report.key, &state),
                Some(pages) => folder.put_report(&report.key, &state, pages)?,
            }
            if let Some(document) = document {
                index.add(report, &document);
            }
        }
    }
    let mut paths: Vec<String> = FIXED.map(str::to_owned).to_vec();
    paths.extend(press.name_paths()?);
    paths.extend(pages::threads::paths(&press.scene(0)?).map_err(failed)?);
    folder.put_all(press.pages(&paths, &Arc::default())?)?;
    folder.put_all(ASSETS.iter().map(|(name, _, content)| ((*name).to_owned(), content.as_bytes().to_vec())))?;
    folder.put_all(index.files())?;
    folder.put_all(press.feeds()?)?;
    folder.put_all(map::files(&folder, options))?;
    folder.close()
}

/// Pages that were drawn, with their size in points.
type Sizes = FxHashMap<u32, [f32; 2]>;

/// A page that was drawn.
#[cfg_attr(not(feature = "pictures"), expect(dead_code, reason = "nothing draws"))]
struct Picture {
    page: u32,
    size: [f32; 2],
    png: Vec<u8>,
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

    /// A feed of each saved search.
    fn feeds(&self) -> Result<Vec<(String, Vec<u8>)>, RunError> {
        let feed = |saved: crate::search::saved::Saved| {
            let parameters = vec![("saved".to_owned(), saved.name.clone())];
            let ask = Ask { parts: vec!["search".to_owned()], form: Form::Atom, parameters };
            let answer = pages::answer(&self.scene(1)?, &ask).map_err(failed)?;
            Ok((format!("{}/{}.atom", pages::FEEDS, saved.name), answer.bytes))
        };
        self.record.saved_searches()?.into_iter().map(feed).collect()
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

    /// The pages of a report as files, with the pictures that they show.
    fn of_report(&self, report: &CataloguedReport, lines: &[&TableLine]) -> Result<Vec<(String, Vec<u8>)>, RunError> {
        let mut files = Vec::new();
        let mut drawn = Sizes::default();
        for picture in self.pictures(&report.key)? {
            drawn.insert(picture.page, picture.size);
            files.push((format!("page/{}/{}.png", report.key, picture.page), picture.png));
        }
        files.extend(self.pages(&self.paths_of(report, lines)?, &Arc::new(drawn))?);
        Ok(files)
    }

    #[cfg(not(feature = "pictures"))]
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "the same call with pictures and without")]
    fn pictures(&self, _key: &str) -> Result<Vec<Picture>, RunError> {
        Ok(Vec::new())
    }

    /// The pages of a report's file as pictures; nothing where none are wanted, or its file cannot be drawn or is gone: its words are
    /// published all the same.
    #[cfg(feature = "pictures")]
    fn pictures(&self, key: &str) -> Result<Vec<Picture>, RunError> {
        if !self.options.pictures {
            return Ok(Vec::new());
        }
        let drawn = match self.record.page_pictures(key) {
            Err(error) if error.kind == ErrorKind::Usage => Vec::new(),
            drawn => drawn?,
        };
        Ok(drawn.into_iter().map(|drawn| Picture { page: drawn.page, size: drawn.size, png: drawn.png }).collect())
    }

    /// Pages by their paths, as files.
    fn pages(&self, paths: &[String], drawn: &Arc<Sizes>) -> Result<Vec<(String, Vec<u8>)>, RunError> {
        let page = |path: &String| {
            let parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
            let scene = self.scene(parts.len())?.with_pictures(Arc::clone(drawn));
            let ask = Ask { parts, form: Form::Html, parameters: Vec::new() };
            let answer = pages::answer(&scene, &ask).map_err(failed)?;
            Ok((file_of(path), answer.bytes))
        };
        paths.par_iter().map(page).collect()
    }
}

/// What the pages of one report depend on.
fn state_of(
    record: &Record,
    report: &CataloguedReport,
    document: Option<&TaggedDocument>,
    lines: &[&TableLine],
    common: &str,
) -> Result<String, RunError> {
    let mut state = format!("{common} {} {} {:?} {:?}", report.document, report.manifest, report.suspect, report.title);
    for line in lines {
        state.push_str(&format!(" {} {:?} {:?} {:?}", line.row.rev, line.human, line.row.flags, line.row.thread));
    }
    // What other reports take up of it, or refer to in it.
    for block in document.iter().flat_map(|document| &document.document.blocks) {
        let around = record.around(&block.id)?;
        if around != Around::default() {
            state.push_str(&format!(" {around:?}"));
        }
    }
    Ok(digest::sha256(state.as_bytes()))
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
