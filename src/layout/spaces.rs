//! Where words end: by the gap between letters relative to their size, with explicit blanks as evidence.
//!
//! Blanks in the file are not to be trusted alone: some producers draw none, some draw one after every letter, some draw
//! them without room. Letter-spaced lines have wide gaps everywhere; there only what is wider than usual is a space.

use super::letters::Letter;

/// Gap in ems from which two letters belong to two words; word spaces are seldom narrower than 0.18 em, kerning seldom wider
/// than 0.08 em.
const SPACE: f32 = 0.13;
/// The same where the file draws a blank in the gap.
const SPACE_WITH_BLANK: f32 = 0.05;
/// The same without a blank, in a line that draws its blanks: there a gap is kerning or rounding, unless it comes near the
/// width of the line's own blanks. Some producers draw the one and move by the other in the same line.
const NEAR_A_BLANK: f32 = 0.8;
/// A line draws its blanks when it has so many of them, and no more letters than so many for each word.
const BLANKS: usize = 3;
const LETTERS: usize = 9;
/// With so many gaps a line can show that it is letter-spaced.
const ENOUGH_GAPS: usize = 8;
/// Letter-spacing in ems from which a line counts as letter-spaced, and beyond which gaps are more likely spaces.
const TRACKING: (f32, f32) = (0.06, 0.6);
/// Letters that overlap by so many ems have widths that say nothing.
const WIDTHS_FAIL: f32 = -0.15;

/// The spacing of one line.
pub(super) struct Spacing {
    /// Usual gap between letters of a word, in ems.
    tracking: f32,
    /// Gap from which two letters without a blank between them are of two words.
    without_blank: f32,
}

impl Spacing {
    /// Measures a line; letters in order from left to right.
    pub fn of(letters: &[Letter], page: &str) -> Self {
        let without_blank = drawn_blank(letters).map_or(SPACE, |width| (NEAR_A_BLANK * width).max(SPACE));
        // Cheap test first: most lines have mostly letters that touch.
        let gaps = || {
            letters.iter().zip(letters.iter().skip(1)).filter(|(a, b)| {
                // The dots before the page of an entry of a contents list stand as they will.
                a.shows() && b.shows() && b.text(page) != "."
            })
        };
        let (mut count, mut wide) = (0, 0);
        for (a, b) in gaps() {
            count += 1;
            wide += usize::from(gap(a, b) > TRACKING.0);
        }
        if count < ENOUGH_GAPS || wide * 3 < count * 2 {
            return Self { tracking: 0.0, without_blank };
        }
        let mut all: Vec<f32> = gaps().map(|(a, b)| gap(a, b)).collect();
        all.sort_by(f32::total_cmp);
        let tracking = all.get(all.len() / 4).copied().unwrap_or(0.0);
        Self { tracking: if tracking <= TRACKING.1 { tracking } else { 0.0 }, without_blank }
    }

    /// Whether a space stands between two neighbours; `blank` says that the file draws one between them.
    pub fn is_space(&self, before: &Letter, letter: &Letter, blank: bool) -> bool {
        // In logical order the next letter may stand on either side.
        let gap = gap(before, letter).max(gap(letter, before));
        if blank && gap < WIDTHS_FAIL {
            return true;
        }
        let wide = if blank { SPACE_WITH_BLANK } else { self.without_blank };
        gap - self.tracking > wide + 0.5 * self.tracking
    }
}

/// Usual width in ems of the blanks of a line that draws them between its words, so that a narrower gap without one is none.
fn drawn_blank(letters: &[Letter]) -> Option<f32> {
    let (mut blanks, mut count): (Vec<f32>, usize) = (Vec::new(), 0);
    let mut before: Option<(&Letter, bool)> = None;
    for letter in letters {
        if !letter.shows() {
            before = before.map(|(last, _)| (last, true));
            continue;
        }
        count += 1;
        if let Some((last, true)) = before {
            blanks.push(gap(last, letter).max(gap(letter, last)));
        }
        before = Some((letter, false));
    }
    blanks.retain(|width| *width > SPACE_WITH_BLANK);
    blanks.sort_by(f32::total_cmp);
    let draws = blanks.len() >= BLANKS && count <= LETTERS * (blanks.len() + 1);
    blanks.get(blanks.len() / 2).copied().filter(|_| draws)
}

/// Gap between two letters in ems of the smaller.
fn gap(a: &Letter, b: &Letter) -> f32 {
    (b.left - a.right) / a.size.min(b.size)
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, texts};

    #[test]
    fn a_gap_is_a_space_with_or_without_a_blank_drawn() {
        let page = Drawing::new().text(72.0, 100.0, "with a blank").gaps(
            72.0,
            120.0,
            &[("no", 3.0), ("blank", 3.0), ("drawn", 0.0)],
        );
        assert_eq!(texts(page), ["with a blank", "no blank drawn"]);
    }

    #[test]
    fn blanks_without_room_between_all_letters_are_no_spaces() {
        // "words" with a blank of no width after each letter.
        let page = Drawing::new().tight_blanks(72.0, 100.0, "words");
        assert_eq!(texts(page), ["words"]);
    }

    #[test]
    fn a_stretched_letter_in_a_line_that_draws_its_blanks_ends_no_word() {
        let text =
            |drawing: Drawing, y: f32| drawing.text(72.0, y, "as well as the effort").text(168.8, y, "s made by all");
        assert_eq!(texts(text(Drawing::new(), 100.0)), ["as well as the efforts made by all"]);
        let without =
            Drawing::new().gaps(72.0, 100.0, &[("as", 1.6), ("well", 1.6), ("as", 1.6), ("the", 1.6), ("rest", 0.0)]);
        assert_eq!(texts(without), ["as well as the rest"]);
    }

    #[test]
    fn a_move_as_wide_as_a_blank_is_a_space_in_a_line_that_draws_blanks() {
        let page =
            Drawing::new().text(72.0, 100.0, "3. On technical").text(144.5, 100.0, "cooperation and on training");
        assert_eq!(texts(page), ["3. On technical cooperation and on training"]);
    }

    #[test]
    fn letter_spaced_lines_keep_their_words() {
        let page = Drawing::new().spaced(72.0, 100.0, "SUMMARY REPORT OF THE MEETING", 2.5);
        assert_eq!(texts(page), ["SUMMARY REPORT OF THE MEETING"]);
    }

    #[test]
    fn stretched_lines_and_tabs_have_single_spaces() {
        let page = Drawing::new().gaps(72.0, 100.0, &[("7.", 24.0), ("The", 7.0), ("meeting", 7.0), ("agreed", 0.0)]);
        assert_eq!(texts(page), ["7. The meeting agreed"]);
    }

    #[test]
    fn dots_that_lead_to_a_page_glue_no_words() {
        let dots: Vec<(&str, f32)> = (0..40).map(|_| (".", 2.4)).collect();
        let page = Drawing::new().text(72.0, 100.0, "Programme of work").gaps(159.0, 100.0, &dots);
        assert!(texts(page)[0].starts_with("Programme of work"));
    }
}
