//! The file of a report as it was published, from `corpus/` and nowhere else: a key leads to it, never a path.

use crate::access;
use crate::error::RunError;
use crate::pages::{Answer, Refusal};
use crate::record::Record;
use std::path::Path;

/// Files larger than this are not sent: they are read into memory, and a browser shows none of the size.
const LARGEST_BYTES: u64 = 64 << 20;

/// The file of the report with this key.
///
/// # Errors
/// There is no such report, its file is gone, lies outside of the corpus, or is larger than any.
pub fn file(record: &Record, key: &str) -> Result<Answer, Refusal> {
    let gone = |why: RunError| Refusal { detail: why.message, hints: why.hints, ..Refusal::not_found("no such file") };
    let path = record.file_of(key).map_err(gone)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = read(&path)?;
    let media = match name.rsplit('.').next().map(str::to_ascii_lowercase).as_deref() {
        Some("pdf") if bytes.starts_with(b"%PDF-") => "application/pdf",
        Some("txt" | "md" | "csv") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    let mut answer = Answer::shown(media, bytes);
    if media == "application/octet-stream" {
        // Web pages and pictures with script in them are saved, not shown from this address.
        answer.save_as = Some(name);
    }
    Ok(answer)
}

/// The bytes of a file of bounded size.
///
/// # Errors
/// It is larger, or cannot be read.
fn read(path: &Path) -> Result<Vec<u8>, Refusal> {
    let cannot = |_| Refusal::not_found("no longer this file").hint("It was moved or deleted after it was read.");
    let bytes = std::fs::metadata(path).map_err(cannot)?.len();
    if bytes > LARGEST_BYTES {
        return Err(Refusal::bad(format!(
            "The file has {} MB; up to {} MB are sent.",
            bytes >> 20,
            LARGEST_BYTES >> 20
        )));
    }
    access::read_regular(path).map_err(cannot)
}
