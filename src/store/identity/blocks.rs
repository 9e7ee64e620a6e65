//! Block ids: `KEY#7`, `KEY#annex-2/annex-1/26`, `KEY#link-to-ig-entities/51`, `KEY#annex-2/formation-of-bpfs/p3`.
//!
//! A numbered paragraph is what people cite: it takes its number, and where the number stands twice under one annex path,
//! the slug of its section before it. Other blocks never take a paragraph's number: a lettered line stands under its paragraph
//! (`KEY#7/a`), everything else under its heading, counted apart for each sort, so that a misread table row does not shift
//! the paragraphs beside it. What is still alike gets `@2`, `@3` in reading order.

use super::fold::{label_slug, number_slug, slug};
use crate::model::{Block, BlockType};
use rustc_hash::{FxHashMap, FxHashSet};

/// Sets the id of every block of a report. Ids depend on numbers, annexes, headings and order alone, never on positions.
pub fn assign_block_ids(key: &str, blocks: &mut [Block]) {
    let twice = numbers_that_stand_twice(blocks);
    let mut ids = Ids::default();
    let mut stem: Option<Stem> = None;
    for block in blocks {
        let annex = annex_path(&block.annex);
        let heading = block.section.as_deref().map(slug).unwrap_or_default();
        if stem.as_ref().is_some_and(|stem| stem.annex != annex || stem.heading != heading) {
            stem = None;
        }
        let place = match (sort_of(block), number_of(block)) {
            (Sort::Numbered { own }, Some(number)) => {
                let alone = twice.get(&(annex.clone(), number.clone())).is_none_or(|count| count.is_alone(own));
                let place = if alone { number } else { join(&heading, &number) };
                stem = Some(Stem { annex: annex.clone(), heading: heading.clone(), place: place.clone() });
                place
            }
            (Sort::Entry, Some(number)) => match &stem {
                Some(stem) => join(&stem.place, &number),
                None => join(&heading, &format!("item-{number}")),
            },
            (Sort::Annex, _) => String::new(),
            (Sort::Heading, _) => {
                stem = None;
                non_empty(slug(&block.text), "heading")
            }
            (Sort::Footnote, Some(mark)) => format!("fn-{mark}"),
            (sort, _) => {
                let under = join(&annex, &heading);
                join(&heading, &format!("{}{}", sort.letter(), ids.count(under, sort)))
            }
        };
        let path = join(&annex, &place);
        block.id = ids.unique(format!("{key}#{}", non_empty(path, "annex")));
    }
}

/// What a block is as far as its id goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Sort {
    /// A numbered paragraph, of the body's own series or quoted.
    Numbered {
        own: bool,
    },
    /// A numbered or lettered line of a list.
    Entry,
    /// Prose and bullets without number.
    Prose,
    Heading,
    Annex,
    Footnote,
    Title,
    Meta,
    Row,
    Field,
    Participant,
    End,
    Furniture,
}

impl Sort {
    fn letter(self) -> &'static str {
        match self {
            Self::Numbered { .. } | Self::Prose | Self::Entry => "p",
            Self::Heading => "heading-",
            Self::Annex => "annex-",
            Self::Footnote => "fn-x",
            Self::Title => "title-",
            Self::Meta => "meta-",
            Self::Row => "row-",
            Self::Field => "field-",
            Self::Participant => "participant-",
            Self::End => "end-",
            Self::Furniture => "furniture-",
        }
    }
}

fn sort_of(block: &Block) -> Sort {
    let numbered = number_of(block).is_some();
    match block.block_type {
        BlockType::Paragraph if numbered => Sort::Numbered { own: true },
        BlockType::QuoteParagraph if numbered => Sort::Numbered { own: false },
        BlockType::ListItem if numbered => Sort::Entry,
        BlockType::Paragraph | BlockType::QuoteParagraph | BlockType::ListItem => Sort::Prose,
        BlockType::Heading => Sort::Heading,
        BlockType::Annex => Sort::Annex,
        BlockType::Footnote => Sort::Footnote,
        BlockType::Title => Sort::Title,
        BlockType::Meta => Sort::Meta,
        BlockType::TableRow => Sort::Row,
        BlockType::TemplateField => Sort::Field,
        BlockType::Participant => Sort::Participant,
        BlockType::EndMark => Sort::End,
        BlockType::Furniture => Sort::Furniture,
    }
}

/// The number as it stands in ids; `None` where there is none, or one without letter or digit ("*").
fn number_of(block: &Block) -> Option<String> {
    block.number.as_deref().map(number_slug).filter(|number| !number.is_empty())
}

/// How often a number stands under one annex path.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    own: u32,
    quoted: u32,
}

impl Count {
    /// The body's own paragraph keeps its plain number beside quoted ones; a quoted one must be the only one.
    fn is_alone(self, own: bool) -> bool {
        if own { self.own == 1 } else { self.own == 0 && self.quoted == 1 }
    }
}

fn numbers_that_stand_twice(blocks: &[Block]) -> FxHashMap<(String, String), Count> {
    let mut counts: FxHashMap<(String, String), Count> = FxHashMap::default();
    for block in blocks {
        let (Sort::Numbered { own }, Some(number)) = (sort_of(block), number_of(block)) else { continue };
        let count = counts.entry((annex_path(&block.annex), number)).or_default();
        if own {
            count.own += 1;
        } else {
            count.quoted += 1;
        }
    }
    counts.retain(|_, count| count.own + count.quoted > 1);
    counts
}

/// The numbered paragraph that lettered lines below it belong to.
struct Stem {
    annex: String,
    heading: String,
    place: String,
}

/// Ids given so far in one report.
#[derive(Default)]
struct Ids {
    given: FxHashSet<String>,
    counts: FxHashMap<(String, Sort), u32>,
}

impl Ids {
    fn count(&mut self, under: String, sort: Sort) -> u32 {
        let count = self.counts.entry((under, sort)).or_default();
        *count += 1;
        *count
    }

    fn unique(&mut self, id: String) -> String {
        if self.given.insert(id.clone()) {
            return id;
        }
        (2_u32..).map(|nth| format!("{id}@{nth}")).find(|candidate| self.given.insert(candidate.clone())).unwrap_or(id)
    }
}

fn annex_path(labels: &[String]) -> String {
    let slugs: Vec<String> = labels.iter().map(|label| non_empty(label_slug(label), "annex")).collect();
    slugs.join("/")
}

fn join(above: &str, below: &str) -> String {
    match (above.is_empty(), below.is_empty()) {
        (true, _) => below.to_owned(),
        (_, true) => above.to_owned(),
        _ => format!("{above}/{below}"),
    }
}

fn non_empty(text: String, otherwise: &str) -> String {
    if text.is_empty() { otherwise.to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(block_type: BlockType, number: Option<&str>, annex: &[&str], section: Option<&str>, text: &str) -> Block {
        Block {
            number: number.map(str::to_owned),
            annex: annex.iter().map(ToString::to_string).collect(),
            section: section.map(str::to_owned),
            ..Block::bare(block_type, text)
        }
    }

    fn ids(mut blocks: Vec<Block>) -> Vec<String> {
        assign_block_ids("k", &mut blocks);
        blocks.into_iter().map(|block| block.id).collect()
    }

    use BlockType::{Annex, Footnote, Furniture, Heading, ListItem, Paragraph, QuoteParagraph, TableRow, Title};

    #[test]
    fn numbers_annexes_and_headings() {
        assert_eq!(
            ids(vec![
                block(Title, None, &[], None, "Report"),
                block(Paragraph, Some("7"), &[], None, "Seven."),
                block(ListItem, Some("a"), &[], None, "first"),
                block(ListItem, Some("b"), &[], None, "second"),
                block(Footnote, Some("1"), &[], None, "See above."),
                block(Annex, Some("II"), &["Annex II"], None, "ANNEX II: Forums"),
                block(Heading, None, &["Annex II"], None, "Formation of BPFs"),
                block(ListItem, None, &["Annex II"], Some("Formation of BPFs"), "one"),
                block(TableRow, None, &["Annex II"], Some("Formation of BPFs"), "a b"),
                block(Paragraph, None, &["Annex II"], Some("Formation of BPFs"), "two"),
                block(QuoteParagraph, Some("26"), &["Annex II", "Annex I"], None, "Leaders ..."),
                block(ListItem, Some("1"), &["Annex II", "Annex I"], Some("Agenda"), "Adoption"),
                block(Furniture, None, &[], None, "3/4"),
            ]),
            [
                "k#title-1",
                "k#7",
                "k#7/a",
                "k#7/b",
                "k#fn-1",
                "k#annex-2",
                "k#annex-2/formation-of-bpfs",
                "k#annex-2/formation-of-bpfs/p1",
                "k#annex-2/formation-of-bpfs/row-1",
                "k#annex-2/formation-of-bpfs/p2",
                "k#annex-2/annex-1/26",
                "k#annex-2/annex-1/agenda/item-1",
                "k#furniture-1",
            ]
        );
    }

    #[test]
    fn a_number_that_stands_twice_takes_its_section() {
        assert_eq!(
            ids(vec![
                block(Paragraph, Some("51"), &[], Some("Participation"), "x"),
                block(Paragraph, Some("51"), &[], Some("Link to IG entities"), "y"),
                block(Paragraph, Some("52"), &[], Some("Link to IG entities"), "z"),
            ]),
            ["k#participation/51", "k#link-to-ig-entities/51", "k#52"]
        );
    }

    #[test]
    fn every_paragraph_labelled_one() {
        let blocks = (0..3).map(|_| block(Paragraph, Some("1"), &[], Some("Notes"), "x")).collect();
        assert_eq!(ids(blocks), ["k#notes/1", "k#notes/1@2", "k#notes/1@3"]);
        let blocks = (0..2).map(|_| block(Paragraph, Some("1"), &[], None, "x")).collect();
        assert_eq!(ids(blocks), ["k#1", "k#1@2"]);
    }

    #[test]
    fn a_quoted_paragraph_does_not_take_the_number_of_the_bodys_own() {
        assert_eq!(
            ids(vec![
                block(Paragraph, Some("11"), &[], Some("Mandate"), "own"),
                block(QuoteParagraph, Some("11"), &[], Some("Mandate"), "quoted"),
            ]),
            ["k#11", "k#mandate/11"]
        );
    }

    #[test]
    fn headings_of_the_same_words_count_on() {
        assert_eq!(
            ids(vec![
                block(Heading, None, &[], None, "Discussion"),
                block(Paragraph, None, &[], Some("Discussion"), "x"),
                block(Heading, None, &[], None, "Discussion"),
                block(Paragraph, None, &[], Some("Discussion"), "y"),
            ]),
            ["k#discussion", "k#discussion/p1", "k#discussion@2", "k#discussion/p2"]
        );
    }

    #[test]
    fn a_letter_after_another_heading_is_not_the_paragraphs() {
        assert_eq!(
            ids(vec![
                block(Paragraph, Some("7"), &[], None, "Seven"),
                block(Heading, None, &[], None, "Agenda"),
                block(ListItem, Some("1"), &[], Some("Agenda"), "Opening"),
                block(ListItem, Some("1"), &[], Some("Agenda"), "Opening"),
            ]),
            ["k#7", "k#agenda", "k#agenda/item-1", "k#agenda/item-1@2"]
        );
    }
}
