//! Reads PDF (ISO 32000-1): the one module that names lopdf, which supplies the objects; everything above is here.
//!
//! `open` opens the file (`encryption` helps it), `file` looks up, `page_tree` finds the pages, `pages` reads them (those of a long file at once), `content` interprets what they draw, `font` turns codes into
//! text and advances, `report` says what could not be read.

mod annotations;
mod content;
mod encryption;
mod file;
mod font;
mod fonts;
pub mod fuzz_targets;
mod info;
mod layers;
mod matrix;
mod open;
mod page;
mod page_tree;
mod pages;
mod report;
mod taming;

use crate::error::DocumentError;
use crate::extract::{Limits, Passwords};
use crate::model::{Note, RawBody, RawDocument, Source, Stage};
use file::File;
use layers::Layers;
use std::time::{Duration, Instant};

/// Reads a PDF.
///
/// # Errors
/// The file is no PDF, is damaged beyond repair, needs a password, or takes longer than the limit.
pub fn read(
    bytes: &[u8],
    mut source: Source,
    limits: &Limits,
    passwords: &Passwords,
) -> Result<RawDocument, DocumentError> {
    let deadline = Instant::now() + Duration::from_secs(limits.seconds);
    let mut notes = Vec::new();
    let file = File::new(open::document(bytes, &source.path, limits, passwords, &mut notes)?, limits);
    let (info, producer) = info::read(&file);
    let found = page_tree::pages(&file, limits.pages.saturating_add(1));
    if found.is_empty() {
        return Err(DocumentError::new("no-pages", &source.path, "the file holds no page; expected at least one")
            .with_hint("Download it again, or open it in a viewer and print it to PDF."));
    }
    if found.len() > limits.pages {
        notes.push(Note::new(
            Stage::Extract,
            "too-many-pages",
            format!(
                "only the first {} pages were read. Raise `pages` in the section [extract] of minutebook.toml.",
                limits.pages
            ),
        ));
    }
    let layers = Layers::of(&file);
    let reading = pages::Reading { file: &file, layers: &layers, limits, deadline, path: &source.path };
    let kept = found.get(..limits.pages).unwrap_or(&found);
    let pages::Pages { pages, fonts, notes: mut of_pages, .. } = pages::read(kept, reading).map_err(|error| *error)?;
    notes.append(&mut of_pages);
    report::unreadable(&pages, &fonts, &mut notes);
    source.pages = u32::try_from(found.len().min(limits.pages)).ok();
    source.producer = producer;
    Ok(RawDocument { source, info, body: RawBody::Pages { fonts: fonts.facts(), pages }, notes })
}

#[cfg(test)]
pub mod paper;
#[cfg(test)]
mod tests;
