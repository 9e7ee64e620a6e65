//! What content streams draw: positions, rotation, marks, forms.

use crate::extract::pdf::paper::{Paper, codes, first_page, runs, text};

#[test]
fn positions_are_those_of_the_page_as_displayed() {
    let place = |entries: &str| {
        let document = Paper::new("BT /F1 10 Tf 100 700 Td (x) Tj ET").page(entries).read();
        let (page, run) = (first_page(&document).clone(), runs(&document)[0].1.clone());
        (page.width, page.height, page.glyphs[0].x, page.glyphs[0].y, run.angle)
    };
    assert_eq!(place(""), (600.0, 800.0, 100.0, 100.0, 0.0));
    assert_eq!(place("/CropBox [50 50 550 750]"), (500.0, 700.0, 50.0, 50.0, 0.0));
    assert_eq!(place("/Rotate 90"), (800.0, 600.0, 700.0, 100.0, -90.0));
    assert_eq!(place("/Rotate 180"), (600.0, 800.0, 500.0, 700.0, 180.0));
    assert_eq!(place("/Rotate 270"), (800.0, 600.0, 100.0, 500.0, 90.0));
    assert_eq!(place("/UserUnit 2"), (1200.0, 1600.0, 200.0, 200.0, 0.0));
}

/// A disc of four points, as browsers draw bullets, with its left edge and middle in user space.
fn disc(left: u16, middle: u16) -> String {
    let (right, low, high) = (left + 4, middle - 2, middle + 2);
    format!(
        "{left} {middle} m {left} {high} {right} {high} {right} {middle} c {right} {low} {left} {low} {left} {middle} c h f "
    )
}

#[test]
fn a_disc_before_a_line_is_a_bullet_and_one_in_the_margin_of_a_sentence_is_none() {
    let line = |x: u16, y: u16, text: &str| format!("BT /F1 10 Tf {x} {y} Td ({text}) Tj ET ");
    let body: String = [700_u16, 686, 672].iter().map(|y| line(72, *y, "The group met in the hall")).collect();
    let list = body.clone() + &disc(90, 653) + &line(100, 650, "a survey of the gates");
    assert!(text(&Paper::new(&list)).contains('•'));
    let marked = body + &disc(60, 675);
    assert!(!text(&Paper::new(&marked.replace("The group", "the group"))).contains('•'));
    let far = disc(90, 653) + &line(200, 650, "a survey of the gates");
    assert!(!text(&Paper::new(&far)).contains('•'));
}

#[test]
fn letters_of_no_size_or_place_are_not_on_the_page() {
    let huge = "9".repeat(39);
    let content = format!(
        "BT /F1 {huge} Tf {huge} 0 0 {huge} 0 0 Tm (huge) Tj ET BT /F1 10 Tf 0 0 0 0 0 0 Tm (none) Tj ET \
         BT /F1 10 Tf 1 0 0 1 100 500 Tm (seen) Tj ET"
    );
    let document = Paper::new(&content).read();
    let shown: Vec<String> =
        runs(&document).into_iter().filter(|(_, run)| !run.flags.clipped).map(|(text, _)| text).collect();
    assert_eq!(shown, ["seen"]);
}

#[test]
fn invisible_clipped_and_off_page_text_is_kept_and_marked() {
    let document = Paper::new(
        "BT /F1 10 Tf 3 Tr 100 700 Td (ocr) Tj 0 Tr ET \
         q 0 0 50 50 re W n BT /F1 10 Tf 100 600 Td (cut) Tj ET Q \
         BT /F1 10 Tf 100 -90 Td (off) Tj ET BT /F1 10 Tf 100 500 Td (seen) Tj ET",
    )
    .read();
    let found: Vec<(String, [bool; 3])> = runs(&document)
        .into_iter()
        .map(|(text, run)| (text, [run.flags.invisible, run.flags.clipped, run.flags.off_page]))
        .collect();
    let want = [
        ("ocr", [true, false, false]),
        ("cut", [false, true, false]),
        ("off", [false, true, true]),
        ("seen", [false, false, false]),
    ];
    assert_eq!(found, want.map(|(text, flags)| (text.to_owned(), flags)));
}

#[test]
fn rise_and_artifacts_are_told() {
    let document = Paper::new(
        "BT /F1 10 Tf 100 700 Td (x) Tj 4 Ts (2) Tj ET /Artifact BMC BT /F1 10 Tf 1 0 0 1 9 9 Tm 0 Ts (7) Tj ET EMC",
    )
    .read();
    let found = runs(&document);
    assert_eq!((found[1].0.as_str(), found[1].1.rise), ("2", 4.0));
    assert_eq!((found[2].0.as_str(), found[2].1.flags.artifact), ("7", true));
    assert!(!found[0].1.flags.artifact);
}

#[test]
fn replacement_text_replaces() {
    let line = |mark: &str| text(&Paper::new(&format!("BT /F1 10 Tf 9 9 Td {mark} BDC (fi) Tj EMC ( x) Tj ET")));
    assert_eq!(line("/Span << /ActualText (ffi) >>"), "ffi x");
    assert_eq!(line("/Span << /Lang (en) >>"), "fi x");
    assert_eq!(line("/Span << /ActualText <FEFF00AD> >>"), "fi x");
}

#[test]
fn an_operator_within_an_array_does_not_eat_the_rest() {
    assert_eq!(text(&Paper::new("BT /F1 10 Tf 9 9 Td [(a) 5 Tf (b)] TJ (c) Tj ET")), "abc");
    assert_eq!(text(&Paper::new("BT /F1 10 Tf 9 9 Td [(a) (b) TJ (c) Tj ET")), "abc");
}

#[test]
fn forms_are_drawn_in_their_place_and_not_within_themselves() {
    let paper = Paper::new("q 1 0 0 1 50 60 cm /X Do Q BT /F1 10 Tf 9 9 Td (after) Tj ET")
        .resources("/XObject << /X 6 0 R >>")
        .stream("/Subtype /Form /BBox [0 0 99 99] /Matrix [2 0 0 2 0 0]", "BT /F1 10 Tf 5 5 Td (in) Tj ET /X Do");
    let document = paper.read();
    let found = runs(&document);
    assert_eq!((found[0].0.as_str(), found[0].1.size), ("in", 20.0));
    assert_eq!(first_page(&document).glyphs[0].x, 60.0);
    assert_eq!(found[1].0, "after");
    assert_eq!(codes(&document), ["damaged-page"]);
}

#[test]
fn inline_images_are_skipped_whole() {
    let paper =
        Paper::new("q 9 0 0 9 0 0 cm BI /W 4 /H 4 /BPC 8 /CS /G ID \u{1}(EI\u{2}[[ EI Q BT /F1 9 Tf (text) Tj ET");
    assert_eq!(text(&paper), "text");
}

#[test]
fn a_page_of_one_image_is_said_to_need_ocr() {
    let paper = Paper::new("q 600 0 0 800 0 0 cm /I Do Q")
        .resources("/XObject << /I 6 0 R >>")
        .stream("/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "x");
    let document = paper.read();
    assert_eq!(codes(&document), ["no-text-layer"]);
    assert!(first_page(&document).image_share > 0.99);
}

#[test]
fn white_text_on_paper_is_unseen_and_on_paint_is_seen() {
    let document = Paper::new(
        "BT /F1 10 Tf 1 g 100 700 Td (white) Tj ET BT /F1 10 Tf 0 0 0 0 k 100 600 Td (no ink) Tj ET \
         0 0 0.5 rg 90 490 300 30 re f BT /F1 10 Tf 1 1 1 rg 100 500 Td (on blue) Tj ET \
         BT /F1 10 Tf 0 g 100 400 Td (black) Tj 1 0 0 rg (red) Tj ET \
         q /G gs BT /F1 10 Tf 100 300 Td (glass) Tj ET Q BT /F1 10 Tf 1 Tr 1 g 100 200 Td (outlined) Tj ET",
    )
    .resources("/ExtGState << /G << /ca 0 >> >>")
    .read();
    let found: Vec<(String, bool)> = runs(&document).into_iter().map(|(text, run)| (text, run.flags.unseen)).collect();
    let want = [("whiteno ink", true), ("on blueblackred", false), ("glass", true), ("outlined", false)];
    assert_eq!(found, want.map(|(text, unseen)| (text.to_owned(), unseen)));
}

#[test]
fn a_spot_colour_counts_ink() {
    let document =
        Paper::new("/S cs 1 scn BT /F1 10 Tf 9 700 Td (full) Tj ET 0 scn BT /F1 10 Tf 9 600 Td (none) Tj ET")
            .resources("/ColorSpace << /S [/Separation /Gold /DeviceGray 6 0 R] >>")
            .read();
    let found: Vec<bool> = runs(&document).into_iter().map(|(_, run)| run.flags.unseen).collect();
    assert_eq!(found, [false, true]);
}

#[test]
fn a_replacement_that_says_nothing_is_none() {
    let dots = "BT /F1 10 Tf 9 9 Td /Span << /ActualText <FEFFFFFDFFFD> >> BDC (..) Tj EMC ( 7) Tj ET";
    assert_eq!(text(&Paper::new(dots)), ".. 7");
}
