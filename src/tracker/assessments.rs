//! `assessments.csv`: what each assessor thinks of each recommendation, side by side, none averaged, none overwritten.
//!
//! The file is append-only: a new view of the same assessor is a new line, and the older ones stay. Files that people send
//! in are merged; a line that is there already is not added again.

use super::read::records;
use super::sheet::{Unreadable, cleaned};
use super::text::decode;
use crate::export::TrackerRow;
use crate::export::csv::{CsvForm, Table};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The columns of `assessments.csv`.
pub const HEADER: [&str; 5] = ["id", "assessor", "view", "date", "note"];

/// What a sheet says of a recommendation that nobody has assessed.
pub const PENDING: &str = "Assessment pending";

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Assessment {
    /// The item.
    pub id: String,
    /// Who assesses.
    pub assessor: String,
    /// The view, in the assessor's words: `implemented`, `in progress`, ...
    pub view: String,
    /// When, `YYYY-MM-DD`.
    pub date: String,
    /// What else there is to say.
    pub note: String,
}

/// All assessments, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assessments {
    lines: Vec<Assessment>,
}

impl Assessments {
    /// Reads an assessments file as any spreadsheet saved it. A sheet that [`write_sheet`] wrote reads as well: its rows
    /// without a view are left out.
    ///
    /// # Errors
    /// The file has no header with `id`, `assessor` and `view`.
    pub fn read(bytes: &[u8], name: &str) -> Result<Self, Unreadable> {
        let refuse = || Unreadable {
            name: name.to_owned(),
            message: "no header with id, assessor and view was found.".to_owned(),
            hint: format!("The first line must be: {}", HEADER.join(",")),
        };
        let (text, _) = decode(bytes).ok_or_else(refuse)?;
        for separator in [b',', b';', b'\t'] {
            let records = records(&text, separator);
            let Some(header) = records.first() else { continue };
            let place = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
            let (Some(_), Some(_), Some(_)) = (place("id"), place("assessor"), place("view")) else { continue };
            let cell = |record: &[String], name: &str| {
                let cell = place(name).and_then(|at| record.get(at)).map(String::as_str).unwrap_or_default();
                cleaned(cell).trim().to_owned()
            };
            let lines = records.iter().skip(1).map(|record| Assessment {
                id: cell(record, "id"),
                assessor: cell(record, "assessor"),
                view: cell(record, "view"),
                date: cell(record, "date"),
                note: cell(record, "note"),
            });
            return Ok(Self { lines: lines.filter(Assessment::says_something).collect() });
        }
        Err(refuse())
    }

    /// Adds the lines of another file that are not there yet and answers them: what to append to `assessments.csv`.
    pub fn add(&mut self, other: &Self) -> Vec<Assessment> {
        let mut news = Vec::new();
        for line in &other.lines {
            if !self.lines.contains(line) {
                self.lines.push(line.clone());
                news.push(line.clone());
            }
        }
        news
    }

    /// All lines, oldest first.
    #[must_use]
    pub fn lines(&self) -> &[Assessment] {
        &self.lines
    }

    /// The last view of each assessor on an item, in the order in which they first spoke.
    #[must_use]
    pub fn views(&self, id: &str) -> Vec<&Assessment> {
        let mut views: Vec<&Assessment> = Vec::new();
        for line in self.lines.iter().filter(|line| line.id == id) {
            match views.iter_mut().find(|known| known.assessor.eq_ignore_ascii_case(&line.assessor)) {
                // Lines of one assessor are in order unless an older file was sent in later: then the date decides.
                Some(known) if known.date <= line.date => *known = line,
                Some(_) => {}
                None => views.push(line),
            }
        }
        views
    }

    /// Whether two assessors hold different views of an item.
    #[must_use]
    pub fn disagree(&self, id: &str) -> bool {
        let views = self.views(id);
        views.iter().any(|view| views.iter().any(|other| !view.view.eq_ignore_ascii_case(&other.view)))
    }
}

impl Assessment {
    fn says_something(&self) -> bool {
        let empty = self.view.is_empty() && self.note.is_empty();
        !self.id.is_empty() && !empty && !self.view.eq_ignore_ascii_case(PENDING)
    }
}

/// Lines as they are appended to `assessments.csv`; with its header where the file is new.
///
/// # Errors
/// Whatever `out` reports.
pub fn write_lines<W: Write>(lines: &[Assessment], is_new: bool, out: W) -> io::Result<()> {
    let form = if is_new { CsvForm::Spreadsheet } else { CsvForm::Continued };
    let mut table = Table::new(form, out)?;
    if is_new {
        table.record(HEADER)?;
    }
    for line in lines {
        table.record([&line.id, &line.assessor, &line.view, &line.date, &line.note])?;
    }
    table.finish()
}

/// The columns of a category's sheet.
pub const SHEET_HEADER: [&str; 9] = ["report", "paragraph", "text", "assessor", "view", "date", "note", "flag", "id"];

/// Writes the sheet of a category: each recommendation under the number and in the words of its source, with every view
/// beneath the other, `disagree` where they differ, and [`PENDING`] where there is none.
///
/// # Errors
/// Whatever `out` reports.
pub fn write_sheet<'a, W: Write>(
    rows: impl IntoIterator<Item = &'a TrackerRow>,
    assessments: &Assessments,
    out: W,
) -> io::Result<()> {
    let mut table = Table::new(CsvForm::Spreadsheet, out)?;
    table.record(SHEET_HEADER)?;
    for row in rows {
        let number = row.paragraph.as_deref().unwrap_or_default();
        let text = match &row.stem {
            Some(stem) => format!("{stem} {}", row.text),
            None => row.text.clone(),
        };
        let views = assessments.views(&row.id);
        let flag = if assessments.disagree(&row.id) { "disagree" } else { "" };
        if views.is_empty() {
            table.record([&row.report, number, &text, "", PENDING, "", "", flag, &row.id])?;
        }
        for view in views {
            let Assessment { assessor, view, date, note, .. } = view;
            table.record([&row.report, number, &text, assessor, view, date, note, flag, &row.id])?;
        }
    }
    table.finish()
}

/// The rows to assess by category: recommendations, in reading order; "" for those without a category.
#[must_use]
pub fn by_category<'a>(rows: impl IntoIterator<Item = &'a TrackerRow>) -> BTreeMap<&'a str, Vec<&'a TrackerRow>> {
    let mut categories: BTreeMap<&str, Vec<&TrackerRow>> = BTreeMap::new();
    for row in rows {
        if row.kind == crate::model::Kind::Recommendation && !row.is_withdrawn() {
            categories.entry(row.category.as_deref().unwrap_or_default()).or_default().push(row);
        }
    }
    categories
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;

    fn read(lines: &str) -> Assessments {
        Assessments::read(format!("id,assessor,view,date,note\n{lines}").as_bytes(), "assessments.csv").unwrap()
    }

    #[test]
    fn files_are_merged_line_by_line_and_twice_is_once() {
        let mut all = read("k#1,Ana,implemented,2026-01-02,\n");
        let sent = read("k#1,Ana,implemented,2026-01-02,\nk#1,Ben,not started,2026-01-03,\"why, so\"\n");
        assert_eq!(all.add(&sent).len(), 1);
        assert_eq!(all.add(&sent).len(), 0);
        assert_eq!(all.lines().len(), 2);
        let mut out = Vec::new();
        write_lines(all.lines(), true, &mut out).unwrap();
        assert_eq!(Assessments::read(&out, "x").unwrap(), all);
    }

    #[test]
    fn views_stand_side_by_side_and_the_last_of_each_counts() {
        let all = read(
            "k#1,Ana,open,2026-01-01,\nk#1,Ben,done,2026-01-02,\nk#1,ana,done,2026-02-01,\nk#1,Ana,open,2025-12-01,late\n",
        );
        let views: Vec<_> = all.views("k#1").iter().map(|line| (line.assessor.as_str(), line.view.as_str())).collect();
        assert_eq!(views, [("ana", "done"), ("Ben", "done")]);
        assert!(!all.disagree("k#1"));
        assert!(read("k#1,Ana,open,,\nk#1,Ben,done,,\n").disagree("k#1"));
        assert_eq!(all.lines().len(), 4);
    }

    #[test]
    fn a_sheet_shows_every_view_and_what_is_pending_and_reads_back() {
        let rows = [row("k#1~aaaaaaaa.r"), row("k#2~aaaaaaaa.r")];
        let all = read("k#1~aaaaaaaa.r,Ana,open,2026-01-01,=1\nk#1~aaaaaaaa.r,Ben,done,2026-01-02,\n");
        let mut out = Vec::new();
        write_sheet(&rows, &all, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out.clone()).unwrap().replace("\r\n", "\n"));
        assert_eq!(Assessments::read(&out, "sheet.csv").unwrap(), all);
    }

    #[test]
    fn a_file_without_the_columns_is_refused() {
        assert!(Assessments::read(b"name\nx\n", "x").is_err());
    }
}
