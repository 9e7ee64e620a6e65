//! What each block is: from its style first, then from its series, its look and its words.

use super::super::numbering::annexes;
use super::super::numbering::marks::Script;
use super::super::text::statements::{has_verb, is_statement};
use super::super::text::urls;
use super::sheet::Sheet;
use crate::model::{BlockStyle, BlockType, Role};
use rustc_hash::FxHashMap;

/// A heading that no style names has at most so many words.
const HEADING_WORDS: usize = 22;
/// A title in an outline of capitals has at most so many words.
const TITLE_WORDS: usize = 12;
/// A numbered line of so many words says something, also without a verb that is known.
const CLAUSE_WORDS: usize = 8;
/// Letters from which a line in capitals is set in capitals.
const CAPITALS: usize = 4;
/// A size so many times the usual one sets a line apart.
const LARGER: f32 = 1.09;
/// Bold lines one below the other without text between them: from so many on they are a list, not headings.
const LISTED: usize = 4;

/// Gives every block its type.
pub(super) fn assign(sheet: &mut Sheet, contribution: bool) {
    for at in 0..sheet.styled.len() {
        stated(sheet, at);
    }
    numbered(sheet, contribution);
    headings(sheet);
    if contribution {
        bare_headings(sheet);
    }
    annex_titles(sheet);
}

/// What style, table and annex label say.
fn stated(sheet: &mut Sheet, at: usize) {
    let set_apart = is_set_apart(sheet, at);
    let lone = sheet.drafts.get(at).is_some_and(|draft| draft.words() <= 3);
    let (Some(block), Some(draft)) = (sheet.styled.get(at), sheet.drafts.get_mut(at)) else { return };
    if draft.chunk.table {
        draft.kind = BlockType::TableRow;
        return;
    }
    let heading = matches!(block.style, BlockStyle::Heading(_));
    if block.speaker.is_none() && block.role.is_none() && block.label.is_none() && (heading || set_apart || lone) {
        let label = annexes::read(&draft.text.text)
            .or_else(|| if heading { annexes::read_short(&draft.text.text) } else { None });
        if let Some(label) = label {
            draft.chunk.annex = Some(label);
            draft.chunk.mark = None;
            draft.chunk.place = None;
            draft.kind = BlockType::Annex;
            return;
        }
    }
    if let Some(mark) = &draft.chunk.mark {
        draft.number = (!mark.is_bullet()).then(|| mark.number.clone());
    }
    draft.kind = match block.style {
        BlockStyle::Title => BlockType::Title,
        BlockStyle::Subtitle => BlockType::Meta,
        BlockStyle::Heading(_) => BlockType::Heading,
        BlockStyle::Quote => BlockType::QuoteParagraph,
        BlockStyle::Entry => BlockType::ListItem,
        _ if super::super::blocks::roles::is_end_mark(&draft.text.text) => BlockType::EndMark,
        _ if draft.chunk.mark.is_some() => BlockType::ListItem,
        _ => BlockType::Paragraph,
    };
}

/// Bold, centred, in capitals or larger than the text.
fn is_set_apart(sheet: &Sheet, at: usize) -> bool {
    let Some(block) = sheet.styled.get(at) else { return false };
    let look = block.look;
    (look.bold && sheet.bold_speaks)
        || look.centred
        || look.starts_page
        || is_capitals(&block.text)
        || (sheet.size > 0.0 && look.size > sheet.size * LARGER)
}

fn is_capitals(text: &str) -> bool {
    text.chars().filter(|c| c.is_uppercase()).count() >= CAPITALS && !text.chars().any(char::is_lowercase)
}

#[derive(Debug, Clone, Default)]
struct Facts {
    members: usize,
    statements: usize,
    /// Members with text of their own below, or a deeper level of numbers.
    with_text: usize,
    stem: bool,
}

/// Numbered blocks without a style: paragraphs, entries or headings, as their series is.
fn numbered(sheet: &mut Sheet, contribution: bool) {
    let mut series: FxHashMap<usize, Facts> = FxHashMap::default();
    for (at, draft) in sheet.drafts.iter().enumerate() {
        let Some(place) = draft.chunk.place else { continue };
        let facts = series.entry(place.series).or_default();
        if place.series == at {
            facts.stem = at
                .checked_sub(1)
                .and_then(|above| sheet.drafts.get(above))
                .is_some_and(|above| above.text.text.ends_with(':'));
        }
        facts.members += 1;
        facts.statements += usize::from(is_statement(&draft.text.text));
        let below = sheet.drafts.get(at + 1);
        facts.with_text += usize::from(below.is_some_and(|below| {
            below.chunk.place.map(|below| below.series) != Some(place.series) && below.chunk.annex.is_none()
                || opens_level(draft, below)
        }));
    }
    for at in 0..sheet.drafts.len() {
        let Some(draft) = sheet.drafts.get(at) else { continue };
        let (Some(place), BlockType::ListItem) = (draft.chunk.place, draft.kind) else { continue };
        let Some(facts) = series.get(&place.series) else { continue };
        let kind = numbered_kind(sheet, at, facts, contribution);
        if let Some(draft) = sheet.drafts.get_mut(at) {
            draft.kind = kind;
        }
    }
}

fn numbered_kind(sheet: &Sheet, at: usize, facts: &Facts, contribution: bool) -> BlockType {
    let (Some(draft), Some(block)) = (sheet.drafts.get(at), sheet.styled.get(at)) else { return BlockType::ListItem };
    let (Some(place), Some(mark)) = (draft.chunk.place, draft.chunk.mark.as_ref()) else { return BlockType::ListItem };
    let text = draft.text.text.as_str();
    let script = mark.readings.get(place.reading).map(|reading| reading.script);
    let lower = matches!(script, Some(Script::LowerLetter | Script::LowerRoman));
    let upper = matches!(script, Some(Script::UpperLetter | Script::UpperRoman));
    let statement = is_statement(text);
    let mostly = facts.statements * 2 >= facts.members;
    let title_like =
        draft.words() <= HEADING_WORDS && !text.ends_with(['.', ';', ',']) && text.chars().any(char::is_alphabetic);
    let below = sheet.drafts.get(at + 1);
    if !lower && title_like && (!statement || upper && draft.words() <= TITLE_WORDS && !text.ends_with(':')) {
        let opens = below.is_some_and(|below| opens_level(draft, below));
        let bold = block.look.bold && sheet.bold_speaks && below.is_some_and(|below| !below.chunk.table);
        let texts = facts.with_text * 2 > facts.members && facts.statements * 3 <= facts.members && !facts.stem;
        if opens || bold || (is_capitals(text) && draft.words() > 1) || (texts && has_text_below(sheet, at, facts)) {
            return BlockType::Heading;
        }
    }
    // The numbers of an answer do not hang on that of the question above it.
    let is_answer = contribution
        && place
            .parent
            .and_then(|parent| sheet.styled.get(parent))
            .is_some_and(|parent| matches!(parent.style, BlockStyle::Heading(_)));
    let nested = place.parent.is_some() && !is_answer
        || block.label.as_ref().is_some_and(|label| {
            label.level > 0 && mark.readings.first().is_some_and(|reading| reading.path.len() == 1)
        });
    let goes_on = nested && text.starts_with(char::is_lowercase);
    if lower || upper || nested && (!mostly || goes_on) {
        return BlockType::ListItem;
    }
    // A series that goes on from another, or has no neighbours, is a series of proposals: full clauses, verb or not.
    let late = mark
        .readings
        .get(place.reading)
        .and_then(|reading| reading.path.last().copied())
        .is_some_and(|value| value > 1)
        && place.parent.is_none()
        && sheet
            .drafts
            .get(place.series)
            .and_then(|first| first.chunk.mark.as_ref()?.readings.first()?.path.last().copied())
            .is_some_and(|first| first > 1);
    let clause = contribution && (draft.words() >= 3 || text.ends_with('.'))
        || draft.words() >= CLAUSE_WORDS && (late || text.ends_with(['.', ';']));
    if statement || mostly && draft.words() >= 3 || clause { BlockType::Paragraph } else { BlockType::ListItem }
}

/// In a series of titles: prose below it, or the members around it have some.
fn has_text_below(sheet: &Sheet, at: usize, facts: &Facts) -> bool {
    let prose = sheet.drafts.get(at + 1).is_some_and(|below| {
        below.chunk.mark.is_none()
            && (is_statement(&below.text.text) || below.chunk.table || urls::is_whole_address_line(&below.text.text))
            || below.chunk.place.is_some_and(|place| place.series == at + 1)
    });
    prose && (facts.members < 3 || facts.with_text * 2 >= facts.members)
}

fn opens_level(draft: &super::super::paragraphs::draft::Draft, below: &super::super::paragraphs::draft::Draft) -> bool {
    let path = |draft: &super::super::paragraphs::draft::Draft| -> Option<Vec<u32>> {
        let place = draft.chunk.place?;
        Some(draft.chunk.mark.as_ref()?.readings.get(place.reading)?.path.clone())
    };
    let (Some(own), Some(inner)) = (path(draft), path(below)) else { return false };
    inner.len() == own.len() + 1 && inner.starts_with(&own)
}

/// Headings that no style names: short lines that are set apart and stand over text.
fn headings(sheet: &mut Sheet) {
    let mut found: Vec<usize> = Vec::new();
    for at in 0..sheet.drafts.len() {
        let (Some(draft), Some(block)) = (sheet.drafts.get(at), sheet.styled.get(at)) else { continue };
        let text = draft.text.text.as_str();
        let words = draft.words();
        let open = draft.kind == BlockType::Paragraph
            && draft.chunk.mark.is_none()
            && block.speaker.is_none()
            && block.role.is_none();
        if !open
            || words == 0
            || words > HEADING_WORDS
            || !text.chars().any(char::is_alphabetic)
            || urls::is_whole_address_line(text)
        {
            continue;
        }
        let bold = block.look.bold && sheet.bold_speaks;
        let larger = sheet.size > 0.0 && block.look.size > sheet.size * LARGER;
        let capitals = is_capitals(text) && words > 1;
        let weak = (block.look.underlined || block.look.italic) && words <= TITLE_WORDS && !has_verb(text);
        if !(bold || larger || capitals || weak) {
            continue;
        }
        let ends_open = text.ends_with([';', ',']) || text.ends_with('.') && (words > 8 || has_verb(text));
        let statement = is_statement(text) && !(text.ends_with('?') && bold);
        let below = sheet.drafts.get(at + 1);
        let over_text =
            below.is_some_and(|below| !below.text.text.starts_with(char::is_lowercase) || below.chunk.mark.is_some());
        if !ends_open
            && !statement
            && !text.starts_with(['(', '•'])
            && over_text
            && !text.starts_with(char::is_lowercase)
        {
            found.push(at);
        }
    }
    // "Name" in bold, one below the other, is a list of names; the last of a run heads what follows.
    let mut kept: Vec<usize> = Vec::new();
    for run in found.chunk_by(|a, b| b - a == 1) {
        let skipped = if run.len() >= LISTED { run.len() - 1 } else { 0 };
        kept.extend(run.iter().skip(skipped));
    }
    for at in kept {
        if let Some(draft) = sheet.drafts.get_mut(at) {
            draft.kind = BlockType::Heading;
        }
    }
}

/// Headings of a plain text, where nothing is set apart: a short line without verb or stop over text.
fn bare_headings(sheet: &mut Sheet) {
    let plain = sheet.styled.iter().all(|block| !block.look.bold && block.look.size == 0.0);
    if !plain {
        return;
    }
    for at in 1..sheet.drafts.len() {
        let (Some(above), Some(draft), Some(below)) =
            (sheet.drafts.get(at - 1), sheet.drafts.get(at), sheet.drafts.get(at + 1))
        else {
            continue;
        };
        let text = draft.text.text.as_str();
        let title_like = draft.is_open()
            && draft.words() <= TITLE_WORDS
            && text.starts_with(char::is_uppercase)
            && !text.ends_with(['.', ',', ';', '!', '?', '…'])
            && !has_verb(text)
            && !urls::is_whole_address_line(text);
        let ended = above.text.text.ends_with(['.', '!', '?', ')', '”', '"', ';'])
            || matches!(above.kind, BlockType::Annex | BlockType::Heading | BlockType::Title | BlockType::Meta);
        let over_text = is_statement(&below.text.text) && below.words() >= CLAUSE_WORDS
            || below.chunk.mark.is_some() && below.chunk.annex.is_none();
        let stem = text.ends_with(':') && below.chunk.mark.is_some() && draft.words() > 4;
        if title_like
            && ended
            && over_text
            && !stem
            && let Some(draft) = sheet.drafts.get_mut(at)
        {
            draft.kind = BlockType::Heading;
        }
    }
}

/// A short line under a bare annex label is its title.
fn annex_titles(sheet: &mut Sheet) {
    for at in 1..sheet.drafts.len() {
        let bare = sheet
            .drafts
            .get(at - 1)
            .is_some_and(|above| above.chunk.annex.as_ref().is_some_and(|annex| annex.title.is_empty()));
        let set_apart = is_set_apart(sheet, at);
        let Some(draft) = sheet.drafts.get_mut(at) else { continue };
        let text = draft.text.text.as_str();
        if bare
            && set_apart
            && draft.is_open()
            && draft.words() <= 24
            && !text.ends_with(['.', ';', ','])
            && !draft.chunk.table
        {
            draft.kind = BlockType::Heading;
        }
    }
}

/// After the passes that know words only: what the file states stands.
pub(super) fn restate(sheet: &mut Sheet) {
    for (block, draft) in sheet.styled.iter().zip(&mut sheet.drafts) {
        match block.style {
            BlockStyle::Heading(_) if draft.kind == BlockType::Participant => draft.kind = BlockType::Heading,
            _ => {}
        }
        if matches!(block.role, Some(Role::Caption)) {
            draft.kind = BlockType::Paragraph;
        }
        if draft.kind == BlockType::Annex && draft.chunk.annex.is_some() {
            draft.number =
                draft.chunk.annex.as_ref().map(|annex| annex.number.clone()).filter(|number| !number.is_empty());
        }
    }
}
