//! Word documents built part by part.

use crate::extract::archive::building::zip;
use crate::extract::{Limits, Passwords, read_bytes};
use crate::model::{BlockStyle, Locator, RawBody, RawDocument, StyledBlock};

const NUMBERS: &str = "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"(%2)\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
const NOTES: &str = "<w:footnotes><w:footnote w:id=\"2\"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> See the annex.</w:t></w:r></w:p></w:footnote></w:footnotes>";
const STYLES: &str = "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Own\"><w:name w:val=\"Own\"/><w:basedOn w:val=\"Own\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>";

fn document(body: &str) -> RawDocument {
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"http://x/{kind}\" Target=\"{target}\"/>")
    };
    let relations = format!(
        "<Relationships>{}{}{}</Relationships>",
        relation("r1", "styles", "styles.xml"),
        relation("r2", "numbering", "numbering.xml"),
        relation("r3", "footnotes", "footnotes.xml")
    );
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let bytes = zip(&[
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", &relations),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERS),
        ("word/footnotes.xml", NOTES),
    ]);
    read_bytes(&bytes, "r.docx", &Limits::default(), &Passwords::default()).unwrap()
}

fn blocks(body: &str) -> Vec<StyledBlock> {
    let RawBody::Styled(blocks) = document(body).body else { panic!("a Word document has blocks") };
    blocks
}

fn shown(body: &str) -> Vec<String> {
    let shown = |block: &StyledBlock| {
        let label = block.label.as_ref().map(|label| label.number.clone().unwrap_or("•".into()) + " ");
        let cells: Vec<&str> = block.cells.iter().map(|cell| cell.text.as_str()).collect();
        format!("{}{}{}", label.unwrap_or_default(), block.text, cells.join("|"))
    };
    blocks(body).iter().map(shown).collect()
}

fn p(properties: &str, runs: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn list(level: u8) -> String {
    format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr>")
}

#[test]
fn numbers_are_computed_and_a_style_can_give_them() {
    let body = p(&list(0), &r("One."))
        + &p(&list(1), &r("sub;"))
        + &p("<w:pStyle w:val=\"Own\"/>", &r("Two."))
        + &p("<w:pStyle w:val=\"Own\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>", &r("None."));
    assert_eq!(shown(&body), ["1. One.", "(a) sub;", "2. Two.", "None."]);
}

#[test]
fn headings_are_those_of_the_style_whatever_its_id() {
    assert_eq!(blocks(&p("<w:pStyle w:val=\"berschrift1\"/>", &r("Budget")))[0].style, BlockStyle::Heading(1));
}

#[test]
fn tracked_changes_are_accepted_and_deleted_paragraphs_take_no_number() {
    let gone = "<w:p><w:pPr>".to_owned()
        + &list(0)
        + "<w:rPr><w:del w:author=\"E\"/></w:rPr></w:pPr><w:del w:author=\"E\"><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>";
    let body = p(
        &list(0),
        &(r("The ")
            + "<w:del w:author=\"E\"><w:r><w:delText>old</w:delText></w:r></w:del><w:ins w:author=\"E\"><w:r><w:t>new</w:t></w:r></w:ins>"
            + &r(" plan.")),
    ) + &gone
        + &p(&list(0), &r("Next."));
    assert_eq!(shown(&body), ["1. The new plan.", "2. Next."]);
    let notes = document(&body).notes;
    assert!(notes.iter().any(|note| note.code == "tracked-changes" && note.message.contains("by E")), "{notes:?}");
}

#[test]
fn notes_stand_after_their_paragraph_with_their_mark() {
    let body = p("", &(r("Agreed.") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r>" + &r(" Then left.")));
    let found = blocks(&body);
    assert_eq!((found[0].text.as_str(), found[0].notes[0].offset), ("Agreed. Then left.", 7));
    assert_eq!(
        (found[1].text.as_str(), &found[1].style),
        ("See the annex.", &BlockStyle::Note { key: "f2".into(), mark: "1".into() })
    );
}

#[test]
fn a_text_box_is_read_once_after_its_paragraph() {
    let content = format!("<w:txbxContent>{}</w:txbxContent>", p("", &r("In the box.")));
    let body = p(
        "",
        &format!(
            "{}<w:r><mc:AlternateContent><mc:Choice><w:drawing>{content}</w:drawing></mc:Choice><mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            r("Around.")
        ),
    );
    assert_eq!(shown(&body), ["Around.", "In the box."]);
}

#[test]
fn contents_and_page_numbers_are_no_text() {
    let begin = |code: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> {code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
        )
    };
    let end = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let body = p("", &(begin("TOC \\o") + &r("Budget 3")))
        + &p("", end)
        + &p(
            "",
            &(r("See item ")
                + &begin("REF _r")
                + &r("4")
                + end
                + &r(" on page ")
                + &begin("PAGE")
                + &r("9")
                + end
                + &r(".")),
        );
    let found = blocks(&body);
    // The number of a page in Word is none of the page that is read here; what stands around it stays.
    assert_eq!((&found[0].style, found[1].text.as_str()), (&BlockStyle::Contents, "See item 4 on page."));
}

#[test]
fn cells_span_and_go_on_and_a_table_in_a_cell_follows_its_row() {
    let cell = |properties: &str, inner: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>");
    let row = |cells: &str| format!("<w:tr>{cells}</w:tr>");
    let inner = format!("<w:tbl>{}</w:tbl>", row(&(cell("", &p("", &r("x"))) + &cell("", &p("", &r("y"))))));
    let body = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&(cell("<w:gridSpan w:val=\"2\"/>", &p("", &r("Wide"))) + &cell("", &(p("", &r("Has")) + &inner)))),
        row(&(cell("<w:vMerge/>", &p("", "")) + &cell("", &p(&list(0), &r("numbered")))))
    );
    assert_eq!(shown(&body), ["Wide|Has", "x|y", "|1. numbered"]);
    assert_eq!(blocks(&body)[0].cells[0].columns, 2);
}

#[test]
fn pages_are_known_where_breaks_were_rendered() {
    let body = p("", &r("One.")) + &p("", &("<w:r><w:lastRenderedPageBreak/></w:r>".to_owned() + &r("Two.")));
    let document = document(&body);
    assert_eq!(document.source.pages, Some(2));
    let RawBody::Styled(blocks) = document.body else { panic!("blocks") };
    assert_eq!(blocks[0].place.at, Some(Locator::Paragraph(1)));
    assert_eq!((blocks[0].place.page, blocks[1].place.page), (Some(1), Some(2)));
}

#[test]
fn a_broken_file_is_said_to_be_broken() {
    let error =
        read_bytes(b"PK\x03\x04word/document.xml", "r.docx", &Limits::default(), &Passwords::default()).unwrap_err();
    assert_eq!(error.code, "damaged");
}
