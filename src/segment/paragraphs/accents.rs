//! Accents drawn apart from their letters: "J ā nis", "Casasbuenas Juli´an".

use super::draft::Draft;
use crate::segment::text::statements::has_verb;
use crate::segment::text::words::Words;
use rustc_hash::FxHashSet;
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
    let lone = || drafts.iter().any(|draft| has_lone_letter(&draft.text.text));
    let tears = extended > 0 && (rare && lone() || always_parts(drafts));
    let free = if tears { free_words(drafts) } else { FxHashSet::default() };
    for draft in drafts {
        let edits = edits(&draft.text.text, &Known { words, free: &free }, tears);
        draft.text.edit(&edits);
    }
}

/// Letters with accents from which a habit is told, and the share of them behind which a blank parts small letters off.
const HABIT: usize = 4;
const HABIT_SHARE: f32 = 0.6;

/// Whether a blank stands behind nearly every accented letter and small letters go on: no language writes so.
fn always_parts(drafts: &[Draft]) -> bool {
    let (mut parted, mut all) = (0_usize, 0_usize);
    for text in drafts.iter().map(|draft| draft.text.text.as_str()).filter(|text| !text.is_ascii()) {
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            if !is_extended(letter) {
                continue;
            }
            let mut behind = letters.clone();
            let (next, after) = (behind.next(), behind.next());
            all += usize::from(next.is_some_and(|c| c == ' ' || c.is_alphabetic()));
            parted += usize::from(next == Some(' ') && after.is_some_and(char::is_lowercase));
        }
    }
    all >= HABIT && parted as f32 >= HABIT_SHARE * all as f32
}

/// Words in small letters that stand where no tear could have made them: not behind an accented letter.
fn free_words(drafts: &[Draft]) -> FxHashSet<String> {
    let mut free = FxHashSet::default();
    for draft in drafts {
        let mut torn = false;
        for token in draft.text.text.split(' ') {
            let word = token.trim_matches(|c: char| !c.is_alphabetic());
            if !torn && !word.chars().any(is_extended) {
                free.insert(word.to_owned());
            }
            torn = token.ends_with(is_extended);
        }
    }
    free
}

/// What is known of words.
struct Known<'a> {
    words: &'a Words,
    free: &'a FxHashSet<String>,
}

impl Known<'_> {
    /// Whether letters are a word of their own.
    fn is_word(&self, letters: &str) -> bool {
        is_small_word(letters)
            || self.free.contains(letters)
            || has_verb(letters)
            || letters.len() > 4 && letters.ends_with("ed")
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

fn edits(text: &str, known: &Known<'_>, tears: bool) -> Vec<(Range<usize>, String)> {
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
            if (left_extended || right_extended) && torn(text, *offset, left_extended, known) {
                edits.push((*offset..*offset + 1, String::new()));
            }
        }
    }
    edits
}

/// Whether the blank at an offset tears a word: what stands behind it is no word of its own.
fn torn(text: &str, offset: usize, left_extended: bool, known: &Known<'_>) -> bool {
    let (head, tail) = (text.get(..offset).unwrap_or_default(), text.get(offset + 1..).unwrap_or_default());
    let left = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let right = tail.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    if left_extended && right.is_empty() {
        // "ņ š ," : a lone accented letter before punctuation closes the word.
        return left.chars().count() == 1 && tail.starts_with([',', '.', ';', ')']);
    }
    let fragment = if left_extended { right } else { left };
    let starts_small = right.chars().next().is_some_and(char::is_lowercase);
    let whole_elsewhere = known.words.single(&format!("{left}{right}")) > 0;
    // "rziņ a of the": an article before a preposition is none.
    let rest = tail.get(right.len()..).unwrap_or_default();
    let after = rest.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let no_article = left_extended && right == "a" && (after.is_empty() || is_small_word(after));
    let fragment_known = known.is_word(fragment) && !no_article;
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
        let free: FxHashSet<String> = filler.split([' ', '.']).map(str::to_owned).collect();
        let mut out = text.to_owned();
        for (range, with) in edits(text, &Known { words: &words, free: &free }, has_lone_letter(text)).into_iter().rev()
        {
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
    fn a_short_paper_shows_its_habit_by_every_accented_letter() {
        let paper = "1. Mr. Jā nis Kā rkliņ š took the chair and thanked Ms. Mā ra Bē rziņ a of the tide observatory.\n\n2. The meeting closed at ten.";
        let read = crate::segment::segment(crate::segment::testing::text_document(paper));
        assert!(
            read.blocks[0].text.starts_with("Mr. Jānis Kārkliņš took the chair and thanked Ms. Māra Bērziņa of the")
        );
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
