//! The taxonomy as data: categories with the headings that name them and the terms that hint at them.

use crate::error::RunError;
use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The built-in taxonomy.
const EMBEDDED: &str = include_str!("../../../rules/taxonomy.toml");

/// One category.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Stable, in trackers and queries: `ig-entities-links`.
    pub id: String,
    /// For people.
    pub name: String,
    /// One sentence.
    pub description: String,
    /// Words that name the category in a section heading; its name counts too.
    #[serde(default)]
    pub headings: Vec<String>,
    /// Other names, as in older reports.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Words and phrases with their weight; a final `*` stands for any ending, capitals must match where a term has only them.
    #[serde(default)]
    pub terms: BTreeMap<String, f32>,
}

/// Where in a heading a category is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the heading itself.
    Main,
    /// In brackets.
    Aside,
}

/// A term found in a text.
pub(super) struct Found<'t> {
    pub pattern: u32,
    pub weights: &'t [(usize, f32)],
}

/// Categories ready for look-up.
#[derive(Debug, Clone)]
pub struct Taxonomy {
    categories: Vec<Category>,
    terms: Lexicon,
    headings: Lexicon,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    category: Vec<Category>,
}

impl Taxonomy {
    /// The built-in taxonomy.
    ///
    /// # Errors
    /// Never for the taxonomy as released: the test suite loads it.
    pub fn embedded() -> Result<Self, RunError> {
        Self::parse(EMBEDDED, "the built-in taxonomy")
    }

    /// The taxonomy of a workspace's `rules/taxonomy.toml`, or the built-in one where there is none.
    ///
    /// # Errors
    /// The file cannot be read or is no taxonomy: the error names line and column, or the category at fault.
    pub fn load(rules: Option<&Path>) -> Result<Self, RunError> {
        let Some(path) = rules.map(|rules| rules.join("taxonomy.toml")) else { return Self::embedded() };
        match crate::access::read_regular_text(&path) {
            Ok(text) => Self::parse(&text, &path.display().to_string()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::embedded(),
            Err(error) => Err(RunError::new(format!("cannot read {}", path.display())).because(error)),
        }
    }

    /// Reads a taxonomy; `shown` is its name in messages.
    ///
    /// # Errors
    /// As [`Taxonomy::load`].
    pub fn parse(text: &str, shown: &str) -> Result<Self, RunError> {
        let file: File = toml::from_str(text).map_err(|error| {
            RunError::settings(format!("{shown} is no taxonomy"))
                .because(error)
                .hint("Each [[category]] has id, name, description, headings and terms.")
        })?;
        let mut terms = Lexicon::builder();
        let mut headings = Lexicon::builder();
        for (index, category) in file.category.iter().enumerate() {
            if category.id.is_empty() || file.category.iter().take(index).any(|other| other.id == category.id) {
                return Err(RunError::settings(format!(
                    "{shown}: category {} has no id of its own: \"{}\"",
                    index + 1,
                    category.id
                )));
            }
            for (term, weight) in &category.terms {
                if term.trim_end_matches('*').trim().is_empty() || !(*weight > 0.0 && *weight <= 10.0) {
                    let message = format!(
                        "{shown}: category \"{}\": the term \"{term}\" needs letters and a weight from 0 to 10",
                        category.id
                    );
                    return Err(RunError::settings(message));
                }
                terms.add(term, index, *weight);
            }
            let names = category.headings.iter().chain(&category.aliases).chain(std::iter::once(&category.name));
            for name in names {
                headings.add(name, index, 1.0);
            }
        }
        let build = |builder: LexiconBuilder| {
            builder.build().map_err(|error| RunError::settings(format!("{shown} is too large")).because(error))
        };
        Ok(Self { terms: build(terms)?, headings: build(headings)?, categories: file.category })
    }

    /// The categories, in the order of the file.
    #[must_use]
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// The terms that stand in a text, in order.
    pub(super) fn terms_in<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Found<'t>> {
        self.terms.find(text).map(|(_, found)| found)
    }

    /// The categories that a heading names, those outside brackets first, each in order.
    pub(super) fn named_in<'t>(&'t self, heading: &'t str) -> impl Iterator<Item = (usize, Place)> + 't {
        let aside = |at: usize| {
            let before = heading.get(..at).unwrap_or("");
            before.matches('(').count() > before.matches(')').count()
        };
        let named = move |place: Place| {
            self.headings.find(heading).flat_map(move |(at, found)| {
                let here = if aside(at) { Place::Aside } else { Place::Main };
                found.weights.iter().filter(move |_| here == place).map(move |(category, _)| (*category, place))
            })
        };
        named(Place::Main).chain(named(Place::Aside))
    }
}

/// Phrases and what they stand for, found in one pass at word boundaries, the longest at each place.
#[derive(Debug, Clone)]
struct Lexicon {
    automaton: AhoCorasick,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    /// The phrase, without its star.
    phrase: String,
    /// Any ending may follow.
    open: bool,
    /// Letters must match as they stand: acronyms.
    exact: bool,
    weights: Vec<(usize, f32)>,
}

struct LexiconBuilder {
    entries: BTreeMap<(String, bool), Entry>,
}

impl LexiconBuilder {
    fn add(&mut self, term: &str, category: usize, weight: f32) {
        let phrase = term.trim_end_matches('*').to_owned();
        let open = term.ends_with('*');
        let exact = phrase.chars().filter(char::is_ascii_uppercase).count() >= 2 && !phrase.contains(' ');
        let key = (phrase.to_ascii_lowercase(), open);
        let entry = self.entries.entry(key).or_insert(Entry { phrase, open, exact, weights: Vec::new() });
        if !entry.weights.iter().any(|(known, _)| *known == category) {
            entry.weights.push((category, weight));
        }
    }

    fn build(self) -> Result<Lexicon, aho_corasick::BuildError> {
        let entries: Vec<Entry> = self.entries.into_values().collect();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .start_kind(StartKind::Both)
            .build(entries.iter().map(|entry| &entry.phrase))?;
        Ok(Lexicon { automaton, entries })
    }
}

impl Lexicon {
    fn builder() -> LexiconBuilder {
        LexiconBuilder { entries: BTreeMap::new() }
    }

    /// Byte offset and entry of every phrase, left to right, without overlap.
    fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, Found<'t>)> + 't {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let found = self.automaton.find(Input::new(text).range(at..))?;
                let (start, end) = (found.start(), found.end());
                if let Some((hit, to)) = self.whole_words(text, start, end, found.pattern().as_usize()) {
                    at = to;
                    return Some((start, hit));
                }
                // The longest phrase here is only a part of a word; a shorter one may still be whole.
                if let Some((hit, to)) = self.shorter(text, start, end) {
                    at = to;
                    return Some((start, hit));
                }
                at = next_boundary(text, start)?;
            }
        })
    }

    fn shorter<'t>(&'t self, text: &'t str, start: usize, end: usize) -> Option<(Found<'t>, usize)> {
        let mut limit = end;
        while let Some(before) = text.get(start..limit).and_then(|part| part.rfind([' ', '-'])) {
            limit = start + before;
            let input = Input::new(text).range(start..limit).anchored(Anchored::Yes);
            let found = self.automaton.find(input)?;
            if let Some(hit) = self.whole_words(text, start, found.end(), found.pattern().as_usize()) {
                return Some(hit);
            }
        }
        None
    }

    fn whole_words<'t>(&'t self, text: &str, start: usize, end: usize, pattern: usize) -> Option<(Found<'t>, usize)> {
        let entry = self.entries.get(pattern)?;
        let before = text.get(..start)?.chars().next_back();
        let after = text.get(end..)?.chars().next();
        let starts = before.is_none_or(|letter| !letter.is_alphanumeric());
        let ends = entry.open || after.is_none_or(|letter| !letter.is_alphanumeric());
        let written = !entry.exact || text.get(start..end) == Some(entry.phrase.as_str());
        let found = Found { pattern: u32::try_from(pattern).ok()?, weights: &entry.weights };
        (starts && ends && written).then_some((found, end))
    }
}

/// Start of the next character after `at`.
fn next_boundary(text: &str, at: usize) -> Option<usize> {
    text.get(at..)?.chars().next().map(|letter| at + letter.len_utf8())
}
