//! What is new, changed and withdrawn since a run or a day.

use super::history::History;
use crate::model::TrackerRow;

/// From when on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// After this run (generation).
    Run(u64),
    /// On this day or later, `YYYY-MM-DD`.
    Day(String),
}

impl Since {
    /// A number is a run, a date a day.
    ///
    /// # Errors
    /// The text is neither; the message says what is expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Ok(run) = text.parse() {
            return Ok(Self::Run(run));
        }
        match text.parse::<jiff::civil::Date>() {
            Ok(day) => Ok(Self::Day(day.to_string())),
            Err(_) => Err(format!("\"{text}\" is neither the number of a run nor a day like 2026-11-21")),
        }
    }
}

/// Three lists, each in the order of the rows given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delta {
    /// Seen for the first time.
    pub new: Vec<TrackerRow>,
    /// Known before, with other words or facts now, or back after a withdrawal.
    pub changed: Vec<TrackerRow>,
    /// Their source holds them no longer.
    pub withdrawn: Vec<TrackerRow>,
}

/// Divides what happened since then; what did not change is in no list. `rows` are those of the merged tracker, withdrawn ones
/// included.
#[must_use]
pub fn delta<'a>(history: &History, since: &Since, rows: impl IntoIterator<Item = &'a TrackerRow>) -> Delta {
    let mut delta = Delta::default();
    for row in rows {
        let Some(subject) = history.subject(&row.id) else { continue };
        let (first, changed) = match since {
            Since::Run(run) => (subject.first_run > *run, subject.changed_run > *run),
            Since::Day(day) => {
                let reached = |on: &Option<String>| on.as_deref().is_some_and(|on| on >= day.as_str());
                (reached(&row.first_seen), reached(&row.changed))
            }
        };
        let list = match (row.is_withdrawn(), first, changed) {
            // What came and went in between is no news.
            (true, true, _) | (_, false, false) => continue,
            (true, false, true) => &mut delta.withdrawn,
            (false, true, _) => &mut delta.new,
            (false, false, true) => &mut delta.changed,
        };
        list.push(row.clone());
    }
    delta
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;
    use crate::model::Table;
    use crate::tracker::{Occasion, merge};

    fn run(history: &mut History, number: u64, rows: Vec<TrackerRow>) -> Table {
        merge(history, &Occasion { run: number, day: format!("2026-11-{number:02}"), ..Occasion::default() }, rows, &[])
            .table
    }

    #[test]
    fn each_item_is_in_the_list_of_what_happened_to_it() {
        let mut history = History::default();
        let [stays, mut changes, goes, comes] = ["k#1", "k#2", "k#3", "k#4"].map(|id| row(&format!("{id}~aaaaaaaa.d")));
        run(&mut history, 1, vec![stays.clone(), changes.clone(), goes]);
        changes.due = Some("2020-01-01".to_owned());
        let table = run(&mut history, 2, vec![stays, changes, comes]);
        for since in [Since::Run(1), Since::Day("2026-11-02".to_owned())] {
            let delta = delta(&history, &since, table.items().map(|(row, _)| row));
            let ids = |rows: &[TrackerRow]| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>().join(",");
            let all = [ids(&delta.new), ids(&delta.changed), ids(&delta.withdrawn)];
            assert_eq!(all, ["k#4~aaaaaaaa.d", "k#2~aaaaaaaa.d", "k#3~aaaaaaaa.d"], "{since:?}");
        }
        assert_eq!(delta(&history, &Since::Run(2), table.items().map(|(row, _)| row)), Delta::default());
    }

    #[test]
    fn since_is_a_run_or_a_day() {
        assert_eq!(Since::parse("12"), Ok(Since::Run(12)));
        assert_eq!(Since::parse("2026-11-21"), Ok(Since::Day("2026-11-21".to_owned())));
        assert!(Since::parse("yesterday").is_err());
    }
}
