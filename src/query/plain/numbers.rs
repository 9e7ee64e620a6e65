//! Numbers and symbols, which are written in several ways: 756200 and 756,200; S/RES/2800 and resolution 2800; paragraph 63.

use super::concepts::{Concept, plain};
use crate::query::words::Word;

/// Words before a number that name a numbered paragraph.
const PARAGRAPH: &[&str] =
    &["paragraph", "paragraphs", "para", "paras", "item", "article", "section", "point", "rule", "regulation"];
/// Of these, what the number of a paragraph of a report itself is called.
const OWN_PARAGRAPH: &[&str] = &["paragraph", "para", "paras", "item", "point"];
/// Figures are parted in groups of so many.
const GROUP: usize = 3;
/// Numbers of fewer figures are not parted.
const SHORTEST_PARTED: usize = 4;
/// Parts of symbols that stand for a resolution.
const RESOLUTION: &str = "res";

/// A concept that begins with the first of `found`, and how many of the words it takes; none where no number begins here.
/// `text` is what the words were found in.
pub(super) fn number(found: &[Word], text: &str) -> Option<(Concept, usize)> {
    paragraph(found).or_else(|| resolution(found)).or_else(|| symbol(found, text)).or_else(|| figures(found, text))
}

/// "paragraph 63".
fn paragraph(found: &[Word]) -> Option<(Concept, usize)> {
    let [name, number, ..] = found else { return None };
    if !PARAGRAPH.contains(&name.folded.as_str()) || !is_number(&number.folded) {
        return None;
    }
    let figure = &number.folded;
    let mut concept = Concept::of(&format!("{} {figure}", name.folded));
    concept.ways.clear();
    concept = concept.or(plain(&format!("{} {figure}", name.folded)), 1.0);
    if OWN_PARAGRAPH.contains(&name.folded.as_str()) {
        concept.number = Some(figure.clone());
        for other in ["paragraph", "para", "paragraphs", "paras"] {
            concept = concept.or(plain(&format!("{other} {figure}")), 1.0);
        }
    }
    Some((concept, 2))
}

/// "resolution 2800", "resolution 70/125".
fn resolution(found: &[Word]) -> Option<(Concept, usize)> {
    let [name, rest @ ..] = found else { return None };
    if !matches!(name.folded.as_str(), "resolution" | "resolutions") {
        return None;
    }
    let figures: Vec<&str> =
        rest.iter().take(2).map(|word| word.folded.as_str()).take_while(|word| is_number(word)).collect();
    // "resolution 2800 (2026)": the year is no part of the number.
    let figures = match figures.as_slice() {
        [] => return None,
        [number, year] if number.len() == 4 && is_year(year) => vec![*number],
        _ => figures,
    };
    let number = figures.join(" ");
    let concept = Concept::of(&format!("resolution {number}"));
    Some((concept.or(plain(&format!("res {number}")), 1.0), figures.len() + 1))
}

/// "S/RES/2800", "A/80/604/Add.4", "CIPM/108-13": the parts next to each other.
fn symbol(found: &[Word], text: &str) -> Option<(Concept, usize)> {
    let first = found.first()?;
    let mut taken = 1;
    let mut has_slash = false;
    for pair in found.windows(2) {
        let [left, right] = pair else { break };
        let between = text.get(left.end..right.start).unwrap_or(" ");
        if !matches!(between, "/" | "." | "-") {
            break;
        }
        has_slash |= between == "/";
        taken += 1;
    }
    let parts = found.get(..taken)?;
    if !has_slash || !parts.iter().any(|part| is_number(&part.folded)) {
        return None;
    }
    let typed = text.get(first.start..parts.last()?.end)?;
    let folded: Vec<&str> = parts.iter().map(|part| part.folded.as_str()).collect();
    let mut concept = Concept::of(typed);
    concept.ways.clear();
    concept = concept.or(plain(&folded.join(" ")), 1.0);
    if let Some(at) = folded.iter().position(|part| *part == RESOLUTION)
        && let Some(rest) = folded.get(at + 1..).filter(|rest| !rest.is_empty())
    {
        concept = concept.or(plain(&format!("resolution {}", rest.join(" "))), 1.0);
    }
    Some((concept, taken))
}

/// 756200, "756,200", "756 200", 1.5.
fn figures(found: &[Word], text: &str) -> Option<(Concept, usize)> {
    let first = found.first().filter(|word| is_number(&word.folded))?;
    let mut taken = 1;
    // "756,200": groups of three after a sign.
    while let (Some(left), Some(right)) = (found.get(taken - 1), found.get(taken)) {
        let between = text.get(left.end..right.start).unwrap_or_default();
        let is_group = right.folded.len() == GROUP && is_number(&right.folded);
        if !is_group || first.folded.len() > GROUP || !matches!(between, "," | "." | "'" | "\u{2019}") {
            break;
        }
        taken += 1;
    }
    let whole: String = found.get(..taken)?.iter().map(|word| word.folded.as_str()).collect();
    let typed = text.get(first.start..found.get(taken - 1)?.end)?;
    let mut concept = Concept::of(typed);
    concept.ways.clear();
    concept = concept.or(plain(&whole), 1.0);
    if is_year(&whole) {
        concept.when = whole.parse().ok().map(|year| (year, None));
    } else if whole.len() >= SHORTEST_PARTED {
        concept = concept.or(plain(&parted(&whole)), 1.0);
    }
    Some((concept, taken))
}

/// "756 200": the words in which a parted number is read.
fn parted(figures: &str) -> String {
    let lead = figures.len() % GROUP;
    let mut parts: Vec<&str> = Vec::new();
    if lead > 0 {
        parts.extend(figures.get(..lead));
    }
    let mut at = lead;
    while let Some(part) = figures.get(at..at + GROUP) {
        parts.push(part);
        at += GROUP;
    }
    parts.join(" ")
}

pub(super) fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Four figures that are likely a year.
fn is_year(word: &str) -> bool {
    word.len() == 4 && is_number(word) && matches!(word.get(..2), Some("18" | "19" | "20"))
}
