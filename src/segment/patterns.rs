//! One small page or text for each way in which reports are written: numbers, bullets, headings, annexes, notes, transcripts.

use crate::layout::drawing::{Drawing, document};
use crate::layout::lay_out;
use crate::model::Document;
use crate::segment::testing::text_document;

/// A block a line: type, number, annex, and the first words of the text.
fn outline(read: &Document) -> String {
    let mut out = String::new();
    for block in &read.blocks {
        let kind = serde_json::to_value(block.block_type).unwrap();
        let number = block.number.as_deref().map(|number| format!(" {number}")).unwrap_or_default();
        let annex = if block.annex.is_empty() { String::new() } else { format!(" <{}>", block.annex.join(" / ")) };
        let marks: String = block.footnote_refs.iter().map(|mark| format!(" [{}]", mark.mark)).collect();
        let words: Vec<&str> = block.text.split(' ').take(6).collect();
        out.push_str(&format!("{}{number}{annex}{marks}: {}\n", kind.as_str().unwrap(), words.join(" ")));
    }
    out
}

fn of_text(source: &str) -> String {
    outline(&crate::segment::segment(text_document(source)))
}

fn of_page(drawing: Drawing) -> String {
    outline(&crate::segment::segment(lay_out(document(vec![drawing.page()]))))
}

/// Paragraphs of two lines, each with its mark at the left margin and its text further right.
fn hanging(marks: &[&str], gap: f32) -> Drawing {
    let title = Drawing::new().size(15.0).font(1).text(150.0, 70.0, "Summary Report of the Third Meeting");
    let mut drawing = title.size(10.0).font(0);
    let mut y = 110.0;
    for mark in marks {
        drawing = drawing.text(72.0, y, mark).lines(
            72.0 + gap,
            y,
            12.0,
            &[
                "The group heard the report of the chair on the ferries and agreed that the",
                "fares would be looked at again in May.",
            ],
        );
        y += 32.0;
    }
    drawing
}

#[test]
fn numbers_in_a_column_of_their_own() {
    insta::assert_snapshot!(of_page(hanging(&["1", "2", "3", "4"], 40.0)));
}

#[test]
fn every_paragraph_labelled_one() {
    insta::assert_snapshot!(of_page(hanging(&["1.", "1.", "1.", "1."], 24.0)));
}

#[test]
fn sections_with_the_sign_for_them() {
    insta::assert_snapshot!(of_page(hanging(&["§ 1", "§ 2", "§ 3"], 30.0)));
}

#[test]
fn a_list_whose_numbers_were_all_reset_under_headings() {
    insta::assert_snapshot!(of_text(
        "Summary record of the ninth meeting of the Executive Committee\n\n4 May 2031\n\nAttendance\n\n1. A quorum was established, six of nine members being present.\n\n1. The chair opened the meeting and thanked the host.\n\nFares\n\n1. The treasurer explained that fares had been kept for a third year.\n\n1. It was agreed to write to the harbours before the end of July.\n"
    ));
}

#[test]
fn headings_with_numbers_inside_the_series_of_paragraphs() {
    insta::assert_snapshot!(of_text(
        "Summary record of the General Assembly\n\n12 September 2031\n\n1. The General Assembly of the Society took place in Trieste and was opened by the chair.\n\n2. The following agenda had been sent to all members:\n\nA. Opening\nB. Fares\nC. Other business\n\n3. Adoption of the agenda\n\nThe agenda was adopted without changes by the members who were there.\n\n4. Report of the treasurer\n\nThe treasurer reported on the accounts, which were approved by consensus.\n"
    ));
}

#[test]
fn letters_and_roman_numerals_in_all_their_brackets() {
    insta::assert_snapshot!(of_text(
        "Call for input\n\n1. Contributions should answer the following questions:\n\nA) What worked well?\nB) What did not?\n\n2. The group will read them and the chair will:\n\n(a) make a summary;\n(b) send it to all members; and\n(c) publish it.\n\n3. The summary has three parts, of which the second is the longest:\n\ni. an overview;\nii. the contributions;\niii. an index.\n"
    ));
}

#[test]
fn operative_and_preambular_paragraphs_with_their_labels() {
    insta::assert_snapshot!(of_text(
        "Draft resolution on small ports\n\nThe Council,\n\nPP1. Recalling its resolution 2030/2 of 19 July 2030,\n\nPP2. Noting with concern the fares,\n\nOP1. Requests the Secretariat to report on the fares;\n\nOP2. Decides to remain seized of the matter.\n"
    ));
}

#[test]
fn item_numbers_of_registers() {
    insta::assert_snapshot!(of_text(
        "Communiqué of the Advisory Committee\n\n1. The Committee met in Trieste and heard its working groups.\n\n2. The Committee advises the Board as follows on the ferries:\n\n2.a. The Board should publish the fares of each line every year.\n\n2.b. The Board should ask the towns before a line is closed.\n\n3. The Committee will meet again in Izola in the month of March.\n"
    ));
}

#[test]
fn bullets_alone_on_a_line_or_several_on_one() {
    insta::assert_snapshot!(of_text(
        "Notes of the call\n\nThe following points were made by the members who took part:\n\n•\nfares should be kept for a year;\n•\nlines should not be closed.\n\n- the harbour of Izola is full;\n- the one of Trieste is not;\n\no a second level of the list\no and one more of it\n"
    ));
}

#[test]
fn annexes_in_their_usual_forms() {
    insta::assert_snapshot!(of_text(
        "Summary Report of the third meeting\n\n1. The group met online and the agenda (Appendix A1) was adopted as it stood.\n\n2. The members who took part are listed in Appendix A2 of the present report.\n\nAppendix A1\n\nAgenda\n\n1. Opening\n2. Fares\n3. Other business\n\nAppendix A2: List of participants\n\nMs. Ada Lind\nMr. Daniel Abara\nProf. Ines Costa\n\nANNEXURE I\n\nLetter of the harbours to the chair of the group\n\nThe harbours thank the group for its letter and will answer it in the spring.\n"
    ));
}

#[test]
fn a_template_to_fill_in() {
    insta::assert_snapshot!(of_text(
        "Report of the Working Group on Hubs\n\n1. The group was set up in January and heard from all of the hubs in turn.\n\n2. The template in the annex was agreed by the members of the group.\n\nAnnex A: Template for reports of hubs\n\nName of the hub:\n\nTown and country:\n\nNumber of participants:\n\nMain points of the discussion:\n\nSuggestions for the next year (2-3 lines):\n"
    ));
}

#[test]
fn a_captioned_transcript_is_said_to_be_one() {
    let read = crate::segment::segment(text_document(
        "Open Consultations\n\n20 May 2031\n\nThe following is the output of the real-time captioning taken during the meeting. Although it is largely accurate, in some cases it may be incomplete.\n\n>>CHAIR LIND: Good morning, everybody. We can begin, if you would take your seats.\n\n>>DANIEL ABARA: Thank you, Chair. We support the proposal on the fares.\n\n>> The floor is yours.\n\n>>CHAIR LIND: Thank you. We decided this yesterday, I believe.\n",
    ));
    assert_eq!(read.meta.kind.as_deref(), Some("transcript"));
    insta::assert_snapshot!(outline(&read));
}

#[test]
fn footnotes_by_brackets_and_by_stars() {
    insta::assert_snapshot!(of_text(
        "Summary of the call\n\n1. The group read the letter of the harbours.[1] It thanked them for it.\n\n2. The second letter was not read.[2] It will be read at the next call.\n\n[1] See https://example.org/letters/first.\n[2] It came in late.\n"
    ));
}

#[test]
fn minutes_with_motions_and_resolutions() {
    insta::assert_snapshot!(of_text(
        "MINUTES OF THE HARBOUR COUNCIL\n\n3 March 2031\n\n1. CALL TO ORDER\n\nThe mayor called the meeting to order at 7 p.m. in the town hall.\n\n2. ADOPTION OF THE AGENDA\n\nMoved by Councillor Lind. Seconded by Councillor Abara. That the agenda be adopted. CARRIED.\n\n3. ADJOURNMENT\n\nThe meeting was adjourned at 8 p.m. by the mayor.\n"
    ));
}

#[test]
fn labels_of_a_stage_and_an_end_mark() {
    insta::assert_snapshot!(of_text(
        "Work plan of the group\n\nStage 1: Collecting views\n\nWhy: The views of the harbours are not known to the group.\n\nWho: The Secretariat, with two members.\n\nWhen: By the end of May 2031.\n\n***\n"
    ));
}

#[test]
fn bullets_of_the_second_level_under_a_short_entry() {
    let drawing = Drawing::new()
        .size(15.0)
        .font(1)
        .text(150.0, 70.0, "Minutes of the Harbour Board")
        .size(10.0)
        .font(0)
        .text(72.0, 110.0, "\u{2022}")
        .text(90.0, 110.0, "Updates")
        .text(108.0, 122.0, "o")
        .text(126.0, 122.0, "Holiday decorations were taken down and stored on schedule")
        .text(108.0, 134.0, "o")
        .text(126.0, 134.0, "Streets near the harbour were swept");
    insta::assert_snapshot!(of_page(drawing));
}
