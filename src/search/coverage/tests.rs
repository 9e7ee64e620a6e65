use super::*;
use crate::query::{Filters, Query};

fn held(body: &str, meetings: &[(&str, &str)]) -> Vec<Held> {
    meetings
        .iter()
        .enumerate()
        .map(|(at, (meeting, date))| Held {
            key: format!("{}-{at}", body.to_lowercase()),
            body: Some(body.to_owned()),
            meeting: (!meeting.is_empty()).then(|| (*meeting).to_owned()),
            date: (!date.is_empty()).then(|| (*date).to_owned()),
            symbol: None,
            files: vec![format!("{at}.pdf")],
        })
        .collect()
}

fn missing(held: &[Held]) -> Vec<String> {
    coverage(held, &[]).holes.iter().map(|hole| format!("{} {}", hole.series, hole.missing.join(","))).collect()
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
    let found = coverage(&cycles, &[]);
    assert!(found.holes.is_empty(), "{:?}", found.holes);
    assert_eq!(found.doubles.len(), 1);
    assert_eq!(found.doubles[0].reports, ["mag-3", "mag-4"]);
}

#[test]
fn documents_of_a_session_are_no_doubles_and_keep_no_rhythm() {
    let mut session = held("Assembly", &[("First session", "2026-02-13"), ("First session", "2026-02-20")]);
    session[0].symbol = Some("A/80/604".into());
    session[1].symbol = Some("A/80/615".into());
    assert!(coverage(&session, &[]).doubles.is_empty());
    session[1].symbol = Some("A/80/604".into());
    assert_eq!(coverage(&session, &[]).doubles.len(), 1);
    session[1].body = None;
    session[1].meeting = Some("Third session".into());
    assert!(coverage(&session, &[]).holes.is_empty());
}

#[test]
fn years_and_dates_in_a_name_are_no_numbers() {
    let named = held("MAG", &[("Open Consultations 2016", "2016-04-04"), ("Open Consultations 2019", "2019-04-09")]);
    assert!(coverage(&named, &[]).holes.is_empty());
}

#[test]
fn a_rhythm_of_dates_shows_a_gap() {
    let days = ["2015-01-10", "2015-02-10", "2015-03-11", "2015-04-10", "2015-05-10", "2015-09-10", "2015-10-10"];
    let monthly: Vec<(&str, &str)> = days.iter().map(|day| ("", *day)).collect();
    let found = coverage(&held("Board", &monthly), &[]);
    assert_eq!(found.holes.len(), 1);
    assert_eq!(found.holes[0].after.as_deref(), Some("2015-05-10"));
    let few = held("Board", &monthly[4..]);
    assert!(coverage(&few, &[]).holes.is_empty());
}

#[test]
fn only_holes_within_the_days_and_bodies_searched_are_told() {
    let reports = held("MAG", &[("Virtual Meeting I", "2017-02-01"), ("Virtual Meeting III", "2017-05-09"), ("", "")]);
    let found = coverage(&reports, &[]);
    let codes = |query: &str, from: Option<&str>, to: Option<&str>| {
        let filters = Filters { from: from.map(str::to_owned), to: to.map(str::to_owned), ..Filters::default() };
        let asked = Asked::by(&Query::parse(query).unwrap(), &filters).unwrap();
        asked.map(|asked| notices(&found, &asked).into_iter().map(|notice| notice.code).collect::<Vec<_>>())
    };
    assert_eq!(codes("budget", None, None), None);
    assert_eq!(codes("budget", Some("2017"), Some("2017")).unwrap(), ["hole", "undated"]);
    assert_eq!(codes("budget year:2017", None, None).unwrap(), ["hole", "undated"]);
    assert_eq!(codes("budget date:[2016 TO *]", None, Some("2017-01-15")).unwrap(), ["undated"]);
    assert_eq!(codes("budget", Some("2017-06"), None).unwrap(), ["undated"]);
    assert_eq!(codes("budget body:NRI", Some("2017"), None).unwrap(), ["undated"]);
    assert_eq!(codes("budget body:mag", Some("2017"), None).unwrap(), ["hole", "undated"]);
    assert_eq!(codes("+date:2017 body:ma*", None, None).unwrap(), ["hole", "undated"]);
    let asked = Asked { days: (Some(20_170_101), None), ..Asked::default() };
    assert_eq!(
        notices(&found, &asked)[0].message,
        "not searched: MAG virtual meeting II between 2017-02-01 and 2017-05-09 (I and III are held)"
    );
}

#[test]
fn a_listed_meeting_without_a_report_is_a_hole() {
    let listed = |body: &str, meeting: &str, days: (u32, u32)| Listed {
        body: body.to_owned(),
        meeting: meeting.to_owned(),
        days,
    };
    let reports = held("MAG", &[("Virtual Meeting II", "2017-03-28"), ("Virtual Meeting IV", "2017-05-09")]);
    let list = [
        listed("mag", "Virtual Meeting II", (20_170_328, 20_170_328)),
        // Missed by its number already.
        listed("MAG", "Virtual Meeting III", (20_170_411, 20_170_411)),
        listed("", "second open consultations", (20_170_612, 20_170_614)),
        listed("Board", "", (20_170_328, 20_170_328)),
    ];
    let found = coverage(&reports, &list);
    let sentences: Vec<String> = found.holes.iter().map(Hole::sentence).collect();
    assert_eq!(
        sentences,
        [
            "second open consultations from 2017-06-12 to 2017-06-14 (listed in meetings.csv)",
            "Board meeting on 2017-03-28 (listed in meetings.csv)",
            "MAG virtual meeting I before 2017-03-28 (the first held is II)",
            "MAG virtual meeting III between 2017-03-28 and 2017-05-09 (II and IV are held)",
        ]
    );
    let asked = |from: &str, to: &str| {
        let filters = Filters { from: Some(from.to_owned()), to: Some(to.to_owned()), ..Filters::default() };
        let asked = Asked::by(&Query::parse("budget").unwrap(), &filters).unwrap().unwrap();
        notices(&found, &asked).len()
    };
    assert_eq!(asked("2017-06-14", "2017-06-30"), 1);
    assert_eq!(asked("2017-06-15", "2017-06-30"), 0);
    assert_eq!(asked("2017-05-30", "2017-06-12"), 1);
}
