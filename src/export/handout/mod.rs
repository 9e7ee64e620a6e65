//! A selection to hand out to assessors: a row a recommendation in the words of its source, and beside it two columns an
//! assessor, view and note, so that several views stand side by side. As a workbook or as a text document, it is sent in with
//! `tracker assess`, as often as it comes.

mod columns;
mod document;
mod workbook;

pub use columns::{How, NOTE_OF, VIEW_OF};

use crate::model::{Assessments, TrackerRow};
use std::io;

/// What a handout is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A workbook, .xlsx.
    Workbook,
    /// A text document with one table, .docx.
    Document,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Titles;
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
