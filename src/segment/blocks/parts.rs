//! What part a block plays where that is plain: caption, status, action line, motion, question, entry of a contents list.

use crate::model::{BlockType, Role};
use crate::segment::headings::labels;
use crate::segment::lines::rows::Row;
use crate::segment::paragraphs::draft::Draft;

/// A note beside the text is set in a box no wider than this share of its page's column.
const SIDE_WIDTH: f32 = 0.6;

/// Enters the roles.
pub(crate) fn assign(drafts: &mut [Draft], rows: &[Row<'_>]) {
    let widest = rows.iter().map(|row| row.line.column.1 - row.line.column.0).fold(0.0, f32::max);
    let mut under_contents = false;
    for draft in drafts {
        let text = draft.text.text.as_str();
        under_contents = match draft.kind {
            BlockType::Heading | BlockType::Title => names_contents(text),
            BlockType::TableRow | BlockType::ListItem => under_contents,
            _ => under_contents && ends_in_page(text),
        };
        draft.role = match draft.kind {
            BlockType::TableRow if draft.contents || under_contents && ends_in_page(text) => Some(Role::Contents),
            BlockType::ListItem | BlockType::Paragraph if under_contents && ends_in_page(text) => Some(Role::Contents),
            BlockType::Paragraph | BlockType::ListItem => labels::role(text)
                .or_else(|| is_beside(draft, rows, widest).then_some(Role::SideNote))
                .or_else(|| is_question(text).then_some(Role::Question)),
            _ => None,
        };
    }
}

/// Whether all lines stand in a box of their own beside the text.
fn is_beside(draft: &Draft, rows: &[Row<'_>], widest: f32) -> bool {
    let of_draft = || draft.chunk.rows.iter().filter_map(|at| rows.get(*at));
    of_draft().all(|row| row.line.boxed && row.line.column.1 - row.line.column.0 <= SIDE_WIDTH * widest)
}

/// One sentence that asks.
fn is_question(text: &str) -> bool {
    let closed = text.trim_end_matches(['”', '"', '’', ')', ' ']);
    closed.ends_with(['?', '؟', '？']) && !closed.trim_end_matches('?').contains(['?', '.'])
}

/// "Contents", "Table of contents", "Sommaire".
pub(crate) fn names_contents(text: &str) -> bool {
    const NAMES: [&str; 10] = [
        "contents",
        "table of contents",
        "list of contents",
        "sommaire",
        "table des matières",
        "índice",
        "sumario",
        "inhalt",
        "inhaltsverzeichnis",
        "содержание",
    ];
    NAMES.contains(&text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str())
}

/// Whether a line ends with the page that it leads to: "Mitigation measures 5-4".
fn ends_in_page(text: &str) -> bool {
    let Some((entry, page)) = text.rsplit_once([' ', '\t', '.']) else { return false };
    let is_page =
        !page.is_empty() && page.len() <= 5 && page.chars().all(|c| c.is_ascii_digit() || "ivxlA-".contains(c));
    is_page && entry.chars().any(char::is_alphabetic)
}
