//! JSON Lines: one object a row, lists as arrays, null where nothing is known; and the form that Quickwit takes in.

use crate::model::TrackerRow;
use serde::Serialize;
use std::io::{self, Write};

/// Writes one JSON object a line, fields in column order.
///
/// # Errors
/// Whatever `out` reports.
pub fn write<'a, W: Write>(rows: impl IntoIterator<Item = &'a TrackerRow>, mut out: W) -> io::Result<()> {
    for row in rows {
        line(row, &mut out)?;
    }
    out.flush()
}

/// The same with `timestamp`, the report's day as RFC 3339 midnight UTC, which a Quickwit index sorts and prunes by; absent
/// where the report has no date.
///
/// # Errors
/// Whatever `out` reports.
pub fn write_for_quickwit<'a, W: Write>(rows: impl IntoIterator<Item = &'a TrackerRow>, mut out: W) -> io::Result<()> {
    for row in rows {
        line(&Timed { timestamp: row.date.as_deref().and_then(timestamp), row }, &mut out)?;
    }
    out.flush()
}

#[derive(Serialize)]
struct Timed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<String>,
    #[serde(flatten)]
    row: &'a TrackerRow,
}

/// Writes one object and the end of its line.
///
/// # Errors
/// Whatever `out` reports.
pub fn line<T: Serialize, W: Write>(value: &T, out: &mut W) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// The first moment of a day, a month (`2017-03`) or a year.
fn timestamp(date: &str) -> Option<String> {
    let full = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    full.parse::<jiff::civil::Date>().ok().map(|day| format!("{day}T00:00:00Z"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;

    #[test]
    fn a_line_reads_back_as_the_row() {
        let row = row("k#1~aaaaaaaa.d");
        let mut out = Vec::new();
        write([&row], &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.matches('\n').count(), 1);
        assert_eq!(serde_json::from_str::<TrackerRow>(&text).unwrap(), row);
    }

    #[test]
    fn quickwit_gets_a_timestamp_where_there_is_a_date() {
        for (date, expected) in [
            (Some("2019-05-02"), Some("2019-05-02T00:00:00Z")),
            (Some("2019-05"), Some("2019-05-01T00:00:00Z")),
            (Some("2019"), Some("2019-01-01T00:00:00Z")),
            (Some("spring"), None),
            (None, None),
        ] {
            let mut row = row("k#1~aaaaaaaa.d");
            row.date = date.map(str::to_owned);
            let mut out = Vec::new();
            write_for_quickwit([&row], &mut out).unwrap();
            let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
            assert_eq!(value.get("timestamp").and_then(|time| time.as_str()), expected, "{date:?}");
            assert_eq!(value["id"], "k#1~aaaaaaaa.d");
        }
    }
}
