//! Where in a stored paragraph the words of a query stand: the index says which paragraph, this says which words.

use std::ops::Range;

use super::ast::Node;
use super::near;
use super::slots::{self, Sequence, Slot};
use super::words::{Stems, Word, compounds, words};

/// The words of a query, ready to be found in texts.
pub struct Matcher {
    sequences: Vec<(Vec<Filled>, u32)>,
}

/// A slot with its stems worked out.
struct Filled {
    slot: Slot,
    stems: Vec<String>,
}

impl Matcher {
    /// The words that a query looks for (not those that it excludes), with the stemmers of the languages searched.
    #[must_use]
    pub fn new(node: &Node, stems: &[Stems]) -> Self {
        let mut sequences = Vec::new();
        gather(node, &mut sequences);
        let sequences = sequences
            .into_iter()
            .map(|sequence| {
                let filled = sequence.slots.into_iter().map(|slot| Filled::new(slot, stems)).collect();
                (filled, sequence.slack)
            })
            .collect();
        Self { sequences }
    }

    /// Byte ranges of `text` that answer the query: in order, on character boundaries, without overlap. `stems` is the
    /// stemmer of the text's own language.
    #[must_use]
    pub fn marks(&self, text: &str, stems: Stems) -> Vec<Range<usize>> {
        if self.sequences.is_empty() {
            return Vec::new();
        }
        let read = Read::new(text, stems);
        let mut marks: Vec<Range<usize>> = Vec::new();
        for (slots, slack) in &self.sequences {
            let positions: Vec<Vec<u32>> = slots.iter().map(|slot| read.positions(slot)).collect();
            let lists: Vec<&[u32]> = positions.iter().map(Vec::as_slice).collect();
            for place in near::places(&lists, *slack) {
                let ranges: Vec<Range<usize>> = place.iter().filter_map(|at| read.range(*at, slots)).collect();
                match (ranges.first(), ranges.last()) {
                    // A phrase is marked as one, with the blanks and commas within it.
                    (Some(first), Some(last)) if *slack == 0 => marks.push(first.start..last.end.max(first.end)),
                    _ => marks.extend(ranges),
                }
            }
        }
        merged(marks)
    }
}

fn gather(node: &Node, into: &mut Vec<Sequence>) {
    match node {
        Node::Text(text) => into.extend(slots::sequences(text)),
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| gather(part, into)),
        Node::Prefer { must, should } => must.iter().chain(should).for_each(|part| gather(part, into)),
        Node::All | Node::Field(..) | Node::Not(_) => {}
    }
}

impl Filled {
    fn new(slot: Slot, stems: &[Stems]) -> Self {
        let stems = match &slot {
            Slot::Stem(word) => stems.iter().flat_map(|stems| slots::stem_forms(word, *stems)).collect(),
            Slot::StemIs(stem) => vec![stem.clone()],
            _ => Vec::new(),
        };
        Self { slot, stems }
    }

    fn takes(&self, word: &Word, stem: &str) -> bool {
        match &self.slot {
            Slot::Stem(_) | Slot::StemIs(_) => self.stems.iter().any(|form| form == stem),
            other => other.is_filled_by(word),
        }
    }
}

/// A text as words, with the compounds that they are part of.
struct Read {
    words: Vec<Word>,
    stems: Vec<String>,
    /// From position, to position, the word written as one, its stem.
    compounds: Vec<(usize, usize, Word, String)>,
}

impl Read {
    fn new(text: &str, stems: Stems) -> Self {
        let words = words(text);
        let stemmed = words.iter().map(|word| stems.of_word(word).into_owned()).collect();
        let compounds = compounds(&words)
            .into_iter()
            .map(|(from, to, folded)| {
                let stem = stems.stem(&folded).into_owned();
                (from, to, Word { folded, ..Word::default() }, stem)
            })
            .collect();
        Self { words, stems: stemmed, compounds }
    }

    fn positions(&self, slot: &Filled) -> Vec<u32> {
        let mut found: Vec<usize> = self
            .words
            .iter()
            .zip(&self.stems)
            .enumerate()
            .filter(|(_, (word, stem))| slot.takes(word, stem))
            .map(|(at, _)| at)
            .collect();
        for (from, to, folded, stem) in &self.compounds {
            if slot.takes(folded, stem) {
                found.extend(*from..*to);
            }
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|at| u32::try_from(at).ok()).collect()
    }

    /// The bytes of the word at a position, or of the whole compound where that is what fills a slot.
    fn range(&self, at: u32, slots: &[Filled]) -> Option<Range<usize>> {
        let at = usize::try_from(at).ok()?;
        let word = self.words.get(at)?;
        let whole = self.compounds.iter().find(|(from, to, folded, stem)| {
            (*from..*to).contains(&at) && slots.iter().any(|slot| slot.takes(folded, stem))
        });
        if let Some((from, to, ..)) = whole
            && let (Some(first), Some(last)) = (self.words.get(*from), self.words.get(to.saturating_sub(1)))
        {
            return Some(first.start..last.end);
        }
        Some(word.start..word.end)
    }
}

/// Ranges in order, overlapping ones made one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut kept: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match kept.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => kept.push(range),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    fn marked(query: &str, text: &str) -> String {
        let english = Stems::of("en");
        let matcher = Matcher::new(&Query::parse(query).unwrap().root, &[english]);
        let mut shown = String::new();
        let mut last = 0;
        for mark in matcher.marks(text, english) {
            shown.push_str(text.get(last..mark.start).unwrap());
            shown.push_str(&format!("[{}]", text.get(mark.clone()).unwrap()));
            last = mark.end;
        }
        shown.push_str(text.get(last..).unwrap());
        shown
    }

    #[test]
    fn all_that_answers_is_marked_and_nothing_else() {
        for (query, expected) in [
            ("newcomer", "A session for [newcomers]; the [Newcomers]\u{2019} guide"),
            ("exact:newcomer", "A session for newcomers; the [newcomer] guide"),
            ("newcom*", "A session for [newcomers]; the [newcomer] guide"),
            ("newcomars~1", "A session for [newcomers] guide"),
            ("\"best practice forum\"", "The [Best Practice Forums] and the best of practice"),
            ("\"forum practice\"~2", "a [practice] of this [forum]"),
            ("agreed -budget", "It was [agreed] to leave the budget"),
            ("kind:decision agreed", "It was [agreed]"),
            ("multistakeholder", "the [multi-stakeholder] way, [multistakeholder] ways"),
            ("multi-stakeholder", "the [multi-stakeholder] way, [multistakeholder] ways"),
            ("election", "une [élection]"),
            ("nris", "the [NRI] and the [NRIs]"),
            ("\"policy opt*\"", "[policy options] and policy"),
        ] {
            let text: String = expected.chars().filter(|c| !matches!(c, '[' | ']')).collect();
            assert_eq!(marked(query, &text), expected, "{query}");
        }
    }
}
