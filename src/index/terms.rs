//! The terms of the index that a word, a pattern or a misspelt word stands for.

use std::collections::BTreeSet;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field as Column;

use super::plan::Planner;
use super::schema::FOLDED;
use crate::query::slots::{self, Slot};
use crate::query::words::Word;

impl Planner<'_> {
    /// The terms that fill a slot, as far as they are in the index.
    pub(super) fn terms(&self, slot: &Slot) -> tantivy::Result<Vec<Term>> {
        Ok(match slot {
            Slot::Stem(word) => self.stem_terms(self.fields.text, word),
            Slot::Written(word) | Slot::Capitals(word) => vec![Term::from_field_text(self.fields.exact, word)],
            Slot::Pattern(pattern) => {
                let mut terms = self.matching(self.fields.exact, pattern)?;
                terms.extend(self.matching(self.fields.exact, &format!("{FOLDED}{pattern}"))?);
                terms
            }
            Slot::StemIs(stem) => vec![Term::from_field_text(self.fields.text, stem)],
            Slot::Fuzzy(word, edits) => self.similar(word, *edits)?,
        })
    }

    pub(super) fn stem_terms(&self, field: Column, word: &Word) -> Vec<Term> {
        let forms: BTreeSet<String> = self.stems.iter().flat_map(|stems| slots::stem_forms(word, *stems)).collect();
        forms.iter().map(|form| Term::from_field_text(field, form)).collect()
    }

    /// The terms of a field that have the form of a pattern.
    pub(super) fn matching(&self, field: Column, pattern: &str) -> tantivy::Result<Vec<Term>> {
        let prefix = pattern.split('*').next().unwrap_or_default();
        // A pattern that begins with a star is held against every term: its end tells most of them at once.
        let ending = pattern.rsplit('*').next().unwrap_or_default();
        self.terms_where(field, prefix, |term| term.ends_with(ending) && slots::matches_pattern(pattern, term))
    }

    pub(super) fn similar(&self, word: &str, edits: u8) -> tantivy::Result<Vec<Term>> {
        let mut found = BTreeSet::new();
        let marked = format!("{FOLDED}{word}");
        for wanted in [word, marked.as_str()] {
            self.gather_similar(wanted, edits, &mut found)?;
        }
        Ok(found.iter().map(|term| Term::from_field_text(self.fields.exact, term)).collect())
    }

    fn gather_similar(&self, word: &str, edits: u8, found: &mut BTreeSet<String>) -> tantivy::Result<()> {
        let query = FuzzyTermQuery::new(Term::from_field_text(self.fields.exact, word), edits, true);
        let is_marked = word.starts_with(FOLDED);
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.exact)?;
            let automaton = query.automaton()?;
            let mut stream = inverted.terms().search(automaton).into_stream()?;
            while let Some((key, _)) = stream.next() {
                // The mark of folded words is no letter that could be missing or too many.
                let term = std::str::from_utf8(key).ok().filter(|term| term.starts_with(FOLDED) == is_marked);
                found.extend(term.map(str::to_owned));
            }
        }
        Ok(())
    }

    /// The terms of a field that begin with `prefix` and pass the test, over all segments, sorted.
    pub(super) fn terms_where(
        &self,
        field: Column,
        prefix: &str,
        test: impl Fn(&str) -> bool,
    ) -> tantivy::Result<Vec<Term>> {
        let mut found = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
            while let Some((key, _)) = stream.next() {
                if !key.starts_with(prefix.as_bytes()) {
                    break;
                }
                found.extend(std::str::from_utf8(key).ok().filter(|term| test(term)).map(str::to_owned));
            }
        }
        Ok(found.iter().map(|term| Term::from_field_text(field, term)).collect())
    }
}
