//! Links: each statement with the last statement of its matter before it.

use super::candidates::{Candidates, Keys};
use super::chain::Age;
use super::gathered::Gathered;
use super::likeness::{LINKED_FROM, Likeness};
use super::mentions::{self, Cited, Reference};
use super::relation::{Relation, between};
use super::shelf::Shelf;
use super::statement::{Act, Marks, View};
use super::statements::Statements;
use super::weights::Counts;
use super::words::Term;
use rayon::prelude::*;
use std::ops::Range;

/// A later statement and an earlier one of the same matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Number of the later statement.
    pub later: u32,
    /// Number of the earlier one.
    pub earlier: u32,
    /// How the later one stands to the earlier.
    pub relation: Relation,
    /// From 0 to 1.
    pub likeness: f32,
    /// Why they are linked.
    pub reason: Reason,
}

/// Why two statements are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reason {
    /// Hundredths of the telling words of the shorter one that are shared.
    pub shared: u8,
    /// The later one names the earlier.
    pub named: bool,
    /// The same is done to the same thing.
    pub same_act: bool,
}

impl Reason {
    /// Why, for people.
    #[must_use]
    pub fn words(self) -> String {
        let mut parts = Vec::new();
        if self.named {
            parts.push("the later one names it".to_owned());
        }
        parts.push(format!("{} % of the telling words of the shorter one are shared", self.shared));
        if self.same_act {
            parts.push("the same is done to the same thing".to_owned());
        }
        parts.join("; ")
    }

    fn of(likeness: &Likeness, named: bool) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
        let shared = (likeness.overlap() * 100.0).round().clamp(0.0, 100.0) as u8;
        Self { shared, named, same_act: likeness.same_act }
    }
}

/// A candidate that is much less like than the best is not the last statement of the matter, however late it is.
const NEAR_THE_BEST: f32 = 0.75;

/// What was found in some reports.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Found {
    /// What takes up what, in order of the later statements.
    pub links: Vec<Link>,
    /// What refers to what, in order of the statements.
    pub references: Vec<Reference>,
}

/// What is found in some stretches of an age.
#[must_use]
pub fn in_age(record: &Gathered, age: &Age, stretches: &[Range<usize>]) -> Vec<Found> {
    let statements = record.statements();
    let mut counts = Counts::default();
    counts.add(statements.range(0, record.first_of(age.counted)));
    let (Some(first), Some(last)) = (stretches.first(), stretches.last()) else { return Vec::new() };
    let (from, to) = (record.first_of(first.start), record.first_of(last.end));
    let asks_for_few = to - from < statements.len() / ALL_OF;
    let keys = asks_for_few.then(|| Keys::of(statements, from, to, &counts));
    let near = Near { record, counts: &counts, candidates: &Candidates::of(statements, to, &counts, keys.as_ref()) };
    let shelf = Shelf::of(record, first.start..last.end);
    stretches.iter().map(|stretch| in_reports(&near, &shelf, stretch)).collect()
}

/// Where more than this part of all statements is linked, all keys are made and sorted rather than those asked for.
const ALL_OF: usize = 4;

/// What statements are compared by.
struct Near<'a> {
    record: &'a Gathered,
    counts: &'a Counts,
    candidates: &'a Candidates,
}

fn in_reports(near: &Near<'_>, shelf: &Shelf<'_>, reports: &Range<usize>) -> Found {
    let statements = near.record.statements();
    let (references, cited) = mentions::resolved(near.record, shelf, near.counts, reports);
    let numbers = near.record.first_of(reports.start)..near.record.first_of(reports.end);
    let all: Vec<Vec<Link>> = numbers.into_par_iter().map(|number| links_of(number, near, cited.of(number))).collect();
    let mut links: Vec<Link> = all.into_iter().flatten().collect();
    mark_splits(&mut links, statements, near.counts);
    Found { links, references }
}

/// The links of one statement to earlier ones.
fn links_of(number: usize, near: &Near<'_>, cited: &[Cited]) -> Vec<Link> {
    let (statements, counts) = (near.record.statements(), near.counts);
    let Some(later) = statements.get(number).filter(|it| !it.marks.has(Marks::ASIDE) || !cited.is_empty()) else {
        return Vec::new();
    };
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    let link = |other: u32, likeness: &Likeness, value: f32, named: bool, relation: Option<Relation>| {
        let earlier = statements.get(other as usize)?;
        Some(Link {
            later: number,
            earlier: other,
            relation: relation.unwrap_or_else(|| between(later, earlier, named, likeness.same_act)),
            likeness: value,
            reason: Reason::of(likeness, named),
        })
    };
    let like = |other: u32| Some(Likeness::of(later, statements.get(other as usize)?, counts));
    // Where a sentence names what it speaks of, nothing is guessed.
    let mut named: Vec<Link> = cited
        .iter()
        .filter_map(|cited| link(cited.statement, &like(cited.statement)?, cited.likeness, true, None))
        .collect();
    named.sort_by_key(|link| link.earlier);
    named.dedup_by_key(|link| link.earlier);
    if !named.is_empty() {
        return named;
    }
    let Some(before) = near.record.before_day_of(later.place.report) else { return Vec::new() };
    let is_wanted = |other: u32| statements.get(other as usize).is_some_and(|other| !other.marks.has(Marks::ASIDE));
    let found = near.candidates.for_statement(later, counts, before, is_wanted);
    let mut likes: Vec<(u32, Likeness, f32)> = found
        .into_iter()
        .filter_map(|other| {
            let likeness = like(other)?;
            let value = likeness.value();
            (value >= LINKED_FROM).then_some((other, likeness, value))
        })
        .collect();
    let best = likes.iter().map(|(_, _, value)| *value).fold(0.0, f32::max);
    let report = |other: u32| statements.get(other as usize).map_or(0, |other| other.place.report);
    likes.sort_by(|left, right| {
        report(right.0).cmp(&report(left.0)).then(right.2.total_cmp(&left.2)).then(left.0.cmp(&right.0))
    });
    let Some(last) = likes.iter().position(|(_, _, value)| *value >= best * NEAR_THE_BEST) else { return Vec::new() };
    let (other, likeness, chosen) = likes.remove(last);
    let mut links: Vec<Link> = link(other, &likeness, chosen, false, None).into_iter().collect();
    let mut shared: Vec<Vec<Term>> = vec![likeness.terms];
    // Another matter that is taken up by the same sentence: it shares words that the first does not.
    for (another, its, value) in &likes {
        let alone: f32 = its
            .terms
            .iter()
            .filter(|term| !shared.iter().any(|shared| shared.contains(term)))
            .map(|term| counts.weight(*term))
            .sum();
        let Some(earlier) = statements.get(*another as usize) else { continue };
        let is_linked = links.iter().any(|link| link.earlier == *another);
        if is_linked || alone < OF_ITS_OWN || later.act == Act::Tells || earlier.act == Act::Tells {
            continue;
        }
        let of_same = links.iter().any(|link| {
            statements
                .get(link.earlier as usize)
                .is_some_and(|linked| Likeness::of(linked, earlier, counts).value() >= LINKED_FROM)
        });
        if !of_same {
            links.iter_mut().for_each(|link| link.relation = Relation::Merges);
            links.extend(link(*another, its, *value, false, Some(Relation::Merges)));
            shared.push(its.terms.clone());
        }
    }
    // What is nearest in wording, where that is not the last statement.
    if let Some((nearest, its, value)) = likes
        .iter()
        .find(|(other, _, value)| *value >= best && *value > chosen && !links.iter().any(|link| link.earlier == *other))
    {
        links.extend(link(*nearest, its, *value, false, None));
    }
    links
}

/// Two statements of one report that take up one earlier statement, each another part of it, split it.
fn mark_splits(links: &mut [Link], statements: &Statements, counts: &Counts) {
    let mut order: Vec<usize> = (0..links.len()).collect();
    let statement = |number: u32| -> Option<View<'_>> { statements.get(number as usize) };
    let report = |link: &Link| statement(link.later).map_or(0, |it| it.place.report);
    order.sort_by_key(|at| links.get(*at).map(|link| (link.earlier, report(link), link.later)));
    let mut split = Vec::new();
    for group in order.chunk_by(|one, other| match (links.get(*one), links.get(*other)) {
        (Some(one), Some(other)) => one.earlier == other.earlier && report(one) == report(other),
        _ => false,
    }) {
        if group.len() < 2 {
            continue;
        }
        let parts: Vec<&Link> = group.iter().filter_map(|at| links.get(*at)).collect();
        let wants = |link: &&Link| statement(link.later).is_some_and(|it| it.act != Act::Tells);
        let shared: Vec<Vec<Term>> = parts
            .iter()
            .filter_map(|link| Some(Likeness::of(statement(link.later)?, statement(link.earlier)?, counts).terms))
            .collect();
        let apart = |one: &[Term], other: &[Term]| {
            let both: f32 = one.iter().filter(|term| other.contains(term)).map(|term| counts.weight(*term)).sum();
            both < OF_ITS_OWN
        };
        let all_apart =
            shared.iter().enumerate().all(|(at, one)| shared.iter().skip(at + 1).all(|other| apart(one, other)));
        if parts.iter().all(wants) && all_apart {
            split.extend(group.iter().copied());
        }
    }
    for at in split {
        if let Some(link) = links.get_mut(at) {
            link.relation = Relation::Splits;
        }
    }
}

/// Words of this weight are a part of their own.
const OF_ITS_OWN: f32 = 0.9;
