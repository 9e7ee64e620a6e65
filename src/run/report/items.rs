//! Items gained, lost and changed: how many always, their words where somebody will read them.

use crate::store::identity::{ItemChanges, KnownItem, Withdrawn};
use serde::Serialize;
use std::collections::BTreeSet;

/// Items whose words a report lists, per kind of news: a long night's reading. Beyond it (a folder of old reports was added, or a
/// rule has changed) the count says how many more there are, and the trackers hold them all.
pub const LISTED_ITEMS: usize = 500;

/// Items against the last generation.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ItemNews {
    /// Items that were not there.
    pub gained: News,
    /// Items that are no more.
    pub lost: News,
    /// Items whose place, kind, actors, deadline or categories changed.
    pub changed: News,
    /// Whether words are listed: not by the first run, to which everything is new.
    pub listed: bool,
}

/// One kind of news.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct News {
    /// How many.
    pub count: usize,
    /// The first [`LISTED_ITEMS`] of them, in order of the reports' paths; none in the first run's report.
    pub items: Vec<ItemLine>,
}

/// An item in the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemLine {
    /// Its id.
    pub id: String,
    /// Its words.
    pub text: String,
}

impl ItemNews {
    /// Takes the changes of one report's items; `past` is what the ledger knew of them.
    pub fn note(&mut self, changes: &ItemChanges, past: &[KnownItem]) {
        let of_old = changes.changed.iter().filter(|item| !changes.returned.contains(&item.id));
        let text_of =
            |id: &str| past.iter().find(|item| item.id == id).map(|item| item.text.clone()).unwrap_or_default();
        let listed = self.listed;
        for given in &changes.given {
            self.gained.add(listed, &given.id, || given.text.clone());
        }
        for id in &changes.returned {
            self.gained.add(listed, id, || text_of(id));
        }
        for item in changes.withdrawn.iter().filter(|item| !is_joined(item)) {
            self.lost.add(listed, &item.id, || text_of(&item.id));
        }
        for item in of_old {
            self.changed.add(listed, &item.id, || item.text.clone().unwrap_or_else(|| text_of(&item.id)));
        }
    }
}

/// Whether an item goes on under the key of a report that is the same work: it is not lost.
fn is_joined(item: &Withdrawn) -> bool {
    let report = |id: &str| id.split('#').next().unwrap_or_default().to_owned();
    item.heir.as_deref().is_some_and(|heir| report(heir) != report(&item.id))
}

impl ItemNews {
    /// Takes back what was told of a report by changes that hold no longer.
    pub fn take_back(&mut self, changes: &ItemChanges) {
        let is_new = |id: &str| changes.returned.iter().any(|returned| returned == id);
        let gained = changes.given.iter().map(|given| &given.id).chain(&changes.returned);
        self.gained.remove(gained);
        self.lost.remove(changes.withdrawn.iter().filter(|item| !is_joined(item)).map(|item| &item.id));
        self.changed.remove(changes.changed.iter().map(|item| &item.id).filter(|id| !is_new(id)));
    }
}

impl News {
    fn remove<'a>(&mut self, ids: impl Iterator<Item = &'a String>) {
        let ids: BTreeSet<&str> = ids.map(String::as_str).collect();
        self.count = self.count.saturating_sub(ids.len());
        self.items.retain(|line| !ids.contains(line.id.as_str()));
    }

    fn add(&mut self, listed: bool, id: &str, text: impl FnOnce() -> String) {
        self.count += 1;
        if listed && self.items.len() < LISTED_ITEMS {
            self.items.push(ItemLine { id: id.to_owned(), text: text() });
        }
    }

    /// How many are counted and not listed.
    #[must_use]
    pub fn unlisted(&self) -> usize {
        self.count - self.items.len()
    }
}

impl ItemLine {
    /// The report that the item stands in.
    #[must_use]
    pub fn report(&self) -> &str {
        self.id.split('#').next().unwrap_or_default()
    }

    /// The kind of the item, from the letter after its hash.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        let ending = self.id.rsplit('.').next().unwrap_or_default();
        match ending.as_bytes().first() {
            Some(b'd') => "decision",
            Some(b'a') => "action",
            Some(b'r') => "recommendation",
            _ => "item",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(count: usize, listed: bool) -> ItemNews {
        let mut news = ItemNews { listed, ..ItemNews::default() };
        for nth in 0..count {
            news.gained.add(news.listed, &format!("mag-2017#{nth}~abcdefgh.d"), || "It was agreed.".to_owned());
        }
        news
    }

    #[test]
    fn the_first_run_counts_and_a_later_one_tells() {
        assert_eq!((given(3, false).gained.count, given(3, false).gained.items.len()), (3, 0));
        assert_eq!(given(3, true).gained.items.len(), 3);
    }

    #[test]
    fn what_is_not_listed_is_still_counted() {
        let news = given(LISTED_ITEMS + 7, true).gained;
        assert_eq!((news.count, news.items.len(), news.unlisted()), (LISTED_ITEMS + 7, LISTED_ITEMS, 7));
    }

    #[test]
    fn an_id_names_report_and_kind() {
        let line = |id: &str| ItemLine { id: id.to_owned(), text: String::new() };
        assert_eq!(line("mag-2017-03-28#annex-2/1~abcdefgh.r").report(), "mag-2017-03-28");
        assert_eq!(line("a#1~abcdefgh.r").kind(), "recommendation");
        assert_eq!(line("a#1~abcdefgh.a-2").kind(), "action");
    }
}
