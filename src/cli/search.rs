//! `minutebook search`: hits for people at 80 columns, or for programs.

use super::Ended;
use super::formats::ListFormat;
use super::say;
use super::workbench;
use crate::error::RunError;
use crate::export::csv::CsvForm;
use crate::search::render::{self, Form};
use crate::search::{Filters, Hits, Options, Sort};
use crate::workspace::Workspace;
use clap::{Args, ValueEnum};
use std::io::{self, Write};

/// Find decisions, actions, recommendations and paragraphs.
///
///   minutebook search "newcomers track"
///   minutebook search '"travel support" kind:recommendation' --from 2014 --to 2019
///   minutebook search 'actor:secretariat' --kind action --sort newest
///
/// Words are found in all their forms (agree, agreed, agreement); "words in quotes" stand next to each other; +must, -not,
/// AND, OR, wild*, fuzzy~1, "near these"~5 and exact:word work as you expect. docs/search.md says more.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct SearchArguments {
    /// What to find; several words may be given with or without quotes around them all
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t = ListFormat::Text, value_name = "FORMAT")]
    pub format: ListFormat,
    /// Only reports of this day, month or year or later (2015, 2015-06, 2015-06-30)
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Only reports of this day, month or year or earlier
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Only decision, action or recommendation (may be given several times)
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only this topic
    #[arg(long, value_name = "TOPIC")]
    pub category: Vec<String>,
    /// Only so binding: agreed, or '>=agreed' for agreed and decided
    #[arg(long, value_name = "FORCE")]
    pub force: Option<String>,
    /// Only what this body, group or person holds
    #[arg(long, value_name = "NAME")]
    pub held_by: Vec<String>,
    /// Only what this actor is to do
    #[arg(long, value_name = "NAME")]
    pub actor: Vec<String>,
    /// Only reports of this body
    #[arg(long, value_name = "BODY")]
    pub body: Vec<String>,
    /// Only this report, by its key; * stands for any letters
    #[arg(long, value_name = "KEY")]
    pub report: Vec<String>,
    /// Only this annex, or none for the body of the reports
    #[arg(long, value_name = "LABEL")]
    pub annex: Vec<String>,
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
    Newest,
    /// The oldest report first
    Oldest,
}

/// Runs the command. No hit is no failure: the notices say what was looked for.
pub fn command(workspace: &Workspace, arguments: &SearchArguments) -> Result<Ended, RunError> {
    let text = arguments.query.join(" ");
    let query = workbench::query(&arguments.query)?;
    let index = workbench::open(workspace)?;
    let hits = index.reader.search(&query, &options(arguments), &index.bridges)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let printed = match arguments.format {
        ListFormat::Text => readable(&hits, workbench::form(), &mut out),
        ListFormat::Json => render::json(&text, &hits, &mut out),
        ListFormat::Jsonl => render::jsonl(&hits, &mut out),
        ListFormat::Csv => render::csv(&hits, CsvForm::Spreadsheet, &mut out),
    };
    printed.and_then(|()| out.flush()).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}

fn options(arguments: &SearchArguments) -> Options {
    Options {
        sort: match arguments.sort {
            SortOrder::Relevance => Sort::Relevance,
            SortOrder::Newest => Sort::Newest,
            SortOrder::Oldest => Sort::Oldest,
        },
        limit: arguments.limit,
        offset: arguments.offset,
        filters: Filters {
            from: arguments.from.clone(),
            to: arguments.to.clone(),
            kinds: arguments.kind.clone(),
            categories: arguments.category.clone(),
            force: arguments.force.clone(),
            held_by: arguments.held_by.clone(),
            actors: arguments.actor.clone(),
            bodies: arguments.body.clone(),
            reports: arguments.report.clone(),
            annexes: arguments.annex.clone(),
        },
        facets: arguments.facets,
        histogram: arguments.facets,
        expand: !arguments.no_expand,
        group: !arguments.no_group,
    }
}

fn readable(hits: &Hits, form: Form, out: &mut impl Write) -> io::Result<()> {
    render::notices(hits, form, &mut *out)?;
    render::hits(hits, form, &mut *out)?;
    render::facets(&hits.facets, form, &mut *out)?;
    render::years(&hits.years, out)
}
