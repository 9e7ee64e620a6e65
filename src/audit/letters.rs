//! How many letters and figures stand where.

use crate::model::{Block, BlockType, Document};
use std::collections::BTreeMap;

/// Letters and figures of the blocks on each page; 0 for text files.
pub(super) fn read(document: &Document) -> BTreeMap<u32, usize> {
    let mut read = BTreeMap::new();
    for block in document.blocks.iter().filter(|block| block.block_type != BlockType::Furniture) {
        let page = block.anchors.first().and_then(|anchor| anchor.page).unwrap_or(0);
        *read.entry(page).or_default() += block.number.as_deref().map_or(0, letters);
        for (page, count) in stretches(block, page) {
            *read.entry(page).or_default() += count;
        }
    }
    read
}

/// The letters of a block by the page where they stand.
fn stretches(block: &Block, page: u32) -> Vec<(u32, usize)> {
    if block.anchors.len() < 2 {
        return vec![(page, letters(&block.text))];
    }
    let text = |span: [usize; 2]| block.text.get(span[0]..span[1]).unwrap_or_default();
    let of = block.anchors.iter().map(|anchor| (anchor.page.unwrap_or(0), letters(text(anchor.span))));
    of.collect()
}

/// Letters and figures of a text: signs, bullets and the marks of Markdown are nothing that could be lost.
pub(super) fn letters(text: &str) -> usize {
    let plain = text.bytes().filter(u8::is_ascii_alphanumeric).count();
    if text.is_ascii() {
        return plain;
    }
    plain + text.chars().filter(|character| !character.is_ascii() && character.is_alphanumeric()).count()
}
