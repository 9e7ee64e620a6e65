//! Which format a file is taken for, and what is said of those that have no reader.

use super::*;

fn detect(bytes: &[u8], path: &str) -> Result<Format, String> {
    Format::detect(bytes, path).map_err(|error| error.message)
}

#[test]
fn content_comes_before_extension() {
    assert_eq!(detect(b"%PDF-1.4\n", "report.txt"), Ok(Format::Pdf));
    assert_eq!(detect(b"junk before\n%PDF-1.4\n", "report"), Ok(Format::Pdf));
    assert_eq!(detect(b"1. The meeting", "report.TXT"), Ok(Format::Text));
    assert_eq!(detect(b"# Report", "report.md"), Ok(Format::Markdown));
    assert_eq!(detect(b"", "empty.pdf"), Ok(Format::Pdf));
}

#[test]
fn a_text_that_speaks_of_pdf_stays_a_text() {
    assert_eq!(detect(b"A file starts with %PDF-1.4.", "notes.txt"), Ok(Format::Text));
}

#[test]
fn formats_without_reader_are_named_with_what_to_do() {
    for (bytes, path, want) in [
        (b"PK\x03\x04....".as_slice(), "a.docx", "a Word document"),
        (b"PK\x03\x04....", "a.odt", "an OpenDocument text"),
        (b"\xD0\xCF\x11\xE0....", "a.doc", "a Word document of the old format"),
        (b"{\\rtf1", "a.doc", "a Rich Text document"),
        (b"PK\x03\x04....", "a.zip", "a ZIP archive"),
        (b"  <!DOCTYPE HTML>", "a.html", "a web page"),
        (b"\x89PNG....", "a.png", "an image"),
        (b"no idea", "a.bin", "unknown"),
    ] {
        let error = *Format::detect(bytes, path).unwrap_err();
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
