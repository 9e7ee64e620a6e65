//! Acronyms and what they stand for: a list as data, and what reports themselves teach by writing "Best Practice Forums (BPFs)".

mod learn;

pub use learn::learn;

use crate::error::RunError;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The built-in list.
const EMBEDDED: &str = include_str!("../../rules/acronyms.toml");

/// An acronym learned with more long forms than this is used too loosely to search for all of them: the forms that most
/// reports explain are kept.
const MOST_LEARNED_FORMS: usize = 3;

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
        match crate::access::read_regular_text(&path) {
            Ok(text) => acronyms.read(&text, &path.display().to_string())?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(RunError::new(format!("cannot read {}", path.display())).because(error)),
        }
        Ok(acronyms)
    }

    /// All that search bridges with: the built-in list, the workspace's own, and what reports explain. `learned` holds the
    /// pairs of each report; of an acronym that reports explain in many ways, the most frequent ways are taken.
    ///
    /// # Errors
    /// As [`Acronyms::load`].
    pub fn known<'r>(
        rules: Option<&Path>,
        learned: impl IntoIterator<Item = &'r [(String, String)]>,
    ) -> Result<Self, RunError> {
        let mut acronyms = Self::load(rules)?;
        let mut reports_of: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for (acronym, form) in learned.into_iter().flatten() {
            *reports_of.entry(acronym).or_default().entry(form).or_default() += 1;
        }
        for (acronym, forms) in reports_of {
            let mut forms: Vec<(&str, usize)> = forms.into_iter().collect();
            forms.sort_by_key(|(form, reports)| (std::cmp::Reverse(*reports), *form));
            for (form, _) in forms.into_iter().take(MOST_LEARNED_FORMS) {
                acronyms.add(acronym, form);
            }
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
            RunError::settings(format!("{shown} is no list of acronyms"))
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
    fn what_reports_explain_is_added_the_most_frequent_first() {
        let pair = |form: &str| ("HB".to_owned(), form.to_owned());
        let one = [pair("Harbour Board"), pair("Hall Building")];
        let two = [pair("Harbour Board"), pair("Heavy Barge"), pair("House Bill")];
        let acronyms = Acronyms::known(None, [one.as_slice(), two.as_slice()]).unwrap();
        let forms: Vec<&str> = acronyms.pairs().filter(|(acronym, _)| *acronym == "HB").map(|(_, form)| form).collect();
        assert_eq!(forms, ["Hall Building", "Harbour Board", "Heavy Barge"]);
        assert!(acronyms.pairs().any(|(acronym, _)| acronym == "BPF"), "the built-in list is there, too");
    }

    #[test]
    fn a_list_of_another_shape_is_refused() {
        let wrong = Acronyms::default().read("BPF = 3", "acronyms.toml").unwrap_err();
        assert_eq!(wrong.message, "acronyms.toml is no list of acronyms");
    }
}
