//! The files that every run writes into `outputs/`: the two trackers, views of them, calendar, conflicts and the page that
//! leads to all.

use super::csv::{self, CsvForm};
use super::ics::{self, Deadline};
use super::index_page::{Group, IndexPage};
use super::row::{Column, TrackerRow};
use super::{assessment_book, jsonl, xlsx};
use crate::model::Kind;
use crate::tracker::assessments::{self, Assessments};
use crate::tracker::corrections::{self, Reported};
use crate::tracker::{History, Table, write_conflicts};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// What the files are made of.
#[derive(Debug, Clone, Copy)]
pub struct StandardSet<'a> {
    /// The merged tracker.
    pub table: &'a Table,
    /// What assessors think; `None` where their file cannot be read: the sheets of the run before then stay.
    pub assessments: Option<&'a Assessments>,
    /// What became of each line of `overrides.csv`.
    pub corrections: &'a [Reported],
    /// For the open conflicts, and how often items changed.
    pub history: &'a History,
    /// The heading of workbook and page.
    pub title: &'a str,
    /// The generation that the rows come from.
    pub generation: u64,
    /// The day of the run, `YYYY-MM-DD`.
    pub day: &'a str,
    /// Where the corpus is, seen from `outputs/`, with `/` at its end.
    pub corpus: Option<&'a str>,
}

/// One file to write.
pub struct Output<'a> {
    /// Path below `outputs/`, with forward slashes.
    pub path: String,
    /// What it is for, in a few words.
    pub word: String,
    fill: Fill<'a>,
}

type Fill<'a> = Box<dyn Fn(&mut dyn Write) -> io::Result<()> + 'a>;

impl Output<'_> {
    /// Writes the file's bytes.
    ///
    /// # Errors
    /// Whatever `out` reports.
    pub fn fill(&self, out: &mut dyn Write) -> io::Result<()> {
        (self.fill)(out)
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// A workbook needs a place for temporary files.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.fill(&mut bytes)?;
        Ok(bytes)
    }
}

/// The tracker as CSV: read back.
pub const TRACKER_CSV: &str = "tracker.csv";
/// The tracker as a workbook: read back.
pub const TRACKER_XLSX: &str = "tracker.xlsx";
/// Folders whose files this set alone writes: a file in them that it does not name is of an earlier run.
pub const OWN_FOLDERS: [&str; 3] = ["kinds", "categories", ASSESSMENTS];
/// Sheets to assess recommendations in, one a category.
pub const ASSESSMENTS: &str = "assessments";

/// The files of the standard set, in the order in which to write them: the trackers last but for the pages that lead to
/// them, so that a run that is cut off has not yet told of what it has not written.
#[must_use]
pub fn standard_set(set: StandardSet<'_>) -> Vec<Output<'_>> {
    let items: Vec<&TrackerRow> = set.table.items().map(|(row, _)| row).collect();
    let held: Vec<&TrackerRow> = items.iter().copied().filter(|row| !row.is_withdrawn()).collect();
    let mut outputs = Vec::new();
    for kind in [Kind::Decision, Kind::Action, Kind::Recommendation] {
        let rows = held.iter().copied().filter(|row| row.kind == kind).collect();
        outputs.push(view(kind_path(kind), format!("All {}s", kind.name()), rows));
    }
    let categories: BTreeSet<&str> = held.iter().map(|row| row.category.as_deref().unwrap_or_default()).collect();
    for category in categories {
        let rows = held.iter().copied().filter(|row| row.category.as_deref().unwrap_or_default() == category).collect();
        outputs.push(match set.assessments {
            Some(assessments) => category_view(category, rows, assessments),
            None => view(category_path("categories", category), "A category".to_owned(), rows),
        });
    }
    let mut to_assess = Vec::new();
    if let Some(assessments) = set.assessments {
        for (category, rows) in assessments::by_category(held.iter().copied()) {
            let lines = rows.clone();
            let fill = move |out: &mut dyn Write| assessments::write_sheet(lines.iter().copied(), assessments, out);
            let path = category_path(ASSESSMENTS, category);
            outputs.push(Output { path, word: "To assess".to_owned(), fill: Box::new(fill) });
            to_assess.push((category.to_owned(), rows));
        }
    }
    let leading = outputs.len();
    outputs.push(view(
        "items.csv".to_owned(),
        "All items, machine columns only; a view, not read back".to_owned(),
        held.clone(),
    ));
    let lines = held.clone();
    outputs.push(output("items.jsonl", "All items for programs, one JSON object a line", move |out| {
        jsonl::write(lines.iter().copied(), out)
    }));
    if let Some(assessments) = set.assessments.filter(|_| !to_assess.is_empty()) {
        outputs.push(output(
            "assessments.xlsx",
            "Recommendations to assess, a sheet a category; send it in",
            move |out| assessment_book::write(&to_assess, assessments, set.day, out),
        ));
    }
    if !set.corrections.is_empty() {
        let lines = held.clone();
        outputs.push(output("corrections.csv", "What became of each line of overrides.csv", move |out| {
            corrections::write(set.corrections, lines.iter().copied(), out)
        }));
    }
    outputs.push(output("deadlines.ics", "Deadlines for calendars", move |out| calendar(set, out)));
    outputs.push(output("conflicts.csv", "Cells with two values, to be settled by people", move |out| {
        write_conflicts(set.history, out)
    }));
    outputs.push(output(TRACKER_CSV, "The tracker, to edit: the next run reads it back", move |out| {
        set.table.write_csv(out)
    }));
    outputs.push(output(TRACKER_XLSX, "The tracker as a workbook, to edit: read back as well", move |out| {
        workbook(set, out)
    }));
    let files: Vec<(String, String)> =
        outputs.iter().skip(leading).rev().map(|output| (output.path.clone(), output.word.clone())).collect();
    let from = format!("Written from generation {} on {}.", set.generation, set.day);
    let page = IndexPage::new(set.title, &from, &held, &files, |group| match group {
        Group::Kind(kind) => Some(kind_path(kind)),
        Group::Category(id) => Some(category_path("categories", id)),
    });
    let html = page.html();
    outputs.push(output("index.md", "This page", move |out| out.write_all(page.markdown().as_bytes())));
    outputs.push(output("index.html", "This page", move |out| out.write_all(html.as_bytes())));
    outputs
}

fn output<'a>(path: &str, word: &str, fill: impl Fn(&mut dyn Write) -> io::Result<()> + 'a) -> Output<'a> {
    Output { path: path.to_owned(), word: word.to_owned(), fill: Box::new(fill) }
}

/// A view of some rows: machine columns as a spreadsheet opens them.
fn view<'a>(path: String, word: String, rows: Vec<&'a TrackerRow>) -> Output<'a> {
    let fill = move |out: &mut dyn Write| csv::write(rows.iter().copied(), CsvForm::Spreadsheet, out);
    Output { path, word, fill: Box::new(fill) }
}

/// The view of a category: what assessors think stands behind the machine columns.
fn category_view<'a>(category: &str, rows: Vec<&'a TrackerRow>, assessments: &'a Assessments) -> Output<'a> {
    let fill = move |out: &mut dyn Write| {
        let more = |row: &TrackerRow| assessments::view_cells(row, assessments);
        csv::write_with(rows.iter().copied(), assessments::VIEW_HEADER, more, out)
    };
    Output { path: category_path("categories", category), word: "A category".to_owned(), fill: Box::new(fill) }
}

fn calendar(set: StandardSet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let deadlines = set.table.items().map(|(row, human)| Deadline {
        row,
        status: human.get("status").map(String::as_str).unwrap_or_default(),
        sequence: set.history.subject(&row.id).map(|subject| subject.changes).unwrap_or_default(),
    });
    ics::write(set.title, set.day, deadlines, out)
}

fn workbook(set: StandardSet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let options = xlsx::Options {
        title: set.title.to_owned(),
        day: set.day.to_owned(),
        corpus: set.corpus.map(str::to_owned),
        read_back: true,
    };
    let mut bytes = Vec::new();
    xlsx::write(set.table, &options, &mut bytes)?;
    out.write_all(&bytes)
}

fn kind_path(kind: Kind) -> String {
    format!("kinds/{}s.csv", kind.name())
}

/// A category's file; an id that people made up may hold anything, so only what every file system takes stays.
fn category_path(folder: &str, id: &str) -> String {
    if id.is_empty() {
        return format!("{folder}/no-category.csv");
    }
    let safe = |character: char| if character.is_alphanumeric() || character == '-' { character } else { '_' };
    format!("{folder}/{}.csv", id.chars().map(safe).collect::<String>())
}

/// The header of a view.
#[must_use]
pub fn view_header() -> Vec<&'static str> {
    Column::ALL.iter().map(|column| column.name()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;
    use crate::tracker::{Occasion, merge, read};

    #[test]
    fn the_set_holds_trackers_views_calendar_conflicts_and_pages() {
        let mut other = row("k#2~aaaaaaaa.a");
        other.kind = Kind::Action;
        other.category = Some("../../etc".to_owned());
        let mut history = History::default();
        let occasion = Occasion { run: 1, day: "2026-11-21".to_owned() };
        let merged = merge(&mut history, &occasion, vec![row("k#1~aaaaaaaa.d"), other], &[]);
        let set = StandardSet {
            table: &merged.table,
            assessments: Some(&Assessments::default()),
            corrections: &[],
            history: &history,
            title: "Outputs",
            generation: 1,
            day: "2026-11-21",
            corpus: Some("../corpus/"),
        };
        let outputs = standard_set(set);
        let paths: Vec<_> = outputs.iter().map(|output| output.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "kinds/decisions.csv",
                "kinds/actions.csv",
                "kinds/recommendations.csv",
                "categories/______etc.csv",
                "categories/outcomes.csv",
                "items.csv",
                "items.jsonl",
                "deadlines.ics",
                "conflicts.csv",
                "tracker.csv",
                "tracker.xlsx",
                "index.md",
                "index.html"
            ]
        );
        for output in &outputs {
            let bytes = output.bytes().unwrap();
            assert!(!bytes.is_empty(), "{}", output.path);
            assert_eq!(bytes, output.bytes().unwrap(), "{} twice", output.path);
            if output.path.starts_with("tracker") {
                assert_eq!(read(&bytes, &output.path).unwrap().rows.len(), 2);
            }
        }
    }
}
