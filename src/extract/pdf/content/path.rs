//! Paths, only as far as they matter to text: straight rules, thin boxes, and the box around a clipping path.

use super::state::intersect;
use crate::extract::pdf::matrix::Matrix;
use crate::model::{BBox, Rule};

/// A filled box up to this thick is a rule, in points.
pub const MAX_THICKNESS: f32 = 3.0;
/// Shorter strokes are parts of drawings and letters, in points.
const MIN_LENGTH: f32 = 4.0;
/// A filled box with shorter sides is no shading behind text, in points.
const MIN_SHADE: f32 = 10.0;
/// A stroke that leaves its axis by no more than this is straight, in points.
const STRAIGHT: f32 = 0.6;

/// The path under construction, on the page as displayed.
#[derive(Debug, Default)]
pub struct Path {
    subpaths: Vec<Subpath>,
    strokes: Vec<BBox>,
    /// Where the pen is, and where the subpath began.
    pen: (f64, f64),
    start: (f64, f64),
    pub clips: bool,
}

#[derive(Debug)]
struct Subpath {
    bbox: BBox,
    /// Made of strokes along the axes only.
    straight: bool,
}

fn point(at: (f64, f64)) -> BBox {
    let (x, y) = (at.0 as f32, at.1 as f32);
    BBox { left: x, top: y, right: x, bottom: y }
}

impl Path {
    pub fn move_to(&mut self, at: (f64, f64)) {
        self.pen = at;
        self.start = at;
        self.subpaths.push(Subpath { bbox: point(at), straight: true });
    }

    pub fn line_to(&mut self, at: (f64, f64)) {
        let stroke = point(self.pen).union(point(at));
        let along = stroke.width() <= STRAIGHT || stroke.height() <= STRAIGHT;
        if along && stroke.width().max(stroke.height()) >= MIN_LENGTH {
            self.strokes.push(stroke);
        }
        self.reach(at, along);
    }

    pub fn curve_to(&mut self, points: [(f64, f64); 3]) {
        for at in points {
            self.reach(at, false);
        }
    }

    pub fn close(&mut self) {
        if self.pen != self.start {
            self.line_to(self.start);
        }
    }

    pub fn rectangle(&mut self, ctm: Matrix, [x, y, width, height]: [f64; 4]) {
        self.move_to(ctm.apply(x, y));
        self.line_to(ctm.apply(x + width, y));
        self.line_to(ctm.apply(x + width, y + height));
        self.line_to(ctm.apply(x, y + height));
        self.close();
    }

    fn reach(&mut self, at: (f64, f64), straight: bool) {
        self.pen = at;
        if self.subpaths.is_empty() {
            self.move_to(at);
        }
        if let Some(last) = self.subpaths.last_mut() {
            last.bbox = last.bbox.union(point(at));
            last.straight &= straight;
        }
    }

    /// Adds the rules that stroking draws; `width` is the line width in points.
    pub fn stroke(&self, width: f32, clip: BBox, rules: &mut Vec<Rule>) {
        let half = (width / 2.0).min(MAX_THICKNESS);
        if width > 2.0 * MAX_THICKNESS {
            return;
        }
        for stroke in &self.strokes {
            let (dx, dy) = if stroke.width() >= stroke.height() { (0.0, half) } else { (half, 0.0) };
            add(
                BBox {
                    left: stroke.left - dx,
                    top: stroke.top - dy,
                    right: stroke.right + dx,
                    bottom: stroke.bottom + dy,
                },
                clip,
                rules,
            );
        }
    }

    /// Adds the thin boxes that filling draws, and the wide ones where the paint shows.
    pub fn fill(&self, shows: bool, clip: BBox, rules: &mut Vec<Rule>) {
        for subpath in self.subpaths.iter().filter(|subpath| subpath.straight) {
            let (width, height) = (subpath.bbox.width(), subpath.bbox.height());
            if width.min(height) <= MAX_THICKNESS && width.max(height) >= MIN_LENGTH {
                add(subpath.bbox, clip, rules);
            } else if shows && width.min(height) >= MIN_SHADE {
                let seen = intersect(subpath.bbox, clip);
                if seen.width().min(seen.height()) >= MIN_SHADE {
                    rules.push(Rule { bbox: seen, is_shade: true });
                }
            }
        }
    }

    /// The box around each subpath.
    pub fn boxes(&self) -> impl Iterator<Item = BBox> {
        self.subpaths.iter().map(|subpath| subpath.bbox)
    }

    /// The box around each subpath that a bullet could be: discs and rings, and squares where they are filled.
    pub fn shapes(&self, filled: bool) -> impl Iterator<Item = BBox> {
        self.subpaths.iter().filter(move |subpath| filled || !subpath.straight).map(|subpath| subpath.bbox)
    }

    /// The box around everything drawn.
    pub fn bbox(&self) -> Option<BBox> {
        self.subpaths.iter().map(|subpath| subpath.bbox).reduce(BBox::union)
    }

    pub fn clear(&mut self) {
        self.subpaths.clear();
        self.strokes.clear();
        self.clips = false;
    }
}

fn add(bbox: BBox, clip: BBox, rules: &mut Vec<Rule>) {
    let seen = intersect(bbox, clip);
    if seen.left > seen.right || seen.top > seen.bottom || seen.width().max(seen.height()) < MIN_LENGTH {
        return;
    }
    if rules.last().is_none_or(|last| last.bbox != seen) {
        rules.push(Rule { bbox: seen, is_shade: false });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: BBox = BBox { left: 0.0, top: 0.0, right: 600.0, bottom: 800.0 };

    fn rules(build: impl Fn(&mut Path), stroke: bool) -> Vec<BBox> {
        let mut path = Path::default();
        build(&mut path);
        let mut rules = Vec::new();
        if stroke {
            path.stroke(1.0, PAGE, &mut rules);
        } else {
            path.fill(true, PAGE, &mut rules);
            rules.retain(|rule| !rule.is_shade);
        }
        rules.into_iter().map(|rule| rule.bbox).collect()
    }

    #[test]
    fn a_stroke_and_a_thin_box_are_rules() {
        let line = |path: &mut Path| {
            path.move_to((10.0, 50.0));
            path.line_to((110.0, 50.0));
        };
        assert_eq!(rules(line, true), [BBox { left: 10.0, top: 49.5, right: 110.0, bottom: 50.5 }]);
        let thin = |path: &mut Path| path.rectangle(Matrix::IDENTITY, [10.0, 50.0, 100.0, 0.5]);
        assert_eq!(rules(thin, false), [BBox { left: 10.0, top: 50.0, right: 110.0, bottom: 50.5 }]);
    }

    #[test]
    fn boxes_diagonals_and_curves_are_none() {
        assert!(rules(|path| path.rectangle(Matrix::IDENTITY, [10.0, 50.0, 100.0, 40.0]), false).is_empty());
        let diagonal = |path: &mut Path| {
            path.move_to((10.0, 50.0));
            path.line_to((110.0, 90.0));
        };
        assert!(rules(diagonal, true).is_empty());
        let curve = |path: &mut Path| {
            path.move_to((10.0, 50.0));
            path.curve_to([(20.0, 50.0), (30.0, 50.5), (40.0, 51.0)]);
        };
        assert!(rules(curve, false).is_empty());
    }

    #[test]
    fn a_stroked_box_has_four_rules() {
        assert_eq!(rules(|path| path.rectangle(Matrix::IDENTITY, [10.0, 50.0, 100.0, 40.0]), true).len(), 4);
    }

    #[test]
    fn what_is_clipped_away_is_not_there() {
        let off = |path: &mut Path| path.rectangle(Matrix::IDENTITY, [10.0, 900.0, 100.0, 0.5]);
        assert!(rules(off, false).is_empty());
    }
}
