//! From the bytes of a text file that a spreadsheet saved to text: UTF-8, UTF-16 or Windows-1252.

use std::borrow::Cow;

/// How a file's bytes were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16 as Excel saves "Unicode text".
    Utf16,
    /// Windows-1252: what Excel saves as plain "CSV"; letters beyond it have become `?` or a likeness.
    Windows1252,
}

/// The text of `bytes`, without byte order mark. `None` for UTF-16 that is damaged or bytes that are no text at all.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<(Cow<'_, str>, Encoding)> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => std::str::from_utf8(rest).ok().map(|text| (text.into(), Encoding::Utf8)),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // An ASCII letter before a zero byte: UTF-16 whose mark was lost.
        [1..=0x7F, 0, ..] => utf16(bytes, u16::from_le_bytes),
        [0, 1..=0x7F, ..] => utf16(bytes, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (!text.contains('\0')).then(|| (text.into(), Encoding::Utf8)),
            Err(_) if bytes.contains(&0) => None,
            Err(_) => Some((bytes.iter().map(|&byte| windows_1252(byte)).collect(), Encoding::Windows1252)),
        },
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<(Cow<'_, str>, Encoding)> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|&pair| unit(pair))).collect();
    text.ok().map(|text| (text.into(), Encoding::Utf16))
}

/// The character of one byte, by the WHATWG Encoding Standard's index for windows-1252.
fn windows_1252(byte: u8) -> char {
    let place = usize::from(byte).checked_sub(0x80);
    place.and_then(|place| HIGH.get(place)).copied().unwrap_or(char::from(byte))
}

/// Whether Windows-1252 has the character.
#[must_use]
pub fn in_windows_1252(character: char) -> bool {
    matches!(u32::from(character), 0..=0x7F | 0xA0..=0xFF) || HIGH.contains(&character)
}

/// The characters of the bytes 0x80 to 0x9F.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_spreadsheets_save_is_read() {
        let utf16_le: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain("é\tā".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let utf16_be: Vec<u8> = [0xFE, 0xFF].into_iter().chain("é".encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let unmarked: Vec<u8> = "id".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, text, encoding) in [
            ("é".as_bytes(), "é", Encoding::Utf8),
            ("\u{feff}é".as_bytes(), "é", Encoding::Utf8),
            (utf16_le.as_slice(), "é\tā", Encoding::Utf16),
            (utf16_be.as_slice(), "é", Encoding::Utf16),
            (unmarked.as_slice(), "id", Encoding::Utf16),
            (b"caf\xe9 \x93x\x94 \x80".as_slice(), "café “x” €", Encoding::Windows1252),
        ] {
            assert_eq!(decode(bytes), Some((text.into(), encoding)));
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [b"PK\x03\x04\x00\x00\xff".as_slice(), b"\xff\xfea", b"\xff\xfe\x00\xd8", b"a\xffb\x00c"] {
            assert_eq!(decode(bytes), None, "{bytes:?}");
        }
    }
}
