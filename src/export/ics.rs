//! Deadlines for calendars (RFC 5545): a to-do each, and an all-day event, because Outlook leaves to-dos out on import.
//!
//! The UID is the item's id, so that a second import updates; SEQUENCE counts the changes of its substance and of its status.

use crate::model::{State, TrackerRow};
use std::io::{self, Write};

/// Octets of a content line before it must be folded (RFC 5545, 3.1).
const LINE_OCTETS: usize = 75;
/// Days of the longest range that a calendar shows as one event: a month.
const LONGEST_EVENT: i32 = 31;

/// One deadline.
#[derive(Debug, Clone, Copy)]
pub struct Deadline<'a> {
    /// The item; without `due` it is left out.
    pub row: &'a TrackerRow,
    /// The human `status` cell: `done` completes the to-do.
    pub status: &'a str,
    /// How often its substance or its status has changed.
    pub sequence: u64,
}

/// Writes a calendar of all `deadlines` that have a day. `day` (`YYYY-MM-DD`) stamps those whose last change is unknown.
///
/// # Errors
/// Whatever `out` reports.
pub fn write<'a, W: Write>(
    name: &str,
    day: &str,
    deadlines: impl IntoIterator<Item = Deadline<'a>>,
    mut out: W,
) -> io::Result<()> {
    begin(name, &mut out)?;
    for deadline in deadlines {
        entry(day, deadline, &mut out)?;
    }
    end(&mut out)?;
    out.flush()
}

/// The beginning of a calendar.
///
/// # Errors
/// Whatever `out` reports.
pub fn begin<W: Write>(name: &str, out: &mut W) -> io::Result<()> {
    property(out, "BEGIN", "VCALENDAR")?;
    property(out, "VERSION", "2.0")?;
    property(out, "PRODID", "-//minutebook//deadlines//EN")?;
    property(out, "CALSCALE", "GREGORIAN")?;
    property(out, "METHOD", "PUBLISH")?;
    property(out, "X-WR-CALNAME", &escaped(name))
}

/// One deadline; nothing where it has no day.
///
/// # Errors
/// Whatever `out` reports.
pub fn entry<W: Write>(day: &str, deadline: Deadline<'_>, out: &mut W) -> io::Result<()> {
    match deadline.row.due.as_deref().and_then(|due| due.parse().ok()) {
        Some(due) => todo_and_event(out, day, deadline, due),
        None => Ok(()),
    }
}

/// The end of a calendar.
///
/// # Errors
/// Whatever `out` reports.
pub fn end<W: Write>(out: &mut W) -> io::Result<()> {
    property(out, "END", "VCALENDAR")
}

fn todo_and_event<W: Write>(out: &mut W, day: &str, deadline: Deadline<'_>, due: jiff::civil::Date) -> io::Result<()> {
    let row = deadline.row;
    let first =
        row.due_from.as_deref().and_then(|from| from.parse().ok()).filter(|&from: &jiff::civil::Date| from <= due);
    // A quarter or a year is the time to do it in, not an appointment of so many days: the event stands on its last day.
    let days = first.and_then(|first| due.since(first).ok()).map_or(0, |span| span.get_days());
    let first_of_event = first.filter(|_| days < LONGEST_EVENT).unwrap_or(due);
    // The end of an all-day event is the day after its last (RFC 5545, 3.6.1).
    let after = due.tomorrow().unwrap_or(due);
    property(out, "BEGIN", "VTODO")?;
    common(out, "todo", day, deadline)?;
    // DUE must lie after DTSTART (RFC 5545, 3.8.2.3): a to-do of one day has no DTSTART.
    if let Some(first) = first.filter(|first| *first < due) {
        property(out, "DTSTART;VALUE=DATE", &compact(first))?;
    }
    property(out, "DUE;VALUE=DATE", &compact(due))?;
    let state = state(row, deadline.status);
    property(out, "STATUS", todo_status(state))?;
    if state == State::Done {
        property(out, "PERCENT-COMPLETE", "100")?;
    }
    property(out, "END", "VTODO")?;
    property(out, "BEGIN", "VEVENT")?;
    common(out, "event", day, deadline)?;
    property(out, "DTSTART;VALUE=DATE", &compact(first_of_event))?;
    property(out, "DTEND;VALUE=DATE", &compact(after))?;
    property(out, "TRANSP", "TRANSPARENT")?;
    property(out, "STATUS", if state == State::Dropped { "CANCELLED" } else { "CONFIRMED" })?;
    property(out, "END", "VEVENT")
}

fn common<W: Write>(out: &mut W, of: &str, day: &str, deadline: Deadline<'_>) -> io::Result<()> {
    let row = deadline.row;
    let changed = row.changed.as_deref().unwrap_or(day);
    let stamp = changed.parse().map_or_else(|_| "19700101".to_owned(), compact);
    property(out, "UID", &escaped(&format!("{of}-{}@minutebook", row.id)))?;
    property(out, "DTSTAMP", &format!("{stamp}T000000Z"))?;
    property(out, "SEQUENCE", &deadline.sequence.to_string())?;
    // An event has no status for what is done: its name says it.
    let done = if state(row, deadline.status) == State::Done { "Done: " } else { "" };
    property(out, "SUMMARY", &escaped(&format!("{done}{}", summary(row))))?;
    property(out, "DESCRIPTION", &escaped(&description(row)))?;
    if let Some(category) = &row.category {
        property(out, "CATEGORIES", &escaped(category))?;
    }
    if let Some(url) = row.url.as_deref().and_then(crate::text::markup::link_target) {
        property(out, "URL", &url)?;
    }
    Ok(())
}

/// Who and what, short enough for a day in a calendar; the description has the whole.
fn summary(row: &TrackerRow) -> String {
    const CHARACTERS: usize = 90;
    let who = if row.actors.is_empty() { String::new() } else { format!("{}: ", row.actors.join(", ")) };
    let whole = format!("{who}{}", row.text.split_whitespace().collect::<Vec<_>>().join(" "));
    if whole.chars().count() <= CHARACTERS {
        return whole;
    }
    let mut short: String = whole.chars().take(CHARACTERS).collect();
    if let Some(at) = short.rfind(' ') {
        short.truncate(at);
    }
    format!("{short} …")
}

fn description(row: &TrackerRow) -> String {
    let mut lines = Vec::new();
    lines.extend(row.stem.clone());
    lines.push(row.text.clone());
    let words = row.due_text.as_ref().map(|words| format!(" (\"{words}\")")).unwrap_or_default();
    lines.push(format!("{}{words}", row.kind.name()));
    lines.push(row.reference());
    lines.push(row.id.clone());
    lines.join("\n")
}

/// What is gone from its source, and is not done, nobody will do.
fn state(row: &TrackerRow, status: &str) -> State {
    match State::of(status) {
        State::Open | State::Underway if row.is_withdrawn() => State::Dropped,
        state => state,
    }
}

fn todo_status(state: State) -> &'static str {
    match state {
        State::Done => "COMPLETED",
        State::Dropped => "CANCELLED",
        State::Underway => "IN-PROCESS",
        State::Open => "NEEDS-ACTION",
    }
}

fn compact(day: jiff::civil::Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// TEXT as RFC 5545, 3.3.11 has it.
fn escaped(text: &str) -> String {
    if !text.bytes().any(|byte| matches!(byte, b'\\' | b';' | b',' | 0..=0x1f | 0x7f) || byte == 0xC2) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push_str("\\n"),
            _ if character.is_control() => {}
            _ => out.push(character),
        }
    }
    out
}

/// One content line, folded so that no line is longer than 75 octets and no character is cut.
fn property<W: Write>(out: &mut W, name: &str, value: &str) -> io::Result<()> {
    out.write_all(name.as_bytes())?;
    out.write_all(b":")?;
    let mut rest = value;
    let mut room = LINE_OCTETS.saturating_sub(name.len() + 1);
    while rest.len() > room {
        let (line, after) = rest.split_at(rest.floor_char_boundary(room));
        out.write_all(line.as_bytes())?;
        out.write_all(b"\r\n ")?;
        rest = after;
        room = LINE_OCTETS - 1;
    }
    out.write_all(rest.as_bytes())?;
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;
    use proptest::prelude::*;

    fn calendar(row: &TrackerRow, status: &str, sequence: u64) -> String {
        let mut out = Vec::new();
        write("Deadlines", "2026-11-21", [Deadline { row, status, sequence }], &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_deadline_is_a_to_do_and_an_all_day_event() {
        insta::assert_snapshot!(calendar(&row("k#1~aaaaaaaa.d"), "", 2).replace("\r\n", "\n"));
    }

    #[test]
    fn a_range_spans_its_days_and_an_unknown_day_is_left_out() {
        let mut range = row("k#1~aaaaaaaa.d");
        range.due_from = Some("2019-05-30".to_owned());
        let text = calendar(&range, "Done", 0);
        assert!(text.contains("DTSTART;VALUE=DATE:20190530\r\nDTEND;VALUE=DATE:20190603\r\n"));
        assert!(text.contains("STATUS:COMPLETED"));
        assert_eq!(text.matches("SUMMARY:Done: ").count(), 2, "on both parts");
        range.due = None;
        assert!(!calendar(&range, "", 0).contains("BEGIN:VTODO"));
    }

    #[test]
    fn a_year_is_a_deadline_on_its_last_day_and_no_event_of_365_days() {
        let mut year = row("k#1~aaaaaaaa.d");
        (year.due_from, year.due) = (Some("2019-01-01".to_owned()), Some("2019-12-31".to_owned()));
        let text = calendar(&year, "", 0);
        assert!(text.contains("DTSTART;VALUE=DATE:20191231\r\nDTEND;VALUE=DATE:20200101\r\n"), "{text}");
        assert!(text.contains("DTSTART;VALUE=DATE:20190101\r\nDUE;VALUE=DATE:20191231\r\n"), "{text}");
    }

    #[test]
    fn an_item_that_its_source_dropped_is_cancelled() {
        assert_eq!(calendar(&row("k#1~aaaaaaaa.d").withdrawn(), "", 0).matches("STATUS:CANCELLED").count(), 2);
    }

    proptest! {
        #[test]
        fn no_line_is_longer_than_75_octets_and_unfolding_gives_the_text_back(text in "[aé漢,;\\\\\n\u{1f600}]{0,300}") {
            let mut row = row("k#1~aaaaaaaa.d");
            row.text.clone_from(&text);
            let calendar = calendar(&row, "", 0);
            prop_assert!(calendar.split("\r\n").all(|line| line.len() <= LINE_OCTETS));
            prop_assert!(calendar.replace("\r\n ", "").contains(&escaped(&text)));
        }
    }
}
