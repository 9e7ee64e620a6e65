//! Bytes that changed by themselves: sums that are written down when a file is finished and compared when it is read.
//!
//! Comparing every byte at every search would take seconds, so a file that was found sound is remembered with its stamp
//! ([`Stamp`]): while that is the same, nobody has written to it. Whoever opens an index compares only files whose stamp is
//! another. Every run compares those too, and besides so many bytes of the others, the longest unseen first, so that a disk
//! which forgets is found out within some nights.

use super::outputs::{Stamp, has_sum};
use super::{Storage, outputs};
use crate::error::RunError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Files with the sums of their bytes, by the names that they are known under.
pub type Sums = BTreeMap<String, String>;

/// Files that were found sound.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sound {
    files: BTreeMap<String, Seen>,
}

/// When a file was found sound, and how it stood on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    /// Seconds since 1970.
    at: u64,
    stamp: Stamp,
}

/// How much is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Files that may have been written to since they were found sound.
    Changed,
    /// These, and so many bytes of the others, the longest unseen first.
    Some(u64),
    /// Every byte.
    All,
}

impl Sound {
    /// What is remembered in the file `path`; nothing where it cannot be read: then all is compared.
    #[must_use]
    pub fn read(path: &Path) -> Self {
        std::fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Remembers it for the next time.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn write(&self, storage: &Storage, path: &Path) -> Result<(), RunError> {
        let bytes = serde_json::to_vec(self).map_err(|error| RunError::new("cannot write JSON").because(error))?;
        if std::fs::read(path).is_ok_and(|before| before == bytes) {
            return Ok(());
        }
        storage.write_cache(path, &bytes)
    }

    /// Compares files with their sums, by `is_sound` (given a file's path and its sum), and remembers which are sound; others than
    /// those in `sums` are forgotten. Answers the names of those that are damaged or missing.
    pub fn compare(
        &mut self,
        sums: &Sums,
        how: How,
        path: impl Fn(&str) -> PathBuf,
        is_sound: impl Fn(&Path, &str) -> bool,
    ) -> Vec<String> {
        let mut due = Vec::new();
        let mut unchanged = Vec::new();
        let mut sound = BTreeMap::new();
        for (name, sum) in sums {
            let place = path(name);
            let stamp = Stamp::of(&place);
            match self.files.get(name).filter(|seen| Some(seen.stamp) == stamp) {
                Some(seen) if how != How::All => unchanged.push((*seen, name, sum, place)),
                _ => due.push((name, sum, place)),
            }
        }
        if let How::Some(mut bytes) = how {
            unchanged.sort_by_key(|(seen, ..)| seen.at);
            for (seen, name, sum, place) in unchanged.drain(..) {
                match bytes.checked_sub(seen.stamp.bytes()) {
                    Some(left) => {
                        bytes = left;
                        due.push((name, sum, place));
                    }
                    None => {
                        bytes = 0;
                        sound.insert(name.clone(), seen);
                    }
                }
            }
        }
        sound.extend(unchanged.into_iter().map(|(seen, name, ..)| (name.clone(), seen)));
        let at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let mut damaged = Vec::new();
        for (name, sum, place) in due {
            // Before the bytes: what changes meanwhile has another stamp.
            match Stamp::of(&place).filter(|_| is_sound(&place, sum)) {
                Some(stamp) => {
                    sound.insert(name.clone(), Seen { at, stamp });
                }
                None => damaged.push(name.clone()),
            }
        }
        damaged.sort();
        self.files = sound;
        damaged
    }
}

/// Whether the bytes of a file have the sum that was written down with [`sum_of`].
#[must_use]
pub fn has_its_sum(path: &Path, sum: &str) -> bool {
    has_sum(path, sum).unwrap_or(false)
}

/// The sum of a file.
///
/// # Errors
/// It cannot be read.
pub fn sum_of(path: &Path) -> Result<String, RunError> {
    let file = std::fs::File::open(path).map_err(|error| super::access::unreadable(path, error))?;
    outputs::Summing::of(file).map_err(|error| super::access::unreadable(path, error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    struct Place {
        dir: tempfile::TempDir,
        sums: Sums,
    }

    impl Place {
        fn with(files: &[&str]) -> Self {
            let dir = tempfile::tempdir().unwrap();
            let mut sums = Sums::new();
            for file in files {
                fs::write(dir.path().join(file), format!("bytes of {file}")).unwrap();
                sums.insert((*file).to_owned(), sum_of(&dir.path().join(file)).unwrap());
            }
            Self { dir, sums }
        }

        fn compare(&self, sound: &mut Sound, how: How) -> (Vec<String>, usize) {
            let count = std::cell::Cell::new(0);
            let damaged = sound.compare(
                &self.sums,
                how,
                |name| self.dir.path().join(name),
                |path, sum| {
                    count.set(count.get() + 1);
                    has_its_sum(path, sum)
                },
            );
            (damaged, count.get())
        }
    }

    #[test]
    fn only_what_may_have_changed_is_compared_again() {
        let place = Place::with(&["a", "b", "c"]);
        let mut sound = Sound::default();
        assert_eq!(place.compare(&mut sound, How::Changed), (Vec::new(), 3));
        assert_eq!(place.compare(&mut sound, How::Changed), (Vec::new(), 0));
        fs::write(place.dir.path().join("b"), "bytes 0f b").unwrap();
        assert_eq!(place.compare(&mut sound, How::Changed), (vec!["b".to_owned()], 1));
        assert_eq!(
            place.compare(&mut sound, How::Changed),
            (vec!["b".to_owned()], 1),
            "a damaged file is told every time"
        );
        fs::remove_file(place.dir.path().join("c")).unwrap();
        assert_eq!(place.compare(&mut sound, How::All).0, ["b", "c"]);
    }

    #[test]
    fn so_many_bytes_a_night_go_round_all_files() {
        let place = Place::with(&["a", "b", "c"]);
        let mut sound = Sound::default();
        place.compare(&mut sound, How::Changed);
        let one_file = "bytes of a".len() as u64;
        let mut seen = Vec::new();
        for at in 1..=3 {
            // As if each comparison were a night later.
            for file in sound.files.values_mut() {
                file.at = file.at.saturating_sub(1000);
            }
            let before = sound.clone();
            assert_eq!(place.compare(&mut sound, How::Some(one_file)), (Vec::new(), 1), "night {at}");
            seen.extend(sound.files.keys().filter(|name| sound.files[*name] != before.files[*name]).cloned());
        }
        seen.sort();
        assert_eq!(seen, ["a", "b", "c"]);
    }
}
