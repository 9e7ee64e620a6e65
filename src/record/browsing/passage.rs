//! One passage with what stands around it, from the whole report that is kept in memory.

use crate::error::RunError;
use crate::model::{Block, BlockType, TaggedDocument};
use crate::record::Record;
use crate::search::show::{self, Place};
use std::sync::Arc;

/// A passage in its report.
#[derive(Debug, Clone)]
pub struct Passage {
    /// The passage as [`Record::show`] shows it.
    pub place: Place,
    /// Id of the passage before it that is no footnote; `None` for the first.
    pub previous: Option<String>,
    /// Id of the one after it.
    pub next: Option<String>,
    /// Its whole report.
    pub document: Arc<TaggedDocument>,
}

impl Record {
    /// The passage with this whole id, or the one of an item's whole id; `None` where the record holds none. An item that took
    /// over from another answers to its id as well. `context` is the number of paragraphs before and after.
    ///
    /// ```
    /// # use minutebook::{Record, Selection};
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/example.rs"));
    /// # fn main() -> Result<(), minutebook::Error> {
    /// # let (_folder, record) = example()?;
    /// let id = record.select(&Selection::default())?.held[0].id.clone();
    /// let passage = record.passage(&id, 1)?.expect("the tracker names it");
    /// assert_eq!(passage.place.item.as_deref(), Some(id.as_str()));
    /// assert!(record.passage("no-such-report#1", 0)?.is_none());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// There is no index yet, or it cannot be read.
    pub fn passage(&self, id: &str, context: usize) -> Result<Option<Passage>, RunError> {
        let block_id = id.split('~').next().unwrap_or(id);
        let key = block_id.split('#').next().unwrap_or(block_id);
        let (Some(document), Some(report)) = (self.document(key)?, self.report(key)?) else { return Ok(None) };
        let blocks = &document.document.blocks;
        let Some(at) = blocks.iter().position(|block| block.id == block_id) else { return Ok(None) };
        let Some(block) = blocks.get(at) else { return Ok(None) };
        let items: Vec<_> = document.items.iter().filter(|item| item.block == at).cloned().collect();
        let item = if id.contains('~') {
            let meant = items.iter().find(|item| item.id == id || item.formerly.iter().any(|old| old == id));
            let Some(meant) = meant else { return Ok(None) };
            Some(meant.id.clone())
        } else {
            None
        };
        let above: Vec<&Block> = blocks.iter().take(at).filter(|block| is_neighbour(block)).collect();
        let below: Vec<&Block> = blocks.iter().skip(at + 1).filter(|block| is_neighbour(block)).collect();
        let place = Place {
            link: show::link(&report, block.anchors.first()),
            report: (*report).clone(),
            block: block.clone(),
            items,
            item,
            before: above.iter().skip(above.len().saturating_sub(context)).map(|block| (*block).clone()).collect(),
            after: below.iter().take(context).map(|block| (*block).clone()).collect(),
            footnotes: footnotes(blocks, at),
        };
        let (previous, next) =
            (above.last().map(|block| block.id.clone()), below.first().map(|block| block.id.clone()));
        Ok(Some(Passage { place, previous, next, document: Arc::clone(&document) }))
    }
}

/// What a reader goes on to: neither the furniture of the page nor a footnote.
fn is_neighbour(block: &Block) -> bool {
    !matches!(block.block_type, BlockType::Footnote | BlockType::Furniture)
}

/// The footnotes that the marks of a block lead to: a footnote stands after the block that holds its mark.
fn footnotes(blocks: &[Block], at: usize) -> Vec<Block> {
    let marks = blocks.get(at).map(|block| block.footnote_refs.as_slice()).unwrap_or_default();
    let is_of =
        |block: &&Block, mark: &str| block.block_type == BlockType::Footnote && block.number.as_deref() == Some(mark);
    let found = marks.iter().filter_map(|mark| blocks.iter().skip(at + 1).find(|block| is_of(block, &mark.mark)));
    found.cloned().collect()
}
