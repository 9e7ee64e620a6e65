//! The rules and word lists in force, and what is known beside a document: what every step of tagging is given.

use super::actors::roles::Acts;
use super::actors::{People, Roster};
use super::categories::Taxonomy;
use super::deadlines::{self, meetings::Meeting};
use super::engine::Engine;
use super::frames::data::Frames;
use super::rules::{self, RuleError, RuleSet};
use crate::error::RunError;
use crate::text::digest::sha256;
use std::path::Path;

/// Raise it with every change of this module that can change items while the rules stay: the next run tags everything anew.
const REVISION: u32 = 8;

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
