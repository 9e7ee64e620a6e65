//! `index publish`, `index rollback`, `index unpin`: another generation becomes current, and the outputs follow at once.

use super::begin::{Begun, begin};
use super::catalogue::Catalogue;
use super::documents::Documents;
use super::losses::Losses;
use super::observe::Observer;
use super::report::RunReport;
use super::upgrade;
use super::work::Work;
use crate::error::RunError;
use crate::settings::Settings;
use crate::store::{Generations, Storage};
use crate::tracker::{Corrections, corrections};
use crate::workspace::Workspace;
use std::collections::BTreeSet;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// The held generation becomes current: a person has looked at it, and agrees to so much.
    Publish(Consent),
    /// The published generation before becomes current again and stays so.
    Rollback,
    /// New generations are published again.
    Unpin,
}

/// What whoever publishes a held generation agrees to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Consent {
    /// Reports, paragraphs or items that leave the index.
    pub losses: bool,
    /// What a newer program reads otherwise, losses included.
    pub upgrade: bool,
}

impl Switch {
    /// The command as typed, for whoever finds the workspace locked.
    #[must_use]
    pub fn command(self) -> &'static str {
        match self {
            Self::Publish(_) => "index publish",
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
    let Begun { hold, mut ledger, remarks, .. } = begin(storage, workspace, settings, what.command(), &report.started)?;
    let generations = &hold.generations;
    report.remarks = remarks;
    let done = match what {
        Switch::Publish(consent) => {
            agree(generations, consent)?;
            report.upgraded = upgraded(generations)?;
            let number = generations.publish_held(&hold.lock, &mut ledger)?;
            vec![format!("Generation {number} is published: search, trackers and alerts are as of it now.")]
        }
        Switch::Rollback => {
            let given_up = generations.state()?.held.map(|held| held.generation);
            let (from, to) = generations.rollback(&hold.lock, &mut ledger)?;
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
            if !generations.unpin(&hold.lock, &mut ledger)? {
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
    let work = Work::of(&hold, storage, workspace, settings, &corrections, observer);
    let current =
        generations.state()?.generation.map(|number| Catalogue::read(&generations.dir(number))).transpose()?;
    super::conclude(&work, &mut ledger, &Documents::of(workspace), current.as_ref(), &mut report)?;
    Ok(Switched { done, remarks: report.remarks })
}

/// Refuses to publish what nobody has agreed to lose.
fn agree(generations: &Generations, consent: Consent) -> Result<(), RunError> {
    let is_upgrade = generations.state()?.held.is_some_and(|held| held.upgrade);
    let Some((number, losses)) = Losses::of_held(generations)? else { return Ok(()) };
    let what = losses.sentences().join("; ");
    if is_upgrade && !consent.upgrade {
        let what = if what.is_empty() { String::new() } else { format!(": {what}") };
        return Err(RunError::new(format!("generation {number} waits because the program is a newer one{what}"))
            .hint("Look at outputs/run-report.md, \"Because the program is newer\"; to accept it: minutebook index publish --upgrade"));
    }
    if consent.losses || is_upgrade || losses.is_empty() {
        return Ok(());
    }
    Err(RunError::new(format!("publishing generation {number} would lose something: {what}"))
        .hint("If that is right: minutebook index publish --yes")
        .hint("If not, put the corpus right; the next run judges again."))
}

/// Reports that the held generation has otherwise than the published one only because the program is newer: no alert is sent of them.
fn upgraded(generations: &Generations) -> Result<BTreeSet<String>, RunError> {
    let state = generations.state()?;
    let read = |number: Option<u64>| number.map(|number| Catalogue::read(&generations.dir(number))).transpose();
    let (before, after) = (read(state.generation)?, read(state.held.map(|held| held.generation))?);
    Ok(before.zip(after).map(|(before, after)| upgrade::keys(&before, &after)).unwrap_or_default())
}
