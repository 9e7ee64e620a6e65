//! `minutebook check`: is everything as it should be, and if not, what to do.

use super::ended::Ended;
use super::formats::TextOrJson;
use super::say;
use crate::error::RunError;
use crate::record::Record;
use crate::run::quick::Quick;
use clap::Args;
use std::io::{self, Write};
use std::time::Duration;

/// Verify the index against the ledger, the corpus and the outputs, and say what to do about each finding.
///
/// Every file of the index is compared with its checksum, every report with what
/// was read of it, every id with the ledger, every file of the corpus and of the
/// outputs with its content. Nothing is changed. Exit status: 0 where all is
/// well, 1 where something was found, 2 where the check could not be made.
/// With --quick it looks only at what a monitor asks every few minutes.
/// Examples:
///
///   minutebook check --workspace /srv/minutebook
///   minutebook check --quick --max-age 26
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CheckArguments {
    /// What to print; JSON is a list of {"code","message","advice"}
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub format: TextOrJson,
    /// One line for a monitor, at once: 0 all is well, 1 something needs a person, 2 the index cannot be searched
    #[arg(long)]
    pub quick: bool,
    /// Hours after which the last successful run is overdue
    #[arg(long, value_name = "HOURS", default_value_t = 26, requires = "quick")]
    pub max_age: u64,
}

/// Runs the command.
pub fn command(record: &Record, arguments: &CheckArguments) -> Result<Ended, RunError> {
    if arguments.quick {
        return quick(record, arguments);
    }
    let findings = record.check()?;
    let mut out = io::stdout().lock();
    let printed = match arguments.format {
        TextOrJson::Json => {
            serde_json::to_writer_pretty(&mut out, &findings).map_err(io::Error::from).and_then(|()| writeln!(out))
        }
        TextOrJson::Text if findings.is_empty() => {
            writeln!(out, "All is well: index, ledger, corpus and outputs agree.")
        }
        TextOrJson::Text => {
            let told: Vec<String> = findings
                .iter()
                .map(|finding| format!("{}: {}\n  what to do: {}\n", finding.code, finding.message, finding.advice))
                .collect();
            out.write_all(say::harmless(&told.concat()).as_bytes())
        }
    };
    printed.map_err(say::cannot_print)?;
    Ok(if findings.is_empty() { Ended::Clean } else { Ended::LookAt })
}

/// The line for a monitor; where the index cannot be searched it is the error.
fn quick(record: &Record, arguments: &CheckArguments) -> Result<Ended, RunError> {
    let most = Duration::from_secs(arguments.max_age.saturating_mul(3600));
    let Quick { status, line } = record.check_quickly(most);
    if arguments.format == TextOrJson::Json {
        let line = serde_json::json!({"status": status, "line": line});
        writeln!(io::stdout(), "{line}").map_err(say::cannot_print)?;
    } else {
        writeln!(io::stdout(), "{}", say::harmless(&line.replace('\n', " "))).map_err(say::cannot_print)?;
    }
    match status {
        0 => Ok(Ended::Clean),
        1 => Ok(Ended::LookAt),
        _ => Err(RunError::new("the index cannot be searched").hint("minutebook check says more")),
    }
}
