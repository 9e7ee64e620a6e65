//! What of a selection is news for another tool, by what the ledger says was sent there before.

use super::History;
#[cfg(test)]
use crate::export::profile::Profile;
use crate::export::profile::Update;
use crate::export::profile::known::Known;
use crate::export::profile::split::Split;
use crate::model::TrackerRow;

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
            Update::ByOwnKey if key.is_some() && history.sent_rev(name, &row.id) == Some(row.rev.as_str()) => {
                split.unchanged.push(known);
            }
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
#[cfg(test)]
#[must_use]
pub fn split_for<'a>(profile: &Profile, rows: &'a [TrackerRow], history: &'a History) -> Split<'a> {
    split(profile.name, profile.update, rows, history)
}
