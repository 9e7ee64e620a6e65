//! A selection to hand out to assessors: a row a recommendation in the words of its source, and beside it two columns an
//! assessor, view and note, so that several views stand side by side. As a workbook or as a text document, it is sent in with
//! `tracker assess`, as often as it comes.

mod document;
mod workbook;

use super::assessed::ids;
use super::titles::Titles;
use crate::model::{Assessments, TrackerRow};
use std::io;

/// What the header of an assessor's views begins with; the name follows.
pub const VIEW_OF: &str = "view: ";
/// The same of notes.
pub const NOTE_OF: &str = "note: ";
/// Columns before those of the assessors.
const GIVEN: [&str; 5] = ["no", "text", "report", "paragraph", "category"];
/// The column after them, by which a row is known again.
const ID: &str = "id";

/// What a handout is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A workbook, .xlsx.
    Workbook,
    /// A text document with one table, .docx.
    Document,
}

/// What a handout says besides its rows.
#[derive(Debug, Clone, Copy)]
pub struct How<'a> {
    /// Who assesses: two columns each.
    pub assessors: &'a [String],
    /// The usual views; any other word may be typed.
    pub views: &'a [String],
    /// The names of the categories.
    pub titles: &'a Titles,
    /// The title of the file.
    pub title: &'a str,
    /// The day that the file says it was made.
    pub day: &'a str,
}

/// The file, with the views that each of the assessors has given already.
///
/// # Errors
/// It cannot be put together.
pub fn write(rows: &[TrackerRow], assessments: &Assessments, how: &How<'_>, form: Form) -> io::Result<Vec<u8>> {
    match form {
        Form::Workbook => workbook::write(rows, assessments, how),
        Form::Document => document::write(rows, assessments, how),
    }
}

/// The names of all columns.
fn header(how: &How<'_>) -> Vec<String> {
    let of_assessors = how.assessors.iter().flat_map(|name| [format!("{VIEW_OF}{name}"), format!("{NOTE_OF}{name}")]);
    GIVEN.into_iter().map(str::to_owned).chain(of_assessors).chain([ID.to_owned()]).collect()
}

/// The cells of a row, in the order of [`header`].
fn cells(row: &TrackerRow, assessments: &Assessments, how: &How<'_>) -> Vec<String> {
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
        cells.extend([own.map(|own| own.view.clone()), own.map(|own| own.note.clone())].map(Option::unwrap_or_default));
    }
    cells.push(row.id.clone());
    cells
}

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
        for form in [Form::Workbook, Form::Document] {
            let bytes = write(&rows, &all, &how, form).unwrap();
            assert_eq!(bytes, write(&rows, &all, &how, form).unwrap());
            let back = Assessments::read(&bytes, "handout").unwrap();
            let [line] = back.lines() else { panic!("{back:?}") };
            assert_eq!((line.assessor.as_str(), line.view.as_str(), line.note.as_str()), ("Ana", "done", "see"));
        }
        let filled = "id,view: Ana,note: Ana,view: Ben\nk#1~aaaaaaaa.r,done,see,open\nk#2~aaaaaaaa.r,,,open\n";
        assert_eq!(Assessments::read(filled.as_bytes(), "handout.csv").unwrap().lines().len(), 3);
    }
}
