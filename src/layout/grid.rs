//! Fragments on a page as rows, and the white that runs down between their cells.

use super::fragment::Fragment;

/// Share of the rows of several cells in which white may be crossed: headers that span columns.
const CROSSED: f32 = 0.3;

/// Cells in a row, at most; more on one baseline are a drawing.
pub(super) const MOST_CELLS: usize = 100;

/// Fragments on one baseline.
pub(super) type Row = Vec<Fragment>;

/// Says what a fragment says.
pub(super) type Texts<'a> = &'a dyn Fn(&Fragment) -> String;

/// Adds a fragment, in order of baselines, to the row on its baseline.
pub(super) fn push(rows: &mut Vec<Row>, fragment: Fragment) {
    let is_on = |row: &Row| row.first().is_some_and(|first| fragment.base - first.base < 0.3 * fragment.size);
    match rows.last_mut().filter(|row| is_on(row)) {
        Some(row) => {
            let at = row.partition_point(|other| other.left.total_cmp(&fragment.left).is_le());
            row.insert(at, fragment);
        }
        None => rows.push(vec![fragment]),
    }
}

/// Where columns part: white between cells that runs through all rows but a few. None without such white.
pub(super) fn edges(rows: &[&Row], white: f32) -> Option<Vec<f32>> {
    let several: Vec<&Row> = rows.iter().copied().filter(|row| row.len() > 1).collect();
    let gaps = |row: &Row| -> Vec<(f32, f32)> {
        let pairs = row.iter().zip(row.iter().skip(1));
        pairs.filter(|(a, b)| b.left - a.right >= white * a.size.min(b.size)).map(|(a, b)| (a.right, b.left)).collect()
    };
    let mut open: Vec<(f32, f32)> = several.iter().flat_map(|row| gaps(row)).collect();
    open.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let crossing = |at: f32| rows.iter().filter(|row| row.iter().any(|one| one.left < at && one.right > at)).count();
    let showing = |at: f32| open.iter().filter(|(left, right)| *left < at && *right > at).count();
    let most = (CROSSED * rows.len() as f32).floor() as usize;
    // The middle of the narrowest white among overlapping ones, as often as white is found beside it.
    let mut edges: Vec<f32> = Vec::new();
    let mut at = 0;
    while let Some(&(mut left, mut right)) = open.get(at) {
        at += 1;
        while let Some(&(next, end)) = open.get(at).filter(|(next, _)| *next < right - 0.5) {
            left = left.max(next);
            right = right.min(end);
            at += 1;
            if right <= left {
                break;
            }
        }
        let middle = (left + right) / 2.0;
        // A wide gap after a number in one line of a cell is crossed by the cell's other lines.
        let is_white = crossing(middle) <= most.min(showing(middle));
        if right > left && is_white && edges.last().is_none_or(|last| middle - last > 4.0) {
            edges.push(middle);
        }
    }
    // White beside which nothing stands parts nothing.
    edges.retain(|edge| several.iter().any(|row| row.iter().any(|one| one.left >= *edge)));
    (!edges.is_empty()).then_some(edges)
}
