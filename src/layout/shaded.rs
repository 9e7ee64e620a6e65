//! Boxes that only a shade shows: a grey ground behind a recommendation or a note beside the text.
//!
//! A shade is a box where it stands alone and holds whole lines of one column. Shades that touch are cells of a table, a
//! shade of one line is a bar under a heading, and a shade under most of a page is its ground.

use super::blocks::Block;
use super::fragment::Fragment;
use super::grid::{Row, push};
use super::letters::Frame;
use super::strokes::{MEET, Strokes};
use crate::model::{BBox, Rule};

/// More shades on a page are a drawing.
const MOST: usize = 200;
/// A shade of a larger share of the page is its ground.
const GROUND: f32 = 0.5;
/// Lines that a box holds, at least.
const LINES: usize = 2;
/// Text may reach so far (ems) over a shade's edge.
const OVER: f32 = 0.3;

/// Takes the text that stands in shaded boxes out of `fragments`; `taken` are the boxes and tables that rules show.
pub(super) fn blocks(
    rules: &[Rule],
    frame: Frame,
    strokes: &Strokes,
    taken: &[Block],
    fragments: &mut Vec<Fragment>,
    page_area: f32,
) -> Vec<Block> {
    let mut shades: Vec<BBox> =
        rules.iter().filter(|rule| rule.is_shade).map(|rule| frame.enter_box(rule.bbox)).take(MOST + 1).collect();
    if shades.is_empty() || shades.len() > MOST {
        return Vec::new();
    }
    shades.sort_by(|a, b| a.top.total_cmp(&b.top).then(a.left.total_cmp(&b.left)));
    shades.dedup();
    let all = shades.clone();
    let mut found = Vec::new();
    for shade in shades {
        let is_ground = shade.width() * shade.height() > GROUND * page_area;
        let is_alone = all.iter().filter(|other| touches(shade, **other)).count() == 1;
        let is_taken = taken.iter().any(|block| touches(shade, block.bbox));
        if is_ground || !is_alone || is_taken || is_ruled(shade, strokes) {
            continue;
        }
        let (inside, outside): (Vec<Fragment>, Vec<Fragment>) = fragments.iter().partition(|one| holds(shade, one));
        if holds_text(shade, &inside) && !outside.iter().any(|one| crosses(shade, one)) {
            let size = inside.first().map_or(0.0, |one| one.size);
            let (columns, rows) = (vec![shade.left, shade.right], vec![shade.top, shade.bottom]);
            found.push(Block { bbox: shade, size, columns, rows, heads: 0, fragments: inside });
            *fragments = outside;
        }
    }
    found
}

fn touches(a: BBox, b: BBox) -> bool {
    a.left < b.right + MEET && b.left < a.right + MEET && a.top < b.bottom + MEET && b.top < a.bottom + MEET
}

/// Whether rules run through a shade, as between the rows of a table.
fn is_ruled(shade: BBox, strokes: &Strokes) -> bool {
    let across = strokes.across.iter().any(|one| {
        one.at > shade.top + MEET && one.at < shade.bottom - MEET && one.from < shade.right && one.to > shade.left
    });
    let down = strokes.down.iter().any(|one| {
        one.at > shade.left + MEET && one.at < shade.right - MEET && one.from < shade.bottom && one.to > shade.top
    });
    across || down
}

fn holds(shade: BBox, one: &Fragment) -> bool {
    let over = OVER * one.size;
    one.left > shade.left - over && one.right < shade.right + over && one.base > shade.top && one.base < shade.bottom
}

/// Whether a line runs over a shade's edge.
fn crosses(shade: BBox, one: &Fragment) -> bool {
    one.base > shade.top && one.base < shade.bottom && one.left < shade.right && one.right > shade.left
}

/// Lines of one column, not cells side by side.
fn holds_text(shade: BBox, inside: &[Fragment]) -> bool {
    let mut rows: Vec<Row> = Vec::new();
    inside.iter().for_each(|one| push(&mut rows, *one));
    let parted = rows.iter().filter(|row| row.len() > 1).count();
    rows.len() >= LINES && parted * 2 < rows.len() && shade.height() > 0.0
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};

    const BODY: [&str; 2] =
        ["12. The Council met in Geneva and heard the reports of its groups", "on the work of the year."];

    fn boxed(drawing: Drawing) -> Vec<String> {
        let lines = laid_out(vec![drawing]).lines.into_iter().filter(|line| line.boxed);
        lines.map(|line| line.text).collect()
    }

    fn page() -> Drawing {
        let drawing = Drawing::new().lines(72.0, 100.0, 12.0, &BODY).lines(72.0, 240.0, 12.0, &BODY);
        drawing.lines(80.0, 160.0, 12.0, &["Recommendation 3", "The Secretariat should publish the list."])
    }

    #[test]
    fn text_on_a_shade_of_its_own_is_boxed() {
        let shaded = page().shade(72.0, 145.0, 420.0, 180.0);
        assert_eq!(boxed(shaded), ["Recommendation 3", "The Secretariat should publish the list."]);
        assert!(boxed(page()).is_empty());
    }

    #[test]
    fn shades_that_touch_are_cells() {
        let shaded = page().shade(72.0, 145.0, 420.0, 164.0).shade(72.0, 164.0, 420.0, 180.0);
        assert!(boxed(shaded).is_empty());
    }

    #[test]
    fn a_bar_under_one_line_is_no_box() {
        assert!(boxed(page().shade(72.0, 148.0, 420.0, 164.0)).is_empty());
    }
}
