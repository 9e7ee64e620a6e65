//! Collects one page of hits, their counts by field and year, and the sketches of all, in one pass.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::rank;
use crate::search::options::Sort;

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
    pub facets: bool,
    pub years: bool,
    pub sketches: bool,
}

/// The fields that are counted, by their names in queries.
pub(super) const FACETS: [&str; 7] = ["kind", "force", "held_by", "category", "actor", "body", "report"];

/// What one pass found.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub total: usize,
    /// The best first.
    pub best: Vec<Candidate>,
    pub facets: Vec<FxHashMap<String, usize>>,
    pub years: BTreeMap<u32, usize>,
    /// Every sketch with the number of its documents.
    pub sketches: FxHashMap<u64, usize>,
}

impl Collector for Wanted {
    type Fruit = Collected;
    type Child = OneSegment;

    fn for_segment(&self, ordinal: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<OneSegment> {
        let columns = reader.fast_fields();
        let mut facets = Vec::new();
        if self.facets {
            for name in FACETS {
                facets.push(
                    columns
                        .str(name)?
                        .map(|column| FacetCounts { counts: vec![0; column.dictionary().num_terms()], column }),
                );
            }
        }
        Ok(OneSegment {
            wanted: *self,
            ordinal,
            total: 0,
            best: BinaryHeap::new(),
            order: columns.u64("order")?,
            day: columns.u64("date_first")?,
            sketch: columns.u64("sketch")?,
            facets,
            years: BTreeMap::new(),
            sketches: FxHashMap::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance && self.window > 0
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Collected>>) -> tantivy::Result<Collected> {
        let mut merged = Collected { facets: FACETS.map(|_| FxHashMap::default()).into(), ..Collected::default() };
        for fruit in fruits {
            let fruit = fruit?;
            merged.total += fruit.total;
            merged.best.extend(fruit.best);
            for (into, from) in merged.facets.iter_mut().zip(fruit.facets) {
                for (value, count) in from {
                    *into.entry(value).or_default() += count;
                }
            }
            for (year, count) in fruit.years {
                *merged.years.entry(year).or_default() += count;
            }
            for (sketch, count) in fruit.sketches {
                *merged.sketches.entry(sketch).or_default() += count;
            }
        }
        merged.best.sort_unstable_by(|left, right| right.cmp(left));
        merged.best.truncate(self.window);
        Ok(merged)
    }
}

struct FacetCounts {
    column: StrColumn,
    counts: Vec<usize>,
}

pub(super) struct OneSegment {
    wanted: Wanted,
    ordinal: SegmentOrdinal,
    total: usize,
    best: BinaryHeap<std::cmp::Reverse<Candidate>>,
    order: Column<u64>,
    day: Column<u64>,
    sketch: Column<u64>,
    facets: Vec<Option<FacetCounts>>,
    years: BTreeMap<u32, usize>,
    sketches: FxHashMap<u64, usize>,
}

impl SegmentCollector for OneSegment {
    type Fruit = tantivy::Result<Collected>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        let day = self.day.first(doc).and_then(|day| u32::try_from(day).ok()).unwrap_or(0);
        if self.wanted.years && day > 0 {
            *self.years.entry(day / 10_000).or_default() += 1;
        }
        for facet in self.facets.iter_mut().flatten() {
            for ord in facet.column.ords().values_for_doc(doc) {
                if let Some(count) = usize::try_from(ord).ok().and_then(|ord| facet.counts.get_mut(ord)) {
                    *count += 1;
                }
            }
        }
        let sketch = self.sketch.first(doc).unwrap_or(0);
        if self.wanted.sketches {
            *self.sketches.entry(sketch).or_default() += 1;
        }
        if self.wanted.window == 0 {
            return;
        }
        let order = self.order.first(doc).unwrap_or(0);
        let candidate = Candidate {
            address: DocAddress::new(self.ordinal, doc),
            score: score * rank::factor_of(order),
            day,
            order,
            sketch,
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
        let mut facets = Vec::with_capacity(self.facets.len());
        for facet in self.facets {
            let mut values = FxHashMap::default();
            if let Some(FacetCounts { column, counts }) = facet {
                for (ord, count) in (0_u64..).zip(counts).filter(|(_, count)| *count > 0) {
                    let mut value = String::new();
                    column.ord_to_str(ord, &mut value)?;
                    values.insert(value, count);
                }
            }
            facets.push(values);
        }
        Ok(Collected {
            total: self.total,
            best: self.best.into_iter().map(|reverse| reverse.0).collect(),
            facets,
            years: self.years,
            sketches: self.sketches,
        })
    }
}
