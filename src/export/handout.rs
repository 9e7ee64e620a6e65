//! A selection as a workbook to hand out to assessors: a row a recommendation in the words of its source, and beside it two columns an
//! assessor, view and note, so that several views stand side by side. It is sent in with `tracker assess`, as often as it comes.

use super::assessed::ids;
use super::sheets::cut;
use super::titles::Titles;
use crate::model::{Assessments, TrackerRow};
use crate::text::formula;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::io;

/// What the header of an assessor's views begins with; the name follows.
pub const VIEW_OF: &str = "view: ";
/// The same of notes.
pub const NOTE_OF: &str = "note: ";

/// Columns before those of the assessors, with their widths.
const GIVEN: [(&str, f64); 5] =
    [("no", 8.0), ("text", 70.0), ("report", 22.0), ("paragraph", 10.0), ("category", 20.0)];
/// Widths of view and note.
const WIDTHS: [f64; 2] = [18.0, 30.0];

/// What a handout says besides its rows.
#[derive(Debug, Clone, Copy)]
pub struct How<'a> {
    /// Who assesses: two columns each.
    pub assessors: &'a [String],
    /// What the lists of views offer; any other word may be typed.
    pub views: &'a [String],
    /// The names of the categories.
    pub titles: &'a Titles,
    /// The title of the file.
    pub title: &'a str,
    /// The day that the file says it was made.
    pub day: &'a str,
}

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
        let text = match &row.stem {
            Some(stem) => format!("{stem} {}", row.text),
            None => row.text.clone(),
        };
        let category = row.category.as_deref().map(|id| how.titles.of(id)).unwrap_or_default();
        let cell = |cell: &Option<String>| cell.clone().unwrap_or_default();
        let mut cells = vec![cell(&row.no), text, row.report.clone(), cell(&row.paragraph), category];
        let views = assessments.views_of(&ids(row));
        for assessor in how.assessors {
            let own = views.iter().find(|view| view.assessor.eq_ignore_ascii_case(assessor));
            cells.extend(
                [own.map(|own| own.view.clone()), own.map(|own| own.note.clone())].map(Option::unwrap_or_default),
            );
        }
        cells.push(row.id.clone());
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
    let mut column = 0;
    for (name, width) in GIVEN {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, name, &head)?;
        column += 1;
    }
    for assessor in how.assessors {
        for (name, width) in [VIEW_OF, NOTE_OF].into_iter().zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
            sheet.write_string_with_format(0, column, cut(&format!("{name}{assessor}")).0.as_ref(), &theirs)?;
            column += 1;
        }
    }
    sheet.write_string_with_format(0, column, "id", &head)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;

    #[test]
    fn two_assessors_side_by_side_come_back_as_a_line_each_and_nothing_is_made_up() {
        let all =
            Assessments::read(b"id,assessor,view,date,note\nk#1~aaaaaaaa.r,Ana,done,2026-11-01,see\n", "x").unwrap();
        let rows = [row("k#1~aaaaaaaa.r"), row("k#2~aaaaaaaa.r")];
        let assessors = ["Ana".to_owned(), "Ben".to_owned()];
        let views = ["done".to_owned()];
        let how =
            How { assessors: &assessors, views: &views, titles: &Titles::default(), title: "T", day: "2026-11-21" };
        let bytes = write(&rows, &all, &how).unwrap();
        assert_eq!(bytes, write(&rows, &all, &how).unwrap());
        let back = Assessments::read(&bytes, "handout.xlsx").unwrap();
        let [line] = back.lines() else { panic!("{back:?}") };
        assert_eq!((line.assessor.as_str(), line.view.as_str(), line.note.as_str()), ("Ana", "done", "see"));
        let filled = "id,view: Ana,note: Ana,view: Ben\nk#1~aaaaaaaa.r,done,see,open\nk#2~aaaaaaaa.r,,,open\n";
        assert_eq!(Assessments::read(filled.as_bytes(), "handout.csv").unwrap().lines().len(), 3);
    }
}
