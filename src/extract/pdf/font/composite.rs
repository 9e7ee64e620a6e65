//! Composite fonts: codes of one to four bytes, glyphs by CID (PDF 32000-1, 9.7).

use super::cmap::ToUnicode;
use super::program::Program;
use super::{Code, Shape, figures, program_bytes, text, width_list};
use crate::extract::pdf::file::{File, as_number};
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};
use lopdf::{Dictionary, Object};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// A Type 0 font with its one descendant.
pub struct Composite<'a> {
    file: &'a File,
    descriptor: Option<&'a Dictionary>,
    codes: Codes,
    shapes: FxHashMap<u32, Shape>,
    to_unicode: Option<ToUnicode>,
    /// From CID to text, of the CJK collections.
    collection: Collection,
    program: Option<Program>,
    /// From CID to glyph; `None` is the identity.
    cid_to_gid: Option<Cow<'a, [u8]>>,
    widths: FxHashMap<u32, f32>,
    width_ranges: Vec<WidthRange>,
    default_width: f32,
    pub vertical: bool,
    vertical_advance: f32,
}

/// First CID, last CID, width.
type WidthRange = (u32, u32, f32);

/// How strings are cut into codes, and codes become CIDs.
enum Codes {
    /// Two bytes, the CID itself.
    Identity,
    Mapped {
        map: Box<CMap>,
        spaces: Vec<(u32, u32, u8)>,
    },
}

enum Collection {
    NotLooked(CidFamily),
    Ucs2(Box<CMap>),
    None,
}

impl<'a> Composite<'a> {
    pub fn load(
        file: &'a File,
        dict: &'a Dictionary,
        descendant: &'a Dictionary,
        descriptor: Option<&'a Dictionary>,
    ) -> Self {
        let to_unicode = file
            .get(dict, b"ToUnicode")
            .and_then(|object| object.as_stream().ok())
            .and_then(|stream| file.decoded(stream).ok())
            .map(|data| ToUnicode::parse(&data))
            .filter(|map| !map.is_empty());
        let (codes, vertical) = codes(file, dict);
        let cid_to_gid = file
            .get(descendant, b"CIDToGIDMap")
            .and_then(|object| object.as_stream().ok())
            .and_then(|stream| file.decoded(stream).ok());
        let (widths, width_ranges) = widths(file, descendant);
        // DW2 holds the height of the origin and the advance, which points down (9.7.4.3).
        let vertical_advance = file.numbers::<2>(descendant, b"DW2").map_or(-1.0, |pair| pair[1] / 1000.0) as f32;
        Self {
            file,
            descriptor,
            codes,
            shapes: FxHashMap::default(),
            to_unicode,
            collection: Collection::NotLooked(family(file, descendant)),
            program: None,
            cid_to_gid,
            widths,
            width_ranges,
            default_width: file.number(descendant, b"DW").unwrap_or(1000.0) as f32,
            vertical,
            vertical_advance,
        }
    }

    #[inline]
    pub fn first_code(&self, bytes: &[u8]) -> Option<Code> {
        match (&self.codes, bytes) {
            (_, []) => None,
            (Codes::Identity, [high, low, ..]) => {
                Some(Code { value: u32::from(*high) << 8 | u32::from(*low), length: 2 })
            }
            (Codes::Identity, [byte]) => Some(Code { value: u32::from(*byte), length: 1 }),
            (Codes::Mapped { map, spaces }, _) => Some(cut(map, spaces, bytes)),
        }
    }

    /// Whether every code is two bytes.
    pub fn is_identity(&self) -> bool {
        matches!(self.codes, Codes::Identity)
    }

    #[inline]
    pub fn known(&self, code: u32) -> Option<Shape> {
        self.shapes.get(&code).copied()
    }

    pub fn work_out(&mut self, code: Code, pool: &mut String) -> Shape {
        let cid = match &self.codes {
            Codes::Identity => code.value,
            Codes::Mapped { map, .. } => map.lookup_cid_code(code.value, code.length as u8).unwrap_or(0),
        };
        let (found, guessed) = self.text(code.value, cid);
        let advance = if self.vertical { self.vertical_advance } else { self.width(cid) / 1000.0 };
        let mut found = found.unwrap_or_default();
        if let Some(figure) = figures::doubtful(&found, advance)
            && let Some(character) = self.placed_figure(figure, cid)
        {
            found = character.to_string();
        }
        let shape = text::shape(&found, advance, guessed, pool);
        self.shapes.insert(code.value, shape);
        shape
    }

    /// A figure as its outline places it, where that is above or below the others.
    fn placed_figure(&mut self, figure: usize, cid: u32) -> Option<char> {
        let glyph = match &self.cid_to_gid {
            Some(map) => glyph_at(map, cid),
            None => self.program().glyph_of_cid(cid),
        };
        figures::placed(figure, &program_bytes(self.file, self.descriptor)?, glyph)
    }

    fn text(&mut self, code: u32, cid: u32) -> (Option<String>, bool) {
        let declared = self.to_unicode.as_ref().and_then(|map| map.lookup(code));
        if let Some(found) = declared.as_deref().and_then(|declared| text::plain(declared, None)) {
            return (Some(found), false);
        }
        if let Some(found) = self.text_in_collection(cid).and_then(|found| text::plain(&found, None)) {
            return (Some(found), false);
        }
        let glyph = match &self.cid_to_gid {
            Some(map) => glyph_at(map, cid),
            None => cid,
        };
        let has_map = self.cid_to_gid.is_some();
        let program = self.program();
        let glyph = if has_map { glyph } else { program.glyph_of_cid(glyph) };
        if let Some(found) = program.text_of_glyph(glyph).map(str::to_owned).and_then(|found| text::plain(&found, None))
        {
            return (Some(found), false);
        }
        if cid == 0 && declared.is_none() {
            return (None, false);
        }
        // A ToUnicode map that leaves out a code means it: subset writers leave out what has no text.
        if self.to_unicode.is_some() && declared.is_none() {
            return (None, true);
        }
        // Writers that leave out the map often use Unicode itself as the code.
        let unicode = char::from_u32(code).filter(|&character| character >= ' ').map(|character| character.to_string());
        let likely = unicode.and_then(|character| text::plain(&character, None));
        (Some(likely.unwrap_or_else(|| '\u{fffd}'.to_string())), true)
    }

    fn text_in_collection(&mut self, cid: u32) -> Option<String> {
        if let Collection::NotLooked(family) = &self.collection {
            let map = family.ucs2_cmap().and_then(load_embedded).and_then(|data| CMap::parse(data, load_embedded));
            self.collection = map.map_or(Collection::None, |map| Collection::Ucs2(Box::new(map)));
        }
        let Collection::Ucs2(map) = &self.collection else { return None };
        Some(match map.lookup_bf_string(cid)? {
            BfString::Char(character) => character.to_string(),
            BfString::String(text) => text,
        })
    }

    fn program(&mut self) -> &Program {
        self.program.get_or_insert_with(|| {
            program_bytes(self.file, self.descriptor).map(|data| Program::parse(&data)).unwrap_or_default()
        })
    }

    fn width(&self, cid: u32) -> f32 {
        if let Some(width) = self.widths.get(&cid) {
            return *width;
        }
        let in_range = self.width_ranges.iter().find(|range| range.0 <= cid && cid <= range.1);
        in_range.map_or(self.default_width, |range| range.2)
    }
}

/// Encoding of a Type 0 font: Identity, a predefined CMap or an embedded one; and whether it writes downwards.
fn codes(file: &File, dict: &Dictionary) -> (Codes, bool) {
    match file.get(dict, b"Encoding") {
        Some(Object::Name(name)) => {
            let vertical = name.ends_with(b"-V") || name == b"V";
            if name.starts_with(b"Identity") {
                return (Codes::Identity, vertical);
            }
            let map = load_embedded(CMapName::from_bytes(name)).and_then(|data| CMap::parse(data, load_embedded));
            (map.map_or(Codes::Identity, |map| Codes::Mapped { map: Box::new(map), spaces: Vec::new() }), vertical)
        }
        Some(Object::Stream(stream)) => {
            let vertical = file.integer(&stream.dict, b"WMode") == Some(1);
            let Ok(data) = file.decoded(stream) else { return (Codes::Identity, vertical) };
            let spaces = ToUnicode::parse(&data).codespaces;
            let Some(map) = CMap::parse(&data, load_embedded) else { return (Codes::Identity, vertical) };
            let vertical = vertical || matches!(map.metadata().writing_mode, Some(WritingMode::Vertical));
            (Codes::Mapped { map: Box::new(map), spaces }, vertical)
        }
        _ => (Codes::Identity, false),
    }
}

/// Cuts the first code: by the code space where one is known, else the shortest length that the map knows.
fn cut(map: &CMap, spaces: &[(u32, u32, u8)], bytes: &[u8]) -> Code {
    let value = |length: usize| bytes.iter().take(length).fold(0, |value, &byte| value << 8 | u32::from(byte));
    for length in 1..=bytes.len().min(4) {
        let code = value(length);
        let fits = if spaces.is_empty() {
            map.lookup_cid_code(code, length as u8).is_some()
        } else {
            spaces.iter().any(|&(first, last, size)| usize::from(size) == length && within(code, first, last, length))
        };
        if fits {
            return Code { value: code, length };
        }
    }
    let usual = spaces.iter().map(|space| usize::from(space.2)).min().unwrap_or(2);
    let length = usual.min(bytes.len());
    Code { value: value(length), length }
}

/// Every byte of the code lies between the bytes of first and last (9.7.6.2).
fn within(code: u32, first: u32, last: u32, length: usize) -> bool {
    (0..length).all(|index| {
        let byte = |number: u32| number >> (8 * index) & 0xFF;
        (byte(first)..=byte(last)).contains(&byte(code))
    })
}

fn glyph_at(map: &[u8], cid: u32) -> u32 {
    let at = (cid as usize).saturating_mul(2);
    match map.get(at..at.saturating_add(2)) {
        Some([high, low]) => u32::from(*high) << 8 | u32::from(*low),
        _ => 0,
    }
}

fn family(file: &File, descendant: &Dictionary) -> CidFamily {
    let text =
        |info: &Dictionary, key: &[u8]| file.get(info, key).and_then(|object| object.as_str().ok().map(<[u8]>::to_vec));
    let info = file.dict(descendant, b"CIDSystemInfo");
    let registry = info.and_then(|info| text(info, b"Registry")).unwrap_or_default();
    let ordering = info.and_then(|info| text(info, b"Ordering")).unwrap_or_default();
    CidFamily::from_registry_ordering(&registry, &ordering)
}

/// The `W` array: `c [w1 w2 ...]` and `first last w` (9.7.4.3).
fn widths(file: &File, descendant: &Dictionary) -> (FxHashMap<u32, f32>, Vec<WidthRange>) {
    let (mut single, mut ranges) = (FxHashMap::default(), Vec::new());
    let mut items = file.array(descendant, b"W").unwrap_or(&[]).iter().map(|item| file.resolve(item));
    while let Some(first) = items.next() {
        let Some(first) = as_number(first).map(|value| value as u32) else { continue };
        match items.next() {
            Some(Object::Array(list)) => single.extend((first..=u32::MAX).zip(width_list(file, list))),
            Some(last) => {
                let width = items.next().and_then(as_number);
                if let Some((last, width)) = as_number(last).map(|value| value as u32).zip(width) {
                    ranges.push((first, last, width as f32));
                }
            }
            None => break,
        }
    }
    (single, ranges)
}
