//! Words of a text as search sees them: where they stand, how they are folded, and their stems.
//!
//! One analysis serves the index, the query and the snippet, so that whatever the index finds the snippet can mark. A word
//! is a run of letters, digits and combining marks (Unicode Standard Annex 29, much reduced); characters of scripts
//! written without spaces are words of their own. Folding lowers case, takes accents off Latin letters and simplifies Chinese characters. Stems are
//! those of Snowball (<https://snowballstem.org>) for the report's language.

use super::hanzi;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Longer words are cut here, in characters: no word of a report is longer, and hostile files have words of megabytes.
const LONGEST_WORD: usize = 64;

/// One word of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    /// Byte offset of its first character.
    pub start: usize,
    /// Byte offset after its last character.
    pub end: usize,
    /// Lower case, accents off, a possessive 's off.
    pub folded: String,
    /// Joined to the next word by a single hyphen: "multi" in "multi-stakeholder".
    pub joined: bool,
    /// The plural of an acronym ("BPFs"): its stem is the word without its last letter.
    pub acronym_plural: bool,
    /// In small letters with its accents, where folding took something off.
    pub accented: Option<String>,
    /// In capitals, as an acronym is.
    pub capitals: bool,
}

/// The words of `text` in order.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        if !is_word_char(first) {
            continue;
        }
        let mut end = start + first.len_utf8();
        if !is_unspaced(first) {
            while let Some(&(at, next)) = rest.peek() {
                if is_unspaced(next) || !(is_word_char(next) || is_invisible(next) || is_combining_mark(next)) {
                    break;
                }
                end = at + next.len_utf8();
                rest.next();
            }
        }
        let mut end_marked = end;
        if let Some(after) = possessive_end(text, end) {
            end_marked = after;
            while rest.peek().is_some_and(|&(at, _)| at < after) {
                rest.next();
            }
        }
        let raw = text.get(start..end).unwrap_or_default();
        let folded = fold(raw);
        if folded.is_empty() {
            continue;
        }
        let joined = joined_to_next(text.get(end_marked..).unwrap_or_default());
        let accented = accented(raw, &folded);
        let (acronym_plural, capitals) = (is_acronym_plural(raw), is_capitals(raw));
        found.push(Word { start, end: end_marked, folded, joined, acronym_plural, accented, capitals });
    }
    found
}

/// `word` in lower case, without accents, cut to a length that hostile files cannot exceed.
#[must_use]
pub fn fold(word: &str) -> String {
    if word.len() <= LONGEST_WORD && word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    for character in word.chars().filter(|&c| !is_invisible(c)).take(LONGEST_WORD) {
        fold_char(character, &mut folded);
    }
    folded
}

/// A whole text folded word by word, one space between words: the form in which names are compared.
#[must_use]
pub fn fold_all(text: &str) -> String {
    let folded: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
    folded.join(" ")
}

fn fold_char(character: char, folded: &mut String) {
    match character {
        'ß' | 'ẞ' => folded.push_str("ss"),
        'æ' | 'Æ' => folded.push_str("ae"),
        'œ' | 'Œ' => folded.push_str("oe"),
        'ø' | 'Ø' => folded.push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
        'ł' | 'Ł' => folded.push('l'),
        'ı' | 'İ' => folded.push('i'),
        'þ' | 'Þ' => folded.push_str("th"),
        'ё' | 'Ё' => folded.push('е'),
        // Letters of their own, which would decompose into another letter and a mark.
        'й' | 'Й' => folded.push('й'),
        '\u{3040}'..='\u{30ff}' => folded.push(character),
        'a'..='z' | '0'..='9' => folded.push(character),
        '\u{4e00}'..='\u{9fff}' => folded.push(hanzi::simplified(character)),
        // What the last arm comes to for these, without its detours: whole reports are written in them.
        'а'..='я' => folded.push(character),
        'А'..='Я' => folded.extend(character.to_lowercase()),
        '가'..='힣' => decompose_canonical(character, |part| folded.push(part)),
        _ => {
            for part in Some(character).into_iter().nfkd() {
                if part != character {
                    fold_char(part, folded);
                } else if is_word_char(part) {
                    folded.extend(part.to_lowercase().filter(|c| !is_combining_mark(*c)));
                } else if is_kept_mark(part) && !folded.is_empty() {
                    // A mark behind a letter that folds to nothing stands on none, and begins no word.
                    folded.push(part);
                }
            }
        }
    }
}

/// Marks that make another word, where accents, vowel points and Arabic vowel signs only help to read: the vowel signs of
/// Indic scripts.
fn is_kept_mark(character: char) -> bool {
    is_combining_mark(character) && matches!(character, '\u{0900}'..='\u{0dff}')
}

fn is_word_char(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    // The vowel signs of Indic scripts count as alphabetic, yet never begin a word.
    character.is_alphanumeric() && !is_combining_mark(character)
}

/// Soft hyphen, zero-width joiners and direction marks: inside a word they are nothing.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{00ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Scripts written without spaces: Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar.
fn is_unspaced(character: char) -> bool {
    matches!(character, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn possessive_end(text: &str, end: usize) -> Option<usize> {
    let mut after = text.get(end..)?.chars();
    let apostrophe = after.next().filter(|c| matches!(c, '\'' | '\u{2019}'))?;
    after.next().filter(|c| matches!(c, 's' | 'S'))?;
    if after.next().is_some_and(is_word_char) {
        return None;
    }
    Some(end + apostrophe.len_utf8() + 1)
}

fn joined_to_next(after: &str) -> bool {
    let mut after = after.chars();
    after.next().is_some_and(|c| matches!(c, '-' | '\u{2010}' | '\u{2011}')) && after.next().is_some_and(is_word_char)
}

/// A word in small letters with its accents, in the form in which composed and decomposed accents are the same; `None` where that is
/// its folded form.
fn accented(raw: &str, folded: &str) -> Option<String> {
    if raw.is_ascii() {
        return None;
    }
    let whole: String =
        raw.nfc().filter(|&c| !is_invisible(c)).take(LONGEST_WORD).flat_map(char::to_lowercase).collect();
    (whole != folded).then_some(whole)
}

/// "IT", "WHO": capitals only, and more than one.
fn is_capitals(raw: &str) -> bool {
    raw.len() > 1 && raw.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// "BPFs", "NRIs", "DCs": at least two capitals or digits, then a single small s.
fn is_acronym_plural(raw: &str) -> bool {
    raw.strip_suffix('s').is_some_and(|stem| {
        stem.chars().count() >= 2
            && stem.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
            && stem.chars().any(char::is_uppercase)
    })
}

/// Stretches of words joined by hyphens: first position, position after the last, and the words written as one.
#[must_use]
pub fn compounds(found: &[Word]) -> Vec<(usize, usize, String)> {
    let mut made = Vec::new();
    let mut from = 0;
    while from < found.len() {
        let joined = found.iter().skip(from).take_while(|word| word.joined).count();
        let to = (from + joined + 1).min(found.len());
        if let Some(parts) = found.get(from..to).filter(|parts| parts.len() > 1 && parts.len() <= MOST_COMPOUND_PARTS)
            && parts.iter().all(|part| part.folded.chars().all(char::is_alphabetic))
        {
            made.push((from, to, parts.iter().map(|part| part.folded.as_str()).collect()));
        }
        from = to;
    }
    made
}

/// Chains of more hyphens are no words: codes, rules, addresses.
const MOST_COMPOUND_PARTS: usize = 4;

/// The stemmer of one language; of a language without one, words stay as they are.
#[derive(Clone, Copy)]
pub struct Stems(Option<frostem::Stemmer>);

impl Stems {
    /// The stemmer for a language tag such as `en` or `fr-FR`.
    #[must_use]
    pub fn of(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        Self(frostem::Stemmer::try_from_name(primary).ok())
    }

    /// The stem of a folded word.
    #[must_use]
    pub fn stem<'w>(&self, folded: &'w str) -> Cow<'w, str> {
        match &self.0 {
            Some(stemmer) if !folded.bytes().any(|byte| byte.is_ascii_digit()) => stemmer.stem(folded),
            _ => Cow::Borrowed(folded),
        }
    }

    /// The stem of a word of a text: an acronym's plural leads to the acronym, which no stemmer knows.
    #[must_use]
    pub fn of_word<'w>(&self, word: &'w Word) -> Cow<'w, str> {
        if word.acronym_plural {
            return Cow::Borrowed(word.folded.strip_suffix('s').unwrap_or(&word.folded));
        }
        self.stem(&word.folded)
    }
}

impl std::fmt::Debug for Stems {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(if self.0.is_some() { "Stems" } else { "Stems(none)" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn words_are_folded_and_split_where_a_reader_splits_them() {
        let cases: &[(&str, &[&str])] = &[
            ("The Secretariat's note", &["the", "secretariat", "note"]),
            ("the members\u{2019} list", &["the", "members", "list"]),
            ("Élection à São Tomé", &["election", "a", "sao", "tome"]),
            ("l\u{2019}élection", &["l", "election"]),
            ("A/80/604/Add.4", &["a", "80", "604", "add", "4"]),
            ("e\u{0301}tude", &["etude"]),
            ("cyber\u{00ad}security", &["cybersecurity"]),
            ("Müßiggang Øresund Œuvre", &["mussiggang", "oresund", "oeuvre"]),
            ("互联网 治理", &["互", "联", "网", "治", "理"]),
            ("\u{4e92}\u{806f}\u{7db2}", &["互", "联", "网"]),
            ("Йошкар ёлка", &["йошкар", "елка"]),
            ("-- ( ) …", &[]),
            ("ﬁnal", &["final"]),
        ];
        for (text, expected) in cases {
            assert_eq!(folded(text), *expected, "{text}");
        }
    }

    #[test]
    fn plurals_of_acronyms_lead_to_the_acronym() {
        let english = Stems::of("en");
        for (text, stem) in [("BPFs", "bpf"), ("NRIs", "nri"), ("DCs", "dc"), ("newcomers", "newcom"), ("IS", "is")] {
            let found = words(text);
            assert_eq!(english.of_word(&found[0]), stem, "{text}");
        }
    }

    #[test]
    fn hyphens_join_and_dashes_do_not() {
        let joined: Vec<bool> = words("multi-stakeholder 2015 - 2016 WG\u{2011}IMP").iter().map(|w| w.joined).collect();
        assert_eq!(joined, [true, false, false, false, true, false]);
    }

    #[test]
    fn a_word_of_a_megabyte_is_cut() {
        assert_eq!(folded(&"x".repeat(1 << 20))[0].len(), LONGEST_WORD);
    }

    #[test]
    fn russian_and_korean_letters_are_folded_as_all_others_are() {
        for character in ('А'..='я').chain('가'..='힣').filter(|c| !matches!(c, 'Й' | 'й')) {
            let mut folded = String::new();
            fold_char(character, &mut folded);
            let parts = Some(character).into_iter().nfkd();
            let expected: String = parts.filter(|c| is_word_char(*c)).flat_map(char::to_lowercase).collect();
            assert_eq!(folded, expected, "{character}");
        }
    }

    #[test]
    fn a_vowel_sign_on_a_letter_that_folds_to_nothing_begins_no_word() {
        // Greek ypogegrammeni is a letter, and comes to a blank and a mark.
        assert_eq!(fold_all("\u{37a}\u{b47}"), "");
        assert_eq!(fold_all("\u{fc70}\u{9d7}"), fold_all(&fold_all("\u{fc70}\u{9d7}")));
    }

    proptest! {
        #[test]
        fn offsets_lie_on_character_boundaries_in_order(text in "\\PC{0,60}") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(last <= word.start && word.start < word.end);
                prop_assert!(text.is_char_boundary(word.start) && text.is_char_boundary(word.end));
                last = word.end;
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            // Compatibility characters of unspaced scripts may fall into two words: spaces aside.
            let once = fold_all(&text);
            prop_assert_eq!(fold_all(&once).replace(' ', ""), once.replace(' ', ""));
        }
    }
}
