//! The record as references see it: which report was which meeting, which passage has which label or number.

use super::references::{Named, Occasion};
use super::report::ReportStatements;
use super::words::Term;
use rustc_hash::FxHashMap;

/// Where a reference leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A block of a report.
    Block {
        /// The report, by its number in order of date.
        report: u32,
        /// The block.
        block: u32,
    },
    /// What one of some reports says of the same matter: the first and behind the last report.
    Reports(u32, u32),
}

/// What can be referred to.
#[derive(Debug, Default)]
pub struct Shelf {
    labels: FxHashMap<String, Vec<(u32, u32)>>,
    symbols: FxHashMap<String, u32>,
    numbers: FxHashMap<String, Vec<(u32, u32, Vec<Term>)>>,
    reports: Vec<Met>,
}

#[derive(Debug)]
struct Met {
    body: Option<String>,
    date: Option<String>,
    ordinal: Option<u32>,
}

impl Shelf {
    /// The shelf of reports in order of date.
    #[must_use]
    pub fn of(reports: &[ReportStatements]) -> Self {
        let mut shelf = Self::default();
        for (number, report) in (0_u32..).zip(reports) {
            for (label, block) in &report.labels {
                shelf.labels.entry(label.clone()).or_default().push((number, *block));
            }
            if let Some(symbol) = &report.symbol {
                shelf.symbols.entry(symbol.to_uppercase()).or_insert(number);
            }
            for (printed, block, heading) in &report.numbers {
                let of = report.headings.get(*heading as usize).cloned().unwrap_or_default();
                shelf.numbers.entry(printed.to_uppercase()).or_default().push((number, *block, of));
            }
            shelf.reports.push(Met { body: report.body.clone(), date: report.date.clone(), ordinal: report.ordinal });
        }
        shelf
    }

    /// Where a reference that stands in report number `from` leads; `None` where the record does not hold it.
    #[must_use]
    pub fn find(&self, from: u32, names: &Named) -> Option<Target> {
        match names {
            Named::Label(label) => {
                let known = self.labels.get(label)?;
                let (report, block) = self.nearest(from, known.iter().copied())?;
                Some(Target::Block { report, block })
            }
            Named::Symbol(symbol) => {
                let report = *self.symbols.get(&symbol.to_uppercase())?;
                (report != from).then_some(Target::Block { report, block: 0 })
            }
            Named::Passage { number, of } => {
                let known = self.numbers.get(&number.to_uppercase())?;
                let fits = known.iter().filter(|(_, _, heading)| of.iter().all(|term| heading.contains(term)));
                let (report, block) = self.nearest(from, fits.map(|(report, block, _)| (*report, *block)))?;
                Some(Target::Block { report, block })
            }
            Named::Occasion(occasion) => self.meeting(from, occasion),
        }
    }

    /// Of several passages the last of the same body before the reference, else the last of any body.
    fn nearest(&self, from: u32, known: impl Iterator<Item = (u32, u32)>) -> Option<(u32, u32)> {
        let body = self.reports.get(from as usize)?.body.as_ref();
        let same = |report: u32| self.reports.get(report as usize).is_some_and(|met| met.body.as_ref() == body);
        known
            .filter(|(report, _)| *report < from)
            .max_by_key(|(report, block)| (same(*report), *report, std::cmp::Reverse(*block)))
    }

    fn meeting(&self, from: u32, occasion: &Occasion) -> Option<Target> {
        let here = self.reports.get(from as usize)?;
        let earlier = (0..from).rev().filter_map(|number| Some((number, self.reports.get(number as usize)?)));
        let mut same_body = earlier.filter(|(_, met)| met.body == here.body && met.date != here.date);
        let date = |met: &Met| met.date.clone().unwrap_or_default();
        match occasion {
            Occasion::Previous => same_body.next().map(|(number, _)| Target::Reports(number, number + 1)),
            Occasion::Ordinal(wanted) => same_body
                .find(|(_, met)| met.ordinal == Some(*wanted))
                .map(|(number, _)| Target::Reports(number, number + 1)),
            Occasion::Month(month) => same_body
                .find(|(_, met)| date(met).get(5..7).and_then(|it| it.parse::<u8>().ok()) == Some(*month))
                .map(|(number, _)| Target::Reports(number, number + 1)),
            Occasion::Year(year) => {
                let of_year = same_body
                    .filter(|(_, met)| date(met).get(..4).and_then(|it| it.parse::<u16>().ok()) == Some(*year));
                let numbers: Vec<u32> = of_year.map(|(number, _)| number).collect();
                Some(Target::Reports(*numbers.last()?, *numbers.first()? + 1))
            }
        }
    }
}
