//! A Markdown list for reading and for pasting into minutes: one entry an item, with its reference; text is escaped.

use crate::model::TrackerRow;
use crate::text::markup::link_target;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes `rows` under one heading a report, in the order given.
#[cfg(test)]
///
/// # Errors
/// Whatever `out` reports.
pub fn write<'a, W: Write>(title: &str, rows: impl IntoIterator<Item = &'a TrackerRow>, mut out: W) -> io::Result<()> {
    begin(title, &mut out)?;
    entries(rows, &mut out)?;
    out.flush()
}

/// The title of a list.
///
/// # Errors
/// Whatever `out` reports.
pub fn begin<W: Write>(title: &str, out: &mut W) -> io::Result<()> {
    writeln!(out, "# {}", escaped(title))
}

/// The entries of a list, under one heading a report.
///
/// # Errors
/// Whatever `out` reports.
pub fn entries<'a, W: Write>(rows: impl IntoIterator<Item = &'a TrackerRow>, out: &mut W) -> io::Result<()> {
    let mut report: Option<&str> = None;
    for row in rows {
        if report != Some(row.report.as_str()) {
            report = Some(&row.report);
            writeln!(out, "\n## {}\n", escaped(&heading(row)))?;
        }
        writeln!(out, "{}", entry(row))?;
    }
    Ok(())
}

fn heading(row: &TrackerRow) -> String {
    match &row.meeting {
        Some(meeting) => format!("{meeting} ({})", row.report),
        None => row.report.clone(),
    }
}

fn entry(row: &TrackerRow) -> String {
    let mut text = format!("- **{}**", row.kind.name());
    if let Some(number) = &row.paragraph {
        let _ = write!(text, " {}.", escaped(number));
    }
    if let Some(stem) = &row.stem {
        let _ = write!(text, " {}", escaped(stem));
    }
    let _ = write!(text, " {}", escaped(&row.text));
    if !row.actors.is_empty() {
        let _ = write!(text, " *Who:* {}.", escaped(&row.actors.join(", ")));
    }
    if let Some(due) = &row.due {
        let _ = write!(text, " *By:* {}.", escaped(due));
    }
    if row.is_withdrawn() {
        text.push_str(" *No longer in its source.*");
    }
    let place = escaped(&row.reference());
    match row.url.as_deref().and_then(link_target) {
        Some(url) => {
            let _ = write!(text, " ([{place}]({url}))");
        }
        None => {
            let _ = write!(text, " ({place})");
        }
    }
    text
}

/// Text that Markdown shows as it stands, on one line: every character with a meaning gets a backslash (CommonMark 2.4).
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut begins = true;
    for character in text.trim().chars() {
        match character {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '~' | '&' | '$' => {
                out.push('\\');
                out.push(character);
            }
            // Only these begin a list or a heading, and only at the start of a line.
            '-' | '+' | '=' if begins => {
                out.push('\\');
                out.push(character);
            }
            // A mention would notify whoever bears the name once the text is pasted into an issue.
            '@' => out.push_str("@\u{2060}"),
            '\n' | '\r' | '\t' => out.push(' '),
            _ if character.is_control() => {}
            _ => out.push(character),
        }
        begins = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;

    #[test]
    fn an_entry_holds_kind_number_text_who_when_and_where() {
        let mut out = Vec::new();
        write("Decisions", [&row("k#1~aaaaaaaa.d"), &row("k#2~aaaaaaaa.d")], &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }

    #[test]
    fn document_text_cannot_become_markup() {
        let mut row = row("k#1~aaaaaaaa.d");
        row.text = "<script>alert(1)</script> [x](javascript:1) **b**\n# h @chair".to_owned();
        row.url = Some("javascript:evil()".to_owned());
        let mut out = Vec::new();
        write("t", [&row], &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains("<script>"));
        assert!(!text.contains("\n# h"));
        assert!(text.contains("\\[x\\](javascript:1)"));
        assert!(!text.contains("evil"));
        assert!(!text.contains("@chair"));
    }
}
