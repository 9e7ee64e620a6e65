//! Short numbers that stay: `R-051`, `D-017`. Each item gets the next of its kind when it is first exported, in the order of the
//! tracker, and keeps it whatever becomes of it; none is given twice.

use super::event::Event;
use super::history::{History, number_of};
use super::work::Merged;
use crate::model::{Kind, TableRow, TrackerRow};
use std::collections::BTreeMap;

/// The last number given of each kind.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    last: BTreeMap<char, u64>,
    is_changed: bool,
}

impl Numbers {
    /// Goes on where the ledger says that the last run ended.
    pub(super) fn of(common: &History) -> Self {
        Self { last: common.last_numbers().clone(), is_changed: false }
    }

    /// Gives numbers to the rows that have none, and to what is to be written down of them.
    pub(super) fn give(&mut self, merged: &mut Merged) {
        let mut given: BTreeMap<String, String> = BTreeMap::new();
        for row in &mut merged.table.rows {
            let TableRow::Item { row, .. } = row else { continue };
            match &row.no {
                Some(no) => self.has(no),
                None => {
                    let no = self.next(row);
                    given.insert(row.id.clone(), no.clone());
                    row.no = Some(no);
                }
            }
        }
        for event in &mut merged.events {
            if let Event::Exported { id, row: Some(row), .. } = event
                && let Some(no) = given.remove(id)
            {
                row.no = Some(no);
            }
        }
        // Rows that were exported before there were numbers.
        merged.events.extend(given.into_iter().map(|(id, no)| Event::Numbered { id, no }));
    }

    /// What is to be written down, so that the next run goes on from here.
    pub(super) fn news(&mut self) -> Vec<Event> {
        match std::mem::take(&mut self.is_changed) {
            true => vec![Event::Numbers { last: self.last.clone() }],
            false => Vec::new(),
        }
    }

    fn next(&mut self, row: &TrackerRow) -> String {
        let letter = match row.kind {
            Kind::Decision => 'D',
            Kind::Action => 'A',
            Kind::Recommendation => 'R',
        };
        let last = self.last.entry(letter).or_default();
        *last += 1;
        self.is_changed = true;
        format!("{letter}-{last:03}")
    }

    /// A number that is taken, as a tracker read back may tell.
    fn has(&mut self, no: &str) {
        let Some((letter, number)) = number_of(no) else { return };
        let last = self.last.entry(letter).or_default();
        if number > *last {
            *last = number;
            self.is_changed = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;
    use crate::tracker::{Occasion, merge};

    fn night(history: &mut History, run: u64, ids: &[&str]) -> Vec<(String, Option<String>)> {
        let mut numbers = Numbers::of(history);
        let rows = ids.iter().map(|id| row(id)).collect();
        let mut merged =
            merge(history, &Occasion { run, day: format!("2026-01-{run:02}"), ..Occasion::default() }, rows, &[]);
        numbers.give(&mut merged);
        merged.events.iter().chain(&numbers.news()).for_each(|event| history.apply(run, event));
        merged.table.items().map(|(row, _)| (row.id.clone(), row.no.clone())).collect()
    }

    #[test]
    fn a_number_stays_and_is_never_given_again() {
        let mut history = History::default();
        let shown = |rows: Vec<(String, Option<String>)>| {
            rows.into_iter().map(|(id, no)| format!("{id} {}", no.unwrap_or_default())).collect::<Vec<_>>()
        };
        assert_eq!(shown(night(&mut history, 1, &["k#1~a.d", "k#2~b.d"])), ["k#1~a.d D-001", "k#2~b.d D-002"]);
        let second = shown(night(&mut history, 2, &["k#0~c.d", "k#1~a.d"]));
        assert_eq!(second, ["k#0~c.d D-003", "k#1~a.d D-001", "k#2~b.d D-002"]);
        let third = shown(night(&mut history, 3, &["k#0~c.d", "k#1~a.d", "k#2~b.d"]));
        assert_eq!(third, ["k#0~c.d D-003", "k#1~a.d D-001", "k#2~b.d D-002"]);
    }
}
