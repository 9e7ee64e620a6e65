//! Fonts as the interpreter needs them: from the bytes of a string to characters and advances.
//!
//! A code's text and advance are worked out when it is first drawn and kept; a document's fonts are read once.

mod cmap;
mod composite;
mod core_fonts;
mod dingbats;
pub mod encoding;
mod figures;
mod glyph_names;
mod program;
mod simple;
mod style;
mod text;

use super::file::{File, as_number};
use crate::model;
use composite::Composite;
use lopdf::{Dictionary, Object};
use simple::Simple;
use style::{DescriptorFacts, Style};

/// A code as drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// Advance in text space per unit of size (1 = one em).
    pub advance: f32,
    pub text: ShapeText,
    /// The text is a guess.
    pub guessed: bool,
}

/// The characters of a code.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ShapeText {
    None,
    One(char),
    /// A stretch of the font's own text.
    Several(u32, u32),
}

/// A font of the document.
pub struct Font<'a> {
    kind: Kind<'a>,
    pub style: Style,
    pub name: String,
    ascent: f32,
    descent: f32,
    /// Text of the codes that stand for several characters.
    pool: String,
    /// Length of the em in text space per unit of the size that `Tf` sets; differs from 1 for Type 3.
    pub size_factor: f64,
    pub vertical: bool,
    used: u64,
    guesses: u64,
}

enum Kind<'a> {
    Simple(Box<Simple<'a>>),
    Composite(Box<Composite<'a>>),
}

/// A code cut from a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    pub value: u32,
    pub length: usize,
}

impl<'a> Font<'a> {
    /// Reads a font dictionary; what it lacks is filled by its kin.
    pub fn load(file: &'a File, dict: &'a Dictionary) -> Self {
        let subtype = file.name(dict, b"Subtype").unwrap_or(b"Type1");
        let descendant = file
            .array(dict, b"DescendantFonts")
            .and_then(|fonts| file.resolve(fonts.first()?).as_dict().ok())
            .filter(|_| subtype == b"Type0");
        let inner = descendant.unwrap_or(dict);
        let descriptor = file.dict(inner, b"FontDescriptor");
        let name = [file.name(inner, b"BaseFont"), file.name(dict, b"BaseFont"), file.name(dict, b"Name")]
            .into_iter()
            .flatten()
            .next()
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .unwrap_or_default();
        let name = style::without_subset(&name).to_owned();
        let facts = descriptor.map(|descriptor| DescriptorFacts {
            flags: file.integer(descriptor, b"Flags").unwrap_or(0),
            weight: file.number(descriptor, b"FontWeight").unwrap_or(0.0),
            italic_angle: file.number(descriptor, b"ItalicAngle").unwrap_or(0.0),
        });
        let style = Style::new(&name, facts);
        let (ascent, descent) = heights(file, descriptor);
        let mut size_factor = 1.0;
        let mut vertical = false;
        let kind = match descendant {
            Some(descendant) => {
                let composite = Composite::load(file, dict, descendant, descriptor);
                vertical = composite.vertical;
                Kind::Composite(Box::new(composite))
            }
            None => {
                let simple = Simple::load(file, dict, descriptor, subtype, &name, style);
                size_factor = simple.size_factor;
                Kind::Simple(Box::new(simple))
            }
        };
        Self { kind, style, name, ascent, descent, pool: String::new(), size_factor, vertical, used: 0, guesses: 0 }
    }

    /// The first code of a string that is not empty.
    #[inline]
    pub fn first_code(&self, bytes: &[u8]) -> Option<Code> {
        match &self.kind {
            Kind::Simple(_) => bytes.first().map(|&byte| Code { value: u32::from(byte), length: 1 }),
            Kind::Composite(font) => font.first_code(bytes),
        }
    }

    /// The shape of a code.
    #[inline]
    pub fn shape(&mut self, code: Code) -> Shape {
        let known = match &self.kind {
            Kind::Simple(font) => font.known(code.value),
            Kind::Composite(font) => font.known(code.value),
        };
        let shape = match known {
            Some(shape) => shape,
            None => match &mut self.kind {
                Kind::Simple(font) => font.work_out(code.value, &mut self.pool),
                Kind::Composite(font) => font.work_out(code, &mut self.pool),
            },
        };
        self.guesses += u64::from(shape.guessed);
        shape
    }

    /// Bytes of the shortest code.
    pub fn shortest_code(&self) -> usize {
        match &self.kind {
            Kind::Composite(font) if font.is_identity() => 2,
            _ => 1,
        }
    }

    /// Adds to the glyphs drawn.
    pub fn count_drawn(&mut self, glyphs: u64) {
        self.used += glyphs;
    }

    /// The characters of a shape that stands for several.
    pub fn pooled(&self, start: u32, end: u32) -> &str {
        self.pool.get(start as usize..end as usize).unwrap_or("")
    }

    /// Glyphs drawn, and those of them whose characters are guesses.
    pub fn tally(&self) -> (u64, u64) {
        (self.used, self.guesses)
    }

    /// Adds what was drawn with the same font on other pages.
    pub fn add_tally(&mut self, (used, guesses): (u64, u64)) {
        self.used += used;
        self.guesses += guesses;
    }

    /// The font as later stages see it.
    pub fn facts(&self) -> model::Font {
        model::Font {
            name: self.name.clone(),
            bold: self.style.bold,
            italic: self.style.italic,
            fixed: self.style.fixed,
            serif: self.style.serif,
            ascent: self.ascent,
            descent: self.descent,
            guessed: if self.used == 0 { 0.0 } else { self.guesses as f32 / self.used as f32 },
        }
    }
}

/// Ascent and descent per unit of size, from the descriptor where it is credible.
fn heights(file: &File, descriptor: Option<&Dictionary>) -> (f32, f32) {
    const USUAL: (f32, f32) = (0.75, 0.25);
    let value = |key: &[u8]| descriptor.and_then(|dict| file.number(dict, key)).map(|value| (value / 1000.0) as f32);
    let ascent = value(b"Ascent").filter(|ascent| (0.4..=1.5).contains(ascent)).unwrap_or(USUAL.0);
    let descent = value(b"Descent").map(f32::abs).filter(|descent| (0.05..=0.8).contains(descent)).unwrap_or(USUAL.1);
    (ascent, descent)
}

/// Decoded bytes of the embedded font program, if there is one.
fn program_bytes(file: &File, descriptor: Option<&Dictionary>) -> Option<Vec<u8>> {
    let descriptor = descriptor?;
    let stream = [b"FontFile3".as_slice(), b"FontFile2", b"FontFile"]
        .into_iter()
        .find_map(|key| file.get(descriptor, key)?.as_stream().ok())?;
    file.decoded(stream).ok().map(std::borrow::Cow::into_owned)
}

/// Widths of an array, from a first code on.
fn width_list(file: &File, array: &[Object]) -> Vec<f32> {
    array.iter().map(|item| as_number(file.resolve(item)).unwrap_or(0.0) as f32).collect()
}

/// Reads a CMap in both its uses and asks it a few codes; see `fuzz_targets`.
pub fn try_cmap(data: &[u8]) {
    let map = cmap::ToUnicode::parse(data);
    let encoding = hayro_cmap::CMap::parse(data, hayro_cmap::load_embedded);
    for code in [0, 1, 0x41, 0xFF, 0x100, 0x8140, 0xFFFF, 0x10000, u32::MAX] {
        map.lookup(code);
        if let Some(encoding) = &encoding {
            for length in 1..=4 {
                let _ = encoding.lookup_cid_code(code, length);
            }
        }
    }
}

/// Reads a font program and asks it all codes of a byte; see `fuzz_targets`.
pub fn try_program(data: &[u8]) {
    let program = program::Program::parse(data);
    for code in 0..=0xFF {
        program.text_of_code(code);
        program.text_of_glyph(program.glyph_of_cid(code));
        program.advance_of_code(code);
    }
}
