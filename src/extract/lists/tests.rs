//! Lists and surveys as separated values.

use crate::extract::{Limits, Passwords, read_bytes};
use crate::model::{BlockStyle, RawBody, StyledBlock};

fn blocks(text: &str) -> Vec<StyledBlock> {
    let document = read_bytes(text.as_bytes(), "l.csv", &Limits::default(), &Passwords::default()).unwrap();
    let RawBody::Styled(blocks) = document.body else { panic!("a list has blocks") };
    blocks
}

#[test]
fn a_header_below_a_title_and_categories_between_rows() {
    let found = blocks(
        "Follow-up of recommendations;;\n\nRef.;Recommendation;Status\nFunding;;\nA-1;Publish the accounts;open\nA-2;\"Meet\ntwice\";done\n",
    );
    assert_eq!(found[0].style, BlockStyle::Title);
    assert!(matches!(found[1].style, BlockStyle::Row { header: true, .. }));
    assert_eq!((&found[2].style, found[2].text.as_str()), (&BlockStyle::Heading(1), "Funding"));
    assert_eq!(found[4].label.as_ref().unwrap().number.as_deref(), Some("A-2"));
    assert_eq!(found[4].cells[1].text, "Meet twice");
}

#[test]
fn a_survey_gives_a_part_to_each_respondent() {
    let text = "ID,Organization,Q1. What worked well?,Q2. What should change?\n7,City library,The venue was liked by all.,\"1. Fewer papers.\n2. More time.\"\n";
    let shown: Vec<(BlockStyle, String)> = blocks(text).into_iter().map(|block| (block.style, block.text)).collect();
    let want = [
        (BlockStyle::Heading(1), "City library"),
        (BlockStyle::Subtitle, "ID: 7"),
        (BlockStyle::Heading(2), "What worked well?"),
        (BlockStyle::Plain, "The venue was liked by all."),
        (BlockStyle::Heading(2), "What should change?"),
        (BlockStyle::Plain, "1. Fewer papers."),
        (BlockStyle::Plain, "2. More time."),
    ];
    assert_eq!(shown, want.map(|(style, text)| (style, text.to_owned())));
    let parts = super::respondents(text.as_bytes(), &Limits::default());
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].0, "7.csv");
}

#[test]
fn what_was_guessed_is_said() {
    let document = read_bytes(
        b"No.,Action,Who,Deadline\n1,Book the room,Clerk,2024-05-01\n",
        "l.csv",
        &Limits::default(),
        &Passwords::default(),
    )
    .unwrap();
    let note = document.notes.iter().find(|note| note.code == "columns-guessed").unwrap();
    assert!(
        note.message.contains("owner = C (Who)") && note.message.contains("due = D (Deadline)"),
        "{}",
        note.message
    );
}

#[test]
fn what_spans_two_columns_says_what_both_hold() {
    let document = read_bytes(
        b"Recommendation,,Implementation,,Assessment,\nRef,Text,Lead,Deadline,Ada,Tom\n1.1,Open the fund to students.,Secretariat,2031-06-30,fine,too early\n1.2,Publish the accounts.,Treasurer,2031-12-31,,agreed\n",
        "l.csv",
        &Limits::default(),
        &Passwords::default(),
    )
    .unwrap();
    let note = document.notes.iter().find(|note| note.code == "columns-guessed").unwrap();
    assert!(note.message.contains("comment = E (Ada), comment = F (Tom)"), "{}", note.message);
}

#[test]
fn how_a_question_was_asked_is_no_answer_and_a_tick_no_contribution() {
    let text = "Respondent ID,Organization,How should the forum be funded?,May we publish this?\n,,Open-Ended Response,Response\n1,City library,By its members in equal shares.,Yes\n2,Port office,By the host.,No\n";
    let shown: Vec<(BlockStyle, String)> = blocks(text).into_iter().map(|block| (block.style, block.text)).collect();
    assert!(shown.iter().all(|(_, text)| !text.contains("Response") && text != "Open-Ended Response"), "{shown:?}");
    assert!(shown.contains(&(BlockStyle::Subtitle, "May we publish this?: Yes".to_owned())), "{shown:?}");
    assert_eq!(shown.iter().filter(|(style, _)| *style == BlockStyle::Heading(1)).count(), 2);
}
