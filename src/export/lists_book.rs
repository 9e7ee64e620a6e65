//! Lists for a meeting as a workbook: one sheet, each list under its heading, laid out to be printed.

use super::sheets::cut;
use crate::text::formula;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError};
use std::io;

/// Headers and widths of the columns.
const COLUMNS: [(&str, f64); 6] =
    [("No.", 9.0), ("What", 70.0), ("Owner", 18.0), ("Status", 14.0), ("Due", 12.0), ("Where", 30.0)];

/// A list: its heading, and its entries by the columns No., What, Owner, Status, Due, Where.
pub type List<'a> = (&'a str, Vec<[&'a str; 6]>);

/// The workbook; `day` is the day that it says it was made.
///
/// # Errors
/// The workbook cannot be put together.
pub fn write(title: &str, day: &str, lists: &[List<'_>]) -> io::Result<Vec<u8>> {
    laid_out(title, day, lists).map_err(io::Error::other)
}

fn laid_out(title: &str, day: &str, lists: &[List<'_>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Report")?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_footer("&L&A&RPage &P of &N");
    let large = Format::new().set_bold().set_font_size(16);
    let heading = Format::new().set_bold().set_font_size(13);
    let head = Format::new().set_bold().set_background_color("#D9E2EC");
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Hair);
    for (at, (_, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(at, width)?;
    }
    let shown = |words: &str| cut(&formula::disarmed(words)).0.into_owned();
    sheet.write_string_with_format(0, 0, shown(title), &large)?;
    let mut row = 1;
    for (name, entries) in lists {
        row += 1;
        sheet.write_string_with_format(row, 0, format!("{name} ({})", entries.len()), &heading)?;
        row += 1;
        if entries.is_empty() {
            sheet.write_string(row, 0, "Nothing.")?;
            row += 1;
            continue;
        }
        for (at, (name, _)) in (0_u16..).zip(COLUMNS) {
            sheet.write_string_with_format(row, at, name, &head)?;
        }
        row += 1;
        for entry in entries {
            for (at, cell) in (0_u16..).zip(entry) {
                sheet.write_string_with_format(row, at, shown(cell), &text)?;
            }
            row += 1;
        }
    }
    let mut properties = DocProperties::new().set_title(cut(title).0.as_ref());
    if let Ok(day) = ExcelDateTime::parse_from_str(day) {
        properties = properties.set_creation_datetime(&day);
    }
    book.set_properties(&properties);
    book.save_to_buffer()
}

/// Paper of 210 by 297 mm, by Excel's number for it.
const A4: u8 = 9;
