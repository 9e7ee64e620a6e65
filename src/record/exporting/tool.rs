//! An export as a tool imports it: what is new to the tool, what it can update, and what must wait for its keys.

use super::form::{Exported, ExportedFile};
use crate::error::RunError;
use crate::export::Titles;
use crate::export::profile::filled::OfWorkspace;
use crate::export::profile::known::Known;
use crate::export::profile::split::Split;
use crate::export::profile::write::{self, Around};
use crate::export::profile::{self, Profile, Update, github};
use crate::model::TrackerRow;
use crate::record::selecting::Selected;
use crate::tag::People;
use crate::tracker::tool::split;
use crate::tracker::{Delta, Event, History};

/// What the user asked for.
pub struct How {
    /// The profile.
    pub name: &'static str,
    /// The names of the categories.
    pub titles: Titles,
    /// Who has which account.
    pub people: People,
    /// What the workspace fills in of the tool.
    pub filled: OfWorkspace,
    /// Also what was exported before.
    pub again: bool,
    /// Only one file can be taken.
    pub single: bool,
}

impl How {
    fn around(&self) -> Around<'_> {
        Around { titles: &self.titles, people: &self.people, filled: &self.filled }
    }
}

/// What to write: all, or what happened since a run or a day.
pub enum Lists {
    /// The whole selection.
    All(Selected),
    /// What happened to it.
    Since(Delta),
}

/// The files of a tool, and what follows from handing them over.
pub struct ForTool {
    /// The files.
    pub exported: Exported,
    /// What is to be remembered once they are handed over.
    pub sent: Vec<Event>,
    /// What to say then.
    pub waiting: Option<String>,
}

/// Makes the files of a tool.
pub fn export(how: &How, lists: Lists, history: &History) -> Result<ForTool, RunError> {
    let update = profile::named(how.name).map_or(Update::ByOwnKey, |profile| profile.update);
    let mut exported = Exported::default();
    let lists = match (profile::named(how.name), lists) {
        (Some(profile), Lists::Since(delta)) if matches!(update, Update::Opened | Update::ByIdColumn) => {
            for (suffix, rows) in [("new", &delta.new), ("changed", &delta.changed), ("withdrawn", &delta.withdrawn)] {
                let rows = split(how.name, update, rows, history).new;
                exported.add(profile, how.around(), suffix, &rows, false)?;
            }
            return Ok(ForTool { exported, sent: Vec::new(), waiting: None });
        }
        (_, lists) => lists,
    };
    let (rows, gone, since) = match lists {
        Lists::All(selected) => (selected.held, selected.withdrawn, false),
        Lists::Since(delta) => ([delta.new, delta.changed].concat(), delta.withdrawn, true),
    };
    // A tool that holds an item must hear that its source dropped it; one that never had it need not.
    let gone: Vec<TrackerRow> = gone
        .into_iter()
        .filter(|row| matches!(update, Update::Opened | Update::ByIdColumn) || history.was_sent(how.name, &row.id))
        .collect();
    let parts = Parts { held: divided(how, update, &rows, history), gone: divided(how, update, &gone, history), since };
    match profile::named(how.name) {
        Some(profile) => parts.tables(profile, how, &mut exported)?,
        None => exported.files.push(parts.script(how.around())?),
    }
    let updates =
        parts.held.update.iter().chain(&parts.gone.update).filter(|_| !how.single || how.name == github::NAME);
    let sent = parts
        .held
        .new
        .iter()
        .chain(updates)
        .filter(|_| matches!(update, Update::ByOwnKey | Update::Never))
        .filter(|known| history.sent_rev(how.name, &known.row.id) != Some(known.row.rev.as_str()))
        .map(|known| Event::Sent { id: known.row.id.clone(), tool: how.name.to_owned(), rev: known.row.rev.clone() })
        .collect();
    let waiting = waiting(how.name, update, parts.held.waiting.len() + parts.gone.waiting.len());
    Ok(ForTool { exported, sent, waiting })
}

/// Divides rows as the tool needs it; with `--again` what waits is new once more.
fn divided<'a>(how: &How, update: Update, rows: &'a [TrackerRow], history: &'a History) -> Split<'a> {
    let mut split = split(how.name, update, rows, history);
    if how.again {
        split.update.append(&mut split.unchanged);
        let again = std::mem::take(&mut split.waiting).into_iter().filter(|row| !row.is_withdrawn());
        split.new.extend(again.map(|row| Known {
            row,
            human: history.subject(&row.id).map(|subject| &subject.human),
            key: None,
        }));
    }
    split
}

struct Parts<'a> {
    held: Split<'a>,
    gone: Split<'a>,
    since: bool,
}

impl Parts<'_> {
    fn tables(&self, profile: &Profile, how: &How, exported: &mut Exported) -> Result<(), RunError> {
        let around = how.around();
        let suffix = if self.since { "new" } else { "" };
        exported.add(profile, around, suffix, &self.held.new, false)?;
        if profile.update != Update::ByOwnKey {
            return Ok(());
        }
        if self.since {
            exported.add(profile, around, "changed", &self.held.update, true)?;
            return exported.add(profile, around, "withdrawn", &self.gone.update, true);
        }
        let updates: Vec<Known<'_>> = self.held.update.iter().chain(&self.gone.update).copied().collect();
        if updates.is_empty() {
            return Ok(());
        }
        if how.single {
            let count = updates.len();
            exported.remarks.push(format!("{count} items that {} has can be updated: give -o FILE", profile.name));
            return Ok(());
        }
        exported.add(profile, around, "update", &updates, true)
    }

    fn script(&self, around: Around<'_>) -> Result<ExportedFile, RunError> {
        let mut both = self.held.clone();
        both.update.extend(&self.gone.update);
        let mut bytes = Vec::new();
        github::write(&both, around, &mut bytes)
            .map_err(|error| RunError::new("cannot write the script").because(error))?;
        Ok(ExportedFile { suffix: "", bytes, rows: both.new.len() + both.update.len() })
    }
}

impl Exported {
    fn add(
        &mut self,
        profile: &Profile,
        around: Around<'_>,
        suffix: &'static str,
        rows: &[Known<'_>],
        updating: bool,
    ) -> Result<(), RunError> {
        let mut bytes = Vec::new();
        let cut = write::write(profile, rows, around, updating, &mut bytes)
            .map_err(|error| RunError::new("cannot write the export").because(error))?;
        if cut > 0 {
            let name = profile.name;
            let remark = format!("{cut} cells are longer than {name} takes and were cut; items.csv has them whole");
            self.remarks.push(remark);
        }
        self.files.push(ExportedFile { suffix, bytes, rows: rows.len() });
        Ok(())
    }
}

fn waiting(name: &str, update: Update, waiting: usize) -> Option<String> {
    if waiting == 0 {
        return None;
    }
    Some(match update {
        Update::ByOwnKey => format!(
            "{waiting} items were exported to {name} before and their keys there are not known, so they are left out. \
             Export the issues from {name} and teach minutebook their keys: minutebook tracker keys FILE"
        ),
        _ => format!(
            "{waiting} items were exported to {name} before and are left out: it would add them a second time. \
             --again writes them all the same"
        ),
    })
}
