//! Web pages in the ways in which they are written.

use crate::extract::{Limits, Passwords, read_bytes};
use crate::model::{BlockStyle, RawBody, StyledBlock};

fn blocks(page: &str) -> Vec<StyledBlock> {
    let document = read_bytes(page.as_bytes(), "p.html", &Limits::default(), &Passwords::default()).unwrap();
    let RawBody::Styled(blocks) = document.body else { panic!("a page has blocks") };
    blocks
}

fn shown(page: &str) -> Vec<String> {
    let shown = |block: &StyledBlock| {
        let label = block.label.as_ref().map(|label| label.number.clone().unwrap_or("•".into()) + " ");
        let cells: Vec<&str> = block.cells.iter().map(|cell| cell.text.as_str()).collect();
        format!("{}{}{}", label.unwrap_or_default(), block.text, cells.join("|"))
    };
    blocks(page).iter().filter(|block| block.style != BlockStyle::Furniture).map(shown).collect()
}

#[test]
fn numbers_of_lists_are_those_that_a_reader_sees() {
    let page = "<body><p>Text that stands before the list.</p><ol start=4><li>Four.<ol type=a><li>sub</ol><li value=9>Nine.<li><p>Ten.</p><p>More.</p></ol><ul><li>point</ul>";
    assert_eq!(
        shown(page),
        ["Text that stands before the list.", "4. Four.", "a. sub", "9. Nine.", "10. Ten.", "More.", "• point"]
    );
}

#[test]
fn numbers_made_by_a_style_sheet_count() {
    let page = "<style>ol.x{list-style-type:none;counter-reset:p 11} ol.x>li{counter-increment:p} ol.x>li:before{content:counter(p) \". \"}</style><ol class=x><li>The group met.<li>It closed.</ol>";
    assert_eq!(shown(page), ["12. The group met.", "13. It closed."]);
}

#[test]
fn words_lists_and_notes() {
    let page = "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>7.<span>&nbsp;&nbsp; </span></span><![endif]>Agreed\nto meet.<a href=\"#_ftn1\" name=\"_ftnref1\"><span>[1]</span></a></p><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href=\"#_ftnref1\" name=\"_ftn1\"><span>[1]</span></a> In May.</p></div>";
    let found = blocks(page);
    assert_eq!(
        (found[0].text.as_str(), found[0].label.as_ref().unwrap().number.as_deref(), found[0].notes[0].mark.as_str()),
        ("Agreed to meet.", Some("7."), "1")
    );
    assert_eq!(
        (found[1].text.as_str(), matches!(&found[1].style, BlockStyle::Note { mark, .. } if mark == "1")),
        ("In May.", true)
    );
}

#[test]
fn what_stands_around_an_article_is_furniture() {
    let page = "<body><header role=banner><a href=/>Home</a></header><nav><ul><li><a href=/a>1. About</a></ul></nav><div id=content><h1>Report</h1><p>The group met in May and agreed on the plan.</p><div class=share-buttons>Share</div></div><aside><h2>Related</h2></aside><div id=cookie-banner><p>We use cookies.</p></div><footer>Contact</footer>";
    assert_eq!(shown(page), ["Report", "The group met in May and agreed on the plan."]);
}

#[test]
fn tables_that_lay_out_are_no_tables_and_cells_that_span_are_kept() {
    let page = "<table><tr><td><a href=/x>Menu</a></td><td><h1>Minutes</h1><p>The board met.</p><table><tr><th>No.</th><th>Text</th></tr><tr><td rowspan=2>1</td><td>Meet</td></tr><tr><td>Write</td></tr></table></td></tr></table>";
    let found = shown(page);
    assert!(
        found.ends_with(&[
            "Minutes".into(),
            "The board met.".into(),
            "No.|Text".into(),
            "1|Meet".into(),
            "|Write".into()
        ]),
        "{found:?}"
    );
}

#[test]
fn encodings_by_what_the_page_says() {
    let page = b"<meta http-equiv=Content-Type content=\"text/html; charset=windows-1252\"><p>Caf\xe9 \x96 agreed.</p>";
    let document = read_bytes(page, "p.html", &Limits::default(), &Passwords::default()).unwrap();
    let RawBody::Styled(blocks) = document.body else { panic!("blocks") };
    assert_eq!(blocks[0].text, "Café – agreed.");
}

#[test]
fn the_address_and_day_of_a_page_are_kept() {
    let page = "<!-- saved from url=(0030)https://example.org/report/2021 --><html lang=en><head><title>Report | Forum</title><meta property=article:published_time content=2021-05-03T10:00></head><p>The group met.</p>";
    let document = read_bytes(page.as_bytes(), "p.html", &Limits::default(), &Passwords::default()).unwrap();
    let info = document.info;
    assert_eq!(
        (info.address.as_deref(), info.created.as_deref(), info.title.as_deref()),
        (Some("https://example.org/report/2021"), Some("2021-05-03"), Some("Report"))
    );
}
