//! A rule file as written: TOML tables, before anything is compiled. Positions are kept so that an error can name line and column.

use super::RuleError;
use crate::model::{Force, Kind};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// One `rules/*.toml` file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RuleFile {
    /// Forget every rule read before this file (a workspace that brings its own rules).
    pub replace: bool,
    /// Named word lists; each word is a piece of a pattern and may name other lists in braces. A list named again replaces the one before.
    pub lists: BTreeMap<String, Vec<Spanned<String>>>,
    /// Words added to lists that exist.
    pub extend: BTreeMap<String, Vec<Spanned<String>>>,
    /// The rules; one whose id exists replaces it in its place.
    pub rule: Vec<RuleSource>,
}

/// What a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleKind {
    /// An item of kind decision.
    Decision,
    /// An item of kind action.
    Action,
    /// An item of kind recommendation.
    Recommendation,
    /// Nothing: a shield, which keeps other rules from firing.
    None,
}

impl RuleKind {
    /// The kind of item, or `None` for a shield.
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

/// The part of the sentence that a shield protects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Covers {
    /// All of it.
    #[default]
    Sentence,
    /// The clause that its cue stands in.
    Clause,
    /// From its cue to the end of the sentence.
    After,
    /// The words of its cue.
    Cue,
}

/// One `[[rule]]` table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSource {
    /// Stable: `decision.agreed`, `none.recalled`; the part before the dot is the kind.
    pub id: Spanned<String>,
    /// What it finds.
    pub kind: RuleKind,
    /// How binding; every rule but a shield has one.
    pub force: Option<Force>,
    /// Words, one of which a sentence must hold for the rule to be tried at all; none: it is always tried.
    #[serde(default)]
    pub words: Vec<String>,
    /// The pattern, with `{lists}`; case does not matter, `^` is the start of the sentence.
    pub cue: Spanned<String>,
    /// Patterns of which none may match anywhere in the sentence.
    #[serde(default)]
    pub unless: Vec<Spanned<String>>,
    /// Patterns of which none may match before the cue.
    #[serde(default)]
    pub unless_before: Vec<Spanned<String>>,
    /// Patterns of which none may match after the cue.
    #[serde(default)]
    pub unless_after: Vec<Spanned<String>>,
    /// Patterns that must all match somewhere in the sentence.
    #[serde(default)]
    pub needs: Vec<Spanned<String>>,
    /// Patterns that must all match after the cue.
    #[serde(default)]
    pub needs_after: Vec<Spanned<String>>,
    /// A pattern that the section heading or the stem must match.
    pub section: Option<Spanned<String>>,
    /// A pattern that the section heading must not match.
    pub unless_section: Option<Spanned<String>>,
    /// Whose position it is: `body`, `subject` (the words before the cue), or a name as it stands.
    pub held_by: Option<String>,
    /// Kinds whose cues later in the sentence are part of this item and no items of their own.
    #[serde(default)]
    pub absorbs: Vec<Kind>,
    /// For a shield: the part of the sentence that it covers.
    #[serde(default)]
    pub covers: Covers,
    /// For a shield: the kinds it keeps from firing; none named: all.
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
    pub doc: String,
    /// Sentences that it must catch.
    #[serde(default)]
    pub must: Vec<String>,
    /// Similar sentences that it must not catch.
    #[serde(default)]
    pub must_not: Vec<String>,
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
