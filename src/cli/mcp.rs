//! `minutebook mcp`: the record for a program that talks, over standard input and output.

use super::ended::Ended;
use super::say;
use crate::error::RunError;
use crate::mcp;
use crate::record::Record;
use clap::Args;
use std::io;

/// Let a client of the Model Context Protocol ask the record, over standard input and output.
///
///   minutebook mcp --workspace /srv/minutes
///       as the command of a server in the client's settings
///
/// Tools: search, show, cite, items, coverage. They only read. Answers carry ids,
/// the words as printed, the page, and what was not searched.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct McpArguments {}

/// Converses until the client closes its side.
pub fn command(record: &Record) -> Result<Ended, RunError> {
    record.generation()?;
    let (input, output) = (io::stdin().lock(), io::stdout().lock());
    mcp::converse(record, input, output).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}
