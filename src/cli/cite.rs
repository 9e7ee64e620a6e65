//! `minutebook cite`: a reference to a paragraph or report, ready to paste.

use super::ended::Ended;
use super::say;
use crate::error::RunError;
use crate::record::Record;
use crate::search::cite::{self, Style};
use clap::Args;
use std::io::{self, Write};

/// Print a reference to a paragraph or report, ready to paste.
///
///   minutebook cite mag-2017-03-28#7 --style chicago
///   minutebook cite --quote mag-2017-03-28#7 --style md
///   minutebook cite mag-2017-03-28 mag-2017-05-09 --style bibtex > minutes.bib
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CiteArguments {
    /// Ids of blocks or items, or keys of reports
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// The words themselves in quotation marks, with the reference
    #[arg(long)]
    pub quote: bool,
    /// un (or plain), chicago, apa, oscola, md, html, bibtex, csl-json or ris
    #[arg(long, default_value = "un", value_name = "STYLE")]
    pub style: String,
}

/// Runs the command.
pub fn command(record: &Record, arguments: &CiteArguments) -> Result<Ended, RunError> {
    let style = Style::named(&arguments.style).ok_or_else(|| {
        let names: Vec<&str> = Style::ALL.iter().map(|(_, name)| *name).collect();
        RunError::usage(format!("there is no style named {}", arguments.style))
            .hint(format!("choose one of: {}", names.join(", ")))
    })?;
    let citations = arguments
        .ids
        .iter()
        .map(|id| if arguments.quote { record.quote(id) } else { record.cite(id) })
        .collect::<Result<Vec<_>, _>>()?;
    let text = cite::list(&citations, style);
    let mut out = io::stdout().lock();
    writeln!(out, "{}", say::harmless(&text)).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}
