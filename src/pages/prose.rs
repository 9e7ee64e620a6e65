//! The text of a passage with what is known of its words: items coloured by kind, words that answer a search, footnote marks
//! in their places.

use super::links::Links;
use super::notes::Notes;
use crate::model::{Block, Item};
use maud::{Markup, html};
use std::ops::Range;

/// The text of a block with its items, each followed by what it is and a link to it, and its footnote marks.
#[must_use]
pub fn passage(block: &Block, items: &[&Item], links: &Links, notes: &Notes<'_>) -> Markup {
    stretch(block, 0..block.text.len(), items, links, notes)
}

/// The cells of a row as stretches of its text, `None` where they are not found there one after the other, or an item reaches
/// across them.
#[must_use]
pub fn cells(block: &Block, items: &[&Item]) -> Option<Vec<Range<usize>>> {
    let mut at = 0;
    let mut found = Vec::new();
    for cell in block.cells.as_ref()? {
        // The number of the row stands beside its text, not in it: its cell stays, and stays empty.
        let is_number = block.number.as_deref().is_some_and(|number| cell.contains(number));
        if found.is_empty() && is_number && !block.text.starts_with(cell.as_str()) {
            found.push(0..0);
            continue;
        }
        let from = at + block.text.get(at..)?.find(cell.as_str())?;
        at = from + cell.len();
        found.push(from..at);
    }
    let is_within = |item: &&Item| found.iter().any(|cell| cell.start <= item.span[0] && item.span[1] <= cell.end);
    items.iter().all(is_within).then_some(found)
}

/// A stretch of a block's text, as [`passage`] shows the whole.
#[must_use]
pub fn stretch(block: &Block, within: Range<usize>, items: &[&Item], links: &Links, notes: &Notes<'_>) -> Markup {
    let text = block.text.as_str();
    let mut cuts: Vec<usize> = vec![within.start, within.end];
    cuts.extend(items.iter().flat_map(|item| item.span));
    cuts.extend(block.footnote_refs.iter().map(|mark| mark.offset));
    cuts.extend(block.struck.iter().flatten());
    cuts.retain(|cut| within.start <= *cut && *cut <= within.end && text.is_char_boundary(*cut));
    cuts.sort_unstable();
    cuts.dedup();
    let footnotes_at = |at: usize| block.footnote_refs.iter().filter(move |mark| mark.offset == at);
    html! {
        @for pair in cuts.windows(2) {
            @if let [from, to] = pair {
                @let words = text.get(*from..*to).unwrap_or_default();
                @let struck = block.struck.iter().any(|span| span[0] <= *from && *to <= span[1]);
                @let item = items.iter().find(|item| item.span[0] <= *from && *to <= item.span[1]);
                @if struck {
                    del { (words) }
                } @else if let Some(item) = item {
                    mark class=(item.kind.name()) { (words) }
                } @else {
                    (words)
                }
                @for item in items.iter().filter(|item| item.span[1] == *to) {
                    " " (tag(item, links))
                }
                @for mark in footnotes_at(*to) {
                    sup { @match notes.link(block, &mark.mark) {
                        Some(link) => { a href=(link) { (mark.mark) } }
                        None => { (mark.mark) }
                    } }
                }
            }
        }
    }
}

/// What an item is, in words and colour, as a link to it.
#[must_use]
pub fn tag(item: &Item, links: &Links) -> Markup {
    let what = match (&item.held_by, item.procedural) {
        (Some(who), _) => format!("{}, {}: {who}", item.kind.name(), item.force.name()),
        (None, true) => format!("{}, {}, procedural", item.kind.name(), item.force.name()),
        (None, false) => format!("{}, {}", item.kind.name(), item.force.name()),
    };
    html! { a class={ "tag " (item.kind.name()) } href=(links.id(&item.id)) { (what) } }
}

/// Text with the stretches that answer a search.
#[must_use]
pub fn marked(text: &str, marks: &[Range<usize>]) -> Markup {
    let mut at = 0;
    html! {
        @for mark in marks {
            @if let (Some(before), Some(words)) = (text.get(at..mark.start), text.get(mark.clone())) {
                (before) mark class="found" { (words) }
                @let () = at = mark.end;
            }
        }
        (text.get(at..).unwrap_or_default())
    }
}

/// Why an item is one: the rule, and the words that it fired on.
#[must_use]
pub fn why(item: &Item, text: &str) -> Markup {
    let cue = item.stem.as_deref().unwrap_or(text).get(item.cue[0]..item.cue[1]).unwrap_or_default();
    html! {
        "rule " code { (item.rule) }
        @if !cue.is_empty() { " fired on \u{201c}" (cue) "\u{201d}" }
        @if item.stem.is_some() { " in the words above the list" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockType, Document, FootnoteRef, Force, Kind, Meta, Source, TaggedDocument};

    fn document(blocks: Vec<Block>) -> TaggedDocument {
        let (schema, source, meta) = (String::new(), Source::default(), Meta::default());
        TaggedDocument { document: Document { schema, source, meta, blocks, notes: Vec::new() }, items: Vec::new() }
    }

    #[test]
    fn items_footnotes_and_hostile_words_stand_in_their_places() {
        let mut block = Block::bare(BlockType::Paragraph, "We <b>met</b>. They agreed & left.");
        block.footnote_refs.push(FootnoteRef { mark: "1".to_owned(), offset: 14 });
        let mut item = Item::bare(Kind::Decision, Force::Agreed, "They agreed & left.");
        item.span = [15, 34];
        item.id = "k#1~aaaaaaaa.d".to_owned();
        let mut note = Block::bare(BlockType::Footnote, "At noon.");
        (note.id, note.number) = ("k#fn-1@2".to_owned(), Some("1".to_owned()));
        block.id = "k#1".to_owned();
        let document = document(vec![block.clone(), note]);
        let shown = passage(&block, &[&item], &Links::served(3), &Notes::of(&document)).into_string();
        assert_eq!(
            shown,
            "We &lt;b&gt;met&lt;/b&gt;.<sup><a href=\"#fn-1%402\">1</a></sup> <mark class=\"decision\">They agreed &amp; left.</mark> \
             <a class=\"tag decision\" href=\"../../r/k/1~aaaaaaaa.d\">decision, agreed</a>"
        );
    }

    #[test]
    fn an_item_stands_in_its_cell_of_a_row() {
        let mut block = Block::bare(BlockType::TableRow, "R1 Open on Sundays. Board 2019");
        block.cells = Some(["R1", "Open on Sundays.", "Board", "2019"].map(str::to_owned).to_vec());
        let mut item = Item::bare(Kind::Recommendation, Force::Recommended, "Open on Sundays.");
        item.span = [3, 19];
        let cells = cells(&block, &[&item]).unwrap();
        assert_eq!(cells, [0..2, 3..19, 20..25, 26..30]);
        let document = document(vec![block.clone()]);
        let notes = Notes::of(&document);
        let shown =
            |cell: usize| stretch(&block, cells[cell].clone(), &[&item], &Links::served(2), &notes).into_string();
        assert!(shown(1).starts_with("<mark class=\"recommendation\">Open on Sundays.</mark>"), "{}", shown(1));
        assert_eq!(shown(2), "Board", "nothing of the item stands in another cell");
        item.span = [3, 25];
        assert_eq!(super::cells(&block, &[&item]), None, "it reaches across two");
        (block.text, block.number) = ("Open on Sundays. Board 2019".to_owned(), Some("R1".to_owned()));
        item.span = [0, 16];
        assert_eq!(
            super::cells(&block, &[&item]).unwrap(),
            [0..0, 0..16, 17..22, 23..27],
            "the number stands beside it"
        );
    }

    #[test]
    fn marks_that_do_not_fit_the_text_are_left_out() {
        assert_eq!(marked("a<b", &[0..1, 7..9]).into_string(), "<mark class=\"found\">a</mark>&lt;b");
    }
}
