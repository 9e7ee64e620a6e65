//! What was not searched: meetings missing from numbered or dated series, and reports held twice.
//!
//! A series is a body's meetings of one name without its number ("Virtual Meeting II" belongs to "virtual meeting"). Its
//! numbers may be Roman, figures or ordinals, and begin again with every cycle. Beside them stand the meetings that the
//! workspace's `meetings.csv` lists.

mod by_date;
mod by_number;
mod listed;
mod notices;
mod series;

pub use listed::Listed;
pub use notices::{Asked, notices, unread};

use std::collections::BTreeMap;

use serde::Serialize;

use super::query::dates;
use by_number::Meeting;
use series::{name_without_dates, numbered_name};

/// A report as coverage sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Report key.
    pub key: String,
    /// The body that met.
    pub body: Option<String>,
    /// The meeting: `Virtual Meeting II`.
    pub meeting: Option<String>,
    /// First day, `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub date: Option<String>,
    /// Document symbol: `A/80/604`.
    pub symbol: Option<String>,
    /// All files with these bytes, the one it was read from first.
    pub files: Vec<String>,
}

/// Holes and doubles of a collection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Meetings that are missing, by body, series and time.
    pub holes: Vec<Hole>,
    /// Meetings of which more than one report is held.
    pub doubles: Vec<Double>,
    /// Files with the same bytes.
    pub copies: Vec<Vec<String>>,
    /// Keys of reports without a date: no range of dates finds them.
    pub undated: Vec<String>,
}

/// Meetings missing between two that are held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hole {
    /// The body that met.
    pub body: String,
    /// Name of the series; empty for a meeting that stands in `meetings.csv`.
    pub series: String,
    /// The missing meetings by name; empty where only dates speak for the hole.
    pub missing: Vec<String>,
    /// Day of the last report before the hole; for a meeting of `meetings.csv`, its first day.
    pub after: Option<String>,
    /// Day of the first report after it; for a meeting of `meetings.csv`, its last day.
    pub before: Option<String>,
    /// Why meetings are thought to be missing, in words.
    pub reason: String,
}

/// Several reports of one meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Double {
    /// The body that met.
    pub body: String,
    /// The meeting.
    pub meeting: String,
    /// Keys of its reports.
    pub reports: Vec<String>,
}

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

impl Hole {
    /// One meeting whose own days are known: `after` and `before` are its first and last day.
    #[must_use]
    pub fn is_of_known_days(&self) -> bool {
        self.series.is_empty() && !self.missing.is_empty()
    }

    /// "MAG virtual meeting IV, between 2017-05-09 and 2017-07-11 (numbers III and V are held)".
    #[must_use]
    pub fn sentence(&self) -> String {
        let name = [self.body.as_str(), self.series.as_str()]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(" ");
        let what = if self.missing.is_empty() {
            format!("meetings of {name}")
        } else {
            format!("{name} {}", self.missing.join(", ")).trim_start().to_owned()
        };
        let when = match (&self.after, &self.before) {
            (Some(day), Some(same)) if day == same => format!(" on {day}"),
            (Some(first), Some(last)) if self.is_of_known_days() => format!(" from {first} to {last}"),
            (Some(after), Some(before)) => format!(" between {after} and {before}"),
            (Some(after), None) => format!(" after {after}"),
            (None, Some(before)) => format!(" before {before}"),
            (None, None) => String::new(),
        };
        format!("{what}{when} ({})", self.reason)
    }
}

fn add_double(found: &mut Coverage, body: &str, first: &Held, second: &Held) {
    if matches!((&first.symbol, &second.symbol), (Some(one), Some(other)) if one != other) {
        // Several documents of one session.
        return;
    }
    let meeting = first.meeting.clone().unwrap_or_default();
    match found.doubles.last_mut().filter(|double| double.reports.contains(&first.key)) {
        Some(double) => double.reports.push(second.key.clone()),
        None => found.doubles.push(Double {
            body: body.to_owned(),
            meeting,
            reports: vec![first.key.clone(), second.key.clone()],
        }),
    }
}

fn days_between(from: u32, to: u32) -> i64 {
    dates::days_between(from, to).unwrap_or(0)
}

#[cfg(test)]
mod tests;
