//! Assessments as sheets and views show them: every view beneath the other, or one that says it is pending.

use crate::model::{Assessment, Assessments, Kind, TrackerRow};

/// What a sheet says of a recommendation that nobody has assessed.
pub const PENDING: &str = "Assessment pending";

/// The columns of a category's sheet: each recommendation under the number and in the words of its source, with every view
/// beneath the other, `disagree` where they differ, and [`PENDING`] where there is none.
pub const SHEET_HEADER: [&str; 9] = ["report", "paragraph", "text", "assessor", "view", "date", "note", "flag", "id"];

/// The lines of one recommendation in the order of [`SHEET_HEADER`]: a view each, or one that says [`PENDING`].
#[must_use]
pub fn sheet_lines(row: &TrackerRow, assessments: &Assessments) -> Vec<[String; 9]> {
    let text = match &row.stem {
        Some(stem) => format!("{stem} {}", row.text),
        None => row.text.clone(),
    };
    let flag = if assessments.disagree_of(&ids(row)) { DISAGREE } else { "" };
    let line = |[assessor, view, date, note]: [&str; 4]| {
        let number = row.paragraph.as_deref().unwrap_or_default();
        [&row.report, number, &text, assessor, view, date, note, flag, &row.id].map(str::to_owned)
    };
    let views = assessments.views_of(&ids(row));
    if views.is_empty() {
        return vec![line(["", PENDING, "", ""])];
    }
    views.iter().map(|of| line([&of.assessor, &of.view, &of.date, &of.note])).collect()
}

/// The id of a row, before it those of the items that it took over from.
pub(super) fn ids(row: &TrackerRow) -> Vec<&str> {
    row.formerly.iter().chain([&row.id]).map(String::as_str).collect()
}

/// The flag of a recommendation on which assessors differ.
pub const DISAGREE: &str = "disagree";

/// The columns that the view of a category has behind the machine columns.
pub const VIEW_HEADER: [&str; 2] = ["views", "views_flag"];

/// The cells of [`VIEW_HEADER`]: every assessor with the last view, and whether they differ; [`PENDING`] for a
/// recommendation without one; nothing for decisions and actions that nobody has assessed.
#[must_use]
pub fn view_cells(row: &TrackerRow, assessments: &Assessments) -> [String; 2] {
    let views = assessments.views_of(&ids(row));
    if views.is_empty() {
        let pending = if row.kind == Kind::Recommendation { PENDING } else { "" };
        return [pending.to_owned(), String::new()];
    }
    let of = |view: &&Assessment| format!("{}: {}", view.assessor, view.view);
    let flag = if assessments.disagree_of(&ids(row)) { DISAGREE } else { "" };
    [views.iter().map(of).collect::<Vec<_>>().join("; "), flag.to_owned()]
}
