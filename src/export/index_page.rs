//! The page that leads to all outputs: what there is, how many, and where; as Markdown and as HTML.

use super::markdown;
use super::titles::Titles;
use crate::model::Kind;
#[cfg(test)]
use crate::model::TrackerRow;
use crate::text::markup::{escaped, percent_encoded};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What the page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndexPage {
    /// The heading.
    pub title: String,
    /// Under it: the day and generation that the outputs were written from.
    pub from: String,
    /// One table each.
    pub sections: Vec<Section>,
}

/// A table of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// What its first column holds.
    pub of: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A line of a table: a name that may lead somewhere, and counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What is counted.
    pub name: String,
    /// A path relative to the page.
    pub path: Option<String>,
    /// Decisions, actions, recommendations; `None` where counting makes no sense.
    pub counts: Option<[usize; 3]>,
}

/// Decisions, actions and recommendations, by kind, by category ("" for none) and by report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub kinds: [usize; 3],
    /// By category id.
    pub categories: BTreeMap<String, [usize; 3]>,
    /// By report key.
    pub reports: BTreeMap<String, [usize; 3]>,
}

impl Tally {
    /// Counts the items of a report, given by category.
    pub fn add(&mut self, report: &str, of_report: &BTreeMap<String, [usize; 3]>) {
        let more = |all: &mut [usize; 3], some: &[usize; 3]| {
            all.iter_mut().zip(some).for_each(|(all, some)| *all += some);
        };
        for (category, counts) in of_report {
            more(&mut self.kinds, counts);
            for (all, key) in [(&mut self.categories, category.as_str()), (&mut self.reports, report)] {
                match all.get_mut(key) {
                    Some(all) => more(all, counts),
                    None => more(all.entry(key.to_owned()).or_default(), counts),
                }
            }
        }
    }

    /// Counts an item.
    #[cfg(test)]
    pub fn count(&mut self, row: &TrackerRow) {
        let category = row.category.as_deref().unwrap_or_default();
        let one_more = |counts: &mut [usize; 3]| {
            if let Some(count) = counts.get_mut(row.kind as usize) {
                *count += 1;
            }
        };
        one_more(&mut self.kinds);
        for (all, key) in [(&mut self.categories, category), (&mut self.reports, row.report.as_str())] {
            match all.get_mut(key) {
                Some(counts) => one_more(counts),
                None => one_more(all.entry(key.to_owned()).or_default()),
            }
        }
    }
}

impl IndexPage {
    /// The page of what was counted. `files` are the outputs to name first, each with a word on what it is for; `path_of`
    /// answers where a kind's and a category's own file is.
    pub fn new(
        title: &str,
        from: &str,
        tally: &Tally,
        titles: &Titles,
        files: &[(String, String)],
        path_of: impl Fn(Group<'_>) -> Option<String>,
    ) -> Self {
        let file =
            |(path, word): &(String, String)| Line { name: word.clone(), path: Some(path.clone()), counts: None };
        let kinds = [Kind::Decision, Kind::Action, Kind::Recommendation].map(|kind| {
            let mut counts = [0; 3];
            if let (Some(count), Some(all)) = (counts.get_mut(kind as usize), tally.kinds.get(kind as usize)) {
                *count = *all;
            }
            Line { name: format!("{}s", kind.name()), path: path_of(Group::Kind(kind)), counts: Some(counts) }
        });
        let category = |(id, counts): (&String, &[usize; 3])| Line {
            name: titles.of(id),
            path: path_of(Group::Category(id)),
            counts: Some(*counts),
        };
        let report =
            |(report, counts): (&String, &[usize; 3])| Line { name: report.clone(), path: None, counts: Some(*counts) };
        let section = |heading: &str, of: &str, lines: Vec<Line>| Section {
            heading: heading.to_owned(),
            of: of.to_owned(),
            lines,
        };
        Self {
            title: title.to_owned(),
            from: from.to_owned(),
            sections: vec![
                section("Files", "File", files.iter().map(file).collect()),
                section("By kind", "Kind", kinds.into()),
                section("By category", "Category", tally.categories.iter().map(category).collect()),
                section("By report", "Report", tally.reports.iter().map(report).collect()),
            ],
        }
    }

    /// The page as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n\n{}\n", markdown::escaped(&self.title), markdown::escaped(&self.from));
        for section in self.sections.iter().filter(|section| !section.lines.is_empty()) {
            let counted = section.lines.iter().any(|line| line.counts.is_some());
            let _ = write!(out, "\n## {}\n\n", markdown::escaped(&section.heading));
            let _ = match counted {
                true => writeln!(
                    out,
                    "| {} | decisions | actions | recommendations |\n| --- | ---: | ---: | ---: |",
                    section.of
                ),
                false => writeln!(out, "| {} |\n| --- |", section.of),
            };
            for line in &section.lines {
                let name = markdown::escaped(&line.name);
                let name = match &line.path {
                    Some(path) => format!("[{name}]({})", percent_encoded(path)),
                    None => name,
                };
                let counts = line.counts.map(|[d, a, r]| format!(" {d} | {a} | {r} |")).unwrap_or_default();
                let _ = writeln!(out, "| {name} |{counts}");
            }
        }
        out
    }

    /// The page as HTML: one file, no scripts, nothing loaded from elsewhere.
    #[must_use]
    pub fn html(&self) -> String {
        let mut out = format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n<h1>{title}</h1>\n<p>{from}</p>\n",
            title = escaped(&self.title),
            from = escaped(&self.from)
        );
        for section in self.sections.iter().filter(|section| !section.lines.is_empty()) {
            let counted = section.lines.iter().any(|line| line.counts.is_some());
            let heads = if counted {
                "<th scope=\"col\">decisions<th scope=\"col\">actions<th scope=\"col\">recommendations"
            } else {
                ""
            };
            let _ = writeln!(
                out,
                "<h2>{}</h2>\n<table>\n<tr><th scope=\"col\">{}{heads}",
                escaped(&section.heading),
                escaped(&section.of)
            );
            for line in &section.lines {
                let name = escaped(&line.name);
                let name = match &line.path {
                    Some(path) => format!("<a href=\"{}\">{name}</a>", escaped(&percent_encoded(path))),
                    None => name,
                };
                let counts =
                    line.counts.map(|counts| counts.map(|count| format!("<td>{count}")).concat()).unwrap_or_default();
                let _ = writeln!(out, "<tr><th scope=\"row\">{name}{counts}");
            }
            out.push_str("</table>\n");
        }
        out
    }
}

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse}th,td{border-bottom:1px solid #ccc;padding:.25rem .75rem;text-align:left}td{text-align:right}th{font-weight:normal}\
tr:first-child th{font-weight:bold}";

/// What has a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group<'a> {
    /// All items of a kind.
    Kind(Kind),
    /// All items of a category; empty for those without one.
    Category(&'a str),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;

    fn page() -> IndexPage {
        let mut hostile = row("k#2~aaaaaaaa.d");
        hostile.report = "<script>alert(1)</script>|x".to_owned();
        hostile.category = None;
        hostile.kind = Kind::Action;
        let rows = [row("k#1~aaaaaaaa.d"), hostile];
        let files = [("tracker.csv".to_owned(), "Tracker, to edit".to_owned())];
        let mut tally = Tally::default();
        rows.iter().for_each(|row| tally.count(row));
        let titles = Titles::default();
        IndexPage::new("Outputs", "Generation 7, 2026-11-21", &tally, &titles, &files, |group| match group {
            Group::Category("outcomes") => Some("categories/a b.csv".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn the_page_counts_and_leads_on() {
        insta::assert_snapshot!("index_markdown", page().markdown());
        insta::assert_snapshot!("index_html", page().html());
    }

    #[test]
    fn text_of_documents_stays_text() {
        assert!(!page().html().contains("<script>"));
        assert!(!page().markdown().contains("<script>"));
    }
}
