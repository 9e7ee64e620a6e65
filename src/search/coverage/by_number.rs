//! Numbered series: which numbers are missing, and which stand twice.

use super::findings::{Coverage, Held, Hole, add_double, days_between};
use super::series::Numeral;
use crate::query::dates;

/// Numbers that begin again after so many days belong to the next cycle; the same number sooner is a second report.
const NEW_CYCLE: i64 = 150;
/// A number that jumps by more than this is a misread number, not a hole.
const WIDEST_JUMP: u32 = 12;

/// A meeting with a number.
pub(super) struct Meeting<'a> {
    pub report: &'a Held,
    pub number: u32,
    pub numeral: Numeral,
    pub day: Option<u32>,
}

/// Holes and doubles of one series of one body.
pub(super) fn find(body: &str, series: &str, mut meetings: Vec<Meeting<'_>>, found: &mut Coverage) {
    meetings.sort_by_key(|meeting| (meeting.day.unwrap_or(u32::MAX), meeting.number, meeting.report.key.clone()));
    let mut last: Option<&Meeting<'_>> = None;
    for meeting in &meetings {
        let far =
            last.and_then(|last| Some(days_between(last.day?, meeting.day?))).is_some_and(|days| days > NEW_CYCLE);
        let hole = |missing: Vec<u32>, after: Option<&Meeting<'_>>, reason: String| Hole {
            body: body.to_owned(),
            series: series.to_owned(),
            missing: missing.into_iter().map(|number| meeting.numeral.write(number)).collect(),
            after: after.and_then(|meeting| meeting.day).map(dates::iso),
            before: meeting.day.map(dates::iso),
            reason,
        };
        let written = |number: u32| meeting.numeral.write(number);
        match last {
            Some(before) if before.number == meeting.number && !far => {
                add_double(found, body, before.report, meeting.report);
                continue;
            }
            // The next of the series, whatever time has passed, or some of them missing.
            Some(before) if meeting.number > before.number && (!far || meeting.number - before.number == 1) => {
                let missing: Vec<u32> = (before.number + 1..meeting.number).collect();
                if !missing.is_empty() && meeting.number - before.number <= WIDEST_JUMP {
                    let reason = format!("{} and {} are held", written(before.number), written(meeting.number));
                    found.holes.push(hole(missing, Some(before), reason));
                }
            }
            // Another cycle, or the first: it begins with 1.
            other => {
                let continues = other.is_some_and(|before| meeting.number > before.number);
                let first = if continues { other.map_or(1, |before| before.number + 1) } else { 1 };
                let missing: Vec<u32> = (first..meeting.number).collect();
                // A collection may begin in the middle of a long series without missing anything of what it set out to hold.
                let speaks = !missing.is_empty()
                    && meeting.number - first <= WIDEST_JUMP
                    && (continues || meeting.numeral != Numeral::Ordinal || other.is_some());
                if speaks {
                    let reason = format!("the first held is {}", written(meeting.number));
                    let reason = if continues {
                        format!("{} and {} are held", written(first - 1), written(meeting.number))
                    } else {
                        reason
                    };
                    found.holes.push(hole(missing, other, reason));
                }
            }
        }
        last = Some(meeting);
    }
}
