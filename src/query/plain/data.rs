//! The words of `rules/plain_words.toml`: grammar, cues, forms, words that say the same.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::query::words::{Stems, fold_all};

const EMBEDDED: &str = include_str!("../../../rules/plain_words.toml");

/// The lists, made once.
pub static WORDS: LazyLock<PlainWords> = LazyLock::new(PlainWords::embedded);

/// The lists of `rules/plain_words.toml`.
#[derive(Debug, Default)]
pub struct PlainWords {
    /// Words of grammar, folded.
    stop: FxHashSet<String>,
    /// Words that mark a question.
    asking: FxHashSet<String>,
    /// Words that name a kind or a field, the longest first.
    pub(super) cues: Vec<Cue>,
    /// What an answer is likely to hold.
    pub(super) expected: Vec<Expectation>,
    /// Stem to the other forms of its word.
    forms: FxHashMap<String, Vec<String>>,
    /// Stem to words that say the same.
    same: FxHashMap<String, Vec<String>>,
}

/// Words that stand for a condition.
#[derive(Debug)]
pub(super) struct Cue {
    pub words: Vec<String>,
    /// `kind:decision`.
    pub field: String,
    pub in_keywords: bool,
}

/// Words that ask for an answer of some sort.
#[derive(Debug)]
pub(super) struct Expectation {
    pub words: Vec<String>,
    pub holds: String,
    pub words_of_answer: Vec<String>,
    /// Further words that belong to how it asks.
    pub with: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    stop: String,
    asking: String,
    stop_fr: String,
    stop_es: String,
    stop_ru: String,
    cue: Vec<FileCue>,
    expected: Vec<FileExpected>,
    forms: Groups,
    same: Groups,
}

#[derive(Deserialize)]
struct FileCue {
    words: Vec<String>,
    field: String,
    #[serde(default)]
    in_keywords: bool,
}

#[derive(Deserialize)]
struct FileExpected {
    words: Vec<String>,
    holds: String,
    #[serde(default)]
    words_of_answer: Vec<String>,
    #[serde(default)]
    with: Vec<String>,
}

#[derive(Deserialize)]
struct Groups {
    groups: Vec<String>,
}

impl PlainWords {
    /// The lists as released; a test reads them, so that no default is ever met in use.
    fn embedded() -> Self {
        toml::from_str::<File>(EMBEDDED).map(Self::of).unwrap_or_default()
    }

    fn of(file: File) -> Self {
        let set = |lists: &[&str]| lists.iter().flat_map(|list| list.split_whitespace()).map(fold_all).collect();
        let split = |words: &str| fold_all(words).split(' ').map(str::to_owned).collect::<Vec<_>>();
        let mut cues: Vec<Cue> = Vec::new();
        for cue in file.cue {
            cues.extend(cue.words.iter().map(|words| Cue {
                words: split(words),
                field: cue.field.clone(),
                in_keywords: cue.in_keywords,
            }));
        }
        cues.sort_by_key(|cue| std::cmp::Reverse(cue.words.len()));
        let mut expected: Vec<Expectation> = Vec::new();
        for entry in file.expected {
            expected.extend(entry.words.iter().map(|words| Expectation {
                words: split(words),
                holds: entry.holds.clone(),
                words_of_answer: entry.words_of_answer.clone(),
                with: entry.with.clone(),
            }));
        }
        expected.sort_by_key(|entry| std::cmp::Reverse(entry.words.len()));
        Self {
            stop: set(&[&file.stop, &file.stop_fr, &file.stop_es, &file.stop_ru]),
            asking: set(&[&file.asking]),
            cues,
            expected,
            forms: by_stem(&file.forms),
            same: by_stem(&file.same),
        }
    }

    /// A word of grammar.
    #[must_use]
    pub fn is_stop(&self, folded: &str) -> bool {
        self.stop.contains(folded)
    }

    /// A word that marks a question where it opens one.
    #[must_use]
    pub fn is_asking(&self, folded: &str) -> bool {
        self.asking.contains(folded)
    }

    /// Other forms of the word.
    #[must_use]
    pub fn forms(&self, folded: &str) -> &[String] {
        of_stem(&self.forms, folded)
    }

    /// Words that say the same.
    #[must_use]
    pub fn same(&self, folded: &str) -> &[String] {
        of_stem(&self.same, folded)
    }
}

fn of_stem<'m>(map: &'m FxHashMap<String, Vec<String>>, folded: &str) -> &'m [String] {
    let stem = Stems::of("en").stem(folded).into_owned();
    map.get(&stem).map(Vec::as_slice).unwrap_or_default()
}

fn by_stem(groups: &Groups) -> FxHashMap<String, Vec<String>> {
    let english = Stems::of("en");
    let mut map: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for group in &groups.groups {
        let words: Vec<String> = group.split_whitespace().map(fold_all).collect();
        for word in &words {
            let others = map.entry(english.stem(word).into_owned()).or_default();
            for other in words.iter().filter(|other| *other != word) {
                if !others.contains(other) {
                    others.push(other.clone());
                }
            }
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_as_released_are_read() {
        let file: File = toml::from_str(EMBEDDED).unwrap();
        let words = PlainWords::of(file);
        assert!(words.is_stop("the") && words.is_stop("dans") && !words.is_stop("budget"));
        assert!(words.is_asking("who"));
        assert!(words.forms("decided").contains(&"decision".to_owned()));
        assert!(words.same("bicycles").contains(&"bike".to_owned()));
        assert!(words.cues.iter().all(|cue| crate::query::Query::parse(&cue.field).is_ok()));
    }
}
