//! What happened to a row, told to people, and the way back: to what a file says, to how things stood after a run, to before the last
//! act on an item.

use super::account::Recorded;
use super::event::{Event, Verdict};
use super::history::History;
use super::identify::own_cells;
use super::sheet::{Field, Sheet};
use super::work::Occasion;
use crate::error::RunError;
use crate::model::{Cells, Column, TrackerRow};
use crate::store::Ledger;
use crate::store::ledger::Account;
use std::collections::BTreeMap;

/// Something that happened to a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// The run.
    pub run: u64,
    /// What, a sentence.
    pub what: String,
}

/// A human cell that is to hold something else again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The item, or the own row.
    pub id: String,
    /// The column key.
    pub column: String,
    /// What it holds now.
    pub from: String,
    /// What it is to hold.
    pub to: String,
}

/// All that the ledger tells of an item, oldest first.
///
/// # Errors
/// The ledger cannot be read.
pub fn told(ledger: &Ledger, id: &str) -> Result<Vec<Told>, RunError> {
    let mut all = Vec::new();
    let mut human = Cells::new();
    let mut before: Option<Box<TrackerRow>> = None;
    let mut was_gone = false;
    let report = if id.contains('#') { ledger.report_of(id) } else { String::new() };
    for line in ledger.account_of::<Recorded<Event>>(Account::Trackers, &report)? {
        let Recorded { run, entry } = line.entry;
        if entry.id() != Some(id) {
            continue;
        }
        let mut tell = |what: String| all.push(Told { at: line.at.clone(), run, what });
        match entry {
            Event::Exported { row, withdrawn, .. } => {
                match (&before, &row) {
                    (None, _) => tell("first written into the tracker".to_owned()),
                    (Some(before), Some(now)) => {
                        let changed = Column::ALL.into_iter().filter(|column| !is_of_row(*column));
                        let changed = changed.filter(|column| before.cell(*column) != now.cell(*column));
                        for column in changed {
                            let (from, to) = (before.cell(column), now.cell(column));
                            tell(format!("{}: \"{from}\" -> \"{to}\" (its source, or how it is read)", column.name()));
                        }
                    }
                    (Some(_), None) => {}
                }
                if withdrawn != was_gone {
                    tell(
                        if withdrawn { "withdrawn: its source holds it no longer" } else { "back in its source" }
                            .to_owned(),
                    );
                }
                was_gone = withdrawn;
                before = row.or(before);
            }
            Event::Own { cells, file, .. } => {
                tell(format!("written by a person as a row of their own, in {file}"));
                human = cells;
            }
            Event::Edited { column, value, file, .. } => {
                let from = human.get(&column).cloned().unwrap_or_default();
                tell(format!("{column}: \"{from}\" -> \"{value}\", from {file}"));
                human.insert(column, value);
            }
            Event::Linked { from, verdict, by, .. } => {
                let who = if by.is_empty() { "its words are nearly the same".to_owned() } else { by };
                tell(match verdict {
                    Verdict::Alike | Verdict::Confirmed => format!("reworded from {from} ({who})"),
                    Verdict::Refused => format!("not {from} with other words ({who})"),
                });
            }
            Event::Inherited { from, taken, .. } => {
                tell(format!("took over from {from}"));
                for (column, value) in taken {
                    let before = human.insert(column.clone(), value.clone()).unwrap_or_default();
                    tell(format!("{column}: \"{before}\" -> \"{value}\", from {from}"));
                }
            }
            Event::Conflict(conflict) => tell(format!(
                "{}: conflict ({}): \"{}\" stands, {} has \"{}\"",
                conflict.column,
                conflict.reason.name(),
                conflict.kept,
                conflict.file,
                conflict.other
            )),
            Event::Resolved { column, .. } => tell(format!("{column}: conflicts settled, what stands stays")),
            Event::Numbered { no, .. } => tell(format!("numbered {no}")),
            Event::Sent { tool, .. } => tell(format!("sent to {tool}")),
            Event::Key { tool, key, .. } => tell(format!("{key} in {tool}")),
            _ => {}
        }
    }
    Ok(all)
}

/// Columns that tell of the row and not of the item.
fn is_of_row(column: Column) -> bool {
    matches!(column, Column::Rev | Column::FirstSeen | Column::Changed | Column::No | Column::Sha256)
}

/// What brings all human cells to where they stood when `run` had ended.
///
/// # Errors
/// The ledger cannot be read.
pub fn as_of_run(ledger: &Ledger, run: u64) -> Result<Vec<Change>, RunError> {
    let (mut then, mut now) = (History::default(), History::default());
    ledger.each::<Recorded<Event>>(Account::Trackers, |line| {
        let Recorded { run: of, entry } = line.entry;
        if of <= run {
            then.apply(of, &entry);
        }
        now.apply(of, &entry);
    })?;
    let mut changes = Vec::new();
    for (id, subject) in now.subjects() {
        let before = then.subject(id).map(|subject| subject.human.clone()).unwrap_or_default();
        changes.extend(between(id, &subject.human, &before));
    }
    Ok(changes)
}

/// What undoes the last act of a person on an item.
///
/// # Errors
/// The ledger cannot be read.
pub fn undone(ledger: &Ledger, id: &str) -> Result<Vec<Change>, RunError> {
    let mut human = Cells::new();
    // By act, the cells before it; the acts of older versions carry no name: each edit is one.
    let mut last: (String, BTreeMap<String, String>) = Default::default();
    let report = if id.contains('#') { ledger.report_of(id) } else { String::new() };
    for line in ledger.account_of::<Recorded<Event>>(Account::Trackers, &report)? {
        match line.entry.entry {
            Event::Own { id: of, cells, .. } if of == id => human = cells,
            Event::Inherited { id: of, taken, from, .. } if of == id && !taken.is_empty() => {
                last = (format!("taken over from {from}"), BTreeMap::new());
                for (column, value) in taken {
                    let before = human.insert(column.clone(), value).unwrap_or_default();
                    last.1.insert(column, before);
                }
            }
            Event::Edited { id: of, column, value, act, .. } if of == id => {
                if act.is_empty() || act != last.0 {
                    last = (act, BTreeMap::new());
                }
                let from = human.insert(column.clone(), value).unwrap_or_default();
                last.1.entry(column).or_insert(from);
            }
            _ => {}
        }
    }
    let back = last.1.into_iter().map(|(column, to)| {
        let from = human.get(&column).cloned().unwrap_or_default();
        Change { id: id.to_owned(), column, from, to }
    });
    Ok(back.filter(|change| change.from != change.to).collect())
}

/// What brings the human cells of the rows of a file to what it says, also where it is empty. Rows that it lacks stay as they are.
#[must_use]
pub fn as_in(history: &History, sheet: &Sheet) -> Vec<Change> {
    let place = |column| sheet.columns.iter().position(|field| *field == Field::Machine(column));
    let cell = |row: &[Option<String>], at: Option<usize>| {
        at.and_then(|at| row.get(at)).and_then(Option::as_deref).map(str::trim).unwrap_or_default().to_owned()
    };
    let mut changes = Vec::new();
    for row in &sheet.rows {
        let (id, rev) = (cell(row, place(Column::Id)), cell(row, place(Column::Rev)));
        let entry = history.entry(&rev);
        let known = history.subject(&id).is_some().then_some(id.clone());
        let Some(id) = known.or_else(|| entry.map(|entry| entry.id.clone())) else { continue };
        let Some(subject) = history.subject(&id) else { continue };
        let to: Cells = if subject.own {
            own_cells(sheet, row)
        } else {
            let human = sheet.columns.iter().zip(row).filter(|(field, _)| matches!(field, Field::Human(_)));
            human.filter_map(|(field, cell)| Some((field.key(), cell.as_deref()?.trim_end().to_owned()))).collect()
        };
        let columns: Vec<String> = sheet.columns.iter().map(Field::key).collect();
        let now: Cells = subject.human.clone().into_iter().filter(|(column, _)| columns.contains(column)).collect();
        changes.extend(between(&id, &now, &to));
    }
    changes
}

/// The changes as the ledger keeps them.
#[must_use]
pub fn events(changes: &[Change], occasion: &Occasion, label: &str) -> Vec<Event> {
    let act = format!("restored-{}-{}", occasion.run, changes.len());
    let event = |change: &Change| Event::Edited {
        id: change.id.clone(),
        column: change.column.clone(),
        value: change.to.clone(),
        base: String::new(),
        file: label.to_owned(),
        act: act.clone(),
    };
    changes.iter().map(event).collect()
}

fn between(id: &str, now: &Cells, then: &Cells) -> Vec<Change> {
    let mut columns: Vec<&String> = now.keys().chain(then.keys()).collect();
    columns.sort();
    columns.dedup();
    let cell = |cells: &Cells, column: &str| cells.get(column).cloned().unwrap_or_default();
    let all = columns.into_iter().map(|column| Change {
        id: id.to_owned(),
        column: column.clone(),
        from: cell(now, column),
        to: cell(then, column),
    });
    all.filter(|change| change.from != change.to).collect()
}
