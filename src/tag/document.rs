//! Tagging a whole document: which blocks can hold items, which stems and sections their lines stand under.

use super::deadlines::DateContext;
use super::sentence::{Passage, tag_passage};
use super::{Context, Tagger, sentences, status};
use crate::model::{Block, BlockType, Document, Item, Kind, TaggedDocument};
use std::collections::HashMap;

/// Finds the items of a document, in reading order.
pub(crate) fn tag_document(tagger: &Tagger, document: Document, context: &Context) -> TaggedDocument {
    let dates = DateContext::of_document(&document, &context.meetings);
    let mut names = context.people.names();
    names.learn_from(&document, &tagger.roster);
    let statuses = status::of_sections(&document.blocks);
    let repeated = repeated_numbers(&document.blocks);
    let mut items: Vec<Item> = Vec::new();
    let mut stem: Option<Stem<'_>> = None;
    for (index, block) in document.blocks.iter().enumerate() {
        if !stands_within_list(block.block_type) {
            stem = None;
        }
        if !can_hold_items(block.block_type) {
            continue;
        }
        let here = stem.filter(|_| block.block_type == BlockType::ListItem).map(|stem| stem.text);
        let passage = Passage {
            text: &block.text,
            dates: &dates,
            names: &names,
            people: &context.people,
            section: block.section.as_deref(),
            stem: here,
            body: document.meta.body.as_deref(),
            before: None,
        };
        let of_section = statuses
            .iter()
            .find(|((annex, section), _)| *annex == block.annex.as_slice() && *section == block.section.as_deref());
        let first = items.len();
        for mut item in tag_passage(tagger, passage) {
            item.block = index;
            item.source_status =
                status::of_item(&item, here, block.section.as_deref(), of_section.map(|(_, word)| word.as_str()));
            if repeated.contains(&index) && item.kind == Kind::Recommendation {
                item.flags.push("number-repeated".to_owned());
            }
            if block.doubt.is_some() {
                item.flags.push("suspect-text".to_owned());
            }
            if block.block_type == BlockType::QuoteParagraph && !mark_as_quoted(&mut item) {
                continue;
            }
            items.push(item);
        }
        if let Some(stem) = &stem {
            drop_spent_stem(&mut items, first, stem);
        }
        if block.block_type != BlockType::ListItem && block.text.trim_end().ends_with(':') {
            stem = Some(Stem::of(index, &block.text));
        }
    }
    TaggedDocument { document, items }
}

/// A block's last sentence, which lines below complete.
#[derive(Debug, Clone, Copy)]
struct Stem<'a> {
    block: usize,
    text: &'a str,
    start: usize,
}

impl<'a> Stem<'a> {
    fn of(block: usize, text: &'a str) -> Self {
        let span = sentences::split(text).pop().unwrap_or(0..text.len());
        Self { block, text: text.get(span.clone()).unwrap_or(text), start: span.start }
    }
}

/// Once lines carry a stem's items, the stem itself is no item of the same kind.
fn drop_spent_stem(items: &mut Vec<Item>, first: usize, stem: &Stem<'_>) {
    let inherits = |item: &Item| item.stem.is_some();
    let kinds: Vec<Kind> = items.iter().skip(first).filter(|item| inherits(item)).map(|item| item.kind).collect();
    items.retain(|item| item.block != stem.block || item.span[0] != stem.start || !kinds.contains(&item.kind));
}

fn stands_within_list(block_type: BlockType) -> bool {
    matches!(block_type, BlockType::ListItem | BlockType::Footnote | BlockType::Furniture)
}

fn can_hold_items(block_type: BlockType) -> bool {
    matches!(
        block_type,
        BlockType::Paragraph
            | BlockType::QuoteParagraph
            | BlockType::ListItem
            | BlockType::TableRow
            | BlockType::Footnote
    )
}

/// What stands in a quotation is the quoted document's: a decision there is not this body's, and is dropped.
fn mark_as_quoted(item: &mut Item) -> bool {
    item.held_by = Some("quoted document".to_owned());
    item.flags.push("quoted".to_owned());
    item.kind != Kind::Decision
}

/// Blocks of lists of recommendations whose printed number stands twice under one annex path with different words. Ordinary
/// paragraphs are left out: many reports begin again at 1 under each heading.
fn repeated_numbers(blocks: &[Block]) -> Vec<usize> {
    let mut by_number: HashMap<(&[String], &str), Vec<usize>> = HashMap::new();
    for (index, block) in blocks.iter().enumerate() {
        let listed = matches!(block.block_type, BlockType::Paragraph | BlockType::ListItem | BlockType::TableRow);
        let numeric = block.number.as_deref().filter(|number| number.starts_with(|c: char| c.is_ascii_digit()));
        if let Some(number) = numeric.filter(|_| listed && block.section.as_deref().is_some_and(holds_recommendations))
        {
            by_number.entry((block.annex.as_slice(), number)).or_default().push(index);
        }
    }
    let mut repeated: Vec<usize> = by_number.into_values().filter(|group| differ(blocks, group)).flatten().collect();
    repeated.sort_unstable();
    repeated
}

fn holds_recommendations(section: &str) -> bool {
    let section = section.to_lowercase();
    ["recommend", "propos", "improvement", "suggest"].iter().any(|word| section.contains(word))
}

fn differ(blocks: &[Block], group: &[usize]) -> bool {
    let mut texts = group.iter().filter_map(|&index| blocks.get(index)).map(|block| block.text.as_str());
    let first = texts.next();
    texts.any(|text| Some(text) != first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Meta, Source};
    use crate::tag::tests::TAGGER;

    fn block(block_type: BlockType, number: Option<&str>, section: Option<&str>, text: &str) -> Block {
        Block {
            number: number.map(str::to_owned),
            section: section.map(str::to_owned),
            ..Block::bare(block_type, text)
        }
    }

    fn tag(blocks: Vec<Block>) -> Vec<Item> {
        let meta =
            Meta { key: "r-1".into(), body: Some("Board".into()), date: Some("2031-05-03".into()), ..Meta::default() };
        let schema = crate::model::document::SCHEMA.into();
        let document = Document { schema, source: Source::default(), meta, blocks, notes: vec![] };
        TAGGER.tag(document, &Context::default()).items
    }

    #[test]
    fn lettered_lines_inherit_kind_from_their_stem_across_furniture() {
        let items = tag(vec![
            block(BlockType::Paragraph, Some("4"), None, "The Board met twice. The Board agreed to:"),
            block(BlockType::ListItem, Some("a"), None, "hire a clerk;"),
            block(BlockType::Furniture, None, None, "Page 3"),
            block(BlockType::ListItem, Some("b"), None, "close the east door."),
            block(BlockType::Paragraph, Some("5"), None, "The hall was cold."),
            block(BlockType::ListItem, Some("a"), None, "a list of coats"),
        ]);
        let decisions: Vec<usize> =
            items.iter().filter(|item| item.kind == Kind::Decision).map(|item| item.block).collect();
        assert_eq!(decisions, [1, 3]);
        assert!(items.iter().all(|item| item.flags.contains(&"inherited-stem".to_owned())));
    }

    #[test]
    fn a_quoted_paragraph_holds_no_decision_of_this_body() {
        let quoted = tag(vec![block(BlockType::QuoteParagraph, None, None, "It was decided that States should pay.")]);
        assert!(quoted.iter().all(|item| item.kind != Kind::Decision));
        let own = tag(vec![block(BlockType::Paragraph, None, None, "It was decided that States should pay.")]);
        assert!(own.iter().any(|item| item.kind == Kind::Decision));
    }

    #[test]
    fn headings_and_participants_hold_no_items() {
        let text = "Members should send comments by 5 May.";
        for kind in [
            BlockType::Heading,
            BlockType::Title,
            BlockType::Participant,
            BlockType::TemplateField,
            BlockType::Furniture,
        ] {
            assert_eq!(tag(vec![block(kind, None, None, text)]), []);
        }
    }

    #[test]
    fn a_recommendation_number_printed_twice_with_other_words_is_flagged() {
        let section = Some("Proposed improvements");
        let items = tag(vec![
            block(BlockType::Paragraph, Some("7"), section, "The forum could publish a list."),
            block(BlockType::Paragraph, Some("8"), section, "The forum could publish a map."),
            block(BlockType::Paragraph, Some("7"), section, "The forum could publish a book."),
        ]);
        let flagged: Vec<usize> = items
            .iter()
            .filter(|item| item.flags.contains(&"number-repeated".to_owned()))
            .map(|item| item.block)
            .collect();
        assert_eq!(flagged, [0, 2]);
    }

    #[test]
    fn a_stem_of_a_state_lends_it_to_its_lines() {
        let items = tag(vec![
            block(BlockType::Paragraph, None, None, "Still pending to assess:"),
            block(BlockType::ListItem, Some("12"), None, "The forum could publish a list."),
        ]);
        assert_eq!(items[0].source_status.as_deref(), Some("still pending to assess"));
    }
}
