//! What happened to one item: as it was first seen, each time that its words or facts changed, what people say of it.

use super::kept::Told;
use crate::error::RunError;
use crate::model::row::Weight;
use crate::model::{Assessment, Assessments, Cells, Column, TrackerRow};
use crate::record::Record;
use crate::tracker::{self, Conflict, assessments};
use serde::Serialize;
use std::sync::Arc;

/// What happened to an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Story {
    /// The item as it is now, or as its source last held it.
    pub row: TrackerRow,
    /// Whether its source no longer holds it.
    pub withdrawn: bool,
    /// All that was ever written into trackers, the first first; the last is what holds now.
    pub versions: Vec<Version>,
    /// What people wrote beside it, by column.
    pub human: Cells,
    /// What assessors say of it, in the order of `assessments.csv`.
    pub assessments: Vec<Assessment>,
    /// Whether they differ.
    pub disagree: bool,
    /// Cells with two values.
    pub conflicts: Vec<Conflict>,
}

/// One state of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Version {
    /// Day of the change, where it is known.
    pub day: Option<String>,
    /// Columns that differ from the version before, with the old and the new value; empty for the first.
    pub changes: Vec<(&'static str, String, String)>,
    /// Its words.
    pub text: String,
}

impl Record {
    /// What happened to the item with this id; `None` where no tracker ever held it.
    ///
    /// ```
    /// # use minutebook::{Record, Selection};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// let id = record.select(&Selection::default())?.held[0].id.clone();
    /// let story = record.story(&id)?.expect("it is in the tracker");
    /// assert_eq!(story.versions.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Ledger or `assessments.csv` cannot be read.
    pub fn story(&self, id: &str) -> Result<Option<Story>, RunError> {
        let report = id.split('#').next().unwrap_or(id);
        let told = self.told()?;
        let history = tracker::load_report(&told.ledger, report)?;
        let Some(subject) = history.subject(id) else { return Ok(None) };
        let Some(row) = subject.row.as_deref().cloned() else { return Ok(None) };
        let assessments = &told.assessments;
        Ok(Some(Story {
            withdrawn: subject.withdrawn,
            versions: versions(&subject.versions()),
            human: subject.human.clone(),
            assessments: assessments.views(id).into_iter().cloned().collect(),
            disagree: assessments.disagree(id),
            conflicts: history.conflicts().iter().filter(|conflict| conflict.id == id).cloned().collect(),
            row,
        }))
    }

    /// Ledger and assessments, opened once for as long as their files are as they were.
    fn told(&self) -> Result<Arc<Told>, RunError> {
        let stamp = self.stamp()?;
        if let Some(told) = self.kept.told(&stamp) {
            return Ok(told);
        }
        let told = Arc::new(Told { ledger: self.ledger()?, assessments: self.assessments()? });
        self.kept.keep_told(stamp, &told);
        Ok(told)
    }

    /// What people say of items, from `assessments.csv`; nothing where there is no such file.
    ///
    /// # Errors
    /// It cannot be read, or is no list of assessments.
    pub fn assessments(&self) -> Result<Assessments, RunError> {
        let path = self.workspace().file(assessments::FILE);
        match std::fs::read(&path) {
            Ok(bytes) => Assessments::read(&bytes, assessments::FILE)
                .map_err(|why| RunError::settings(format!("{}: {}", why.name, why.message)).hint(why.hint)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Assessments::default()),
            Err(error) => Err(RunError::new(format!("cannot read {}", path.display())).because(error)),
        }
    }
}

/// The states one after the other; such as differ in nothing that a reader would call news are one.
fn versions(rows: &[&TrackerRow]) -> Vec<Version> {
    let mut versions: Vec<Version> = Vec::new();
    let mut before: Option<&TrackerRow> = None;
    for row in rows {
        let changes = before.map(|before| changes(before, row)).unwrap_or_default();
        if before.is_none() || !changes.is_empty() {
            let day = row.changed.clone().or_else(|| row.first_seen.clone());
            versions.push(Version { day, changes, text: row.text.clone() });
        }
        before = Some(row);
    }
    versions
}

fn changes(before: &TrackerRow, now: &TrackerRow) -> Vec<(&'static str, String, String)> {
    let of_substance = Column::ALL.into_iter().filter(|column| column.weight() == Weight::Substance);
    let differing = of_substance.filter(|column| before.cell(*column) != now.cell(*column));
    differing.map(|column| (column.name(), before.cell(column).into_owned(), now.cell(column).into_owned())).collect()
}
