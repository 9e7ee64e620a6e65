//! What lifts and lowers a hit besides its words: what it is, and where it stands.

use crate::model::BlockType;

/// A group of block types that rank alike; less comes first where scores are equal.
pub(super) fn class(block_type: BlockType) -> u8 {
    match block_type {
        BlockType::Paragraph | BlockType::QuoteParagraph => 0,
        BlockType::ListItem => 1,
        BlockType::TableRow | BlockType::TemplateField => 2,
        BlockType::Footnote => 3,
        BlockType::Heading | BlockType::Annex | BlockType::Title => 4,
        BlockType::Meta | BlockType::Participant | BlockType::EndMark | BlockType::Furniture => 5,
    }
}

/// Factor on the score by class. BM25 favours short texts: without it a heading that is little but the words asked for
/// would stand before the paragraphs under it, and a table row before the paragraph that it repeats.
pub(super) fn factor(class: u8) -> f32 {
    match class {
        0 => 1.0,
        1 => 0.97,
        2 => 0.85,
        3 => 0.8,
        4 => 0.1,
        _ => 0.4,
    }
}

/// Factor on the score in an annex, whatever its depth: the body of a report is what its meeting said.
pub(super) const IN_ANNEX: f32 = 0.97;

/// Where the parts of an order number lie: depth of the annex, class, place in the report.
const DEPTH_AT: u32 = 40;
const CLASS_AT: u32 = 32;

/// Depth of the annex, class of the block and place in the report in one number: less comes first where scores are equal.
pub(super) fn order(annex_depth: usize, block_type: BlockType, ordinal: usize) -> u64 {
    let depth = u64::try_from(annex_depth.min(15)).unwrap_or(15);
    let ordinal = u64::from(u32::try_from(ordinal).unwrap_or(u32::MAX));
    depth << DEPTH_AT | u64::from(class(block_type)) << CLASS_AT | ordinal
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
    fn no_factor_lifts_a_score() {
        // The collector leaves a hit aside whose bare score is already too low.
        for class in 0..=u8::MAX {
            assert!((0.0..=1.0).contains(&factor(class)));
        }
        assert!((0.0..=1.0).contains(&IN_ANNEX));
    }
}
