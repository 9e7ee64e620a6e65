//! A tantivy query for words next to each other or near, each slot filled by any of several terms.
//!
//! Tantivy's own phrase query takes one term a slot, one field, and measures slack across more than two words only
//! roughly. This one takes terms of different fields (stems and written words share their positions) and measures as
//! [`crate::query::near`] does, so that index and snippet agree. The score is BM25 (Robertson, Zaragoza 2009) with the
//! places as term frequency and the summed inverse document frequencies of the slots.

use std::fmt;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::query::near;

/// BM25's k1 and b, as tantivy sets them.
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// How the slots must stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// As [`near::places`] with this slack.
    Near(u32),
    /// At one position: terms of one item.
    Together,
}

/// Slots that must stand near each other.
#[derive(Clone)]
pub(super) struct NearQuery {
    pub slots: Vec<Vec<Term>>,
    pub layout: Layout,
    /// What places where the slots follow each other in order add, as a share of the score of a place; 0 for nothing.
    pub in_order: f32,
    /// The field whose lengths the score is measured by.
    pub length_of: Field,
}

impl fmt::Debug for NearQuery {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "NearQuery({} slots, {:?})", self.slots.len(), self.layout)
    }
}

impl Query for NearQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut idf = 0.0;
        let mut average = 1.0;
        if let EnableScoring::Enabled { statistics_provider: statistics, .. } = scoring {
            let documents = statistics.total_num_docs()?;
            for slot in &self.slots {
                let mut holding = 0;
                for term in slot {
                    holding += statistics.doc_freq(term)?;
                }
                idf += inverse_frequency(holding.min(documents), documents);
            }
            average = ratio(statistics.total_num_tokens(self.length_of)?, documents);
        }
        Ok(Box::new(NearWeight { query: self.clone(), idf, average }))
    }
}

#[expect(clippy::cast_precision_loss, reason = "a score needs few digits")]
pub(super) fn inverse_frequency(holding: u64, documents: u64) -> f32 {
    let rest = documents.saturating_sub(holding) as f32;
    (1.0 + (rest + 0.5) / (holding as f32 + 0.5)).ln()
}

#[expect(clippy::cast_precision_loss, reason = "a score needs few digits")]
pub(super) fn ratio(tokens: u64, documents: u64) -> f32 {
    (tokens as f32 / documents.max(1) as f32).max(1.0)
}

impl NearQuery {
    /// The places in one segment, for who counts them and scores by itself.
    pub(super) fn scorer_in(&self, reader: &SegmentReader) -> tantivy::Result<Option<NearScorer>> {
        self.scorer_with(reader, 1.0, 1.0)
    }

    fn scorer_with(&self, reader: &SegmentReader, idf: f32, average: f32) -> tantivy::Result<Option<NearScorer>> {
        let mut slots = Vec::with_capacity(self.slots.len());
        for terms in &self.slots {
            let mut postings = Vec::with_capacity(terms.len());
            for term in terms {
                let inverted = reader.inverted_index(term.field())?;
                postings.extend(inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?);
            }
            if postings.is_empty() {
                return Ok(None);
            }
            slots.push(SlotPostings { postings, positions: Vec::new() });
        }
        let mut scorer = NearScorer {
            slots,
            layout: self.layout,
            in_order: self.in_order,
            lengths: reader.get_fieldnorms_reader(self.length_of)?,
            idf,
            average,
            finder: near::Finder::default(),
            doc: 0,
            places: 0,
            places_in_order: 0,
        };
        scorer.settle(0);
        Ok(Some(scorer))
    }
}

struct NearWeight {
    query: NearQuery,
    idf: f32,
    average: f32,
}

impl Weight for NearWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let scorer = self.query.scorer_with(reader, self.idf * boost, self.average)?;
        Ok(scorer.map_or_else(|| Box::new(EmptyScorer) as Box<dyn Scorer>, |scorer| Box::new(scorer)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("words near each other, BM25", self.idf))
    }
}

/// The places of one slot: the union of its terms' postings.
struct SlotPostings {
    postings: Vec<SegmentPostings>,
    positions: Vec<u32>,
}

impl SlotPostings {
    fn seek(&mut self, target: DocId) -> DocId {
        let mut least = TERMINATED;
        for posting in &mut self.postings {
            let doc = if posting.doc() < target { posting.seek(target) } else { posting.doc() };
            least = least.min(doc);
        }
        least
    }

    fn read_positions(&mut self, doc: DocId) {
        self.positions.clear();
        for posting in self.postings.iter_mut().filter(|posting| posting.doc() == doc) {
            posting.append_positions_with_offset(0, &mut self.positions);
        }
        if self.postings.len() > 1 {
            self.positions.sort_unstable();
            self.positions.dedup();
        }
    }
}

impl AsRef<[u32]> for SlotPostings {
    fn as_ref(&self) -> &[u32] {
        &self.positions
    }
}

pub(super) struct NearScorer {
    slots: Vec<SlotPostings>,
    layout: Layout,
    in_order: f32,
    lengths: FieldNormReader,
    idf: f32,
    average: f32,
    finder: near::Finder,
    doc: DocId,
    places: usize,
    places_in_order: usize,
}

impl NearScorer {
    /// Places in the document where it stands.
    pub(super) fn places(&self) -> usize {
        self.places
    }

    /// Goes to the first document from `target` on in which the slots stand near each other.
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            let reached = self.slots.iter_mut().map(|slot| slot.seek(target)).max().unwrap_or(TERMINATED);
            if reached == TERMINATED {
                self.doc = TERMINATED;
                return TERMINATED;
            }
            if reached > target {
                target = reached;
                continue;
            }
            self.places = self.count_places(target);
            if self.places > 0 {
                self.doc = target;
                return target;
            }
            target += 1;
        }
    }

    fn count_places(&mut self, doc: DocId) -> usize {
        // Not every slot's least document is `doc` when its postings were ahead; `settle` made sure that each holds it.
        for slot in &mut self.slots {
            slot.read_positions(doc);
        }
        match self.layout {
            Layout::Near(slack) => {
                if self.in_order > 0.0 {
                    self.places_in_order = self.finder.count(&self.slots, 0);
                }
                self.finder.count(&self.slots, slack)
            }
            Layout::Together => {
                let Some((first, rest)) = self.slots.split_first() else { return 0 };
                let has = |slot: &SlotPostings, at: &u32| slot.positions.binary_search(at).is_ok();
                first.positions.iter().filter(|at| rest.iter().all(|slot| has(slot, at))).count()
            }
        }
    }
}

impl DocSet for NearScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.settle(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let sizes =
            self.slots.iter().map(|slot| slot.postings.iter().map(DocSet::size_hint).fold(0, u32::saturating_add));
        sizes.min().unwrap_or(0)
    }
}

impl Scorer for NearScorer {
    #[expect(clippy::cast_precision_loss, reason = "a score needs few digits")]
    fn score(&mut self) -> Score {
        // Of a passage shorter than most no place counts more for it.
        let length = (self.lengths.fieldnorm(self.doc) as f32).max(self.average);
        let saturation = K1 * (1.0 - B + B * length / self.average);
        let weight = |places: usize| places as f32 * (K1 + 1.0) / (places as f32 + saturation);
        self.idf * (weight(self.places) + self.in_order * weight(self.places_in_order))
    }
}
