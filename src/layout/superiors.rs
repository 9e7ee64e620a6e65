//! Superior figures: footnote numbers drawn with raised glyphs of the font itself, on the ordinary baseline at the ordinary size.
//!
//! Nothing in their position tells them from other figures, but they are narrower: figures of a text font share one width.

use crate::model::RawPage;
use rustc_hash::FxHashMap;

/// A superior figure is at most this share as wide as the font's ordinary figures.
const NARROW: f32 = 0.8;
/// Figures of which a font must show the ordinary width for that width to be known.
const FIGURES: usize = 3;
/// Widths are compared in hundredths of an em; so many apart are still one.
const SAME_WIDTH: u32 = 2;

/// Widths, in ems, below which a font's figures are superior; fonts not listed have none.
pub(super) type Superiors = FxHashMap<u16, f32>;

/// Finds the fonts that draw some figures in two widths.
pub(super) fn superiors(pages: &[RawPage]) -> Superiors {
    let mut counts: FxHashMap<(u16, u8, u32), u32> = FxHashMap::default();
    for page in pages {
        let bytes = page.text.as_bytes();
        for run in &page.runs {
            let glyphs = page.glyphs.get(run.glyphs.start as usize..run.glyphs.end as usize).unwrap_or_default();
            for glyph in glyphs {
                if let Some(&digit) = bytes.get(glyph.start as usize).filter(|byte| byte.is_ascii_digit()) {
                    let width = (glyph.advance.abs() / run.size.abs().max(0.1) * 100.0).round() as u32;
                    *counts.entry((run.font, digit, width)).or_default() += 1;
                }
            }
        }
    }
    let mut sorted: Vec<((u16, u8, u32), u32)> = counts.into_iter().collect();
    sorted.sort_unstable();
    let fonts = sorted.chunk_by(|a, b| a.0.0 == b.0.0);
    fonts.filter_map(|figures| Some((figures.first()?.0.0, superior_width(figures)?))).collect()
}

/// The width below which the figures of one font are superior.
fn superior_width(figures: &[((u16, u8, u32), u32)]) -> Option<f32> {
    let is_near = |a: u32, b: u32| a.abs_diff(b) <= SAME_WIDTH;
    let digits_of = |width: u32| -> Vec<u8> {
        let mut digits: Vec<u8> = figures.iter().filter(|one| is_near(one.0.2, width)).map(|one| one.0.1).collect();
        digits.dedup();
        digits
    };
    let usual = figures.iter().max_by_key(|one| {
        let count: u32 = figures.iter().filter(|other| is_near(other.0.2, one.0.2)).map(|other| other.1).sum();
        (count, one.0.2)
    })?;
    let usual = usual.0.2;
    let ordinary = digits_of(usual);
    let limit = NARROW * usual as f32;
    // A narrow figure that the font also draws in the usual width is a superior one, and no narrow figure of its own.
    let is_superior =
        |one: &&((u16, u8, u32), u32)| (one.0.2 as f32) < limit && one.0.2 > 0 && ordinary.contains(&one.0.1);
    (ordinary.len() >= FIGURES && figures.iter().any(|one| is_superior(&one))).then_some(limit / 100.0)
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};

    #[test]
    fn narrow_figures_of_the_same_font_are_marks() {
        let page = Drawing::new().text(72.0, 100.0, "in 2013 and 2016 the Society").glyph(199.5, 100.0, "1", 3.0).text(
            202.5,
            100.0,
            ", among others",
        );
        let document = laid_out(vec![page]);
        assert_eq!(document.lines[0].text, "in 2013 and 2016 the Society, among others");
        assert_eq!(document.lines[0].marks[0].text, "1");
        assert_eq!(document.lines[0].marks[0].offset, 28);
    }

    #[test]
    fn a_font_whose_one_is_always_narrow_has_no_superior_figures() {
        let page =
            Drawing::new().text(72.0, 100.0, "23 45 ").glyph(100.0, 100.0, "1", 3.0).text(103.0, 100.0, "7 members");
        let document = laid_out(vec![page]);
        assert_eq!(document.lines[0].text, "23 45 17 members");
    }
}
