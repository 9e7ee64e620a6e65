//! `minutebook search`: hits for people at 80 columns, or for programs.

use super::ended::Ended;
use super::filters::FilterArguments;
use super::formats::ListFormat;
use super::{pager, say, workbench};
use crate::error::RunError;
use crate::export::csv::CsvForm;
use crate::query::{Filters, Hits, Options, Query, Sort, Wording};
use crate::record::Record;
use crate::search::render::{self, Form};
use crate::search::saved::{self, Saved};
use clap::{Args, ValueEnum};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Find decisions, actions, recommendations and paragraphs.
///
///   minutebook search newcomers track
///   minutebook search '"travel support" kind:recommendation' --from 2014 --to 2019
///   minutebook search --kind decision --body MAG --from 2017 --sort newest
///   minutebook search --saved newcomers
///
///   minutebook search 'what did the board decide about newcomers?'
///
/// Ask in plain words: grammar does not count, words are found in all their forms
/// (agree, agreed, agreement), and of many words the rare ones count most. "words
/// in quotes" stand next to each other; +must, -not, OR, ( ), wild*, fuzzy~1,
/// "near these"~5 and exact:word work as you expect. Fields such as
/// actor:secretariat or date:[2015-01 TO 2016-06] narrow a search; docs/search.md
/// lists them all.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct SearchArguments {
    /// What to find; put '...' around a query that holds quotes, parentheses or a *
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// The search of this name in searches.toml; a QUERY and options narrow it
    #[arg(long, value_name = "NAME")]
    pub saved: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t = ListFormat::Text, value_name = "FORMAT")]
    pub format: ListFormat,
    /// Write to this file instead of the screen
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace FILE where it is there already
    #[arg(long, requires = "output")]
    pub overwrite: bool,
    /// Show decisions, actions and recommendations, each with its paragraph; text does so wherever the query names a kind
    #[arg(long)]
    pub items: bool,
    #[command(flatten)]
    pub filters: FilterArguments,
    /// Order of the hits
    #[arg(long, value_enum, default_value_t = SortOrder::Relevance, value_name = "ORDER")]
    pub sort: SortOrder,
    /// At most N hits
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Leave out the first N hits
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Count the hits by kind, topic, body and so on, and by year
    #[arg(long)]
    pub facets: bool,
    /// All words must be there, and none is read as a kind or a field
    #[arg(long)]
    pub strict: bool,
    /// Do not look for the long form of an acronym, or the acronym of a long form
    #[arg(long)]
    pub no_expand: bool,
    /// Show near-identical paragraphs one by one
    #[arg(long)]
    pub no_group: bool,
}

/// Order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SortOrder {
    /// The best first
    Relevance,
    /// The newest report first
    #[value(alias = "date")]
    Newest,
    /// The oldest report first
    Oldest,
}

/// Runs the command. No hit is no failure: the notices say what was looked for.
pub fn command(record: &Record, arguments: &SearchArguments) -> Result<Ended, RunError> {
    check(arguments)?;
    let asked = asked(record, arguments)?;
    let hits = record.search(&asked.query, &options(arguments))?;
    let mut out: Vec<u8> = Vec::new();
    let form = if arguments.output.is_some() { Form::default() } else { workbench::form() };
    let printed = match arguments.format {
        ListFormat::Text => readable(&hits, arguments.items, form, &mut out),
        ListFormat::Json => render::json(&asked.text, &hits, &mut out),
        ListFormat::Jsonl if arguments.items => render::items_jsonl(&hits, &mut out),
        ListFormat::Jsonl => render::jsonl(&hits, &mut out),
        ListFormat::Csv => render::csv(&hits, CsvForm::Spreadsheet, &mut out),
    };
    printed.map_err(say::cannot_print)?;
    match &arguments.output {
        Some(file) => write_file(record, file, &out, arguments.overwrite)?,
        None if arguments.format == ListFormat::Text => pager::print(&out).map_err(say::cannot_print)?,
        None => {
            let mut screen = io::stdout().lock();
            screen.write_all(&out).and_then(|()| screen.flush()).map_err(say::cannot_print)?;
        }
    }
    if matches!(arguments.format, ListFormat::Jsonl | ListFormat::Csv) {
        for notice in &hits.notices {
            say::remark(&format!("note: {}", notice.message));
        }
    }
    Ok(Ended::Clean)
}

/// What cannot be meant.
fn check(arguments: &SearchArguments) -> Result<(), RunError> {
    if arguments.facets && matches!(arguments.format, ListFormat::Jsonl | ListFormat::Csv) {
        return Err(RunError::usage("--facets cannot be shown as jsonl or csv, which hold a hit a line")
            .hint("take --format json, or text"));
    }
    let filters = Filters::default();
    let asks_nothing = arguments.query.is_empty()
        && arguments.saved.is_none()
        && !arguments.facets
        && options(arguments).filters == filters;
    if asks_nothing {
        return Err(RunError::usage("there is nothing to look for")
            .hint("name words: minutebook search newcomers track")
            .hint("or what the hits must be: minutebook search --kind decision --from 2017")
            .hint("or all: minutebook search '*'"));
    }
    Ok(())
}

/// The query, and how it was typed.
struct Asked {
    query: Query,
    text: String,
}

fn asked(record: &Record, arguments: &SearchArguments) -> Result<Asked, RunError> {
    let typed = workbench::query(&arguments.query)?;
    let text = arguments.query.join(" ");
    let Some(name) = &arguments.saved else { return Ok(Asked { query: typed, text }) };
    let all = record.saved_searches()?;
    let Some(Saved { query, filters, text: saved_text, .. }) = all.iter().find(|saved| saved.name == *name).cloned()
    else {
        let names: Vec<&str> = all.iter().map(|saved| saved.name.as_str()).collect();
        let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        return Err(RunError::usage(format!("there is no saved search named {name:?}"))
            .hint(format!("{} holds: {known}", record.workspace().file(saved::FILE).display())));
    };
    let narrowed = filters.nodes().map_err(RunError::usage)?.into_iter().fold(query, Query::and);
    let text = format!("{saved_text} {text}").trim().to_owned();
    Ok(Asked { query: if arguments.query.is_empty() { narrowed } else { narrowed.and(typed.root) }, text })
}

fn options(arguments: &SearchArguments) -> Options {
    Options {
        sort: match arguments.sort {
            SortOrder::Relevance => Sort::Relevance,
            SortOrder::Newest => Sort::Newest,
            SortOrder::Oldest => Sort::Oldest,
        },
        wording: if arguments.strict { Wording::Strict } else { Wording::Plain },
        limit: arguments.limit,
        offset: arguments.offset,
        filters: arguments.filters.filters(),
        facets: arguments.facets,
        histogram: arguments.facets,
        expand: !arguments.no_expand,
        group: !arguments.no_group,
    }
}

fn readable(hits: &Hits, items: bool, form: Form, out: &mut impl Write) -> io::Result<()> {
    render::notices(hits, form, &mut *out)?;
    render::hits(hits, items || hits.asks_for_items, form, &mut *out)?;
    render::facets(&hits.facets, form, &mut *out)?;
    render::years(&hits.years, out)
}

/// Nothing of the user's is overwritten without a word.
fn write_file(record: &Record, file: &Path, bytes: &[u8], overwrite: bool) -> Result<(), RunError> {
    if file.exists() && !overwrite {
        return Err(
            RunError::usage(format!("{} is there already", file.display())).hint("choose another name, or --overwrite")
        );
    }
    record.save_as(file, bytes)?;
    say::remark(&format!("written to {}", file.display()));
    Ok(())
}
