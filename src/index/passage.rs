//! A tantivy query for what a question is about: passages that speak of most of it, the rare words counting most.
//!
//! Each thing asked for (a slot) may be said in several ways, each with its weight, and may stand in the passage's own text or
//! above it: in the heading, the words that a list completes, the title, the name of the body. A slot's score is that of BM25F
//! (Robertson, Zaragoza 2009: the frequencies of all ways and fields are weighted and summed before they are saturated); the
//! passage's is their sum times the share of the question that it covers, squared.

use std::fmt;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::near::{NearQuery, inverse_frequency, ratio};

/// BM25's k1 and b. Passages are short and answers are no shorter than the rest: length counts less than in BM25's usual form.
const K1: f32 = 1.2;
const B: f32 = 0.3;
/// Of the weight of a question at least this share must stand in the passage's own text: a heading of all its words does not
/// lift every paragraph under it.
pub(super) const LEAST_OWN: f32 = 0.3;

/// A way of at least this weight says the thing itself.
const SAID: f32 = 0.6;

/// One way to say a thing, in the text of a passage.
#[derive(Clone, Debug)]
pub(super) enum Way {
    /// Any of these terms.
    Terms(Vec<Term>),
    /// Words near each other.
    Near(NearQuery),
}

/// One thing asked for.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// Its ways in the passage's own text, with their weights.
    pub ways: Vec<(Way, f32)>,
    /// Terms above the passage, with the frequency that each stands for, and the share of the slot that it covers.
    pub above: Vec<(Term, f32, f32)>,
    /// Its weight beside other slots, before rarity.
    pub weight: f32,
}

/// Passages that speak of most of the slots.
#[derive(Clone)]
pub(super) struct PassageQuery {
    pub slots: Vec<Slot>,
    /// A passage with one of these holds what is asked for: it need not say in its own words what stands above it.
    pub asked_items: Vec<Term>,
    /// Of the weight of all slots a passage must cover at least this share.
    pub least: f32,
    /// The field whose lengths the score is measured by.
    pub length_of: Field,
}

impl fmt::Debug for PassageQuery {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PassageQuery({} slots, at least {})", self.slots.len(), self.least)
    }
}

impl PassageQuery {
    /// The weight of each slot: its own, times how rare its words are.
    pub(super) fn weights(&self, statistics: &dyn tantivy::query::Bm25StatisticsProvider) -> tantivy::Result<Vec<f32>> {
        let documents = statistics.total_num_docs()?;
        let mut weights = Vec::with_capacity(self.slots.len());
        for slot in &self.slots {
            let mut most = 0;
            for (way, weight) in &slot.ways {
                // A word that says the same does not make the one asked for less rare.
                if *weight < 1.0 {
                    continue;
                }
                most = most.max(match way {
                    Way::Terms(terms) => summed(statistics, terms)?,
                    Way::Near(near) => {
                        let mut least = documents;
                        for terms in &near.slots {
                            least = least.min(summed(statistics, terms)?);
                        }
                        // Words next to each other are rarer than the rarest of them.
                        least / 2
                    }
                });
            }
            // A word that names the report stands over each of its passages: it tells reports apart, not passages.
            for (term, ..) in &slot.above {
                most = most.max(statistics.doc_freq(term)?);
            }
            weights.push(slot.weight * inverse_frequency(most.clamp(1, documents.max(1)), documents));
        }
        Ok(weights)
    }
}

fn summed(statistics: &dyn tantivy::query::Bm25StatisticsProvider, terms: &[Term]) -> tantivy::Result<u64> {
    let mut holding = 0;
    for term in terms {
        holding += statistics.doc_freq(term)?;
    }
    Ok(holding)
}

impl Query for PassageQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let (weights, average) = match scoring {
            EnableScoring::Enabled { statistics_provider: statistics, .. } => (
                self.weights(statistics)?,
                ratio(statistics.total_num_tokens(self.length_of)?, statistics.total_num_docs()?),
            ),
            EnableScoring::Disabled { searcher_opt: Some(searcher), .. } => (self.weights(searcher)?, 1.0),
            EnableScoring::Disabled { .. } => (self.slots.iter().map(|slot| slot.weight).collect(), 1.0),
        };
        Ok(Box::new(PassageWeight { query: self.clone(), weights, average }))
    }
}

struct PassageWeight {
    query: PassageQuery,
    weights: Vec<f32>,
    average: f32,
}

impl Weight for PassageWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut slots = Vec::with_capacity(self.query.slots.len());
        for (slot, weight) in self.query.slots.iter().zip(&self.weights) {
            let mut sources = Vec::new();
            for (way, share) in &slot.ways {
                match way {
                    Way::Terms(terms) => {
                        for term in terms {
                            let postings = reader
                                .inverted_index(term.field())?
                                .read_postings(term, IndexRecordOption::WithFreqs)?;
                            sources.extend(postings.map(|postings| (Source::Term(Box::new(postings)), *share)));
                        }
                    }
                    Way::Near(near) => {
                        sources.extend(near.scorer_in(reader)?.map(|scorer| (Source::Near(Box::new(scorer)), *share)));
                    }
                }
            }
            let mut above = Vec::new();
            for (term, frequency, share) in &slot.above {
                let postings = reader.inverted_index(term.field())?.read_postings(term, IndexRecordOption::Basic)?;
                above.extend(postings.map(|postings| (postings, *frequency, *share)));
            }
            slots.push(SlotState { sources, above, weight: *weight });
        }
        let mut items = Vec::new();
        for term in &self.query.asked_items {
            items.extend(reader.inverted_index(term.field())?.read_postings(term, IndexRecordOption::Basic)?);
        }
        let whole: f32 = self.weights.iter().sum();
        if whole <= 0.0 {
            return Ok(Box::new(EmptyScorer));
        }
        // The commonest slots alone are too little of the question: they lead to no passage, and are only asked of those that others
        // lead to.
        slots.sort_by(|left, right| right.weight.total_cmp(&left.weight));
        let least_own = LEAST_OWN.min(self.query.least) * whole;
        let mut leading = slots.len();
        let mut rest = 0.0;
        while leading > 1 {
            rest += slots.get(leading - 1).map_or(0.0, |slot| slot.weight);
            if rest >= least_own {
                break;
            }
            leading -= 1;
        }
        let lengths = reader.get_fieldnorms_reader(self.query.length_of)?;
        let least = self.query.least;
        let mut scorer = PassageScorer {
            slots,
            items,
            leading,
            whole,
            least,
            least_own,
            lengths,
            average: self.average,
            boost,
            doc: 0,
            score: 0.0,
        };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("what a question is about, BM25F times coverage", self.weights.iter().sum::<f32>()))
    }
}

/// What leads to passages.
enum Source {
    Term(Box<SegmentPostings>),
    Near(Box<super::near::NearScorer>),
}

impl Source {
    fn doc(&self) -> DocId {
        match self {
            Self::Term(postings) => postings.doc(),
            Self::Near(scorer) => scorer.doc(),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Term(postings) if postings.doc() < target => postings.seek(target),
            Self::Near(scorer) if scorer.doc() < target => scorer.seek(target),
            _ => self.doc(),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a score needs few digits")]
    fn frequency(&self) -> f32 {
        match self {
            Self::Term(postings) => postings.term_freq() as f32,
            Self::Near(scorer) => scorer.places() as f32,
        }
    }
}

struct SlotState {
    sources: Vec<(Source, f32)>,
    above: Vec<(SegmentPostings, f32, f32)>,
    weight: f32,
}

struct PassageScorer {
    /// The rarest first.
    slots: Vec<SlotState>,
    /// Passages with an item of the kind asked for.
    items: Vec<SegmentPostings>,
    /// So many of the slots lead to passages.
    leading: usize,
    whole: f32,
    least: f32,
    least_own: f32,
    lengths: FieldNormReader,
    average: f32,
    boost: f32,
    doc: DocId,
    score: Score,
}

impl PassageScorer {
    /// Goes to the first passage from `target` on that covers enough of the question.
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            let mut next = TERMINATED;
            for slot in self.slots.iter_mut().take(self.leading) {
                for (source, _) in &mut slot.sources {
                    next = next.min(source.seek(target));
                }
            }
            for postings in &mut self.items {
                next = next.min(if postings.doc() < target { postings.seek(target) } else { postings.doc() });
            }
            if next == TERMINATED {
                self.doc = TERMINATED;
                return TERMINATED;
            }
            if let Some(score) = self.judge(next) {
                self.doc = next;
                self.score = score;
                return next;
            }
            target = next + 1;
        }
    }

    /// The score of a passage that covers enough.
    #[expect(clippy::cast_precision_loss, reason = "a score needs few digits")]
    fn judge(&mut self, doc: DocId) -> Option<Score> {
        let length = self.lengths.fieldnorm(doc) as f32;
        // A passage shorter than most says less, not more: its words count as they would in one of usual length.
        let norm = 1.0 - B + B * length.max(self.average) / self.average;
        let (mut own, mut covered, mut reached, mut score) = (0.0, 0.0, 0.0, 0.0);
        for slot in &mut self.slots {
            let (mut frequency, mut best, mut is_there) = (0.0_f32, 0.0_f32, false);
            for (source, weight) in &mut slot.sources {
                if source.seek(doc) == doc {
                    frequency += *weight * source.frequency() / norm;
                    best = best.max(*weight);
                }
            }
            own += slot.weight * best;
            for (postings, stands_for, share) in &mut slot.above {
                let at = if postings.doc() < doc { postings.seek(doc) } else { postings.doc() };
                if at == doc {
                    frequency += *stands_for;
                    best = best.max(*share);
                    is_there = true;
                }
            }
            covered += slot.weight * best;
            reached += slot.weight * if is_there || best >= SAID { 1.0 } else { best };
            score += slot.weight * frequency * (K1 + 1.0) / (frequency + K1);
        }
        let is_asked = self.items.iter().any(|postings| postings.doc() == doc);
        // Sums of shares may fall short of the whole by a rounding.
        let share = covered / self.whole;
        let is_enough = reached / self.whole + 1e-4 >= self.least && (is_asked || own >= self.least_own - 1e-4);
        is_enough.then_some(self.boost * score * share * share)
    }
}

impl DocSet for PassageScorer {
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
        let of = |source: &Source| match source {
            Source::Term(postings) => postings.size_hint(),
            Source::Near(scorer) => scorer.size_hint(),
        };
        let leading = self.slots.iter().take(self.leading).flat_map(|slot| &slot.sources);
        leading.map(|(source, _)| of(source)).fold(0, u32::saturating_add)
    }
}

impl Scorer for PassageScorer {
    fn score(&mut self) -> Score {
        self.score
    }
}
