//! The footnote area of a page or column: lines at its foot, below a short rule or smaller than the body, that begin with a mark.

use super::blocks::Stroke;
use super::page::{LaidPage, Stretch};
use super::relative::{bbox, size};
use crate::model::{Line, LineRole};

/// Text at most this share of the body's size is small.
const SMALL: f32 = 0.94;
/// A separator rule is at least so long (points) and at most this share of its column's width.
const SEPARATOR: (f32, f32) = (20.0, 0.72);
/// It begins within so many points of the column's left edge.
const AT_EDGE: f32 = 12.0;
/// Largest white (ems of the note) between the rule and the note below it, and between notes.
const BELOW_RULE: f32 = 2.6;
/// Footnotes stand in the lower part of a page, below this share of its height.
const LOWER: f32 = 0.3;

/// Labels the footnote areas of a page.
pub(super) fn label(page: &mut LaidPage, height: f32, body_size: f32) {
    let has_body = page.lines.iter().any(|line| line.role == LineRole::Body && size(line) > SMALL * body_size);
    let mut below = f32::NEG_INFINITY;
    for stretch in page.stretches.clone() {
        if !stretch.upright {
            continue;
        }
        let Some(start) = start(page, stretch, height, body_size, has_body && below > f32::NEG_INFINITY) else {
            below = foot(page, stretch).max(below);
            continue;
        };
        for line in page.lines.get_mut(start..stretch.last).unwrap_or_default() {
            if line.role == LineRole::Body {
                line.role = LineRole::Footnote;
            }
        }
    }
}

fn foot(page: &LaidPage, stretch: Stretch) -> f32 {
    let lines = page.lines.get(stretch.first..stretch.last).unwrap_or_default();
    lines.iter().map(|line| bbox(line).bottom).fold(f32::NEG_INFINITY, f32::max)
}

/// Index of the first line of the footnote area at the foot of a stretch.
fn start(page: &LaidPage, stretch: Stretch, height: f32, body_size: f32, follows_body: bool) -> Option<usize> {
    let lines = page.lines.get(stretch.first..stretch.last)?;
    let is_text = |line: &&Line| line.role == LineRole::Body;
    let left = lines.iter().filter(is_text).map(|line| bbox(line).left).fold(f32::INFINITY, f32::min);
    let right = lines.iter().filter(is_text).map(|line| bbox(line).right).fold(f32::NEG_INFINITY, f32::max);
    let ruled = page.rules.iter().rev().find_map(|rule| below_rule(lines, *rule, (left, right), height, body_size));
    if let Some(at) = ruled {
        return Some(stretch.first + at);
    }
    // Without a rule: the small lines at the foot, from the first of them that begins with a mark.
    let mut first = lines.len();
    for (at, line) in lines.iter().enumerate().rev() {
        if line.role == LineRole::Furniture {
            continue;
        }
        if line.role != LineRole::Body || size(line) > SMALL * body_size {
            break;
        }
        first = at;
    }
    let is_whole = !lines.get(..first).unwrap_or_default().iter().any(|line| line.role == LineRole::Body);
    if is_whole && !follows_body {
        return None;
    }
    let marked =
        lines.iter().zip(0..).skip(first).find(|(line, _)| line.role == LineRole::Body && begins_with_mark(line));
    let (line, at) = marked?;
    (bbox(line).top > LOWER * height).then_some(stretch.first + at)
}

/// First line below a rule that looks like a footnote separator of the column.
fn below_rule(lines: &[Line], rule: Stroke, (left, right): (f32, f32), height: f32, body_size: f32) -> Option<usize> {
    let length = rule.to - rule.from;
    let is_separator = length >= SEPARATOR.0
        && length <= SEPARATOR.1 * (right - left).max(1.0)
        && (rule.from - left).abs() <= AT_EDGE
        && rule.at > LOWER * height;
    if !is_separator {
        return None;
    }
    let is_below = |line: &Line| line.role == LineRole::Body && (bbox(line).top + bbox(line).bottom) / 2.0 > rule.at;
    let first = lines.iter().position(is_below)?;
    let line = lines.get(first)?;
    let near = bbox(line).top - rule.at < BELOW_RULE * size(line);
    // A rule that touches the line above is an underline.
    let above = lines.get(..first)?.iter().rev().find(|line| line.role == LineRole::Body);
    let is_underline = above.is_some_and(|line| {
        let held = bbox(line);
        rule.at - held.bottom < 0.05 * size(line)
            && rule.from >= held.left - 1.0
            && rule.to <= held.right + 1.0
            && held.left <= rule.from + 1.0
            && (held.right - rule.to).abs() < size(line)
    });
    let rest = lines.get(first..)?;
    let is_small = rest.iter().filter(|line| line.role == LineRole::Body).all(|line| size(line) <= SMALL * body_size);
    let all_below = rest.iter().all(|line| line.role != LineRole::Body || is_below(line));
    (near && !is_underline && all_below && (is_small || begins_with_mark(line))).then_some(first)
}

/// Whether a line begins with a raised mark, or with a number or sign as footnotes do.
fn begins_with_mark(line: &Line) -> bool {
    if line.marks.first().is_some_and(|mark| mark.offset == 0) {
        return true;
    }
    let first = line.text.split(' ').next().unwrap_or_default();
    let bare = first.trim_matches(['[', ']', '(', ')', '.', ':']);
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = digits > 0
        && digits <= 3
        && (digits == bare.len() || bare.get(digits..).is_some_and(|rest| rest.starts_with(char::is_uppercase)));
    let is_sign = !bare.is_empty() && bare.chars().all(|character| matches!(character, '*' | '†' | '‡' | '§' | '∗'));
    is_number || is_sign
}
