//! Names that a report spells out: "Mr. Chengetai Masango" once, "Chengetai" or "Mr. Masango" afterwards.

use super::roster::Roster;
use crate::model::{BlockType, Document};
use crate::tag::words::{Shape, Words};
use rustc_hash::FxHashMap;

/// Full names by each of their parts; a part that two persons share names neither.
#[derive(Debug, Clone, Default)]
pub struct Names {
    by_part: FxHashMap<String, Option<String>>,
}

impl Names {
    /// Learns the persons of a report: from its lists of participants, and from names with a title.
    #[must_use]
    pub fn learn(document: &Document, roster: &Roster) -> Self {
        let mut names = Self::default();
        names.learn_from(document, roster);
        names
    }

    /// Adds the persons of a report, as [`Names::learn`] does.
    pub fn learn_from(&mut self, document: &Document, roster: &Roster) {
        for block in &document.blocks {
            match block.block_type {
                BlockType::Participant => self.learn_first(&block.text, roster),
                BlockType::Furniture => {}
                _ => self.learn_titled(&block.text, roster),
            }
        }
    }

    /// Adds a full name.
    pub fn add(&mut self, full: &str) {
        let words = Words::of(full);
        let mut parts: Vec<String> = (0..words.len())
            .filter(|&index| words.shape(index) == Shape::Capitalised)
            .map(|index| words.lower(index).to_owned())
            .collect();
        if parts.len() < 2 {
            return;
        }
        parts.push(full.to_lowercase());
        for part in parts {
            self.by_part
                .entry(part)
                .and_modify(|known| {
                    if known.as_deref().is_some_and(|known| known != full) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(full.to_owned()));
        }
    }

    /// The full name for a name or one part of it, where only one person of the report can be meant.
    #[must_use]
    pub fn full(&self, name: &str) -> Option<&str> {
        if self.by_part.is_empty() {
            return None;
        }
        self.by_part.get(&name.to_lowercase())?.as_deref()
    }

    fn learn_titled(&mut self, text: &str, roster: &Roster) {
        if !text.contains(". ") && !text.contains("Ms ") && !text.contains("Mr ") {
            return;
        }
        let words = Words::of(text);
        for index in 0..words.len() {
            let titled = matches!(words.shape(index), Shape::Capitalised) && roster.is_title(words.lower(index));
            if titled {
                let start = index + 1 + usize::from(words.lower(index + 1) == ".");
                self.learn_at(&words, start, roster);
            }
        }
    }

    fn learn_first(&mut self, text: &str, roster: &Roster) {
        let words = Words::of(text);
        let mut start = 0;
        while roster.is_title(words.lower(start)) {
            start += 1 + usize::from(words.lower(start + 1) == ".");
        }
        self.learn_at(&words, start, roster);
    }

    fn learn_at(&mut self, words: &Words<'_>, start: usize, roster: &Roster) {
        let mut at = start;
        let mut end = start;
        while at < start + 6 {
            match words.shape(at) {
                Shape::Capitalised if roster.is_head(words.lower(at)) || roster.is_body(words.lower(at)) => break,
                Shape::Capitalised => {
                    at += 1 + usize::from(words.lower(at) == "st" && words.lower(at + 1) == ".");
                    end = at;
                }
                Shape::Initial => at += 1 + usize::from(words.lower(at + 1) == "."),
                Shape::Sign if matches!(words.lower(at), "-" | "‑") && words.is_glued(at) && words.is_glued(at + 1) =>
                {
                    at += 1;
                }
                Shape::Lower
                    if matches!(
                        words.lower(at),
                        "van" | "von" | "de" | "der" | "da" | "di" | "del" | "al" | "el" | "bin"
                    ) =>
                {
                    at += 1;
                }
                _ => break,
            }
        }
        self.add(words.slice(start..end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_names_the_person_unless_two_share_it() {
        let mut names = Names::default();
        names.add("Ana María Keller");
        names.add("Tom Keller");
        assert_eq!(names.full("Ana"), Some("Ana María Keller"));
        assert_eq!(names.full("tom"), Some("Tom Keller"));
        assert_eq!(names.full("Keller"), None);
        assert_eq!(names.full("Smith"), None);
    }

    #[test]
    fn titles_introduce_names() {
        let mut names = Names::default();
        names.learn_titled(
            "The floor was given to Mr. Jan van der Berg, then to Ms. Lynn St. Clair.",
            &Roster::embedded().unwrap(),
        );
        assert_eq!(names.full("Berg"), Some("Jan van der Berg"));
        assert_eq!(names.full("Lynn"), Some("Lynn St. Clair"));
    }
}
