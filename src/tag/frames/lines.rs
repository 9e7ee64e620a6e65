//! What a line is by its place: under which heading and stem, with which label and number. Its own sentences were read before; here
//! they are kept, put right, or replaced by the one item that the place makes of the line.

use super::data::{Label, Promise};
use super::forms;
use super::line::Line;
use crate::language::Language;
use crate::model::{Block, BlockType, Force, Item, Kind};
use crate::tag::sentences;

/// Rule ids of items that the document level makes.
pub mod rules {
    /// A numbered recommendation of a list.
    pub const RECOMMENDATION: &str = "frame.numbered-recommendation";
    /// A line under a heading or stem that promises recommendations.
    pub const PROPOSED: &str = "frame.listed-recommendation";
    /// A line under a heading or stem that promises decisions.
    pub const SETTLED: &str = "frame.listed-decision";
    /// A line of an action list.
    pub const TASK: &str = "frame.action-line";
    /// A row of a table of tasks, decisions or recommendations.
    pub const ROW: &str = "frame.table-row";
    /// A motion.
    pub const MOTION: &str = "frame.motion";
}

/// A block and what its place says of it.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// The block.
    pub block: &'a Block,
    /// What headings or the stem say of its lines.
    pub promise: Option<Promise>,
    /// Its form as a line.
    pub line: &'a Line,
    /// It stands in a section whose numbered lines have states told.
    pub register: bool,
    /// It stands in a list, or under a stem.
    pub listed: bool,
    /// What it promises is said by its stem, not only by a heading.
    pub stem: bool,
}

/// The longest line without a verb of its own that is taken for an item by its place, in words.
const LONGEST_LINE: usize = 60;
/// A numbered recommendation of more sentences is a chapter, not an entry of a list.
const MOST_SENTENCES: usize = 8;

/// The items of a block by its place, given those that its sentences hold.
#[must_use]
pub fn settle(placed: Placed<'_>, found: Vec<Item>, language: &Language) -> Vec<Item> {
    let line = placed.line;
    if placed.block.block_type == BlockType::Footnote {
        return found;
    }
    let list_line = placed.listed || placed.block.number.is_some();
    if placed.promise == Some(Promise::Nothing) && placed.listed {
        return found.into_iter().filter(|item| forms::is_sentence(&item.text, language)).collect();
    }
    if line.only_owner {
        return task(placed, Vec::new());
    }
    if is_entry_of_recommendations(placed, language) {
        return vec![whole(placed.block, Kind::Recommendation, Force::Recommended, rules::RECOMMENDATION)];
    }
    match line.label {
        Some(Label::Decision) => return with_kind(placed, found, Kind::Decision, language),
        Some(Label::Recommendation) => return with_kind(placed, found, Kind::Recommendation, language),
        _ => {}
    }
    if line.is_task {
        return task(placed, found);
    }
    // A paragraph that begins with a verb in its base form is a line of the list that its heading announces.
    let announced = matches!(placed.promise, Some(Promise::Decisions | Promise::Actions | Promise::Recommendations));
    let list_line = list_line || announced && forms::opens_with_verb(&placed.block.text, language);
    if !list_line || is_stem(&placed.block.text) || is_empty_line(&placed.block.text) {
        return found;
    }
    match placed.promise {
        Some(Promise::Decisions) => with_kind(placed, found, Kind::Decision, language),
        Some(Promise::Actions) => with_kind(placed, found, Kind::Action, language),
        Some(Promise::Recommendations) => with_kind(placed, found, Kind::Recommendation, language),
        _ => found,
    }
}

/// A numbered entry of a list of recommendations, with all its words.
fn is_entry_of_recommendations(placed: Placed<'_>, language: &Language) -> bool {
    let block = placed.block;
    let numbered =
        block.number.as_deref().is_some_and(|number| number.contains(|letter: char| letter.is_ascii_digit()))
            || has_printed_number(&block.text);
    let promised = match placed.promise {
        Some(Promise::Recommendations) => true,
        Some(_) => false,
        None => placed.register,
    };
    numbered
        && promised
        && matches!(block.block_type, BlockType::Paragraph | BlockType::ListItem | BlockType::Heading)
        && !block.text.trim_end().ends_with(':')
        && sentences::split(&block.text).len() <= MOST_SENTENCES
        && !forms::is_told(&block.text, language)
}

/// "140.1 Ratify the convention": a number of several parts that the reader of the file left in the text.
fn has_printed_number(text: &str) -> bool {
    let Some((first, _)) = text.split_once(' ') else { return false };
    let parts: Vec<&str> = first.trim_end_matches('.').split('.').collect();
    parts.len() >= 2 && parts.iter().all(|part| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_digit()))
}

/// Items of a kind that the place promises: those that the sentences hold, put right; else one of the whole line.
fn with_kind(placed: Placed<'_>, found: Vec<Item>, kind: Kind, language: &Language) -> Vec<Item> {
    let block = placed.block;
    let (force, rule) = match kind {
        Kind::Decision => (Force::Agreed, rules::SETTLED),
        Kind::Action => (Force::Requested, rules::TASK),
        Kind::Recommendation => (Force::Recommended, rules::PROPOSED),
    };
    let one = sentences::split(&block.text).len() <= 1;
    let mut items: Vec<Item> = Vec::new();
    for mut item in found {
        let weaker = match kind {
            // A settled proposal is a decision; what somebody is to do by it stays an action.
            Kind::Decision => item.kind == Kind::Recommendation,
            Kind::Action => item.kind == Kind::Recommendation,
            // What a proposal asks somebody to do is part of the proposal.
            Kind::Recommendation => item.kind == Kind::Action && !item.flags.iter().any(|flag| flag == "agreed"),
        };
        // "It was recalled that documents must be early" settles nothing, wherever it stands.
        if weaker && kind == Kind::Decision && forms::is_told(&item.text, language) {
            continue;
        }
        if weaker {
            item.kind = kind;
            item.force = force;
            rule.clone_into(&mut item.rule);
        }
        if !items.iter().any(|known| known.kind == item.kind && known.span == item.span) {
            items.push(item);
        }
    }
    let covered = items.iter().any(|item| item.kind == kind);
    let words = block.text.split_whitespace().count();
    // Under "decides that:" a task is decided as well; a task that only stands under "Decisions" is a task.
    let adds = items.is_empty() || (one && placed.stem);
    if !covered && words <= LONGEST_LINE && adds && !forms::is_told(&block.text, language) {
        items.push(whole(block, kind, force, rule));
    }
    items
}

/// A line whose form shows a task: one action with all its words; what further sentences hold stays.
fn task(placed: Placed<'_>, found: Vec<Item>) -> Vec<Item> {
    let block = placed.block;
    let first = sentences::split(&block.text).into_iter().find(|span| span.end > placed.line.task.start);
    let first_end = first.map_or(block.text.len(), |span| span.end);
    let further: Vec<Item> = found.into_iter().filter(|item| item.span[0] >= first_end).collect();
    let all = block.text.trim_end().len();
    // Owner and deadline that stand behind the first sentence belong to it: "Book the hall. Responsible: Ana".
    let fields_behind = placed.line.task.end < all && placed.line.fields_from.is_some_and(|at| at >= first_end);
    let end = if fields_behind { all } else { first_end.min(all) };
    let mut own = whole(block, Kind::Action, Force::Requested, rules::TASK);
    own.span = [0, end];
    own.text = block.text.get(..end).unwrap_or(&block.text).trim_end().to_owned();
    std::iter::once(own).chain(further).collect()
}

/// One item with all the words of a block.
#[must_use]
pub fn whole(block: &Block, kind: Kind, force: Force, rule: &str) -> Item {
    let text = block.text.trim_end();
    Item { rule: rule.to_owned(), span: [0, text.len()], ..Item::bare(kind, force, text) }
}

fn is_stem(text: &str) -> bool {
    text.trim_end().ends_with(':')
}

/// What there is none of, in a line that says only that: "No actions".
const NOTHING_NEW: [&str; 9] =
    ["action", "actions", "decision", "decisions", "items", "further", "new", "recommendations", "other"];

/// "None", "n/a", "No action items", a bare link, a question.
fn is_empty_line(text: &str) -> bool {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let link = words.len() == 1 && text.contains("://");
    let asks = text.trim_end().ends_with('?')
        || words
            .first()
            .is_some_and(|word| matches!(word.as_str(), "how" | "what" | "why" | "who" | "when" | "where" | "which"));
    let first = words.first().map_or("", String::as_str);
    let second = words.get(1).map_or("", String::as_str);
    let nothing_new = first == "no" && NOTHING_NEW.contains(&second);
    let none = (matches!(first, "none" | "n/a" | "nil") || nothing_new) && words.len() <= 4;
    words.is_empty() || link || none || asks
}

#[cfg(test)]
mod tests {
    use super::super::data::Frames;
    use super::super::line::{self, Owners};
    use super::*;
    use crate::tag::actors::{Names, Roster};

    fn items(block: &Block, promise: Option<Promise>, register: bool, found: Vec<Item>) -> Vec<(Kind, String)> {
        let frames = Frames::embedded().unwrap();
        let (roster, names) = (Roster::embedded().unwrap(), Names::default());
        let language = Language::embedded().unwrap();
        let line =
            line::read(&block.text, promise, &frames, Owners { roster: &roster, names: &names, language: &language });
        let listed = block.block_type == BlockType::ListItem;
        let placed = Placed { block, promise, line: &line, register, listed, stem: false };
        settle(placed, found, &language).into_iter().map(|item| (item.kind, item.text)).collect()
    }

    fn numbered(text: &str) -> Block {
        Block { number: Some("7".into()), ..Block::bare(BlockType::Paragraph, text) }
    }

    fn listed(text: &str) -> Block {
        Block::bare(BlockType::ListItem, text)
    }

    #[test]
    fn a_numbered_recommendation_is_one_item_with_all_its_words() {
        let text = "The forum could publish a list. This would help newcomers.";
        let whole = vec![(Kind::Recommendation, text.to_owned())];
        assert_eq!(items(&numbered(text), Some(Promise::Recommendations), false, vec![]), whole);
        assert_eq!(items(&numbered(text), None, true, vec![]), whole);
        assert_eq!(items(&numbered(text), None, false, vec![]), []);
    }

    #[test]
    fn base_form_and_verbless_lines_are_items_under_their_heading_and_nowhere_else() {
        let text = "More time for written submissions";
        for (promise, kind) in [
            (Promise::Recommendations, Kind::Recommendation),
            (Promise::Decisions, Kind::Decision),
            (Promise::Actions, Kind::Action),
        ] {
            assert_eq!(items(&listed(text), Some(promise), false, vec![]), [(kind, text.to_owned())]);
        }
        assert_eq!(items(&listed(text), None, false, vec![]), []);
        assert_eq!(items(&listed(text), Some(Promise::Nothing), false, vec![]), []);
        assert_eq!(items(&Block::bare(BlockType::Paragraph, text), Some(Promise::Actions), false, vec![]), []);
        assert_eq!(items(&listed("None."), Some(Promise::Actions), false, vec![]), []);
    }

    #[test]
    fn a_proposal_under_decisions_is_settled_and_a_task_there_stays_one() {
        let text = "The fee should be waived.";
        let found = |kind| vec![Item { span: [0, text.len()], ..Item::bare(kind, Force::Suggested, text) }];
        let decided = items(&listed(text), Some(Promise::Decisions), false, found(Kind::Recommendation));
        assert_eq!(decided, [(Kind::Decision, text.to_owned())]);
        let both = items(&listed(text), Some(Promise::Decisions), false, found(Kind::Action));
        assert_eq!(both, [(Kind::Action, text.to_owned())]);
    }
}
