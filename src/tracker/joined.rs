//! A file put together from stretches of the one that it replaces and from what is new.
//!
//! As long as everything stands where it stood, nothing is written: a file that comes out as it was is left alone.

use super::standing::Stretch;
use crate::error::RunError;
use crate::store::{Pending, Storage, Written};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Bytes of the old file read at once: stretches follow one another, mostly a few kilobytes each.
const WINDOW: u64 = 512 * 1024;

/// A file as it was last written.
#[derive(Debug)]
pub(super) struct Old {
    file: File,
    length: u64,
    window: Vec<u8>,
    window_at: u64,
    alarm: Arc<AtomicBool>,
}

impl Old {
    /// Opens it; `alarm` is raised when bytes of it are not those that were written down.
    pub(super) fn open(path: &Path, alarm: Arc<AtomicBool>) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self { file, length, window: Vec::new(), window_at: 0, alarm })
    }

    /// Bytes that have this check sum.
    pub(super) fn sound(&mut self, at: u64, length: u64, crc: u32) -> io::Result<&[u8]> {
        let alarm = Arc::clone(&self.alarm);
        let is_inside = at.checked_add(length).is_some_and(|end| end <= self.length);
        match self.bytes(at, if is_inside { length } else { 0 }) {
            Ok(bytes) if bytes.len() as u64 == length && crc32fast::hash(bytes) == crc => Ok(bytes),
            found => {
                alarm.store(true, Ordering::Relaxed);
                Err(found.err().unwrap_or_else(|| io::ErrorKind::InvalidData.into()))
            }
        }
    }

    /// Bytes as far as there are any.
    fn bytes(&mut self, at: u64, length: u64) -> io::Result<&[u8]> {
        let end = self.window_at + self.window.len() as u64;
        if at < self.window_at || at + length > end {
            self.window.clear();
            self.window_at = at;
            self.file.seek(SeekFrom::Start(at))?;
            Read::by_ref(&mut self.file).take(length.max(WINDOW)).read_to_end(&mut self.window)?;
        }
        let start = usize::try_from(at - self.window_at).map_err(io::Error::other)?;
        let rest = self.window.get(start..).unwrap_or_default();
        Ok(rest.get(..usize::try_from(length).map_err(io::Error::other)?).unwrap_or(rest))
    }
}

/// What comes next in a file.
#[derive(Debug)]
pub(super) enum Next {
    /// These bytes.
    New(Vec<u8>),
    /// What stands there in the old file.
    Stays(Stretch),
}

/// A file being put together.
#[derive(Debug)]
pub(super) struct Joined {
    storage: Storage,
    path: PathBuf,
    old: Option<(Old, Written)>,
    /// Bytes so far.
    at: u64,
    /// Length and check sum of what stands where it stood, from the beginning on: while nothing has been written.
    same: Vec<(u64, u32)>,
    pending: Option<Pending>,
}

/// A file put together.
#[derive(Debug)]
pub(super) enum Finished {
    /// It is as it was.
    Same(Written),
    /// It waits for its name.
    New(Box<Pending>),
}

impl Joined {
    /// Begins a file that replaces `path`, where `old` is what stands there.
    pub(super) fn begin(storage: &Storage, path: PathBuf, old: Option<(Old, Written)>) -> Self {
        Self { storage: storage.clone(), path, old, at: 0, same: Vec::new(), pending: None }
    }

    /// Adds what comes next, and answers where it stands now (in the file with the number 0).
    pub(super) fn add(&mut self, next: &Next) -> Result<Stretch, RunError> {
        let stretch = match next {
            Next::New(bytes) => {
                let stretch = Stretch { file: 0, at: self.at, length: bytes.len() as u64, crc: crc32fast::hash(bytes) };
                let at = self.at;
                let stands = match (&self.pending, &mut self.old) {
                    (None, Some((old, _))) => old.bytes(at, stretch.length).is_ok_and(|there| there == bytes),
                    _ => false,
                };
                if stands {
                    self.same.push((stretch.length, stretch.crc));
                } else {
                    self.part()?.write_all(bytes).map_err(|error| refused(&self.path, error))?;
                }
                stretch
            }
            Next::Stays(stretch) if self.pending.is_none() && self.old.is_some() && stretch.at == self.at => {
                self.same.push((stretch.length, stretch.crc));
                *stretch
            }
            Next::Stays(stretch) => {
                self.part()?;
                // Rows that are to be copied and cannot be must never be left out in silence.
                let (Some((old, _)), Some(pending)) = (&mut self.old, &mut self.pending) else {
                    return Err(refused(&self.path, io::ErrorKind::NotFound.into()));
                };
                let copied = old.sound(stretch.at, stretch.length, stretch.crc);
                copied.and_then(|bytes| pending.write_all(bytes)).map_err(|error| refused(&self.path, error))?;
                Stretch { at: self.at, ..*stretch }
            }
        };
        self.at += stretch.length;
        Ok(stretch)
    }

    /// Ends the file; its bytes are then on the disk.
    pub(super) fn finish(mut self) -> Result<Finished, RunError> {
        if self.pending.is_none()
            && let Some((old, written)) = &self.old
            && old.length == self.at
        {
            return Ok(Finished::Same(written.clone()));
        }
        self.part()?;
        let Some(mut pending) = self.pending else { return Err(RunError::internal("a file has no beginning")) };
        pending.ready()?;
        Ok(Finished::New(Box::new(pending)))
    }

    /// Parts from the old file: from here on this one is written.
    fn part(&mut self) -> Result<&mut Pending, RunError> {
        if self.pending.is_none() {
            let mut pending = self.storage.begin(&self.path)?;
            let mut at = 0;
            for (length, crc) in std::mem::take(&mut self.same) {
                let Some((old, _)) = &mut self.old else { break };
                let copied = old.sound(at, length, crc).and_then(|bytes| pending.write_all(bytes));
                copied.map_err(|error| refused(&self.path, error))?;
                at += length;
            }
            self.pending = Some(pending);
        }
        self.pending.as_mut().ok_or_else(|| RunError::internal("a file has no beginning"))
    }
}

fn refused(path: &Path, error: io::Error) -> RunError {
    RunError::new(format!("cannot write {}", path.display())).because(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::outputs::Stamp;
    use proptest::prelude::*;
    use std::fs;

    fn stretches(parts: &[Vec<u8>]) -> Vec<Stretch> {
        let mut at = 0;
        let stretch = |part: &Vec<u8>| {
            let stretch = Stretch { file: 0, at, length: part.len() as u64, crc: crc32fast::hash(part) };
            at += stretch.length;
            stretch
        };
        parts.iter().map(stretch).collect()
    }

    fn joined(dir: &Path) -> Joined {
        let path = dir.join("file");
        let stamp = Stamp::of(&path);
        let old = Old::open(&path, Arc::default()).ok();
        let old = old.map(|old| (old, Written { sum: "as it was".to_owned(), stamp }));
        Joined::begin(&Storage::at(dir), path, old)
    }

    fn commit(file: Joined) -> bool {
        match file.finish().unwrap() {
            Finished::Same(written) => {
                assert_eq!(written.sum, "as it was");
                false
            }
            Finished::New(pending) => {
                pending.commit().unwrap();
                true
            }
        }
    }

    proptest! {
        /// Any choice of old parts and new ones gives these parts one after the other, and where each stands.
        #[test]
        fn what_is_put_together_is_its_parts(
            old in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..8),
            choice in proptest::collection::vec((0_usize..8, any::<bool>(), proptest::collection::vec(any::<u8>(), 0..40)), 0..8),
            begins_alike in 0_usize..8,
        ) {
            let dir = tempfile::tempdir().unwrap();
            fs::write(dir.path().join("file"), old.concat()).unwrap();
            let stretches = stretches(&old);
            let mut file = joined(dir.path());
            let mut whole = Vec::new();
            let alike = (0..begins_alike).map(|at| (at, true, Vec::new()));
            for (at, stays, new) in alike.chain(choice) {
                let (next, bytes) = match stretches.get(at).filter(|_| stays) {
                    Some(stretch) => (Next::Stays(*stretch), old[at].clone()),
                    None => (Next::New(new.clone()), new),
                };
                let stretch = file.add(&next).unwrap();
                prop_assert_eq!((stretch.at, stretch.length), (whole.len() as u64, bytes.len() as u64));
                whole.extend(bytes);
            }
            commit(file);
            prop_assert_eq!(fs::read(dir.path().join("file")).unwrap(), whole);
        }
    }

    #[test]
    fn a_file_that_comes_out_as_it_was_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let parts = [b"head".to_vec(), b"one".to_vec(), b"two".to_vec()];
        let stretches = stretches(&parts);
        for (new, is_written) in [("one", false), ("owe", true), ("", true)] {
            fs::write(dir.path().join("file"), "headonetwo").unwrap();
            let mut file = joined(dir.path());
            file.add(&Next::Stays(stretches[0])).unwrap();
            file.add(&Next::New(new.as_bytes().to_vec())).unwrap();
            file.add(&Next::Stays(stretches[2])).unwrap();
            assert_eq!(commit(file), is_written);
            assert_eq!(fs::read_to_string(dir.path().join("file")).unwrap(), format!("head{new}two"));
        }
    }

    #[test]
    fn rows_that_are_to_stay_are_not_left_out_where_the_old_file_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let stretches = stretches(&[b"one".to_vec()]);
        assert!(joined(dir.path()).add(&Next::Stays(stretches[0])).is_err());
    }

    #[test]
    fn a_file_that_is_not_there_is_made_even_if_it_is_empty() {
        let dir = tempfile::tempdir().unwrap();
        assert!(commit(joined(dir.path())));
        assert_eq!(fs::read(dir.path().join("file")).unwrap(), b"");
    }

    #[test]
    fn bytes_that_are_not_those_written_down_raise_the_alarm() {
        let dir = tempfile::tempdir().unwrap();
        let parts = [b"one".to_vec(), b"two".to_vec()];
        let stretches = stretches(&parts);
        for (content, is_alarmed) in [("onetwo", false), ("oneTwo", true), ("one", true)] {
            fs::write(dir.path().join("file"), content).unwrap();
            let alarm = Arc::new(AtomicBool::new(false));
            let old = Old::open(&dir.path().join("file"), Arc::clone(&alarm)).unwrap();
            let old = Some((old, Written { sum: String::new(), stamp: None }));
            let mut file = Joined::begin(&Storage::at(dir.path()), dir.path().join("file"), old);
            assert_eq!(file.add(&Next::Stays(stretches[1])).is_err(), is_alarmed, "{content}");
            assert_eq!(alarm.load(Ordering::Relaxed), is_alarmed, "{content}");
        }
    }
}
