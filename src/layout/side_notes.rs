//! Notes in a side margin: short lines of small print wholly outside the text's edge, beside its lines. They are read apart,
//! before the line that they stand beside.

use super::blocks::Block;
use super::fragment::Fragment;
use super::grid::Texts;
use crate::model::BBox;

/// Text is at least so wide (ems); a note at most.
const TEXT: f32 = 14.0;
const NOTE: f32 = 16.0;
/// Share of the text's lines that may begin or end beyond its usual edge.
const BEYOND: usize = 12;
/// Lines of text that show where its edges are.
const LINES: usize = 6;
/// White (ems) between a note and the text.
const WHITE: f32 = 0.4;
/// A note is at most this share of the text's size.
const SMALL: f32 = 0.93;
/// Letters that a note has at least: numbers and marks in a margin are none.
const LETTERS: usize = 4;
/// Lines so near (ems) above and below a note stand beside it.
const BESIDE: f32 = 0.9;
/// Lines of one note stand no further apart (ems), and begin within so many ems of each other.
const APART: f32 = 1.7;
const IN_LINE: f32 = 0.6;

/// Takes notes in the margins out of `fragments`, which are in order of their baselines.
pub(super) fn blocks(fragments: &mut Vec<Fragment>, texts: Texts<'_>) -> Vec<Block> {
    let mut wide: Vec<&Fragment> = fragments.iter().filter(|one| one.right - one.left >= TEXT * one.size).collect();
    if wide.len() < LINES {
        return Vec::new();
    }
    let (top, bottom) = (wide.first().map_or(0.0, |one| one.base), wide.last().map_or(0.0, |one| one.base));
    let at = wide.len() / BEYOND;
    wide.sort_by(|a, b| a.size.total_cmp(&b.size));
    let size = wide.get(wide.len() / 2).map_or(0.0, |one| one.size);
    wide.sort_by(|a, b| a.left.total_cmp(&b.left));
    let left = wide.get(at).map_or(0.0, |one| one.left);
    wide.sort_by(|a, b| b.right.total_cmp(&a.right));
    let right = wide.get(at).map_or(0.0, |one| one.right);
    let is_note = |one: &Fragment| {
        let white = WHITE * size;
        let outside = one.right <= left - white || one.left >= right + white;
        let beside = one.base >= top - size && one.base <= bottom + size;
        outside && beside && one.size <= SMALL * size && one.right - one.left <= NOTE * one.size
    };
    let mut notes: Vec<Vec<Fragment>> = Vec::new();
    for one in fragments.iter().filter(|one| is_note(one)) {
        let joins = |note: &Vec<Fragment>| {
            let near = note.last().is_some_and(|last| one.base - last.base <= APART * one.size);
            near && note.iter().any(|other| {
                (other.left - one.left).abs() <= IN_LINE * one.size || (other.base - one.base).abs() < 0.3 * one.size
            })
        };
        match notes.iter_mut().rev().take(2).find(|note| joins(note)) {
            Some(note) => note.push(*one),
            None => notes.push(vec![*one]),
        }
    }
    let letters = |note: &Vec<Fragment>| {
        note.iter().map(|one| texts(one).chars().filter(|sign| sign.is_alphabetic()).count()).sum::<usize>()
    };
    notes.retain(|note| letters(note) >= LETTERS && stands_by_text(note, fragments, size));
    let taken = |one: &Fragment| notes.iter().flatten().any(|held| held.first == one.first);
    fragments.retain(|one| !taken(one));
    notes.into_iter().filter_map(block).collect()
}

/// Whether lines of text stand at a note's side, and no cells: in a table of small print the last column is no margin.
fn stands_by_text(note: &[Fragment], fragments: &[Fragment], size: f32) -> bool {
    let (Some(first), Some(last)) = (note.first(), note.last()) else { return false };
    let from = fragments.partition_point(|one| one.base < first.base - BESIDE * size);
    let near = fragments.get(from..).unwrap_or_default().iter().take_while(|one| one.base <= last.base + BESIDE * size);
    let mut by_text = false;
    for one in near.filter(|one| note.iter().all(|held| held.first != one.first)) {
        let is_wide = one.right - one.left >= TEXT * one.size;
        if one.size <= SMALL * size && !is_wide {
            return false;
        }
        by_text |= is_wide && one.size > SMALL * size;
    }
    by_text
}

fn block(note: Vec<Fragment>) -> Option<Block> {
    let (first, last) = (note.first()?, note.last()?);
    let size = first.size;
    let left = note.iter().map(|one| one.left).fold(f32::INFINITY, f32::min);
    let right = note.iter().map(|one| one.right).fold(f32::NEG_INFINITY, f32::max);
    // A little above its first line, so that it comes before the line of text at its side.
    let bbox = BBox { left, top: first.base - 1.6 * size, right, bottom: last.base + 0.3 * size };
    let (columns, rows) = (vec![bbox.left, bbox.right], vec![bbox.top, bbox.bottom]);
    Some(Block { bbox, size, columns, rows, heads: 0, fragments: note })
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};

    const TEXT: [&str; 6] = [
        "1. The Council met in Geneva and heard the reports of its groups",
        "on the work of the year. It thanked the host country for the",
        "arrangements and agreed on the dates of the next meeting of",
        "2. Members were invited to send their comments on the draft to",
        "the Secretariat, which would make a summary of them all and",
        "send it out before the end of the month of May of this year.",
    ];

    #[test]
    fn small_print_in_the_margin_is_read_apart() {
        let drawing = Drawing::new().lines(180.0, 100.0, 14.0, &TEXT).size(8.0);
        let drawing = drawing.lines(72.0, 100.0, 10.0, &["Reports of the", "groups"]);
        let document = laid_out(vec![drawing.lines(72.0, 142.0, 10.0, &["Comments"])]);
        let seen: Vec<(&str, bool)> = document.lines.iter().map(|line| (line.text.as_str(), line.boxed)).collect();
        assert_eq!(seen[..3], [("Reports of the", true), ("groups", true), (TEXT[0], false)]);
        assert!(seen.contains(&("Comments", true)) && seen.contains(&(TEXT[3], false)));
    }

    #[test]
    fn the_last_column_of_a_table_in_small_print_is_none() {
        let drawing = Drawing::new().lines(72.0, 100.0, 14.0, &TEXT).size(8.0);
        let drawing = [("Posts", "246", "Change"), ("Staff", "262", "Slight"), ("Travel", "12", "Large")]
            .iter()
            .zip(0_u16..)
            .fold(drawing, |drawing, (row, at)| {
                let y = 200.0 + 12.0 * f32::from(at);
                drawing.text(72.0, y, row.0).text(240.0, y, row.1).text(420.0, y, row.2)
            });
        let document = laid_out(vec![drawing.size(10.0).lines(72.0, 260.0, 14.0, &TEXT)]);
        assert!(document.lines.iter().all(|line| !line.boxed));
    }

    #[test]
    fn labels_of_the_texts_own_size_are_none() {
        let drawing = Drawing::new().lines(180.0, 100.0, 14.0, &TEXT).text(72.0, 100.0, "Agenda");
        assert!(laid_out(vec![drawing]).lines.iter().all(|line| !line.boxed));
    }
}
