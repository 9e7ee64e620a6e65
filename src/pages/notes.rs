//! Where the mark of a footnote leads: to the next note of that mark, on the same page where it is shown there. Reports number
//! their notes anew on each page or in each annex, so the mark alone names none.

use super::links::{Links, anchor};
use crate::model::{Block, BlockType, TaggedDocument};
use crate::text::markup::percent_encoded;

/// The footnotes of a report, as one page shows them.
pub struct Notes<'a> {
    document: &'a TaggedDocument,
    /// Of the page of a passage: the page of the whole report, and the notes that are shown beside the passage.
    apart: Option<(String, &'a [Block])>,
}

impl<'a> Notes<'a> {
    /// On the page of the whole report.
    #[must_use]
    pub fn of(document: &'a TaggedDocument) -> Self {
        Self { document, apart: None }
    }

    /// On the page of a passage that shows these of them; the report's own page, with this key, shows all.
    #[must_use]
    pub fn beside(document: &'a TaggedDocument, links: &Links, key: &str, shown: &'a [Block]) -> Self {
        Self { document, apart: Some((links.id(key), shown)) }
    }

    /// The link of a mark in a block; `None` where the report has no such note.
    #[must_use]
    pub fn link(&self, block: &Block, mark: &str) -> Option<String> {
        let mut behind = self.document.document.blocks.iter().skip_while(|one| one.id != block.id).skip(1);
        let note = behind.find(|one| one.block_type == BlockType::Footnote && one.number.as_deref() == Some(mark))?;
        let page = self.apart.as_ref().filter(|(_, shown)| !shown.iter().any(|one| one.id == note.id));
        let page = page.map(|(page, _)| page.as_str()).unwrap_or_default();
        Some(format!("{page}#{}", percent_encoded(anchor(&note.id))))
    }
}
