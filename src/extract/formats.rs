//! The registry of formats: what each is called, how it is known, who reads it and what it can say.
//!
//! Adding a format is a reader and an entry here. Content decides first, since files are often misnamed; the extension
//! decides where content has no mark of its own.

use super::input::{Head, Input, NEEDS_CONVERTER, Says};
use crate::error::DocumentError;
use crate::model::RawDocument;
use std::path::Path;

/// How far into a file its mark may stand after junk, in bytes (readers of old allow 1,024; mail headers can be longer).
const HEADER_SEARCH: usize = 8 * 1024;

/// A format that has a reader.
#[derive(Debug)]
pub struct Format {
    /// Name in results: `pdf`, `docx`.
    pub name: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// Extensions in lower case, without full stop.
    pub extensions: &'static [&'static str],
    /// Whether the content is of this format whatever the file is called.
    pub claims: fn(&Head<'_>) -> bool,
    /// The reader; `None` for containers that only hold other files.
    pub read: Option<fn(Input<'_>) -> Result<RawDocument, DocumentError>>,
    /// What it can say; the table of docs/reading.md is held against it.
    #[cfg_attr(not(test), expect(dead_code, reason = "only a test asks, for the table of docs/reading.md"))]
    pub says: Says,
}

const NOTHING: Says =
    Says { place: "line", headings: false, numbers: false, notes: false, tables: false, changes: false };

const EVERYTHING: Says =
    Says { place: "paragraph", headings: true, numbers: true, notes: true, tables: true, changes: true };

/// All formats; the first that claims a file by its content has it, then the first that knows its extension.
pub static FORMATS: &[Format] = &[
    Format {
        name: "pdf",
        title: "PDF",
        extensions: &["pdf"],
        claims: |head| head.start.starts_with(b"%PDF-"),
        read: Some(|input| super::pdf::read(input.bytes, input.source, input.limits, input.passwords)),
        says: Says { place: "page and box", ..NOTHING },
    },
    Format {
        name: "docx",
        title: "Word (.docx)",
        extensions: &["docx", "docm", "dotx", "dotm"],
        claims: |head| head.holds("word/document.xml") || head.holds("word/document2.xml"),
        read: Some(super::docx::read),
        says: Says { place: "paragraph, page where rendered", ..EVERYTHING },
    },
    Format {
        name: "odt",
        title: "OpenDocument text (.odt)",
        extensions: &["odt", "ott", "fodt"],
        claims: |head| {
            head.is_zip() && head.holds("application/vnd.oasis.opendocument.text") || head.extension == "fodt"
        },
        read: Some(super::odt::read),
        says: Says { place: "paragraph, page where rendered", ..EVERYTHING },
    },
    Format {
        name: "xlsx",
        title: "Excel (.xlsx)",
        extensions: &["xlsx", "xlsm"],
        claims: |head| head.holds("xl/workbook.xml"),
        read: Some(super::lists::read_workbook),
        says: Says { place: "sheet and cell", numbers: true, tables: true, ..NOTHING },
    },
    Format {
        name: "ods",
        title: "OpenDocument spreadsheet (.ods)",
        extensions: &["ods"],
        claims: |head| head.is_zip() && head.holds("application/vnd.oasis.opendocument.spreadsheet"),
        read: Some(super::lists::read_workbook),
        says: Says { place: "sheet and cell", numbers: true, tables: true, ..NOTHING },
    },
    Format {
        name: "xls",
        title: "Excel of old (.xls)",
        extensions: &["xls"],
        claims: |head| head.is_compound() && head.extension == "xls",
        read: Some(super::lists::read_workbook),
        says: Says { place: "sheet and cell", numbers: true, tables: true, ..NOTHING },
    },
    Format {
        name: "doc",
        title: "Word of old (.doc)",
        extensions: &["doc", "dot"],
        claims: |head| head.is_compound() && matches!(head.extension, "doc" | "dot"),
        read: Some(|input| Err(unconverted(&input))),
        says: EVERYTHING,
    },
    Format {
        name: "rtf",
        title: "Rich Text (.rtf)",
        extensions: &["rtf"],
        claims: |head| head.begins("{\\rtf"),
        read: Some(super::rtf::read),
        says: Says { place: "paragraph", headings: true, numbers: true, notes: true, tables: true, ..NOTHING },
    },
    Format {
        name: "zip",
        title: "ZIP archive",
        extensions: &["zip"],
        claims: |_| false,
        read: None,
        says: Says { place: "member", ..NOTHING },
    },
    Format {
        name: "mhtml",
        title: "saved web page (.mhtml)",
        extensions: &["mht", "mhtml"],
        claims: super::mail::claims_page,
        read: Some(super::mail::read_page),
        says: Says { place: "paragraph", headings: true, numbers: true, notes: true, tables: true, ..NOTHING },
    },
    Format {
        name: "mbox",
        title: "mailbox",
        extensions: &["mbox"],
        claims: super::mail::claims_box,
        read: Some(super::mail::read_box),
        says: Says { place: "message and line", headings: true, ..NOTHING },
    },
    Format {
        name: "eml",
        title: "mail (.eml)",
        extensions: &["eml"],
        claims: super::mail::claims_message,
        read: Some(super::mail::read_message),
        says: Says { place: "message and line", ..NOTHING },
    },
    Format {
        name: "captions",
        title: "captions",
        extensions: &["vtt", "srt"],
        claims: super::captions::claims,
        read: Some(super::captions::read),
        says: Says { place: "line or time", ..NOTHING },
    },
    Format {
        name: "pipermail",
        title: "page of a mail archive",
        extensions: &[],
        claims: |head| memchr::memmem::find(head.bytes, b"<!--beginarticle-->").is_some() && !head.begins("From "),
        read: Some(super::mail::read_archive),
        says: Says { place: "line", ..NOTHING },
    },
    Format {
        name: "html",
        title: "web page",
        extensions: &["html", "htm", "xhtml", "shtml"],
        claims: |head| {
            matches!(head.extension, "html" | "htm" | "xhtml" | "" | "txt" | "doc" | "aspx" | "php")
                && (head.begins("<!doctype html") || head.begins("<html"))
        },
        read: Some(super::html::read),
        says: Says { place: "paragraph", headings: true, numbers: true, notes: true, tables: true, ..NOTHING },
    },
    Format {
        name: "csv",
        title: "list (.csv)",
        extensions: &["csv", "tsv"],
        claims: |_| false,
        read: Some(super::lists::read_csv),
        says: Says { place: "line", numbers: true, tables: true, ..NOTHING },
    },
    Format {
        name: "md",
        title: "Markdown",
        extensions: &["md", "markdown"],
        claims: |_| false,
        read: Some(super::markdown::read),
        says: Says { headings: true, numbers: true, notes: true, tables: true, ..NOTHING },
    },
    Format {
        name: "txt",
        title: "plain text",
        extensions: &["txt", "text"],
        claims: |_| false,
        read: Some(|input| Ok(super::text::read(input.bytes, input.source))),
        says: NOTHING,
    },
];

/// The format of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Whether a reader exists for files of this name.
#[must_use]
pub fn is_readable(name: &str) -> bool {
    let extension = extension(name);
    FORMATS.iter().any(|format| format.extensions.contains(&extension.as_str()))
}

/// Names of all formats for people: "PDF, Word (.docx), ...".
#[must_use]
pub fn list() -> String {
    let titles: Vec<&str> = FORMATS.iter().map(|format| format.title).collect();
    titles.join(", ")
}

/// The format of a file.
///
/// # Errors
/// Nothing reads it; the error says what it is and what to do.
pub fn detect(bytes: &[u8], path: &str) -> Result<&'static Format, Box<DocumentError>> {
    let extension = extension(path);
    let head = Head { bytes, start: bytes.get(..HEADER_SEARCH).unwrap_or(bytes), extension: &extension };
    if let Some(format) = FORMATS.iter().find(|format| (format.claims)(&head)) {
        return Ok(format);
    }
    if let Some((what, hint)) = foreign(&head) {
        let message = format!("this is {what}; expected one of: {}", list());
        return Err(Box::new(DocumentError::new("unsupported-format", path, message).with_hint(hint)));
    }
    let by_extension = FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()));
    // A PDF without header may still hold all its objects, or have junk before it.
    let late_pdf = || memchr::memmem::find(head.start, b"%PDF-").and_then(|_| named("pdf"));
    by_extension.or_else(late_pdf).ok_or_else(|| {
        let message = format!("the format of this file is unknown; expected one of: {}", list());
        Box::new(
            DocumentError::new("unsupported-format", path, message)
                .with_hint("Export the document as PDF, or give it its right extension."),
        )
    })
}

/// A document of Word's old format has no reader: a word on how to make one that has.
fn unconverted(input: &Input<'_>) -> DocumentError {
    input
        .error(NEEDS_CONVERTER, "this is a Word document of the old format (.doc); expected .docx")
        .with_hint("Name LibreOffice in the section [convert] of minutebook.toml (docs/reading.md shows how), or save the document as .docx.")
}

fn extension(path: &str) -> String {
    Path::new(path).extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase()
}

/// Names a well-known format that has no reader, with what to do about it.
fn foreign(head: &Head<'_>) -> Option<(&'static str, &'static str)> {
    const EXPORT: &str = "Open it in its program and export it as PDF.";
    const OCR: &str =
        "Run optical character recognition on it (ocrmypdf makes a PDF with a text layer), then add the PDF.";
    Some(match head.extension {
        "pptx" | "odp" | "ppt" if head.is_zip() || head.is_compound() => ("a presentation", EXPORT),
        "epub" if head.is_zip() => ("an e-book", EXPORT),
        // A damaged one is for its own reader to speak of.
        "zip" | "docx" | "docm" | "dotx" | "dotm" | "odt" | "ott" | "xlsx" | "xlsm" | "ods" if head.is_zip() => {
            return None;
        }
        _ if head.is_zip() => (
            "a ZIP archive of a kind that nothing reads",
            "Unpack it, or name it .zip, so that the files in it are read.",
        ),
        _ if head.is_compound() => ("an Office document of the old format", EXPORT),
        _ if head.begins("%!PS") => ("a PostScript file", "Convert it to PDF (ps2pdf does)."),
        _ if head.start.starts_with(b"\x89PNG") || head.start.starts_with(&[0xFF, 0xD8, 0xFF]) => ("an image", OCR),
        _ if head.start.starts_with(b"II*\0") || head.start.starts_with(b"MM\0*") => ("a TIFF image", OCR),
        _ => return None,
    })
}
