//! The title and what stands around it at the top of a document.

use super::super::headings::titles::names_report;
use super::super::text::small_print;
use super::super::text::statements::{has_verb, is_statement};
use super::sheet::Sheet;
use crate::model::{BlockStyle, BlockType, FileInfo};

/// Blocks at the top among which the title is looked for.
const TOP: usize = 14;
/// Longer blocks are text.
const MOST_WORDS: usize = 40;
/// The title of a report that a message carries has so many words at least, and stands within so many blocks.
const ENCLOSED_WORDS: usize = 4;
const ENCLOSED_WITHIN: usize = 24;
/// A line with no more words may be the name of a body above the title.
const BODY_WORDS: usize = 7;

/// Marks title and small print.
pub(super) fn assign(sheet: &mut Sheet, info: &FileInfo) {
    let top = top(sheet);
    let title = find(sheet, top, info);
    if let Some(draft) = title.and_then(|at| sheet.drafts.get_mut(at)) {
        draft.kind = BlockType::Title;
    }
    if let Some(title) = title {
        around(sheet, top, title);
    }
    small(sheet);
}

/// Where in a message a report begins that it carries: the line that the subject repeats, after the covering words.
pub(super) fn enclosed(sheet: &Sheet, info: &FileInfo) -> Option<usize> {
    if info.kind.as_deref() != Some("mail") {
        return None;
    }
    let subject = fold(&sheet.styled.first().filter(|block| block.style == BlockStyle::Title)?.text);
    let is_title = |at: &usize| {
        let Some((block, draft)) = sheet.styled.get(*at).zip(sheet.drafts.get(*at)) else { return false };
        let line = fold(&block.text);
        matches!(block.style, BlockStyle::Plain | BlockStyle::Heading(_) | BlockStyle::Title)
            && draft.words() >= ENCLOSED_WORDS
            && !block.text.ends_with(['.', ',', ';'])
            && line.len() * 2 >= subject.len()
            && subject.contains(&line)
    };
    (1..sheet.styled.len().min(ENCLOSED_WITHIN)).find(is_title)
}

/// Marks the title of a report that a message carries, and the small print under it; the subject is of the message.
pub(super) fn assign_enclosed(sheet: &mut Sheet, title: usize) {
    for (at, kind) in [(0, BlockType::Meta), (title, BlockType::Title)] {
        if let Some(draft) = sheet.drafts.get_mut(at) {
            draft.kind = kind;
        }
    }
    for draft in sheet.drafts.iter_mut().skip(title + 1) {
        let open = draft.chunk.mark.is_none() && matches!(draft.kind, BlockType::Paragraph | BlockType::Heading);
        let text = draft.text.text.as_str();
        if !open || !(small_print::is_meta(text) || small_print::is_subtitle(text)) {
            break;
        }
        draft.kind = BlockType::Meta;
    }
    small(sheet);
}

/// Blocks before the text begins: the first statement, number, table of several columns or second heading ends the top.
fn top(sheet: &Sheet) -> usize {
    let mut headings = 0;
    for (at, (block, draft)) in sheet.styled.iter().zip(&sheet.drafts).enumerate().take(TOP) {
        let stated = matches!(block.style, BlockStyle::Title | BlockStyle::Subtitle);
        if matches!(block.style, BlockStyle::Heading(_)) {
            headings += 1;
            // The first heading may be the title; the next begins the text.
            if headings > 1 {
                return at;
            }
        }
        let numbered = draft.chunk.mark.is_some() || draft.chunk.annex.is_some() || draft.chunk.table;
        let prose = !is_roll(&draft.text.text)
            && (draft.words() > MOST_WORDS
                || is_statement(&draft.text.text)
                || has_verb(&draft.text.text) && draft.words() >= 8);
        if block.speaker.is_some() || block.role.is_some() || !stated && (numbered || prose) {
            return at;
        }
    }
    TOP.min(sheet.styled.len())
}

fn find(sheet: &Sheet, top: usize, info: &FileInfo) -> Option<usize> {
    // What the file calls its title.
    let stated: Vec<usize> = (0..sheet.styled.len())
        .filter(|at| sheet.styled.get(*at).is_some_and(|block| block.style == BlockStyle::Title))
        .collect();
    if let Some(first) = stated.first() {
        let named = stated.iter().find(|at| sheet.drafts.get(**at).is_some_and(|draft| names_report(&draft.text.text)));
        return named.or(Some(first)).copied();
    }
    let text = |at: usize| sheet.drafts.get(at).map_or("", |draft| draft.text.text.as_str());
    // The one heading of the first level is the title of a page.
    let first_level: Vec<usize> = (0..sheet.styled.len())
        .filter(|at| sheet.styled.get(*at).is_some_and(|block| block.style == BlockStyle::Heading(1)))
        .collect();
    // A line above it that names a report and is set apart goes before a heading of the text.
    let above = |only: usize| {
        let names = |at: usize| {
            let look = sheet.styled.get(at).map(|block| block.look).unwrap_or_default();
            names_report(text(at)) && (look.bold || look.centred || look.size > sheet.size && sheet.size > 0.0)
        };
        (0..only.min(top)).any(names)
    };
    if let [only] = first_level.as_slice()
        && *only < top.max(1)
        && !above(*only)
        && sheet.drafts.get(*only).is_some_and(|draft| draft.chunk.mark.is_none() && draft.chunk.annex.is_none())
        && sheet.styled.len() > 1
    {
        return Some(*only);
    }
    let named_in_info = |at: usize| info.title.as_deref().is_some_and(|title| same_words(title, text(at)));
    if let Some(at) = (0..top).find(|at| named_in_info(*at)) {
        return Some(at);
    }
    // A level that comes again heads parts; it is no title.
    let repeated = |at: usize| {
        let level = sheet.styled.get(at).map(|block| &block.style);
        matches!(level, Some(BlockStyle::Heading(_)))
            && sheet.styled.iter().filter(|block| Some(&block.style) == level).count() > 1
    };
    let candidates: Vec<usize> = (0..top)
        .filter(|at| {
            !small_print::stands_apart(text(*at)) && text(*at).chars().any(char::is_alphabetic) && !repeated(*at)
        })
        .collect();
    let rank = |at: usize| -> i32 {
        let Some(block) = sheet.styled.get(at) else { return 0 };
        let look = block.look;
        let larger = if sheet.size > 0.0 { ((look.size / sheet.size - 1.0).max(0.0) * 40.0).round() as i32 } else { 0 };
        let heading = match block.style {
            BlockStyle::Heading(level) => 12 - i32::from(level),
            _ => 0,
        };
        larger + heading + i32::from(look.bold && sheet.bold_speaks) * 6 + i32::from(look.centred) * 2
    };
    let best = candidates.iter().map(|at| rank(*at)).max()?;
    let large: Vec<usize> = candidates.iter().copied().filter(|at| rank(*at) >= best).collect();
    let first = large.first().copied()?;
    let words = |at: usize| sheet.drafts.get(at).map_or(0, super::super::paragraphs::draft::Draft::words);
    let short = words(first) <= BODY_WORDS && !names_report(text(first));
    let named = large
        .iter()
        .copied()
        .find(|at| names_report(text(*at)) && words(*at) >= 4 && !small_print::is_subtitle(text(*at)));
    let chosen = if short { named.unwrap_or(first) } else { first };
    let leads = (0..chosen).all(|at| small_print::stands_apart(text(at)) || small_print::is_labelled(text(at)));
    let reads = names_report(text(chosen)) || leads && words(chosen) >= 2;
    (best > 0 || reads).then_some(chosen)
}

/// The same words, whatever stands between them.
fn same_words(one: &str, other: &str) -> bool {
    let one = fold(one);
    !one.is_empty() && one == fold(other)
}

fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What stands over the title, and short lines under it up to the text, are small print.
fn around(sheet: &mut Sheet, top: usize, title: usize) {
    let levels: Vec<BlockStyle> = sheet.styled.iter().map(|block| block.style.clone()).collect();
    for at in 0..top.max(title) {
        let (Some(block), Some(draft)) = (sheet.styled.get(at), sheet.drafts.get_mut(at)) else { continue };
        let repeated = matches!(block.style, BlockStyle::Heading(_))
            && levels.iter().filter(|style| **style == block.style).count() > 1;
        if at == title
            || repeated
            || is_greeting(&draft.text.text)
            || !matches!(draft.kind, BlockType::Paragraph | BlockType::Heading | BlockType::Title)
        {
            continue;
        }
        let text = draft.text.text.as_str();
        let last_of_top = at + 1 == top;
        let stated_heading = matches!(block.style, BlockStyle::Heading(_));
        let heads_text = last_of_top
            && draft.kind == BlockType::Heading
            && !is_roll(text)
            && !small_print::is_meta(text)
            && !small_print::is_subtitle(text);
        let stem = text.ends_with(':') && last_of_top;
        if at < title || !(heads_text || stated_heading && !small_print::is_meta(text) || stem) {
            draft.kind = BlockType::Meta;
        }
    }
    // A second title line.
    for at in 0..sheet.drafts.len() {
        if at != title
            && let Some(draft) = sheet.drafts.get_mut(at)
            && draft.kind == BlockType::Title
        {
            draft.kind = BlockType::Meta;
        }
    }
}

/// "Present: Ms. Ada Holm, Mr. Tom Reid": who was there, in the lines under a title.
fn is_roll(text: &str) -> bool {
    const LABELS: [&str; 14] = [
        "present",
        "members present",
        "also present",
        "in attendance",
        "attendees",
        "attending",
        "participants",
        "absent",
        "apologies",
        "regrets",
        "excused",
        "chair",
        "minutes",
        "venue",
    ];
    text.split_once(':')
        .is_some_and(|(label, rest)| LABELS.contains(&label.trim().to_lowercase().as_str()) && !has_verb(rest))
}

/// "Dear colleagues,": the first words of a letter, no small print.
fn is_greeting(text: &str) -> bool {
    text.ends_with([',', '!', ':'])
        && text.split_whitespace().count() <= 8
        && !text.contains(|c: char| c.is_ascii_digit())
}

/// Dates, status and length under a heading or at the top.
fn small(sheet: &mut Sheet) {
    for at in 0..sheet.drafts.len() {
        let under = at == 0
            || sheet.drafts.get(at - 1).is_some_and(|above| {
                matches!(above.kind, BlockType::Heading | BlockType::Annex | BlockType::Title | BlockType::Meta)
            });
        let Some(block) = sheet.styled.get(at) else { continue };
        let stated = matches!(block.style, BlockStyle::Heading(_)) || block.role.is_some() || block.speaker.is_some();
        let Some(draft) = sheet.drafts.get_mut(at) else { continue };
        let open = draft.chunk.mark.is_none()
            && matches!(draft.kind, BlockType::Paragraph | BlockType::Heading)
            && draft.number.is_none();
        let day = draft.kind == BlockType::Heading && small_print::is_day(&draft.text.text);
        if under && open && !stated && !day && small_print::is_meta(&draft.text.text) {
            draft.kind = BlockType::Meta;
        }
    }
}
