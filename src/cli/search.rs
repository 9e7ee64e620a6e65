//! `minutebook search`: hits for people at 80 columns, or for programs.

use super::Ended;
use super::arguments::{ListFormat, SearchArguments, SortOrder};
use super::say;
use super::workbench;
use crate::error::RunError;
use crate::export::csv::CsvForm;
use crate::search::render::{self, Form};
use crate::search::{Filters, Hits, Options, Sort};
use crate::workspace::Workspace;
use std::io::{self, Write};

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
