//! The footnote area of a page or column: lines at its foot, below a short rule or smaller than the body, that begin with a mark.

use super::laid_page::{LaidPage, Stretch};
use super::relative::{bbox, size};
use super::strokes::Stroke;
use crate::model::{Line, LineRole};

/// Text at most this share of the body's size is small.
const SMALL: f32 = 0.94;
/// A separator rule is at least so long (points) and at most this share of its column's width.
const SEPARATOR: (f32, f32) = (20.0, 0.72);
/// It begins within so many points of the column's left edge.
const AT_EDGE: f32 = 12.0;
/// Largest white (ems of the note) between the rule and the note below it, and between notes.
const BELOW_RULE: f32 = 2.6;
/// A rule so near (ems) below a row of a table is the table's.
const TABLE_RULE: f32 = 1.2;
/// Rules looked at from the foot of the page upwards.
const RULES: usize = 100;
/// Footnotes stand in the lower part of a page, below this share of its height.
const LOWER: f32 = 0.3;

/// The foot of a page has at most so many words, and stands so far (ems of the notes) below them.
const FOOT_WORDS: usize = 8;
const FOOT_OFF: f32 = 0.8;

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
        if let Some(line) = page.lines.get_mut(start..stretch.last).and_then(foot_below) {
            line.role = LineRole::Furniture;
        }
    }
}

/// The page's own foot under its notes, as on a page that no other can show it by: a short line that stands off from the
/// notes and ends in the page's number.
fn foot_below(notes: &mut [Line]) -> Option<&mut Line> {
    let (last, rest) = notes.split_last_mut()?;
    let above = rest.iter().rev().find(|line| line.role == LineRole::Footnote)?;
    let usual = size(above);
    let off = bbox(last).top - bbox(above).bottom;
    let words: Vec<&str> = last.text.split(' ').collect();
    let is_number = |word: &&str| {
        let bare = word.trim_matches(['-', '–', '[', ']']);
        let mut parts = bare.split('/');
        parts.clone().count() <= 2
            && parts.all(|one| (1..=4).contains(&one.len()) && one.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_foot = words.len() <= FOOT_WORDS && words.last().is_some_and(is_number) && last.marks.is_empty();
    (last.role == LineRole::Footnote && is_foot && off > FOOT_OFF * usual).then_some(last)
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
    let separators = page.rules.iter().rev().take(RULES).filter(|rule| !closes_table(page, rule));
    let ruled = separators.into_iter().find_map(|rule| below_rule(lines, *rule, (left, right), height, body_size));
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
    let is_referred_to = |line: &Line| {
        let number = line.text.split(['.', ')']).next().unwrap_or_default();
        page.lines.iter().any(|other| other.marks.iter().any(|mark| mark.offset > 0 && mark.text == number))
    };
    let is_marked = |line: &Line| {
        line.role == LineRole::Body && begins_with_mark(line) && (!begins_as_list(line) || is_referred_to(line))
    };
    let marked = lines.iter().zip(0..).skip(first).find(|(line, at)| is_marked(line) && !goes_on(lines, *at));
    let (line, at) = marked?;
    (bbox(line).top > LOWER * height).then_some(stretch.first + at)
}

/// "... remaining offices (by / 14 March)": a number that is no raised mark, in the middle of a sentence.
fn goes_on(lines: &[Line], at: usize) -> bool {
    let Some((line, above)) = lines.get(at).zip(at.checked_sub(1).and_then(|above| lines.get(above))) else {
        return false;
    };
    let is_raised = line.marks.first().is_some_and(|mark| mark.offset == 0);
    let is_alike = above.role == LineRole::Body && (size(above) - size(line)).abs() < 0.1;
    let is_close = bbox(line).top - bbox(above).bottom < 0.5 * size(line);
    let is_open = above.text.ends_with(|one: char| one.is_alphanumeric() || matches!(one, ',' | '(' | '-'));
    !is_raised && is_alike && is_close && is_open
}

/// Whether a rule is the last one of a table: a heading "4 Resolutions" or a paragraph "1." stands below it as a note would.
fn closes_table(page: &LaidPage, rule: &Stroke) -> bool {
    page.lines.iter().filter(|line| line.role == LineRole::Table).any(|line| {
        let held = bbox(line);
        let white = rule.at - held.bottom;
        white > -size(line) && white < TABLE_RULE * size(line) && held.left < rule.to && held.right > rule.from
    })
}

/// First line below a rule that looks like a footnote separator of the column.
fn below_rule(lines: &[Line], rule: Stroke, (left, right): (f32, f32), height: f32, body_size: f32) -> Option<usize> {
    let length = rule.to - rule.from;
    if length < SEPARATOR.0 {
        return None;
    }
    let is_usual = length <= SEPARATOR.1 * (right - left).max(1.0) && rule.at > LOWER * height;
    let is_below = |line: &Line| line.role == LineRole::Body && (bbox(line).top + bbox(line).bottom) / 2.0 > rule.at;
    let first = lines.iter().position(is_below)?;
    let line = lines.get(first)?;
    // Where the head of a page stands further left than its text, the rule begins where its note does.
    let is_at_note = (rule.from - bbox(line).left).abs() < AT_EDGE && rule.from > left && begins_with_mark(line);
    if (rule.from - left).abs() > AT_EDGE && !is_at_note {
        return None;
    }
    let near = bbox(line).top - rule.at < BELOW_RULE * size(line);
    // A rule that touches the line above is an underline.
    let above = lines.get(..first)?.iter().rev().find(|line| line.role == LineRole::Body);
    let is_underline = above.is_some_and(|line| {
        let held = bbox(line);
        let touches = rule.at - held.bottom < 0.1 * size(line) && rule.from < held.right;
        touches && (held.left - rule.from).abs() < size(line) && (held.right - rule.to).abs() < size(line)
    });
    let rest = lines.get(first..)?;
    let is_small = rest.iter().filter(|line| line.role == LineRole::Body).all(|line| size(line) <= SMALL * body_size);
    // Small text that opens with a raised mark is a note also below a rule as wide as the page, or high on the last page.
    let is_certain = is_small && line.marks.first().is_some_and(|mark| mark.offset == 0);
    let all_below = rest.iter().all(|line| line.role != LineRole::Body || is_below(line));
    let is_note = is_certain || is_usual && (is_small || begins_with_mark(line));
    (near && !is_underline && all_below && is_note).then_some(first)
}

/// Whether a line begins with a number as entries of lists do, "1." or "1)": small print that no rule parts from the text
/// is a list or a table then, and no note, unless a raised mark on the page refers to it.
fn begins_as_list(line: &Line) -> bool {
    let first = line.text.split(' ').next().unwrap_or_default();
    let is_raised = line.marks.first().is_some_and(|mark| mark.offset == 0);
    !is_raised && first.starts_with(|one: char| one.is_ascii_digit()) && first.ends_with(['.', ')'])
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

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};
    use super::*;

    const BODY: [&str; 6] = [
        "The Council met in Geneva and heard the reports of its groups",
        "on the work of the year. It thanked the host country for the",
        "arrangements and agreed on the dates of the next meeting of",
        "the Council. Members were invited to send their comments to",
        "the Secretariat, which would make a summary of them all and",
        "send it out before the end of the month.",
    ];

    fn notes(drawing: Drawing) -> Vec<String> {
        let document = laid_out(vec![drawing]);
        document.lines.into_iter().filter(|line| line.role == LineRole::Footnote).map(|line| line.text).collect()
    }

    #[test]
    fn small_lines_below_a_short_rule() {
        let drawing = Drawing::new().lines(72.0, 600.0, 12.0, &BODY).rule(72.0, 730.0, 216.0, 730.5).size(8.0);
        let drawing = drawing.lines(72.0, 742.0, 10.0, &["1 See the first report.", "It is on the site.", "2 Idem."]);
        assert_eq!(notes(drawing), ["1 See the first report.", "It is on the site.", "2 Idem."]);
    }

    #[test]
    fn a_note_that_goes_on_from_the_page_before_has_no_mark() {
        let drawing = Drawing::new().lines(72.0, 600.0, 12.0, &BODY).rule(72.0, 730.0, 216.0, 730.5).size(8.0);
        assert_eq!(notes(drawing.text(72.0, 742.0, "and the report of the year before.")).len(), 1);
    }

    #[test]
    fn small_lines_with_a_mark_need_no_rule() {
        let drawing = Drawing::new().lines(72.0, 600.0, 12.0, &BODY).size(5.0).text(72.0, 739.0, "1").size(8.0);
        assert_eq!(notes(drawing.text(75.0, 742.0, "See the first report.")), ["See the first report."]);
    }

    /// As a page of the web prints them: below a rule as wide as the text, high on a last page that is nearly empty.
    #[test]
    fn raised_marks_make_notes_below_a_wide_rule_high_on_the_page() {
        let drawing = Drawing::new().lines(72.0, 80.0, 12.0, &BODY[..2]).rule(72.0, 120.0, 380.0, 120.5).size(5.0);
        let drawing = drawing.text(72.0, 131.0, "1").size(8.0).text(75.0, 134.0, "See the first report.");
        assert_eq!(notes(drawing), ["See the first report."]);
        let drawing = Drawing::new().lines(72.0, 80.0, 12.0, &BODY[..2]).rule(72.0, 120.0, 380.0, 120.5).size(8.0);
        assert!(notes(drawing.text(72.0, 134.0, "Issued without editing.")).is_empty());
    }

    #[test]
    fn a_day_in_the_middle_of_small_print_is_no_mark() {
        let drawing = Drawing::new().lines(72.0, 600.0, 12.0, &BODY).size(8.0);
        let lines = ["Action: the clerk sends a reminder to the offices (by", "14 March)"];
        assert!(notes(drawing.lines(72.0, 730.0, 10.0, &lines)).is_empty());
    }

    #[test]
    fn the_foot_of_a_single_page_under_its_notes_is_no_note() {
        let drawing = Drawing::new().lines(72.0, 600.0, 12.0, &BODY).rule(72.0, 730.0, 216.0, 730.5).size(8.0);
        let drawing = drawing.text(72.0, 742.0, "1 See the first report.");
        assert_eq!(notes(drawing.text(72.0, 765.0, "HB/2031/7 1")), ["1 See the first report."]);
        let drawing = Drawing::new().lines(72.0, 600.0, 12.0, &BODY).rule(72.0, 730.0, 216.0, 730.5).size(8.0);
        assert_eq!(
            notes(drawing.lines(72.0, 742.0, 10.0, &["1 See the first report.", "2 Letter of May 2031"])).len(),
            2
        );
    }

    #[test]
    fn small_lines_without_mark_or_rule_are_body() {
        let drawing =
            Drawing::new().lines(72.0, 600.0, 12.0, &BODY).size(8.0).text(72.0, 742.0, "Issued without editing.");
        assert!(notes(drawing).is_empty());
    }

    #[test]
    fn a_list_in_small_print_is_none() {
        let drawing = Drawing::new().lines(72.0, 600.0, 12.0, &BODY).size(8.0);
        assert!(
            notes(drawing.lines(72.0, 730.0, 10.0, &["1. Report on the year", "2. Seminar on finance"])).is_empty()
        );
    }

    #[test]
    fn numbers_as_of_a_list_are_notes_where_the_text_refers_to_them() {
        let drawing = Drawing::new().lines(72.0, 600.0, 12.0, &BODY).size(6.0).text(350.0, 596.0, "1").size(8.0);
        assert_eq!(notes(drawing.lines(72.0, 730.0, 10.0, &["1. Report on the year"])), ["1. Report on the year"]);
    }

    #[test]
    fn an_underlined_heading_is_no_note() {
        let drawing = Drawing::new()
            .lines(72.0, 500.0, 12.0, &BODY)
            .text(72.0, 600.0, "Next steps")
            .rule(72.0, 602.0, 122.0, 602.5);
        assert!(
            notes(drawing.lines(72.0, 620.0, 12.0, &["1. The Secretariat will write.", "2. Members will answer."]))
                .is_empty()
        );
    }

    #[test]
    fn each_column_has_its_own_notes_before_the_next_column() {
        let left: Vec<String> = (0..12).map(|at| format!("left column of text line {at:02} here")).collect();
        let right: Vec<String> = (0..12).map(|at| format!("right column of text line {at:02} he")).collect();
        let lines = |lines: &[String]| -> Vec<String> { lines.to_vec() };
        let (left, right) = (lines(&left), lines(&right));
        let left: Vec<&str> = left.iter().map(String::as_str).collect();
        let right: Vec<&str> = right.iter().map(String::as_str).collect();
        let drawing = Drawing::new().lines(60.0, 560.0, 12.0, &left).lines(310.0, 566.0, 12.0, &right);
        let drawing =
            drawing.rule(60.0, 735.0, 130.0, 735.5).size(8.0).text(60.0, 746.0, "1 A note of the left column.");
        let document = laid_out(vec![drawing]);
        let roles: Vec<LineRole> = document.lines.iter().map(|line| line.role).collect();
        assert_eq!(document.lines[12].text, "1 A note of the left column.");
        assert_eq!(roles[12], LineRole::Footnote);
        assert!(document.lines[13].text.starts_with("right column"));
    }

    #[test]
    fn notes_below_a_rule_set_in_from_the_masthead_are_notes() {
        let drawing = Drawing::new().text(72.0, 60.0, "General Council").lines(120.0, 600.0, 12.0, &BODY);
        let drawing = drawing.rule(110.0, 730.0, 200.0, 730.5).size(8.0);
        assert_eq!(
            notes(drawing.text(112.0, 742.0, "* This text will be replaced.")),
            ["* This text will be replaced."]
        );
    }

    #[test]
    fn a_raised_letter_hanging_before_a_note_is_its_mark() {
        let drawing = Drawing::new().lines(72.0, 600.0, 12.0, &BODY).size(5.0).text(72.0, 739.0, "a").size(8.0);
        let document = laid_out(vec![drawing.text(84.0, 742.0, "Estimates of the spring.")]);
        let last = document.lines.last().unwrap();
        assert_eq!((last.text.as_str(), last.marks[0].text.as_str()), ("Estimates of the spring.", "a"));
    }

    #[test]
    fn a_numbered_heading_below_the_last_rule_of_a_table_is_no_note() {
        let mut drawing = Drawing::new().lines(72.0, 400.0, 12.0, &BODY);
        for y in [500.0, 520.0, 540.0] {
            drawing = drawing.rule(72.0, y, 240.0, y + 0.5);
        }
        for x in [72.0, 140.0, 240.0] {
            drawing = drawing.rule(x, 500.0, x + 0.5, 540.0);
        }
        let drawing = drawing.text(76.0, 514.0, "Project").text(144.0, 514.0, "Stage");
        let drawing = drawing.text(76.0, 534.0, "CD 24611").text(144.0, 534.0, "30.60");
        assert!(notes(drawing.lines(72.0, 560.0, 14.0, &["4 Resolutions", "The group thanked its hosts."])).is_empty());
    }
}
