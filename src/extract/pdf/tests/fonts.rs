//! From codes to characters, through whole files.

use crate::extract::pdf::paper::{Paper, codes, text};

/// One string drawn in a font of its own (object 6), which the case writes.
fn drawn(string: &str, font: &str) -> Paper {
    Paper::new(&format!("BT /F2 10 Tf 9 9 Td {string} Tj ET")).fonts("/F2 6 0 R").object(font)
}

#[test]
fn differences_name_characters() {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding << /Differences \
                [65 /eacute /uni0142 /f_f_i /u1F600 /amacron 97 /Euro] >> >>";
    assert_eq!(text(&drawn("(ABCDEa)", font)), "éłffi😀ā€");
}

#[test]
fn symbols_are_real_bullets() {
    let symbol = "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>";
    assert_eq!(text(&drawn("<B7>", symbol)), "•");
    let wingdings = "<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Wingdings-Regular >>";
    assert_eq!(text(&drawn("<A7>", wingdings)), "▪");
}

#[test]
fn a_map_to_unicode_decides() {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font \
                /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) >> \
                /DW 500 >>] /ToUnicode 7 0 R >>";
    let map = "1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <00660066> <0002> <D83DDE00> \
               endbfchar 1 beginbfrange <0010> <0012> <0041> endbfrange";
    assert_eq!(text(&drawn("<0001000200100012>", font).stream("", map)), "ff😀AC");
}

#[test]
fn what_no_one_says_is_a_guess_with_a_note() {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font \
                /Subtype /CIDFontType2 /BaseFont /X >>] >>";
    let document = drawn("<00210022>", font).read();
    assert_eq!(codes(&document), ["guessed-glyphs"]);
    assert!(document.notes[0].message.contains("100.0 %"), "{}", document.notes[0].message);
}

#[test]
fn widths_end_with_the_last_code() {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font \
                /Subtype /CIDFontType2 /BaseFont /X /W [4294967295 [500 600 700]] >>] /ToUnicode 7 0 R >>";
    let map = "1 beginbfchar <0000> <0041> endbfchar";
    assert_eq!(text(&drawn("<0000>", font).stream("", map)), "A");
}
