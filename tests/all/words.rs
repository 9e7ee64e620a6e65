//! The blocks hold the page's words: over the sample reports and every PDF beside the project, no letter is lost between the
//! lines of a page and its blocks, and none invented.

use super::shared::{files_below, shared};
use minutebook::internals::model::{BlockType, Document, LaidOutDocument};
use minutebook::internals::{extract, layout, segment};
use std::collections::BTreeMap;
use std::path::Path;

/// Share of a file's letters that may differ: accents drawn apart become one letter with theirs, and a word before a number
/// ("Para. 5") goes with it.
const DIFFERENT: f64 = 0.000_2;
/// Letters that may differ in any file, however short.
const FEW: f64 = 2.0;

#[test]
fn no_letter_is_lost_or_invented_between_lines_and_blocks() {
    let own = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), &["pdf", "txt"]);
    let beside = shared().map(|shared| files_below(&shared, &["pdf"])).unwrap_or_default();
    let (mut files, mut letters, mut different) = (0, 0, 0);
    for path in own.iter().chain(&beside) {
        let passwords = extract::Passwords::default();
        let Ok(raw) = extract::read_file(path, &path.to_string_lossy(), &extract::Limits::default(), &passwords) else {
            continue;
        };
        let laid = layout::lay_out(raw);
        let printed = printed(&laid);
        let held = held(&segment::segment(laid));
        let all: usize = printed.values().sum();
        let signs = printed.keys().chain(held.keys()).collect::<std::collections::BTreeSet<_>>();
        let count = |bag: &BTreeMap<char, usize>, sign: char| bag.get(&sign).copied().unwrap_or(0);
        let differ: usize = signs.into_iter().map(|sign| count(&printed, *sign).abs_diff(count(&held, *sign))).sum();
        if differ > 0 {
            println!("{}: {differ} of {all} letters", path.file_name().unwrap_or_default().to_string_lossy());
        }
        assert!(differ as f64 <= DIFFERENT * all as f64 + FEW, "{}: {differ} of {all} letters", path.display());
        (files, letters, different) = (files + 1, letters + all, different + differ);
    }
    println!("covered {files} files: {different} of {letters} letters differ");
    assert!(files >= own.len() && letters > 0);
}

/// Letters and digits of the lines, marks taken out of them included. Targets of Markdown links are no words.
fn printed(laid: &LaidOutDocument) -> BTreeMap<char, usize> {
    let marks = laid.lines.iter().flat_map(|line| &line.marks).flat_map(|mark| mark.text.chars());
    // "o" before an entry is a bullet of the second level and no letter.
    let bare = |text: &str| -> usize {
        if text == "o" {
            1
        } else if text.starts_with("o ") {
            2
        } else {
            0
        }
    };
    let texts = laid.lines.iter().filter_map(|line| line.text.get(bare(&line.text)..));
    // A number in the margin stands beside its line, and becomes the number of its paragraph.
    let margin = laid.lines.iter().filter_map(|line| line.margin_number.as_deref()).flat_map(str::chars);
    bag(texts.flat_map(str::chars).chain(marks).chain(margin))
}

/// The same of the blocks with their numbers and marks; the number of an annex stands in its text.
fn held(document: &Document) -> BTreeMap<char, usize> {
    let blocks = || document.blocks.iter();
    let numbers = blocks().filter(|block| block.block_type != BlockType::Annex);
    let numbers = numbers.filter_map(|block| block.number.as_deref()).flat_map(str::chars);
    let marks = blocks().flat_map(|block| &block.footnote_refs).flat_map(|mark| mark.mark.chars());
    bag(blocks().flat_map(|block| block.text.chars()).chain(numbers).chain(marks))
}

fn bag(characters: impl Iterator<Item = char>) -> BTreeMap<char, usize> {
    let mut bag = BTreeMap::new();
    for sign in characters.filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase) {
        *bag.entry(sign).or_insert(0) += 1;
    }
    bag
}
