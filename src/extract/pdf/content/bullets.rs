//! Bullets that a producer draws as shapes, as browsers do when they print: a small disc or square close before the first
//! letter of a line is read as the bullet that the reader sees.

use crate::model::{BBox, Glyph, RawPage, Run};
use std::collections::BTreeMap;

/// A bullet's sides are so long (points), and differ by no more than this share.
const SIDES: (f32, f32) = (1.2, 9.0);
const SQUARE: f32 = 1.3;
/// Its text begins so far (ems) behind it, at most and at least; nothing stands so near (ems) before it.
const BEHIND: (f32, f32) = (0.1, 2.6);
const BEFORE: f32 = 1.5;
/// Its middle stands so high (ems) over the baseline.
const HEIGHT: (f32, f32) = (0.1, 0.55);
/// It is no larger than so many ems.
const LARGEST: f32 = 0.7;
/// More small shapes on a page are a drawing.
const MOST: usize = 300;
/// Width of a bullet per unit of size in fonts that have one.
const ADVANCE: f32 = 0.35;

/// Whether a shape's box has the size and form of a bullet.
pub(super) fn may_be(bbox: BBox) -> bool {
    let (width, height) = (bbox.width(), bbox.height());
    let (least, most) = (width.min(height), width.max(height));
    least >= SIDES.0 && most <= SIDES.1 && most <= SQUARE * least
}

/// Adds to the page the bullets among its small shapes.
pub(super) fn add(page: &mut RawPage, dots: &[BBox]) {
    if dots.is_empty() || dots.len() > MOST {
        return;
    }
    let edge = text_edge(page);
    for dot in dots {
        let Some((run, first)) = text_behind(page, *dot) else { continue };
        // What stands in the margin, outside the edge of the text, marks a line and is no bullet.
        if dot.right < edge {
            continue;
        }
        let glyph = page.glyphs.len() as u32;
        let start = page.text.len() as u32;
        page.text.push('•');
        page.glyphs.push(Glyph { start, x: dot.left, y: first.y, advance: ADVANCE * run.size });
        page.runs.push(Run { glyphs: glyph..glyph + 1, ..run });
    }
}

/// Lines that must begin at one place for the edge of the text to be there.
const EDGE_LINES: usize = 3;

/// The left edge of a page's text: the leftmost place where several lines begin; the left of the page where none do.
fn text_edge(page: &RawPage) -> f32 {
    let mut starts: BTreeMap<i32, f32> = BTreeMap::new();
    for glyph in page.glyphs.iter().filter(|glyph| !is_blank(page, glyph)) {
        let start = starts.entry(glyph.y.round() as i32).or_insert(f32::INFINITY);
        *start = start.min(glyph.x);
    }
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    starts.values().for_each(|start| *counts.entry(start.round() as i32).or_default() += 1);
    let edge = counts.into_iter().find(|(_, lines)| *lines >= EDGE_LINES);
    edge.map_or(f32::NEG_INFINITY, |(edge, _)| edge as f32)
}

/// The run that begins close behind a shape, with its first visible glyph, where no other letter stands close before it.
fn text_behind(page: &RawPage, dot: BBox) -> Option<(Run, Glyph)> {
    let middle = (dot.top + dot.bottom) / 2.0;
    let mut found: Option<(&Run, Glyph)> = None;
    for run in page.runs.iter().filter(|run| run.angle == 0.0 && run.size > 0.0 && run.rise == 0.0) {
        let glyphs = page.glyphs.get(run.glyphs.start as usize..run.glyphs.end as usize).unwrap_or_default();
        for glyph in glyphs {
            let height = (glyph.y - middle) / run.size;
            if !(HEIGHT.0..=HEIGHT.1).contains(&height) || is_blank(page, glyph) {
                continue;
            }
            let behind = (glyph.x - dot.right) / run.size;
            let before = (dot.left - glyph.x - glyph.advance) / run.size;
            if behind < BEHIND.0 && before < BEFORE {
                return None;
            }
            if (BEHIND.0..=BEHIND.1).contains(&behind) && found.is_none_or(|(_, held)| glyph.x < held.x) {
                found = Some((run, *glyph));
            }
        }
    }
    let (run, glyph) = found?;
    (dot.width().max(dot.height()) <= LARGEST * run.size).then(|| (run.clone(), glyph))
}

fn is_blank(page: &RawPage, glyph: &Glyph) -> bool {
    let text = page.text.get(glyph.start as usize..).unwrap_or_default();
    text.chars().next().is_none_or(char::is_whitespace)
}
