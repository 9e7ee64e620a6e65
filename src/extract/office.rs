//! What the walks over Word and OpenDocument texts share: what came of a walk, a block in one line, rows that head a table.

use crate::model::{BlockStyle, Note, Stage, StyledBlock};

/// What came of the walk over a text document.
pub(super) struct Finished {
    /// Paragraphs, rows and what stands beside them, in order.
    pub(super) blocks: Vec<StyledBlock>,
    /// What the reader is to know.
    pub(super) notes: Vec<Note>,
    /// Number of pages, where the file says where its pages end.
    pub(super) pages: Option<u32>,
}

impl Finished {
    /// Blocks of a file that says where its pages end lie on `pages` pages; in others no block is on a page.
    pub(super) fn new(mut blocks: Vec<StyledBlock>, notes: Vec<Note>, pages: Option<u32>) -> Self {
        if pages.is_none() {
            for block in &mut blocks {
                block.place.page = None;
            }
        }
        Self { blocks, notes, pages }
    }
}

/// The note on tracked changes: `held` says what the file holds.
pub(super) fn tracked_changes(held: &str, are_shown: bool) -> Note {
    let what = if are_shown {
        "are shown, deletions struck out"
    } else {
        "are taken as accepted; see them with --changes show"
    };
    Note::new(Stage::Extract, "tracked-changes", format!("the file holds {held}, which {what}"))
}

/// A block in one line, with its number.
pub(super) fn told(block: &StyledBlock) -> String {
    if !block.cells.is_empty() {
        let cells: Vec<&str> =
            block.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
        return cells.join(" ");
    }
    match block.label.as_ref().and_then(|label| label.number.as_deref()) {
        Some(number) if block.text.is_empty() => number.to_owned(),
        Some(number) => format!("{number} {}", block.text),
        None => block.text.clone(),
    }
}

/// A first row that alone is bold heads the table, whether or not it is to be repeated on each page.
pub(super) fn head_by_bold(blocks: &mut [StyledBlock], table: u32) {
    let of_table = |block: &StyledBlock| matches!(block.style, BlockStyle::Row { table: own, .. } if own == table);
    let is_header = |block: &StyledBlock| matches!(block.style, BlockStyle::Row { header: true, .. });
    let rows = || blocks.iter().filter(|block| of_table(block));
    if rows().any(is_header) || rows().skip(1).all(|row| row.look.bold) {
        return;
    }
    if let Some(first) = blocks.iter_mut().find(|block| of_table(block)).filter(|first| first.look.bold) {
        first.style = BlockStyle::Row { table, header: true };
    }
}
