//! Blocks of the contract: anchors, cells, notes behind the block that holds their mark, furniture in its place.

use super::sheet::Sheet;
use crate::model::{
    Anchor, Block, BlockStyle, BlockType, Note, Role, RunKind, Stage, Standing, StyledBlock, StyledCell,
};

/// A table cell that is the number of its row has no more letters.
const NUMBER_LETTERS: usize = 8;

/// Puts the document together.
pub(super) fn blocks(sheet: Sheet, notes: &mut Vec<Note>) -> Vec<Block> {
    let Sheet { styled, drafts, typed, aside, .. } = sheet;
    let homes = homes(&styled, &aside, notes);
    let mut blocks: Vec<Block> = Vec::with_capacity(styled.len() + aside.len());
    let mut aside: Vec<Option<(usize, StyledBlock)>> = aside.into_iter().map(Some).collect();
    let mut next = 0;
    let count = styled.len();
    for (at, ((block, draft), typed)) in styled.into_iter().zip(drafts).zip(typed).enumerate() {
        beside(&mut aside, &mut next, at, &homes, &mut blocks);
        let (annex, section) = (draft.annex.clone(), draft.section.clone());
        let own = if draft.kind == BlockType::Heading { Some(draft.text.text.clone()) } else { section.clone() };
        blocks.push(finished(block, draft, typed));
        for (home, slot) in homes.iter().zip(&mut aside) {
            if *home == Some(at)
                && let Some((_, note)) = slot.take()
            {
                blocks.push(note_block(note, annex.clone(), own.clone()));
            }
        }
    }
    beside(&mut aside, &mut next, count, &homes, &mut blocks);
    blocks
}

/// Notes without a home and furniture that stand before the text block `at`.
fn beside(
    aside: &mut [Option<(usize, StyledBlock)>],
    next: &mut usize,
    at: usize,
    homes: &[Option<usize>],
    blocks: &mut Vec<Block>,
) {
    while let Some(slot) = aside.get_mut(*next) {
        let here = match slot {
            Some((before, _)) => *before <= at,
            None => true,
        };
        if !here {
            return;
        }
        let homeless = homes.get(*next).is_none_or(Option::is_none);
        if homeless && let Some((_, block)) = slot.take() {
            let (annex, section) =
                blocks.last().map_or((Vec::new(), None), |last| (last.annex.clone(), last.section.clone()));
            blocks.push(note_block(block, annex, section));
        }
        *next += 1;
    }
}

/// For each block aside the text block behind which it stands.
fn homes(styled: &[StyledBlock], aside: &[(usize, StyledBlock)], notes: &mut Vec<Note>) -> Vec<Option<usize>> {
    let mut by_key: rustc_hash::FxHashMap<&str, usize> = rustc_hash::FxHashMap::default();
    for (at, block) in styled.iter().enumerate() {
        for mark in &block.notes {
            by_key.entry(mark.key.as_str()).or_insert(at);
        }
    }
    let mut homes = Vec::with_capacity(aside.len());
    let mut last = None;
    for (_, block) in aside {
        let BlockStyle::Note { key, mark } = &block.style else {
            homes.push(None);
            continue;
        };
        // Further paragraphs of a note have no mark and go with the first.
        let home = by_key.get(key.as_str()).copied();
        if home.is_none() && !mark.is_empty() {
            notes.push(Note::new(
                Stage::Segment,
                "footnote-unmatched",
                format!("footnote {mark} has no mark in the text; it stays where the file has it. Compare the file."),
            ));
        }
        last = home.or(if mark.is_empty() { last } else { None });
        homes.push(last);
    }
    homes
}

fn finished(block: StyledBlock, draft: super::super::paragraphs::draft::Draft, typed: usize) -> Block {
    let StyledBlock { style, cells, fields, runs, place, speaker, role, doubt, label, .. } = block;
    let mut text = draft.text.text;
    let header = matches!(style, BlockStyle::Row { header: true, .. });
    let mut number = draft.number;
    let mut row_cells = None;
    if draft.kind == BlockType::TableRow {
        let strings = columns(&cells);
        let stated = label
            .and_then(|label| label.number)
            .and_then(|number| Some((strings.iter().position(|cell| *cell == number)?, number)));
        let found = if header { None } else { stated.or_else(|| row_number(&strings).map(|number| (0, number))) };
        text = row_text(&strings, found.as_ref().map(|(at, _)| *at));
        number = found.map(|(_, number)| number.trim_matches(['.', ')', '(', ' ']).to_owned());
        row_cells = Some(strings);
    }
    let struck = runs
        .iter()
        .filter(|run| matches!(run.kind, RunKind::Struck | RunKind::Deleted(_)))
        .map(|run| {
            [run.span[0].saturating_sub(typed).min(text.len()), run.span[1].saturating_sub(typed).min(text.len())]
        })
        .filter(|[start, end]| start < end && text.is_char_boundary(*start) && text.is_char_boundary(*end))
        .collect();
    let standing = (draft.kind == BlockType::QuoteParagraph).then_some(Standing::Quoted);
    let role = role.or(if speaker.is_some() { Some(Role::Speaker) } else { None });
    let mut refs = draft.text.refs;
    for found in &mut refs {
        while !text.is_char_boundary(found.offset) {
            found.offset -= 1;
        }
    }
    let length = text.len();
    Block {
        block_type: draft.kind,
        number,
        annex: draft.annex,
        section: draft.section,
        level: draft.level,
        cells: row_cells,
        anchors: vec![Anchor { page: place.page, bbox: None, span: [0, length], lines: place.lines, at: place.at }],
        footnote_refs: refs,
        role,
        speaker: speaker.filter(|name| !name.is_empty()),
        header,
        fields,
        standing,
        struck,
        doubt,
        ..Block::bare(draft.kind, text)
    }
}

/// Cells by column: a cell over several columns is one, and those that it covers are not filled up.
fn columns(cells: &[StyledCell]) -> Vec<String> {
    cells.iter().map(|cell| cell.text.trim().to_owned()).collect()
}

/// The first cell where it is the number of the row: "1", "12.", "R1", "3.2", but no code ("211-3") and no amount.
fn row_number(cells: &[String]) -> Option<String> {
    let first = cells.first()?.trim();
    if cells.len() < 2 || first.is_empty() || first.len() > NUMBER_LETTERS || cells.iter().skip(1).all(String::is_empty)
    {
        return None;
    }
    let core = first.trim_start_matches('(').trim_end_matches(['.', ')', ':']);
    let digits = core.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = core.len() - digits.len();
    let dotted = !digits.is_empty()
        && digits.split('.').all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    (dotted && letters <= 2).then(|| core.to_owned())
}

/// The cells in one line, the one that holds the number left out.
fn row_text(cells: &[String], numbered: Option<usize>) -> String {
    let told = cells.iter().enumerate().filter(|(at, cell)| Some(*at) != numbered && !cell.is_empty());
    told.map(|(_, cell)| cell.as_str()).collect::<Vec<_>>().join(" ")
}

fn note_block(block: StyledBlock, annex: Vec<String>, section: Option<String>) -> Block {
    let (kind, number, role) = match &block.style {
        BlockStyle::Note { mark, .. } => (BlockType::Footnote, (!mark.is_empty()).then(|| mark.clone()), None),
        BlockStyle::Contents => (BlockType::Furniture, None, Some(Role::Contents)),
        _ => (BlockType::Furniture, None, block.role),
    };
    let (annex, section) = if kind == BlockType::Footnote { (annex, section) } else { (Vec::new(), None) };
    let text = block.text.trim().to_owned();
    let text = if block.cells.is_empty() { text } else { row_text(&columns(&block.cells), None) };
    Block {
        number,
        annex,
        section,
        role,
        anchors: vec![Anchor {
            page: block.place.page,
            bbox: None,
            span: [0, text.len()],
            lines: block.place.lines,
            at: block.place.at,
        }],
        ..Block::bare(kind, text)
    }
}
