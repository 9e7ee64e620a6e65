//! What of a selection is new to a tool, what it can update, and what must wait.

use super::known::Known;
use crate::model::TrackerRow;

/// A selection, divided as the tool's import needs it.
#[derive(Debug, Clone, Default)]
pub struct Split<'a> {
    /// To import as new; nothing in here was ever exported to the tool, unless the tool merges by the id column.
    pub new: Vec<Known<'a>>,
    /// To import as updates, with the tool's own keys.
    pub update: Vec<Known<'a>>,
    /// Sent before as they are now: nothing to update.
    pub unchanged: Vec<Known<'a>>,
    /// Exported before, and the tool's key is not known, or it cannot update: in neither file, so that no row comes twice.
    pub waiting: Vec<&'a TrackerRow>,
}
