//! `minutebook trace`: the same matter through the years.

use super::ended::Ended;
use super::formats::TextOrJson;
use super::say;
use crate::error::RunError;
use crate::record::{Record, ThreadJudgement, TraceOf};
use crate::text::escapes::one_line;
use crate::threads::timeline;
use crate::threads::trace::{Changed, Trace, difference};
use crate::threads::versions::{Change, Comparison};
use clap::{Args, Subcommand, ValueEnum};
use std::io::{self, Write};

/// Follow a matter through the years: where it came from, how its words changed, what was decided, what was reported.
///
///   minutebook trace 'forum-2018-10-11#89'
///       the thread of that paragraph or item
///   minutebook trace 'night ferry'
///       the threads of the passages that a search finds
///   minutebook trace T-abcdefghijkl --format svg > timeline.svg
///       a thread by its id (column `thread` of the trackers), as a picture
///   minutebook trace unlink ONE OTHER --by Ana --because 'two ferries'
///       what a person knows better: kept in overrides.csv, held to by every run
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, args_conflicts_with_subcommands = true)]
pub struct TraceArguments {
    /// What to do instead of showing a thread
    #[command(subcommand)]
    pub action: Option<TraceAction>,
    /// Id of a thread, item, paragraph or report, or the words of a search
    #[arg(value_name = "ID|QUERY")]
    pub what: Vec<String>,
    /// Every thread of the record
    #[arg(long, conflicts_with = "what")]
    pub all: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = TraceFormat::Text, value_name = "FORMAT")]
    pub format: TraceFormat,
}

/// What people say of threads.
#[derive(Debug, Subcommand)]
pub enum TraceAction {
    /// Two passages are of one matter
    Link(JudgeArguments),
    /// Two passages are of two matters
    Unlink(JudgeArguments),
    /// The program has linked them rightly
    Confirm(JudgeArguments),
    /// Two versions of a report, paragraph by paragraph: a draft and the final
    Versions(VersionsArguments),
}

/// Of which versions.
#[derive(Debug, Args)]
pub struct VersionsArguments {
    /// Key of the earlier version; without it, the one that the later is said to supersede in corpus/manifest.csv
    #[arg(value_name = "BEFORE")]
    pub first: String,
    /// Key of the later version
    #[arg(value_name = "AFTER")]
    pub second: Option<String>,
    /// Also paragraphs that stayed as they were
    #[arg(long)]
    pub same: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub format: TextOrJson,
}

/// Of which passages, and who says so.
#[derive(Debug, Args)]
pub struct JudgeArguments {
    /// Id of an item or paragraph
    pub one: String,
    /// Id of another
    pub other: String,
    /// Who says so
    #[arg(long, value_name = "NAME", default_value = "")]
    pub by: String,
    /// Why
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub because: String,
}

/// Forms of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TraceFormat {
    /// For reading
    Text,
    /// For programs
    Json,
    /// A graph for Graphviz
    Dot,
    /// A drawing for a browser
    Svg,
}

/// Name and version of the JSON form.
const SCHEMA: &str = "minutebook/trace/1";

/// Runs the command.
pub fn command(record: &Record, arguments: &TraceArguments) -> Result<Ended, RunError> {
    match &arguments.action {
        Some(TraceAction::Link(judged)) => return judge(record, judged, "thread-link"),
        Some(TraceAction::Unlink(judged)) => return judge(record, judged, "thread-unlink"),
        Some(TraceAction::Versions(which)) => return versions(record, which),
        Some(TraceAction::Confirm(judged)) => return judge(record, judged, "thread-confirm"),
        None => {}
    }
    let what = arguments.what.join(" ");
    let traces = if arguments.all {
        record.all_traces()?
    } else if what.trim().is_empty() {
        return Err(RunError::usage("trace needs an id or the words of a search")
            .hint("ids stand in every hit of `minutebook search` and in the first column of outputs/items.csv")
            .hint("every thread: minutebook trace --all"));
    } else {
        record.trace(&asked(&what))?
    };
    if traces.is_empty() {
        say::remark("no thread: nothing in later or earlier reports takes this up");
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    let printed = match arguments.format {
        TraceFormat::Text => text(&traces, &mut out),
        TraceFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &serde_json::json!({"schema": SCHEMA, "threads": traces}))
                .map_err(io::Error::from)
                .and_then(|()| writeln!(out))
        }
        TraceFormat::Dot => out.write_all(timeline::dot(&traces).as_bytes()),
        TraceFormat::Svg => out.write_all(timeline::svg(&traces).as_bytes()),
    };
    printed.and_then(|()| out.flush()).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}

/// Ids hold `#`, or begin as threads do; all else is a search.
fn asked(what: &str) -> TraceOf {
    let is_id = !what.contains(' ') && (what.contains('#') || what.starts_with("T-"));
    if is_id { TraceOf::Id(what.to_owned()) } else { TraceOf::Query(what.to_owned()) }
}

fn judge(record: &Record, judged: &JudgeArguments, field: &'static str) -> Result<Ended, RunError> {
    record.judge_threads(&ThreadJudgement {
        one: judged.one.clone(),
        other: judged.other.clone(),
        field,
        by: judged.by.clone(),
        because: judged.because.clone(),
    })?;
    say::remark("written to overrides.csv; the next `minutebook run` holds to it");
    Ok(Ended::Clean)
}

/// Name and version of the JSON form of versions.
const VERSIONS_SCHEMA: &str = "minutebook/versions/1";

fn versions(record: &Record, which: &VersionsArguments) -> Result<Ended, RunError> {
    let (before, after) = match &which.second {
        Some(second) => (Some(which.first.as_str()), second.as_str()),
        None => (None, which.first.as_str()),
    };
    let compared = record.compare(before, after)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let printed = match which.format {
        TextOrJson::Json => serde_json::to_writer_pretty(
            &mut out,
            &serde_json::json!({"schema": VERSIONS_SCHEMA, "versions": compared}),
        )
        .map_err(io::Error::from)
        .and_then(|()| writeln!(out)),
        TextOrJson::Text => compared_in_words(&compared, which.same, &mut out),
    };
    printed.and_then(|()| out.flush()).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}

fn compared_in_words(compared: &Comparison, same: bool, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} -> {}", one_line(&compared.before), one_line(&compared.after))?;
    for row in compared.rows.iter().filter(|row| same || !matches!(row.change, Change::Same | Change::Renumbered)) {
        let label = |it: &Option<String>| it.as_deref().map_or_else(|| "-".to_owned(), one_line);
        writeln!(out, "{:<10} {} -> {}", row.change.name(), label(&row.before), label(&row.after))?;
        match (&row.before_text, &row.after_text) {
            (Some(before), Some(after)) if row.change == Change::Words || row.change == Change::Moved => {
                writeln!(out, "    {}", shown(&difference(before, after)))?;
            }
            (Some(text), None) | (None, Some(text)) => writeln!(out, "    {}", one_line(text))?,
            _ => {}
        }
    }
    for (what, items) in [("items gained", &compared.gained), ("items lost", &compared.lost)] {
        if !items.is_empty() {
            writeln!(out, "{what}:")?;
        }
        for item in items {
            writeln!(out, "    {}", one_line(item))?;
        }
    }
    Ok(())
}

/// A difference as a line: [-gone-] {+new+}.
fn shown(changes: &[Changed]) -> String {
    let words = changes.iter().map(|change| match change {
        Changed::Same(words) => one_line(words),
        Changed::Gone(words) => format!("[-{}-]", one_line(words)),
        Changed::New(words) => format!("{{+{}+}}", one_line(words)),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn text(traces: &[Trace], out: &mut impl Write) -> io::Result<()> {
    for trace in traces {
        let days = match (&trace.first, &trace.last) {
            (Some(first), Some(last)) => format!("{first} to {last}"),
            _ => "no dates".to_owned(),
        };
        writeln!(out, "{}  {days}  {}", trace.thread, one_line(&trace.fate))?;
        for (number, passage) in trace.passages.iter().enumerate() {
            writeln!(out)?;
            let mut place = one_line(&passage.report);
            if !passage.paragraph.is_empty() {
                place = format!("{place}, {}", one_line(&passage.paragraph));
            }
            if let Some(holder) = &passage.held_by {
                place = format!("{place}  held by {}", one_line(holder));
            }
            writeln!(out, "  {}. {}  {place}", number + 1, passage.date.as_deref().unwrap_or("no date"))?;
            writeln!(out, "     {}", one_line(&passage.text))?;
            for link in &passage.takes_up {
                let by = link.by.as_ref().map(|by| format!(", confirmed by {}", one_line(by))).unwrap_or_default();
                writeln!(
                    out,
                    "     {} {} ({:.2}: {}{})",
                    link.relation.name().replace('_', " "),
                    link.passage + 1,
                    link.likeness,
                    link.reason,
                    by
                )?;
                let changed: Vec<Changed> =
                    link.difference.iter().filter(|change| !matches!(change, Changed::Same(_))).cloned().collect();
                if !changed.is_empty() && changed.len() <= MOST_CHANGES {
                    writeln!(out, "       {}", shown(&changed))?;
                }
            }
            for (from, words) in &passage.cited_by {
                writeln!(out, "     cited by {}: {}", one_line(from), one_line(words))?;
            }
            let id = passage.items.first().unwrap_or(&passage.id);
            writeln!(out, "     {}", one_line(id))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// More changes of words than these say only that it was worded anew.
const MOST_CHANGES: usize = 12;
