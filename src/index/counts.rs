//! Counts hits by field and by year. Most of it is counted once per report: a report decides its body and its year.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::DocId;
use tantivy::columnar::{Column, StrColumn};
use tantivy::fastfield::FastFieldReaders;

/// The fields that are counted, by their names in queries.
pub(super) const FACETS: [&str; 7] = ["kind", "force", "held_by", "category", "actor", "body", "report"];

/// Those that belong to a block's items. The first is filled wherever there is an item, so that it alone is asked of
/// the many blocks without one.
const OF_ITEMS: [&str; 5] = ["kind", "force", "held_by", "category", "actor"];

/// What is counted besides the hits themselves.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CountsWanted {
    pub facets: bool,
    pub years: bool,
}

/// Hits by value of each of [`FACETS`], and by year.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub facets: [FxHashMap<String, usize>; FACETS.len()],
    pub years: BTreeMap<u32, usize>,
}

impl Counts {
    /// Adds the counts of another segment.
    pub(super) fn add(&mut self, other: Self) {
        for (into, from) in self.facets.iter_mut().zip(other.facets) {
            for (value, count) in from {
                *into.entry(value).or_default() += count;
            }
        }
        for (year, count) in other.years {
            *self.years.entry(year).or_default() += count;
        }
    }
}

/// The counts of one segment as they grow.
pub(super) struct SegmentCounts {
    wanted: CountsWanted,
    reports: Option<ByReport>,
    body: Option<StrColumn>,
    day: Column<u64>,
    of_items: Vec<Option<ByValue>>,
}

/// Hits of each report, with one of them to ask for what the report decides.
struct ByReport {
    column: StrColumn,
    counts: Vec<(usize, DocId)>,
}

struct ByValue {
    column: StrColumn,
    counts: Vec<usize>,
}

impl SegmentCounts {
    pub(super) fn new(wanted: CountsWanted, columns: &FastFieldReaders) -> tantivy::Result<Self> {
        let mut of_items = Vec::new();
        if wanted.facets {
            for name in OF_ITEMS {
                of_items.push(
                    columns
                        .str(name)?
                        .map(|column| ByValue { counts: vec![0; column.dictionary().num_terms()], column }),
                );
            }
        }
        let needs_reports = wanted.facets || wanted.years;
        let reports = if needs_reports { columns.str("report")? } else { None };
        Ok(Self {
            wanted,
            reports: reports.map(|column| ByReport { counts: vec![(0, 0); column.dictionary().num_terms()], column }),
            body: columns.str("body")?,
            day: columns.u64("date_first")?,
            of_items,
        })
    }

    pub(super) fn count(&mut self, doc: DocId) {
        if let Some(reports) = &mut self.reports
            && let Some(entry) = reports.column.ords().first(doc).and_then(|ord| reports.counts.get_mut(at(ord)))
        {
            *entry = (entry.0 + 1, doc);
        }
        let mut columns = self.of_items.iter_mut();
        let has_items = columns.next().and_then(Option::as_mut).is_some_and(|kinds| kinds.count(doc));
        if has_items {
            for column in columns.flatten() {
                column.count(doc);
            }
        }
    }

    pub(super) fn harvest(self) -> tantivy::Result<Counts> {
        let mut counts = Counts::default();
        for (into, by_value) in counts.facets.iter_mut().zip(self.of_items) {
            if let Some(ByValue { column, counts }) = by_value {
                let held: Vec<(u64, usize)> = (0_u64..).zip(counts).filter(|(_, count)| *count > 0).collect();
                named(&column, &held, into)?;
            }
        }
        let Some(ByReport { column, counts: of_reports }) = self.reports else { return Ok(counts) };
        let mut reports = Vec::new();
        let mut bodies: BTreeMap<u64, usize> = BTreeMap::new();
        for (ord, (count, doc)) in (0_u64..).zip(of_reports).filter(|(_, (count, _))| *count > 0) {
            reports.push((ord, count));
            if let Some(body) = self.body.as_ref().and_then(|body| body.ords().first(doc)) {
                *bodies.entry(body).or_default() += count;
            }
            let year = self.day.first(doc).and_then(|day| u32::try_from(day / 10_000).ok()).filter(|year| *year > 0);
            if let Some(year) = year.filter(|_| self.wanted.years) {
                *counts.years.entry(year).or_default() += count;
            }
        }
        if self.wanted.facets {
            let [.., of_bodies, of_reports] = &mut counts.facets;
            named(&column, &reports, of_reports)?;
            if let Some(body) = &self.body {
                let bodies: Vec<(u64, usize)> = bodies.into_iter().collect();
                named(body, &bodies, of_bodies)?;
            }
        }
        Ok(counts)
    }
}

impl ByValue {
    /// Counts the document's values; whether it has any.
    fn count(&mut self, doc: DocId) -> bool {
        let mut any = false;
        for ord in self.column.ords().values_for_doc(doc) {
            any = true;
            if let Some(count) = self.counts.get_mut(at(ord)) {
                *count += 1;
            }
        }
        any
    }
}

fn at(ord: u64) -> usize {
    usize::try_from(ord).unwrap_or(usize::MAX)
}

/// Adds the counts under the values that the ordinals, ascending, stand for: one pass over the dictionary, where asking
/// for each value would unpack a stretch of it each time.
fn named(column: &StrColumn, held: &[(u64, usize)], into: &mut FxHashMap<String, usize>) -> tantivy::Result<()> {
    let (ords, counts): (Vec<u64>, Vec<usize>) = held.iter().copied().unzip();
    let mut counts = counts.into_iter();
    column.dictionary().sorted_ords_to_term_cb(&ords, |value| {
        let count = counts.next().unwrap_or(0);
        *into.entry(String::from_utf8_lossy(value).into_owned()).or_default() += count;
    })?;
    Ok(())
}
