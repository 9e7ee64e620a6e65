//! Near-identical paragraphs: a draft and its final version, a standing text printed in every report.
//!
//! A sketch of 64 bits stands for a paragraph: one bit of each of 64 min-hashes over its pairs of words (b-bit minwise
//! hashing with b = 1; Li and König 2010). The share of equal bits is (1 + J) / 2, with J the share of word pairs that
//! two paragraphs have in common.

use super::words::Word;

/// Sketches that differ in at most so many bits stand for near-identical paragraphs: 5 bits are expected at J = 0.84,
/// and at J = 0.5, where 16 are, they come up once in two thousand pairs.
const MOST_DIFFERENT_BITS: u32 = 5;
/// Paragraphs of fewer words are the same only when they are the same: one word changes too many of their pairs.
const FEWEST_WORDS: usize = 6;

/// The sketch of a paragraph's words.
#[must_use]
pub fn sketch(words: &[Word]) -> u64 {
    let pairs: Vec<u64> = if words.len() < FEWEST_WORDS {
        vec![words.iter().fold(START, |hash, word| mixed(hash, &word.folded))]
    } else {
        words.windows(2).map(|pair| pair.iter().fold(START, |hash, word| mixed(hash, &word.folded))).collect()
    };
    let mut bits = 0_u64;
    for row in 0..u64::from(u64::BITS) {
        let salt = scrambled(row.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let least = pairs.iter().map(|pair| scrambled(pair ^ salt)).min().unwrap_or(0);
        bits |= (least >> 17 & 1) << row;
    }
    bits
}

/// The two sketches stand for near-identical paragraphs.
#[must_use]
pub fn are_twins(left: u64, right: u64) -> bool {
    (left ^ right).count_ones() <= MOST_DIFFERENT_BITS
}

const START: u64 = 0xCBF2_9CE4_8422_2325;

/// FNV-1a over the word and a separator: stable between versions and platforms, as an index on disk needs.
fn mixed(hash: u64, word: &str) -> u64 {
    word.bytes().chain([0xFF]).fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3))
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
fn scrambled(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::words::words;

    fn twins(left: &str, right: &str) -> bool {
        are_twins(sketch(&words(left)), sketch(&words(right)))
    }

    const LONG: &str = "The Chair opened the meeting by thanking members for their work since the last call and asked \
        whether anyone wished to add an item to the agenda, noting that the second half of the call would be given to \
        the call for workshop proposals and that the minutes of the previous call had been sent around on Monday";

    #[test]
    fn small_changes_leave_twins_and_other_texts_are_none() {
        assert!(twins(LONG, LONG));
        assert!(twins(LONG, &LONG.to_uppercase()));
        assert!(twins(LONG, &LONG.replace("Monday", "Tuesday")));
        assert!(!twins(
            LONG,
            "Members discussed the shape of the opening session and agreed to keep it to one hour in all."
        ));
        assert!(!twins("Adoption of the agenda", "Adoption of the minutes"));
        assert!(twins("Adoption of the agenda", "adoption of the agenda."));
        assert!(!twins("", "a"));
    }
}
