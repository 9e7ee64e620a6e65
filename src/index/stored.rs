//! What the index stores of a block, in short JSON: enough to show, cite and export a hit without the
//! report's file, and nothing that can be looked up or derived.

use serde::{Deserialize, Serialize};

use crate::model::{Anchor, Block, BlockType, FootnoteRef, Found, Item, Locator};

/// The stored form. Names are single letters: they stand in every block.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredBlock {
    /// Report.
    r: String,
    /// Ordinal.
    o: u32,
    /// Id, without the report key where it begins with it.
    i: String,
    /// Type.
    t: BlockType,
    /// Number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    n: Option<String>,
    /// Text.
    x: String,
    /// Annex path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    a: Vec<String>,
    /// Section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    s: Option<String>,
    /// Level of a heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    l: Option<u8>,
    /// Anchors: page, box in tenths of points, end of span, lines. Spans follow each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    p: Vec<StoredAnchor>,
    /// Places of anchors in files without pages or lines, by the anchor's position.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    at: Vec<(usize, Locator)>,
    /// Footnote marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    f: Vec<(String, usize)>,
    /// Items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    m: Vec<Item>,
}

type StoredAnchor = (Option<u32>, Option<[i32; 4]>, [usize; 2], Option<[u32; 2]>);

impl StoredBlock {
    pub(super) fn new(report: &str, ordinal: usize, id: &str, block: &Block, items: &[&Item]) -> Self {
        let anchors = block.anchors.iter().map(|anchor| {
            let tenths = anchor.bbox.map(|bbox| bbox.map(to_tenths));
            (anchor.page, tenths, anchor.span, anchor.lines)
        });
        Self {
            r: report.to_owned(),
            o: u32::try_from(ordinal).unwrap_or(u32::MAX),
            i: id.strip_prefix(report).unwrap_or(id).to_owned(),
            t: block.block_type,
            n: block.number.clone(),
            x: block.text.clone(),
            a: block.annex.clone(),
            s: block.section.clone(),
            l: block.level,
            p: anchors.collect(),
            at: block.anchors.iter().enumerate().filter_map(|(nth, anchor)| Some((nth, anchor.at.clone()?))).collect(),
            f: block.footnote_refs.iter().map(|mark| (mark.mark.clone(), mark.offset)).collect(),
            m: items.iter().map(|item| abridged(item, id, &block.text)).collect(),
        }
    }

    pub(super) fn into_found(self) -> Found {
        // Ids of blocks begin with a mark after the report key; an id of another make is kept whole.
        let id = if self.i.starts_with(['#', '~']) { format!("{}{}", self.r, self.i) } else { self.i };
        let items = self.m.into_iter().map(|item| completed(item, &id, &self.x, self.o)).collect();
        let mut at = self.at;
        let anchors = self.p.into_iter().enumerate().map(|(nth, (page, tenths, span, lines))| Anchor {
            page,
            bbox: tenths.map(|bbox| bbox.map(from_tenths)),
            span,
            lines,
            at: at.iter().position(|(of, _)| *of == nth).map(|found| at.swap_remove(found).1),
        });
        let block = Block {
            id,
            block_type: self.t,
            number: self.n,
            annex: self.a,
            section: self.s,
            level: self.l,
            cells: None,
            anchors: anchors.collect(),
            footnote_refs: self.f.into_iter().map(|(mark, offset)| FootnoteRef { mark, offset }).collect(),
            text: self.x,
            ..Block::bare(BlockType::Paragraph, "")
        };
        Found { report: self.r, ordinal: self.o, block, items }
    }
}

/// An item without what its block already says: its id begins with the block's, its text is a stretch of the block's.
fn abridged(item: &Item, block_id: &str, text: &str) -> Item {
    let mut short = item.clone();
    if let Some(rest) = short.id.strip_prefix(block_id) {
        short.id = rest.to_owned();
    }
    if text.get(item.span[0]..item.span[1]) == Some(item.text.as_str()) {
        short.text.clear();
    }
    short.block = 0;
    short
}

fn completed(mut item: Item, block_id: &str, text: &str, ordinal: u32) -> Item {
    if item.id.starts_with('~') {
        item.id.insert_str(0, block_id);
    }
    if item.text.is_empty() {
        item.text = text.get(item.span[0]..item.span[1]).unwrap_or_default().to_owned();
    }
    item.block = usize::try_from(ordinal).unwrap_or(usize::MAX);
    item
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a page's coordinates in tenths of points fit by far; `as` saturates"
)]
fn to_tenths(points: f32) -> i32 {
    (points * 10.0).round() as i32
}

#[expect(clippy::cast_precision_loss, reason = "tenths of points of a page need far fewer than 24 bits")]
fn from_tenths(tenths: i32) -> f32 {
    tenths as f32 / 10.0
}
