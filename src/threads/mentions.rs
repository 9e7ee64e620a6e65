//! What mentions lead to: the passage that is meant, and the statement in it that the sentence takes up.

use super::gathered::Gathered;
use super::likeness::{LINKED_FROM, Likeness};
use super::references::Named;
use super::shelf::{Shelf, Target};
use super::statement::{Marks, View};
use super::weights::Counts;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A reference that was looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Number of the statement that refers.
    pub from: u32,
    /// Its words.
    pub words: String,
    /// The report and block that they lead to; `None` where the record does not hold it.
    pub to: Option<(u32, u32)>,
    /// The symbol that is named, where it leads to no earlier report: a later one may have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symbol: Option<String>,
}

/// A statement that another names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cited {
    /// Its number.
    pub statement: u32,
    /// How like they are.
    pub likeness: f32,
}

/// What statements name, by their numbers.
#[derive(Debug, Default)]
pub struct AllCited(FxHashMap<usize, Vec<Cited>>);

impl AllCited {
    /// What a statement names.
    #[must_use]
    pub fn of(&self, statement: usize) -> &[Cited] {
        self.0.get(&statement).map(Vec::as_slice).unwrap_or_default()
    }
}

/// What a statement says of the meeting at which it was agreed is enough for a likeness like this.
const LINKED_BY_OCCASION: f32 = 0.35;

/// Looks up what some reports mention.
#[must_use]
pub fn resolved(
    record: &Gathered,
    shelf: &Shelf<'_>,
    counts: &Counts,
    reports: &Range<usize>,
) -> (Vec<Reference>, AllCited) {
    let mut references = Vec::new();
    let mut cited = AllCited::default();
    for number in reports.clone() {
        let Some(report) = record.reports().get(number) else { continue };
        for (at, mention) in &report.mentions {
            let from = record.first_of(number) + *at as usize;
            let Some(later) = record.statements().get(from) else { continue };
            let target = shelf.find(later.place.report, &mention.names);
            let by_name = !matches!(mention.names, Named::Occasion(_));
            let best = meant(record, counts, later, target, by_name);
            if let Some(best) = best {
                let named = Cited { likeness: best.likeness.max(LINKED_FROM), ..best };
                cited.0.entry(from).or_default().push(named);
            }
            let found = best.and_then(|best| record.statements().get(best.statement as usize));
            let to = match target {
                Some(Target::Block { report, block }) => Some((report, block)),
                _ => found.map(|it| (it.place.report, it.place.block)),
            };
            if by_name || to.is_some() {
                let symbol = match &mention.names {
                    Named::Symbol(symbol) if to.is_none() => Some(symbol.clone()),
                    _ => None,
                };
                let from = u32::try_from(from).unwrap_or(u32::MAX);
                references.push(Reference { from, words: mention.words.clone(), to, symbol });
            }
        }
    }
    (references, cited)
}

/// The statement at a place that is most like the one that names the place.
fn meant(record: &Gathered, counts: &Counts, later: View<'_>, target: Option<Target>, by_name: bool) -> Option<Cited> {
    let (from, to) = match target? {
        Target::Block { report, .. } => (report, report + 1),
        Target::Reports(from, to) => (from, to),
    };
    let here =
        |earlier: &View<'_>| !matches!(target, Some(Target::Block { block, .. }) if earlier.place.block != block);
    (record.first_of(from as usize)..record.first_of(to as usize))
        .filter_map(|at| record.statements().get(at).map(|earlier| (at, earlier)))
        .filter(|(_, earlier)| here(earlier) && (by_name || !earlier.marks.has(Marks::FORMULA)))
        .map(|(at, earlier)| (at, Likeness::of(later, earlier, counts).in_named_place()))
        .filter(|(_, value)| by_name || *value >= LINKED_BY_OCCASION)
        .max_by(|left, right| left.1.total_cmp(&right.1).then(right.0.cmp(&left.0)))
        .map(|(at, likeness)| Cited { statement: u32::try_from(at).unwrap_or(u32::MAX), likeness })
}

/// Symbols that no earlier report has may be those of later ones: a letter that names the report it asks for.
pub fn look_ahead(record: &Gathered, references: &mut [Reference]) {
    let mut symbols: FxHashMap<String, u32> = FxHashMap::default();
    for (number, report) in (0_u32..).zip(record.reports()) {
        if let Some(symbol) = &report.symbol {
            symbols.entry(symbol.to_uppercase()).or_insert(number);
        }
    }
    for reference in references.iter_mut().filter(|reference| reference.to.is_none()) {
        let own = record.statements().get(reference.from as usize).map(|it| it.place.report);
        let known = reference.symbol.as_ref().and_then(|symbol| symbols.get(&symbol.to_uppercase()));
        reference.to = known.filter(|report| Some(**report) != own).map(|report| (*report, 0));
    }
}
