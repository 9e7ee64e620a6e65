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
///   minutebook cite mag-2017-03-28 mag-2017-05-09 --style bibtex > minutes.bib
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CiteArguments {
    /// Ids of blocks or items, or keys of reports
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// un, chicago, bibtex, csl-json or md
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
    let citations = arguments.ids.iter().map(|id| record.cite(id)).collect::<Result<Vec<_>, _>>()?;
    let text = cite::list(&citations, style);
    let mut out = io::stdout().lock();
    writeln!(out, "{}", say::harmless(&text)).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}
