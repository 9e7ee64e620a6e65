//! The report's title and the small print around it, at the top of the first page.

use super::draft::Draft;
use super::headings::Ordinary;
use super::rows::Row;
use crate::model::BlockType;

/// Blocks at the top among which the title is looked for.
const TOP: usize = 12;
/// A title has at most as many words.
const MOST_WORDS: usize = 40;

/// Marks the title and what belongs to it.
pub(super) fn assign(drafts: &mut [Draft], rows: &[Row<'_>], ordinary: Ordinary) {
    // The top ends at the first statement, number or annex.
    let top = drafts
        .iter()
        .take(TOP)
        .take_while(|draft| {
            draft.chunk.mark.is_none() && draft.chunk.annex.is_none() && !draft.chunk.table && !is_prose(draft)
        })
        .count();
    let size =
        |draft: &Draft| draft.chunk.rows.iter().filter_map(|at| rows.get(*at)).map(|row| row.size).fold(0.0, f32::max);
    let candidates: Vec<usize> = drafts
        .iter()
        .enumerate()
        .take(top)
        .filter(|(_, draft)| {
            !super::small_print::is_meta(&draft.text.text)
                && draft.words() <= MOST_WORDS
                && draft.text.text.chars().any(char::is_alphabetic)
        })
        .map(|(at, _)| at)
        .collect();
    let largest = candidates.iter().filter_map(|at| drafts.get(*at)).map(size).fold(0.0, f32::max);
    let chosen =
        candidates.iter().copied().find(|at| drafts.get(*at).is_some_and(|draft| size(draft) >= largest - 0.1));
    let Some(chosen) = chosen else { return };
    // Without size or style, only the very first block is a title, and only where it reads like one.
    let stands_out = ordinary.positioned && largest > ordinary.size * 1.06;
    let first_row = drafts.get(chosen).and_then(|draft| draft.chunk.rows.first()).and_then(|at| rows.get(*at));
    let styled = first_row.is_some_and(|row| row.bold || row.capitals || row.centred());
    let heading_like = drafts.get(chosen).is_some_and(|draft| draft.kind == BlockType::Heading || draft.words() <= 16);
    if !(stands_out || styled || (chosen == 0 && heading_like)) {
        return;
    }
    if let Some(draft) = drafts.get_mut(chosen) {
        draft.kind = BlockType::Title;
    }
    for (at, draft) in drafts.iter_mut().enumerate().take(top) {
        if at <= chosen {
            if at < chosen && matches!(draft.kind, BlockType::Heading | BlockType::Paragraph) {
                draft.kind = BlockType::Meta;
            }
            continue;
        }
        // Under the title: dates, subtitles, places; a section heading has text of its own and ends the small print.
        let meta = super::small_print::is_meta(&draft.text.text) || super::small_print::is_subtitle(&draft.text.text);
        if !meta {
            break;
        }
        draft.kind = BlockType::Meta;
    }
}

fn is_prose(draft: &Draft) -> bool {
    draft.words() > MOST_WORDS || (super::statements::has_verb(&draft.text.text) && draft.words() >= 7)
}
