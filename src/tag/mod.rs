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
pub mod rules;
mod sentence;
pub mod sentences;
pub mod words;

pub use sentence::Sentence;

use crate::error::RunError;
use crate::model::{Document, Item, TaggedDocument};
use crate::text::digest::sha256;
pub use actors::People;
use actors::Roster;
use actors::roles::Acts;
pub use categories::{Category, Taxonomy};
use deadlines::{DateContext, meetings::Meeting};
use engine::Engine;
use frames::data::Frames;
use rules::{RuleError, RuleSet};
use sentence::{Passage, tag_passage};
use std::path::Path;

/// Raise it with every change of this module that can change items while the rules stay: the next run tags everything anew.
const REVISION: u32 = 5;

/// The rules, compiled; made once, shared by all threads.
#[derive(Debug)]
pub struct Tagger {
    pub(crate) engine: Engine,
    pub(crate) taxonomy: Taxonomy,
    pub(crate) roster: Roster,
    pub(crate) frames: Frames,
    pub(crate) acts: Acts,
}

/// What is known beside the document.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Dates of meetings, from `meetings.csv`: what "at the next meeting" resolves to.
    pub meetings: Vec<Meeting>,
    /// Who has which name and account, from `people.csv`: actors get the names of this list.
    pub people: People,
}

impl Context {
    /// Reads `meetings.csv` and `people.csv`; an absent file is an empty list.
    ///
    /// # Errors
    /// A file is there and cannot be read, or holds an error: file and line are named.
    pub fn load(meetings: &Path, people: &Path) -> Result<Self, RunError> {
        Ok(Self { meetings: deadlines::meetings::load(meetings)?, people: People::load(people)? })
    }

    /// Short digest of what is known: where it differs, reports are tagged anew.
    #[must_use]
    pub fn version(&self) -> String {
        short_digest(&format!("{:?} {:?}", self.meetings, self.people.all()))
    }
}

impl Tagger {
    /// The embedded rules, extended or replaced by those in the workspace's `rules` folder.
    ///
    /// # Errors
    /// A rule file cannot be read or holds errors: each is named by file, line, column and rule.
    pub fn load(workspace_rules: Option<&Path>) -> Result<Self, RunError> {
        let rules = RuleSet::load(workspace_rules).map_err(|errors| gather(&errors))?;
        let mut tagger = Self::from_rules(rules)?;
        tagger.taxonomy = Taxonomy::load(workspace_rules)?;
        tagger.roster = Roster::load(workspace_rules)?;
        tagger.frames = Frames::load(workspace_rules)?;
        Ok(tagger)
    }

    /// A tagger over these rules and the built-in taxonomy.
    ///
    /// # Errors
    /// Never for the data as released: the test suite loads it.
    pub fn from_rules(rules: RuleSet) -> Result<Self, RunError> {
        let engine = Engine::new(rules);
        let acts = Acts::of(engine.language().lexicon());
        Ok(Self {
            engine,
            taxonomy: Taxonomy::embedded()?,
            roster: Roster::embedded()?,
            frames: Frames::embedded()?,
            acts,
        })
    }

    /// Version of the tagger and of the rules in force, short: where it differs, reports are tagged anew.
    #[must_use]
    pub fn version(&self) -> String {
        let digest = short_digest(&format!(
            "{:?} {:?} {:?} {:?}",
            self.engine.digest(),
            self.taxonomy.categories(),
            self.roster,
            self.frames
        ));
        format!("{}/{REVISION}/{digest}", env!("CARGO_PKG_VERSION"))
    }

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
        let mut dates = DateContext::of_date(sentence.date.as_deref());
        dates.events.extend(context.meetings.iter().map(|meeting| meeting.event(None)));
        let names = context.people.names();
        let passage = Passage {
            text: &sentence.text,
            dates: &dates,
            names: &names,
            people: &context.people,
            section: sentence.section.as_deref(),
            stem: sentence.stem.as_deref(),
            body: None,
            before: None,
        };
        tag_passage(self, passage)
    }

    /// The rules in use.
    #[must_use]
    pub fn rules(&self) -> &[rules::Rule] {
        self.engine.rules()
    }
}

fn short_digest(text: &str) -> String {
    sha256(text.as_bytes()).chars().take(12).collect()
}

fn gather(errors: &[RuleError]) -> RunError {
    let list: Vec<String> = errors.iter().map(ToString::to_string).collect();
    RunError::settings(format!("the rules cannot be used:\n{}", list.join("\n")))
        .hint("docs/rules.md says what a rule file holds.")
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "a wrong boundary is meant to fail the test")]
mod tests;
