//! The page's text in the order in which the file draws it: a second reading in which layout has no part.
//!
//! Most producers draw a text as it is read, line by line; what layout and segment make of the page can be held against
//! it. It asks nothing but whether the pen goes on along the baseline, so that a fault of layout does not come again here.

use crate::model::{DrawnPage, DrawnStretch, RawPage, Run};

/// Baselines that differ by less (ems) are one.
const SAME_BASELINE: f32 = 0.12;
/// A step along the baseline of more ems, or back by more, ends a stretch.
const WIDE: f32 = 1.5;
const BACK: f32 = 0.3;

/// The page's text with its stretches; takes the text out of the page.
pub(super) fn drawn(page: &mut RawPage, stretches: Vec<DrawnStretch>) -> DrawnPage {
    DrawnPage { number: page.number, text: std::mem::take(&mut page.text), stretches }
}

/// The stretches of a page whose glyphs are still there.
pub(super) fn stretches(page: &RawPage) -> Vec<DrawnStretch> {
    let mut out: Vec<DrawnStretch> = Vec::new();
    for run in &page.runs {
        let shows =
            !(run.flags.invisible || run.flags.unseen || run.flags.clipped || run.flags.off_page || run.flags.extra);
        if run.angle == 0.0 && !run.flags.vertical {
            level(page, run, shows, &mut out);
        } else {
            turned(page, run, shows, &mut out);
        }
    }
    let end = page.text.len() as u32;
    if let Some(last) = out.last_mut() {
        last.end = end;
    }
    out
}

/// Adds a run that goes from left to right.
fn level(page: &RawPage, run: &Run, shows: bool, out: &mut Vec<DrawnStretch>) {
    let glyphs = page.glyphs.get(run.glyphs.start as usize..run.glyphs.end as usize).unwrap_or_default();
    let size = run.size.abs().max(1.0);
    for glyph in glyphs {
        let right = glyph.x + glyph.advance.max(0.0);
        if let Some(last) = out.last_mut() {
            let goes_on = (glyph.y - last.baseline).abs() <= SAME_BASELINE * size
                && glyph.x >= last.span.1 - BACK * size
                && glyph.x - last.span.1 <= WIDE * size
                && last.shows == shows;
            if goes_on {
                last.span.1 = last.span.1.max(right);
                continue;
            }
            last.end = glyph.start;
        }
        out.push(DrawnStretch { end: glyph.start, span: (glyph.x, right), baseline: glyph.y, shows });
    }
}

/// Adds a run in another direction, as one stretch.
fn turned(page: &RawPage, run: &Run, shows: bool, out: &mut Vec<DrawnStretch>) {
    let Some(glyph) = page.glyphs.get(run.glyphs.start as usize) else { return };
    if let Some(last) = out.last_mut() {
        last.end = glyph.start;
    }
    out.push(DrawnStretch { end: glyph.start, span: (glyph.x, glyph.x), baseline: glyph.y, shows });
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};
    use crate::model::{DrawnPage, RunFlags};

    fn told(page: &DrawnPage) -> Vec<(&str, bool)> {
        let mut start = 0;
        let cut = |stretch: &crate::model::DrawnStretch| {
            let text = page.text.get(start..stretch.end as usize).unwrap();
            start = stretch.end as usize;
            (text, stretch.shows)
        };
        page.stretches.iter().map(cut).collect()
    }

    #[test]
    fn what_is_drawn_last_is_told_last_wherever_it_stands() {
        let hidden = RunFlags { invisible: true, ..RunFlags::default() };
        let page = Drawing::new()
            .lines(72.0, 100.0, 12.0, &["The first line", "and the second."])
            .text(72.0, 60.0, "Head")
            .flags(hidden)
            .text(72.0, 300.0, "unseen");
        let document = laid_out(vec![page]);
        let expected = [("The first line", true), ("and the second.", true), ("Head", true), ("unseen", false)];
        assert_eq!(told(&document.drawn[0]), expected);
    }

    #[test]
    fn a_wide_step_along_the_baseline_parts_stretches() {
        let page = Drawing::new().text(72.0, 100.0, "Ms. Archer").text(300.0, 100.0, "Chair");
        assert_eq!(told(&laid_out(vec![page]).drawn[0]), [("Ms. Archer", true), ("Chair", true)]);
    }
}
