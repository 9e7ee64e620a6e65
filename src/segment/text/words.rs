//! The words of the document itself: the evidence for every doubtful hyphen and split accent.

use rustc_hash::FxHashMap;

/// Counts of words and of pairs joined by a hyphen, in lower case.
#[derive(Debug, Default)]
pub(crate) struct Words {
    single: FxHashMap<String, u32>,
    pairs: FxHashMap<(String, String), u32>,
    /// Whether words are cut at line ends; unknown in short documents.
    cuts: Option<bool>,
}

/// Lines from which a document shows whether it cuts words, and the share of lines that end in a hyphen where it does.
/// Words with a hyphen of their own come to stand at the end of one line in some hundred.
const LINES: usize = 60;
const CUT: f32 = 0.025;

impl Words {
    /// Counts the words of all lines; a word that a line end cuts counts for nothing, its second half no more than its first.
    pub(crate) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut words = Self::default();
        let mut was_cut = false;
        let (mut count, mut cuts, mut halves) = (0_usize, 0_usize, Vec::new());
        for line in lines {
            let line = line.trim_end();
            let cut = line.ends_with(['-', '\u{ad}', '\u{2010}', '\u{2011}']);
            let mut tokens = line.split_whitespace().peekable();
            let mut is_torn = was_cut;
            while let Some(token) = tokens.next() {
                is_torn |= cut && tokens.peek().is_none();
                if !is_torn && !token.contains("://") {
                    words.count(token);
                }
                is_torn = false;
            }
            if was_cut && let (Some(half), Some(rest)) = (halves.last_mut(), line.split_whitespace().next()) {
                let half: &mut String = half;
                half.extend(rest.chars().take_while(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
            }
            if cut && let Some(token) = line.split_whitespace().next_back() {
                let stem = token.trim_end_matches(is_hyphen).rsplit(|c: char| !c.is_alphanumeric()).next();
                halves.push(stem.unwrap_or_default().to_lowercase());
                cuts += 1;
            }
            count += 1;
            was_cut = cut;
        }
        // One word that stands whole elsewhere and cut here shows that words are cut.
        let shows = halves.iter().any(|word| words.single(word) > 0);
        let is_rare = (cuts as f32) < CUT * count as f32;
        words.cuts = if shows || !is_rare { Some(true) } else { (count >= LINES).then_some(false) };
        words
    }

    /// Whether the document cuts words at line ends at all; none if it is too short to show it.
    pub(crate) fn cuts(&self) -> Option<bool> {
        self.cuts
    }

    /// How often a word stands alone, hyphens not included.
    pub(crate) fn single(&self, word: &str) -> u32 {
        self.single.get(&word.to_lowercase()).copied().unwrap_or(0)
    }

    /// How often two words stand joined by a hyphen.
    pub(crate) fn pair(&self, left: &str, right: &str) -> u32 {
        self.pairs.get(&(left.to_lowercase(), right.to_lowercase())).copied().unwrap_or(0)
    }

    fn count(&mut self, token: &str) {
        // A plain word with what stands around it, as nearly all are.
        let bare = token.trim_matches(|c: char| c.is_ascii_punctuation() && c != '-');
        if bare.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            if !bare.is_empty() {
                count_one(&mut self.single, bare);
            }
            return;
        }
        for run in token.split(|c: char| !(c.is_alphanumeric() || is_hyphen(c))) {
            let mut before: Option<String> = None;
            let whole = !run.contains(is_hyphen);
            for part in run.split(is_hyphen).filter(|part| !part.is_empty()) {
                if whole {
                    count_one(&mut self.single, part);
                    continue;
                }
                let lower = part.to_lowercase();
                if let Some(left) = before.replace(lower.clone()) {
                    *self.pairs.entry((left, lower)).or_default() += 1;
                }
            }
        }
    }
}

/// Counts a word in small letters. Most words have been seen before, in small letters already: they need no copy.
pub(crate) fn count_one(words: &mut FxHashMap<String, u32>, word: &str) {
    if let Some(count) = words.get_mut(word).filter(|_| is_small(word)) {
        *count += 1;
    } else {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
}

/// Whether a word surely has small letters and figures alone.
pub(crate) fn is_small(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Hyphens that join two words.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Chinese, Japanese and Korean characters, between which lines join without a blank.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
        && !matches!(c, '\u{ac00}'..='\u{d7af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_halves_of_a_cut_word_are_no_words() {
        let words = Words::of(["an update was then pre-", "sented to the group. It was", "then presented"].into_iter());
        assert_eq!((words.single("pre"), words.single("sented"), words.single("presented")), (0, 0, 1));
    }

    #[test]
    fn a_document_without_cut_words_shows_it() {
        let plain: Vec<String> = (0..80).map(|at| format!("line {at} of the report")).collect();
        let lines = || plain.iter().map(String::as_str);
        assert_eq!(Words::of(lines().chain(["a mass-", "casualty event"])).cuts(), Some(false));
        assert_eq!(Words::of(lines().chain(["the re-", "port of it"])).cuts(), Some(true));
        assert_eq!(Words::of(["a mass-", "casualty event"].into_iter()).cuts(), Some(true));
        assert_eq!(Words::of(["a report"].into_iter()).cuts(), None);
    }
}
