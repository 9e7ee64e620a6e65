//! A row of a table that a page break cuts: its other half, at the head of the next page, is no row of its own.
//!
//! The half overleaf fills fewer columns than the row above it, the first of them not, and at least one of its cells goes on
//! in the middle of a sentence.

use crate::segment::lines::rows::Row;
use std::collections::BTreeMap;

/// Whether a row is the rest of the row above it, which stands on the page before.
pub(crate) fn goes_on(above: &Row<'_>, row: &Row<'_>) -> bool {
    let is_next =
        row.is_table() && above.is_table() && above.line.table == row.line.table && row.page == above.page + 1;
    if !is_next || above.line.header || row.line.header {
        return false;
    }
    let held: BTreeMap<u16, &str> = above.line.cells.iter().map(|cell| (cell.column, cell.text.trim())).collect();
    let own: Vec<(u16, &str)> = row.line.cells.iter().map(|cell| (cell.column, cell.text.trim())).collect();
    let own: Vec<(u16, &str)> = own.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    let first = held.iter().find(|(_, text)| !text.is_empty()).map(|(column, _)| *column);
    let lacks_first = own.iter().all(|(column, _)| Some(*column) != first);
    let is_within = own.iter().all(|(column, _)| held.get(column).is_some_and(|text| !text.is_empty()));
    let breaks_off = |(column, text): &(u16, &str)| {
        let head = held.get(column).copied().unwrap_or_default();
        text.starts_with(char::is_lowercase) || !head.ends_with(['.', '!', '?', ':', ';', ')', '”', '"', '。'])
    };
    !own.is_empty() && own.len() < held.len() && lacks_first && is_within && own.iter().any(breaks_off)
}

#[cfg(test)]
mod tests {
    use crate::layout::drawing::{Drawing, laid_out};
    use crate::model::BlockType;

    /// A ruled table of three columns, each row with its height and its cells' lines.
    fn table(mut drawing: Drawing, top: f32, rows: &[(f32, [&[&str]; 3])]) -> Drawing {
        let bottom = top + rows.iter().map(|row| row.0).sum::<f32>();
        for x in [72.0, 110.0, 400.0, 500.0] {
            drawing = drawing.rule(x - 0.3, top, x + 0.3, bottom);
        }
        let mut y = top;
        drawing = drawing.rule(72.0, y - 0.3, 500.0, y + 0.3);
        for (height, cells) in rows {
            for (lines, x) in cells.iter().zip([76.0, 114.0, 404.0]) {
                drawing = drawing.lines(x, y + 14.0, 12.0, lines);
            }
            y += height;
            drawing = drawing.rule(72.0, y - 0.3, 500.0, y + 0.3);
        }
        drawing
    }

    #[test]
    fn a_row_cut_by_a_page_break_is_one_with_both_places() {
        let first = table(
            Drawing::new(),
            600.0,
            &[
                (20.0, [&["No"], &["Action"], &["Owner"]]),
                (20.0, [&["1"], &["The clerk sends the survey."], &["Clerk"]]),
                (32.0, [&["2"], &["The master of the port has the lamp", "lit by gas until the new"], &["Master"]]),
            ],
        );
        let second = table(
            Drawing::new(),
            72.0,
            &[
                (20.0, [&["No"], &["Action"], &["Owner"]]),
                (20.0, [&[], &["cable is laid."], &[]]),
                (20.0, [&["3"], &["The guild is heard."], &["Chair"]]),
            ],
        );
        let document = crate::segment::segment(laid_out(vec![first, second]));
        let rows: Vec<_> = document.blocks.iter().filter(|one| one.block_type == BlockType::TableRow).collect();
        let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
        let whole = "The master of the port has the lamp lit by gas until the new cable is laid. Master";
        assert!(texts.contains(&whole), "{texts:?}");
        let row = rows.iter().find(|row| row.text == whole).unwrap();
        assert_eq!(
            row.cells.as_ref().unwrap()[1],
            "The master of the port has the lamp lit by gas until the new cable is laid."
        );
        assert_eq!(row.anchors.iter().map(|anchor| anchor.page).collect::<Vec<_>>(), [Some(1), Some(2)]);
        assert!(texts.iter().any(|text| text.starts_with("The guild")));
    }
}
