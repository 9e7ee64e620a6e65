//! Tagging a whole document: which blocks can hold items, what stands above each, and the items that follow.

use super::actors::Names;
use super::deadlines::DateContext;
use super::frames::data::{Field, Frames, Promise, without_number};
use super::frames::line::{self, Line, Owners};
use super::frames::lines::{self, Placed};
use super::frames::motion::{self, Motion, Outcome};
use super::frames::outline::{self, Above};
use super::frames::table::{self, Columns};
use super::frames::{forms, standing, states};
use super::passage::Passage;
use super::sentence::{MOST_BEFORE, tag_passage};
use super::{Context, Tagger, actors, deadlines, details, readable, sentences};
use crate::model::{Block, BlockType, Document, Force, Item, Kind, Standing, TaggedDocument};
use std::collections::HashMap;

/// Finds the items of a document, in reading order.
pub(crate) fn tag_document(tagger: &Tagger, mut document: Document, context: &Context) -> TaggedDocument {
    document.notes.retain(|note| note.code != readable::FOREIGN);
    if let Some(note) = readable::foreign(&document.blocks, tagger.engine.language()) {
        document.notes.push(note);
        return TaggedDocument { document, items: Vec::new() };
    }
    let dates = DateContext::of_document(&document, &context.meetings);
    let mut names = context.people.names();
    names.learn_from(&document, &tagger.roster);
    learn_from_lists(&mut names, &document, tagger);
    let items = Reading::new(tagger, &document, context, &dates, &names).items();
    TaggedDocument { document, items }
}

/// The longest name of a person in a list of those present, in words.
const LONGEST_NAME: usize = 4;

/// Adds the persons of lists that stand under "Present", "Apologies" and the like, where their lines are read as a list.
fn learn_from_lists(names: &mut Names, document: &Document, tagger: &Tagger) {
    let above = outline::outline(&document.blocks, &tagger.frames);
    for (block, above) in document.blocks.iter().zip(&above) {
        if above.promise != Some(Promise::Nothing) || block.block_type != BlockType::ListItem {
            continue;
        }
        let name = block.text.split(['(', ',', ':', '\u{2013}', '\u{2014}']).next().unwrap_or_default();
        let name = name.split(" - ").next().unwrap_or_default().trim();
        let words = name.split_whitespace().count();
        let person = || actors::listed(name, false, &tagger.roster, &Names::default());
        if (2..=LONGEST_NAME).contains(&words) && person().is_some_and(|found| found == [name]) {
            names.add(name);
        }
    }
}

/// A document and what was found of its frame before its sentences are read.
pub(crate) struct Reading<'a> {
    tagger: &'a Tagger,
    frames: &'a Frames,
    document: &'a Document,
    context: &'a Context,
    dates: &'a DateContext,
    names: &'a Names,
    above: Vec<Above>,
    states: Vec<Option<String>>,
    registers: Vec<bool>,
    columns: Vec<Option<Columns>>,
    figures: Vec<bool>,
    motions: Vec<Motion>,
    standing: Standing,
    repeated: Vec<usize>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(
        tagger: &'a Tagger,
        document: &'a Document,
        context: &'a Context,
        dates: &'a DateContext,
        names: &'a Names,
    ) -> Self {
        let (frames, blocks) = (&tagger.frames, document.blocks.as_slice());
        let columns = table::columns(blocks, frames);
        Self {
            tagger,
            frames,
            document,
            context,
            dates,
            names,
            above: outline::outline(blocks, frames),
            states: states::states(blocks, frames),
            registers: states::registers(blocks, frames),
            figures: table::figures(blocks, &columns),
            columns,
            motions: motion::motions(blocks, frames, tagger.engine.language()),
            standing: standing::of_document(document, frames),
            repeated: repeated_numbers(blocks),
        }
    }

    /// Leaves motions out whose outcome is not told: in a loose line, sentences are read for themselves.
    pub(crate) fn forget_open_motions(&mut self) {
        self.motions.retain(|motion| motion.outcome.is_some());
    }

    fn items(&self) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut stem: Option<Stem<'_>> = None;
        for (index, block) in self.document.blocks.iter().enumerate() {
            if !stands_within_list(block, stem.as_ref()) {
                stem = stem.filter(|stem| stem.block + 1 == index && begins_list(block));
                if let Some(stem) = &mut stem {
                    stem.numbered = true;
                }
            }
            let state_line = states::is_state_line(block, self.frames);
            // The header of a table says what its rows hold, and holds nothing itself.
            if block.header {
                continue;
            }
            if (!can_hold_items(block.block_type) && !states::is_entry(block, self.frames)) || state_line {
                continue;
            }
            let first = items.len();
            // Lines of an agenda that was adopted, and notes at the foot of a page, are no lines of what is settled above them.
            let completes = match block.block_type {
                BlockType::ListItem => true,
                BlockType::Footnote => false,
                _ => block.number.is_some(),
            };
            let here = stem.filter(|stem| completes && stem.promise != Some(Promise::Nothing));
            self.block(index, block, here, &mut items);
            if let Some(stem) = &stem {
                drop_spent_stem(&mut items, first, stem);
            }
            if block.text.trim_end().ends_with(':') && (block.block_type != BlockType::ListItem || stem.is_none()) {
                stem = Some(Stem::of(index, &block.text, self.frames));
            }
        }
        items
    }

    /// The items of one block.
    pub(crate) fn block(&self, index: usize, block: &Block, stem: Option<Stem<'_>>, items: &mut Vec<Item>) {
        let none = Above::default();
        let above = self.above.get(index).unwrap_or(&none);
        let section = self.heading(above).or(block.section.as_deref());
        let before = self.sentences_before(index);
        let passage = Passage {
            text: &block.text,
            dates: self.dates,
            names: self.names,
            people: &self.context.people,
            section,
            stem: stem.map(|stem| stem.text),
            body: self.document.meta.body.as_deref(),
            before: &before,
            within: 0,
        };
        let of_stem = stem.and_then(|stem| stem.promise).filter(|_| above.promise != Some(Promise::Nothing));
        let promise = of_stem.or(above.promise).or_else(|| self.task_of_owner(block, above));
        let first = items.len();
        let language = self.tagger.engine.language();
        if self.figures.get(index) == Some(&true) || forms::is_caption(&block.text, language) {
            return;
        }
        if let Some(columns) = self.columns.get(index).and_then(Option::as_ref) {
            items.extend(self.row(block, columns, passage));
        } else {
            let owners =
                Owners { roster: &self.tagger.roster, names: self.names, language: self.tagger.engine.language() };
            let line = line::read(&block.text, promise, self.frames, owners);
            if line.only_owner && self.owns_what_stands_above(index, &line, items) {
                return;
            }
            let listed = block.block_type == BlockType::ListItem || stem.is_some();
            let register = self.registers.get(index) == Some(&true);
            let placed = Placed { block, promise, line: &line, register, listed, stem: of_stem.is_some() };
            let found = self.without_motions(index, tag_passage(self.tagger, passage));
            // What was moved is no line of the list that it stands in: it is told with its outcome.
            let moved = self.motions.iter().any(|motion| motion.pieces.iter().any(|(at, _)| *at == index));
            let language = self.tagger.engine.language();
            let mut settled = if moved { found } else { lines::settle(placed, found, language) };
            for item in &mut settled {
                if item.rule.starts_with("frame.") {
                    details::describe(item, self.tagger, passage);
                }
                self.own(item, &line, above, promise);
            }
            items.extend(settled);
        }
        items.extend(self.motions_at(index, passage));
        let of_block = standing::of_block(block, section, self.standing, self.frames);
        let made = items.split_off(first);
        for mut item in made {
            item.block = index;
            if is_struck(block, &item) {
                continue;
            }
            if item.standing == Standing::Adopted {
                item.standing = of_block;
            }
            self.finish(index, block, &mut item);
            items.push(item);
        }
    }

    /// The last sentences of the paragraph above, the nearest first; a heading begins anew.
    fn sentences_before(&self, index: usize) -> Vec<&'a str> {
        let above = self.document.blocks.get(..index).unwrap_or_default();
        let Some(block) = above.iter().rfind(|block| block.block_type != BlockType::Furniture) else {
            return Vec::new();
        };
        if !matches!(block.block_type, BlockType::Paragraph | BlockType::ListItem) {
            return Vec::new();
        }
        let spans = sentences::split(&block.text);
        spans.into_iter().rev().take(MOST_BEFORE).filter_map(|span| block.text.get(span)).collect()
    }

    /// Owner, deadline and state that the form of a line gives to its task.
    fn own(&self, item: &mut Item, line: &Line, above: &Above, promise: Option<Promise>) {
        if item.kind != Kind::Action {
            return;
        }
        let first = item.span[0] <= line.task.start;
        if first && !line.owners.is_empty() {
            item.actors = line.owners.iter().map(|owner| self.context.people.shown(owner.clone())).collect();
        } else if item.actors.is_empty()
            && promise == Some(Promise::Actions)
            && let Some(owner) = self.owner_heading(above)
        {
            item.actors = owner.into_iter().map(|owner| self.context.people.shown(owner)).collect();
        }
        if first && let Some(due) = &line.due {
            self.due(item, due.clone());
        }
        if item.source_status.is_none() && first {
            item.source_status.clone_from(&line.state);
        }
    }

    /// The nearest sub-heading that is nothing but names: it owns its lines.
    fn owner_heading(&self, above: &Above) -> Option<Vec<String>> {
        let owners = |index: &usize| {
            let heading = self.document.blocks.get(*index)?;
            let named = bare(&heading.text);
            forms::is_name_or_office(named, self.tagger.engine.language()).then_some(())?;
            actors::listed(named, false, &self.tagger.roster, self.names)
        };
        above.under.iter().find_map(owners).or_else(|| self.owner_in_heading(above))
    }

    /// "Actions for the Secretariat", "Tasks: Ana": whom a heading of tasks names.
    fn owner_in_heading(&self, above: &Above) -> Option<Vec<String>> {
        let heading = bare(self.heading(above)?);
        if forms::is_name_or_office(heading, self.tagger.engine.language()) {
            return actors::listed(heading, false, &self.tagger.roster, self.names);
        }
        let (lead, rest) = heading.split_once([':', '\u{2013}', '\u{2014}']).or_else(|| heading.split_once(" for "))?;
        let rest = rest.trim().trim_start_matches("for ").trim_start_matches("the ");
        let announced = self.frames.promise(lead) == Some(Promise::Actions);
        let known = announced && forms::is_name_or_office(rest, self.tagger.engine.language());
        known.then(|| actors::listed(rest, true, &self.tagger.roster, self.names)).flatten()
    }

    /// What a person or office alone as the heading says of a line that begins with a verb: it is their task.
    fn task_of_owner(&self, block: &Block, above: &Above) -> Option<Promise> {
        let listed = block.block_type == BlockType::ListItem;
        let language = self.tagger.engine.language();
        let heading =
            self.heading(above).map(bare).filter(|heading| listed && forms::is_name_or_office(heading, language))?;
        let owner = actors::listed(heading, false, &self.tagger.roster, self.names)?;
        (!owner.is_empty() && forms::opens_with_verb(&block.text, language)).then_some(Promise::Actions)
    }

    /// Reads a deadline that stands in a field or bracket of its own.
    fn due(&self, item: &mut Item, words: std::ops::Range<usize>) {
        let Some(text) = item.text.get(words).map(str::to_owned) else { return };
        if let Some(deadline) = deadlines::value(&text, self.dates) {
            item.flags.retain(|flag| flag != "due-unresolved");
            details::set_due(item, &deadline, Some(text));
        }
    }

    /// "Action: CHAIR (by 3 May)": owner and deadline of the last action above, or of the last sentence there.
    fn owns_what_stands_above(&self, index: usize, line: &Line, items: &mut Vec<Item>) -> bool {
        let blocks = &self.document.blocks;
        let text = |at: usize| blocks.get(at).map(|block| block.text.as_str()).unwrap_or_default();
        let Some(before) =
            (0..index).rev().find(|at| blocks.get(*at).is_some_and(|b| b.block_type != BlockType::Furniture))
        else {
            return false;
        };
        let Some(above) = blocks.get(before).filter(|above| can_hold_items(above.block_type)) else { return false };
        let last = sentences::split(&above.text).pop().unwrap_or(0..above.text.len());
        let known = items.iter().rposition(|item| item.block == before && item.kind == Kind::Action);
        let place = known.unwrap_or_else(|| {
            let words = above.text.get(last.clone()).unwrap_or(&above.text).to_owned();
            let item = Item {
                block: before,
                rule: lines::rules::TASK.to_owned(),
                span: [last.start, last.end],
                ..Item::bare(Kind::Action, Force::Requested, words)
            };
            items.push(item);
            items.len() - 1
        });
        let Some(item) = items.get_mut(place) else { return false };
        item.actors = line.owners.iter().map(|owner| self.context.people.shown(owner.clone())).collect();
        if let Some(due) = line.due.as_ref().and_then(|due| text(index).get(due.clone()))
            && let Some(deadline) = deadlines::value(due, self.dates)
        {
            details::set_due(item, &deadline, Some(due.to_owned()));
        }
        true
    }

    /// The item of a table's row.
    fn row(&self, block: &Block, columns: &Columns, passage: Passage<'_>) -> Option<Item> {
        let (field, content) = columns.item(block)?;
        let (kind, force) = match field {
            Field::Decision => (Kind::Decision, Force::Agreed),
            Field::Recommendation => (Kind::Recommendation, Force::Recommended),
            _ => (Kind::Action, Force::Requested),
        };
        let mut item = lines::whole(block, kind, force, lines::rules::ROW);
        if kind != Kind::Action
            && let Some(at) = block.text.find(content)
        {
            // Words of a decision or recommendation are its own; what stands beside them has columns of its own.
            item.span = [at, at + content.len()];
            content.clone_into(&mut item.text);
        }
        details::describe(&mut item, self.tagger, Passage { text: &block.text, ..passage });
        if let Some(owner) = columns.cell(Field::Owner, block) {
            // Whoever stands in a column of owners owns, known as a name or not.
            let owners = actors::listed(owner, true, &self.tagger.roster, self.names).unwrap_or_else(|| written(owner));
            item.actors = owners.into_iter().map(|owner| self.context.people.shown(owner)).collect();
        } else if columns.has(Field::Owner) {
            item.actors.clear();
        }
        if columns.has(Field::Due) {
            details::clear_due(&mut item);
        }
        if let Some(due) = columns.cell(Field::Due, block)
            && let Some(deadline) = deadlines::value(due, self.dates)
        {
            details::set_due(&mut item, &deadline, Some(due.to_owned()));
        }
        item.source_status = columns.cell(Field::Status, block).map(str::to_lowercase);
        if let Some(named) = columns.cell(Field::Category, block) {
            details::put_category(&mut item, named, self.tagger);
        }
        Some(item)
    }

    /// What sentences of motions say apart from the motion is not told twice.
    fn without_motions(&self, index: usize, mut found: Vec<Item>) -> Vec<Item> {
        let pieces: Vec<_> =
            self.motions.iter().flat_map(|motion| &motion.pieces).filter(|(at, _)| *at == index).collect();
        found.retain(|item| !pieces.iter().any(|(_, span)| item.span[0] < span.end && span.start < item.span[1]));
        found
    }

    /// The motions whose first words stand in a block; a heading that was moved is told with the words below it.
    fn motions_at(&self, index: usize, passage: Passage<'_>) -> Vec<Item> {
        let holds = |at: usize| self.document.blocks.get(at).is_some_and(|block| can_hold_items(block.block_type));
        let first =
            |motion: &&Motion| motion.pieces.iter().find(|(at, _)| holds(*at)).is_some_and(|(at, _)| *at == index);
        let here = self.motions.iter().filter(first);
        here.filter_map(|motion| self.motion(index, motion, passage)).collect()
    }

    fn motion(&self, index: usize, motion: &Motion, passage: Passage<'_>) -> Option<Item> {
        let words = |(at, span): &(usize, std::ops::Range<usize>)| {
            self.document.blocks.get(*at)?.text.get(span.clone()).map(str::trim)
        };
        // A heading that was moved is what the words below it stand under; who moved and seconded is no part of what was.
        let heading = |(at, _): &&(usize, std::ops::Range<usize>)| {
            self.document.blocks.get(*at).is_some_and(|block| !can_hold_items(block.block_type))
        };
        let stem: Vec<&str> = motion.pieces.iter().filter(heading).filter_map(words).collect();
        let pieces = || motion.pieces.iter().filter(|piece| !heading(piece));
        let told = |piece: &&(usize, std::ops::Range<usize>)| {
            words(piece).is_some_and(|words| motion::tells_who(words, self.frames))
        };
        let main = pieces().find(|piece| !told(piece)).map(|(at, _)| *at);
        let text: Vec<&str> =
            pieces().filter(|piece| !told(piece) || Some(piece.0) == main).filter_map(words).collect();
        let mut own = motion.pieces.iter().filter(|(at, _)| *at == index).map(|(_, span)| span.clone());
        let first = own.next()?;
        let end = own.next_back().map_or(first.end, |last| last.end);
        let (kind, force) = match motion.outcome {
            Some(_) => (Kind::Decision, Force::Decided),
            None => (Kind::Recommendation, Force::Suggested),
        };
        let mut item = Item {
            rule: lines::rules::MOTION.to_owned(),
            span: [first.start, end],
            outcome: motion.outcome.map(|outcome| outcome.name().to_owned()),
            stem: Some(stem.join(" ")).filter(|stem| !stem.is_empty()),
            ..Item::bare(kind, force, text.join(" "))
        };
        details::describe(&mut item, self.tagger, passage);
        // Who moved and who seconded it neither holds it nor acts.
        item.actors.clear();
        item.held_by = if motion.outcome.is_some() { self.document.meta.body.clone() } else { None };
        if motion.outcome == Some(Outcome::Lost) {
            item.standing = Standing::Failed;
        }
        Some(item)
    }

    /// What holds for every item, however it was found.
    fn finish(&self, index: usize, block: &Block, item: &mut Item) {
        if item.source_status.is_none() && item.kind != Kind::Decision {
            let own = states::own_state(&item.text, self.frames).map(|(state, _)| state);
            let governed = || self.states.get(index).cloned().flatten();
            item.source_status = own.or_else(governed);
        }
        if item.outcome.is_none() && item.kind == Kind::Decision {
            item.outcome = motion::outcome_in(&item.text, self.frames).map(|outcome| outcome.name().to_owned());
            if item.outcome.as_deref() == Some(Outcome::Lost.name()) {
                item.standing = Standing::Failed;
            }
        }
        if self.repeated.contains(&index) && item.kind == Kind::Recommendation {
            item.flags.push("number-repeated".to_owned());
        }
        if block.doubt.is_some() {
            item.flags.push("suspect-text".to_owned());
        }
        if block.block_type == BlockType::QuoteParagraph {
            item.held_by = Some("quoted document".to_owned());
            item.flags.push("quoted".to_owned());
        }
    }

    fn heading(&self, above: &Above) -> Option<&'a str> {
        self.document.blocks.get(above.heading?).map(|block| block.text.as_str())
    }
}

/// A block's last sentence, which lines below complete.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stem<'a> {
    block: usize,
    text: &'a str,
    start: usize,
    promise: Option<Promise>,
    /// Numbered paragraphs that begin anew directly behind it are its lines.
    numbered: bool,
}

impl<'a> Stem<'a> {
    pub(crate) fn of(block: usize, text: &'a str, frames: &Frames) -> Self {
        let span = sentences::split(text).pop().unwrap_or(0..text.len());
        let last = text.get(span.clone()).unwrap_or(text);
        // "Noting this; Mindful of that; Decide as follows:": what the recitals lead to says what the lines are.
        let end = last.rsplit(';').next().unwrap_or(last);
        let promise = frames.promise(last).or_else(|| frames.promise(end));
        Self { block, text: last, start: span.start, promise, numbered: false }
    }
}

/// Once lines carry a stem's items, the stem itself is no item of the same kind.
fn drop_spent_stem(items: &mut Vec<Item>, first: usize, stem: &Stem<'_>) {
    let inherits = |item: &Item| item.stem.is_some();
    let kinds: Vec<Kind> = items.iter().skip(first).filter(|item| inherits(item)).map(|item| item.kind).collect();
    items.retain(|item| item.block != stem.block || item.span[0] != stem.start || !kinds.contains(&item.kind));
}

/// The owners of a cell as they are written there; none where it holds no words.
fn written(cell: &str) -> Vec<String> {
    let parts = cell.split([';', ',', '/']).map(str::trim).filter(|part| part.contains(char::is_alphabetic));
    parts.map(str::to_owned).collect()
}

/// Lines of a list, what the page puts between them, and numbered paragraphs under a stem that says what they are.
fn stands_within_list(block: &Block, stem: Option<&Stem<'_>>) -> bool {
    let promised = stem.is_some_and(|stem| {
        stem.numbered
            || matches!(stem.promise, Some(promise) if !matches!(promise, Promise::Narrative | Promise::Nothing))
    });
    matches!(block.block_type, BlockType::ListItem | BlockType::Footnote | BlockType::Furniture)
        || (block.number.is_some() && block.block_type == BlockType::Paragraph && promised)
}

/// Whether a numbered paragraph is the first of a list: "1.", "(a)", "(i)".
fn begins_list(block: &Block) -> bool {
    let first = |number: &str| matches!(number.trim_matches(['(', ')', '.']), "1" | "a" | "i" | "A" | "I");
    block.block_type == BlockType::Paragraph && block.number.as_deref().is_some_and(first)
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

/// What is struck out in the report is not said by it.
fn is_struck(block: &Block, item: &Item) -> bool {
    block.struck.iter().any(|[start, end]| *start <= item.span[0] && item.span[1] <= *end)
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

/// A heading without its number and the brackets of a negotiating text: "[G. Ana Keller]".
fn bare(heading: &str) -> &str {
    without_number(heading.trim_start_matches('[')).trim_end_matches(']')
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
    fn a_decision_in_a_quoted_paragraph_is_told_apart_from_those_of_the_body() {
        let quoted = tag(vec![block(BlockType::QuoteParagraph, None, None, "It was decided that States should pay.")]);
        assert!(!quoted.is_empty() && quoted.iter().all(|item| item.standing == Standing::Quoted));
        let own = tag(vec![block(BlockType::Paragraph, None, None, "It was decided that States should pay.")]);
        assert!(own.iter().any(|item| item.kind == Kind::Decision && item.standing == Standing::Adopted));
    }

    #[test]
    fn lines_of_an_adopted_agenda_and_footnotes_are_not_settled_by_what_stands_above() {
        let items = tag(vec![
            block(BlockType::Paragraph, Some("2"), None, "The agenda was adopted, with the following items:"),
            block(BlockType::ListItem, None, None, "Themes of the next fair;"),
            block(BlockType::Paragraph, Some("3"), None, "The Chair thanked the members whose terms had ended."),
            block(BlockType::Paragraph, Some("4"), None, "The Board agreed to:"),
            block(BlockType::ListItem, None, None, "hire a clerk;"),
            block(BlockType::Footnote, Some("1"), None, "Bell Series, vol. 610."),
        ]);
        let decisions: Vec<usize> =
            items.iter().filter(|item| item.kind == Kind::Decision).map(|item| item.block).collect();
        assert_eq!(decisions, [0, 4]);
    }

    #[test]
    fn a_heading_that_is_or_names_an_owner_owns_the_tasks_below() {
        let owners = |heading: &str, text: &str| -> Vec<Vec<String>> {
            let line = block(BlockType::ListItem, None, Some(heading), text);
            tag(vec![block(BlockType::Heading, None, None, heading), line])
                .into_iter()
                .map(|item| item.actors)
                .collect()
        };
        assert_eq!(owners("Treasurer", "Pay the printer"), [["Treasurer"]]);
        assert_eq!(owners("Actions: for Secretariat", "Book the hall"), [["Secretariat"]]);
        assert_eq!(owners("Working Methods", "Pay the printer"), Vec::<Vec<String>>::new());
        assert_eq!(owners("Ongoing Projects", "Themes of the next fair"), Vec::<Vec<String>>::new());
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
