//! Tables without rules between their columns: rows above one another whose cells stand in line, between two rules or in
//! three columns and more.
//!
//! What makes a table of them is white that runs down between the cells, and cells that begin on one baseline: columns of
//! running text have the first, too, but not the second.

use super::blocks::{Block, Stroke};
use super::fragments::Fragment;
use super::open_rows;
use crate::model::BBox;
use rustc_hash::{FxHashMap, FxHashSet};

/// Rules whose ends differ by less (points) are rules of one table.
const SAME_END: f32 = 5.0;
/// A table's rules are at least so long (points).
const SHORTEST: f32 = 70.0;
/// White of so many ems parts two cells.
const WHITE: f32 = 0.8;
/// The same in tables that no rule shows.
const WIDE_WHITE: f32 = 1.0;
/// Share of the rows of several cells in which white may be crossed: headers that span columns.
const CROSSED: f32 = 0.3;
/// A table that no rule shows has so many columns and rows of several cells, at least.
const COLUMNS: usize = 3;
const ROWS: usize = 3;
/// There no cell is wider than so many ems: wider ones are columns of running text.
const WIDEST: f32 = 19.0;
/// A column of running text has so many lines, is so many ems wide, and this share of its lines fills this share of it.
const LINES: usize = 8;
const COLUMN: f32 = 9.0;
const FULL: f32 = 0.7;
/// A first column so narrow, with text so near behind it (ems), is of hanging numbers.
const HANGING: (f32, f32) = (3.5, 4.5);
/// Rows further apart (ems) are not of one table, where no rule says so.
const APART: f32 = 3.2;
/// A table's head has at most so many lines above its rule.
const HEAD: usize = 7;
/// Rules further apart than this share of the page's height are the page's own head and foot.
const TALLEST: f32 = 0.75;
/// A rule that comes again at one place on so many pages, and on this share of them, belongs to the pages.
const PAGES: usize = 3;
const PAGES_SHARE: f32 = 0.3;

/// Places of rules, in whole points.
pub(super) type Common = FxHashSet<(i32, i32, i32)>;

fn place(stroke: &Stroke) -> (i32, i32, i32) {
    (stroke.at.round() as i32, stroke.from.round() as i32, stroke.to.round() as i32)
}

/// Rules that stand at the same place on many pages, as under a running head; `pages` holds each page's rules.
pub(super) fn common<'a>(pages: impl Iterator<Item = &'a [Stroke]>) -> Common {
    let mut counts: FxHashMap<(i32, i32, i32), usize> = FxHashMap::default();
    let mut count = 0;
    for page in pages {
        count += 1;
        page.iter().for_each(|stroke| *counts.entry(place(stroke)).or_default() += 1);
    }
    let enough = PAGES.max((PAGES_SHARE * count as f32).ceil() as usize);
    counts.into_iter().filter(|(_, times)| *times >= enough).map(|(place, _)| place).collect()
}

/// Fragments on one baseline.
type Row = Vec<Fragment>;

/// Takes the tables' fragments out of `fragments`; `page` is the page's height.
///
/// `common` are the rules of the pages themselves, see [`common`].
pub(super) fn blocks(
    across: &[Stroke],
    common: &Common,
    taken: &[Block],
    page: f32,
    fragments: &mut Vec<Fragment>,
) -> Vec<Block> {
    let mut found = Vec::new();
    let is_free = |stroke: &&Stroke| {
        let middle = (stroke.from + stroke.to) / 2.0;
        let inside = |block: &Block| {
            let BBox { left, top, right, bottom } = block.bbox;
            middle > left && middle < right && stroke.at > top - SAME_END && stroke.at < bottom + SAME_END
        };
        stroke.to - stroke.from >= SHORTEST && !common.contains(&place(stroke)) && !taken.iter().any(inside)
    };
    let rules: Vec<Stroke> = across.iter().filter(is_free).copied().collect();
    let mut at = 0;
    while let Some(top) = rules.get(at) {
        let below: Vec<Stroke> = rules.iter().skip(at + 1).filter(|rule| is_same(top, rule)).copied().collect();
        match ruled(*top, &below, page, fragments) {
            Some((block, last)) => {
                found.push(take(block, fragments));
                at = rules.iter().position(|rule| rule.at >= last).unwrap_or(rules.len());
            }
            None => at += 1,
        }
    }
    while let Some(block) = unruled(fragments) {
        found.push(take(block, fragments));
    }
    found
}

fn is_same(a: &Stroke, b: &Stroke) -> bool {
    (a.from - b.from).abs() < SAME_END && (a.to - b.to).abs() < SAME_END && b.at > a.at
}

/// Moves what stands in a block from the page into it.
fn take(mut block: Block, fragments: &mut Vec<Fragment>) -> Block {
    let BBox { left, top, right, bottom } = block.bbox;
    fragments.retain(|fragment| {
        let middle = (fragment.left + fragment.right) / 2.0;
        let inside = middle > left && middle < right && fragment.base > top && fragment.base < bottom;
        if inside {
            block.fragments.push(*fragment);
        }
        !inside
    });
    block
}

/// The table that hangs from a rule, with the height of its last rule.
fn ruled(top: Stroke, below: &[Stroke], page: f32, fragments: &[Fragment]) -> Option<(Block, f32)> {
    let mut best: Option<(Vec<f32>, Vec<Vec<Row>>, f32)> = None;
    let mut bands: Vec<Vec<Row>> = Vec::new();
    let mut from = top.at;
    for rule in below.iter().take_while(|rule| rule.at - top.at < TALLEST * page) {
        let band = rows_between(fragments, (top.from, top.to), (from, rule.at))?;
        from = rule.at;
        if band.is_empty() {
            continue;
        }
        let is_long_head = bands.is_empty() && band.len() > HEAD;
        if is_long_head || !band.iter().any(|row| row.len() > 1) {
            break;
        }
        bands.push(band);
        let rows: Vec<&Row> = bands.iter().flatten().collect();
        let Some(edges) = edges(&rows, WHITE) else { break };
        if bands.last().is_some_and(|band| is_prose(band, &edges)) {
            break;
        }
        if rows.len() > 1 {
            best = Some((edges, bands.clone(), rule.at));
        } else {
            best = None;
        }
    }
    let (edges, bands, last) = best?;
    let bbox = BBox { left: top.from - 1.0, top: top.at, right: top.to + 1.0, bottom: last };
    Some((open_rows::block(bbox, &edges, &bands)?, last))
}

/// Whether most rows of a band run over the white between the columns: text between two tables of one width.
fn is_prose(band: &[Row], edges: &[f32]) -> bool {
    let crosses = |row: &&Row| row.iter().any(|one| edges.iter().any(|edge| one.left < *edge && one.right > *edge));
    2 * band.iter().filter(crosses).count() > band.len()
}

/// Rows between two heights; none if text runs over the ends of the rules, or touches nothing of them.
fn rows_between(fragments: &[Fragment], (left, right): (f32, f32), (top, bottom): (f32, f32)) -> Option<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    for fragment in fragments.iter().filter(|one| one.base > top && one.base < bottom) {
        let outside = fragment.right < left || fragment.left > right;
        if outside {
            continue;
        }
        if fragment.left < left - SAME_END || fragment.right > right + SAME_END {
            return None;
        }
        push(&mut rows, *fragment);
    }
    Some(rows)
}

/// Adds a fragment, in order of baselines, to the row on its baseline.
fn push(rows: &mut Vec<Row>, fragment: Fragment) {
    let is_on = |row: &Row| row.first().is_some_and(|first| fragment.base - first.base < 0.3 * fragment.size);
    match rows.last_mut().filter(|row| is_on(row)) {
        Some(row) => {
            row.push(fragment);
            row.sort_by(|a, b| a.left.total_cmp(&b.left));
        }
        None => rows.push(vec![fragment]),
    }
}

/// Where columns part: white between cells that runs through all rows but a few. None without such white.
fn edges(rows: &[&Row], white: f32) -> Option<Vec<f32>> {
    let several: Vec<&Row> = rows.iter().copied().filter(|row| row.len() > 1).collect();
    let gaps = |row: &Row| -> Vec<(f32, f32)> {
        let pairs = row.iter().zip(row.iter().skip(1));
        pairs.filter(|(a, b)| b.left - a.right >= white * a.size.min(b.size)).map(|(a, b)| (a.right, b.left)).collect()
    };
    let mut open: Vec<(f32, f32)> = several.iter().flat_map(|row| gaps(row)).collect();
    open.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let crossing = |at: f32| rows.iter().filter(|row| row.iter().any(|one| one.left < at && one.right > at)).count();
    let most = (CROSSED * rows.len() as f32).floor() as usize;
    // The middle of the narrowest white among overlapping ones, as often as white is found beside it.
    let mut edges: Vec<f32> = Vec::new();
    let mut at = 0;
    while let Some(&(mut left, mut right)) = open.get(at) {
        at += 1;
        while let Some(&(next, end)) = open.get(at).filter(|(next, _)| *next < right - 0.5) {
            left = left.max(next);
            right = right.min(end);
            at += 1;
            if right <= left {
                break;
            }
        }
        let middle = (left + right) / 2.0;
        if right > left && crossing(middle) <= most && edges.last().is_none_or(|last| middle - last > 4.0) {
            edges.push(middle);
        }
    }
    // White beside which nothing stands parts nothing.
    edges.retain(|edge| several.iter().any(|row| row.iter().any(|one| one.left >= *edge)));
    (!edges.is_empty()).then_some(edges)
}

/// The first table that no rule shows.
fn unruled(fragments: &[Fragment]) -> Option<Block> {
    let mut rows: Vec<Row> = Vec::new();
    fragments.iter().for_each(|fragment| push(&mut rows, *fragment));
    let mut start = 0;
    while start < rows.len() {
        let length = run(rows.get(start..).unwrap_or_default());
        let run = rows.get(start..start + length).unwrap_or_default();
        if let Some(block) = of_run(run) {
            return Some(block);
        }
        start += length.max(1);
    }
    None
}

/// Cells of a row, parted by wide white.
fn cells(row: &Row) -> usize {
    let pairs = row.iter().zip(row.iter().skip(1));
    1 + pairs.filter(|(a, b)| b.left - a.right >= WIDE_WHITE * a.size.min(b.size)).count()
}

/// How many of the first rows can be one table: from a row of several cells to the last one before running text.
fn run(rows: &[Row]) -> usize {
    let (mut reach, mut white): (usize, Vec<(f32, f32)>) = (0, Vec::new());
    for (row, at) in rows.iter().zip(1_usize..) {
        let Some(first) = row.first() else { break };
        let above = at.checked_sub(2).and_then(|above| rows.get(above)).and_then(|above| above.first());
        if above.is_some_and(|above| first.base - above.base > APART * first.size) {
            break;
        }
        let is_crossed = white.iter().any(|(left, right)| row.iter().any(|one| one.left < *left && one.right > *right));
        if is_crossed {
            break;
        }
        if cells(row) >= COLUMNS {
            let pairs = row.iter().zip(row.iter().skip(1));
            let gaps = pairs.filter(|(a, b)| b.left - a.right >= WIDE_WHITE * a.size.min(b.size));
            let gaps: Vec<(f32, f32)> = gaps.map(|(a, b)| (a.right, b.left)).collect();
            let keeps = |old: &(f32, f32)| {
                let shared = gaps.iter().map(|new| (old.0.max(new.0), old.1.min(new.1)));
                shared.filter(|(left, right)| right > left).max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
            };
            if white.is_empty() {
                white = gaps;
            } else {
                white = white.iter().filter_map(keeps).collect();
            }
            if white.len() + 1 < COLUMNS {
                break;
            }
            reach = at;
        } else if reach == 0 {
            return 1;
        } else {
            // Lines of cells that run over several lines.
            let is_within = row.len() < COLUMNS;
            reach = if is_within && at == reach + 1 && is_tight(above, first) { at } else { reach };
        }
    }
    reach.max(1)
}

fn is_tight(above: Option<&Fragment>, first: &Fragment) -> bool {
    above.is_some_and(|above| first.base - above.base < 1.4 * first.size)
}

/// How many of the columns hold running text: many lines, wide, most of them full.
fn running(run: &[Row], edges: &[f32]) -> usize {
    let is_running = |column: usize| {
        let own = run.iter().flatten().filter(|one| edges.iter().filter(|edge| one.left >= **edge).count() == column);
        let widths: Vec<f32> = own.map(|one| (one.right - one.left) / one.size).collect();
        let widest = widths.iter().copied().fold(0.0, f32::max);
        let full = widths.iter().filter(|width| **width > FULL * widest).count();
        widths.len() >= LINES && widest >= COLUMN && full as f32 >= FULL * widths.len() as f32
    };
    (0..=edges.len()).filter(|column| is_running(*column)).count()
}

fn of_run(run: &[Row]) -> Option<Block> {
    let several: Vec<&Row> = run.iter().filter(|row| cells(row) >= COLUMNS).collect();
    let is_text = run.iter().flatten().any(|one| one.right - one.left > WIDEST * one.size);
    if several.len() < ROWS || is_text {
        return None;
    }
    let edges = edges(&several, WIDE_WHITE)?;
    if running(run, &edges) > 1 {
        return None;
    }
    let left = run.iter().flatten().map(|one| one.left).fold(f32::INFINITY, f32::min);
    let right = run.iter().flatten().map(|one| one.right).fold(f32::NEG_INFINITY, f32::max);
    let size = several.first()?.first()?.size;
    let first = *edges.first()?;
    // Numbers that hang before the text make no column of their own.
    let numbers = several.iter().filter_map(|row| row.first()).map(|one| one.right - one.left).fold(0.0, f32::max);
    let begins = run.iter().flatten().filter(|one| one.left > first).map(|one| one.left).fold(f32::INFINITY, f32::min);
    let is_hanging = numbers < HANGING.0 * size && begins - left < HANGING.1 * size;
    if edges.len() + 1 < COLUMNS + usize::from(is_hanging) {
        return None;
    }
    let (top, bottom) = (run.first()?.first()?, run.last()?.first()?);
    let bbox =
        BBox { left: left - 1.0, top: top.base - top.size, right: right + 1.0, bottom: bottom.base + 0.4 * size };
    open_rows::block(bbox, &edges, &[run.to_vec()])
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};
    use crate::model::{LaidOutDocument, LineRole};

    fn cells(document: &LaidOutDocument) -> Vec<Vec<&str>> {
        let rows = document.lines.iter().filter(|line| line.role == LineRole::Table);
        rows.map(|line| line.cells.iter().map(|cell| cell.text.as_str()).collect()).collect()
    }

    fn across(drawing: Drawing, y: f32) -> Drawing {
        drawing.rule(72.0, y, 500.0, y + 0.5)
    }

    /// A row of texts at the places of three columns, the last two set to the right.
    fn row(drawing: Drawing, y: f32, texts: [&str; 3]) -> Drawing {
        let right = |end: f32, text: &str| end - 5.0 * text.len() as f32;
        let drawing = drawing.text(74.0, y, texts[0]).text(right(380.0, texts[1]), y, texts[1]);
        drawing.text(right(490.0, texts[2]), y, texts[2])
    }

    #[test]
    fn figures_between_rules_are_rows_with_cells() {
        let mut drawing =
            Drawing::new().text(72.0, 80.0, "The budget of the forum is shown in the table below, in francs.");
        drawing = across(drawing, 100.0).text(345.0, 112.0, "Approved");
        drawing = row(drawing, 124.0, ["Category", "2016", "2017"]);
        drawing =
            row(row(across(drawing, 130.0), 148.0, ["Staff", "48000", "51000"]), 168.0, ["Travel", "7200", "6400"]);
        drawing = across(drawing, 180.0).text(
            72.0,
            210.0,
            "7. The group noted that travel had become cheaper over the year.",
        );
        let document = laid_out(vec![drawing]);
        let expected: [&[&str]; 3] =
            [&["Category", "Approved\n2016", "2017"], &["Staff", "48000", "51000"], &["Travel", "7200", "6400"]];
        assert_eq!(cells(&document), expected);
        assert!(document.lines.last().unwrap().text.starts_with("7. The group"));
    }

    #[test]
    fn text_between_two_tables_of_one_width_is_no_row() {
        let mut drawing = Drawing::new();
        let mut y = 100.0;
        for table in 0..2_u8 {
            drawing = row(across(drawing, y), y + 14.0, ["Category", "2016", "2017"]);
            drawing = across(drawing, y + 20.0);
            for at in 0..8_u8 {
                drawing = row(drawing, y + 38.0 + 18.0 * f32::from(at), ["Staff", "48000", "51000"]);
            }
            y += 180.0;
            drawing = across(drawing, y);
            if table == 0 {
                drawing = drawing.text(74.0, y + 20.0, "7.").text(
                    90.0,
                    y + 20.0,
                    "The group noted that the budget of the forum had grown less than it had in the",
                );
                drawing = drawing.text(
                    74.0,
                    y + 32.0,
                    "years before, and asked that the reasons be given to it before the next meeting.",
                );
                y += 50.0;
            }
        }
        let document = laid_out(vec![drawing]);
        assert_eq!(document.lines.iter().filter(|line| line.role == LineRole::Body).count(), 2);
        assert_eq!(cells(&document).len(), 18);
    }

    #[test]
    fn cells_in_line_are_a_table_without_any_rule() {
        let mut drawing = Drawing::new();
        let texts = ["Name", "Town", "Role", "A. Archer", "Kirkmouth", "Chair", "B. Bell", "Port Ellery", "Clerk"];
        for (text, at) in texts.iter().zip(0_u8..) {
            drawing = drawing.text(72.0 + 150.0 * f32::from(at % 3), 100.0 + 18.0 * f32::from(at / 3), text);
        }
        let document = laid_out(vec![drawing]);
        assert_eq!(
            cells(&document),
            [["Name", "Town", "Role"], ["A. Archer", "Kirkmouth", "Chair"], ["B. Bell", "Port Ellery", "Clerk"]]
        );
    }

    #[test]
    fn lines_of_one_cell_stay_in_it() {
        let mut drawing = Drawing::new();
        for (y, number) in [(100.0, "70/1"), (140.0, "71/254"), (180.0, "76/236")] {
            drawing =
                drawing.text(72.0, y, number).lines(150.0, y, 11.0, &["A resolution on the", "work of the forum"]);
            drawing = drawing.text(330.0, y, "2017").text(420.0, y, "adopted");
        }
        let document = laid_out(vec![drawing]);
        assert_eq!(cells(&document)[1], ["71/254", "A resolution on the\nwork of the forum", "2017", "adopted"]);
    }

    #[test]
    fn paragraphs_between_the_rules_of_a_page_are_no_table() {
        let pages: Vec<Drawing> = (0..4_u8)
            .map(|page| {
                let mut drawing = across(across(Drawing::new(), 60.0), 780.0);
                for at in 0..6_u8 {
                    let y = 100.0 + 30.0 * f32::from(at);
                    let text = "The group heard the report of the chair and agreed on the date of the";
                    drawing = drawing.text(74.0, y, &format!("{}.", 6 * page + at)).lines(
                        110.0,
                        y,
                        12.0,
                        &[text, "next meeting."],
                    );
                }
                drawing
            })
            .collect();
        let document = laid_out(pages);
        assert!(document.lines.iter().all(|line| line.role != LineRole::Table));
        assert_eq!(document.lines.len(), 48);
    }

    #[test]
    fn three_columns_of_text_are_no_table() {
        let mut drawing = Drawing::new();
        for column in 0..3_u8 {
            for line in 0..30_u8 {
                let y = 100.0 + 12.0 * f32::from(line) + if line > 14 { 8.0 } else { 0.0 };
                drawing = drawing.text(50.0 + 180.0 * f32::from(column), y, "words of a column of text");
            }
        }
        assert!(laid_out(vec![drawing]).lines.iter().all(|line| line.role != LineRole::Table));
    }
}
