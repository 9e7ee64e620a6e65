//! Small rows and documents that the tests of this module and of `tracker` share.

use super::rows::{Past, row as row_of};
use crate::model::{
    Anchor, Block, BlockType, Document, Force, Item, Kind, Meta, Source, TaggedDocument, TrackerRow, document,
};

/// A decision with most columns filled.
pub fn row(id: &str) -> TrackerRow {
    let tagged = tagged();
    let mut row = row_of(&tagged, &tagged.items[0], Past::default());
    id.clone_into(&mut row.id);
    row
}

/// A report with one paragraph over two pages that holds one decision.
pub fn tagged() -> TaggedDocument {
    let text = "The Board agreed to publish its minutes within a month. ".repeat(3);
    let anchor = |page, span| Anchor { page: Some(page), bbox: None, span, lines: None, at: None };
    let block = Block {
        id: "board-2019-05-02#annex-1/7".to_owned(),
        number: Some("7".to_owned()),
        annex: vec!["Annex I".to_owned()],
        section: Some("Openness".to_owned()),
        anchors: vec![anchor(3, [0, 100]), anchor(4, [100, 167])],
        ..Block::bare(BlockType::Paragraph, text.trim().to_owned())
    };
    let item = Item {
        id: "board-2019-05-02#annex-1/7~aaaaaaaa.d".to_owned(),
        held_by: Some("Board".to_owned()),
        actors: vec!["Secretariat".to_owned(), "Chair".to_owned()],
        due: Some("2019-06-02".to_owned()),
        due_text: Some("within a month".to_owned()),
        categories: vec!["outcomes".to_owned(), "secretariat-process".to_owned()],
        rule: "decision.agreed".to_owned(),
        cue: [10, 16],
        span: [0, 55],
        ..Item::bare(
            Kind::Decision,
            Force::Agreed,
            "The Board agreed to publish its minutes within a month.".to_owned(),
        )
    };
    let document = Document {
        schema: document::SCHEMA.to_owned(),
        source: Source {
            path: "2019/board-may.pdf".to_owned(),
            sha256: "ab".repeat(32),
            bytes: 1,
            format: "pdf".to_owned(),
            producer: None,
            pages: Some(9),
        },
        meta: Meta {
            key: "board-2019-05-02".to_owned(),
            title: Some("Minutes".to_owned()),
            body: Some("Board".to_owned()),
            meeting: Some("Spring Meeting".to_owned()),
            date: Some("2019-05-02".to_owned()),
            url: Some("https://example.org/r.pdf".to_owned()),
            ..Meta::default()
        },
        blocks: vec![block],
        notes: Vec::new(),
    };
    TaggedDocument { document, items: vec![item] }
}
