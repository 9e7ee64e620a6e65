//! A rule file as written: TOML tables, before anything is made of them. Positions are kept so that an error can name line and column.

use super::error::RuleError;
use crate::model::{Force, Kind};
use serde::{Deserialize, Serialize};

/// One `rules/*.toml` file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RuleFile {
    /// Forget every rule read before this file (a workspace that brings its own rules).
    pub replace: bool,
    /// The rules; one whose id exists replaces it in its place.
    pub rule: Vec<RuleSource>,
}

/// What a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleKind {
    Decision,
    Action,
    Recommendation,
    /// Nothing: it keeps other rules from firing.
    None,
}

impl RuleKind {
    /// The kind of item, or `None` for a suppression rule.
    #[must_use]
    pub fn item(self) -> Option<Kind> {
        match self {
            Self::Decision => Some(Kind::Decision),
            Self::Action => Some(Kind::Action),
            Self::Recommendation => Some(Kind::Recommendation),
            Self::None => None,
        }
    }
}

/// The part of a sentence that a suppression rule covers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Covers {
    /// The clause, and what is told in it.
    #[default]
    Clause,
    /// Everything.
    Sentence,
}

/// One `[[rule]]` table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSource {
    /// Stable: `decision.body-settles`; the part before the dot is the kind.
    pub id: toml::Spanned<String>,
    /// What it finds.
    pub kind: RuleKind,
    /// How binding; every rule but a suppression rule has one.
    pub force: Option<Force>,
    /// What a clause must be; of several patterns any one suffices.
    #[serde(default)]
    pub clause: Vec<PatternSource>,
    /// For what has no verb: patterns over the words of the sentence (keys `sentence`, `sentence_not`, `heading`, `heading_not`).
    #[serde(default)]
    pub line: Vec<PatternSource>,
    /// What a clause must not be.
    #[serde(default)]
    pub unless: Vec<PatternSource>,
    /// Whose position it is: `body`, `subject`, or a name as it stands.
    pub held_by: Option<String>,
    /// Kinds whose clauses below or behind are part of this item and no items of their own.
    #[serde(default)]
    pub absorbs: Vec<Kind>,
    /// For a suppression rule: the part of the sentence that it covers.
    #[serde(default)]
    pub covers: Covers,
    /// For a suppression rule: the kinds it keeps from firing; none named: all.
    #[serde(default)]
    pub blocks: Vec<Kind>,
    /// The item is procedural: agenda adopted, minutes approved.
    #[serde(default)]
    pub procedural: bool,
    /// Flags that the item gets.
    #[serde(default)]
    pub flags: Vec<String>,
    /// Preferred over rules of the same kind with a lower number.
    #[serde(default)]
    pub priority: i32,
    /// Takes the rule with this id out of use.
    #[serde(default)]
    pub disabled: bool,
    /// One line: what it catches and why.
    #[serde(default)]
    pub doc: String,
    /// Sentences that it must catch.
    #[serde(default)]
    pub must: Vec<String>,
    /// Similar sentences that it must not catch.
    #[serde(default)]
    pub must_not: Vec<String>,
}

/// A pattern as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PatternSource {
    /// The verb: classes and lemmas.
    pub does: Vec<String>,
    /// Verbs that it is not.
    pub does_not: Vec<String>,
    /// The subject's head; `none` for no subject, "it" or "there".
    pub who: Vec<String>,
    /// What the subject must not hold.
    pub who_not: Vec<String>,
    /// The object's head; `none` for no object.
    pub whom: Vec<String>,
    /// What the object must not be.
    pub whom_not: Vec<String>,
    /// Behind "by"; `none` for nobody.
    pub by: Vec<String>,
    /// Who the agent is not.
    pub by_not: Vec<String>,
    /// past, present, perfect, pluperfect, future, should, could, would, must, be-to, to, command, participle, gerund, subjunctive.
    pub mood: Vec<String>,
    /// active or passive.
    pub voice: Option<String>,
    /// yes, no (as it is without the key: no) or any.
    pub negated: Option<String>,
    /// main (as it is without the key), content, infinitive, gerund, relative, conditional, adverbial, question, purpose.
    pub place: Vec<String>,
    /// The verb of the clause above.
    pub under: Vec<String>,
    /// What the verb above is not.
    pub under_not: Vec<String>,
    /// The noun that the clause completes.
    pub of: Vec<String>,
    /// What completes it: that, to, object, gerund, question, end, or the preposition behind it.
    pub then: Vec<String>,
    /// What does not complete it.
    pub then_not: Vec<String>,
    /// The verb of the clause that completes it.
    pub then_does: Vec<String>,
    /// Patterns of which one stands in the clause.
    pub has: Vec<String>,
    /// Patterns of which none stands in the clause.
    pub has_not: Vec<String>,
    /// Patterns of which one stands in the sentence.
    pub sentence: Vec<String>,
    /// Patterns of which none stands in the sentence.
    pub sentence_not: Vec<String>,
    /// Patterns of which one stands in the heading or stem above.
    pub heading: Vec<String>,
    /// Patterns of which none stands in the heading above.
    pub heading_not: Vec<String>,
    /// Whether it stands under no stem, or under one.
    pub alone: Option<bool>,
    /// Whether the verb stands at the head of the sentence.
    pub first: Option<bool>,
    /// Who says it, where it is told; `none` where nobody does.
    pub speaker: Vec<String>,
}

/// Reads a rule file.
///
/// # Errors
/// The text is no TOML or holds an unknown or missing field: file, line and column are named.
pub fn parse(file: &str, text: &str) -> Result<RuleFile, RuleError> {
    toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        RuleError::at(file, text, offset, None, error.message())
    })
}
