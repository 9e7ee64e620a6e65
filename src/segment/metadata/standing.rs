//! How far a report's words bind: a draft says so at its top, a paper of one party and a transcript are no record.

use super::evidence::Evidence;
use crate::model::{BlockType, Standing};

/// Blocks at the top in which a document says that it is a draft.
const TOP: usize = 10;
/// A line that says so has no more words.
const LINE_WORDS: usize = 24;
/// Share of the paragraphs that hold options in square brackets from which a text is under negotiation, and so many at least.
const BRACKETED_SHARE: f32 = 0.2;
const BRACKETED: usize = 4;

/// The standing, where something speaks against a final report of the body.
pub(super) fn of(evidence: &Evidence<'_>, title: Option<&str>, kind: Option<&str>) -> Option<Standing> {
    match kind {
        Some("transcript") => return Some(Standing::Transcript),
        Some("contribution") => return Some(Standing::Contribution),
        _ => {}
    }
    let top = evidence.drafts.iter().take(TOP).filter(|draft| {
        matches!(draft.kind, BlockType::Title | BlockType::Meta | BlockType::Heading) && draft.words() <= LINE_WORDS
    });
    let says = title.is_some_and(is_draft) || top.map(|draft| draft.text.text.as_str()).any(is_draft);
    (says || is_negotiated(evidence)).then_some(Standing::Draft)
}

/// "Draft report", "ZERO DRAFT", "Draft as of 3 May"; "Report of the drafting group" and "Draft agenda" are none.
fn is_draft(line: &str) -> bool {
    let lower = line.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let mut found = false;
    while let Some(word) = words.next() {
        let of_other = words
            .peek()
            .is_some_and(|next| matches!(*next, "agenda" | "programme" | "budget" | "resolutions" | "decisions"));
        found |= matches!(word, "draft" | "brouillon" | "borrador" | "entwurf" | "projet") && !of_other;
    }
    found && !lower.contains("on the draft")
}

/// "\[should\] \[shall\] report \[annually\]": options in brackets in many paragraphs.
fn is_negotiated(evidence: &Evidence<'_>) -> bool {
    let prose = || evidence.drafts.iter().filter(|draft| draft.words() > LINE_WORDS);
    let has_options = |text: &str| {
        let opened = text.match_indices('[').filter(|(at, _)| {
            text.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_lowercase()) && rest.contains(']'))
        });
        opened.count() > 1
    };
    let options = prose().filter(|draft| has_options(&draft.text.text)).count();
    options >= BRACKETED && options as f32 >= BRACKETED_SHARE * prose().count() as f32
}

#[cfg(test)]
mod tests {
    use super::is_draft;

    #[test]
    fn drafts_say_so() {
        for line in ["Draft report of the council", "ZERO DRAFT", "Draft as of 3 May 2031"] {
            assert!(is_draft(line), "{line}");
        }
        for line in ["Draft agenda", "Report of the drafting group", "Comments on the draft"] {
            assert!(!is_draft(line), "{line}");
        }
    }
}
