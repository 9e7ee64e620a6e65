//! The laws of the way from glyphs to blocks, on random pages and random lines: the blocks hold the page's words, each once;
//! anchors lie on the page and in the text; the order of drawing does not matter.

use crate::layout::drawing::{Drawing, document};
use crate::layout::lay_out;
use crate::model::{BlockType, Document, Glyph, LaidOutDocument, RawPage, Run};
use crate::segment::testing::text_document;
use proptest::prelude::*;

/// Words that lines are made of: with hyphens, figures, addresses, quotations, and what reads as a mark inside a line.
const WORDS: [&str; 24] = [
    "the",
    "group",
    "agreed",
    "that",
    "members",
    "should",
    "report",
    "by",
    "May",
    "2031",
    "(see",
    "annex)",
    "day-to-day",
    "non-governmental",
    "“settled”",
    "www.example.org/a/b",
    "Mr.",
    "Lind",
    "1.",
    "12",
    "and",
    "fares:",
    "boats;",
    "harbour.",
];
/// What lines begin with.
const MARKS: [&str; 22] = [
    "", "", "", "", "1.", "2.", "3.", "4", "(a)", "(b)", "i.", "ii.", "A.", "§ 5", "•", "- ", "OP2", "1)", "2.1",
    "Annex I", "[1]", "III.",
];

/// A line: its mark, how many words, which, and how it ends.
fn line() -> impl Strategy<Value = String> {
    let word = 0..WORDS.len();
    (0..MARKS.len(), prop::collection::vec(word, 0..14), 0_usize..6).prop_map(|(mark, words, end)| {
        let mut parts: Vec<&str> = vec![MARKS[mark]];
        parts.extend(words.iter().map(|at| WORDS[*at]));
        let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        format!("{text}{}", ["", "", ".", ":", "-", " ........ 7"][end])
    })
}

/// A page of lines below one another, in some sizes, weights, indents and distances, with a note below a rule and a foot.
fn page() -> impl Strategy<Value = RawPage> {
    let styled = (line(), 0_usize..8, 0_usize..6, 0_usize..5);
    (prop::collection::vec(styled, 1..28), any::<bool>(), any::<bool>()).prop_map(|(lines, has_note, has_foot)| {
        let mut drawing = Drawing::new();
        let mut y = 60.0;
        for (text, style, indent, gap) in lines {
            let (size, font) =
                [(10.0, 0), (10.0, 0), (10.0, 0), (10.0, 0), (10.0, 1), (14.0, 1), (8.0, 0), (10.0, 2)][style];
            y += [12.0, 12.0, 12.0, 18.0, 26.0][gap];
            drawing = drawing.size(size).font(font).text(72.0 + [0.0, 0.0, 0.0, 18.0, 36.0, 240.0][indent], y, &text);
        }
        if has_note {
            drawing = drawing.rule(72.0, 740.0, 200.0, 740.5).size(5.0).font(0).text(72.0, 749.0, "1");
            drawing = drawing.size(8.0).text(75.0, 752.0, "See the first report.");
        }
        if has_foot {
            drawing = drawing.size(9.0).font(0).text(290.0, 815.0, "Page 1");
        }
        drawing.page()
    })
}

/// A page of random short texts at random places, as no report has them.
fn scattered() -> impl Strategy<Value = RawPage> {
    let text = (0.0_f32..520.0, 2_u16..68, line());
    prop::collection::vec(text, 1..30).prop_map(|texts| {
        let draw = |drawing: Drawing, (x, row, text): (f32, u16, String)| drawing.text(x, 12.0 * f32::from(row), &text);
        texts.into_iter().fold(Drawing::new(), draw).page()
    })
}

/// Letters and digits, sorted: what stands on the lines, marks taken out of them included.
fn printed(laid: &LaidOutDocument) -> Vec<char> {
    let marks = laid.lines.iter().flat_map(|line| &line.marks).flat_map(|mark| mark.text.chars());
    signs(laid.lines.iter().flat_map(|line| line.text.chars()).chain(marks))
}

/// The same of the blocks, with their numbers and footnote marks. The number of an annex stands in its text.
fn held(document: &Document) -> Vec<char> {
    let numbers = document.blocks.iter().filter(|block| block.block_type != BlockType::Annex);
    let numbers = numbers.filter_map(|block| block.number.as_deref()).flat_map(str::chars);
    let texts = document.blocks.iter().flat_map(|block| block.text.chars());
    let marks = document.blocks.iter().flat_map(|block| &block.footnote_refs).flat_map(|mark| mark.mark.chars());
    signs(texts.chain(numbers).chain(marks))
}

fn signs(characters: impl Iterator<Item = char>) -> Vec<char> {
    let mut all: Vec<char> = characters.filter(|one| one.is_alphanumeric()).collect();
    all.sort_unstable();
    all
}

/// The words of a page's lines that no line end cuts, counted, against those of the blocks.
fn whole_words_are_held(laid: &LaidOutDocument, document: &Document) -> Result<(), TestCaseError> {
    let mut there: Vec<&str> = document.blocks.iter().flat_map(|block| block.text.split(' ')).collect();
    there.extend(document.blocks.iter().filter_map(|block| block.number.as_deref()));
    for line in &laid.lines {
        let words: Vec<&str> = line.text.split(' ').collect();
        // First and last words may be marks, halves, or parts of an address.
        for word in words.get(1..words.len().saturating_sub(1)).unwrap_or_default() {
            let bare = word.trim_matches(|one: char| !one.is_alphanumeric());
            let is_held = bare.is_empty() || there.iter().any(|other| other.contains(bare));
            prop_assert!(is_held, "{bare:?} of {:?} is in no block", line.text);
        }
    }
    Ok(())
}

fn anchors_are_in_bounds(document: &Document) -> Result<(), TestCaseError> {
    for block in &document.blocks {
        prop_assert!(!block.anchors.is_empty(), "{:?} has no way back", block.text);
        let mut at = 0;
        for anchor in &block.anchors {
            let [from, to] = anchor.span;
            prop_assert!(at <= from && from <= to && to <= block.text.len(), "{:?} in {:?}", anchor.span, block.text);
            prop_assert!(block.text.is_char_boundary(from) && block.text.is_char_boundary(to));
            at = from;
            if let Some([left, top, right, bottom]) = anchor.bbox {
                prop_assert!(
                    0.0 <= left && left <= right && right <= 595.0 && 0.0 <= top && top <= bottom && bottom <= 842.0
                );
            }
        }
        for mark in &block.footnote_refs {
            prop_assert!(block.text.is_char_boundary(mark.offset), "{mark:?} in {:?}", block.text);
        }
        prop_assert!(block.text == block.text.trim() && !block.text.contains("  "), "{:?}", block.text);
    }
    Ok(())
}

/// The page with its glyphs drawn in another order, each a run of its own.
fn redrawn(page: &RawPage, order: &[usize]) -> RawPage {
    let mut again = RawPage { text: String::new(), glyphs: Vec::new(), runs: Vec::new(), ..page.clone() };
    for &at in order {
        let glyph = page.glyphs[at];
        let end = page.glyphs.get(at + 1).map_or(page.text.len(), |next| next.start as usize);
        let run = page.runs.iter().find(|run| run.glyphs.contains(&(at as u32))).unwrap();
        let first = again.glyphs.len() as u32;
        again.glyphs.push(Glyph { start: again.text.len() as u32, ..glyph });
        again.text.push_str(page.text.get(glyph.start as usize..end).unwrap());
        again.runs.push(Run { glyphs: first..first + 1, ..run.clone() });
    }
    again
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn the_blocks_hold_the_words_of_the_pages(pages in prop::collection::vec(page(), 1..4)) {
        let laid = lay_out(document(pages));
        let read = crate::segment::segment(laid.clone());
        prop_assert_eq!(printed(&laid).iter().collect::<String>(), held(&read).iter().collect::<String>());
        whole_words_are_held(&laid, &read)?;
        anchors_are_in_bounds(&read)?;
    }

    #[test]
    fn the_blocks_hold_the_words_of_pages_that_make_no_sense(page in scattered()) {
        let laid = lay_out(document(vec![page]));
        let read = crate::segment::segment(laid.clone());
        prop_assert_eq!(printed(&laid).iter().collect::<String>(), held(&read).iter().collect::<String>());
        anchors_are_in_bounds(&read)?;
    }

    #[test]
    fn the_blocks_hold_the_words_of_a_text_file(lines in prop::collection::vec((line(), 0_usize..4), 1..40)) {
        let source: String = lines.iter().map(|(line, blank)| format!("{line}\n{}", if *blank == 0 { "\n" } else { "" })).collect();
        let laid = text_document(&source);
        let read = crate::segment::segment(laid.clone());
        prop_assert_eq!(printed(&laid).iter().collect::<String>(), held(&read).iter().collect::<String>());
        whole_words_are_held(&laid, &read)?;
    }

    #[test]
    fn every_glyph_is_in_one_block_whatever_the_order_of_drawing(
        (page, order) in page().prop_flat_map(|page| {
            let order: Vec<usize> = (0..page.glyphs.len()).collect();
            (Just(page), Just(order).prop_shuffle())
        })
    ) {
        let drawn = signs(page.text.chars());
        let again = crate::segment::segment(lay_out(document(vec![redrawn(&page, &order)])));
        let read = crate::segment::segment(lay_out(document(vec![page])));
        prop_assert_eq!(drawn.iter().collect::<String>(), held(&read).iter().collect::<String>());
        prop_assert_eq!(serde_json::to_value(&read.blocks).unwrap(), serde_json::to_value(&again.blocks).unwrap());
    }
}

/// Found by a random page: the number of a paragraph that is nothing but a dash vanished with its type.
#[test]
fn a_number_before_an_end_mark_is_kept() {
    for source in ["\u{a7} 5 - .\n", "\u{a7} 5\n- .\n", "5. ---\n", "* * *\n"] {
        let laid = text_document(source);
        let read = crate::segment::segment(laid.clone());
        assert_eq!(printed(&laid), held(&read), "{source}");
    }
}
