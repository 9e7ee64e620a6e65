//! The report on a terminal: what a person sees at the end of a run, and what cron mails.

use super::markdown::put;
use super::{GateResult, RunReport};

/// Files that could not be read, listed on a terminal before it says how many more there are.
const LISTED_FAILURES: usize = 20;

impl RunReport {
    /// What a person sees at the end of a run.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut text = String::new();
        put(&mut text, &format!("{} ({:.1} s)\n", self.outcome_in_words(), self.seconds));
        self.totals_in_words(&mut text);
        self.files_in_words(&mut text);
        self.items_in_words(&mut text);
        if let Some(upgrade) = &self.upgrade {
            put(&mut text, &format!("  {}", upgrade.in_words()));
        }
        for failure in self.failed.iter().take(LISTED_FAILURES) {
            put(&mut text, &format!("  not read: {}: {}", failure.path, failure.message));
        }
        if let Some(more @ 1..) = self.failed.len().checked_sub(LISTED_FAILURES) {
            put(&mut text, &format!("  and {more} more that could not be read; see outputs/run-report.md"));
        }
        if self.gate.result == GateResult::Held {
            for reason in &self.gate.why {
                put(&mut text, &format!("  gate: {reason}"));
            }
        }
        for alert in &self.alerts {
            put(&mut text, &format!("  alert: outputs/{alert}"));
        }
        for remark in &self.remarks {
            put(&mut text, &format!("  {remark}"));
        }
        if !self.needs_a_look.is_empty() {
            let status = if self.outcome == "stopped" { 2 } else { 1 };
            let head = format!("\nNeeds a person (hence exit status {status}); details in outputs/run-report.md:");
            put(&mut text, &head);
            for line in &self.needs_a_look {
                put(&mut text, &format!("  {line}"));
            }
        }
        if !self.try_next.is_empty() {
            put(&mut text, "\nTry next:");
            for command in &self.try_next {
                put(&mut text, &format!("  {command}"));
            }
        }
        text
    }

    /// Only what is new and needs a person: nothing in an ordinary night, so that cron sends no mail.
    #[must_use]
    pub fn news_only(&self) -> String {
        let mut text = String::new();
        for line in &self.needs_a_look {
            put(&mut text, line);
        }
        for failure in self.failed.iter().filter(|failure| failure.new).take(LISTED_FAILURES) {
            put(&mut text, &format!("  not read: {}: {}", failure.path, failure.message));
        }
        if !text.is_empty() {
            put(&mut text, "The whole report: outputs/run-report.md");
        }
        text
    }

    fn outcome_in_words(&self) -> &'static str {
        match self.outcome {
            "held" if self.gate.upgrade => {
                "The new index WAITS because the program is newer; search and trackers stay as they were."
            }
            "unchanged" => "Nothing has changed since the last run.",
            "held" => "The new index is HELD by its gate; search and trackers stay as they were.",
            "stopped" => "Stopped as asked; the index is as it was.",
            _ => "The index and the trackers are up to date.",
        }
    }

    fn totals_in_words(&self, text: &mut String) {
        let totals = &self.totals;
        let pages = if totals.pages > 0 { format!("{} pages", totals.pages) } else { String::new() };
        for (name, count, extra) in [
            ("reports", totals.reports, pages.as_str()),
            ("paragraphs", totals.paragraphs, ""),
            ("decisions", totals.decisions, ""),
            ("actions", totals.actions, ""),
            ("recommendations", totals.recommendations, ""),
            ("notes", totals.notes, "what the reader noticed"),
        ] {
            let line = format!("{count:>8} {name}   {extra}");
            put(text, line.trim_end());
        }
    }

    fn files_in_words(&self, text: &mut String) {
        let paths = &self.paths;
        let counts = [
            ("new", paths.new.len()),
            ("changed", paths.changed.len()),
            ("renamed", paths.renamed.len()),
            ("removed", paths.removed.len()),
            ("unchanged", paths.unchanged),
            ("identical to another", paths.identical.len()),
            ("waiting to settle", paths.waiting.len()),
            ("not readable", self.failed.len()),
            ("of a format that is not read", paths.other.len()),
        ];
        let words: Vec<String> =
            counts.iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{count} {name}")).collect();
        let words = if words.is_empty() { "none".to_owned() } else { words.join(", ") };
        put(text, &format!("\nFiles: {} seen; {words}.", paths.seen));
    }

    fn items_in_words(&self, text: &mut String) {
        let items = &self.items;
        if items.listed && items.gained.count + items.lost.count + items.changed.count > 0 {
            let (gained, lost, changed) = (items.gained.count, items.lost.count, items.changed.count);
            put(text, &format!("Items: {gained} gained, {lost} lost, {changed} changed; see outputs/run-report.md."));
        }
    }
}
