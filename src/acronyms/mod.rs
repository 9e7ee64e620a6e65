//! Acronyms and what they stand for: a list as data, and what reports themselves teach by writing "Best Practice Forums (BPFs)".

mod learn;

pub use learn::{learn, learn_text};

use crate::error::RunError;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The built-in list.
const EMBEDDED: &str = include_str!("../../rules/acronyms.toml");

/// Acronyms with their long forms, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acronyms {
    forms: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    acronyms: BTreeMap<String, BTreeSet<String>>,
}

impl Acronyms {
    /// The built-in list, extended by the workspace's `rules/acronyms.toml` where there is one.
    ///
    /// # Errors
    /// The file cannot be read or is no such list: the error names line and column.
    pub fn load(rules: Option<&Path>) -> Result<Self, RunError> {
        let mut acronyms = Self::default();
        acronyms.read(EMBEDDED, "the built-in acronyms")?;
        let Some(path) = rules.map(|rules| rules.join("acronyms.toml")) else { return Ok(acronyms) };
        match std::fs::read_to_string(&path) {
            Ok(text) => acronyms.read(&text, &path.display().to_string())?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(RunError::new(format!("cannot read {}", path.display())).because(error)),
        }
        Ok(acronyms)
    }

    /// Adds a pair of acronym and long form.
    pub fn add(&mut self, acronym: &str, long_form: &str) {
        self.forms.entry(acronym.to_owned()).or_default().insert(long_form.to_owned());
    }

    /// Adds all pairs, as [`learn()`] gives them.
    pub fn extend(&mut self, pairs: impl IntoIterator<Item = (String, String)>) {
        for (acronym, long_form) in pairs {
            self.add(&acronym, &long_form);
        }
    }

    /// All pairs of acronym and long form, in order: what search bridges with.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.forms.iter().flat_map(|(acronym, forms)| forms.iter().map(move |form| (acronym.as_str(), form.as_str())))
    }

    fn read(&mut self, text: &str, shown: &str) -> Result<(), RunError> {
        let file: File = toml::from_str(text).map_err(|error| {
            RunError::new(format!("{shown} is no list of acronyms"))
                .because(error)
                .hint("It holds [acronyms] with lines such as BPF = [\"Best Practice Forum\"].")
        })?;
        for (acronym, forms) in file.acronyms {
            self.forms.entry(acronym).or_default().extend(forms);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_list_is_extended_by_a_workspace() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("acronyms.toml"),
            "[acronyms]\nHB = [\"Harbour Board\"]\nWG = [\"water group\"]\n",
        )
        .unwrap();
        let acronyms = Acronyms::load(Some(folder.path())).unwrap();
        let of = |wanted: &str| {
            acronyms.pairs().filter(|(acronym, _)| *acronym == wanted).map(|(_, form)| form).collect::<Vec<_>>()
        };
        assert_eq!(of("HB"), ["Harbour Board"]);
        assert_eq!(of("WG"), ["water group", "working group"]);
        assert_eq!(of("BPF").len(), 2);
    }

    #[test]
    fn a_list_of_another_shape_is_refused() {
        let wrong = Acronyms::default().read("BPF = 3", "acronyms.toml").unwrap_err();
        assert_eq!(wrong.message, "acronyms.toml is no list of acronyms");
    }
}
