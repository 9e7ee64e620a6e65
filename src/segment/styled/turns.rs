//! Turns of speakers: what a transcript says of who speaks becomes part of the block.

use super::sheet::Sheet;
use crate::model::BlockType;

/// Words of a turn are a paragraph, whatever they look like.
pub(super) fn assign(sheet: &mut Sheet) {
    for (block, draft) in sheet.styled.iter().zip(&mut sheet.drafts) {
        if block.speaker.is_some()
            || matches!(
                block.role,
                Some(crate::model::Role::Speaker | crate::model::Role::Cue | crate::model::Role::Disclaimer)
            )
        {
            draft.kind = BlockType::Paragraph;
            draft.number = None;
        }
    }
}
