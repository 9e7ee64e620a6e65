//! Files written side by side, each under its unfinished name, that take their names together at the end.

use super::{Storage, WRITE_BUFFER, create_new, unfinished};
use crate::error::RunError;
use crate::store::access::{self, refused};
use crate::store::faults::Step;
use crate::store::outputs::{Stamp, Summing, Written};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file that is being written beside the one it will replace. Dropped without [`Pending::commit`], it leaves nothing.
#[derive(Debug)]
pub struct Pending {
    storage: Storage,
    path: PathBuf,
    beside: PathBuf,
    out: BufWriter<Through>,
    sum: Summing,
    is_ready: bool,
    is_done: bool,
}

impl Storage {
    /// Begins a file that replaces `path` when it is committed. Missing directories are made.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn begin(&self, path: impl AsRef<Path>) -> Result<Pending, RunError> {
        let path = self.root.join(path);
        self.make_parent(&path)?;
        let beside = unfinished(&path);
        let created = self.ask(Step::Create, &beside).and_then(|()| create_new(&beside));
        let file = created.map_err(|error| refused("write", &path, error))?;
        let through = Through { storage: self.clone(), path: beside.clone(), file };
        Ok(Pending {
            storage: self.clone(),
            path,
            beside,
            out: BufWriter::with_capacity(WRITE_BUFFER, through),
            sum: Summing::default(),
            is_ready: false,
            is_done: false,
        })
    }
}

impl Pending {
    /// Waits until the disk has all bytes, still under the unfinished name. Nothing may be written after it.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn ready(&mut self) -> Result<(), RunError> {
        let synced = self
            .out
            .flush()
            .and_then(|()| access::keep(&self.path, &self.out.get_ref().file))
            .and_then(|()| self.storage.ask(Step::Sync, &self.beside))
            .and_then(|()| self.storage.sync_file(&self.out.get_ref().file));
        synced.map_err(|error| refused("write", &self.path, error))?;
        self.is_ready = true;
        Ok(())
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// The disk refuses; the old file is then untouched.
    pub fn commit(mut self) -> Result<Written, RunError> {
        if !self.is_ready {
            self.ready()?;
        }
        self.storage.rename_now(&self.beside, &self.path).map_err(|error| refused("write", &self.path, error))?;
        self.is_done = true;
        // Of the file in hand: whoever replaces it from here on has another.
        let stamp = Stamp::of_open(&self.out.get_ref().file);
        self.storage.sync_dir(self.path.parent()).map_err(|error| refused("write", &self.path, error))?;
        Ok(Written { sum: std::mem::take(&mut self.sum).finish(), stamp })
    }

    /// Copies a part of what was written so far: for a file that is only a place to put things meanwhile.
    ///
    /// # Errors
    /// The disk or `out` refuses, or there are not so many bytes.
    pub fn copy_out(&mut self, at: u64, length: u64, out: &mut dyn Write) -> io::Result<()> {
        self.out.flush()?;
        let file = &mut self.out.get_mut().file;
        file.seek(SeekFrom::Start(at))?;
        let copied = io::copy(&mut Read::by_ref(file).take(length), out)?;
        file.seek(SeekFrom::End(0))?;
        if copied == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.add(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if !self.is_done {
            // Best effort: what stays after a failing disk is swept at the next start.
            let _ = self.storage.ask(Step::Remove, &self.beside).and_then(|()| fs::remove_file(&self.beside));
        }
    }
}

/// A file whose writes pass the disk's verdict.
#[derive(Debug)]
struct Through {
    storage: Storage,
    path: PathBuf,
    file: File,
}

impl Write for Through {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.storage.write_through(&self.path, &mut self.file, bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::faults::{FailAt, Manner};
    use crate::store::outputs::has_sum;
    use std::sync::Arc;

    #[test]
    fn a_file_has_its_old_bytes_until_it_is_committed() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::at(dir.path());
        storage.write_atomic("file", b"old").unwrap();
        let mut pending = storage.begin("file").unwrap();
        pending.write_all(b"new bytes").unwrap();
        pending.ready().unwrap();
        assert_eq!(fs::read(dir.path().join("file")).unwrap(), b"old");
        let written = pending.commit().unwrap();
        assert_eq!(fs::read(dir.path().join("file")).unwrap(), b"new bytes");
        assert!(has_sum(&dir.path().join("file"), &written.sum).unwrap());
        assert_eq!(written.stamp, Stamp::of(&dir.path().join("file")));
    }

    #[test]
    fn what_is_dropped_leaves_nothing_and_parts_can_be_copied_meanwhile() {
        let dir = tempfile::tempdir().unwrap();
        let mut pending = Storage::at(dir.path()).begin("deep/file").unwrap();
        pending.write_all(b"0123456789").unwrap();
        let mut out = Vec::new();
        pending.copy_out(3, 4, &mut out).unwrap();
        pending.write_all(b"ab").unwrap();
        pending.copy_out(8, 4, &mut out).unwrap();
        assert_eq!(out, b"345689ab");
        assert!(pending.copy_out(10, 4, &mut out).is_err());
        drop(pending);
        assert_eq!(fs::read_dir(dir.path().join("deep")).unwrap().count(), 0);
    }

    #[test]
    fn at_every_failing_step_the_file_holds_the_old_bytes_or_the_new() {
        for manner in [Manner::Once, Manner::Dead] {
            for nth in 0..12 {
                let dir = tempfile::tempdir().unwrap();
                fs::write(dir.path().join("file"), "old").unwrap();
                let storage = Storage::on(dir.path(), Arc::new(FailAt::new(nth, manner)));
                let written = storage.begin("file").and_then(|mut pending| {
                    pending.write_all(b"new").map_err(|error| refused("write", dir.path(), error))?;
                    pending.commit()
                });
                let found = fs::read_to_string(dir.path().join("file")).unwrap();
                assert!(found == "old" || found == "new", "step {nth}: {found}");
                if written.is_ok() {
                    assert_eq!(found, "new");
                }
            }
        }
    }
}
