//! A list as blocks: title and text above it, header rows, a row for each entry, merged rows as headings.

use super::columns::{Header, Meaning};
use super::grid::{Grid, Row};
use crate::model::{BlockStyle, Label, StyledBlock, StyledCell};

/// A title above a list has at most so many words.
const TITLE_WORDS: usize = 20;
/// A row that heads a category has at most so many words.
const CATEGORY_WORDS: usize = 14;

/// The blocks of a sheet. `first` sheets may have the title of all; `depth` headings stand above.
pub(super) fn blocks(grid: &Grid, header: Option<&Header>, table: u32, first: bool, depth: u8) -> Vec<StyledBlock> {
    let mut blocks = Vec::new();
    let mut titled = !first;
    for (at, row) in grid.rows.iter().enumerate() {
        let style = |header: bool| BlockStyle::Row { table, header };
        match header {
            Some(header) if (header.first..=header.last).contains(&at) => {
                // Of two header rows the second names each column.
                let fields = if at == header.last { header.fields() } else { Vec::new() };
                blocks.push(StyledBlock { fields, ..row_block(grid, row, style(true), None) });
            }
            Some(header) if at > header.last => blocks.push(entry(grid, row, header, table, depth)),
            _ => match row.only() {
                Some((column, text)) => {
                    let is_title = !titled && text.split_whitespace().count() <= TITLE_WORDS && !text.ends_with('.');
                    titled = true;
                    let style = if is_title { BlockStyle::Title } else { BlockStyle::Plain };
                    blocks.push(StyledBlock {
                        place: grid.place(row.number, column),
                        ..StyledBlock::plain(text).styled(style)
                    });
                }
                None => blocks.push(row_block(grid, row, style(false), None)),
            },
        }
    }
    blocks
}

fn entry(grid: &Grid, row: &Row, header: &Header, table: u32, depth: u8) -> StyledBlock {
    let style = BlockStyle::Row { table, header: false };
    // One cell over all columns, or alone in its row and no entry's text, heads what comes below it.
    if let Some((column, text)) = row.only() {
        let spans = row.spans.get(column).copied().unwrap_or(1);
        let merged = spans > 1 && spans * 2 >= grid.columns.len();
        let in_text = header.column(Meaning::Text) == Some(column) && column > 0;
        let short = text.split_whitespace().count() <= CATEGORY_WORDS && !text.ends_with(['.', ';']);
        if merged || short && !in_text && column == 0 && !text.chars().all(|c| c.is_ascii_digit() || c == '.') {
            let heading = StyledBlock::plain(text).styled(BlockStyle::Heading(depth + 1));
            return StyledBlock { place: grid.place(row.number, column), ..heading };
        }
    }
    let number = header
        .column(Meaning::Number)
        .map(|at| row.cell(at))
        .filter(|number| !number.is_empty() && number.split_whitespace().count() <= 2);
    row_block(grid, row, style, number)
}

fn row_block(grid: &Grid, row: &Row, style: BlockStyle, number: Option<String>) -> StyledBlock {
    let cells = (0..row.cells.len()).map(|at| StyledCell {
        text: row.cell(at),
        columns: u16::try_from(row.spans.get(at).copied().unwrap_or(1).max(1)).unwrap_or(1),
        continued: false,
    });
    let column = row.cells.iter().position(|cell| !cell.trim().is_empty()).unwrap_or(0);
    let label = number.map(|number| Label { list: 0, level: 0, number: Some(number) });
    StyledBlock {
        style,
        cells: cells.collect(),
        label,
        place: grid.place(row.number, column),
        ..StyledBlock::default()
    }
}
