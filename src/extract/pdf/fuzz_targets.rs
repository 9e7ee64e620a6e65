//! The fuzz_targets through which hostile bytes come in, each by itself: for the targets in `fuzz/` and the mutation test.
//!
//! None of them may panic, hang, or take memory without end, whatever the bytes.

use super::font;
use crate::error::DocumentError;
use crate::extract::{Limits, Passwords, read_bytes};
use crate::model::RawDocument;

/// Limits under which any input ends within about a second.
#[must_use]
pub fn limits() -> Limits {
    Limits {
        memory_bytes: u64::MAX,
        file_bytes: 1 << 20,
        stream_bytes: 4 << 20,
        operators_per_page: 50_000,
        glyphs_per_page: 50_000,
        glyphs_per_file: 200_000,
        nesting: 8,
        pages: 50,
        seconds: 5,
        unpacked_bytes: 8 << 20,
        members: 100,
        archives: 2,
        elements: 50_000,
        rows: 5_000,
        show_changes: false,
    }
}

/// The bytes of a whole file.
///
/// # Errors
/// Those of [`read_bytes`].
pub fn file(bytes: &[u8]) -> Result<RawDocument, DocumentError> {
    read_bytes(bytes, "door.pdf", &limits(), &Passwords::default())
}

/// The content stream of a page that has a font `/F1` and a form `/X` with the same content.
///
/// # Errors
/// Those of [`read_bytes`].
pub fn content(stream: &[u8]) -> Result<RawDocument, DocumentError> {
    let resources = "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> \
                     /XObject << /X 5 0 R >> >>";
    let mut bytes = format!(
        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\n\
         endobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R {resources} >>\nendobj\n"
    )
    .into_bytes();
    for (number, entries) in [(4, String::new()), (5, format!("/Subtype /Form /BBox [0 0 600 800] {resources}"))] {
        bytes.extend_from_slice(
            format!("{number} 0 obj\n<< {entries} /Length {} >>\nstream\n", stream.len()).as_bytes(),
        );
        bytes.extend_from_slice(stream);
        bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }
    bytes.extend_from_slice(b"trailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n");
    file(&bytes)
}

/// A CMap, as a map to Unicode and as the encoding of a composite font.
pub fn cmap(bytes: &[u8]) {
    font::try_cmap(bytes);
}

/// An embedded font program of any kind.
pub fn font_program(bytes: &[u8]) {
    font::try_program(bytes);
}
