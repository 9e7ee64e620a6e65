//! Levels of headings, annex paths, and the section of every block.

use super::super::numbering::annexes::{Path, Setting};
use super::super::numbering::marks::Script;
use super::sheet::Sheet;
use crate::model::{BlockStyle, BlockType};

/// Levels that a report can show; deeper ones look alike.
const DEEPEST: u8 = 9;

/// How a heading without style looks: what looks alike has one level.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Look {
    size: i32,
    bold: bool,
    capitals: bool,
    italic: bool,
    centred: bool,
    numbered: Option<(Script, usize)>,
}

/// Enters annex paths, levels and sections.
pub(super) fn assign(sheet: &mut Sheet) {
    annexes(sheet);
    levels(sheet);
    sections(sheet);
}

fn annexes(sheet: &mut Sheet) {
    let mut path = Path::default();
    let mut now: Vec<String> = Vec::new();
    let mut level = 0;
    for (block, draft) in sheet.styled.iter().zip(&mut sheet.drafts) {
        if draft.kind == BlockType::Annex
            && let Some(heading) = draft.chunk.annex.clone()
        {
            let own = if let BlockStyle::Heading(level) = block.style { level } else { 0 };
            // A bare "Appendix" of a deeper level belongs to the annex that it stands in.
            let word = |label: &str| label.split_whitespace().next().unwrap_or_default().to_lowercase();
            let bare = heading.number.is_empty();
            let numbered_above =
                now.last().is_some_and(|last| last.contains(' ') && word(last) != word(&heading.label));
            if bare && !now.is_empty() && own >= level && (own > level && level > 0 || numbered_above) {
                now.push(heading.label.clone());
            } else {
                now = path.enter(heading, Setting { starts_page: block.look.starts_page, size: block.look.size });
                level = own;
            }
        } else if let BlockStyle::Heading(own) = block.style
            && level > 0
            && own < level
        {
            // A heading above the annexes' own level ends them.
            now.clear();
            path = Path::default();
        }
        draft.annex.clone_from(&now);
    }
}

fn levels(sheet: &mut Sheet) {
    let mut seen: Vec<Look> = Vec::new();
    let mut above = 0;
    let mut annex: Vec<String> = Vec::new();
    let title_level = match sheet.styled.iter().zip(&sheet.drafts).find(|(_, draft)| draft.kind == BlockType::Title) {
        Some((block, _)) => {
            if let BlockStyle::Heading(level) = block.style {
                level
            } else {
                0
            }
        }
        None => 0,
    };
    for at in 0..sheet.drafts.len() {
        let (Some(block), Some(draft)) = (sheet.styled.get(at), sheet.drafts.get(at)) else { continue };
        if draft.annex != annex {
            annex.clone_from(&draft.annex);
            above = if let (BlockType::Annex, BlockStyle::Heading(level)) = (draft.kind, &block.style) {
                *level
            } else {
                0
            };
        }
        if draft.kind != BlockType::Heading {
            continue;
        }
        let level = if let BlockStyle::Heading(level) = block.style {
            above = level;
            if level > title_level { level - title_level } else { 1 }
        } else {
            let look = look(sheet, at);
            let rank = match seen.iter().position(|known| *known == look) {
                Some(rank) => rank,
                None => {
                    // Larger ones rank before those that were seen; else the order of appearance decides.
                    let rank = seen.iter().position(|known| outranks(look, *known)).unwrap_or(seen.len());
                    seen.insert(rank, look);
                    rank
                }
            };
            above.saturating_sub(title_level).saturating_add(u8::try_from(rank).unwrap_or(DEEPEST).saturating_add(1))
        };
        if let Some(draft) = sheet.drafts.get_mut(at) {
            draft.level = Some(level.clamp(1, DEEPEST));
        }
    }
}

fn outranks(look: Look, known: Look) -> bool {
    look.size > known.size || look.size == known.size && look.bold && !known.bold && !known.capitals
}

fn look(sheet: &Sheet, at: usize) -> Look {
    let (Some(block), Some(draft)) = (sheet.styled.get(at), sheet.drafts.get(at)) else {
        return Look { size: 0, bold: false, capitals: false, italic: false, centred: false, numbered: None };
    };
    let place = draft.chunk.place;
    let numbered = place.and_then(|place| {
        let reading = draft.chunk.mark.as_ref()?.readings.get(place.reading)?;
        Some((reading.script, reading.path.len()))
    });
    Look {
        size: (block.look.size * 2.0).round() as i32,
        bold: block.look.bold,
        capitals: !block.text.chars().any(char::is_lowercase),
        italic: block.look.italic,
        centred: block.look.centred,
        numbered,
    }
}

fn sections(sheet: &mut Sheet) {
    let mut open: Vec<(u8, String)> = Vec::new();
    let mut annex: Vec<String> = Vec::new();
    for draft in &mut sheet.drafts {
        if draft.annex != annex {
            annex.clone_from(&draft.annex);
            open.clear();
        }
        match draft.kind {
            BlockType::Heading => {
                let level = draft.level.unwrap_or(1);
                open.retain(|(above, _)| *above < level);
                draft.section = open.last().map(|(_, text)| text.clone());
                open.push((level, draft.text.text.clone()));
            }
            BlockType::Annex | BlockType::Title => draft.section = None,
            _ => draft.section = open.last().map(|(_, text)| text.clone()),
        }
    }
}
