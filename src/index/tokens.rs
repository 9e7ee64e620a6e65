//! Words with their positions on their way into the index: one string, which the index takes apart again.
//!
//! The analysis is ours ([`crate::query::words`]), and tantivy offers tokens of one's own as `PreTokenizedString`. That
//! travels as JSON, written and read again for every block: it took as long as all the rest of indexing. Here a mark
//! before each word says whether it stands at the next position or beside the word before it.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name under which the schema knows [`Marked`].
pub(super) const TOKENIZER: &str = "marked";

/// Before a word at the next position: the "record separator" of ASCII, which no folded word holds.
const NEXT: char = '\u{1e}';
/// Before a word at the position of the word before it: the "unit separator".
const BESIDE: char = '\u{1f}';

/// Words in order, each with its mark.
#[derive(Debug, Default)]
pub(super) struct Words(String);

impl Words {
    /// Room for about so many words.
    pub(super) fn with_room_for(words: usize) -> Self {
        Self(String::with_capacity(words * USUAL_WORD))
    }

    /// Adds a word at the next position.
    pub(super) fn next(&mut self, word: &str) {
        self.push(NEXT, word);
    }

    /// Adds a word at the position of the one before it; the first word of all stands at the first position.
    pub(super) fn beside(&mut self, word: &str) {
        self.push(if self.0.is_empty() { NEXT } else { BESIDE }, word);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The form in which a field takes them.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    fn push(&mut self, mark: char, word: &str) {
        self.0.push(mark);
        self.0.push_str(word);
    }
}

impl<'w> FromIterator<&'w str> for Words {
    /// One word to each position.
    fn from_iter<I: IntoIterator<Item = &'w str>>(words: I) -> Self {
        let mut made = Self::default();
        words.into_iter().for_each(|word| made.next(word));
        made
    }
}

/// Bytes of a word with its mark: the mean of English, and a little more.
const USUAL_WORD: usize = 8;

/// Takes [`Words`] apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Marked {
    token: Token,
}

impl Tokenizer for Marked {
    type TokenStream<'a> = MarkedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> MarkedStream<'a> {
        self.token.reset();
        MarkedStream { rest: text, token: &mut self.token }
    }
}

/// The words not yet given, and the one given last.
pub(super) struct MarkedStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl TokenStream for MarkedStream<'_> {
    fn advance(&mut self) -> bool {
        let mut characters = self.rest.chars();
        let Some(mark) = characters.next() else { return false };
        let words = characters.as_str();
        let end = words.bytes().position(|byte| byte == NEXT as u8 || byte == BESIDE as u8).unwrap_or(words.len());
        let (word, rest) = words.split_at_checked(end).unwrap_or((words, ""));
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(word);
        if mark == NEXT {
            // The position before the first is the highest number there is.
            self.token.position = self.token.position.wrapping_add(1);
        }
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken_apart(words: &Words) -> Vec<(String, usize)> {
        let mut tokenizer = Marked::default();
        let mut stream = tokenizer.token_stream(words.as_str());
        let mut found = Vec::new();
        stream.process(&mut |token| found.push((token.text.clone(), token.position)));
        found
    }

    #[test]
    fn words_come_back_with_their_positions() {
        let mut words = Words::default();
        words.next("the");
        words.next("multi");
        words.beside("multistakeholder");
        words.next("\u{e9}tude");
        let expected = [("the", 0), ("multi", 1), ("multistakeholder", 1), ("\u{e9}tude", 2)];
        assert_eq!(taken_apart(&words), expected.map(|(word, at)| (word.to_owned(), at)));
    }

    #[test]
    fn the_first_word_stands_at_the_first_position_however_it_is_added() {
        let mut words = Words::default();
        words.beside("kind=decision");
        words.beside("force=agreed");
        words.next("kind=action");
        let positions: Vec<usize> = taken_apart(&words).into_iter().map(|(_, at)| at).collect();
        assert_eq!(positions, [0, 0, 1]);
    }

    #[test]
    fn no_words_give_no_token_and_a_stream_begins_anew() {
        assert_eq!(taken_apart(&Words::default()), []);
        let mut tokenizer = Marked::default();
        for _ in 0..2 {
            let words: Words = ["one", "two"].into_iter().collect();
            let mut stream = tokenizer.token_stream(words.as_str());
            assert!(stream.advance());
            assert_eq!((stream.token().text.as_str(), stream.token().position), ("one", 0));
        }
    }
}
