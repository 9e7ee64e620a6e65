//! What was not searched: meetings missing from numbered or dated series, and reports held twice.
//!
//! A series is a body's meetings of one name without its number ("Virtual Meeting II" belongs to "virtual meeting"). Its
//! numbers may be Roman, figures or ordinals, and begin again with every cycle.

use std::collections::BTreeMap;

use serde::Serialize;

use super::hit::Notice;
use super::numerals;
use super::options::Days;
use super::query::dates;
use super::words::words;

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
    /// Name of the series.
    pub series: String,
    /// The missing meetings by name; empty where only dates speak for the hole.
    pub missing: Vec<String>,
    /// Day of the last report before the hole.
    pub after: Option<String>,
    /// Day of the first report after it.
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

/// Numbers that begin again after so many days belong to the next cycle; the same number sooner is a second report.
const NEW_CYCLE: i64 = 150;
/// A number that jumps by more than this is a misread number, not a hole.
const WIDEST_JUMP: u32 = 12;
/// Fewer distances between meetings do not make a rhythm.
const FEWEST_DISTANCES: usize = 4;
/// A distance so many times the usual one is a hole in a series without numbers.
const LONG_DISTANCE: f64 = 2.5;
/// Series that meet more often than this, in days, miss a meeting now and then without anything being lost.
const SHORTEST_DISTANCE: i64 = 20;

/// Finds holes and doubles.
#[must_use]
pub fn coverage(held: &[Held]) -> Coverage {
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
            Some((series, number, numeral)) => {
                numbered.entry((body, series)).or_default().push(Meeting { report, number, numeral, day });
            }
            None => {
                let series = report.meeting.as_deref().map(name_without_dates).unwrap_or_default();
                dated.entry((body, series)).or_default().extend(day.map(|day| (day, report)));
            }
        }
    }
    for ((body, series), meetings) in numbered {
        in_numbers(&body, &series, meetings, &mut found);
    }
    for ((body, series), mut days) in dated {
        days.sort_by_key(|(day, report)| (*day, report.key.clone()));
        in_dates(&body, &series, &days, &mut found);
    }
    found.holes.sort_by(|left, right| {
        (&left.body, &left.after, &left.series).cmp(&(&right.body, &right.after, &right.series))
    });
    found
}

/// Lines for a list of hits: the holes that lie within the days searched, of the bodies searched (all where none is named).
#[must_use]
pub fn notices(coverage: &Coverage, (from, to): Days, bodies: &[String]) -> Vec<Notice> {
    let mut notices: Vec<Notice> = coverage
        .holes
        .iter()
        .filter(|hole| bodies.is_empty() || bodies.iter().any(|body| body.eq_ignore_ascii_case(&hole.body)))
        .filter(|hole| {
            let day = |date: &Option<String>| date.as_deref().and_then(dates::days).map(|(first, _)| first);
            let starts_late = matches!((day(&hole.after), to), (Some(after), Some(to)) if after >= to);
            let ends_early = matches!((day(&hole.before), from), (Some(before), Some(from)) if before <= from);
            !starts_late && !ends_early
        })
        .map(|hole| Notice { code: "hole", message: format!("not searched: {}", hole.sentence()) })
        .collect();
    if !coverage.undated.is_empty() {
        let count = coverage.undated.len();
        let reports = if count == 1 { "report has" } else { "reports have" };
        let message = format!(
            "{count} {reports} no known date and {} left out by a range of dates",
            if count == 1 { "is" } else { "are" }
        );
        notices.push(Notice { code: "undated", message });
    }
    notices
}

impl Hole {
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
            format!("{name} {}", self.missing.join(", "))
        };
        let when = match (&self.after, &self.before) {
            (Some(after), Some(before)) => format!(" between {after} and {before}"),
            (Some(after), None) => format!(" after {after}"),
            (None, Some(before)) => format!(" before {before}"),
            (None, None) => String::new(),
        };
        format!("{what}{when} ({})", self.reason)
    }
}

struct Meeting<'a> {
    report: &'a Held,
    number: u32,
    numeral: Numeral,
    day: Option<u32>,
}

/// How a series writes its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numeral {
    Roman,
    Figure,
    Ordinal,
}

impl Numeral {
    fn write(self, number: u32) -> String {
        match self {
            Self::Roman => numerals::to_roman(number).to_uppercase(),
            Self::Figure => number.to_string(),
            Self::Ordinal => numerals::to_ordinal(number),
        }
    }
}

/// Highest number taken for that of a meeting; higher ones are years, rooms and codes.
const HIGHEST_NUMBER: u32 = 200;

/// Name of the series, number and numeral of "Virtual Meeting II", "7th open consultation", "second call 2017". `None`
/// where no number stands in the name.
fn numbered_name(meeting: &str) -> Option<(String, u32, Numeral)> {
    let found = words(meeting);
    let read = |word: &str, at: usize| {
        // A single letter at the start is no number: "I", "V".
        let roman = numerals::roman(word).filter(|_| at > 0).map(|number| (number, Numeral::Roman));
        let ordinal = || numerals::ordinal(word).map(|number| (number, Numeral::Ordinal));
        let figure = || word.parse().ok().map(|number| (number, Numeral::Figure));
        roman.or_else(ordinal).or_else(figure).filter(|(number, _)| (1..=HIGHEST_NUMBER).contains(number))
    };
    // "twenty-first" is one number in two words.
    let joined = found.windows(2).enumerate().find_map(|(at, pair)| match pair {
        [tens, unit] if tens.joined => {
            let number = numerals::ordinal(&format!("{}-{}", tens.folded, unit.folded))?;
            Some((at, 2, (number, Numeral::Ordinal)))
        }
        _ => None,
    });
    let single = || found.iter().enumerate().find_map(|(at, word)| read(&word.folded, at).map(|read| (at, 1, read)));
    let (at, length, (number, numeral)) = joined.or_else(single)?;
    let rest: Vec<&str> = found
        .iter()
        .enumerate()
        .filter(|(other, word)| !(at..at + length).contains(other) && !is_of_date(&word.folded))
        .map(|(_, word)| word.folded.as_str())
        .collect();
    Some((rest.join(" "), number, numeral))
}

fn name_without_dates(meeting: &str) -> String {
    let kept: Vec<String> =
        words(meeting).into_iter().map(|word| word.folded).filter(|word| !is_of_date(word)).collect();
    kept.join(" ")
}

fn is_of_date(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    word.bytes().all(|byte| byte.is_ascii_digit())
        || MONTHS.contains(&word)
        || matches!(word, "of" | "the" | "no" | "number")
}

fn in_numbers(body: &str, series: &str, mut meetings: Vec<Meeting<'_>>, found: &mut Coverage) {
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

fn add_double(found: &mut Coverage, body: &str, first: &Held, second: &Held) {
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

fn in_dates(body: &str, series: &str, days: &[(u32, &Held)], found: &mut Coverage) {
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

fn days_between(from: u32, to: u32) -> i64 {
    dates::days_between(from, to).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(body: &str, meetings: &[(&str, &str)]) -> Vec<Held> {
        meetings
            .iter()
            .enumerate()
            .map(|(at, (meeting, date))| Held {
                key: format!("{}-{at}", body.to_lowercase()),
                body: Some(body.to_owned()),
                meeting: (!meeting.is_empty()).then(|| (*meeting).to_owned()),
                date: (!date.is_empty()).then(|| (*date).to_owned()),
                files: vec![format!("{at}.pdf")],
            })
            .collect()
    }

    fn missing(held: &[Held]) -> Vec<String> {
        coverage(held).holes.iter().map(|hole| format!("{} {}", hole.series, hole.missing.join(","))).collect()
    }

    #[test]
    fn numbers_of_every_form_show_what_is_missing() {
        let roman = held(
            "MAG",
            &[
                ("Virtual Meeting II", "2017-03-28"),
                ("Virtual Meeting III", "2017-05-09"),
                ("Virtual Meeting V", "2017-07-11"),
            ],
        );
        assert_eq!(missing(&roman), ["virtual meeting I", "virtual meeting IV"]);
        let ordinals = held("EC", &[("21st meeting", "2017-01-10"), ("twenty-third meeting", "2017-02-10")]);
        assert_eq!(missing(&ordinals), ["meeting 22nd"]);
        let figures = held("WG", &[("Call 1", "2018-01-01"), ("Call 2", "2018-02-01"), ("Call no. 4", "2018-04-01")]);
        assert_eq!(missing(&figures), ["call 3"]);
    }

    #[test]
    fn a_new_cycle_begins_again_and_a_second_report_is_a_double() {
        let cycles = held(
            "MAG",
            &[
                ("Virtual Meeting I", "2017-02-01"),
                ("Virtual Meeting II", "2017-03-28"),
                ("Virtual Meeting I", "2018-02-06"),
                ("Virtual Meeting II", "2018-03-06"),
                ("Virtual Meeting II", "2018-03-07"),
            ],
        );
        let found = coverage(&cycles);
        assert!(found.holes.is_empty(), "{:?}", found.holes);
        assert_eq!(found.doubles.len(), 1);
        assert_eq!(found.doubles[0].reports, ["mag-3", "mag-4"]);
    }

    #[test]
    fn years_and_dates_in_a_name_are_no_numbers() {
        let named =
            held("MAG", &[("Open Consultations 2016", "2016-04-04"), ("Open Consultations 2019", "2019-04-09")]);
        assert!(coverage(&named).holes.is_empty());
    }

    #[test]
    fn a_rhythm_of_dates_shows_a_gap() {
        let days = ["2015-01-10", "2015-02-10", "2015-03-11", "2015-04-10", "2015-05-10", "2015-09-10", "2015-10-10"];
        let monthly: Vec<(&str, &str)> = days.iter().map(|day| ("", *day)).collect();
        let found = coverage(&held("Board", &monthly));
        assert_eq!(found.holes.len(), 1);
        assert_eq!(found.holes[0].after.as_deref(), Some("2015-05-10"));
        let few = held("Board", &monthly[4..]);
        assert!(coverage(&few).holes.is_empty());
    }

    #[test]
    fn only_holes_within_the_days_searched_are_told() {
        let reports =
            held("MAG", &[("Virtual Meeting I", "2017-02-01"), ("Virtual Meeting III", "2017-05-09"), ("", "")]);
        let found = coverage(&reports);
        let codes = |range: Days| notices(&found, range, &[]).into_iter().map(|notice| notice.code).collect::<Vec<_>>();
        assert_eq!(codes((Some(20_170_101), Some(20_171_231))), ["hole", "undated"]);
        assert_eq!(codes((Some(20_170_601), None)), ["undated"]);
        assert_eq!(codes((None, Some(20_170_115))), ["undated"]);
        assert!(notices(&found, (None, None), &["NRI".to_owned()]).iter().all(|notice| notice.code != "hole"));
        assert_eq!(
            notices(&found, (None, None), &[])[0].message,
            "not searched: MAG virtual meeting II between 2017-02-01 and 2017-05-09 (I and III are held)"
        );
    }
}
