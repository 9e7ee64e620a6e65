//! The cases of `cases.tsv`, and what needs a context of its own.

use super::*;
use crate::model::{Block, BlockType, Document, Meta, Source};
use proptest::prelude::*;

fn answer(date: &str, text: &str) -> String {
    let context = DateContext::of_date(Some(date).filter(|date| !date.is_empty()));
    shown(find(text, 0..text.len(), &context).as_ref())
}

fn shown(deadline: Option<&Deadline>) -> String {
    match deadline {
        None => "-".into(),
        Some(Deadline { due: None, .. }) => "?".into(),
        Some(Deadline { due: Some(due), due_from: None, .. }) => due.to_string(),
        Some(Deadline { due: Some(due), due_from: Some(from), .. }) => format!("{from}..{due}"),
    }
}

#[test]
fn every_case_of_the_list() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in include_str!("cases.tsv").lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let mut fields = line.split('\t');
        let (date, due, text) = (fields.next().unwrap(), fields.next().unwrap(), fields.next().unwrap());
        let got = answer(date, text);
        count += 1;
        if got != due {
            wrong.push(format!("{due} expected, {got} found: [{date}] {text}"));
        }
    }
    assert!(count > 150, "the list has shrunk to {count} cases");
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_words_are_given_with_their_place_in_the_whole_text() {
    let text = "It rained. The Chair will reply by April 5th at the latest, she said.";
    let found = find(text, 11..text.len(), &DateContext::of_date(Some("2017-03-28"))).unwrap();
    assert_eq!(text.get(found.text.clone()), Some("by April 5th at the latest"));
    assert_eq!((found.state, found.basis), (DueState::Exact, Some("year of the report")));
}

#[test]
fn an_item_does_not_see_the_deadline_of_the_next() {
    let text = "The Chair will reply. Members comment by 5 May.";
    assert_eq!(find(text, 0..21, &DateContext::of_date(Some("2017-03-28"))), None);
}

fn block(text: &str) -> Block {
    Block::bare(BlockType::Paragraph, text)
}

fn report(texts: &[&str]) -> Document {
    Document {
        schema: crate::model::document::SCHEMA.into(),
        source: Source::default(),
        meta: Meta { body: Some("Forum Board".into()), date: Some("2017-03-28".into()), ..Meta::default() },
        blocks: texts.iter().map(|text| block(text)).collect(),
        notes: vec![],
    }
}

const NEXT_CALL: &str = "Members will review the text before the next virtual meeting.";

#[test]
fn a_meeting_is_found_among_the_reports_own_dates() {
    let document = report(&["The next virtual meeting will be held on 11 April at 14:00 UTC."]);
    let context = DateContext::of_document(&document, &[]);
    let found = find(NEXT_CALL, 0..NEXT_CALL.len(), &context).unwrap();
    assert_eq!(found.due, Some(Date::constant(2017, 4, 11)));
    assert_eq!(found.basis, Some("meeting date in the report"));
}

#[test]
fn meetings_of_the_list_are_found_by_name_and_the_own_body_comes_first() {
    let list = meetings::parse(
        "body,meeting,date,date_to\nForum Board,virtual meeting III,2017-04-20,\nOther Group,virtual meeting I,2017-04-02,\n\
         Forum Board,annual meeting,2017-12-18,2017-12-21\n",
        "meetings.csv",
    )
    .unwrap();
    let context = DateContext::of_document(&report(&["Nothing is announced here."]), &list);
    let due = |text: &str| shown(find(text, 0..text.len(), &context).as_ref());
    assert_eq!(due(NEXT_CALL), "2017-04-20");
    assert_eq!(due("Organizers should upload their texts one month ahead of the annual meeting."), "2017-11-18");
    assert_eq!(due("Organizers should upload their texts by the end of the annual meeting."), "2017-12-21");
    assert_eq!(due("Organizers should upload their texts before the plenary session."), "?");
}

#[test]
fn two_meetings_that_fit_leave_the_deadline_open() {
    let list =
        meetings::parse("body,meeting,date\n,virtual meeting,2017-04-20\n,virtual meeting,2017-05-20\n", "m.csv")
            .unwrap();
    let context = DateContext::of_document(&report(&[]), &list);
    let open = "Members will review the text ahead of the virtual meeting.";
    assert_eq!(shown(find(open, 0..open.len(), &context).as_ref()), "?");
    assert_eq!(shown(find(NEXT_CALL, 0..NEXT_CALL.len(), &context).as_ref()), "2017-04-20");
}

#[test]
fn slashed_dates_are_read_in_the_order_that_the_report_shows() {
    let text = "The clerk will file the form by 4/5/2017.";
    let day_first = DateContext::of_document(&report(&["Minutes of 25/3/2017"]), &[]);
    let month_first = DateContext::of_document(&report(&["Minutes of 3/25/2017"]), &[]);
    assert_eq!(shown(find(text, 0..text.len(), &day_first).as_ref()), "2017-05-04");
    assert_eq!(shown(find(text, 0..text.len(), &month_first).as_ref()), "2017-04-05");
}

#[test]
fn the_end_of_this_meeting_is_the_last_day_of_the_reported_one() {
    let mut document = report(&[]);
    document.meta.date_to = Some("2017-03-30".into());
    let text = "Drafts should be ready by the end of this meeting.";
    let context = DateContext::of_document(&document, &[]);
    assert_eq!(shown(find(text, 0..text.len(), &context).as_ref()), "2017-03-30");
}

proptest! {
    #[test]
    fn any_text_is_survived_and_what_is_found_lies_within_it(
        text in "(by|before|within|in|on|the|end|of|next|week|May|5|31|2017|two|weeks|meeting|\\(|\\)|,|-|/|will|until|é| ){0,30}",
        date in "(2017-03-28|2017-03|2017|9999-12-31|)",
    ) {
        let context = DateContext::of_date(Some(&date));
        if let Some(found) = find(&text, 0..text.len(), &context) {
            prop_assert!(text.get(found.text.clone()).is_some_and(|words| !words.is_empty()));
            prop_assert_eq!(found.due.is_none(), found.state == DueState::Unresolved);
            prop_assert_eq!(found.due_from.is_some(), found.state == DueState::Range);
            if let (Some(from), Some(due)) = (found.due_from, found.due) {
                prop_assert!(from < due);
            }
        }
    }
}
