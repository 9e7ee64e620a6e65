//! The law that no word moves unseen: what a block says is what stands in its place on the page, in one reading.
//!
//! Each stretch of a block is held against the words that stand in its box, in the plain order of [`super::plain_order`].
//! Where words are missing, come from elsewhere or stand in another order, and where the box could as well be read as two
//! columns, the block carries a doubt with its reason.

use super::facts::Facts;
use super::finding::{Finding, Kind};
use super::plain_order::{PlainWord, fold_into};
use crate::model::{BBox, Block, BlockType, Document, Role};
use std::collections::BTreeMap;

/// What one doubtful block costs.
const DOUBTFUL: f32 = 0.01;
/// Points by which a box may be too small: words stand over its edge by the rounding of their fonts.
const SLACK: f32 = 1.5;
/// Letters that must agree before two texts are believed to run together again.
const AGREE: usize = 8;
/// Letters over which they may part before that is looked for no further.
const APART: usize = 600;
/// Letters that may be missing or stand over: a mark, a bullet that is a letter, an accent drawn as a letter.
const FEW: usize = 2;
/// A gap in a line of so many ems can be the gutter between two columns; where so many lines one below the other have it at
/// one place, it is one.
const GUTTER: f32 = 1.3;
const GUTTER_LINES: usize = 3;
/// The common part of the gaps of those lines, in ems.
const GUTTER_COMMON: f32 = 0.9;
/// Letters at both sides of a gutter, a line: fewer are a number with its text.
const COLUMN_LETTERS: usize = 5;

/// Enters doubts where the law does not hold.
pub(super) fn enter(document: &mut Document, facts: &Facts) {
    if facts.plain.is_empty() {
        return;
    }
    let asides = asides(&document.blocks);
    for block in &mut document.blocks {
        if block.doubt.is_none() {
            block.doubt = of_block(block, &asides, facts);
        }
    }
}

/// The boxes of notes, of furniture and of notes at the side on each page: they may stand within a paragraph's box.
type Asides = BTreeMap<u32, Vec<BBox>>;

fn asides(blocks: &[Block]) -> Asides {
    let aside = |block: &&Block| {
        matches!(block.block_type, BlockType::Furniture | BlockType::Footnote) || block.role == Some(Role::SideNote)
    };
    let mut found = Asides::new();
    for anchor in blocks.iter().filter(aside).flat_map(|block| &block.anchors) {
        if let (Some(page), Some(corners)) = (anchor.page, anchor.bbox) {
            found.entry(page).or_default().push(widened(corners));
        }
    }
    found
}

/// A box with some room around it.
fn widened([left, top, right, bottom]: [f32; 4]) -> BBox {
    BBox { left: left - SLACK, top: top - SLACK, right: right + SLACK, bottom: bottom + SLACK }
}

/// One finding for each doubtful block.
pub(super) fn findings(document: &Document) -> Vec<Finding> {
    let doubtful = document.blocks.iter().filter_map(|block| Some((block, block.doubt.as_deref()?)));
    let finding = |(block, doubt): (&Block, &str)| {
        let page = block.anchors.first().and_then(|anchor| anchor.page);
        let place = page.map(|page| format!("page {page}: ")).unwrap_or_default();
        let opening: String = block.text.chars().take(OPENING).collect();
        Finding { kind: Kind::Doubtful, weight: DOUBTFUL, says: format!("{place}“{opening}”: {doubt}") }
    };
    doubtful.map(finding).collect()
}

/// Characters of a doubtful block that are told.
const OPENING: usize = 40;

fn of_block(block: &Block, asides: &Asides, facts: &Facts) -> Option<String> {
    if matches!(block.block_type, BlockType::Furniture | BlockType::EndMark) {
        return None;
    }
    let is_aside = block.block_type == BlockType::Footnote || block.role == Some(Role::SideNote);
    if block.block_type == BlockType::TableRow && block.anchors.len() > 1 {
        return of_parted_row(block, asides, facts);
    }
    for (nth, anchor) in block.anchors.iter().enumerate() {
        let (Some(page), Some(corners)) = (anchor.page, anchor.bbox) else { continue };
        let Some(plain) = facts.plain.get(&page).filter(|plain| !plain.is_other_script) else { continue };
        let aside: &[BBox] = if is_aside { &[] } else { asides.get(&page).map_or(&[], Vec::as_slice) };
        let of_others = |word: &PlainWord| aside.iter().any(|bbox| word.is_within(*bbox));
        let words: Vec<&PlainWord> = plain.within(widened(corners)).filter(|word| !of_others(word)).collect();
        let text = block.text.get(anchor.span[0]..anchor.span[1]).unwrap_or_default();
        let stretch = Stretch { block, is_first: nth == 0, text };
        if let Some(reason) = stretch.compare(&words).or_else(|| stretch.columns(&words)) {
            return Some(reason);
        }
    }
    None
}

/// A row of a table that a page break cuts: what its boxes hold together is what it says.
fn of_parted_row(block: &Block, asides: &Asides, facts: &Facts) -> Option<String> {
    let mut words: Vec<&PlainWord> = Vec::new();
    for anchor in &block.anchors {
        let (page, corners) = anchor.page.zip(anchor.bbox)?;
        let plain = facts.plain.get(&page).filter(|plain| !plain.is_other_script)?;
        let aside: &[BBox] = asides.get(&page).map_or(&[], Vec::as_slice);
        let own = plain.within(widened(corners)).filter(|word| !aside.iter().any(|bbox| word.is_within(*bbox)));
        words.extend(own);
    }
    Stretch { block, is_first: true, text: &block.text }.compare(&words)
}

/// A part of a block that stands in one box.
struct Stretch<'a> {
    block: &'a Block,
    is_first: bool,
    text: &'a str,
}

impl Stretch<'_> {
    /// What differs between the box and the text.
    fn compare(&self, words: &[&PlainWord]) -> Option<String> {
        let block = self.block;
        let mut said = String::new();
        if self.is_first && block.block_type != BlockType::Annex {
            fold_into(block.number.as_deref().unwrap_or_default(), &mut said);
        }
        let number = said.len();
        fold_into(self.text, &mut said);
        let printed: String = words.iter().map(|word| word.letters.as_str()).collect();
        if printed == said || said.get(number..) == Some(printed.as_str()) {
            return None;
        }
        let is_row = block.block_type == BlockType::TableRow;
        if is_row {
            return same_letters(&printed, &said).is_none().then(|| MISSING.to_owned());
        }
        let marks: Vec<String> = block.footnote_refs.iter().map(|found| folded(&found.mark)).collect();
        let (mut missing, mut foreign) = (Vec::new(), Vec::new());
        for (gone, come) in differences(&printed, &said) {
            if gone.len() > FEW && !are_marks(&gone, &marks) {
                missing.push(gone);
            }
            if come.len() > FEW.max(if self.is_first { number } else { 0 }) {
                foreign.push(come);
            }
        }
        match (missing.is_empty(), foreign.is_empty()) {
            (true, true) => None,
            (false, true) => Some(MISSING.to_owned()),
            (true, false) => Some(FOREIGN.to_owned()),
            (false, false) => Some(ORDER.to_owned()),
        }
    }

    /// Whether the lines of a box could be read as two columns.
    fn columns(&self, words: &[&PlainWord]) -> Option<String> {
        if self.block.block_type == BlockType::TableRow {
            return None;
        }
        let mut common: Option<(f32, f32)> = None;
        let mut run = 0;
        for line in words.chunk_by(|a, b| a.line == b.line) {
            let gap = widest_gap(line);
            common = match (common, gap) {
                (Some(seen), Some(gap)) if overlap(seen, gap) >= GUTTER_COMMON * size(line) => {
                    run += 1;
                    Some((seen.0.max(gap.0), seen.1.min(gap.1)))
                }
                (_, Some(gap)) => {
                    run = 1;
                    Some(gap)
                }
                (_, None) => {
                    run = 0;
                    None
                }
            };
            if run >= GUTTER_LINES {
                return Some(COLUMNS.to_owned());
            }
        }
        None
    }
}

const MISSING: &str = "words that stand between its lines on the page are not in it";
const FOREIGN: &str = "words in it stand elsewhere on the page";
const ORDER: &str = "its words stand in another order on the page";
const COLUMNS: &str = "its lines could be read as two columns";

fn folded(text: &str) -> String {
    let mut out = String::new();
    fold_into(text, &mut out);
    out
}

/// Whether letters are nothing but marks of notes, one behind the other.
fn are_marks(letters: &str, marks: &[String]) -> bool {
    let mut rest = letters;
    while !rest.is_empty() {
        let Some(tail) = marks.iter().filter(|mark| !mark.is_empty()).find_map(|mark| rest.strip_prefix(mark.as_str()))
        else {
            return false;
        };
        rest = tail;
    }
    true
}

/// Nothing where two texts have other letters, whatever their order; a few may differ.
fn same_letters(a: &str, b: &str) -> Option<()> {
    let mut count = [0_i32; 128];
    let mut add = |text: &str, by: i32| {
        for byte in text.bytes() {
            if let Some(slot) = count.get_mut(usize::from(byte & 127)) {
                *slot += by;
            }
        }
    };
    add(a, 1);
    add(b, -1);
    let differ: u32 = count.iter().map(|slot| slot.unsigned_abs()).sum();
    (differ as usize <= 2 * FEW).then_some(())
}

/// Where two texts part and run together again: what only the first has, what only the second has. All of the rest where
/// they never run together again within [`APART`] letters.
fn differences(a: &str, b: &str) -> Vec<(String, String)> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (mut i, mut j) = (0, 0);
    let mut found = Vec::new();
    while i < a.len() || j < b.len() {
        if a.get(i).is_some() && a.get(i) == b.get(j) {
            i += 1;
            j += 1;
            continue;
        }
        let (skip_a, skip_b) = meet(a.get(i..).unwrap_or_default(), b.get(j..).unwrap_or_default());
        let part = |text: &[char], from: usize, count: usize| text.iter().skip(from).take(count).collect::<String>();
        found.push((part(&a, i, skip_a), part(&b, j, skip_b)));
        i += skip_a;
        j += skip_b;
    }
    found
}

/// The fewest letters to leave out of both so that the next ones agree; all of both where none do.
fn meet(a: &[char], b: &[char]) -> (usize, usize) {
    for apart in 1..=APART {
        for from_b in 0..=apart {
            let from_a = apart - from_b;
            let (Some(rest_a), Some(rest_b)) = (a.get(from_a..), b.get(from_b..)) else { continue };
            let length = AGREE.min(rest_a.len()).min(rest_b.len());
            let both_end = rest_a.is_empty() && rest_b.is_empty();
            if both_end || length > 0 && rest_a.iter().zip(rest_b).take(length).all(|(one, other)| one == other) {
                let is_enough = length == AGREE || rest_a.len() == rest_b.len();
                if is_enough {
                    return (from_a, from_b);
                }
            }
        }
    }
    (a.len(), b.len())
}

/// The widest gap of a line with letters enough at both sides, if it could be a gutter.
fn widest_gap(line: &[&PlainWord]) -> Option<(f32, f32)> {
    let wide = GUTTER * size(line);
    let pairs = line.iter().zip(line.iter().skip(1)).enumerate();
    let gaps = pairs.filter(|(_, (before, after))| after.across.0 - before.across.1 >= wide);
    let letters = |words: &[&PlainWord]| words.iter().map(|word| word.letters.len()).sum::<usize>();
    let columns = gaps.filter(|(at, _)| {
        let (left, right) = line.split_at((at + 1).min(line.len()));
        letters(left) >= COLUMN_LETTERS && letters(right) >= COLUMN_LETTERS
    });
    columns
        .map(|(_, (before, after))| (before.across.1, after.across.0))
        .max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
}

fn size(line: &[&PlainWord]) -> f32 {
    line.iter().map(|word| word.size).fold(1.0, f32::max)
}

fn overlap(a: (f32, f32), b: (f32, f32)) -> f32 {
    a.1.min(b.1) - a.0.max(b.0)
}
