//! Opening a generation for reading, so that cleaning leaves it alone.

use super::record::{GenerationRecord, RECORD};
use super::{Generations, INDEX, READERS, unreadable};
use crate::error::RunError;
use crate::store::RunLock;
use crate::store::scrub::{self, How, Sound};
use std::fs::File;
use std::io;
use std::path::PathBuf;

/// What was found sound of a generation, in its directory.
const SOUND: &str = "sound.json";

/// Attempts of a reader to open the current generation while runs publish and clean: each failed attempt means that another
/// generation was published meanwhile.
const ATTEMPTS: usize = 20;

/// A generation opened for reading. While it lives, its files stay.
#[derive(Debug)]
pub struct Opened {
    /// Its number.
    pub number: u64,
    /// Its directory.
    pub dir: PathBuf,
    /// `None` where the file system has no locks.
    _lock: Option<File>,
}

impl Opened {
    /// The directory of the index.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.dir.join(INDEX)
    }
}

impl Generations {
    /// Opens the current generation for reading; `None` before the first.
    ///
    /// # Errors
    /// It cannot be read, or is of another version of the index's fields.
    pub fn open_current(&self) -> Result<Option<Opened>, RunError> {
        for _ in 0..ATTEMPTS {
            let Some(number) = self.state()?.generation else { return Ok(None) };
            if let Some(opened) = self.hold_for_reading(number)? {
                self.look_at(&opened)?;
                return Ok(Some(opened));
            }
        }
        Err(RunError::damaged("the current generation of the index is missing")
            .hint("`minutebook run` builds it anew from corpus and ledger."))
    }

    /// Opens any finished generation for reading; `None` where it is not there.
    ///
    /// # Errors
    /// It cannot be read, or is of another version of the index's fields.
    pub fn open(&self, number: u64) -> Result<Option<Opened>, RunError> {
        let opened = self.hold_for_reading(number)?;
        if let Some(opened) = &opened {
            self.look_at(opened)?;
        }
        Ok(opened)
    }

    /// Refuses a generation of another version, or with a file that was changed since it was finished: it would answer wrongly.
    fn look_at(&self, opened: &Opened) -> Result<(), RunError> {
        let record = GenerationRecord::read(&opened.dir)?;
        self.check_schema(&record)?;
        match self.damaged_files(opened.number, &record, How::Changed).as_slice() {
            [] => Ok(()),
            names => Err(damaged(opened.number, names)),
        }
    }

    /// Compares a finished generation with the sums of its record and remembers what is sound. Answers the files that are damaged,
    /// by their paths in its directory.
    ///
    /// # Errors
    /// Its record cannot be read, or the disk refuses.
    pub fn scrub(&self, _lock: &RunLock, number: u64, how: How) -> Result<Vec<String>, RunError> {
        let dir = self.dir(number);
        let record = GenerationRecord::read(&dir)?;
        let mut sound = Sound::read(&dir.join(SOUND));
        let names = sound.compare(&record.files, how, |name| dir.join(name), scrub::has_its_sum);
        sound.write(&self.storage, &dir.join(SOUND))?;
        Ok(names)
    }

    /// Files of a finished generation that do not have the sums of its record, changing nothing.
    #[must_use]
    pub fn damaged_files(&self, number: u64, record: &GenerationRecord, how: How) -> Vec<String> {
        let dir = self.dir(number);
        let mut sound = Sound::read(&dir.join(SOUND));
        sound.compare(&record.files, how, |name| dir.join(name), scrub::has_its_sum)
    }

    /// Whether the current index is of another version and must be built anew; `None` where there is nothing to say.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn other_schema(&self) -> Result<Option<u32>, RunError> {
        let Some(number) = self.state()?.generation else { return Ok(None) };
        let found = GenerationRecord::read(&self.dir(number))?.index_schema;
        Ok((found != self.index_schema).then_some(found))
    }

    /// The shared lock on a generation; `None` where it is gone or just going.
    pub(super) fn hold_for_reading(&self, number: u64) -> Result<Option<Opened>, RunError> {
        let dir = self.dir(number);
        let path = dir.join(READERS);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(&path, error)),
        };
        let lock = match file.lock_shared() {
            Ok(()) => Some(file),
            // Without locks nothing protects a long search from the cleaning, but it can be had all the same.
            Err(error) if error.kind() == io::ErrorKind::Unsupported => None,
            Err(error) => return Err(unreadable(&path, error)),
        };
        // Whoever cleans renames the directory under its own lock: ours counts only if the directory is still there.
        Ok(dir.join(RECORD).exists().then_some(Opened { number, dir, _lock: lock }))
    }

    pub(super) fn is_of_this_schema(&self, number: u64) -> bool {
        GenerationRecord::read(&self.dir(number)).is_ok_and(|record| record.index_schema == self.index_schema)
    }

    pub(super) fn check_schema(&self, record: &GenerationRecord) -> Result<(), RunError> {
        let (found, expected) = (record.index_schema, self.index_schema);
        if found == expected {
            return Ok(());
        }
        Err(RunError::damaged(format!("the index is of version {found}, this program reads version {expected}"))
            .hint("`minutebook run` builds it anew from corpus and ledger; ids and human work stay."))
    }
}

fn damaged(number: u64, names: &[String]) -> RunError {
    RunError::damaged(format!(
        "generation {number} of the index is damaged: {} no longer as written",
        super::listed(names)
    ))
    .hint("`minutebook run` builds it anew from corpus and ledger; ids and human work stay.")
    .hint("Look at the disk: files do not change by themselves.")
}
