//! What a line is relative to its column and to the line above: indent, shortness, pitch, centring.

use super::laid_page::{LaidPage, Stretch};
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
/// A line beside a large initial begins no further (ems) behind it.
const BESIDE_INITIAL: f32 = 1.6;
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
                let is_beside = page.initials.iter().any(|initial| stands_beside(initial, &bbox, size));
                let (before, after) = (if is_beside { 0.0 } else { bbox.left - left }, right - bbox.right);
                line.indent = before.max(0.0) / size;
                line.short_by = after.max(0.0) / size;
                let is_middle = (before - after).abs() < CENTRED * size && before.min(after) > CENTRED_MARGIN * size;
                line.centred = is_middle && line.role != LineRole::Table;
                // Furniture and the body, the body and its notes are no neighbours.
                let neighbour = above.filter(|(_, role)| *role == line.role);
                line.pitch = neighbour.map_or(0.0, |(above, _)| ((baseline - above) / distances.usual(size)).max(0.0));
                above = Some((baseline, line.role));
            }
            uncentre_blocks(page.lines.get_mut(stretch.first..stretch.last).unwrap_or_default());
        }
    }
}

/// Whether a line gives way to a large initial: it is not set in of its own.
fn stands_beside(initial: &BBox, line: &BBox, size: f32) -> bool {
    let middle = (line.top + line.bottom) / 2.0;
    let white = line.left - initial.right;
    middle > initial.top
        && line.top < initial.bottom + 0.5 * size
        && white > -0.5 * size
        && white < BESIDE_INITIAL * size
}

/// A line that begins exactly below or above its neighbour, but ends elsewhere, is of an indented block and not centred.
fn uncentre_blocks(lines: &mut [Line]) {
    let held: Vec<(BBox, f32)> = lines.iter().map(|line| (bbox(line), size(line))).collect();
    let is_block = |at: usize, other: Option<usize>| {
        let (Some((one, size)), Some((other, _))) = (held.get(at), other.and_then(|other| held.get(other))) else {
            return false;
        };
        let distance = (one.bottom - other.bottom).abs();
        (one.left - other.left).abs() < 0.2 * size
            && (one.right - other.right).abs() > 0.6 * size
            && distance < 2.0 * size
    };
    for (at, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.centred) {
        line.centred = !is_block(at, at.checked_sub(1)) && !is_block(at, Some(at + 1));
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

/// Left and right edge of every stretch, first page first: what the lines of the same column reach on all pages, a few
/// outliers aside.
fn edges(pages: &[LaidPage]) -> Vec<(f32, f32)> {
    let stretches: Vec<(&LaidPage, Stretch)> =
        pages.iter().flat_map(|page| page.stretches.iter().map(move |stretch| (page, *stretch))).collect();
    let mut order: Vec<(f32, usize)> =
        stretches.iter().zip(0..).map(|((page, stretch), at)| (own_left(page, *stretch), at)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut edges = vec![(0.0, 0.0); stretches.len()];
    let mut done = vec![false; stretches.len()];
    for (place, &(left, at)) in order.iter().enumerate() {
        if done.get(at).copied().unwrap_or(true) {
            continue;
        }
        let Some((_, stretch)) = stretches.get(at) else { continue };
        let near = order.get(place..).unwrap_or_default().iter().take_while(|other| other.0 - left < SAME_EDGE);
        let alike: Vec<usize> = near
            .map(|other| other.1)
            .filter(|&other| other == at || stretches.get(other).is_some_and(|(_, other)| is_alike(stretch, other)))
            .collect();
        let members: Vec<(&LaidPage, Stretch)> = alike.iter().filter_map(|&at| stretches.get(at).copied()).collect();
        let found = common_edges(&members);
        for at in alike {
            if let (Some(slot), Some(done)) = (edges.get_mut(at), done.get_mut(at)) {
                (*slot, *done) = (found, true);
            }
        }
    }
    edges
}

/// Whether two stretches can be of one column on several pages.
fn is_alike(one: &Stretch, other: &Stretch) -> bool {
    let same = |a: f32, b: f32| a == b || (a - b).abs() < SAME_EDGE;
    one.upright
        && other.upright
        && same(one.bounds.left, other.bounds.left)
        && same(one.bounds.right, other.bounds.right)
        && one.bounds.listed == other.bounds.listed
}

/// Leftmost line of a stretch, furniture aside.
fn own_left(page: &LaidPage, stretch: Stretch) -> f32 {
    counted(page, stretch).map(|line| bbox(line).left).fold(f32::INFINITY, f32::min)
}

/// Lines that show where a column's edges are: all but furniture.
fn counted(page: &LaidPage, stretch: Stretch) -> impl Iterator<Item = &Line> {
    let lines = page.lines.get(stretch.first..stretch.last).unwrap_or_default();
    let only_furniture = lines.iter().all(|line| line.role == LineRole::Furniture);
    lines.iter().filter(move |line| only_furniture || line.role != LineRole::Furniture)
}

/// Edges that the lines of stretches of one column reach.
fn common_edges(stretches: &[(&LaidPage, Stretch)]) -> (f32, f32) {
    let boxes = || stretches.iter().flat_map(|(page, stretch)| counted(page, *stretch)).map(bbox);
    let mut lefts: Vec<f32> = boxes().map(|held| held.left).collect();
    let mut rights: Vec<f32> = boxes().map(|held| held.right).collect();
    lefts.sort_by(f32::total_cmp);
    rights.sort_by(|a, b| b.total_cmp(a));
    let at = lefts.len() / BEYOND;
    let edge = |sorted: &[f32]| sorted.get(at).copied().unwrap_or(0.0);
    let (left, right) = (edge(&lefts), edge(&rights));
    match stretches.first().map(|(_, stretch)| stretch.bounds) {
        // A list fills no column: its edge is the gutter, or as far away again as its longest line reaches.
        Some(bounds) if bounds.listed => (left, bounds.right.min(2.0 * right - left)),
        Some(bounds) => (left, right.min(bounds.right)),
        None => (left, right),
    }
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
