//! What a passage cannot do without: the words that a list item completes, the matter of a line that says only "Adopted.", the
//! text under a heading.

use tantivy::DocAddress;

use super::Reader;
use super::reader::guarded;
use crate::error::RunError;
use crate::model::{BlockType, Found};
use crate::query::Neighbour;

/// Bytes of a passage that is too short to say what it is about.
const TOO_SHORT: usize = 160;
/// The words above a list are looked for so many blocks up.
const FARTHEST: u32 = 40;

impl Reader {
    /// What is shown before a passage and after it: nothing beside most.
    pub(super) fn neighbours(
        &self,
        found: &Found,
        address: DocAddress,
    ) -> Result<(Vec<Neighbour>, Vec<Neighbour>), RunError> {
        let block = &found.block;
        let (mut before, mut after) = (None, None);
        match block.block_type {
            BlockType::Heading | BlockType::Title | BlockType::Annex => {
                after = self.nearest(found, address, false, |other| !is_heading(other.block.block_type))?;
            }
            BlockType::ListItem => {
                let is_stem =
                    |other: &Found| !matches!(other.block.block_type, BlockType::ListItem | BlockType::Footnote);
                before = self.nearest(found, address, true, is_stem)?;
            }
            BlockType::TableRow | BlockType::Meta | BlockType::Participant => {}
            _ if block.text.len() <= TOO_SHORT => {
                before = self.nearest(found, address, true, |other| other.block.block_type != BlockType::Footnote)?;
            }
            _ => {}
        }
        Ok((before.into_iter().collect(), after.into_iter().collect()))
    }

    /// The nearest block of the report on one side that will do. The documents of a report lie beside each other.
    fn nearest(
        &self,
        found: &Found,
        address: DocAddress,
        is_before: bool,
        will_do: impl Fn(&Found) -> bool,
    ) -> Result<Option<Neighbour>, RunError> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        for step in 1..=FARTHEST {
            let doc = if is_before { address.doc_id.checked_sub(step) } else { address.doc_id.checked_add(step) };
            let Some(doc) = doc.filter(|doc| *doc < segment.max_doc() && !segment.is_deleted(*doc)) else {
                return Ok(None);
            };
            // The document of the report itself is none of a block.
            let other = guarded(&self.dir, || Ok(self.stored_block(DocAddress::new(address.segment_ord, doc)).ok()))?;
            let Some(other) = other.filter(|other| other.report == found.report) else { return Ok(None) };
            if will_do(&other) {
                return Ok(Some(Neighbour { id: other.block.id, text: other.block.text }));
            }
        }
        Ok(None)
    }
}

fn is_heading(block_type: BlockType) -> bool {
    matches!(block_type, BlockType::Heading | BlockType::Title | BlockType::Annex)
}
