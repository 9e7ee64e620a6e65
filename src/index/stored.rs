//! What the index stores of a block and of a report, in short JSON: enough to show, cite and export a hit without the
//! report's file, and nothing that can be looked up or derived.

use serde::{Deserialize, Serialize};

use crate::model::{Anchor, Block, BlockType, FootnoteRef, Item, Meta, Source, TaggedDocument};

/// What a report's blocks share, and what the whole index says of the report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What it is.
    pub meta: Meta,
    /// Where it came from.
    pub source: Source,
    /// What the run knows besides the document.
    #[serde(default)]
    pub extra: Extra,
    /// Blocks in the index, furniture left out.
    pub blocks: u32,
    /// Decisions, actions and recommendations, procedural ones included.
    pub items: [u32; 3],
    /// Notes of the stages, by code, with their number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<(String, u32)>,
}

/// What a run knows of a report besides its document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extra {
    /// Further paths that hold the same bytes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duplicates: Vec<String>,
    /// Day on which the report was first read, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<String>,
    /// Day of the last change, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// Key of the report that this one replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<String>,
    /// Key of the report that replaces this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<String>,
    /// How far the reading can be trusted, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust: Option<u8>,
}

impl Report {
    /// What the index stores of `tagged`.
    #[must_use]
    pub fn of(tagged: &TaggedDocument, extra: &Extra) -> Self {
        let mut items = [0_u32; 3];
        for item in &tagged.items {
            if let Some(count) = items.get_mut(item.kind as usize) {
                *count += 1;
            }
        }
        let mut notes: Vec<(String, u32)> = Vec::new();
        for note in &tagged.document.notes {
            match notes.iter_mut().find(|(code, _)| *code == note.code) {
                Some((_, count)) => *count += 1,
                None => notes.push((note.code.clone(), 1)),
            }
        }
        let blocks = tagged.document.blocks.iter().filter(|block| block.block_type != BlockType::Furniture).count();
        Self {
            meta: tagged.document.meta.clone(),
            source: tagged.document.source.clone(),
            extra: extra.clone(),
            blocks: u32::try_from(blocks).unwrap_or(u32::MAX),
            items,
            notes,
        }
    }

    /// The path or title by which people know it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.meta.title.as_deref().unwrap_or(&self.meta.key)
    }
}

/// A block found in the index, with its items.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Key of its report.
    pub report: String,
    /// Its place in the report, from 0, furniture counted.
    pub ordinal: u32,
    /// The block, as the document contract has it; cells of a table row are in its text only.
    pub block: Block,
    /// Its items in reading order; [`Item::block`] is the ordinal.
    pub items: Vec<Item>,
}

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
            f: block.footnote_refs.iter().map(|mark| (mark.mark.clone(), mark.offset)).collect(),
            m: items.iter().map(|item| abridged(item, id, &block.text)).collect(),
        }
    }

    pub(super) fn into_found(self) -> Found {
        // Ids of blocks begin with a mark after the report key; an id of another make is kept whole.
        let id = if self.i.starts_with(['#', '~']) { format!("{}{}", self.r, self.i) } else { self.i };
        let items = self.m.into_iter().map(|item| completed(item, &id, &self.x, self.o)).collect();
        let anchors = self.p.into_iter().map(|(page, tenths, span, lines)| Anchor {
            page,
            bbox: tenths.map(|bbox| bbox.map(from_tenths)),
            span,
            lines,
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
