//! The pages of a file, read one after the other, or the stretches of a long file at once. The result is the same.

use super::content::{Output, Stop};
use super::file::File;
use super::fonts::Fonts;
use super::layers::Layers;
use super::page::{read_page, timed_out};
use super::page_tree::Page;
use super::report;
use crate::budget::{self, Budget};
use crate::error::DocumentError;
use crate::extract::Limits;
use crate::model::{Note, RawPage};
use rayon::prelude::*;
use std::time::Instant;

/// Pages that one thread reads in one go. Each stretch reads its fonts anew, which takes about as long as a page.
const STRETCH: usize = 32;

/// What is read of a file's pages.
#[derive(Default)]
pub struct Pages<'a> {
    pub pages: Vec<RawPage>,
    pub fonts: Fonts<'a>,
    pub notes: Vec<Note>,
    glyphs: usize,
}

/// What all pages share.
#[derive(Clone, Copy)]
pub struct Reading<'a, 'l> {
    pub file: &'a File,
    pub layers: &'l Layers,
    pub limits: &'l Limits,
    pub deadline: Instant,
    /// The path that errors name.
    pub path: &'l str,
}

/// Reads pages, numbered from 1. A long file is read by all threads of the pool.
///
/// # Errors
/// Time or glyphs are more than the limits allow.
pub fn read<'a>(found: &[Page<'a>], reading: Reading<'a, '_>) -> Result<Pages<'a>, Box<DocumentError>> {
    if found.len() < 2 * STRETCH || rayon::current_num_threads() == 1 {
        return stretch(found, 1, reading);
    }
    let budget = Budget::here();
    let stretches: Vec<_> = found.chunks(STRETCH).zip((1..).step_by(STRETCH)).collect();
    let read: Vec<_> = stretches
        .into_par_iter()
        .map(|(pages, first)| Budget::lend(budget.as_ref(), || stretch(pages, first, reading)))
        .collect();
    let mut whole = Pages::default();
    for part in read {
        whole.append(part?, reading)?;
    }
    Ok(whole)
}

fn stretch<'a>(found: &[Page<'a>], first: u32, reading: Reading<'a, '_>) -> Result<Pages<'a>, Box<DocumentError>> {
    let Reading { file, layers, limits, deadline, path } = reading;
    let mut read = Pages { pages: Vec::with_capacity(found.len()), ..Pages::default() };
    let mut output = Output::new();
    for (page, number) in found.iter().zip(first..) {
        let Pages { fonts, notes, .. } = &mut read;
        let dimensions = page.display(file);
        let read_it = || read_page(file, fonts, layers, page, number, limits, deadline, &mut output, notes);
        let (page, stopped) = match budget::guard(read_it) {
            Ok(read) => read,
            Err(words) => {
                notes.push(report::failed_page(number, &words));
                (
                    RawPage {
                        number,
                        width: dimensions.width as f32,
                        height: dimensions.height as f32,
                        ..RawPage::default()
                    },
                    None,
                )
            }
        };
        read.glyphs += page.glyphs.len();
        read.pages.push(page);
        if stopped == Some(Stop::Time) || Instant::now() > deadline {
            return Err(Box::new(timed_out(path, number, limits)));
        }
        check_glyphs(read.glyphs, reading)?;
    }
    Ok(read)
}

fn check_glyphs(glyphs: usize, reading: Reading<'_, '_>) -> Result<(), Box<DocumentError>> {
    let limit = reading.limits.glyphs_per_file;
    if glyphs <= limit {
        return Ok(());
    }
    let error = DocumentError::new("too-large", reading.path, format!("the file draws more than {limit} glyphs"))
        .with_hint("Raise `glyphs_per_file` in the section [extract] of minutebook.toml, or split the file.");
    Err(Box::new(error))
}

impl<'a> Pages<'a> {
    /// Adds the stretch that follows; its runs name their fonts by their place among all fonts from now on.
    fn append(&mut self, mut next: Self, reading: Reading<'a, '_>) -> Result<(), Box<DocumentError>> {
        let places = self.fonts.append(next.fonts);
        for run in next.pages.iter_mut().flat_map(|page| &mut page.runs) {
            if let Some(place) = places.get(usize::from(run.font)) {
                run.font = *place;
            }
        }
        self.pages.append(&mut next.pages);
        self.notes.append(&mut next.notes);
        self.glyphs += next.glyphs;
        check_glyphs(self.glyphs, reading)
    }
}
