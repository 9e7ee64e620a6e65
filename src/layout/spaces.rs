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
    /// Gap from which two letters with a blank between them are of two words.
    with_blank: f32,
}

impl Spacing {
    /// Measures a line; letters in order from left to right.
    ///
    /// In a text that was recognised in a picture a blank between words is one however close they come to stand: only the
    /// first letter of a word has its place from the picture.
    pub fn of(letters: &[Letter], page: &str, recognised: bool) -> Self {
        let Survey { blanks, gaps, wide, shown } = Survey::of(letters, page);
        let trusts_blanks = recognised && shown >= 2 * blanks.len();
        let with_blank = if trusts_blanks { f32::NEG_INFINITY } else { SPACE_WITH_BLANK };
        let without_blank = drawn_blank(blanks, shown).map_or(SPACE, |width| (NEAR_A_BLANK * width).max(SPACE));
        // Cheap test first: most lines have mostly letters that touch.
        if gaps < ENOUGH_GAPS || wide * 3 < gaps * 2 {
            return Self { tracking: 0.0, without_blank, with_blank };
        }
        let pairs = letters.iter().zip(letters.iter().skip(1));
        let pairs = pairs.filter(|(a, b)| a.shows() && b.shows() && !is_leader(b, page));
        let mut all: Vec<f32> = pairs.map(|(a, b)| gap(a, b)).collect();
        all.sort_by(f32::total_cmp);
        let tracking = all.get(all.len() / 4).copied().unwrap_or(0.0);
        Self { tracking: if tracking <= TRACKING.1 { tracking } else { 0.0 }, without_blank, with_blank }
    }

    /// Whether a space stands between two neighbours; `blank` says that the file draws one between them.
    #[inline]
    pub fn is_space(&self, before: &Letter, letter: &Letter, blank: bool) -> bool {
        let gap = between(before, letter);
        if blank && gap < WIDTHS_FAIL {
            return true;
        }
        let wide = if blank { self.with_blank } else { self.without_blank };
        gap - self.tracking > wide + 0.5 * self.tracking
    }
}

/// What one walk over a line's letters finds.
struct Survey {
    /// Widths in ems of the gaps in which blanks are drawn.
    blanks: Vec<f32>,
    /// Pairs of letters that follow each other without a blank.
    gaps: usize,
    /// Those of them with room between.
    wide: usize,
    /// Letters that are not blank.
    shown: usize,
}

impl Survey {
    fn of(letters: &[Letter], page: &str) -> Self {
        let mut survey = Self { blanks: Vec::with_capacity(16), gaps: 0, wide: 0, shown: 0 };
        let (mut before, mut blank): (Option<&Letter>, bool) = (None, false);
        for letter in letters {
            if !letter.shows() {
                blank = true;
                continue;
            }
            survey.shown += 1;
            match before {
                Some(last) if blank => survey.blanks.push(between(last, letter)),
                _ if is_leader(letter, page) => {}
                Some(last) => {
                    survey.gaps += 1;
                    survey.wide += usize::from(letter.left - last.right > TRACKING.0 * last.size.min(letter.size));
                }
                None => {}
            }
            (before, blank) = (Some(letter), false);
        }
        survey
    }
}

/// The dots before the page of an entry of a contents list stand as they will.
fn is_leader(letter: &Letter, page: &str) -> bool {
    letter.ascii(page) == Some(b'.')
}

/// Usual width in ems of the blanks of a line that draws them between its words, so that a narrower gap without one is none.
fn drawn_blank(mut blanks: Vec<f32>, shown: usize) -> Option<f32> {
    blanks.retain(|width| *width > SPACE_WITH_BLANK);
    blanks.sort_by(f32::total_cmp);
    let draws = blanks.len() >= BLANKS && shown <= LETTERS * (blanks.len() + 1);
    blanks.get(blanks.len() / 2).copied().filter(|_| draws)
}

/// Gap between two letters in ems of the smaller, whichever stands to the left: in logical order the next letter may stand
/// on either side.
#[inline]
fn between(a: &Letter, b: &Letter) -> f32 {
    (b.left - a.right).max(a.left - b.right) / a.size.min(b.size)
}

/// Gap between two letters in ems of the smaller.
#[inline]
fn gap(a: &Letter, b: &Letter) -> f32 {
    (b.left - a.right) / a.size.min(b.size)
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out, texts};
    use crate::layout::lay_out;
    use crate::model::{FileInfo, LineRole, RawBody, RawDocument, RunFlags};

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
    fn blanks_of_a_recognised_text_are_spaces_without_room_and_in_wide_gaps() {
        let invisible = RunFlags { invisible: true, ..RunFlags::default() };
        let tight = |image_share| {
            let drawing =
                Drawing::new().flags(invisible).text(72.0, 100.0, "The ").text(87.0, 100.0, "meeting agreed ");
            let mut page = drawing.text(169.0, 100.0, "to act.").page();
            page.image_share = image_share;
            let source = laid_out(vec![Drawing::new()]).source;
            let body = RawBody::Pages { fonts: Vec::new(), pages: vec![page] };
            lay_out(RawDocument { source, info: FileInfo::default(), body, notes: Vec::new() }).lines
        };
        assert_eq!(
            tight(0.9).iter().map(|line| line.text.as_str()).collect::<Vec<_>>(),
            ["The meeting agreed to act."]
        );
        assert!(tight(0.0).iter().all(|line| line.role == LineRole::Hidden));
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
