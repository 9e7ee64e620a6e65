//! What one edited file says, cell by cell: untouched, edited, already known, or in conflict.

use super::event::{Conflict, Event, Reason};
use super::history::{Entry, History, Subject};
use super::identify::{Row, Whose, identify, own_cells};
use super::merge::Work;
use super::same::Habit;
use super::sheet::{Field, Sheet, Unreadable};
use crate::model::Column;
use rustc_hash::FxHashSet;

/// A file in which more rows than this have cells of different items was sorted column by column: nothing in it can be
/// trusted, and it is set aside. Fewer are slips of the hand, listed one by one.
const TORN_ROWS_TOLERATED: usize = 5;

/// Takes over the edits of one sheet. `current` holds the ids of all items that the sources hold now.
pub(super) fn read_back(work: &mut Work<'_>, current: &FxHashSet<String>, sheet: &Sheet) {
    let rows = identify(work.history, work.elsewhere, current, sheet);
    let file = File { name: &sheet.name, habit: habit(work.history, sheet, &rows), columns: columns(sheet), rows };
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
    for row in &file.rows {
        match &row.subject {
            Whose::Item(id) => item(work, &file, row, id),
            Whose::Own(id) => own(work, &file, row, id),
            Whose::NewOwn(id) => {
                let (id, cells, file) = (id.clone(), own_cells(sheet, row.cells), sheet.name.clone());
                work.record(Event::Own { id, cells, file });
            }
        }
    }
}

/// One file with what is known of it as a whole.
struct File<'a> {
    name: &'a str,
    habit: Habit,
    columns: Vec<(&'a Field, String)>,
    rows: Vec<Row<'a>>,
}

fn item(work: &mut Work<'_>, file: &File<'_>, row: &Row<'_>, id: &str) {
    let base = work.history.entry(row.rev).filter(|entry| entry.id == id).cloned();
    for ((field, key), cell) in file.columns.iter().zip(row.cells) {
        let Some(value) = cell else { continue };
        match field {
            Field::Human(_) => human(work, file, row, (id, key), base.as_ref(), value),
            Field::Machine(Column::Id | Column::Rev | Column::FirstSeen | Column::Changed) => {}
            Field::Machine(_) if row.torn => {}
            Field::Machine(column) => machine(work, file, row, (id, *column), value),
        }
    }
}

fn own(work: &mut Work<'_>, file: &File<'_>, row: &Row<'_>, id: &str) {
    let base = work.history.entry(row.rev).filter(|entry| entry.id == id).cloned();
    for ((field, key), cell) in file.columns.iter().zip(row.cells) {
        match (field, cell) {
            (Field::Machine(Column::Rev), _) | (_, None) => {}
            (_, Some(value)) => human(work, file, row, (id, key), base.as_ref(), value),
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
) {
    let blank = Subject::default();
    let subject = work.history.subject(id).unwrap_or(&blank);
    let now = subject.cell(column);
    let value = value.trim_end();
    if file.habit.same(now, value) {
        return;
    }
    let verdict = match base {
        _ if row.torn => Verdict::Conflict(Reason::TornRow),
        Some(base) => {
            let before = base.human.get(column).map(String::as_str).unwrap_or_default();
            if file.habit.same(before, value) || subject.had_edit(column, value, row.rev) {
                Verdict::Known
            } else if now == before {
                Verdict::Edit
            } else if subject.held_since(base, column, value) {
                Verdict::Known
            } else {
                Verdict::Conflict(Reason::BothChanged)
            }
        }
        None if value.is_empty() || subject.ever_held(column, value) => Verdict::Known,
        None if now.is_empty() => Verdict::Edit,
        None => Verdict::Conflict(Reason::BaseUnknown),
    };
    let base = row.rev.to_owned();
    match verdict {
        Verdict::Known => {}
        Verdict::Edit => work.record(Event::Edited {
            id: id.to_owned(),
            column: column.to_owned(),
            value: value.to_owned(),
            base,
            file: file.name.to_owned(),
        }),
        Verdict::Conflict(reason) => {
            let kept = now.to_owned();
            conflict(work, file, (id, column, reason), kept, value, base);
        }
    }
}

enum Verdict {
    Known,
    Edit,
    Conflict(Reason),
}

/// A machine cell that holds what it never held is somebody's correction: it is listed, never taken over.
fn machine(work: &mut Work<'_>, file: &File<'_>, row: &Row<'_>, (id, column): (&str, Column), value: &str) {
    let Some(subject) = work.history.subject(id) else { return };
    if subject.row.is_none() || subject.ever_exported(column, |ours| file.habit.same(ours, value)) {
        return;
    }
    let kept = subject.row.as_ref().map(|row| row.cell(column).into_owned()).unwrap_or_default();
    conflict(work, file, (id, column.name(), Reason::MachineColumn), kept, value, row.rev.to_owned());
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
    };
    if !work.history.was_listed(&conflict) {
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
            Whose::Own(_) | Whose::NewOwn(_) => None,
        };
        let base = history.entry(row.rev).and_then(|entry| entry.row.as_ref());
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
