//! The fonts of a document, each read once.

use super::file::{File, as_dict};
use super::font::Font;
use crate::model;
use lopdf::{Object, ObjectId};
use rustc_hash::FxHashMap;

/// Fonts by their order of first use.
#[derive(Default)]
pub struct Fonts<'a> {
    list: Vec<Font<'a>>,
    by_id: FxHashMap<ObjectId, usize>,
    /// Fonts written in place, by the address of their dictionary, which lives as long as the file.
    in_place: FxHashMap<usize, usize>,
}

/// A run names its font by 16 bits.
const MAX_FONTS: usize = u16::MAX as usize;

impl<'a> Fonts<'a> {
    /// The index of a font, read on first use.
    pub fn index(&mut self, file: &'a File, object: &'a Object) -> Option<usize> {
        let id = object.as_reference().ok();
        if let Some(index) = id.and_then(|id| self.by_id.get(&id)) {
            return Some(*index);
        }
        let dict = as_dict(file.resolve(object))?;
        let address = std::ptr::from_ref(dict).addr();
        if let Some(index) = self.in_place.get(&address) {
            return Some(*index);
        }
        if self.list.len() >= MAX_FONTS {
            return None;
        }
        let index = self.list.len();
        self.list.push(Font::load(file, dict));
        self.in_place.insert(address, index);
        if let Some(id) = id {
            self.by_id.insert(id, index);
        }
        Some(index)
    }

    /// The font of text that the file holds but does not draw.
    pub fn stand_in(&mut self, file: &'a File) -> Option<u16> {
        let address = std::ptr::from_ref(&file.empty).addr();
        let index = match self.in_place.get(&address) {
            Some(index) => *index,
            None => {
                if self.list.len() >= MAX_FONTS {
                    return None;
                }
                self.list.push(Font::load(file, &file.empty));
                self.in_place.insert(address, self.list.len() - 1);
                self.list.len() - 1
            }
        };
        u16::try_from(index).ok()
    }

    /// Adds the fonts of the pages that follow, and tells for each of them its place among all.
    pub fn append(&mut self, next: Self) -> Vec<u16> {
        let mut addresses = vec![None; next.list.len()];
        for (address, index) in next.in_place {
            if let Some(slot) = addresses.get_mut(index) {
                *slot = Some(address);
            }
        }
        let mut places = Vec::with_capacity(next.list.len());
        for (font, address) in next.list.into_iter().zip(addresses) {
            let known = address.and_then(|address| self.in_place.get(&address).copied());
            let index = known.unwrap_or(self.list.len());
            match self.list.get_mut(index) {
                Some(same) => same.add_tally(font.tally()),
                None => self.list.push(font),
            }
            if let Some(address) = address {
                self.in_place.insert(address, index);
            }
            places.push(u16::try_from(index).unwrap_or(u16::MAX));
        }
        places
    }

    #[inline]
    pub fn get(&self, index: usize) -> Option<&Font<'a>> {
        self.list.get(index)
    }

    #[inline]
    pub fn get_mut(&mut self, index: usize) -> Option<&mut Font<'a>> {
        self.list.get_mut(index)
    }

    /// All fonts as later stages see them.
    pub fn facts(&self) -> Vec<model::Font> {
        self.list.iter().map(Font::facts).collect()
    }

    /// Name, glyphs drawn and guesses among them, of the fonts that needed guesses.
    pub fn guesses(&self) -> impl Iterator<Item = (&str, u64, u64)> {
        self.list
            .iter()
            .map(|font| (font.name.as_str(), font.tally()))
            .filter(|(_, tally)| tally.1 > 0)
            .map(|(name, (used, guessed))| (name, used, guessed))
    }

    /// Glyphs drawn in all fonts.
    pub fn used(&self) -> u64 {
        self.list.iter().map(|font| font.tally().0).sum()
    }
}
