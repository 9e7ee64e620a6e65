//! The workbook in which assessors write: a sheet a category, each recommendation under the number and in the words of its
//! source, with the views that there are. It is sent in with `tracker assess`, as often and from as many people as come.

use super::assessed::{SHEET_HEADER, sheet_lines};
use super::sheets::{cut, sheet_name};
use super::titles::Titles;
use crate::model::{Assessments, TrackerRow};
use crate::text::formula;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// Widths of the columns of [`SHEET_HEADER`], in characters of the usual font.
const WIDTHS: [u16; 9] = [18, 10, 80, 18, 24, 12, 40, 10, 24];
/// The columns that assessors fill: assessor, view, date, note.
const TO_FILL: std::ops::Range<usize> = 3..7;

/// The workbook being gathered.
pub struct AssessmentBook {
    workbook: Workbook,
    /// Sheets by rank and title, each with its last row.
    sheets: BTreeMap<(bool, String), (Worksheet, u32)>,
    titles: Titles,
    given: Format,
    to_fill: Format,
}

impl AssessmentBook {
    /// A workbook without rows; `scratch` is a folder for what does not fit into memory.
    ///
    /// # Errors
    /// The folder cannot be used.
    pub fn new(titles: &Titles, scratch: &Path) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(scratch).map_err(io::Error::other)?;
        let given = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let to_fill = given.clone().set_background_color("#FFFBE6");
        Ok(Self { workbook, sheets: BTreeMap::new(), titles: titles.clone(), given, to_fill })
    }

    /// Adds a recommendation.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn add(&mut self, row: &TrackerRow, assessments: &Assessments) -> io::Result<()> {
        self.add_lines(row, assessments).map_err(io::Error::other)
    }

    fn add_lines(&mut self, row: &TrackerRow, assessments: &Assessments) -> Result<(), XlsxError> {
        let category = row.category.as_deref().unwrap_or_default();
        let key = (category.is_empty(), self.titles.of(category));
        if !self.sheets.contains_key(&key) {
            let mut sheet = self.workbook.new_worksheet_with_constant_memory()?;
            sheet.set_name(free(&sheet_name(&key.1), &self.sheets))?;
            sheet.set_freeze_panes(1, 0)?;
            let header = Format::new().set_bold().set_background_color("#D9E2EC");
            for (at, (name, width)) in (0_u16..).zip(SHEET_HEADER.iter().zip(WIDTHS)) {
                sheet.set_column_width(at, f64::from(width))?;
                sheet.write_string_with_format(0, at, *name, &header)?;
            }
            sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
            self.sheets.insert(key.clone(), (sheet, 0));
        }
        let Some((sheet, last)) = self.sheets.get_mut(&key) else { return Ok(()) };
        for line in sheet_lines(row, assessments) {
            *last += 1;
            for (at, cell) in line.iter().enumerate() {
                let format = if TO_FILL.contains(&at) { &self.to_fill } else { &self.given };
                let column = u16::try_from(at).unwrap_or(u16::MAX);
                match cell.as_str() {
                    "" => sheet.write_blank(*last, column, format)?,
                    cell => {
                        let disarmed = formula::disarmed(cell);
                        sheet.write_string_with_format(*last, column, cut(&disarmed).0.as_ref(), format)?
                    }
                };
            }
        }
        Ok(())
    }

    /// Writes the file. `day` is the day that it says it was made.
    ///
    /// # Errors
    /// `out` or the disk refuses.
    pub fn finish(mut self, day: &str, out: impl Write + Send) -> io::Result<()> {
        for (_, (mut sheet, last)) in self.sheets {
            let width = u16::try_from(SHEET_HEADER.len() - 1).unwrap_or(u16::MAX);
            sheet.autofilter(0, 0, last.max(1), width).map_err(io::Error::other)?;
            self.workbook.push_worksheet(sheet);
        }
        let mut properties = DocProperties::new().set_title("Recommendations to assess");
        if let Ok(day) = ExcelDateTime::parse_from_str(day) {
            properties = properties.set_creation_datetime(&day);
        }
        self.workbook.set_properties(&properties);
        self.workbook.save_to_writer(out).map_err(io::Error::other)
    }
}

/// A name that no sheet has yet, whatever its case.
fn free(wanted: &str, sheets: &BTreeMap<(bool, String), (Worksheet, u32)>) -> String {
    let taken: Vec<String> = sheets.values().map(|(sheet, _)| sheet.name().to_lowercase()).collect();
    let wanted = if wanted.is_empty() { "Category" } else { wanted };
    let mut name = wanted.to_owned();
    let mut repeat = 2;
    while taken.contains(&name.to_lowercase()) {
        name = format!("{} ({repeat})", wanted.chars().take(26).collect::<String>());
        repeat += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;

    #[test]
    fn what_assessors_write_is_read_from_every_sheet() {
        let all = Assessments::read(b"id,assessor,view\nk#1~aaaaaaaa.r,Ana,=done\n", "x").unwrap();
        let (mut one, mut other) = (row("k#1~aaaaaaaa.r"), row("k#2~aaaaaaaa.r"));
        (one.category, other.category) = (Some("funding".to_owned()), None);
        let written = || {
            let scratch = tempfile::tempdir().unwrap();
            let mut book = AssessmentBook::new(&Titles::default(), scratch.path()).unwrap();
            [&other, &one].into_iter().for_each(|row| book.add(row, &all).unwrap());
            let mut bytes = Vec::new();
            book.finish("2026-11-21", &mut bytes).unwrap();
            bytes
        };
        assert_eq!(Assessments::read(&written(), "assessments.xlsx").unwrap(), all);
        assert_eq!(written(), written());
    }
}
