//! Levels of headings, the section of every block, and the annex path.

use crate::model::BlockType;
use crate::segment::lines::rows::Row;
use crate::segment::numbering::annexes::{Path, Setting};
use crate::segment::paragraphs::draft::Draft;

/// Levels that a report can show; deeper ones look alike.
const DEEPEST: u8 = 6;

/// Enters annex paths, heading levels and sections.
pub(crate) fn assign(drafts: &mut [Draft], rows: &[Row<'_>]) {
    annex_paths(drafts, rows);
    levels(drafts, rows);
    sections(drafts, rows);
}

fn annex_paths(drafts: &mut [Draft], rows: &[Row<'_>]) {
    let mut path = Path::default();
    let mut now: Vec<String> = Vec::new();
    for draft in drafts {
        if let Some(heading) = draft.chunk.annex.clone() {
            let first = draft.chunk.rows.first().and_then(|row| rows.get(*row));
            let setting = first.map_or_else(Setting::default, |row| Setting {
                starts_page: row.line.starts_page,
                size: if row.positioned() { row.size } else { 0.0 },
            });
            draft.number = (!heading.number.is_empty()).then(|| heading.number.clone());
            now = path.enter(heading, setting);
        }
        draft.annex.clone_from(&now);
    }
}

/// How a heading looks: size in half points, bold, capitals, centred, depth of its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    size: i32,
    bold: bool,
    capitals: bool,
    italic: bool,
    centred: bool,
    depth: usize,
}

fn levels(drafts: &mut [Draft], rows: &[Row<'_>]) {
    let looks: Vec<Option<Look>> =
        drafts.iter().map(|draft| (draft.kind == BlockType::Heading).then(|| look(draft, rows))).collect();
    let mut ranked: Vec<(i32, usize, Look)> = Vec::new();
    for (order, found) in looks.iter().flatten().enumerate() {
        if !ranked.iter().any(|(_, _, known)| known == found) {
            let weight = -(found.size * 8
                + i32::from(found.capitals) * 4
                + i32::from(found.bold) * 5
                + i32::from(found.centred) * 2
                - i32::from(found.italic))
                + found.depth as i32 * 8;
            ranked.push((weight, order, *found));
        }
    }
    ranked.sort_by_key(|(weight, order, _)| (*weight, *order));
    for (draft, found) in drafts.iter_mut().zip(looks) {
        let Some(found) = found else { continue };
        let rank = ranked.iter().position(|(_, _, known)| *known == found).unwrap_or(0);
        draft.level = Some(u8::try_from(rank + 1).unwrap_or(DEEPEST).min(DEEPEST));
    }
}

fn look(draft: &Draft, rows: &[Row<'_>]) -> Look {
    let depth =
        draft.chunk.mark.as_ref().and_then(|mark| mark.readings.first()).map_or(0, |reading| reading.path.len());
    let Some(row) = draft.chunk.rows.iter().filter_map(|row| rows.get(*row)).find(|row| row.words > 0) else {
        return Look { size: 0, bold: false, capitals: false, italic: false, centred: false, depth };
    };
    Look {
        size: (row.size * 2.0).round() as i32,
        bold: row.bold,
        capitals: row.capitals,
        italic: row.italic,
        centred: row.centred(),
        depth,
    }
}

/// The nearest heading above. A heading in a box heads no more than the box.
fn sections(drafts: &mut [Draft], rows: &[Row<'_>]) {
    let mut open: Vec<(u8, String, bool)> = Vec::new();
    let mut annex: Vec<String> = Vec::new();
    for draft in drafts {
        if draft.annex != annex {
            annex.clone_from(&draft.annex);
            open.clear();
        }
        let boxed = draft.chunk.rows.iter().filter_map(|at| rows.get(*at)).all(|row| row.line.boxed);
        if !boxed {
            open.retain(|(_, _, in_box)| !in_box);
        }
        match draft.kind {
            BlockType::Heading => {
                let level = if boxed { DEEPEST + 1 } else { draft.level.unwrap_or(1) };
                open.retain(|(above, ..)| *above < level);
                draft.section = open.last().map(|(_, text, _)| text.clone());
                open.push((level, draft.text.text.clone(), boxed));
            }
            BlockType::Annex | BlockType::Title => draft.section = None,
            _ => draft.section = open.last().map(|(_, text, _)| text.clone()),
        }
    }
}
