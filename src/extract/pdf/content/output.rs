//! The page as it fills: glyphs, runs, rules, and how much of it images cover.

use super::bullets;
use super::state::{intersect, meets};
use crate::model::{BBox, Glyph, RawPage, Run, RunFlags};

/// What the glyphs of a run share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    pub font: u16,
    pub size: f32,
    pub angle: f32,
    pub rise: f32,
    pub flags: RunFlags,
}

/// Cells per side of the grid on which image cover is counted.
const GRID: usize = 32;
/// Rows and columns of the grid on which paint is told from paper: cells of a line's height on a usual page.
const PAINT_GRID: usize = 128;

/// Builds pages, one after the other in the same memory.
#[derive(Debug)]
pub struct Output {
    pub page: RawPage,
    bounds: BBox,
    covered: Box<[bool; GRID * GRID]>,
    /// Where something dark was painted: rows of a finer grid, a bit a cell.
    painted: Box<[u128; PAINT_GRID]>,
    /// Small shapes, among which are bullets.
    dots: Vec<BBox>,
}

/// Sizes and angles closer than this are the same.
const SAME: f32 = 0.01;

impl Output {
    pub fn new() -> Self {
        Self {
            page: RawPage::default(),
            bounds: BBox::default(),
            covered: Box::new([false; GRID * GRID]),
            painted: Box::new([0; PAINT_GRID]),
            dots: Vec::new(),
        }
    }

    /// Begins a page.
    pub fn begin(&mut self, number: u32, width: f32, height: f32) {
        self.page.number = number;
        (self.page.width, self.page.height) = (width, height);
        self.page.text.clear();
        self.page.glyphs.clear();
        self.page.runs.clear();
        self.page.rules.clear();
        self.dots.clear();
        self.bounds = BBox { left: 0.0, top: 0.0, right: width, bottom: height };
        self.covered.fill(false);
        self.painted.fill(0);
    }

    pub fn bounds(&self) -> BBox {
        self.bounds
    }

    #[inline]
    pub fn next_glyph(&self) -> u32 {
        self.page.glyphs.len() as u32
    }

    /// Makes room for a string's glyphs, most of which are a character of ASCII each.
    pub fn expect_glyphs(&mut self, count: usize) {
        self.page.glyphs.reserve(count);
        self.page.text.reserve(count);
    }

    #[inline]
    pub fn glyph(&mut self, x: f64, y: f64, advance: f64) {
        self.page.glyphs.push(Glyph {
            start: self.page.text.len() as u32,
            x: x as f32,
            y: y as f32,
            advance: advance as f32,
        });
    }

    /// Ends a stretch of glyphs drawn since `first` by one operator; `bbox` is the box around them.
    pub fn end_stretch(&mut self, first: u32, mut look: Look, bbox: BBox, clip: BBox) {
        let end = self.next_glyph();
        if end == first {
            return;
        }
        look.flags.off_page = !meets(bbox, self.bounds);
        look.flags.clipped |= !meets(bbox, clip);
        if look.flags.unseen && self.is_painted(bbox) {
            look.flags.unseen = false;
        }
        if let Some(last) = self.page.runs.last_mut()
            && last.glyphs.end == first
            && last.font == look.font
            && (last.size - look.size).abs() < SAME
            && (last.angle - look.angle).abs() < SAME
            && (last.rise - look.rise).abs() < SAME
            && last.flags == look.flags
        {
            last.glyphs.end = end;
            return;
        }
        let Look { font, size, angle, rise, flags } = look;
        self.page.runs.push(Run { glyphs: first..end, font, size, angle, rise, flags });
    }

    /// Counts the cells whose centre an image covers.
    pub fn image(&mut self, bbox: BBox, clip: BBox) {
        self.paint(bbox, clip);
        let seen = intersect(intersect(bbox, clip), self.bounds);
        let cell =
            |value: f32, extent: f32| (value / extent.max(1.0) * GRID as f32 + 0.5).clamp(0.0, GRID as f32) as usize;
        let columns = cell(seen.left, self.page.width)..cell(seen.right, self.page.width);
        let rows = cell(seen.top, self.page.height)..cell(seen.bottom, self.page.height);
        for row in rows {
            for column in columns.clone() {
                if let Some(slot) = self.covered.get_mut(row * GRID + column) {
                    *slot = true;
                }
            }
        }
    }

    /// Remembers where something dark was painted.
    pub fn paint(&mut self, bbox: BBox, clip: BBox) {
        let (rows, columns) = self.cells(intersect(bbox, clip));
        for row in self.painted.get_mut(rows).unwrap_or_default() {
            *row |= columns;
        }
    }

    /// Remembers a shape that is as small as a bullet.
    pub fn dot(&mut self, bbox: BBox, clip: BBox) {
        if bullets::may_be(bbox) && meets(bbox, clip) && meets(bbox, self.bounds) {
            self.dots.push(bbox);
        }
    }

    fn is_painted(&self, bbox: BBox) -> bool {
        let (rows, columns) = self.cells(bbox);
        self.painted.get(rows).unwrap_or_default().iter().any(|row| row & columns != 0)
    }

    /// Rows and columns (as bits) of the finer grid that a box touches.
    fn cells(&self, bbox: BBox) -> (std::ops::Range<usize>, u128) {
        let seen = intersect(bbox, self.bounds);
        if !(seen.left <= seen.right && seen.top <= seen.bottom) {
            return (0..0, 0);
        }
        let last = PAINT_GRID - 1;
        let cell = |value: f32, extent: f32| ((value / extent.max(1.0) * PAINT_GRID as f32) as usize).min(last);
        let (left, right) = (cell(seen.left, self.page.width), cell(seen.right, self.page.width));
        let columns = (u128::MAX << left) & (u128::MAX >> (last - right));
        (cell(seen.top, self.page.height)..cell(seen.bottom, self.page.height) + 1, columns)
    }

    /// The finished page, in no more memory than it needs.
    pub fn finish(&mut self) -> RawPage {
        let covered = self.covered.iter().filter(|&&covered| covered).count();
        bullets::add(&mut self.page, &self.dots);
        self.page.image_share = covered as f32 / (GRID * GRID) as f32;
        self.page.clone()
    }
}
