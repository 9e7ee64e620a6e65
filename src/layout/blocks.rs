//! Ruled tables and boxes: rules that meet, with the text between them.

use super::fragment::Fragment;
use super::strokes::{MEET, Strokes};
use crate::model::BBox;

/// A box of a larger share of the page is its frame and parts nothing.
const FRAME: f32 = 0.7;
/// A cell with so many lines in a table of at most [`FEW_ROWS`] rows is laid out by rules, not a table.
const LONG_CELL: usize = 14;
const FEW_ROWS: usize = 2;
/// So are pages laid out in no more columns than these.
const PAIR: usize = 2;
/// A horizontal rule parts rows when it spans at least this share of the table's width.
const PARTS_ROWS: f32 = 0.4;

/// A table or a box with its text.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// Extent by its rules.
    pub bbox: BBox,
    /// Size of its text.
    pub size: f32,
    /// Edges of its columns, from left to right; two for a box.
    pub columns: Vec<f32>,
    /// Edges of its rows, from top to bottom.
    pub rows: Vec<f32>,
    /// How many of its first rows are known to head its columns.
    pub heads: usize,
    /// The text in it.
    pub fragments: Vec<Fragment>,
}

impl Block {
    /// Whether it has columns side by side: else it is a box, or a stack of boxes.
    pub fn is_table(&self) -> bool {
        self.columns.len() > 2
    }
}

/// Takes the fragments that stand in tables and boxes out of `fragments`.
pub(super) fn blocks(strokes: &Strokes, fragments: &mut Vec<Fragment>, page_area: f32) -> Vec<Block> {
    let mut blocks: Vec<Block> = meshes(strokes).into_iter().filter_map(|mesh| block(&mesh, page_area)).collect();
    // Inner ones first, so that a box in a box keeps its text.
    blocks.sort_by(|a, b| area(a.bbox).total_cmp(&area(b.bbox)).then_with(|| a.bbox.top.total_cmp(&b.bbox.top)));
    fragments.retain(|fragment| {
        let middle = ((fragment.left + fragment.right) / 2.0, fragment.base - 0.3 * fragment.size);
        let home = blocks.iter_mut().find(|block| holds(block.bbox, middle));
        if let Some(block) = home {
            block.fragments.push(*fragment);
            return false;
        }
        true
    });
    let mut kept = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        let mut sizes: Vec<f32> = block.fragments.iter().map(|fragment| fragment.size).collect();
        sizes.sort_by(f32::total_cmp);
        block.size = sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
        let is_pair = block.columns.len() <= PAIR + 1;
        let is_laid_out = is_pair && block.rows.len() <= FEW_ROWS + 1 && longest_cell(&block) >= LONG_CELL;
        let is_empty = block.fragments.is_empty();
        let is_one_column = block.is_table() && filled_columns(&block) < 2;
        if is_empty || is_laid_out {
            fragments.append(&mut block.fragments);
            continue;
        }
        if is_one_column {
            let (first, last) = (block.columns.first().copied(), block.columns.last().copied());
            block.columns = first.into_iter().chain(last).collect();
        }
        kept.push(block);
    }
    fragments.sort_by(|a, b| a.base.total_cmp(&b.base).then_with(|| a.left.total_cmp(&b.left)));
    kept.sort_by(|a, b| a.bbox.top.total_cmp(&b.bbox.top).then_with(|| a.bbox.left.total_cmp(&b.bbox.left)));
    kept
}

fn area(bbox: BBox) -> f32 {
    bbox.width() * bbox.height()
}

fn holds(bbox: BBox, (x, y): (f32, f32)) -> bool {
    x > bbox.left && x < bbox.right && y > bbox.top && y < bbox.bottom
}

/// Index of the interval between edges that holds a position.
pub(super) fn between(edges: &[f32], position: f32) -> usize {
    let inner = edges.len().saturating_sub(2);
    edges.get(1..).unwrap_or_default().iter().take_while(|edge| **edge <= position).count().min(inner)
}

fn filled_columns(block: &Block) -> usize {
    let mut filled: Vec<usize> = block.fragments.iter().map(|one| between(&block.columns, one.left + 1.0)).collect();
    filled.sort_unstable();
    filled.dedup();
    filled.len()
}

/// Lines of the cell with most of them.
fn longest_cell(block: &Block) -> usize {
    let mut cells: Vec<(usize, usize, i32)> = block
        .fragments
        .iter()
        .map(|fragment| {
            let cell = (
                between(&block.rows, fragment.base - 0.3 * fragment.size),
                between(&block.columns, fragment.left + 1.0),
            );
            (cell.0, cell.1, (fragment.base / (0.5 * fragment.size)) as i32)
        })
        .collect();
    cells.sort_unstable();
    cells.dedup();
    cells.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).map(<[_]>::len).max().unwrap_or(0)
}

/// Rules that meet, directly or by way of others.
fn meshes(strokes: &Strokes) -> Vec<Strokes> {
    let count = strokes.across.len();
    let mut parent: Vec<usize> = (0..count + strokes.down.len()).collect();
    for (across, index) in strokes.across.iter().zip(0..) {
        let from = strokes.down.partition_point(|down| down.at < across.from - MEET);
        let reach = strokes.down.iter().zip(count..).skip(from).take_while(|(down, _)| down.at <= across.to + MEET);
        for (down, other) in reach {
            if down.from <= across.at + MEET && down.to >= across.at - MEET {
                let (a, b) = (root(&mut parent, index), root(&mut parent, other));
                if let Some(slot) = parent.get_mut(a.max(b)) {
                    *slot = a.min(b);
                }
            }
        }
    }
    let mut meshes: Vec<(usize, Strokes)> = Vec::new();
    let mut place = vec![usize::MAX; parent.len()];
    let all = strokes.across.iter().map(|one| (one, true)).chain(strokes.down.iter().map(|one| (one, false)));
    for ((stroke, is_across), index) in all.zip(0..) {
        let root = root(&mut parent, index);
        let Some(slot) = place.get_mut(root) else { continue };
        if *slot == usize::MAX {
            *slot = meshes.len();
            meshes.push((root, Strokes::default()));
        }
        if let Some((_, mesh)) = meshes.get_mut(*slot) {
            if is_across { mesh.across.push(*stroke) } else { mesh.down.push(*stroke) }
        }
    }
    meshes.into_iter().map(|(_, mesh)| mesh).filter(|mesh| mesh.across.len() >= 2 && !mesh.down.is_empty()).collect()
}

fn root(parent: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while let Some(&up) = parent.get(at).filter(|up| **up != at) {
        let above = parent.get(up).copied().unwrap_or(up);
        if let Some(slot) = parent.get_mut(at) {
            *slot = above;
        }
        at = up;
    }
    at
}

fn block(mesh: &Strokes, page_area: f32) -> Option<Block> {
    let low = |values: &mut dyn Iterator<Item = f32>| values.fold(f32::INFINITY, f32::min);
    let high = |values: &mut dyn Iterator<Item = f32>| values.fold(f32::NEG_INFINITY, f32::max);
    let left = low(&mut mesh.across.iter().map(|one| one.from).chain(mesh.down.iter().map(|one| one.at)));
    let right = high(&mut mesh.across.iter().map(|one| one.to).chain(mesh.down.iter().map(|one| one.at)));
    let top = low(&mut mesh.across.iter().map(|one| one.at).chain(mesh.down.iter().map(|one| one.from)));
    let bottom = high(&mut mesh.across.iter().map(|one| one.at).chain(mesh.down.iter().map(|one| one.to)));
    let bbox = BBox { left, top, right, bottom };
    let inner_columns = mesh.down.iter().map(|one| one.at);
    let columns = distinct(inner_columns.chain([left, right]));
    let wide = mesh.across.iter().filter(|one| one.to - one.from >= PARTS_ROWS * bbox.width());
    let rows = distinct(wide.map(|one| one.at).chain([top, bottom]));
    let is_box = columns.len() == 2 && rows.len() == 2;
    let is_frame = is_box && area(bbox) > FRAME * page_area;
    let is_closed = columns.len() > 2 || mesh.down.len() >= 2;
    (columns.len() >= 2 && rows.len() >= 2 && is_closed && !is_frame).then_some(Block {
        bbox,
        size: 0.0,
        columns,
        rows,
        heads: 0,
        fragments: Vec::new(),
    })
}

/// Sorted positions, those that nearly coincide as one.
fn distinct(positions: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut all: Vec<f32> = positions.collect();
    all.sort_by(f32::total_cmp);
    all.dedup_by(|later, earlier| *later - *earlier <= MEET);
    all
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};
    use crate::model::LineRole;

    #[test]
    fn a_box_keeps_its_lines_and_is_read_where_it_stands() {
        let drawing = Drawing::new()
            .text(72.0, 100.0, "Before the box.")
            .rule(72.0, 120.0, 400.0, 120.5)
            .rule(72.0, 170.0, 400.0, 170.5)
            .rule(72.0, 120.0, 72.5, 170.0)
            .rule(399.5, 120.0, 400.0, 170.0)
            .lines(80.0, 140.0, 12.0, &["A side box", "of two lines."])
            .text(72.0, 200.0, "After the box.");
        let document = laid_out(vec![drawing]);
        let seen: Vec<(&str, bool)> = document.lines.iter().map(|line| (line.text.as_str(), line.boxed)).collect();
        let expected =
            [("Before the box.", false), ("A side box", true), ("of two lines.", true), ("After the box.", false)];
        assert_eq!(seen, expected);
    }

    #[test]
    fn lines_of_a_cell_are_one_row_and_close_cells_stay_apart() {
        // Letters that all but touch the rule between two columns.
        let drawing = Drawing::new()
            .rule(72.0, 100.0, 400.0, 100.5)
            .rule(72.0, 130.0, 400.0, 130.5)
            .rule(72.0, 160.0, 400.0, 160.5)
            .rule(72.0, 100.0, 72.5, 160.0)
            .rule(122.4, 100.0, 122.8, 160.0)
            .rule(400.0, 100.0, 400.5, 160.0)
            .text(75.0, 112.0, "Secretary")
            .lines(124.0, 112.0, 12.0, &["Sends the notes", "to all members."])
            .text(75.0, 142.0, "Chair")
            .text(124.0, 142.0, "Opens.");
        let document = laid_out(vec![drawing]);
        assert_eq!(document.lines.len(), 2);
        let cells: Vec<&str> = document.lines[0].cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(cells, ["Secretary", "Sends the notes\nto all members."]);
        assert_eq!(document.lines[0].text, "Secretary Sends the notes to all members.");
        assert_eq!(document.lines[0].role, LineRole::Table);
        let last = document.lines[0].words.last().unwrap();
        assert_eq!(document.lines[0].text.get(last.start as usize..last.end as usize), Some("members."));
    }

    #[test]
    fn a_frame_around_the_page_is_no_box() {
        let drawing = Drawing::new()
            .rule(20.0, 20.0, 575.0, 20.5)
            .rule(20.0, 820.0, 575.0, 820.5)
            .rule(20.0, 20.0, 20.5, 820.0)
            .rule(575.0, 20.0, 575.5, 820.0)
            .text(72.0, 100.0, "Text in a frame.");
        assert!(!laid_out(vec![drawing]).lines[0].boxed);
    }
}
