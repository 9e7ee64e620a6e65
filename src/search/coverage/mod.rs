//! What was not searched: meetings missing from numbered or dated series, and reports held twice.
//!
//! A series is a body's meetings of one name without its number ("Virtual Meeting II" belongs to "virtual meeting"). Its
//! numbers may be Roman, figures or ordinals, and begin again with every cycle. Beside them stand the meetings that the
//! workspace's `meetings.csv` lists.

mod by_date;
mod by_number;
mod findings;
mod listed;
mod notices;
mod series;

pub use findings::{Coverage, Double, Held, Hole};
pub use listed::Listed;
pub use notices::{Asked, notices, unread};

use std::collections::BTreeMap;

use crate::query::dates;
use by_number::Meeting;
use series::{name_without_dates, numbered_name};

/// Finds holes and doubles among the reports `held`; `listed` are meetings known to have taken place.
#[must_use]
pub fn coverage(held: &[Held], listed: &[Listed]) -> Coverage {
    let mut found = Coverage::default();
    let mut numbered: BTreeMap<(String, String), Vec<Meeting<'_>>> = BTreeMap::new();
    let mut dated: BTreeMap<(String, String), Vec<(u32, &Held)>> = BTreeMap::new();
    for report in held {
        if report.files.len() > 1 {
            found.copies.push(report.files.clone());
        }
        let day = report.date.as_deref().and_then(dates::days).map(|(first, _)| first);
        if day.is_none() {
            found.undated.push(report.key.clone());
        }
        let body = report.body.clone().unwrap_or_default();
        match report.meeting.as_deref().and_then(numbered_name) {
            // Of unknown bodies nobody can say that their meetings follow each other.
            Some(_) if body.is_empty() => {}
            Some((series, number, numeral)) => {
                numbered.entry((body, series)).or_default().push(Meeting { report, number, numeral, day });
            }
            // Documents with symbols come as they come: no rhythm can be missed.
            None if report.symbol.is_some() => {}
            None => {
                let series = report.meeting.as_deref().map(name_without_dates).unwrap_or_default();
                dated.entry((body, series)).or_default().extend(day.map(|day| (day, report)));
            }
        }
    }
    for ((body, series), meetings) in numbered {
        by_number::find(&body, &series, meetings, &mut found);
    }
    for ((body, series), mut days) in dated {
        days.sort_by_key(|(day, report)| (*day, report.key.clone()));
        by_date::find(&body, &series, &days, &mut found);
    }
    listed::find(listed, held, &mut found);
    found.holes.sort_by(|left, right| {
        (&left.body, &left.after, &left.series).cmp(&(&right.body, &right.after, &right.series))
    });
    found
}

#[cfg(test)]
mod tests;
