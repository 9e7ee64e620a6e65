//! The language of a text, by its most frequent small words and its script.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Small words that one language uses all the time and the others hardly.
const SMALL_WORDS: &[(&str, &[&str])] = &[
    ("en", &["the", "of", "and", "to", "in", "that", "for", "was", "with", "by"]),
    ("fr", &["le", "les", "des", "et", "une", "dans", "est", "pour", "aux", "qui"]),
    ("es", &["el", "los", "las", "una", "del", "por", "para", "con", "que", "se"]),
    ("pt", &["os", "das", "dos", "uma", "para", "com", "não", "pelo", "ao", "em"]),
    ("de", &["der", "die", "das", "und", "nicht", "mit", "von", "den", "ist", "ein"]),
    ("it", &["il", "gli", "della", "che", "una", "per", "con", "sono", "nel", "di"]),
    ("nl", &["het", "een", "van", "niet", "zijn", "voor", "met", "wordt", "ook", "dat"]),
    ("lv", &["un", "ir", "par", "kas", "ar", "no", "uz", "tika", "kā", "lai"]),
];
/// Bytes of the longest of them.
const LONGEST: usize = 5;
/// For each of them one bit for every language that uses it.
static LANGUAGES: LazyLock<FxHashMap<&str, u8>> = LazyLock::new(|| {
    let mut languages: FxHashMap<&str, u8> = FxHashMap::default();
    for (language, (_, words)) in SMALL_WORDS.iter().enumerate() {
        for word in *words {
            *languages.entry(word).or_default() |= 1 << language;
        }
    }
    languages
});
/// Share of letters that settles a script.
const SCRIPT_SHARE: f32 = 0.4;

/// A language tag; "en" where nothing speaks against it.
pub(crate) fn guess(text: &str) -> String {
    if let Some(tag) = by_script(text) {
        return tag.to_owned();
    }
    let lower = text.to_lowercase();
    let mut counts = [0_u32; SMALL_WORDS.len()];
    for word in lower.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() <= LONGEST) {
        let languages = LANGUAGES.get(word).copied().unwrap_or(0);
        for (language, count) in counts.iter_mut().enumerate() {
            *count += u32::from(languages >> language & 1);
        }
    }
    let mut best = ("en", 0);
    for ((tag, _), count) in SMALL_WORDS.iter().zip(counts) {
        if count > best.1 {
            best = (tag, count);
        }
    }
    best.0.to_owned()
}

fn by_script(text: &str) -> Option<&'static str> {
    let mut counts = [0_u32; 6];
    let mut letters = 0_u32;
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        let slot = match c {
            '\u{0400}'..='\u{052f}' => 0,
            '\u{0600}'..='\u{06ff}' => 1,
            '\u{3040}'..='\u{30ff}' => 2,
            '\u{4e00}'..='\u{9fff}' => 3,
            '\u{ac00}'..='\u{d7af}' => 4,
            '\u{0370}'..='\u{03ff}' => 5,
            _ => continue,
        };
        if let Some(count) = counts.get_mut(slot) {
            *count += 1;
        }
    }
    let share = |slot: usize| counts.get(slot).copied().unwrap_or(0) as f32 / letters.max(1) as f32;
    // Japanese mixes kana and Chinese characters: a tenth of kana settles it.
    if share(2) > 0.1 {
        return Some("ja");
    }
    [(0, "ru"), (1, "ar"), (3, "zh"), (4, "ko"), (5, "el")]
        .into_iter()
        .find(|(slot, _)| share(*slot) > SCRIPT_SHARE)
        .map(|(_, tag)| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_and_scripts() {
        assert_eq!(guess("The agenda was adopted by the members of the group."), "en");
        assert_eq!(guess("Le comité adopte les recommandations des groupes et une liste."), "fr");
        assert_eq!(guess("Комитет принял решение"), "ru");
        assert_eq!(guess(""), "en");
    }
}
