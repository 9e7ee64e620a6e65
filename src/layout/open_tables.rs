//! Tables without rules between their columns: rows above one another whose cells stand in line, between two rules or in
//! three columns and more.
//!
//! What makes a table of them is white that runs down between the cells, and cells that begin on one baseline: columns of
//! running text have the first, too, but not the second.

use super::blocks::Block;
use super::fragment::Fragment;
use super::grid::{MOST_CELLS, Row, Texts, edges, push};
use super::headed::headed;
use super::labelled::labelled;
use super::minutes::minutes;
use super::open_rows;
use super::strokes::Stroke;
use super::unruled::unruled;
use crate::model::BBox;
use rustc_hash::{FxHashMap, FxHashSet};

/// Rules whose ends differ by less (points) are rules of one table.
const SAME_END: f32 = 5.0;
/// A table's rules are at least so long (points).
const SHORTEST: f32 = 70.0;
/// White of so many ems parts two cells.
const WHITE: f32 = 0.8;
/// A table that no rule closes has so many rows of several cells, and rows no further apart than so many ems.
const OPEN_ROWS: usize = 2;
const APART: f32 = 3.2;
/// A table's head has at most so many lines above its rule.
const HEAD: usize = 7;
/// Its lines stand no further apart than so many ems.
const HEAD_STEP: f32 = 2.5;
/// Text of at most this share of the usual size is small print; over this share of a table's width it spans its columns.
const SMALL: f32 = 0.94;
const SPANS: f32 = 0.5;
/// Rules further apart than this share of the page's height are the page's own head and foot.
const TALLEST: f32 = 0.75;
/// A rule that comes again at one place on so many pages, and on this share of them, belongs to the pages.
const PAGES: usize = 3;
const PAGES_SHARE: f32 = 0.3;

/// Where rules part every row of so few lines, the head and the last row may stand outside them, no further (ems) off.
const ROW_LINES: usize = 3;
const BEYOND: f32 = 2.4;
/// Lines of a head outside the rules: no more, and no further (ems) apart.
const HEAD_LINES: f32 = 3.0;
const HEAD_LINE: f32 = 1.9;

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

/// What a page's tables are judged by beside its fragments.
pub(super) struct Paper<'a> {
    /// The rules of the pages themselves, see [`common`].
    pub common: &'a Common,
    /// The page's height.
    pub height: f32,
    /// Size of most of the document's text.
    pub usual: f32,
    /// What a fragment says, without blanks.
    pub texts: Texts<'a>,
}

/// Takes the tables' fragments out of `fragments`.
pub(super) fn blocks(
    across: &[Stroke],
    taken: &[Block],
    paper: &Paper<'_>,
    fragments: &mut Vec<Fragment>,
) -> Vec<Block> {
    let mut found = Vec::new();
    let is_free = |stroke: &&Stroke| {
        let middle = (stroke.from + stroke.to) / 2.0;
        let inside = |block: &Block| {
            let BBox { left, top, right, bottom } = block.bbox;
            middle > left && middle < right && stroke.at > top - SAME_END && stroke.at < bottom + SAME_END
        };
        stroke.to - stroke.from >= SHORTEST && !paper.common.contains(&place(stroke)) && !taken.iter().any(inside)
    };
    let rules: Vec<Stroke> = across.iter().filter(is_free).copied().collect();
    let mut at = 0;
    while let Some(top) = rules.get(at) {
        let below: Vec<Stroke> = rules.iter().skip(at + 1).filter(|rule| is_same(top, rule)).copied().collect();
        match ruled(*top, &below, paper, fragments) {
            Some((block, last)) => {
                found.push(take(block, fragments));
                at = rules.iter().position(|rule| rule.at >= last).unwrap_or(rules.len());
            }
            None => at += 1,
        }
    }
    while let Some(block) = minutes(fragments, paper.texts) {
        found.push(take(block, fragments));
    }
    while let Some(block) = headed(fragments, paper.texts) {
        found.push(take(block, fragments));
    }
    while let Some(block) = unruled(fragments, paper.texts) {
        found.push(take(block, fragments));
    }
    while let Some(block) = labelled(fragments, paper.texts) {
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
fn ruled(top: Stroke, below: &[Stroke], paper: &Paper<'_>, fragments: &[Fragment]) -> Option<(Block, f32)> {
    let mut best: Option<(Vec<f32>, Vec<Vec<Row>>, f32)> = None;
    let mut bands: Vec<Vec<Row>> = Vec::new();
    let mut from = top.at;
    for rule in below.iter().take_while(|rule| rule.at - top.at < TALLEST * paper.height) {
        let band = rows_between(fragments, (top.from, top.to), (from, rule.at))?;
        from = rule.at;
        if band.is_empty() {
            continue;
        }
        let is_long_head = bands.is_empty() && (band.len() > HEAD || steps(&band).any(|step| step > HEAD_STEP));
        if is_long_head || !band.iter().any(|row| row.len() > 1) {
            break;
        }
        bands.push(band);
        // Small print over all columns of a table is a row of it; of the body's size it is text between two tables.
        let is_small = |row: &Row| row.iter().all(|one| one.size < SMALL * paper.usual);
        let is_row = |row: &&Row| row.len() > 1 || !is_small(row) || !spans(row, (top.from, top.to));
        let rows: Vec<&Row> = bands.iter().flatten().filter(is_row).collect();
        let Some(edges) = edges(&rows, WHITE) else { break };
        if bands.last().is_some_and(|band| is_prose(band, &edges) && !band.iter().all(is_small)) {
            break;
        }
        if rows.len() > 1 {
            best = Some((edges, bands.clone(), rule.at));
        } else {
            best = None;
        }
    }
    let (edges, mut bands, last) = best.or_else(|| open_ended(&top, from, bands, fragments))?;
    let mut bbox = BBox { left: top.from - 1.0, top: top.at, right: top.to + 1.0, bottom: last };
    if bands.iter().all(|band| band.len() <= ROW_LINES) {
        if let Some(head) = beyond(fragments, &top, &edges, true) {
            bbox.top = head.first().and_then(|row| row.first()).map_or(top.at, |one| one.base - one.size);
            bands.insert(0, head);
        }
        let foot = Stroke { at: last, ..top };
        if let Some(row) = beyond(fragments, &foot, &edges, false) {
            bbox.bottom = row.first().and_then(|row| row.first()).map_or(last, |one| one.base + 0.4 * one.size);
            bands.push(row);
        }
    }
    let block = open_rows::block(bbox, &edges, &bands, paper.texts)?;
    (block.rows.len() > 2).then_some((block, last))
}

/// The row close above the first or below the last of the rules that part the rows of a table, where none stands around it:
/// its cells stand in the columns of the others. A head may have several lines.
fn beyond(fragments: &[Fragment], rule: &Stroke, edges: &[f32], above: bool) -> Option<Vec<Row>> {
    let is_near = |one: &&Fragment| {
        let off = if above { rule.at - one.base } else { one.base - rule.at };
        off > -0.1 * one.size && off < BEYOND * one.size * if above { HEAD_LINES } else { 1.0 }
    };
    let mut rows: Vec<Row> = Vec::new();
    let near = fragments.iter().filter(is_near).filter(|one| one.right > rule.from && one.left < rule.to);
    near.for_each(|fragment| push(&mut rows, *fragment));
    let is_row = |row: &&Row| {
        let is_inside = row.iter().all(|one| one.left > rule.from - SAME_END && one.right < rule.to + SAME_END);
        let is_free = row.iter().all(|one| !edges.iter().any(|edge| one.left < *edge && one.right > *edge));
        row.len() > 1 && is_inside && is_free
    };
    if !above {
        return rows.into_iter().next().filter(|row| is_row(&row)).map(|row| vec![row]);
    }
    let mut below = rule.at;
    let mut head: Vec<Row> = Vec::new();
    for row in rows.iter().rev().take_while(|row| is_row(row)) {
        let Some(first) = row.first() else { break };
        let most = if head.is_empty() { BEYOND } else { HEAD_LINE };
        if below - first.base > most * first.size {
            break;
        }
        below = first.base;
        head.insert(0, row.clone());
    }
    (!head.is_empty()).then_some(head)
}

/// Whether a row is one stretch of text over most of a table's width.
fn spans(row: &Row, (left, right): (f32, f32)) -> bool {
    let (Some(first), Some(last)) = (row.first(), row.last()) else { return false };
    last.right - first.left > SPANS * (right - left)
}

/// The table of a head between rules that no rule closes, as where it goes on overleaf: the rows below the head down to
/// the first that leaves its columns.
fn open_ended(
    top: &Stroke,
    from: f32,
    bands: Vec<Vec<Row>>,
    fragments: &[Fragment],
) -> Option<(Vec<f32>, Vec<Vec<Row>>, f32)> {
    let head = bands.first().filter(|_| bands.len() == 1)?;
    let edges = edges(&head.iter().collect::<Vec<_>>(), WHITE)?;
    let mut rows: Vec<Row> = Vec::new();
    for fragment in fragments.iter().filter(|one| one.base > from) {
        let outside = fragment.left < top.from - SAME_END || fragment.right > top.to + SAME_END;
        let crosses = edges.iter().filter(|edge| fragment.left < **edge && fragment.right > **edge).count();
        let is_far = rows.last().and_then(|row| row.first()).map_or(from, |one| one.base) + APART * fragment.size
            < fragment.base;
        if outside || is_far || crosses > 1 {
            break;
        }
        push(&mut rows, *fragment);
    }
    let several = rows.iter().rposition(|row| row.len() > 1)?;
    rows.truncate(several + 1);
    let last = rows.last()?.first().map(|one| one.base + 0.4 * one.size)?;
    let all: Vec<&Row> = head.iter().chain(&rows).collect();
    let is_filled = rows.iter().filter(|row| row.len() > 1).count() >= OPEN_ROWS;
    let edges = self::edges(&all, WHITE).filter(|edges| edges.len() > 1 && is_filled && !is_prose(&rows, edges))?;
    Some((edges, bands.into_iter().chain([rows]).collect(), last))
}

/// Steps between the baselines of rows, in ems.
fn steps(rows: &[Row]) -> impl Iterator<Item = f32> {
    let bases = rows.iter().filter_map(|row| row.first());
    bases.clone().zip(bases.skip(1)).map(|(above, row)| (row.base - above.base) / row.size)
}

/// Whether most rows of a band run over the white between the columns: text between two tables of one width.
fn is_prose(band: &[Row], edges: &[f32]) -> bool {
    let crosses = |row: &&Row| row.iter().any(|one| edges.iter().any(|edge| one.left < *edge && one.right > *edge));
    2 * band.iter().filter(crosses).count() > band.len()
}

/// Rows between two heights; none if text runs over the ends of the rules, or touches nothing of them.
fn rows_between(fragments: &[Fragment], (left, right): (f32, f32), (top, bottom): (f32, f32)) -> Option<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    let from = fragments.partition_point(|one| one.base <= top);
    for fragment in fragments.iter().skip(from).take_while(|one| one.base < bottom) {
        let outside = fragment.right < left || fragment.left > right;
        if outside {
            continue;
        }
        if fragment.left < left - SAME_END || fragment.right > right + SAME_END {
            return None;
        }
        push(&mut rows, *fragment);
    }
    let is_drawing = rows.iter().any(|row| row.len() > MOST_CELLS);
    (!is_drawing).then_some(rows)
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

    #[test]
    fn rows_outside_the_rules_that_part_the_rows_are_of_their_table() {
        let mut drawing =
            Drawing::new().text(72.0, 80.0, "The dues of the ports are shown in the table below, in crowns a year.");
        drawing = row(drawing, 112.0, ["Port", "Dues", "Ships"]);
        drawing = row(across(drawing, 118.0), 132.0, ["Kirkmouth", "4200", "31"]);
        drawing = row(across(drawing, 138.0), 152.0, ["Port Ellery", "905", "12"]);
        drawing = row(across(drawing, 158.0), 172.0, ["Sandhaven", "88", "4"]);
        let document = laid_out(vec![drawing.text(72.0, 210.0, "7. The group noted that dues had risen.")]);
        let expected: [&[&str]; 4] = [
            &["Port", "Dues", "Ships"],
            &["Kirkmouth", "4200", "31"],
            &["Port Ellery", "905", "12"],
            &["Sandhaven", "88", "4"],
        ];
        assert_eq!(cells(&document), expected);
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

    /// A head between two rules with three columns; the first cell at the left edge, the others further right.
    fn head(drawing: Drawing, y: f32) -> Drawing {
        let drawing = across(drawing, y).text(74.0, y + 14.0, "Document").text(300.0, y + 14.0, "Date");
        across(drawing.text(420.0, y + 14.0, "Amount"), y + 20.0)
    }

    #[test]
    fn a_table_that_goes_on_overleaf_needs_no_last_rule() {
        let mut drawing = head(Drawing::new(), 100.0).text(74.0, 140.0, "Authority for the first half of the");
        drawing = drawing.text(74.0, 151.0, "year, as approved by the board");
        for (y, text) in [(175.0, "Note"), (195.0, "Letter")] {
            drawing = drawing.text(74.0, y, text).text(300.0, y, "4 May 2031").text(420.0, y, "1200");
        }
        let found = laid_out(vec![drawing]);
        let expected: [&[&str]; 4] = [
            &["Document", "Date", "Amount"],
            &["Authority for the first half of the\nyear, as approved by the board"],
            &["Note", "4 May 2031", "1200"],
            &["Letter", "4 May 2031", "1200"],
        ];
        assert_eq!(cells(&found), expected);
    }

    #[test]
    fn small_print_over_all_columns_is_a_row_of_its_table() {
        let mut drawing = Drawing::new();
        for at in 0..8_u8 {
            let line = "The members of the group heard the report of the chair on the work of the year and on all";
            drawing = drawing.text(72.0, 500.0 + 12.0 * f32::from(at), line);
        }
        drawing = head(drawing.size(8.0), 100.0);
        drawing = drawing.text(74.0, 135.0, "Training course").text(300.0, 135.0, "May").text(420.0, 135.0, "1");
        drawing =
            drawing.text(74.0, 155.0, "Advice: meetings with the members of the council and with others who asked");
        drawing = drawing.text(74.0, 164.0, "for it, and papers on the work that was done over the whole of the year.");
        let found = laid_out(vec![across(drawing, 175.0)]);
        let rows = cells(&found);
        assert_eq!(rows[1], ["Training course", "May", "1"]);
        assert_eq!(rows[2].len(), 1);
        assert!(rows[2][0].ends_with("over the whole of the year."), "{:?}", rows[2]);
    }

    #[test]
    fn lines_that_go_on_in_small_letters_are_cells_of_one_row() {
        let mut drawing = Drawing::new();
        let columns: [&[&str]; 4] = [
            &["The council", "adopted a plan", "for the year", "and its budget"],
            &["The members", "agreed to the", "proposal of an", "alliance"],
            &["The board", "endorsed all of", "the measures"],
            &["All countries", "will begin to", "use the plan", "in the spring"],
        ];
        for (at, lines) in columns.iter().enumerate() {
            drawing = drawing.lines(72.0 + 115.0 * at as f32, 100.0, 11.0, lines);
        }
        let found = laid_out(vec![drawing]);
        assert_eq!(cells(&found).len(), 1);
        assert_eq!(cells(&found)[0][1], "The members\nagreed to the\nproposal of an\nalliance");
    }

    #[test]
    fn a_label_of_two_lines_has_its_figures_beside_the_last() {
        let mut drawing = Drawing::new();
        let row = |drawing: Drawing, y: f32, label: &str| {
            drawing.text(72.0, y, label).text(300.0, y, "14").text(380.0, y, "12").text(460.0, y, "9")
        };
        drawing = row(row(row(drawing, 100.0, "Travel"), 118.0, "Rent"), 136.0, "Staff");
        drawing = row(drawing.text(72.0, 154.0, "Information and all other"), 163.0, "services");
        let found = laid_out(vec![row(drawing, 181.0, "Training")]);
        assert_eq!(cells(&found)[3], ["Information and all other\nservices", "14", "12", "9"]);
    }

    #[test]
    fn one_row_whose_cells_go_on_below_is_a_table() {
        let drawing = Drawing::new()
            .text(72.0, 80.0, "Resolutions of the council")
            .text(72.0, 110.0, "1998/46")
            .lines(150.0, 110.0, 10.0, &["Further measures for the", "renewal of the council"])
            .text(320.0, 110.0, "2025/6")
            .lines(400.0, 110.0, 10.0, &["Social side of the new", "partnership"]);
        let found = laid_out(vec![drawing]);
        let expected = [
            "1998/46",
            "Further measures for the\nrenewal of the council",
            "2025/6",
            "Social side of the new\npartnership",
        ];
        assert_eq!(cells(&found), [expected]);
    }

    #[test]
    fn the_gap_after_a_number_in_a_cell_parts_no_column() {
        let mut drawing = across(Drawing::new(), 100.0).text(74.0, 112.0, "Results").text(300.0, 112.0, "Indicators");
        drawing = across(drawing, 118.0).text(74.0, 132.0, "1.1").text(100.0, 132.0, "Rapid delivery of the");
        drawing = drawing.lines(74.0, 143.0, 11.0, &["support package to the", "forces in the field"]);
        for at in 0..6_u8 {
            drawing = drawing.text(300.0, 132.0 + 11.0 * f32::from(at), "Share of staff who were there");
        }
        let found = laid_out(vec![across(drawing, 205.0)]);
        assert_eq!(cells(&found)[1][0], "1.1 Rapid delivery of the\nsupport package to the\nforces in the field");
    }
}
