//! `index publish`, `index rollback`, `index unpin`: another generation becomes current, and the outputs follow at once.

use super::begin::{Begun, begin};
use super::build::Work;
use super::catalogue::Catalogue;
use super::documents::Documents;
use super::observe::Observer;
use super::report::RunReport;
use crate::error::RunError;
use crate::settings::Settings;
use crate::store::Storage;
use crate::tracker::{Corrections, corrections};
use crate::workspace::Workspace;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// The held generation becomes current: a person has looked at it.
    Publish,
    /// The published generation before becomes current again and stays so.
    Rollback,
    /// New generations are published again.
    Unpin,
}

impl Switch {
    /// The command as typed, for whoever finds the workspace locked.
    #[must_use]
    pub fn command(self) -> &'static str {
        match self {
            Self::Publish => "index publish",
            Self::Rollback => "index rollback",
            Self::Unpin => "index unpin",
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switched {
    /// What was done and what to do next, each a sentence.
    pub done: Vec<String>,
    /// Other things that a person should know.
    pub remarks: Vec<String>,
}

/// Does what is asked for and writes the outputs of the generation that is current then.
///
/// # Errors
/// There is nothing to publish or to go back to, another process works in the workspace, or the disk refuses.
pub fn switch(
    storage: &Storage,
    workspace: &Workspace,
    settings: &Settings,
    what: Switch,
    observer: &dyn Observer,
) -> Result<Switched, RunError> {
    let mut report = RunReport::begin();
    let Begun { lock, mut ledger, generations, remarks } =
        begin(storage, workspace, settings, what.command(), &report.started)?;
    report.remarks = remarks;
    let done = match what {
        Switch::Publish => {
            let number = generations.publish_held(&lock, &mut ledger)?;
            vec![format!("Generation {number} is published: search, trackers and alerts are as of it now.")]
        }
        Switch::Rollback => {
            let given_up = generations.state()?.held.map(|held| held.generation);
            let (from, to) = generations.rollback(&lock, &mut ledger)?;
            let mut done = vec![
                format!("Back from generation {from} to generation {to}: search and trackers are as of it now."),
                "It is pinned: runs go on building, and what they build waits. When the cause is put right: minutebook index unpin"
                    .to_owned(),
            ];
            if let Some(held) = given_up {
                done.push(format!("Generation {held}, which waited, was built on the one that is left and is given up; the next run builds again."));
            }
            done
        }
        Switch::Unpin => {
            let held = generations.state()?.held.map(|held| held.generation);
            if !generations.unpin(&lock, &mut ledger)? {
                return Err(RunError::usage("the index is not pinned: there is nothing to take away"));
            }
            let next = match held {
                Some(held) => format!(
                    "Generation {held} waits: minutebook index publish publishes it now, the next run does if nothing else speaks against it."
                ),
                None => "The next run publishes again.".to_owned(),
            };
            vec!["The index is no longer pinned.".to_owned(), next]
        }
    };
    let corrections = Corrections::load(&workspace.file(corrections::FILE))?;
    let work = Work {
        workspace,
        storage,
        lock: &lock,
        generations: &generations,
        settings,
        corrections: &corrections,
        observer,
    };
    let current =
        generations.state()?.generation.map(|number| Catalogue::read(&generations.dir(number))).transpose()?;
    super::conclude(&work, &mut ledger, &Documents::of(workspace), current.as_ref(), &mut report)?;
    Ok(Switched { done, remarks: report.remarks })
}
