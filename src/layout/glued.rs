//! Line numbers set so close before their lines that the two are one stretch of letters: the number is parted from its line,
//! so that the margin can be told from the text.
//!
//! That they count lines shows where they end at one place, and count on by a fixed step from line to line of a page.

use super::fragment::Fragment;
use super::letters::Letter;

/// How many lines on they count, and how many of them a page must have then.
const STEPS: [(u32, usize); 3] = [(1, 5), (5, 3), (10, 3)];
/// A line is wider than so many ems, and so many of the page's lines must be counted: notes are numbered one by one, too.
const LINE: f32 = 6.0;
const COVERED: f32 = 0.6;
/// Share of them that must count on so.
const STEADY: f32 = 0.9;
/// Their right ends differ by less (points); the text begins so far (ems) behind, at least.
const SAME_END: f32 = 1.5;
const BEHIND: f32 = 0.2;
/// Digits of a number, at most.
const DIGITS: usize = 4;

/// A number at the head of a fragment.
struct Glued {
    at: usize,
    value: u32,
    right: f32,
    /// Index of its last letter, and of the text's first.
    last: u32,
    next: u32,
    text_left: f32,
}

/// Parts line numbers from their lines, in fragments sorted by their baselines.
pub(super) fn part(fragments: &mut Vec<Fragment>, letters: &[Letter], page: &str) {
    let found: Vec<Glued> = (0..).zip(fragments.iter()).filter_map(|(at, one)| read(at, one, letters, page)).collect();
    let Some(end) = common_end(&found) else { return };
    let found: Vec<Glued> = found.into_iter().filter(|one| (one.right - end).abs() < SAME_END).collect();
    let lines = fragments.iter().filter(|one| one.right - one.left > LINE * one.size).count();
    if !counts(&found, lines) {
        return;
    }
    for one in found.iter().rev() {
        let Some(fragment) = fragments.get_mut(one.at) else { continue };
        let number = Fragment { right: one.right, last: one.last + 1, ..*fragment };
        (fragment.left, fragment.first) = (one.text_left, one.next);
        fragments.insert(one.at, number);
    }
}

/// The number before a fragment's text: digits alone, then white, then text.
fn read(at: usize, fragment: &Fragment, letters: &[Letter], page: &str) -> Option<Glued> {
    let own = letters.get(fragment.first as usize..fragment.last as usize)?;
    let shown = || (fragment.first..).zip(own).filter(|(_, letter)| letter.shows());
    let mut end = f32::INFINITY;
    let digits = shown().take_while(|(_, letter)| {
        // The number of the paragraph that begins here is another one.
        let is_digit = letter.ascii(page).is_some_and(|one| one.is_ascii_digit());
        let is_close = letter.left - end < BEHIND * fragment.size;
        end = letter.right;
        is_digit && is_close
    });
    let digits: Vec<(u32, &Letter)> = digits.take(DIGITS + 1).collect();
    let mut number = String::new();
    digits.iter().for_each(|(_, letter)| number.push_str(letter.text(page)));
    let (last, right) =
        digits.last().map(|(index, letter)| (*index, letter.right)).filter(|_| digits.len() <= DIGITS)?;
    let (next, first) = shown().find(|(index, _)| *index > last)?;
    let is_apart = first.left - right >= BEHIND * fragment.size;
    is_apart.then_some(Glued { at, value: number.parse().ok()?, right, last, next, text_left: first.left })
}

/// The right end that most numbers have.
fn common_end(found: &[Glued]) -> Option<f32> {
    let near = |one: &&Glued| found.iter().filter(|other| (other.right - one.right).abs() < SAME_END).count();
    // Pages of many numbers are tables; looking at the first of them is enough to tell.
    found.iter().take(200).max_by_key(near).map(|one| one.right)
}

fn counts(found: &[Glued], lines: usize) -> bool {
    let pairs = || found.iter().zip(found.iter().skip(1));
    STEPS.iter().any(|(step, least)| {
        let steady = pairs().filter(|(a, b)| a.value + step == b.value || b.value == *step).count();
        let covered = found.len() as f32 * *step as f32;
        found.len() >= *least
            && covered >= COVERED * lines as f32
            && found.iter().all(|one| one.value % step == 0)
            && steady as f32 >= STEADY * (found.len() - 1) as f32
    })
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};
    use crate::model::LineRole;

    #[test]
    fn numbers_close_before_their_lines_count_them_all_the_same() {
        let lines = [
            "1. The group heard the report of its chair on",
            "the year and thanked the host for the rooms. It",
            "agreed to meet again in the spring of the year.",
            "2. The members asked for the accounts of all of",
            "the offices and for a note on the fees that are",
            "owed. The treasurer will send them to all in a",
            "letter before the end of May.",
        ];
        let drawing = (1_u16..).zip(lines).fold(Drawing::new(), |drawing, (number, line)| {
            let y = 100.0 + 14.0 * f32::from(number);
            drawing.text(64.0, y, &number.to_string()).text(72.0, y, line)
        });
        let document = laid_out(vec![drawing]);
        let body: Vec<&str> =
            document.lines.iter().filter(|line| line.role == LineRole::Body).map(|line| line.text.as_str()).collect();
        assert_eq!(body, lines);
    }

    #[test]
    fn numbers_of_notes_below_the_text_stay_with_them() {
        let text = ["The group heard the report of its chair on the year"; 20];
        let drawing = (1_u16..8).fold(Drawing::new().lines(64.0, 80.0, 14.0, &text), |drawing, number| {
            let y = 500.0 + 14.0 * f32::from(number);
            drawing.text(64.0, y, &number.to_string()).text(72.0, y, "https://example.org/reports/of/the/year")
        });
        let document = laid_out(vec![drawing]);
        assert_eq!(
            document.lines.iter().filter(|line| line.text.ends_with("the/year") && !line.text.starts_with('h')).count(),
            7
        );
    }

    #[test]
    fn numbers_of_paragraphs_stay_before_them() {
        let drawing = (1_u16..9).fold(Drawing::new(), |drawing, number| {
            let y = 100.0 + 14.0 * f32::from(number);
            drawing.text(64.0, y, &number.to_string()).text(72.0, y, "The group heard the report of its chair.")
        });
        let document = laid_out(vec![drawing]);
        assert!(
            document
                .lines
                .iter()
                .all(|line| line.text.ends_with("its chair.") && line.text.starts_with(char::is_numeric))
        );
    }
}
