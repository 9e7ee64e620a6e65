//! Text of the pages that fell into no block, and pages without text.

use super::facts::Facts;
use super::finding::{Finding, Kind};
use super::letters::read;
use crate::model::Document;

/// Letters and figures that a page may lose without a word: bullets that are letters, a mark, a number of a list.
const FEW: usize = 12;
/// Share of a page's letters that it may lose without a word.
const LITTLE: f32 = 0.02;
/// An empty page with so much of it under images is a picture of text.
const PICTURE: f32 = 0.3;
/// What a page that could not be read whole costs.
const DAMAGED: f32 = 0.1;

/// Compares pages with blocks.
pub(super) fn findings(document: &Document, facts: &Facts) -> Vec<Finding> {
    let standing: usize = facts.letters.values().sum();
    let pictures: Vec<u32> =
        facts.silent.iter().filter(|(_, share)| *share >= PICTURE).map(|(page, _)| *page).collect();
    if standing == 0 {
        let says = if pictures.is_empty() {
            "no text was found in the file".to_owned()
        } else {
            format!("no text was found, but images on {}: the file needs text recognition (OCR)", pages(&pictures))
        };
        return vec![Finding { kind: Kind::NoText, weight: 1.0, says }];
    }
    let mut found = Vec::new();
    if !pictures.is_empty() {
        let says = format!("{} without text under an image: text recognition (OCR) is needed there", pages(&pictures));
        found.push(Finding { kind: Kind::UnreadPages, weight: share(pictures.len(), facts.pages), says });
    }
    let read = read(document);
    for (&page, &all) in &facts.letters {
        let kept = read.get(&page).copied().unwrap_or(0);
        let lost = all.saturating_sub(kept);
        if lost > FEW && lost as f32 > LITTLE * all as f32 {
            let place = if page == 0 { "the file".to_owned() } else { format!("page {page}") };
            let says = format!("{:.0} % of the text of {place} fell into no block", 100.0 * share(lost, all));
            found.push(Finding { kind: Kind::LostText, weight: share(lost, standing), says });
        }
    }
    // Half a page without its text is as bad on a long report as on a short one.
    found.sort_by(|a, b| a.kind.cmp(&b.kind).then(b.weight.total_cmp(&a.weight)));
    let damaged = document.notes.iter().filter(|note| matches!(note.code.as_str(), "damaged-page" | "page-cut-short"));
    found.extend(damaged.map(|note| {
        let place = note.page.map_or_else(|| "a page".to_owned(), |page| format!("page {page}"));
        Finding { kind: Kind::Damaged, weight: DAMAGED, says: format!("{place} could not be read whole") }
    }));
    found
}

fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

/// "page 3", "pages 3, 4 and 9 more".
fn pages(all: &[u32]) -> String {
    const NAMED: usize = 6;
    let named: Vec<String> = all.iter().take(NAMED).map(u32::to_string).collect();
    let more = if all.len() > NAMED { format!(" and {} more", all.len() - NAMED) } else { String::new() };
    format!("{} {}{more}", if all.len() == 1 { "page" } else { "pages" }, named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, paragraph};
    use super::*;

    #[test]
    fn lost_text_names_its_page() {
        let whole = document(vec![paragraph("1", 1), paragraph("2", 2), paragraph("3", 2)]);
        let facts = Facts::of_blocks(&whole);
        let mut less = whole.clone();
        less.blocks.pop();
        let found = findings(&less, &facts);
        assert_eq!(found[0].says, "50 % of the text of page 2 fell into no block");
        assert!((found[0].weight - 1.0 / 3.0).abs() < 0.01);
        assert!(findings(&whole, &facts).is_empty());
    }

    #[test]
    fn a_bullet_or_a_mark_that_is_gone_is_no_loss() {
        let whole = document((1..40).map(|at| paragraph(&at.to_string(), 1)).collect());
        let mut facts = Facts::of_blocks(&whole);
        facts.letters.entry(1).and_modify(|count| *count += 9);
        assert!(findings(&whole, &facts).is_empty());
    }

    #[test]
    fn pages_that_are_images_are_told_apart_from_blank_ones() {
        let whole = document(vec![paragraph("1", 1)]);
        let mut facts = Facts { pages: 4, silent: vec![(2, 0.0)], ..Facts::of_blocks(&whole) };
        assert!(findings(&whole, &facts).is_empty(), "a blank page is no fault");
        facts.silent = vec![(2, 0.0), (3, 0.9), (4, 1.0)];
        assert!(findings(&whole, &facts)[0].says.starts_with("pages 3, 4 without text under an image"));
        let nothing = Facts { pages: 2, silent: vec![(1, 0.9), (2, 0.9)], ..Facts::default() };
        let found = findings(&document(Vec::new()), &nothing);
        assert!(found[0].says.contains("OCR") && found[0].weight == 1.0);
    }
}
