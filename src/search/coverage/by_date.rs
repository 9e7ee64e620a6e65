//! Series without numbers: a day that stands twice, and a gap in a steady rhythm.

use super::findings::{Coverage, Held, Hole, add_double, days_between};
use crate::query::dates;

/// Fewer distances between meetings do not make a rhythm.
const FEWEST_DISTANCES: usize = 4;
/// A distance so many times the usual one is a hole in a series without numbers.
const LONG_DISTANCE: f64 = 2.5;
/// Series that meet more often than this, in days, miss a meeting now and then without anything being lost.
const SHORTEST_DISTANCE: i64 = 20;

/// Holes and doubles of one series of one body; `days` in order.
pub(super) fn find(body: &str, series: &str, days: &[(u32, &Held)], found: &mut Coverage) {
    for pair in days.windows(2) {
        if let [(first, one), (second, other)] = pair
            && first == second
            && one.meeting == other.meeting
            && one.date.as_ref().is_some_and(|date| date.len() == "YYYY-MM-DD".len())
        {
            add_double(found, body, one, other);
        }
    }
    if body.is_empty() {
        // Reports of unknown bodies do not follow each other.
        return;
    }
    let mut unique: Vec<u32> = days.iter().map(|(day, _)| *day).collect();
    unique.dedup();
    let distances: Vec<i64> =
        unique.windows(2).filter_map(|pair| Some(days_between(*pair.first()?, *pair.last()?))).collect();
    if distances.len() < FEWEST_DISTANCES {
        return;
    }
    let mut sorted = distances.clone();
    sorted.sort_unstable();
    let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(0).max(SHORTEST_DISTANCE);
    #[expect(clippy::cast_precision_loss, reason = "days of some decades")]
    for (pair, distance) in
        unique.windows(2).zip(&distances).filter(|(_, distance)| **distance as f64 > usual as f64 * LONG_DISTANCE)
    {
        let (Some(after), Some(before)) = (pair.first(), pair.last()) else { continue };
        found.holes.push(Hole {
            body: body.to_owned(),
            series: series.to_owned(),
            missing: Vec::new(),
            after: Some(dates::iso(*after)),
            before: Some(dates::iso(*before)),
            reason: format!("{distance} days without a report, usually {usual}"),
        });
    }
}
