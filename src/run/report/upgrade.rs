//! What differs only because the program is a newer one, told apart from news.

use super::items::ItemNews;
use serde::Serialize;

/// What a run did because the program is newer.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Upgrade {
    /// Version of the program before, and its reading stages.
    pub from: String,
    /// The same of this one.
    pub to: String,
    /// Reports of the same bytes that were read or tagged again.
    pub reports: usize,
    /// What it finds otherwise in them.
    pub items: ItemNews,
}

impl Upgrade {
    /// The upgrade in one sentence.
    #[must_use]
    pub fn in_words(&self) -> String {
        let ItemNews { gained, lost, changed, .. } = &self.items;
        format!(
            "The program is newer: {} reports of the same bytes were read or tagged again, and it finds {} items more, {} fewer and {} otherwise in them. That is no news of the reports.",
            self.reports, gained.count, lost.count, changed.count
        )
    }
}
