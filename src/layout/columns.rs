//! Columns and reading order: the items of a page to regions, each a stretch of one column.
//!
//! A gutter is a place where many lines begin, with white left of it, uncrossed through a run of lines. The run with most
//! lines on both sides splits the page: what is above it, its left side, its right side, what is below; each part is then
//! split in the same way. White between the cells of a table and after hanging numbers is no gutter: there the sides are too
//! narrow, hardly filled, or their blocks begin side by side.

use super::bands;
use super::blocks::Block;
use super::fragment::Fragment;
use super::rows::{Row, rows};
use super::side_by_side::{Sight, are_names, masthead_edge, number, reads_down};

/// Lines that each side of a gutter must have.
const ROWS: usize = 3;
/// Lines on both sides together, at least.
const FEWEST: usize = 4;
/// A gutter with so many lines on its weaker side is a habit of the document, and looked for on other pages.
const KNOWN: usize = 8;
/// Width in ems that a column must have: more than hanging numbers, labels and dates.
const COLUMN: f32 = 9.0;
/// White in ems that must lie left of a gutter's right edge.
const GUTTER: f32 = 0.45;
/// Ems by which a line too long for its column (an address that cannot be broken) may run into the next one.
const OVERFULL: f32 = 1.5;
/// A number or bullet hanging before the text of a column is so narrow, and begins so near before the text (ems).
const HANGING: (f32, f32) = (3.5, 4.5);
/// A last column that is not filled stands beside a full one of at least so many times its lines, and has a line at least
/// this share as wide.
const REST: usize = 2;
const FULL: f32 = 0.85;
/// Left edges within so many points begin the same column.
pub(super) const SAME_EDGE: f32 = 2.5;
/// Candidates looked at; a page has few columns, so the edges where most lines begin suffice.
const CANDIDATES: usize = 8;
/// A line fills its column when it has at least this share of its width, and so must this share of the lines do.
const FILLS: f32 = 0.62;
const FILLED: f32 = 0.5;
/// A distance so many times the usual one parts two blocks of lines.
const BLOCK_GAP: f32 = 1.25;
/// Blocks of so many lines on average, on both sides, are paragraphs side by side and no cells: texts in two languages, and
/// columns whose paragraphs happen to begin at one height.
const RUNNING: f32 = 2.5;
/// From this share of blocks that begin beside another block on, the two sides are cells of a table.
const BESIDE: f32 = 0.7;
/// Baselines closer than so many ems are of neighbouring lines of one text.
const CLOSE: f32 = 1.6;
/// Regions are split no deeper: pages of adversarial shape are read across instead.
const DEPTH: usize = 12;

/// Items so near in order can be on one line.
const NEIGHBOURS: usize = 12;

/// What a column is bounded by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    /// The gutter on its left, or infinity.
    pub left: f32,
    /// The gutter on its right, or infinity.
    pub right: f32,
    /// Whether it is a list, whose lines end where they end and fill no column.
    pub listed: bool,
}

impl Bounds {
    /// Those of a whole page.
    pub const PAGE: Self = Self { left: f32::NEG_INFINITY, right: f32::INFINITY, listed: false };
}

/// What the page is split into.
#[derive(Debug, Clone)]
pub(super) enum Region {
    /// Lines of running text, with the gutters (or infinity) to the left and right of them; a list that is read down.
    Text(Vec<Fragment>, Bounds),
    /// A table or box, by its index.
    Block(usize),
}

/// A thing to put in order.
#[derive(Debug, Clone, Copy)]
struct Item {
    left: f32,
    right: f32,
    /// What it is sorted by from top to bottom: baseline, for a block near its top.
    base: f32,
    size: f32,
    what: What,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Text(Fragment),
    Block(usize),
}

/// Splits fragments and blocks into regions in reading order.
///
/// `known` are gutters found on other pages: there a single line on each side will do. Gutters found are added to `found`.
pub(super) fn regions(
    fragments: &[Fragment],
    blocks: &[Block],
    known: &[f32],
    sight: &Sight<'_>,
    found: &mut Vec<f32>,
) -> Vec<Region> {
    let mut items: Vec<Item> = fragments
        .iter()
        .map(|&fragment| Item {
            left: fragment.left,
            right: fragment.right,
            base: fragment.base,
            size: fragment.size,
            what: What::Text(fragment),
        })
        .collect();
    items.extend(blocks.iter().enumerate().map(|(index, block)| {
        let bbox = block.bbox;
        Item {
            left: bbox.left,
            right: bbox.right,
            base: bbox.top + 0.5 * block.size,
            size: block.size,
            what: What::Block(index),
        }
    }));
    items.sort_by(|a, b| a.base.total_cmp(&b.base).then_with(|| a.left.total_cmp(&b.left)));
    let mut out = Vec::new();
    split(&items, known, sight, found, &mut out);
    out
}

fn split(items: &[Item], known: &[f32], sight: &Sight<'_>, found: &mut Vec<f32>, out: &mut Vec<Region>) {
    // Parts still to be split, the next one last.
    let mut open = vec![(items.to_vec(), Bounds::PAGE, 0)];
    while let Some((items, bounds, depth)) = open.pop() {
        let best = if depth < DEPTH { best_run(&items, known, sight) } else { None };
        let Some(run) = best else {
            leaf(&items, bounds, out);
            continue;
        };
        if run.weight >= KNOWN {
            found.push(run.gutter);
        }
        let part = |range: std::ops::Range<usize>| items.get(range).unwrap_or_default();
        let parted = parting(part(run.from..run.to), run.gutter, sight).map(|at| run.from + at);
        let (to, rest) = (parted.unwrap_or(run.to), run.to);
        if to < rest {
            open.push((part(rest..items.len()).to_vec(), bounds, depth + 1));
            open.push((part(to..rest).to_vec(), bounds, depth + 1));
        } else {
            open.push((part(to..items.len()).to_vec(), bounds, depth + 1));
        }
        let inside = part(run.from..to);
        let (left, right): (Vec<Item>, Vec<Item>) = inside.iter().partition(|item| is_left(item, run.gutter));
        let listed = bounds.listed || run.listed;
        open.push((right, Bounds { left: run.gutter, listed, ..bounds }, depth + 1));
        open.push((left, Bounds { right: run.gutter, listed, ..bounds }, depth + 1));
        open.push((part(0..run.from).to_vec(), bounds, depth + 1));
    }
}

/// Index of the first item of a run that belongs to the lower ones of columns one above the other.
fn parting(run: &[Item], gutter: f32, sight: &Sight<'_>) -> Option<usize> {
    let side = |left: bool| -> Vec<bands::Numbered> {
        let items = run.iter().filter(|item| is_left(item, gutter) == left);
        let numbered = items.map(|item| {
            let begins = if let What::Text(fragment) = item.what { number(&(sight.texts)(&fragment)) } else { None };
            (item.base, begins)
        });
        numbered.collect()
    };
    let height = bands::parting(&side(true), &side(false))?;
    Some(run.partition_point(|item| item.base < height)).filter(|at| *at > 0 && *at < run.len())
}

fn is_left(item: &Item, gutter: f32) -> bool {
    item.left < gutter - SAME_EDGE
}

/// Items that no gutter parts, from top to bottom; a block stands alone.
fn leaf(items: &[Item], bounds: Bounds, out: &mut Vec<Region>) {
    let mut text = Vec::new();
    for item in items {
        match item.what {
            What::Text(fragment) => text.push(fragment),
            What::Block(index) => {
                if !text.is_empty() {
                    out.push(Region::Text(std::mem::take(&mut text), bounds));
                }
                out.push(Region::Block(index));
            }
        }
    }
    if !text.is_empty() {
        out.push(Region::Text(text, bounds));
    }
}

/// A gutter and the run of items that it parts.
#[derive(Debug, Clone, Copy)]
struct Run {
    gutter: f32,
    from: usize,
    to: usize,
    weight: usize,
    listed: bool,
}

/// The run of items, over all gutters, with most lines on its weaker side.
fn best_run(items: &[Item], known: &[f32], sight: &Sight<'_>) -> Option<Run> {
    if items.len() < 2 {
        return None;
    }
    let mut best: Option<Run> = None;
    let texts =
        items.iter().filter_map(|item| if let What::Text(fragment) = &item.what { Some(fragment) } else { None });
    let masthead = masthead_edge(texts, sight).map(|edge| (edge, false));
    for (gutter, is_known) in candidates(items, known).into_iter().chain(masthead) {
        let mut from = 0;
        for at in 0..=items.len() {
            let crossed = items.get(at).is_none_or(|item| crosses(item, gutter));
            if !crossed {
                continue;
            }
            let run = items.get(from..at).unwrap_or_default();
            let is_within = is_within(items, from..at);
            if let Some((weight, listed)) = weight(run, gutter, is_known && !is_within, sight)
                && best.is_none_or(|best| weight > best.weight)
            {
                let (first, to) =
                    if listed { (from + above(run, gutter), from + beside(run, gutter)) } else { (from, at) };
                best = Some(Run { gutter, from: first, to, weight, listed });
            }
            from = at + 1;
        }
    }
    best.map(|run| without_head(items, run))
}

/// Whether a run stands in a paragraph across the page: lines that cross the gutter follow close above and below it, so
/// that its white is a wide blank of a justified line.
fn is_within(items: &[Item], run: std::ops::Range<usize>) -> bool {
    let near = |a: Option<&Item>, b: Option<&Item>| {
        a.zip(b).is_some_and(|(a, b)| (b.base - a.base).abs() < CLOSE * a.size.max(b.size))
    };
    let above = run.start.checked_sub(1).and_then(|at| items.get(at));
    let last = run.end.checked_sub(1).and_then(|at| items.get(at));
    near(above, items.get(run.start)) && near(last, items.get(run.end))
}

/// Keeps the head of a run out of its columns: lines above the first line of the right column by more than a usual step
/// belong to the page's width, not to the left column, when there is a clear white band below them.
fn without_head(items: &[Item], run: Run) -> Run {
    let inside = items.get(run.from..run.to).unwrap_or_default();
    let Some(first_right) = inside.iter().position(|item| item.left >= run.gutter - SAME_EDGE) else { return run };
    let (Some(before), Some(first)) =
        (first_right.checked_sub(1).and_then(|at| inside.get(at)), inside.get(first_right))
    else {
        return run;
    };
    let is_parted = first.base - before.base > 2.0 * before.size.max(first.size);
    if is_parted { Run { from: run.from + first_right, ..run } } else { run }
}

/// Left edges where several items begin with white beside them, most frequent first.
fn candidates(items: &[Item], known: &[f32]) -> Vec<(f32, bool)> {
    let mut edges: Vec<f32> = items.iter().map(|item| item.left).collect();
    edges.sort_by(f32::total_cmp);
    let leftmost = edges.first().copied().unwrap_or(0.0);
    let mut clusters: Vec<(usize, f32)> = Vec::new();
    let mut start = 0;
    while let Some(&edge) = edges.get(start) {
        let count =
            edges.get(start..).unwrap_or_default().iter().take_while(|other| **other - edge <= SAME_EDGE).count();
        if count >= 2 && edge > leftmost + SAME_EDGE {
            clusters.push((count, edge));
        }
        start += count.max(1);
    }
    clusters.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.total_cmp(&b.1)));
    clusters.truncate(CANDIDATES);
    let own = clusters.into_iter().map(|(_, edge)| (edge, known.iter().any(|known| (known - edge).abs() < SAME_EDGE)));
    own.chain(known.iter().map(|&edge| (edge, true))).collect()
}

/// Whether an item stands across a gutter; a line of the left column may run over its edge a little.
fn crosses(item: &Item, gutter: f32) -> bool {
    let is_overfull = item.right < gutter + OVERFULL * item.size && item.right - item.left > COLUMN * item.size;
    is_left(item, gutter) && item.right > gutter - GUTTER * item.size && !is_overfull
}

/// Lines on the weaker side if the run is two columns of text, and whether these are lists; none if not.
fn weight(run: &[Item], gutter: f32, is_known: bool, sight: &Sight<'_>) -> Option<(usize, bool)> {
    if run.len() < if is_known { 2 } else { FEWEST } {
        return None;
    }
    let (own, other) = (texts_of(run, gutter, true), texts_of(run, gutter, false));
    let (left, right) = (rows(&own), rows(&other));
    let weaker = left.len().min(right.len());
    if parts_hanging(run, gutter) {
        return None;
    }
    // On another page this gutter parts columns; still the text must look like theirs, not like a table's.
    if is_known && weaker > 0 && begins_at(&right, gutter) {
        return Some((weaker, false));
    }
    let is_right = is_column(&right) || is_rest(&left, &right, gutter);
    let fits = weaker >= ROWS && is_column(&left) && is_right && !is_table(&left, &right);
    let is_text = run.iter().all(|item| matches!(item.what, What::Text(_)));
    if !is_text {
        return fits.then_some((weaker, false));
    }
    if fits && !are_names(&own, &other, sight) {
        return Some((weaker, false));
    }
    // A list begins and ends where its right side does: what stands above and below the left side stands across the page.
    let own = texts_of(run.get(above(run, gutter)..beside(run, gutter)).unwrap_or_default(), gutter, true);
    reads_down(&own, &other, sight).then_some((weaker, true))
}

/// The text on one side of a gutter.
fn texts_of(run: &[Item], gutter: f32, left: bool) -> Vec<Fragment> {
    let items = run.iter().filter(|item| is_left(item, gutter) == left);
    items.filter_map(|item| if let What::Text(fragment) = item.what { Some(fragment) } else { None }).collect()
}

/// How many of a run's items stand above its right side: words that announce a list stand across the page.
fn above(run: &[Item], gutter: f32) -> usize {
    let first = run.iter().find(|item| !is_left(item, gutter));
    first.map_or(0, |first| run.partition_point(|item| item.base < first.base - 0.5 * first.size))
}

/// How many of a run's items, from the top, stand beside its right side or go on closely below it.
fn beside(run: &[Item], gutter: f32) -> usize {
    let Some(last) = run.iter().rposition(|item| !is_left(item, gutter)) else { return run.len() };
    let mut above = run.get(last).map_or(0.0, |item| item.base);
    let rest = run.get(last + 1..).unwrap_or_default();
    let close = rest.iter().take_while(|item| {
        let is_close = item.base - above < CLOSE * item.size;
        above = item.base;
        is_close
    });
    last + 1 + close.count()
}

/// Whether the gutter would part numbers or bullets from the text that they hang before.
fn parts_hanging(run: &[Item], gutter: f32) -> bool {
    let is_hanging = |(at, item): &(usize, &Item)| {
        let narrow = item.right - item.left < HANGING.0 * item.size && item.left > gutter - HANGING.1 * item.size;
        if !narrow || !is_left(item, gutter) {
            return false;
        }
        // The end of a stretched line of the left column has the rest of its line close before it.
        let near = run.get(at.saturating_sub(NEIGHBOURS)..run.len().min(at + NEIGHBOURS)).unwrap_or_default();
        !near.iter().any(|other| {
            (other.base - item.base).abs() < 0.3 * item.size
                && other.right <= item.left
                && item.left - other.right < 1.2 * item.size
        })
    };
    let hanging = run.iter().enumerate().filter(is_hanging).count();
    let right = run.iter().filter(|item| !is_left(item, gutter)).count();
    hanging >= 2 && hanging * 20 >= right || hanging >= 1 && hanging * 5 >= right
}

/// Whether most of the right side's lines begin at the gutter's edge or a little in from it.
fn begins_at(right: &[Row], gutter: f32) -> bool {
    let near = right.iter().filter(|row| row.left - gutter < 4.0 * row.size).count();
    2 * near >= right.len()
}

/// Wide and filled enough for running text.
fn is_column(rows: &[Row]) -> bool {
    let left = rows.iter().map(|row| row.left).fold(f32::INFINITY, f32::min);
    let right = rows.iter().map(|row| row.right).fold(f32::NEG_INFINITY, f32::max);
    let size = median(rows.iter().map(|row| row.size)).unwrap_or(1.0);
    let width = right - left;
    let full = rows.iter().filter(|row| row.right - row.left >= FILLS * width).count();
    width >= COLUMN * size && full as f32 >= FILLED * rows.len() as f32
}

/// Whether the right side is what was left for the last column: headings, a list, names, in lines of its own that begin at
/// the gutter, one of them at least as wide as the column of running text beside it.
fn is_rest(left: &[Row], right: &[Row], gutter: f32) -> bool {
    let widest = |rows: &[Row]| rows.iter().map(|row| row.right - row.left).fold(0.0, f32::max);
    left.len() >= REST * right.len().max(ROWS) && widest(right) >= FULL * widest(left) && begins_at(right, gutter)
}

/// Whether the blocks of both sides begin side by side, as cells do.
fn is_table(left: &[Row], right: &[Row]) -> bool {
    let lines = (left.len() as f32, right.len() as f32);
    let (left, right) = (starts(left), starts(right));
    if lines.0 >= RUNNING * left.len() as f32 && lines.1 >= RUNNING * right.len() as f32 {
        return false;
    }
    let (fewer, more) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if fewer.len() < 3 {
        return false;
    }
    let beside =
        fewer.iter().filter(|row| more.iter().any(|other| (other.base - row.base).abs() < 0.4 * row.size)).count();
    beside as f32 >= BESIDE * fewer.len() as f32
}

/// Rows that begin a block: the first, and each after a wide gap.
fn starts(rows: &[Row]) -> Vec<Row> {
    let steps = || rows.iter().zip(rows.iter().skip(1));
    let usual = median(steps().map(|(above, row)| row.base - above.base)).unwrap_or(0.0);
    let wide = steps().filter(|(above, row)| row.base - above.base > BLOCK_GAP * usual).map(|(_, row)| *row);
    rows.first().copied().into_iter().chain(wide).collect()
}

fn median(values: impl Iterator<Item = f32>) -> Option<f32> {
    let mut all: Vec<f32> = values.collect();
    all.sort_by(f32::total_cmp);
    all.get(all.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, texts};

    /// `count` lines of text of `width` characters that begin with a word.
    fn prose(word: &str, width: usize, count: usize) -> Vec<String> {
        (0..count).map(|at| format!("{word} {at:02} {}", "a ".repeat(width / 2).trim_end())).collect()
    }

    fn draw(drawing: Drawing, x: f32, y: f32, lines: &[String]) -> Drawing {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        drawing.lines(x, y, 12.0, &lines)
    }

    /// First words of the lines, equal neighbours once.
    fn order(drawing: Drawing) -> Vec<String> {
        let mut words: Vec<String> =
            texts(drawing).iter().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
        words.dedup();
        words
    }

    #[test]
    fn two_columns_below_a_title_across_the_page() {
        let title = Drawing::new().size(16.0).text(150.0, 60.0, "A title over both of the columns").size(10.0);
        let drawing = draw(draw(title, 60.0, 100.0, &prose("left", 40, 20)), 310.0, 105.0, &prose("right", 40, 18));
        assert_eq!(order(drawing), ["A", "left", "right"]);
    }

    #[test]
    fn columns_above_and_below_a_line_across() {
        let drawing = draw(Drawing::new(), 60.0, 100.0, &prose("one", 40, 6));
        let drawing = draw(drawing, 310.0, 100.0, &prose("two", 40, 6));
        let drawing = draw(drawing, 60.0, 200.0, &prose("across", 100, 2));
        let drawing = draw(drawing, 60.0, 260.0, &prose("three", 40, 6));
        let drawing = draw(drawing, 310.0, 260.0, &prose("four", 40, 6));
        assert_eq!(order(drawing), ["one", "two", "across", "three", "four"]);
    }

    #[test]
    fn three_columns() {
        let drawing = draw(Drawing::new(), 40.0, 100.0, &prose("one", 24, 12));
        let drawing = draw(drawing, 220.0, 103.0, &prose("two", 24, 12));
        let drawing = draw(drawing, 400.0, 106.0, &prose("three", 24, 9));
        assert_eq!(order(drawing), ["one", "two", "three"]);
    }

    #[test]
    fn hanging_numbers_are_no_column() {
        let mut drawing = Drawing::new();
        for at in 0..8_u16 {
            let y = 100.0 + 24.0 * f32::from(at);
            drawing = draw(drawing.text(72.0, y, &format!("{}.", at + 1)), 108.0, y, &prose("paragraph", 80, 2));
        }
        let lines = texts(drawing);
        assert_eq!(lines.len(), 16);
        assert!(lines[0].starts_with("1. paragraph 00") && lines[14].starts_with("8. paragraph 00"));
    }

    #[test]
    fn rows_of_short_cells_are_read_across() {
        let mut drawing = Drawing::new();
        for (name, at) in
            ["Ms. A. Archer", "Mr. B. Bell", "Ms. C. Cole", "Mr. D. Dunn", "Ms. E. Eliot"].iter().zip(0_u16..)
        {
            let y = 100.0 + 14.0 * f32::from(at);
            drawing = drawing.text(72.0, y, name).text(
                300.0,
                y,
                if at % 2 == 0 { "Civil society" } else { "Government of Ruritania" },
            );
        }
        assert_eq!(texts(drawing)[1], "Mr. B. Bell Government of Ruritania");
    }

    /// The last word of a stretched line stands narrow before the gutter, like a number: also on the page's last line.
    #[test]
    fn a_stretched_last_line_does_not_undo_the_columns() {
        let line = ["left", "text", "that", "goes", "on", "and", "on,"].map(|word| (word, 7.0));
        let end = 60.0 + line.iter().map(|(word, gap)| 5.0 * word.len() as f32 + gap).sum::<f32>();
        let mut drawing = draw(Drawing::new(), 60.0, 100.0, &prose("left", 52, 20));
        for at in 0..2_u16 {
            let y = 340.0 + 12.0 * f32::from(at);
            drawing = drawing.gaps(60.0, y, &line).gaps(end, y, &[("those", 7.0), ("who", 0.0)]);
        }
        let drawing = draw(drawing, 290.0, 105.0, &prose("right", 40, 12));
        assert_eq!(order(drawing), ["left", "right"]);
    }

    #[test]
    fn a_last_column_of_short_lines_is_one() {
        let rest = [
            "5. The Secretariat will send a poll and a note",
            "Annex",
            "1. Welcome",
            "2. Updates",
            "3. Any other business",
        ];
        let rest: Vec<String> = rest.iter().map(|line| format!("right {line}")).collect();
        let drawing = draw(draw(Drawing::new(), 60.0, 100.0, &prose("left", 52, 30)), 290.0, 105.0, &rest);
        assert_eq!(order(drawing), ["left", "right"]);
    }

    #[test]
    fn an_address_too_long_for_its_column_does_not_undo_it() {
        let mut left = prose("left", 40, 20);
        left[9] = format!("left {}", "x".repeat(47));
        let drawing = draw(draw(Drawing::new(), 60.0, 100.0, &left), 310.0, 105.0, &prose("right", 40, 20));
        assert_eq!(order(drawing), ["left", "right"]);
    }

    #[test]
    fn a_column_of_deeply_hanging_paragraphs_is_split_where_it_begins() {
        // On the second page most of the right column hangs far in; two of its lines begin at the gutter.
        let full = draw(draw(Drawing::new(), 60.0, 100.0, &prose("one", 40, 30)), 310.0, 100.0, &prose("two", 40, 30));
        let mut second = draw(Drawing::new(), 60.0, 100.0, &prose("three", 40, 30));
        for at in 0..6_u16 {
            let y = 106.0 + 52.0 * f32::from(at);
            second = draw(second.text(320.0, y, &format!("{}.", at + 95)), 356.0, y, &prose("four", 30, 3));
        }
        second = second.lines(310.0, 418.0, 12.0, &["four offered to read this and the next part", "four ended here"]);
        let document = super::super::drawing::laid_out(vec![full, second]);
        let first_word = |line: &crate::model::Line| {
            line.text.split(' ').find(|word| !word.ends_with('.')).map(str::to_owned).unwrap_or_default()
        };
        let mut words: Vec<String> = document.lines.iter().map(first_word).collect();
        words.dedup();
        assert_eq!(words, ["one", "two", "three", "four"]);
    }

    #[test]
    fn a_short_last_column_is_known_from_other_pages() {
        let full = draw(draw(Drawing::new(), 60.0, 100.0, &prose("one", 40, 30)), 310.0, 100.0, &prose("two", 40, 30));
        let last =
            draw(draw(Drawing::new(), 60.0, 100.0, &prose("three", 40, 30)), 310.0, 100.0, &prose("four", 40, 1));
        let document = super::super::drawing::laid_out(vec![full, last]);
        let mut words: Vec<&str> = document.lines.iter().filter_map(|line| line.text.split(' ').next()).collect();
        words.dedup();
        assert_eq!(words, ["one", "two", "three", "four"]);
    }

    #[test]
    fn a_stretched_line_of_a_paragraph_across_is_not_parted_at_a_known_gutter() {
        let first = draw(Drawing::new(), 60.0, 100.0, &prose("left", 40, 20));
        let first = draw(first, 310.0, 100.0, &prose("right", 40, 20));
        let second = draw(Drawing::new(), 60.0, 100.0, &prose("across", 100, 2));
        let second = second.text(60.0, 124.0, "stretched words that end here").text(310.0, 124.0, "and go on");
        let second = draw(second, 60.0, 136.0, &prose("across", 100, 2));
        let lines = super::super::drawing::laid_out(vec![first, second]).lines;
        assert!(lines.iter().any(|line| line.text == "stretched words that end here and go on"));
    }
}
