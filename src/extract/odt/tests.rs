//! OpenDocument texts built part by part.

use crate::extract::archive::building::zip;
use crate::extract::{Limits, Passwords, read_bytes};
use crate::model::{BlockStyle, RawBody, StyledBlock};

fn blocks(styles: &str, body: &str) -> Vec<StyledBlock> {
    let content = format!(
        "<office:document-content><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let bytes = zip(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)]);
    let document = read_bytes(&bytes, "r.odt", &Limits::default(), &Passwords::default()).unwrap();
    let RawBody::Styled(blocks) = document.body else { panic!("a text has blocks") };
    blocks
}

fn shown(styles: &str, body: &str) -> Vec<String> {
    let shown = |block: &StyledBlock| {
        let label = block.label.as_ref().map(|label| label.number.clone().unwrap_or("•".into()) + " ");
        let cells: Vec<&str> = block.cells.iter().map(|cell| cell.text.as_str()).collect();
        format!("{}{}{}", label.unwrap_or_default(), block.text, cells.join("|"))
    };
    blocks(styles, body).iter().map(shown).collect()
}

const LIST: &str = "<text:list-style style:name=\"L\"><text:list-level-style-number text:level=\"1\" style:num-format=\"1\" style:num-suffix=\".\"/><text:list-level-style-number text:level=\"2\" style:num-format=\"a\" style:num-prefix=\"(\" style:num-suffix=\")\"/></text:list-style>";

#[test]
fn lists_go_on_start_anew_and_nest() {
    let body = "<text:list text:style-name=\"L\" xml:id=\"x\"><text:list-item><text:p>One.</text:p><text:list><text:list-item><text:p>sub</text:p></text:list-item></text:list></text:list-item></text:list><text:p>Between.</text:p><text:list text:style-name=\"L\" text:continue-list=\"x\"><text:list-item><text:p>Two.</text:p></text:list-item><text:list-item text:start-value=\"9\"><text:p>Nine.</text:p><text:p>More.</text:p></text:list-item></text:list>";
    assert_eq!(shown(LIST, body), ["1. One.", "(a) sub", "Between.", "2. Two.", "9. Nine.", "More."]);
}

#[test]
fn notes_headings_and_deleted_words() {
    let body = "<text:tracked-changes><text:changed-region text:id=\"c1\"><text:deletion><text:p>old words</text:p></text:deletion></text:changed-region></text:tracked-changes><text:h text:outline-level=\"2\">Budget</text:h><text:p>Agreed<text:note text:id=\"n1\"><text:note-citation>1</text:note-citation><text:note-body><text:p>In May.</text:p></text:note-body></text:note> today<text:change text:change-id=\"c1\"/>.</text:p>";
    let found = blocks("", body);
    assert_eq!(
        (&found[0].style, found[1].text.as_str(), found[1].notes[0].offset),
        (&BlockStyle::Heading(2), "Agreed today.", 6)
    );
    assert_eq!(found[2].style, BlockStyle::Note { key: "n1".into(), mark: "1".into() });
}

#[test]
fn tables_have_header_rows_and_covered_cells() {
    let body = "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>No.</text:p></table:table-cell><table:table-cell><text:p>Text</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned=\"2\"><text:p>Wide</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>";
    let found = blocks("", body);
    assert!(matches!(found[0].style, BlockStyle::Row { header: true, .. }));
    assert_eq!(found[1].cells.len(), 1);
}
