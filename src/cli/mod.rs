//! What the user typed and what is printed: the only module that writes to the terminal.
//!
//! One file per command. Data goes to standard output, everything else to standard error. Exit status: 0 clean, 1 done
//! with something to look at, 2 could not run. A closed pipe is not an error.

mod arguments;
mod audit;
mod check;
mod cite;
mod ended;
mod evaluation;
mod exclusions;
mod export;
mod extract;
mod filters;
mod follow_up;
mod formats;
mod index;
mod ledger;
mod mcp;
mod page_drawing;
mod pager;
mod purge;
mod rules;
mod run;
mod say;
mod search;
#[cfg(feature = "web")]
mod serve;
mod show;
#[cfg(feature = "web")]
mod site;
mod status;
mod tables;
mod tag;
mod trace;
mod tracker;
mod workbench;

use crate::error::RunError;
use crate::record::Record;
use arguments::{Arguments, Command};
use clap::Parser;
use ended::Ended;
use std::process::ExitCode;

/// Parses the arguments, runs the command, prints what went wrong, and gives the exit status.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse_from(exclusions::spelled_out(std::env::args_os())) {
        Ok(arguments) => arguments,
        Err(error) => {
            let status = if error.use_stderr() { 2 } else { 0 };
            // A closed pipe while printing help is no failure of ours.
            let _ = error.print();
            return ExitCode::from(status);
        }
    };
    match dispatch(arguments) {
        Ok(Ended::Clean) => ExitCode::SUCCESS,
        Ok(Ended::LookAt) => ExitCode::from(1),
        Err(error) if say::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say::error(&error);
            ExitCode::from(2)
        }
    }
}

fn dispatch(arguments: Arguments) -> Result<Ended, RunError> {
    let record = Record::open(&arguments.workspace)?;
    match arguments.command {
        Command::Run(options) => run::command(&record, &options),
        Command::Extract(options) => extract::command(&record, &options),
        Command::Rules(options) => rules::command(&record, &options),
        Command::Eval(options) => evaluation::command(&record, &options),
        Command::Tag(options) => tag::command(&record, &options),
        Command::Search(options) => search::command(&record, &options),
        Command::Show(options) => show::command(&record, &options),
        Command::Trace(options) => trace::command(&record, &options),
        Command::Cite(options) => cite::command(&record, &options),
        Command::Export(options) => export::command(&record, &options),
        Command::Tracker(options) => tracker::command(&record, &options),
        Command::Audit(options) => audit::command(&record, &options),
        Command::Status(options) => status::command(&record, &options),
        Command::Check(options) => check::command(&record, &options),
        Command::Index(options) => index::command(&record, &options),
        Command::Purge(options) => purge::command(&record, &options),
        Command::Ledger(options) => ledger::command(&record, &options),
        Command::Mcp(_) => mcp::command(&record),
        #[cfg(feature = "web")]
        Command::Serve(options) => serve::command(record, &options),
        #[cfg(feature = "web")]
        Command::Site(options) => site::command(&record, &options),
    }
}
