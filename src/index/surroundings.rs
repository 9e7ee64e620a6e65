//! What stands above a passage and belongs to it: the headings of all levels, and the words that a list item completes.

use crate::model::{Block, BlockType};
use crate::query::words::Word;

/// Deeper headings than this are none that a reader keeps in mind.
const MOST_HEADINGS: usize = 4;
/// Bytes of the words above a list that are indexed with each of its items: a stem is a sentence.
const LONGEST_STEM: usize = 300;
/// A passage of more bytes says by itself what it is about.
const SHORT: usize = 160;
/// A list item is found by the words of a paragraph at most so many blocks above it.
const FARTHEST_STEM: usize = 40;

/// What was read before a block.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    /// Headings that are open, with their levels.
    headings: Vec<(u8, String)>,
    /// The paragraph that the list at hand completes, and its number.
    stem: Option<Stem>,
    /// The words of the block before, under the same heading.
    last: Option<String>,
}

#[derive(Debug)]
struct Stem {
    text: String,
    number: Option<String>,
    /// Blocks since.
    passed: usize,
}

impl Surroundings {
    /// The headings over a block, the outermost first, as one text.
    pub(super) fn headings_over(&self, block: &Block) -> String {
        let Some(section) = &block.section else { return String::new() };
        // The block's own heading is certain; those above it hold only where they lead to it.
        let at = self.headings.iter().rposition(|(_, heading)| heading == section);
        let mut over: Vec<&str> = at
            .and_then(|at| self.headings.get(..at))
            .unwrap_or_default()
            .iter()
            .map(|(_, heading)| heading.as_str())
            .collect();
        over.push(section);
        over.join(" ")
    }

    /// The words that a block completes.
    pub(super) fn completed_by(&self, block: &Block) -> Option<String> {
        let stem = self.stem.as_ref()?;
        let is_part = match (&block.number, &stem.number) {
            // "7(a)" completes 7.
            (Some(number), Some(of)) => {
                block.block_type == BlockType::ListItem || number.len() > of.len() && number.starts_with(of.as_str())
            }
            _ => matches!(block.block_type, BlockType::ListItem | BlockType::QuoteParagraph),
        };
        is_part.then(|| stem.text.clone())
    }

    /// The words right before a passage that is too short to say by itself what it is about: the line that "Merged." or "Barry will
    /// send it" follows.
    pub(super) fn right_before(&self, block: &Block) -> Option<&str> {
        let is_short = block.text.len() <= SHORT && matches!(class(block.block_type), Class::Says);
        self.last.as_deref().filter(|_| is_short)
    }

    /// Takes a block as read.
    pub(super) fn pass(&mut self, block: &Block) {
        match class(block.block_type) {
            Class::Says => self.last = Some(beginning(&block.text)),
            Class::Heads => self.last = None,
            Class::Aside => {}
        }
        match block.block_type {
            BlockType::Heading | BlockType::Annex | BlockType::Title => {
                let level = block.level.unwrap_or(1);
                if block.block_type != BlockType::Heading {
                    self.headings.clear();
                }
                self.headings.retain(|(other, _)| *other < level);
                if block.block_type == BlockType::Heading && self.headings.len() < MOST_HEADINGS {
                    self.headings.push((level, block.text.clone()));
                }
                self.stem = None;
            }
            BlockType::Paragraph if self.completed_by(block).is_none() || block.text.ends_with(':') => {
                self.stem = Some(Stem { text: beginning(&block.text), number: block.number.clone(), passed: 0 });
            }
            _ => {
                if let Some(stem) = &mut self.stem {
                    stem.passed += 1;
                    if stem.passed > FARTHEST_STEM {
                        self.stem = None;
                    }
                }
            }
        }
    }
}

/// What a block is to the block below it.
enum Class {
    /// It says something.
    Says,
    /// It opens a part.
    Heads,
    /// It stands apart.
    Aside,
}

fn class(block_type: BlockType) -> Class {
    match block_type {
        BlockType::Paragraph | BlockType::QuoteParagraph | BlockType::ListItem => Class::Says,
        BlockType::Heading | BlockType::Annex | BlockType::Title => Class::Heads,
        _ => Class::Aside,
    }
}

/// The beginning of a text, as much of it as is indexed with what follows.
fn beginning(text: &str) -> String {
    let end = text.char_indices().map(|(at, _)| at).find(|at| *at >= LONGEST_STEM);
    end.and_then(|end| text.get(..end)).unwrap_or(text).to_owned()
}

/// What a passage holds besides its words, as terms of the index.
pub(super) fn holds(found: &[Word]) -> Vec<&'static str> {
    let mut what = Vec::new();
    let starts_figure = |word: &Word| word.folded.starts_with(|c: char| c.is_ascii_digit());
    if found.iter().any(starts_figure) || found.iter().any(|word| FIGURES.contains(&word.folded.as_str())) {
        what.push(FIGURE);
    }
    let is_day = |word: &Word| {
        let figures = word.folded.len() == 4 && matches!(word.folded.get(..2), Some("19" | "20"));
        figures && word.folded.bytes().all(|byte| byte.is_ascii_digit()) || MONTHS.contains(&word.folded.as_str())
    };
    if found.iter().any(is_day) {
        what.push(DAY);
    }
    what
}

/// The term of a passage with a number in it.
pub(super) const FIGURE: &str = "figure";
/// The term of a passage with a day or a year in it.
pub(super) const DAY: &str = "day";

const FIGURES: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty",
    "thirty", "forty", "fifty", "hundred", "thousand", "million", "billion", "half", "dozen",
];
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::words::words;

    fn block(block_type: BlockType, level: Option<u8>, section: &str, text: &str) -> Block {
        let section = (!section.is_empty()).then(|| section.to_owned());
        Block { level, section, ..Block::bare(block_type, text) }
    }

    #[test]
    fn headings_of_all_levels_and_the_stem_of_a_list_belong_to_a_passage() {
        let mut above = Surroundings::default();
        above.pass(&block(BlockType::Heading, Some(1), "", "Quays"));
        above.pass(&block(BlockType::Heading, Some(2), "Quays", "Repairs"));
        let paragraph = block(BlockType::Paragraph, None, "Repairs", "The Board agreed to:");
        assert_eq!(above.headings_over(&paragraph), "Quays Repairs");
        above.pass(&paragraph);
        let item = block(BlockType::ListItem, None, "Repairs", "mend the crane");
        assert_eq!(above.completed_by(&item).as_deref(), Some("The Board agreed to:"));
        above.pass(&item);
        above.pass(&block(BlockType::Heading, Some(1), "", "Tolls"));
        assert_eq!(above.headings_over(&block(BlockType::Paragraph, None, "Tolls", "x")), "Tolls");
        assert_eq!(above.completed_by(&item), None);
    }

    #[test]
    fn a_short_line_follows_the_line_above_it() {
        let mut above = Surroundings::default();
        above.pass(&block(BlockType::ListItem, None, "Quays", "Repair of the crane"));
        let short = block(BlockType::ListItem, None, "Quays", "Done.");
        assert_eq!(above.right_before(&short), Some("Repair of the crane"));
        let long = block(BlockType::Paragraph, None, "Quays", &"The crane was lifted off. ".repeat(10));
        assert_eq!(above.right_before(&long), None);
        above.pass(&block(BlockType::Heading, Some(1), "", "Tolls"));
        assert_eq!(above.right_before(&short), None);
    }

    #[test]
    fn figures_and_days_are_known() {
        assert_eq!(holds(&words("at most twelve berths")), [FIGURE]);
        assert_eq!(holds(&words("in March 2024")), [FIGURE, DAY]);
        assert!(holds(&words("the berths")).is_empty());
    }
}
