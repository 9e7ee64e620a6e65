//! Accents drawn apart from their letters: "J ā nis", "Casasbuenas Juli´an".

use super::draft::Draft;
use crate::segment::text::words::Words;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Share of accented letters beyond Latin-1 from which they belong to the language and stand alone by right.
const FOREIGN_SHARE: f32 = 0.01;

/// Repairs the text of all drafts.
pub(crate) fn repair(drafts: &mut [Draft], words: &Words) {
    let (mut letters, mut extended) = (0_usize, 0_usize);
    for text in drafts.iter().map(|draft| draft.text.text.as_str()) {
        letters += text.bytes().filter(u8::is_ascii_alphabetic).count();
        for c in text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()) {
            letters += 1;
            extended += usize::from(is_extended(c));
        }
    }
    let rare = (extended as f32) < FOREIGN_SHARE * letters as f32;
    let tears = rare && extended > 0 && drafts.iter().any(|draft| has_lone_letter(&draft.text.text));
    for draft in drafts {
        let edits = edits(&draft.text.text, words, tears);
        draft.text.edit(&edits);
    }
}

/// Whether an accented letter stands alone as a word: the mark of a file whose words are torn at such letters. Without it
/// a blank beside one is a blank ("Kalniņš presented").
fn has_lone_letter(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| {
        let mut chars = word.chars();
        chars.next().is_some_and(is_extended) && chars.next().is_none()
    })
}

/// Letters with accents that West European languages do without: where they are rare, they stand in names.
fn is_extended(c: char) -> bool {
    matches!(c, '\u{0100}'..='\u{024f}') && c.is_alphabetic() && !matches!(c, 'Œ' | 'œ')
}

fn edits(text: &str, words: &Words, tears: bool) -> Vec<(Range<usize>, String)> {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    if !tears && !text.chars().any(|c| spacing_accent(c).is_some()) {
        return edits;
    }
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for (at, (offset, c)) in chars.iter().enumerate() {
        let get = |i: Option<usize>| i.and_then(|i| chars.get(i)).map(|(_, c)| *c);
        let before = get(at.checked_sub(1));
        let after = get(Some(at + 1));
        if let Some(combining) = spacing_accent(*c) {
            if let Some(edit) = compose(*offset, *c, combining, before, after) {
                edits.push(edit);
            }
        } else if *c == ' ' && tears {
            let left_extended = before.is_some_and(is_extended);
            let right_extended = after.is_some_and(is_extended);
            if (left_extended || right_extended) && torn(text, *offset, left_extended, words) {
                edits.push((*offset..*offset + 1, String::new()));
            }
        }
    }
    edits
}

/// Whether the blank at an offset tears a word: what stands behind it is no word of its own.
fn torn(text: &str, offset: usize, left_extended: bool, words: &Words) -> bool {
    let (head, tail) = (text.get(..offset).unwrap_or_default(), text.get(offset + 1..).unwrap_or_default());
    let left = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let right = tail.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    if left_extended && right.is_empty() {
        // "ņ š ," : a lone accented letter before punctuation closes the word.
        return left.chars().count() == 1 && tail.starts_with([',', '.', ';', ')']);
    }
    let fragment = if left_extended { right } else { left };
    let starts_small = right.chars().next().is_some_and(char::is_lowercase);
    let whole_elsewhere = words.single(&format!("{left}{right}")) > 0;
    let fragment_known = words.single(fragment) > 4 || is_small_word(fragment);
    starts_small && !left.is_empty() && (whole_elsewhere || !fragment_known)
}

fn is_small_word(word: &str) -> bool {
    matches!(
        word,
        "a" | "i"
            | "of"
            | "to"
            | "in"
            | "on"
            | "as"
            | "at"
            | "by"
            | "is"
            | "it"
            | "an"
            | "or"
            | "and"
            | "the"
            | "was"
            | "for"
            | "will"
            | "would"
            | "from"
            | "with"
            | "has"
            | "had"
            | "who"
            | "said"
            | "were"
            | "are"
            | "also"
            | "then"
            | "that"
    )
}

/// The combining form of an accent that is drawn as a character of its own.
fn spacing_accent(c: char) -> Option<char> {
    Some(match c {
        '´' => '\u{301}',
        '¨' => '\u{308}',
        '¸' => '\u{327}',
        'ˇ' => '\u{30c}',
        '˘' => '\u{306}',
        '˚' => '\u{30a}',
        '˛' => '\u{328}',
        '˜' => '\u{303}',
        '¯' | 'ˉ' => '\u{304}',
        'ˆ' => '\u{302}',
        '˝' => '\u{30b}',
        _ => return None,
    })
}

fn compose(
    offset: usize,
    accent: char,
    combining: char,
    before: Option<char>,
    after: Option<char>,
) -> Option<(Range<usize>, String)> {
    let joined = |letter: char| {
        let base = if letter == 'ı' { 'i' } else { letter };
        let mut composed = [base, combining].into_iter().nfc();
        let first = composed.next()?;
        composed.next().is_none().then(|| first.to_string())
    };
    // TeX draws the accent before its letter.
    if let Some(letter) = after.filter(|c| c.is_alphabetic())
        && let Some(text) = joined(letter)
    {
        return Some((offset..offset + accent.len_utf8() + letter.len_utf8(), text));
    }
    let letter = before.filter(|c| c.is_alphabetic())?;
    let text = joined(letter)?;
    Some((offset - letter.len_utf8()..offset + accent.len_utf8(), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> String {
        let filler = "The members of the group met again and agreed on the dates of the next call. ".repeat(8);
        let words = Words::of([text, filler.as_str()].into_iter());
        let mut out = text.to_owned();
        for (range, with) in edits(text, &words, has_lone_letter(text)).into_iter().rev() {
            out.replace_range(range, &with);
        }
        out
    }

    #[test]
    fn torn_names_are_mended() {
        assert_eq!(repaired("Ambassador Jā nis Bē rziņ š from Riga"), "Ambassador Jānis Bērziņš from Riga");
        assert_eq!(repaired("and Jā nis Bē rziņ š , as chair"), "and Jānis Bērziņš, as chair");
    }

    #[test]
    fn whole_words_stay_apart() {
        assert_eq!(repaired("Mr. Kovač and the members"), "Mr. Kovač and the members");
        assert_eq!(repaired("Mr. Kalniņš presented the survey"), "Mr. Kalniņš presented the survey");
        assert_eq!(repaired("voilà nous sommes"), "voilà nous sommes");
    }

    #[test]
    fn accents_beside_their_letters_are_composed() {
        assert_eq!(repaired("Juli´an and Bj¨orn"), "Julián and Björn");
    }
}
