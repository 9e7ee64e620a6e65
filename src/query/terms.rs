//! The words of a query: single, quoted, with a star, allowed to differ by a letter.

use super::ast::{Form, Node, SPECIAL, Text};
use super::cursor::{Parser, is_quote};
use super::error::QueryError;
use crate::query::words::words;

/// More edits than these match almost any word.
const MOST_EDITS: u32 = 2;
/// Slack of a proximity search, in words; paragraphs are hardly longer.
const MOST_SLACK: u32 = 1_000;

impl Parser {
    pub(super) fn exact(&mut self) -> Result<Node, QueryError> {
        match self.peek() {
            Some(quote) if is_quote(quote) => self.phrase(true).map(Node::Text),
            Some(found) if !found.is_whitespace() && !matches!(found, '(' | ')') => self.word(true),
            _ => Err(self.error("exact: needs a word or a phrase after it".to_owned(), "exact:newcomers")),
        }
    }

    pub(super) fn phrase(&mut self, exact: bool) -> Result<Text, QueryError> {
        let words = self.quoted()?;
        let slack = match self.tilde()? {
            None => 0,
            Some(None) => {
                return Err(self.error("a number of words was expected after ~".to_owned(), "\"policy options\"~5"));
            }
            Some(Some(slack)) if slack > MOST_SLACK => {
                return Err(self.error(format!("at most {MOST_SLACK} words may lie between"), "\"policy options\"~5"));
            }
            Some(Some(slack)) => slack,
        };
        Ok(Text { words, form: Form::Phrase { slack }, exact })
    }

    /// The words between quotes; the quotes may be straight, curly or angle.
    pub(super) fn quoted(&mut self) -> Result<String, QueryError> {
        let opened = self.at;
        self.at += 1;
        let mut words = String::new();
        loop {
            match self.next() {
                None => {
                    self.at = opened;
                    return Err(self.error("this quote is never closed".to_owned(), "\"best practice forum\""));
                }
                Some('\\') => words.extend(self.next()),
                Some(quote) if is_quote(quote) => break,
                Some(other) => words.push(other),
            }
        }
        if !words.chars().any(char::is_alphanumeric) {
            self.at = opened;
            return Err(self.error("nothing to look for between these quotes".to_owned(), "\"best practice forum\""));
        }
        Ok(words)
    }

    /// `~` and its number; `Some(None)` where the number is left out.
    pub(super) fn tilde(&mut self) -> Result<Option<Option<u32>>, QueryError> {
        if self.peek() != Some('~') {
            return Ok(None);
        }
        self.at += 1;
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        let figures: String = self.chars.get(start..self.at).unwrap_or_default().iter().collect();
        if figures.is_empty() {
            return Ok(Some(None));
        }
        figures.parse().map(|number| Some(Some(number))).map_err(|_| {
            self.at = start;
            self.error(format!("{figures} is too large a number"), "\"policy options\"~5")
        })
    }

    pub(super) fn word(&mut self, exact: bool) -> Result<Node, QueryError> {
        let start = self.at;
        let (word, wild) = self.bare(":")?;
        if word.is_empty() {
            let found = self.peek().unwrap_or(' ');
            self.at = start;
            return Err(self.error(format!("{found:?} was not expected here"), "newcomers session"));
        }
        if wild {
            return self.pattern(word, exact, start);
        }
        let form = match self.tilde()? {
            None => Form::Word,
            Some(edits) => match edits.unwrap_or(1) {
                edits @ 1..=MOST_EDITS => Form::Fuzzy(u8::try_from(edits).unwrap_or(1)),
                other => {
                    return Err(self.error(format!("~{other}: one or two edits can be allowed"), "secretariat~1"));
                }
            },
        };
        if matches!(form, Form::Fuzzy(_)) && words(&word).len() != 1 {
            self.at = start;
            return Err(self.error(format!("{word:?} is more than one word, or none"), "secretariat~1"));
        }
        Ok(Node::Text(Text { words: word, form, exact }))
    }

    pub(super) fn pattern(&mut self, word: String, exact: bool, start: usize) -> Result<Node, QueryError> {
        if word == "*" && !exact {
            return Ok(Node::All);
        }
        if !word.chars().any(char::is_alphanumeric) {
            self.at = start;
            return Err(self.error("a pattern needs at least one letter or digit".to_owned(), "newcom*"));
        }
        if self.peek() == Some('~') {
            return Err(self.error("a word takes either * or ~, not both".to_owned(), "newcom* or newcomer~1"));
        }
        Ok(Node::Text(Text { words: word, form: Form::Pattern, exact }))
    }

    /// Characters up to the next that means something, and whether an unescaped `*` is among them. `plain` characters
    /// mean nothing here.
    pub(super) fn bare(&mut self, plain: &str) -> Result<(String, bool), QueryError> {
        let mut word = String::new();
        let mut wild = false;
        while let Some(character) = self.peek() {
            match character {
                '\\' => {
                    self.at += 1;
                    match self.next() {
                        Some(escaped) => word.push(escaped),
                        None => {
                            self.at -= 1;
                            return Err(self.error("a character was expected after \\".to_owned(), "\\*"));
                        }
                    }
                    // An escaped star would read as a wild one further on.
                    if word.ends_with('*') {
                        word.pop();
                        word.push(' ');
                    }
                    continue;
                }
                '*' => {
                    wild = true;
                    word.push('*');
                }
                _ if plain.contains(character) => word.push(character),
                _ if character.is_whitespace() || SPECIAL.contains(character) => break,
                _ => word.push(character),
            }
            self.at += 1;
        }
        Ok((word, wild))
    }
}
