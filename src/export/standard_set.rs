//! The files that every run writes into `outputs/`: the two trackers, views of them, calendar, conflicts and the page that
//! leads to all.
//!
//! Each file is a beginning, what every report adds to it, in order, and an end: so no more than one report is held at a
//! time, however large the record has grown. Pure: who writes the pieces to files is [`crate::tracker`].

use super::assessed;
use super::ics::{self, Deadline};
use super::index_page::{Group, IndexPage, Tally};
use super::titles::Titles;
use super::{csv, jsonl};
use crate::model::Assessments;
use crate::model::{Column, Kind, TableRow, TrackerRow};
use std::collections::BTreeMap;
use std::io;

/// What all pieces have in common.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The human columns of the tracker.
    pub human: &'a [String],
    /// The keys of their cells, in the same order.
    pub keys: &'a [String],
    /// What assessors think; `None` where their file cannot be read: the sheets of the run before then stay.
    pub assessments: Option<&'a Assessments>,
    /// The names of the categories.
    pub titles: &'a Titles,
    /// The heading of workbook, calendar and page.
    pub title: &'a str,
    /// The generation that the rows come from.
    pub generation: u64,
    /// The day of the run, `YYYY-MM-DD`.
    pub day: &'a str,
}

/// The tracker as CSV: read back.
pub const TRACKER_CSV: &str = "tracker.csv";
/// The tracker as a workbook: read back.
pub const TRACKER_XLSX: &str = "tracker.xlsx";
/// All items, machine columns only.
pub const ITEMS_CSV: &str = "items.csv";
/// All items for programs.
pub const ITEMS_JSONL: &str = "items.jsonl";
/// Recommendations to assess, as a workbook.
pub const ASSESSMENTS_XLSX: &str = "assessments.xlsx";
/// What became of each line of `overrides.csv`.
pub const CORRECTIONS: &str = "corrections.csv";
/// Deadlines for calendars.
pub const DEADLINES: &str = "deadlines.ics";
/// Cells with two values.
pub const CONFLICTS: &str = "conflicts.csv";
/// The page that leads to all, in two forms.
pub const INDEX: [&str; 2] = ["index.md", "index.html"];
/// Folders whose files this set alone writes: a file in them that it does not name is of an earlier run.
pub const OWN_FOLDERS: [&str; 3] = ["kinds", CATEGORIES, ASSESSMENTS];
/// A view a category.
const CATEGORIES: &str = "categories";
/// Sheets to assess recommendations in, one a category.
pub const ASSESSMENTS: &str = "assessments";

/// The files that the page names first, each with a word on what it is for.
const NAMED: [(&str, &str); 8] = [
    (TRACKER_XLSX, "The tracker as a workbook, to edit: read back as well"),
    (TRACKER_CSV, "The tracker, to edit: the next run reads it back"),
    (CONFLICTS, "Cells with two values, to be settled by people"),
    (DEADLINES, "Deadlines for calendars"),
    (CORRECTIONS, "What became of each line of overrides.csv"),
    (ASSESSMENTS_XLSX, "Recommendations to assess, a sheet a category; send it in"),
    (ITEMS_JSONL, "All items for programs, one JSON object a line"),
    (ITEMS_CSV, "All items, machine columns only; a view, not read back"),
];

/// Where a file comes when all take their names: the trackers last but for the pages that lead to them, so that a run that
/// is cut off has not yet told of what it has not written.
#[must_use]
pub fn rank(path: &str) -> usize {
    let last = [CORRECTIONS, DEADLINES, CONFLICTS, TRACKER_CSV, TRACKER_XLSX, INDEX[0], INDEX[1]];
    last.iter().position(|name| *name == path).map_or(0, |at| at + 1)
}

/// Bytes for files, by their paths below `outputs/`.
pub type Pieces = BTreeMap<String, Vec<u8>>;

impl Frame<'_> {
    /// The beginnings of the files that are there also without items.
    ///
    /// # Errors
    /// Never, as far as memory reaches.
    pub fn beginnings(&self) -> io::Result<Pieces> {
        let always = [Kind::Decision, Kind::Action, Kind::Recommendation].map(kind_path);
        let others = [ITEMS_CSV, ITEMS_JSONL, DEADLINES, TRACKER_CSV];
        always.into_iter().chain(others).map(|path| Ok((path.to_owned(), self.beginning(path)?))).collect()
    }

    /// The beginning of a file.
    ///
    /// # Errors
    /// Never, as far as memory reaches.
    pub fn beginning(&self, path: &str) -> io::Result<Vec<u8>> {
        let machine = || Column::ALL.iter().map(|column| column.name());
        Ok(match path {
            ITEMS_JSONL => Vec::new(),
            DEADLINES => {
                let mut out = Vec::new();
                ics::begin(self.title, &mut out)?;
                out
            }
            TRACKER_CSV => csv::head(machine().chain(self.human.iter().map(String::as_str))),
            _ if path.starts_with(ASSESSMENTS) => csv::head(assessed::SHEET_HEADER),
            _ if path.starts_with(CATEGORIES) && self.assessments.is_some() => {
                csv::head(machine().chain(assessed::VIEW_HEADER))
            }
            _ => csv::head(machine()),
        })
    }

    /// What items that their source holds add to the files. Each row comes with how often its substance has changed.
    ///
    /// # Errors
    /// Never, as far as memory reaches.
    pub fn held<'a>(&self, rows: impl IntoIterator<Item = (&'a TableRow, u64)>) -> io::Result<Pieces> {
        let mut pieces = Gathered::default();
        let mut machine = Vec::new();
        for (row, changes) in rows {
            let TableRow::Item { row: item, .. } = row else { continue };
            machine.clear();
            csv::machine_cells(&mut machine, item);
            for path in [ITEMS_CSV, kind_path(item.kind)] {
                pieces.add(path, |out| {
                    out.extend_from_slice(&machine);
                    csv::end(out);
                });
            }
            pieces.add(ITEMS_JSONL, |out| jsonl::line(item, out))?;
            self.category(item, &machine, &mut pieces);
            self.tracker(row, &machine, changes, &mut pieces)?;
        }
        Ok(pieces.0)
    }

    /// What items that their source holds no longer add to the files.
    ///
    /// # Errors
    /// Never, as far as memory reaches.
    pub fn withdrawn<'a>(&self, rows: impl IntoIterator<Item = (&'a TableRow, u64)>) -> io::Result<Pieces> {
        let mut pieces = Gathered::default();
        for (row, changes) in rows {
            let Some(item) = row.item() else { continue };
            let mut machine = Vec::new();
            csv::machine_cells(&mut machine, item);
            self.tracker(row, &machine, changes, &mut pieces)?;
        }
        Ok(pieces.0)
    }

    /// What people's own rows add to the files.
    #[must_use]
    pub fn own<'a>(&self, rows: impl IntoIterator<Item = &'a TableRow>) -> Pieces {
        let mut pieces = Gathered::default();
        for row in rows {
            pieces.add(TRACKER_CSV, |out| csv::record(out, row.cells(self.keys)));
        }
        pieces.0
    }

    /// The ends of files.
    ///
    /// # Errors
    /// Never, as far as memory reaches.
    pub fn ends(&self) -> io::Result<Pieces> {
        let mut out = Vec::new();
        ics::end(&mut out)?;
        Ok(BTreeMap::from([(DEADLINES.to_owned(), out)]))
    }

    /// The two pages that lead to the files. `written` says which of them there are.
    #[must_use]
    pub fn pages(&self, tally: &Tally, written: impl Fn(&str) -> bool) -> Pieces {
        let named = NAMED.iter().filter(|(path, _)| written(path));
        let files: Vec<_> = named.map(|(path, word)| ((*path).to_owned(), (*word).to_owned())).collect();
        let from = format!("Written from generation {} on {}.", self.generation, self.day);
        let page = IndexPage::new(self.title, &from, tally, self.titles, &files, |group| match group {
            Group::Kind(kind) => Some(kind_path(kind).to_owned()),
            Group::Category(id) => Some(category_path(CATEGORIES, id)),
        });
        let [markdown, html] = INDEX.map(str::to_owned);
        BTreeMap::from([(markdown, page.markdown().into_bytes()), (html, page.html().into_bytes())])
    }

    fn category(&self, item: &TrackerRow, machine: &[u8], pieces: &mut Gathered) {
        let category = item.category.as_deref().unwrap_or_default();
        pieces.add(&category_path(CATEGORIES, category), |view| {
            view.extend_from_slice(machine);
            match self.assessments {
                Some(assessments) => {
                    view.push(b',');
                    csv::record(view, assessed::view_cells(item, assessments));
                }
                None => csv::end(view),
            }
        });
        if let Some(assessments) = self.assessments.filter(|_| item.kind == Kind::Recommendation) {
            pieces.add(&category_path(ASSESSMENTS, category), |sheet| {
                assessed::sheet_lines(item, assessments).into_iter().for_each(|line| csv::record(sheet, line));
            });
        }
    }

    fn tracker(&self, row: &TableRow, machine: &[u8], changes: u64, pieces: &mut Gathered) -> io::Result<()> {
        let TableRow::Item { row: item, human } = row else { return Ok(()) };
        let cell = |key: &str| human.get(key).map(String::as_str).unwrap_or_default();
        pieces.add(TRACKER_CSV, |tracker| {
            tracker.extend_from_slice(machine);
            tracker.push(b',');
            csv::record(tracker, self.keys.iter().map(|key| cell(key)));
        });
        let deadline = Deadline { row: item, status: cell("status"), sequence: changes };
        pieces.add(DEADLINES, |out| ics::entry(self.day, deadline, out))
    }
}

/// Pieces being gathered.
#[derive(Default)]
struct Gathered(BTreeMap<String, Vec<u8>>);

impl Gathered {
    /// Lets `write` add to the bytes of a file.
    fn add<T>(&mut self, path: &str, write: impl FnOnce(&mut Vec<u8>) -> T) -> T {
        // Nearly always the file is there: its name need not be copied.
        match self.0.get_mut(path) {
            Some(bytes) => write(bytes),
            None => write(self.0.entry(path.to_owned()).or_default()),
        }
    }
}

fn kind_path(kind: Kind) -> &'static str {
    match kind {
        Kind::Decision => "kinds/decisions.csv",
        Kind::Action => "kinds/actions.csv",
        Kind::Recommendation => "kinds/recommendations.csv",
    }
}

/// A category's file; an id that people made up may hold anything, so only what every file system takes stays.
fn category_path(folder: &str, id: &str) -> String {
    if id.is_empty() {
        return format!("{folder}/no-category.csv");
    }
    let safe = |character: char| if character.is_alphanumeric() || character == '-' { character } else { '_' };
    format!("{folder}/{}.csv", id.chars().map(safe).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;
    use crate::model::{human_columns, table_keys};
    use crate::tracker::read;

    #[test]
    fn pieces_joined_are_the_files_of_the_set() {
        let mut other = row("k#2~aaaaaaaa.a");
        other.kind = Kind::Action;
        other.category = Some("../../etc".to_owned());
        let rows = [row("k#1~aaaaaaaa.d"), other]
            .map(|row| TableRow::Item { row: Box::new(row), human: [("status".to_owned(), "open".to_owned())].into() });
        let (human, assessments, titles) = (human_columns([]), Assessments::default(), Titles::default());
        let frame = Frame {
            human: &human,
            keys: &table_keys(&human),
            assessments: Some(&assessments),
            titles: &titles,
            title: "Outputs",
            generation: 1,
            day: "2026-11-21",
        };
        let mut files = frame.beginnings().unwrap();
        for (path, bytes) in frame.held(rows.iter().map(|row| (row, 0))).unwrap() {
            files.entry(path.clone()).or_insert_with(|| frame.beginning(&path).unwrap()).extend(bytes);
        }
        let mut tally = Tally::default();
        rows.iter().filter_map(TableRow::item).for_each(|item| tally.count(item));
        let pages = frame.pages(&tally, |path| files.contains_key(path));
        let paths: Vec<&str> = files.keys().chain(pages.keys()).map(String::as_str).collect();
        assert_eq!(
            paths,
            [
                "categories/______etc.csv",
                "categories/outcomes.csv",
                "deadlines.ics",
                "items.csv",
                "items.jsonl",
                "kinds/actions.csv",
                "kinds/decisions.csv",
                "kinds/recommendations.csv",
                "tracker.csv",
                "index.html",
                "index.md"
            ]
        );
        let sheet = read(&files[TRACKER_CSV], TRACKER_CSV).unwrap();
        assert_eq!((sheet.rows.len(), sheet.columns.len()), (2, Column::ALL.len() + human.len()));
        assert_eq!(files[ITEMS_JSONL].split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).count(), 2);
    }
}
