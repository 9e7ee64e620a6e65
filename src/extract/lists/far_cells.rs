//! Sheets of OpenDocument that say so little and span so much that they cannot be held: a cell in the last column of the last row, or
//! one that is repeated a thousand million times. They are measured before calamine lays them out.

use crate::error::DocumentError;
use crate::extract::archive::Archive;
use crate::extract::input::Input;

/// Cells that a sheet may span: 200,000 rows of twenty columns, a quarter of a GiB when laid out.
const MOST_CELLS: usize = 4_000_000;
/// Columns and rows beyond these are not laid out in any case.
const MOST_COLUMNS: usize = 16_384;
const MOST_ROWS: usize = 1_048_576;

/// Refuses a workbook with such a sheet.
///
/// # Errors
/// It has one, or its content cannot be unpacked.
pub(super) fn refuse(input: &Input<'_>) -> Result<(), DocumentError> {
    let content = Archive::of(input)?.text("content.xml")?.unwrap_or_default();
    let cells = cells(&content);
    if cells <= MOST_CELLS {
        return Ok(());
    }
    Err(input
        .error("too-large", format!("a sheet spans {cells} cells, more than {MOST_CELLS}, which is the limit"))
        .with_hint("Delete the cells far off (Ctrl+End shows the last one), or save the sheet as CSV."))
}

/// Cells that the largest sheet spans, and those that its rows hold one by one.
fn cells(content: &str) -> usize {
    content.split("<table:table ").map(of_sheet).max().unwrap_or(0)
}

fn of_sheet(sheet: &str) -> usize {
    let (mut rows, mut last_row, mut widest, mut one_by_one) = (0_usize, 0_usize, 0_usize, 0_usize);
    for row in sheet.split("<table:table-row").skip(1) {
        rows = rows.saturating_add(repeats(row, "table:number-rows-repeated")).min(MOST_ROWS);
        let (mut columns, mut filled) = (0_usize, 0_usize);
        let cells =
            row.split("<table:").skip(1).filter(|cell| cell.starts_with("table-cell") || cell.starts_with("covered-"));
        for cell in cells {
            columns = columns.saturating_add(repeats(cell, "table:number-columns-repeated")).min(MOST_COLUMNS);
            let tag = cell.split('>').next().unwrap_or_default();
            if !tag.ends_with('/') || tag.contains("value") || tag.contains("formula") {
                filled = columns;
            }
        }
        one_by_one = one_by_one.saturating_add(filled);
        if filled > 0 {
            last_row = rows;
            widest = widest.max(filled);
        }
    }
    last_row.saturating_mul(widest).max(one_by_one)
}

/// What the first tag here says of its repetition.
fn repeats(text: &str, attribute: &str) -> usize {
    let tag = text.split('>').next().unwrap_or_default();
    let value = tag.split_once(attribute).and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    // A number too long to be one is as many as there can be.
    value.map_or(1, |value| value.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sheet_spans_is_told_from_what_it_leaves_empty() {
        let cell = "<table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell>";
        let far = "<table:table-cell table:number-columns-repeated=\"16383\"/>";
        let row = |cells: &str, times: usize| {
            format!("<table:table-row table:number-rows-repeated=\"{times}\">{cells}</table:table-row>")
        };
        let sheet = |rows: &str| cells(&format!("<table:table table:name=\"s\">{rows}</table:table>"));
        assert_eq!(sheet(&(row(cell, 1) + &row(far, 1_048_575))), 1, "what follows is empty");
        assert_eq!(sheet(&row(&format!("{cell}{cell}{far}"), 3)), 6);
        assert_eq!(sheet(&(row(cell, 1) + &row(&format!("{far}{cell}"), 1_000_000_000))), 16_384 * 1_048_576);
        assert_eq!(
            sheet(&row(
                &cell.replace(
                    "<table:table-cell",
                    "<table:table-cell table:number-columns-repeated='9999999999999999999999'"
                ),
                1
            )),
            16_384
        );
    }
}
