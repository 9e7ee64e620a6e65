//! Words as terms: folded, stemmed, and joined where reports use one for another (`rules/synonyms.toml`).

use crate::query::words::Stems;
use rustc_hash::FxHashMap;
use serde::Deserialize;

/// The groups of words in the binary, as written.
const EMBEDDED: &str = include_str!("../../rules/synonyms.toml");

/// A word by the number of its stem or group. Numbers are hashes that stay the same from run to run.
pub type Term = u32;

/// What makes terms of words.
#[derive(Debug)]
pub struct Words {
    stems: Stems,
    groups: FxHashMap<String, Term>,
}

#[derive(Deserialize)]
struct Source {
    groups: Vec<String>,
}

impl Words {
    /// The groups in the binary, as written.
    pub const EMBEDDED: &'static str = EMBEDDED;

    /// The embedded groups.
    ///
    /// # Errors
    /// Never for the data as released: the test suite loads it.
    pub fn embedded() -> Result<Self, toml::de::Error> {
        let source: Source = toml::from_str(EMBEDDED)?;
        let stems = Stems::of("en");
        let mut groups = FxHashMap::default();
        for group in &source.groups {
            let mut words = group.split(',').map(str::trim);
            let Some(first) = words.next() else { continue };
            let term = hash(&stems.stem(first));
            for word in words {
                groups.insert(stems.stem(word).into_owned(), term);
            }
        }
        Ok(Self { stems, groups })
    }

    /// The term of a word.
    #[must_use]
    pub fn term(&self, word: &str) -> Term {
        let folded: String = word
            .trim_matches(|c: char| !c.is_alphanumeric())
            .trim_end_matches("'s")
            .trim_end_matches("\u{2019}s")
            .to_lowercase();
        let stem = self.stems.stem(&folded);
        self.groups.get(stem.as_ref()).copied().unwrap_or_else(|| hash(&stem))
    }
}

/// FNV-1a, 32 bits: small, and the same on every machine.
#[must_use]
pub fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_synonyms_are_one_term() {
        let words = Words::embedded().unwrap();
        for (one, other) in
            [("cancelled", "cancellation"), ("maintain", "keeps"), ("weekly", "week"), ("Vaal's", "Vaal")]
        {
            assert_eq!(words.term(one), words.term(other), "{one} {other}");
        }
        assert_ne!(words.term("closure"), words.term("fee"));
    }
}
