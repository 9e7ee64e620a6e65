//! `minutebook audit`: how far each reading can be trusted, the worst first.

use super::ended::Ended;
use super::formats::ListFormat;
use super::say;
use crate::audit::{self, NEEDS_EYES, Score};
use crate::error::{DocumentError, RunError};
use crate::export::csv::{CsvForm, Table};
use crate::record::Record;
use crate::text::escapes;
use crate::{extract, layout, segment};
use clap::Args;
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Name and version of the JSON form.
const SCHEMA: &str = "minutebook/audit/1";
/// Columns of a line of text.
const COLUMNS: usize = 96;

/// Say how far each reading can be trusted, the worst first, and which reports need a person's eyes.
///
///   minutebook audit
///       the reports of the index
///   minutebook audit report.pdf minutes.txt
///       these files, without touching the index
///   minutebook audit --threshold 0.99
///       be stricter
///
/// A score of 1 says that nothing was found: all text of the pages is in the
/// blocks, the paragraphs count without gap, every footnote mark has its note,
/// and no words look torn or glued. Exit status 1 where a score is below the
/// threshold.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct AuditArguments {
    /// Files to read and judge; without any, the reports of the index
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Readings with a lower score, 0 to 1, need eyes
    #[arg(long, value_name = "SCORE", default_value_t = NEEDS_EYES, value_parser = score)]
    pub threshold: f32,
    /// What to print
    #[arg(long, value_enum, default_value_t = ListFormat::Text, value_name = "FORMAT")]
    pub format: ListFormat,
    /// A file of passwords: a file-name pattern and a password a line, separated by a tab
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

fn score(typed: &str) -> Result<f32, String> {
    let value = typed.parse::<f32>().ok().filter(|value| (0.0..=1.0).contains(value));
    value.ok_or_else(|| "expected a number from 0 to 1, such as 0.95".to_owned())
}

/// One reading and its judgement.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Judged {
    path: String,
    /// The report's key; none where it could not be read.
    key: Option<String>,
    pages: Option<u32>,
    score: f32,
    needs_eyes: bool,
    reasons: Vec<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    threshold: f32,
    reports: &'a [Judged],
}

/// Runs the command.
pub fn command(record: &Record, arguments: &AuditArguments) -> Result<Ended, RunError> {
    let mut judged = if arguments.files.is_empty() { of_index(record)? } else { of_files(record, arguments)? };
    for one in &mut judged {
        // Scores are told with four digits; what is told is what is compared.
        one.score = (one.score * 10_000.0).round() / 10_000.0;
        one.needs_eyes = one.score < arguments.threshold;
    }
    judged.sort_by(|a, b| a.score.total_cmp(&b.score).then_with(|| a.path.cmp(&b.path)));
    let mut out = io::BufWriter::new(io::stdout().lock());
    let printed = match arguments.format {
        ListFormat::Text => text(&judged, arguments.threshold, &mut out),
        ListFormat::Json => json(&judged, arguments.threshold, &mut out),
        ListFormat::Jsonl => jsonl(&judged, &mut out),
        ListFormat::Csv => csv(&judged, &mut out),
    };
    printed.and_then(|()| out.flush()).map_err(say::cannot_print)?;
    Ok(if judged.iter().any(|one| one.needs_eyes) { Ended::LookAt } else { Ended::Clean })
}

/// What the last run found; the files that it could not read come with score 0.
fn of_index(record: &Record) -> Result<Vec<Judged>, RunError> {
    let current = record.current()?;
    let catalogue = &current.catalogue;
    let read = catalogue.reports.iter().map(|report| Judged {
        path: report.paths().next().unwrap_or_default().to_owned(),
        key: Some(report.key.clone()),
        pages: report.pages,
        score: report.audit.unwrap_or(1.0),
        needs_eyes: false,
        reasons: report.suspect.clone(),
    });
    let failed = catalogue.failed.iter().map(|failed| unread(failed.file.path.clone(), &failed.message));
    Ok(read.chain(failed).collect())
}

fn of_files(record: &Record, arguments: &AuditArguments) -> Result<Vec<Judged>, RunError> {
    let (settings, workspace) = (record.settings(), record.workspace());
    let passwords = match &arguments.password_file {
        Some(path) => extract::Passwords::load(path)?,
        None => extract::Passwords::of(settings, workspace)?,
    };
    let one_by_one = extract::SideBySide::default();
    let judged = arguments.files.iter().map(|path| {
        let shown = path.to_string_lossy();
        let limits = &settings.extract;
        one_by_one.work(&shown, limits, || judge(path, &shown, limits, &passwords)).unwrap_or_else(|error| {
            say::document_error(&error);
            unread(shown.into_owned(), &error.message)
        })
    });
    Ok(judged.collect())
}

fn judge(
    path: &Path,
    shown: &str,
    limits: &extract::Limits,
    passwords: &extract::Passwords,
) -> Result<Judged, DocumentError> {
    let raw = extract::read_file(path, shown, limits, passwords)?;
    let facts = audit::Facts::of(&raw);
    let laid_out = layout::lay_out(raw);
    let facts = facts.with_lines(&laid_out);
    let mut document = segment::segment(laid_out);
    audit::enter_doubts(&mut document, &facts);
    let Score { score, reasons } = audit::audit(&document, &facts);
    let (key, pages) = (Some(document.meta.key), document.source.pages);
    Ok(Judged { path: shown.to_owned(), key, pages, score, needs_eyes: false, reasons })
}

fn unread(path: String, message: &str) -> Judged {
    let reasons = vec![format!("could not be read: {message}")];
    Judged { path, key: None, pages: None, score: 0.0, needs_eyes: false, reasons }
}

/// A table for people: score, report, reasons; then what needs eyes.
fn text(judged: &[Judged], threshold: f32, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "score  pages  report")?;
    for one in judged {
        let pages = one.pages.map_or_else(|| "-".to_owned(), |pages| pages.to_string());
        let key = one.key.as_deref().map(|key| format!(" [{}]", escapes::one_line(key))).unwrap_or_default();
        writeln!(out, " {}  {pages:>5}  {}{key}", rounded(one.score), escapes::one_line(&one.path))?;
        for reason in &one.reasons {
            for line in escapes::lines(&escapes::one_line(reason), COLUMNS - 16) {
                writeln!(out, "                {line}")?;
            }
        }
    }
    let eyes: Vec<&Judged> = judged.iter().filter(|one| one.needs_eyes).collect();
    if eyes.is_empty() {
        return writeln!(out, "\nAll {} at {threshold} or above: none needs eyes.", counted(judged.len()));
    }
    writeln!(out, "\nNeeds eyes (below {threshold}): {} of {}", eyes.len(), counted(judged.len()))?;
    for one in eyes {
        writeln!(out, "  {}", escapes::one_line(&one.path))?;
    }
    Ok(())
}

/// Two digits, never rounded up to a clean score.
fn rounded(score: f32) -> String {
    format!("{:.2}", if score < 1.0 { score.min(0.99) } else { score })
}

fn counted(count: usize) -> String {
    if count == 1 { "1 report".to_owned() } else { format!("{count} reports") }
}

fn json(judged: &[Judged], threshold: f32, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Answer { schema: SCHEMA, threshold, reports: judged })?;
    out.write_all(b"\n")
}

fn jsonl(judged: &[Judged], out: &mut impl Write) -> io::Result<()> {
    judged.iter().try_for_each(|one| {
        serde_json::to_writer(&mut *out, one)?;
        out.write_all(b"\n")
    })
}

fn csv(judged: &[Judged], out: &mut impl Write) -> io::Result<()> {
    let mut table = Table::new(CsvForm::Spreadsheet, out)?;
    table.record(["path", "key", "pages", "score", "needs_eyes", "reasons"])?;
    for one in judged {
        let pages = one.pages.map(|pages| pages.to_string()).unwrap_or_default();
        let (score, reasons) = (one.score.to_string(), one.reasons.join("; "));
        let eyes = if one.needs_eyes { "yes" } else { "no" };
        table.record([&one.path, one.key.as_deref().unwrap_or_default(), &pages, &score, eyes, &reasons])?;
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(path: &str, score: f32, reasons: &[&str]) -> Judged {
        let reasons = reasons.iter().map(|&reason| reason.to_owned()).collect();
        Judged {
            path: path.to_owned(),
            key: Some("pag-2015".to_owned()),
            pages: Some(3),
            score,
            needs_eyes: score < 0.95,
            reasons,
        }
    }

    #[test]
    fn the_table_names_reasons_and_what_needs_eyes() {
        let mut out = Vec::new();
        let all = [
            judged("b.pdf", 0.81, &["paragraph 5 is missing: 4 is followed by 6 on page 2"]),
            judged("a.pdf", 0.996, &[]),
        ];
        text(&all, 0.95, &mut out).unwrap();
        let expected = "score  pages  report\n 0.81      3  b.pdf [pag-2015]\n                paragraph 5 is missing: 4 is followed by 6 on page 2\n \
            0.99      3  a.pdf [pag-2015]\n\nNeeds eyes (below 0.95): 1 of 2 reports\n  b.pdf\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn thresholds_outside_of_nought_to_one_are_refused() {
        assert_eq!(score("0.9"), Ok(0.9));
        for typed in ["95", "-1", "high", "NaN"] {
            assert!(score(typed).is_err(), "{typed}");
        }
    }
}
