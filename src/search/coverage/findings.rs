//! What is found to be missing or held twice.

use crate::query::dates;
use serde::Serialize;

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

/// Notes that two reports are of one meeting.
pub(super) fn add_double(found: &mut Coverage, body: &str, first: &Held, second: &Held) {
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

/// Days from one day, `YYYYMMDD`, to another; 0 where either is none.
pub(super) fn days_between(from: u32, to: u32) -> i64 {
    dates::days_between(from, to).unwrap_or(0)
}
