//! Pages to lines: each page on its own first, then what only the document can tell.

use super::blocks::{self, Block, Stroke, Strokes};
use super::columns::{self, Region};
use super::fragments::{self, Fragment};
use super::letters::{Layer, Sheet, sheets};
use super::lines::{self, Writer};
use super::open_tables::Paper;
use super::superiors::{Superiors, superiors};
use super::{continued, furniture, notes, open_tables, relative, tables};
use crate::model::{Font, LaidOutDocument, Line, LineRole, PageSize, RawPage};
use rustc_hash::FxHashMap;

/// Lines of one region of a page, in order: what shares a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    /// First line of the page.
    pub first: usize,
    /// One after the last.
    pub last: usize,
    /// Whether its lines run across the page as it is held, so that their edges can be compared with other pages'.
    pub upright: bool,
    /// Gutters left and right of it, or infinity.
    pub bounds: (f32, f32),
}

/// One page's lines.
#[derive(Debug, Clone, Default)]
pub(super) struct LaidPage {
    /// In reading order.
    pub lines: Vec<Line>,
    /// The stretches that they make, in order, covering `lines`.
    pub stretches: Vec<Stretch>,
    /// For each line, whether the producer tagged all of it as an artifact.
    pub artifacts: Vec<bool>,
    /// Rules from left to right on the page, from top to bottom.
    pub rules: Vec<Stroke>,
}

/// A sheet of a page with its fragments, before their order is known.
struct Scattered {
    sheet: Sheet,
    fragments: Vec<Fragment>,
    blocks: Vec<Block>,
    strokes: Strokes,
}

/// Lays out all pages and puts their lines into the document.
pub(super) fn lay_out_pages(fonts: &[Font], mut pages: Vec<RawPage>, document: &mut LaidOutDocument) {
    document.pages = pages.iter().map(|page| PageSize { width: page.width, height: page.height }).collect();
    let superiors = superiors(&pages);
    let mut scattered: Vec<Vec<Scattered>> = pages.iter_mut().map(|page| scatter(page, &superiors)).collect();
    open_tables(&pages, &mut scattered);
    let gutters = gutters(&scattered);
    let mut shapes = Vec::new();
    let mut laid: Vec<LaidPage> = pages
        .iter()
        .zip(scattered)
        .map(|(page, sheets)| lay_out_page(fonts, page, sheets, &gutters, &mut shapes))
        .collect();
    document.body_size = relative::body_size(&laid);
    furniture::label(&mut laid, &document.pages, document.body_size);
    for (page, size) in laid.iter_mut().zip(&document.pages) {
        notes::label(page, size.height, document.body_size);
    }
    continued::join(&mut laid, &shapes);
    for page in &mut laid {
        let first = page.lines.iter_mut().find(|line| matches!(line.role, LineRole::Body | LineRole::Table));
        first.into_iter().for_each(|line| line.starts_page = true);
    }
    relative::measure(&mut laid, document.body_size);
    for (page, size) in laid.into_iter().zip(&document.pages) {
        furniture_outside(page.lines, size.height, &mut document.lines);
    }
}

/// Puts furniture of the upper half before and of the lower half after the page's text: a head over the second column
/// must not stand between the columns. Headers of tables stay where they are.
fn furniture_outside(lines: Vec<Line>, height: f32, out: &mut Vec<Line>) {
    let is_outside = |line: &Line| line.role == LineRole::Furniture && line.table.is_none();
    if !lines.iter().any(is_outside) {
        out.extend(lines);
        return;
    }
    let is_upper = |line: &Line| relative::bbox(line).bottom < height / 2.0;
    let (outside, inside): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(is_outside);
    let (upper, lower): (Vec<Line>, Vec<Line>) = outside.into_iter().partition(is_upper);
    out.extend(upper.into_iter().chain(inside).chain(lower));
}

/// The page's fragments by sheet, tables and boxes apart. Its glyphs are letters from now on: two copies of every glyph of
/// a long report would be most of the memory that reading it takes.
fn scatter(page: &mut RawPage, superiors: &Superiors) -> Vec<Scattered> {
    let mut scattered = Vec::with_capacity(1);
    let sheets = sheets(page, superiors);
    page.glyphs = Vec::new();
    for mut sheet in sheets {
        let is_straight = sheet.frame.angle % 90.0 == 0.0;
        let strokes = if is_straight { blocks::strokes(&page.rules, sheet.frame) } else { Strokes::default() };
        let mut fragments = fragments::fragments(&mut sheet, &page.text, &strokes.down);
        let blocks = blocks::blocks(&strokes, &mut fragments, page.width * page.height);
        scattered.push(Scattered { sheet, fragments, blocks, strokes });
    }
    scattered
}

/// Finds the tables without rules between their columns.
fn open_tables(pages: &[RawPage], scattered: &mut [Vec<Scattered>]) {
    let upright = scattered.iter().flatten().filter(|one| one.sheet.frame.angle == 0.0);
    let common = open_tables::common(upright.map(|one| one.strokes.across.as_slice()));
    let usual = usual_size(scattered.iter().flatten().flat_map(|one| &one.fragments));
    for (page, sheets) in pages.iter().zip(scattered) {
        let height = page.height.max(page.width);
        for one in sheets.iter_mut().filter(|one| one.sheet.frame.angle % 90.0 == 0.0) {
            let Scattered { sheet, fragments, blocks, strokes } = one;
            let texts = |one: &Fragment| -> String {
                let letters = sheet.letters.get(one.first as usize..one.last as usize).unwrap_or_default();
                letters.iter().filter(|letter| letter.shows()).map(|letter| letter.text(&page.text)).collect()
            };
            let paper = Paper { common: &common, height, usual, texts: &texts };
            open_boxes(blocks, fragments, &strokes.across, &paper);
            blocks.extend(open_tables::blocks(&strokes.across, blocks, &paper, fragments));
        }
    }
}

/// Size that most of the text is set in.
fn usual_size<'a>(fragments: impl Iterator<Item = &'a Fragment>) -> f32 {
    let mut widths: FxHashMap<u32, f32> = FxHashMap::default();
    for one in fragments {
        *widths.entry((2.0 * one.size).round() as u32).or_default() += one.right - one.left;
    }
    let most = widths.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    most.map_or(0.0, |(size, _)| size as f32 / 2.0)
}

/// A box that holds tables without rules is a frame around them: what stands in it is the page's.
fn open_boxes(blocks: &mut Vec<Block>, fragments: &mut Vec<Fragment>, across: &[Stroke], paper: &Paper<'_>) {
    let mut tables = Vec::new();
    blocks.retain_mut(|block| {
        if block.is_table() {
            return true;
        }
        let mut inside = block.fragments.clone();
        let found = open_tables::blocks(across, &[], paper, &mut inside);
        if found.is_empty() {
            return true;
        }
        fragments.append(&mut inside);
        tables.extend(found);
        false
    });
    if !tables.is_empty() {
        fragments.sort_by(|a, b| a.base.total_cmp(&b.base).then_with(|| a.left.total_cmp(&b.left)));
        blocks.append(&mut tables);
    }
}

/// Gutters between columns of text anywhere in the document.
fn gutters(pages: &[Vec<Scattered>]) -> Vec<f32> {
    let mut found = Vec::new();
    for one in pages.iter().flatten().filter(|one| one.sheet.layer == Layer::Page && one.sheet.frame.angle == 0.0) {
        columns::regions(&one.fragments, &one.blocks, &[], &mut found);
    }
    found.sort_by(f32::total_cmp);
    found.dedup_by(|a, b| *a - *b < columns::SAME_EDGE);
    found
}

fn lay_out_page(
    fonts: &[Font],
    page: &RawPage,
    sheets: Vec<Scattered>,
    gutters: &[f32],
    shapes: &mut Vec<Vec<f32>>,
) -> LaidPage {
    let mut laid = LaidPage::default();
    let mut scratch = Vec::new();
    for Scattered { sheet, fragments, mut blocks, strokes } in sheets {
        let mut writer = Writer {
            page: page.number,
            size: (page.width, page.height),
            text: &page.text,
            fonts,
            frame: sheet.frame,
            recognised: sheet.recognised,
            letters: &sheet.letters,
            scratch: std::mem::take(&mut scratch),
            artifact: false,
        };
        let upright = sheet.frame.angle == 0.0;
        let known = if upright && sheet.layer == Layer::Page { gutters } else { &[] };
        for region in columns::regions(&fragments, &blocks, known, &mut Vec::new()) {
            let first = laid.lines.len();
            let mut bounds = (f32::NEG_INFINITY, f32::INFINITY);
            match region {
                Region::Text(mut fragments, between) => {
                    bounds = between;
                    write_text(&mut fragments, &mut writer, false, &mut laid);
                }
                Region::Block(index) => {
                    let Some(block) = blocks.get_mut(index) else { continue };
                    if block.is_table() {
                        let number = shapes.len() as u32;
                        shapes.push(block.columns.clone());
                        laid.lines.extend(tables::rows(block, &mut writer).into_iter().map(|mut line| {
                            line.table = Some(number);
                            line
                        }));
                    } else {
                        write_text(&mut block.fragments, &mut writer, true, &mut laid);
                    }
                }
            }
            if sheet.layer != Layer::Page {
                let role = if sheet.layer == Layer::Extra { LineRole::Extra } else { LineRole::Hidden };
                laid.lines.iter_mut().skip(first).for_each(|line| line.role = role);
            }
            laid.artifacts.resize(laid.lines.len(), false);
            laid.stretches.push(Stretch { first, last: laid.lines.len(), upright, bounds });
        }
        if upright && sheet.layer == Layer::Page {
            laid.rules = strokes.across;
        }
        scratch = writer.scratch;
    }
    laid
}

/// Writes the lines of one column, or of a box.
fn write_text(fragments: &mut [Fragment], writer: &mut Writer<'_>, boxed: bool, out: &mut LaidPage) {
    for group in lines::group(fragments) {
        let mut line = writer.write(fragments.get(group).unwrap_or_default());
        line.boxed = boxed;
        out.lines.push(line);
        out.artifacts.push(writer.artifact);
    }
}
