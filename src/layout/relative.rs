//! What a line is relative to its column and to the line above: indent, shortness, pitch, centring.

use super::page::{LaidPage, Stretch};
use crate::model::{BBox, Line, LineRole, Place};
use rustc_hash::FxHashMap;

/// Sizes and distances are counted in classes of half a point.
const CLASS: f32 = 2.0;
/// A line distance is known for a size when so many pairs of lines show it.
const ENOUGH_PAIRS: u32 = 5;
/// Usual line distance per unit of size where nothing shows it.
const USUAL_DISTANCE: f32 = 1.2;
/// Columns whose left edges differ by less (points) are one column on several pages.
const SAME_EDGE: f32 = 8.0;
/// Share of the lines that may stand beyond a column's edges: hanging marks, overfull lines.
const BEYOND: usize = 50;
/// A centred line's two margins differ by less (ems), and each is at least so wide.
const CENTRED: f32 = 1.0;
const CENTRED_MARGIN: f32 = 1.5;

/// Size that most letters have; 0 without letters.
pub(super) fn body_size(pages: &[LaidPage]) -> f32 {
    let mut weight: FxHashMap<u32, u64> = FxHashMap::default();
    for line in pages.iter().flat_map(|page| &page.lines).filter(|line| line.role == LineRole::Body) {
        let mut start = 0;
        for style in &line.styles {
            *weight.entry((style.size * 10.0).round() as u32).or_default() +=
                u64::from(style.end.saturating_sub(start));
            start = style.end;
        }
    }
    let most = weight.into_iter().max_by_key(|&(size, weight)| (weight, std::cmp::Reverse(size)));
    most.map_or(0.0, |(size, _)| size as f32 / 10.0)
}

/// Fills in column, indent, shortness, pitch and centring of all lines.
pub(super) fn measure(pages: &mut [LaidPage], body_size: f32) {
    let edges = edges(pages);
    let distances = Distances::of(pages, body_size);
    let mut known = edges.iter();
    for page in pages {
        for stretch in &page.stretches {
            let Some(&(left, right)) = known.next() else { return };
            let lines = page.lines.get_mut(stretch.first..stretch.last).unwrap_or_default();
            let mut above: Option<(f32, LineRole)> = None;
            for line in lines {
                let Place::Page { bbox, baseline, .. } = line.place else { continue };
                let size = size(line);
                line.column = (left, right);
                let (before, after) = (bbox.left - left, right - bbox.right);
                line.indent = before.max(0.0) / size;
                line.short_by = after.max(0.0) / size;
                line.centred = (before - after).abs() < CENTRED * size && before.min(after) > CENTRED_MARGIN * size;
                // Furniture and the body, the body and its notes are no neighbours.
                let neighbour = above.filter(|(_, role)| *role == line.role);
                line.pitch = neighbour.map_or(0.0, |(above, _)| ((baseline - above) / distances.usual(size)).max(0.0));
                above = Some((baseline, line.role));
            }
        }
    }
}

/// Size of most of a line, never zero.
pub(super) fn size(line: &Line) -> f32 {
    let mut best = (0, 1.0);
    let mut start = 0;
    for style in &line.styles {
        let length = style.end.saturating_sub(start);
        if length > best.0 {
            best = (length, style.size);
        }
        start = style.end;
    }
    best.1
}

/// Box of a line on its page.
pub(super) fn bbox(line: &Line) -> BBox {
    match line.place {
        Place::Page { bbox, .. } => bbox,
        Place::Text { .. } => BBox::default(),
    }
}

/// Left and right edge of every stretch, first page first: what the same column reaches on all pages.
fn edges(pages: &[LaidPage]) -> Vec<(f32, f32)> {
    let own: Vec<(f32, f32, bool)> =
        pages.iter().flat_map(|page| page.stretches.iter().map(|stretch| own_edges(page, *stretch))).collect();
    own.iter()
        .map(|&(left, right, upright)| {
            let alike = own.iter().filter(|other| upright && other.2 && (other.0 - left).abs() < SAME_EDGE);
            alike.fold((left, right), |(left, right), other| (left.min(other.0), right.max(other.1)))
        })
        .collect()
}

/// Edges that a stretch's own lines show, a few outliers aside.
fn own_edges(page: &LaidPage, stretch: Stretch) -> (f32, f32, bool) {
    let all = page.lines.get(stretch.first..stretch.last).unwrap_or_default();
    let is_counted = |line: &&Line| line.role != LineRole::Furniture;
    let lines: Vec<&Line> = all.iter().filter(is_counted).collect();
    let lines = if lines.is_empty() { all.iter().collect() } else { lines };
    let mut lefts: Vec<f32> = lines.iter().map(|line| bbox(line).left).collect();
    let mut rights: Vec<f32> = lines.iter().map(|line| bbox(line).right).collect();
    lefts.sort_by(f32::total_cmp);
    rights.sort_by(|a, b| b.total_cmp(a));
    let at = lines.len() / BEYOND;
    let edge = |sorted: &[f32]| sorted.get(at).copied().unwrap_or(0.0);
    (edge(&lefts), edge(&rights), stretch.upright)
}

/// Usual baseline distance for each size of text.
struct Distances {
    of_size: FxHashMap<u32, f32>,
    per_size: f32,
}

impl Distances {
    fn of(pages: &[LaidPage], body_size: f32) -> Self {
        let mut counts: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for page in pages {
            for stretch in &page.stretches {
                let lines = page.lines.get(stretch.first..stretch.last).unwrap_or_default();
                for (above, line) in lines.iter().zip(lines.iter().skip(1)) {
                    let (Place::Page { baseline: upper, .. }, Place::Page { baseline: lower, .. }) =
                        (above.place, line.place)
                    else {
                        continue;
                    };
                    let size = size(line);
                    let distance = (lower - upper) / size;
                    if class(size) == class(self::size(above)) && distance > 0.8 && distance < 3.0 {
                        *counts.entry((class(size), class(lower - upper))).or_default() += 1;
                    }
                }
            }
        }
        let mut of_size: FxHashMap<u32, (u32, f32)> = FxHashMap::default();
        let mut sorted: Vec<((u32, u32), u32)> = counts.into_iter().collect();
        sorted.sort_unstable();
        for ((size, distance), count) in sorted {
            let entry = of_size.entry(size).or_insert((0, 0.0));
            if count > entry.0 {
                *entry = (count, distance as f32 / CLASS);
            }
        }
        let body = of_size.get(&class(body_size)).map(|&(_, distance)| distance / body_size.max(1.0));
        let of_size = of_size.into_iter().filter(|(_, (count, _))| *count >= ENOUGH_PAIRS);
        Self {
            of_size: of_size.map(|(size, (_, distance))| (size, distance)).collect(),
            per_size: body.unwrap_or(USUAL_DISTANCE),
        }
    }

    fn usual(&self, size: f32) -> f32 {
        self.of_size.get(&class(size)).copied().unwrap_or(self.per_size * size).max(0.5)
    }
}

fn class(length: f32) -> u32 {
    (length * CLASS).round().max(0.0) as u32
}
