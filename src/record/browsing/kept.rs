//! What is kept in memory between two questions, with the stamp of the state that it was made from.

use super::lines::Table;
use crate::model::{Assessments, TaggedDocument};
use crate::store::Ledger;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Blocks of whole reports that are kept at most; a report of more is kept alone. At some 2 kB a block this is 40 MB.
const MOST_BLOCKS: usize = 20_000;

/// What is kept of one state of the workspace.
#[derive(Debug, Default)]
pub struct Kept {
    state: Mutex<State>,
}

/// What ledger and assessors tell of items. Opening a ledger reads all of it once.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) ledger: Ledger,
    pub(super) assessments: Assessments,
}

#[derive(Debug, Default)]
struct State {
    stamp: String,
    table: Option<Arc<Table>>,
    told: Option<(String, Arc<Told>)>,
    /// Last used first, by name of the stored document: its name is its content, so a stamp does not matter.
    documents: VecDeque<(String, Arc<TaggedDocument>)>,
}

impl Kept {
    /// The table that was made from this state.
    pub(super) fn table(&self, stamp: &str) -> Option<Arc<Table>> {
        let state = self.state();
        state.table.clone().filter(|_| state.stamp == stamp)
    }

    /// Keeps the table of a state in place of the one before.
    pub(super) fn keep_table(&self, stamp: String, table: &Arc<Table>) {
        let mut state = self.state();
        state.stamp = stamp;
        state.table = Some(Arc::clone(table));
    }

    /// What was told in this state.
    pub(super) fn told(&self, stamp: &str) -> Option<Arc<Told>> {
        let state = self.state();
        state.told.as_ref().filter(|(of, _)| of == stamp).map(|(_, told)| Arc::clone(told))
    }

    /// Keeps what is told in a state in place of the one before.
    pub(super) fn keep_told(&self, stamp: String, told: &Arc<Told>) {
        self.state().told = Some((stamp, Arc::clone(told)));
    }

    /// A report that was loaded before.
    pub(super) fn document(&self, name: &str) -> Option<Arc<TaggedDocument>> {
        let mut state = self.state();
        let at = state.documents.iter().position(|(kept, _)| kept == name)?;
        let found = state.documents.remove(at)?;
        let document = Arc::clone(&found.1);
        state.documents.push_front(found);
        Some(document)
    }

    /// Keeps a report, and lets go of those that were not asked for longest.
    pub(super) fn keep_document(&self, name: &str, document: &Arc<TaggedDocument>) {
        let mut state = self.state();
        state.documents.retain(|(kept, _)| kept != name);
        state.documents.push_front((name.to_owned(), Arc::clone(document)));
        let mut blocks = 0;
        let fits = state.documents.iter().take_while(|(_, document)| {
            blocks += document.document.blocks.len();
            blocks <= MOST_BLOCKS
        });
        let fits = fits.count().max(1);
        state.documents.truncate(fits);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockType, Document, Meta, Source};

    fn document(blocks: usize) -> Arc<TaggedDocument> {
        let document = Document {
            schema: String::new(),
            source: Source::default(),
            meta: Meta::default(),
            blocks: vec![Block::bare(BlockType::Paragraph, ""); blocks],
            notes: Vec::new(),
        };
        Arc::new(TaggedDocument { document, items: Vec::new() })
    }

    #[test]
    fn reports_are_let_go_of_by_their_size_the_longest_unused_first() {
        let kept = Kept::default();
        for name in ["a", "b", "c"] {
            kept.keep_document(name, &document(MOST_BLOCKS / 3));
        }
        assert!(kept.document("a").is_some(), "all three fit");
        kept.keep_document("d", &document(10));
        assert!(kept.document("b").is_none(), "b was unused longest");
        assert!(kept.document("a").is_some());
        kept.keep_document("huge", &document(MOST_BLOCKS * 2));
        assert!(kept.document("huge").is_some(), "one report is kept, however large");
        assert!(kept.document("a").is_none());
    }

    #[test]
    fn a_table_of_another_state_is_none() {
        let kept = Kept::default();
        kept.keep_table("1".to_owned(), &Arc::new(Table::default()));
        assert!(kept.table("1").is_some());
        assert!(kept.table("2").is_none());
    }
}
