//! Patterns with word borders (`\b`), searched by the fast engine wherever that finds the same.
//!
//! The regex library searches for the borders of Unicode words ten times as slowly as soon as a text has one character
//! beyond ASCII, and a dash or a curved apostrophe will do. The borders of ASCII words cost nothing, and in nearly all
//! English text they are the same ones.

use regex::Regex;
use std::sync::OnceLock;

/// A pattern whose borders stand beside letters or figures of ASCII, compiled for either kind of borders.
pub(crate) struct Bordered {
    pattern: String,
    ascii: Regex,
    unicode: OnceLock<Option<Regex>>,
}

impl Bordered {
    /// Compiles a pattern; `None` where it is none.
    pub(crate) fn new(pattern: &str) -> Option<Self> {
        let ascii = Regex::new(&pattern.replace(r"\b", r"(?-u:\b)")).ok()?;
        Some(Self { pattern: pattern.to_owned(), ascii, unicode: OnceLock::new() })
    }

    /// The pattern to search a text with.
    pub(crate) fn on(&self, text: &str) -> &Regex {
        if borders_agree(text) {
            return &self.ascii;
        }
        self.unicode.get_or_init(|| Regex::new(&self.pattern).ok()).as_ref().unwrap_or(&self.ascii)
    }
}

/// Whether words end at the same places whether or not letters beyond ASCII count: none of these touches one of ASCII.
fn borders_agree(text: &str) -> bool {
    if text.is_ascii() {
        return true;
    }
    let mut before = ' ';
    text.chars().all(|c| {
        let touches = is_plain(before) && is_beyond(c) || is_beyond(before) && is_plain(c);
        before = c;
        !touches
    })
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Beyond ASCII, and perhaps part of a word: all but the signs that surely are not.
fn is_beyond(c: char) -> bool {
    let is_sign = matches!(c,
        '\u{a0}'..='\u{bf}' if !matches!(c, 'ª' | 'µ' | 'º'))
        || matches!(c, '×' | '÷' | '\u{2010}'..='\u{203e}' | '\u{20a0}'..='\u{20cf}' | '\u{2190}'..='\u{23ff}')
        || matches!(c, '\u{2500}'..='\u{2bff}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}');
    !c.is_ascii() && !is_sign
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dashes_and_quotes_do_not_move_borders_and_letters_do() {
        for text in ["3–5 May", "the Chair’s “note”", "• item", "Москва 3 May", "A\u{a0}4"] {
            assert!(borders_agree(text), "{text}");
        }
        for text in ["3 março", "Côte", "e\u{301}tude", "第3", "1º"] {
            assert!(!borders_agree(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_fast_engine_is_only_asked_where_it_finds_the_same(
            text in "([0-9a-cé –’_.]|\\PC){0,12}",
        ) {
            let (bordered, plain) = (Bordered::new(r"\b[0-9a-c]+\b").unwrap(), Regex::new(r"\b[0-9a-c]+\b").unwrap());
            let found: Vec<_> = bordered.on(&text).find_iter(&text).map(|m| m.range()).collect();
            let expected: Vec<_> = plain.find_iter(&text).map(|m| m.range()).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
