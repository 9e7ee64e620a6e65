//! Small pages drawn in code, for tests: every letter half an em wide, blanks a quarter.

use super::lay_out;
use crate::model::{
    BBox, FileInfo, Font, Glyph, LaidOutDocument, RawBody, RawDocument, RawPage, Rule, Run, RunFlags, Source,
};

/// Width of a letter and of a blank in ems.
pub(crate) const LETTER: f32 = 0.5;
const BLANK: f32 = 0.25;

/// A page being drawn.
#[derive(Clone)]
pub(crate) struct Drawing {
    page: RawPage,
    size: f32,
    angle: f32,
    font: u16,
    flags: RunFlags,
}

impl Drawing {
    /// An empty A4 page; text of ten points.
    pub fn new() -> Self {
        let page = RawPage { number: 1, width: 595.0, height: 842.0, ..RawPage::default() };
        Self { page, size: 10.0, angle: 0.0, font: 0, flags: RunFlags::default() }
    }

    pub fn size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    pub fn angle(mut self, angle: f32) -> Self {
        self.angle = angle;
        self
    }

    pub fn font(mut self, font: u16) -> Self {
        self.font = font;
        self
    }

    pub fn flags(mut self, flags: RunFlags) -> Self {
        self.flags = flags;
        self
    }

    pub fn rule(mut self, left: f32, top: f32, right: f32, bottom: f32) -> Self {
        self.page.rules.push(Rule { bbox: BBox { left, top, right, bottom }, is_shade: false });
        self
    }

    /// Fills a box behind the text.
    pub fn shade(mut self, left: f32, top: f32, right: f32, bottom: f32) -> Self {
        self.page.rules.push(Rule { bbox: BBox { left, top, right, bottom }, is_shade: true });
        self
    }

    /// Draws text from a point on its baseline.
    pub fn text(self, x: f32, y: f32, text: &str) -> Self {
        self.spaced(x, y, text, 0.0)
    }

    /// Draws text with extra space after each glyph.
    pub fn spaced(mut self, x: f32, y: f32, text: &str, extra: f32) -> Self {
        let first = self.page.glyphs.len() as u32;
        let (sin, cos) = self.angle.to_radians().sin_cos();
        let mut along = 0.0;
        for character in text.chars() {
            let advance = self.size * if character == ' ' { BLANK } else { LETTER };
            let glyph = Glyph { start: self.page.text.len() as u32, x: x + along * cos, y: y - along * sin, advance };
            self.page.glyphs.push(glyph);
            self.page.text.push(character);
            along += advance + extra;
        }
        self.run(first);
        self
    }

    /// Draws one glyph of some advance.
    pub fn glyph(mut self, x: f32, y: f32, text: &str, advance: f32) -> Self {
        let first = self.page.glyphs.len() as u32;
        self.page.glyphs.push(Glyph { start: self.page.text.len() as u32, x, y, advance });
        self.page.text.push_str(text);
        self.run(first);
        self
    }

    /// Draws words without blanks, each followed by a gap in points.
    pub fn gaps(mut self, x: f32, y: f32, words: &[(&str, f32)]) -> Self {
        let mut along = x;
        for (word, gap) in words {
            self = self.text(along, y, word);
            along += self.size * LETTER * word.chars().count() as f32 + gap;
        }
        self
    }

    /// Draws a word with a blank of usual width but without room after each letter.
    pub fn tight_blanks(mut self, x: f32, y: f32, word: &str) -> Self {
        for (character, at) in word.chars().zip(0_u16..) {
            let x = x + f32::from(at) * self.size * LETTER;
            let size = self.size;
            self = self.text(x, y, &character.to_string()).text(x + size * (LETTER - BLANK), y, " ");
        }
        self
    }

    /// Draws lines one below the other, `pitch` points apart.
    pub fn lines(mut self, x: f32, y: f32, pitch: f32, lines: &[&str]) -> Self {
        for (line, at) in lines.iter().zip(0_u16..) {
            self = self.text(x, y + f32::from(at) * pitch, line);
        }
        self
    }

    fn run(&mut self, first: u32) {
        self.page.runs.push(Run {
            glyphs: first..self.page.glyphs.len() as u32,
            font: self.font,
            size: self.size,
            angle: self.angle,
            rise: 0.0,
            flags: self.flags,
        });
    }

    pub fn page(self) -> RawPage {
        self.page
    }
}

/// A document of pages, numbered as they come; font 0 is upright, font 1 bold, font 2 italic.
pub(crate) fn document(pages: Vec<RawPage>) -> RawDocument {
    let mut pages = pages;
    for (page, number) in pages.iter_mut().zip(1..) {
        page.number = number;
    }
    let font = |name: &str, bold, italic| Font {
        name: name.to_owned(),
        bold,
        italic,
        ascent: 0.75,
        descent: 0.25,
        ..Font::default()
    };
    let fonts = vec![font("Serif", false, false), font("Serif-Bold", true, false), font("Serif-Italic", false, true)];
    RawDocument {
        source: Source::default(),
        info: FileInfo::default(),
        body: RawBody::Pages { fonts, pages },
        notes: Vec::new(),
    }
}

/// The pages laid out.
pub(crate) fn laid_out(drawings: Vec<Drawing>) -> LaidOutDocument {
    lay_out(document(drawings.into_iter().map(Drawing::page).collect()))
}

/// The texts of the lines of one page.
pub(crate) fn texts(drawing: Drawing) -> Vec<String> {
    laid_out(vec![drawing]).lines.into_iter().map(|line| line.text).collect()
}
