//! What was decided, undertaken or recommended here, by whom, until when, about what, and which rule says so?
//!
//! ```text
//! text --sentences--> sentence --fold--> ASCII --engine--> firings --> items
//! ```
//!
//! Rules are data (`rules/*.toml`); this module reads and runs them. A rule has a cue, conditions around it, and sentences that
//! it must and must not catch. Rules of kind `none` are shields: what they cover, others leave alone. Tagging cannot fail.

pub mod actors;
pub mod attribution;
pub mod categories;
pub mod clauses;
pub mod deadlines;
mod document;
pub mod engine;
pub mod explain;
pub mod fold;
pub mod rules;
mod sentence;
pub mod sentences;
pub mod words;

pub use explain::explain;
pub use sentence::Sentence;

use crate::error::RunError;
use crate::model::{Document, Item, TaggedDocument};
use engine::Engine;
use rules::{RuleError, RuleSet};
use sentence::{Passage, tag_passage};
use sha2::{Digest, Sha256};
use std::path::Path;

/// Raise it with every change of this module that can change items while the rules stay: the next run tags everything anew.
const REVISION: u32 = 1;

/// The rules, compiled; made once, shared by all threads.
#[derive(Debug)]
pub struct Tagger {
    pub(crate) engine: Engine,
}

/// What is known beside the document: dates of meetings, people.
#[derive(Debug, Clone, Default)]
pub struct Context {}

impl Tagger {
    /// The embedded rules, extended or replaced by those in the workspace's `rules` folder.
    ///
    /// # Errors
    /// A rule file cannot be read or holds errors: each is named by file, line, column and rule.
    pub fn load(workspace_rules: Option<&Path>) -> Result<Self, RunError> {
        let rules = RuleSet::load(workspace_rules).map_err(|errors| gather(&errors))?;
        Self::from_rules(rules)
    }

    /// A tagger over these rules.
    ///
    /// # Errors
    /// The rules' words do not fit into one prefilter.
    pub fn from_rules(rules: RuleSet) -> Result<Self, RunError> {
        let engine = Engine::new(rules).map_err(|error| gather(&[error]))?;
        Ok(Self { engine })
    }

    /// Version of the tagger and of the rules in force, short: where it differs, reports are tagged anew.
    #[must_use]
    pub fn version(&self) -> String {
        let digest = Sha256::digest(format!("{:?}", self.engine.rules()));
        let short: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        format!("{}/{REVISION}/{short}", env!("CARGO_PKG_VERSION"))
    }

    /// Finds the items of a document.
    #[must_use]
    pub fn tag(&self, document: Document, context: &Context) -> TaggedDocument {
        document::tag_document(self, document, context)
    }

    /// Finds the items of a loose sentence, or of a few that belong together.
    #[must_use]
    pub fn tag_sentence(&self, sentence: &Sentence) -> Vec<Item> {
        let passage = Passage {
            text: &sentence.text,
            section: sentence.section.as_deref(),
            stem: sentence.stem.as_deref(),
            body: None,
        };
        tag_passage(self, passage)
    }

    /// The rules in use.
    #[must_use]
    pub fn rules(&self) -> &[rules::Rule] {
        self.engine.rules()
    }
}

fn gather(errors: &[RuleError]) -> RunError {
    let list: Vec<String> = errors.iter().map(ToString::to_string).collect();
    RunError::new(format!("the rules cannot be used:\n{}", list.join("\n")))
        .hint("docs/rules.md says what a rule file holds.")
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "a wrong boundary is meant to fail the test")]
mod tests;
