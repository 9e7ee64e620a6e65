//! What the columns of a list hold, where `corpus/manifest.csv` says it: `owner=Desk; due=Ready; text=3`.
//!
//! A column is named by its header, or by its place from 1. What the manifest says of one column leaves what its reader took the others for.

use crate::model::{Block, BlockType, Note, Stage};

/// What a column can hold.
const FIELDS: [&str; 9] = ["number", "text", "category", "status", "owner", "due", "source", "priority", "comment"];

/// Sets the columns of every list among the blocks. Answers a note on each part that names no field or no column.
pub(super) fn set(columns: &str, blocks: &mut [Block]) -> Vec<Note> {
    let mut notes = Vec::new();
    for part in columns.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let told = part.split_once('=').map(|(field, column)| (field.trim().to_lowercase(), column.trim()));
        let Some((field, column)) = told.filter(|(field, _)| FIELDS.contains(&field.as_str())) else {
            let fields = FIELDS.join(", ");
            notes.push(note(&format!("`{part}` is not of the form FIELD=COLUMN with a field of {fields}")));
            continue;
        };
        let mut found = false;
        for at in 0..blocks.len() {
            found |= set_one(&field, column, at, blocks);
        }
        if !found {
            let headers: Vec<&str> = blocks.iter().filter(|block| block.header).map(|row| row.text.as_str()).collect();
            notes.push(note(&format!(
                "no list here has a column `{column}`; their header rows are: {}",
                headers.join(" | ")
            )));
        }
    }
    notes
}

fn note(said: &str) -> Note {
    Note::new(Stage::Extract, "manifest-columns", format!("corpus/manifest.csv, `columns`: {said}"))
}

/// Sets a column of the list whose header row stands at `at`; whether it has one of that name.
fn set_one(field: &str, column: &str, at: usize, blocks: &mut [Block]) -> bool {
    let Some(header) = blocks.get_mut(at).filter(|block| block.header && block.cells.is_some()) else { return false };
    let cells = header.cells.clone().unwrap_or_default();
    let named = cells.iter().position(|cell| cell.trim().eq_ignore_ascii_case(column));
    let placed = || column.parse::<usize>().ok()?.checked_sub(1).filter(|place| *place < cells.len());
    let Some(place) = named.or_else(placed) else { return false };
    header.fields.resize(cells.len(), String::new());
    for (index, told) in header.fields.iter_mut().enumerate() {
        if index == place {
            field.clone_into(told);
        } else if told == field && field != "comment" {
            told.clear();
        }
    }
    if field == "number" {
        let rows = blocks.iter_mut().skip(at + 1).take_while(|block| !block.header);
        for row in rows.filter(|block| block.block_type == BlockType::TableRow) {
            row.number = row.cells.as_ref().and_then(|cells| cells.get(place)).filter(|it| !it.is_empty()).cloned();
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str], header: bool) -> Block {
        let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        Block { header, text: cells.join(" "), cells: Some(cells), ..Block::bare(BlockType::TableRow, "") }
    }

    #[test]
    fn a_column_is_named_by_its_header_or_its_place() {
        let mut blocks = [row(&["Code", "Text", "Desk", "Ready"], true), row(&["A1", "Meet.", "Ana", "May"], false)];
        blocks[0].fields = ["", "text", "", "owner"].map(str::to_owned).to_vec();
        assert!(set("owner=desk; due=4; number=Code", &mut blocks).is_empty());
        assert_eq!(blocks[0].fields, ["number", "text", "owner", "due"]);
        assert_eq!(blocks[1].number.as_deref(), Some("A1"));
    }

    #[test]
    fn what_names_no_field_or_no_column_is_said() {
        let mut blocks = [row(&["Code", "Text"], true)];
        let notes = set("boss=Code; owner=Desk; due", &mut blocks);
        assert_eq!(notes.len(), 3);
        assert!(notes[1].message.contains("`Desk`") && notes[1].message.contains("Code Text"), "{}", notes[1].message);
    }
}
