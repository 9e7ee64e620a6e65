//! Where and when a tracker is brought up to date, and of what.

use super::corrections::Reported;
use super::work::Occasion;
use crate::error::RunError;
use crate::export::Titles;
use crate::model::{Assessments, TrackerRow};
use crate::settings::TrackerSettings;
use crate::store::Storage;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;

/// The rows of a stored document, in reading order, by its name.
pub type RowsOf<'a> = dyn Fn(&str) -> Result<Vec<TrackerRow>, RunError> + Sync + 'a;

/// Where and when, and of what.
#[derive(Clone, Copy)]
pub struct Refresh<'a> {
    /// All writes go through it.
    pub storage: &'a Storage,
    /// `outputs/`.
    pub outputs: &'a Path,
    /// Where the rows of each report are kept between runs.
    pub caches: &'a Path,
    /// Counts what of them was found damaged and is made anew.
    pub damaged: &'a AtomicUsize,
    /// The run.
    pub occasion: &'a Occasion,
    /// The generation that the rows come from.
    pub generation: u64,
    /// Its reports in the order of the tracker, each with the name of its document.
    pub reports: &'a [(String, String)],
    /// Loads the rows of a document.
    pub rows: &'a RowsOf<'a>,
    /// `[tracker]`.
    pub settings: &'a TrackerSettings,
    /// The names of the categories.
    pub titles: &'a Titles,
    /// Where the corpus is, seen from `outputs/`, with `/` at its end.
    pub corpus: Option<&'a str>,
    /// What assessors think; `None` where their file cannot be read.
    pub assessments: Option<&'a Assessments>,
    /// What became of each line of `overrides.csv`.
    pub corrections: &'a [Reported],
    /// More edited files to take over: what people sent in.
    pub also: &'a [PathBuf],
}
