//! Simple fonts: one byte, one glyph (PDF 32000-1, 9.6): Type 1, TrueType, Type 3.

use super::cmap::ToUnicode;
use super::core_fonts::CoreFont;
use super::dingbats::PictureFont;
use super::encoding::Named;
use super::glyph_names::{self, Meaning};
use super::program::Program;
use super::style::Style;
use super::{Shape, program_bytes, text, width_list};
use crate::extract::pdf::file::File;
use lopdf::{Dictionary, Object};

/// A simple font and what is known of its 256 codes.
pub struct Simple<'a> {
    file: &'a File,
    descriptor: Option<&'a Dictionary>,
    shapes: Box<[Option<Shape>; 256]>,
    to_unicode: Option<ToUnicode>,
    base: Option<Named>,
    /// Code and glyph name, by code.
    differences: Vec<(u8, &'a [u8])>,
    program: Option<Program>,
    picture: Option<PictureFont>,
    core: CoreFont,
    first: u32,
    widths: Vec<f32>,
    missing_width: Option<f32>,
    /// From the units of the widths to text space.
    unit: f32,
    type3: bool,
    embedded: bool,
    /// Names such as `C4e` are codes in hexadecimal, as the font's names together show.
    hexadecimal_names: bool,
    symbolic: bool,
    pub size_factor: f64,
}

impl<'a> Simple<'a> {
    pub fn load(
        file: &'a File,
        dict: &'a Dictionary,
        descriptor: Option<&'a Dictionary>,
        subtype: &[u8],
        name: &str,
        style: Style,
    ) -> Self {
        let to_unicode = file
            .get(dict, b"ToUnicode")
            .and_then(|object| object.as_stream().ok())
            .and_then(|stream| file.decoded(stream).ok())
            .map(|data| ToUnicode::parse(&data))
            .filter(|map| !map.is_empty());
        let type3 = subtype == b"Type3";
        let matrix = file.numbers::<6>(dict, b"FontMatrix").filter(|_| type3);
        let unit = matrix.map_or(0.001, |matrix| matrix[0].abs().max(f64::MIN_POSITIVE));
        let embedded = descriptor.is_some_and(|descriptor| {
            [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"].iter().any(|key| descriptor.has(key))
        });
        let (base, differences) = encoding(file, dict);
        Self {
            file,
            descriptor,
            shapes: Box::new([None; 256]),
            to_unicode,
            base,
            hexadecimal_names: glyph_names::are_hexadecimal(differences.iter().map(|entry| entry.1)),
            differences,
            program: None,
            picture: PictureFont::from_name(name),
            core: CoreFont::nearest(name, &style),
            first: file.integer(dict, b"FirstChar").and_then(|first| u32::try_from(first).ok()).unwrap_or(0),
            widths: file.array(dict, b"Widths").map(|array| width_list(file, array)).unwrap_or_default(),
            missing_width: descriptor.and_then(|dict| file.number(dict, b"MissingWidth")).map(|width| width as f32),
            unit: unit as f32,
            type3,
            embedded,
            symbolic: style.symbolic,
            size_factor: if type3 { type3_size(file, dict, matrix) } else { 1.0 },
        }
    }

    #[inline]
    pub fn known(&self, code: u32) -> Option<Shape> {
        self.shapes.get(code as usize).copied().flatten()
    }

    pub fn work_out(&mut self, code: u32, pool: &mut String) -> Shape {
        let byte = (code & 0xFF) as u8;
        let (found, guessed) = self.text(byte);
        let advance = self.width(byte, found.as_deref()) * self.unit;
        let found = found.unwrap_or_default();
        let shape = text::shape(&found, advance, guessed, pool);
        if let Some(slot) = self.shapes.get_mut(usize::from(byte)) {
            *slot = Some(shape);
        }
        shape
    }

    /// The text of a code, and whether it is a guess: the file's own word first, then names, then the font program.
    fn text(&mut self, code: u8) -> (Option<String>, bool) {
        let declared = self.to_unicode.as_ref().and_then(|map| map.lookup(u32::from(code)));
        if let Some(found) = declared.as_deref().and_then(|declared| text::plain(declared, self.picture)) {
            return (Some(found), false);
        }
        let name = self
            .differences
            .binary_search_by_key(&code, |entry| entry.0)
            .ok()
            .and_then(|at| self.differences.get(at)?.1.into());
        if let Some(name) = name {
            return self.by_name(code, name);
        }
        // A picture font that says of itself that it is an ordinary one has the marks of its encoding, not its own: the
        // bullets of Word on a Mac.
        if self.picture.is_some()
            && self.embedded
            && !self.symbolic
            && !code.is_ascii()
            && let Some(found) = self.base.and_then(|base| base.char(code))
        {
            return (text::plain(&found.to_string(), None), false);
        }
        if let Some(picture) = self.picture
            && let Some(character) = picture.char(code)
        {
            return (Some(character.to_string()), false);
        }
        if self.type3 {
            return self.guess(code);
        }
        // The encoding of a symbolic font counts only where its own program has nothing to say (9.6.6.4).
        if self.embedded && (self.base.is_none() || self.symbolic) {
            let built_in = self.program().text_of_code(u32::from(code)).map(str::to_owned);
            if let Some(found) = built_in.and_then(|found| text::plain(&found, self.picture)) {
                return (Some(found), false);
            }
        }
        if let Some(found) = self.base.and_then(|base| base.char(code)) {
            return (text::plain(&found.to_string(), None), false);
        }
        if !self.embedded && self.picture.is_none() && self.base.is_none() {
            let found = Named::Standard.char(code);
            if found.is_some() {
                return (found.and_then(|found| text::plain(&found.to_string(), None)), false);
            }
        }
        self.guess(code)
    }

    fn by_name(&mut self, code: u8, name: &[u8]) -> (Option<String>, bool) {
        if let Some(likely) = glyph_names::hexadecimal(name).filter(|_| self.hexadecimal_names) {
            let character = Named::WinAnsi.char(likely).map(|character| character.to_string());
            return (character.and_then(|character| text::plain(&character, None)), true);
        }
        if let (Some(picture), Ok(known)) = (self.picture, std::str::from_utf8(name))
            && let Some(character) = picture.named(known)
        {
            return (Some(character.to_string()), false);
        }
        match glyph_names::meaning(name) {
            Meaning::Text(found) => (text::plain(&found, self.picture), false),
            Meaning::Nothing => (None, false),
            Meaning::Number(number) => {
                if let Some(found) = self.named_glyph(name) {
                    return (Some(found), false);
                }
                // Producers that lost the names number glyphs by code, in the font's own encoding or in Windows'.
                let likely =
                    u8::try_from(number).ok().and_then(|number| Named::WinAnsi.char(number)).filter(|&c| c > ' ');
                match likely {
                    Some(character) => (text::plain(&character.to_string(), None), true),
                    None => self.guess(code),
                }
            }
            Meaning::Unknown => match self.named_glyph(name) {
                Some(found) => (Some(found), false),
                None => self.guess(code),
            },
        }
    }

    fn named_glyph(&mut self, name: &[u8]) -> Option<String> {
        if !self.embedded {
            return None;
        }
        let found = self.program().text_of_name(name)?.to_owned();
        text::plain(&found, self.picture)
    }

    /// Nothing says what the code is: most such fonts still follow ASCII, and a picture font shows some mark.
    fn guess(&self, code: u8) -> (Option<String>, bool) {
        if self.picture.is_some() {
            return (Some(if code == b' ' { ' ' } else { '▪' }.to_string()), true);
        }
        let character = self.base.unwrap_or(Named::WinAnsi).char(code).unwrap_or('\u{fffd}');
        if character == ' ' {
            return (Some(" ".to_owned()), false);
        }
        (Some(character.to_string()), true)
    }

    fn program(&mut self) -> &Program {
        self.program.get_or_insert_with(|| {
            program_bytes(self.file, self.descriptor).map(|data| Program::parse(&data)).unwrap_or_default()
        })
    }

    /// Width in the units of the font.
    fn width(&mut self, code: u8, found: Option<&str>) -> f32 {
        let listed = u32::from(code).checked_sub(self.first).and_then(|index| self.widths.get(index as usize).copied());
        if let Some(width) = listed {
            return width;
        }
        if self.type3 {
            return 0.0;
        }
        if self.widths.is_empty() {
            if self.embedded
                && let Some(advance) = self.program().advance_of_code(u32::from(code))
            {
                return advance;
            }
            if let Some(width) = self.core.width(code, found.and_then(|found| found.chars().next())) {
                return width;
            }
        }
        self.missing_width.unwrap_or(0.0)
    }
}

/// Base encoding and differences of a font, sorted by code.
fn encoding<'a>(file: &'a File, dict: &'a Dictionary) -> (Option<Named>, Vec<(u8, &'a [u8])>) {
    match file.get(dict, b"Encoding") {
        Some(Object::Name(name)) => (Named::from_name(name), Vec::new()),
        Some(Object::Dictionary(encoding)) => {
            let base = file.name(encoding, b"BaseEncoding").and_then(Named::from_name);
            let mut differences = Vec::new();
            let mut code = 0_i64;
            for item in file.array(encoding, b"Differences").unwrap_or(&[]) {
                match file.resolve(item) {
                    Object::Integer(start) => code = *start,
                    Object::Real(start) => code = *start as i64,
                    Object::Name(name) => {
                        if let Ok(code) = u8::try_from(code) {
                            differences.push((code, name.as_slice()));
                        }
                        code = code.saturating_add(1);
                    }
                    _ => {}
                }
            }
            // The later entry for a code wins.
            differences.reverse();
            differences.sort_by_key(|entry| entry.0);
            differences.dedup_by_key(|entry| entry.0);
            (base, differences)
        }
        _ => (None, Vec::new()),
    }
}

/// The em of a Type 3 font per unit of `Tf`: its box is about 1.2 em high; a usual matrix means a usual font.
fn type3_size(file: &File, dict: &Dictionary, matrix: Option<[f64; 6]>) -> f64 {
    const BOX_PER_EM: f64 = 1.2;
    let scale = matrix.map_or(0.001, |matrix| (matrix[0] * matrix[3] - matrix[1] * matrix[2]).abs().sqrt());
    if (scale - 0.001).abs() < 1e-6 {
        return 1.0;
    }
    let height = file.numbers::<4>(dict, b"FontBBox").map_or(0.0, |bbox| (bbox[3] - bbox[1]).abs());
    if height > 0.0 {
        return height * scale / BOX_PER_EM;
    }
    // Without a box, half of the widest glyph's advance twice over: an M is about as wide as the em.
    let widest = file
        .array(dict, b"Widths")
        .map(|array| width_list(file, array).into_iter().fold(0.0_f32, f32::max))
        .unwrap_or(0.0);
    if widest > 0.0 { f64::from(widest) * scale } else { 1.0 }
}
