//! Words that look torn apart, glued together or guessed: the traces of a damaged text layer.

use super::facts::Facts;
use super::finding::{Finding, Kind};
use crate::model::{BlockType, Document};
use std::collections::BTreeMap;

/// A run of so many letters, each alone between blanks, is a torn word.
const ALONE: usize = 4;
/// A word of so many letters without sign or figure is glued from several.
const LONGEST: usize = 32;
/// Up to so many such places, and this share of the words, are the author's own slips.
const FEW: usize = 2;
const LITTLE: f32 = 0.002;
/// What a share of the words costs: one in fifty makes a reading doubtful.
const COST: f32 = 5.0;
/// Share of guessed glyphs that no one need look at.
const GUESSED: f32 = 0.005;

/// Counts suspicious places on each page.
pub(super) fn findings(document: &Document, facts: &Facts) -> Vec<Finding> {
    let (mut words, mut torn, mut glued, mut unknown) = (0_usize, Places::new(), Places::new(), Places::new());
    for block in document.blocks.iter().filter(|block| block.block_type != BlockType::Furniture) {
        let page = block.anchors.first().and_then(|anchor| anchor.page).unwrap_or(0);
        let mut alone = 0;
        for word in block.text.split(' ') {
            words += 1;
            if is_plain(word) {
                alone = 0;
                continue;
            }
            let is_alone = word.chars().count() == 1 && word.chars().all(is_latin);
            alone = if is_alone { alone + 1 } else { 0 };
            if alone == ALONE {
                note(&mut torn, page, word);
            }
            if is_glued(word) {
                note(&mut glued, page, word);
            }
            if word.contains('\u{fffd}') || word.chars().any(is_private) {
                note(&mut unknown, page, word);
            }
        }
    }
    let kinds = [
        (Kind::TornWords, torn, "words torn into letters"),
        (Kind::GluedWords, glued, "words without blanks between them"),
        (Kind::UnknownCharacters, unknown, "words with characters that the file does not name"),
    ];
    let mut found: Vec<Finding> =
        kinds.into_iter().filter_map(|(kind, places, what)| finding(kind, &places, what, words)).collect();
    if facts.guessed > GUESSED {
        let says = format!(
            "{:.1} % of the letters are guesses: the fonts do not say which characters they show",
            100.0 * facts.guessed
        );
        found.push(Finding { kind: Kind::Guessed, weight: facts.guessed, says });
    }
    found
}

/// For each page how many places, with the first of them.
type Places<'a> = BTreeMap<u32, (usize, &'a str)>;

fn note<'a>(places: &mut Places<'a>, page: u32, word: &'a str) {
    places.entry(page).or_insert((0, word)).0 += 1;
}

fn finding(kind: Kind, places: &Places<'_>, what: &str, words: usize) -> Option<Finding> {
    let count: usize = places.values().map(|(count, _)| count).sum();
    let share = count as f32 / words.max(1) as f32;
    if count <= FEW || share <= LITTLE {
        return None;
    }
    let (page, (most, example)) = places.iter().max_by_key(|(page, (count, _))| (*count, std::cmp::Reverse(**page)))?;
    let place = if *page == 0 { String::new() } else { format!(", most on page {page} ({most})") };
    let example: String = example.chars().take(LONGEST).collect();
    Some(Finding { kind, weight: COST * share, says: format!("{count} {what}{place}, such as \"{example}\"") })
}

/// Two letters or more of the plain alphabet, and at most a full stop or comma behind them: nine in ten words, and never
/// suspicious.
fn is_plain(word: &str) -> bool {
    let bare = word.strip_suffix(['.', ',', ';']).unwrap_or(word);
    (2..LONGEST).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Letters of the scripts that write words with blanks between them.
fn is_latin(letter: char) -> bool {
    letter.is_alphabetic() && (letter as u32) < 0x590
}

/// "regard.The", "describescomments" at great length; addresses and names of files are none.
fn is_glued(word: &str) -> bool {
    if word.contains(['/', '@', '_', '\\', '=', '#', '\u{2026}']) || word.starts_with("www.") {
        return false;
    }
    let letters = word.chars().filter(|one| is_latin(*one)).count();
    if letters >= LONGEST && word.chars().all(is_latin) {
        return true;
    }
    // A full stop or comma between a small letter and a capital with small ones after it.
    let mut parts = word.split(['.', ',', ';']);
    let Some(mut before) = parts.next() else { return false };
    for part in parts {
        let ends = before.chars().rev().take(3).filter(|one| one.is_lowercase()).count() == 3;
        let mut next = part.chars();
        let begins = next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(char::is_lowercase);
        if ends && begins {
            return true;
        }
        before = part;
    }
    false
}

/// Characters of private use: symbols of a font that only it can show. Bullets of symbol fonts stand alone.
fn is_private(letter: char) -> bool {
    matches!(letter, '\u{e000}'..='\u{efff}')
}

#[cfg(test)]
mod tests {
    use super::super::testing::{block, document};
    use super::*;

    fn says(texts: &[&str]) -> Vec<String> {
        let ordinary = "The group met and agreed on the date of its next meeting in the spring of the year after.";
        let blocks = texts.iter().chain([&ordinary; 9]).map(|text| block(BlockType::Paragraph, "", text, 2));
        findings(&document(blocks.collect()), &Facts::default()).into_iter().map(|finding| finding.says).collect()
    }

    #[test]
    fn torn_and_glued_words_are_counted_and_shown() {
        let torn = "The S e c r e t a r i a t and the C h a i r met with a n y o n e there.";
        assert_eq!(says(&[torn]), ["3 words torn into letters, most on page 2 (3), such as \"r\""]);
        let glued = "It was agreed.The chair thanked all,Members left.Then came others";
        assert_eq!(says(&[glued]).len(), 1);
    }

    #[test]
    fn ordinary_words_are_not_suspected() {
        for text in [
            "Points (a), (b) and (c) of items A to D, plus E and F; x y z of the plan",
            "See www.example.org/Some.Page, e.g. St.Amour, U.S.A., Ph.D., A/80/604.Add.1, i.e.The end",
            "Multistakeholderism, internationalization and Donaudampfschifffahrt are words.",
            "Mr. J. B. Lee and Ms. K. L. Ito",
        ] {
            assert!(says(&[text, text, text]).is_empty(), "{text}");
        }
    }

    #[test]
    fn guessed_glyphs_cost_their_share() {
        let facts = Facts { guessed: 0.2, ..Facts::default() };
        let found = findings(&document(Vec::new()), &facts);
        assert_eq!((found[0].kind, found[0].weight), (Kind::Guessed, 0.2));
    }
}
