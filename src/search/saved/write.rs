//! Alerts as text for people, CSV for tables and Atom (RFC 4287) for feed readers.

use std::io::{self, Write};

use super::alert::{Alert, Change, Told};
use crate::export::csv::{CsvForm, Table};
use crate::query::Hits;
use crate::query::hit::Hit;
use crate::search::render::{self, Form};
use crate::text::markup::percent_encoded;
use crate::text::{escapes, markup};

/// The name of an alert's file: by generation and search, so that a run repeated after a fault writes the same file again.
#[must_use]
pub fn file_name(generation: u64, search: &str, ending: &str) -> String {
    format!("{generation:06}-{search}.{ending}")
}

const SECTIONS: [(Change, &str); 3] = [
    (Change::New, "New"),
    (Change::Changed, "Changed"),
    (
        Change::ByRules,
        "New or changed only because rules, acronyms, the manifest or the program changed; the files are the same as before",
    ),
];

/// An alert as text.
///
/// # Errors
/// Whatever `out` reports.
pub fn text(alert: &Alert, mut out: impl Write) -> io::Result<()> {
    let search = &alert.search;
    writeln!(out, "{}: {}", search.name, escapes::one_line(&search.fingerprint()))?;
    for line in search.about.iter().flat_map(|about| escapes::lines(about, 80)) {
        writeln!(out, "{line}")?;
    }
    if alert.is_baseline {
        return writeln!(out, "{} paragraphs; from the next run on, what is new or changed is told.", alert.total);
    }
    writeln!(out, "{} to tell of {} paragraphs.", alert.told.len(), alert.total)?;
    for (change, title) in SECTIONS {
        let hits: Vec<Hit> =
            of(alert, change).enumerate().map(|(at, told)| Hit { rank: at + 1, ..told.hit.clone() }).collect();
        if hits.is_empty() {
            continue;
        }
        writeln!(out)?;
        for line in escapes::lines(title, 80) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
        let page = Hits { total: hits.len(), hits, ..Hits::default() };
        render::hits(&page, false, Form::default(), &mut out)?;
    }
    Ok(())
}

fn of(alert: &Alert, change: Change) -> impl Iterator<Item = &Told> {
    alert.told.iter().filter(move |told| told.change == change)
}

/// The word for a change in tables and feeds.
fn word(change: Change) -> &'static str {
    match change {
        Change::New => "new",
        Change::Changed => "changed",
        Change::ByRules => "by-rules",
    }
}

/// Alerts as one table: `search`, `change`, then the columns of hits.
///
/// # Errors
/// Whatever `out` reports.
pub fn csv(alerts: &[Alert], form: CsvForm, out: impl Write) -> io::Result<()> {
    let mut table = Table::new(form, out)?;
    table.record(["search", "change"].into_iter().chain(render::COLUMNS))?;
    for alert in alerts {
        for told in &alert.told {
            let cells = render::cells(&told.hit);
            let head = [alert.search.name.as_str(), word(told.change)];
            table.record(head.into_iter().chain(cells.iter().map(String::as_str)))?;
        }
    }
    table.finish()
}

/// The feed of one search: the hits told lately, the latest first. `updated` is the time of the run (RFC 3339).
///
/// # Errors
/// Whatever `out` reports.
pub fn atom(alert: &Alert, updated: &str, mut out: impl Write) -> io::Result<()> {
    let name = escaped(&alert.search.name);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>")?;
    writeln!(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\">")?;
    writeln!(out, "  <id>urn:minutebook:search:{name}</id>")?;
    writeln!(out, "  <title>{}</title>", escaped(alert.search.about.as_deref().unwrap_or(&alert.search.name)))?;
    writeln!(out, "  <subtitle>{}</subtitle>", escaped(&alert.search.fingerprint()))?;
    writeln!(out, "  <updated>{}</updated>", escaped(updated))?;
    writeln!(out, "  <author><name>minutebook</name></author>")?;
    for (day, hit) in &alert.feed {
        entry(&name, day, hit, &mut out)?;
    }
    writeln!(out, "</feed>")
}

fn entry(search: &str, day: &str, hit: &Hit, out: &mut impl Write) -> io::Result<()> {
    let number = hit.number.as_ref().map(|number| format!(", paragraph {number}")).unwrap_or_default();
    let summary: Vec<&str> = hit.snippets.iter().map(|snippet| snippet.text.as_str()).collect();
    writeln!(out, "  <entry>")?;
    // The day makes a hit that is told again, as it changed, an entry of its own.
    writeln!(out, "    <id>urn:minutebook:hit:{search}:{}:{}</id>", escaped(&percent_encoded(&hit.id)), escaped(day))?;
    writeln!(out, "    <title>{}</title>", escaped(&format!("{}{number}", hit.title)))?;
    writeln!(out, "    <updated>{}T00:00:00Z</updated>", escaped(day.get(..10).unwrap_or(day)))?;
    if let Some(url) = hit.url.as_deref().and_then(markup::link_target) {
        let page = hit.page.filter(|_| !url.contains('#')).map(|page| format!("#page={page}")).unwrap_or_default();
        writeln!(out, "    <link href=\"{}{page}\"/>", escaped(&url))?;
    }
    for kind in &hit.kinds {
        writeln!(out, "    <category term=\"{kind}\"/>")?;
    }
    writeln!(out, "    <summary>{}</summary>", escaped(&summary.join(" \u{2026} ")))?;
    writeln!(out, "  </entry>")
}

/// Text of an XML element or attribute: one line.
fn escaped(text: &str) -> String {
    markup::escaped(&escapes::one_line(text))
}
