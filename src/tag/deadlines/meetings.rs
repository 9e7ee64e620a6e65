//! `meetings.csv` of a workspace: which meeting was when, for deadlines such as "by the next virtual meeting".
//!
//! Columns by name, in any order: `body`, `meeting`, `date` (`YYYY-MM-DD`) and, optionally, `date_to`; others are ignored.

use super::events::{Event, Source};
use crate::error::RunError;
use jiff::civil::Date;
use serde::Deserialize;
use std::path::Path;

/// One meeting of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The body that meets: `MAG`; empty where the list does not say.
    pub body: String,
    /// What it is called: `Virtual Meeting III`, `annual meeting`, `IGF 2017`.
    pub meeting: String,
    /// First day.
    pub date: Date,
    /// Last day; the same for a meeting of one day.
    pub date_to: Date,
}

impl Meeting {
    /// The meeting as deadlines look for it; `reader` is the body of the report that is read, whose own meetings come first.
    #[must_use]
    pub fn event(&self, reader: Option<&str>) -> Event {
        let own = reader.is_some_and(|body| body.eq_ignore_ascii_case(&self.body));
        let name = format!("{} {}", self.body, self.meeting);
        Event::new(&name, self.date, self.date_to, Source::Meetings).with_own(own || self.body.is_empty())
    }
}

#[derive(Debug, Deserialize)]
struct Row {
    #[serde(default)]
    body: String,
    #[serde(default)]
    meeting: String,
    date: String,
    #[serde(default)]
    date_to: String,
}

/// Reads `meetings.csv`; an absent file is an empty list.
///
/// # Errors
/// The file cannot be read, a column is missing, or a date is no date: the error names the line.
pub fn load(path: &Path) -> Result<Vec<Meeting>, RunError> {
    match crate::access::read_regular_text(path) {
        Ok(text) => parse(&text, &path.display().to_string()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(RunError::new(format!("cannot read {}", path.display())).because(error)),
    }
}

/// Reads the text of a list; `shown` is its name in messages.
///
/// # Errors
/// As [`load`].
pub fn parse(text: &str, shown: &str) -> Result<Vec<Meeting>, RunError> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut meetings = Vec::new();
    for (index, row) in reader.deserialize().enumerate() {
        let line = index + 2;
        let row: Row = row.map_err(|error| {
            RunError::settings(format!("{shown}, line {line}: not a meeting"))
                .because(error)
                .hint("The columns are body,meeting,date,date_to; only date must be filled in.")
        })?;
        let date = day(&row.date, shown, line)?;
        let date_to = if row.date_to.is_empty() { date } else { day(&row.date_to, shown, line)? };
        if date_to < date {
            return Err(RunError::settings(format!(
                "{shown}, line {line}: the meeting ends ({date_to}) before it starts ({date})"
            )));
        }
        meetings.push(Meeting { body: row.body, meeting: row.meeting, date, date_to });
    }
    Ok(meetings)
}

fn day(text: &str, shown: &str, line: usize) -> Result<Date, RunError> {
    text.parse().map_err(|error: jiff::Error| {
        RunError::settings(format!("{shown}, line {line}: \"{text}\" is no day of the form YYYY-MM-DD")).because(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_and_a_last_day_is_optional() {
        let text = "\u{feff}date,body,meeting,place\n2017-04-11,MAG,Virtual Meeting III,online\n";
        let meetings = parse(text, "meetings.csv").unwrap();
        assert_eq!(
            meetings,
            [Meeting {
                body: "MAG".into(),
                meeting: "Virtual Meeting III".into(),
                date: Date::constant(2017, 4, 11),
                date_to: Date::constant(2017, 4, 11),
            }]
        );
    }

    #[test]
    fn errors_name_the_line_and_what_was_expected() {
        let wrong = parse("body,meeting,date\nMAG,A,2017-04-11\nMAG,B,11 May\n", "meetings.csv").unwrap_err();
        assert_eq!(wrong.message, "meetings.csv, line 3: \"11 May\" is no day of the form YYYY-MM-DD");
        let backwards = parse("body,meeting,date,date_to\nMAG,A,2017-04-11,2017-04-10\n", "m.csv").unwrap_err();
        assert_eq!(backwards.message, "m.csv, line 2: the meeting ends (2017-04-10) before it starts (2017-04-11)");
        assert_eq!(parse("body,meeting\nMAG,A\n", "m.csv").unwrap_err().message, "m.csv, line 2: not a meeting");
    }

    #[test]
    fn an_absent_list_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(load(&folder.path().join("meetings.csv")).unwrap(), []);
    }
}
