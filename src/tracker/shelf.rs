//! Where the rows of workbooks wait until their sheet's turn has come: in a file that never gets a name, or in the workbook
//! of the run before, where they stand already.

use super::joined::Old;
use crate::error::RunError;
use crate::export::workbook::{Lying, Shelf};
use crate::store::{Pending, Storage};
use std::io::{self, Write};
use std::path::Path;

/// Marks places in the workbook of the run before: no file is so large.
const IN_OLD: u64 = 1 << 63;

/// The shelf of one workbook.
#[derive(Debug)]
pub(super) struct DiskShelf {
    pending: Pending,
    length: u64,
    old: Option<Old>,
}

impl DiskShelf {
    /// A shelf that keeps its rows at `path` meanwhile; `old` is the workbook of the run before.
    pub(super) fn new(storage: &Storage, path: &Path, old: Option<Old>) -> Result<Self, RunError> {
        Ok(Self { pending: storage.begin(path)?, length: 0, old })
    }

    /// The place on the shelf of what begins at byte `at` of the old workbook.
    pub(super) fn in_old(at: u64) -> u64 {
        at | IN_OLD
    }
}

impl Shelf for DiskShelf {
    fn put(&mut self, bytes: &[u8]) -> io::Result<u64> {
        self.pending.write_all(bytes)?;
        self.length += bytes.len() as u64;
        Ok(self.length - bytes.len() as u64)
    }

    fn copy(&mut self, from: Lying, out: &mut dyn Write) -> io::Result<()> {
        match &mut self.old {
            Some(old) if from.at & IN_OLD != 0 => out.write_all(old.sound(from.at & !IN_OLD, from.length, from.crc)?),
            _ => self.pending.copy_out(from.at, from.length, out),
        }
    }
}
