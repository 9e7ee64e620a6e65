//! The word that is perhaps meant by one that no report holds.

use tantivy::Term;

use super::plan::Planner;
use super::schema::FOLDED;
use crate::query::scripts::are_of_one_script;

/// Shorter words have too many neighbours to guess from.
const SHORTEST_GUESSED: usize = 4;
/// Words of so many letters may be misspelt in two places.
const LONG_WORD: usize = 7;

impl Planner<'_> {
    /// The nearest word of the index, of equally near ones the most frequent; it is written in the same script.
    pub(super) fn nearest(&self, word: &str) -> tantivy::Result<Option<String>> {
        let letters = word.chars().count();
        if letters < SHORTEST_GUESSED || word.chars().any(|c| c.is_ascii_digit() || c == ' ') {
            return Ok(None);
        }
        let most = if letters >= LONG_WORD { 2 } else { 1 };
        for edits in 1..=most {
            let mut near = Vec::new();
            for term in self.similar(word, edits)? {
                near.push((self.searcher.doc_freq(&term)?, term));
            }
            near.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
            let is_word = |term: &Term| {
                let other = term.value().as_str().map(|text| text.trim_start_matches(FOLDED).to_owned())?;
                let fits = !other.chars().any(|c| c.is_ascii_digit()) && are_of_one_script(word, &other);
                fits.then_some(other)
            };
            if let Some(meant) = near.iter().filter(|(held, _)| *held > 0).find_map(|(_, term)| is_word(term)) {
                return Ok(Some(meant));
            }
        }
        Ok(None)
    }
}
