//! What was decided, undertaken or recommended here, by whom, until when, about what, and which rule says so?
//!
//! ```text
//! text --sentences--> sentence --language--> clauses --engine--> firings --> items
//! ```
//!
//! Rules are data (`rules/*.toml`); this module reads and runs them. A rule is a pattern over clauses, with sentences
//! that it must and must not catch. Suppression rules (kind `none`) keep others from firing on what they cover. Tagging cannot fail.

pub mod actors;
pub mod attribution;
pub mod categories;
pub mod deadlines;
mod details;
mod document;
pub mod engine;
pub mod explain;
pub mod frames;
mod loose;
mod passage;
mod readable;
pub mod rules;
mod sentence;
pub mod sentences;
mod tagger;
pub mod words;

pub use actors::People;
pub use categories::{Category, Taxonomy};
pub use sentence::Sentence;
pub use tagger::{Context, Tagger};

use crate::model::{Document, Item, TaggedDocument};

impl Tagger {
    /// Finds the items of a document.
    #[must_use]
    pub fn tag(&self, document: Document, context: &Context) -> TaggedDocument {
        document::tag_document(self, document, context)
    }

    /// Finds the items of a loose sentence, or of a few that belong together.
    #[must_use]
    pub fn tag_sentence(&self, sentence: &Sentence) -> Vec<Item> {
        self.tag_sentence_in(sentence, &Context::default())
    }

    /// As [`Tagger::tag_sentence`], with what is known of meetings and people.
    #[must_use]
    pub fn tag_sentence_in(&self, sentence: &Sentence, context: &Context) -> Vec<Item> {
        loose::tag_loose(self, sentence, context)
    }
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "a wrong boundary is meant to fail the test")]
mod tests;
