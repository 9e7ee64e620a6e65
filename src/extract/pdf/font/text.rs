//! The text of one code made plain: ligatures expanded, private bullets made real, controls dropped, NFC.

use super::dingbats::{self, PictureFont};
use super::{Shape, ShapeText, glyph_names};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Puts the text of a code into its shape; texts of several characters go to `pool`.
pub fn shape(text: &str, advance: f32, guessed: bool, pool: &mut String) -> Shape {
    let mut characters = text.chars();
    let text = match (characters.next(), characters.next()) {
        (None, _) => ShapeText::None,
        (Some(only), None) => ShapeText::One(only),
        _ => {
            let start = pool.len() as u32;
            pool.push_str(text);
            ShapeText::Several(start, pool.len() as u32)
        }
    };
    Shape { advance, text, guessed }
}

/// Plain text of a code. `None` where nothing readable is left (private or control characters only).
pub fn plain(text: &str, picture: Option<PictureFont>) -> Option<String> {
    if text.len() == 1 && text.as_bytes().first().is_some_and(|byte| (0x20..0x7F).contains(byte)) {
        return Some(text.to_owned());
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffd}' | '\u{feff}' => {}
            // Arabic letters in the shape of their place in the word stand for the letters.
            '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => out.extend(std::iter::once(character).nfkc()),
            _ if glyph_names::is_private(character) => out.extend(dingbats::from_private(character, picture)),
            _ => out.push(character),
        }
    }
    if out.is_empty() {
        return None;
    }
    if is_nfc_quick(out.chars()) != IsNormalized::Yes {
        out = out.nfc().collect();
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_made_plain() {
        for (text, want) in [
            ("a", Some("a")),
            ("\u{fb03}", Some("ffi")),
            ("e\u{301}", Some("é")),
            ("\u{f0b7}", Some("•")),
            ("\u{0}", None),
            ("\u{e123}", None),
            ("\t", Some(" ")),
            ("\u{2212}", Some("\u{2212}")),
        ] {
            assert_eq!(plain(text, None).as_deref(), want, "{text:?}");
        }
    }
}
