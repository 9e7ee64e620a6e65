//! The record as references see it: which report was which meeting, which passage has which label or number.

use super::gathered::Gathered;
use super::references::{Named, Occasion};
use super::words::Term;
use rustc_hash::FxHashMap;
use std::ops::Range;

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
pub struct Shelf<'a> {
    labels: FxHashMap<&'a str, Vec<(u32, u32)>>,
    symbols: FxHashMap<String, u32>,
    /// By printed number.
    numbers: FxHashMap<String, Vec<Numbered<'a>>>,
    reports: Vec<Met<'a>>,
}

/// A report, a block of it, and the words of the heading above.
type Numbered<'a> = (u32, u32, &'a [Term]);

#[derive(Debug)]
struct Met<'a> {
    body: Option<&'a str>,
    date: Option<&'a str>,
    ordinal: Option<u32>,
}

impl<'a> Shelf<'a> {
    /// What some reports of a record refer to, as far as it stands in the record before them.
    #[must_use]
    pub fn of(record: &'a Gathered, asking: Range<usize>) -> Self {
        let mut shelf = Self::default();
        let end = asking.end;
        for report in record.reports().get(asking).unwrap_or_default() {
            for (_, mention) in &report.mentions {
                match &mention.names {
                    Named::Label(label) => {
                        shelf.labels.entry(label).or_default();
                    }
                    Named::Passage { number, .. } => {
                        shelf.numbers.entry(number.to_uppercase()).or_default();
                    }
                    Named::Symbol(_) | Named::Occasion(_) => {}
                }
            }
        }
        for (number, report) in (0_u32..).zip(record.reports().get(..end).unwrap_or_default()) {
            for (label, block) in &report.labels {
                if let Some(known) = shelf.labels.get_mut(label.as_str()) {
                    known.push((number, *block));
                }
            }
            if let Some(symbol) = &report.symbol {
                shelf.symbols.entry(symbol.to_uppercase()).or_insert(number);
            }
            if !shelf.numbers.is_empty() {
                for (printed, block, heading) in &report.numbers {
                    let of = report.headings.get(*heading as usize).map(Vec::as_slice).unwrap_or_default();
                    let is_upper = !printed.chars().any(char::is_lowercase);
                    let known = if is_upper {
                        shelf.numbers.get_mut(printed.as_str())
                    } else {
                        shelf.numbers.get_mut(&printed.to_uppercase())
                    };
                    if let Some(known) = known {
                        known.push((number, *block, of));
                    }
                }
            }
            shelf.reports.push(Met {
                body: report.body.as_deref(),
                date: report.date.as_deref(),
                ordinal: report.ordinal,
            });
        }
        shelf
    }

    /// Where a reference that stands in report number `from` leads; `None` where the record does not hold it.
    #[must_use]
    pub fn find(&self, from: u32, names: &Named) -> Option<Target> {
        match names {
            Named::Label(label) => {
                let known = self.labels.get(label.as_str())?;
                let (report, block) = self.nearest(from, known.iter().copied())?;
                Some(Target::Block { report, block })
            }
            Named::Symbol(symbol) => {
                let report = *self.symbols.get(&symbol.to_uppercase())?;
                (report < from).then_some(Target::Block { report, block: 0 })
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
        let body = self.reports.get(from as usize)?.body;
        let same = |report: u32| self.reports.get(report as usize).is_some_and(|met| met.body == body);
        known
            .filter(|(report, _)| *report < from)
            .max_by_key(|(report, block)| (same(*report), *report, std::cmp::Reverse(*block)))
    }

    fn meeting(&self, from: u32, occasion: &Occasion) -> Option<Target> {
        let here = self.reports.get(from as usize)?;
        let earlier = (0..from).rev().filter_map(|number| Some((number, self.reports.get(number as usize)?)));
        let mut same_body = earlier.filter(|(_, met)| met.body == here.body && met.date != here.date);
        let date = |met: &Met<'a>| met.date.unwrap_or_default();
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
