//! Graphics and text state (PDF 32000-1, 8.4 and 9.3), as far as text positions depend on it.

use super::fill::Fill;
use crate::extract::pdf::matrix::Matrix;
use crate::model::BBox;

/// What `q` saves and `Q` restores.
#[derive(Debug, Clone, Copy)]
pub struct State {
    /// From user space to the page as displayed.
    pub ctm: Matrix,
    /// Box around the clipping path, on the page as displayed.
    pub clip: BBox,
    pub line_width: f64,
    /// Index into the document's fonts.
    pub font: Option<usize>,
    pub size: f64,
    pub char_space: f64,
    pub word_space: f64,
    /// Horizontal scaling, 1 for 100 %.
    pub stretch: f64,
    pub leading: f64,
    pub rise: f64,
    pub mode: i64,
    /// What fills shapes and letters.
    pub fill: Fill,
}

impl State {
    pub fn new(ctm: Matrix, clip: BBox) -> Self {
        Self {
            ctm,
            clip,
            line_width: 1.0,
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            fill: Fill::BLACK,
        }
    }

    /// Text that leaves no mark on the page: the text layer of scans.
    pub fn invisible(&self) -> bool {
        matches!(self.mode, 3 | 7)
    }

    /// Text that is seen only where something darker was painted first: filled, not outlined, in white or nothing.
    pub fn pale(&self) -> bool {
        matches!(self.mode, 0 | 4) && !self.fill.shows()
    }
}

/// The common part of two boxes; empty (right before left) where they do not meet.
pub fn intersect(a: BBox, b: BBox) -> BBox {
    BBox {
        left: a.left.max(b.left),
        top: a.top.max(b.top),
        right: a.right.min(b.right),
        bottom: a.bottom.min(b.bottom),
    }
}

/// Whether two boxes share a point.
pub fn meets(a: BBox, b: BBox) -> bool {
    a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom
}
