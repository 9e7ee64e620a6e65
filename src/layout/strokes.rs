//! The straight rules of a page as strokes from left to right and from top to bottom.

use super::letters::Frame;
use crate::model::Rule;

/// A rule is a line when it is so many times longer than thick, and at least so long (points).
const LINE: f32 = 3.0;
const SHORTEST: f32 = 8.0;
/// Strokes in one direction beyond which a page is a drawing, whose lines part no text.
const MOST: usize = 5000;
/// Strokes at one place that are asked whether they go on in another.
const NEAR: usize = 64;
/// Rules that miss each other by less (points) meet; positions that differ by less are one.
pub(super) const MEET: f32 = 3.0;

/// A horizontal or vertical line in the frame of a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stroke {
    /// Its place across its direction.
    pub at: f32,
    /// Its first point along its direction.
    pub from: f32,
    /// Its last point.
    pub to: f32,
}

/// The lines of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Strokes {
    /// From left to right, sorted from top to bottom.
    pub across: Vec<Stroke>,
    /// From top to bottom, sorted from left to right.
    pub down: Vec<Stroke>,
}

/// The page's rules as strokes, pieces of one line joined.
pub(super) fn strokes(rules: &[Rule], frame: Frame) -> Strokes {
    let mut strokes = Strokes::default();
    for rule in rules.iter().filter(|rule| !rule.is_shade) {
        let bbox = frame.enter_box(rule.bbox);
        let (width, height) = (bbox.width(), bbox.height());
        if !(width + height).is_finite() {
            continue;
        }
        if width >= SHORTEST && width > LINE * height {
            strokes.across.push(Stroke { at: (bbox.top + bbox.bottom) / 2.0, from: bbox.left, to: bbox.right });
        } else if height >= SHORTEST && height > LINE * width {
            strokes.down.push(Stroke { at: (bbox.left + bbox.right) / 2.0, from: bbox.top, to: bbox.bottom });
        }
    }
    join(&mut strokes.across);
    join(&mut strokes.down);
    if strokes.across.len() > MOST || strokes.down.len() > MOST {
        return Strokes::default();
    }
    strokes
}

/// Joins pieces of one line, and lines drawn twice.
fn join(strokes: &mut Vec<Stroke>) {
    strokes.sort_by(|a, b| a.at.total_cmp(&b.at).then_with(|| a.from.total_cmp(&b.from)));
    let mut joined: Vec<Stroke> = Vec::with_capacity(strokes.len());
    for stroke in strokes.iter() {
        let near = joined.iter_mut().rev().take(NEAR).take_while(|other| stroke.at - other.at <= MEET / 2.0);
        let mut meeting = near.filter(|other| stroke.from <= other.to + MEET && other.from <= stroke.to + MEET);
        match meeting.next() {
            Some(other) => {
                other.from = other.from.min(stroke.from);
                other.to = other.to.max(stroke.to);
            }
            None => joined.push(*stroke),
        }
    }
    *strokes = joined;
}
