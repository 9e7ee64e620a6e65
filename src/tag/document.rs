//! Tagging a whole document: which blocks can hold items, which stems and sections their lines stand under.

use super::sentence::{Passage, tag_passage};
use super::{Context, Tagger};
use crate::model::{Block, BlockType, Document, Item, Kind, TaggedDocument};

/// Finds the items of a document, in reading order.
pub(crate) fn tag_document(tagger: &Tagger, document: Document, _context: &Context) -> TaggedDocument {
    let mut items = Vec::new();
    let mut stem: Option<&str> = None;
    for (index, block) in document.blocks.iter().enumerate() {
        stem = match block.block_type {
            BlockType::ListItem | BlockType::TableRow | BlockType::Footnote | BlockType::Furniture => stem,
            _ => None,
        };
        if !can_hold_items(block.block_type) {
            continue;
        }
        let passage =
            Passage { text: &block.text, section: block.section.as_deref(), stem, body: document.meta.body.as_deref() };
        for mut item in tag_passage(tagger, passage) {
            item.block = index;
            if block.block_type == BlockType::QuoteParagraph && !mark_as_quoted(&mut item) {
                continue;
            }
            items.push(item);
        }
        if block.block_type != BlockType::ListItem && ends_as_stem(block) {
            stem = Some(last_sentence(&block.text));
        }
    }
    TaggedDocument { document, items }
}

fn can_hold_items(block_type: BlockType) -> bool {
    matches!(
        block_type,
        BlockType::Paragraph
            | BlockType::QuoteParagraph
            | BlockType::ListItem
            | BlockType::TableRow
            | BlockType::Footnote
    )
}

/// What stands in a quotation is the quoted document's: a decision there is not this body's, and is dropped.
fn mark_as_quoted(item: &mut Item) -> bool {
    item.held_by = Some("quoted document".to_owned());
    item.flags.push("quoted".to_owned());
    item.kind != Kind::Decision
}

fn ends_as_stem(block: &Block) -> bool {
    block.text.trim_end().ends_with(':')
}

fn last_sentence(text: &str) -> &str {
    super::sentences::split(text).pop().and_then(|span| text.get(span)).unwrap_or(text)
}
