//! The text of a passage with what is known of its words: items coloured by kind, words that answer a search, footnote marks
//! in their places.

use super::links::Links;
use crate::model::{Block, Item};
use crate::text::markup::percent_encoded;
use maud::{Markup, html};
use std::ops::Range;

/// The text of a block with its items, each followed by what it is and a link to it, and its footnote marks.
#[must_use]
pub fn passage(block: &Block, items: &[&Item], links: &Links) -> Markup {
    let text = block.text.as_str();
    let mut cuts: Vec<usize> = vec![0, text.len()];
    cuts.extend(items.iter().flat_map(|item| item.span));
    cuts.extend(block.footnote_refs.iter().map(|mark| mark.offset));
    cuts.extend(block.struck.iter().flatten());
    cuts.retain(|cut| text.is_char_boundary(*cut));
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
                    sup { a href={ "#" (percent_encoded(&footnote_anchor(&mark.mark))) } { (mark.mark) } }
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

/// The anchor of a footnote on the page of its passage or report.
#[must_use]
pub fn footnote_anchor(mark: &str) -> String {
    format!("fn-{mark}")
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
    use crate::model::{BlockType, FootnoteRef, Force, Kind};

    #[test]
    fn items_footnotes_and_hostile_words_stand_in_their_places() {
        let mut block = Block::bare(BlockType::Paragraph, "We <b>met</b>. They agreed & left.");
        block.footnote_refs.push(FootnoteRef { mark: "1".to_owned(), offset: 14 });
        let mut item = Item::bare(Kind::Decision, Force::Agreed, "They agreed & left.");
        item.span = [15, 34];
        item.id = "k#1~aaaaaaaa.d".to_owned();
        let shown = passage(&block, &[&item], &Links::served(3)).into_string();
        assert_eq!(
            shown,
            "We &lt;b&gt;met&lt;/b&gt;.<sup><a href=\"#fn-1\">1</a></sup> <mark class=\"decision\">They agreed &amp; left.</mark> \
             <a class=\"tag decision\" href=\"../../r/k/1~aaaaaaaa.d\">decision, agreed</a>"
        );
    }

    #[test]
    fn marks_that_do_not_fit_the_text_are_left_out() {
        assert_eq!(marked("a<b", &[0..1, 7..9]).into_string(), "<mark class=\"found\">a</mark>&lt;b");
    }
}
