//! A loose sentence or line: read under its heading and stem as the same words would be in a report.

use super::deadlines::DateContext;
use super::document::{Reading, Stem};
use super::frames::forms;
use super::{Context, Sentence, Tagger};
use crate::model::{Block, BlockType, Document, Item, Meta, Source, document};

/// The items of a loose sentence, or of a few that belong together; spans are offsets into its text.
pub(crate) fn tag_loose(tagger: &Tagger, sentence: &Sentence, context: &Context) -> Vec<Item> {
    let mut dates = DateContext::of_date(sentence.date.as_deref());
    dates.events.extend(context.meetings.iter().map(|meeting| meeting.event(None)));
    let names = context.people.names();
    let document = report_of(sentence, tagger);
    let Some((at, block)) = document.blocks.iter().enumerate().next_back() else { return Vec::new() };
    let mut reading = Reading::new(tagger, &document, context, &dates, &names);
    reading.forget_open_motions();
    let stem = sentence.stem.as_deref().map(|stem| Stem::of(at, stem, &tagger.frames));
    let mut items = Vec::new();
    reading.block(at, block, stem, &mut items);
    items.retain(|item| item.block == at);
    for item in &mut items {
        item.block = 0;
    }
    items
}

/// A report that holds nothing but the heading and the line.
fn report_of(sentence: &Sentence, tagger: &Tagger) -> Document {
    let heading = sentence.section.as_deref().filter(|section| !section.trim().is_empty());
    let language = tagger.engine.language();
    let listed =
        sentence.stem.is_some() || sentence.number.is_some() || forms::opens_with_verb(&sentence.text, language);
    let block_type = if listed { BlockType::ListItem } else { BlockType::Paragraph };
    let line = Block {
        number: sentence.number.clone(),
        section: heading.map(str::to_owned),
        ..Block::bare(block_type, sentence.text.clone())
    };
    let head = heading.map(|heading| Block::bare(BlockType::Heading, heading));
    Document {
        schema: document::SCHEMA.to_owned(),
        source: Source::default(),
        meta: Meta { date: sentence.date.clone(), ..Meta::default() },
        blocks: head.into_iter().chain([line]).collect(),
        notes: Vec::new(),
    }
}
