//! Reads PDF (ISO 32000-1): the one module that names lopdf, which supplies the objects; everything above is here.
//!
//! `open` opens the file (`encryption` helps it), `file` looks up, `page_tree` finds the pages, `pages` reads them (those of a long file at once), `content` interprets what they draw, `font` turns codes into
//! text and advances, `report` says what could not be read.

mod annotations;
mod content;
pub mod doors;
mod encryption;
mod file;
mod font;
mod fonts;
mod info;
mod layers;
mod matrix;
mod open;
mod page_tree;
mod pages;
mod report;

use crate::error::DocumentError;
use crate::extract::{Limits, Passwords};
use crate::model::{Note, RawBody, RawDocument, RawPage, Source, Stage};
use content::{Interpreter, Output, Stop};
use file::File;
use fonts::Fonts;
use layers::Layers;
use lopdf::Object;
use page_tree::Page;
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

fn timed_out(path: &str, page: u32, limits: &Limits) -> DocumentError {
    let mut error =
        DocumentError::new("timed-out", path, format!("reading took longer than {} seconds", limits.seconds))
            .with_hint(
                "Raise `seconds` in the section [extract] of minutebook.toml, or print the file to PDF from a viewer.",
            );
    error.page = Some(page);
    error
}

#[expect(clippy::too_many_arguments, reason = "all of it differs by page or is shared by all pages")]
fn read_page<'a>(
    file: &'a File,
    fonts: &mut Fonts<'a>,
    layers: &Layers,
    page: &Page<'a>,
    number: u32,
    limits: &Limits,
    deadline: Instant,
    output: &mut Output,
    notes: &mut Vec<Note>,
) -> (RawPage, Option<Stop>) {
    let display = page.display(file);
    output.begin(number, display.width as f32, display.height as f32);
    let mut interpreter = Interpreter::new(file, fonts, layers, limits, deadline, output, display.matrix);
    match page.dict {
        Some(dict) => {
            let content = page_content(file, dict.get(b"Contents").unwrap_or(&Object::Null), &mut interpreter.damage);
            interpreter.run(&content, page.resources);
            annotations::draw(file, dict, &mut interpreter);
        }
        None => interpreter.damage.push("its object is missing from the file".to_owned()),
    }
    let stopped = interpreter.stopped;
    report::damaged_page(number, &interpreter.damage, stopped, notes);
    (interpreter.output.finish(), stopped)
}

/// The streams of a page, joined as one (7.8.2: a token may not be cut by the seam).
fn page_content(file: &File, contents: &Object, damage: &mut Vec<String>) -> Vec<u8> {
    let contents = file.resolve(contents);
    let list = contents.as_array().map_or_else(|_| std::slice::from_ref(contents), Vec::as_slice);
    let mut joined = Vec::new();
    for item in list {
        match file.resolve(item) {
            Object::Stream(stream) => match file.decoded(stream) {
                Ok(data) if list.len() == 1 => return data.into_owned(),
                Ok(data) => {
                    joined.extend_from_slice(&data);
                    joined.push(b'\n');
                }
                Err(reason) => damage.push(format!("a part of its content cannot be read ({reason})")),
            },
            Object::Null if list.len() == 1 && contents.is_null() => {}
            _ => damage.push("a part of its content is missing from the file".to_owned()),
        }
    }
    joined
}

#[cfg(test)]
pub mod paper;
#[cfg(test)]
mod tests;
