//! What stands above each block: the headings that govern it, what they promise of its lines, and whose lines they are.
//!
//! A promise is inherited through sub-headings that promise nothing themselves ("Action items" over "Immediate"); a heading that
//! begins anew ("Discussion") ends it. A short paragraph that is nothing but such a heading ("Action items:") counts as one.

use super::data::{Frames, Promise};
use super::states;
use crate::model::{Block, BlockType};

/// What governs a block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Above {
    /// What its headings say of its lines.
    pub promise: Option<Promise>,
    /// The nearest heading or heading-like paragraph above: an index into the blocks.
    pub heading: Option<usize>,
    /// Sub-headings below the one that promised, nearest first: they may name an owner or a deadline.
    pub under: Vec<usize>,
}

/// The longest paragraph that can stand for a heading, in words.
const LONGEST_LABEL: usize = 7;

/// The longest heading that says what its lines are, in words.
const LONGEST_PROMISE: usize = 14;

/// What stands above each block, in block order.
#[must_use]
pub fn outline(blocks: &[Block], frames: &Frames) -> Vec<Above> {
    let mut stack: Vec<Entry> = Vec::new();
    let mut annex: &[String] = &[];
    let mut above = Vec::with_capacity(blocks.len());
    for (index, block) in blocks.iter().enumerate() {
        if block.block_type != BlockType::Furniture && block.annex != annex {
            annex = &block.annex;
            stack.clear();
        }
        above.push(of_stack(&stack));
        let heads = matches!(block.block_type, BlockType::Heading | BlockType::Annex);
        if heads && (states::is_state_line(block, frames) || states::is_entry(block, frames) || is_symbol(&block.text))
        {
            continue;
        }
        if heads {
            enter(&mut stack, blocks, index, frames);
        } else if let Some(promise) = standing_for_heading(block, frames) {
            stack.retain(|entry| entry.printed);
            stack.push(Entry { index, level: None, own: Some(promise), printed: false });
        }
    }
    above
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    index: usize,
    level: Option<u8>,
    own: Option<Promise>,
    /// A heading of the report, not a paragraph that stands for one.
    printed: bool,
}

/// Takes a heading on: what is not above it goes.
fn enter(stack: &mut Vec<Entry>, blocks: &[Block], index: usize, frames: &Frames) {
    let Some(block) = blocks.get(index) else { return };
    stack.retain(|entry| entry.printed);
    let parent = |entry: &Entry| blocks.get(entry.index).map(|above| above.text.as_str()) == block.section.as_deref();
    let keep = match (block.level, stack.iter().rposition(parent)) {
        (Some(level), _) => stack.iter().take_while(|entry| entry.level.is_some_and(|above| above < level)).count(),
        (None, Some(parent)) if block.section.is_some() => parent + 1,
        (None, _) => 0,
    };
    stack.truncate(keep);
    // A whole sentence that is set as a heading tells something of itself and promises nothing.
    let short = block.text.split_whitespace().count() <= LONGEST_PROMISE || block.text.trim_end().ends_with(':');
    let own = frames.promise(&block.text).filter(|_| short);
    stack.push(Entry { index, level: block.level, own, printed: true });
}

/// "A/CONF/12/Rev.1": a document's symbol at the head of a page is no heading.
fn is_symbol(text: &str) -> bool {
    let one_word = !text.trim().contains(' ');
    one_word && text.contains('/') && text.chars().any(|letter| letter.is_ascii_digit())
}

fn standing_for_heading(block: &Block, frames: &Frames) -> Option<Promise> {
    let text = block.text.trim();
    let short = text.split_whitespace().count() <= LONGEST_LABEL;
    if block.block_type != BlockType::Paragraph || block.number.is_some() || !short || text.ends_with('.') {
        return None;
    }
    frames.promise(text).filter(|promise| *promise != Promise::Narrative || text.ends_with(':'))
}

fn of_stack(stack: &[Entry]) -> Above {
    let mut promise = None;
    let mut under = Vec::new();
    for (depth, entry) in stack.iter().enumerate().rev() {
        match entry.own {
            // An agenda's or a list of people's sub-headings are topics with text of their own.
            Some(Promise::Nothing) if depth + 1 < stack.len() => break,
            Some(Promise::Narrative) => break,
            Some(own) => {
                promise = Some(own);
                break;
            }
            None => under.push(entry.index),
        }
    }
    if promise.is_none() {
        under.clear();
    }
    Above { promise, heading: stack.last().map(|entry| entry.index), under }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(level: u8, text: &str) -> Block {
        Block { level: Some(level), ..Block::bare(BlockType::Heading, text) }
    }

    fn line(text: &str) -> Block {
        Block::bare(BlockType::ListItem, text)
    }

    fn promises(blocks: &[Block]) -> Vec<Option<Promise>> {
        let above = outline(blocks, &Frames::embedded().unwrap());
        blocks
            .iter()
            .zip(above)
            .filter(|(block, _)| block.block_type == BlockType::ListItem)
            .map(|(_, above)| above.promise)
            .collect()
    }

    #[test]
    fn a_promise_is_inherited_through_sub_headings_and_ends_with_the_next_of_its_level() {
        let blocks = [
            heading(2, "Action items"),
            heading(3, "Immediate"),
            line("Print the flyers"),
            heading(3, "Treasurer"),
            line("Pay the printer"),
            heading(3, "Discussion"),
            line("The hall was cold"),
            heading(2, "Venue"),
            line("A room by the river"),
        ];
        assert_eq!(promises(&blocks), [Some(Promise::Actions), Some(Promise::Actions), None, None]);
        let above = outline(&blocks, &Frames::embedded().unwrap());
        assert_eq!(above[4].under, [3]);
    }

    #[test]
    fn headings_without_levels_hang_on_their_section() {
        let with = |text: &str, section: Option<&str>| Block {
            section: section.map(str::to_owned),
            ..Block::bare(BlockType::Heading, text)
        };
        let blocks = [
            with("Decisions", None),
            with("Budget", Some("Decisions")),
            line("Two chairs for the hall"),
            with("Weather", None),
            line("Rain"),
        ];
        assert_eq!(promises(&blocks), [Some(Promise::Decisions), None]);
    }

    #[test]
    fn a_label_of_its_own_stands_for_a_heading_and_an_annex_begins_anew() {
        let annexed = Block { annex: vec!["Annex I".into()], ..line("A list of coats") };
        let blocks = [
            heading(2, "15 May"),
            Block::bare(BlockType::Paragraph, "Action Items:"),
            line("Ring the bell"),
            Block::bare(BlockType::Paragraph, "Closing remarks:"),
            line("Thanks to all"),
            annexed,
        ];
        assert_eq!(promises(&blocks), [Some(Promise::Actions), None, None]);
    }

    #[test]
    fn topics_below_an_agenda_are_no_agenda() {
        let blocks = [heading(1, "Agenda"), line("Budget"), heading(2, "Budget"), line("Ana will pay the printer.")];
        assert_eq!(promises(&blocks), [Some(Promise::Nothing), None]);
    }
}
