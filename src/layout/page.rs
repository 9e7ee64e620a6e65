//! Pages to lines: each page on its own first, then what only the document can tell.

use super::columns;
use super::fragments;
use super::letters::{Layer, sheets};
use super::lines::{self, Writer};
use super::relative;
use crate::model::{Font, LaidOutDocument, Line, LineRole, PageSize, RawPage};

/// Lines of one region of a page, in order: what shares a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    /// First line of the page.
    pub first: usize,
    /// One after the last.
    pub last: usize,
    /// Whether its lines run across the page as it is held, so that their edges can be compared with other pages'.
    pub upright: bool,
}

/// One page's lines.
#[derive(Debug, Clone, Default)]
pub(super) struct LaidPage {
    /// In reading order.
    pub lines: Vec<Line>,
    /// The stretches that they make, in order, covering `lines`.
    pub stretches: Vec<Stretch>,
}

/// Lays out all pages and puts their lines into the document.
pub(super) fn lay_out_pages(fonts: &[Font], pages: &[RawPage], document: &mut LaidOutDocument) {
    document.pages = pages.iter().map(|page| PageSize { width: page.width, height: page.height }).collect();
    let mut laid: Vec<LaidPage> = pages.iter().map(|page| lay_out_page(fonts, page)).collect();
    document.body_size = relative::body_size(&laid);
    relative::measure(&mut laid, document.body_size);
    document.lines = laid.into_iter().flat_map(|page| page.lines).collect();
}

fn lay_out_page(fonts: &[Font], page: &RawPage) -> LaidPage {
    let mut laid = LaidPage::default();
    let mut scratch = Vec::new();
    for mut sheet in sheets(page) {
        let all = fragments::fragments(&mut sheet, &page.text);
        let mut writer = Writer {
            page: page.number,
            size: (page.width, page.height),
            text: &page.text,
            fonts,
            frame: sheet.frame,
            letters: &sheet.letters,
            scratch: std::mem::take(&mut scratch),
        };
        let role = match sheet.layer {
            Layer::Page => LineRole::Body,
            Layer::Extra => LineRole::Extra,
            Layer::Hidden => LineRole::Hidden,
        };
        for mut region in columns::regions(all) {
            let first = laid.lines.len();
            for group in lines::group(&mut region.fragments) {
                let mut line = writer.write(region.fragments.get(group).unwrap_or_default());
                line.role = role;
                laid.lines.push(line);
            }
            let upright = sheet.frame.angle == 0.0;
            laid.stretches.push(Stretch { first, last: laid.lines.len(), upright });
        }
        scratch = writer.scratch;
    }
    if let Some(line) = laid.lines.first_mut() {
        line.starts_page = true;
    }
    laid
}
