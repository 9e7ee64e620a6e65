//! Gaps, repeats and restarts in the numbers of paragraphs.
//!
//! A series is told from a habit: where most steps are one up, a step that is not is a finding; numbered proposals in any
//! order, every paragraph labelled "1." and series that begin again under each heading are how reports are written.

use super::finding::{Finding, Kind};
use crate::model::{BlockType, Document};
use std::collections::{BTreeMap, BTreeSet};

/// What one missing paragraph, one repeat and one restart cost.
const GAP: f32 = 0.03;
const REPEAT: f32 = 0.02;
const RESTART: f32 = 0.02;
/// A series has so many numbers, at least, and this share of its steps is one up or a fresh start.
const SHORTEST: usize = 4;
const STEADY: f32 = 0.7;
/// A step over more numbers is another series, not a gap.
const WIDEST: u32 = 20;

/// A numbered paragraph, or a heading or entry that takes a number.
struct Numbered {
    value: u32,
    page: Option<u32>,
    section: Option<String>,
    /// Headings and entries fill a gap but begin none.
    is_paragraph: bool,
}

/// Looks at each series: paragraphs of one annex path whose numbers have the same beginning.
pub(super) fn findings(document: &Document) -> Vec<Finding> {
    let mut series: BTreeMap<(Vec<String>, String), Vec<Numbered>> = BTreeMap::new();
    let mut seen: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
    for block in &document.blocks {
        let Some(number) = block.number.as_deref() else { continue };
        if matches!(block.block_type, BlockType::Footnote | BlockType::Furniture) {
            continue;
        }
        seen.entry(block.annex.clone()).or_default().insert(number.to_owned());
        let Some((stem, value)) = parts(number) else { continue };
        let is_paragraph = block.block_type == BlockType::Paragraph;
        if !is_paragraph && block.block_type != BlockType::Heading {
            continue;
        }
        series.entry((block.annex.clone(), stem.to_owned())).or_default().push(Numbered {
            value,
            page: block.anchors.first().and_then(|anchor| anchor.page),
            section: block.section.clone(),
            is_paragraph,
        });
    }
    let none = BTreeSet::new();
    series
        .iter()
        .flat_map(|((annex, stem), numbers)| of_series(stem, numbers, seen.get(annex).unwrap_or(&none)))
        .collect()
}

/// "11.17" as "11." and 17; none for letters and Roman numbers.
fn parts(number: &str) -> Option<(&str, u32)> {
    let at = number.rfind('.').map_or(0, |at| at + 1);
    let (stem, last) = number.split_at_checked(at)?;
    Some((stem, last.parse().ok()?))
}

fn of_series(stem: &str, numbers: &[Numbered], seen: &BTreeSet<String>) -> Vec<Finding> {
    let paragraphs = numbers.iter().filter(|one| one.is_paragraph).count();
    let steps = || numbers.iter().zip(numbers.iter().skip(1));
    let is_fresh = |before: &Numbered, one: &Numbered| one.value == 1 && before.section != one.section;
    let steady = steps().filter(|(before, one)| one.value == before.value + 1 || is_fresh(before, one)).count();
    if paragraphs < SHORTEST || (steady as f32) < STEADY * numbers.len().saturating_sub(1) as f32 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (before, one) in steps() {
        let (was, is) = (before.value, one.value);
        let page = one.page.map(|page| format!(" on page {page}")).unwrap_or_default();
        if is == was + 1 || is_fresh(before, one) || !one.is_paragraph {
            continue;
        }
        if is > was && is - was <= WIDEST {
            let missing: Vec<u32> = (was + 1..is).filter(|value| !seen.contains(&format!("{stem}{value}"))).collect();
            if !missing.is_empty() {
                let says = format!("{} missing: {stem}{was} is followed by {stem}{is}{page}", named(stem, &missing));
                found.push(Finding { kind: Kind::Gap, weight: GAP * missing.len() as f32, says });
            }
        } else if is == was && before.section == one.section {
            let says = format!("paragraph {stem}{is} comes twice{page}");
            found.push(Finding { kind: Kind::Repeat, weight: REPEAT, says });
        } else if is < was && before.section == one.section {
            let says = format!("the numbers fall back from {stem}{was} to {stem}{is}{page} without a heading");
            found.push(Finding { kind: Kind::Restart, weight: RESTART, says });
        }
    }
    found
}

fn named(stem: &str, missing: &[u32]) -> String {
    match missing {
        [only] => format!("paragraph {stem}{only} is"),
        [first, .., last] => format!("paragraphs {stem}{first} to {stem}{last} are"),
        [] => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{block, document, paragraph};
    use super::*;
    use crate::model::Block;

    fn series(numbers: &[u32]) -> Vec<Block> {
        numbers.iter().zip(0_u32..).map(|(number, at)| paragraph(&number.to_string(), 1 + at / 5)).collect()
    }

    fn says(blocks: Vec<Block>) -> Vec<String> {
        findings(&document(blocks)).into_iter().map(|finding| finding.says).collect()
    }

    #[test]
    fn a_missing_paragraph_is_named_with_its_page() {
        assert_eq!(says(series(&[1, 2, 3, 4, 6, 7])), ["paragraph 5 is missing: 4 is followed by 6 on page 1"]);
        assert_eq!(
            says(series(&[1, 2, 3, 4, 5, 9, 10])),
            ["paragraphs 6 to 8 are missing: 5 is followed by 9 on page 2"]
        );
    }

    #[test]
    fn repeats_and_falls_are_told() {
        assert_eq!(says(series(&[1, 2, 3, 3, 4, 5])), ["paragraph 3 comes twice on page 1"]);
        assert_eq!(
            says(series(&[1, 2, 3, 4, 2, 3, 4, 5])),
            ["the numbers fall back from 4 to 2 on page 1 without a heading"]
        );
    }

    #[test]
    fn habits_of_reports_are_no_findings() {
        assert!(says(series(&[89, 87, 85, 108, 51, 96])).is_empty(), "proposals in any order");
        assert!(says(series(&[1, 1, 1, 1, 1, 1])).is_empty(), "a broken list");
        let mut under = series(&[1, 2, 3, 1, 2, 3]);
        under[3..].iter_mut().for_each(|block| block.section = Some("Next steps".to_owned()));
        assert!(says(under).is_empty(), "a fresh start under a heading");
        let mut agenda = series(&[1, 2, 3, 4, 6, 7]);
        agenda.insert(4, block(BlockType::ListItem, "5", "Any other business", 1));
        assert!(says(agenda).is_empty(), "the number stands on another block");
        assert!(says(series(&[17, 30, 45])).is_empty(), "quoted numbers");
    }

    #[test]
    fn annexes_and_sub_series_count_for_themselves() {
        let mut blocks = series(&[1, 2, 3, 4]);
        blocks.extend((1..5).map(|at| paragraph(&format!("11.{at}"), 2)));
        blocks.extend((1..5).map(|at| {
            let mut block = paragraph(&at.to_string(), 3);
            block.annex = vec!["Annex I".to_owned()];
            block
        }));
        assert!(says(blocks).is_empty());
    }
}
