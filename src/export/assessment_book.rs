//! The workbook in which assessors write: a sheet a category, each recommendation under the number and in the words of its
//! source, with the views that there are. It is sent in with `tracker assess`, as often and from as many people as come.

use super::formula;
use super::row::TrackerRow;
use super::xlsx::{cut, free_sheet_name, no_category_or};
use crate::tracker::assessments::{Assessments, SHEET_HEADER, sheet_lines};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};
use std::io::{self, Write};

/// Widths of the columns of [`SHEET_HEADER`], in characters of the usual font.
const WIDTHS: [u16; 9] = [18, 10, 80, 18, 24, 12, 40, 10, 24];
/// The columns that assessors fill: assessor, view, date, note.
const TO_FILL: std::ops::Range<usize> = 3..7;

/// Writes the workbook of `categories`, each its id ("" for none) and the rows to assess.
///
/// # Errors
/// `out` refuses.
pub fn write(
    categories: &[(String, Vec<&TrackerRow>)],
    assessments: &Assessments,
    day: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let bytes = book(categories, assessments, day).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn book(categories: &[(String, Vec<&TrackerRow>)], assessments: &Assessments, day: &str) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    if let Ok(day) = ExcelDateTime::parse_from_str(day) {
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    }
    let header = Format::new().set_bold().set_background_color("D9E1F2");
    let text = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let to_fill = Format::new().set_align(FormatAlign::Top).set_text_wrap().set_background_color("FFFDF5");
    let mut names: Vec<String> = Vec::new();
    for (category, rows) in categories {
        let name = free_sheet_name(&no_category_or(category), &names);
        let sheet = workbook.add_worksheet();
        sheet.set_name(&name)?;
        sheet.set_freeze_panes(1, 0)?;
        for ((at, title), width) in (0_u16..).zip(SHEET_HEADER).zip(WIDTHS) {
            sheet.write_string_with_format(0, at, title, &header)?;
            sheet.set_column_width(at, width)?;
        }
        let mut line = 0_u32;
        for cells in rows.iter().flat_map(|row| sheet_lines(row, assessments)) {
            line += 1;
            for (at, cell) in cells.iter().enumerate() {
                let style = if TO_FILL.contains(&at) { &to_fill } else { &text };
                let place = u16::try_from(at).unwrap_or(u16::MAX);
                sheet.write_string_with_format(line, place, cut(&formula::disarmed(cell)).0, style)?;
            }
        }
        sheet.autofilter(0, 0, line.max(1), 8)?;
        names.push(name);
    }
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;

    #[test]
    fn what_assessors_write_is_read_from_every_sheet() {
        let all = Assessments::read(b"id,assessor,view\nk#1~aaaaaaaa.r,Ana,=done\n", "x").unwrap();
        let (one, other) = (row("k#1~aaaaaaaa.r"), row("k#2~aaaaaaaa.r"));
        let sheets = [("funding".to_owned(), vec![&one]), (String::new(), vec![&other])];
        let mut bytes = Vec::new();
        write(&sheets, &all, "2026-11-21", &mut bytes).unwrap();
        assert_eq!(Assessments::read(&bytes, "assessments.xlsx").unwrap(), all);
        let mut again = Vec::new();
        write(&sheets, &all, "2026-11-21", &mut again).unwrap();
        assert_eq!(bytes, again);
    }
}
