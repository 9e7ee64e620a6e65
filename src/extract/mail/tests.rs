//! Messages and mailboxes.

use crate::extract::{Limits, Passwords, read_bytes};
use crate::model::{BlockStyle, Locator, RawBody, RawDocument};

fn read(text: &str, name: &str) -> RawDocument {
    read_bytes(text.as_bytes(), name, &Limits::default(), &Passwords::default()).unwrap()
}

fn own(document: &RawDocument) -> Vec<&str> {
    let RawBody::Styled(blocks) = &document.body else { panic!("mail has blocks") };
    blocks.iter().filter(|block| block.style == BlockStyle::Plain).map(|block| block.text.as_str()).collect()
}

const HEAD: &str = "From: Ada Holm <ada@example.org>\nTo: wg@example.org\nSubject: =?utf-8?q?Caf=C3=A9?=\nDate: Mon, 1 Mar 2021 09:12:44 +0100\nMessage-ID: <one@example.org>\n";

#[test]
fn own_words_are_text_and_the_rest_is_furniture() {
    let document = read(
        &format!(
            "{HEAD}\nDear all,\n\nWe agree.\n\nOn 28 Feb 2021, Tom Reid wrote:\n> Do we agree?\n\nI will write the letter.\n\n-- \nAda\nChair\n"
        ),
        "a.eml",
    );
    assert_eq!(own(&document), ["Dear all,", "We agree.", "I will write the letter."]);
    assert_eq!((document.info.title.as_deref(), document.info.created.as_deref()), (Some("Café"), Some("2021-03-01")));
    let RawBody::Styled(blocks) = &document.body else { panic!("blocks") };
    assert!(blocks.iter().any(|block| block.style == BlockStyle::Furniture && block.text.starts_with("On 28 Feb")));
    assert_eq!(blocks[3].place.at, Some(Locator::Message { id: "one@example.org".into(), line: 1 }));
}

#[test]
fn a_mailbox_has_a_heading_for_each_message_and_quoted_from_lines_are_restored() {
    let second = HEAD.replace("one@", "two@");
    let document = read(
        &format!(
            "From ada@example.org Mon Mar  1 09:12:44 2021\n{HEAD}\nFirst.\n\n>From then on we meet.\n\nFrom ada@example.org Mon Mar  1 09:13:00 2021\n{second}\nSecond.\n"
        ),
        "a.mbox",
    );
    assert_eq!(own(&document), ["First.", "From then on we meet.", "Second."]);
    let RawBody::Styled(blocks) = &document.body else { panic!("blocks") };
    assert_eq!(blocks.iter().filter(|block| block.style == BlockStyle::Heading(1)).count(), 2);
}

#[test]
fn bracketed_marks_lead_to_their_notes() {
    let document = read(&format!("{HEAD}\nThe report [1] was adopted.\n\n[1] See https://example.org/r.\n"), "a.eml");
    let RawBody::Styled(blocks) = &document.body else { panic!("blocks") };
    let text = blocks.iter().find(|block| block.text.starts_with("The report")).unwrap();
    assert_eq!((text.text.as_str(), text.notes[0].offset), ("The report was adopted.", 10));
}

#[test]
fn a_message_names_the_one_that_it_answers_and_the_first_of_its_thread() {
    let opening = read(&format!("{HEAD}\nShall we meet?\n"), "a.eml");
    assert_eq!((opening.info.in_reply_to, opening.info.thread.as_deref()), (None, Some("one@example.org")));
    let answer = HEAD.replace("<one@", "<three@");
    let references = "In-Reply-To: <two@example.org>\nReferences: <one@example.org>\n <two@example.org>\n";
    let answer = read(&format!("{answer}{references}\nYes.\n"), "b.eml");
    assert_eq!(answer.info.in_reply_to.as_deref(), Some("two@example.org"));
    assert_eq!(answer.info.thread.as_deref(), Some("one@example.org"));
}
