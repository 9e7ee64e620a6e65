//! Collects one page of hits, their counts by field and year, and the sketches of all, in one pass.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::counts::{Counts, CountsWanted, SegmentCounts};
use super::rank;
use crate::query::options::Sort;

/// A document that may stand on the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub address: DocAddress,
    pub score: Score,
    /// First day of the report, 0 where unknown.
    pub day: u32,
    pub order: u64,
    pub sketch: u64,
    sort: Sort,
}

impl Candidate {
    /// The better candidate is the greater. The last keys make the order independent of how segments lie.
    fn compare(&self, other: &Self) -> Ordering {
        let by_sort = match self.sort {
            Sort::Relevance => self.score.total_cmp(&other.score).then(self.day.cmp(&other.day)),
            Sort::Newest => self.day.cmp(&other.day),
            // Reports without a date come last either way.
            Sort::Oldest => other.day.wrapping_sub(1).cmp(&self.day.wrapping_sub(1)),
        };
        by_sort
            .then(other.order.cmp(&self.order))
            .then(self.sketch.cmp(&other.sketch))
            .then(other.address.cmp(&self.address))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.compare(other).is_eq()
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.compare(other)
    }
}

/// What one pass collects.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub sort: Sort,
    /// So many best documents.
    pub window: usize,
    pub counts: CountsWanted,
    pub sketches: bool,
}

/// What one pass found.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub total: usize,
    /// The best first.
    pub best: Vec<Candidate>,
    pub counts: Counts,
    /// The sketch of every hit, in no order.
    pub sketches: Vec<u64>,
}

impl Collector for Wanted {
    type Fruit = Collected;
    type Child = OneSegment;

    fn for_segment(&self, ordinal: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<OneSegment> {
        let columns = reader.fast_fields();
        Ok(OneSegment {
            wanted: *self,
            ordinal,
            total: 0,
            best: BinaryHeap::new(),
            order: columns.u64("order")?,
            day: columns.u64("date_first")?,
            sketch: columns.u64("sketch")?,
            counts: SegmentCounts::new(self.counts, columns)?,
            sketches: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance && self.window > 0
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Collected>>) -> tantivy::Result<Collected> {
        let mut merged = Collected::default();
        for fruit in fruits {
            let fruit = fruit?;
            merged.total += fruit.total;
            merged.best.extend(fruit.best);
            merged.counts.add(fruit.counts);
            merged.sketches.extend(fruit.sketches);
        }
        merged.best.sort_unstable_by(|left, right| right.cmp(left));
        merged.best.truncate(self.window);
        Ok(merged)
    }
}

pub(super) struct OneSegment {
    wanted: Wanted,
    ordinal: SegmentOrdinal,
    total: usize,
    best: BinaryHeap<std::cmp::Reverse<Candidate>>,
    order: Column<u64>,
    day: Column<u64>,
    sketch: Column<u64>,
    counts: SegmentCounts,
    sketches: Vec<u64>,
}

impl SegmentCollector for OneSegment {
    type Fruit = tantivy::Result<Collected>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        self.counts.count(doc);
        if self.wanted.sketches {
            self.sketches.push(self.sketch.first(doc).unwrap_or(0));
        }
        if self.wanted.window == 0 || self.is_too_low(score) {
            return;
        }
        let order = self.order.first(doc).unwrap_or(0);
        let candidate = Candidate {
            address: DocAddress::new(self.ordinal, doc),
            score: score * rank::factor_of(order),
            day: self.day.first(doc).and_then(|day| u32::try_from(day).ok()).unwrap_or(0),
            order,
            sketch: self.sketch.first(doc).unwrap_or(0),
            sort: self.wanted.sort,
        };
        if self.best.len() < self.wanted.window {
            self.best.push(std::cmp::Reverse(candidate));
        } else if let Some(mut worst) = self.best.peek_mut()
            && candidate > worst.0
        {
            worst.0 = candidate;
        }
    }

    fn harvest(self) -> tantivy::Result<Collected> {
        Ok(Collected {
            total: self.total,
            best: self.best.into_iter().map(|reverse| reverse.0).collect(),
            counts: self.counts.harvest()?,
            sketches: self.sketches,
        })
    }
}

impl OneSegment {
    /// The page is full of better scores: [`rank::factor_of`] never lifts one, so that nothing else need be asked.
    fn is_too_low(&self, score: Score) -> bool {
        self.wanted.sort == Sort::Relevance
            && self.best.len() >= self.wanted.window
            && self.best.peek().is_some_and(|worst| score < worst.0.score)
    }
}
