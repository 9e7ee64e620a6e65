//! Labels with a figure at the other margin, line by line and without rules: amounts, votes, the pages of a contents list.
//!
//! The figures stand in line at their right or left edge with white before them; a label may run over several lines, and its
//! figure then stands beside its first or its last.

use super::blocks::Block;
use super::fragment::Fragment;
use super::grid::{Row, Texts, push};
use crate::model::BBox;

/// So many labels with figures make a table.
const ENTRIES: usize = 3;
/// White of so many ems stands before a figure.
const WHITE: f32 = 0.65;
/// So far (ems) the longest label stays from the column of figures.
const CLEAR: f32 = 0.2;
/// Figures whose edges differ by less (points) stand in line.
const IN_LINE: f32 = 2.5;
/// A figure has at most so many characters.
const LONGEST: usize = 16;
/// Lines further apart (ems) are not of one table, closer ones can be of one label.
const APART: f32 = 3.2;
const TIGHT: f32 = 1.35;
/// A label's line that fills this share of the labels' width goes on below.
const WRAPPED: f32 = 0.6;
/// Where more than this share of the labels fill this share of their width, they are running text with line numbers.
const PROSE: (f32, f32) = (0.6, 0.9);
/// A number hanging before a label is at most so wide (ems).
const HANGING: f32 = 3.5;
/// A line nearer to one neighbour by this factor belongs to it.
const NEARER: f32 = 0.9;

/// Whether letters are a figure: an amount, a page, a share, a time, or the dash of none.
fn is_figure(text: &str) -> bool {
    let is_roman = text.len() <= 5 && text.chars().all(|one| matches!(one, 'i' | 'v' | 'x' | 'l'));
    let is_dash = matches!(text, "-" | "–" | "—" | "−");
    let has_digit = text.contains(|one: char| one.is_ascii_digit());
    let is_numeric = text.chars().all(|one| !one.is_alphabetic());
    !text.is_empty() && text.chars().count() <= LONGEST && (is_roman || is_dash || has_digit && is_numeric)
}

/// The first table of labels and figures.
pub(super) fn labelled(fragments: &[Fragment], texts: Texts<'_>) -> Option<Block> {
    let mut rows: Vec<Row> = Vec::new();
    fragments.iter().for_each(|fragment| push(&mut rows, *fragment));
    let lines: Vec<Line> = rows.iter().filter_map(|row| Line::of(row, texts)).collect();
    let mut start = 0;
    while let Some(first) = lines.get(start..).and_then(|rest| rest.iter().position(|line| line.figure.is_some())) {
        let first = start + first;
        let length = run(lines.get(first..).unwrap_or_default());
        let above = wrapped_above(&lines, first);
        if let Some(block) = lines.get(above..first + length).and_then(block) {
            return Some(block);
        }
        start = first + length;
    }
    None
}

/// What stands on one baseline.
#[derive(Debug, Clone, Copy)]
struct Line {
    left: f32,
    /// Right end of the label.
    right: f32,
    base: f32,
    size: f32,
    /// Left and right end of the figure.
    figure: Option<(f32, f32)>,
    /// Whether dots lead from the label to the figure.
    led: bool,
}

impl Line {
    fn of(row: &Row, texts: Texts<'_>) -> Option<Self> {
        let is_figure = |fragment: &Fragment| is_figure(&texts(fragment));
        let (first, last) = (row.first()?, row.last()?);
        let Fragment { left, base, size, .. } = *first;
        let whole = Self { left, right: last.right, base, size, figure: None, led: false };
        let Some((last, label)) = row.split_last() else { return Some(whole) };
        let Some(before) = label.last() else { return Some(whole) };
        let gaps = label.iter().zip(label.iter().skip(1)).filter(|(a, b)| b.left - a.right >= WHITE * size).count();
        let is_hanging = first.right - first.left <= HANGING * size;
        let is_entry = is_figure(last)
            && last.left - before.right >= WHITE * size.min(last.size)
            && (gaps == 0 || gaps == 1 && is_hanging)
            && !(label.len() == 1 && is_figure(first));
        let figure = is_entry.then_some((last.left, last.right));
        Some(if is_entry {
            Self { right: before.right, figure, led: texts(before).ends_with(".."), ..whole }
        } else {
            whole
        })
    }
}

/// How many of the first lines, the first of which has a figure, are one table.
fn run(lines: &[Line]) -> usize {
    let Some((left, right)) = lines.first().and_then(|line| line.figure) else { return 1 };
    let (mut reach, mut edge, mut widest) = (1, left, lines.first().map_or(0.0, |line| line.right));
    for ((above, line), at) in lines.iter().zip(lines.iter().skip(1)).zip(2..) {
        let is_near = line.base - above.base <= APART * line.size;
        let is_in_line =
            line.figure.is_none_or(|own| (own.1 - right).abs() < IN_LINE || (own.0 - left).abs() < IN_LINE);
        edge = edge.min(line.figure.map_or(edge, |own| own.0));
        widest = widest.max(line.right);
        if !is_near || !is_in_line || widest > edge - CLEAR * line.size {
            break;
        }
        if line.figure.is_some() {
            reach = at;
        }
    }
    reach
}

/// The first line of the first label where that runs over two lines: close above, from the same edge, nearly full.
fn wrapped_above(lines: &[Line], first: usize) -> usize {
    let at = first.checked_sub(1);
    let (Some(above), Some(line)) = (at.and_then(|at| lines.get(at)), lines.get(first)) else { return first };
    let edge = line.figure.map_or(line.right, |figure| figure.0);
    let fills = above.right - line.left >= WRAPPED * (edge - line.left);
    let is_first = above.figure.is_none()
        && above.right < edge
        && fills
        && line.base - above.base <= TIGHT * line.size
        && above.left <= line.left + 0.5 * line.size;
    let is_alone = at
        .and_then(|at| at.checked_sub(1))
        .and_then(|at| lines.get(at))
        .is_none_or(|higher| above.base - higher.base > 1.1 * (line.base - above.base));
    if is_first && is_alone { first - 1 } else { first }
}

fn block(lines: &[Line]) -> Option<Block> {
    let entries: Vec<&Line> = lines.iter().filter(|line| line.figure.is_some()).collect();
    if entries.len() < ENTRIES {
        return None;
    }
    let low = |values: &mut dyn Iterator<Item = f32>| values.fold(f32::INFINITY, f32::min);
    let high = |values: &mut dyn Iterator<Item = f32>| values.fold(f32::NEG_INFINITY, f32::max);
    let left = low(&mut lines.iter().map(|line| line.left));
    let widest = high(&mut lines.iter().map(|line| line.right));
    let figures = || entries.iter().filter_map(|line| line.figure);
    let edge = low(&mut figures().map(|figure| figure.0));
    let right = high(&mut figures().map(|figure| figure.1));
    let full = entries.iter().filter(|line| line.right - left >= PROSE.1 * (widest - left)).count();
    let led = entries.iter().filter(|line| line.led).count();
    let is_prose = 2 * led < entries.len()
        && full as f32 > PROSE.0 * entries.len() as f32
        && entries.len() > ENTRIES
        && widest - left > 20.0 * lines.first()?.size;
    if is_prose {
        return None;
    }
    let groups = groups(lines, widest - left);
    let tops: Vec<(f32, f32)> = groups
        .iter()
        .filter_map(|group| Some((group.first()?.base - group.first()?.size, group.last()?.base)))
        .collect();
    let (top, bottom) = (tops.first()?.0, tops.last()?.1);
    let size = lines.first()?.size;
    let inner = tops.iter().zip(tops.iter().skip(1)).map(|(above, row)| (above.1 + row.0.max(above.1)) / 2.0);
    let bbox = BBox { left: left - 1.0, top, right: right + 1.0, bottom: bottom + 0.4 * size };
    let rows = [bbox.top].into_iter().chain(inner).chain([bbox.bottom]).collect();
    Some(Block {
        bbox,
        size,
        columns: vec![bbox.left, (widest + edge) / 2.0, bbox.right],
        rows,
        heads: 0,
        fragments: Vec::new(),
    })
}

/// Lines of one row: an entry with the lines of its label that have no figure.
fn groups(lines: &[Line], width: f32) -> Vec<Vec<Line>> {
    let mut groups: Vec<Vec<Line>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let above = at.checked_sub(1).and_then(|at| lines.get(at));
        let joins = above.is_some_and(|above| {
            let step = line.base - above.base;
            let next = lines.get(at + 1).map_or(f32::INFINITY, |below| below.base - line.base);
            let before =
                at.checked_sub(2).and_then(|at| lines.get(at)).map_or(f32::INFINITY, |it| above.base - it.base);
            if step > TIGHT * line.size {
                return false;
            }
            match (above.figure, line.figure) {
                // A label's first line, its figure beside the last.
                (None, _) => step < NEARER * before || above.right - above.left >= WRAPPED * width && step <= before,
                // The label's rest below its figure.
                (Some(_), None) => step < NEARER * next,
                (Some(_), Some(_)) => false,
            }
        });
        match groups.last_mut().filter(|_| joins) {
            Some(group) => group.push(*line),
            None => groups.push(vec![*line]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};
    use crate::model::LineRole;

    /// Labels from the left margin, figures set to the right one.
    fn entries(mut drawing: Drawing, top: f32, entries: &[(f32, &str, &str)]) -> Drawing {
        for (down, label, figure) in entries {
            drawing = drawing.text(72.0, top + down, label);
            drawing = drawing.text(500.0 - 5.0 * figure.chars().count() as f32, top + down, figure);
        }
        drawing
    }

    fn cells(drawing: Drawing) -> Vec<Vec<String>> {
        let rows = laid_out(vec![drawing]).lines.into_iter().filter(|line| line.role == LineRole::Table);
        rows.map(|line| line.cells.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn labels_with_amounts_are_rows() {
        let drawing = Drawing::new().text(72.0, 80.0, "The accounts of the year stand as follows, all in francs.");
        let drawing = entries(drawing, 110.0, &[(0.0, "Grant for 2031", "48,000"), (16.0, "Fees", "9,500")])
            .text(72.0, 142.0, "Adjustment that the committee of the council has proposed for")
            .text(72.0, 153.0, "the year after")
            .text(475.0, 153.0, "1,250")
            .text(72.0, 190.0, "The members thanked the treasurer for the accounts and for all of the work done.");
        let expected: [&[&str]; 3] = [
            &["Grant for 2031", "48,000"],
            &["Fees", "9,500"],
            &["Adjustment that the committee of the council has proposed for\nthe year after", "1,250"],
        ];
        assert_eq!(cells(drawing), expected);
    }

    #[test]
    fn contents_keep_each_entry_with_its_page() {
        let drawing = entries(
            Drawing::new().text(72.0, 80.0, "Contents"),
            110.0,
            &[(0.0, "I. Opening of the meeting", "iii"), (14.0, "II. Fares", "4"), (28.0, "III. Other matters", "12")],
        );
        assert_eq!(cells(drawing)[2], ["III. Other matters", "12"]);
    }

    #[test]
    fn two_figures_in_line_by_chance_are_no_table() {
        let drawing = entries(Drawing::new(), 110.0, &[(0.0, "Present", "12"), (14.0, "Excused", "3")]);
        assert!(cells(drawing).is_empty());
    }

    #[test]
    fn numbered_lines_of_running_text_are_no_table() {
        let text = "The group heard the report of the chair on the year and then it";
        let lines: Vec<String> = (1..9).map(|at| at.to_string()).collect();
        let numbered: Vec<(f32, &str, &str)> =
            lines.iter().enumerate().map(|(at, number)| (12.0 * at as f32, text, number.as_str())).collect();
        assert!(cells(entries(Drawing::new(), 110.0, &numbered)).is_empty());
    }
}
