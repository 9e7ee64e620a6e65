//! What lifts a passage and excludes none: neighbours that stand together, the sort of answer asked for, kinds and bodies.

use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery};

use super::Maker;
use crate::index::near::{Layout, NearQuery};
use crate::index::plan::{Boxed, boosted, term_query};
use crate::index::surroundings::{DAY, FIGURE};
use crate::query::Field;
use crate::query::ast::{Node, Test};
use crate::query::plain::{Expected, Reading, Wish};
use crate::query::words::words;

/// What a kind or field that the words name lifts, as a share of the weight of the question.
const WISHED: f32 = 0.12;
/// And the kind of item that it asks for: "what did they decide" is answered by a decision.
const WISHED_KIND: f32 = 0.3;
/// What a passage lifts that holds the sort of answer asked for.
const EXPECTED: f32 = 0.1;
/// And one that says that something was not agreed, where that is asked: few do.
const REFUSED: f32 = 0.3;
/// What neighbours in the question add where they are neighbours in the text, other words between them, and in order.
const NEIGHBOURS: f32 = 0.3;
const NEIGHBOUR_SLACK: u32 = 2;
const NEIGHBOURS_IN_ORDER: f32 = 0.6;
/// What the same word as written adds to a hit, as a share of its score.
const AS_WRITTEN: f32 = 0.2;

impl Maker<'_, '_> {
    pub(super) fn lifts(&self, reading: &Reading, primary: &[Vec<Term>], total: f32) -> tantivy::Result<Vec<Boxed>> {
        let fields = self.planner.fields;
        let mut lifts: Vec<Boxed> = Vec::new();
        for word in reading.concepts.iter().filter_map(|concept| concept.word.as_deref()) {
            lifts.push(boosted(term_query(Term::from_field_text(fields.exact, word)), AS_WRITTEN));
        }
        for pair in primary.windows(2).filter(|pair| pair.iter().all(|terms| !terms.is_empty())) {
            let near = NearQuery {
                slots: pair.to_vec(),
                layout: Layout::Near(NEIGHBOUR_SLACK),
                in_order: NEIGHBOURS_IN_ORDER,
                length_of: fields.text,
            };
            lifts.push(boosted(Box::new(near), NEIGHBOURS));
        }
        let share = EXPECTED * total;
        let (what, words, lift) = match &reading.expected {
            Some(Expected::Figure(words)) => (Some(FIGURE), words.as_slice(), share),
            Some(Expected::Day) => (Some(DAY), &[][..], share),
            Some(Expected::Refusal(words)) => (None, words.as_slice(), REFUSED * total),
            Some(Expected::Words(words)) => (None, words.as_slice(), share),
            None => (None, &[][..], 0.0),
        };
        lifts.extend(what.map(|what| constant(term_query(Term::from_field_text(fields.what, what)), share)));
        if !words.is_empty() {
            let any = words.iter().map(|words| self.words_of_answer(words)).collect::<tantivy::Result<Vec<_>>>()?;
            lifts.push(constant(Box::new(BooleanQuery::union(any)), lift));
        }
        Ok(lifts)
    }

    fn words_of_answer(&self, said: &str) -> tantivy::Result<Boxed> {
        let slots: Vec<Vec<Term>> = words(said)
            .iter()
            .map(|word| vec![Term::from_field_text(self.planner.fields.exact, &word.folded)])
            .collect();
        Ok(match slots.as_slice() {
            [only] => term_query(
                only.first().cloned().unwrap_or_else(|| Term::from_field_text(self.planner.fields.exact, "")),
            ),
            _ => Box::new(self.phrase(slots, 0)),
        })
    }

    /// Items of the kind asked for: a decision under a heading need not repeat its words.
    pub(super) fn asked_items(&self, reading: &Reading) -> tantivy::Result<Vec<Term>> {
        let mut terms = Vec::new();
        for wish in &reading.wishes {
            if let Node::Field(Field::Kind, _) = &wish.node {
                terms.extend(self.planner.item_terms(&wish.node)?.unwrap_or_default());
            }
        }
        self.held(terms)
    }

    pub(super) fn wishes(&self, reading: &Reading) -> Vec<Wish> {
        let mut wishes = reading.wishes.clone();
        for (body, named_by) in &self.bodies {
            let node = Node::Field(Field::Body, Test::Is(body.clone()));
            wishes.push(Wish { node, words: named_by.join(" ") });
        }
        wishes
    }

    pub(super) fn wished(&mut self, wishes: &[Wish], total: f32) -> tantivy::Result<Vec<Boxed>> {
        let mut lifts = Vec::new();
        let nodes: Vec<Node> = wishes.iter().map(|wish| wish.node.clone()).collect();
        if nodes.len() > 1
            && let Some(all) = self.planner.condition(&Node::And(nodes.clone()))?
        {
            lifts.push(constant(all, WISHED * total));
        }
        for node in &nodes {
            if let Some(one) = self.planner.condition(node)? {
                let is_kind = matches!(node, Node::Field(Field::Kind, _));
                let share = if is_kind { WISHED_KIND } else { WISHED };
                lifts.push(constant(one, share * total));
            }
        }
        Ok(lifts)
    }
}

fn constant(query: Boxed, score: f32) -> Boxed {
    Box::new(ConstScoreQuery::new(query, score))
}
