//! The words of the document itself: the evidence for every doubtful hyphen and split accent.

use rustc_hash::FxHashMap;

/// Counts of words and of pairs joined by a hyphen, in lower case.
#[derive(Debug, Default)]
pub(super) struct Words {
    single: FxHashMap<String, u32>,
    pairs: FxHashMap<(String, String), u32>,
}

impl Words {
    /// Counts the words of all lines; a word that a line end cuts counts for nothing, its second half no more than its first.
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut words = Self::default();
        let mut was_cut = false;
        for line in lines {
            let line = line.trim_end();
            let cut = line.ends_with(['-', '\u{ad}', '\u{2010}', '\u{2011}']);
            let last = line.split_whitespace().count();
            for (at, token) in line.split_whitespace().enumerate() {
                let torn = cut && at + 1 == last || was_cut && at == 0;
                if !torn && !token.contains("://") {
                    words.count(token);
                }
            }
            was_cut = cut;
        }
        words
    }

    /// How often a word stands alone, hyphens not included.
    pub(super) fn single(&self, word: &str) -> u32 {
        self.single.get(&word.to_lowercase()).copied().unwrap_or(0)
    }

    /// How often two words stand joined by a hyphen.
    pub(super) fn pair(&self, left: &str, right: &str) -> u32 {
        self.pairs.get(&(left.to_lowercase(), right.to_lowercase())).copied().unwrap_or(0)
    }

    fn count(&mut self, token: &str) {
        for run in token.split(|c: char| !(c.is_alphanumeric() || is_hyphen(c))) {
            let mut before: Option<String> = None;
            let whole = !run.contains(is_hyphen);
            for part in run.split(is_hyphen).filter(|part| !part.is_empty()) {
                let lower = part.to_lowercase();
                if whole {
                    *self.single.entry(lower.clone()).or_default() += 1;
                }
                if let Some(left) = before.replace(lower.clone()) {
                    *self.pairs.entry((left, lower)).or_default() += 1;
                }
            }
        }
    }
}

/// Hyphens that join two words.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_halves_of_a_cut_word_are_no_words() {
        let words = Words::of(["an update was then pre-", "sented to the group. It was", "then presented"].into_iter());
        assert_eq!((words.single("pre"), words.single("sented"), words.single("presented")), (0, 0, 1));
    }
}
