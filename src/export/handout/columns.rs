//! The columns of a handout, whatever it is written as.

use crate::export::Titles;
use crate::export::assessed::ids;
use crate::model::{Assessments, TrackerRow};

/// What the header of an assessor's views begins with; the name follows.
pub const VIEW_OF: &str = "view: ";
/// The same of notes.
pub const NOTE_OF: &str = "note: ";
/// Columns before those of the assessors.
pub(super) const GIVEN: [&str; 5] = ["no", "text", "report", "paragraph", "category"];
/// The column after them, by which a row is known again.
const ID: &str = "id";

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

/// The names of all columns.
pub(super) fn header(how: &How<'_>) -> Vec<String> {
    let of_assessors = how.assessors.iter().flat_map(|name| [format!("{VIEW_OF}{name}"), format!("{NOTE_OF}{name}")]);
    GIVEN.into_iter().map(str::to_owned).chain(of_assessors).chain([ID.to_owned()]).collect()
}

/// The cells of a row, in the order of [`header`].
pub(super) fn cells(row: &TrackerRow, assessments: &Assessments, how: &How<'_>) -> Vec<String> {
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
