//! Marks that stand side by side without white: "45" behind a word refers to the notes 4 and 5, where the page has these and
//! no note 45.

use crate::model::{Line, LineRole};
use crate::segment::notes::footnotes;
use rustc_hash::FxHashSet;

/// So many marks stand side by side, at most.
const MOST: u32 = 4;

/// Parts the marks of the text's lines that are several numbers in a row.
pub(crate) fn part(lines: &mut [Line]) {
    let notes = lines.iter().filter(|line| line.role == LineRole::Footnote);
    let noted: FxHashSet<u32> = notes.filter_map(|line| footnotes::mark_of(line, None)?.0.parse().ok()).collect();
    if noted.is_empty() {
        return;
    }
    for line in lines.iter_mut().filter(|line| line.role != LineRole::Footnote && !line.marks.is_empty()) {
        let whole = std::mem::take(&mut line.marks);
        for mark in whole {
            let parts = parts(&mark.text, &noted);
            if parts.is_empty() {
                line.marks.push(mark);
                continue;
            }
            line.marks.extend(parts.into_iter().map(|text| crate::model::RaisedMark { text, ..mark.clone() }));
        }
    }
}

/// The numbers one after the other that digits hold, all of them notes; none where the digits are a note themselves.
fn parts(digits: &str, noted: &FxHashSet<u32>) -> Vec<String> {
    let is_number = digits.len() > 1 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || digits.parse().is_ok_and(|value: u32| noted.contains(&value)) {
        return Vec::new();
    }
    let first_of = |length: usize| digits.get(..length)?.parse::<u32>().ok();
    let counted = |first: u32| {
        let all = |count: u32| (first..first + count).map(|value| value.to_string()).collect::<Vec<_>>();
        (2..=MOST).map(all).find(|numbers| numbers.concat() == digits)
    };
    let found = (1..digits.len()).filter_map(first_of).find_map(counted);
    found
        .filter(|numbers| numbers.iter().all(|one| one.parse().is_ok_and(|one| noted.contains(&one))))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_several_notes_are_parted() {
        let noted: FxHashSet<u32> = (1..12).collect();
        assert_eq!(parts("45", &noted), ["4", "5"]);
        assert_eq!(parts("567", &noted), ["5", "6", "7"]);
        assert_eq!(parts("910", &noted), ["9", "10"]);
        assert!(parts("11", &noted).is_empty() && parts("46", &noted).is_empty() && parts("4", &noted).is_empty());
        assert!(parts("1213", &noted).is_empty());
    }
}
