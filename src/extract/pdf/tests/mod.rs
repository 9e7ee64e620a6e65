//! Whole small files through the reader, by area.

mod annotations;
mod content;
mod files;
mod fonts;
mod mutations;
mod pages;
