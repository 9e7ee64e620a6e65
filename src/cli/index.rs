//! `minutebook index publish|rollback|unpin`: which generation of the index is searched.

use super::ended::Ended;
use super::say;
use crate::error::RunError;
use crate::record::Record;
use crate::run::observe::Unobserved;
use crate::run::switch::Switch;
use clap::{Args, Subcommand};
use std::io::{self, Write};

/// Publish an index that was held back, go back to the one before, or let runs publish again.
///
/// Every run builds a new index beside the one that is searched. Where much has
/// vanished, or a query that must have a hit has none (section "gate" of
/// minutebook.toml), the new one is held: search, trackers and alerts stay as
/// they were until you decide.
///
///   minutebook index publish
///       you have looked at outputs/run-report.md, and the new index is right
///   minutebook index rollback
///       the published index is wrong: back to the one before, and stay there
///   minutebook index unpin
///       the cause is put right: the next run publishes again
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct IndexArguments {
    /// What to do
    #[command(subcommand)]
    pub what: What,
}

/// The commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum What {
    /// Publish the index that is held back
    Publish,
    /// Go back to the index before, and stay there until `index unpin`
    Rollback,
    /// Let runs publish again after a rollback
    Unpin,
}

/// Runs the command.
pub fn command(record: &Record, arguments: &IndexArguments) -> Result<Ended, RunError> {
    let what = match arguments.what {
        What::Publish => Switch::Publish,
        What::Rollback => Switch::Rollback,
        What::Unpin => Switch::Unpin,
    };
    let switched = record.switch(what, &Unobserved)?;
    for remark in &switched.remarks {
        say::remark(remark);
    }
    writeln!(io::stdout(), "{}", say::harmless(&switched.done.join("\n"))).map_err(say::cannot_print)?;
    Ok(Ended::Clean)
}
