//! The named encodings of simple fonts (PDF 32000-1, annex D), from character code to Unicode.

use skrifa::raw::ps::{PredefinedEncoding, agl};

/// An encoding that a font dictionary or a font program names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Standard,
    MacRoman,
    WinAnsi,
    MacExpert,
    PdfDoc,
}

const MAC_ROMAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
/// From 0x80. Codes that the standard leaves open are bullets (annex D.2, note 3).
const WIN_ANSI: &str = "€•‚ƒ„…†‡ˆ‰Š‹Œ•Ž••‘’“”•–—˜™š›œ•žŸ";
/// From 0x80.
const PDF_DOC: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{0}€";
/// From 0x18.
const PDF_DOC_LOW: &str = "˘ˇˆ˙˝˛˚˜";

impl Named {
    pub fn from_name(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"StandardEncoding" => Self::Standard,
            b"MacRomanEncoding" => Self::MacRoman,
            b"WinAnsiEncoding" => Self::WinAnsi,
            b"MacExpertEncoding" => Self::MacExpert,
            b"PDFDocEncoding" => Self::PdfDoc,
            _ => return None,
        })
    }

    /// The character of a code, where the encoding has one.
    pub fn char(self, code: u8) -> Option<char> {
        let found = match self {
            Self::Standard => agl::name_to_char(PredefinedEncoding::Standard.name(code)),
            // The two differ in a few codes only, and no report is set in expert digits.
            Self::MacExpert => agl::name_to_char(PredefinedEncoding::Expert.name(code)),
            Self::MacRoman => upper(code, 0x80, MAC_ROMAN),
            Self::WinAnsi if code >= 0xA0 => Some(char::from(code)),
            Self::WinAnsi => upper(code, 0x80, WIN_ANSI),
            Self::PdfDoc if code > 0xA0 => Some(char::from(code)),
            Self::PdfDoc if (0x18..0x20).contains(&code) => PDF_DOC_LOW.chars().nth(usize::from(code - 0x18)),
            Self::PdfDoc => upper(code, 0x80, PDF_DOC),
        };
        found.filter(|&character| character >= ' ' && character != '\u{7f}')
    }

    /// A text string of the file (PDF 32000-1, 7.9.2.2): UTF-16 or UTF-8 by its mark, else PDFDocEncoding.
    pub fn text_string(bytes: &[u8]) -> String {
        let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
            let units: Vec<u16> = rest.chunks_exact(2).filter_map(|pair| Some(unit(pair.try_into().ok()?))).collect();
            String::from_utf16_lossy(&units)
        };
        match bytes {
            [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
            [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
            [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
            _ => bytes
                .iter()
                .map(|&byte| match byte {
                    b'\n' | b'\r' | b'\t' => char::from(byte),
                    _ => Self::PdfDoc.char(byte).unwrap_or(' '),
                })
                .collect(),
        }
    }
}

fn upper(code: u8, from: u8, table: &str) -> Option<char> {
    if code < from {
        return Some(char::from(code));
    }
    table.chars().nth(usize::from(code - from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_codes() {
        for (encoding, code, want) in [
            (Named::WinAnsi, b'A', Some('A')),
            (Named::WinAnsi, 0x92, Some('’')),
            (Named::WinAnsi, 0x95, Some('•')),
            (Named::WinAnsi, 0x9F, Some('Ÿ')),
            (Named::WinAnsi, 0xE9, Some('é')),
            (Named::MacRoman, 0x8E, Some('é')),
            (Named::MacRoman, 0xFF, Some('ˇ')),
            (Named::MacRoman, 0xD5, Some('’')),
            (Named::Standard, 0x27, Some('’')),
            (Named::Standard, 0xAE, Some('ﬁ')),
            (Named::Standard, 0x80, None),
            (Named::PdfDoc, 0x80, Some('•')),
            (Named::PdfDoc, 0xA0, Some('€')),
            (Named::PdfDoc, 0x18, Some('˘')),
            (Named::WinAnsi, 0x07, None),
        ] {
            assert_eq!(encoding.char(code), want, "{encoding:?} {code:#x}");
        }
        assert_eq!(MAC_ROMAN.chars().count(), 128);
        assert_eq!(WIN_ANSI.chars().count(), 32);
    }

    #[test]
    fn text_strings() {
        assert_eq!(Named::text_string(b"Report \x84x"), "Report —x");
        assert_eq!(Named::text_string(b"\xFE\xFF\x00A\x20\xAC"), "A€");
        assert_eq!(Named::text_string(b"\xEF\xBB\xBF\xC3\xA9"), "é");
    }
}
