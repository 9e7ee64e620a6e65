//! Reads one page: its content streams joined, interpreted, and its annotations.

use super::content::{Interpreter, Output, Stop};
use super::file::File;
use super::fonts::Fonts;
use super::layers::Layers;
use super::page_tree::Page;
use super::{annotations, report};
use crate::budget;
use crate::error::DocumentError;
use crate::extract::Limits;
use crate::model::{Note, RawPage};
use lopdf::Object;
use std::time::Instant;

/// Reading took longer than one file may.
pub fn timed_out(path: &str, page: u32, limits: &Limits) -> DocumentError {
    let mut error =
        DocumentError::new("timed-out", path, format!("reading took longer than {} seconds", limits.seconds))
            .with_hint(
                "Raise `seconds` in the section [extract] of minutebook.toml, or print the file to PDF from a viewer.",
            );
    error.page = Some(page);
    error
}

/// Reads a page; answers as well what ended it before its end.
#[expect(clippy::too_many_arguments, reason = "all of it differs by page or is shared by all pages")]
pub fn read_page<'a>(
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
        budget::look();
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
