//! What is in this file? One reader per format, chosen by content and then by extension: `text` for `.txt` and `.md`,
//! `pdf` for PDF. Readers are pure: bytes in, a [`RawDocument`] or one [`DocumentError`] out, nothing printed.

pub mod dump;
mod ocr;
mod passwords;
mod pdf;
mod text;

pub use crate::settings::Limits;
pub use ocr::Recognizer;
pub use passwords::Passwords;
#[doc(hidden)]
pub use pdf::doors;

use crate::error::DocumentError;
use crate::model::{RawDocument, Source};
use crate::text::digest;
use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Raised with every change that can change what is read of a file: the next run then reads every report again.
pub const REVISION: u32 = 4;

/// How far into a file `%PDF-` may stand after junk, in bytes (readers of old allow 1,024; mail headers can be longer).
const HEADER_SEARCH: usize = 8 * 1024;

/// Reads a file of any supported format. `shown_path` is the path that errors and results name.
///
/// # Errors
/// The file cannot be opened, is larger than the limit, is of no supported format, needs a password, or is damaged beyond
/// repair.
pub fn read_file(
    path: &Path,
    shown_path: &str,
    limits: &Limits,
    passwords: &Passwords,
) -> Result<RawDocument, DocumentError> {
    let unreadable = |error: std::io::Error| {
        DocumentError::new("unreadable", shown_path, format!("the file cannot be read: {error}"))
            .with_hint("Check that the file exists and that you may read it.")
    };
    let file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    if size > limits.file_bytes {
        return Err(too_large(shown_path, size, limits));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    // A pipe or a growing file can deliver more than its metadata says.
    file.take(limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    read_bytes(&bytes, shown_path, limits, passwords)
}

/// Reads the content of a file. `shown_path` gives the extension, and is the path that errors and results name.
///
/// # Errors
/// As [`read_file`]; a panic of a reader is caught here and reported as an error with the code `panic`.
pub fn read_bytes(
    bytes: &[u8],
    shown_path: &str,
    limits: &Limits,
    passwords: &Passwords,
) -> Result<RawDocument, DocumentError> {
    let size = bytes.len() as u64;
    if size > limits.file_bytes {
        return Err(too_large(shown_path, size, limits));
    }
    let format = Format::detect(bytes, shown_path).map_err(|refusal| *refusal)?;
    let source = Source {
        path: shown_path.to_owned(),
        sha256: digest::sha256(bytes),
        bytes: size,
        format: format.name().to_owned(),
        producer: None,
        pages: None,
    };
    catch_unwind(AssertUnwindSafe(|| match format {
        Format::Pdf => pdf::read(bytes, source, limits, passwords),
        Format::Text | Format::Markdown => Ok(text::read(bytes, source)),
    }))
    .unwrap_or_else(|panic| Err(caught(shown_path, panic.as_ref())))
}

fn too_large(path: &str, size: u64, limits: &Limits) -> DocumentError {
    DocumentError::new("too-large", path, format!("the file has {size} bytes, the limit is {}", limits.file_bytes))
        .with_hint("Raise `file_bytes` in the section [extract] of minutebook.toml, or split the file.")
}

fn caught(path: &str, panic: &(dyn std::any::Any + Send)) -> DocumentError {
    let said = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    DocumentError::new("panic", path, format!("the reader failed on this file, which is a bug of minutebook: {said}"))
        .with_hint("Please report it with the file. Printing the file to PDF again from a viewer often gives one that can be read.")
}

/// The formats that have a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Pdf,
    Text,
    Markdown,
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Text => "txt",
            Self::Markdown => "md",
        }
    }

    /// By content first, since files are often misnamed; plain text has no mark, so there the extension decides.
    fn detect(bytes: &[u8], path: &str) -> Result<Self, Box<DocumentError>> {
        let head = bytes.get(..HEADER_SEARCH).unwrap_or(bytes);
        let extension = Path::new(path).extension().and_then(|ext| ext.to_str()).unwrap_or("").to_ascii_lowercase();
        if head.starts_with(b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if let Some((what, hint)) = foreign(head, &extension) {
            return Err(Box::new(
                DocumentError::new("unsupported-format", path, format!("this is {what}; expected PDF, .txt or .md"))
                    .with_hint(hint),
            ));
        }
        match extension.as_str() {
            "txt" | "text" => Ok(Self::Text),
            "md" | "markdown" => Ok(Self::Markdown),
            // A file without header may still hold all its objects.
            "pdf" => Ok(Self::Pdf),
            _ if memchr::memmem::find(head, b"%PDF-").is_some() => Ok(Self::Pdf),
            _ => Err(Box::new(
                DocumentError::new(
                    "unsupported-format",
                    path,
                    "the format of this file is unknown; expected PDF, .txt or .md",
                )
                .with_hint("Export the document as PDF, or give it its right extension."),
            )),
        }
    }
}

/// Names a well-known format that has no reader, with what to do about it.
fn foreign(head: &[u8], extension: &str) -> Option<(&'static str, &'static str)> {
    const EXPORT: &str = "Open it in its program and export it as PDF.";
    const OCR: &str =
        "Run optical character recognition on it (ocrmypdf makes a PDF with a text layer), then add the PDF.";
    let zip = head.starts_with(b"PK\x03\x04");
    let compound = head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    let text = head.trim_ascii_start();
    let starts = |mark: &[u8]| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    Some(match extension {
        "docx" | "docm" | "dotx" if zip => ("a Word document", EXPORT),
        "odt" | "ott" | "fodt" if zip => ("an OpenDocument text", EXPORT),
        "doc" | "dot" if compound => ("a Word document of the old format", EXPORT),
        "xlsx" | "xlsm" | "ods" | "xls" if zip || compound => ("a spreadsheet", EXPORT),
        "pptx" | "odp" | "ppt" if zip || compound => ("a presentation", EXPORT),
        "epub" if zip => ("an e-book", EXPORT),
        _ if zip => ("a ZIP archive", "Unpack it and add the PDF files that it holds."),
        _ if compound => ("an Office document of the old format", EXPORT),
        _ if starts(b"{\\rtf") => ("a Rich Text document", EXPORT),
        _ if starts(b"%!PS") => ("a PostScript file", "Convert it to PDF (ps2pdf does)."),
        _ if starts(b"<!doctype html") || starts(b"<html") => ("a web page", "Print it to PDF from the browser."),
        _ if head.starts_with(b"\x89PNG") || head.starts_with(&[0xFF, 0xD8, 0xFF]) => ("an image", OCR),
        _ if head.starts_with(b"II*\0") || head.starts_with(b"MM\0*") => ("a TIFF image", OCR),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
