//! What is in this file? One reader per format, chosen by content and then by extension from the registry in [`formats`].
//! Readers are pure: bytes in, a [`RawDocument`] or one [`DocumentError`] out, nothing printed.

mod archive;
mod captions;
pub mod containers;
mod docx;
pub mod dump;
mod flow;
pub mod formats;
#[doc(hidden)]
pub mod fuzzing;
mod guarded;
mod html;
mod input;
mod last_container;
mod lists;
mod mail;
mod markdown;
mod ocr;
mod odt;
mod office;
mod outside;
mod passwords;
mod pdf;
mod rtf;
mod text;
mod turns;
mod wrapped;
mod xml;

pub use crate::settings::Limits;
pub use guarded::SideBySide;
pub use ocr::Recognizer;
pub use passwords::Passwords;
#[doc(hidden)]
pub use pdf::fuzz_targets;

use crate::budget;
use crate::error::DocumentError;
use crate::model::{RawDocument, Source};
use crate::text::digest;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Raised with every change that can change what is read of a file: the next run then reads every report again.
pub const REVISION: u32 = 6;

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
    let bytes = bytes_of(path, shown_path, limits)?;
    read_bytes(&bytes, shown_path, limits, passwords)
}

/// The bytes of a file, or of a member of a container by its path `file!member`.
///
/// # Errors
/// It cannot be opened, is larger than the limit, or its container does not hold it.
pub fn bytes_of(path: &Path, shown_path: &str, limits: &Limits) -> Result<Vec<u8>, DocumentError> {
    let unreadable = |error: std::io::Error| {
        DocumentError::new("unreadable", shown_path, format!("the file cannot be read: {error}"))
            .with_hint("Check that the file exists and that you may read it.")
    };
    if let Some((container, inner)) = member_path(path) {
        return last_container::member(&container, &inner, limits, || bytes_of(&container, shown_path, limits));
    }
    let file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    if size > limits.file_bytes {
        return Err(too_large(shown_path, size, limits));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    // A pipe or a growing file can deliver more than its metadata says.
    file.take(limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// A path that names no file but a member of one: the file, and the member's path in it.
#[must_use]
pub fn member_path(path: &Path) -> Option<(PathBuf, String)> {
    let text = path.to_str().filter(|text| text.contains(containers::SEPARATOR))?;
    if path.exists() {
        return None;
    }
    let cuts = text.match_indices(containers::SEPARATOR).map(|(at, _)| at);
    cuts.into_iter().find_map(|at| {
        let (container, inner) = (text.get(..at)?, text.get(at + 1..)?);
        let container = PathBuf::from(container);
        (container.is_file() && !inner.is_empty()).then(|| (container, inner.to_owned()))
    })
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
    if bytes.is_empty() {
        return Err(DocumentError::new("empty", shown_path, "the file is empty (0 bytes)")
            .with_hint("Copy or download it again: its sender may have been cut short."));
    }
    let format = formats::detect(bytes, shown_path).map_err(|refusal| *refusal)?;
    let source = Source {
        path: shown_path.to_owned(),
        sha256: digest::sha256(bytes),
        bytes: size,
        format: format.name.to_owned(),
        producer: None,
        pages: None,
    };
    let input = input::Input { bytes, source, limits, passwords };
    budget::guard(|| match format.read {
        Some(read) => read(input),
        None => containers::read(input),
    })
    .unwrap_or_else(|words| Err(guarded::failed(shown_path, &words)))
}

fn too_large(path: &str, size: u64, limits: &Limits) -> DocumentError {
    DocumentError::new("too-large", path, format!("the file has {size} bytes, the limit is {}", limits.file_bytes))
        .with_hint("Raise `file_bytes` in the section [extract] of minutebook.toml, or split the file.")
}

#[cfg(test)]
mod tests;
