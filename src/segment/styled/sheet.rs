//! The blocks in reading order: what the file says of each beside what is judged of it.

use super::super::numbering::marks::Mark;
use super::super::paragraphs::chunk::Chunk;
use super::super::paragraphs::draft::Draft;
use super::super::text::join::Text;
use crate::model::{BlockStyle, BlockType, FootnoteRef, NoteMark, StyledBlock};

/// Where more than this share of all words is bold, bold says nothing.
const BOLD_SHARE: f32 = 0.4;

/// Blocks of the text and, apart, what stands beside it.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// What the file says, block by block.
    pub(super) styled: Vec<StyledBlock>,
    /// What is judged, in step with `styled`.
    pub(super) drafts: Vec<Draft>,
    /// Bytes of a typed number at the start of the block's text, taken off it; in step with `styled`.
    pub(super) typed: Vec<usize>,
    /// Notes, furniture and lists of contents, each with the number of text blocks before it.
    pub(super) aside: Vec<(usize, StyledBlock)>,
    /// Size of most of the text in points; 0 where the file does not say.
    pub(super) size: f32,
    /// Bold sets something apart.
    pub(super) bold_speaks: bool,
}

impl Sheet {
    /// Takes the blocks apart. Empty ones go, but for rows, which keep their place in the table.
    pub(super) fn of(blocks: Vec<StyledBlock>) -> Self {
        let mut sheet = Self::default();
        for block in blocks {
            if block.is_empty() {
                continue;
            }
            match block.style {
                BlockStyle::Note { .. } | BlockStyle::Furniture | BlockStyle::Contents => {
                    sheet.aside.push((sheet.styled.len(), block));
                }
                _ => {
                    sheet.drafts.push(draft(&block, 0, None));
                    sheet.typed.push(0);
                    sheet.styled.push(block);
                }
            }
        }
        sheet.size = usual_size(&sheet.styled);
        let words = |bold: bool| -> usize {
            let told = sheet.styled.iter().zip(&sheet.drafts).filter(|(block, _)| !bold || block.look.bold);
            told.map(|(_, draft)| draft.words()).sum()
        };
        sheet.bold_speaks = words(true) as f32 <= BOLD_SHARE * words(false) as f32;
        sheet
    }

    /// Grants a mark; of a typed one the first `typed` bytes leave the text.
    pub(super) fn grant(&mut self, at: usize, mark: Mark, typed: usize) {
        let (Some(block), Some(slot)) = (self.styled.get(at), self.drafts.get_mut(at)) else { return };
        let kind = slot.kind;
        *slot = draft(block, typed, Some(mark));
        slot.kind = kind;
        if let Some(taken) = self.typed.get_mut(at) {
            *taken = typed;
        }
    }
}

fn draft(block: &StyledBlock, typed: usize, mark: Option<Mark>) -> Draft {
    let table = matches!(block.style, BlockStyle::Row { .. });
    let mut text = Text::default();
    if table {
        let cells: Vec<&str> =
            block.cells.iter().map(|cell| cell.text.trim()).filter(|cell| !cell.is_empty()).collect();
        text.text = cells.join(" ");
    } else {
        text.text = block.text.get(typed..).unwrap_or_default().trim().to_owned();
        text.refs = block.notes.iter().map(|mark| reference(mark, typed, &text.text)).collect();
    }
    Draft {
        chunk: Chunk { rows: Vec::new(), mark, place: None, annex: None, table },
        text,
        kind: BlockType::Paragraph,
        number: None,
        annex: Vec::new(),
        section: None,
        level: None,
        cells: None,
        role: None,
        header: false,
        contents: false,
    }
}

fn reference(mark: &NoteMark, typed: usize, text: &str) -> FootnoteRef {
    FootnoteRef { mark: mark.mark.clone(), offset: mark.offset.saturating_sub(typed).min(text.len()) }
}

/// The size that most letters have.
fn usual_size(blocks: &[StyledBlock]) -> f32 {
    let mut sizes: Vec<(u32, usize)> = Vec::new();
    for block in blocks.iter().filter(|block| block.look.size > 0.0) {
        // Tenths of points tell sizes apart.
        let key = (block.look.size * 10.0).round() as u32;
        match sizes.iter_mut().find(|(size, _)| *size == key) {
            Some((_, letters)) => *letters += block.text.len(),
            None => sizes.push((key, block.text.len())),
        }
    }
    sizes.into_iter().max_by_key(|(_, letters)| *letters).map_or(0.0, |(size, _)| size as f32 / 10.0)
}
