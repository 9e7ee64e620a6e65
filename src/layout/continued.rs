//! Tables that go on in the next column or on the next page: one number, and the header printed again is furniture.

use super::laid_page::LaidPage;
use crate::model::{Line, LineRole};

/// Column edges that differ by less (points, from the table's left edge) are those of one table.
const SAME_COLUMN: f32 = 4.0;

/// Joins tables that nothing but furniture and footnotes parts; `shapes` holds each table's column edges, by number.
pub(super) fn join(pages: &mut [LaidPage], shapes: &[Vec<f32>]) {
    let mut number_of: Vec<u32> = (0..shapes.len() as u32).collect();
    let mut headers: Vec<Vec<String>> = vec![Vec::new(); shapes.len()];
    let mut last: Option<(u32, u32)> = None;
    let mut heading: Option<(u32, usize)> = None;
    let mut repeated: Vec<usize> = vec![0; shapes.len()];
    for line in pages.iter_mut().flat_map(|page| &mut page.lines) {
        match (line.role, line.table) {
            (LineRole::Furniture | LineRole::Footnote | LineRole::Hidden | LineRole::Extra, _) => {}
            (_, Some(own)) => {
                if last.is_none_or(|(_, before)| before != own) {
                    // A table's first row: does the one before go on?
                    let goes_on = last.filter(|(_, before)| is_same(shapes, *before, own)).map(|(first, _)| first);
                    heading = goes_on.map(|first| (first, 0));
                    if let (Some(first), Some(slot)) = (goes_on, number_of.get_mut(own as usize)) {
                        *slot = first;
                    }
                }
                let first = number_of.get(own as usize).copied().unwrap_or(own);
                last = Some((first, own));
                if first == own {
                    headers.get_mut(own as usize).into_iter().for_each(|rows| rows.push(line.text.clone()));
                }
                line.table = Some(first);
                heading = again(line, heading, &headers);
                if let Some((first, rows)) = heading
                    && let Some(slot) = repeated.get_mut(first as usize)
                {
                    *slot = rows.max(*slot);
                }
            }
            _ => last = None,
        }
    }
    // What is printed again overleaf heads the columns.
    for line in pages.iter_mut().flat_map(|page| &mut page.lines).filter(|line| line.role == LineRole::Table) {
        let left = line.table.and_then(|table| repeated.get_mut(table as usize)).filter(|left| **left > 0);
        if let Some(left) = left {
            *left -= 1;
            line.header = true;
        }
    }
}

/// Labels a row that repeats the header as furniture; says which row of the header may come next.
fn again(line: &mut Line, heading: Option<(u32, usize)>, headers: &[Vec<String>]) -> Option<(u32, usize)> {
    let (first, at) = heading?;
    let row = headers.get(first as usize).and_then(|rows| rows.get(at))?;
    if *row != line.text || line.text.is_empty() {
        return None;
    }
    line.role = LineRole::Furniture;
    Some((first, at + 1))
}

fn is_same(shapes: &[Vec<f32>], before: u32, own: u32) -> bool {
    let (Some(before), Some(own)) = (shapes.get(before as usize), shapes.get(own as usize)) else { return false };
    let left = |shape: &[f32]| shape.first().copied().unwrap_or(0.0);
    let shift = left(own) - left(before);
    before.len() == own.len() && before.iter().zip(own).all(|(a, b)| (b - a - shift).abs() < SAME_COLUMN)
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};
    use crate::model::LineRole;

    /// A ruled table of two columns with rows of twenty points from a height.
    fn table(mut drawing: Drawing, top: f32, rows: &[(&str, &str)]) -> Drawing {
        let bottom = top + 20.0 * rows.len() as f32;
        for x in [72.0, 120.0, 500.0] {
            drawing = drawing.rule(x - 0.3, top, x + 0.3, bottom);
        }
        for row in 0..=rows.len() {
            let y = top + 20.0 * row as f32;
            drawing = drawing.rule(72.0, y - 0.3, 500.0, y + 0.3);
        }
        for ((number, text), row) in rows.iter().zip(0_u16..) {
            let y = top + 14.0 + 20.0 * f32::from(row);
            drawing = drawing.text(76.0, y, number).text(124.0, y, text);
        }
        drawing
    }

    #[test]
    fn a_header_repeated_on_the_next_page_is_furniture_and_the_table_one() {
        let first = table(
            Drawing::new().text(72.0, 80.0, "Categories of proposals"),
            600.0,
            &[("No.", "Category"), ("1", "Funding")],
        );
        let second =
            table(Drawing::new(), 72.0, &[("No.", "Category"), ("2", "Outcomes")]).text(72.0, 200.0, "After it.");
        let document = laid_out(vec![first, second]);
        let seen: Vec<(&str, LineRole, Option<u32>)> =
            document.lines.iter().map(|line| (line.text.as_str(), line.role, line.table)).collect();
        assert_eq!(
            seen,
            [
                ("Categories of proposals", LineRole::Body, None),
                ("No. Category", LineRole::Table, Some(0)),
                ("1 Funding", LineRole::Table, Some(0)),
                ("No. Category", LineRole::Furniture, Some(0)),
                ("2 Outcomes", LineRole::Table, Some(0)),
                ("After it.", LineRole::Body, None),
            ]
        );
        assert!(document.lines[1].header && !document.lines[2].header && !document.lines[4].header);
        assert_eq!(
            document.lines[4].cells.iter().map(|cell| (cell.column, cell.text.as_str())).collect::<Vec<_>>(),
            [(0, "2"), (1, "Outcomes")]
        );
    }

    #[test]
    fn tables_parted_by_text_are_two() {
        let drawing =
            table(Drawing::new(), 100.0, &[("No.", "Category"), ("1", "Funding")]).text(72.0, 180.0, "Between them.");
        let document = laid_out(vec![table(drawing, 300.0, &[("No.", "Category"), ("2", "Outcomes")])]);
        let numbers: Vec<Option<u32>> = document.lines.iter().map(|line| line.table).collect();
        assert_eq!(numbers, [Some(0), Some(0), None, Some(1), Some(1)]);
        assert!(document.lines.iter().all(|line| line.role != LineRole::Furniture));
    }
}
