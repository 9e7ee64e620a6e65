//! The tagger against labelled sentences: per kind, actors, due dates, categories, and the errors themselves.

use super::gold::Gold;
use super::intervals::{Estimate, bootstrap};
use crate::model::{Item, Kind};
use serde::Serialize;
use std::collections::BTreeSet;

/// The kinds in the order in which they are shown.
pub const KINDS: [Kind; 3] = [Kind::Decision, Kind::Action, Kind::Recommendation];
/// Rounds of the bootstrap: enough for intervals that are read to two digits.
const ROUNDS: usize = 400;

/// All figures over one set of labelled sentences.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// How many sentences.
    pub sentences: usize,
    /// The kinds, in the order of [`KINDS`].
    pub kinds: Vec<KindScore>,
    /// Mean F1 of the kinds that are labelled at all.
    pub macro_f1: Estimate,
    /// Labelled sentences of which an actor was found.
    pub actors_found: Count,
    /// Actors given on labelled sentences that are right.
    pub actors_right: Count,
    /// Labelled due dates that were found.
    pub due_right: Count,
    /// Due dates given that are neither labelled nor tolerated.
    pub due_wrong: Count,
    /// Labelled sentences whose first category is acceptable.
    pub categories_right: Count,
    /// What is wrong, in the order of the sentences.
    pub errors: Vec<Error>,
}

/// Precision, recall and F1 of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KindScore {
    /// Which kind.
    pub kind: Kind,
    /// Share of the tagged that is right.
    pub precision: f64,
    /// Share of the labelled that was found.
    pub recall: f64,
    /// Their harmonic mean, with its interval.
    pub f1: Estimate,
    /// Found and labelled.
    pub right: usize,
    /// Found and neither labelled nor optional.
    pub extra: usize,
    /// Labelled and not found.
    pub missed: usize,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// So many.
    pub count: usize,
    /// Of so many.
    pub of: usize,
}

impl Count {
    /// The share, where there is anything to share.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of sentences are far below 2^52")]
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.count as f64 / self.of as f64)
    }

    fn add(&mut self, right: bool) {
        self.count += usize::from(right);
        self.of += 1;
    }
}

/// One error, by the sentence it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Error {
    /// `missed`, `extra`, `actor`, `due`, `category`.
    pub what: &'static str,
    /// What was expected and what was found.
    pub detail: String,
    /// Id of the sentence.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// Scores answers against labelled sentences; `answers` holds the items of each sentence, in the same order.
#[must_use]
pub fn score(gold: &[Gold], answers: &[Vec<Item>]) -> Evaluation {
    let rows: Vec<Row> = gold.iter().zip(answers).map(|(gold, items)| Row::new(gold, items)).collect();
    let all: Vec<usize> = (0..rows.len()).collect();
    let totals = tally(&rows, &all);
    let kinds = KINDS.iter().zip(totals).enumerate().map(|(index, (&kind, tally))| {
        let (low, high) =
            bootstrap(rows.len(), ROUNDS, |draw| self::tally(&rows, draw).get(index).map_or(0.0, Tally::f1));
        KindScore {
            kind,
            precision: share(tally.right, tally.right + tally.extra),
            recall: share(tally.right, tally.right + tally.missed),
            f1: Estimate { value: tally.f1(), low, high },
            right: tally.right,
            extra: tally.extra,
            missed: tally.missed,
        }
    });
    let kinds = kinds.collect();
    let (low, high) = bootstrap(rows.len(), ROUNDS, |draw| macro_f1(&tally(&rows, draw)));
    let mut evaluation = Evaluation {
        sentences: rows.len(),
        kinds,
        macro_f1: Estimate { value: macro_f1(&totals), low, high },
        actors_found: Count::default(),
        actors_right: Count::default(),
        due_right: Count::default(),
        due_wrong: Count::default(),
        categories_right: Count::default(),
        errors: Vec::new(),
    };
    for (gold, items) in gold.iter().zip(answers) {
        evaluation.add_kinds(gold, items);
        evaluation.add_actors(gold, items);
        evaluation.add_due(gold, items);
        evaluation.add_category(gold, items);
    }
    evaluation
}

impl Evaluation {
    fn add_kinds(&mut self, gold: &Gold, items: &[Item]) {
        for kind in KINDS {
            let found = items.iter().find(|item| item.kind == kind);
            let needed = gold.kinds.contains(&kind);
            match found {
                None if needed => self.error("missed", format!("{kind:?}"), gold),
                Some(item) if !needed && !gold.optional.contains(&kind) => {
                    self.error("extra", format!("{kind:?} by {}", item.rule), gold);
                }
                _ => {}
            }
        }
    }

    fn add_actors(&mut self, gold: &Gold, items: &[Item]) {
        if gold.kinds.is_empty() || gold.actors.is_empty() {
            return;
        }
        let actors: BTreeSet<&String> = items.iter().flat_map(|item| &item.actors).collect();
        let found = actors.iter().any(|actor| gold.has_actor(actor));
        self.actors_found.add(found);
        for actor in &actors {
            self.actors_right.add(gold.has_actor(actor));
        }
        if !found || actors.iter().any(|actor| !gold.has_actor(actor)) {
            self.error("actor", format!("{:?} expected, {actors:?} found", gold.actors), gold);
        }
    }

    fn add_due(&mut self, gold: &Gold, items: &[Item]) {
        let dates: BTreeSet<&String> = items.iter().filter_map(|item| item.due.as_ref()).collect();
        let right = gold.due.as_ref().is_none_or(|due| dates.contains(due));
        if gold.due.is_some() {
            self.due_right.add(right);
        }
        for due in &dates {
            self.due_wrong.add(!gold.tolerates(due));
        }
        if !right || dates.iter().any(|due| !gold.tolerates(due)) {
            self.error("due", format!("{} expected, {dates:?} found", gold.due.as_deref().unwrap_or("none")), gold);
        }
    }

    fn add_category(&mut self, gold: &Gold, items: &[Item]) {
        if gold.kinds.is_empty() || gold.categories.is_empty() {
            return;
        }
        let firsts: BTreeSet<&String> = items.iter().filter_map(|item| item.categories.first()).collect();
        let right = firsts.iter().any(|first| gold.categories.contains(first));
        self.categories_right.add(right);
        if !right {
            self.error("category", format!("{:?} expected, {firsts:?} found", gold.categories), gold);
        }
    }

    fn error(&mut self, what: &'static str, detail: String, gold: &Gold) {
        self.errors.push(Error { what, detail, id: gold.id.clone(), text: gold.text.clone() });
    }
}

/// Of one sentence and each kind: needed, tolerated, found.
struct Row {
    kinds: [(bool, bool, bool); 3],
}

impl Row {
    fn new(gold: &Gold, items: &[Item]) -> Self {
        let facts = |kind: Kind| {
            (gold.kinds.contains(&kind), gold.optional.contains(&kind), items.iter().any(|item| item.kind == kind))
        };
        Self { kinds: KINDS.map(facts) }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    right: usize,
    extra: usize,
    missed: usize,
}

impl Tally {
    fn f1(&self) -> f64 {
        share(2 * self.right, 2 * self.right + self.extra + self.missed)
    }
}

fn tally(rows: &[Row], draw: &[usize]) -> [Tally; 3] {
    let mut totals = [Tally::default(); 3];
    for row in draw.iter().filter_map(|&index| rows.get(index)) {
        for (tally, &(needed, tolerated, found)) in totals.iter_mut().zip(&row.kinds) {
            match (needed, found) {
                (true, true) => tally.right += 1,
                (true, false) => tally.missed += 1,
                (false, true) if !tolerated => tally.extra += 1,
                _ => {}
            }
        }
    }
    totals
}

#[expect(clippy::cast_precision_loss, reason = "three kinds")]
fn macro_f1(totals: &[Tally; 3]) -> f64 {
    let used: Vec<f64> = totals.iter().filter(|tally| tally.right + tally.missed > 0).map(Tally::f1).collect();
    if used.is_empty() { 0.0 } else { used.iter().sum::<f64>() / used.len() as f64 }
}

/// A share; of nothing it is 0, as F1 is where nothing is right.
#[expect(clippy::cast_precision_loss, reason = "counts of sentences are far below 2^52")]
fn share(count: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { count as f64 / of as f64 }
}
