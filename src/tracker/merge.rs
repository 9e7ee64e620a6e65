//! Three ways into one table: what the run found, what people wrote, and what both began from (the `rev` of each row).
//!
//! The laws, which `tests/tracker_histories.rs` drives with random histories:
//! - what a person last saved is what stands, or there is a conflict that names both: a file is a new act, also where its values, or
//!   all of its bytes, were seen before;
//! - a human cell never moves to another item;
//! - the same files read twice in a row, with nothing in between, are one act: the second time changes nothing.

use super::event::Event;
use super::history::{History, base_32, rev, same_substance};
use super::known::Known;
use super::read_back::read_back;
use super::sheet::Sheet;
use super::work::{Merged, Occasion, Work, note_file};
use crate::model::{Cells, Table, TableRow, TrackerRow, human_columns};
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

/// Merges `sheets`, in order, into the tracker of `fresh` (all items that the sources hold now, in reading order), and
/// folds what happens into `history`.
pub fn merge(history: &mut History, occasion: &Occasion, fresh: Vec<TrackerRow>, sheets: &[Sheet]) -> Merged {
    let current: FxHashSet<String> = fresh.iter().map(|row| row.id.clone()).collect();
    let mut merge = Work::new(history, None, occasion);
    merge.read(&current, sheets);
    merge.write(fresh, &current);
    merge.merged
}

/// The first half of [`merge`]: what people wrote, without a table. `history` needs to hold only the reports that the sheets
/// touch; `elsewhere` is what is known of all others, and `current` the ids of the items that their sources hold now.
pub(super) fn read_edits<'a>(
    history: &mut History,
    elsewhere: &Known,
    occasion: &Occasion,
    current: &FxHashSet<String>,
    sheets: impl IntoIterator<Item = &'a Sheet> + Clone,
) -> Merged {
    let mut merge = Work::new(history, Some(elsewhere), occasion);
    merge.read(current, sheets);
    merge.merged
}

impl Work<'_> {
    fn read<'s>(&mut self, current: &FxHashSet<String>, sheets: impl IntoIterator<Item = &'s Sheet> + Clone) {
        let files: Vec<String> = sheets.clone().into_iter().map(|sheet| sheet.sum.clone()).collect();
        let last = self.elsewhere.map_or_else(|| self.history.last_read(), Known::last_read);
        let is_same_act = !files.is_empty() && files == last;
        self.act = act(&files);
        for sheet in sheets {
            self.notes_of(sheet);
            if !is_same_act {
                read_back(self, current, sheet);
            }
        }
        if self.merged.events.iter().any(Event::is_of_people) {
            self.record(Event::Read { act: self.act.clone(), files });
        }
    }

    fn notes_of(&mut self, sheet: &Sheet) {
        self.merged.notes.extend(sheet.notes.iter().map(|note| format!("{}: {note}", sheet.name)));
        if !sheet.notes.is_empty() {
            note_file(&mut self.merged.edited_files, &sheet.name);
        }
    }

    fn write(&mut self, mut fresh: Vec<TrackerRow>, current: &FxHashSet<String>) {
        self.link_reworded(&fresh, current);
        fresh.iter_mut().for_each(|row| self.follow_links(row, current));
        self.inherit(&fresh);
        let led_on = self.led_on(&fresh);
        let mut rows = Vec::with_capacity(fresh.len());
        for row in fresh {
            rows.push(self.item(row));
        }
        let others: Vec<(String, bool)> = self
            .history
            .subjects()
            .filter(|(id, _)| !current.contains(*id))
            .map(|(id, subject)| (id.to_owned(), subject.own))
            .collect();
        for (id, _) in others.iter().filter(|(_, own)| *own) {
            rows.extend(self.own(id));
        }
        for (id, _) in others.iter().filter(|(_, own)| !own) {
            let row = self.withdrawn(id);
            // What it held stands in the row that took over from it.
            rows.extend(row.filter(|_| !led_on.contains(id)));
        }
        self.merged.table = Table { human: human_columns(self.history.columns()), rows };
    }

    fn item(&mut self, mut row: TrackerRow) -> TableRow {
        let day = Some(self.occasion.day.clone());
        let subject = self.history.subject(&row.id);
        let human = subject.map(|subject| subject.human.clone()).unwrap_or_default();
        let before = subject.and_then(|subject| subject.row.clone());
        let was_withdrawn = subject.is_some_and(|subject| subject.withdrawn);
        match &before {
            None => {
                self.merged.counts.new += 1;
                row.no = self.inherited_number(&row);
                row.first_seen = day.clone();
                row.changed = day;
            }
            Some(before) if was_withdrawn || !same_substance(before, &row) => {
                let is_by_program = !was_withdrawn && self.occasion.upgraded.contains(&row.report);
                if was_withdrawn {
                    self.merged.counts.returned += 1;
                } else if !is_by_program {
                    self.merged.counts.changed += 1;
                }
                row.first_seen.clone_from(&before.first_seen);
                row.changed = if is_by_program { before.changed.clone() } else { day };
                // While it was gone another item may have taken over its number: it gets a new one.
                row.no = before.no.clone().filter(|no| !was_withdrawn || !self.is_in_use(no, &row));
            }
            Some(before) => {
                row.first_seen.clone_from(&before.first_seen);
                row.changed.clone_from(&before.changed);
                row.no.clone_from(&before.no);
            }
        }
        row.rev = rev(&row.id, Some(&row), &human);
        self.export(&row, before.as_deref(), &human, false);
        TableRow::Item { row: Box::new(row), human }
    }

    fn withdrawn(&mut self, id: &str) -> Option<TableRow> {
        let subject = self.history.subject(id)?;
        let human = subject.human.clone();
        let before = subject.row.clone()?;
        let mut row = before.as_ref().clone().withdrawn();
        if !subject.withdrawn {
            self.merged.counts.withdrawn += 1;
            row.changed = Some(self.occasion.day.clone());
        }
        row.rev = rev(id, Some(&row), &human);
        self.export(&row, Some(&before), &human, true);
        Some(TableRow::Item { row: Box::new(row), human })
    }

    fn export(&mut self, row: &TrackerRow, before: Option<&TrackerRow>, human: &Cells, withdrawn: bool) {
        let last = self.history.subject(&row.id).map(|subject| (subject.rev.clone(), subject.withdrawn));
        if last == Some((row.rev.clone(), withdrawn)) {
            return;
        }
        let known = before.is_some_and(|before| same_but_rev(before, row));
        self.record(Event::Exported {
            rev: row.rev.clone(),
            id: row.id.clone(),
            row: (!known).then(|| Box::new(row.clone())),
            human: human.clone(),
            withdrawn,
        });
    }

    fn own(&mut self, id: &str) -> Option<TableRow> {
        let subject = self.history.subject(id)?;
        let cells = subject.human.clone();
        if cells.is_empty() {
            // Its owner has emptied it: that is how a row of one's own is removed.
            return None;
        }
        let rev = rev(id, None, &cells);
        if subject.rev != rev {
            self.record(Event::Exported {
                rev: rev.clone(),
                id: id.to_owned(),
                row: None,
                human: cells.clone(),
                withdrawn: false,
            });
        }
        self.merged.counts.own += 1;
        Some(TableRow::Own { rev, cells })
    }
}

/// A name for what is read together.
fn act(files: &[String]) -> String {
    let mut hash = Sha256::new();
    files.iter().for_each(|file| hash.update(file));
    base_32(&hash.finalize(), ACT_CHARACTERS)
}

/// 60 bits, as of a `rev`.
const ACT_CHARACTERS: usize = 12;

/// Whether two rows of one item are alike in all but their `rev`.
fn same_but_rev(one: &TrackerRow, other: &TrackerRow) -> bool {
    let mut one = one.clone();
    one.rev.clone_from(&other.rev);
    one == *other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::csv as our_csv;
    use crate::export::sample::row;
    use crate::tracker::read;

    fn night(history: &mut History, run: u64, files: &[String]) -> Merged {
        let sheets: Vec<Sheet> = files.iter().map(|file| read(file.as_bytes(), "copy.csv").unwrap()).collect();
        let occasion = Occasion { run, day: format!("2026-01-{run:02}"), ..Occasion::default() };
        merge(history, &occasion, vec![row("k#1~aaaaaaaa.d")], &sheets)
    }

    /// A copy without `rev` comes in beside one in which somebody went on writing: what the row began with is known.
    #[test]
    fn an_own_row_in_an_old_copy_without_rev_is_no_conflict_with_its_own_later_words() {
        let mut history = History::default();
        let old = "id,text,source,status,owner\n,,,mine,Ana\n".to_owned();
        let first = night(&mut history, 1, std::slice::from_ref(&old));
        let mut bytes = Vec::new();
        our_csv::write_table(&first.table, &mut bytes).unwrap();
        let newer = String::from_utf8(bytes).unwrap().replace("mine,Ana", "mine,Ben");
        let second = night(&mut history, 2, &[old.clone(), newer.clone()]);
        assert_eq!((second.counts.edits, second.new_conflicts.len()), (1, 0));
        assert!(night(&mut history, 2, &[old, newer]).events.is_empty());
    }

    /// Two people wrote the same, one in a copy without `rev`; a third, who saw it, wrote more.
    #[test]
    fn the_same_words_from_two_people_are_no_conflict_with_what_came_after_them() {
        let mut history = History::default();
        let written = |merged: &Merged| {
            let mut bytes = Vec::new();
            our_csv::write_table(&merged.table, &mut bytes).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        let first = written(&night(&mut history, 1, &[]));
        let with = |text: &str, cells: &[(&str, &str)]| {
            let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let mut rows: Vec<Vec<String>> =
                rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            let head = rows.iter().position(|row| row.iter().any(|cell| cell == "notes")).unwrap();
            for (column, value) in cells {
                let at = rows[head].iter().position(|name| name == column).unwrap();
                rows[head + 1][at] = (*value).to_owned();
            }
            let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            rows.iter().for_each(|row| out.write_record(row).unwrap());
            String::from_utf8(out.into_inner().unwrap()).unwrap()
        };
        let without_rev = with(&first, &[("notes", "call Ana"), ("rev", "")]);
        let second = written(&night(&mut history, 2, &[without_rev]));
        let (same, newer) = (with(&first, &[("notes", "call Ana")]), with(&second, &[("notes", "call Ana and Ben")]));
        let third = night(&mut history, 3, &[same.clone(), newer.clone()]);
        assert_eq!((third.counts.edits, third.new_conflicts.len()), (1, 0));
        assert!(night(&mut history, 3, &[same, newer]).events.is_empty());
    }
}
