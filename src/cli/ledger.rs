//! `minutebook ledger`: copies of what cannot be rebuilt, and the ways back where it has lost something.

use super::ended::Ended;
use super::say;
use crate::error::RunError;
use crate::record::Record;
use crate::run::begin;
use crate::store::ledger::backup::{self, Backup, Difference};
use crate::store::ledger::extent;
use crate::store::{Ledger, Storage};
use clap::{Args, Subcommand};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Copy the ledger, put a copy back, or go on after a loss.
///
/// The ledger (indexes/ledger/) holds what no run can rebuild: the keys and ids
/// that were given, and every word that people wrote into trackers. Every night
/// that adds to it leaves a verified copy in backups/ (settings: ledger).
///
///   minutebook ledger backup
///       one more copy now
///   minutebook ledger backup /mnt/other-disk/ledger.zip
///       the same, elsewhere
///   minutebook ledger restore
///       the copies there are, and what the last would change; add --yes to do it
///   minutebook ledger accept
///       what the ledger has lost; add --yes to go on without it
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct LedgerArguments {
    /// What to do
    #[command(subcommand)]
    pub what: What,
}

/// What to do with the ledger.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Write a verified copy of the ledger
    Backup {
        /// The archive to write; without it, one more in the folder of nightly copies
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Put a copy back; what is there now is set aside, not deleted
    Restore {
        /// The archive; without it, the last nightly copy
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Go on with a ledger that has lost entries; trackers on disk that hold more are read back by the next run
    Accept {
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// Runs the command.
pub fn command(record: &Record, arguments: &LedgerArguments) -> Result<Ended, RunError> {
    let _lock = record.lock("ledger")?;
    let copies = record.workspace().root().join(&record.settings().ledger.copies);
    match &arguments.what {
        What::Backup { file } => copy(record, &copies, file.as_deref()),
        What::Restore { file, yes } => restore(record, &copies, file.as_deref(), *yes),
        What::Accept { yes } => accept(record, *yes),
    }
}

fn copy(record: &Record, copies: &Path, file: Option<&Path>) -> Result<Ended, RunError> {
    // A copy of a ledger that has lost something would push out one that has it.
    let ledger = record.ledger_to_write()?;
    let at = now();
    let path = match file {
        Some(file) => std::path::absolute(file)
            .map_err(|error| RunError::new(format!("{} is no path", file.display())).because(error))?,
        None => copies.join(backup::name_of(&at, &ledger.extent()?)),
    };
    let backup = Backup::write(&record.storage().named(&path), &record.workspace().ledger(), &path, &at)?;
    print(&format!("{} holds the ledger as of {}, verified\n", backup.path().display(), backup.at()))?;
    Ok(Ended::Clean)
}

fn restore(record: &Record, copies: &Path, file: Option<&Path>, yes: bool) -> Result<Ended, RunError> {
    let (workspace, storage): (_, &Storage) = (record.workspace(), record.storage());
    let all = backup::copies(copies)?;
    let path = match (file, all.last()) {
        (Some(file), _) => file.to_owned(),
        (None, Some(last)) => last.clone(),
        (None, None) => {
            return Err(RunError::new(format!("there is no copy of the ledger in {}", copies.display()))
                .hint("name one that is elsewhere: minutebook ledger restore FILE")
                .hint("without any: minutebook ledger accept, and the next run reads back the trackers on disk"));
        }
    };
    let backup = Backup::open(&path)?;
    backup.verify()?;
    let ledger = workspace.ledger();
    let mut text = String::new();
    if file.is_none() {
        all.iter().rev().for_each(|copy| text.push_str(&format!("  {}\n", copy.display())));
        text.insert_str(0, "Copies of the ledger, newest first:\n");
    }
    text.push_str(&format!("{} of {} would change:\n", backup.path().display(), backup.at()));
    let losses = Ledger::open(storage, &ledger).and_then(|now| now.losses());
    let is_same = match backup.differences(storage, &ledger) {
        Ok(differences) => {
            differences.iter().for_each(|difference| text.push_str(&told(difference)));
            differences.is_empty()
        }
        Err(error) => {
            text.push_str(&format!("  all of it: what is there cannot be read ({})\n", error.message));
            false
        }
    };
    if is_same {
        text.push_str("  nothing: the ledger holds just that\n");
    }
    print(&text)?;
    if is_same && losses.is_ok_and(|losses| losses.is_empty()) {
        return Ok(Ended::Clean);
    }
    if !yes && !is_confirmed("Put it back?")? {
        print("Nothing was changed.\n")?;
        return Ok(Ended::LookAt);
    }
    let erased = Ledger::open(storage, &ledger).map(|now| now.tombstones().to_vec()).unwrap_or_default();
    let aside = set_aside(&workspace.indexes());
    let existed = ledger.exists();
    let named = begin::extents(workspace, &record.generations());
    backup.restore(storage, &ledger, &aside)?;
    // The outputs may come from more than this: trackers on disk are read back before they are replaced.
    named.iter().try_for_each(|path| storage.remove(path))?;
    let mut back = Ledger::open(storage, &ledger)?;
    for stone in erased.iter().filter(|stone| !back.tombstones().contains(stone)).cloned().collect::<Vec<_>>() {
        back.erase(&stone.key, stone.reason.as_deref())?;
        print(&format!("{} had been erased since, and is erased again\n", stone.key))?;
    }
    back.sync()?;
    let kept = if existed { format!("; what was there is in {}", aside.display()) } else { String::new() };
    print(&format!(
        "The ledger is as of {}{kept}.\nNext: minutebook run --full (it brings index and ledger together, and reads back the trackers on disk)\n",
        backup.at()
    ))?;
    Ok(Ended::Clean)
}

fn accept(record: &Record, yes: bool) -> Result<Ended, RunError> {
    let (workspace, storage) = (record.workspace(), record.storage());
    let named = begin::extents(workspace, &record.generations());
    let mut ledger = Ledger::open(storage, &workspace.ledger())?.named_in(named);
    let losses = ledger.losses()?;
    if losses.is_empty() {
        print("The ledger holds all that it ever held: there is nothing to accept.\n")?;
        return Ok(Ended::Clean);
    }
    print(&format!("The ledger has lost what it held:\n  {}\n", losses.join("\n  ")))?;
    if !yes && !is_confirmed("Go on with what is there?")? {
        print("Nothing was changed.\n")?;
        return Ok(Ended::LookAt);
    }
    let dir = workspace.ledger();
    if dir.exists() {
        let aside = set_aside(&workspace.indexes());
        for name in files_of(&dir)? {
            storage.write_atomic_with(aside.join(&name), |out| {
                io::copy(&mut std::fs::File::open(dir.join(&name))?, out).map(|_| ())
            })?;
        }
        print(&format!("What is there now is kept in {}\n", aside.display()))?;
    }
    let gone = ledger.accept()?;
    let damaged = if gone > 0 { format!(" without {gone} damaged lines") } else { String::new() };
    print(&format!(
        "The ledger goes on{damaged}.\nNext: minutebook run --full (it reads back the trackers on disk before it writes them)\n"
    ))?;
    Ok(Ended::Clean)
}

fn told(difference: &Difference) -> String {
    let Difference { name, now, then, diverged } = difference;
    let more = match (then.checked_sub(*now), *diverged) {
        (_, true) => ", of which some are others".to_owned(),
        (Some(more), false) => format!(": {more} come back"),
        (None, false) => format!(": the last {} would go", now - then),
    };
    format!("  {name}: {now} entries now, {then} then{more}\n")
}

fn files_of(dir: &Path) -> Result<Vec<String>, RunError> {
    let cannot = |error: io::Error| RunError::new(format!("cannot list {}", dir.display())).because(error);
    let entries = std::fs::read_dir(dir).map_err(cannot)?;
    let names = entries.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    let names: Vec<String> = names.collect::<io::Result<_>>().map_err(cannot)?;
    Ok(names.into_iter().filter(|name| name.ends_with(".jsonl") || name == extent::FILE).collect())
}

fn is_confirmed(question: &str) -> Result<bool, RunError> {
    if !io::stdin().is_terminal() {
        return Err(RunError::new("this changes what cannot be rebuilt, and must be confirmed")
            .hint("look at what is said above, then add --yes"));
    }
    print(&format!("{question} [y/N] "))?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(|error| RunError::new("no answer could be read").because(error))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A place for what is set aside now; the second of one second gets a number.
fn set_aside(indexes: &Path) -> PathBuf {
    let first = indexes.join(format!("ledger-set-aside-{}", plain(&now())));
    let more = (2_u32..).map(|number| first.with_extension(number.to_string()));
    std::iter::once(first.clone()).chain(more).find(|path| !path.exists()).unwrap_or(first)
}

/// A time as part of a file name.
fn plain(at: &str) -> String {
    at.chars().filter(|character| !matches!(character, ':' | '-')).collect()
}

fn print(text: &str) -> Result<(), RunError> {
    let mut out = io::stdout().lock();
    out.write_all(say::harmless(text).as_bytes()).and_then(|()| out.flush()).map_err(say::cannot_print)
}
