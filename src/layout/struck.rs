//! Rules that run through text or under it: what is struck out is told, and neither is a rule of a table or of notes.

use super::fragment::Fragment;
use super::strokes::Stroke;
use crate::model::{Note, Stage, Word};

/// A rule so far above the baseline (ems) strikes through small and capital letters alike.
const THROUGH: (f32, f32) = (0.12, 0.45);
/// A rule so far around the baseline (ems, downwards) is an underline.
const UNDER: (f32, f32) = (-0.05, 0.3);
/// Share of a rule's length that must lie on letters: markers of reviewers reach beyond the text.
const COVERED: f32 = 0.5;
/// Share of an underline's length that does.
const UNDERLINED: f32 = 0.75;
/// Share of a word's width that a rule must run through.
const WORD: f32 = 0.6;
/// Letters of more points are no text that rules run through.
const LARGEST: f32 = 40.0;
/// Pages named in the note.
const NAMED: usize = 12;

/// Takes the rules that strike text out of `across`.
pub(super) fn take(across: &mut Vec<Stroke>, fragments: &[Fragment]) -> Vec<Stroke> {
    let mut struck = Vec::new();
    across.retain(|stroke| {
        let strikes = covered(stroke, fragments, THROUGH) >= COVERED;
        if strikes {
            struck.push(*stroke);
        }
        !strikes
    });
    struck
}

/// Whether a rule underlines text.
pub(super) fn underlines(stroke: &Stroke, fragments: &[Fragment]) -> bool {
    covered(stroke, fragments, (-UNDER.1, -UNDER.0)) >= UNDERLINED
}

/// Share of a rule that lies on letters whose baseline is between two distances (ems) below it. Fragments are in order of
/// their baselines.
fn covered(stroke: &Stroke, fragments: &[Fragment], (least, most): (f32, f32)) -> f32 {
    let from = fragments.partition_point(|one| one.base < stroke.at + least.min(0.0) * LARGEST);
    let near = fragments.get(from..).unwrap_or_default();
    let near = near.iter().take_while(|one| one.base <= stroke.at + most.max(0.0) * LARGEST);
    let on_text: f32 = near
        .filter(|one| (least * one.size..=most * one.size).contains(&(one.base - stroke.at)))
        .map(|one| (one.right.min(stroke.to) - one.left.max(stroke.from)).max(0.0))
        .sum();
    on_text / (stroke.to - stroke.from).max(1.0)
}

/// Byte ranges of a line's text that rules run through; words that follow each other are one range.
pub(super) fn ranges(words: &[Word], struck: &[Stroke], base: f32, size: f32) -> Vec<[u32; 2]> {
    let mut ranges: Vec<[u32; 2]> = Vec::new();
    let near = (base - THROUGH.1 * size, base - THROUGH.0 * size);
    let through: Vec<&Stroke> = struck.iter().filter(|one| one.at >= near.0 && one.at <= near.1).collect();
    for word in words {
        let width = (word.right - word.left).max(0.1);
        let reach: f32 = through.iter().map(|one| (word.right.min(one.to) - word.left.max(one.from)).max(0.0)).sum();
        if reach < WORD * width {
            continue;
        }
        match ranges.last_mut().filter(|last| last[1] + 1 == word.start) {
            Some(last) => last[1] = word.end,
            None => ranges.push([word.start, word.end]),
        }
    }
    ranges
}

/// Says on which pages text is struck out.
pub(super) fn note(pages: &[u32], notes: &mut Vec<Note>) {
    let Some(first) = pages.first() else { return };
    let named: Vec<String> = pages.iter().take(NAMED).map(u32::to_string).collect();
    let more = if pages.len() > NAMED { " and others" } else { "" };
    let message = format!(
        "words are struck out on page {}{more}; they are kept and marked, and nothing is made of them. Look at the page before quoting from there.",
        named.join(", ")
    );
    notes.push(Note::new(Stage::Layout, "struck-text", message).on_page(*first));
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};

    fn struck(drawing: Drawing) -> Vec<String> {
        let document = laid_out(vec![drawing]);
        let lines = document.lines.iter();
        lines
            .flat_map(|line| {
                line.struck.iter().map(|one| line.text.get(one[0] as usize..one[1] as usize).unwrap().to_owned())
            })
            .collect()
    }

    #[test]
    fn words_under_a_rule_at_half_their_height_are_struck() {
        // "The office closes " is 16 letters and two blanks: 85 points.
        let drawing = Drawing::new().text(72.0, 100.0, "The office closes in May.");
        assert_eq!(struck(drawing.clone().rule(72.0, 97.0, 152.0, 97.6)), ["The office closes"]);
        assert!(struck(drawing.rule(72.0, 101.5, 152.0, 102.0)).is_empty(), "an underline");
    }

    #[test]
    fn a_rule_that_leaves_the_text_strikes_nothing() {
        let drawing = Drawing::new().text(72.0, 100.0, "Total").rule(72.0, 97.0, 400.0, 97.5);
        assert!(struck(drawing).is_empty());
    }

    #[test]
    fn struck_words_are_noted_with_their_page() {
        let drawing = Drawing::new().text(72.0, 100.0, "Gone").rule(72.0, 97.0, 92.0, 97.5);
        let notes = laid_out(vec![Drawing::new().text(72.0, 100.0, "Kept"), drawing]).notes;
        assert_eq!((notes[0].code.as_str(), notes[0].page), ("struck-text", Some(2)));
    }
}
