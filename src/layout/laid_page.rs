//! One page's lines, before all pages together say which of them are furniture, notes, tables that go on.

use super::columns::Bounds;
use super::strokes::Stroke;
use crate::model::{BBox, Line};

/// Share of the page's height at top and bottom where furniture stands, whatever else stands there.
pub(super) const MARGIN: f32 = 0.13;

/// Lines of one region of a page, in order: what shares a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    /// First line of the page.
    pub first: usize,
    /// One after the last.
    pub last: usize,
    /// Whether its lines run across the page as it is held, so that their edges can be compared with other pages'.
    pub upright: bool,
    /// What bounds it.
    pub bounds: Bounds,
}

/// One page's lines.
#[derive(Debug, Clone, Default)]
pub(super) struct LaidPage {
    /// In reading order.
    pub lines: Vec<Line>,
    /// The stretches that they make, in order, covering `lines`.
    pub stretches: Vec<Stretch>,
    /// For each line, whether the producer tagged all of it as an artifact.
    pub artifacts: Vec<bool>,
    /// Rules from left to right on the page, from top to bottom.
    pub rules: Vec<Stroke>,
    /// Where large initials stand.
    pub initials: Vec<BBox>,
}
