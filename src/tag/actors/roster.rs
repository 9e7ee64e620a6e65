//! The roster: names and nouns of those who can act, as data.

use crate::error::RunError;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::path::Path;

/// The built-in roster.
const EMBEDDED: &str = include_str!("../../../rules/actors.toml");

/// A roster ready for look-up.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    heads: FxHashSet<String>,
    bodies: FxHashSet<String>,
    modifiers: FxHashSet<String>,
    titles: FxHashSet<String>,
    roles: FxHashSet<String>,
    not_actors: FxHashSet<String>,
    aliases: FxHashMap<String, String>,
    meeting_bodies: FxHashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    heads: Vec<String>,
    bodies: Vec<String>,
    modifiers: Vec<String>,
    titles: Vec<String>,
    roles: Vec<String>,
    not_actors: Vec<String>,
    names: Vec<String>,
    actor: Vec<Actor>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Actor {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    /// A body that meets and decides.
    #[serde(default)]
    body: bool,
}

impl Roster {
    /// The built-in roster, extended by the workspace's `rules/actors.toml` where there is one.
    ///
    /// # Errors
    /// The file cannot be read or is no roster: the error names line and column.
    pub fn load(rules: Option<&Path>) -> Result<Self, RunError> {
        let mut roster = Self::embedded()?;
        let Some(path) = rules.map(|rules| rules.join("actors.toml")) else { return Ok(roster) };
        match crate::access::read_regular_text(&path) {
            Ok(text) => roster.add(&text, &path.display().to_string())?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(RunError::new(format!("cannot read {}", path.display())).because(error)),
        }
        Ok(roster)
    }

    /// The built-in roster.
    ///
    /// # Errors
    /// Never for the roster as released: the test suite loads it.
    pub fn embedded() -> Result<Self, RunError> {
        let mut roster = Self::default();
        roster.add(EMBEDDED, "the built-in actors")?;
        Ok(roster)
    }

    /// Adds what a file holds; `shown` is its name in messages.
    ///
    /// # Errors
    /// The text is no roster.
    pub fn add(&mut self, text: &str, shown: &str) -> Result<(), RunError> {
        let file: File = toml::from_str(text).map_err(|error| {
            RunError::settings(format!("{shown} is no list of actors"))
                .because(error)
                .hint("It holds [[actor]] entries with name and aliases, and lists: heads, bodies, modifiers, titles, roles, not_actors, names.")
        })?;
        self.heads.extend(file.heads.into_iter().map(|word| word.to_lowercase()));
        self.bodies.extend(file.bodies.into_iter().map(|word| word.to_lowercase()));
        self.modifiers.extend(file.modifiers.into_iter().map(|word| word.to_lowercase()));
        self.titles.extend(file.titles.into_iter().map(|word| word.to_lowercase()));
        self.roles.extend(file.roles.into_iter().map(|word| word.to_lowercase()));
        self.not_actors.extend(file.not_actors);
        for name in file.names {
            self.aliases.insert(name.to_lowercase(), name);
        }
        for actor in file.actor {
            if actor.body {
                self.meeting_bodies.insert(actor.name.clone());
            }
            for alias in actor.aliases {
                self.aliases.insert(alias.to_lowercase(), actor.name.clone());
            }
            self.aliases.insert(actor.name.to_lowercase(), actor.name);
        }
        Ok(())
    }

    /// The name under which trackers know an actor.
    #[must_use]
    pub fn normal(&self, name: &str) -> Option<&str> {
        self.aliases.get(&name.to_lowercase()).map(String::as_str)
    }

    /// Whether a normal name is a body that meets and decides.
    #[must_use]
    pub fn is_meeting_body(&self, name: &str) -> bool {
        self.meeting_bodies.contains(name)
    }

    pub(super) fn is_head(&self, word: &str) -> bool {
        self.heads.contains(word)
    }

    pub(super) fn is_body(&self, word: &str) -> bool {
        self.bodies.contains(word)
    }

    pub(super) fn is_modifier(&self, word: &str) -> bool {
        self.modifiers.contains(word)
    }

    pub(super) fn is_title(&self, word: &str) -> bool {
        self.titles.contains(word)
    }

    pub(super) fn is_role(&self, word: &str) -> bool {
        self.roles.contains(word)
    }

    pub(super) fn is_no_actor(&self, word: &str) -> bool {
        self.not_actors.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_normal_whatever_their_case() {
        let roster = Roster::embedded().unwrap();
        assert_eq!(roster.normal("IGF secretariat"), Some("Secretariat"));
        assert_eq!(roster.normal("national and regional initiatives"), Some("NRIs"));
        assert_eq!(roster.normal("the moon"), None);
    }

    #[test]
    fn a_workspace_adds_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let own = "[[actor]]\nname = \"Harbour Office\"\naliases = [\"harbour master\"]\n";
        std::fs::write(folder.path().join("actors.toml"), own).unwrap();
        let roster = Roster::load(Some(folder.path())).unwrap();
        assert_eq!(roster.normal("Harbour Master"), Some("Harbour Office"));
        assert_eq!(roster.normal("igf mag"), Some("MAG"));
        let wrong = roster.clone().add("[[actor]]\nnam = 1\n", "actors.toml").unwrap_err();
        assert_eq!(wrong.message, "actors.toml is no list of actors");
    }
}
