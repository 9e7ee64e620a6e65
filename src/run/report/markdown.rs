//! The run report as Markdown: what needs a person first, then what is new, then the rest.

use super::Correction;
use super::{GateResult, ItemNews, News, RunReport};
use std::fmt::Write as _;

impl RunReport {
    /// The run report as Markdown.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        put(&mut text, &format!("# Run of {}\n", self.started));
        put(
            &mut text,
            &format!(
                "Ended {}, {:.1} seconds. Generation {}: **{}**.",
                self.ended, self.seconds, self.generation, self.outcome
            ),
        );
        put(&mut text, &format!("minutebook {}, reader {}, rules {}.\n", self.program, self.reader, self.rules));
        if self.needs_a_look.is_empty() {
            put(&mut text, "Nothing new needs a person.\n");
        }
        list(&mut text, "Needs a person", self.needs_a_look.iter().map(|line| escape(line)));
        self.totals_table(&mut text);
        self.readings(&mut text);
        items(&mut text, &self.items);
        if let Some(upgrade) = &self.upgrade {
            put(&mut text, &format!("## Because the program is newer\n\n{}\n", escape(&upgrade.in_words())));
            put(&mut text, &format!("Before: {}. Now: {}.\n", escape(&upgrade.from), escape(&upgrade.to)));
            items(&mut text, &upgrade.items);
        }
        self.files(&mut text);
        self.noticed(&mut text);
        match self.gate.result {
            GateResult::NotAsked => {}
            GateResult::Passed => put(&mut text, "## Gate\n\nPassed.\n"),
            GateResult::Held if self.gate.upgrade => {
                list(&mut text, "Waits because the program is newer", self.gate.why.iter().map(|line| escape(line)));
            }
            GateResult::Held => list(&mut text, "Gate: held", self.gate.why.iter().map(|line| escape(line))),
        }
        list(&mut text, "Alerts written", self.alerts.iter().map(|path| format!("`{}`", code(path))));
        list(&mut text, "Remarks", self.remarks.iter().map(|line| escape(line)));
        put(&mut text, "## Time\n\nReading stages are summed over threads.\n");
        put(&mut text, "| stage | seconds |\n| --- | ---: |");
        for (stage, seconds) in &self.stages {
            put(&mut text, &format!("| {stage} | {seconds:.2} |"));
        }
        text
    }

    fn totals_table(&self, text: &mut String) {
        let totals = &self.totals;
        put(text, "## In the index\n");
        put(text, "| reports | pages | paragraphs | decisions | actions | recommendations | notes |");
        put(text, "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        put(
            text,
            &format!(
                "| {} | {} | {} | {} | {} | {} | {} |\n",
                totals.reports,
                totals.pages,
                totals.paragraphs,
                totals.decisions,
                totals.actions,
                totals.recommendations,
                totals.notes
            ),
        );
    }

    fn readings(&self, text: &mut String) {
        list(
            text,
            "Not read",
            self.failed.iter().map(|failure| {
                let hint = failure.hint.as_ref().map(|hint| format!(" *Try: {}*", escape(hint))).unwrap_or_default();
                let page = failure.page.map(|page| format!(", page {page}")).unwrap_or_default();
                format!(
                    "`{}`{page}{}: {}.{hint}",
                    code(&failure.path),
                    new(failure.new),
                    escape(failure.message.trim_end_matches('.'))
                )
            }),
        );
        let audits = &self.audits;
        if let (Some(lowest), Some(median)) = (audits.lowest, audits.median) {
            put(
                text,
                &format!(
                    "## Audit\n\n{} of {} readings without remark; the lowest score is {lowest:.2}, half of them reach {median:.2} (1 is best).\n",
                    audits.without_remark, audits.scored
                ),
            );
        }
        let applied = self.corrections.iter().filter(|line| line.outcome == "applied").count();
        if applied > 0 {
            put(text, &format!("{applied} lines of overrides.csv are applied.\n"));
        }
        list(
            text,
            "Corrections that are not applied",
            self.corrections.iter().filter(|line| line.outcome != "applied").map(|line| {
                let Correction { line: number, id, field, outcome, what_to_do, .. } = line;
                let (id, field, next) = (code(id), escape(field), escape(what_to_do));
                format!("line {number}{}: `{id}` {field}: {outcome}. {next}", new(line.new))
            }),
        );
        list(
            text,
            "Look at these readings",
            self.suspect.iter().map(|suspect| {
                format!(
                    "{} (`{}`, score {:.2}){}: {}",
                    escape(&suspect.key),
                    code(&suspect.path),
                    suspect.audit,
                    new(suspect.new),
                    escape(&suspect.reasons.join("; "))
                )
            }),
        );
    }

    fn files(&self, text: &mut String) {
        let paths = &self.paths;
        put(text, &format!("## Files\n\n{} seen, {} unchanged.\n", paths.seen, paths.unchanged));
        list(text, "New", paths.new.iter().map(|path| format!("`{}`", code(path))));
        list(text, "Changed", paths.changed.iter().map(|path| format!("`{}`", code(path))));
        list(text, "Renamed", paths.renamed.iter().map(|(from, to)| format!("`{}` to `{}`", code(from), code(to))));
        list(text, "Removed", paths.removed.iter().map(|path| format!("`{}`", code(path))));
        list(
            text,
            "Identical to another file",
            paths.identical.iter().map(|(shown, path)| format!("`{}` is `{}`", code(path), code(shown))),
        );
        list(
            text,
            "Waiting to settle",
            paths.waiting.iter().map(|(path, age)| format!("`{}`, changed {age} s before the run", code(path))),
        );
        list(text, "Of a format that is not read", paths.other.iter().map(|path| format!("`{}`", code(path))));
    }

    fn noticed(&self, text: &mut String) {
        if self.notes.is_empty() {
            return;
        }
        put(text, "## Noticed in the reports that this run read\n");
        for group in &self.notes {
            let reports = if group.reports == 1 { "report" } else { "reports" };
            put(text, &format!("- {} {} in {} {reports}", group.count, escape(&group.code), group.reports));
            for line in &group.examples {
                let page = line.page.map(|page| format!(", page {page}")).unwrap_or_default();
                put(text, &format!("  - `{}`{page}: {}", code(&line.path), escape(&line.message)));
            }
            if let Some(more @ 1..) = group.count.checked_sub(group.examples.len()) {
                put(text, &format!("  - and {more} more; `minutebook extract FILE` shows all of a file"));
            }
        }
        put(text, "");
    }
}

fn new(is_new: bool) -> &'static str {
    if is_new { " **(new)**" } else { "" }
}

fn items(text: &mut String, items: &ItemNews) {
    if !items.listed {
        if items.gained.count > 0 {
            put(
                text,
                &format!("## Items\n\n{} found; this is the first run, to which all are new.\n", items.gained.count),
            );
        }
        return;
    }
    news(text, "Items gained", &items.gained);
    news(text, "Items lost", &items.lost);
    news(text, "Items changed", &items.changed);
}

/// The words of the items, under the report that they stand in.
fn news(text: &mut String, title: &str, news: &News) {
    if news.count == 0 {
        return;
    }
    put(text, &format!("## {title}: {}\n", news.count));
    let mut report = "";
    for line in &news.items {
        if line.report() != report {
            report = line.report();
            put(text, &format!("- {}", escape(report)));
        }
        put(text, &format!("  - {}: {} (`{}`)", line.kind(), escape(&line.text), code(&line.id)));
    }
    if news.unlisted() > 0 {
        put(
            text,
            &format!("- and {} more: outputs/items.csv holds all items, `first_seen` their day", news.unlisted()),
        );
    }
    put(text, "");
}

fn list(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    put(text, &format!("## {title}\n"));
    for line in lines {
        put(text, &format!("- {line}"));
    }
    put(text, "");
}

/// Text of a document inside Markdown: no markup of its own takes effect, and it stays on its line.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '&' => {
                out.push('\\');
                out.push(letter);
            }
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// Text inside a code span.
fn code(text: &str) -> String {
    text.chars().map(|letter| if letter == '`' || letter.is_control() { '\'' } else { letter }).collect()
}

/// Adds a line.
pub(super) fn put(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}
