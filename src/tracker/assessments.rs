//! `assessments.csv`: what each assessor thinks of each recommendation, side by side, none averaged, none overwritten.
//!
//! The file is append-only: a new view of the same assessor is a new line, and the older ones stay. Files that people send
//! in are merged; a line that is there already is not added again.

use super::appended::appended;
use super::read::records;
use super::sheet::{Unreadable, cleaned};
use super::text::decode;
use super::workbook;
use crate::export::TrackerRow;
use std::collections::BTreeMap;

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
    /// Where the lines of each item are.
    places: BTreeMap<String, Vec<usize>>,
}

/// The file in a workspace.
pub const FILE: &str = "assessments.csv";

impl Assessments {
    /// Reads an assessments file as any spreadsheet saved it. A sheet to assess ([`sheet_lines`]) reads as well: its rows
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
        if workbook::is_workbook(bytes) {
            let sheets = workbook::sheets(bytes).map_err(|message| Unreadable { message, ..refuse() })?;
            let parts: Vec<Vec<Assessment>> = sheets.iter().filter_map(|sheet| lines(sheet)).collect();
            return if parts.is_empty() { Err(refuse()) } else { Ok(Self::of(parts.concat())) };
        }
        let (text, _) = decode(bytes).ok_or_else(refuse)?;
        let mut forms = [b',', b';', b'\t'].into_iter().map(|separator| records(&text, separator));
        forms.find_map(|records| lines(&records)).map(Self::of).ok_or_else(refuse)
    }

    /// Adds the lines of another file that are not there yet and answers them: what to append to `assessments.csv`.
    pub fn add(&mut self, other: &Self) -> Vec<Assessment> {
        let mut news = Vec::new();
        for line in &other.lines {
            if !self.of_item(&line.id).any(|known| known == line) {
                self.push(line.clone());
                news.push(line.clone());
            }
        }
        news
    }

    fn of(lines: Vec<Assessment>) -> Self {
        let mut all = Self::default();
        lines.into_iter().for_each(|line| all.push(line));
        all
    }

    fn push(&mut self, line: Assessment) {
        self.places.entry(line.id.clone()).or_default().push(self.lines.len());
        self.lines.push(line);
    }

    fn of_item(&self, id: &str) -> impl Iterator<Item = &Assessment> {
        self.places.get(id).into_iter().flatten().filter_map(|&at| self.lines.get(at))
    }

    /// The same lines with `assessor` where a line names none.
    #[must_use]
    pub fn signed(self, assessor: &str) -> Self {
        let sign = |mut line: Assessment| {
            if line.assessor.is_empty() {
                assessor.clone_into(&mut line.assessor);
            }
            line
        };
        Self::of(self.lines.into_iter().map(sign).collect())
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
        for line in self.of_item(id) {
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

/// The lines of a table with our header, `None` where it has none. Rows above the header are no lines.
fn lines(records: &[Vec<String>]) -> Option<Vec<Assessment>> {
    let place_in =
        |header: &[String], name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let is_header =
        |record: &Vec<String>| ["id", "assessor", "view"].into_iter().all(|name| place_in(record, name).is_some());
    let at = records.iter().take(HEADER_WITHIN_ROWS).position(is_header)?;
    let (header, records) = (records.get(at)?, records.get(at + 1..)?);
    let cell = |record: &[String], name: &str| {
        let cell = place_in(header, name).and_then(|at| record.get(at)).map(String::as_str).unwrap_or_default();
        cleaned(cell).trim().to_owned()
    };
    let lines = records.iter().map(|record| Assessment {
        id: cell(record, "id"),
        assessor: cell(record, "assessor"),
        view: Some(cell(record, "view")).filter(|view| !view.eq_ignore_ascii_case(PENDING)).unwrap_or_default(),
        date: iso_day(cell(record, "date")),
        note: cell(record, "note"),
    });
    Some(lines.filter(Assessment::says_something).collect())
}

/// A header stands among the first rows; people put titles above it.
const HEADER_WITHIN_ROWS: usize = 20;

/// A moment as a workbook holds it, as a day; anything else stays as it was written.
fn iso_day(text: String) -> String {
    match text.split_once([' ', 'T']) {
        Some((day, _)) if day.parse::<jiff::civil::Date>().is_ok() => day.to_owned(),
        _ => text,
    }
}

impl Assessment {
    fn says_something(&self) -> bool {
        let empty = self.view.is_empty() && self.note.is_empty();
        !self.id.is_empty() && !empty
    }
}

/// The bytes of `assessments.csv` with `lines` at its end.
///
/// # Errors
/// The file that is there is not UTF-8 or lacks a column.
pub fn with_lines(before: Option<&[u8]>, lines: &[Assessment]) -> Result<Vec<u8>, Unreadable> {
    let cells = |line: &'_ Assessment| -> [String; 5] {
        [&line.id, &line.assessor, &line.view, &line.date, &line.note].map(Clone::clone)
    };
    let lines: Vec<[String; 5]> = lines.iter().map(cells).collect();
    let lines: Vec<[&str; 5]> = lines.iter().map(|line| line.each_ref().map(String::as_str)).collect();
    appended(FILE, before, HEADER, &lines)
}

/// The columns of a category's sheet: each recommendation under the number and in the words of its source, with every view
/// beneath the other, `disagree` where they differ, and [`PENDING`] where there is none.
pub const SHEET_HEADER: [&str; 9] = ["report", "paragraph", "text", "assessor", "view", "date", "note", "flag", "id"];

/// The lines of one recommendation in the order of [`SHEET_HEADER`]: a view each, or one that says [`PENDING`].
#[must_use]
pub fn sheet_lines(row: &TrackerRow, assessments: &Assessments) -> Vec<[String; 9]> {
    let text = match &row.stem {
        Some(stem) => format!("{stem} {}", row.text),
        None => row.text.clone(),
    };
    let flag = if assessments.disagree(&row.id) { DISAGREE } else { "" };
    let line = |[assessor, view, date, note]: [&str; 4]| {
        let number = row.paragraph.as_deref().unwrap_or_default();
        [&row.report, number, &text, assessor, view, date, note, flag, &row.id].map(str::to_owned)
    };
    let views = assessments.views(&row.id);
    if views.is_empty() {
        return vec![line(["", PENDING, "", ""])];
    }
    views.iter().map(|of| line([&of.assessor, &of.view, &of.date, &of.note])).collect()
}

/// The flag of a recommendation on which assessors differ.
pub const DISAGREE: &str = "disagree";

/// The columns that the view of a category has behind the machine columns.
pub const VIEW_HEADER: [&str; 2] = ["views", "views_flag"];

/// The cells of [`VIEW_HEADER`]: every assessor with the last view, and whether they differ; [`PENDING`] for a
/// recommendation without one; nothing for decisions and actions that nobody has assessed.
#[must_use]
pub fn view_cells(row: &TrackerRow, assessments: &Assessments) -> [String; 2] {
    let views = assessments.views(&row.id);
    if views.is_empty() {
        let pending = if row.kind == crate::model::Kind::Recommendation { PENDING } else { "" };
        return [pending.to_owned(), String::new()];
    }
    let of = |view: &&Assessment| format!("{}: {}", view.assessor, view.view);
    let flag = if assessments.disagree(&row.id) { DISAGREE } else { "" };
    [views.iter().map(of).collect::<Vec<_>>().join("; "), flag.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::csv;
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
        let out = with_lines(None, all.lines()).unwrap();
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
        let mut out = csv::head(SHEET_HEADER);
        rows.iter().flat_map(|row| sheet_lines(row, &all)).for_each(|line| csv::record(&mut out, line));
        insta::assert_snapshot!(String::from_utf8(out.clone()).unwrap().replace("\r\n", "\n"));
        assert_eq!(Assessments::read(&out, "sheet.csv").unwrap(), all);
    }

    #[test]
    fn a_file_without_the_columns_is_refused() {
        assert!(Assessments::read(b"name\nx\n", "x").is_err());
    }
}
