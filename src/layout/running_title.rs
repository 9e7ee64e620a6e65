//! A running title that stands on one page alone, as in a report of two pages: it repeats words of the first page's title.
//!
//! Repetition cannot show it, so its wording must: every word stands among the first lines of the first page, the line is
//! no larger than the text, and white parts it from what follows.

use super::laid_page::{LaidPage, MARGIN};
use super::relative::{bbox, size};
use crate::model::{Line, LineRole, PageSize};

/// Lines of the first page in which a title is looked for.
const TITLE_LINES: usize = 8;
/// A running title has so many words, at least.
const WORDS: usize = 3;
/// So many characters of a document symbol that stands in the same letters on the first page.
const SYMBOL: usize = 6;
/// White (ems of the line) below it, at least: more than between lines of one text.
const WHITE: f32 = 0.9;
/// It is at most this share larger than the text: a title set again over an annex is larger.
const LARGER: f32 = 1.04;

/// Labels the running titles that stand on no other page.
pub(super) fn label(pages: &mut [LaidPage], sizes: &[PageSize], body_size: f32) {
    let Some((first, rest)) = pages.split_first_mut() else { return };
    let title: Vec<String> = first
        .lines
        .iter()
        .filter(|line| line.role != LineRole::Furniture)
        .take(TITLE_LINES)
        .flat_map(|line| words(&line.text))
        .collect();
    for (page, sheet) in rest.iter_mut().zip(sizes.iter().skip(1)) {
        let Some(at) = head(page, *sheet, body_size) else { continue };
        let Some(line) = page.lines.get_mut(at) else { continue };
        let own = words(&line.text);
        let is_symbol = line.text.len() >= SYMBOL && line.text.contains(|one: char| one.is_ascii_digit());
        let is_same = is_symbol && first.lines.iter().take(TITLE_LINES).any(|other| other.text == line.text);
        let is_sentence = line.text.ends_with('.');
        if is_same || !is_sentence && own.len() >= WORDS && own.iter().all(|word| title.contains(word)) {
            line.role = LineRole::Furniture;
        }
    }
}

/// The highest line of a page, if it stands in the margin, apart from the text below it.
fn head(page: &LaidPage, sheet: PageSize, body_size: f32) -> Option<usize> {
    let upright = page.stretches.iter().filter(|stretch| stretch.upright).flat_map(|one| one.first..one.last);
    let texts: Vec<(usize, &Line)> = upright
        .filter_map(|at| page.lines.get(at).map(|line| (at, line)))
        .filter(|(_, line)| line.role == LineRole::Body)
        .collect();
    let (at, line) = texts.iter().copied().min_by(|a, b| bbox(a.1).bottom.total_cmp(&bbox(b.1).bottom))?;
    let held = bbox(line);
    let is_bold = line.styles.iter().all(|style| style.bold);
    if held.bottom > MARGIN * sheet.height || size(line) > LARGER * body_size || is_bold {
        return None;
    }
    let below = texts.iter().filter(|(other, _)| *other != at).map(|(_, line)| bbox(line).top);
    let white = below.fold(f32::INFINITY, f32::min) - held.bottom;
    (white.is_finite() && white > WHITE * size(line)).then_some(at)
}

/// The line's words in lower case, without what stands around them.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|character: char| !character.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};
    use super::*;

    /// Two pages, the second with a line over its text.
    fn roles(head: &str, gap: f32) -> LineRole {
        let first = Drawing::new()
            .size(14.0)
            .lines(72.0, 80.0, 18.0, &["Coastal Forum Advisory Group (CFAG)", "Third Virtual Meeting", "4 May 2015"])
            .size(10.0)
            .lines(72.0, 200.0, 12.0, &["1. The group met online and heard", "the report of its chair."]);
        let second = Drawing::new().text(72.0, 50.0, head).lines(72.0, 60.0 + gap, 12.0, &["It agreed on", "a date."]);
        laid_out(vec![first, second]).lines.into_iter().find(|line| line.text == head).unwrap().role
    }

    #[test]
    fn a_head_in_the_words_of_the_title_is_furniture_though_it_stands_once() {
        assert_eq!(roles("CFAG Third Virtual Meeting – 4 May 2015", 20.0), LineRole::Furniture);
    }

    #[test]
    fn other_words_or_no_white_below_make_it_text() {
        assert_eq!(roles("CFAG Third Virtual Meeting – Agenda", 20.0), LineRole::Body);
        assert_eq!(roles("the Advisory Group, third meeting", 2.0), LineRole::Body);
    }

    #[test]
    fn the_symbol_of_the_first_page_over_the_second_is_furniture() {
        let first =
            Drawing::new().text(440.0, 60.0, "7654/14").lines(72.0, 200.0, 12.0, &["1. The group met.", "It sat."]);
        let second = Drawing::new().text(72.0, 50.0, "7654/14").lines(72.0, 90.0, 12.0, &["It agreed on", "a date."]);
        let roles: Vec<LineRole> = laid_out(vec![first, second]).lines.into_iter().map(|line| line.role).collect();
        assert_eq!(
            roles,
            [LineRole::Body, LineRole::Body, LineRole::Body, LineRole::Furniture, LineRole::Body, LineRole::Body]
        );
    }
}
