//! Small reports of other bodies, in the forms that twenty years of meetings show: what must come out of each.

use crate::model::Document;
use crate::segment::testing::text_document;

/// A block a line: type, number, and the first words of the text.
fn outline(source: &str) -> String {
    let Document { blocks, .. } = crate::segment::segment(text_document(source));
    let mut out = String::new();
    for block in blocks {
        let kind = serde_json::to_value(block.block_type).unwrap();
        let number = block.number.map(|number| format!(" {number}")).unwrap_or_default();
        let annex = if block.annex.is_empty() { String::new() } else { format!(" <{}>", block.annex.join(" / ")) };
        let words: Vec<&str> = block.text.split(' ').take(6).collect();
        out.push_str(&format!("{}{number}{annex}: {}\n", kind.as_str().unwrap(), words.join(" ")));
    }
    out
}

#[test]
fn paragraphs_run_through_roman_and_lettered_headings() {
    insta::assert_snapshot!(outline(
        "United Nations\n\nA/AC.77/L.9\n\nDistr.: Limited\n\n25 May 2032\n\nReport of the Committee on Small Ports on its fourth session\n\nNew York, 14-18 May 2032\n\nI. Introduction\n\nA. Opening of the session\n\n1. The Committee on Small Ports held its fourth session at Headquarters from 14 to 18 May 2032.\n\n2. The session was opened by the Chair, who welcomed all members to the city.\n\nB. Agenda\n\n3. At its first meeting the Committee adopted the following agenda:\n\n1. Opening of the session.\n2. Election of officers.\n3. Review of the guidelines.\n4. Other matters.\n5. Adoption of the report.\n\n4. The Committee decided to meet in two working groups on the second and third day.\n\nII. Recommendations\n\n5. The Committee recommends to the Assembly that it:\n\n(a) encourage members to simplify the rules for small boats;\n(b) request the Secretariat to report next year; and\n(c) meet again.\n\n6. The Committee took note of the statements made by its members.\n"
    ));
}

#[test]
fn a_quotation_in_a_restarted_series_is_no_part_of_it() {
    insta::assert_snapshot!(outline(
        "Harbour Initiatives Virtual Meeting VII\n\n8 June 2031\n\nIntroductions\n\n1. The seventh virtual meeting of the initiatives took place on 8 June and was opened by the chair.\n\n2. The agenda was adopted as proposed by the members who were on the call.\n\nSummary of key points\n\n1. It was agreed that the initiatives would send three preferences by the end of the week.\n\n2. There was broad support for the proposal, although two members would have liked more time.\n\n3. One participant recalled the text of the 2026 report on improvements:\n\n46. The initiatives should be more closely linked, and their reports should be made available.\n\n47. A template for such reports could be developed by the Secretariat.\n\n4. Members were reminded that travel support was available for newcomers.\n"
    ));
}

#[test]
fn operative_paragraphs_follow_their_preamble() {
    insta::assert_snapshot!(outline(
        "E/2034/L.18\n\n9 July 2034\n\nDraft resolution on small ports\n\nThe Council,\n\nRecalling its resolution 2030/2 of 19 July 2030,\n\nNoting with appreciation the report of the Secretariat,\n\n1. Takes note of the report;\n\n2. Calls upon members to work together, including by:\n\n(a) Sharing charts;\n(b) Training pilots;\n\n3. Decides to extend the mandate for two years.\n"
    ));
}

#[test]
fn french_minutes_have_paragraphs_and_an_annex_with_names() {
    insta::assert_snapshot!(outline(
        "Compte rendu de la troisième réunion du comité des petits ports\n\nGenève, 12 mars 2033\n\nI. Ouverture de la séance\n\n1. La séance est ouverte à 10 heures par la présidente, qui souhaite la bienvenue aux 23 participants.\n\n2. L'ordre du jour figurant à l'annexe I est adopté sans modification.\n\nII. Questions diverses\n\n3. Le comité décide :\n\na) de charger le secrétariat d'établir un projet ;\nb) d'inviter les ports à transmettre leurs observations ;\nc) de se réunir de nouveau à l'automne.\n\n4. La séance est levée à 12 h 30.\n\nAnnexe I : Liste des participants\n\nMme Hélène Dubois (France)\nM. Karel Peeters (Belgique)\nM. Luc Favre (Suisse)\n"
    ));
}

#[test]
fn board_minutes_with_whereas_and_motions() {
    insta::assert_snapshot!(outline(
        "LAKESIDE LIBRARY DISTRICT\n\nMINUTES OF THE REGULAR MEETING OF THE BOARD\n\nMonday, May 9, 2031, 6:30 p.m.\n\nI. CALL TO ORDER\n\nPresident Ruiz called the meeting to order at 6:31 p.m.\n\nII. ACTION ITEMS\n\nA. Resolution No. 2031-07, Week of the Reader\n\nWHEREAS, the readers of the District deserve it; and\n\nWHEREAS, the second week of May is set aside;\n\nNOW, THEREFORE, BE IT RESOLVED that the Board proclaims the Week of the Reader.\n\nMotion by Mr. Chen, seconded by Ms. Park. Motion carried 4-0.\n\nB. Budget calendar\n\nThe Board directed staff to return with three options on June 13.\n\nIII. ADJOURNMENT\n\nThe meeting adjourned at 8:47 p.m.\n"
    ));
}
