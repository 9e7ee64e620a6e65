//! A text as words and signs, each with its place: the common ground of the deadline and the actor grammar.
//!
//! The law: the pieces are in order, do not overlap, and between two of them there is only white space. Lower-casing is
//! ASCII only, so that every offset holds in the text as written and in its lower-case copy alike.

use std::ops::Range;

/// One word, number or sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Byte offset of its first character.
    pub start: u32,
    /// Byte offset after its last character.
    pub end: u32,
    /// What it looks like.
    pub shape: Shape,
}

/// What a word looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Lower-case letters: "review".
    Lower,
    /// A capital, then lower-case letters: "March".
    Capitalised,
    /// Two or more letters, of which at least two capitals: "MAG", "DCs", "UNDESA", "McCartney" is not.
    Capitals,
    /// A single capital: "A", the "K" of "K. Bares".
    Initial,
    /// Starts with a digit: "24", "5th", "2010s".
    Number,
    /// A single character that is neither letter nor digit.
    Sign,
}

/// The words of one text.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    text: &'a str,
    lower: String,
    list: Vec<Word>,
}

impl<'a> Words<'a> {
    /// Splits a text.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let mut list = Vec::with_capacity(text.len() / 5 + 4);
        let mut letters = text.char_indices().peekable();
        while let Some((start, first)) = letters.next() {
            if first.is_whitespace() {
                continue;
            }
            let mut end = start + first.len_utf8();
            if !first.is_alphanumeric() {
                list.push(word(start, end, Shape::Sign));
                continue;
            }
            let mut capitals = usize::from(first.is_uppercase());
            let mut length = 1_usize;
            while let Some(&(at, next)) = letters.peek() {
                if !(next.is_alphanumeric() || is_inner_apostrophe(text, at, next)) {
                    break;
                }
                capitals += usize::from(next.is_uppercase());
                length += 1;
                end = at + next.len_utf8();
                letters.next();
            }
            list.push(word(start, end, shape_of(first, capitals, length)));
        }
        Self { text, lower: text.to_ascii_lowercase(), list }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The word at an index.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<Word> {
        self.list.get(index).copied()
    }

    /// The word at an index in lower case; empty where there is none.
    #[must_use]
    pub fn lower(&self, index: usize) -> &str {
        self.at(index).and_then(|word| self.lower.get(word.start as usize..word.end as usize)).unwrap_or("")
    }

    /// The word at an index as written; empty where there is none.
    #[must_use]
    pub fn written(&self, index: usize) -> &'a str {
        self.at(index).and_then(|word| self.text.get(word.start as usize..word.end as usize)).unwrap_or("")
    }

    /// The shape of the word at an index; a sign where there is none.
    #[must_use]
    pub fn shape(&self, index: usize) -> Shape {
        self.at(index).map_or(Shape::Sign, |word| word.shape)
    }

    /// Whether the words from `index` on are these, in lower case.
    #[must_use]
    pub fn are(&self, index: usize, wanted: &[&str]) -> bool {
        wanted.iter().enumerate().all(|(step, word)| self.lower(index + step) == *word)
    }

    /// Whether nothing stands between the word at `index` and the one before it.
    #[must_use]
    pub fn is_glued(&self, index: usize) -> bool {
        match (index.checked_sub(1).and_then(|before| self.at(before)), self.at(index)) {
            (Some(before), Some(word)) => before.end == word.start,
            _ => false,
        }
    }

    /// Byte offsets of the words `range` in the text.
    #[must_use]
    pub fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let start = self.at(range.start).map_or(self.text.len(), |word| word.start as usize);
        let end = range.end.checked_sub(1).and_then(|last| self.at(last)).map_or(start, |word| word.end as usize);
        start..end.max(start)
    }

    /// The words `range` as written, with what stands between them.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(self.bytes(range)).unwrap_or("")
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a block of more than 4 GiB is refused long before")]
fn word(start: usize, end: usize, shape: Shape) -> Word {
    Word { start: start as u32, end: end as u32, shape }
}

/// "Chair's", "O’Brien": an apostrophe between letters belongs to the word, save before a final "s", which is the genitive.
fn is_inner_apostrophe(text: &str, at: usize, sign: char) -> bool {
    if sign != '\'' && sign != '’' {
        return false;
    }
    let mut after = text.get(at + sign.len_utf8()..).unwrap_or("").chars();
    let Some(next) = after.next() else { return false };
    let ends = after.next().is_none_or(|letter| !letter.is_alphanumeric());
    next.is_alphabetic() && !(ends && next == 's')
}

fn shape_of(first: char, capitals: usize, length: usize) -> Shape {
    if first.is_numeric() {
        return Shape::Number;
    }
    match (capitals, length) {
        (0, _) => Shape::Lower,
        (1, 1) => Shape::Initial,
        (1, _) if first.is_uppercase() => Shape::Capitalised,
        (1, _) => Shape::Lower,
        // "McCartney", "O'Brien": two capitals among many small letters are a name, not an acronym.
        (2, _) if first.is_uppercase() && length >= 6 => Shape::Capitalised,
        _ => Shape::Capitals,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<&str> {
        let words = Words::of(text);
        (0..words.len()).map(|index| words.written(index)).collect()
    }

    #[test]
    fn words_numbers_and_signs_stand_apart() {
        assert_eq!(split("by 5-7 June, at 14:00."), ["by", "5", "-", "7", "June", ",", "at", "14", ":", "00", "."]);
    }

    #[test]
    fn the_genitive_s_is_a_word_of_its_own_and_other_apostrophes_are_not() {
        assert_eq!(
            split("the Chair’s note; O'Brien doesn't"),
            ["the", "Chair", "’", "s", "note", ";", "O'Brien", "doesn't"]
        );
    }

    #[test]
    fn shapes() {
        let words = Words::of("The MAG and DCs, K. McCartney 5th eBay");
        let shapes: Vec<_> = words.list.iter().map(|word| word.shape).collect();
        use Shape::{Capitalised, Capitals, Initial, Lower, Number, Sign};
        assert_eq!(shapes, [Capitalised, Capitals, Lower, Capitals, Sign, Initial, Sign, Capitalised, Number, Lower]);
    }

    proptest! {
        #[test]
        fn pieces_are_in_order_and_only_white_space_stands_between(text in "\\PC{0,60}") {
            let words = Words::of(&text);
            let mut last = 0;
            for word in words.list {
                let gap = text.get(last..word.start as usize);
                prop_assert!(gap.is_some_and(|gap| gap.chars().all(char::is_whitespace)));
                prop_assert!(word.end > word.start);
                last = word.end as usize;
            }
            prop_assert!(text.get(last..).is_some_and(|rest| rest.chars().all(char::is_whitespace)));
        }
    }
}
