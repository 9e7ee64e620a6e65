//! What a source says of the state of its own recommendations and tasks, and which of them a line about it governs.
//!
//! "Still pending to assess:" speaks of all lines below it in its section; "Status: assessed" under a recommendation of that one;
//! "All proposals were assessed." of all of its section. A heading begins anew: no state is taken over from a neighbour.

use super::data::{Field, Frames, Promise};
use super::phrases::Plain;
use crate::model::{Block, BlockType};
use std::ops::Range;

/// The longest line that is one of a state, in words: a long sentence that contains "closed" is no such thing.
const LONGEST: usize = 14;

/// The state that each block stands under, in block order; `None` where nothing governs it.
#[must_use]
pub fn states(blocks: &[Block], frames: &Frames) -> Vec<Option<String>> {
    let mut states = vec![None; blocks.len()];
    let mut section: Vec<Event> = Vec::new();
    let mut of_heading: Option<String> = None;
    for (index, block) in blocks.iter().enumerate() {
        match block.block_type {
            // Some readers take the short lines about a state for headings.
            BlockType::Heading if is_state_line(block, frames) => section.push(Event::of(index, block, frames)),
            BlockType::Heading | BlockType::Annex if !is_entry(block, frames) => {
                settle(&section, of_heading.take(), &mut states);
                section.clear();
                of_heading = state_of_heading(&block.text, frames);
            }
            BlockType::Paragraph | BlockType::ListItem | BlockType::Heading => {
                section.push(Event::of(index, block, frames));
            }
            _ => {}
        }
    }
    settle(&section, of_heading, &mut states);
    states
}

/// Whether a block is nothing but a line about a state: it holds no item, and is no heading.
#[must_use]
pub fn is_state_line(block: &Block, frames: &Frames) -> bool {
    let labelled = |line: &StateLine| block.block_type != BlockType::Heading || line.labelled;
    line_state(&block.text, frames).is_some_and(|line| line.whole && labelled(&line))
}

/// A numbered sentence that was taken for a heading: an entry of a list.
#[must_use]
pub fn is_entry(block: &Block, frames: &Frames) -> bool {
    let sentence = block.text.trim_end().ends_with('.') && block.text.split_whitespace().count() >= LEAST_ENTRY;
    block.block_type == BlockType::Heading
        && block.number.is_some()
        && sentence
        && frames.promise(&block.text).is_none()
}

/// The shortest sentence that is an entry and no heading, in words.
const LEAST_ENTRY: usize = 4;

/// Whether each block stands in a section whose numbered lines have states told: they are entries of a register of proposals or tasks.
#[must_use]
pub fn registers(blocks: &[Block], frames: &Frames) -> Vec<bool> {
    let mut registers = vec![false; blocks.len()];
    let mut start = 0;
    let mut told = false;
    for (index, block) in blocks.iter().enumerate() {
        let state = is_state_line(block, frames);
        if matches!(block.block_type, BlockType::Heading | BlockType::Annex) && !state && !is_entry(block, frames) {
            registers.iter_mut().take(index).skip(start).for_each(|register| *register = told);
            (start, told) = (index, false);
        }
        told |= state;
    }
    registers.iter_mut().skip(start).for_each(|register| *register = told);
    registers
}

/// The state that a line tells of itself at its end, and where that begins: "(completed)", "- done", "Status: assessed".
#[must_use]
pub fn own_state(text: &str, frames: &Frames) -> Option<(String, usize)> {
    let end = text.trim_end_matches([' ', '.', ';']);
    let bracketed = end.strip_suffix([')', ']']).and_then(|inner| {
        let open = inner.rfind(['(', '['])?;
        Some((inner.get(open + 1..)?, open))
    });
    if let Some((inner, open)) = bracketed
        && let Some(state) = plain_state(inner, frames)
    {
        return Some((state, open));
    }
    let at =
        [" - ", " \u{2013} ", " \u{2014} ", ": "].iter().filter_map(|mark| Some((end.rfind(mark)?, mark.len()))).max();
    let (at, length) = at?;
    let label_from = end.get(..at)?.rfind(['.', ';', ',', '(', '[', '|']).map_or(0, |before| before + 1);
    let label = end.get(label_from..at)?.trim();
    let named = frames.field(label) == Some(Field::Status);
    let rest = end.get(at + length..)?;
    if named {
        return Some((plain_state(rest, frames).unwrap_or_else(|| rest.trim().to_lowercase()), label_from));
    }
    let dashed = !end.get(at..)?.starts_with(':');
    plain_state(rest, frames).filter(|_| dashed).map(|state| (state, at))
}

/// A text that is nothing but a state: "still pending", "Done."; its label left out.
#[must_use]
pub fn plain_state(text: &str, frames: &Frames) -> Option<String> {
    let plain = Plain::of(text);
    frames.state_line.is_whole(&plain).then(|| text.get(plain.bytes(0..plain.len())).unwrap_or(text).to_lowercase())
}

/// What a block adds to the states of its section.
#[derive(Debug, Clone)]
enum Event {
    /// A line that can be governed.
    Line(usize),
    /// Text that cannot.
    Prose(usize),
    /// A line about a state, and whether it points to what follows.
    State { state: String, points_down: bool },
    /// A sentence about all lines of the section.
    All(String),
}

impl Event {
    fn of(index: usize, block: &Block, frames: &Frames) -> Self {
        if let Some(line) = line_state(&block.text, frames)
            && block.number.is_none()
        {
            return Self::State { state: line.state, points_down: line.points_down };
        }
        let plain = Plain::of(&block.text);
        if let Some(found) = frames.state_all.find(&plain) {
            return Self::All(plain.word(found.end.saturating_sub(1)).to_owned());
        }
        let listed = block.number.is_some() || block.block_type == BlockType::ListItem;
        if listed { Self::Line(index) } else { Self::Prose(index) }
    }
}

fn settle(section: &[Event], of_heading: Option<String>, states: &mut [Option<String>]) {
    let mut put = |index: usize, state: &str| {
        if let Some(slot) = states.get_mut(index) {
            *slot = Some(state.to_owned());
        }
    };
    let all = section.iter().find_map(|event| match event {
        Event::All(state) => Some(state.clone()),
        _ => None,
    });
    let mut from_above = of_heading.or(all);
    let opens_with_state = section
        .iter()
        .find(|event| matches!(event, Event::State { .. } | Event::Line(_)))
        .is_some_and(|event| matches!(event, Event::State { .. }));
    let mut before: Option<usize> = None;
    for event in section {
        match event {
            Event::State { state, points_down } if *points_down || opens_with_state || before.is_none() => {
                from_above = Some(state.clone());
            }
            Event::State { state, .. } => {
                if let Some(index) = before.take() {
                    put(index, state);
                }
            }
            Event::Line(index) => {
                if let Some(state) = &from_above {
                    put(*index, state);
                }
                before = Some(*index);
            }
            // A paragraph without number, as the text under "Recommendation 4", is only told by a line of its own.
            Event::Prose(index) => before = Some(*index),
            Event::All(_) => {}
        }
    }
}

struct StateLine {
    state: String,
    points_down: bool,
    whole: bool,
    /// "Status: ..." by name.
    labelled: bool,
}

/// Reads a line about a state: "Still pending to assess (noting that ...):", "Status: assessed", "The following were assessed:",
/// "Completed. During the meeting ...".
fn line_state(text: &str, frames: &Frames) -> Option<StateLine> {
    let text = text.trim();
    let points_down = text.ends_with(':');
    let bare = without_remark(text);
    if let Some(state) = plain_state(bare, frames) {
        return Some(StateLine { state, points_down, whole: true, labelled: false });
    }
    if let Some((label, value)) =
        text.trim_end_matches(':').split_once(':').filter(|(_, value)| !value.trim().is_empty())
        && frames.field(label) == Some(Field::Status)
    {
        let value = value.trim().trim_end_matches('.');
        let short = value.split_whitespace().count() <= LONGEST;
        let state = value.to_lowercase();
        return short.then_some(StateLine { state, points_down: false, whole: true, labelled: true });
    }
    let plain = Plain::of(bare);
    if points_down && plain.len() <= LONGEST && matches!(plain.word(0), "the" | "these" | "those" | "following") {
        let found: Range<usize> = (1..plain.len()).find_map(|from| {
            frames.state_line.end_at(&plain, from).filter(|end| *end == plain.len()).map(|end| from..end)
        })?;
        let state = bare.get(plain.bytes(found))?.to_lowercase();
        return Some(StateLine { state, points_down, whole: true, labelled: false });
    }
    let (first, _) = text.split_once(". ")?;
    let state = plain_state(first, frames)?;
    Some(StateLine { state, points_down: false, whole: false, labelled: false })
}

/// Without a remark in brackets and the sign at the end.
fn without_remark(text: &str) -> &str {
    let end = text.trim_end_matches([':', '.', ' ']);
    let cut = end.strip_suffix(')').and_then(|_| end.find('(')).filter(|at| *at > 0);
    end.get(..cut.unwrap_or(end.len())).unwrap_or(end).trim_end()
}

/// "Pending recommendations", "Completed": a heading that tells the state of what stands below it.
fn state_of_heading(heading: &str, frames: &Frames) -> Option<String> {
    let plain = Plain::of(heading);
    let from = (0..plain.len().min(2)).find(|at| frames.state_line.end_at(&plain, *at).is_some())?;
    let end = frames.state_line.end_at(&plain, from)?;
    let (lead, rest) = (plain.bytes(0..from), plain.bytes(end..plain.len()));
    let words = |bytes: Range<usize>| heading.get(bytes).unwrap_or_default();
    let lead_counts = words(lead).chars().all(|letter| letter.is_ascii_digit());
    let names_lines = end == plain.len()
        || matches!(
            frames.promise(words(rest)),
            Some(Promise::Actions | Promise::Recommendations | Promise::Decisions)
        )
        || matches!(
            words(plain.bytes(end..plain.len())).to_lowercase().as_str(),
            "items" | "points" | "tasks" | "issues"
        );
    (lead_counts && names_lines).then(|| words(plain.bytes(from..end)).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(block_type: BlockType, number: Option<&str>, text: &str) -> Block {
        Block { number: number.map(str::to_owned), ..Block::bare(block_type, text) }
    }

    fn paragraph(text: &str) -> Block {
        block(BlockType::Paragraph, None, text)
    }

    fn numbered(number: &str) -> Block {
        block(BlockType::Paragraph, Some(number), "The forum could publish a list of past speakers.")
    }

    fn heading(text: &str) -> Block {
        block(BlockType::Heading, None, text)
    }

    /// The states of the numbered blocks and list items, in order.
    fn told(blocks: &[Block]) -> Vec<Option<String>> {
        let all = states(blocks, &Frames::embedded().unwrap());
        let governed = blocks.iter().zip(all).filter(|(block, _)| block.number.is_some());
        governed.map(|(_, state)| state).collect()
    }

    fn some(state: &str) -> Option<String> {
        Some(state.to_owned())
    }

    #[test]
    fn a_line_above_speaks_of_all_below_it_in_its_section_whatever_stands_between() {
        let blocks = [
            heading("Venue"),
            paragraph("https://example.org/tab/3"),
            paragraph("Still pending to assess (only one reviewer so far):"),
            numbered("12"),
            numbered("9"),
            paragraph("Ana said that this one belongs elsewhere."),
            numbered("31"),
            heading("Catering"),
            numbered("4"),
            heading("Rooms"),
            paragraph("Still pending to assess."),
            numbered("5"),
        ];
        let pending = some("still pending to assess");
        assert_eq!(told(&blocks), [pending.clone(), pending.clone(), pending.clone(), None, pending]);
    }

    #[test]
    fn a_line_under_each_speaks_of_that_one_and_a_line_over_each_likewise() {
        let below = [
            heading("Proposals"),
            numbered("1"),
            paragraph("Status: assessed"),
            numbered("2"),
            paragraph("Status: pending"),
            numbered("3"),
        ];
        assert_eq!(told(&below), [some("assessed"), some("pending"), None]);
        let above = [
            heading("Proposals"),
            paragraph("Status: assessed"),
            numbered("1"),
            paragraph("Status: pending"),
            numbered("2"),
        ];
        assert_eq!(told(&above), [some("assessed"), some("pending")]);
    }

    #[test]
    fn groups_in_one_section_and_sentences_about_all() {
        let groups = [
            heading("Proposals"),
            paragraph("Pending:"),
            numbered("1"),
            paragraph("The following proposals have been assessed:"),
            numbered("2"),
            numbered("3"),
        ];
        assert_eq!(told(&groups), [some("pending"), some("assessed"), some("assessed")]);
        let all = [
            heading("Venue"),
            numbered("1"),
            paragraph("All proposals were assessed."),
            heading("Fees"),
            numbered("2"),
        ];
        assert_eq!(told(&all), [some("assessed"), None]);
        let heads = [heading("Implemented recommendations"), numbered("1"), heading("Closed session"), numbered("2")];
        assert_eq!(told(&heads), [some("implemented"), None]);
    }

    #[test]
    fn a_line_tells_its_own_state_at_its_end() {
        let frames = Frames::embedded().unwrap();
        let own = |text: &str| own_state(text, &frames).map(|(state, _)| state);
        assert_eq!(own("The list should be shorter (completed).").as_deref(), Some("completed"));
        assert_eq!(own("Write to the host \u{2013} in progress").as_deref(), Some("in progress"));
        assert_eq!(own("The list should be shorter. Status: not yet assessed").as_deref(), Some("not yet assessed"));
        assert_eq!(own("The door was closed"), None);
        assert_eq!(own("The fee: open"), None);
    }

    #[test]
    fn a_sentence_about_people_is_no_state() {
        let frames = Frames::embedded().unwrap();
        for text in ["All members were present.", "The meeting was closed.", "Open questions remain about the venue:"] {
            assert!(!is_state_line(&paragraph(text), &frames), "{text}");
        }
        assert!(is_state_line(&paragraph("Completed"), &frames));
        assert!(!is_state_line(&paragraph("Completed. It was suggested to write to the host."), &frames));
    }
}
