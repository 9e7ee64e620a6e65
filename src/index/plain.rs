//! Answers a query in plain words: each thing asked for in all its ways, weighed by rarity; kinds, bodies and the sort of answer
//! lift a passage and exclude none; what was read, corrected and relaxed is said.

mod above;
mod guesses;
mod lifts;
mod ways;

use tantivy::query::{BooleanQuery, Occur};
use tantivy::{Searcher, Term};

use super::Reader;
use super::near::{Layout, NearQuery};
use super::passage::{PassageQuery, Slot, Way};
use super::plan::{Boxed, Planner};
use super::reader::guarded;
use crate::error::RunError;
use crate::query::acronyms::Bridges;
use crate::query::ast::{Node, Text};
use crate::query::hit::Notice;
use crate::query::plain::{Concept, Reading, Wish};

/// Of so many words or fewer all are required, as long as any passage holds them.
const MOST_REQUIRED: usize = 2;
/// Of more, this share of their weight.
const LEAST_SHARE: f32 = 0.34;
/// And of a question's, which has more words than its answer.
const LEAST_OF_QUESTION: f32 = 0.3;
/// What is left of it where that finds nothing.
const RELAXED: f32 = 0.2;

/// A question, ready to be put to the index.
pub(super) struct Planned {
    /// Passages with enough of it.
    pub query: Boxed,
    /// Passages with all of it.
    pub whole: Boxed,
    /// What marks a passage.
    pub marks: Node,
    /// Words corrected, widened, not found.
    pub notices: Vec<Notice>,
    /// Conditions that lift: of items they choose the item shown.
    pub wishes: Vec<Wish>,
    /// Whether words may be left out.
    pub can_miss: bool,
}

/// How much must be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    /// As the number of words calls for.
    Usual,
    /// Less, also in words that say something alike.
    Less,
}

impl Reader {
    /// The plan for a question. `expand` and `bridges` as for [`Reader::search`].
    pub(super) fn planned(
        &self,
        reading: &Reading,
        filters: &[Node],
        bridges: Option<&Bridges>,
        demand: Demand,
    ) -> Result<Planned, RunError> {
        guarded(&self.dir, || {
            let searcher: &Searcher = &self.searcher;
            let mut planner = Planner { searcher, fields: &self.fields, stems: &self.stems, ignored: Vec::new() };
            let mut maker = Maker {
                planner: &mut planner,
                bridges,
                notices: Vec::new(),
                marks: Vec::new(),
                bodies: Vec::new(),
                is_about_more: false,
            };
            maker.plan(reading, filters, demand)
        })
    }
}

struct Maker<'m, 'p> {
    planner: &'m mut Planner<'p>,
    bridges: Option<&'m Bridges>,
    notices: Vec<Notice>,
    marks: Vec<Node>,
    /// Names of bodies that the question names, as the index has them, with the folded words that name them.
    bodies: Vec<(String, Vec<String>)>,
    /// Whether it says more than the names of bodies.
    is_about_more: bool,
}

impl Maker<'_, '_> {
    fn plan(&mut self, reading: &Reading, filters: &[Node], demand: Demand) -> tantivy::Result<Planned> {
        self.bodies = self.named_bodies(reading)?;
        let names_body = |concept: &Concept| {
            concept.word.as_ref().is_some_and(|word| self.bodies.iter().any(|(_, named_by)| named_by.contains(word)))
        };
        self.is_about_more = reading.concepts.iter().any(|concept| concept.weight >= 1.0 && !names_body(concept));
        let counting = reading
            .concepts
            .iter()
            .filter(|concept| concept.weight >= 1.0 && !(self.is_about_more && names_body(concept)))
            .count();
        let takes_alike = reading.is_question || counting > MOST_REQUIRED || demand == Demand::Less;
        let mut slots = Vec::new();
        let mut primary: Vec<Vec<Term>> = Vec::new();
        let spelled = self.spelled_out(reading);
        for (at, concept) in reading.concepts.iter().enumerate() {
            let acronyms: Vec<&Text> =
                spelled.iter().filter(|(run, _)| run.contains(&at)).map(|(_, short)| short).collect();
            if let Some(slot) = self.slot(concept, takes_alike, &acronyms)? {
                primary.push(first_terms(&slot));
                slots.push(slot);
            }
        }
        let least = match demand {
            Demand::Less => RELAXED,
            Demand::Usual if counting <= MOST_REQUIRED && !reading.is_question => 1.0,
            Demand::Usual if reading.is_question => LEAST_OF_QUESTION,
            Demand::Usual => LEAST_SHARE,
        };
        let length_of = self.planner.fields.text;
        let asked_items = self.asked_items(reading)?;
        let passages = PassageQuery { slots, least, asked_items, length_of };
        let total: f32 = passages.weights(self.planner.searcher)?.iter().sum();
        let mut conditions: Vec<Node> = reading.conditions.clone();
        conditions.extend(filters.iter().cloned());
        let mut lifts = self.lifts(reading, &primary, total)?;
        let wishes = self.wishes(reading);
        lifts.extend(self.wished(&wishes, total)?);
        let whole = PassageQuery { least: 1.0, ..passages.clone() };
        let can_miss = least < 1.0;
        Ok(Planned {
            query: self.under(conditions.clone(), Box::new(passages), lifts)?,
            whole: self.under(conditions, Box::new(whole), Vec::new())?,
            marks: Node::Or(std::mem::take(&mut self.marks).into_iter().chain([reading.marks()]).collect()),
            notices: std::mem::take(&mut self.notices),
            wishes,
            can_miss,
        })
    }

    fn under(&mut self, conditions: Vec<Node>, passages: Boxed, lifts: Vec<Boxed>) -> tantivy::Result<Boxed> {
        let mut clauses = vec![(Occur::Must, passages)];
        if !conditions.is_empty()
            && let Some(condition) = self.planner.condition(&Node::And(conditions))?
        {
            clauses.push((Occur::Must, condition));
        }
        clauses.extend(lifts.into_iter().map(|lift| (Occur::Should, lift)));
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn held(&self, terms: Vec<Term>) -> tantivy::Result<Vec<Term>> {
        let mut held = Vec::with_capacity(terms.len());
        for term in terms {
            if self.planner.searcher.doc_freq(&term)? > 0 {
                held.push(term);
            }
        }
        Ok(held)
    }

    fn phrase(&self, slots: Vec<Vec<Term>>, slack: u32) -> NearQuery {
        NearQuery { slots, layout: Layout::Near(slack), in_order: 0.0, length_of: self.planner.fields.text }
    }

    fn note(&mut self, code: &'static str, message: String) {
        if !self.notices.iter().any(|notice| notice.message == message) {
            self.notices.push(Notice { code, message });
        }
    }
}

/// The terms of the word itself.
fn first_terms(slot: &Slot) -> Vec<Term> {
    let own = slot.ways.iter().filter(|(_, weight)| *weight >= 1.0);
    let terms = own.filter_map(|(way, _)| match way {
        Way::Terms(terms) => Some(terms.clone()),
        Way::Near(_) => None,
    });
    terms.flatten().collect()
}
