//! Paragraphs that begin in the middle of a sentence: the trace of a line that fell out of its block, of columns read across,
//! of a paragraph cut in two. The paragraph above is doubted with it where it ends openly: openly alone, preambles end too.

use crate::model::{Block, BlockType, Document};

/// Words of what is no more than the end of a sentence: "2024.", "(9-0)."
const SCRAP_WORDS: usize = 3;
const BEGINS: &str = "it begins in the middle of a sentence";
const ENDS: &str = "it ends in the middle of a sentence";

/// Enters the doubts.
pub(super) fn enter(document: &mut Document) {
    let blocks = &document.blocks;
    let text: Vec<usize> =
        (0..blocks.len()).filter(|at| blocks.get(*at).is_some_and(|block| !is_aside(block))).collect();
    let mut found: Vec<(usize, &str)> = Vec::new();
    let mut above = None;
    for at in text {
        if blocks.get(at).is_some_and(begins_inside) {
            found.push((at, BEGINS));
            found.extend(above.filter(|above| blocks.get(*above).is_some_and(ends_openly)).map(|above| (above, ENDS)));
        }
        above = Some(at);
    }
    for (at, reason) in found {
        if let Some(block) = document.blocks.get_mut(at) {
            block.doubt.get_or_insert_with(|| reason.to_owned());
        }
    }
}

/// What stands apart from the text.
fn is_aside(block: &Block) -> bool {
    matches!(block.block_type, BlockType::Furniture | BlockType::Footnote | BlockType::EndMark)
}

fn is_prose(block: &Block) -> bool {
    block.block_type == BlockType::Paragraph && block.role.is_none()
}

/// A paragraph without number that opens in small letters, or is no more than the end of a sentence.
fn begins_inside(block: &Block) -> bool {
    if !is_prose(block) || block.number.is_some() {
        return false;
    }
    let text = block.text.as_str();
    let is_name = text.starts_with("http")
        || text.starts_with("www.")
        || text.split(' ').next().is_some_and(|word| word.contains(['@', '.', '-', '/']));
    let small = text.starts_with(char::is_lowercase) && !is_name;
    let words = text.split_whitespace().count();
    let scrap =
        words <= SCRAP_WORDS && text.ends_with('.') && text.starts_with(|c: char| c.is_ascii_digit() || c == '(');
    small || scrap
}

/// A paragraph without an end.
fn ends_openly(block: &Block) -> bool {
    let closed = block.text.trim_end_matches(['”', '"', '’', ')', ']', '»', ' ']);
    is_prose(block) && closed.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '–'))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{block, document};
    use super::*;

    fn doubts(texts: &[&str]) -> Vec<bool> {
        let mut read = document(texts.iter().map(|text| block(BlockType::Paragraph, "", text, 1)).collect());
        read.blocks.iter_mut().for_each(|block| block.number = None);
        enter(&mut read);
        read.blocks.iter().map(|block| block.doubt.is_some()).collect()
    }

    #[test]
    fn halves_of_sentences_are_doubted() {
        let found = doubts(&[
            "The council agreed that the rules would be used on a provisional basis by all of its",
            "members, with the exception of one of them, and that they would be looked at again.",
            "2024.",
            "The meeting closed at noon and the members thanked the host for the kind welcome",
            "The next meeting is in May.",
        ]);
        assert_eq!(found, [true, true, true, false, false]);
    }
}
