//! Writing in a form that belongs to no tool, report by report: what is held is the file, not the rows.

use super::form::{ExportForm, Exported, ExportedFile};
use crate::error::RunError;
use crate::export::book::{Book, Options};
use crate::export::csv::{CsvForm, Table};
use crate::export::ics::{self, Deadline};
use crate::export::{Titles, jsonl, markdown};
use crate::model::{Column, TableRow, TrackerRow, table_keys};
use crate::record::selecting::Selected;
use crate::tracker::{self, Delta, History, Since, Subject};
use std::io;

/// What the files say besides their rows.
pub struct How<'a> {
    /// The form.
    pub format: ExportForm,
    /// The heading of workbook, calendar and list.
    pub title: &'a str,
    /// Today, `YYYY-MM-DD`.
    pub day: &'a str,
    /// The names of the categories.
    pub titles: Titles,
    /// What the list in the `status` column of a workbook offers.
    pub statuses: &'a [String],
}

/// An export under way.
pub struct Writing<'a> {
    since: Option<&'a Since>,
    /// Whether withdrawn items are written as well, behind all others.
    with_withdrawn: bool,
    withdrawn: Vec<(TableRow, u64)>,
    files: Vec<Writer<'a>>,
}

impl<'a> Writing<'a> {
    /// Begins the file, or with `since` the three. `human` are the human columns.
    pub fn new(
        how: &How<'a>,
        human: &'a [String],
        since: Option<&'a Since>,
        withdrawn: bool,
    ) -> Result<Self, RunError> {
        let is_calendar = how.format == ExportForm::Ics;
        // A calendar takes all three from one file, by UID and status.
        let files = if since.is_some() && !is_calendar {
            let files = [("new", "New"), ("changed", "Changed"), ("withdrawn", "Withdrawn")];
            files.into_iter().map(|(suffix, title)| Writer::new(how, human, suffix, title)).collect::<io::Result<_>>()
        } else {
            Writer::new(how, human, "", how.title).map(|writer| vec![writer])
        };
        let files = files.map_err(cannot_write)?;
        Ok(Self { since, with_withdrawn: withdrawn || is_calendar, withdrawn: Vec::new(), files })
    }

    /// Adds what is selected of one report.
    pub fn take(&mut self, selected: Selected, history: &History) -> Result<(), RunError> {
        let Some(since) = self.since else {
            if self.with_withdrawn {
                self.withdrawn.extend(selected.withdrawn.into_iter().map(|row| with_past(row, history)));
            }
            return self.write(0, selected.held, history);
        };
        let Delta { new, changed, withdrawn } =
            tracker::delta(history, since, selected.held.iter().chain(&selected.withdrawn));
        let last = self.files.len() - 1;
        for (at, rows) in [new, changed, withdrawn].into_iter().enumerate() {
            self.write(at.min(last), rows, history)?;
        }
        Ok(())
    }

    /// Adds rows that are at hand, to the one file that is written where nobody asks for what is new since a day.
    pub fn rows(&mut self, rows: &[(TableRow, u64)]) -> Result<(), RunError> {
        self.files.first_mut().map_or(Ok(()), |file| file.rows(rows)).map_err(cannot_write)
    }

    /// Ends the files.
    pub fn finish(mut self) -> Result<Exported, RunError> {
        let withdrawn = std::mem::take(&mut self.withdrawn);
        if let Some(file) = self.files.first_mut() {
            file.rows(&withdrawn).map_err(cannot_write)?;
        }
        let mut remarks = Vec::new();
        let files = self.files.into_iter().map(|file| file.finish(&mut remarks).map_err(cannot_write));
        let files = files.collect::<Result<_, _>>()?;
        Ok(Exported { files, remarks })
    }

    fn write(&mut self, at: usize, rows: Vec<TrackerRow>, history: &History) -> Result<(), RunError> {
        let rows: Vec<(TableRow, u64)> = rows.into_iter().map(|row| with_past(row, history)).collect();
        self.files.get_mut(at).map_or(Ok(()), |file| file.rows(&rows)).map_err(cannot_write)
    }
}

/// A row with its human cells, and how often its substance or its status has changed.
fn with_past(row: TrackerRow, history: &History) -> (TableRow, u64) {
    let subject = history.subject(&row.id);
    let human = subject.map(|subject| subject.human.clone()).unwrap_or_default();
    let changes = subject.map(Subject::sequence).unwrap_or_default();
    (TableRow::Item { row: Box::new(row), human }, changes)
}

struct Writer<'a> {
    suffix: &'static str,
    day: &'a str,
    count: usize,
    out: Out,
}

/// The forms that need more than bytes while they are written.
enum Out {
    Csv(Box<Table<Vec<u8>>>),
    Lines(ExportForm, Vec<u8>),
    Book(Box<Book>),
}

impl<'a> Writer<'a> {
    fn new(how: &How<'a>, human: &[String], suffix: &'static str, title: &str) -> io::Result<Self> {
        let mut bytes = Vec::new();
        let out = match how.format {
            ExportForm::Csv => {
                let mut table = Table::new(CsvForm::Plain, bytes)?;
                table.record(Column::ALL.iter().map(|column| column.name()))?;
                Out::Csv(Box::new(table))
            }
            ExportForm::Xlsx => {
                let options = Options {
                    title: title.to_owned(),
                    day: how.day.to_owned(),
                    corpus: None,
                    read_back: false,
                    titles: how.titles.clone(),
                    statuses: how.statuses.to_vec(),
                };
                Out::Book(Box::new(Book::new(human, &table_keys(human), options, &std::env::temp_dir())?))
            }
            ExportForm::Markdown => {
                markdown::begin(title, &mut bytes)?;
                Out::Lines(how.format, bytes)
            }
            ExportForm::Ics => {
                ics::begin(how.title, &mut bytes)?;
                Out::Lines(how.format, bytes)
            }
            ExportForm::Jsonl | ExportForm::Quickwit => Out::Lines(how.format, bytes),
            ExportForm::Tool { .. } => {
                return Err(io::Error::other("a tool's own form is written elsewhere"));
            }
        };
        Ok(Self { suffix, day: how.day, count: 0, out })
    }

    fn rows(&mut self, rows: &[(TableRow, u64)]) -> io::Result<()> {
        self.count += rows.len();
        let items = || rows.iter().filter_map(|(row, _)| row.item());
        match &mut self.out {
            Out::Csv(table) => items().try_for_each(|row| table.row(row, std::iter::empty::<&str>())),
            Out::Lines(ExportForm::Markdown, out) => markdown::entries(items(), out),
            Out::Lines(ExportForm::Quickwit, out) => jsonl::write_for_quickwit(items(), out),
            Out::Lines(ExportForm::Ics, out) => rows.iter().try_for_each(|(row, changes)| match row {
                TableRow::Item { row, human } => {
                    let status = human.get("status").map(String::as_str).unwrap_or_default();
                    ics::entry(self.day, Deadline { row, status, sequence: *changes }, out)
                }
                TableRow::Own { .. } => Ok(()),
            }),
            Out::Lines(_, out) => jsonl::write(items(), out),
            Out::Book(book) => rows.iter().try_for_each(|(row, _)| book.add(row)),
        }
    }

    fn finish(self, remarks: &mut Vec<String>) -> io::Result<ExportedFile> {
        let bytes = match self.out {
            Out::Csv(table) => table.into_inner()?,
            Out::Lines(ExportForm::Ics, mut out) => {
                ics::end(&mut out)?;
                out
            }
            Out::Lines(_, out) => out,
            Out::Book(book) => {
                let mut out = Vec::new();
                let fitted = book.finish(&mut out)?;
                if fitted.cells_cut > 0 {
                    remarks.push(format!("{} cells are longer than Excel can hold and were cut", fitted.cells_cut));
                }
                if fitted.links_as_text > 0 {
                    let links = fitted.links_as_text;
                    remarks.push(format!("{links} links are written as text: Excel takes no more"));
                }
                out
            }
        };
        Ok(ExportedFile { suffix: self.suffix, bytes, rows: self.count })
    }
}

fn cannot_write(error: io::Error) -> RunError {
    RunError::new("cannot write the export").because(error)
}
