//! Styled blocks as readers of different formats give them.

use crate::model::{
    Block, BlockStyle, BlockType, Document, FileInfo, Label, LaidOutDocument, Look, NoteMark, Source, StyledBlock,
    StyledCell,
};

fn read(blocks: Vec<StyledBlock>) -> Document {
    read_as(None, blocks)
}

fn read_as(kind: Option<&str>, blocks: Vec<StyledBlock>) -> Document {
    super::super::segment(LaidOutDocument {
        source: Source { path: "2021/report.docx".into(), format: "docx".into(), ..Source::default() },
        info: FileInfo { kind: kind.map(str::to_owned), ..FileInfo::default() },
        pages: Vec::new(),
        lines: Vec::new(),
        styled: blocks,
        drawn: Vec::new(),
        body_size: 0.0,
        notes: Vec::new(),
    })
}

fn plain(text: &str) -> StyledBlock {
    StyledBlock::plain(text)
}

fn bold(text: &str) -> StyledBlock {
    StyledBlock { look: Look { bold: true, ..Look::default() }, ..StyledBlock::plain(text) }
}

fn numbered(number: &str, level: u8, text: &str) -> StyledBlock {
    StyledBlock { label: Some(Label { list: 1, level, number: Some(number.into()) }), ..StyledBlock::plain(text) }
}

fn shown(block: &Block) -> (BlockType, Option<&str>, &str) {
    (block.block_type, block.number.as_deref(), block.text.as_str())
}

#[test]
fn stated_numbers_are_taken_and_entries_hang_on_their_stem() {
    let document = read(vec![
        plain("Report of the third meeting").styled(BlockStyle::Title),
        plain("Budget").styled(BlockStyle::Heading(1)),
        numbered("1.", 0, "The board took note of the accounts of the year."),
        numbered("2.", 0, "It agreed:"),
        numbered("(a)", 1, "to meet in May;"),
        numbered("(b)", 1, "to write to the members."),
        numbered("3.", 0, "The treasurer was thanked for the report."),
    ]);
    let found: Vec<_> = document.blocks.iter().map(shown).collect();
    assert_eq!(found[2], (BlockType::Paragraph, Some("1"), "The board took note of the accounts of the year."));
    assert_eq!(found[4], (BlockType::ListItem, Some("a"), "to meet in May;"));
    assert_eq!(found[6].1, Some("3"));
    assert_eq!(document.blocks[6].section.as_deref(), Some("Budget"));
}

#[test]
fn typed_numbers_are_granted_by_their_series_and_years_are_not() {
    let document = read(vec![
        plain("1. The group met on Monday and adopted its agenda."),
        plain("2. It was agreed to meet again in the autumn."),
        plain("2019. was the year in which the group was founded."),
    ]);
    let numbers: Vec<_> = document.blocks.iter().map(|block| block.number.as_deref()).collect();
    assert_eq!(numbers, [Some("1"), Some("2"), None]);
    assert_eq!(document.blocks[0].text, "The group met on Monday and adopted its agenda.");
}

#[test]
fn bold_lines_over_text_are_headings_and_annexes_nest() {
    let document = read(vec![
        plain("Minutes of the board").styled(BlockStyle::Title),
        bold("Opening"),
        plain("The chair opened the meeting at nine and welcomed all who had come."),
        plain("Annex II. List of participants").styled(BlockStyle::Heading(1)),
        plain("Members").styled(BlockStyle::Heading(2)),
        plain("Holm, Ada (Norland)"),
        plain("Reid, Tom (Suland)"),
    ]);
    let kinds: Vec<_> = document.blocks.iter().map(|block| block.block_type).collect();
    use BlockType::{Annex, Heading, Paragraph, Participant, Title};
    assert_eq!(kinds, [Title, Heading, Paragraph, Annex, Heading, Participant, Participant]);
    assert_eq!(document.blocks[5].annex, ["Annex II"]);
}

#[test]
fn notes_follow_the_block_with_their_mark_wherever_the_file_has_them() {
    let mut text = plain("The report was adopted.");
    text.notes.push(NoteMark { offset: 23, mark: "1".into(), key: "k".into() });
    let note = plain("By consensus.").styled(BlockStyle::Note { key: "k".into(), mark: "1".into() });
    let document = read(vec![text, plain("The meeting closed at noon on Friday."), note]);
    let kinds: Vec<_> = document.blocks.iter().map(|block| block.block_type).collect();
    assert_eq!(kinds, [BlockType::Paragraph, BlockType::Footnote, BlockType::Paragraph]);
    assert_eq!(document.blocks[0].footnote_refs[0].offset, 23);
}

#[test]
fn rows_have_cells_and_the_number_of_a_list_leaves_the_text() {
    let row = |cells: &[&str], header: bool| StyledBlock {
        style: BlockStyle::Row { table: 1, header },
        cells: cells.iter().map(|cell| StyledCell::new(*cell)).collect(),
        ..StyledBlock::default()
    };
    let document = read(vec![row(&["No.", "Text"], true), row(&["1", "Meet"], false), row(&["211-3", "Write"], false)]);
    assert!(document.blocks[0].header);
    assert_eq!(shown(&document.blocks[1]), (BlockType::TableRow, Some("1"), "Meet"));
    assert_eq!(shown(&document.blocks[2]), (BlockType::TableRow, None, "211-3 Write"));
}

#[test]
fn a_report_in_a_message_is_a_report_and_a_message_is_a_letter() {
    let subject = "Advisory Group (AG) Virtual Meeting II \u{2013} report";
    let message = |body: Vec<StyledBlock>| {
        let head = vec![plain(subject).styled(BlockStyle::Title), plain("From: Ada Holm").styled(BlockStyle::Subtitle)];
        read_as(Some("mail"), head.into_iter().chain(body).collect())
    };
    let report = message(vec![
        plain("Dear members,"),
        plain("Below please find the report of our last meeting, as it was adopted on Monday."),
        plain("Advisory Group (AG) Virtual Meeting II"),
        plain("28 March 2017"),
        plain("Summary Report"),
        plain("1. The group adopted its agenda and thanked the Secretariat."),
        plain("2. It was agreed to meet again in May."),
    ]);
    let kinds: Vec<_> = report.blocks.iter().map(|block| block.block_type).collect();
    use BlockType::{Meta, Paragraph, Title};
    assert_eq!(kinds, [Meta, Meta, Paragraph, Paragraph, Title, Meta, Meta, Paragraph, Paragraph]);
    assert_eq!((report.meta.date.as_deref(), report.meta.standing), (Some("2017-03-28"), None));
    let letter = message(vec![plain("Dear members,"), plain("1. I propose that the report be shortened.")]);
    assert_eq!(letter.blocks[0].block_type, Title);
    assert_eq!(letter.meta.standing, Some(crate::model::Standing::Contribution));
}

#[test]
fn each_message_of_a_mailbox_numbers_its_own_proposals() {
    let mailbox = read_as(
        Some("mailbox"),
        vec![
            plain("Call for inputs").styled(BlockStyle::Heading(1)),
            plain("We ask for your answers to these questions:"),
            plain("1. Should the list be public?"),
            plain("2. Who should keep it?"),
            plain("Re: Call for inputs").styled(BlockStyle::Heading(1)),
            plain("The town recommends that the group:"),
            plain("3. adopt the steps of the port, each one year later;"),
            plain("4. ask each agency once a year."),
        ],
    );
    let last: Vec<_> = mailbox.blocks.iter().skip(6).map(shown).collect();
    assert_eq!(last[0], (BlockType::Paragraph, Some("3"), "adopt the steps of the port, each one year later;"));
    assert_eq!(last[1], (BlockType::Paragraph, Some("4"), "ask each agency once a year."));
}
