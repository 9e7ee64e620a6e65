//! Two versions of one work, paragraph by paragraph: what was added, dropped, worded anew, moved, renumbered, split, merged, and which
//! items came and went.

use super::words::{Term, Words};
use crate::model::{BlockType, TaggedDocument};
use serde::Serialize;

/// Two versions side by side.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// Key of the earlier version.
    pub before: String,
    /// Key of the later version.
    pub after: String,
    /// Its paragraphs: those of the later version in order, then those that were dropped.
    pub rows: Vec<Aligned>,
    /// Words of items that only the later version has.
    pub gained: Vec<String>,
    /// Words of items that only the earlier version has.
    pub lost: Vec<String>,
}

/// A paragraph of one version with that of the other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Aligned {
    /// Printed number in the later version; `None` where it has no such paragraph.
    pub after: Option<String>,
    /// Printed number in the earlier version.
    pub before: Option<String>,
    /// What happened.
    pub change: Change,
    /// Its words in the earlier version.
    pub before_text: Option<String>,
    /// Its words in the later version.
    pub after_text: Option<String>,
}

/// What happened to a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Nothing.
    Same,
    /// It has another number.
    Renumbered,
    /// It has other words.
    Words,
    /// It stands elsewhere among the others.
    Moved,
    /// Several paragraphs were made of it.
    Split,
    /// It was made part of another.
    Merged,
    /// It is new.
    Added,
    /// It is gone.
    Dropped,
}

impl Change {
    /// The word, as files and messages have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Renumbered => "renumbered",
            Self::Words => "words",
            Self::Moved => "moved",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Added => "added",
            Self::Dropped => "dropped",
        }
    }
}

/// A paragraph as it is compared.
#[derive(Debug)]
struct Paragraph {
    label: String,
    text: String,
    /// Its words in order, letters and digits alone.
    exact: Vec<String>,
    terms: Vec<(Term, f32)>,
}

/// From this likeness on two paragraphs are one, worded anew.
const REWORDED_FROM: f32 = 0.36;

/// From this likeness on where the paragraphs around them are aligned.
const REWORDED_IN_PLACE_FROM: f32 = 0.22;

/// From this likeness on several paragraphs together are one of the other version.
const JOINED_FROM: f32 = 0.72;

/// How much more like the paragraphs together must be than each alone.
const JOINED_BY: f32 = 0.08;

/// At most so many paragraphs are one of the other version.
const MOST_JOINED: usize = 4;

/// What a word weighs that has few letters.
const SHORT_WORD: f32 = 0.35;

/// Aligns the paragraphs of two versions of a work.
#[must_use]
pub fn compare(before: &TaggedDocument, after: &TaggedDocument, words: &Words) -> Comparison {
    let (old, new) = (paragraphs(before, words), paragraphs(after, words));
    let mut aligning = Aligning {
        old: &old,
        new: &new,
        of_old: vec![None; old.len()],
        of_new: vec![None; new.len()],
        joined: Vec::new(),
    };
    aligning.equal();
    aligning.joined();
    aligning.reworded();
    let known = |tagged: &TaggedDocument| -> Vec<(Vec<String>, String)> {
        tagged
            .items
            .iter()
            .filter(|item| !item.procedural)
            .map(|item| (bare_words(&item.text), item.text.clone()))
            .collect()
    };
    let (old_items, new_items) = (known(before), known(after));
    let only = |these: &[(Vec<String>, String)], those: &[(Vec<String>, String)]| {
        these
            .iter()
            .filter(|(words, _)| !those.iter().any(|(other, _)| other == words))
            .map(|(_, text)| text.clone())
            .collect()
    };
    Comparison {
        before: before.document.meta.key.clone(),
        after: after.document.meta.key.clone(),
        rows: aligning.rows(),
        gained: only(&new_items, &old_items),
        lost: only(&old_items, &new_items),
    }
}

fn paragraphs(tagged: &TaggedDocument, words: &Words) -> Vec<Paragraph> {
    let is_read = |block_type: BlockType| {
        matches!(
            block_type,
            BlockType::Paragraph | BlockType::QuoteParagraph | BlockType::ListItem | BlockType::TableRow
        )
    };
    let blocks = tagged.document.blocks.iter().filter(|block| is_read(block.block_type));
    blocks
        .map(|block| {
            let number = block
                .number
                .clone()
                .unwrap_or_else(|| block.text.split_whitespace().take(FIRST_WORDS).collect::<Vec<_>>().join(" "));
            let mut path = block.annex.clone();
            path.push(number);
            let exact = bare_words(&block.text);
            let mut terms: Vec<(Term, f32)> = exact
                .iter()
                .map(|word| {
                    (
                        words.term(word),
                        if word.chars().count() <= 3 && !word.bytes().any(|it| it.is_ascii_digit()) {
                            SHORT_WORD
                        } else {
                            1.0
                        },
                    )
                })
                .collect();
            terms.sort_by(|left, right| left.0.cmp(&right.0).then(right.1.total_cmp(&left.1)));
            terms.dedup_by_key(|(term, _)| *term);
            Paragraph { label: path.join("/"), text: block.text.clone(), exact, terms }
        })
        .collect()
}

/// Words by which a paragraph without a number is named.
const FIRST_WORDS: usize = 6;

fn bare_words(text: &str) -> Vec<String> {
    let words = text.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

struct Aligning<'a> {
    old: &'a [Paragraph],
    new: &'a [Paragraph],
    of_old: Vec<Option<usize>>,
    of_new: Vec<Option<usize>>,
    /// Old, new, and whether the old one was split (else several were merged).
    joined: Vec<(usize, usize, Change)>,
}

impl Aligning<'_> {
    fn is_free(&self, old: usize, new: usize) -> bool {
        self.is_free_old(old) && self.is_free_new(new)
    }

    fn is_free_old(&self, old: usize) -> bool {
        self.of_old.get(old).is_some_and(Option::is_none) && !self.joined.iter().any(|(it, _, _)| *it == old)
    }

    fn is_free_new(&self, new: usize) -> bool {
        self.of_new.get(new).is_some_and(Option::is_none) && !self.joined.iter().any(|(_, it, _)| *it == new)
    }

    fn pair(&mut self, old: usize, new: usize) {
        if let (Some(of_old), Some(of_new)) = (self.of_old.get_mut(old), self.of_new.get_mut(new)) {
            (*of_old, *of_new) = (Some(new), Some(old));
        }
    }

    /// Pairs paragraphs of the same words, the nearest first where words stand several times.
    fn equal(&mut self) {
        for (new, after) in self.new.iter().enumerate() {
            let same = self
                .old
                .iter()
                .enumerate()
                .filter(|(old, before)| before.exact == after.exact && self.is_free_old(*old));
            if let Some((old, _)) = same.min_by_key(|(old, _)| old.abs_diff(new)) {
                self.pair(old, new);
            }
        }
    }

    /// Finds runs of neighbours that together are one paragraph of the other version.
    fn joined(&mut self) {
        for old in 0..self.old.len() {
            let run =
                self.best_run(self.new, |at| self.is_free_new(at), self.old.get(old).filter(|_| self.is_free_old(old)));
            self.joined.extend(run.into_iter().flatten().map(|new| (old, new, Change::Split)));
        }
        for new in 0..self.new.len() {
            let run =
                self.best_run(self.old, |at| self.is_free_old(at), self.new.get(new).filter(|_| self.is_free_new(new)));
            self.joined.extend(run.into_iter().flatten().map(|old| (old, new, Change::Merged)));
        }
    }

    /// The run of free neighbours in `many` that together are most like `one`.
    fn best_run(
        &self,
        many: &[Paragraph],
        is_free: impl Fn(usize) -> bool,
        one: Option<&Paragraph>,
    ) -> Option<std::ops::Range<usize>> {
        let one = one?;
        let mut best: Option<(f32, std::ops::Range<usize>)> = None;
        for start in 0..many.len() {
            for length in 2..=MOST_JOINED {
                let run = start..start + length;
                let Some(parts) = many.get(run.clone()).filter(|_| run.clone().all(&is_free)) else { break };
                let alone = parts.iter().map(|part| likeness(&part.terms, &one.terms)).fold(0.0, f32::max);
                // Each part must be found in the one: else a neighbour of no concern would come along.
                if parts.iter().any(|part| held(&part.terms, &one.terms) < PART_HELD) {
                    break;
                }
                let mut all: Vec<(Term, f32)> = parts.iter().flat_map(|part| part.terms.iter().copied()).collect();
                all.sort_by(|left, right| left.0.cmp(&right.0).then(right.1.total_cmp(&left.1)));
                all.dedup_by_key(|(term, _)| *term);
                let together = likeness(&all, &one.terms);
                if together >= JOINED_FROM
                    && together >= alone + JOINED_BY
                    && best.as_ref().is_none_or(|(value, _)| together > *value)
                {
                    best = Some((together, run));
                }
            }
        }
        best.map(|(_, run)| run)
    }

    /// Pairs what is left by likeness, the most like first.
    fn reworded(&mut self) {
        let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
        for (old, before) in self.old.iter().enumerate().filter(|(old, _)| self.is_free_old(*old)) {
            for (new, after) in self.new.iter().enumerate().filter(|(new, _)| self.is_free_new(*new)) {
                let value = likeness(&before.terms, &after.terms);
                if value >= REWORDED_IN_PLACE_FROM {
                    pairs.push((value, old, new));
                }
            }
        }
        pairs.sort_by(|left, right| right.0.total_cmp(&left.0).then((left.1, left.2).cmp(&(right.1, right.2))));
        for (value, old, new) in &pairs {
            if *value >= REWORDED_FROM && self.is_free(*old, *new) {
                self.pair(*old, *new);
            }
        }
        for (_, old, new) in &pairs {
            if self.is_free(*old, *new) && self.is_in_place(*old, *new) {
                self.pair(*old, *new);
            }
        }
    }

    /// Whether the paragraphs before, and those behind, are aligned with each other.
    fn is_in_place(&self, old: usize, new: usize) -> bool {
        let before = match (old.checked_sub(1), new.checked_sub(1)) {
            (Some(old), Some(new)) => self.meet(old, new),
            (None, None) => true,
            _ => false,
        };
        let behind =
            if old + 1 == self.old.len() && new + 1 == self.new.len() { true } else { self.meet(old + 1, new + 1) };
        before && behind
    }

    fn meet(&self, old: usize, new: usize) -> bool {
        self.of_old.get(old).copied().flatten() == Some(new)
            || self.joined.iter().any(|(it, other, _)| (*it, *other) == (old, new))
    }

    fn rows(&self) -> Vec<Aligned> {
        let moved = self.moved();
        let mut rows = Vec::new();
        let row = |old: Option<usize>, new: Option<usize>, change: Change| {
            let (before, after) = (old.and_then(|old| self.old.get(old)), new.and_then(|new| self.new.get(new)));
            Aligned {
                after: after.map(|it| it.label.clone()),
                before: before.map(|it| it.label.clone()),
                change,
                before_text: before.map(|it| it.text.clone()),
                after_text: after.map(|it| it.text.clone()),
            }
        };
        for (new, after) in self.new.iter().enumerate() {
            if let Some(Some(old)) = self.of_new.get(new) {
                let Some(before) = self.old.get(*old) else { continue };
                let change = if moved.contains(&new) {
                    Change::Moved
                } else if before.exact != after.exact {
                    Change::Words
                } else if before.label != after.label {
                    Change::Renumbered
                } else {
                    Change::Same
                };
                rows.push(row(Some(*old), Some(new), change));
                continue;
            }
            let parts = self.joined.iter().filter(|(_, it, _)| *it == new);
            let count = rows.len();
            rows.extend(parts.map(|(old, _, change)| row(Some(*old), Some(new), *change)));
            if rows.len() == count {
                rows.push(row(None, Some(new), Change::Added));
            }
        }
        rows.extend(
            (0..self.old.len()).filter(|old| self.is_free_old(*old)).map(|old| row(Some(old), None, Change::Dropped)),
        );
        rows
    }

    /// New paragraphs that have left the order of the others: those outside the longest run that keeps it.
    fn moved(&self) -> Vec<usize> {
        let mut order: Vec<(usize, usize, bool)> =
            self.of_new.iter().enumerate().filter_map(|(new, old)| Some((new, (*old)?, true))).collect();
        order.extend(self.joined.iter().map(|(old, new, _)| (*new, *old, false)));
        order.sort_unstable();
        // Longest run in which the old places never fall.
        let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(order.len());
        for (at, (_, old, _)) in order.iter().enumerate() {
            let before = (0..at)
                .filter(|earlier| order.get(*earlier).is_some_and(|(_, other, _)| other <= old))
                .filter_map(|earlier| best.get(earlier).map(|(length, _)| (*length, earlier)))
                .max_by_key(|(length, earlier)| (*length, std::cmp::Reverse(*earlier)));
            best.push(before.map_or((1, None), |(length, earlier)| (length + 1, Some(earlier))));
        }
        let mut kept = vec![false; order.len()];
        let mut at =
            (0..best.len()).max_by_key(|at| (best.get(*at).map(|(length, _)| *length), std::cmp::Reverse(*at)));
        while let Some(place) = at {
            if let Some(keep) = kept.get_mut(place) {
                *keep = true;
            }
            at = best.get(place).and_then(|(_, before)| *before);
        }
        order.iter().zip(kept).filter(|((_, _, whole), keep)| *whole && !keep).map(|((new, _, _), _)| *new).collect()
    }
}

/// A part must be found as far in what it was a part of.
const PART_HELD: f32 = 0.6;

fn shared(one: &[(Term, f32)], other: &[(Term, f32)]) -> f32 {
    one.iter()
        .filter(|(term, _)| other.binary_search_by_key(term, |(it, _)| *it).is_ok())
        .map(|(_, weight)| weight)
        .sum()
}

fn weight(terms: &[(Term, f32)]) -> f32 {
    terms.iter().map(|(_, weight)| weight).sum()
}

/// The share of words that both have, of the words of both.
fn likeness(one: &[(Term, f32)], other: &[(Term, f32)]) -> f32 {
    2.0 * shared(one, other) / (weight(one) + weight(other)).max(f32::EPSILON)
}

/// The share of the words of a part that the other has.
fn held(part: &[(Term, f32)], other: &[(Term, f32)]) -> f32 {
    shared(part, other) / weight(part).max(f32::EPSILON)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::tagged;
    use crate::model::Block;

    fn version(paragraphs: &[&str]) -> TaggedDocument {
        let mut document = tagged();
        document.items.clear();
        document.document.blocks = (1..)
            .zip(paragraphs)
            .map(|(number, text)| Block {
                number: Some(format!("{number}")),
                ..Block::bare(BlockType::Paragraph, *text)
            })
            .collect();
        document
    }

    fn changes(before: &[&str], after: &[&str]) -> Vec<(Option<String>, Option<String>, &'static str)> {
        let words = Words::embedded().unwrap();
        let compared = compare(&version(before), &version(after), &words);
        compared.rows.into_iter().map(|row| (row.after, row.before, row.change.name())).collect()
    }

    #[test]
    fn each_change_is_told_by_its_name() {
        let before = [
            "The choir met in the old school on Tuesday.",
            "Sheet music for the winter concert is to be copied by the librarian.",
            "Chairs are stored in the cellar. The key hangs behind the door.",
            "Altos wish for a second rehearsal.",
            "The piano was tuned in March.",
            "Tea will be served.",
        ];
        let after = [
            "The choir met in the old school on Tuesday.",
            "Chairs are stored in the cellar.",
            "The key hangs behind the door.",
            "A page turner is sought.",
            "Altos wish for a second rehearsal.",
            "The piano was tuned in April and again in May.",
            "Sheet music for the winter concert is to be copied by the librarian.",
        ];
        let some = |number: &str| Some(number.to_owned());
        assert_eq!(
            changes(&before, &after),
            [
                (some("1"), some("1"), "same"),
                (some("2"), some("3"), "split"),
                (some("3"), some("3"), "split"),
                (some("4"), None, "added"),
                (some("5"), some("4"), "renumbered"),
                (some("6"), some("5"), "words"),
                (some("7"), some("2"), "moved"),
                (None, some("6"), "dropped"),
            ]
        );
        let back: Vec<_> = changes(&after, &before).into_iter().map(|row| row.2).collect();
        assert_eq!(back.iter().filter(|change| **change == "merged").count(), 2, "{back:?}");
    }
}
