//! What the words of a query look for: sequences of slots, each filled by one word of the text.

use super::fuzzy;
use super::words::{Stems, Word, words};
use super::{Form, Text};

/// What one word of a text must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// A word with the same stem.
    Stem(Word),
    /// This word as written, case aside.
    Written(String),
    /// This word in capitals: an acronym that is also a word of grammar.
    Capitals(String),
    /// A word with this stem, which is known.
    StemIs(String),
    /// A word of this pattern; `*` stands for any letters or none.
    Pattern(String),
    /// A word at most so many edits away.
    Fuzzy(String, u8),
}

/// Slots to be filled by neighbouring words, or by near ones where there is slack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// At least one.
    pub slots: Vec<Slot>,
    /// See [`Form::Phrase`].
    pub slack: u32,
}

/// The sequences any of which answers `text`; none where it holds no letter or digit.
#[must_use]
pub fn sequences(text: &Text) -> Vec<Sequence> {
    let slack = match text.form {
        Form::Phrase { slack } => slack,
        _ => 0,
    };
    let pieces = pieces(text);
    if pieces.is_empty() {
        return Vec::new();
    }
    let compound = compound(&pieces, text.exact);
    let slots: Vec<Slot> = pieces.into_iter().map(|piece| piece.slot(text)).collect();
    let mut found = vec![Sequence { slots, slack }];
    found.extend(compound.map(|slots| Sequence { slots, slack }));
    found
}

enum Piece {
    Word(Word),
    Pattern(String),
}

impl Piece {
    fn slot(self, text: &Text) -> Slot {
        match (self, text.form) {
            (Self::Pattern(pattern), _) => Slot::Pattern(pattern),
            (Self::Word(word), Form::Fuzzy(edits)) => Slot::Fuzzy(word.folded, edits),
            (Self::Word(word), Form::Capitals) => Slot::Capitals(word.folded.to_uppercase()),
            (Self::Word(word), Form::Stem) => Slot::StemIs(word.folded),
            (Self::Word(word), _) if text.exact => Slot::Written(word.accented.unwrap_or(word.folded)),
            (Self::Word(word), _) => Slot::Stem(word),
        }
    }
}

/// Words and patterns in order. In a phrase, too, a word with `*` is a pattern.
fn pieces(text: &Text) -> Vec<Piece> {
    let takes_patterns = matches!(text.form, Form::Pattern | Form::Phrase { .. }) && text.words.contains('*');
    if !takes_patterns {
        return words(&text.words).into_iter().map(Piece::Word).collect();
    }
    let mut found = Vec::new();
    for part in text.words.split(|c: char| !c.is_alphanumeric() && c != '*') {
        if !part.contains('*') {
            found.extend(words(part).into_iter().map(Piece::Word));
            continue;
        }
        let folded: Vec<String> = part.split('*').map(super::words::fold).collect();
        if folded.iter().any(|piece| !piece.is_empty()) {
            found.push(Piece::Pattern(folded.join("*")));
        }
    }
    found
}

/// The same words with hyphenated ones written as one: "multi-stakeholder" also looks for "multistakeholder".
fn compound(pieces: &[Piece], exact: bool) -> Option<Vec<Slot>> {
    if exact || !pieces.iter().any(|piece| matches!(piece, Piece::Word(word) if word.joined)) {
        return None;
    }
    let mut slots: Vec<Slot> = Vec::new();
    let mut open: Option<Word> = None;
    for piece in pieces {
        let Piece::Word(word) = piece else { return None };
        let joined = match open.take() {
            Some(mut before) => {
                before.folded.push_str(&word.folded);
                before.end = word.end;
                before.acronym_plural = false;
                before.joined = word.joined;
                before
            }
            None => word.clone(),
        };
        if joined.joined {
            open = Some(joined);
        } else {
            slots.push(Slot::Stem(joined));
        }
    }
    slots.extend(open.map(Slot::Stem));
    Some(slots)
}

/// Stems that a query word may have in a language: its own and, for a short word that may be the plural of an acronym
/// typed in small letters ("nris"), the word without its s.
#[must_use]
pub fn stem_forms(word: &Word, stems: Stems) -> Vec<String> {
    let stem = stems.of_word(word).into_owned();
    let mut forms = Vec::with_capacity(2);
    if let Some(singular) = stem.strip_suffix('s').filter(|rest| stem == word.folded && is_acronym_length(rest)) {
        forms.push(singular.to_owned());
    }
    forms.push(stem);
    forms
}

fn is_acronym_length(word: &str) -> bool {
    (2..=5).contains(&word.len()) && word.is_ascii() && !word.ends_with('s')
}

impl Slot {
    /// A folded word of a text fills this slot. Stems are compared by stem, not by word.
    #[must_use]
    pub fn is_filled_by(&self, word: &Word) -> bool {
        let folded = word.folded.as_str();
        match self {
            Self::Stem(wanted) => wanted.folded == folded,
            Self::Written(written) => written == word.accented.as_deref().unwrap_or(folded),
            Self::Capitals(name) => word.capitals && name.eq_ignore_ascii_case(folded),
            Self::StemIs(stem) => stem == folded,
            Self::Pattern(pattern) => matches_pattern(pattern, folded),
            Self::Fuzzy(wanted, edits) => fuzzy::distance(wanted, folded) <= usize::from(*edits),
        }
    }
}

/// `text` has the form of `pattern`, in which `*` stands for any characters or none.
#[must_use]
pub fn matches_pattern(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let Some(mut part) = parts.next() else { return rest.is_empty() };
    for next in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
        part = next;
    }
    rest.ends_with(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_words() {
        for (pattern, text, expected) in [
            ("newcom*", "newcomers", true),
            ("newcom*", "newcom", true),
            ("newcom*", "anewcomer", false),
            ("*holder", "stakeholder", true),
            ("*holder", "stakeholders", false),
            ("c*r*y", "cybersecurity", true),
            ("a*a", "a", false),
            ("abc", "abc", true),
            ("abc", "abcd", false),
            ("*", "", true),
            ("a*b*b", "ab", false),
        ] {
            assert_eq!(matches_pattern(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn hyphens_offer_the_word_written_as_one() {
        let text = Text { words: "multi-stakeholder approach".into(), form: Form::Phrase { slack: 0 }, exact: false };
        let found = sequences(&text);
        let lengths: Vec<usize> = found.iter().map(|sequence| sequence.slots.len()).collect();
        assert_eq!(lengths, [3, 2]);
    }

    #[test]
    fn a_pattern_within_a_phrase_stays_a_pattern() {
        let text = Text { words: "best Prac* forum".into(), form: Form::Phrase { slack: 0 }, exact: false };
        assert_eq!(sequences(&text)[0].slots[1], Slot::Pattern("prac*".into()));
    }
}
