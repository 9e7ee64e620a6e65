//! Short columns that their words alone show to be read down: names of those present, lists with bullets or numbers, the two
//! sides of a masthead, two lines of text beside two others.

use super::fragment::Fragment;
use super::grid::Texts;
use super::rows::{Row, rows};

/// Lines that each side of a list has, at least; of a masthead or a text of few lines.
const LISTED: usize = 3;
const FEW: usize = 2;
/// More lines are no such list.
const MOST: usize = 60;
/// Share of the lines of each side that must begin alike.
const ALIKE: f32 = 0.6;
/// White (ems) between the sides, at least.
const WHITE: f32 = 1.0;
const WIDE_WHITE: f32 = 2.0;
/// A masthead stands in this share of the first page, from the top, and its left side is at least so wide (ems).
const MASTHEAD: f32 = 0.4;
const MASTHEAD_WIDTH: f32 = 7.0;
/// White (ems) before lines set to the right margin; their ends differ by less (points).
const FAR_WHITE: f32 = 4.0;
const SAME_END: f32 = 2.5;
/// Columns of text are at least so wide (ems).
const TEXT_WIDTH: f32 = 9.0;

/// How names of people begin, in the languages that reports are written in.
const HONORIFICS: [&str; 24] = [
    "Mr.", "Ms.", "Mrs.", "Miss", "Mr", "Ms", "Mrs", "Dr.", "Dr", "Prof.", "Sir", "Dame", "H.E.", "Hon.", "Rev.",
    "Judge", "Amb.", "M.", "Mme", "Mlle", "Sr.", "Sra.", "Herr", "Frau",
];

/// What the two sides of a gutter are judged by.
pub(super) struct Sight<'a> {
    /// What a fragment says, without blanks.
    pub texts: Texts<'a>,
    /// Whether the page is the first.
    pub is_first: bool,
    /// The page's height.
    pub height: f32,
}

/// Whether two sides, each sorted from top to bottom, are read one after the other, though they are too short or too ragged
/// for columns of running text.
pub(super) fn reads_down(left: &[Fragment], right: &[Fragment], sight: &Sight<'_>) -> bool {
    let (own, other) = (rows(left), rows(right));
    if own.len().min(other.len()) < FEW || own.len().max(other.len()) > MOST {
        return false;
    }
    let size = own.first().map_or(1.0, |row| row.size);
    let end = own.iter().map(|row| row.right).fold(f32::NEG_INFINITY, f32::max);
    let begin = other.iter().map(|row| row.left).fold(f32::INFINITY, f32::min);
    if begin - end < WHITE * size {
        return false;
    }
    let is_wide = begin - end >= WIDE_WHITE * size;
    are_lists((left, &own), (right, &other), sight.texts)
        || is_wide && is_masthead((left, &own), (right, &other), sight)
        || is_wide && are_texts((left, &own), (right, &other), sight.texts)
}

/// Whether the lines of both sides begin as names of people do.
pub(super) fn are_names(left: &[Fragment], right: &[Fragment], sight: &Sight<'_>) -> bool {
    let begin = |side: &[Fragment]| {
        let rows = rows(side);
        let names = firsts(side, &rows).filter(|one| begins_with_name(&(sight.texts)(one))).count();
        rows.len() >= LISTED && names as f32 >= ALIKE * rows.len() as f32
    };
    begin(left) && begin(right)
}

/// What each row of one side begins with: its first fragment.
fn firsts<'a>(side: &'a [Fragment], rows: &'a [Row]) -> impl Iterator<Item = &'a Fragment> {
    rows.iter()
        .filter_map(|row| side.iter().find(|one| one.left <= row.left && (one.base - row.base).abs() < 0.3 * row.size))
}

/// Both sides are names, or entries with bullets, or entries whose numbers go on from the one to the other.
fn are_lists(left: (&[Fragment], &[Row]), right: (&[Fragment], &[Row]), texts: Texts<'_>) -> bool {
    if left.1.len().min(right.1.len()) < LISTED {
        return false;
    }
    let alike = |side: (&[Fragment], &[Row]), begins: &dyn Fn(&str) -> bool| {
        let count = firsts(side.0, side.1).filter(|one| begins(&texts(one))).count();
        count as f32 >= ALIKE * side.1.len() as f32
    };
    let both = |begins: &dyn Fn(&str) -> bool| alike(left, begins) && alike(right, begins);
    if both(&begins_with_name) || both(&|text| text.starts_with(['•', '▪', '●', '○', '■', '‣', '–'])) {
        return true;
    }
    let numbers = |side: (&[Fragment], &[Row])| -> Vec<u32> {
        firsts(side.0, side.1).filter_map(|one| number(&texts(one))).collect()
    };
    let (own, other) = (numbers(left), numbers(right));
    let counts = |numbers: &[u32]| numbers.iter().zip(numbers.iter().skip(1)).all(|(a, b)| a + 1 == *b);
    let goes_on = own.last().zip(other.first()).is_some_and(|(last, first)| last + 1 == *first);
    own.len().min(other.len()) >= LISTED && goes_on && counts(&own) && counts(&other)
}

/// "Ms. Ingrid": the texts come without blanks, so that a capital must follow.
pub(super) fn begins_with_name(text: &str) -> bool {
    HONORIFICS.iter().any(|title| {
        let rest = text.strip_prefix(title);
        rest.is_some_and(|rest| rest.starts_with(char::is_uppercase))
    })
}

/// The number of an entry: "4." or "4)".
pub(super) fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..)?;
    rest.starts_with(['.', ')']).then(|| text.get(..digits)?.parse().ok())?
}

/// At the head of the first page, what the report is of on the left, its symbol or day on the right.
fn is_masthead(left: (&[Fragment], &[Row]), right: (&[Fragment], &[Row]), sight: &Sight<'_>) -> bool {
    let ends = left.1.last().into_iter().chain(right.1.last());
    if !sight.is_first || ends.into_iter().any(|row| row.base > MASTHEAD * sight.height) {
        return false;
    }
    let width = left.1.iter().map(|row| (row.right - row.left) / row.size).fold(0.0, f32::max);
    let has_label = left.0.iter().any(|one| (sight.texts)(one).ends_with(':'));
    width >= MASTHEAD_WIDTH && !has_label && right.0.iter().any(|one| tells_of_issue(&(sight.texts)(one)))
}

/// Where the right side of a masthead begins whose lines are set to the right margin, so that no left edge shows it.
pub(super) fn masthead_edge<'a>(fragments: impl Iterator<Item = &'a Fragment>, sight: &Sight<'_>) -> Option<f32> {
    if !sight.is_first {
        return None;
    }
    let top: Vec<&Fragment> = fragments.filter(|one| one.base < MASTHEAD * sight.height).take(MOST).collect();
    let is_beside = |one: &&&Fragment| {
        top.iter().any(|other| {
            (other.base - one.base).abs() < 0.6 * one.size && one.left - other.right > FAR_WHITE * one.size
        })
    };
    let seeds: Vec<&&Fragment> = top.iter().filter(is_beside).collect();
    let end = seeds.iter().map(|one| one.right).fold(f32::NEG_INFINITY, f32::max);
    let begin = seeds.iter().map(|one| one.left).fold(f32::INFINITY, f32::min);
    let is_own = |one: &&&Fragment| (one.right - end).abs() < SAME_END && one.left > begin - FAR_WHITE * one.size;
    let own: Vec<&&Fragment> = top.iter().filter(is_own).collect();
    let edge = own.iter().map(|one| one.left).fold(f32::INFINITY, f32::min);
    (own.len() >= FEW && seeds.iter().all(|seed| (seed.right - end).abs() < SAME_END)).then_some(edge)
}

/// A symbol ("RC/2016/9"), a year, an hour, or what the head of a document says of its issue.
fn tells_of_issue(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_symbol = text.contains('/') && digits > 0 && text.starts_with(char::is_uppercase);
    // Not a number of four figures: a day has words or signs about its year.
    let is_day = text.len() > 4 && text.contains(|one: char| one.is_alphabetic() || matches!(one, '/' | '-'));
    let has_year = is_day
        && text
            .as_bytes()
            .windows(4)
            .any(|four| four.iter().all(u8::is_ascii_digit) && matches!(four, [b'1' | b'2', ..]));
    let words = ["Distr", "Original", "Language", "Date", "English"];
    is_symbol || has_year || words.iter().any(|word| text.starts_with(word))
}

/// Two stretches of text of few lines: the lines of both go on with a small letter.
fn are_texts(left: (&[Fragment], &[Row]), right: (&[Fragment], &[Row]), texts: Texts<'_>) -> bool {
    let goes_on = |side: (&[Fragment], &[Row])| {
        let width = side.1.iter().map(|row| (row.right - row.left) / row.size).fold(0.0, f32::max);
        let edge = side.1.first().map_or(0.0, |row| row.left);
        let in_line = side.1.iter().all(|row| (row.left - edge).abs() < 0.3 * row.size);
        let close = side.1.iter().zip(side.1.iter().skip(1)).all(|(a, b)| b.base - a.base < 1.6 * b.size);
        let mut lines = firsts(side.0, side.1).skip(1);
        let first = side.1.first().map_or(0.0, |row| (row.right - row.left) / row.size);
        width >= TEXT_WIDTH
            && first >= 0.75 * width
            && in_line
            && close
            && lines.all(|one| texts(one).starts_with(char::is_lowercase))
    };
    left.1.len().max(right.1.len()) <= 2 * LISTED && goes_on(left) && goes_on(right)
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, texts};
    use super::super::fragment::Fragment;
    use super::{Sight, masthead_edge};

    #[test]
    fn names_in_two_columns_are_read_down() {
        let drawing = Drawing::new().text(72.0, 100.0, "Present:");
        let drawing = drawing.lines(100.0, 114.0, 14.0, &["Ms. Ann Archer", "Mr. Bo Bell", "Dr. Cy Cole"]);
        let drawing = drawing.lines(300.0, 114.0, 14.0, &["Mr. Di Dunn", "Ms. Ed Eliot", "Prof. Flo Fry"]);
        let seen = texts(drawing);
        let expected = [
            "Present:",
            "Ms. Ann Archer",
            "Mr. Bo Bell",
            "Dr. Cy Cole",
            "Mr. Di Dunn",
            "Ms. Ed Eliot",
            "Prof. Flo Fry",
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn names_in_three_columns_are_read_down() {
        let drawing = Drawing::new().lines(72.0, 114.0, 14.0, &["Ms. Ann Archer", "Mr. Bo Bell", "Dr. Cy Cole"]);
        let drawing = drawing.lines(220.0, 114.0, 14.0, &["Mr. Di Dunn", "Ms. Ed Eliot", "Prof. Flo Fry"]);
        let seen = texts(drawing.lines(380.0, 114.0, 14.0, &["Ms. Gail Gray", "Mr. Hal Hood", "Ms. Ida Innes"]));
        assert_eq!(seen[..4], ["Ms. Ann Archer", "Mr. Bo Bell", "Dr. Cy Cole", "Mr. Di Dunn"]);
        assert_eq!(seen.len(), 9);
    }

    #[test]
    fn numbers_that_go_on_in_the_next_column_are_read_down() {
        let drawing = Drawing::new().lines(72.0, 100.0, 14.0, &["1. Opening", "2. Agenda", "3. Fares"]);
        let seen = texts(drawing.lines(300.0, 100.0, 14.0, &["4. Tolls", "5. Nets", "6. Closing"]));
        assert_eq!(seen, ["1. Opening", "2. Agenda", "3. Fares", "4. Tolls", "5. Nets", "6. Closing"]);
    }

    #[test]
    fn the_two_sides_of_a_masthead_are_read_one_after_the_other() {
        let drawing =
            Drawing::new().lines(72.0, 60.0, 12.0, &["Coastal Council", "Committee on Tolls", "Third meeting"]);
        let drawing = drawing.lines(400.0, 60.0, 12.0, &["CC/2031/9", "Distr.: General", "12 June 2031"]);
        let seen =
            texts(drawing.text(72.0, 140.0, "Report of the committee on the meeting that was held in the spring"));
        assert_eq!(seen[..3], ["Coastal Council", "Committee on Tolls", "Third meeting"]);
    }

    #[test]
    fn lines_set_to_the_right_margin_beside_others_show_where_they_begin() {
        let at = |left: f32, right: f32, base: f32| Fragment { left, right, base, size: 10.0, first: 0, last: 0 };
        let own = [at(72.0, 147.0, 60.0), at(72.0, 217.0, 74.0), at(72.0, 162.0, 116.0)];
        let right = [at(475.0, 520.0, 60.0), at(445.0, 520.0, 74.0), at(460.0, 520.0, 88.0), at(435.0, 520.0, 102.0)];
        let texts = |_: &Fragment| String::new();
        let edge = |fragments: &[Fragment], is_first: bool| {
            masthead_edge(fragments.iter(), &Sight { texts: &texts, is_first, height: 800.0 })
        };
        let both: Vec<Fragment> = own.iter().chain(&right).copied().collect();
        assert_eq!(edge(&both, true), Some(435.0));
        assert_eq!(edge(&both, false), None, "on the first page only");
        assert_eq!(edge(&own, true), None);
        // Lines that end where they end are none.
        let ragged: Vec<Fragment> =
            own.iter().copied().chain([at(400.0, 470.0, 60.0), at(400.0, 520.0, 74.0)]).collect();
        assert_eq!(edge(&ragged, true), None);
    }

    #[test]
    fn labels_with_their_values_are_read_across() {
        let drawing = Drawing::new().lines(72.0, 60.0, 12.0, &["Date of the meeting:", "Place of the meeting:"]);
        let seen = texts(drawing.lines(300.0, 60.0, 12.0, &["4 May 2031", "Kirkmouth"]));
        assert_eq!(seen, ["Date of the meeting: 4 May 2031", "Place of the meeting: Kirkmouth"]);
    }

    #[test]
    fn two_lines_of_text_beside_two_others() {
        let drawing = Drawing::new().lines(72.0, 100.0, 12.0, &["The panel read the accounts for", "the year and"]);
        let seen = texts(drawing.lines(320.0, 100.0, 12.0, &["agreed on new rules for the use", "of the fund."]));
        assert_eq!(seen[..2], ["The panel read the accounts for", "the year and"]);
    }
}
