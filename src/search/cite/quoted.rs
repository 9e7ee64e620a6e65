//! Whose words a passage holds: a report quotes resolutions and other reports, and a reference must not take their words for its
//! own.

use crate::model::{BlockType, Standing};
use crate::search::show::Place;
use crate::text::escapes;

/// Where the passage does not say what it quotes.
const UNNAMED: &str = "another document";

/// The document that a quoted or recalled passage comes from; `None` where the words are the report's own.
pub(super) fn document(place: &Place) -> Option<String> {
    let asked = place.items.iter().filter(|item| place.item.as_ref().is_none_or(|id| *id == item.id));
    let is_borrowed = |standing: Standing| matches!(standing, Standing::Quoted | Standing::Recalled);
    let is_quoted = place.block.block_type == BlockType::QuoteParagraph
        || place.block.standing.is_some_and(is_borrowed)
        || asked.clone().count() > 0 && asked.clone().all(|item| is_borrowed(item.standing));
    if !is_quoted {
        return None;
    }
    // What is quoted is named in the passage or just before it.
    let texts = std::iter::once(&place.block).chain(place.before.iter().rev()).map(|block| block.text.as_str());
    Some(texts.filter_map(named).next().unwrap_or_else(|| UNNAMED.to_owned()))
}

/// The first document that a text names: a symbol ("A/RES/70/125"), or "resolution 2800 (2026)".
fn named(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if is_symbol(bare) {
            return Some(escapes::one_line(bare));
        }
        let is_kind = matches!(bare.to_lowercase().as_str(), "resolution" | "decision" | "recommendation");
        let number = words.get(at + 1).map(|next| next.trim_end_matches([',', ';', '.', ':']));
        if is_kind && let Some(number) = number.filter(|number| number.starts_with(|c: char| c.is_ascii_digit())) {
            let year = words.get(at + 2).map(|next| next.trim_end_matches([',', ';', '.', ':']));
            let year =
                year.filter(|year| year.starts_with('(') && year.ends_with(')') && year.len() == YEAR_IN_BRACKETS);
            let year = year.map(|year| format!(" {year}")).unwrap_or_default();
            return Some(escapes::one_line(&format!("{} {number}{year}", bare.to_lowercase())));
        }
    }
    None
}

/// Bytes of "(2026)".
const YEAR_IN_BRACKETS: usize = 6;

/// Capitals and figures in at least two parts between slashes: "S/RES/2800", "A/80/604/Add.4".
fn is_symbol(word: &str) -> bool {
    let parts: Vec<&str> = word.split('/').collect();
    let first_is_name = parts.first().is_some_and(|part| !part.is_empty() && part.chars().all(char::is_uppercase));
    parts.len() > 1
        && first_is_name
        && parts.iter().all(|part| !part.is_empty())
        && word.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_and_resolutions_are_names_of_documents() {
        assert_eq!(named("In S/RES/2800 (2026), the Council").as_deref(), Some("S/RES/2800"));
        assert_eq!(named("recalling its resolution 2800 (2026), and").as_deref(), Some("resolution 2800 (2026)"));
        assert_eq!(named("Decision 12/CP.4 asks").as_deref(), Some("decision 12/CP.4"));
        assert_eq!(named("and/or 5 berths"), None);
    }
}
