//! The handout as a workbook, with lists of the usual views.

use super::columns::{GIVEN, How, cells, header};
use crate::export::sheets::cut;
use crate::model::{Assessments, TrackerRow};
use crate::text::formula;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::io;

/// Widths of the columns before those of the assessors, in characters.
const GIVEN_WIDTHS: [f64; GIVEN.len()] = [8.0, 70.0, 22.0, 10.0, 20.0];
/// Widths of view and note.
const WIDTHS: [f64; 2] = [18.0, 30.0];

/// The workbook, with the views that each of the assessors has given already.
///
/// # Errors
/// The workbook cannot be put together.
pub fn write(rows: &[TrackerRow], assessments: &Assessments, how: &How<'_>) -> io::Result<Vec<u8>> {
    laid_out(rows, assessments, how).map_err(io::Error::other)
}

fn laid_out(rows: &[TrackerRow], assessments: &Assessments, how: &How<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Assessment")?;
    let id_at = begin(sheet, how)?;
    let given = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Hair);
    let to_fill = given.clone().set_background_color("#FFFBE6");
    for (at, row) in (1_u32..).zip(rows) {
        let cells = cells(row, assessments, how);
        for (column, cell) in (0_u16..).zip(&cells) {
            let is_given = usize::from(column) < GIVEN.len() || column == id_at;
            let format = if is_given { &given } else { &to_fill };
            sheet.write_string_with_format(at, column, cut(&formula::disarmed(cell)).0.as_ref(), format)?;
        }
    }
    lists(sheet, rows.len(), how)?;
    let mut properties = DocProperties::new().set_title(cut(how.title).0.as_ref());
    if let Ok(day) = ExcelDateTime::parse_from_str(how.day) {
        properties = properties.set_creation_datetime(&day);
    }
    book.set_properties(&properties);
    book.save_to_buffer()
}

/// Headers and the set-up of the page; answers the column of the ids, which is hidden.
fn begin(sheet: &mut Worksheet, how: &How<'_>) -> Result<u16, XlsxError> {
    let head = Format::new().set_bold().set_text_wrap().set_background_color("#D9E2EC");
    let theirs = head.clone().set_background_color("#FFE699");
    let widths = GIVEN_WIDTHS.into_iter().chain(WIDTHS.into_iter().cycle());
    let names = header(how);
    let column = u16::try_from(names.len().saturating_sub(1)).unwrap_or(u16::MAX);
    for ((at, name), width) in (0_u16..).zip(&names).zip(widths) {
        let is_given = usize::from(at) < GIVEN.len() || at == column;
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, cut(name).0.as_ref(), if is_given { &head } else { &theirs })?;
    }
    sheet.set_column_hidden(column)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(column)
}

fn lists(sheet: &mut Worksheet, rows: usize, how: &How<'_>) -> Result<(), XlsxError> {
    let last = u32::try_from(rows.max(1)).unwrap_or(u32::MAX);
    let words: Vec<&str> = how.views.iter().map(String::as_str).collect();
    let Ok(list) = DataValidation::new().allow_list_strings(&words) else { return Ok(()) };
    let list = list.show_error_message(false);
    for at in 0..how.assessors.len() {
        let column = u16::try_from(GIVEN.len() + 2 * at).unwrap_or(u16::MAX);
        sheet.add_data_validation(1, column, last, column, &list)?;
    }
    Ok(())
}

/// Paper of 210 by 297 mm, by Excel's number for it.
const A4: u8 = 9;
