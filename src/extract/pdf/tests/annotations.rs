//! Text of annotations and form fields is kept, marked as extra, and placed where a viewer shows it.

use crate::extract::pdf::paper::{Paper, first_page, runs};

const BODY: &str = "BT /F1 12 Tf 72 700 Td (body) Tj ET";

fn with(annotation: &str) -> Paper {
    Paper::new(BODY).page("/Annots [6 0 R]").object(annotation)
}

/// What the annotation says: all but the page's own text.
fn texts(paper: &Paper) -> Vec<String> {
    runs(&paper.read()).into_iter().map(|(text, _)| text).filter(|text| text != "body").collect()
}

#[test]
fn an_appearance_is_drawn_onto_its_rectangle() {
    let paper = with("<< /Subtype /FreeText /Rect [100 100 300 140] /AP << /N 7 0 R >> >>").stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 5 0 R >> >>",
        "BT /F1 10 Tf 10 5 Td (note) Tj ET",
    );
    let document = paper.read();
    let found = runs(&document);
    let texts: Vec<(&str, bool)> = found.iter().map(|(text, run)| (text.as_str(), run.flags.extra)).collect();
    assert_eq!(texts, [("body", false), ("note", true)]);
    // The box of 100 by 20 fills the rectangle of 200 by 40: everything is twice as large.
    let page = first_page(&document);
    let glyph = page.glyphs[found[1].1.glyphs.start as usize];
    assert_eq!((glyph.x, glyph.y), (120.0, 800.0 - 110.0));
    assert_eq!(found[1].1.size, 20.0);
}

#[test]
fn the_present_state_of_a_button_is_drawn() {
    let paper = with("<< /Subtype /Widget /Rect [0 0 9 9] /AS /On /AP << /N << /On 7 0 R /Off 8 0 R >> >> >>")
        .stream("/Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> >>", "BT /F1 9 Tf (on) Tj ET")
        .stream("/Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> >>", "BT /F1 9 Tf (off) Tj ET");
    assert_eq!(texts(&paper), ["on"]);
}

#[test]
fn values_are_written_where_nothing_is_drawn() {
    for (annotation, want) in [
        ("<< /Subtype /Widget /FT /Tx /V (Geneva) /Rect [0 0 99 20] >>", vec!["Geneva"]),
        ("<< /Subtype /Widget /FT /Ch /V [(one) (two)] /Rect [0 0 99 20] >>", vec!["onetwo"]),
        ("<< /Subtype /Widget /Parent 7 0 R /Rect [0 0 99 20] >>", vec!["inherited"]),
        ("<< /Subtype /Widget /FT /Btn /V /Yes /Rect [0 0 99 20] >>", vec![]),
        ("<< /Subtype /FreeText /Contents <FEFF00E90074> /Rect [0 0 99 20] >>", vec!["ét"]),
        ("<< /Subtype /Text /Contents (a remark) /Rect [0 0 99 20] >>", vec!["a remark"]),
    ] {
        let paper = with(annotation).object("<< /FT /Tx /V (inherited) >>");
        assert_eq!(texts(&paper), want, "{annotation}");
    }
}

#[test]
fn what_a_viewer_does_not_show_is_left_out() {
    for annotation in [
        "<< /Subtype /FreeText /F 2 /Contents (hidden) /Rect [0 0 99 20] >>",
        "<< /Subtype /FreeText /F 32 /Contents (not viewed) /Rect [0 0 99 20] >>",
        "<< /Subtype /Popup /Contents (popup) /Rect [0 0 99 20] >>",
        "<< /Subtype /Link /Contents (link) /Rect [0 0 99 20] >>",
        "<< /Subtype /FreeText /Contents (no place) >>",
        "<< /Subtype /Widget /FT /Tx /Parent 6 0 R /Rect [0 0 99 20] >>",
        "null",
    ] {
        assert!(texts(&with(annotation)).is_empty(), "{annotation}");
    }
}

#[test]
fn an_appearance_that_draws_itself_ends() {
    let paper = with("<< /Subtype /Stamp /Rect [0 0 9 9] /AP << /N 7 0 R >> >>").stream(
        "/Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> /XObject << /X 7 0 R >> >>",
        "BT /F1 9 Tf (once) Tj ET /X Do",
    );
    assert_eq!(texts(&paper), ["once"]);
}

#[test]
fn a_field_is_text_of_the_page_and_a_comment_is_read_on_a_click_only() {
    for (annotation, extra, clipped) in [
        ("<< /Subtype /Widget /FT /Tx /V (Geneva) /Rect [0 0 99 20] >>", false, false),
        ("<< /Subtype /FreeText /Contents (typed) /Rect [0 0 99 20] >>", true, false),
        ("<< /Subtype /Text /Contents (a remark) /Rect [0 0 99 20] /AP << /N 7 0 R >> >>", true, true),
    ] {
        let paper = with(annotation).stream("/Subtype /Form /BBox [0 0 9 9]", "BT /F1 9 Tf (icon) Tj ET");
        let document = paper.read();
        let flags = runs(&document)[1].1.flags;
        assert_eq!((flags.extra, flags.clipped), (extra, clipped), "{annotation}");
    }
}

#[test]
fn a_text_struck_out_by_an_annotation_has_a_rule_through_it() {
    let paper = with("<< /Subtype /StrikeOut /Rect [70 695 110 715] /QuadPoints [72 712 100 712 72 698 100 698] >>");
    let document = paper.read();
    let rule = first_page(&document).rules[0].bbox;
    assert_eq!((rule.left, rule.right), (72.0, 100.0));
    assert!((rule.top - 94.5).abs() < 0.01 && (rule.bottom - 95.5).abs() < 0.01, "{rule:?}");
}
