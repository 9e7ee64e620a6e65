//! What fuzz targets and the mutation tests send through the readers of the registry: any bytes as a file of a format, and, for
//! formats that are archives, as the part that holds the text.

use super::{Passwords, pdf, read_bytes};
use crate::error::DocumentError;
use crate::model::RawDocument;
use std::io::{Cursor, Write};

/// The extensions that [`any`] and [`part`] take.
pub const NAMES: [&str; 12] = ["docx", "odt", "html", "mhtml", "eml", "mbox", "rtf", "csv", "xlsx", "vtt", "md", "zip"];

/// Bytes as a whole file of this extension.
///
/// # Errors
/// Those of [`read_bytes`].
pub fn any(extension: &str, bytes: &[u8]) -> Result<RawDocument, DocumentError> {
    read_bytes(bytes, &format!("fuzz.{extension}"), &pdf::fuzz_targets::limits(), &Passwords::default())
}

/// Bytes as the main part of a sound archive of this extension; of other formats as the whole file.
///
/// # Errors
/// Those of [`read_bytes`].
pub fn part(extension: &str, bytes: &[u8]) -> Result<RawDocument, DocumentError> {
    let name = match extension {
        "docx" => "word/document.xml",
        "odt" => "content.xml",
        "xlsx" => "xl/workbook.xml",
        _ => return any(extension, bytes),
    };
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mimetype: &[u8] = b"application/vnd.oasis.opendocument.text";
    let mut written = true;
    for (name, content) in [("mimetype", mimetype), (name, bytes)] {
        written &= zip.start_file(name, options).is_ok() && zip.write_all(content).is_ok();
    }
    match zip.finish() {
        Ok(archive) if written => any(extension, &archive.into_inner()),
        _ => any(extension, bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Damage of every kind that ends in an error, a note or text, and never in a panic.
    #[test]
    fn damaged_files_of_every_format_end_in_words() {
        const SEEDS: [(&str, &str); 6] = [
            (
                "docx",
                "<w:document><w:body><w:p><w:pPr><w:numPr><w:ilvl w:val=\"9\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>TOC</w:instrText><w:t>a</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>",
            ),
            (
                "odt",
                "<office:document-content><office:body><office:text><text:list><text:list-item text:start-value=\"4294967295\"><text:p>a</text:p></text:list-item><text:list-item><text:p>b</text:p></text:list-item></text:list></office:text></office:body></office:document-content>",
            ),
            (
                "html",
                "<ol start=9223372036854775807><li>a<li value=-5>b</ol><table><tr><td rowspan=99999 colspan=99999>x</table><a href=#n>1</a><p id=n>1 note",
            ),
            ("rtf", "{\\rtf1 \\u-1?\\bin99999999 {\\footnote {\\listtext}} \\cell\\row \\'zz \\uc99999 x}"),
            (
                "eml",
                "From: a\nSubject: =?x?q?\nDate: Mon\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n> \nOn wrote:\n--b--",
            ),
            ("vtt", "WEBVTT\n\n99:99:99.999 --> 00:00:00.000\n<v >> x\n- \n"),
        ];
        for (extension, seed) in SEEDS {
            for step in 0..seed.len() {
                let mut bytes = seed.as_bytes().to_vec();
                match step % 4 {
                    0 => bytes.truncate(step),
                    1 => bytes[step] = b'<',
                    2 => drop(bytes.remove(step)),
                    _ => bytes.insert(step, b'&'),
                }
                if let Err(error) = part(extension, &bytes) {
                    assert_ne!(error.code, "panic", "{extension} {step}: {}", error.message);
                }
            }
        }
    }
}
