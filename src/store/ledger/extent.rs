//! How far the ledger reached when somebody last looked: kept with it, with every generation and with the outputs, so that a
//! file that is missing, shortened or altered is told from one that was always so.
//!
//! The entries of a file form a chain: each link is made of the one before, the number of the entry and its check sum. A file
//! holds what an extent says as long as its chain still passes through that link; what came after is more, never less. A file
//! that was rewritten (compacted, or rid of an erased report) names the links that it was rewritten from.

use crate::error::RunError;
use crate::store::Storage;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Its file in the ledger's own folder and in each generation.
pub const FILE: &str = "extent.json";
/// Its file in `outputs/`: the extent from which the outputs were written.
pub const IN_OUTPUTS: &str = ".ledger";
/// Name and version of the form.
const SCHEMA: &str = "minutebook/ledger-extent/1";

/// A link of a file's chain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Link {
    /// How many entries there are up to here.
    pub entries: u64,
    /// Made of all of them.
    pub chain: u64,
}

impl Link {
    /// The next link: an entry with this number and check sum.
    #[must_use]
    pub fn next(self, n: u64, sum: u32) -> Self {
        // FNV-1a: stable, and no defence is meant against anybody but chance.
        let mut chain = if self.entries == 0 { FNV_OFFSET } else { self.chain };
        for byte in n.to_le_bytes().into_iter().chain(sum.to_le_bytes()) {
            chain = (chain ^ u64::from(byte)).wrapping_mul(FNV_PRIME);
        }
        Self { entries: self.entries + 1, chain }
    }

    /// The link as it is written down.
    #[must_use]
    pub fn mark(self) -> String {
        format!("{}:{:016x}", self.entries, self.chain)
    }

    /// The link that was written down so.
    #[must_use]
    pub fn of_mark(mark: &str) -> Option<Self> {
        let (entries, chain) = mark.split_once(':')?;
        Some(Self { entries: entries.parse().ok()?, chain: u64::from_str_radix(chain, 16).ok()? })
    }
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

/// How far each file of the ledger reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    schema: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// The last link of each file, by name.
    pub files: BTreeMap<String, String>,
    /// CRC-32 of all the rest: a changed digit here must not look like a loss of the ledger. None in those of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sum: Option<u32>,
}

impl Extent {
    /// The extent that a file names; `None` where there is none that can be read.
    #[must_use]
    pub fn read(path: &Path) -> Option<Self> {
        let extent: Self = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
        let is_sound = extent.sum.is_none_or(|sum| sum == extent.sum_of_rest());
        (extent.schema == SCHEMA && is_sound).then_some(Self { sum: None, ..extent })
    }

    /// Writes it down.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn write(&self, storage: &Storage, path: &Path) -> Result<(), RunError> {
        let summed = Self { sum: Some(self.sum_of_rest()), ..self.clone() };
        let bytes = serde_json::to_vec(&summed)
            .map_err(|error| RunError::new("the extent of the ledger cannot be written as JSON").because(error))?;
        storage.write_atomic(path, &bytes)
    }

    /// An extent of these links.
    pub(super) fn of(at: &str, links: impl IntoIterator<Item = (String, Link)>) -> Self {
        let files = links.into_iter().filter(|(_, link)| link.entries > 0).map(|(name, link)| (name, link.mark()));
        Self { schema: SCHEMA.to_owned(), at: at.to_owned(), files: files.collect(), sum: None }
    }

    fn sum_of_rest(&self) -> u32 {
        let mut hash = crc32fast::Hasher::new();
        let files = self.files.iter().flat_map(|(name, mark)| [name.as_str(), mark.as_str()]);
        for part in [self.schema.as_str(), self.at.as_str()].into_iter().chain(files) {
            hash.update(part.as_bytes());
            hash.update(b"\n");
        }
        hash.finalize()
    }

    pub(super) fn link(&self, file: &str) -> Link {
        self.files.get(file).and_then(|mark| Link::of_mark(mark)).unwrap_or_default()
    }
}
