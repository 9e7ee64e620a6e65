//! Which format a file is taken for, and what is said of those that have no reader.

use super::*;

fn detect(bytes: &[u8], path: &str) -> Result<&'static str, String> {
    formats::detect(bytes, path).map(|format| format.name).map_err(|error| error.message)
}

#[test]
fn content_comes_before_extension() {
    assert_eq!(detect(b"%PDF-1.4\n", "report.txt"), Ok("pdf"));
    assert_eq!(detect(b"junk before\n%PDF-1.4\n", "report"), Ok("pdf"));
    assert_eq!(detect(b"1. The meeting", "report.TXT"), Ok("txt"));
    assert_eq!(detect(b"# Report", "report.md"), Ok("md"));
    assert_eq!(detect(b"", "empty.pdf"), Ok("pdf"));
}

#[test]
fn a_text_that_speaks_of_pdf_stays_a_text() {
    assert_eq!(detect(b"A file starts with %PDF-1.4.", "notes.txt"), Ok("txt"));
}

#[test]
fn formats_without_reader_are_named_with_what_to_do() {
    for (bytes, path, want) in [
        (b"PK\x03\x04....".as_slice(), "a.pptx", "a presentation"),
        (b"PK\x03\x04....", "a.jar", "a ZIP archive"),
        (b"\xD0\xCF\x11\xE0....", "a.msg", "an Office document of the old format"),
        (b"%!PS-Adobe", "a.ps", "a PostScript file"),
        (b"\x89PNG....", "a.png", "an image"),
        (b"no idea", "a.bin", "unknown"),
    ] {
        let error = *formats::detect(bytes, path).unwrap_err();
        assert!(error.message.contains(want), "{path}: {}", error.message);
        assert!(error.hint.is_some(), "{path}");
        assert_eq!(error.code, "unsupported-format");
    }
}

#[test]
fn too_large_a_file_is_refused_before_it_is_read() {
    let limits = Limits { file_bytes: 3, ..Limits::default() };
    let error = read_bytes(b"abcd", "a.txt", &limits, &Passwords::default()).unwrap_err();
    assert_eq!(error.code, "too-large");
}

#[test]
fn a_text_file_is_read_with_its_hash() {
    let document = read_bytes(b"one\ntwo\n", "a.txt", &Limits::default(), &Passwords::default()).unwrap();
    assert_eq!(document.source.sha256, "c3f9c8c283a2b1f2f1896f27a01cbe3cddc0c9d93f752e4639035a0f5b36f6e8");
    assert_eq!((document.source.bytes, document.source.format.as_str()), (8, "txt"));
}

#[test]
fn formats_are_known_by_content_whatever_they_are_called() {
    let word = archive::building::zip(&[("word/document.xml", "<a/>")]);
    for (bytes, path, want) in [
        (word.as_slice(), "a.zip", "docx"),
        (b"{\\rtf1", "a.doc", "rtf"),
        (b"  <!DOCTYPE HTML><p>", "page", "html"),
        (b"From ada@example.org Mon Mar  1 09:12:44 2021\n", "list.txt", "mbox"),
        (b"From: a\nTo: b\nSubject: c\nDate: d\n\nx", "a.txt", "eml"),
        (b"WEBVTT\n", "a.txt", "captions"),
        (b">>A: x\n>>B: y\n>>A: z\n", "a.txt", "captions"),
        (b"a;b\n1;2\n", "a.csv", "csv"),
    ] {
        assert_eq!(detect(bytes, path), Ok(want), "{path}");
    }
}

#[test]
fn an_old_word_document_says_what_it_needs() {
    let error = read_bytes(b"\xD0\xCF\x11\xE0....", "a.doc", &Limits::default(), &Passwords::default()).unwrap_err();
    assert_eq!(error.code, "needs-converter");
    assert!(error.hint.is_some());
}

#[test]
fn the_documentation_has_a_row_for_every_format() {
    let page = include_str!("../../docs/reading.md");
    for format in formats::FORMATS.iter().filter(|format| !format.extensions.is_empty()) {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{}` |", format.name)));
        let row = row.unwrap_or_else(|| panic!("docs/reading.md lacks {}", format.name));
        for extension in format.extensions {
            assert!(row.contains(extension), "{} lacks {extension}", format.name);
        }
        assert!(row.contains(format.says.place), "{}: {}", format.name, format.says.place);
    }
}
