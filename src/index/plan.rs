//! From a query's meaning to tantivy queries: what a document must hold, and what lifts it.

use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query, TermQuery, TermSetQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::near::{Layout, NearQuery};
use super::schema::Fields;
use crate::query::ast::{Form, Node, Text};
use crate::query::slots::{self, Sequence};
use crate::query::words::{Stems, Word, words};

/// A slot with more terms than this (a short pattern) is answered as a set, without a score of its own.
const MOST_SCORED_TERMS: usize = 64;
/// What the same word as written adds to a hit, as a share of the stem's score.
const AS_WRITTEN: f32 = 0.3;
/// What the words next to each other, in the order of the query, add; and what they add when merely near.
const SIDE_BY_SIDE: f32 = 0.6;
const NEARBY: f32 = 0.4;
/// "Near" means so many other words for each word of the query.
const NEARBY_WORDS: u32 = 4;
/// What a word of the heading above adds.
const IN_SECTION: f32 = 0.25;

pub(super) type Boxed = Box<dyn Query>;

/// Turns nodes into queries against one searcher.
pub(super) struct Planner<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    /// The stemmers of the languages in the index, English first.
    pub stems: &'a [Stems],
    /// Words that hold nothing to look for.
    pub ignored: Vec<String>,
}

impl Planner<'_> {
    /// The query for a whole search: conditions, and what lifts hits where words are asked for.
    pub(super) fn whole(&mut self, node: &Node) -> tantivy::Result<Boxed> {
        let condition = self.node(node)?.unwrap_or_else(|| self.every_block());
        let mut clauses = vec![(Occur::Must, condition)];
        for lift in self.lifts(node)? {
            clauses.push((Occur::Should, lift));
        }
        if clauses.len() == 1
            && let Some((_, only)) = clauses.pop()
        {
            return Ok(only);
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// The condition that a node sets, without a score; `None` where it sets none.
    pub(super) fn condition(&mut self, node: &Node) -> tantivy::Result<Option<Boxed>> {
        Ok(self.node(node)?.map(unscored))
    }

    /// Documents that answer a query.
    pub(super) fn counts(&self, query: &dyn Query) -> tantivy::Result<usize> {
        self.searcher.search(query, &tantivy::collector::Count)
    }

    /// The condition that a node sets; `None` where it sets none.
    fn node(&mut self, node: &Node) -> tantivy::Result<Option<Boxed>> {
        match node {
            Node::All => Ok(Some(self.every_block())),
            Node::Text(text) => self.text(text),
            Node::Field(field, test) => match self.item_terms(node)? {
                Some(terms) => Ok(Some(unscored(self.together(vec![terms])))),
                None => self.field(*field, test).map(|query| Some(unscored(query))),
            },
            Node::Not(inner) => Ok(self.node(inner)?.map(|inner| self.all_but(vec![inner]))),
            Node::And(parts) => self.all_of(parts),
            Node::Or(parts) => {
                let mut any = Vec::new();
                for part in parts {
                    any.extend(self.node(part)?);
                }
                Ok((!any.is_empty()).then(|| Box::new(BooleanQuery::union(any)) as Boxed))
            }
            Node::Prefer { must, should } => {
                let must = self.all_of(must)?.unwrap_or_else(|| self.every_block());
                let mut clauses = vec![(Occur::Must, must)];
                for part in should {
                    clauses.extend(self.node(part)?.map(|query| (Occur::Should, query)));
                }
                Ok(Some(Box::new(BooleanQuery::new(clauses))))
            }
        }
    }

    fn all_of(&mut self, parts: &[Node]) -> tantivy::Result<Option<Boxed>> {
        let (mut must, mut not, mut items) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            if let Node::Not(inner) = part {
                not.extend(self.node(inner)?);
            } else if let Some(terms) = self.item_terms(part)? {
                items.push(terms);
            } else {
                must.extend(self.node(part)?);
            }
        }
        if !items.is_empty() {
            must.push(unscored(self.together(items)));
        }
        if must.is_empty() && !not.is_empty() {
            return Ok(Some(self.all_but(not)));
        }
        let clauses: Vec<(Occur, Boxed)> = must
            .into_iter()
            .map(|query| (Occur::Must, query))
            .chain(not.into_iter().map(|query| (Occur::MustNot, query)))
            .collect();
        Ok((!clauses.is_empty()).then(|| Box::new(BooleanQuery::new(clauses)) as Boxed))
    }

    pub(super) fn every_block(&self) -> Boxed {
        unscored(term_query(Term::from_field_text(self.fields.what, "block")))
    }

    pub(super) fn all_but(&self, not: Vec<Boxed>) -> Boxed {
        let mut clauses = vec![(Occur::Must, self.every_block())];
        clauses.extend(not.into_iter().map(|query| (Occur::MustNot, query)));
        Box::new(BooleanQuery::new(clauses))
    }

    // Words.

    fn text(&mut self, text: &Text) -> tantivy::Result<Option<Boxed>> {
        let sequences = slots::sequences(text);
        if sequences.is_empty() {
            self.ignored.push(text.words.clone());
            return Ok(None);
        }
        let mut any = Vec::new();
        for sequence in &sequences {
            any.push(self.sequence(sequence)?);
        }
        if let (Form::Fuzzy(_), Some(word)) = (text.form, words(&text.words).first()) {
            // The spelling asked for stands before its neighbours.
            any.push(boosted(term_query(Term::from_field_text(self.fields.exact, &word.folded)), AS_WRITTEN));
        }
        if any.len() == 1 {
            return Ok(any.pop());
        }
        Ok(Some(Box::new(BooleanQuery::union(any))))
    }

    fn sequence(&self, sequence: &Sequence) -> tantivy::Result<Boxed> {
        let mut slots = Vec::with_capacity(sequence.slots.len());
        for slot in &sequence.slots {
            let terms = self.terms(slot)?;
            if terms.is_empty() {
                return Ok(Box::new(EmptyQuery));
            }
            slots.push(terms);
        }
        if let [only] = slots.as_mut_slice() {
            return Ok(match only.len() {
                1 => term_query(only.swap_remove(0)),
                2..=MOST_SCORED_TERMS => self.near(slots, Layout::Near(0)),
                _ => Box::new(ConstScoreQuery::new(Box::new(TermSetQuery::new(std::mem::take(only))), 1.0)),
            });
        }
        Ok(self.near(slots, Layout::Near(sequence.slack)))
    }

    pub(super) fn near(&self, slots: Vec<Vec<Term>>, layout: Layout) -> Boxed {
        Box::new(NearQuery { slots, layout, in_order: 0.0, length_of: self.fields.text })
    }

    /// Words as written, words side by side, words in the heading above.
    fn lifts(&self, node: &Node) -> tantivy::Result<Vec<Boxed>> {
        let plain = plain_words(node);
        let mut lifts = Vec::new();
        for word in &plain {
            let written = Term::from_field_text(self.fields.exact, &word.folded);
            lifts.push(boosted(term_query(written), AS_WRITTEN));
            for term in self.stem_terms(self.fields.section, word) {
                lifts.push(boosted(term_query(term), IN_SECTION));
            }
        }
        let slots: Vec<Vec<Term>> = plain.iter().map(|word| self.stem_terms(self.fields.text, word)).collect();
        if slots.len() < 2 {
            return Ok(lifts);
        }
        // Two words are the pair and the whole at once: their places are read one time for both.
        let is_pair = slots.len() == 2;
        for pair in slots.windows(2).filter(|_| !is_pair) {
            lifts.push(boosted(self.near(pair.to_vec(), Layout::Near(0)), SIDE_BY_SIDE));
        }
        let slack = NEARBY_WORDS.saturating_mul(u32::try_from(slots.len()).unwrap_or(u32::MAX));
        let in_order = if is_pair { SIDE_BY_SIDE / NEARBY } else { 0.0 };
        let nearby = NearQuery { slots, layout: Layout::Near(slack), in_order, length_of: self.fields.text };
        lifts.push(boosted(Box::new(nearby), NEARBY));
        Ok(lifts)
    }
}

/// The plain words that stand beside each other at the top of a query.
fn plain_words(node: &Node) -> Vec<Word> {
    let plain = |node: &Node| match node {
        Node::Text(Text { words: text, form: Form::Word, exact: false }) => words(text),
        _ => Vec::new(),
    };
    match node {
        Node::And(parts) => parts.iter().flat_map(plain).collect(),
        Node::Prefer { must, should } => must.iter().chain(should).flat_map(plain).collect(),
        // An acronym and its long form, or several ways to say a thing: no one order.
        Node::Or(_) | Node::All | Node::Field(..) | Node::Not(_) => Vec::new(),
        Node::Text(_) => plain(node),
    }
}

pub(super) fn term_query(term: Term) -> Boxed {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

pub(super) fn boosted(query: Boxed, boost: f32) -> Boxed {
    Box::new(BoostQuery::new(query, boost))
}

/// A condition that says whether, not how well.
fn unscored(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

pub(super) fn all(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.swap_remove(0),
        _ => Box::new(BooleanQuery::intersection(queries)),
    }
}

pub(super) fn set(terms: Vec<Term>) -> Boxed {
    match terms.as_slice() {
        [] => Box::new(EmptyQuery),
        [only] => term_query(only.clone()),
        _ => Box::new(TermSetQuery::new(terms)),
    }
}
