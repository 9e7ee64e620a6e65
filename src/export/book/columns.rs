//! Which columns a sheet shows, in which order. What the eye needs first stands first; what only programs need is hidden at the
//! end. Columns are known by their names when the file is read back, so people may move them as they like.

use crate::model::Column;
use crate::model::row::Content;

/// A column of a sheet.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) name: String,
    /// One of ours; `None` for people's.
    pub(super) machine: Option<Column>,
    /// Its place among people's.
    pub(super) human: usize,
    pub(super) width: u16,
    pub(super) is_wrapped: bool,
    pub(super) is_hidden: bool,
}

/// What stands before and after the words of the item, on the first screen.
const FIRST: [&str; 3] = ["no", "status", "owner"];
const THEN: [Column; 5] = [Column::Due, Column::Text, Column::Kind, Column::Category, Column::Actors];
/// What follows people's other columns: where it stands. The last of them is the last that is printed.
const PLACE: [Column; 3] = [Column::Report, Column::Paragraph, Column::Page];
/// The machine columns of the sheet of a category.
pub const OF_A_CATEGORY: [Column; 9] = [
    Column::No,
    Column::Due,
    Column::Text,
    Column::Actors,
    Column::Report,
    Column::Paragraph,
    Column::Page,
    Column::Id,
    Column::Rev,
];
/// What follows on the sheet of a category, of use to programs only.
const OF_CATEGORY: [Column; 2] = [Column::Id, Column::Rev];
/// Of use to programs only.
const HIDDEN: [Column; 5] = [Column::Id, Column::Sha256, Column::Rev, Column::Categories, Column::Rule];

/// Widths of people's columns, in characters.
const HUMAN_WIDTH: u16 = 20;
const STATUS_WIDTH: u16 = 13;

/// The columns of the main sheet: all.
pub(super) fn of_tracker(human: &[String]) -> Vec<Shown> {
    let mut columns = first(human);
    columns.extend(PLACE.map(machine));
    let shown = |columns: &[Shown], column: Column| columns.iter().any(|shown| shown.machine == Some(column));
    for column in Column::ALL.into_iter().filter(|column| !HIDDEN.contains(column)) {
        if !shown(&columns, column) {
            columns.push(machine(column));
        }
    }
    columns.extend(HIDDEN.map(machine));
    columns
}

/// The columns of the sheet of a category: what people work with.
pub(super) fn of_category(human: &[String]) -> Vec<Shown> {
    let mut columns = first(human);
    columns.retain(|shown| !matches!(shown.machine, Some(Column::Category | Column::Kind)));
    columns.extend(PLACE.map(machine));
    columns.extend(OF_CATEGORY.map(machine));
    columns
}

/// The last column that is printed, from 0: all are too many for a page.
pub(super) fn last_printed(columns: &[Shown]) -> usize {
    let last = columns.iter().position(|shown| shown.machine == PLACE.last().copied());
    last.unwrap_or(columns.len().saturating_sub(1))
}

fn first(human: &[String]) -> Vec<Shown> {
    let named = |name: &str| human.iter().position(|known| known.eq_ignore_ascii_case(name));
    let mut columns = vec![machine(Column::No)];
    let early: Vec<usize> = FIRST.iter().filter_map(|name| named(name)).collect();
    columns.extend(early.iter().filter_map(|&at| Some(theirs(human.get(at)?, at))));
    columns.extend(THEN.map(machine));
    let rest = human.iter().enumerate().filter(|(at, _)| !early.contains(at));
    columns.extend(rest.map(|(at, name)| theirs(name, at)));
    columns
}

fn machine(column: Column) -> Shown {
    Shown {
        name: column.name().to_owned(),
        machine: Some(column),
        human: 0,
        width: column.width(),
        is_wrapped: matches!(column.content(), Content::Prose | Content::List) || column == Column::Category,
        is_hidden: HIDDEN.contains(&column),
    }
}

fn theirs(name: &str, at: usize) -> Shown {
    let width = if name.eq_ignore_ascii_case("status") { STATUS_WIDTH } else { HUMAN_WIDTH };
    Shown { name: name.to_owned(), machine: None, human: at, width, is_wrapped: true, is_hidden: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::human_columns;
    use std::collections::BTreeSet;

    #[test]
    fn the_sheet_of_a_category_has_the_columns_by_which_it_is_compared_with_the_main_one() {
        let shown: BTreeSet<Column> =
            of_category(&human_columns([])).iter().filter_map(|shown| shown.machine).collect();
        assert_eq!(shown, OF_A_CATEGORY.into_iter().collect());
    }
}
