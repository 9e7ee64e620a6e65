//! Meetings that `meetings.csv` lists and that no report tells of: the one hole that needs no guess.

use super::findings::{Coverage, Held, Hole};
use super::series::numbered_name;
use crate::query::dates;
use crate::query::words::fold_all;

/// A meeting that is known to have taken place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The body that met; empty where the list does not say.
    pub body: String,
    /// What the meeting was called; may be empty.
    pub meeting: String,
    /// First and last day, as `YYYYMMDD`.
    pub days: (u32, u32),
}

/// Adds the listed meetings without a report, save those that a numbered series misses already.
pub(super) fn find(listed: &[Listed], held: &[Held], found: &mut Coverage) {
    for meeting in listed {
        if held.iter().any(|report| tells_of(report, meeting)) || is_missed_already(meeting, &found.holes) {
            continue;
        }
        let name = if meeting.meeting.is_empty() { "meeting" } else { &meeting.meeting };
        found.holes.push(Hole {
            body: meeting.body.clone(),
            series: String::new(),
            missing: vec![name.to_owned()],
            after: Some(dates::iso(meeting.days.0)),
            before: Some(dates::iso(meeting.days.1)),
            reason: "listed in meetings.csv".to_owned(),
        });
    }
}

/// A report of a day of the meeting, of the same body as far as both are known.
fn tells_of(report: &Held, meeting: &Listed) -> bool {
    let Some((first, last)) = report.date.as_deref().and_then(dates::days) else { return false };
    let same_body = match report.body.as_deref() {
        Some(body) => meeting.body.is_empty() || fold_all(body) == fold_all(&meeting.body),
        None => true,
    };
    same_body && first <= meeting.days.1 && meeting.days.0 <= last
}

fn is_missed_already(meeting: &Listed, holes: &[Hole]) -> bool {
    let Some((series, number, numeral)) = numbered_name(&meeting.meeting) else { return false };
    let number = numeral.write(number);
    holes.iter().any(|hole| {
        hole.series == series
            && fold_all(&hole.body) == fold_all(&meeting.body)
            && hole.missing.contains(&number)
            && is_within(meeting, hole)
    })
}

/// The same number comes again in another cycle.
fn is_within(meeting: &Listed, hole: &Hole) -> bool {
    let day = |date: &Option<String>| date.as_deref().and_then(dates::days).map(|(first, _)| first);
    day(&hole.after).is_none_or(|after| after <= meeting.days.0)
        && day(&hole.before).is_none_or(|before| meeting.days.1 <= before)
}
