//! From tagged documents to tracker rows: each item with the facts of its block, its report and its past.

use crate::model::{Block, Item, TaggedDocument, TrackerRow};

/// What the ledger knows of an item's past.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// Its short number.
    pub no: Option<String>,
    /// Day of the run that first saw it, `YYYY-MM-DD`.
    pub first_seen: Option<String>,
    /// Day of the run that last saw a machine column change.
    pub changed: Option<String>,
    /// The ledger entry of its last export.
    pub rev: String,
}

/// The rows of all items of `documents`, in reading order. `past` answers for an item id what the ledger knows of it.
///
/// Items without an id are left out: identity is assigned before anything is exported.
pub fn rows<'a>(
    documents: impl IntoIterator<Item = &'a TaggedDocument>,
    past: impl Fn(&str) -> Option<Past>,
) -> Vec<TrackerRow> {
    let mut rows = Vec::new();
    for tagged in documents {
        let identified = tagged.items.iter().filter(|item| !item.id.is_empty());
        rows.extend(identified.map(|item| row(tagged, item, past(&item.id).unwrap_or_default())));
    }
    rows
}

/// The row of one item of `tagged`.
#[must_use]
pub fn row(tagged: &TaggedDocument, item: &Item, past: Past) -> TrackerRow {
    let document = &tagged.document;
    let block = document.blocks.get(item.block);
    let page = block.and_then(|block| page_of(block, item.span[0]));
    let mut flags = item.flags.clone();
    if item.procedural {
        flags.push("procedural".to_owned());
    }
    TrackerRow {
        id: item.id.clone(),
        no: past.no,
        kind: item.kind,
        force: item.force,
        standing: item.standing,
        held_by: item.held_by.clone(),
        category: item.categories.first().cloned(),
        categories: item.categories.clone(),
        text: item.text.clone(),
        stem: item.stem.clone(),
        actors: item.actors.clone(),
        due: item.due.clone(),
        due_from: item.due_from.clone(),
        due_text: item.due_text.clone(),
        outcome: item.outcome.clone(),
        report: document.meta.key.clone(),
        date: document.meta.date.clone(),
        meeting: document.meta.meeting.clone(),
        section: block.and_then(|block| block.section.clone()),
        annex: block.map(|block| block.annex.clone()).unwrap_or_default(),
        paragraph: block.and_then(|block| block.number.clone()),
        page,
        url: document.meta.url.as_deref().map(|url| page_link(url, page)),
        source: document.source.path.clone(),
        sha256: document.source.sha256.clone(),
        rule: item.rule.clone(),
        flags,
        source_status: item.source_status.clone(),
        thread: None,
        first_seen: past.first_seen,
        changed: past.changed,
        rev: past.rev,
        formerly: item.formerly.clone(),
    }
}

/// The page on which the byte `at` of the block's text stands: of the last anchor that begins at or before it.
fn page_of(block: &Block, at: usize) -> Option<u32> {
    let reached = block.anchors.iter().rev().find(|anchor| anchor.span[0] <= at);
    reached.or(block.anchors.first()).and_then(|anchor| anchor.page)
}

/// A link to a page of a published PDF; a link that already names a place stays as it is.
fn page_link(url: &str, page: Option<u32>) -> String {
    match page {
        Some(page) if !url.contains('#') => format!("{url}#page={page}"),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::tagged;

    #[test]
    fn an_item_knows_the_page_on_which_it_begins() {
        let mut tagged = tagged();
        tagged.items[0].span = [120, 160];
        assert_eq!(row(&tagged, &tagged.items[0], Past::default()).page, Some(4));
        tagged.items[0].span = [0, 40];
        let row = row(&tagged, &tagged.items[0], Past::default());
        assert_eq!(row.page, Some(3));
        assert_eq!(row.url.as_deref(), Some("https://example.org/r.pdf#page=3"));
        assert_eq!(row.reference(), "board-2019-05-02, Annex I, paragraph 7, p. 3");
    }

    #[test]
    fn items_without_identity_are_left_out() {
        let mut tagged = tagged();
        assert_eq!(rows([&tagged], |_| None).len(), 1);
        tagged.items[0].id.clear();
        assert!(rows([&tagged], |_| None).is_empty());
    }

    #[test]
    fn the_past_is_asked_by_id() {
        let tagged = tagged();
        let past = |id: &str| (id == tagged.items[0].id).then(|| Past { rev: "r1".to_owned(), ..Past::default() });
        assert_eq!(rows([&tagged], past)[0].rev, "r1");
    }
}
