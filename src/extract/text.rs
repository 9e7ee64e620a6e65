//! Reads `.txt` and `.md`: byte-order marks, UTF-8 with Windows-1252 as fallback, any line ends.

use crate::budget;
use crate::model::{FileInfo, Note, RawBody, RawDocument, Source, Stage, TextLine};

/// The lines of a text file, numbered from 1. Never fails: bytes that are no UTF-8 are read as Windows-1252, with a note.
pub fn read(bytes: &[u8], mut source: Source) -> RawDocument {
    let mut notes = Vec::new();
    let text = decode(bytes, &mut notes);
    source.pages = None;
    let body = RawBody::Lines(lines(&text));
    if text.trim().is_empty() {
        notes.push(Note::new(Stage::Extract, "empty-file", "the file holds no text; expected a report"));
    }
    RawDocument { source, info: FileInfo::default(), body, notes }
}

pub(super) fn decode(bytes: &[u8], notes: &mut Vec<Note>) -> String {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest, notes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes, notes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes, notes),
        _ => utf8(bytes, notes),
    }
}

fn utf8(bytes: &[u8], notes: &mut Vec<Note>) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(error) => {
            let line = 1 + bytes.iter().take(error.valid_up_to()).filter(|&&byte| byte == b'\n').count();
            notes.push(Note::new(
                Stage::Extract,
                "not-utf8",
                format!("line {line} is not UTF-8; the file was read as Windows-1252. If accents look wrong, save it as UTF-8."),
            ));
            bytes.iter().map(|&byte| windows_1252(byte)).collect()
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, notes: &mut Vec<Note>) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| Some(unit(pair.try_into().ok()?)));
    let mut damaged = bytes.len() % 2 == 1;
    let text = char::decode_utf16(units)
        .map(|decoded| {
            decoded.unwrap_or_else(|_| {
                damaged = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    if damaged {
        notes.push(Note::new(
            Stage::Extract,
            "damaged-utf16",
            "the file is UTF-16 with broken characters; they are shown as \u{fffd}",
        ));
    }
    text
}

/// Windows-1252 as browsers read it: the five unassigned bytes stand for the control characters of the same number.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or(char::from(byte)),
        _ => char::from(byte),
    }
}

/// Splits at `\n`, `\r\n` and lone `\r`; a file that ends with a line end has no empty line after it.
fn lines(text: &str) -> Vec<TextLine> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.strip_suffix('\n').unwrap_or(&text);
    if text.is_empty() {
        return Vec::new();
    }
    let line = |(line, number): (&str, u32)| {
        budget::ask();
        TextLine { number, text: line.to_owned() }
    };
    text.split('\n').zip(1..).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_lines(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
        let document = read(bytes, Source::default());
        let RawBody::Lines(lines) = document.body else { panic!("text gives lines") };
        assert!(lines.iter().zip(1..).all(|(line, number)| line.number == number));
        (lines.into_iter().map(|line| line.text).collect(), document.notes.into_iter().map(|note| note.code).collect())
    }

    #[test]
    fn line_ends_of_every_kind_and_marks_of_byte_order() {
        let want = ["a", "", "  b", "\u{c}c"];
        for bytes in [
            b"a\n\n  b\n\x0cc\n".as_slice(),
            b"a\r\n\r\n  b\r\n\x0cc",
            b"a\r\r  b\r\x0cc\r",
            b"\xEF\xBB\xBFa\n\n  b\n\x0cc",
        ] {
            assert_eq!(read_lines(bytes), (want.map(str::to_owned).to_vec(), Vec::new()));
        }
        let little: Vec<u8> = [0xFEFFu16].into_iter().chain("é\n€".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = [0xFEFFu16].into_iter().chain("é\n€".encode_utf16()).flat_map(u16::to_be_bytes).collect();
        assert_eq!(read_lines(&little).0, ["é", "€"]);
        assert_eq!(read_lines(&big).0, ["é", "€"]);
    }

    #[test]
    fn bytes_that_are_no_utf8_are_windows_1252_with_a_note() {
        assert_eq!(read_lines(b"caf\xe9 \x93x\x94"), (vec!["café “x”".to_owned()], vec!["not-utf8".to_owned()]));
    }

    #[test]
    fn an_empty_file_is_said_to_be_empty() {
        assert_eq!(read_lines(b""), (Vec::new(), vec!["empty-file".to_owned()]));
    }
}
