//! ToUnicode CMaps (PDF 32000-1, 9.10.3; Adobe technical note 5411): from character code to text.

use super::glyph_names::{self, Meaning};
use crate::extract::pdf::content::lexer::{Lexer, Text, Token};
use rustc_hash::FxHashMap;

/// Entries of one map; a map has at most one per code of two bytes, so this is generous.
const MAX_ENTRIES: usize = 200_000;

/// What a ToUnicode stream says.
#[derive(Debug, Default)]
pub struct ToUnicode {
    chars: FxHashMap<u32, Box<str>>,
    /// First code, last code, text of the first; the last character of the text counts up.
    ranges: Vec<(u32, u32, Box<str>)>,
    /// First code, last code, length in bytes.
    pub codespaces: Vec<(u32, u32, u8)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Section {
    None,
    Chars,
    Ranges,
    Codespaces,
}

impl ToUnicode {
    /// Reads a CMap; what is damaged is left out.
    pub fn parse(data: &[u8]) -> Self {
        let mut map = Self::default();
        let mut lexer = Lexer::new(data);
        let mut scratch = Vec::new();
        let mut section = Section::None;
        let mut operands: Vec<Token<'_>> = Vec::new();
        let mut in_array = false;
        while let Some(token) = lexer.next(&mut scratch) {
            if map.chars.len() + map.ranges.len() + map.codespaces.len() > MAX_ENTRIES {
                break;
            }
            match token {
                Token::Word(word) => {
                    section = match word {
                        b"beginbfchar" => Section::Chars,
                        b"beginbfrange" => Section::Ranges,
                        b"begincodespacerange" => Section::Codespaces,
                        _ => Section::None,
                    };
                    operands.clear();
                    scratch.clear();
                    in_array = false;
                    continue;
                }
                Token::ArrayStart => in_array = true,
                Token::ArrayEnd => in_array = false,
                _ => {}
            }
            if section == Section::None {
                scratch.clear();
                continue;
            }
            operands.push(token);
            if !in_array && map.take(section, &operands, &scratch) {
                operands.clear();
                scratch.clear();
            }
        }
        map.ranges.sort_by_key(|range| range.0);
        map
    }

    /// Takes an entry once its operands are complete; says whether it was.
    fn take(&mut self, section: Section, operands: &[Token<'_>], scratch: &[u8]) -> bool {
        let code = |text: &Text<'_>| number(text.bytes(scratch));
        match (section, operands) {
            (Section::Chars, [Token::String(from), Token::String(to)]) => {
                self.insert(code(from), &utf16(to.bytes(scratch)));
            }
            (Section::Chars, [Token::String(from), Token::Name(name)]) => {
                if let Meaning::Text(text) = glyph_names::meaning(name) {
                    self.insert(code(from), &text);
                }
            }
            (Section::Ranges, [Token::String(first), Token::String(last), Token::String(to)]) => {
                let (first, last) = (code(first), code(last));
                let text = utf16(to.bytes(scratch));
                if first == last {
                    self.insert(first, &text);
                } else if first < last && !text.is_empty() {
                    self.ranges.push((first, last, text.into_boxed_str()));
                }
            }
            (
                Section::Ranges,
                [Token::String(first), Token::String(_), Token::ArrayStart, texts @ .., Token::ArrayEnd],
            ) => {
                // A range that ends: the last code has none after it.
                for (from, text) in (code(first)..=u32::MAX).zip(texts) {
                    match text {
                        Token::String(text) => self.insert(from, &utf16(text.bytes(scratch))),
                        Token::Name(name) => {
                            if let Meaning::Text(text) = glyph_names::meaning(name) {
                                self.insert(from, &text);
                            }
                        }
                        _ => {}
                    }
                }
            }
            (Section::Codespaces, [Token::String(first), Token::String(last)]) => {
                let length = first.bytes(scratch).len().clamp(1, 4) as u8;
                self.codespaces.push((code(first), code(last), length));
            }
            (Section::Ranges, operands) => return operands.len() > 3,
            (_, operands) => return operands.len() > 2,
        }
        true
    }

    fn insert(&mut self, code: u32, text: &str) {
        self.chars.insert(code, text.into());
    }

    /// The text of a code, if the map has one that says something.
    pub fn lookup(&self, code: u32) -> Option<String> {
        let text = match self.chars.get(&code) {
            Some(text) => text.to_string(),
            None => self.in_ranges(code)?,
        };
        let says_nothing = |character: char| {
            (character < ' ' && character != '\t') || character == '\u{fffd}' || character == '\u{feff}'
        };
        (!text.is_empty() && !text.chars().all(says_nothing)).then_some(text)
    }

    fn in_ranges(&self, code: u32) -> Option<String> {
        let after = self.ranges.partition_point(|range| range.0 <= code);
        // Ranges may overlap in broken files; a few steps back are enough.
        let (first, _, text) = self.ranges.get(..after)?.iter().rev().take(4).find(|range| range.1 >= code)?;
        let mut text = text.to_string();
        let last = text.pop()?;
        text.push(char::from_u32(u32::from(last).checked_add(code - first)?)?);
        Some(text)
    }

    pub fn is_empty(&self) -> bool {
        self.chars.is_empty() && self.ranges.is_empty()
    }
}

/// A code of up to four bytes.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().rev().take(4).rev().fold(0, |value, &byte| value << 8 | u32::from(byte))
}

/// Text of an entry: UTF-16BE; one byte alone is a Latin-1 character, as some producers write.
fn utf16(bytes: &[u8]) -> String {
    if let [byte] = bytes {
        return char::from(*byte).to_string();
    }
    let units = bytes.chunks_exact(2).filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)));
    char::decode_utf16(units).map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn characters_ranges_arrays_and_surrogates() {
        let map = ToUnicode::parse(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange
              3 beginbfchar <0003> <0020> <0004> <00660069> <0005> <D83DDE00> <0006> /eacute endbfchar
              3 beginbfrange <0010> <0012> <0041> <0020> <0021> [<0061> <00620063>] <0030> <0031> <00410300> endbfrange",
        );
        for (code, want) in [
            (3, Some(" ")),
            (4, Some("fi")),
            (5, Some("😀")),
            (6, Some("é")),
            (0x10, Some("A")),
            (0x12, Some("C")),
            (0x13, None),
            (0x20, Some("a")),
            (0x21, Some("bc")),
            (0x31, Some("A\u{301}")),
        ] {
            assert_eq!(map.lookup(code).as_deref(), want, "{code:#x}");
        }
        assert_eq!(map.codespaces, [(0, 0xFFFF, 2)]);
    }

    #[test]
    fn one_range_over_everything_costs_nothing() {
        let map = ToUnicode::parse(b"beginbfrange <0000> <ffff> <0000> endbfrange");
        assert_eq!(map.lookup(0x41).as_deref(), Some("A"));
        assert_eq!(map.lookup(0xD800), None);
        assert_eq!(map.lookup(0), None);
    }

    #[test]
    fn a_list_of_texts_ends_with_the_last_code() {
        // Found by the fuzz target `cmap`: counting went on behind the last code.
        let map = ToUnicode::parse(b"beginbfrange <FFFFFFFF> <FFFFFFFF> [<0041> <0042> <0043>] endbfrange");
        assert_eq!(map.lookup(u32::MAX).as_deref(), Some("A"));
        assert_eq!(map.lookup(0), None);
    }

    #[test]
    fn damaged_entries_are_left_out() {
        let map = ToUnicode::parse(
            b"beginbfchar <01> 5 <02> <0042> endbfchar beginbfrange <05> <03> <0041> <06> <06> <0043> endbfrange",
        );
        assert_eq!(map.lookup(5), None);
        assert_eq!(map.lookup(6).as_deref(), Some("C"));
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_map(data in prop::collection::vec(any::<u8>(), 0..300), code in any::<u32>()) {
            let mut text = b"beginbfrange ".to_vec();
            text.extend(&data);
            ToUnicode::parse(&text).lookup(code);
            ToUnicode::parse(&data).lookup(code);
        }

        #[test]
        fn what_is_written_is_read(code in 0..0xFFFFu32, text in "[a-zA-Zé-ž]{1,4}") {
            let hex: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            let map = ToUnicode::parse(format!("1 beginbfchar <{code:04X}> <{hex}> endbfchar").as_bytes());
            prop_assert_eq!(map.lookup(code), Some(text));
        }
    }
}
