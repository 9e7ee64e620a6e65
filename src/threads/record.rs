//! A whole record linked: what is kept of earlier nights is taken as it is, the rest is read and linked against all before it.

use super::chain;
use super::gathered::Gathered;
use super::linking::{Found, in_age};
use super::mentions;
use super::report::ReportStatements;
use super::stretch::Stretch;
use rayon::prelude::*;
use std::convert::Infallible;
use std::ops::Range;

/// Where reports come from, and where what was found is kept.
pub trait Keeping: Sync {
    /// Why it could not be done.
    type Error: Send;

    /// What is kept of a stretch.
    fn stretch(&self, name: &str) -> Option<Stretch>;

    /// A report, by its place in the order of [`super::gathered::order`].
    ///
    /// # Errors
    /// It cannot be read.
    fn report(&self, at: usize) -> Result<ReportStatements, Self::Error>;

    /// Keeps what was found in some reports of a record.
    ///
    /// # Errors
    /// It cannot be kept.
    fn keep(&self, name: &str, record: &Gathered, reports: &Range<usize>, found: &Found) -> Result<(), Self::Error>;
}

/// All statements of a record in order of date, with what takes up and refers to what.
#[derive(Debug, Default, Clone)]
pub struct Linked {
    /// The reports and their statements.
    pub record: Gathered,
    /// What was found in them.
    pub found: Found,
}

/// Links a record of so many reports, whose stretches have these names ([`chain::names`]).
///
/// # Errors
/// As [`Keeping`].
pub fn linked<K: Keeping>(reports: usize, names: &[String], keeping: &K) -> Result<Linked, K::Error> {
    let stretches = chain::stretches(reports);
    let kept: Vec<Option<Stretch>> =
        (0..stretches.len()).into_par_iter().map(|at| keeping.stretch(names.get(at)?)).collect();
    let mut record = Gathered::default();
    let mut known: Vec<Option<Found>> = Vec::with_capacity(stretches.len());
    for (stretch, kept) in stretches.iter().zip(kept) {
        let kept = kept.filter(|kept| kept.reports.len() == stretch.len());
        let whole = kept.and_then(|kept| record.push_packed(kept.reports, &kept.statements).map(|()| kept.found));
        if whole.is_none() {
            let read: Vec<ReportStatements> =
                stretch.clone().into_par_iter().map(|at| keeping.report(at)).collect::<Result<_, _>>()?;
            read.into_iter().for_each(|report| record.push(report));
        }
        known.push(whole);
    }
    for age in chain::ages(reports) {
        let is_missing = |at: usize, stretch: &Range<usize>| {
            age.reports.contains(&stretch.start) && known.get(at).is_some_and(Option::is_none)
        };
        let missing: Vec<(usize, Range<usize>)> =
            stretches.iter().cloned().enumerate().filter(|(at, stretch)| is_missing(*at, stretch)).collect();
        let wanted: Vec<Range<usize>> = missing.iter().map(|(_, stretch)| stretch.clone()).collect();
        for ((at, stretch), found) in missing.iter().zip(in_age(&record, &age, &wanted)) {
            if let Some(name) = names.get(*at) {
                keeping.keep(name, &record, stretch, &found)?;
            }
            if let Some(place) = known.get_mut(*at) {
                *place = Some(found);
            }
        }
    }
    let mut found = Found::default();
    for one in known.into_iter().flatten() {
        found.links.extend(one.links);
        found.references.extend(one.references);
    }
    mentions::look_ahead(&record, &mut found.references);
    Ok(Linked { record, found })
}

/// Links reports, which stand in order, with nothing kept.
#[must_use]
pub fn link(reports: Vec<ReportStatements>) -> Linked {
    match linked(reports.len(), &[], &Given(reports)) {
        Ok(linked) => linked,
    }
}

/// Reports in memory.
struct Given(Vec<ReportStatements>);

impl Keeping for Given {
    type Error = Infallible;

    fn stretch(&self, _: &str) -> Option<Stretch> {
        None
    }

    fn report(&self, at: usize) -> Result<ReportStatements, Infallible> {
        Ok(self.0.get(at).cloned().unwrap_or_default())
    }

    fn keep(&self, _: &str, _: &Gathered, _: &Range<usize>, _: &Found) -> Result<(), Infallible> {
        Ok(())
    }
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
