//! Tables that no rule shows under a row of heads: "Decision, Owner, Due", "No, Item, Text, Action". The words of the heads
//! say that it is a table; their places say where its columns are, however long the text in one of them runs.

use super::blocks::Block;
use super::fragment::Fragment;
use super::grid::{Row, Texts, push};
use crate::model::BBox;

/// Heads of columns, in small letters without blanks, as lists of actions and decisions have them.
const HEADS: [&str; 54] = [
    "no",
    "no.",
    "nr",
    "nr.",
    "#",
    "item",
    "agendaitem",
    "subject",
    "topic",
    "issue",
    "action",
    "actions",
    "actionitem",
    "actionpoint",
    "actionby",
    "actionrequired",
    "task",
    "owner",
    "who",
    "responsible",
    "responsibility",
    "responsibleparty",
    "lead",
    "assignedto",
    "person",
    "due",
    "duedate",
    "deadline",
    "date",
    "when",
    "bywhen",
    "bywhom",
    "timeline",
    "status",
    "progress",
    "decision",
    "decisions",
    "outcome",
    "result",
    "recommendation",
    "recommendations",
    "text",
    "discussion",
    "description",
    "details",
    "remarks",
    "comment",
    "comments",
    "notes",
    "priority",
    "reference",
    "ref",
    "update",
    "target",
];
/// So many columns, and so many of their heads in the list: three, or all of two.
const COLUMNS: usize = 2;
const KNOWN: usize = 2;
/// White (ems) between two heads, at least.
const WHITE: f32 = 0.6;
/// A cell begins within so many ems of its column's edge, or further in.
const OUT: f32 = 0.5;
/// It ends so many ems before the next column, at least.
const CLEAR: f32 = 0.15;
/// Rows further apart (ems) are not of one table; lines of one cell stand at most so far apart.
const APART: f32 = 3.6;
const LINE: f32 = 1.45;
/// Where some lines stand so many times further apart than others, the closest ones are lines of one cell; lines no further
/// apart than so many times their distance are, too.
const SEVERAL: f32 = 1.12;
const CLOSER: f32 = 1.06;
/// Rows that a table has, at least.
const ROWS: usize = 2;

/// The first such table.
pub(super) fn headed(fragments: &[Fragment], texts: Texts<'_>) -> Option<Block> {
    let mut rows: Vec<Row> = Vec::new();
    fragments.iter().for_each(|fragment| push(&mut rows, *fragment));
    (0..rows.len()).find_map(|at| table(&rows, at, texts))
}

fn table(rows: &[Row], at: usize, texts: Texts<'_>) -> Option<Block> {
    let head = rows.get(at).filter(|row| are_heads(row, texts))?;
    let columns: Vec<f32> = head.iter().map(|one| one.left).collect();
    let size = head.first()?.size;
    let step = step(rows.get(at + 1..)?, &columns);
    let mut starts: Vec<f32> = Vec::new();
    let mut last = head.first()?.base;
    let mut several = 0;
    for row in rows.get(at + 1..)? {
        let base = row.first()?.base;
        let held: Option<Vec<usize>> = row.iter().map(|one| column_of(one, &columns)).collect();
        let Some(held) = held.filter(|_| base - last <= APART * size) else { break };
        // A row begins where a line stands off, or where its first column and another one do below a line that is not closed
        // up: cells that go on together keep the distance of lines.
        let is_filled = held.first() == Some(&0) && held.len() > 1;
        let begins = starts.is_empty() || base - last > step.max(LINE) * size || is_filled && base - last > step * size;
        if begins {
            if !is_filled && held.len() < 2 {
                break;
            }
            starts.push(base - size);
        }
        several += usize::from(begins && held.len() > 1);
        last = base;
    }
    if several < ROWS {
        return None;
    }
    let inside = rows.iter().skip(at).take_while(|row| row.first().is_some_and(|one| one.base <= last));
    let right = inside.flatten().map(|one| one.right).fold(f32::NEG_INFINITY, f32::max);
    let edge = OUT * size;
    let bbox = BBox {
        left: columns.first()? - edge,
        top: head.first()?.base - size,
        right: right + 1.0,
        bottom: last + 0.4 * size,
    };
    let inner = columns.iter().skip(1).map(|left| left - edge.min(0.3 * size));
    let columns = [bbox.left].into_iter().chain(inner).chain([bbox.right]).collect();
    let rows = [bbox.top].into_iter().chain(starts).chain([bbox.bottom]).collect();
    Some(Block { bbox, size, columns, rows, heads: 1, fragments: Vec::new() })
}

/// Whether a row holds heads of columns.
fn are_heads(row: &Row, texts: Texts<'_>) -> bool {
    if row.len() < COLUMNS || row.iter().zip(row.iter().skip(1)).any(|(a, b)| b.left - a.right < WHITE * a.size) {
        return false;
    }
    let known = row.iter().filter(|one| {
        let text = texts(one).to_lowercase();
        HEADS.contains(&text.trim_end_matches(':'))
    });
    let known = known.count();
    known >= KNOWN && known * 2 > row.len()
}

/// The column that a fragment begins and ends in.
fn column_of(one: &Fragment, columns: &[f32]) -> Option<usize> {
    let at = columns.iter().rposition(|left| one.left > left - OUT * one.size)?;
    let ends = columns.get(at + 1).is_none_or(|next| one.right <= next - CLEAR * one.size);
    ends.then_some(at)
}

/// The distance (ems) from which on lines stand off: a little over that of the closest lines below the heads. Where nothing
/// closer is known, every line with a first cell and another one is a row.
fn step(rows: &[Row], columns: &[f32]) -> f32 {
    let inside = rows.iter().take_while(|row| row.iter().all(|one| column_of(one, columns).is_some()));
    let heads: Vec<&Fragment> = inside.filter_map(|row| row.first()).collect();
    let steps = heads.iter().zip(heads.iter().skip(1)).map(|(a, b)| (b.base - a.base) / b.size);
    let (least, most) = steps.fold((f32::INFINITY, 0.0_f32), |(least, most), one| (least.min(one), most.max(one)));
    if most > SEVERAL * least { CLOSER * least } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};
    use crate::model::LineRole;

    #[test]
    fn heads_show_the_columns_of_long_texts() {
        let drawing = Drawing::new().text(72.0, 80.0, "Minutes of the board that met on the third of May in the hall");
        let drawing = drawing.text(72.0, 110.0, "Decision").text(400.0, 110.0, "Owner").text(470.0, 110.0, "Due");
        let drawing = drawing.lines(
            72.0,
            126.0,
            12.0,
            &["The board will send the survey of the lock gates to all of", "its members."],
        );
        let drawing = drawing.text(400.0, 126.0, "Clerk").text(470.0, 126.0, "12 May");
        let drawing = drawing.text(72.0, 156.0, "The lamp is to be lit by gas.").text(400.0, 156.0, "Master");
        let drawing = drawing.text(
            72.0,
            200.0,
            "The meeting was closed at noon, and the members went to see the harbour together.",
        );
        let document = laid_out(vec![drawing]);
        let rows: Vec<Vec<&str>> = document
            .lines
            .iter()
            .filter(|line| line.role == LineRole::Table)
            .map(|line| line.cells.iter().map(|cell| cell.text.as_str()).collect())
            .collect();
        let expected: Vec<Vec<&str>> = vec![
            vec!["Decision", "Owner", "Due"],
            vec!["The board will send the survey of the lock gates to all of\nits members.", "Clerk", "12 May"],
            vec!["The lamp is to be lit by gas.", "Master"],
        ];
        assert_eq!(rows, expected);
        assert!(document.lines.last().unwrap().text.starts_with("The meeting was closed"));
    }
}
