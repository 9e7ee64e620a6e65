//! An export as a tool imports it: what is new to the tool, what it can update, and what must wait for its keys.

use super::{Delivery, File, Lists};
use crate::cli::{Ended, say};
use crate::error::RunError;
use crate::export::Titles;
use crate::export::profile::split::Split;
use crate::export::profile::write::{self, Known};
use crate::export::profile::{self, Profile, Update, github};
use crate::model::TrackerRow;
use crate::store::Ledger;
use crate::tracker::tool::split;
use crate::tracker::{self, Event, History};

/// What the user asked for.
pub struct How {
    /// The profile.
    pub name: &'static str,
    /// The names of the categories.
    pub titles: Titles,
    /// Also what was exported before.
    pub again: bool,
    /// Remember what is exported now.
    pub remember: bool,
}

/// Writes the files of a tool, then remembers what they hold.
pub fn export(
    how: &How,
    lists: Lists,
    history: &History,
    ledger: &mut Ledger,
    run: u64,
    delivery: &Delivery,
) -> Result<Ended, RunError> {
    let update = profile::named(how.name).map_or(Update::ByOwnKey, |profile| profile.update);
    let lists = match (profile::named(how.name), lists) {
        (Some(profile), Lists::Since(delta)) if matches!(update, Update::Opened | Update::ByIdColumn) => {
            let lists = [("new", &delta.new), ("changed", &delta.changed), ("withdrawn", &delta.withdrawn)];
            let file = |(suffix, rows): (&'static str, &Vec<TrackerRow>)| {
                table(profile, &how.titles, suffix, &split(how.name, update, rows, history).new, false)
            };
            let files: Vec<File> = lists.into_iter().map(file).collect::<Result<_, _>>()?;
            return delivery.deliver(&files, false).map(|()| Ended::Clean);
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
    let files = match profile::named(how.name) {
        Some(profile) => parts.tables(profile, &how.titles, delivery.is_to_file())?,
        None => vec![parts.script()?],
    };
    let sent: Vec<Event> = parts
        .held
        .new
        .iter()
        .filter(|known| {
            matches!(update, Update::ByOwnKey | Update::Never) && !history.was_sent(how.name, &known.row.id)
        })
        .map(|known| Event::Sent { id: known.row.id.clone(), tool: how.name.to_owned() })
        .collect();
    delivery.deliver(&files, false)?;
    if how.remember {
        tracker::append(ledger, run, &sent)?;
    }
    tell_waiting(how.name, update, parts.held.waiting.len() + parts.gone.waiting.len());
    Ok(Ended::Clean)
}

/// Divides rows as the tool needs it; with `--again` what waits is new once more.
fn divided<'a>(how: &How, update: Update, rows: &'a [TrackerRow], history: &'a History) -> Split<'a> {
    let mut split = split(how.name, update, rows, history);
    if how.again {
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
    fn tables(&self, profile: &Profile, titles: &Titles, to_file: bool) -> Result<Vec<File>, RunError> {
        let keyed = profile.update == Update::ByOwnKey;
        let mut files = Vec::new();
        let suffix = if self.since { "new" } else { "" };
        files.push(table(profile, titles, suffix, &self.held.new, false)?);
        if !keyed {
            return Ok(files);
        }
        if self.since {
            files.push(table(profile, titles, "changed", &self.held.update, true)?);
            files.push(table(profile, titles, "withdrawn", &self.gone.update, true)?);
            return Ok(files);
        }
        let updates: Vec<Known<'_>> = self.held.update.iter().chain(&self.gone.update).copied().collect();
        if to_file && !updates.is_empty() {
            files.push(table(profile, titles, "update", &updates, true)?);
        } else if !updates.is_empty() {
            say::remark(&format!("{} items that {} has can be updated: give -o FILE", updates.len(), profile.name));
        }
        Ok(files)
    }

    fn script(&self) -> Result<File, RunError> {
        let mut both = self.held.clone();
        both.update.extend(&self.gone.update);
        let mut bytes = Vec::new();
        github::write(&both, &mut bytes).map_err(|error| RunError::new("cannot write the script").because(error))?;
        Ok(File { suffix: "", bytes, rows: both.new.len() + both.update.len() })
    }
}

fn table(
    profile: &Profile,
    titles: &Titles,
    suffix: &'static str,
    rows: &[Known<'_>],
    updating: bool,
) -> Result<File, RunError> {
    let mut bytes = Vec::new();
    let cut = write::write(profile, rows, titles, updating, &mut bytes)
        .map_err(|error| RunError::new("cannot write the export").because(error))?;
    if cut > 0 {
        say::remark(&format!(
            "{cut} cells are longer than {} takes and were cut; items.csv has them whole",
            profile.name
        ));
    }
    Ok(File { suffix, bytes, rows: rows.len() })
}

fn tell_waiting(name: &str, update: Update, waiting: usize) {
    if waiting == 0 {
        return;
    }
    say::remark(&match update {
        Update::ByOwnKey => format!(
            "{waiting} items were exported to {name} before and their keys there are not known, so they are left out. \
             Export the issues from {name} and teach minutebook their keys: minutebook tracker keys FILE"
        ),
        _ => format!(
            "{waiting} items were exported to {name} before and are left out: it would add them a second time. \
             --again writes them all the same"
        ),
    });
}
