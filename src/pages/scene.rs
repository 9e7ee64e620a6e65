//! What all pages of one answer share: the record, today, the names of categories and bodies, and how links are written.

use super::answer::{Answer, HTML};
use super::ask::Ask;
use super::frame::{Sheet, Surroundings, framed};
use super::links::Links;
use super::refusal::Refusal;
use crate::record::{CategoryName, Record, Status};
use crate::text::escapes::harmless;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What pages share.
pub struct Scene<'a> {
    /// The record that is shown.
    pub record: &'a Record,
    /// Today, `YYYY-MM-DD`.
    pub today: String,
    /// How links of this page are written.
    pub links: Links,
    around: Surroundings,
    names: Arc<Names>,
    /// Pages that were drawn as pictures beside this page, with their size in points.
    drawn: Arc<FxHashMap<u32, [f32; 2]>>,
}

/// Names that are looked up on nearly every page.
#[derive(Debug, Default)]
pub struct Names {
    stamp: String,
    /// Categories in the order of the taxonomy.
    pub categories: Vec<CategoryName>,
    bodies: FxHashMap<String, String>,
}

/// The names of one state of the record, made once.
#[derive(Debug, Default)]
pub struct KeptNames(Mutex<Arc<Names>>);

impl KeptNames {
    fn of(&self, record: &Record) -> Result<Arc<Names>, Refusal> {
        let stamp = record.generation()?.to_string();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.stamp != stamp {
            let status: Status = record.status()?;
            let reports = &status.catalogue().reports;
            let bodies = reports.iter().filter_map(|report| Some((report.key.clone(), report.body.clone()?)));
            *kept = Arc::new(Names { bodies: bodies.collect(), categories: record.categories()?, stamp });
        }
        Ok(Arc::clone(&kept))
    }
}

impl<'a> Scene<'a> {
    /// The scene of one page.
    ///
    /// # Errors
    /// There is no index yet, or it cannot be read.
    pub fn new(record: &'a Record, names: &KeptNames, links: Links, around: Surroundings) -> Result<Self, Refusal> {
        let names = names.of(record)?;
        Ok(Self { record, today: jiff::Zoned::now().date().to_string(), links, around, names, drawn: Arc::default() })
    }

    /// The same with pages that were drawn as pictures.
    #[must_use]
    pub fn with_pictures(mut self, drawn: Arc<FxHashMap<u32, [f32; 2]>>) -> Self {
        self.drawn = drawn;
        self
    }

    /// The size in points of a page that was drawn as a picture.
    #[must_use]
    pub fn drawn(&self, page: u32) -> Option<[f32; 2]> {
        self.drawn.get(&page).copied()
    }

    /// The categories in the order of the taxonomy.
    #[must_use]
    pub fn categories(&self) -> &[CategoryName] {
        &self.names.categories
    }

    /// Name of a category; an id that the taxonomy does not have stands for itself.
    #[must_use]
    pub fn category<'b>(&'b self, id: &'b str) -> &'b str {
        self.names.categories.iter().find(|known| known.id == id).map_or(id, |known| known.name.as_str())
    }

    /// The body that met, of a report.
    #[must_use]
    pub fn body_of(&self, report: &str) -> Option<&str> {
        self.names.bodies.get(report).map(String::as_str)
    }

    /// The bodies that met, each as often as it has reports.
    pub fn bodies(&self) -> impl Iterator<Item = &str> {
        self.names.bodies.values().map(String::as_str)
    }

    /// The page of a body or an actor.
    #[must_use]
    pub fn name_page(&self, of: &str, name: &str) -> String {
        self.links.to(&format!("{of}/{}", super::links::slug(name)))
    }

    /// Name of the record.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.around.name
    }

    /// The address under which the pages are published.
    #[must_use]
    pub fn published_at(&self) -> Option<&str> {
        self.around.published_at.as_deref()
    }

    /// The page in its frame; what could reorder or hide text on the screen is shown as U+FFFD.
    #[must_use]
    pub fn html(&self, sheet: &Sheet, ask: &Ask) -> Answer {
        let page = framed(sheet, &ask.parts.join("/"), &self.links, &self.around).into_string();
        Answer::shown(HTML, harmless(&page).into_owned())
    }
}
