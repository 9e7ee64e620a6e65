//! What is an item about? Categories of a taxonomy that is data, the best first.
//!
//! A section heading that names a category decides; else the words of the item are weighed. The words are looked up in one
//! pass; a longer phrase hides the shorter ones within it, so that "working group on funding" is not half a "group".

mod taxonomy;

pub use taxonomy::{Category, Taxonomy};

use taxonomy::Place;

/// Categories of one item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranking {
    /// Category ids, the best first.
    pub categories: Vec<String>,
    /// Whether the words move the item to another category: "it was suggested to move this to document 4 (outcomes)".
    pub moved: bool,
}

/// A heading that names a category outweighs all words of a sentence.
const HEADING: f32 = 100.0;
/// A category named in brackets in a heading, "(Capacity Building, Outcomes)", says what else the section is about.
const HEADING_ASIDE: f32 = 2.0;
/// A term in a heading says less than it does in the text.
const HEADING_TERM: f32 = 0.75;
/// The second and later times that a term stands in the text count for less.
const REPEATED: f32 = 0.3;
/// A category named behind "move this to" outweighs the heading.
const MOVED: f32 = 200.0;
/// What scores less than this share of the best is not listed.
const LISTED_SHARE: f32 = 0.34;
/// Weaker evidence than one hint and a half says nothing.
const LEAST: f32 = 1.5;
/// Most categories that an item is listed under.
const MOST: usize = 4;

/// Ranks the categories of an item by its words and by the heading that it stands under.
#[must_use]
pub fn rank(text: &str, section: Option<&str>, taxonomy: &Taxonomy) -> Ranking {
    let mut scores = vec![0.0_f32; taxonomy.categories().len()];
    let mut seen: Vec<u32> = Vec::new();
    for found in taxonomy.terms_in(text) {
        let repeated = seen.contains(&found.pattern);
        seen.push(found.pattern);
        for &(category, weight) in found.weights {
            add(&mut scores, category, if repeated { weight * REPEATED } else { weight });
        }
    }
    if let Some(section) = section {
        let mut decided = false;
        for (category, place) in taxonomy.named_in(section) {
            let weight = match place {
                // The first name in a heading is what the section is about; more names share the rest.
                Place::Main if !decided => HEADING,
                Place::Main | Place::Aside => HEADING_ASIDE,
            };
            decided |= place == Place::Main;
            add(&mut scores, category, weight);
        }
        for found in taxonomy.terms_in(section) {
            for &(category, weight) in found.weights {
                add(&mut scores, category, weight * HEADING_TERM);
            }
        }
    }
    let target = moved_to(text).and_then(|target| taxonomy.named_in(target).next());
    if let Some((category, _)) = target {
        add(&mut scores, category, MOVED);
    }
    Ranking { categories: listed(&scores, taxonomy), moved: target.is_some() }
}

fn add(scores: &mut [f32], category: usize, weight: f32) {
    if let Some(score) = scores.get_mut(category) {
        *score += weight;
    }
}

/// The ids in order of their score; among equals the order of the taxonomy.
fn listed(scores: &[f32], taxonomy: &Taxonomy) -> Vec<String> {
    let mut order: Vec<(usize, f32)> =
        scores.iter().copied().enumerate().filter(|(_, score)| *score >= LEAST).collect();
    order.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    // Beside a heading the words still say what else the item is about.
    let best_words = order.iter().map(|(_, score)| *score).find(|score| *score < HEADING).unwrap_or(0.0);
    order
        .iter()
        .filter(|(_, score)| *score >= best_words * LISTED_SHARE)
        .take(MOST)
        .filter_map(|(category, _)| taxonomy.categories().get(*category))
        .map(|category| category.id.clone())
        .collect()
}

/// What stands behind "move this to", "moved to", "belongs in": where an item is to go.
fn moved_to(text: &str) -> Option<&str> {
    const PHRASES: &[&str] = &[
        "move this to",
        "moved this to",
        "move it to",
        "moved to",
        "be moved to",
        "moving this to",
        "belongs in",
        "belongs to the category",
        "belongs under",
        "transfer this to",
        "transferred to document",
        "reassigned to",
        "move this proposal to",
        "move to document",
        "move this recommendation to",
    ];
    let lower = text.to_ascii_lowercase();
    // Every phrase holds one of these; nearly no item does.
    if !["mov", "belongs", "transfer", "reassigned"].iter().any(|part| lower.contains(part)) {
        return None;
    }
    let at = PHRASES.iter().filter_map(|phrase| lower.find(phrase).map(|at| at + phrase.len())).min()?;
    let rest = text.get(at..)?;
    Some(rest.split(['.', ';', ',']).next().unwrap_or(rest))
}

#[cfg(test)]
mod tests;
