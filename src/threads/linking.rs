//! Links: each statement with the last statement of its matter before it.

use super::candidates::Candidates;
use super::likeness::{LINKED_FROM, Likeness};
use super::references::Named;
use super::relation::{Relation, between};
use super::report::ReportStatements;
use super::shelf::{Shelf, Target};
use super::statement::{Act, Marks, Statement};
use super::weights::Counts;
use super::words::Term;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

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
    /// The words that they share.
    pub shared: Vec<Term>,
    /// Why they are linked, for people.
    pub reason: String,
}

/// A candidate that is much less like than the best is not the last statement of the matter, however late it is.
const NEAR_THE_BEST: f32 = 0.75;

/// A reference that was looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Number of the statement that refers.
    pub from: u32,
    /// Its words.
    pub words: String,
    /// The report and block that they lead to; `None` where the record does not hold it.
    pub to: Option<(u32, u32)>,
}

/// All statements of a record in order of date, with what refers to what.
#[derive(Debug, Default, Clone)]
pub struct Linked {
    /// The statements; [`super::statement::Place::report`] is the number of the report in the order given.
    pub statements: Vec<Statement>,
    /// What takes up what, in order of the later statements.
    pub links: Vec<Link>,
    /// What refers to what, in order of the statements.
    pub references: Vec<Reference>,
}

/// Links the statements of reports, which stand in order of date.
#[must_use]
pub fn link(mut reports: Vec<ReportStatements>) -> Linked {
    let mut statements: Vec<Statement> = Vec::with_capacity(reports.iter().map(|report| report.statements.len()).sum());
    let mut mentions = Vec::new();
    let mut first_of = vec![0_usize; reports.len() + 1];
    let shelf = Shelf::of(&reports);
    let days = days(&reports);
    for (number, report) in (0_u32..).zip(&mut reports) {
        let first = statements.len();
        if let Some(place) = first_of.get_mut(number as usize) {
            *place = first;
        }
        mentions.extend(report.mentions.drain(..).map(|(at, mention)| (first + at as usize, mention)));
        statements.extend(report.statements.drain(..).map(|mut statement| {
            statement.place.report = number;
            statement
        }));
    }
    if let Some(last) = first_of.last_mut() {
        *last = statements.len();
    }
    let mut counts = Counts::default();
    counts.add(&statements);
    let of_reports = |from: u32, to: u32| {
        let bound = |at: u32| first_of.get(at as usize).copied().unwrap_or(statements.len());
        bound(from)..bound(to)
    };
    let mut references = Vec::new();
    let mut cited: FxHashMap<u32, Vec<(u32, f32)>> = FxHashMap::default();
    for (from, mention) in mentions {
        let Some(later) = statements.get(from) else { continue };
        let number = u32::try_from(from).unwrap_or(u32::MAX);
        let target = shelf.find(later.place.report, &mention.names);
        let by_name = !matches!(mention.names, Named::Occasion(_));
        let range = match target {
            Some(Target::Block { report, .. }) => of_reports(report, report + 1),
            Some(Target::Reports(first, end)) => of_reports(first, end),
            None => 0..0,
        };
        let here =
            |earlier: &Statement| !matches!(target, Some(Target::Block { block, .. }) if earlier.place.block != block);
        let best = range
            .filter_map(|at| statements.get(at).map(|earlier| (at, earlier)))
            .filter(|(_, earlier)| here(earlier) && (by_name || !earlier.marks.has(Marks::FORMULA)))
            .map(|(at, earlier)| (at, Likeness::of(later, earlier, &counts).in_named_place()))
            .filter(|(_, value)| by_name || *value >= LINKED_BY_OCCASION)
            .max_by(|left, right| left.1.total_cmp(&right.1).then(right.0.cmp(&left.0)));
        if let Some((at, value)) = best {
            cited.entry(number).or_default().push((u32::try_from(at).unwrap_or(u32::MAX), value.max(LINKED_FROM)));
        }
        let found = best.and_then(|(at, _)| statements.get(at)).map(|it| (it.place.report, it.place.block));
        let block = match target {
            Some(Target::Block { report, block }) => Some((report, block)),
            _ => found,
        };
        if by_name || block.is_some() {
            references.push(Reference { from: number, words: mention.words, to: block });
        }
    }
    let candidates = Candidates::of(&statements, &counts);
    let all: Vec<Vec<Link>> = (0..statements.len())
        .into_par_iter()
        .map(|number| {
            let cited = u32::try_from(number).ok().and_then(|number| cited.get(&number)).map(Vec::as_slice);
            links_of(number, &statements, &candidates, &counts, &days, cited.unwrap_or_default())
        })
        .collect();
    let mut links: Vec<Link> = all.into_iter().flatten().collect();
    mark_splits(&mut links, &statements, &counts);
    Linked { statements, links, references }
}

/// What a statement says of the meeting at which it was agreed is enough for a likeness like this.
const LINKED_BY_OCCASION: f32 = 0.35;

/// The number of each report's day among all days; 0 without a date. Two reports of one day are versions or neighbours, not a
/// before and an after, and what has no date is neither.
fn days(reports: &[ReportStatements]) -> Vec<u32> {
    let mut day = 0;
    let mut last = None;
    let mut days = Vec::with_capacity(reports.len());
    for report in reports {
        if report.date.is_some() && report.date != last {
            day += 1;
            last.clone_from(&report.date);
        }
        days.push(if report.date.is_some() { day } else { 0 });
    }
    days
}

fn is_before(days: &[u32], earlier: u32, later: u32) -> bool {
    let day = |report: u32| days.get(report as usize).copied().unwrap_or_default();
    day(earlier) > 0 && day(earlier) < day(later)
}

/// The links of one statement to earlier ones.
fn links_of(
    number: usize,
    statements: &[Statement],
    candidates: &Candidates,
    counts: &Counts,
    days: &[u32],
    cited: &[(u32, f32)],
) -> Vec<Link> {
    let Some(later) = statements.get(number).filter(|it| !it.marks.has(Marks::ASIDE) || !cited.is_empty()) else {
        return Vec::new();
    };
    let is_earlier = |other: u32| {
        statements.get(other as usize).is_some_and(|other| {
            is_before(days, other.place.report, later.place.report) && !other.marks.has(Marks::ASIDE)
        })
    };
    let found = candidates.for_statement(later, counts, is_earlier);
    let mut likes: Vec<(u32, Likeness, f32)> = found
        .into_iter()
        .filter_map(|other| {
            let earlier = statements.get(other as usize)?;
            let likeness = Likeness::of(later, earlier, counts);
            let value = likeness.value();
            (value >= LINKED_FROM).then_some((other, likeness, value))
        })
        .collect();
    let by_reference = |other: u32, value: f32| {
        let earlier = statements.get(other as usize)?;
        let likeness = Likeness::of(later, earlier, counts);
        Some(Link {
            later: u32::try_from(number).unwrap_or(u32::MAX),
            earlier: other,
            relation: between(later, earlier, true),
            likeness: value,
            reason: reason(&likeness, true),
            shared: likeness.terms,
        })
    };
    // Where a sentence names what it speaks of, nothing is guessed.
    let mut named: Vec<Link> = cited.iter().filter_map(|(other, value)| by_reference(*other, *value)).collect();
    named.sort_by_key(|link| link.earlier);
    named.dedup_by_key(|link| link.earlier);
    if !named.is_empty() {
        return named;
    }
    let best = likes.iter().map(|(_, _, value)| *value).fold(0.0, f32::max);
    let report = |other: u32| statements.get(other as usize).map_or(0, |other| other.place.report);
    likes.sort_by(|left, right| {
        report(right.0).cmp(&report(left.0)).then(right.2.total_cmp(&left.2)).then(left.0.cmp(&right.0))
    });
    let Some(last) = likes.iter().position(|(_, _, value)| *value >= best * NEAR_THE_BEST) else { return Vec::new() };
    let (other, likeness, value) = likes.remove(last);
    let link = |other: u32, likeness: &Likeness, value: f32, relation: Option<Relation>| {
        let earlier = statements.get(other as usize)?;
        Some(Link {
            later: u32::try_from(number).unwrap_or(u32::MAX),
            earlier: other,
            relation: relation.unwrap_or_else(|| between(later, earlier, false)),
            likeness: value,
            reason: reason(likeness, false),
            shared: likeness.terms.clone(),
        })
    };
    let chosen = value;
    let mut links: Vec<Link> = link(other, &likeness, value, None).into_iter().collect();
    // Another matter that is taken up by the same sentence: it shares words that the first does not.
    for (another, its, value) in &likes {
        let is_linked = |links: &[Link]| links.iter().any(|link| link.earlier == *another);
        let alone: f32 = its
            .terms
            .iter()
            .filter(|term| !links.iter().any(|link| link.shared.contains(term)))
            .map(|term| counts.weight(*term))
            .sum();
        let Some(earlier) = statements.get(*another as usize) else { continue };
        if is_linked(&links) || alone < OF_ITS_OWN || later.act == Act::Tells || earlier.act == Act::Tells {
            continue;
        }
        let of_same = links.iter().any(|link| {
            statements
                .get(link.earlier as usize)
                .is_some_and(|linked| Likeness::of(linked, earlier, counts).value() >= LINKED_FROM)
        });
        if !of_same {
            links.iter_mut().for_each(|link| link.relation = Relation::Merges);
            links.extend(link(*another, its, *value, Some(Relation::Merges)));
        }
    }
    // What is nearest in wording, where that is not the last statement.
    if let Some((nearest, its, value)) = likes
        .iter()
        .find(|(other, _, value)| *value >= best && *value > chosen && !links.iter().any(|link| link.earlier == *other))
    {
        links.extend(link(*nearest, its, *value, None));
    }
    links
}

/// Two statements of one report that take up one earlier statement, each another part of it, split it.
fn mark_splits(links: &mut [Link], statements: &[Statement], counts: &Counts) {
    let mut order: Vec<usize> = (0..links.len()).collect();
    let report = |link: &Link| statements.get(link.later as usize).map_or(0, |it| it.place.report);
    order.sort_by_key(|at| links.get(*at).map(|link| (link.earlier, report(link), link.later)));
    let mut split = Vec::new();
    for group in order.chunk_by(|one, other| match (links.get(*one), links.get(*other)) {
        (Some(one), Some(other)) => one.earlier == other.earlier && report(one) == report(other),
        _ => false,
    }) {
        let parts: Vec<&Link> = group.iter().filter_map(|at| links.get(*at)).collect();
        let wants = |link: &&Link| statements.get(link.later as usize).is_some_and(|it| it.act != Act::Tells);
        let apart = |one: &Link, other: &Link| {
            let both: f32 =
                one.shared.iter().filter(|term| other.shared.contains(term)).map(|term| counts.weight(*term)).sum();
            both < OF_ITS_OWN
        };
        if parts.len() >= 2
            && parts.iter().all(wants)
            && parts.iter().enumerate().all(|(at, one)| parts.iter().skip(at + 1).all(|other| apart(one, other)))
        {
            split.extend(group.iter().copied());
        }
    }
    for at in split {
        if let Some(link) = links.get_mut(at) {
            link.relation = Relation::Splits;
        }
    }
}

/// Why two statements are linked, in words.
fn reason(likeness: &Likeness, named: bool) -> String {
    let mut parts = Vec::new();
    if named {
        parts.push("the later one names it".to_owned());
    }
    parts.push(format!("{:.0} % of the telling words of the shorter one are shared", likeness.overlap() * 100.0));
    if likeness.same_act {
        parts.push("the same is done to the same thing".to_owned());
    }
    parts.join("; ")
}

/// Words of this weight are a part of their own.
const OF_ITS_OWN: f32 = 0.9;
