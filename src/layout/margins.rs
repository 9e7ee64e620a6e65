//! Numbers in the margin: those that count lines are furniture, those that count paragraphs are the paragraphs' numbers.
//!
//! Line numbers count the lines, each or every fifth, whatever the lines say; paragraph numbers count on by one, each beside
//! the first line of a paragraph. Numbers that hang before their text on the left are read with it and are none of these.

use super::fragment::Fragment;
use super::grid::Texts;
use rustc_hash::FxHashSet;

/// A number in a margin is at most so wide (ems); text is at least so wide.
const NUMBER: f32 = 2.6;
const TEXT: f32 = 6.0;
/// It stands at least so far (ems) outside the text.
const OUTSIDE: f32 = 0.25;
/// Share of the text that may reach beyond its usual edge, as overfull lines do.
const BEYOND: usize = 20;
/// Numbers of one column differ in their place by less (points).
const SAME_COLUMN: f32 = 14.0;
/// Line numbers on a page, at least, to know them by themselves; paragraph numbers in a document.
const LINES: usize = 4;
const PARAGRAPHS: usize = 3;
/// How many lines on line numbers count.
const STEPS: [u32; 4] = [1, 2, 5, 10];
/// Share of the numbers that must count on as told.
const STEADY: f32 = 0.8;
/// Share of the lines with a number of their own that must begin in the middle of a sentence.
const WITHIN: f32 = 0.12;
/// Fragments on a line that are looked at for the text beside a number.
const ON_LINE: usize = 256;
/// Lines of text there must be for each paragraph number, on average.
const LINES_EACH: f32 = 1.5;
/// Numbers of pages stand at heights that differ by less (points).
const SAME_HEIGHT: f32 = 2.0;
/// Numbers that are all of these are years, which head the columns of a table, and count no paragraphs.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;

/// What stands in a page's margins.
#[derive(Debug, Clone, Default)]
pub(super) struct Margins {
    /// Numbers of lines.
    pub lines: Vec<Fragment>,
    /// Numbers of paragraphs, with what they say.
    pub paragraphs: Vec<(Fragment, String)>,
}

/// A page to look at.
pub(super) struct Leaf<'a> {
    /// Its upright fragments, in order of their baselines.
    pub fragments: &'a mut Vec<Fragment>,
    /// What they say.
    pub texts: Texts<'a>,
}

/// A number that stands in a margin.
#[derive(Debug, Clone)]
struct Number {
    page: usize,
    fragment: Fragment,
    text: String,
    value: u32,
    is_right: bool,
    /// A line of text stands beside it, and begins with a small letter.
    beside: Option<bool>,
}

/// Takes the numbers in the margins out of the pages' fragments.
pub(super) fn take(pages: &mut [Leaf<'_>]) -> Vec<Margins> {
    let mut found = Vec::new();
    let mut rows = 0;
    for (page, leaf) in pages.iter().enumerate() {
        rows += collect(page, leaf, &mut found);
    }
    let mut margins = vec![Margins::default(); pages.len()];
    for is_right in [false, true] {
        let side: Vec<&Number> = found.iter().filter(|number| number.is_right == is_right).collect();
        let lines = line_numbers(&side, pages.len());
        let rest: Vec<&Number> =
            side.iter().zip(&lines).filter(|(_, is_line)| !**is_line).map(|(number, _)| *number).collect();
        for (number, _) in side.iter().zip(&lines).filter(|(_, is_line)| **is_line) {
            margins.get_mut(number.page).into_iter().for_each(|own| own.lines.push(number.fragment));
        }
        if is_right && are_paragraphs(&rest, rows) {
            for number in rest.iter().filter(|number| number.beside.is_some()) {
                let own = (number.fragment, number.text.clone());
                margins.get_mut(number.page).into_iter().for_each(|margins| margins.paragraphs.push(own.clone()));
            }
        }
    }
    for (leaf, own) in pages.iter_mut().zip(&margins) {
        if !own.lines.is_empty() || !own.paragraphs.is_empty() {
            // A fragment's first letter is its own.
            let taken = own.lines.iter().chain(own.paragraphs.iter().map(|held| &held.0)).map(|one| one.first);
            let taken: FxHashSet<u32> = taken.collect();
            leaf.fragments.retain(|one| !taken.contains(&one.first));
        }
    }
    margins
}

/// Collects the numbers outside a page's text; gives the number of its lines.
fn collect(page: usize, leaf: &Leaf<'_>, found: &mut Vec<Number>) -> usize {
    let fragments = leaf.fragments.as_slice();
    let wide = || fragments.iter().filter(|one| one.right - one.left >= TEXT * one.size);
    let mut lefts: Vec<f32> = wide().map(|one| one.left).collect();
    let mut rights: Vec<f32> = wide().map(|one| one.right).collect();
    lefts.sort_by(f32::total_cmp);
    rights.sort_by(|a, b| b.total_cmp(a));
    let at = lefts.len() / BEYOND;
    let (Some(left), Some(right)) = (lefts.get(at).copied(), rights.get(at).copied()) else { return 0 };
    for fragment in fragments.iter().filter(|one| one.right - one.left <= NUMBER * one.size) {
        let white = OUTSIDE * fragment.size;
        let (is_left, is_right) = (fragment.right <= left - white, fragment.left >= right + white);
        if !is_left && !is_right {
            continue;
        }
        let text = (leaf.texts)(fragment);
        // "[21]" in the right margin counts paragraphs; "(21)" there would be an equation's.
        let bare = text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).filter(|_| is_right);
        let text = bare.map_or_else(|| text.clone(), str::to_owned);
        if is_right && follows_leader(fragments, fragment, leaf.texts) {
            continue;
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let rest = text.get(digits..).unwrap_or_default();
        let is_number = (1..=4).contains(&digits) && (rest.is_empty() || is_right && is_suffix(rest));
        let value = text.get(..digits).and_then(|digits| digits.parse().ok());
        if let Some(value) = value.filter(|_| is_number) {
            let beside = beside(fragments, fragment).map(|one| (leaf.texts)(one).starts_with(char::is_lowercase));
            found.push(Number { page, fragment: *fragment, text, value, is_right, beside });
        }
    }
    lefts.len()
}

/// "a", "bis" after a paragraph's number.
fn is_suffix(text: &str) -> bool {
    text.len() <= 3 && text.bytes().all(|one| one.is_ascii_lowercase())
}

/// The line of text beside a number: the first wide enough on its baseline. Fragments are in order of their baselines.
fn beside<'a>(fragments: &'a [Fragment], number: &Fragment) -> Option<&'a Fragment> {
    let reach = 0.5 * number.size;
    let from = fragments.partition_point(|one| one.base < number.base - reach);
    let near = fragments.get(from..)?.iter().take(ON_LINE).take_while(|one| one.base <= number.base + reach);
    let texts = near.filter(|one| *one != number && one.right - one.left > number.size);
    texts.min_by(|a, b| a.left.total_cmp(&b.left))
}

/// Whether dots lead to a number: the page of an entry of a contents list, set outside the text's edge.
fn follows_leader(fragments: &[Fragment], number: &Fragment, texts: Texts<'_>) -> bool {
    let reach = 0.3 * number.size;
    let from = fragments.partition_point(|one| one.base < number.base - reach);
    let near = fragments.get(from..).unwrap_or_default().iter().take(ON_LINE);
    let mut near = near.take_while(|one| one.base <= number.base + reach);
    near.any(|one| one.left < number.left && texts(one).ends_with(".."))
}

/// Which of the numbers of one side count lines.
fn line_numbers(side: &[&Number], pages: usize) -> Vec<bool> {
    let mut is_line = vec![false; side.len()];
    let mut known: Option<(u32, f32)> = None;
    let of_page = |page: usize| -> Vec<usize> {
        let from = side.partition_point(|number| number.page < page);
        (from..side.len()).take_while(|at| side.get(*at).is_some_and(|number| number.page == page)).collect()
    };
    let columns: Vec<Vec<usize>> = (0..pages).map(of_page).collect();
    for at in &columns {
        let numbers: Vec<&Number> = at.iter().filter_map(|at| side.get(*at).copied()).collect();
        if let Some(step) = counts_lines(&numbers) {
            known = known.or_else(|| numbers.first().map(|first| (step, first.fragment.right)));
            at.iter().for_each(|at| is_line.get_mut(*at).into_iter().for_each(|slot| *slot = true));
        }
    }
    // Pages with a few lines only have their numbers at the same place.
    if let Some((step, right)) = known {
        for (number, slot) in side.iter().zip(&mut is_line) {
            *slot |= number.value % step == 0 && (number.fragment.right - right).abs() < SAME_COLUMN;
        }
    }
    is_line
}

/// The step in which the numbers of a page count its lines; none if they do not.
fn counts_lines(numbers: &[&Number]) -> Option<u32> {
    if numbers.len() < LINES {
        return None;
    }
    let pairs = || numbers.iter().zip(numbers.iter().skip(1));
    let right = numbers.first()?.fragment.right;
    let in_line = numbers.iter().all(|number| (number.fragment.right - right).abs() < SAME_COLUMN);
    let step = STEPS.into_iter().find(|step| {
        let steady = pairs().filter(|(a, b)| a.value + step == b.value || b.value <= *step).count();
        steady as f32 >= STEADY * (numbers.len() - 1) as f32
    })?;
    if !in_line || numbers.iter().any(|number| number.value % step != 0) {
        return None;
    }
    if step > 1 {
        return Some(step);
    }
    // Beside every line: some of these go on with a sentence, and all stand as close as lines do.
    let texts = numbers.iter().filter_map(|number| number.beside);
    let (mut all, mut within) = (0, 0);
    texts.for_each(|is_within| {
        all += 1;
        within += usize::from(is_within);
    });
    let distance = |(a, b): &(&&Number, &&Number)| b.fragment.base - a.fragment.base;
    let mut distances: Vec<f32> = pairs().map(|pair| distance(&pair)).collect();
    distances.sort_by(f32::total_cmp);
    let usual = distances.get(distances.len() / 3).copied()?;
    let close = distances.iter().filter(|one| **one < 2.2 * usual).count();
    let is_close = close as f32 >= STEADY * distances.len() as f32;
    (is_close && within > 0 && within as f32 >= WITHIN * all as f32).then_some(1)
}

/// Whether the numbers of the right margin count the paragraphs of a document with so many lines.
fn are_paragraphs(numbers: &[&Number], rows: usize) -> bool {
    let beside: Vec<&&Number> = numbers.iter().filter(|number| number.beside.is_some()).collect();
    // One a page, always at the same height: beside a running head or foot, and the number of the page.
    let height = beside.first().map_or(0.0, |number| number.fragment.base);
    if beside.iter().all(|number| (number.fragment.base - height).abs() < SAME_HEIGHT) {
        return false;
    }
    if beside.iter().all(|number| YEARS.contains(&number.value)) {
        return false;
    }
    if beside.len() < PARAGRAPHS || (rows as f32) < LINES_EACH * beside.len() as f32 {
        return false;
    }
    let pairs = beside.iter().zip(beside.iter().skip(1));
    let steady = pairs.filter(|(a, b)| a.value + 1 == b.value || a.value == b.value && b.text != a.text).count();
    steady as f32 >= STEADY * (beside.len() - 1) as f32
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};
    use crate::model::LineRole;

    const TEXT: [&str; 8] = [
        "1. The group heard the report of its chair on",
        "the year and thanked the host for the rooms. It",
        "agreed to meet again in the spring of the year.",
        "2. The members asked for the accounts of all of",
        "the offices and for a note on the fees that are",
        "owed. The treasurer will send them to all in a",
        "letter before the end of May.",
        "3. No other matter was raised by the members.",
    ];

    fn body(step: usize) -> Drawing {
        let drawing = Drawing::new().lines(100.0, 100.0, 14.0, &TEXT).size(7.0);
        let numbers = (1..=TEXT.len()).filter(|number| number % step == 0);
        numbers.fold(drawing, |drawing, number| drawing.text(72.0, 86.0 + 14.0 * number as f32, &number.to_string()))
    }

    #[test]
    fn numbers_beside_every_line_are_furniture() {
        let document = laid_out(vec![body(1)]);
        let texts: Vec<&str> =
            document.lines.iter().filter(|line| line.role == LineRole::Body).map(|line| line.text.as_str()).collect();
        assert_eq!(texts, TEXT);
        let furniture: Vec<&str> = document
            .lines
            .iter()
            .filter(|line| line.role == LineRole::Furniture)
            .map(|line| line.text.as_str())
            .collect();
        assert_eq!(furniture, ["1 2 3 4 5 6 7 8"]);
    }

    #[test]
    fn numbers_beside_every_second_line_are_furniture() {
        let document = laid_out(vec![body(2)]);
        assert!(document.lines.iter().any(|line| line.role == LineRole::Furniture && line.text == "2 4 6 8"));
    }

    #[test]
    fn entries_with_hanging_numbers_keep_them() {
        let entries =
            ["Opening of the meeting by the chair", "Adoption of the agenda", "Reports of the offices", "Other"];
        let drawing = (0_u16..).zip(entries).fold(Drawing::new(), |drawing, (at, entry)| {
            let y = 100.0 + 14.0 * f32::from(at);
            drawing.text(72.0, y, &(at + 1).to_string()).text(84.0, y, entry)
        });
        let document = laid_out(vec![drawing]);
        assert_eq!(document.lines[1].text, "2 Adoption of the agenda");
        assert!(document.lines.iter().all(|line| line.role == LineRole::Body));
    }

    #[test]
    fn numbers_in_brackets_in_the_right_margin_are_those_of_the_paragraphs() {
        let drawing = [11, 12, 13].iter().zip(0_u16..).fold(Drawing::new(), |drawing, (number, at)| {
            let y = 100.0 + 34.0 * f32::from(at);
            let lines =
                ["The group heard the report of its chair on the year", "and thanked the host for the rooms of it."];
            drawing.lines(72.0, y, 14.0, &lines).text(420.0, y, &format!("[{number}]"))
        });
        let document = laid_out(vec![drawing]);
        let seen: Vec<&str> = document.lines.iter().filter_map(|line| line.margin_number.as_deref()).collect();
        assert_eq!(seen, ["11", "12", "13"]);
    }

    #[test]
    fn pages_of_a_contents_list_in_the_margin_stay_with_their_entries() {
        let entries = ["Opening", "Agenda", "Reports", "Closing"];
        let drawing = entries.iter().zip(1_u16..).fold(Drawing::new(), |drawing, (entry, at)| {
            let y = 100.0 + 14.0 * f32::from(at);
            let dots = ".".repeat(60 - entry.len());
            drawing.text(72.0, y, &format!("{entry}{dots}")).text(390.0, y, &at.to_string())
        });
        let document = laid_out(vec![drawing]);
        assert!(document.lines.iter().all(|line| line.margin_number.is_none() && line.role != LineRole::Furniture));
        let text: String = document.lines.iter().map(|line| line.text.as_str()).collect();
        assert!(text.ends_with('4'), "{text}");
    }

    #[test]
    fn the_number_of_a_page_beside_its_foot_counts_no_paragraph() {
        let pages = (2..6).map(|page| {
            let drawing = Drawing::new().lines(72.0, 100.0, 14.0, &TEXT);
            drawing.text(72.0, 700.0, "Harbour Board of the Northern Straits and Sounds").text(
                420.0,
                700.0,
                &page.to_string(),
            )
        });
        let document = laid_out(pages.collect());
        assert!(document.lines.iter().all(|line| line.margin_number.is_none()));
        let text: String = document.lines.iter().map(|line| format!("{} ", line.text)).collect();
        assert!(["2", "3", "4", "5"].iter().all(|page| text.split(' ').any(|word| word == *page)), "{text}");
    }

    #[test]
    fn years_beside_lines_are_heads_of_columns_and_stay() {
        let drawing = (0_u16..8).fold(Drawing::new(), |drawing, at| {
            let y = 100.0 + 14.0 * f32::from(at);
            let drawing = drawing.text(72.0, y, "Herring landed at the northern quay, in tonnes a year");
            if at % 2 == 0 { drawing.text(420.0, y, &(2003 + at / 2).to_string()) } else { drawing }
        });
        let document = laid_out(vec![drawing]);
        assert!(document.lines.iter().all(|line| line.margin_number.is_none()));
        let text: String = document.lines.iter().map(|line| format!("{} ", line.text)).collect();
        assert!(["2003", "2004", "2005", "2006"].iter().all(|year| text.contains(year)), "{text}");
    }

    #[test]
    fn numbers_in_the_right_margin_are_those_of_the_paragraphs() {
        let paragraphs = [
            ["The group heard the report of its chair on the year", "and thanked the host for the rooms of the hall."],
            ["The members asked for the accounts of all of the", "offices and for a note on the fees that are owed."],
            ["The treasurer will send the accounts to all in a", "letter to the members before the end of the May."],
        ];
        let drawing = (0_u16..).zip(&paragraphs).fold(Drawing::new(), |drawing, (at, lines)| {
            let y = 100.0 + 34.0 * f32::from(at);
            drawing.lines(72.0, y, 14.0, lines).text(420.0, y, &(at + 11).to_string())
        });
        let document = laid_out(vec![drawing]);
        let seen: Vec<Option<&str>> = document.lines.iter().map(|line| line.margin_number.as_deref()).collect();
        assert_eq!(seen, [Some("11"), None, Some("12"), None, Some("13"), None]);
        assert_eq!(document.lines[0].text, paragraphs[0][0]);
    }
}
