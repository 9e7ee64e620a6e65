//! Raised and lowered figures that are no marks of notes: CO₂, x², 10⁶. The figure's own position cannot tell; what stands
//! before it can, where no note on the page has that mark.

use crate::model::{Line, LineRole, RaisedMark};

/// Elements and groups of elements whose number of atoms is set low: "CO", "N", "H", "SO"; and "PM", for fine dust.
const FORMULAS: [&str; 20] = [
    "CO", "SO", "NO", "NH", "CH", "SF", "NF", "PM", "H", "N", "O", "C", "CaCO", "HCO", "SiO", "TiO", "CF", "PO", "Cl",
    "Al",
];
/// Longest stretch of letters before a figure within a formula ("CH₃OH").
const LONGEST_FORMULA: usize = 4;
/// Marks on a line, at most; more are no text.
const MOST: usize = 100;
/// Figures of the highest power that is written out in reports ("10⁻⁶" and "10¹²").
const POWERS: u32 = 24;

/// Puts figures that are part of a formula or a power back into the text of a page's lines.
pub(super) fn put_back(lines: &mut [Line]) {
    let is_candidate = |line: &Line| line.marks.iter().any(|mark| reading(line, mark).is_some());
    if !lines.iter().any(is_candidate) {
        return;
    }
    // A note has one mark in the text: where some other word carries it, the figure is free.
    let carried: Vec<String> = lines
        .iter()
        .flat_map(|line| line.marks.iter().filter(|mark| mark.offset > 0 && reading(line, mark).is_none()))
        .map(|mark| mark.text.clone())
        .collect();
    let notes: Vec<String> = lines.iter().filter_map(note_mark).filter(|mark| !carried.contains(mark)).collect();
    for line in lines.iter_mut().filter(|line| line.marks.len() <= MOST) {
        let mut at = 0;
        while let Some(mark) = line.marks.get(at) {
            match reading(line, mark) {
                Some((text, is_certain)) if is_certain || !notes.contains(&mark.text) => {
                    let offset = mark.offset;
                    line.marks.remove(at);
                    insert(line, offset, &text);
                }
                _ => at += 1,
            }
        }
    }
}

/// The mark that a line opens a note with.
fn note_mark(line: &Line) -> Option<String> {
    if let Some(mark) = line.marks.first().filter(|mark| mark.offset == 0) {
        return Some(mark.text.clone());
    }
    let first = line.text.split(' ').next().unwrap_or_default();
    (line.role == LineRole::Footnote).then(|| first.trim_matches(|one: char| !one.is_alphanumeric()).to_owned())
}

/// What a figure reads as where it may be none of a note, and whether it cannot be one.
fn reading(line: &Line, mark: &RaisedMark) -> Option<(String, bool)> {
    let value: u32 = mark.text.parse().ok()?;
    let (before, after) = (line.text.get(..mark.offset as usize)?, line.text.get(mark.offset as usize..)?);
    let word = before.rsplit(|one: char| !one.is_alphanumeric()).next().unwrap_or_default();
    let letters = word.trim_start_matches(|one: char| one.is_ascii_digit());
    let runs_on = after.starts_with(char::is_alphabetic);
    // Within a formula: "N₂O", "CH₃OH".
    if runs_on && letters.starts_with(char::is_uppercase) && letters.chars().count() <= LONGEST_FORMULA {
        return Some((mark.text.clone(), true));
    }
    let last = last_part(letters);
    if FORMULAS.contains(&last) && value <= 10 {
        return Some((mark.text.clone(), false));
    }
    let stands_free = before.len() == word.len() || !before.trim_end_matches(word).ends_with(['.', ',']);
    if word == "10" && value <= POWERS && stands_free {
        return Some((superscript(value), false));
    }
    let is_variable = letters.len() == 1 && !matches!(letters, "A" | "a" | "I" | "i" | "o" | "O") && word.len() == 1;
    (is_variable && matches!(value, 2 | 3)).then(|| (superscript(value), false))
}

/// The last element or group of a formula whose figures have been put back: "N2O" ends with "O".
fn last_part(letters: &str) -> &str {
    letters.rsplit(|one: char| one.is_ascii_digit()).next().unwrap_or_default()
}

fn superscript(value: u32) -> String {
    const FIGURES: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    value.to_string().bytes().filter_map(|digit| FIGURES.get(usize::from(digit.wrapping_sub(b'0')))).collect()
}

/// Inserts text into a line at an offset, as part of the word before it.
fn insert(line: &mut Line, offset: u32, text: &str) {
    let at = offset as usize;
    if !line.text.is_char_boundary(at) {
        return;
    }
    line.text.insert_str(at, text);
    let by = text.len() as u32;
    line.styles.iter_mut().filter(|style| style.end >= offset).for_each(|style| style.end += by);
    line.marks.iter_mut().filter(|mark| mark.offset >= offset).for_each(|mark| mark.offset += by);
    for word in &mut line.words {
        word.start += if word.start >= offset { by } else { 0 };
        word.end += if word.end >= offset { by } else { 0 };
    }
    for range in &mut line.struck {
        range[0] += if range[0] >= offset { by } else { 0 };
        range[1] += if range[1] >= offset { by } else { 0 };
    }
    join_words(line, offset);
}

/// The words before and after an inserted figure are one where no blank parts them.
fn join_words(line: &mut Line, offset: u32) {
    let Some(at) = line.words.iter().position(|word| word.end >= offset && word.start < offset) else { return };
    let Some(next) = line.words.get(at + 1).copied() else { return };
    let Some(word) = line.words.get_mut(at) else { return };
    if word.end >= next.start {
        (word.end, word.right) = (next.end, word.right.max(next.right));
        line.words.remove(at + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};

    /// A line with a raised figure between two texts.
    fn line(before: &str, figure: &str, after: &str) -> (String, usize) {
        let width = |text: &str| text.chars().map(|one| if one == ' ' { 2.5 } else { 5.0 }).sum::<f32>();
        let x = 72.0 + width(before);
        let drawing = Drawing::new().text(72.0, 100.0, before).size(6.0).text(x + 0.2, 96.5, figure).size(10.0);
        let line = laid_out(vec![drawing.text(x + 3.4 * figure.len() as f32, 100.0, after)]).lines.remove(0);
        assert_eq!(line.styles.last().unwrap().end as usize, line.text.len());
        (line.text, line.marks.len())
    }

    #[test]
    fn figures_of_formulas_and_powers_are_text() {
        for (before, figure, after, want) in [
            ("Some CO", "2", " fell", "Some CO2 fell"),
            ("Some N", "2", "O fell", "Some N2O fell"),
            ("about 10", "6", " litres", "about 10⁶ litres"),
            ("of x", "2", " and", "of x² and"),
        ] {
            assert_eq!(line(before, figure, after), (want.to_owned(), 0));
        }
    }

    #[test]
    fn marks_behind_words_and_years_stay_marks() {
        for (before, figure, after) in [("the Council", "2", " met"), ("in 2010", "6", " it"), ("at 4.10", "3", " it")]
        {
            assert_eq!(line(before, figure, after), (format!("{before}{after}"), 1));
        }
    }

    #[test]
    fn a_note_on_the_page_makes_the_figure_its_mark() {
        let drawing = Drawing::new().text(72.0, 100.0, "agreed on CO").size(6.0).text(127.3, 96.5, "2").size(10.0);
        let drawing = drawing.text(131.0, 100.0, " and closed the sitting of the day");
        let drawing = drawing.size(5.0).text(72.0, 739.0, "2").size(8.0).text(75.0, 742.0, "See the first report.");
        assert_eq!(laid_out(vec![drawing]).lines[0].marks[0].text, "2");
    }

    #[test]
    fn a_mark_that_a_word_carries_is_not_carried_by_a_power_too() {
        let drawing = Drawing::new().text(72.0, 100.0, "The council").size(6.0).text(124.7, 96.5, "3").size(10.0);
        let drawing = drawing.text(72.0, 112.0, "burnt 10").size(6.0).text(109.7, 108.5, "3").size(10.0);
        let drawing = drawing.text(113.5, 112.0, " tons of coal in the year of the flood");
        let drawing = drawing.size(5.0).text(72.0, 739.0, "3").size(8.0).text(75.0, 742.0, "See the first report.");
        let lines = laid_out(vec![drawing]).lines;
        assert_eq!(lines[0].marks.len(), 1);
        assert_eq!(lines[1].text, "burnt 10³ tons of coal in the year of the flood");
    }
}
