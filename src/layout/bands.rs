//! Columns that end at one height and begin again below, as under a heading of the next part: the numbers of the paragraphs
//! say that the upper columns are read before the lower ones.

/// An item of one side: its baseline, and the number of a paragraph that it begins.
pub(super) type Numbered = (f32, Option<u32>);

/// The height at which both sides of a gutter part into upper and lower columns, where their numbers show it: the left side
/// jumps from `a` to `b`, the right side begins with `a + 1` and jumps from `b - 1` on to what follows the left side's last.
pub(super) fn parting(left: &[Numbered], right: &[Numbered]) -> Option<f32> {
    let (upper_end, lower_start) = jump(left)?;
    let (a, b) = (number(left, upper_end)?, number(left, lower_start)?);
    let first_right = right.iter().find_map(|item| item.1)?;
    let last_left = left.iter().rev().find_map(|item| item.1)?;
    if b <= a + 1 || first_right != a + 1 {
        return None;
    }
    let goes_on = right.iter().position(|item| item.1 == Some(last_left + 1));
    let last_upper = right.iter().position(|item| item.1 == Some(b - 1))?;
    let gaps = [
        Some(widest_gap(left.get(upper_end..=lower_start)?)?),
        goes_on.filter(|at| *at > last_upper).and_then(|at| widest_gap(right.get(last_upper..=at)?)),
    ];
    let from = gaps.iter().flatten().map(|gap| gap.0).fold(f32::NEG_INFINITY, f32::max);
    let to = gaps.iter().flatten().map(|gap| gap.1).fold(f32::INFINITY, f32::min);
    // Without a lower part the right side must end above.
    let ends_above = goes_on.is_some() || right.last().is_some_and(|item| item.0 < to);
    (from < to && ends_above).then_some((from + to) / 2.0)
}

fn number(side: &[Numbered], at: usize) -> Option<u32> {
    side.get(at)?.1
}

/// The two numbered items between which the only jump of a side lies.
fn jump(side: &[Numbered]) -> Option<(usize, usize)> {
    let numbered: Vec<(usize, u32)> = side.iter().enumerate().filter_map(|(at, item)| Some((at, item.1?))).collect();
    let mut jumps = numbered.iter().zip(numbered.iter().skip(1)).filter(|(a, b)| b.1 != a.1 + 1);
    let (a, b) = jumps.next()?;
    jumps.next().is_none().then_some((a.0, b.0))
}

/// The widest white between neighbours: its upper and its lower end.
fn widest_gap(items: &[Numbered]) -> Option<(f32, f32)> {
    let pairs = items.iter().zip(items.iter().skip(1)).map(|(a, b)| (a.0, b.0));
    pairs.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines ten points apart; a heading twenty points below the upper part.
    fn side(numbers: &[(f32, u32)], plain: &[f32]) -> Vec<Numbered> {
        let mut items: Vec<Numbered> = numbers.iter().map(|(base, number)| (*base, Some(*number))).collect();
        items.extend(plain.iter().map(|base| (*base, None)));
        items.sort_by(|a, b| a.0.total_cmp(&b.0));
        items
    }

    #[test]
    fn numbers_that_go_on_across_the_gutter_part_it() {
        let left = side(&[(100.0, 1), (120.0, 2), (180.0, 5)], &[110.0, 130.0, 160.0, 190.0]);
        let right = side(&[(100.0, 3), (120.0, 4), (180.0, 6)], &[110.0, 190.0]);
        let at = parting(&left, &right).unwrap();
        assert!(at > 130.0 && at < 180.0, "{at}");
    }

    #[test]
    fn columns_in_order_are_whole() {
        let left = side(&[(100.0, 1), (120.0, 2)], &[]);
        assert_eq!(parting(&left, &side(&[(100.0, 3)], &[])), None);
        let left = side(&[(100.0, 1), (120.0, 4)], &[]);
        assert_eq!(parting(&left, &side(&[(100.0, 7), (120.0, 8)], &[])), None);
    }
}
