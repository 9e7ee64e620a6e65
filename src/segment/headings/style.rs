//! Headings by style and by wording.

use super::labels;
use crate::segment::lines::rows::Row;
use crate::segment::text::statements::{self, has_verb, words_of};

/// From here on a chunk is a heading.
pub(crate) const HEADING: f32 = 2.0;
/// What can be no heading, whatever its style.
pub(crate) const NEVER: f32 = -5.0;
/// A heading by its Markdown mark needs no further evidence.
const MARKED: f32 = 10.0;
/// Room (ems) at the end of a line that stands alone in a text file.
const ALONE: f32 = 10.0;
/// Longer chunks are statements whatever their style.
const MOST_WORDS: usize = 45;
/// Where more than this share of all text is bold, bold says nothing.
const BOLD_SHARE: f32 = 0.4;

/// What the document's ordinary text looks like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ordinary {
    /// Body size in points.
    pub(crate) size: f32,
    /// Bold marks something out.
    pub(crate) bold_speaks: bool,
    /// Positions and styles are known.
    pub(crate) positioned: bool,
}

/// Looks at all rows for what is ordinary.
pub(crate) fn ordinary(rows: &[Row<'_>], body_size: f32) -> Ordinary {
    // By words: a short report may have as many headings as paragraphs.
    let words = |rows: &mut dyn Iterator<Item = &Row<'_>>| rows.map(|row| row.words).sum::<usize>() as f32;
    let (bold, all) = (words(&mut rows.iter().filter(|row| row.bold)), words(&mut rows.iter()));
    Ordinary { size: body_size.max(1.0), bold_speaks: bold <= BOLD_SHARE * all, positioned: body_size > 0.0 }
}

/// Everything that decides whether a chunk is a heading.
pub(crate) struct Around<'a> {
    pub(crate) text: &'a str,
    pub(crate) rows: &'a [&'a Row<'a>],
    /// Text of the chunk before ends with a colon.
    pub(crate) after_stem: bool,
    /// First characters of the chunk below; empty at the end of the document.
    pub(crate) below: &'a str,
    /// The chunk below is a table, list or numbered paragraph.
    pub(crate) below_marked: bool,
    /// First row of the chunk below.
    pub(crate) below_row: Option<&'a Row<'a>>,
}

/// Whether a chunk is a heading.
pub(crate) fn is_heading(around: &Around<'_>, ordinary: Ordinary) -> bool {
    score(around, ordinary) >= HEADING
}

/// How far a chunk looks and reads like a heading; from 2 on it is one.
pub(crate) fn score(around: &Around<'_>, ordinary: Ordinary) -> f32 {
    let text = around.text;
    let words = text.split_whitespace().take(MOST_WORDS + 1).count();
    let Some(first) = around.rows.first() else { return 0.0 };
    if words == 0 || words > MOST_WORDS || crate::segment::text::urls::is_whole_address_line(text) {
        return NEVER;
    }
    if !text.chars().any(char::is_alphabetic) || labels::is_caption(text) || labels::is_labelled(text) {
        return NEVER;
    }
    if around.rows.iter().all(|row| row.marked_heading) {
        return MARKED;
    }
    let mut sum = style_score(around, ordinary, first, words);
    let closed = text.trim_end_matches(['”', '"', '’', ')', ']']);
    sum += match closed.chars().next_back() {
        Some('.') if words > 12 => -3.0,
        Some('.') => -0.4,
        Some(';' | ',') => -3.0,
        Some(':') => 0.4,
        Some('?') => 0.2,
        _ => 0.9,
    };
    if closed.split(['.', '?', '!']).filter(|part| part.split_whitespace().count() > 2).count() > 1 {
        sum -= 1.5;
    }
    sum += match words {
        1..=8 => 0.8,
        9..=14 => 0.3,
        15..=22 => -0.6,
        _ => -1.6,
    };
    sum += wording_score(text, words);
    if text.starts_with(char::is_lowercase) {
        sum -= 2.5;
    }
    if around.after_stem {
        sum -= 0.8;
    }
    if around.below.is_empty() || (around.below.starts_with(char::is_lowercase) && !around.below_marked) {
        sum -= 1.5;
    }
    if text.starts_with('(') {
        sum -= 1.0;
    }
    sum
}

fn style_score(around: &Around<'_>, ordinary: Ordinary, first: &Row<'_>, words: usize) -> f32 {
    let mut sum = 0.0;
    let letters_capital = around.rows.iter().all(|row| row.capitals);
    if letters_capital && around.text.chars().filter(|c| c.is_alphabetic()).count() > 3 {
        sum += 1.6;
    }
    if around.rows.iter().all(|row| row.bold) && ordinary.bold_speaks {
        sum += 2.8;
    }
    if !ordinary.positioned {
        // A short line alone over a paragraph, in a file that has no styles.
        let alone =
            around.rows.len() == 1 && first.slack > ALONE && words <= 8 && around.text.starts_with(char::is_uppercase);
        let over_text = around.below_marked
            || around.below.split_whitespace().count() > 12
            || labels::is_caption(around.below)
            || statements::is_statement(around.below);
        // "Data and statistics:" over numbered statements.
        let heads_numbers = around.below_marked && around.text.ends_with(':') && statements::is_statement(around.below);
        return match alone && over_text && !around.text.ends_with(['.', ',', ';']) {
            true if heads_numbers => sum + 1.0,
            true => sum + 0.5,
            false => sum,
        };
    }
    if around.rows.iter().all(|row| row.italic) {
        sum += 1.0;
    }
    let size = around.rows.iter().map(|row| row.size).fold(f32::INFINITY, f32::min);
    if size > ordinary.size * 1.25 {
        sum += 3.2;
    } else if size > ordinary.size * 1.06 {
        sum += 2.4;
    } else if size < ordinary.size * 0.9 {
        sum -= 0.8;
    }
    if first.centred() && words <= 16 {
        sum += 0.8;
    }
    sum += spacing_score(around, first);
    let plain = !around.rows.iter().all(|row| row.bold || row.italic || row.capitals) && size <= ordinary.size * 1.06;
    if plain {
        // Where styles are known, a heading that has none is rare: it must speak as one.
        sum -= 0.9;
        if around.below_row.is_some_and(|below| below.bold && ordinary.bold_speaks) {
            sum -= 0.8;
        }
    }
    sum
}

/// Distance to the line above, in usual line distances, up to which a line hangs on it; and by how much more the line below
/// must be away for the line to belong above.
const HANGS: f32 = 1.15;
const FARTHER_BELOW: f32 = 0.3;
/// What it costs a heading to belong to the text above it.
const BELONGS_ABOVE: f32 = 2.6;

/// "Carried without a vote." directly under its paragraph and away from the next one: a heading stands nearer to what it heads.
fn spacing_score(around: &Around<'_>, first: &Row<'_>) -> f32 {
    let Some(below) = around.below_row else { return 0.0 };
    let same_column = below.page == first.page && below.line.column == first.line.column;
    let hangs = first.pitch > 0.0 && first.pitch <= HANGS && same_column && below.pitch > first.pitch + FARTHER_BELOW;
    if hangs { -BELONGS_ABOVE } else { 0.0 }
}

fn wording_score(text: &str, words: usize) -> f32 {
    let mut sum = 0.0;
    let lower = text.to_lowercase();
    if has_verb(text) || statements::is_operative(text) {
        sum -= if text.ends_with('?') { 0.5 } else { 2.4 };
    }
    if let Some(first) = words_of(&lower).next() {
        if OPENERS.contains(&first) {
            sum += 1.6;
        }
        if NO_OPENERS.contains(&first) {
            sum -= 1.0;
        }
    }
    // "From the contributions to the consultation:" names the source of what is quoted below.
    if words > 3
        && text.ends_with(':')
        && (lower.starts_with("from the ") || lower.starts_with("excerpt") || lower.starts_with("extract"))
    {
        sum += 2.2;
    }
    let content: Vec<&str> =
        text.split_whitespace().filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 2).collect();
    let capital =
        content.iter().filter(|w| w.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)).count();
    if words > 1 && content.len() > 1 && capital * 10 >= content.len() * 7 {
        sum += 1.0;
    }
    sum
}

/// Whether a line begins with a usual word of a heading.
pub(crate) fn opens_section(text: &str) -> bool {
    let lower = text.to_lowercase();
    words_of(&lower).any(|word| OPENERS.contains(&word))
}

const OPENERS: &[&str] = &[
    "introduction",
    "introductions",
    "background",
    "agenda",
    "discussion",
    "discussions",
    "presentation",
    "presentations",
    "conclusion",
    "conclusions",
    "participants",
    "participation",
    "attendance",
    "summary",
    "opening",
    "closing",
    "adoption",
    "review",
    "update",
    "updates",
    "report",
    "reports",
    "overview",
    "executive",
    "decisions",
    "recommendations",
    "recommendation",
    "actions",
    "action",
    "minutes",
    "matters",
    "other",
    "any",
    "aob",
    "next",
    "apologies",
    "purpose",
    "objectives",
    "scope",
    "mandate",
    "membership",
    "methodology",
    "context",
    "modalities",
    "working",
    "outcome",
    "outcomes",
    "outreach",
    "election",
    "approval",
    "briefing",
    "follow-up",
    "general",
    "proposed",
    "contents",
    "foreword",
    "preface",
    "acknowledgements",
    "references",
    "bibliography",
    "date",
    "venue",
    "budget",
    "finance",
    "status",
    "implementation",
    "preparations",
    "organization",
    "programme",
    "formation",
    "guidelines",
    "terms",
    "list",
    "statement",
    "statements",
    "consideration",
    "comments",
    "findings",
    "resources",
    "strategic",
    "communication",
    "communications",
    "welcome",
    "announcements",
    "endnotes",
    "notes",
];
const NO_OPENERS: &[&str] = &[
    "still",
    "it",
    "this",
    "these",
    "that",
    "those",
    "there",
    "he",
    "she",
    "they",
    "we",
    "i",
    "following",
    "also",
    "however",
    "if",
    "when",
    "while",
    "after",
    "during",
    "only",
    "completed",
    "yes",
    "no",
    "some",
    "many",
    "most",
    "all",
    "see",
];
