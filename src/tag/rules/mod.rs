//! Rules as data: read and checked from `rules/*.toml`, embedded or of the workspace, over the words of the lexicon.

pub mod check;
pub mod convert;
pub mod diff;
mod embedded;
mod error;
mod old;
pub mod pattern;
mod rule;
pub mod source;
pub mod words;

pub use error::RuleError;
pub use rule::Rule;
pub use source::{Covers, RuleKind};

use crate::language::{Language, LexiconError};
use sha2::{Digest, Sha256};
use source::{RuleFile, RuleSource};
use std::path::Path;

/// The rules in use, suppression rules first, then as read; and the language that they are written over.
#[derive(Debug)]
pub struct RuleSet {
    /// The rules.
    pub rules: Vec<Rule>,
    /// The words.
    pub language: Language,
    /// Digest of the files that they were read from: names and contents.
    pub digest: [u8; 32],
}

/// The file of a `rules` folder that holds words.
const LEXICON: &str = "lexicon.toml";

/// Files of the `rules` folder that hold other data than rules.
const OTHER_DATA: &[&str] = &[LEXICON, "frames.toml", "actors.toml", "taxonomy.toml", "acronyms.toml", "renamed.toml"];

impl RuleSet {
    /// The embedded rules and words, extended or replaced by those of the workspace's `rules` folder, if it exists.
    ///
    /// # Errors
    /// A file cannot be read, or holds an error: every error found is listed, by file, line, column and rule.
    pub fn load(workspace_rules: Option<&Path>) -> Result<Self, Vec<RuleError>> {
        let mut files: Vec<(String, String)> =
            embedded::FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let mut words = Vec::new();
        if let Some(folder) = workspace_rules {
            files.extend(read_folder(folder)?);
            words.extend(read_file(&folder.join(LEXICON)).map_err(|error| vec![error])?);
        }
        Self::from_files(&files, &words)
    }

    /// Rules and further words from texts: pairs of file name and content, later ones extending or replacing earlier ones.
    ///
    /// # Errors
    /// As for [`RuleSet::load`].
    pub fn from_files(files: &[(String, String)], words: &[(String, String)]) -> Result<Self, Vec<RuleError>> {
        let mut language = Language::with(words).map_err(|error| vec![of_lexicon(&error, words)])?;
        let mut errors = Vec::new();
        let mut rules: Vec<Rule> = Vec::new();
        for (name, text) in files {
            let file: RuleFile = match source::parse(name, text) {
                Ok(file) => file,
                Err(_) if old::only_disables(text).is_some() => {
                    let out: Vec<String> = old::only_disables(text).unwrap_or_default();
                    rules.retain(|rule| !out.iter().any(|id| named(id, &rule.id)));
                    continue;
                }
                Err(error) => {
                    errors.push(old::explain(name, text).unwrap_or(error));
                    continue;
                }
            };
            if file.replace {
                rules.clear();
            }
            for source in file.rule {
                let at = source.id.span().start;
                let id = source.id.get_ref().clone();
                if let Err(message) = add_rule(&mut rules, source, name, &mut language) {
                    errors.push(RuleError::at(name, text, at, Some(&id), message));
                }
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        rules.sort_by_key(|rule| rule.kind != RuleKind::None);
        let mut digest = Sha256::new();
        digest.update(Language::EMBEDDED);
        for (name, text) in files.iter().chain(words) {
            digest.update(format!("{name}\0{text}\0"));
        }
        Ok(Self { rules, language, digest: digest.finalize().into() })
    }
}

fn of_lexicon(error: &LexiconError, words: &[(String, String)]) -> RuleError {
    let text = words.iter().find(|(name, _)| *name == error.file).map_or("", |(_, text)| text.as_str());
    RuleError::at(&error.file, text, error.offset.unwrap_or(0), None, error.message.clone())
}

/// Whether an id, of today or of an earlier version, names a rule.
fn named(id: &str, rule: &str) -> bool {
    id == rule || old::now_called(id).contains(&rule)
}

fn add_rule(rules: &mut Vec<Rule>, source: RuleSource, file: &str, language: &mut Language) -> Result<(), String> {
    let id = source.id.get_ref().as_str();
    if source.disabled {
        rules.retain(|rule| !named(id, &rule.id));
        return Ok(());
    }
    let place = rules.iter().position(|rule| rule.id == id);
    let rule = Rule::new(source, file, language.lexicon_mut())?;
    match place.and_then(|at| rules.get_mut(at)) {
        Some(old) => *old = rule,
        None => rules.push(rule),
    }
    Ok(())
}

fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, Vec<RuleError>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(vec![RuleError::at(&folder.display().to_string(), "", 0, None, error.to_string())]),
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        path.extension().is_some_and(|extension| extension == "toml") && !OTHER_DATA.contains(&name)
    });
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        files.extend(read_file(&path).map_err(|error| vec![error])?);
    }
    Ok(files)
}

/// Name and content of a file; none where it does not exist.
fn read_file(path: &Path) -> Result<Option<(String, String)>, RuleError> {
    let name = path.display().to_string();
    match crate::access::read_regular_text(path) {
        Ok(text) => Ok(Some((name, text))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(RuleError::at(&name, "", 0, None, error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<RuleSet, Vec<RuleError>> {
        RuleSet::from_files(&[("own.toml".to_owned(), text.to_owned())], &[])
    }

    #[test]
    fn a_rule_of_the_old_form_is_refused_with_the_new_form() {
        let text = "[[rule]]\nid = \"decision.shelved\"\nkind = \"decision\"\nforce = \"decided\"\ncue = '\\bshelved\\b'\ndoc = \"Shelved.\"\n";
        let errors = load(text).unwrap_err();
        let shown = errors[0].to_string();
        assert!(shown.contains("own.toml:5") && shown.contains("decision.shelved"), "{shown}");
        assert!(shown.contains("rules convert") && shown.contains("[[rule.clause]]"), "{shown}");
    }

    #[test]
    fn an_unknown_class_is_named() {
        let text = "[[rule]]\nid = \"decision.x\"\nkind = \"decision\"\nforce = \"decided\"\ndoc = \"x\"\n[[rule.clause]]\ndoes = [\"@settel\"]\n";
        assert!(load(text).unwrap_err()[0].to_string().contains("@settel"));
    }

    #[test]
    fn an_old_id_takes_the_rule_out_that_took_its_place() {
        let mut files: Vec<(String, String)> =
            embedded::FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        files.push((
            "own.toml".into(),
            "[[rule]]\nid = \"decision.it-was-agreed\"\nkind = \"decision\"\ndisabled = true\ndoc = \"\"\n".into(),
        ));
        let rules = RuleSet::from_files(&files, &[]).unwrap();
        assert!(rules.rules.iter().all(|rule| rule.id != "decision.it-was-settled"));
    }

    #[test]
    fn a_workspace_adds_words_to_classes() {
        let words = ("lexicon.toml".to_owned(), "[nouns]\nbody = \"witenagemot\"\n".to_owned());
        let rules = RuleSet::from_files(&[], &[words]).unwrap();
        let lexicon = rules.language.lexicon();
        let sentence = rules.language.read("The witenagemot agreed.");
        assert!(sentence.tokens[1].classes.meets(lexicon.class("body").unwrap()));
    }
}
