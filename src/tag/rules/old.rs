//! Rules of earlier versions: patterns over letters. They are told from faulty ones, and their ids still name what took their place.

use super::error::RuleError;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use toml::Spanned;

/// Ids of the rules of earlier versions, each with the rules that find the same now.
const RENAMED: &str = include_str!("../../../rules/renamed.toml");

static NOW: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| toml::from_str(RENAMED).unwrap_or_default());

/// The rules that find now what a rule of an earlier version found; none for an id that was never in use.
pub(super) fn now_called(id: &str) -> Vec<&'static str> {
    NOW.get(id).map(|ids| ids.iter().map(String::as_str).collect()).unwrap_or_default()
}

/// As much of a file of the old form as tells it from a faulty one of the new.
#[derive(Debug, Deserialize)]
struct OldFile {
    lists: Option<Spanned<toml::Table>>,
    extend: Option<Spanned<toml::Table>>,
    #[serde(default)]
    rule: Vec<OldRule>,
}

#[derive(Debug, Deserialize)]
struct OldRule {
    id: Option<String>,
    #[serde(default)]
    disabled: bool,
    cue: Option<Spanned<String>>,
}

/// The ids that a file of the old form takes out of use, where it does nothing else: such a file is good still.
pub(super) fn only_disables(text: &str) -> Option<Vec<String>> {
    let old: OldFile = toml::from_str(text).ok()?;
    let plain = old.lists.is_none() && old.extend.is_none() && old.rule.iter().all(|rule| rule.disabled);
    plain.then(|| old.rule.into_iter().filter_map(|rule| rule.id).collect())
}

/// What to tell about a file that cannot be read because it is of the old form; none where it is not.
pub(super) fn explain(file: &str, text: &str) -> Option<RuleError> {
    let old: OldFile = toml::from_str(text).ok()?;
    let rule = old.rule.iter().find_map(|rule| Some((rule.id.clone(), rule.cue.as_ref()?.span().start)));
    let (id, at) = match rule {
        Some((id, at)) => (id, at),
        None => (None, old.lists.as_ref().or(old.extend.as_ref())?.span().start),
    };
    let message = "this rule is a pattern over letters, the form of earlier versions; rules now say who does what. \
                   `minutebook rules convert FILE` writes what can be carried over; for example cue = '\\bshelved\\b' becomes\n\
                   [[rule.clause]]\ndoes = [\"shelve\"]\nmood = [\"past\"]\n(docs/rules.md has all keys; word lists go to rules/lexicon.toml)";
    Some(RuleError::at(file, text, at, id.as_deref(), message))
}
