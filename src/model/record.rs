//! What the record holds of a report and of a passage: what is shown, cited and exported without the report's file.

use serde::{Deserialize, Serialize};

use super::document::{Block, BlockType, Meta, Source};
use super::item::{Item, TaggedDocument};

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
    /// Further files of the work: copies, the DOCX beside the PDF, what it reissues.
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
