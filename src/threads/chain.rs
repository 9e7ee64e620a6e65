//! Which part of a record depends on which: what a statement takes up stands before it, so that new reports at the end change nothing
//! that was found before.
//!
//! Reports in order of date are cut into stretches of equal number. What is found in a stretch follows from its own reports and from
//! those before it, and from nothing later; its name is a digest of all of these. So whatever order reports arrive in, a stretch whose
//! name is known need not be linked again, and finding everything anew gives the same.
//!
//! How much a word says depends on how rare it is. It is counted over the reports of the first age, which are linked together, and in
//! each later age over all reports before it; every age is as long as all before it.

use crate::text::digest::hex;
use sha2::{Digest, Sha256};
use std::ops::Range;

/// Reports of one stretch: few enough that linking one again costs a night nothing, many enough that their files are few.
pub const STRETCH: usize = 16;

/// Reports of the first age.
const FIRST_AGE: usize = 64;

/// Hexadecimal digits of a name.
const NAME_DIGITS: usize = 32;

/// Reports over which words are counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Age {
    /// Its reports, by number.
    pub reports: Range<usize>,
    /// Words are counted over the reports before this number.
    pub counted: usize,
}

/// The ages of a record of so many reports.
#[must_use]
pub fn ages(reports: usize) -> Vec<Age> {
    let mut ages = Vec::new();
    let mut from = 0;
    while from < reports {
        let to = if from == 0 { FIRST_AGE } else { from.saturating_mul(2) }.min(reports);
        ages.push(Age { reports: from..to, counted: if from == 0 { to } else { from } });
        from = to;
    }
    ages
}

/// The stretches of a record of so many reports; none crosses from one age to the next.
#[must_use]
pub fn stretches(reports: usize) -> Vec<Range<usize>> {
    (0..reports).step_by(STRETCH).map(|from| from..(from + STRETCH).min(reports)).collect()
}

/// The names of the stretches of a record, whose reports are given by a line each that says all that linking asks of them.
/// `form` names the way of linking.
#[must_use]
pub fn names(form: &str, reports: &[String]) -> Vec<String> {
    let first_age = reports.get(..FIRST_AGE.min(reports.len())).unwrap_or_default();
    let mut before = digest([form].into_iter().chain(first_age.iter().map(String::as_str)));
    let mut names = Vec::new();
    for stretch in stretches(reports.len()) {
        let lines = reports.get(stretch).unwrap_or_default();
        before = digest([before.as_str()].into_iter().chain(lines.iter().map(String::as_str)));
        names.push(before.clone());
    }
    names
}

fn digest<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hex(&hash.finalize()).chars().take(NAME_DIGITS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_double_and_hold_whole_stretches() {
        let all = ages(300);
        let bounds: Vec<(Range<usize>, usize)> = all.iter().map(|age| (age.reports.clone(), age.counted)).collect();
        assert_eq!(bounds, [(0..64, 64), (64..128, 64), (128..256, 128), (256..300, 256)]);
        for age in &all {
            assert_eq!(age.reports.start % STRETCH, 0);
        }
        assert_eq!(ages(10), [Age { reports: 0..10, counted: 10 }]);
        assert!(ages(0).is_empty() && stretches(0).is_empty());
    }

    #[test]
    fn a_name_changes_with_what_stands_before_and_not_with_what_follows() {
        let lines = |count: usize| (0..count).map(|at| format!("report {at}")).collect::<Vec<_>>();
        let (short, long) = (names("a", &lines(100)), names("a", &lines(200)));
        assert_eq!(short.len(), 7);
        // The last stretch of the shorter one was not full.
        assert_eq!(short[..6], long[..6]);
        assert_ne!(short[6], long[6]);
        let mut other = lines(200);
        other[70] = "another".to_owned();
        let changed = names("a", &other);
        assert_eq!(changed[..4], long[..4]);
        assert!((4..changed.len()).all(|at| changed[at] != long[at]));
        // The first age is linked together.
        let few = names("a", &lines(20));
        assert!(few.iter().zip(&short).all(|(one, other)| one != other));
    }
}
