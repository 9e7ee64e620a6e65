//! Fragments side by side as rows: what columns and tables are judged by.

use super::fragment::Fragment;

/// Fragments whose baselines differ by less (ems of the smaller) are of one row.
const SAME_ROW: f32 = 0.3;

/// Extent of the fragments on one baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Row {
    /// Left end.
    pub left: f32,
    /// Right end.
    pub right: f32,
    /// Baseline.
    pub base: f32,
    /// Size of its widest fragment.
    pub size: f32,
}

/// Joins fragments, sorted by baseline, to rows from top to bottom.
pub(super) fn rows(fragments: &[Fragment]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for fragment in fragments {
        let Fragment { left, right, base, size, .. } = *fragment;
        match rows.last_mut().filter(|row| base - row.base <= SAME_ROW * size.min(row.size)) {
            Some(row) => {
                if right - left > row.right - row.left {
                    row.size = size;
                }
                row.left = row.left.min(left);
                row.right = row.right.max(right);
            }
            None => rows.push(Row { left, right, base, size }),
        }
    }
    rows
}
