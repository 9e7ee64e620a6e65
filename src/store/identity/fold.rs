//! Folded text: what stays of words when fonts, hyphens, quotes, accents and producers are taken away.
//!
//! Compatibility decomposition (Unicode Standard Annex 15, NFKD), marks dropped, lower case, letters and digits only. A few
//! letters that Unicode does not decompose are written out, because programs without them in their fonts write them so.

use crate::text::numerals::roman_in_one_case;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters of the hash in an item id: 40 bits. A report holds some hundreds of items; should two texts of one block
/// collide all the same, the ledger tells them apart by their long hash.
pub const SHORT_HASH: usize = 8;
/// Characters of the hash in the ledger: 120 bits.
pub const LONG_HASH: usize = 24;
/// Longest slug, in characters: long headings are cut at a word, so that a lost second line changes nothing.
const LONGEST_SLUG: usize = 48;
/// RFC 4648 base 32, in lower case.
const BASE_32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The letters and digits of a text, folded.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfkd() {
        fold_into(&mut out, letter);
    }
    out
}

/// [`LONG_HASH`] base-32 characters of the SHA-256 of the folded text; the first [`SHORT_HASH`] stand in the item id.
#[must_use]
pub fn words_hash(text: &str) -> String {
    base_32(&Sha256::digest(folded(text).as_bytes()), LONG_HASH)
}

/// [`SHORT_HASH`] characters of the SHA-256 of the text as it stands.
#[must_use]
pub fn exact_hash(text: &str) -> String {
    base_32(&Sha256::digest(text.as_bytes()), SHORT_HASH)
}

/// A heading as part of an id: folded words joined by hyphens, cut at a word where longer than 48 characters. Empty where
/// the heading has neither letter nor digit.
#[must_use]
pub fn slug(heading: &str) -> String {
    let mut slug = String::new();
    let mut length = 0;
    for word in words(heading) {
        let more = word.chars().count() + usize::from(length > 0);
        if length > 0 && length + more > LONGEST_SLUG {
            break;
        }
        if length > 0 {
            slug.push('-');
        }
        slug.extend(word.chars().take(LONGEST_SLUG));
        length += more;
    }
    slug
}

/// The label of an annex as part of an id: as [`slug`], Roman numerals as figures (`Annex II`: `annex-2`).
#[must_use]
pub fn label_slug(label: &str) -> String {
    let mut parts = Vec::new();
    for (position, word) in words(label).enumerate() {
        parts.push(match roman(&word) {
            Some(value) if position > 0 => value.to_string(),
            _ => word,
        });
    }
    parts.join("-")
}

/// A printed number as part of an id: lower case, dots kept between its parts (`2.1`, `bis` and the like included).
#[must_use]
pub fn number_slug(number: &str) -> String {
    let parts: Vec<String> = number.split('.').map(folded).filter(|part| !part.is_empty()).collect();
    parts.join(".")
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|letter: char| !(letter.is_alphanumeric() || is_combining_mark(letter) || is_inside_word(letter)))
        .map(folded)
        .filter(|word| !word.is_empty())
}

/// Apostrophes and soft hyphens do not part words.
fn is_inside_word(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn fold_into(out: &mut String, letter: char) {
    if letter.is_ascii() {
        if letter.is_ascii_alphanumeric() {
            out.push(letter.to_ascii_lowercase());
        }
        return;
    }
    if is_combining_mark(letter) || is_spacing_modifier(letter) {
        return;
    }
    for lower in letter.to_lowercase() {
        match written_out(lower) {
            Some(plain) => out.push_str(plain),
            None if lower.is_alphanumeric() && !is_combining_mark(lower) => out.push(lower),
            None => {}
        }
    }
}

/// Accents drawn as letters of their own (U+02B0 to U+02FF): overstruck by some producers beside their letter.
fn is_spacing_modifier(letter: char) -> bool {
    matches!(letter, '\u{2b0}'..='\u{2ff}')
}

fn written_out(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ŋ' => "n",
        'ŧ' => "t",
        'ς' => "σ",
        _ => return None,
    })
}

/// Value of a Roman numeral up to 39 (annexes go no further) in small letters: words are folded.
fn roman(word: &str) -> Option<u32> {
    roman_in_one_case(word).filter(|value| *value < 40 && word.bytes().all(|byte| byte.is_ascii_lowercase()))
}

fn base_32(bytes: &[u8], length: usize) -> String {
    let mut out = String::with_capacity(length);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        if out.len() == length {
            break;
        }
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 && out.len() < length {
            bits -= 5;
            let letter = BASE_32.get(((held >> bits) & 31) as usize).copied().unwrap_or(b'a');
            out.push(char::from(letter));
        }
        held &= (1 << bits) - 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn producers_agree_after_folding() {
        for (one, other) in [
            ("the ﬁnal oﬃce", "The final office"),
            ("Dāvis Ņikiforovs", "Davis Nikiforovs"),
            ("Da\u{304}vis", "Davis"),
            ("Da\u{2c9}vis", "Davis"),
            ("inter-sessional", "intersessional"),
            ("inter\u{ad}sessional", "inter\u{2010}sessional"),
            ("“Forum’s” work", "\"Forum's\" work"),
            ("5 – 7 June", "5-7 June"),
            ("a\u{a0}b", "ab"),
            ("Straße", "STRASSE"),
            ("Søren Ærø", "Soren AEro"),
            ("ΟΔΟΣ", "οδος"),
            ("№ 5²", "No 52"),
            ("İstanbul", "Istanbul"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} / {other}");
            assert_eq!(words_hash(one), words_hash(other));
        }
    }

    #[test]
    fn other_words_stay_other() {
        assert_ne!(words_hash("The MAG agreed."), words_hash("The MAG disagreed."));
        assert_ne!(words_hash("by 5 April"), words_hash("by 6 April"));
        assert_ne!(folded("会议"), folded("会員"));
    }

    #[test]
    fn base_32_is_that_of_rfc_4648() {
        // The test vectors of RFC 4648, section 10, without padding.
        assert_eq!(base_32(b"fooba", 8), "mzxw6ytb");
        assert_eq!(base_32(b"foobar", 8), "mzxw6ytb");
        assert_eq!(words_hash("x").len(), LONG_HASH);
    }

    #[test]
    fn slugs_read_like_their_headings() {
        assert_eq!(slug("Formation of BPFs"), "formation-of-bpfs");
        assert_eq!(slug("IGF Best Practice Forum’s (BPFs): About"), "igf-best-practice-forums-bpfs-about");
        assert_eq!(slug("Élections / Приём"), "elections-прием");
        assert_eq!(slug("***"), "");
        let long = "A heading that goes on and on over two lines and says much too much for an id";
        assert_eq!(slug(long), "a-heading-that-goes-on-and-on-over-two-lines-and");
        assert_eq!(slug(&"x".repeat(100)).len(), LONGEST_SLUG);
    }

    #[test]
    fn annex_labels_count_in_figures() {
        assert_eq!(label_slug("Annex II"), "annex-2");
        assert_eq!(label_slug("ANNEX XIV"), "annex-14");
        assert_eq!(label_slug("Annex 2"), "annex-2");
        assert_eq!(label_slug("Appendix A1"), "appendix-a1");
        assert_eq!(label_slug("Annex A"), "annex-a");
        assert_eq!(label_slug("Annex mix"), "annex-mix");
        assert_eq!(label_slug("Annex"), "annex");
    }

    #[test]
    fn numbers_keep_their_dots() {
        assert_eq!(number_slug("2.1"), "2.1");
        assert_eq!(number_slug("PP6.bis"), "pp6.bis");
        assert_eq!(number_slug("(a)"), "a");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn slugs_hold_nothing_that_an_id_uses_otherwise(text in "\\PC{0,80}") {
            prop_assert!(!slug(&text).contains(['#', '~', '/', '@', '.', ' ']));
        }
    }
}
