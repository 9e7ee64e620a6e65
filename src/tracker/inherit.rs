//! Taking over from an item that is gone: its human cells and the keys that other tools have for it go to the item whose words hold
//! its words, or are held by them ([`TrackerRow::formerly`]).
//!
//! The laws: a cell is taken over once; a cell of which the two differ stays as it is and is a conflict that names both; where people
//! go on writing under the old id, in a copy that they have, it reaches the new one while nobody else has written there.

use super::event::{Conflict, Event, Reason};
use super::work::Work;
use crate::model::{Cells, TrackerRow};
use rustc_hash::FxHashSet;

impl Work<'_> {
    /// Takes over for every row from the items that it took over from.
    pub(super) fn inherit(&mut self, fresh: &[TrackerRow]) {
        for row in fresh {
            for old in &row.formerly {
                self.inherit_cells(old, row);
                self.inherit_keys(old, &row.id);
            }
        }
    }

    fn inherit_cells(&mut self, old: &str, row: &TrackerRow) {
        let id = row.id.as_str();
        let Some(before) = self.history.subject(old) else { return };
        let now = self.history.subject(id);
        // What it handed to another one that led here came with that one's words.
        let by_another = || row.formerly.iter().find_map(|other| self.history.subject(other)?.inherited(old));
        let handed = now.and_then(|subject| subject.inherited(old)).or_else(by_another).cloned().unwrap_or_default();
        if before.human == handed {
            return;
        }
        let cells = before.human.clone();
        let (mut taken, mut differ) = (Cells::new(), Vec::new());
        let columns = cells.keys().chain(handed.keys().filter(|column| !cells.contains_key(*column)));
        for column in columns {
            let value = before.cell(column);
            let last = handed.get(column).map(String::as_str).unwrap_or_default();
            let kept = now.map(|subject| subject.cell(column)).unwrap_or_default();
            if value == last || value == kept {
                continue;
            }
            // Where the words came from the old item and nobody has written since, its present words replace them.
            match kept.is_empty() || kept == last {
                true => drop(taken.insert(column.clone(), value.to_owned())),
                false => differ.push((column.clone(), kept.to_owned(), value.to_owned())),
            }
        }
        self.record(Event::Inherited { id: id.to_owned(), from: old.to_owned(), cells, taken });
        for (column, kept, other) in differ {
            self.differs(old, id, (column, kept, other));
        }
    }

    /// The items whose cells stand in the row of another: of one that its source holds, or of one that is gone as well.
    pub(super) fn led_on(&self, fresh: &[TrackerRow]) -> FxHashSet<String> {
        let mut all: FxHashSet<String> = fresh.iter().flat_map(|row| row.formerly.iter().cloned()).collect();
        for (_, subject) in self.history.subjects().filter(|(_, subject)| subject.withdrawn || subject.row.is_some()) {
            all.extend(subject.led_here().map(str::to_owned));
            let gone = subject.row.iter().filter(|_| subject.withdrawn);
            all.extend(gone.flat_map(|row| row.formerly.iter()).filter(|old| !subject.refuses(old)).cloned());
        }
        all
    }

    fn inherit_keys(&mut self, old: &str, id: &str) {
        for (tool, key) in self.history.keys_of(old) {
            match self.history.key(&tool, id).map(str::to_owned) {
                None => self.record(Event::Key { id: id.to_owned(), tool, key }),
                Some(own) if own == key => {}
                Some(own) => self.differs(old, id, (format!("{tool} key"), own, key)),
            }
        }
        for tool in self.history.tools_of(old) {
            if !self.history.was_sent(&tool, id) {
                self.record(Event::Sent { id: id.to_owned(), tool, rev: String::new() });
            }
        }
    }

    /// Lists a cell of which the two hold different words.
    fn differs(&mut self, old: &str, id: &str, (column, kept, other): (String, String, String)) {
        let conflict = Conflict {
            id: id.to_owned(),
            column,
            reason: Reason::TakenOver,
            kept,
            other,
            base: old.to_owned(),
            file: format!("taken over from {old}"),
            since: self.occasion.day.clone(),
            act: self.act.clone(),
        };
        if !self.history.is_listed(&conflict) {
            self.record(Event::Conflict(conflict));
        }
    }

    /// The number of an item that this one took over from: people go on calling it so.
    pub(super) fn inherited_number(&self, row: &TrackerRow) -> Option<String> {
        let is_of_kind = |old: &&String| old.rsplit('.').next() == row.id.rsplit('.').next();
        let number = |old: &String| self.history.subject(old)?.row.as_ref()?.no.clone();
        row.formerly.iter().filter(is_of_kind).filter_map(number).find(|no| !self.is_in_use(no, row))
    }

    /// Whether an item that its source holds has this number, other than this one and those that it took over from.
    pub(super) fn is_in_use(&self, no: &str, by: &TrackerRow) -> bool {
        self.history.subjects().any(|(id, other)| {
            let has_it = other.row.as_ref().is_some_and(|row| row.no.as_deref() == Some(no));
            has_it && !other.withdrawn && id != by.id && !by.formerly.iter().any(|old| old == id)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::export::sample::row;
    use crate::model::{TableRow, TrackerRow};
    use crate::tracker::event::{Event, Reason};
    use crate::tracker::history::History;
    use crate::tracker::{Merged, Occasion, merge};

    const OLD: &str = "k#7~aaaaaaaa.r";
    const OTHER: &str = "k#7~bbbbbbbb.r";
    const NEW: &str = "k#7~cccccccc.r";

    fn at(run: u64) -> Occasion {
        Occasion { run, day: format!("2026-11-{run:02}"), ..Occasion::default() }
    }

    fn edit(history: &mut History, id: &str, column: &str, value: &str) {
        let (id, column, value) = (id.to_owned(), column.to_owned(), value.to_owned());
        let (base, file, act) = (String::new(), "tracker.csv".to_owned(), "act".to_owned());
        history.apply(1, &Event::Edited { id, column, value, base, file, act });
    }

    fn heir() -> TrackerRow {
        TrackerRow { formerly: vec![OLD.to_owned(), OTHER.to_owned()], ..row(NEW) }
    }

    /// Two items with the cells given, then the one that takes over from both.
    fn taken_over(cells: &[(&str, &str, &str)]) -> (History, Merged) {
        let mut history = History::default();
        merge(&mut history, &at(1), vec![row(OLD), row(OTHER)], &[]);
        for (id, column, value) in cells {
            edit(&mut history, id, column, value);
        }
        let merged = merge(&mut history, &at(2), vec![heir()], &[]);
        (history, merged)
    }

    #[test]
    fn cells_of_items_that_are_gone_go_to_the_one_that_holds_their_words_once() {
        let (mut history, merged) = taken_over(&[(OLD, "status", "open"), (OTHER, "owner", "Ana")]);
        let human = &history.subject(NEW).unwrap().human;
        assert_eq!((human["status"].as_str(), human["owner"].as_str()), ("open", "Ana"));
        assert!(merged.new_conflicts.is_empty());
        let shown: Vec<&str> = merged
            .table
            .rows
            .iter()
            .filter_map(|row| match row {
                TableRow::Item { row, .. } => Some(row.id.as_str()),
                TableRow::Own { .. } => None,
            })
            .collect();
        assert_eq!(shown, [NEW], "the old rows have handed over all that they held");
        edit(&mut history, NEW, "status", "");
        let again = merge(&mut history, &at(3), vec![heir()], &[]);
        assert_eq!(history.subject(NEW).unwrap().cell("status"), "", "what a person cleared stays cleared");
        assert!(again.new_conflicts.is_empty());
    }

    #[test]
    fn cells_that_differ_are_a_conflict_that_names_both() {
        let (mut history, merged) = taken_over(&[(OLD, "status", "open"), (OTHER, "status", "done")]);
        assert_eq!(history.subject(NEW).unwrap().cell("status"), "open");
        let [conflict] = merged.new_conflicts.as_slice() else { panic!("{:?}", merged.new_conflicts) };
        assert_eq!(
            (conflict.kept.as_str(), conflict.other.as_str(), conflict.reason),
            ("open", "done", Reason::TakenOver)
        );
        assert!(conflict.file.contains(OTHER));
        assert!(merge(&mut history, &at(3), vec![heir()], &[]).new_conflicts.is_empty(), "told once");
    }

    #[test]
    fn keys_of_other_tools_are_taken_over() {
        let mut history = History::default();
        merge(&mut history, &at(1), vec![row(OLD)], &[]);
        history.apply(1, &Event::Key { id: OLD.to_owned(), tool: "jira".to_owned(), key: "MAG-7".to_owned() });
        merge(&mut history, &at(2), vec![heir()], &[]);
        assert_eq!(history.key("jira", NEW), Some("MAG-7"));
    }

    #[test]
    fn what_is_written_under_the_old_id_later_still_arrives() {
        let (mut history, _) = taken_over(&[(OLD, "status", "open")]);
        edit(&mut history, OLD, "status", "done");
        merge(&mut history, &at(3), vec![heir()], &[]);
        assert_eq!(history.subject(NEW).unwrap().cell("status"), "done");
    }
}
