//! What audit keeps of the file and of the lines on its pages, which later stages consume.

use super::letters::{letters, read};
use super::plain_order::{self, PlainPage};
use crate::model::{BlockStyle, LaidOutDocument, LineRole, Place, RawBody, RawDocument};
use std::collections::BTreeMap;

/// What stands on the pages, before it becomes blocks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Letters and figures that a reader sees on each page, furniture and hidden text left out; page 0 of text files.
    pub letters: BTreeMap<u32, usize>,
    /// Pages, counted from 1, that have no text, with the share of the page under images.
    pub silent: Vec<(u32, f32)>,
    /// Pages of the file; 0 for text files.
    pub pages: usize,
    /// Share of the glyphs whose characters are guesses, 0 to 1.
    pub guessed: f32,
    /// The words of each page in the plainest order, to hold the blocks against.
    pub(super) plain: BTreeMap<u32, PlainPage>,
}

impl Facts {
    /// What the file says, before layout takes it.
    #[must_use]
    pub fn of(raw: &RawDocument) -> Self {
        let RawBody::Pages { fonts, pages } = &raw.body else { return Self::default() };
        let silent = pages.iter().filter(|page| !page.text.chars().any(char::is_alphanumeric));
        let (mut all, mut guessed) = (0.0, 0.0);
        for run in pages.iter().flat_map(|page| &page.runs) {
            let share = fonts.get(usize::from(run.font)).map_or(0.0, |font| font.guessed);
            all += run.glyphs.len() as f32;
            guessed += share * run.glyphs.len() as f32;
        }
        Self {
            letters: BTreeMap::new(),
            silent: silent.map(|page| (page.number, page.image_share)).collect(),
            pages: pages.len(),
            guessed: if all > 0.0 { guessed / all } else { 0.0 },
            plain: plain_order::pages(raw),
        }
    }

    /// The same with what stands in the lines, before they become blocks.
    #[must_use]
    pub fn with_lines(mut self, laid_out: &LaidOutDocument) -> Self {
        for line in laid_out.lines.iter().filter(|line| !matches!(line.role, LineRole::Furniture | LineRole::Hidden)) {
            let page = if let Place::Page { page, .. } = line.place { page } else { 0 };
            *self.letters.entry(page).or_default() += letters(&line.text);
        }
        // Formats that state their structure have blocks instead of lines.
        for block in laid_out.styled.iter().filter(|block| block.style != BlockStyle::Furniture) {
            let cells: usize = block.cells.iter().map(|cell| letters(&cell.text)).sum();
            *self.letters.entry(block.place.page.unwrap_or(0)).or_default() += letters(&block.text) + cells;
        }
        self
    }

    /// The facts of pages that hold exactly what a document's blocks hold: all that is known of a document that came as
    /// blocks.
    #[must_use]
    pub fn of_blocks(document: &crate::model::Document) -> Self {
        let letters = read(document);
        Self { pages: letters.len(), letters, ..Self::default() }
    }
}
