//! `assessments.csv`: what each assessor thinks of each recommendation, side by side, none averaged, none overwritten.
//!
//! The file is append-only: a new view of the same assessor is a new line, and the older ones stay. Files that people send
//! in are merged; a line that is there already is not added again.

use super::appended::appended;
use super::read::records;
use super::sheet::Unreadable;
use super::text::decode;
use super::word_tables;
use super::workbook;
use crate::export::assessed::PENDING;
use crate::export::handout::{NOTE_OF, VIEW_OF};
use crate::model::{Assessment, Assessments};
use crate::text::formula::cleaned;

/// The columns of `assessments.csv`.
pub const HEADER: [&str; 5] = ["id", "assessor", "view", "date", "note"];

/// The file in a workspace.
pub const FILE: &str = "assessments.csv";

impl Assessments {
    /// Reads an assessments file as any spreadsheet saved it. A sheet to assess ([`crate::export::assessed::sheet_lines`]) reads as well: its rows
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
        if let Some(tables) = word_tables::tables(bytes) {
            let tables = tables.map_err(|message| Unreadable { message, ..refuse() })?;
            let parts: Vec<Vec<Assessment>> = tables.iter().filter_map(|table| lines(table)).collect();
            return if parts.is_empty() { Err(refuse()) } else { Ok(Self::of(parts.concat())) };
        }
        if workbook::is_workbook(bytes) {
            let sheets = workbook::sheets(bytes).map_err(|message| Unreadable { message, ..refuse() })?;
            let parts: Vec<Vec<Assessment>> = sheets.iter().filter_map(|sheet| lines(sheet)).collect();
            return if parts.is_empty() { Err(refuse()) } else { Ok(Self::of(parts.concat())) };
        }
        let (text, _) = decode(bytes).ok_or_else(refuse)?;
        let mut forms = [b',', b';', b'\t'].into_iter().map(|separator| records(&text, separator));
        forms.find_map(|records| lines(&records)).map(Self::of).ok_or_else(refuse)
    }
}

/// The lines of a table with our header, `None` where it has none. Rows above the header are no lines.
fn lines(records: &[Vec<String>]) -> Option<Vec<Assessment>> {
    let place_in =
        |header: &[String], name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let is_sheet =
        |record: &[String]| ["id", "assessor", "view"].into_iter().all(|name| place_in(record, name).is_some());
    let is_header =
        |record: &Vec<String>| is_sheet(record) || place_in(record, "id").is_some() && !assessors(record).is_empty();
    let at = records.iter().take(HEADER_WITHIN_ROWS).position(is_header)?;
    let (header, records) = (records.get(at)?, records.get(at + 1..)?);
    let cell = |record: &[String], name: &str| {
        let cell = place_in(header, name).and_then(|at| record.get(at)).map(String::as_str).unwrap_or_default();
        cleaned(cell).trim().to_owned()
    };
    if !is_sheet(header) {
        let assessors = assessors(header);
        let of = |record: &'_ Vec<String>| -> Vec<Assessment> {
            let line = |name: &String| Assessment {
                id: cell(record, "id"),
                assessor: name.clone(),
                view: cell(record, &format!("{VIEW_OF}{name}")),
                date: String::new(),
                note: cell(record, &format!("{NOTE_OF}{name}")),
            };
            assessors.iter().map(line).collect()
        };
        return Some(records.iter().flat_map(of).filter(Assessment::says_something).collect());
    }
    let lines = records.iter().map(|record| Assessment {
        id: cell(record, "id"),
        assessor: cell(record, "assessor"),
        view: Some(cell(record, "view")).filter(|view| !view.eq_ignore_ascii_case(PENDING)).unwrap_or_default(),
        date: iso_day(cell(record, "date")),
        note: cell(record, "note"),
    });
    Some(lines.filter(Assessment::says_something).collect())
}

/// The assessors whose views have a column each.
fn assessors(header: &[String]) -> Vec<String> {
    let named = header.iter().filter_map(|cell| {
        let (start, name) = cell.trim().split_at_checked(VIEW_OF.len())?;
        start.eq_ignore_ascii_case(VIEW_OF).then(|| name.trim().to_owned())
    });
    named.filter(|name| !name.is_empty()).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::assessed::{SHEET_HEADER, sheet_lines};
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
        // Views on two matters are no two opinions of one.
        assert!(!read("k#1,Ana / progress,open,,\nk#1,Ana / relevance,high,,\n").disagree("k#1"));
        assert!(read("k#1,Ana / progress,open,,\nk#1,Ben / Progress,done,,\n").disagree("k#1"));
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
