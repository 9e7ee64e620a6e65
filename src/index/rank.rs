//! What lifts and lowers a hit besides its words: what it is, and where it stands.

use crate::model::{Block, BlockType};

/// A group of blocks that rank alike; less comes first where scores are equal.
pub(super) fn class(block: &Block) -> u8 {
    match block.block_type {
        BlockType::Paragraph | BlockType::QuoteParagraph | BlockType::ListItem if is_topic(&block.text) => 2,
        BlockType::Paragraph | BlockType::QuoteParagraph => 0,
        BlockType::ListItem => 1,
        BlockType::TableRow | BlockType::TemplateField => 3,
        BlockType::Footnote => 4,
        BlockType::Heading | BlockType::Annex | BlockType::Title => 5,
        BlockType::Meta | BlockType::Participant | BlockType::EndMark | BlockType::Furniture => 6,
    }
}

/// A line of an agenda names its topic in few words and says nothing of it: it ends in no stop, and no colon parts a name from what is
/// said of it.
fn is_topic(text: &str) -> bool {
    let says = text.contains(':') || text.trim_end().ends_with(['.', ';', ',', '!', '?', '\u{2026}']);
    !says && text.split_whitespace().take(MOST_WORDS_OF_TOPIC + 1).count() <= MOST_WORDS_OF_TOPIC
}

/// A line of more words says something.
const MOST_WORDS_OF_TOPIC: usize = 8;

/// Factor on the score by class. BM25 favours short texts: without it a heading that is little but the words asked for
/// would stand before the paragraphs under it, and a table row before the paragraph that it repeats.
pub(super) fn factor(class: u8) -> f32 {
    match class {
        0 => 1.0,
        1 => 0.97,
        2 => 0.88,
        3 => 0.85,
        4 => 0.8,
        5 => 0.1,
        _ => 0.4,
    }
}

/// Factor on the score in an annex, whatever its depth: the body of a report is what its meeting said.
pub(super) const IN_ANNEX: f32 = 0.97;

/// Where the parts of an order number lie: depth of the annex, class, place in the report.
const DEPTH_AT: u32 = 40;
const CLASS_AT: u32 = 32;

/// Depth of the annex, class of the block and place in the report in one number: less comes first where scores are equal.
pub(super) fn order(block: &Block, ordinal: usize) -> u64 {
    let depth = u64::try_from(block.annex.len().min(15)).unwrap_or(15);
    let ordinal = u64::from(u32::try_from(ordinal).unwrap_or(u32::MAX));
    depth << DEPTH_AT | u64::from(class(block)) << CLASS_AT | ordinal
}

/// The factor on the score that an order number calls for.
pub(super) fn factor_of(order: u64) -> f32 {
    let class = u8::try_from(order >> CLASS_AT & 0xFF).unwrap_or(u8::MAX);
    let place = if order >> DEPTH_AT > 0 { IN_ANNEX } else { 1.0 };
    factor(class) * place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_gives_way_to_what_is_said_of_it() {
        let class_of = |text: &str| class(&Block::bare(BlockType::ListItem, text));
        assert_eq!(class_of("2020 election of officers"), 2);
        assert_eq!(class_of("The officers were elected."), 1);
        assert_eq!(class_of("Treasurer: Ana Lind"), 1);
        assert!(factor(class_of("Repair of the crane")) < factor(class_of("The crane was mended.")));
    }

    #[test]
    fn no_factor_lifts_a_score() {
        // The collector leaves a hit aside whose bare score is already too low.
        for class in 0..=u8::MAX {
            assert!((0.0..=1.0).contains(&factor(class)));
        }
        assert!((0.0..=1.0).contains(&IN_ANNEX));
    }
}
