//! What of a selection is new to a tool, what it can update, and what must wait.

use super::write::Known;
use super::{Profile, Update};
use crate::export::row::TrackerRow;
use crate::tracker::History;

/// A selection, divided as the tool's import needs it.
#[derive(Debug, Clone, Default)]
pub struct Split<'a> {
    /// To import as new; nothing in here was ever exported to the tool, unless the tool merges by the id column.
    pub new: Vec<Known<'a>>,
    /// To import as updates, with the tool's own keys.
    pub update: Vec<Known<'a>>,
    /// Exported before, and the tool's key is not known, or it cannot update: in neither file, so that no row comes twice.
    pub waiting: Vec<&'a TrackerRow>,
}

/// Divides `rows` for a tool. `name` is the profile's, `update` how it meets an earlier import.
#[must_use]
pub fn split<'a>(name: &str, update: Update, rows: &'a [TrackerRow], history: &'a History) -> Split<'a> {
    let mut split = Split::default();
    for row in rows {
        let human = history.subject(&row.id).map(|subject| &subject.human);
        let key = history.key(name, &row.id);
        let known = Known { row, human, key };
        match update {
            Update::Opened | Update::ByIdColumn => split.new.push(known),
            Update::ByOwnKey if key.is_some() => split.update.push(known),
            // An item that its source dropped before a tool ever saw it is no news for the tool.
            Update::ByOwnKey | Update::Never if !history.was_sent(name, &row.id) => {
                if !row.is_withdrawn() {
                    split.new.push(known);
                }
            }
            Update::ByOwnKey | Update::Never => split.waiting.push(row),
        }
    }
    split
}

/// Divides `rows` for the tool of a profile.
#[must_use]
pub fn split_for<'a>(profile: &Profile, rows: &'a [TrackerRow], history: &'a History) -> Split<'a> {
    split(profile.name, profile.update, rows, history)
}
