//! Embedded font programs, read only for what the dictionaries leave open: which glyph a code picks and what its name or
//! Unicode value is (TrueType and OpenType `cmap` and `post`, Type 1 and CFF built-in encodings).

use super::glyph_names::{self, Meaning};
use rustc_hash::FxHashMap;
use skrifa::raw::ps::{cff::CffFontRef, type1::Type1Font};
use skrifa::raw::tables::cmap::CmapSubtable;
use skrifa::raw::{FontRef, TableProvider};
use skrifa::{GlyphId, GlyphNames, MetadataProvider};

/// What a font program says of its glyphs.
#[derive(Debug, Default)]
pub struct Program {
    /// Built-in encoding: from code to text.
    by_code: FxHashMap<u32, String>,
    /// From code to glyph, for symbolic TrueType fonts.
    glyph_of_code: FxHashMap<u32, u32>,
    /// From glyph to text.
    by_glyph: FxHashMap<u32, String>,
    /// From glyph name to glyph, where the font has names.
    by_name: FxHashMap<String, u32>,
    /// Advance of glyphs in thousandths, where cheap to know.
    advances: FxHashMap<u32, f32>,
    /// CFF fonts with CIDs: from CID to glyph.
    glyph_of_cid: Option<FxHashMap<u32, u32>>,
}

/// Glyphs looked at in one font (the format's own limit).
const MAX_GLYPHS: u32 = 65_535;

impl Program {
    /// Reads a program of any of the three kinds by its first bytes; damaged programs say nothing.
    pub fn parse(data: &[u8]) -> Self {
        match data {
            [0, 1, 0, 0, ..]
            | [b't', b'r', b'u', b'e', ..]
            | [b'O', b'T', b'T', b'O', ..]
            | [b't', b't', b'c', b'f', ..] => Self::from_sfnt(data),
            [1, 0, ..] => Self::from_cff(data),
            _ => Self::from_type1(data),
        }
    }

    pub fn text_of_code(&self, code: u32) -> Option<&str> {
        self.by_code.get(&code).map(String::as_str).or_else(|| {
            let glyph = self.glyph_of_code.get(&code).or_else(|| self.glyph_of_code.get(&(0xF000 + code)))?;
            self.text_of_glyph(*glyph)
        })
    }

    pub fn text_of_glyph(&self, glyph: u32) -> Option<&str> {
        self.by_glyph.get(&glyph).map(String::as_str)
    }

    /// The text of a glyph known by a name that means nothing by itself.
    pub fn text_of_name(&self, name: &[u8]) -> Option<&str> {
        let glyph = self.by_name.get(std::str::from_utf8(name).ok()?)?;
        self.text_of_glyph(*glyph)
    }

    /// The glyph of a CID where the program has its own order (CFF with CIDs).
    pub fn glyph_of_cid(&self, cid: u32) -> u32 {
        match &self.glyph_of_cid {
            Some(map) => map.get(&cid).copied().unwrap_or(0),
            None => cid,
        }
    }

    /// Advance in thousandths of the glyph that a code picks.
    pub fn advance_of_code(&self, code: u32) -> Option<f32> {
        let glyph = self.glyph_of_code.get(&code).or_else(|| self.glyph_of_code.get(&(0xF000 + code)))?;
        self.advances.get(glyph).copied()
    }

    fn from_sfnt(data: &[u8]) -> Self {
        let mut program = Self::default();
        let Ok(font) = FontRef::from_index(data, 0) else { return program };
        if let Ok(cmap) = font.cmap() {
            for record in cmap.encoding_records() {
                let Ok(subtable) = record.subtable(cmap.offset_data()) else { continue };
                let (platform, encoding) = (record.platform_id() as u16, record.encoding_id());
                match (platform, encoding) {
                    (3, 1 | 10) | (0, _) => program.take_unicode(&subtable),
                    (3, 0) | (1, 0) => program.take_codes(&subtable),
                    _ => {}
                }
            }
        }
        let names = GlyphNames::new(&font);
        for (glyph, name) in names.iter().take(MAX_GLYPHS as usize) {
            if name.is_synthesized() {
                continue;
            }
            program.by_name.insert(name.as_str().to_owned(), glyph.to_u32());
            if let Meaning::Text(text) = glyph_names::meaning(name.as_str().as_bytes()) {
                program.by_glyph.entry(glyph.to_u32()).or_insert(text);
            }
        }
        let metrics = font.glyph_metrics(skrifa::instance::Size::unscaled(), skrifa::instance::LocationRef::default());
        let units = font.head().map_or(1000.0, |head| f32::from(head.units_per_em().max(1)));
        for &glyph in program.glyph_of_code.values() {
            if let Some(advance) = metrics.advance_width(GlyphId::new(glyph)) {
                program.advances.insert(glyph, advance * 1000.0 / units);
            }
        }
        if let Ok(table) = font.cff() {
            program.take_cff(table.offset_data().as_bytes());
        }
        program
    }

    fn take_unicode(&mut self, subtable: &CmapSubtable<'_>) {
        for_each_mapping(subtable, |code, glyph| {
            let Some(character) = char::from_u32(code) else { return };
            let text = self.by_glyph.entry(glyph).or_default();
            // Several characters can share a glyph: letters beat their private or compatibility twins.
            let better = text.chars().next().is_none_or(|old| rank(character) < rank(old));
            if better {
                *text = character.to_string();
            }
        });
    }

    fn take_codes(&mut self, subtable: &CmapSubtable<'_>) {
        for_each_mapping(subtable, |code, glyph| {
            self.glyph_of_code.entry(code).or_insert(glyph);
        });
    }

    fn from_cff(data: &[u8]) -> Self {
        let mut program = Self::default();
        program.take_cff(data);
        program
    }

    fn take_cff(&mut self, data: &[u8]) {
        let Ok(font) = CffFontRef::new_cff(data, 0, None) else { return };
        let Some(charset) = font.charset() else { return };
        let is_cid = font.is_cid();
        let mut cids = FxHashMap::default();
        for glyph in 0..font.num_glyphs().min(MAX_GLYPHS) {
            let Some(sid) = charset.string_id(GlyphId::new(glyph)) else { continue };
            if is_cid {
                cids.insert(u32::from(sid.to_u16()), glyph);
            } else if let Some(name) = font.string(sid) {
                self.take_name(name, glyph);
            }
        }
        if is_cid {
            self.glyph_of_cid = Some(cids);
            return;
        }
        let Some(encoding) = font.encoding() else { return };
        for code in 0..=255_u8 {
            let Some(glyph) = encoding.map(code) else { continue };
            if let Some(text) = self.by_glyph.get(&glyph.to_u32()) {
                self.by_code.entry(u32::from(code)).or_insert_with(|| text.clone());
            }
        }
    }

    fn take_name(&mut self, name: &[u8], glyph: u32) {
        if let Ok(name) = std::str::from_utf8(name) {
            self.by_name.entry(name.to_owned()).or_insert(glyph);
        }
        if let Meaning::Text(text) = glyph_names::meaning(name) {
            self.by_glyph.entry(glyph).or_insert(text);
        }
    }

    fn from_type1(data: &[u8]) -> Self {
        let mut program = Self::default();
        let Ok(font) = Type1Font::new(data) else { return program };
        let Some(encoding) = font.encoding() else { return program };
        for code in 0..=255_u8 {
            let Some(name) = encoding.glyph_name(code) else { continue };
            if let Meaning::Text(text) = glyph_names::meaning(name.as_bytes()) {
                program.by_code.insert(u32::from(code), text);
            }
        }
        program
    }
}

/// Lower is better as the text of a glyph.
fn rank(character: char) -> u32 {
    match character {
        _ if glyph_names::is_private(character) => 5,
        '\u{a0}' | '\u{ad}' => 2,
        '\u{0}'..='\u{1f}' => 6,
        '\u{2000}'..='\u{200f}' | '\u{2126}' | '\u{212a}' | '\u{212b}' => 3,
        '\u{f900}'..='\u{faff}' | '\u{2f00}'..='\u{2fdf}' | '\u{fb00}'..='\u{ffff}' => 4,
        _ => 1,
    }
}

/// Calls with every pair of code and glyph of a subtable of the usual formats.
fn for_each_mapping(subtable: &CmapSubtable<'_>, mut call: impl FnMut(u32, u32)) {
    let mut seen = 0;
    let mut pass = |code: u32, glyph: u32| {
        seen += 1;
        if glyph != 0 && seen <= 4 * MAX_GLYPHS {
            call(code, glyph);
        }
        seen <= 4 * MAX_GLYPHS
    };
    match subtable {
        CmapSubtable::Format0(table) => {
            for (code, &glyph) in (0..).zip(table.glyph_id_array()) {
                pass(code, u32::from(glyph));
            }
        }
        CmapSubtable::Format4(table) => {
            for (code, glyph) in table.iter() {
                if !pass(code, glyph.to_u32()) {
                    return;
                }
            }
        }
        CmapSubtable::Format6(table) => {
            for (code, glyph) in (u32::from(table.first_code())..).zip(table.glyph_id_array()) {
                pass(code, u32::from(glyph.get()));
            }
        }
        CmapSubtable::Format12(table) => {
            for (code, glyph) in table.iter() {
                if !pass(code, glyph.to_u32()) {
                    return;
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_give_a_program(kind in 0..4_usize, data in prop::collection::vec(any::<u8>(), 0..300)) {
            let heads: [&[u8]; 4] = [&[0, 1, 0, 0], b"OTTO", &[1, 0, 4, 1], b"%!PS-AdobeFont-1.0\n"];
            let mut bytes = heads[kind].to_vec();
            bytes.extend(data);
            let program = Program::parse(&bytes);
            program.text_of_code(65);
        }
    }

    #[test]
    fn letters_beat_private_characters() {
        assert!(rank('a') < rank('\u{f061}'));
        assert!(rank(' ') < rank('\u{a0}'));
        assert!(rank('Ω') < rank('\u{2126}'));
    }
}
