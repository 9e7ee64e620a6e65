//! The laws of layout, on random pages.

use super::drawing::{Drawing, document};
use super::lay_out;
use crate::model::{Glyph, LaidOutDocument, Place, RawPage, Run};
use proptest::prelude::*;

/// A page of random short texts at random places, in some sizes and directions.
fn page() -> impl Strategy<Value = RawPage> {
    let text = (0.0_f32..560.0, 10.0_f32..830.0, "[a-zA-Z0-9.,()-]{1,12}( [a-z]{1,8}){0,4}", 0_usize..5, 0_usize..12);
    prop::collection::vec(text, 1..40).prop_map(|texts| {
        let mut drawing = Drawing::new();
        for (x, y, text, size, angle) in texts {
            let size = [10.0, 10.0, 12.0, 7.0, 16.0][size];
            let angle = if angle == 0 { 90.0 } else { 0.0 };
            // Baselines on a grid, so that lines form.
            drawing = drawing.size(size).angle(angle).text(x, (y / 4.0).round() * 4.0, &text);
        }
        drawing.page()
    })
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

/// All visible characters of the lines and their marks, sorted.
fn characters(laid: &LaidOutDocument) -> Vec<char> {
    let marks = laid.lines.iter().flat_map(|line| line.marks.iter().flat_map(|mark| mark.text.chars()));
    let mut all: Vec<char> = laid.lines.iter().flat_map(|line| line.text.chars()).chain(marks).collect();
    all.retain(|character| character.is_alphanumeric());
    all.sort_unstable();
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_visible_glyph_ends_in_exactly_one_line(page in page()) {
        let mut drawn: Vec<char> = page.text.chars().filter(|character| character.is_alphanumeric()).collect();
        drawn.sort_unstable();
        let laid = lay_out(document(vec![page]));
        // A glyph drawn again at the same place is rare at random and taken out: never may there be more than drawn.
        let found = characters(&laid);
        prop_assert!(found.len() <= drawn.len());
        prop_assert!(drawn.len() - found.len() <= drawn.len() / 20, "{} of {}", found.len(), drawn.len());
    }

    #[test]
    fn the_order_of_drawing_does_not_matter(
        (page, order) in page().prop_flat_map(|page| {
            let order: Vec<usize> = (0..page.glyphs.len()).collect();
            (Just(page), Just(order).prop_shuffle())
        })
    ) {
        let again = redrawn(&page, &order);
        let (first, second) = (lay_out(document(vec![page])), lay_out(document(vec![again])));
        prop_assert_eq!(first.lines, second.lines);
    }

    #[test]
    fn boxes_lie_on_the_page_and_offsets_in_the_text(page in page()) {
        let laid = lay_out(document(vec![page]));
        for line in &laid.lines {
            let Place::Page { bbox, .. } = line.place else { panic!("a page's line") };
            prop_assert!(bbox.left >= 0.0 && bbox.top >= 0.0 && bbox.right <= 595.0 && bbox.bottom <= 842.0);
            prop_assert_eq!(line.styles.last().map_or(0, |style| style.end as usize), line.text.len());
            for word in &line.words {
                let text = line.text.get(word.start as usize..word.end as usize).unwrap();
                prop_assert!(!text.is_empty() && !text.contains(' '), "{:?} in {:?}", text, line.text);
            }
            for mark in &line.marks {
                prop_assert!(line.text.is_char_boundary(mark.offset as usize));
            }
            prop_assert!(line.text == line.text.trim() && !line.text.contains("  "));
        }
    }
}
