//! `minutebook purge KEY`: erases a report on legal request, after a person has confirmed it.

use super::ended::Ended;
use super::say;
use crate::error::RunError;
use crate::record::Record;
use crate::run::observe::Unobserved;
use crate::run::purge::{Purged, Subject};
use crate::workspace::Workspace;
use clap::Args;
use std::io::{self, IsTerminal, Write};

/// Erase a report for good, for instance on legal request.
///
/// The report goes from the index, from all earlier indexes, from the ledger, the
/// cache and the outputs, with what people wrote about it. What stays is a note
/// without its text: that it was erased, when and why, so that its key is not
/// given again and its file is not read again. Its file in corpus/ is yours to
/// remove: it is named at the end. This cannot be undone. To take a report out of
/// the index without erasing it, move its file out of corpus/ and run again.
/// Example:
///
///   minutebook purge mag-2017-03-28 --reason "request 12 of 3 May 2024"
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct PurgeArguments {
    /// Key of the report, as in the ids of its paragraphs before the #
    #[arg(value_name = "KEY")]
    pub key: String,
    /// Who asked for it and why; kept in the ledger
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}

/// Runs the command.
pub fn command(record: &Record, arguments: &PurgeArguments) -> Result<Ended, RunError> {
    let workspace = record.workspace();
    let found = record.purge_subject(&arguments.key)?;
    if !arguments.yes && !is_confirmed(&arguments.key, &found)? {
        say::remark("Nothing was erased.");
        return Ok(Ended::LookAt);
    }
    let purged = record.purge(&arguments.key, arguments.reason.as_deref(), &Unobserved)?;
    for remark in &purged.remarks {
        say::remark(remark);
    }
    let left = told(&purged);
    io::stdout().write_all(say::harmless(&left).as_bytes()).map_err(say::cannot_print)?;
    let rest = !purged.still_named.is_empty() || files_left(workspace, &purged).next().is_some();
    Ok(if rest { Ended::LookAt } else { Ended::Clean })
}

fn is_confirmed(key: &str, found: &Subject) -> Result<bool, RunError> {
    if !io::stdin().is_terminal() {
        return Err(RunError::new(format!("erasing {key} cannot be undone and must be confirmed"))
            .hint("Add --yes where nobody can be asked."));
    }
    let title = found.title.as_deref().map(|title| format!(" ({title})")).unwrap_or_default();
    say::remark(&format!("{key}{title}: {} items, read from {}.", found.items, found.files.join(", ")));
    // The question stays on its line.
    let _ = write!(io::stderr(), "Erase it for good? Type its key to confirm: ");
    let _ = io::stderr().flush();
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(|error| RunError::new("cannot read your answer").because(error))?;
    Ok(answer.trim() == key)
}

fn told(purged: &Purged) -> String {
    let erased = &purged.erased;
    let mut text = format!(
        "{} is erased: {} items; generation {} is without it, {} earlier ones are removed.\n",
        erased.tombstone.key,
        erased.tombstone.items,
        erased.generation,
        erased.removed.len()
    );
    for (title, files) in [
        ("Its files, yours to remove (they are not read again):", paths_in_corpus(&erased.files)),
        ("Files of yours that still name it:", purged.still_named.clone()),
        ("Files of yours that could not be searched for it:", purged.not_searched.clone()),
    ] {
        if !files.is_empty() {
            text.push_str(&format!("{title}\n"));
            text.extend(files.iter().map(|file| format!("  {file}\n")));
        }
    }
    text.push_str("Backups hold it until they are renewed.\n");
    text
}

fn paths_in_corpus(files: &[String]) -> Vec<String> {
    files.iter().map(|file| format!("corpus/{file}")).collect()
}

fn files_left<'a>(workspace: &'a Workspace, purged: &'a Purged) -> impl Iterator<Item = &'a String> {
    purged.erased.files.iter().filter(|file| workspace.corpus().join(file).exists())
}
