//! A quick check sum of an output: whether somebody has changed it since it was written.
//!
//! A night writes more than a gigabyte of views of a large record, and SHA-256 of them would be a fifth of its work. So it is
//! taken of the CRC-32 of each block: that tells every change of up to four bytes in a row, and of any other change of a block
//! it misses one in four thousand million; bytes that come or go shift all blocks behind them. It guards against slips
//! and is no seal.

use crate::text::digest::push_hex;
use sha2::{Digest, Sha256};
use std::io::{self, Read};

/// Bytes of a block: small enough that a change of many rows is one of many blocks.
const BLOCK: usize = 4096;
/// How such a sum begins; those of earlier versions are SHA-256 of the bytes.
pub(super) const MARK: &str = "crc-4k:";
/// Bytes read at a time.
const READ_BUFFER: usize = 256 * 1024;

/// A sum being taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct Summing {
    blocks: Sha256,
    block: crc32fast::Hasher,
    filled: usize,
}

impl Summing {
    /// Takes more bytes.
    pub(crate) fn add(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (now, rest) = bytes.split_at(bytes.len().min(BLOCK - self.filled));
            self.block.update(now);
            self.filled += now.len();
            if self.filled == BLOCK {
                self.close_block();
            }
            bytes = rest;
        }
    }

    /// The sum of all bytes taken.
    pub(crate) fn finish(mut self) -> String {
        if self.filled > 0 {
            self.close_block();
        }
        let mut text = MARK.to_owned();
        push_hex(&mut text, &self.blocks.finalize());
        text
    }

    /// The sum of all that `from` gives.
    pub(crate) fn of(mut from: impl Read) -> io::Result<String> {
        let mut sum = Self::default();
        let mut buffer = vec![0; READ_BUFFER];
        loop {
            let read = from.read(&mut buffer)?;
            if read == 0 {
                return Ok(sum.finish());
            }
            sum.add(buffer.get(..read).unwrap_or_default());
        }
    }

    fn close_block(&mut self) {
        let crc = std::mem::take(&mut self.block).finalize();
        self.blocks.update((self.filled as u64).to_le_bytes());
        self.blocks.update(crc.to_le_bytes());
        self.filled = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(bytes: &[u8]) -> String {
        Summing::of(bytes).unwrap()
    }

    proptest! {
        #[test]
        fn the_sum_does_not_hang_on_how_the_bytes_come(
            bytes in proptest::collection::vec(any::<u8>(), 0..3 * BLOCK),
            cuts in proptest::collection::vec(0_usize..3 * BLOCK, 0..6),
        ) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.sort_unstable();
            let mut taken = Summing::default();
            let mut start = 0;
            for cut in cuts {
                taken.add(&bytes[start..cut]);
                start = cut;
            }
            taken.add(&bytes[start..]);
            prop_assert_eq!(taken.finish(), sum(&bytes));
        }
    }

    #[test]
    fn what_is_changed_added_or_cut_has_another_sum() {
        let bytes: Vec<u8> = (0..3 * BLOCK).map(|at| (at % 251) as u8).collect();
        let whole = sum(&bytes);
        for at in [0, BLOCK - 1, BLOCK, 2 * BLOCK + 7, 3 * BLOCK - 1] {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_ne!(sum(&changed), whole, "changed at {at}");
            changed.remove(at);
            assert_ne!(sum(&changed), whole, "cut at {at}");
        }
        assert_ne!(sum(&[bytes.as_slice(), b"\0"].concat()), whole);
        assert_ne!(sum(b""), sum(b"\0"));
    }
}
