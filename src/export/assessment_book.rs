//! The workbook in which assessors write: a sheet a category, each recommendation under the number and in the words of its
//! source, with the views that there are. It is sent in with `tracker assess`, as often and from as many people as come.

use super::assessed::{SHEET_HEADER, sheet_lines};
use super::titles::Titles;
use super::workbook::cells::{self, Style};
use super::workbook::zip::Press;
use super::workbook::{About, Book, ColumnForm, Facts, Form, Packed, Rows, Shelf};
use super::xlsx::cut;
use crate::model::Assessments;
use crate::model::TrackerRow;
use crate::text::formula;
use std::io::{self, Write};

/// Widths of the columns of [`SHEET_HEADER`], in characters of the usual font.
const WIDTHS: [u16; 9] = [18, 10, 80, 18, 24, 12, 40, 10, 24];
/// The columns that assessors fill: assessor, view, date, note.
const TO_FILL: std::ops::Range<usize> = 3..7;

/// The workbook being gathered; `S` is where rows wait.
#[derive(Debug)]
pub struct AssessmentBook<S: Shelf> {
    book: Book<S>,
    titles: Titles,
}

impl<S: Shelf> AssessmentBook<S> {
    /// A workbook without rows.
    pub fn new(titles: &Titles, shelf: S) -> Self {
        let column = |(name, width): (&&str, u16)| ColumnForm {
            name: (*name).to_owned(),
            style: Style::Header,
            width,
            hidden: false,
        };
        let columns = SHEET_HEADER.iter().zip(WIDTHS).map(column).collect();
        Self { book: Book::new(Form { columns, choices: None }, shelf), titles: titles.clone() }
    }

    /// Adds rows of a category ("" for none), as [`rendered`] gave them.
    ///
    /// # Errors
    /// The shelf refuses.
    pub fn add(&mut self, category: &str, facts: &Facts, packed: Packed<'_>) -> io::Result<()> {
        self.book.add(u8::from(category.is_empty()), &self.titles.of(category), facts, packed).map(|_| ())
    }

    /// How often rows were added so far.
    #[must_use]
    pub fn added(&self) -> usize {
        self.book.added()
    }

    /// Writes the file. `day` is the day that it says it was made. Answers at which byte of it the rows of each
    /// [`AssessmentBook::add`] begin.
    ///
    /// # Errors
    /// `out` or the shelf refuses.
    pub fn finish(self, day: &str, out: impl Write) -> io::Result<Vec<u64>> {
        let about = About { title: "Recommendations to assess".to_owned(), day: day.to_owned(), contents: None };
        self.book.finish(&about, out)
    }
}

/// The recommendations of one category as they stand in its sheet.
///
/// # Errors
/// Never, as far as memory reaches.
pub fn rendered<'a>(
    rows: impl IntoIterator<Item = &'a TrackerRow>,
    assessments: &Assessments,
    press: &mut Press,
) -> io::Result<Rows> {
    let mut facts = Facts::default();
    let mut xml = String::new();
    for line in rows.into_iter().flat_map(|row| sheet_lines(row, assessments)) {
        facts.count += 1;
        xml.push_str("<row>");
        for (at, cell) in line.iter().enumerate() {
            let style = if TO_FILL.contains(&at) { Style::Human } else { Style::Wrapped };
            cells::text(&mut xml, style, &cut(&formula::disarmed(cell)).0);
        }
        xml.push_str("</row>");
    }
    Ok(Rows::new(press.piece(xml.as_bytes())?, facts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;

    #[test]
    fn what_assessors_write_is_read_from_every_sheet() {
        let all = Assessments::read(b"id,assessor,view\nk#1~aaaaaaaa.r,Ana,=done\n", "x").unwrap();
        let (one, other) = (row("k#1~aaaaaaaa.r"), row("k#2~aaaaaaaa.r"));
        let written = || {
            let mut book = AssessmentBook::new(&Titles::default(), Vec::new());
            let mut press = Press::default();
            for (category, row) in [("", &other), ("funding", &one)] {
                let rows = rendered([row], &all, &mut press).unwrap();
                book.add(category, &rows.facts, Packed::Bytes(&rows.packed)).unwrap();
            }
            let mut bytes = Vec::new();
            book.finish("2026-11-21", &mut bytes).unwrap();
            bytes
        };
        assert_eq!(Assessments::read(&written(), "assessments.xlsx").unwrap(), all);
        assert_eq!(written(), written());
    }
}
