//! From positioned glyphs, or the lines of a text file, to lines in reading order, with furniture, footnote areas and tables named.
//!
//! ```text
//! page --letters--> sheets --fragments--> words on baselines --columns--> regions in order --lines--> lines
//!                  (one direction each)                                                  \--relative, notes, furniture--> labelled
//! ```
//!
//! Two laws hold, and property tests state them: every visible glyph ends in exactly one line, and the order in which the
//! glyphs were drawn does not matter. Layout cannot fail; what it doubts it says in a note.

mod a_words;
mod accents;
mod aligned;
mod bands;
mod bidi;
mod blocks;
mod characters;
mod columns;
mod continued;
mod drawn;
mod exponents;
mod fragment;
mod fragments;
mod furniture;
mod glued;
mod grid;
mod headed;
mod initials;
mod labelled;
mod laid_page;
mod letters;
mod lines;
mod margins;
mod marks;
mod minutes;
mod notes;
mod open_rows;
mod open_tables;
mod page;
mod print;
mod relative;
mod rows;
mod running_title;
mod shaded;
mod side_by_side;
mod side_notes;
mod spaces;
mod strokes;
mod struck;
mod superiors;
mod tabbed;
mod tables;
mod templates;
mod text;
mod unruled;
mod unseen;

#[cfg(test)]
pub(crate) mod drawing;
#[cfg(test)]
mod laws;

pub use print::lines_text;

/// Raised with every change that can change lines, their order or their roles: the next run then reads every report again.
pub const REVISION: u32 = 8;

use crate::model::{LaidOutDocument, RawBody, RawDocument};

/// Lays a document out: lines in reading order with the evidence that segment needs.
#[must_use]
pub fn lay_out(raw: RawDocument) -> LaidOutDocument {
    let RawDocument { source, info, body, notes } = raw;
    let mut document = LaidOutDocument {
        source,
        info,
        pages: Vec::new(),
        lines: Vec::new(),
        styled: Vec::new(),
        body_size: 0.0,
        drawn: Vec::new(),
        notes,
    };
    match body {
        RawBody::Lines(lines) => document.lines = text::lines(&lines),
        RawBody::Styled(blocks) => document.styled = blocks,
        RawBody::Pages { fonts, pages } => page::lay_out_pages(&fonts, pages, &mut document),
    }
    document
}
