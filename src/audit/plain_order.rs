//! The words of each page in the simplest order that a page has: line by line from the top, each from the left.
//!
//! It knows nothing of columns, notes, furniture or blocks, and shares no code with layout: a second witness, poorer but
//! independent, against which [`super::doubts`] holds what layout and segment made of the same glyphs.

use crate::model::{BBox, RawBody, RawDocument, RawPage, Run};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A blank of this share of the letter size or more parts two words.
const BLANK: f32 = 0.2;
/// Words whose baselines differ by less than this share of their size stand on one line; accents and lowered words too.
const SAME_LINE: f32 = 0.45;
/// Baselines that lean by more degrees are no lines of the text.
const LEAN: f32 = 1.0;

/// A word of a page: its letters and figures in small letters, without accents.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainWord {
    /// Letters and figures, folded.
    pub letters: String,
    /// Left and right edge in points.
    pub across: (f32, f32),
    /// Baseline, points from the top.
    pub baseline: f32,
    /// Size in points.
    pub size: f32,
    /// Line of the page, from the top.
    pub line: u32,
}

/// The words of one page in plain order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlainPage {
    /// Words by line, then from the left.
    pub words: Vec<PlainWord>,
    /// Text runs from right to left or from top to bottom, or is turned: a plain order says nothing there.
    pub is_other_script: bool,
}

impl PlainPage {
    /// The words whose middle lies in a box, in plain order.
    pub(super) fn within(&self, bbox: BBox) -> impl Iterator<Item = &PlainWord> {
        self.words.iter().filter(move |word| word.is_within(bbox))
    }
}

/// Height of the middle of small letters above the baseline, in units of the size.
const MIDDLE: f32 = 0.25;

impl PlainWord {
    /// Whether its middle lies in a box.
    pub(super) fn is_within(&self, bbox: BBox) -> bool {
        let across = (self.across.0 + self.across.1) / 2.0;
        let height = self.baseline - MIDDLE * self.size;
        (bbox.left..=bbox.right).contains(&across) && (bbox.top..=bbox.bottom).contains(&height)
    }
}

/// The words of all pages of a file with positions.
pub(super) fn pages(raw: &RawDocument) -> BTreeMap<u32, PlainPage> {
    let RawBody::Pages { pages, .. } = &raw.body else { return BTreeMap::new() };
    pages.iter().map(|page| (page.number, of_page(page))).collect()
}

fn of_page(page: &RawPage) -> PlainPage {
    let is_seen = |run: &&Run| !run.flags.clipped && !run.flags.off_page && !run.flags.extra;
    let is_other = |run: &Run| run.flags.right_to_left || run.flags.vertical || run.angle.abs() > LEAN;
    let seen: Vec<&Run> = page.runs.iter().filter(is_seen).collect();
    let is_other_script = seen.iter().any(|run| is_other(run));
    let mut words = Vec::new();
    if !is_other_script {
        let mut open: Option<PlainWord> = None;
        for run in seen {
            words_of(page, run, &mut open, &mut words);
        }
        words.extend(open.filter(|word| !word.letters.is_empty()));
        into_lines(&mut words);
    }
    PlainPage { words, is_other_script }
}

/// Cuts a run into words; a word may go on from the run before.
fn words_of(page: &RawPage, run: &Run, open: &mut Option<PlainWord>, words: &mut Vec<PlainWord>) {
    let (from, to) = (run.glyphs.start as usize, run.glyphs.end as usize);
    for (at, glyph) in page.glyphs.iter().enumerate().take(to).skip(from) {
        let end = page.glyphs.get(at + 1).map_or(page.text.len(), |next| next.start as usize);
        let text = page.text.get(glyph.start as usize..end).unwrap_or_default();
        let parts = text.trim().is_empty()
            || open.as_ref().is_some_and(|word| {
                let gap = glyph.x - word.across.1;
                gap > BLANK * run.size || gap < -run.size || (glyph.y - word.baseline).abs() > SAME_LINE * run.size
            });
        if parts {
            words.extend(open.take().filter(|word| !word.letters.is_empty()));
        }
        if text.trim().is_empty() {
            continue;
        }
        let word = open.get_or_insert_with(|| PlainWord {
            letters: String::new(),
            across: (glyph.x, glyph.x),
            baseline: glyph.y,
            size: run.size,
            line: 0,
        });
        fold_into(text, &mut word.letters);
        word.across.1 = word.across.1.max(glyph.x + glyph.advance);
    }
}

/// Sorts words into lines from the top, each from the left.
fn into_lines(words: &mut [PlainWord]) {
    words.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut line = 0;
    let mut base: Option<(f32, f32)> = None;
    for word in words.iter_mut() {
        let same =
            base.is_some_and(|(baseline, size)| (word.baseline - baseline).abs() < SAME_LINE * size.min(word.size));
        if !same {
            line += 1;
            base = Some((word.baseline, word.size));
        }
        word.line = line;
    }
    words.sort_by(|a, b| a.line.cmp(&b.line).then(a.across.0.total_cmp(&b.across.0)));
}

/// Letters and figures in small letters, without accents, ligatures spelt out.
pub(super) fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        out.extend(text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
        return;
    }
    for c in text.nfkd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric()) {
        out.extend(c.to_lowercase());
    }
}
