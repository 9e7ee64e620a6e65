//! Edit distance between words, with a swap of neighbours as one edit (optimal string alignment; Damerau 1964).

/// The number of edits between two words, over characters.
#[must_use]
pub fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    let mut last_left = None;
    for (index, own) in left.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(index + 1);
        let mut last_right = None;
        for (at, &other) in right.iter().enumerate() {
            let cell = |cells: &[usize], at: usize| cells.get(at).copied().unwrap_or(usize::MAX - 1);
            let mut best =
                (cell(&row, at) + usize::from(own != other)).min(cell(&row, at + 1) + 1).min(cell(&next, at) + 1);
            if last_left == Some(other) && last_right == Some(own) {
                best = best.min(at.checked_sub(1).map_or(usize::MAX - 1, |two_back| cell(&before, two_back)) + 1);
            }
            next.push(best);
            last_right = Some(other);
        }
        before = std::mem::replace(&mut row, next);
        last_left = Some(own);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn edits_are_counted_and_a_swap_is_one() {
        for (left, right, edits) in [
            ("", "", 0),
            ("", "abc", 3),
            ("secretariat", "secretariat", 0),
            ("secretariat", "secetariat", 1),
            ("secretariat", "secretraiat", 1),
            ("newcomer", "newcomers", 1),
            ("agreed", "decided", 5),
            ("été", "ete", 2),
        ] {
            assert_eq!(distance(left, right), edits, "{left} {right}");
            assert_eq!(distance(right, left), edits, "{right} {left}");
        }
    }
}
