//! How much of their words do two readings share? A sketch of each is kept, so that no document has to be opened to ask.
//!
//! A reading is the set of its runs of three words, without furniture, titles, notes and lists of names, which each producer puts elsewhere.
//! Of their hashes the smallest are kept (bottom-k sampling, Broder 1997): among the smallest of both, the share that both hold
//! estimates the share of all runs that both hold (Jaccard).

use super::fold::folded;
use crate::model::{Block, BlockType, Role};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Words in a run: pairs are shared by chance, longer runs break at every misread word.
const RUN: usize = 3;
/// Hashes kept: the estimate errs by .05 (standard deviation) at a likeness of .8, and by .02 at .975, where files of one report lie.
const KEPT: usize = 64;

/// The smallest hashes of the runs of words of a reading, and how many runs there are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Sketch {
    /// In rising order.
    smallest: Vec<u32>,
    /// Number of different runs.
    runs: usize,
}

impl Sketch {
    /// The sketch of a document's blocks.
    #[must_use]
    pub fn of(blocks: &[Block]) -> Self {
        let mut hashes = BTreeSet::new();
        for block in blocks.iter().filter(|block| is_compared(block)) {
            let words = words(&block.text);
            if words.len() < RUN {
                hashes.insert(hash(&words));
            }
            hashes.extend(words.windows(RUN).map(hash));
        }
        let runs = hashes.len();
        Self { smallest: hashes.into_iter().take(KEPT).collect(), runs }
    }

    /// Number of different runs of three words.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.runs
    }

    /// The smallest hashes, in rising order.
    #[must_use]
    pub fn smallest(&self) -> &[u32] {
        &self.smallest
    }

    /// The share of the runs of both that both hold, 0 to 1; exact where neither holds more than are kept.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f32 {
        let (one, two): (BTreeSet<u32>, BTreeSet<u32>) =
            (self.smallest.iter().copied().collect(), other.smallest.iter().copied().collect());
        let sample: Vec<&u32> = one.union(&two).take(KEPT).collect();
        let shared = sample.iter().filter(|hash| one.contains(hash) && two.contains(hash)).count();
        if sample.is_empty() { 0.0 } else { shared as f32 / sample.len() as f32 }
    }
}

/// What every producer gives in the same place: running text, lists, rows, headings.
fn is_compared(block: &Block) -> bool {
    let is_of_text = matches!(
        block.block_type,
        BlockType::Heading
            | BlockType::Paragraph
            | BlockType::QuoteParagraph
            | BlockType::ListItem
            | BlockType::TableRow
            | BlockType::Annex
    );
    is_of_text && block.role != Some(Role::Contents)
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).map(folded).filter(|word| !word.is_empty()).collect()
}

/// FNV-1a over the letters, its halves folded into each other: the same on every machine and in every version.
fn hash<W: AsRef<[String]>>(words: W) -> u32 {
    let bytes = words.as_ref().iter().flat_map(|word| word.bytes().chain([b' ']));
    let hash = bytes.fold(FNV_OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME));
    let mixed = (hash ^ hash >> 32).wrapping_mul(FNV_PRIME);
    u32::try_from(mixed >> 32).unwrap_or_default()
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

impl From<Sketch> for String {
    /// The number of runs, then eight hexadecimal digits a hash.
    fn from(sketch: Sketch) -> Self {
        let hashes: Self = sketch.smallest.iter().map(|hash| format!("{hash:08x}")).collect();
        format!("{}:{hashes}", sketch.runs)
    }
}

impl From<String> for Sketch {
    /// What is no sketch is that of an empty reading, which is like none.
    fn from(text: String) -> Self {
        let Some((runs, hashes)) = text.split_once(':') else { return Self::default() };
        let digits: Vec<char> = hashes.chars().collect();
        let hash = |digits: &[char]| u32::from_str_radix(&digits.iter().collect::<String>(), 16).ok();
        let smallest: Option<Vec<u32>> = digits.chunks(8).map(hash).collect();
        match (runs.parse(), smallest) {
            (Ok(runs), Some(smallest)) => Self { smallest, runs },
            _ => Self::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(paragraphs: &[String]) -> Sketch {
        let blocks: Vec<Block> =
            paragraphs.iter().map(|text| Block::bare(BlockType::Paragraph, text.as_str())).collect();
        Sketch::of(&blocks)
    }

    fn report(from: usize, to: usize) -> Vec<String> {
        (from..to)
            .map(|nth| format!("The council agreed that point {nth} of the list of boats be looked at again."))
            .collect()
    }

    #[test]
    fn the_same_words_are_alike_however_they_are_set() {
        let one = sketch(&["The forum agreed to pub\u{2011}lish.".to_owned(), "Naïve words – here.".to_owned()]);
        let two = sketch(&["naive WORDS here".to_owned(), "The forum agreed to pub\u{2011}lish".to_owned()]);
        assert!((one.likeness(&two) - 1.0).abs() < f32::EPSILON);
        assert_eq!(one.likeness(&sketch(&report(0, 20))), 0.0);
        assert_eq!(Sketch::default().likeness(&Sketch::default()), 0.0, "nothing is like nothing");
    }

    #[test]
    fn the_estimate_follows_the_share() {
        let whole = sketch(&report(0, 1000));
        let most = whole.likeness(&sketch(&report(0, 950)));
        let half = whole.likeness(&sketch(&report(0, 500)));
        assert!(most > 0.85 && half < 0.7 && half > 0.3, "{most} {half}");
    }

    #[test]
    fn a_sketch_comes_back_from_the_catalogue() {
        let one = sketch(&report(0, 50));
        let json = serde_json::to_string(&one).unwrap();
        assert_eq!(serde_json::from_str::<Sketch>(&json).unwrap(), one);
        assert_eq!(serde_json::from_str::<Sketch>("\"ä:zz\"").unwrap(), Sketch::default());
    }
}
