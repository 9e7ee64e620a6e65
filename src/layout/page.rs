//! Pages to lines: each page on its own first, then what only the document can tell.

use super::blocks::{self, Block};
use super::columns::{self, Bounds, Region};
use super::fragment::Fragment;
use super::fragments;
use super::laid_page::{LaidPage, Stretch};
use super::letters::{Layer, Letter, Sheet, sheets};
use super::lines::{self, Writer};
use super::margins::{self, Leaf, Margins};
use super::open_tables::Paper;
use super::side_by_side::Sight;
use super::strokes::{self, Stroke, Strokes};
use super::superiors::{Superiors, superiors};
use super::{
    continued, drawn, exponents, furniture, glued, notes, open_tables, relative, shaded, side_notes, struck, tables,
    unseen,
};
use crate::budget;
use crate::model::{DrawnStretch, Font, LaidOutDocument, Line, LineRole, PageSize, Place, RawPage};
use rustc_hash::FxHashMap;

/// A sheet of a page with its fragments, before their order is known.
struct Scattered {
    sheet: Sheet,
    fragments: Vec<Fragment>,
    blocks: Vec<Block>,
    strokes: Strokes,
    /// Rules that strike text out.
    struck: Vec<Stroke>,
}

/// Lays out all pages and puts their lines into the document.
pub(super) fn lay_out_pages(fonts: &[Font], mut pages: Vec<RawPage>, document: &mut LaidOutDocument) {
    document.pages = pages.iter().map(|page| PageSize { width: page.width, height: page.height }).collect();
    unseen::note(&pages, &mut document.notes);
    let superiors = superiors(&pages);
    let stretches: Vec<Vec<DrawnStretch>> = pages.iter().map(drawn::stretches).collect();
    let mut scattered: Vec<Vec<Scattered>> = pages.iter_mut().map(|page| scatter(page, &superiors)).collect();
    for (page, sheets) in pages.iter().zip(&mut scattered) {
        let main = sheets.iter_mut().filter(|one| one.sheet.layer == Layer::Page && one.sheet.frame.angle == 0.0);
        main.for_each(|one| glued::part(&mut one.fragments, &one.sheet.letters, &page.text));
    }
    let margins = take_margins(&pages, &mut scattered);
    take_side_notes(&pages, &mut scattered);
    open_tables(&pages, &mut scattered);
    let gutters = gutters(&pages, &scattered);
    let mut shapes = Vec::new();
    let mut laid: Vec<LaidPage> = pages
        .iter()
        .zip(scattered)
        .zip(&margins)
        .map(|((page, sheets), margins)| lay_out_page(fonts, page, sheets, margins, &gutters, &mut shapes))
        .collect();
    document.drawn = pages.iter_mut().zip(stretches).map(|(page, own)| drawn::drawn(page, own)).collect();
    document.body_size = relative::body_size(&laid);
    furniture::label(&mut laid, &document.pages, document.body_size);
    for (page, size) in laid.iter_mut().zip(&document.pages) {
        notes::label(page, size.height, document.body_size);
        exponents::put_back(&mut page.lines);
    }
    continued::join(&mut laid, &shapes);
    for page in &mut laid {
        let first = page.lines.iter_mut().find(|line| matches!(line.role, LineRole::Body | LineRole::Table));
        first.into_iter().for_each(|line| line.starts_page = true);
    }
    relative::measure(&mut laid, document.body_size);
    let is_struck = |page: &LaidPage| page.lines.iter().any(|line| !line.struck.is_empty());
    let struck_on: Vec<u32> =
        laid.iter().zip(1..).filter(|(page, _)| is_struck(page)).map(|(_, number)| number).collect();
    struck::note(&struck_on, &mut document.notes);
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
    budget::look();
    let mut scattered = Vec::with_capacity(1);
    let sheets = sheets(page, superiors);
    page.glyphs = Vec::new();
    for mut sheet in sheets {
        let is_straight = sheet.frame.angle % 90.0 == 0.0;
        let mut strokes = if is_straight { strokes::strokes(&page.rules, sheet.frame) } else { Strokes::default() };
        let mut fragments = fragments::fragments(&mut sheet, &page.text, &strokes.down);
        let struck = if sheet.recognised { Vec::new() } else { struck::take(&mut strokes.across, &fragments) };
        let area = page.width * page.height;
        let mut blocks = blocks::blocks(&strokes, &mut fragments, area);
        if is_straight {
            blocks.extend(shaded::blocks(&page.rules, sheet.frame, &strokes, &blocks, &mut fragments, area));
        }
        strokes.across.retain(|stroke| !struck::underlines(stroke, &fragments));
        scattered.push(Scattered { sheet, fragments, blocks, strokes, struck });
    }
    scattered
}

/// Takes the numbers in the margins of the pages out of their text.
fn take_margins(pages: &[RawPage], scattered: &mut [Vec<Scattered>]) -> Vec<Margins> {
    let say: Vec<_> = scattered
        .iter_mut()
        .zip(pages)
        .map(|(sheets, page)| {
            let main = sheets.iter_mut().find(|one| one.sheet.layer == Layer::Page && one.sheet.frame.angle == 0.0);
            main.map(|one| {
                let Scattered { sheet, fragments, .. } = one;
                let letters = sheet.letters.as_slice();
                (fragments, move |one: &Fragment| text_of(letters, one, &page.text))
            })
        })
        .collect();
    let mut none: Vec<Vec<Fragment>> = vec![Vec::new(); pages.len()];
    let mut say = say;
    let silent = |_: &Fragment| String::new();
    let mut leaves: Vec<Leaf<'_>> = say
        .iter_mut()
        .zip(&mut none)
        .map(|(one, none)| match one {
            Some((fragments, texts)) => Leaf { fragments, texts },
            None => Leaf { fragments: none, texts: &silent },
        })
        .collect();
    margins::take(&mut leaves)
}

/// Takes the notes in the side margins out of the pages' text.
fn take_side_notes(pages: &[RawPage], scattered: &mut [Vec<Scattered>]) {
    for (page, sheets) in pages.iter().zip(scattered) {
        let main = sheets.iter_mut().filter(|one| one.sheet.layer == Layer::Page && one.sheet.frame.angle == 0.0);
        for Scattered { sheet, fragments, blocks, .. } in main.filter(|one| !one.sheet.recognised) {
            let texts = |one: &Fragment| text_of(&sheet.letters, one, &page.text);
            blocks.extend(side_notes::blocks(fragments, &texts));
        }
    }
}

/// What a fragment says, without blanks.
fn text_of(letters: &[Letter], one: &Fragment, text: &str) -> String {
    let letters = letters.get(one.first as usize..one.last as usize).unwrap_or_default();
    letters.iter().filter(|letter| letter.shows()).map(|letter| letter.text(text)).collect()
}

/// Finds the tables without rules between their columns.
fn open_tables(pages: &[RawPage], scattered: &mut [Vec<Scattered>]) {
    let upright = scattered.iter().flatten().filter(|one| one.sheet.frame.angle == 0.0);
    let common = open_tables::common(upright.map(|one| one.strokes.across.as_slice()));
    let usual = usual_size(scattered.iter().flatten().flat_map(|one| &one.fragments));
    for (page, sheets) in pages.iter().zip(scattered) {
        let height = page.height.max(page.width);
        for one in sheets.iter_mut().filter(|one| one.sheet.frame.angle % 90.0 == 0.0) {
            let Scattered { sheet, fragments, blocks, strokes, .. } = one;
            let texts = |one: &Fragment| text_of(&sheet.letters, one, &page.text);
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
fn gutters(raw: &[RawPage], pages: &[Vec<Scattered>]) -> Vec<f32> {
    let mut found = Vec::new();
    for (page, sheets) in raw.iter().zip(pages) {
        let upright = |one: &&Scattered| one.sheet.layer == Layer::Page && one.sheet.frame.angle == 0.0;
        for one in sheets.iter().filter(upright) {
            let texts = |fragment: &Fragment| text_of(&one.sheet.letters, fragment, &page.text);
            let sight = Sight { texts: &texts, is_first: page.number == 1, height: page.height };
            columns::regions(&one.fragments, &one.blocks, &[], &sight, &mut found);
        }
    }
    found.sort_by(f32::total_cmp);
    found.dedup_by(|a, b| *a - *b < columns::SAME_EDGE);
    found
}

fn lay_out_page(
    fonts: &[Font],
    page: &RawPage,
    sheets: Vec<Scattered>,
    margins: &Margins,
    gutters: &[f32],
    shapes: &mut Vec<Vec<f32>>,
) -> LaidPage {
    let mut laid = LaidPage::default();
    let mut scratch = Vec::new();
    for Scattered { sheet, fragments, mut blocks, strokes, struck } in sheets {
        let mut writer = Writer {
            page: page.number,
            size: (page.width, page.height),
            text: &page.text,
            fonts,
            frame: sheet.frame,
            recognised: sheet.recognised,
            letters: &sheet.letters,
            struck: &struck,
            scratch: std::mem::take(&mut scratch),
            artifact: false,
        };
        budget::look();
        let upright = sheet.frame.angle == 0.0;
        let known = if upright && sheet.layer == Layer::Page { gutters } else { &[] };
        let texts = |fragment: &Fragment| text_of(&sheet.letters, fragment, &page.text);
        let sight = Sight { texts: &texts, is_first: page.number == 1, height: page.height };
        for region in columns::regions(&fragments, &blocks, known, &sight, &mut Vec::new()) {
            let first = laid.lines.len();
            let mut bounds = Bounds::PAGE;
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
            write_margins(margins, &mut writer, &mut laid);
            laid.rules = strokes.across;
            laid.initials = sheet.initials;
        }
        scratch = writer.scratch;
    }
    laid
}

/// Writes what stands in the margins: the numbers of the lines as one line of furniture, those of paragraphs to their lines.
fn write_margins(margins: &Margins, writer: &mut Writer<'_>, laid: &mut LaidPage) {
    for (fragment, number) in &margins.paragraphs {
        let distance = |line: &Line| match line.place {
            Place::Page { baseline, .. } => (baseline - fragment.base).abs(),
            Place::Text { .. } => f32::INFINITY,
        };
        let lines = laid.lines.iter_mut().filter(|line| line.role == LineRole::Body && line.margin_number.is_none());
        let nearest = lines.min_by(|a, b| distance(a).total_cmp(&distance(b)));
        if let Some(line) = nearest {
            line.margin_number = Some(number.clone());
        }
    }
    if margins.lines.is_empty() {
        return;
    }
    let numbers = margins.lines.iter().map(|one| writer.write(std::slice::from_ref(one))).collect();
    let mut line = tables::row_of(vec![(0, numbers)]);
    (line.role, line.cells) = (LineRole::Furniture, Vec::new());
    let first = laid.lines.len();
    laid.lines.push(line);
    laid.artifacts.push(false);
    laid.stretches.push(Stretch { first, last: first + 1, upright: false, bounds: Bounds::PAGE });
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
