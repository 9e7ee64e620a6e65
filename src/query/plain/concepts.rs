//! What a question is about: its words that count, each with the ways in which a report may say it.

use crate::query::ast::{Form, Text};

/// One thing that a passage should speak of.
#[derive(Debug, Clone, PartialEq)]
pub struct Concept {
    /// As typed.
    pub typed: String,
    /// The ways to say it; the first is the word itself.
    pub ways: Vec<Way>,
    /// What it counts beside a word of the subject, 0 to 1.
    pub weight: f32,
    /// A paragraph with this printed number speaks of it.
    pub number: Option<String>,
    /// The year, and the month where one is named: reports of that time speak of it, whatever they say.
    pub when: Option<(u32, Option<u32>)>,
    /// The one word that it is, folded, where it is one: to look for misspelt and related words.
    pub word: Option<String>,
}

/// One way to say a thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// The words.
    pub text: Text,
    /// What it counts beside the word itself, 0 to 1.
    pub weight: f32,
}

impl Concept {
    /// The concept of words as typed.
    pub(super) fn of(typed: &str) -> Self {
        Self {
            typed: typed.to_owned(),
            ways: vec![Way::word(typed, 1.0)],
            weight: 1.0,
            number: None,
            when: None,
            word: None,
        }
    }

    pub(super) fn or(mut self, text: Text, weight: f32) -> Self {
        if !self.ways.iter().any(|way| way.text == text) {
            self.ways.push(Way { text, weight });
        }
        self
    }
}

impl Way {
    pub(super) fn word(word: &str, weight: f32) -> Self {
        Self { text: plain(word), weight }
    }
}

/// A word, or several next to each other.
pub(super) fn plain(words: &str) -> Text {
    let form = if words.contains(' ') { Form::Phrase { slack: 0 } } else { Form::Word };
    Text { words: words.to_owned(), form, exact: false }
}
