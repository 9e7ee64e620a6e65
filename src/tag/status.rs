//! What a source says of the state of its own recommendations: "Still pending to assess:", "all proposals were assessed", "(completed)".

use crate::model::{Block, BlockType, Item};
use regex::Regex;
use std::sync::LazyLock;

/// A heading or stem that lends its lines a state.
const OF_LINES: &str = r"(?i)\b(still pending(?: to [a-z]+| assessment| review)?|pending (?:to [a-z]+|assessment|review|items?|actions?|approval)|(?:not )?(?:yet )?(?:completed|implemented|assessed|done)|outstanding|(?:partially|partly|fully) implemented|in progress|ongoing|under (?:review|consideration|way)|carried (?:forward|over)|closed|deferred|rejected|accepted|no longer (?:relevant|applicable))\b";

/// A line's own state, at its end: "(completed)", "- done", "[in progress]".
const OF_ONE: &str = r"(?i)(?:[(\[]|\s[-\u{2013}:]\s*|status: ?)(completed|done|ongoing|in progress|pending(?: [a-z]+){0,2}|partially implemented|implemented|not implemented|closed|open|overdue|deferred|cancelled|carried (?:forward|over)|assessed|assessment pending|under (?:review|way))[)\]]?\W*$";

/// A sentence that speaks of all lines of its section.
const OF_ALL: &str = r"(?i)\ball (?:the |of the |these )?(?:proposals|recommendations|actions?(?: items| points)?|items|points|improvements)(?: [a-z]+){0,4}? (?:were|are|have been|had been|was) (?:now |all |already |fully )*(assessed|completed|implemented|addressed|reviewed|closed|discussed|done|approved)\b";

struct Patterns {
    of_lines: Regex,
    of_one: Regex,
    of_all: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    let build = |pattern: &str| Regex::new(pattern).ok();
    Some(Patterns { of_lines: build(OF_LINES)?, of_one: build(OF_ONE)?, of_all: build(OF_ALL)? })
});

/// The longest heading or stem that can be one of a state, bytes: a long sentence that contains "closed" is no such thing.
const MAX_HEADING: usize = 80;

/// The state of an item, by its own words, its stem, its section, or what the section says of all its lines.
#[must_use]
pub fn of_item(item: &Item, stem: Option<&str>, section: Option<&str>, of_section: Option<&str>) -> Option<String> {
    let patterns = PATTERNS.as_ref()?;
    let own = patterns.of_one.captures(&item.text);
    if let Some(found) = own.as_ref().and_then(|captures| captures.get(1)) {
        return Some(found.as_str().to_lowercase());
    }
    let heading = [stem, section].into_iter().flatten().filter(|text| text.len() <= MAX_HEADING);
    let lent = heading
        .filter_map(|text| patterns.of_lines.captures(text)?.get(1).map(|found| found.as_str().to_lowercase()))
        .next();
    lent.or_else(|| of_section.map(str::to_owned))
}

/// Annex path and section.
pub type Place<'a> = (&'a [String], Option<&'a str>);

/// For each block, what its section says of all its lines.
#[must_use]
pub fn of_sections(blocks: &[Block]) -> Vec<(Place<'_>, String)> {
    let Some(patterns) = PATTERNS.as_ref() else { return Vec::new() };
    let speaks = |block: &Block| {
        !matches!(block.block_type, BlockType::Furniture | BlockType::QuoteParagraph | BlockType::Participant)
    };
    let found = blocks.iter().filter(|block| speaks(block)).filter_map(|block| {
        let word = patterns.of_all.captures(&block.text)?.get(1)?;
        Some(((block.annex.as_slice(), block.section.as_deref()), word.as_str().to_lowercase()))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag::tests::TAGGER;

    fn item(text: &str) -> Item {
        TAGGER.tag_sentence(&crate::tag::Sentence { text: text.into(), ..Default::default() }).remove(0)
    }

    #[test]
    fn a_line_tells_its_own_state_before_its_section_does() {
        let done = item("The list should be shorter (completed).");
        assert_eq!(of_item(&done, Some("Still pending to assess:"), None, None).as_deref(), Some("completed"));
        let open = item("The list should be shorter.");
        assert_eq!(
            of_item(&open, Some("Still pending to assess:"), None, None).as_deref(),
            Some("still pending to assess")
        );
        assert_eq!(of_item(&open, None, Some("Venue"), Some("assessed")).as_deref(), Some("assessed"));
        assert_eq!(of_item(&open, None, Some("Venue"), None), None);
    }

    #[test]
    fn a_sentence_about_all_proposals_is_found() {
        let patterns = PATTERNS.as_ref().expect("the patterns compile");
        assert!(patterns.of_all.is_match("All proposals in this category were assessed."));
        assert!(!patterns.of_all.is_match("All members were present."));
    }
}
