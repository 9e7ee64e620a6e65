//! The text as rules see it: plain ASCII with the way back. Curly quotes, dashes and accents must not make a rule miss, and an
//! ASCII haystack keeps every pattern on the fast path of the regex engine.

use std::borrow::Cow;

/// A text folded to ASCII, character by character, and the way back to the original's byte offsets.
#[derive(Debug, Clone)]
pub struct Folded<'a> {
    text: Cow<'a, str>,
    /// For each folded byte, and one past the end, the byte offset in the original; `None` where both are the same.
    origin: Option<Vec<u32>>,
}

impl<'a> Folded<'a> {
    /// Folds a text: one ASCII character for each character of the original.
    #[must_use]
    pub fn new(original: &'a str) -> Self {
        if original.is_ascii() {
            return Self { text: Cow::Borrowed(original), origin: None };
        }
        let mut text = String::with_capacity(original.len());
        let mut origin = Vec::with_capacity(original.len() + 1);
        for (offset, character) in original.char_indices() {
            text.push(fold_character(character));
            origin.push(u32::try_from(offset).unwrap_or(u32::MAX));
        }
        origin.push(u32::try_from(original.len()).unwrap_or(u32::MAX));
        Self { text: Cow::Owned(text), origin: Some(origin) }
    }

    /// The folded text, ASCII only.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte offset in the original of a byte offset in the folded text; past the end, the original's end.
    #[must_use]
    pub fn original(&self, offset: usize) -> usize {
        match &self.origin {
            None => offset.min(self.text.len()),
            Some(origin) => origin.get(offset).or(origin.last()).map_or(0, |&at| at as usize),
        }
    }
}

/// One ASCII character that stands for any character: quotes and dashes to their plain forms, Latin letters to their base,
/// other letters to `x`, other digits to `0`, everything else to a blank.
fn fold_character(character: char) -> char {
    match character {
        c if c.is_ascii() => c,
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{2032}' | '\u{00B4}' | '\u{02BC}' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{00AB}' | '\u{00BB}' | '\u{2033}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2026}' => '.',
        c if c.is_alphabetic() => fold_letter(c),
        c if c.is_numeric() => '0',
        _ => ' ',
    }
}

fn fold_letter(letter: char) -> char {
    use unicode_normalization::UnicodeNormalization;
    let base = std::iter::once(letter).nfd().next().unwrap_or('x');
    match (base.is_ascii_alphabetic(), letter.is_uppercase()) {
        (true, _) => base,
        (false, true) => 'X',
        (false, false) => 'x',
    }
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "a wrong boundary is meant to fail the test")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ascii_is_left_alone() {
        let folded = Folded::new("It was agreed.");
        assert_eq!(folded.text(), "It was agreed.");
        assert_eq!(folded.original(7), 7);
    }

    #[test]
    fn quotes_accents_and_dashes_fold_with_the_way_back() {
        let text = "The group’s “charter” – Julián’s";
        let folded = Folded::new(text);
        assert_eq!(folded.text(), "The group's \"charter\" - Julian's");
        let at = folded.text().find("Julian").unwrap();
        assert!(text[folded.original(at)..].starts_with("Julián"));
    }

    proptest! {
        #[test]
        fn every_offset_leads_to_a_character_boundary(text in "\\PC{0,60}") {
            let folded = Folded::new(&text);
            prop_assert!(folded.text().is_ascii());
            for offset in 0..=folded.text().len() + 2 {
                prop_assert!(text.is_char_boundary(folded.original(offset)));
            }
        }
    }
}
