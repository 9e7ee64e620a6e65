//! Questions in plain words over a small record of a harbour board.

use super::*;
use crate::model::Standing;

fn harbour() -> Vec<TaggedDocument> {
    let mut first = report(
        "hb-2017-03-28",
        "2017-03-28",
        &[
            "The treasurer presented the costs of mooring and the state of the reserve fund at length.",
            "D The Board agreed to extend the mooring contract by two years.",
            "A The secretariat was asked to send the list of berths by 5 April.",
            "D It was decided to close the northern quay.",
            "The harbour programme of 756,200 crowns rests on resolution 2800 of the assembly.",
            "Mr. K\u{101}rkli\u{146}\u{161} spoke about IT services; it was late.",
            "D Adopted.",
        ],
    );
    // A decision without a deadline and an action with one in a paragraph.
    first.items[0].due = None;
    first.items[2].standing = Standing::Recalled;
    let mut second =
        report("hb-2018-05-02", "2018-05-02", &["Beginners asked for a tour of the quays.", "The crane needs paint."]);
    second
        .document
        .blocks
        .insert(0, Block { level: Some(1), ..Block::bare(BlockType::Heading, "Dredging of the basin") });
    second.document.blocks[0].id = "hb-2018-05-02#dredging".to_owned();
    second.document.blocks.push(Block {
        id: "hb-2018-05-02#9".to_owned(),
        section: Some("Dredging of the basin".to_owned()),
        ..Block::bare(
            BlockType::Paragraph,
            "The basin is silting up, and the work of dredging begins in May once a firm is found.",
        )
    });
    vec![first, second]
}

struct Asked {
    ids: Vec<String>,
    notices: Vec<(&'static str, String)>,
    hits: Hits,
}

fn ask_with(question: &str, bridges: &Bridges) -> Asked {
    let dir = tempfile::tempdir().unwrap();
    let reader = index(dir.path(), &harbour());
    let hits = reader.search(&Query::parse(question).unwrap(), &Options::default(), bridges).unwrap();
    Asked {
        ids: hits.hits.iter().map(|hit| hit.id.clone()).collect(),
        notices: hits.notices.iter().map(|notice| (notice.code, notice.message.clone())).collect(),
        hits,
    }
}

fn ask(question: &str) -> Asked {
    ask_with(question, &Bridges::default())
}

#[test]
fn a_question_finds_the_decision_and_says_how_it_was_read() {
    let asked = ask("what did the board decide about the mooring contract?");
    assert_eq!(asked.ids[0], "hb-2017-03-28#2");
    let (code, message) = &asked.notices[0];
    assert_eq!(*code, "read");
    assert!(message.contains("mooring contract kind:\"decision\""), "{message}");
    assert!(asked.hits.asks_for_items && asked.hits.hits[0].asked_items.len() == 1);
}

#[test]
fn forms_spelling_typos_and_numbers_lead_to_the_same_paragraph() {
    for (question, expected) in [
        ("contract extension", "hb-2017-03-28#2"),
        ("harbor program", "hb-2017-03-28#5"),
        ("756200", "hb-2017-03-28#5"),
        ("S/RES/2800", "hb-2017-03-28#5"),
        ("berths April 5th", "hb-2017-03-28#3"),
        ("moorng contract", "hb-2017-03-28#2"),
        ("Karklins", "hb-2017-03-28#6"),
        ("paragraph 4", "hb-2017-03-28#4"),
        ("newcomers tour of the quays", "hb-2018-05-02#1"),
    ] {
        let asked = ask(question);
        assert_eq!(asked.ids.first().map(String::as_str), Some(expected), "{question}: {:?}", asked.notices);
    }
    let corrected = ask("moorng contract");
    assert!(corrected.notices.iter().any(|(code, message)| *code == "corrected" && message.contains("\"mooring\"")));
}

#[test]
fn exact_keeps_accents_and_spelling() {
    assert!(ask("exact:Karklins").ids.is_empty());
    assert_eq!(ask("exact:K\u{101}rkli\u{146}\u{161}").ids, ["hb-2017-03-28#6"]);
    assert!(ask("exact:program").ids.is_empty());
    assert_eq!(ask("karkl*").ids, ["hb-2017-03-28#6"]);
    assert_eq!(ask("karklnis~1").ids, ["hb-2017-03-28#6"]);
}

#[test]
fn an_acronym_that_is_a_word_of_grammar_is_meant_in_capitals_only() {
    let bridges = Bridges::new([("IT", "information technology")]);
    let asked = ask_with("information technology", &bridges);
    assert_eq!(asked.ids, ["hb-2017-03-28#6"]);
}

#[test]
fn conditions_of_one_query_hold_for_one_item() {
    assert!(ask("kind:decision due:2017-04-05").ids.is_empty());
    assert_eq!(ask("kind:action due:2017-04-05").ids, ["hb-2017-03-28#3"]);
    assert_eq!(ask("standing:recalled").ids, ["hb-2017-03-28#4"]);
}

#[test]
fn a_heading_gives_way_to_its_text_and_a_short_line_brings_its_matter() {
    let asked = ask("dredging of the basin");
    assert_eq!(asked.ids[0], "hb-2018-05-02#9", "{:?}", asked.ids);
    let adopted = ask("adopted");
    let hit = adopted.hits.hits.iter().find(|hit| hit.text == "Adopted.").unwrap();
    assert!(hit.before[0].text.contains("spoke about IT"), "{:?}", hit.before);
}

#[test]
fn small_operators_are_asked_about_where_they_change_the_answer() {
    let asked = ask("contract or mooring");
    assert!(asked.notices.iter().any(|(code, message)| *code == "operator" && message.contains("contract OR mooring")));
    assert!(ask("what is said or done about mooring?").notices.iter().all(|(code, _)| *code != "operator"));
}

#[test]
fn what_stands_nowhere_is_named() {
    let asked = ask("zoning permit for the heliport");
    assert!(
        asked
            .notices
            .iter()
            .any(|(code, message)| *code == "unknown" && message.contains("heliport stands in no paragraph"))
    );
}
