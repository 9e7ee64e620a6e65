//! Symbol, Zapf Dingbats and the Wingdings: fonts whose codes are pictures. Bullets come out as real bullets.

use super::glyph_names::is_private;
use skrifa::raw::ps::agl;

const SYMBOL: &str = include_str!("data/symbol.txt");
const ZAPF_DINGBATS: &str = include_str!("data/zapf_dingbats.txt");

/// A font of pictures, known by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFont {
    Symbol,
    ZapfDingbats,
    Wingdings,
    /// Wingdings 2 and 3, Webdings and their kind: pictures without a table here.
    Other,
}

/// Wingdings codes that stand in texts: bullets, ticks, arrows, boxes, circled figures, hands.
const WINGDINGS: &[(u8, char)] = &[
    (0x20, ' '),
    (0x22, '✂'),
    (0x28, '☎'),
    (0x29, '✆'),
    (0x2A, '✉'),
    (0x36, '⌛'),
    (0x3F, '✍'),
    (0x41, '✌'),
    (0x43, '👍'),
    (0x44, '👎'),
    (0x45, '☜'),
    (0x46, '☞'),
    (0x47, '☝'),
    (0x48, '☟'),
    (0x4A, '☺'),
    (0x4C, '☹'),
    (0x6C, '●'),
    (0x6D, '❍'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x70, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x73, '◆'),
    (0x74, '◆'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '◆'),
    (0x78, '☒'),
    (0x80, '⓪'),
    (0x81, '①'),
    (0x82, '②'),
    (0x83, '③'),
    (0x84, '④'),
    (0x85, '⑤'),
    (0x86, '⑥'),
    (0x87, '⑦'),
    (0x88, '⑧'),
    (0x89, '⑨'),
    (0x8A, '⑩'),
    (0x8C, '❶'),
    (0x8D, '❷'),
    (0x8E, '❸'),
    (0x8F, '❹'),
    (0x90, '❺'),
    (0x91, '❻'),
    (0x92, '❼'),
    (0x93, '❽'),
    (0x94, '❾'),
    (0x95, '❿'),
    (0x9E, '·'),
    (0x9F, '•'),
    (0xA0, '▪'),
    (0xA1, '○'),
    (0xA2, '○'),
    (0xA4, '◉'),
    (0xA5, '◎'),
    (0xA7, '▪'),
    (0xA8, '◻'),
    (0xAA, '✦'),
    (0xAB, '★'),
    (0xAC, '✶'),
    (0xAD, '✴'),
    (0xB2, '✧'),
    (0xB5, '✪'),
    (0xD5, '⌫'),
    (0xD7, '➢'),
    (0xD8, '➢'),
    (0xDC, '➲'),
    (0xDF, '←'),
    (0xE0, '→'),
    (0xE1, '↑'),
    (0xE2, '↓'),
    (0xE7, '➔'),
    (0xE8, '➔'),
    (0xEF, '⇦'),
    (0xF0, '⇨'),
    (0xF1, '⇧'),
    (0xF2, '⇩'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
];

impl PictureFont {
    /// Recognises the font by its PostScript name without subset prefix.
    pub fn from_name(name: &str) -> Option<Self> {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        match name.as_str() {
            _ if name.starts_with("zapfdingbats") || name.starts_with("itczapfdingbats") || name == "dingbats" => {
                Some(Self::ZapfDingbats)
            }
            "wingdings" | "wingdingsregular" | "wingdingsot" => Some(Self::Wingdings),
            _ if name.starts_with("wingdings") || name.starts_with("webdings") => Some(Self::Other),
            _ if name.starts_with("symbol") && !name.starts_with("symbola") => Some(Self::Symbol),
            _ => None,
        }
    }

    /// The character of a code.
    pub fn char(self, code: u8) -> Option<char> {
        match self {
            Self::Wingdings => WINGDINGS.iter().find(|(known, _)| *known == code).map(|&(_, character)| character),
            Self::Symbol => symbol_char(entry(SYMBOL, code)?.0),
            Self::ZapfDingbats => agl::name_to_char(entry(ZAPF_DINGBATS, code)?.0),
            Self::Other => None,
        }
    }

    /// The character of a glyph name of Zapf Dingbats (`a45`) or Symbol.
    pub fn named(self, name: &str) -> Option<char> {
        match self {
            Self::Symbol => symbol_char(name),
            Self::ZapfDingbats => agl::name_to_char(name).filter(|&character| !is_private(character)),
            _ => None,
        }
    }

    /// Advance of a code in thousandths of the size, for the two that are standard fonts.
    pub fn width(self, code: u8) -> Option<f32> {
        match self {
            Self::Symbol => entry(SYMBOL, code).map(|(_, width)| width),
            Self::ZapfDingbats => entry(ZAPF_DINGBATS, code).map(|(_, width)| width),
            _ => None,
        }
    }
}

/// A code of the private area (U+F020 to U+F0FF) where Windows puts the codes of symbol fonts: the real character, by the
/// font where it is known and by what people mean otherwise (Word writes its bullets so, whatever the font).
pub fn from_private(character: char, font: Option<PictureFont>) -> Option<char> {
    let low = match character {
        '\u{f020}'..='\u{f0ff}' => u8::try_from(u32::from(character) - 0xF000).ok()?,
        _ => return None,
    };
    if let Some(found) = font.and_then(|font| font.char(low)) {
        return Some(found);
    }
    match low {
        0xB7 => Some('•'),
        _ if low >= 0x6C => PictureFont::Wingdings.char(low),
        _ => None,
    }
}

/// The glyph list has private characters for parts of brackets and for serif marks; the rest is plain.
fn symbol_char(name: &str) -> Option<char> {
    Some(match name {
        "registerserif" | "registersans" => '®',
        "copyrightserif" | "copyrightsans" => '©',
        "trademarkserif" | "trademarksans" => '™',
        "parenlefttp" | "parenleftex" | "parenleftbt" => '(',
        "parenrighttp" | "parenrightex" | "parenrightbt" => ')',
        "bracketlefttp" | "bracketleftex" | "bracketleftbt" => '[',
        "bracketrighttp" | "bracketrightex" | "bracketrightbt" => ']',
        "bracelefttp" | "braceleftmid" | "braceleftbt" | "braceex" => '{',
        "bracerighttp" | "bracerightmid" | "bracerightbt" => '}',
        "radicalex" => '‾',
        "arrowvertex" => '│',
        "arrowhorizex" => '─',
        "integralex" => '⎮',
        _ => return agl::name_to_char(name).filter(|&character| !is_private(character)),
    })
}

/// The line of a table (`code name width`) for a code.
fn entry(table: &'static str, code: u8) -> Option<(&'static str, f32)> {
    table.lines().find_map(|line| {
        let mut fields = line.split(' ');
        (fields.next()?.parse::<u16>().ok()? == u16::from(code)).then_some(())?;
        Some((fields.next()?, fields.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_are_bullets() {
        assert_eq!(PictureFont::Symbol.char(0xB7), Some('•'));
        assert_eq!(PictureFont::Wingdings.char(0xA7), Some('▪'));
        assert_eq!(PictureFont::Wingdings.char(0xFC), Some('✓'));
        assert_eq!(PictureFont::ZapfDingbats.char(b'l'), Some('●'));
        assert_eq!(PictureFont::Symbol.char(b'a'), Some('α'));
        assert_eq!(from_private('\u{f0b7}', None), Some('•'));
        assert_eq!(from_private('\u{f0a7}', Some(PictureFont::Wingdings)), Some('▪'));
        assert_eq!(from_private('\u{f0a7}', Some(PictureFont::Symbol)), Some('♣'));
        assert_eq!(from_private('\u{f0d8}', None), Some('➢'));
        assert_eq!(from_private('A', None), None);
    }

    #[test]
    fn every_symbol_and_dingbat_has_a_character() {
        for font in [PictureFont::Symbol, PictureFont::ZapfDingbats] {
            for code in (33..=126).chain(161..=254).filter(|&code| code != 240) {
                assert!(font.char(code).is_some() && font.width(code).is_some(), "{font:?} {code}");
            }
        }
    }

    #[test]
    fn fonts_are_known_by_name() {
        for (name, want) in [
            ("Wingdings-Regular", Some(PictureFont::Wingdings)),
            ("Wingdings 2", Some(PictureFont::Other)),
            ("SymbolMT", Some(PictureFont::Symbol)),
            ("ZapfDingbats", Some(PictureFont::ZapfDingbats)),
            ("Symbola", None),
            ("Arial", None),
        ] {
            assert_eq!(PictureFont::from_name(name), want, "{name}");
        }
    }
}
