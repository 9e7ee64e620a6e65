//! How far words bind: a draft under negotiation, a quotation, the paper of one party, a transcript are kept apart from what the body
//! adopted. What the reader of the file knew (`Meta::standing`, `Block::standing`) goes before what is read here.

use super::data::Frames;
use super::phrases::Plain;
use crate::model::{Block, BlockType, Document, Standing};

/// Kinds of reports that record what a body did, also while the record itself is a draft: "Draft minutes".
const RECORDS: [&str; 4] = ["minutes", "summary report", "meeting report", "agenda"];
/// Blocks at the head of a report among which its title and status lines stand.
const HEAD: usize = 12;

/// The standing of a whole report.
#[must_use]
pub fn of_document(document: &Document, frames: &Frames) -> Standing {
    if let Some(standing) = document.meta.standing {
        return standing;
    }
    // "Contribution" as a kind is told by a word anywhere at the head; whose paper it is, the title says.
    if document.meta.kind.as_deref() == Some("transcript") {
        return Standing::Transcript;
    }
    let heads = |block: &&Block| matches!(block.block_type, BlockType::Title | BlockType::Meta);
    let titles: Vec<Plain> =
        document.blocks.iter().take(HEAD).filter(heads).map(|block| Plain::of(&block.text)).collect();
    let words = &frames.standing;
    let record = document.meta.kind.as_deref().is_some_and(|kind| RECORDS.contains(&kind));
    if titles.iter().any(|title| words.transcript_title.find(title).is_some()) {
        Standing::Transcript
    } else if titles.iter().any(|title| words.contribution_title.opens(title)) {
        Standing::Contribution
    } else if !record && titles.iter().any(|title| words.draft_title.find(title).is_some()) {
        Standing::Draft
    } else {
        Standing::Adopted
    }
}

/// The standing of a block, given that of its report and the heading above it.
#[must_use]
pub fn of_block(block: &Block, heading: Option<&str>, of_document: Standing, frames: &Frames) -> Standing {
    if let Some(standing) = block.standing {
        return standing;
    }
    if block.block_type == BlockType::QuoteParagraph {
        return Standing::Quoted;
    }
    if of_document != Standing::Adopted {
        return of_document;
    }
    let heading = heading.map(Plain::of).unwrap_or_default();
    if frames.standing.quoted_heading.opens(&heading) {
        Standing::Quoted
    } else if frames.standing.draft_heading.opens(&heading) || offers_options(&block.text) {
        Standing::Draft
    } else {
        Standing::Adopted
    }
}

/// "\[shall\]\[should\]", "\[by 2030\] / \[by 2035\]", a paragraph in brackets from end to end: text that is still negotiated.
fn offers_options(text: &str) -> bool {
    let text = text.trim();
    let tight: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '/').collect();
    let side_by_side = tight.match_indices("][").count() >= 1;
    let whole = text.starts_with('[')
        && text.trim_end_matches(['.', ';']).ends_with(']')
        && text.split_whitespace().count() > 3
        && text.matches('[').count() == text.matches(']').count()
        && closes_at_the_end(text);
    side_by_side || whole
}

/// Whether the first bracket closes with the last one: "[a \[b\] c]", not "\[a\] b \[c\]".
fn closes_at_the_end(text: &str) -> bool {
    let mut depth = 0_i32;
    let end = text.trim_end_matches(['.', ';']).len();
    for (at, letter) in text.char_indices() {
        depth += match letter {
            '[' => 1,
            ']' => -1,
            _ => 0,
        };
        if depth == 0 && letter == ']' && at + 1 < end {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Meta, Source};

    fn document(kind: Option<&str>, title: &str) -> Document {
        Document {
            schema: crate::model::document::SCHEMA.into(),
            source: Source::default(),
            meta: Meta { kind: kind.map(str::to_owned), ..Meta::default() },
            blocks: vec![Block::bare(BlockType::Title, title)],
            notes: vec![],
        }
    }

    #[test]
    fn titles_and_kinds_tell_the_standing_of_a_report() {
        let frames = Frames::embedded().unwrap();
        for (kind, title, standing) in [
            (None, "Report of the Board on its ninth session", Standing::Adopted),
            (Some("minutes"), "Draft minutes of the meeting of 3 May", Standing::Adopted),
            (None, "Draft resolution on the use of bells", Standing::Draft),
            (None, "Zero draft of the declaration", Standing::Draft),
            (None, "Submission by the League of Towns", Standing::Contribution),
            (Some("contribution"), "Report of the panel on contributions", Standing::Adopted),
            (None, "Raw transcript of the opening", Standing::Transcript),
        ] {
            assert_eq!(of_document(&document(kind, title), &frames), standing, "{title}");
        }
    }

    #[test]
    fn brackets_and_headings_tell_the_standing_of_a_block() {
        let frames = Frames::embedded().unwrap();
        let told = |text: &str, heading: Option<&str>| {
            of_block(&Block::bare(BlockType::Paragraph, text), heading, Standing::Adopted, &frames)
        };
        assert_eq!(told("Parties [shall] [should] report each year.", None), Standing::Draft);
        assert_eq!(told("[Parties shall report [each] year.]", None), Standing::Draft);
        assert_eq!(told("[Link] to the list of bells [here].", None), Standing::Adopted);
        assert_eq!(told("Decides to meet in May;", Some("Draft decision on bells")), Standing::Draft);
        assert_eq!(told("Decides to meet in May;", Some("Extract from the report of 2012")), Standing::Quoted);
        assert_eq!(told("The Board decided to meet in May.", Some("Bells")), Standing::Adopted);
    }
}
