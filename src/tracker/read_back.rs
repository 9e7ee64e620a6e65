//! What one edited file says, cell by cell: untouched, edited, older than what stands, or in conflict.

use super::event::{Conflict, Event, Reason};
use super::history::{Entry, History, Subject};
use super::identify::{Row, Whose, identify, own_cells};
use super::same::Habit;
use super::sheet::{Field, Sheet, Unreadable};
use super::work::Work;
use crate::model::{Column, TrackerRow};
use rustc_hash::FxHashSet;

/// A file in which more rows than this have cells of different items was sorted column by column: nothing in it can be
/// trusted, and it is set aside. Fewer are slips of the hand, listed one by one.
const TORN_ROWS_TOLERATED: usize = 5;

/// Takes over the edits of one sheet. `current` holds the ids of all items that the sources hold now.
pub(super) fn read_back(work: &mut Work<'_>, current: &FxHashSet<String>, sheet: &Sheet) {
    let rows = identify(work.history, work.elsewhere, current, sheet);
    let habit = habit(work.history, sheet, &rows);
    let mut file = File { name: &sheet.name, habit, columns: columns(sheet), rows, is_put_back: false };
    file.is_put_back =
        sheet.in_place && !sheet.is_as_written && file.rows.iter().all(|row| is_as_exported(work.history, &file, row));
    let torn = file.rows.iter().filter(|row| row.torn).count();
    if torn > TORN_ROWS_TOLERATED {
        work.merged.refused.push(Unreadable {
            name: sheet.name.clone(),
            message: format!("{torn} rows hold cells of different items: some columns were sorted without the others."),
            hint: "Undo the sort, or sort with all columns selected, and put the file back.".to_owned(),
        });
        return;
    }
    for field in &sheet.columns {
        if let Field::Human(name) = field
            && !work.history.knows_column(name)
        {
            work.record(Event::Column { name: name.clone() });
        }
    }
    let mut unseen = Unseen::default();
    for row in &file.rows {
        match &row.subject {
            Whose::Item(id) => item(work, &file, row, id, &mut unseen),
            Whose::Own(id) => own(work, &file, row, id, &mut unseen),
            Whose::Forgotten(forgotten) => adopt(work, current, &file, row, forgotten),
            Whose::NewOwn(id) => {
                let (id, cells, file) = (id.clone(), own_cells(sheet, row.cells), sheet.name.clone());
                work.record(Event::Own { id, cells, file });
            }
        }
    }
    work.merged.notes.extend(unseen.told(&sheet.name));
    if work.adopted > 0 {
        // Their numbers are taken.
        let last = work.history.last_numbers().clone();
        work.record(Event::Numbers { last });
        let adopted = std::mem::take(&mut work.adopted);
        work.merged.notes.push(format!(
            "{}: {adopted} rows that the ledger had lost were read back from it, with what people wrote there",
            sheet.name
        ));
    }
}

/// Cells that the tracker keeps although the file has something else.
#[derive(Default)]
struct Unseen {
    /// As exported, and others have written since.
    older: usize,
    /// Empty, in a row that has lost its `rev`.
    empty: usize,
}

impl Unseen {
    fn told(&self, file: &str) -> Vec<String> {
        let mut notes = Vec::new();
        if self.older > 0 {
            notes.push(format!(
                "{file}: {} cells are as an earlier tracker had them; what others wrote since stands",
                self.older
            ));
        }
        if self.empty > 0 {
            notes.push(format!(
                "{file}: {} cells are empty and filled in the tracker; without the column rev it cannot be told whether \
                 somebody cleared them, so the tracker keeps them",
                self.empty
            ));
        }
        notes
    }
}

/// Takes a row that the ledger has lost from the tracker that still has it: the item as it was exported, and what people wrote.
fn adopt(work: &mut Work<'_>, current: &FxHashSet<String>, file: &File<'_>, row: &Row<'_>, forgotten: &TrackerRow) {
    let human: Vec<(&str, &str)> = file
        .columns
        .iter()
        .zip(row.cells)
        .filter(|((field, _), _)| matches!(field, Field::Human(_)))
        .filter_map(|((_, key), cell)| Some((key.as_str(), cell.as_deref()?.trim_end())))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let id = forgotten.id.clone();
    let is_gone = !current.contains(&id);
    work.record(Event::Exported {
        rev: row.rev.to_string(),
        id: id.clone(),
        row: Some(Box::new(forgotten.clone())),
        human: human.iter().map(|&(column, value)| (column.to_owned(), value.to_owned())).collect(),
        withdrawn: is_gone && forgotten.is_withdrawn(),
    });
    for (column, value) in human {
        work.record(Event::Edited {
            id: id.clone(),
            column: column.to_owned(),
            value: value.to_owned(),
            base: row.rev.to_string(),
            file: file.name.to_owned(),
            act: work.act.clone(),
        });
    }
    work.adopted += 1;
}

/// Whether nobody has changed a human cell of the row since it was exported.
fn is_as_exported(history: &History, file: &File<'_>, row: &Row<'_>) -> bool {
    let (Whose::Item(id) | Whose::Own(id)) = &row.subject else { return false };
    let Some(base) = history.entry(&row.rev).filter(|entry| entry.id == *id && !row.torn) else { return false };
    file.columns.iter().zip(row.cells).all(|((field, key), cell)| {
        let before = base.human.get(key).map(String::as_str).unwrap_or_default();
        let is_theirs = matches!(field, Field::Human(_)) || base.row.is_none() && !is_rev(field);
        !is_theirs || cell.as_ref().is_some_and(|cell| file.habit.same(before, cell.trim_end()))
    })
}

fn is_rev(field: &Field) -> bool {
    *field == Field::Machine(Column::Rev)
}

/// One file with what is known of it as a whole.
struct File<'a> {
    name: &'a str,
    habit: Habit,
    columns: Vec<(&'a Field, String)>,
    rows: Vec<Row<'a>>,
    /// Whether it is an earlier tracker, put back by somebody who wants it to hold again.
    is_put_back: bool,
}

fn item(work: &mut Work<'_>, file: &File<'_>, row: &Row<'_>, id: &str, unseen: &mut Unseen) {
    let base = work.history.entry(&row.rev).filter(|entry| entry.id == id).cloned();
    for ((field, key), cell) in file.columns.iter().zip(row.cells) {
        let Some(value) = cell else { continue };
        match field {
            Field::Human(_) => unseen.add(human(work, file, row, (id, key), base.as_ref(), value)),
            Field::Machine(Column::Id | Column::Rev | Column::FirstSeen | Column::Changed) => {}
            // A copy from before there were numbers, or a column that somebody emptied, says nothing of them.
            Field::Machine(Column::No) if value.is_empty() => {}
            Field::Machine(_) if row.torn => {}
            Field::Machine(column) => machine(work, file, row, (id, *column), base.as_ref(), value),
        }
    }
}

fn own(work: &mut Work<'_>, file: &File<'_>, row: &Row<'_>, id: &str, unseen: &mut Unseen) {
    let base = work.history.entry(&row.rev).filter(|entry| entry.id == id).cloned();
    for ((field, key), cell) in file.columns.iter().zip(row.cells) {
        match (field, cell) {
            (Field::Machine(Column::Rev), _) | (_, None) => {}
            (_, Some(value)) => unseen.add(human(work, file, row, (id, key), base.as_ref(), value)),
        }
    }
}

/// The three-way merge of one human cell.
fn human(
    work: &mut Work<'_>,
    file: &File<'_>,
    row: &Row<'_>,
    (id, column): (&str, &str),
    base: Option<&Entry>,
    value: &str,
) -> Verdict {
    let blank = Subject::default();
    let subject = work.history.subject(id).unwrap_or(&blank);
    let now = subject.cell(column);
    let value = value.trim_end();
    if file.habit.same(now, value) {
        return Verdict::Same;
    }
    // Another file of the same act wrote it: whoever sent this one cannot have seen that.
    let is_free = !work.written.contains(&(id.to_owned(), column.to_owned()));
    let verdict = match base {
        _ if row.torn => Verdict::Conflict(Reason::TornRow),
        Some(base) => {
            let before = base.human.get(column).map(String::as_str).unwrap_or_default();
            match file.habit.same(before, value) {
                true if !file.is_put_back => Verdict::Older,
                true if now.is_empty() && is_free => Verdict::Edit,
                true => Verdict::Conflict(Reason::OlderFile),
                false if now == before && is_free => Verdict::Edit,
                false => Verdict::Conflict(Reason::BothChanged),
            }
        }
        None if value.is_empty() => Verdict::Empty,
        None if now.is_empty() && is_free => Verdict::Edit,
        None => Verdict::Conflict(Reason::BaseUnknown),
    };
    let base = row.rev.to_string();
    match verdict {
        Verdict::Same | Verdict::Older | Verdict::Empty => {}
        Verdict::Edit => work.record(Event::Edited {
            id: id.to_owned(),
            column: column.to_owned(),
            value: value.to_owned(),
            base,
            file: file.name.to_owned(),
            act: work.act.clone(),
        }),
        Verdict::Conflict(reason) => {
            let kept = now.to_owned();
            conflict(work, file, (id, column, reason), kept, value, base);
        }
    }
    verdict
}

#[derive(Clone, Copy)]
enum Verdict {
    /// It is what stands.
    Same,
    /// It is as exported, and others have written since.
    Older,
    /// It is empty, and nobody can tell whether it was when the row was exported.
    Empty,
    /// It is what stands from now on.
    Edit,
    /// Both are listed.
    Conflict(Reason),
}

impl Unseen {
    fn add(&mut self, verdict: Verdict) {
        self.older += usize::from(matches!(verdict, Verdict::Older));
        self.empty += usize::from(matches!(verdict, Verdict::Empty));
    }
}

/// A machine cell that holds what its row did not hold is somebody's correction: it is listed, never taken over.
fn machine(
    work: &mut Work<'_>,
    file: &File<'_>,
    row: &Row<'_>,
    (id, column): (&str, Column),
    base: Option<&Entry>,
    value: &str,
) {
    let Some(subject) = work.history.subject(id) else { return };
    let is_ours = |ours: &str| file.habit.same(ours, value);
    let is_known = match base.and_then(|entry| entry.row.as_ref()) {
        Some(before) => {
            is_ours(&before.cell(column)) || subject.row.as_ref().is_some_and(|now| is_ours(&now.cell(column)))
        }
        None => subject.ever_exported(column, is_ours),
    };
    if subject.row.is_none() || is_known {
        return;
    }
    let kept = subject.row.as_ref().map(|row| row.cell(column).into_owned()).unwrap_or_default();
    conflict(work, file, (id, column.name(), Reason::MachineColumn), kept, value, row.rev.to_string());
}

fn conflict(
    work: &mut Work<'_>,
    file: &File<'_>,
    (id, column, reason): (&str, &str, Reason),
    kept: String,
    other: &str,
    base: String,
) {
    let conflict = Conflict {
        id: id.to_owned(),
        column: column.to_owned(),
        reason,
        kept,
        other: other.to_owned(),
        base,
        file: file.name.to_owned(),
        since: work.occasion.day.clone(),
        act: work.act.clone(),
    };
    if !work.history.is_listed(&conflict) {
        work.record(Event::Conflict(conflict));
    }
}

fn columns(sheet: &Sheet) -> Vec<(&Field, String)> {
    sheet.columns.iter().map(|field| (field, field.key())).collect()
}

/// How the program that saved the sheet writes dates, learnt from the machine columns whose true dates are known.
fn habit(history: &History, sheet: &Sheet, rows: &[Row<'_>]) -> Habit {
    let dates = [Column::Date, Column::Due, Column::DueFrom, Column::FirstSeen, Column::Changed];
    let mut pairs = Vec::new();
    for row in rows {
        let of_item = || match &row.subject {
            Whose::Item(id) => history.subject(id).and_then(|subject| subject.row.as_ref()),
            Whose::Own(_) | Whose::NewOwn(_) | Whose::Forgotten(_) => None,
        };
        let base = history.entry(&row.rev).and_then(|entry| entry.row.as_ref());
        let Some(known) = base.or_else(of_item) else { continue };
        for (field, cell) in sheet.columns.iter().zip(row.cells) {
            if let (Field::Machine(column), Some(back)) = (field, cell)
                && dates.contains(column)
            {
                pairs.push((known.cell(*column), back.as_str()));
            }
        }
    }
    let learnt = Habit::learn(sheet.encoding, pairs.iter().map(|(out, back)| (out.as_ref(), *back)));
    Habit { dates: sheet.dates.or(learnt.dates), ..learnt }
}
