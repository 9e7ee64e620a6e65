//! Reads lists: spreadsheets (XLSX, ODS, XLS) and CSV. A list of recommendations gives a row for each, a survey a part for each
//! respondent.
//!
//! [`grid`] is a sheet as cells, [`sheets`] and [`csv`] read files into grids, [`columns`] finds the header and says what each
//! column is, [`table`] and [`survey`] make blocks.

mod columns;
mod csv;
mod far_cells;
mod grid;
mod sheets;
mod survey;
mod table;
#[cfg(test)]
mod tests;

use super::input::Input;
use crate::error::DocumentError;
use crate::model::{BlockStyle, FileInfo, Note, RawBody, RawDocument, Stage, StyledBlock};
use columns::Header;
use grid::Grid;

pub(super) use csv::respondents;

/// Reads a workbook.
///
/// # Errors
/// It is damaged or encrypted.
pub(super) fn read_workbook(input: Input<'_>) -> Result<RawDocument, DocumentError> {
    let grids = sheets::grids(&input)?;
    Ok(document(input, &grids))
}

/// Reads a file of separated values.
///
/// # Errors
/// None of its own.
pub(super) fn read_csv(input: Input<'_>) -> Result<RawDocument, DocumentError> {
    let grid = csv::grid(input.bytes, input.limits);
    Ok(document(input, &[grid]))
}

fn document(input: Input<'_>, grids: &[Grid]) -> RawDocument {
    let mut notes = Vec::new();
    let mut blocks: Vec<StyledBlock> = Vec::new();
    let named = grids.len() > 1;
    let mut kind = "list of recommendations";
    for (nth, grid) in grids.iter().enumerate() {
        let header = Header::find(grid);
        if named {
            let heading = StyledBlock::plain(grid.name.clone()).styled(BlockStyle::Heading(1));
            blocks.push(StyledBlock { place: grid.place(0, 0), ..heading });
        }
        let table = u32::try_from(nth + 1).unwrap_or(u32::MAX);
        match header {
            Some(header) if header.is_survey(grid) => {
                kind = "consultation inputs";
                notes.push(said(grid, named, &header.told_survey()));
                blocks.extend(survey::blocks(grid, &header, u8::from(named)));
            }
            header => {
                if let Some(told) = header.as_ref().and_then(Header::told) {
                    notes.push(said(grid, named, &told));
                }
                blocks.extend(table::blocks(grid, header.as_ref(), table, nth == 0, u8::from(named)));
            }
        }
        if grid.cut {
            notes.push(Note::new(Stage::Extract, "cut-short", format!("the sheet has more than {} rows, which is the limit `rows` in the section [extract] of minutebook.toml", input.limits.rows)));
        }
    }
    if blocks.is_empty() {
        notes.push(Note::new(Stage::Extract, "empty-file", "the list holds no cells"));
    }
    let info = FileInfo { kind: Some(kind.to_owned()), ..FileInfo::default() };
    RawDocument { source: input.source, info, body: RawBody::Styled(blocks), notes }
}

fn said(grid: &Grid, named: bool, told: &str) -> Note {
    let sheet = if named { format!("sheet {}: ", grid.name) } else { String::new() };
    Note::new(
        Stage::Extract,
        "columns-guessed",
        format!("{sheet}columns are taken by their words: {told}. If one is taken wrongly, rename its header."),
    )
}
