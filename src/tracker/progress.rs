//! How a tracker has come along since a day or a run, for the next meeting: what is done, what is overdue, what is new, changed or
//! withdrawn.

use super::account::Recorded;
use super::delta::{Since, delta};
use super::event::Event;
use super::history::{History, Subject};
use crate::error::RunError;
use crate::export::lists_book::{self, List};
use crate::export::markdown;
use crate::model::{State, TrackerRow};
use crate::store::Ledger;
use crate::store::ledger::Account;
use crate::text::markup::escaped as html_escaped;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

/// One list of items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub title: &'static str,
    /// Its items.
    pub entries: Vec<Entry>,
}

/// One item, by what a meeting wants to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its short number, or its id.
    pub no: String,
    /// Its words.
    pub text: String,
    /// Who owns it.
    pub owner: String,
    /// What people say of its state.
    pub status: String,
    /// The last day.
    pub due: String,
    /// Where it stands: `mag-2017-03-28, paragraph 7, p. 3`.
    pub reference: String,
}

/// The lists since then; `today` as `YYYY-MM-DD`.
///
/// # Errors
/// The ledger cannot be read.
pub fn since(ledger: &Ledger, since: &Since, today: &str) -> Result<Vec<Section>, RunError> {
    let mut history = History::default();
    let mut touched: BTreeSet<String> = BTreeSet::new();
    ledger.each::<Recorded<Event>>(Account::Trackers, |line| {
        let Recorded { run, entry } = line.entry;
        let is_since = match since {
            Since::Run(number) => run > *number,
            Since::Day(day) => line.at.as_str() >= day.as_str(),
        };
        if let Event::Edited { id, column, .. } = &entry
            && is_since
            && column == "status"
        {
            touched.insert(id.clone());
        }
        history.apply(run, &entry);
    })?;
    let rows: Vec<&TrackerRow> = history.subjects().filter_map(|(_, subject)| subject.row.as_deref()).collect();
    let news = delta(&history, since, rows.iter().copied());
    let held = || history.subjects().filter(|(_, subject)| !subject.withdrawn && !subject.own);
    let done = held().filter(|(id, subject)| touched.contains(*id) && is_closed(subject));
    let overdue = held().filter(|(_, subject)| !is_closed(subject) && is_overdue(subject, today));
    let of = |row: &TrackerRow| history.subject(&row.id).and_then(entry);
    let mut overdue: Vec<Entry> = overdue.filter_map(|(_, subject)| entry(subject)).collect();
    overdue.sort_by(|one, other| one.due.cmp(&other.due));
    Ok(vec![
        Section { title: "Done", entries: done.filter_map(|(_, subject)| entry(subject)).collect() },
        Section { title: "Overdue", entries: overdue },
        Section { title: "New", entries: news.new.iter().filter_map(of).collect() },
        Section { title: "Changed", entries: news.changed.iter().filter_map(of).collect() },
        Section { title: "Withdrawn by their sources", entries: news.withdrawn.iter().filter_map(of).collect() },
    ])
}

fn is_closed(subject: &Subject) -> bool {
    State::of(subject.cell("status")).is_closed()
}

/// Only a whole day can be over: a month or a year is compared where it is one.
fn is_overdue(subject: &Subject, today: &str) -> bool {
    let due = subject.row.as_ref().and_then(|row| row.due.as_deref()).unwrap_or_default();
    due.len() == today.len() && due < today
}

fn entry(subject: &Subject) -> Option<Entry> {
    let row = subject.row.as_ref()?;
    Some(Entry {
        no: row.no.clone().unwrap_or_else(|| row.id.clone()),
        text: row.text.clone(),
        owner: subject.cell("owner").to_owned(),
        status: subject.cell("status").to_owned(),
        due: row.due.clone().unwrap_or_default(),
        reference: row.reference(),
    })
}

/// The lists as Markdown.
#[must_use]
pub fn to_markdown(title: &str, sections: &[Section]) -> String {
    let mut text = format!("# {}\n", markdown::escaped(title));
    for Section { title, entries } in sections {
        let _ = write!(text, "\n## {title} ({})\n\n", entries.len());
        if entries.is_empty() {
            text.push_str("Nothing.\n");
        }
        for entry in entries {
            let _ = writeln!(text, "- **{}** {}", markdown::escaped(&entry.no), markdown::escaped(&entry.text));
            let _ = writeln!(text, "  ({})", markdown::escaped(&told(entry)));
        }
    }
    text
}

/// The lists as a page of HTML.
#[must_use]
pub fn to_html(title: &str, sections: &[Section]) -> String {
    let title = html_escaped(title);
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title>\n<style>body{{font:16px/1.5 sans-serif;\
         max-width:60em;margin:2em auto;padding:0 1em}}td,th{{text-align:left;vertical-align:top;padding:.3em .8em .3em 0}}</style>\n\
         <h1>{title}</h1>\n"
    );
    for Section { title, entries } in sections {
        let _ = writeln!(text, "<h2>{title} ({})</h2>", entries.len());
        if entries.is_empty() {
            text.push_str("<p>Nothing.</p>\n");
            continue;
        }
        text.push_str("<table><tr><th>No.<th>What<th>Owner<th>Status<th>Due<th>Where\n");
        for entry in entries {
            let cells = [&entry.no, &entry.text, &entry.owner, &entry.status, &entry.due, &entry.reference];
            text.push_str("<tr>");
            cells.into_iter().for_each(|cell| {
                let _ = write!(text, "<td>{}", html_escaped(cell));
            });
            text.push('\n');
        }
        text.push_str("</table>\n");
    }
    text.push_str("</html>\n");
    text
}

/// The lists as a workbook.
///
/// # Errors
/// The workbook cannot be put together.
pub fn to_xlsx(title: &str, day: &str, sections: &[Section]) -> io::Result<Vec<u8>> {
    let lists: Vec<List<'_>> = sections
        .iter()
        .map(|Section { title, entries }| {
            let cells = entries.iter().map(|entry| {
                let cells = [&entry.no, &entry.text, &entry.owner, &entry.status, &entry.due, &entry.reference];
                cells.map(String::as_str)
            });
            (*title, cells.collect())
        })
        .collect();
    lists_book::write(title, day, &lists)
}

fn told(entry: &Entry) -> String {
    let named = [("owner", &entry.owner), ("status", &entry.status), ("due", &entry.due)];
    let said = named.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}: {value}"));
    said.chain([entry.reference.clone()]).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_reports_is_no_markup() {
        let entry = Entry {
            no: "R-001".to_owned(),
            text: "<b>Use *stars*</b>".to_owned(),
            owner: "Ana & Ben".to_owned(),
            status: String::new(),
            due: "2020-01-31".to_owned(),
            reference: "k, paragraph 1".to_owned(),
        };
        let sections = [Section { title: "Done", entries: vec![entry] }, Section { title: "New", entries: Vec::new() }];
        let html = to_html("T <x>", &sections);
        assert!(html.contains("&lt;b&gt;") && html.contains("Ana &amp; Ben") && !html.contains("<b>"), "{html}");
        let book = to_xlsx("T", "2026-11-21", &sections).unwrap();
        let rows = crate::tracker::workbook::sheets(&book).unwrap().concat();
        assert!(rows.iter().any(|row| row.contains(&"Ana & Ben".to_owned())), "{rows:?}");
        let text = to_markdown("T", &sections);
        assert!(text.contains("## Done (1)") && text.contains("due: 2020") && !text.contains("*stars*"), "{text}");
    }
}
