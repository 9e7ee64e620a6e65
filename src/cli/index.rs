//! `minutebook index publish|rollback|unpin`: which generation of the index is searched.

use super::ended::Ended;
use super::say;
use crate::error::RunError;
use crate::record::Record;
use crate::run::observe::Unobserved;
use crate::run::switch::{Consent, Switch};
use clap::{Args, Subcommand};
use std::io::{self, IsTerminal, Write};

/// Publish an index that was held back, go back to the one before, or let runs publish again.
///
/// Every run builds a new index beside the one that is searched. Where much has
/// vanished, or a query that must have a hit has none (section "gate" of
/// minutebook.toml), the new one is held: search, trackers and alerts stay as
/// they were until you decide.
///
///   minutebook index publish
///       you have looked at outputs/run-report.md, and the new index is right;
///       it says what would leave the index and asks, or takes --yes
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
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum What {
    /// Publish the index that is held back
    Publish(PublishArguments),
    /// Go back to the index before, and stay there until `index unpin`
    Rollback,
    /// Let runs publish again after a rollback
    Unpin,
}

/// How to publish.
#[derive(Debug, Clone, Copy, Args)]
pub struct PublishArguments {
    /// Do not ask, even where reports or items leave the index
    #[arg(long)]
    pub yes: bool,
    /// Accept what a newer program reads otherwise in the same files
    #[arg(long)]
    pub upgrade: bool,
}

/// Runs the command.
pub fn command(record: &Record, arguments: &IndexArguments) -> Result<Ended, RunError> {
    let what = match arguments.what {
        What::Publish(publish) => {
            let losses = publish.yes || !publish.upgrade && is_confirmed(record)?;
            Switch::Publish(Consent { losses, upgrade: publish.upgrade })
        }
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

/// Asks where something would leave the index and somebody can be asked; `switch` refuses where nobody agrees.
fn is_confirmed(record: &Record) -> Result<bool, RunError> {
    let Some((number, losses)) = record.losses_of_held()? else { return Ok(false) };
    if losses.is_empty() || !io::stdin().is_terminal() {
        return Ok(false);
    }
    say::remark(&format!(
        "Publishing generation {number} would lose something:\n  {}",
        losses.sentences().join("\n  ")
    ));
    // The question stays on its line.
    let _ = write!(io::stderr(), "Publish it? Type yes to confirm: ");
    let _ = io::stderr().flush();
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(|error| RunError::new("cannot read your answer").because(error))?;
    Ok(answer.trim().eq_ignore_ascii_case("yes"))
}
